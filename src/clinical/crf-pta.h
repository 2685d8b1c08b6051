/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prothrombin activity from prothrombin times. PTA is normally recorded as the laboratory
 * reports it; it is never derived from INR, nor INR from it.
 */

#pragma once

#include "crf-score.h"

G_BEGIN_DECLS

typedef enum {
  CRF_PTA_0P6,   /* (0.4 control) / (PT - 0.6 control): Chinese textbooks */
  CRF_PTA_RATIO, /* control / PT */
} CrfPtaRule;

/* Percent. Both times in seconds, of one laboratory; NAN is missing. */
CrfScoreResult *crf_pta (double     pt_s,
                         double     control_s,
                         CrfPtaRule rule);

G_END_DECLS
