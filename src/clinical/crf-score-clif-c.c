/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CLIF-C organ failure (OF), ACLF and acute decompensation (AD) scores.
 *
 * Source: Jalan, J Hepatol 2014;61:1038; Jalan, J Hepatol 2015;62:831 (AD); EF CLIF calculator page.
 * Units: mg/dL, mmHg, 10⁹/L, years, mmol/L. A table in Gut prints "6 to 12 / above 12" for
 * bilirubin, so exactly 12.0 differs there; here 12.0 takes 3 points as in the original. The scores
 * are kept in 0 to 100.
 */

#include "crf-score-clif-c.h"
#include "crf-score-private.h"

#include <glib/gi18n-lib.h>

#define CITATION "Jalan, J Hepatol 2014;61:1038"
#define CITATION_AD "Jalan, J Hepatol 2015;62:831"

static int
add_points (CrfScoreResult *self,
            const char *organ,
            int points)
{
  crf_score_step (self, CRF_STEP_RULE, organ, points, "%d", points);
  return points;
}

/* 1 below @low, 2 from @low to below @high, 3 from @high. */
static int
rising_points (double x,
               double low,
               double high)
{
  if (crf_decimal_compare (x, high) >= 0)
    return 3;
  return crf_decimal_compare (x, low) >= 0 ? 2 : 1;
}

static int
liver (CrfScoreResult *self,
       const CrfClifOfInput *in)
{
  double bili = crf_score_read (self, &crf_spec_bili, &in->bili, FALSE, NULL);

  return isnan (bili) ? 0 : add_points (self, _("Liver"), rising_points (bili, 6.0, 12.0));
}

static int
kidney (CrfScoreResult *self,
        const CrfClifOfInput *in)
{
  double creat = crf_score_read (self, &crf_spec_creat, &in->creat, FALSE, NULL);
  gboolean rrt = crf_score_ask (self, "rrt", _("Renal replacement therapy"), in->rrt);

  if (isnan (creat))
    return 0;
  return add_points (self, _("Kidney"), rrt ? 3 : rising_points (creat, 2.0, 3.5));
}

static int
brain (CrfScoreResult *self,
       const CrfClifOfInput *in)
{
  int grade = crf_score_read_he (self, in->he_grade);

  if (grade < 0)
    return 0;
  return add_points (self, _("Brain"), grade == 0 ? 1 : grade <= 2 ? 2 : 3);
}

static int
coagulation (CrfScoreResult *self,
             const CrfClifOfInput *in)
{
  double inr = crf_score_read (self, &crf_spec_inr, &in->inr, FALSE, NULL);

  return isnan (inr) ? 0 : add_points (self, _("Coagulation"), rising_points (inr, 2.0, 2.5));
}

static int
circulation (CrfScoreResult *self,
             const CrfClifOfInput *in)
{
  double map = crf_score_read_plain (self, "map_mmhg", _("Mean arterial pressure"), "mmHg",
                                     in->map_mmhg);
  gboolean vasopressors = crf_score_ask (self, "vasopressors", _("Vasopressors"),
                                         in->vasopressors);

  if (isnan (map))
    return 0;
  return add_points (self, _("Circulation"),
                     vasopressors ? 3 : crf_decimal_compare (map, 70.0) < 0 ? 2 : 1);
}

static int
lung (CrfScoreResult *self,
      const CrfClifOfInput *in)
{
  gboolean by_saturation = isnan (in->pao2_fio2) && !isnan (in->spo2_fio2);
  double ratio = by_saturation
    ? crf_score_read_plain (self, "spo2_fio2", "SpO₂/FiO₂", "", in->spo2_fio2)
    : crf_score_read_plain (self, "pao2_fio2", "PaO₂/FiO₂", "mmHg", in->pao2_fio2);
  int points = 1;

  if (isnan (ratio))
    return 0;
  if (crf_decimal_compare (ratio, by_saturation ? 214.0 : 200.0) <= 0)
    points = 3;
  else if (crf_decimal_compare (ratio, by_saturation ? 357.0 : 300.0) <= 0)
    points = 2;
  return add_points (self, _("Lung"), points);
}

/* The scores are kept in 0 to 100. */
static double
bound (CrfScoreResult *self,
       double raw)
{
  double bounded = CLAMP (raw, 0.0, 100.0);

  if (crf_score_usable (self) && crf_decimal_compare (raw, bounded) != 0)
    crf_score_step (self, CRF_STEP_CLAMP, self->formula, bounded, "%s → %s",
                    crf_score_number (self, raw), crf_score_number (self, bounded));
  return bounded;
}

static int
organ_sum (CrfScoreResult *self,
           const CrfClifOfInput *in)
{
  int points[6];
  int sum = 0;

  points[0] = liver (self, in);
  points[1] = kidney (self, in);
  points[2] = brain (self, in);
  points[3] = coagulation (self, in);
  points[4] = circulation (self, in);
  points[5] = lung (self, in);
  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    sum += points[i];
  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_ARITHMETIC, _("Organ failure points"), sum,
                    "%d + %d + %d + %d + %d + %d = %d", points[0], points[1], points[2], points[3],
                    points[4], points[5], sum);
  return sum;
}

CrfScoreResult *
crf_score_clif_of (const CrfClifOfInput *input)
{
  CrfScoreResult *self = crf_score_begin ("CLIF_C_OF", _("CLIF-C OF"), "Jalan 2014", _("points"),
                                          CITATION);
  int sum = organ_sum (self, input);

  return crf_score_finish (self, sum, sum, 0, NULL);
}

CrfScoreResult *
crf_score_clif_aclf (const CrfClifAclfInput *input)
{
  CrfScoreResult *self = crf_score_begin ("CLIF_C_ACLF", _("CLIF-C ACLF"), "Jalan 2014", "",
                                          CITATION);
  int of = organ_sum (self, &input->organs);
  double age = crf_score_read_plain (self, "age_y", _("Age"), _("years"), input->age_y);
  double wbc = crf_score_read (self, &crf_spec_wbc, &input->wbc, FALSE, NULL);
  double raw = 10.0 * (0.33 * of + 0.04 * age + 0.63 * log (wbc) - 2.0);
  double bounded;

  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw,
                    "10 × (0.33 × %d + 0.04 × %s + 0.63 × ln %s − 2) = %s", of,
                    crf_score_number (self, age), crf_score_number (self, wbc),
                    crf_score_number (self, raw));
  bounded = bound (self, raw);
  return crf_score_finish (self, bounded, crf_figure_round (bounded, 1), 1, NULL);
}

CrfScoreResult *
crf_score_clif_ad (const CrfClifAdInput *input)
{
  CrfScoreResult *self = crf_score_begin ("CLIF_C_AD", _("CLIF-C AD"), "Jalan 2015", "",
                                          CITATION_AD);
  double age = crf_score_read_plain (self, "age_y", _("Age"), _("years"), input->age_y);
  double creat = crf_score_read (self, &crf_spec_creat, &input->creat, FALSE, NULL);
  double inr = crf_score_read (self, &crf_spec_inr, &input->inr, FALSE, NULL);
  double wbc = crf_score_read (self, &crf_spec_wbc, &input->wbc, FALSE, NULL);
  double na = crf_score_read (self, &crf_spec_na, &input->na, FALSE, NULL);
  double raw = 10.0 * (0.03 * age + 0.66 * log (creat) + 1.71 * log (inr) + 0.88 * log (wbc)
                       - 0.05 * na + 8.0);
  double bounded;

  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw,
                    "10 × (0.03 × %s + 0.66 × ln %s + 1.71 × ln %s + 0.88 × ln %s − 0.05 × %s + 8)"
                    " = %s",
                    crf_score_number (self, age), crf_score_number (self, creat),
                    crf_score_number (self, inr), crf_score_number (self, wbc),
                    crf_score_number (self, na), crf_score_number (self, raw));
  bounded = bound (self, raw);
  return crf_score_finish (self, bounded, crf_figure_round (bounded, 1), 1, NULL);
}
