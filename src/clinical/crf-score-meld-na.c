/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MELD-Na, UNOS/OPTN policy 9.1.D as in force from January 2016.
 *
 * The order matters: MELD(i) is rounded to one decimal and multiplied by 10 before it is compared
 * with 11, so 11.4 counts as 11 and sodium is not used; software that leaves MELD(i) unrounded
 * gives up to 11 points more there. Not to be confused with Kim 2008 (Na 125 to 140) or Biggins
 * 2006. The policy has no glucose correction of sodium. Units as MELD, sodium mmol/L within 125 to
 * 137. Sodium is asked even where it would not be used: no score from an incomplete sample.
 */

#include "crf-score-meld-na.h"
#include "crf-score-private.h"

#include <glib/gi18n-lib.h>

#define CITATION "OPTN policy 9.1.D (January 2016); Kim, N Engl J Med 2008;359:1018"

static const CrfBounds na_bounds = { 125.0, 137.0 };

CrfScoreResult *
crf_score_meld_na (const CrfMeldNaInput *input)
{
  CrfScoreResult *self = crf_score_begin ("MELD_NA_2016", _("MELD-Na"),
                                          "UNOS/OPTN 9.1.D, January 2016", "", CITATION);
  double raw = crf_meld_raw (self, &input->meld);
  double na = crf_score_read (self, &crf_spec_na, &input->na, FALSE, &na_bounds);
  double m = crf_figure_round (raw, 0);
  double with_sodium = m;
  double value;

  if (!crf_score_usable (self))
    return crf_score_finish (self, NAN, NAN, 0, NULL);

  crf_score_step (self, CRF_STEP_RULE, "M", m, _("MELD(i) to one decimal, times 10: %s"),
                  crf_score_number (self, m));
  if (m > 11.0)
    {
      with_sodium = m + 1.32 * (137.0 - na) - 0.033 * m * (137.0 - na);
      crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, with_sodium,
                      "%1$s + 1.32 × (137 − %2$s) − 0.033 × %1$s × (137 − %2$s) = %3$s",
                      crf_score_number (self, m), crf_score_number (self, na),
                      crf_score_number (self, with_sodium));
    }
  else
    crf_score_step (self, CRF_STEP_RULE, _("Sodium"), NAN, _("not used, because M is at most 11"));

  value = CLAMP (crf_figure_round (with_sodium, 0), 6.0, 40.0);
  crf_score_step (self, CRF_STEP_RESULT, self->formula, value,
                  _("nearest integer, kept in 6 to 40: %s"), crf_score_number (self, value));
  return crf_score_finish (self, with_sodium, value, 0, NULL);
}
