/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The unit conversions in the registry; a name with a factor in it always uses that factor. */

#include "crf-compute-private.h"

#include "crf-lab-conversion.h"

#include <glib/gi18n-lib.h>

typedef struct {
  CrfAnalyte analyte;
  const char *from, *to;
  double factor; /* 0: the only one */
} Conversion;

/* In the order of the registry below, which refers to them by position. */
static const Conversion conversions[] = {
  { CRF_ANALYTE_BILIRUBIN, "mg/dL", "µmol/L", 17.1 },
  { CRF_ANALYTE_BILIRUBIN, "mg/dL", "µmol/L", 17.104 },
  { CRF_ANALYTE_BILIRUBIN, "µmol/L", "mg/dL", 17.1 },
  { CRF_ANALYTE_BILIRUBIN, "µmol/L", "mg/dL", 17.104 },
  { CRF_ANALYTE_CREATININE, "mg/dL", "µmol/L", 88.4 },
  { CRF_ANALYTE_CREATININE, "mg/dL", "µmol/L", 88.42 },
  { CRF_ANALYTE_CREATININE, "µmol/L", "mg/dL", 88.4 },
  { CRF_ANALYTE_CREATININE, "µmol/L", "mg/dL", 88.42 },
  { CRF_ANALYTE_ALBUMIN, "g/L", "g/dL", 0 },
  { CRF_ANALYTE_ALBUMIN, "g/dL", "g/L", 0 },
  { CRF_ANALYTE_HAEMOGLOBIN, "g/L", "mmol/L", 0 },
  { CRF_ANALYTE_HAEMOGLOBIN, "mmol/L", "g/L", 0 },
  { CRF_ANALYTE_ENZYME, "µkat/L", "U/L", 0 },
  { CRF_ANALYTE_ENZYME, "U/L", "µkat/L", 0 },
};

#define INPUT(name, key, label, unit)                                                              \
  static const CrfComputationInput name[] = {                                                      \
    { key, label, unit, CRF_INPUT_NUMBER, CRF_INPUT_REQUIRED, NULL, NULL, NULL },                  \
  }

INPUT (bili_mgdl, "bili_mgdl", N_("Bilirubin, total"), "mg/dL");
INPUT (bili_umol, "bili_umol", N_("Bilirubin, total"), "µmol/L");
INPUT (creat_mgdl, "creat_mgdl", N_("Creatinine"), "mg/dL");
INPUT (creat_umol, "creat_umol", N_("Creatinine"), "µmol/L");
INPUT (alb_gl, "alb_gl", N_("Albumin"), "g/L");
INPUT (alb_gdl, "alb_gdl", N_("Albumin"), "g/dL");
INPUT (hb_gl, "hb_gl", N_("Haemoglobin"), "g/L");
INPUT (hb_mmol, "hb_mmol", N_("Haemoglobin"), "mmol/L");
INPUT (ukat_l, "ukat_l", N_("Enzyme activity"), "µkat/L");
INPUT (u_l, "u_l", N_("Enzyme activity"), "U/L");

static CrfScoreResult *
compute_conversion (const CrfComputation *self,
                    const CrfInputs *in)
{
  const Conversion *c = &conversions[self->detail];
  const CrfComputationInput *input = &self->inputs[0];
  CrfScoreResult *result = crf_score_begin (self->name, _(self->label),
                                            CRF_LAB_FACTORS_VERSION,
                                            self->unit, "Molar masses; 1 µkat = 60 U");
  double value = crf_score_read_zero (result, input->key, _(input->label), input->unit,
                                      crf_inputs_number (in, input->key));
  double converted = NAN;

  if (!crf_score_usable (result))
    return crf_score_finish (result, NAN, NAN, 0, NULL);

  crf_lab_convert (c->analyte, value, c->from, c->to, c->factor, &converted, NULL);
  if (c->factor > 0)
    crf_score_variant (result, "factor", crf_score_number (result, c->factor));
  crf_score_step (result, CRF_STEP_CONVERSION, _(input->label), converted, "%s %s = %s %s",
                  crf_score_number (result, value), c->from, crf_score_number (result, converted),
                  c->to);
  return crf_score_finish (result, converted, crf_figure_round (converted, self->decimals),
                           self->decimals, NULL);
}

#define ENTRY(name, label, unit, decimals, in, index)                                              \
  { name, label, unit, CRF_OUTPUT_RAW, decimals, compute_conversion, in, 1, index, 0, NULL }

const CrfComputation crf_computations_conversion[] = {
  ENTRY ("CONV_BILI_MGDL_TO_UMOL_17P1", N_("Bilirubin, µmol/L"), "µmol/L", 3, bili_mgdl, 0),
  ENTRY ("CONV_BILI_MGDL_TO_UMOL_17P104", N_("Bilirubin, µmol/L"), "µmol/L", 3, bili_mgdl, 1),
  ENTRY ("CONV_BILI_UMOL_TO_MGDL_17P1", N_("Bilirubin, mg/dL"), "mg/dL", 4, bili_umol, 2),
  ENTRY ("CONV_BILI_UMOL_TO_MGDL_17P104", N_("Bilirubin, mg/dL"), "mg/dL", 4, bili_umol, 3),
  ENTRY ("CONV_CREAT_MGDL_TO_UMOL_88P4", N_("Creatinine, µmol/L"), "µmol/L", 2, creat_mgdl, 4),
  ENTRY ("CONV_CREAT_MGDL_TO_UMOL_88P42", N_("Creatinine, µmol/L"), "µmol/L", 2, creat_mgdl, 5),
  ENTRY ("CONV_CREAT_UMOL_TO_MGDL_88P4", N_("Creatinine, mg/dL"), "mg/dL", 4, creat_umol, 6),
  ENTRY ("CONV_CREAT_UMOL_TO_MGDL_88P42", N_("Creatinine, mg/dL"), "mg/dL", 4, creat_umol, 7),
  ENTRY ("CONV_ALB_GL_TO_GDL", N_("Albumin, g/dL"), "g/dL", 2, alb_gl, 8),
  ENTRY ("CONV_ALB_GDL_TO_GL", N_("Albumin, g/L"), "g/L", 1, alb_gdl, 9),
  ENTRY ("CONV_HB_GL_TO_MMOL", N_("Haemoglobin, mmol/L"), "mmol/L", 3, hb_gl, 10),
  ENTRY ("CONV_HB_MMOL_TO_GL", N_("Haemoglobin, g/L"), "g/L", 1, hb_mmol, 11),
  ENTRY ("CONV_UKAT_TO_U", N_("Enzyme activity, U/L"), "U/L", 1, ukat_l, 12),
  ENTRY ("CONV_U_TO_UKAT", N_("Enzyme activity, µkat/L"), "µkat/L", 4, u_l, 13),
};

const guint crf_n_computations_conversion = G_N_ELEMENTS (crf_computations_conversion);
