/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What clinical/ adds to the expressions of a study: meld(), child_pugh() … */

#pragma once

#include "crf-expression.h"

G_BEGIN_DECLS

/* Arguments in the canonical units of the form library (µmol/L, g/L, mmol/L, ratio); NULL where one is missing:
 *   meld (bilirubin, inr, creatinine, dialysis)
 *   meld_na (bilirubin, inr, creatinine, sodium, dialysis)
 *   meld_3 (bilirubin, inr, creatinine, sodium, albumin, sex, dialysis)
 *   child_pugh (bilirubin, albumin, inr, ascites, encephalopathy[, encephalopathy under medicine])
 *   albi (bilirubin, albumin)
 *   fib4 (age in years, AST, ALT, platelets), apri (AST, upper limit of AST, platelets)
 * dialysis, sex, ascites and encephalopathy are codes of the library. Where the study's Child-Pugh goes by the prothrombin time, its third argument is
 * the seconds over the control. albi(), fib4() and apri() return the unrounded figure, the others whole points: what cut-offs are compared with. */
gboolean crf_sandbox_add_scores (CrfSandbox *sandbox, const CrfStudy *study, GError **error);

G_END_DECLS
