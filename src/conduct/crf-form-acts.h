/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the use cases on whole forms share: naming the form, its state. */

#pragma once

#include "crf-place.h"

G_BEGIN_DECLS

/* The form named by the arguments event, eventkey, form, formkey. FALSE with the refusal set if it is not in the file or not clear. */
gboolean crf_form_act_find (CrfUseCaseContext *context, CrfPlace *place, CrfFormRecord **form, GError **error);
/* Refuses and returns FALSE if the form is frozen or locked. */
gboolean crf_form_act_is_open (CrfUseCaseContext *context, const CrfTarget *target);
gboolean crf_form_act_set_state (CrfUseCaseContext *context, const CrfTarget *target, const char *state, GError **error);
/* Tells, with the result "second-missing", how many values of the form wait for a second person; nothing where none do. */
gboolean crf_form_act_tell_second (CrfUseCaseContext *context, const CrfFormRecord *form, GError **error);

G_END_DECLS
