/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Analyte-specific unit conversion with versioned factors, both ways. Nothing is guessed:
 * a unit that the analyte does not have is refused.
 */

#pragma once

#include "crf-score.h"

G_BEGIN_DECLS

/* Changes when a default factor changes; kept with each converted value. */
#define CRF_LAB_FACTORS_VERSION "1"

#define CRF_LAB_ERROR (crf_lab_error_quark ())

typedef enum {
  CRF_LAB_ERROR_ANALYTE, /* unknown analyte */
  CRF_LAB_ERROR_UNIT,    /* the analyte is not reported in that unit */
  CRF_LAB_ERROR_VALUE,   /* value or factor not finite, factor not positive */
} CrfLabError;

typedef enum {
  CRF_ANALYTE_BILIRUBIN,  /* µmol/L, mg/dL × 17.1 */
  CRF_ANALYTE_CREATININE, /* µmol/L, mg/dL × 88.4 */
  CRF_ANALYTE_ALBUMIN,    /* g/L, g/dL × 10 */
  CRF_ANALYTE_PROTEIN,    /* g/L, g/dL × 10 */
  CRF_ANALYTE_HAEMOGLOBIN, /* g/L, g/dL × 10, mmol/L ÷ 0.06206 */
  CRF_ANALYTE_ENZYME,     /* U/L, µkat/L × 60 */
  CRF_ANALYTE_ELECTROLYTE, /* mmol/L, mEq/L (sodium, potassium) */
  CRF_ANALYTE_COUNT,      /* 10⁹/L, 10³/µL (platelets, white cells) */
  CRF_ANALYTE_AFP,        /* µg/L, ng/mL */
  CRF_N_ANALYTES,
} CrfAnalyte;

GQuark      crf_lab_error_quark        (void);

/* "bilirubin", "creatinine", "albumin", "protein", "haemoglobin", "enzyme", "electrolyte",
 * "count", "afp" → analyte; FALSE with @error if unknown. */
gboolean    crf_analyte_from_name      (const char *name,
                                        CrfAnalyte *analyte,
                                        GError    **error);

/* Canonical unit as shown: "µmol/L". */
const char *crf_analyte_canonical_unit (CrfAnalyte  analyte);

/* @index-th unit that the analyte has, canonical first; NULL after the last. */
const char *crf_analyte_nth_unit       (CrfAnalyte  analyte,
                                        guint       index);

/* Canonical units in one @unit: 17.1 for bilirubin mg/dL. "umol/L", "ukat/L", "10^9/L",
 * "10^3/uL" are read as well. 0 with @error if the analyte has no such unit. */
double      crf_analyte_factor         (CrfAnalyte  analyte,
                                        const char *unit,
                                        GError    **error);

/* @value in @from → @to. @factor: canonical units in one non-canonical unit, 0 for the default;
 * it replaces the default of mg/dL and g/dL only. */
gboolean    crf_lab_convert            (CrfAnalyte  analyte,
                                        double      value,
                                        const char *from,
                                        const char *to,
                                        double      factor,
                                        double     *converted,
                                        GError    **error);

G_END_DECLS
