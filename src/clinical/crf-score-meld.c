/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MELD in the UNOS form.
 *
 * Sources: Malinchoc, Hepatology 2000;31:864. Kamath, Hepatology 2001;33:464. Wiesner,
 * Gastroenterology 2003;124:91. Bounds and dialysis rule: OPTN policy 9.1.D.
 * Units: bilirubin and creatinine mg/dL. Bounds: each input at least 1.0, creatinine at most 4.0,
 * score 6 to 40. Variant: before UNOS the constant 0.643 did not count in cholestatic or alcoholic
 * disease (Kamath 2001; still printed in Chinese papers as 6.43 × aetiology).
 */

#include "crf-score-private.h"

#include <glib/gi18n-lib.h>

#define CITATION                                                                                   \
  "Malinchoc, Hepatology 2000;31:864; Kamath, Hepatology 2001;33:464; OPTN policy 9.1.D"

static const CrfBounds at_least_1 = { 1.0, INFINITY };
static const CrfBounds creat_bounds = { 1.0, 4.0 };

/* The constant term, 0.643 or 0, with the aetiology asked where the study wants the old form. */
static double
aetiology_term (CrfScoreResult *self,
                const CrfMeldInput *input)
{
  gboolean without;

  if (input->aetiology_term == CRF_MELD_AETIOLOGY_ALWAYS_1)
    {
      crf_score_variant (self, "aetiology_term", "always_1");
      return 0.643;
    }

  crf_score_variant (self, "aetiology_term", "original");
  without = crf_score_ask (self, "cholestatic_or_alcoholic",
                           _("Cholestatic or alcoholic liver disease"),
                           input->cholestatic_or_alcoholic);
  crf_score_step (self, CRF_STEP_RULE, _("Aetiology term"), without ? 0.0 : 0.643,
                  without ? "0.643 × 0" : "0.643 × 1");
  return without ? 0.0 : 0.643;
}

double
crf_meld_raw (CrfScoreResult *self,
              const CrfMeldInput *input)
{
  double bili = crf_score_read (self, &crf_spec_bili, &input->bili, FALSE, &at_least_1);
  double inr = crf_score_read (self, &crf_spec_inr, &input->inr, FALSE, &at_least_1);
  double creat = crf_score_read (self, &crf_spec_creat, &input->creat, FALSE, &creat_bounds);
  gboolean dialysis = crf_score_ask (self, "dialysis", _("Dialysis in the prior week"),
                                     input->dialysis);
  double constant = aetiology_term (self, input);
  double raw;

  if (!crf_score_usable (self))
    return NAN;
  if (dialysis)
    {
      crf_score_step (self, CRF_STEP_RULE, _("Dialysis"), 4.0,
                      _("creatinine counts as 4.0 mg/dL whatever was measured"));
      creat = 4.0;
    }

  raw = 10.0 * (0.957 * log (creat) + 0.378 * log (bili) + 1.120 * log (inr) + constant);
  crf_score_step (self, CRF_STEP_ARITHMETIC, "10 × MELD(i)", raw,
                  "10 × (0.957 × ln %s + 0.378 × ln %s + 1.120 × ln %s + %s) = %s",
                  crf_score_number (self, creat), crf_score_number (self, bili),
                  crf_score_number (self, inr), crf_score_fixed (self, constant, 3),
                  crf_score_number (self, raw));
  return raw;
}

CrfScoreResult *
crf_score_meld (const CrfMeldInput *input)
{
  CrfScoreResult *self = crf_score_begin ("MELD", _("MELD"), "UNOS/OPTN 9.1.D", "", CITATION);
  double raw = crf_meld_raw (self, input);
  double value = CLAMP (crf_figure_round (raw, 0), 6.0, 40.0);

  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_RESULT, self->formula, value,
                    _("nearest integer, kept in 6 to 40: %s"), crf_score_number (self, value));
  /* Of groups on a waiting list; said in words, so that nobody takes it for this patient's. */
  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_NOTE, _("Note"), NAN, "%s",
                    _("three-month mortality of published groups (Wiesner 2003): up to 9: 1.9 %, 10–19: 6.0 %, 20–29: 19.6 %, "
                      "30–39: 52.6 %, 40: 71.3 %; it is nobody's own risk"));
  return crf_score_finish (self, raw, value, 0, NULL);
}
