/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the study wants entered twice and has once. */

#pragma once

#include "crf-records.h"
#include "crf-session.h"

G_BEGIN_DECLS

/* One form that is complete, and how many of its values wait for a second person. */
typedef struct { CrfTarget *form; guint n; } CrfSecondMissing;

/* Values of the form that are asked for twice and have no second entry. A row of which it was decided, or is to be decided, whether it is there at all is
 * not among them: "second-rows" counts those. 0 with @error. */
guint      crf_second_count_missing (CrfSession *session, const CrfFormRecord *form, GError **error);
/* CrfSecondMissing, one for each complete form of the subject (NULL: of all subjects) that lacks any. */
GPtrArray *crf_second_list_missing (CrfSession *session, const char *subject, GError **error);
/* How many values that is in the whole file. FALSE with @error. */
gboolean   crf_second_count_all_missing (CrfSession *session, guint *n, GError **error);
/* "3 values of this form are …", translated. Free it. */
char      *crf_second_missing_sentence (guint n);

G_END_DECLS
