/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What follows from the record of an infusion and is kept in step with it when the record is corrected: dose given and deviation, the lot's book, and
 * for what was typed from an old record or imported the steps of the day. */

#pragma once

#include "crf-infusion-private.h"
#include "crf-value.h"

G_BEGIN_DECLS

/* Computes dose given and deviation from the form as it stands and stores them where they differ; tells them and opens a deviation draft where they are
 * beyond the protocol's tolerance and @tell. Nothing where the ward is blinded, or where they cannot be computed. */
gboolean crf_infusion_derive_dose (CrfUseCaseContext *context, const CrfInfusion *infusion, gboolean tell, GError **error);
/* The same for all infusions of the subject, silently. */
gboolean crf_context_derive_doses (CrfUseCaseContext *context, GError **error);
/* Takes from its lot what the infusion used, and books the rest of what was drawn as destroyed. */
gboolean crf_infusion_book (CrfUseCaseContext *context, const CrfInfusion *infusion, GError **error);
/* Start and stop among the steps, where they are not there yet; the patient is treated. */
gboolean crf_infusion_add_given_steps (CrfUseCaseContext *context, const CrfInfusion *infusion, GError **error);
/* After a field was typed. @before may be NULL. */
gboolean crf_infusion_settle (CrfUseCaseContext *context, const CrfInfusion *before, const CrfInfusion *after, GError **error);
/* Whether a corrected outcome is possible after the one that stands. FALSE with @refusal. */
gboolean crf_infusion_outcome_fits (const CrfInfusion *infusion, const CrfItem *item, const CrfValue *value, CrfRefusal **refusal);

G_END_DECLS
