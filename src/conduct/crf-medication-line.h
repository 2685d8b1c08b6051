/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One line of the medication list that ends or changes. */

#pragma once

#include "crf-common-form.h"

G_BEGIN_DECLS

/* The running line that the argument "medication" names, and the date in @argument on which it ends: @on receives it (free it). NULL with a refusal where
 * there is no such line, it has ended, or the date lies before its start or after today. Borrowed from @casebook. */
CrfFormRecord *crf_medication_line_find (CrfUseCaseContext *context, CrfCasebook *casebook, const char *argument, char **on);
/* Ends it on the day @on, with @reason. */
gboolean       crf_medication_line_end (CrfUseCaseContext *context, const CrfFormRecord *line, const char *on, const char *reason, GError **error);

G_END_DECLS
