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

G_END_DECLS
