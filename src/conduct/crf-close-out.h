/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The signed close-out of the 24 hours after an infusion, and what contradicts it. */

#pragma once

#include "crf-infusion-steps.h"

G_BEGIN_DECLS

#define CRF_CLOSE_OUT_HOURS 24

/* Event, eventkey and form of the signature; the subject is the caller's. */
void     crf_close_out_fill_target (CrfEntry *target, const CrfInfusion *infusion);
/* Whether a signature on the close-out stands: one that was given and is not void. */
gboolean crf_close_out_stands (CrfUseCaseContext *context, const CrfInfusion *infusion);
/* Sentences that say what on record contradicts "no reaction", "no serious adverse event within 24 h"; NULL: nothing. Free them. */
char    *crf_close_out_find_reaction (CrfUseCaseContext *context, const CrfInfusion *infusion, const GPtrArray *steps);
char    *crf_close_out_find_serious (CrfUseCaseContext *context, const CrfInfusion *infusion);
/* After an act that may have brought such a thing to record: a close-out that said "no" is void, told, and asked for again. */
gboolean crf_close_out_review (CrfUseCaseContext *context, GError **error);
/* After readings of that infusion came or went: a close-out that was signed over others is void. @form: subject, event and eventkey; of no
 * infusion: nothing. */
gboolean crf_close_out_void (CrfUseCaseContext *context, const CrfTarget *form, GError **error);
/* Whether values of @item are what close-outs rest on. */
gboolean crf_close_out_rests_on (const CrfItem *item);

G_END_DECLS
