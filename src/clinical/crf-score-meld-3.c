/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MELD 3.0.
 *
 * Sources: Kim, Gastroenterology 2021;161:1887 (formula, no upper bound); OPTN notice of
 * 27 June 2022, in force 13 July 2023 (6 to 40). Units: bilirubin, creatinine mg/dL, sodium mmol/L,
 * albumin g/dL. Bounds: bilirubin, INR, creatinine at least 1.0, creatinine at most 3.0 and 3.0 on
 * dialysis, sodium 125 to 137, albumin 1.5 to 3.5. Ages 12 to 17 have another formula and are
 * refused. Sex is the one the allocation rule uses; unknown: no score.
 */

#include "crf-score-meld-3.h"
#include "crf-score-private.h"

#include <glib/gi18n-lib.h>

#define CITATION "Kim, Gastroenterology 2021;161:1887; OPTN policy 9.1.D (July 2023)"

static const CrfBounds at_least_1 = { 1.0, INFINITY };
static const CrfBounds creat_bounds = { 1.0, 3.0 };
static const CrfBounds na_bounds = { 125.0, 137.0 };
static const CrfBounds alb_bounds = { 1.5, 3.5 };

typedef struct {
  double sex_term, bili, inr, creat, na, alb;
} Terms;

static double
read_sex (CrfScoreResult *self,
          CrfSex sex)
{
  if (sex == CRF_SEX_UNKNOWN)
    {
      crf_score_miss (self, "sex", _("Sex"));
      return NAN;
    }
  crf_score_step (self, CRF_STEP_INPUT, _("Sex"), NAN, "%s",
                  sex == CRF_SEX_FEMALE ? _("female") : _("male"));
  return sex == CRF_SEX_FEMALE ? 1.33 : 0.0;
}

static void
check_age (CrfScoreResult *self,
           double age_y)
{
  if (isnan (age_y))
    return;
  if (!isfinite (age_y) || age_y < 18.0)
    crf_score_refuse (self, _("Age is %s; this form of MELD 3.0 is for 18 years and over"),
                      crf_score_number (self, age_y));
  else
    crf_score_step (self, CRF_STEP_INPUT, _("Age"), age_y, _("%s years"),
                    crf_score_number (self, age_y));
}

static Terms
read_terms (CrfScoreResult *self,
            const CrfMeld3Input *input)
{
  Terms t;

  check_age (self, input->age_y);
  t.sex_term = read_sex (self, input->sex);
  t.bili = crf_score_read (self, &crf_spec_bili, &input->bili, FALSE, &at_least_1);
  t.inr = crf_score_read (self, &crf_spec_inr, &input->inr, FALSE, &at_least_1);
  t.creat = crf_score_read (self, &crf_spec_creat, &input->creat, FALSE, &creat_bounds);
  t.na = crf_score_read (self, &crf_spec_na, &input->na, FALSE, &na_bounds);
  t.alb = crf_score_read (self, &crf_spec_alb, &input->alb, FALSE, &alb_bounds);
  if (crf_score_ask (self, "dialysis", _("Dialysis in the prior week"), input->dialysis))
    {
      crf_score_step (self, CRF_STEP_RULE, _("Dialysis"), 3.0,
                      _("creatinine counts as 3.0 mg/dL whatever was measured"));
      t.creat = 3.0;
    }
  return t;
}

static double
add_up (CrfScoreResult *self,
        const Terms *t)
{
  double na_gap = 137.0 - t->na;
  double alb_gap = 3.5 - t->alb;
  double raw = t->sex_term + 4.56 * log (t->bili) + 0.82 * na_gap - 0.24 * na_gap * log (t->bili)
    + 9.09 * log (t->inr) + 11.14 * log (t->creat) + 1.85 * alb_gap
    - 1.83 * alb_gap * log (t->creat) + 6.0;
  const char *bili = crf_score_number (self, t->bili);
  const char *creat = crf_score_number (self, t->creat);
  const char *na = crf_score_number (self, na_gap);
  const char *alb = crf_score_number (self, alb_gap);

  crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw,
                  "%s + 4.56 × ln %s + 0.82 × %s − 0.24 × %s × ln %s + 9.09 × ln %s"
                  " + 11.14 × ln %s + 1.85 × %s − 1.83 × %s × ln %s + 6 = %s",
                  crf_score_number (self, t->sex_term), bili, na, na, bili,
                  crf_score_number (self, t->inr), creat, alb, alb, creat,
                  crf_score_number (self, raw));
  return raw;
}

CrfScoreResult *
crf_score_meld_3 (const CrfMeld3Input *input)
{
  CrfScoreResult *self = crf_score_begin ("MELD3", _("MELD 3.0"),
                                          input->uncapped ? "Kim 2021" : "OPTN, July 2023", "",
                                          CITATION);
  Terms terms = read_terms (self, input);
  double raw, value;

  crf_score_variant (self, "upper_bound", input->uncapped ? "none" : "40");
  if (!crf_score_usable (self))
    return crf_score_finish (self, NAN, NAN, 0, NULL);

  raw = add_up (self, &terms);
  value = MAX (crf_figure_round (raw, 0), 6.0);
  if (!input->uncapped)
    value = MIN (value, 40.0);
  crf_score_step (self, CRF_STEP_RESULT, self->formula, value,
                  input->uncapped ? _("nearest integer, at least 6: %s")
                                  : _("nearest integer, kept in 6 to 40: %s"),
                  crf_score_number (self, value));
  return crf_score_finish (self, raw, value, 0, NULL);
}
