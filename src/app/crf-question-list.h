/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a protocol's record leaves open, as rows: the question, who must decide, the options with the default named. */

#pragma once

#include <gtk/gtk.h>

#include "crf-study.h"

G_BEGIN_DECLS

/* Fills @box. @editable: options can be chosen; else the one in force is shown. Reads texts from @study, which must outlive the rows. */
void        crf_question_list_fill    (GtkBox         *box,
                                       const CrfStudy *study,
                                       const char     *language,
                                       gboolean        editable);
/* Question OID → option OID of what was chosen other than the default; NULL if everything is left as it is. */
GHashTable *crf_question_list_answers (GtkBox         *box);

G_END_DECLS
