/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MELD-Na as UNOS/OPTN allocates by it since January 2016. */

#pragma once

#include "crf-score-meld.h"

G_BEGIN_DECLS

typedef struct {
  CrfMeldInput meld;
  CrfLab       na; /* mmol/L */
} CrfMeldNaInput;

/* M is MELD(i) rounded to one decimal, times 10. M > 11: M + 1.32 (137 - Na) - 0.033 M (137 - Na)
 * with Na in 125 to 137; else M. Nearest integer, 6 to 40. */
CrfScoreResult *crf_score_meld_na (const CrfMeldNaInput *input);

G_END_DECLS
