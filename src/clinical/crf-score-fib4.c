/* SPDX-License-Identifier: GPL-3.0-or-later */

/* FIB-4.
 *
 * Source: Sterling, Hepatology 2006;43:1317. Units: years, U/L, 10⁹/L. Cut-offs 1.45 and 3.25 by
 * default (other uses have 1.3 and 2.67). No bounds; a zero is refused. It says little in
 * established cirrhosis.
 */

#include "crf-score-fib4.h"
#include "crf-score-private.h"

#include <glib/gi18n-lib.h>

#define CITATION "Sterling, Hepatology 2006;43:1317"

CrfScoreResult *
crf_score_fib4 (const CrfFib4Input *input)
{
  CrfScoreResult *self = crf_score_begin ("FIB4", _("FIB-4"), "Sterling 2006", "", CITATION);
  double low = crf_score_default (input->low, 1.45);
  double high = crf_score_default (input->high, 3.25);
  double age = crf_score_read_plain (self, "age_y", _("Age"), _("years"), input->age_y);
  double ast = crf_score_read (self, &crf_spec_ast, &input->ast, FALSE, NULL);
  double alt = crf_score_read (self, &crf_spec_alt, &input->alt, FALSE, NULL);
  double plt = crf_score_read (self, &crf_spec_plt, &input->plt, FALSE, NULL);
  double raw = age * ast / (plt * sqrt (alt));
  const char *grade = "indeterminate";

  if (!isfinite (low) || !isfinite (high) || low <= 0 || high < low)
    crf_score_refuse (self, _("The FIB-4 cut-offs must be two rising numbers above 0"));
  crf_score_variant (self, "low", crf_score_number (self, low));
  crf_score_variant (self, "high", crf_score_number (self, high));
  if (!crf_score_usable (self))
    return crf_score_finish (self, NAN, NAN, 2, NULL);

  if (crf_decimal_compare (raw, low) < 0)
    grade = "low";
  else if (crf_decimal_compare (raw, high) > 0)
    grade = "high";
  crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw, "%s × %s ÷ (%s × √%s) = %s",
                  crf_score_number (self, age), crf_score_number (self, ast),
                  crf_score_number (self, plt), crf_score_number (self, alt),
                  crf_score_number (self, raw));
  crf_score_step (self, CRF_STEP_RESULT, _("Cut-offs"), NAN,
                  _("low below %1$s, high above %2$s: %3$s"), crf_score_number (self, low),
                  crf_score_number (self, high), crf_score_grade_word (grade));
  crf_score_step (self, CRF_STEP_NOTE, _("Note"), NAN, "%s",
                  _("exploratory: it says little in established cirrhosis"));
  return crf_score_finish (self, raw, crf_figure_round (raw, 2), 2, grade);
}
