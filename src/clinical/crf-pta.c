/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prothrombin activity from two prothrombin times.
 *
 * The activity is read by the laboratory from a dilution curve of its own reagent, so the recorded
 * figure is the one that counts. The 0.6-constant rule stands in Chinese textbooks; no primary
 * source is known to us. The ratio rule gives 65 % where the first gives 42.6 %. There is no line
 * from INR to activity or back, and none is offered.
 */

#include "crf-pta.h"
#include "crf-score-private.h"

#include <glib/gi18n-lib.h>

#define CITATION "Textbook rule, no primary source confirmed"

CrfScoreResult *
crf_pta (double pt_s,
         double control_s,
         CrfPtaRule rule)
{
  gboolean ratio = rule == CRF_PTA_RATIO;
  CrfScoreResult *self = crf_score_begin ("PTA_PCT_0P6", _("Prothrombin activity"),
                                          ratio ? "ratio" : "0.6 constant", "%", CITATION);
  double pt = crf_score_read_plain (self, "pt_s", _("Prothrombin time"), "s", pt_s);
  double control = crf_score_read_plain (self, "control_s", _("Control prothrombin time"), "s",
                                         control_s);
  double raw;

  crf_score_variant (self, "rule", ratio ? "ratio" : "0p6");
  if (!crf_score_usable (self))
    return crf_score_finish (self, NAN, NAN, 1, NULL);

  if (!ratio && crf_decimal_compare (pt, 0.6 * control) <= 0)
    {
      crf_score_refuse (self, _("A prothrombin time of %1$s s is too short for a control of %2$s s:"
                                " the rule needs more than 0.6 × control"),
                        crf_score_number (self, pt), crf_score_number (self, control));
      return crf_score_finish (self, NAN, NAN, 1, NULL);
    }

  raw = ratio ? control / pt * 100.0
              : (control - 0.6 * control) / (pt - 0.6 * control) * 100.0;
  if (ratio)
    crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw, "%s ÷ %s × 100 = %s %%",
                    crf_score_number (self, control), crf_score_number (self, pt),
                    crf_score_number (self, raw));
  else
    crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw,
                    "(%1$s − 0.6 × %1$s) ÷ (%2$s − 0.6 × %1$s) × 100 = %3$s %%",
                    crf_score_number (self, control), crf_score_number (self, pt),
                    crf_score_number (self, raw));
  crf_score_step (self, CRF_STEP_NOTE, _("Note"), NAN, "%s",
                  _("the laboratory's own figure counts, this one is only an orientation"));
  return crf_score_finish (self, raw, crf_figure_round (raw, 1), 1, NULL);
}
