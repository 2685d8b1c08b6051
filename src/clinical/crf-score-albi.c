/* SPDX-License-Identifier: GPL-3.0-or-later */

/* ALBI score and grade.
 *
 * Source: Johnson, J Clin Oncol 2015;33:550. Units: bilirubin µmol/L, albumin g/L. No bounds;
 * bilirubin of 0 or below has no logarithm and is refused. The published slope of albumin is
 * 0.085; 0.0852, seen in some code, is not used. Two decimals are shown, the grade is taken from
 * the unrounded value.
 */

#include "crf-score-albi.h"
#include "crf-score-private.h"

#include <glib/gi18n-lib.h>

#define CITATION "Johnson, J Clin Oncol 2015;33:550"

CrfScoreResult *
crf_score_albi (const CrfAlbiInput *input)
{
  CrfScoreResult *self = crf_score_begin ("ALBI", _("ALBI"), "Johnson 2015", "", CITATION);
  double bili = crf_score_read (self, &crf_spec_bili, &input->bili, TRUE, NULL);
  double alb = crf_score_read (self, &crf_spec_alb, &input->alb, TRUE, NULL);
  double raw = 0.66 * log10 (bili) - 0.085 * alb;
  const char *grade = "2";

  if (!crf_score_usable (self))
    return crf_score_finish (self, NAN, NAN, 2, NULL);

  if (crf_decimal_compare (raw, -2.60) <= 0)
    grade = "1";
  else if (crf_decimal_compare (raw, -1.39) > 0)
    grade = "3";
  crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw,
                  "0.66 × log₁₀ %s − 0.085 × %s = %s", crf_score_number (self, bili),
                  crf_score_number (self, alb), crf_score_number (self, raw));
  crf_score_step (self, CRF_STEP_RESULT, _("Grade"), NAN,
                  _("1 up to −2.60, 2 up to −1.39, 3 above: grade %s"), grade);
  return crf_score_finish (self, raw, crf_figure_round (raw, 2), 2, grade);
}
