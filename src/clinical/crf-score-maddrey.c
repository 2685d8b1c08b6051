/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Maddrey's discriminant function.
 *
 * Source: Carithers, Ann Intern Med 1989;110:685 (modified form). Units: seconds, bilirubin mg/dL.
 * Alcoholic hepatitis only. Sources differ between "at least 32" and "above 32" for severe.
 */

#include "crf-score-maddrey.h"
#include "crf-score-private.h"

#include <glib/gi18n-lib.h>

#define CITATION "Maddrey, Gastroenterology 1978;75:193; Carithers, Ann Intern Med 1989;110:685"

CrfScoreResult *
crf_score_maddrey (const CrfMaddreyInput *input)
{
  CrfScoreResult *self = crf_score_begin ("MADDREY_DF", _("Maddrey discriminant function"),
                                          "Carithers 1989", "", CITATION);
  double pt = crf_score_read (self, &crf_spec_pt, &input->pt_s, FALSE, NULL);
  double control = crf_score_read (self, &crf_spec_control, &input->control_s, FALSE, NULL);
  double bili = crf_score_read (self, &crf_spec_bili, &input->bili, FALSE, NULL);
  double raw = 4.6 * (pt - control) + bili;
  gboolean severe;

  crf_score_variant (self, "severe", input->severe_above ? "above_32" : "at_least_32");
  if (!crf_score_usable (self))
    return crf_score_finish (self, NAN, NAN, 1, NULL);

  severe = crf_decimal_compare (raw, 32.0) >= (input->severe_above ? 1 : 0);
  crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw, "4.6 × (%s − %s) + %s = %s",
                  crf_score_number (self, pt), crf_score_number (self, control),
                  crf_score_number (self, bili), crf_score_number (self, raw));
  crf_score_step (self, CRF_STEP_RESULT, _("Cut-offs"), NAN,
                  input->severe_above ? _("severe above 32: %s") : _("severe from 32: %s"),
                  crf_score_grade_word (severe ? "severe" : "not severe"));
  crf_score_step (self, CRF_STEP_NOTE, _("Note"), NAN, "%s",
                  _("meant for alcoholic hepatitis only"));
  return crf_score_finish (self, raw, crf_figure_round (raw, 1), 1,
                           severe ? "severe" : "not severe");
}
