/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The scores of a form as they are typed: value, change from baseline or what each waits for, and on request every step of the
 * arithmetic. */

#pragma once

#include <gtk/gtk.h>

#include "crf-form-state.h"

G_BEGIN_DECLS

#define CRF_TYPE_SCORE_STRIP (crf_score_strip_get_type ())
G_DECLARE_FINAL_TYPE (CrfScoreStrip, crf_score_strip, CRF, SCORE_STRIP, GtkBox)

GtkWidget *crf_score_strip_new        (void);
/* @scores: CrfScoreState, in order; copied into the widgets. Hides itself where there are none. */
void       crf_score_strip_set_scores (CrfScoreStrip   *self,
                                       const GPtrArray *scores);
/* What a cell says, for tests: "MELD 17", or NULL. */
char      *crf_score_strip_dup_text   (CrfScoreStrip   *self,
                                       guint            position);

G_END_DECLS
