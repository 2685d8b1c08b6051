/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Child-Pugh points and class.
 *
 * Source: Pugh, Br J Surg 1973;60:646; cut-offs as in the MSD manual. Variants: SI tables print
 * bilirubin 34/51 µmol/L, conversion of 2/3 mg/dL gives 34.2/51.3, so 34.1 µmol/L differs by a
 * point; PBC and PSC have wider bilirubin limits; some books print albumin 30 to 35 g/L or INR 2 to 3.
 * PT and INR are alternatives and never mixed inside a patient. Values on a cut-off take 2 points.
 * Units: as entered for bilirubin where the table is chosen by unit; albumin g/L.
 */

#include "crf-score-child-pugh.h"
#include "crf-score-private.h"

#include <glib/gi18n-lib.h>

#define CITATION "Pugh, Br J Surg 1973;60:646"

typedef struct {
  const char *code;
  double low, high;                         /* the ends of 2 points */
  double low_cholestatic, high_cholestatic;
  gboolean si;
} BiliTable;

static const BiliTable bili_tables[] = {
  [CRF_CHILD_PUGH_BY_UNIT] = { NULL, 0, 0, 0, 0, FALSE },
  [CRF_CHILD_PUGH_MGDL] = { "mgdl", 2.0, 3.0, 4.0, 10.0, FALSE },
  [CRF_CHILD_PUGH_SI] = { "si_34_51", 34.0, 51.0, 68.0, 170.0, TRUE },
  [CRF_CHILD_PUGH_SI_EXACT] = { "si_34.2_51.3", 34.2, 51.3, 68.4, 171.0, TRUE },
};

static const char *
points_word (int points)
{
  static const char *const words[] = { N_("1 point"), N_("2 points"), N_("3 points") };

  return _(words[points - 1]);
}

/* Points of a value against the two ends of the 2-point range. @falling: small is bad. */
static int
grade_value (CrfScoreResult *self,
             const char *label,
             double x,
             double low,
             double high,
             const char *unit,
             gboolean falling)
{
  int points = 2;

  if (isnan (x))
    return 0;
  if (crf_decimal_compare (x, low) < 0)
    points = falling ? 3 : 1;
  else if (crf_decimal_compare (x, high) > 0)
    points = falling ? 1 : 3;
  crf_score_step (self, CRF_STEP_RULE, label, points, _("%1$s%2$s%3$s against %4$s to %5$s: %6$s"),
                  crf_score_number (self, x), *unit != '\0' ? " " : "", unit,
                  crf_score_number (self, low), crf_score_number (self, high),
                  points_word (points));
  return points;
}

/* Keeps the cut-offs that were used with the result; refuses a range that is none. */
static void
note_cut_offs (CrfScoreResult *self,
               const char *key,
               double low,
               double high)
{
  g_autofree char *text = NULL;

  if (!isfinite (low) || !isfinite (high) || low <= 0 || high < low)
    crf_score_refuse (self, _("The Child-Pugh cut-offs “%s” must be two rising numbers above 0"),
                      key);
  text = g_strdup_printf ("%s/%s", crf_score_number (self, low), crf_score_number (self, high));
  crf_score_variant (self, key, text);
}

static int
bili_points (CrfScoreResult *self,
             const CrfChildPughInput *input)
{
  CrfChildPughTable which = input->table;
  const BiliTable *table;
  double low, high, bili;

  if (which == CRF_CHILD_PUGH_BY_UNIT)
    which = input->bili.si ? CRF_CHILD_PUGH_SI : CRF_CHILD_PUGH_MGDL;
  table = &bili_tables[which];
  low = input->cholestatic ? table->low_cholestatic : table->low;
  high = input->cholestatic ? table->high_cholestatic : table->high;

  crf_score_variant (self, "table", table->code);
  crf_score_variant (self, "cholestatic", input->cholestatic ? "1" : "0");
  note_cut_offs (self, table->si ? "bili_umol" : "bili_mgdl", low, high);
  bili = crf_score_read (self, &crf_spec_bili, &input->bili, table->si, NULL);
  return grade_value (self, _(crf_spec_bili.label), bili, low, high,
                      table->si ? crf_spec_bili.si_unit : crf_spec_bili.unit, FALSE);
}

static int
alb_points (CrfScoreResult *self,
            const CrfChildPughInput *input)
{
  double low = crf_score_default (input->alb_low_gl, 28.0);
  double high = crf_score_default (input->alb_high_gl, 35.0);
  double alb;

  note_cut_offs (self, "alb_gl", low, high);
  alb = crf_score_read (self, &crf_spec_alb, &input->alb, TRUE, NULL);
  return grade_value (self, _(crf_spec_alb.label), alb, low, high, crf_spec_alb.si_unit, TRUE);
}

/* Prolongation may be 0 or below: a patient's time can be shorter than the control's. */
static double
read_prolongation (CrfScoreResult *self,
                   const CrfChildPughInput *input)
{
  const CrfLabSpec *spec = &crf_spec_pt_prolong;
  const CrfLab *pt = &input->pt_prolong_s;

  if (isnan (pt->value) && (input->pt_s.value > 0 || input->control_s.value > 0))
    {
      double patient = crf_score_read (self, &crf_spec_pt, &input->pt_s, FALSE, NULL);
      double control = crf_score_read (self, &crf_spec_control, &input->control_s, FALSE, NULL);

      return patient - control;
    }
  if (isfinite (pt->value) && pt->value <= 0 && pt->comparator == CRF_COMPARATOR_NONE)
    {
      crf_score_step (self, CRF_STEP_INPUT, _(spec->label), pt->value, "%s %s",
                      crf_score_number (self, pt->value), spec->unit);
      return pt->value;
    }
  return crf_score_read (self, spec, pt, FALSE, NULL);
}

static int
coagulation_points (CrfScoreResult *self,
                    const CrfChildPughInput *input)
{
  double low, high, x;

  if (input->coagulation == CRF_CHILD_PUGH_PT)
    {
      low = crf_score_default (input->pt_low_s, 4.0);
      high = crf_score_default (input->pt_high_s, 6.0);
      note_cut_offs (self, "pt_prolong_s", low, high);
      x = read_prolongation (self, input);
      return grade_value (self, _(crf_spec_pt_prolong.label), x, low, high,
                          crf_spec_pt_prolong.unit, FALSE);
    }

  low = crf_score_default (input->inr_low, 1.7);
  high = crf_score_default (input->inr_high, 2.3);
  note_cut_offs (self, "inr", low, high);
  x = crf_score_read (self, &crf_spec_inr, &input->inr, FALSE, NULL);
  return grade_value (self, _(crf_spec_inr.label), x, low, high, "", FALSE);
}

static int
ascites_points (CrfScoreResult *self,
                CrfAscites ascites)
{
  static const char *const words[] = {
    NULL, N_("none"), N_("slight, or controlled by diuretics"),
    N_("at least moderate despite diuretics"),
  };

  if (ascites == CRF_ASCITES_UNKNOWN)
    {
      crf_score_miss (self, "ascites", _("Ascites"));
      return 0;
    }
  crf_score_step (self, CRF_STEP_RULE, _("Ascites"), ascites, "%s: %s", _(words[ascites]),
                  points_word (ascites));
  return ascites;
}

/* The examined grade, or what medicine makes of it, whichever is worse: a patient without signs
 * under lactulose has 2 points. */
static int
he_points (CrfScoreResult *self,
           int he_grade,
           CrfHeControl control)
{
  static const char *const words[] = {
    NULL, N_("none or minimal"), N_("suppressed by medicine"), N_("refractory"),
  };
  int grade = crf_score_read_he (self, he_grade);
  int points;

  if (grade < 0)
    return 0;
  points = grade == 0 ? 1 : grade <= 2 ? 2 : 3;
  if (control > CRF_HE_CONTROL_NOT_ASKED && control <= CRF_HE_CONTROL_REFRACTORY)
    {
      points = MAX (points, (int) control);
      crf_score_step (self, CRF_STEP_INPUT, _("Encephalopathy with medicine"), control, "%s",
                      _(words[control]));
    }
  crf_score_step (self, CRF_STEP_RULE, _("Encephalopathy"), points, _("grade %1$d: %2$s"), grade,
                  points_word (points));
  return points;
}

CrfScoreResult *
crf_score_child_pugh (const CrfChildPughInput *input)
{
  CrfScoreResult *self = crf_score_begin ("CHILD_PUGH_POINTS", _("Child-Pugh"), "Pugh 1973",
                                          _("points"), CITATION);
  int bili = bili_points (self, input);
  int alb = alb_points (self, input);
  int coagulation = coagulation_points (self, input);
  int ascites = ascites_points (self, input->ascites);
  int he = he_points (self, input->he_grade, input->he_control);
  int sum = bili + alb + coagulation + ascites + he;
  const char *class = sum <= 6 ? "A" : sum <= 9 ? "B" : "C";

  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_RESULT, self->formula, sum,
                    _("%1$d + %2$d + %3$d + %4$d + %5$d = %6$d points, class %7$s"), bili, alb,
                    coagulation, ascites, he, sum, class);
  return crf_score_finish (self, sum, sum, 0, class);
}
