/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Making form states; only readers do. */

#pragma once

#include "crf-casebook.h"
#include "crf-form-state.h"

G_BEGIN_DECLS

/* Takes @target. */
CrfFormState *crf_form_state_new (const CrfForm *form, CrfTarget *target);
/* In its place in a list: its name, that it cannot be read, and why. Takes @target. */
CrfFormState *crf_form_state_new_unreadable (const CrfForm *form, CrfTarget *target, const char *language, const char *why);
/* CrfScoreState of the visit that the form belongs to, if the form shows scores. */
void          crf_score_states_add (GPtrArray *scores, CrfCasebook *casebook, const CrfForm *form, const CrfTarget *target);
/* "Complete", translated. */
const char   *crf_form_state_label (const char *state);

G_END_DECLS
