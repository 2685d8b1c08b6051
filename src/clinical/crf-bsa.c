/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Body surface area.
 *
 * Sources: Mosteller, N Engl J Med 1987;317:1098; Du Bois, Arch Intern Med 1916;17:863. Units: kg,
 * cm, m². Cell doses are per kilogram and do not use it; the window offers Mosteller only.
 */

#include "crf-bsa.h"
#include "crf-score-private.h"

#include <glib/gi18n-lib.h>

CrfScoreResult *
crf_bsa_mosteller (double weight_kg,
                   double height_cm)
{
  CrfScoreResult *self = crf_score_begin ("BSA_MOSTELLER_m2", _("Body surface area"), "Mosteller",
                                          "m²", "Mosteller, N Engl J Med 1987;317:1098");
  double kg = crf_score_read_plain (self, "weight_kg", _("Weight"), "kg", weight_kg);
  double cm = crf_score_read_plain (self, "height_cm", _("Height"), "cm", height_cm);
  double raw = sqrt (kg * cm / 3600.0);

  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw, "√(%s × %s ÷ 3600) = %s m²",
                    crf_score_number (self, kg), crf_score_number (self, cm),
                    crf_score_number (self, raw));
  return crf_score_finish (self, raw, crf_figure_round (raw, 2), 2, NULL);
}

CrfScoreResult *
crf_bsa_du_bois (double weight_kg,
                 double height_cm)
{
  CrfScoreResult *self = crf_score_begin ("BSA_DUBOIS_m2", _("Body surface area"), "Du Bois", "m²",
                                          "Du Bois, Arch Intern Med 1916;17:863");
  double kg = crf_score_read_plain (self, "weight_kg", _("Weight"), "kg", weight_kg);
  double cm = crf_score_read_plain (self, "height_cm", _("Height"), "cm", height_cm);
  double raw = 0.007184 * pow (kg, 0.425) * pow (cm, 0.725);

  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw,
                    "0.007184 × %s^0.425 × %s^0.725 = %s m²", crf_score_number (self, kg),
                    crf_score_number (self, cm), crf_score_number (self, raw));
  return crf_score_finish (self, raw, crf_figure_round (raw, 2), 2, NULL);
}
