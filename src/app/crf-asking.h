/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A use case that may ask back, for who has no dialog of its own (see crf-use-case-dialog.h): each question stands in a dialog, and with the next try goes
 * all that was answered so far: what was confirmed, and the reason that an earlier question wanted. */

#pragma once

#include <gtk/gtk.h>

#include "crf-writer.h"

G_BEGIN_DECLS

/* As crf_writer_conduct_async(); the questions are asked before @parent. @arguments: taken over, may be NULL. */
void        crf_asking_conduct_async  (GtkWidget           *parent,
                                       CrfWriter           *writer,
                                       const char          *use_case,
                                       const char          *subject,
                                       GHashTable          *arguments,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
/* As crf_writer_conduct_finish(). An outcome that has its prompt still: the person went back, and nothing is stored. */
CrfOutcome *crf_asking_conduct_finish (GAsyncResult        *result,
                                       GError             **error);

G_END_DECLS
