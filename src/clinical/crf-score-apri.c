/* SPDX-License-Identifier: GPL-3.0-or-later */

/* APRI.
 *
 * Source: Wai, Hepatology 2003;38:518. Units: AST and its upper limit of normal in the same unit,
 * platelets 10⁹/L. The limit is the laboratory's own; 40 is only a convention and no default.
 * Cut-offs: at most 0.5, above 1.5. It says little in established cirrhosis.
 */

#include "crf-score-apri.h"
#include "crf-score-private.h"

#include <glib/gi18n-lib.h>

#define CITATION "Wai, Hepatology 2003;38:518"

CrfScoreResult *
crf_score_apri (const CrfApriInput *input)
{
  CrfScoreResult *self = crf_score_begin ("APRI", _("APRI"), "Wai 2003", "", CITATION);
  double ast = crf_score_read (self, &crf_spec_ast, &input->ast, FALSE, NULL);
  double uln = crf_score_read (self, &crf_spec_ast_uln, &input->ast_uln, FALSE, NULL);
  double plt = crf_score_read (self, &crf_spec_plt, &input->plt, FALSE, NULL);
  double raw = ast / uln / plt * 100.0;
  const char *grade = "indeterminate";

  if (!crf_score_usable (self))
    return crf_score_finish (self, NAN, NAN, 2, NULL);

  if (crf_decimal_compare (raw, 0.5) <= 0)
    grade = "low";
  else if (crf_decimal_compare (raw, 1.5) > 0)
    grade = "high";
  crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw, "(%s ÷ %s) ÷ %s × 100 = %s",
                  crf_score_number (self, ast), crf_score_number (self, uln),
                  crf_score_number (self, plt), crf_score_number (self, raw));
  crf_score_step (self, CRF_STEP_RESULT, _("Cut-offs"), NAN,
                  _("low up to %1$s, high above %2$s: %3$s"), "0.5", "1.5",
                  crf_score_grade_word (grade));
  crf_score_step (self, CRF_STEP_NOTE, _("Note"), NAN, "%s",
                  _("exploratory: it says little in established cirrhosis"));
  return crf_score_finish (self, raw, crf_figure_round (raw, 2), 2, grade);
}
