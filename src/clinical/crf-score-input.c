/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading the inputs of a score: what is missing, what cannot be, units, bounds. Each thing that is
 * done to a value becomes a step of the explanation.
 */

#include "crf-score-private.h"

#include <glib/gi18n-lib.h>

const CrfLabSpec crf_spec_bili = {
  "bili_mgdl", "bili_umol", N_("Bilirubin, total"), "mg/dL", "µmol/L", 17.1, "factor_bili",
};
const CrfLabSpec crf_spec_creat = {
  "creat_mgdl", "creat_umol", N_("Creatinine"), "mg/dL", "µmol/L", 88.4, "factor_creat",
};
const CrfLabSpec crf_spec_alb = {
  "alb_gdl", "alb_gl", N_("Albumin"), "g/dL", "g/L", 10.0, NULL,
};
const CrfLabSpec crf_spec_ast = {
  "ast_ul", "ast_ukat", N_("AST"), "U/L", "µkat/L", 1.0 / 60.0, NULL,
};
const CrfLabSpec crf_spec_alt = {
  "alt_ul", "alt_ukat", N_("ALT"), "U/L", "µkat/L", 1.0 / 60.0, NULL,
};
const CrfLabSpec crf_spec_ast_uln = {
  "ast_uln", "ast_uln_ukat", N_("Upper limit of normal of AST"), "U/L", "µkat/L", 1.0 / 60.0, NULL,
};
const CrfLabSpec crf_spec_inr = { "inr", NULL, N_("INR"), "", "", 0, NULL };
const CrfLabSpec crf_spec_na = { "na", NULL, N_("Sodium"), "mmol/L", "", 0, NULL };
const CrfLabSpec crf_spec_plt = { "plt_109l", NULL, N_("Platelets"), "10⁹/L", "", 0, NULL };
const CrfLabSpec crf_spec_wbc = { "wbc_109l", NULL, N_("White cells"), "10⁹/L", "", 0, NULL };
const CrfLabSpec crf_spec_pt = { "pt_s", NULL, N_("Prothrombin time"), "s", "", 0, NULL };
const CrfLabSpec crf_spec_control = {
  "control_s", NULL, N_("Control prothrombin time"), "s", "", 0, NULL,
};
const CrfLabSpec crf_spec_pt_prolong = {
  "pt_prolong_s", NULL, N_("Prothrombin time over control"), "s", "", 0, NULL,
};

/* @lab in the wanted unit; a step when it had to be converted. */
static double
convert (CrfScoreResult *self,
         const CrfLabSpec *spec,
         const CrfLab *lab,
         gboolean want_si)
{
  double factor = lab->factor > 0 ? lab->factor : spec->factor;
  double converted;
  const char *times;

  if (spec->si_key == NULL || lab->si == want_si)
    return lab->value;

  converted = want_si ? lab->value * factor : lab->value / factor;
  times = want_si ? "×" : "÷";
  if (factor < 1.0) /* 1 U/L is 1/60 µkat/L: write it as people do */
    {
      converted = want_si ? lab->value / 60.0 : lab->value * 60.0;
      times = want_si ? "÷" : "×";
      factor = 60.0;
    }
  crf_score_step (self, CRF_STEP_CONVERSION, _(spec->label), converted, "%s %s %s %s = %s %s",
                  crf_score_number (self, lab->value), lab->si ? spec->si_unit : spec->unit, times,
                  crf_score_number (self, factor), crf_score_number (self, converted),
                  want_si ? spec->si_unit : spec->unit);
  if (spec->factor_key != NULL)
    crf_score_variant (self, spec->factor_key, crf_score_number (self, factor));
  return converted;
}

/* A value beyond the method's range is usable only where the bound makes it certain. */
static double
resolve_comparator (CrfScoreResult *self,
                    const CrfLabSpec *spec,
                    const CrfLab *lab,
                    double x,
                    const CrfBounds *bounds)
{
  if (lab->comparator == CRF_COMPARATOR_LESS && bounds != NULL && crf_decimal_compare (x, bounds->low) <= 0)
    return bounds->low;
  if (lab->comparator == CRF_COMPARATOR_GREATER && bounds != NULL && crf_decimal_compare (x, bounds->high) >= 0)
    return bounds->high;

  crf_score_refuse (self,
                    _("%1$s is known only as %2$s%3$s %4$s, and %5$s needs the number itself"),
                    _(spec->label), crf_comparator_to_string (lab->comparator),
                    crf_score_number (self, lab->value),
                    lab->si ? spec->si_unit : spec->unit, self->formula);
  return NAN;
}

static double
apply_bounds (CrfScoreResult *self,
              const CrfLabSpec *spec,
              double x,
              gboolean si,
              const CrfBounds *bounds)
{
  const char *unit = si && spec->si_key != NULL ? spec->si_unit : spec->unit;
  double bounded = x;

  if (x < bounds->low)
    bounded = bounds->low;
  else if (x > bounds->high)
    bounded = bounds->high;
  else
    return x;

  crf_score_step (self, CRF_STEP_CLAMP, _(spec->label), bounded, *unit ? "%s → %s %s" : "%s → %s%s",
                  crf_score_number (self, x), crf_score_fixed (self, bounded, 1), unit);
  return bounded;
}

double
crf_score_read (CrfScoreResult *self,
                const CrfLabSpec *spec,
                const CrfLab *lab,
                gboolean want_si,
                const CrfBounds *bounds)
{
  const char *entered_unit = spec->si_key != NULL && lab->si ? spec->si_unit : spec->unit;
  const char *key = spec->si_key != NULL && lab->si ? spec->si_key : spec->key;
  const char *comparator = crf_comparator_to_string (lab->comparator);
  double x;

  if (isnan (lab->value))
    {
      crf_score_miss (self, key, _(spec->label));
      return NAN;
    }
  if (!isfinite (lab->value) || lab->value <= 0)
    {
      crf_score_refuse (self, _("%1$s is %2$s; a value above 0 is needed"), _(spec->label),
                        isfinite (lab->value) ? crf_score_number (self, lab->value) : "∞");
      return NAN;
    }
  if (!isfinite (lab->factor) || lab->factor < 0)
    {
      crf_score_refuse (self, _("The conversion factor of %s must be a number above 0"),
                        _(spec->label));
      return NAN;
    }
  crf_score_step (self, CRF_STEP_INPUT, _(spec->label), lab->value,
                  *entered_unit ? "%s%s %s" : "%s%s%s", comparator != NULL ? comparator : "",
                  crf_score_number (self, lab->value), entered_unit);
  x = convert (self, spec, lab, want_si);
  if (lab->comparator != CRF_COMPARATOR_NONE)
    {
      double certain = resolve_comparator (self, spec, lab, x, bounds);

      if (isnan (certain))
        return NAN;
    }
  return bounds != NULL ? apply_bounds (self, spec, x, want_si, bounds) : x;
}

static double
read_number (CrfScoreResult *self,
             const char *key,
             const char *label,
             const char *unit,
             double value,
             gboolean zero_allowed)
{
  if (isnan (value))
    {
      crf_score_miss (self, key, label);
      return NAN;
    }
  if (!isfinite (value) || value < 0 || (!zero_allowed && value <= 0))
    {
      crf_score_refuse (self,
                        zero_allowed ? _("%1$s is %2$s; a value of 0 or more is needed")
                                     : _("%1$s is %2$s; a value above 0 is needed"),
                        label, isfinite (value) ? crf_score_number (self, value) : "∞");
      return NAN;
    }
  crf_score_step (self, CRF_STEP_INPUT, label, value, *unit ? "%s %s" : "%s%s",
                  crf_score_number (self, value), unit);
  return value;
}

double
crf_score_read_plain (CrfScoreResult *self,
                      const char *key,
                      const char *label,
                      const char *unit,
                      double value)
{
  return read_number (self, key, label, unit, value, FALSE);
}

double
crf_score_read_zero (CrfScoreResult *self,
                     const char *key,
                     const char *label,
                     const char *unit,
                     double value)
{
  return read_number (self, key, label, unit, value, TRUE);
}

gboolean
crf_score_ask (CrfScoreResult *self,
               const char *key,
               const char *label,
               CrfAnswer answer)
{
  if (answer == CRF_ANSWER_UNKNOWN)
    {
      crf_score_miss (self, key, label);
      return FALSE;
    }
  crf_score_step (self, CRF_STEP_INPUT, label, answer == CRF_ANSWER_YES, "%s",
                  answer == CRF_ANSWER_YES ? _("yes") : _("no"));
  return answer == CRF_ANSWER_YES;
}

int
crf_score_read_he (CrfScoreResult *self,
                   int he_grade)
{
  if (he_grade == CRF_HE_UNKNOWN)
    {
      crf_score_miss (self, "he_grade", _("Encephalopathy, West Haven grade"));
      return -1;
    }
  if (he_grade < 0 || he_grade > 4)
    {
      crf_score_refuse (self, _("Encephalopathy is grade %d; West Haven grades go from 0 to 4"),
                        he_grade);
      return -1;
    }
  crf_score_step (self, CRF_STEP_INPUT, _("Encephalopathy, West Haven grade"), he_grade, "%d",
                  he_grade);
  return he_grade;
}
