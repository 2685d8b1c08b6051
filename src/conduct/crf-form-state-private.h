/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Making form states; only readers do. */

#pragma once

#include "crf-casebook.h"
#include "crf-form-state.h"

G_BEGIN_DECLS

/* Takes @target. */
CrfFormState *crf_form_state_new (const CrfForm *form, CrfTarget *target);
/* CrfScoreState of the visit that the form belongs to, if the form shows scores. */
void          crf_score_states_add (GPtrArray *scores, CrfCasebook *casebook, const CrfForm *form, const CrfTarget *target);
/* "Complete", translated. */
const char   *crf_form_state_label (const char *state);

G_END_DECLS
