/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Unit conversion by analyte.
 *
 * Factors: bilirubin 17.1 (17.104 by the molar mass 584.66 g/mol), creatinine 88.4 (113.12 g/mol;
 * 88.42 is seen too), albumin, protein, haemoglobin 10, haemoglobin mmol/L = g/L × 0.06206,
 * enzymes 1 µkat/L = 60 U/L exactly. A study fixes its two molar factors and prints them; 17.1/88.4
 * against 17.104/88.42 changes the rounded MELD in some 0.3 % of patients.
 */

#include "crf-lab-conversion.h"
#include "crf-quoted.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_UNITS 4

typedef struct {
  const char *unit;
  const char *ascii;     /* as typed without µ and raised figures */
  double factor;         /* canonical units in one of these */
  gboolean configurable;
} Unit;

typedef struct {
  const char *name;
  Unit units[MAX_UNITS]; /* canonical first */
} Analyte;

static const Analyte analytes[CRF_N_ANALYTES] = {
  [CRF_ANALYTE_BILIRUBIN] = { "bilirubin", { { "µmol/L", "umol/L", 1.0, FALSE },
                                             { "mg/dL", "mg/dl", 17.1, TRUE } } },
  [CRF_ANALYTE_CREATININE] = { "creatinine", { { "µmol/L", "umol/L", 1.0, FALSE },
                                               { "mg/dL", "mg/dl", 88.4, TRUE } } },
  [CRF_ANALYTE_ALBUMIN] = { "albumin", { { "g/L", "g/l", 1.0, FALSE },
                                         { "g/dL", "g/dl", 10.0, FALSE } } },
  [CRF_ANALYTE_PROTEIN] = { "protein", { { "g/L", "g/l", 1.0, FALSE },
                                         { "g/dL", "g/dl", 10.0, FALSE } } },
  [CRF_ANALYTE_HAEMOGLOBIN] = { "haemoglobin", { { "g/L", "g/l", 1.0, FALSE },
                                                 { "g/dL", "g/dl", 10.0, FALSE },
                                                 { "mmol/L", "mmol/l", 1.0 / 0.06206, FALSE } } },
  [CRF_ANALYTE_ENZYME] = { "enzyme", { { "U/L", "U/l", 1.0, FALSE },
                                       { "µkat/L", "ukat/L", 60.0, FALSE } } },
  [CRF_ANALYTE_ELECTROLYTE] = { "electrolyte", { { "mmol/L", "mmol/l", 1.0, FALSE },
                                                 { "mEq/L", "meq/L", 1.0, FALSE } } },
  [CRF_ANALYTE_COUNT] = { "count", { { "10⁹/L", "10^9/L", 1.0, FALSE },
                                     { "10³/µL", "10^3/uL", 1.0, FALSE } } },
  [CRF_ANALYTE_AFP] = { "afp", { { "µg/L", "ug/L", 1.0, FALSE },
                                 { "ng/mL", "ng/ml", 1.0, FALSE } } },
};

G_DEFINE_QUARK (crf-lab-error-quark, crf_lab_error)

gboolean
crf_analyte_from_name (const char *name,
                       CrfAnalyte *analyte,
                       GError **error)
{
  g_autofree char *quoted = NULL;

  g_return_val_if_fail (name != NULL && analyte != NULL, FALSE);

  for (guint i = 0; i < CRF_N_ANALYTES; i++)
    {
      if (g_str_equal (analytes[i].name, name))
        {
          *analyte = i;
          return TRUE;
        }
    }
  quoted = crf_quoted (name);
  g_set_error (error, CRF_LAB_ERROR, CRF_LAB_ERROR_ANALYTE, _("There is no analyte “%s”"), quoted);
  return FALSE;
}

const char *
crf_analyte_canonical_unit (CrfAnalyte analyte)
{
  g_return_val_if_fail (analyte < CRF_N_ANALYTES, NULL);
  return analytes[analyte].units[0].unit;
}

const char *
crf_analyte_nth_unit (CrfAnalyte analyte,
                      guint index)
{
  g_return_val_if_fail (analyte < CRF_N_ANALYTES, NULL);
  return index < MAX_UNITS ? analytes[analyte].units[index].unit : NULL;
}

/* Letter case is kept: "Mg/dL" is a slip, not a spelling; only the litre may be l or L. */
static const Unit *
find_unit (CrfAnalyte analyte,
           const char *name,
           GError **error)
{
  g_autofree char *quoted = NULL;

  for (guint i = 0; i < MAX_UNITS && analytes[analyte].units[i].unit != NULL; i++)
    {
      const Unit *unit = &analytes[analyte].units[i];
      g_autofree char *upper = NULL;
      gsize length = strlen (name);

      if (length == 0)
        break;
      upper = g_strdup (name);
      if (upper[length - 1] == 'l')
        upper[length - 1] = 'L';
      /* Two letters are in use for micro: U+00B5 and U+03BC. */
      if (g_str_equal (upper, unit->unit) || g_str_equal (name, unit->ascii)
          || g_str_equal (upper, unit->ascii)
          || (g_str_has_prefix (upper, "μ") && g_str_has_prefix (unit->unit, "µ")
              && g_str_equal (upper + strlen ("μ"), unit->unit + strlen ("µ"))))
        return unit;
    }
  quoted = crf_quoted (name);
  g_set_error (error, CRF_LAB_ERROR, CRF_LAB_ERROR_UNIT,
               _("“%1$s” is no unit of %2$s here; the usual one is %3$s"), quoted,
               analytes[analyte].name, analytes[analyte].units[0].unit);
  return NULL;
}

double
crf_analyte_factor (CrfAnalyte analyte,
                    const char *unit,
                    GError **error)
{
  const Unit *found;

  g_return_val_if_fail (analyte < CRF_N_ANALYTES && unit != NULL, 0.0);

  found = find_unit (analyte, unit, error);
  return found != NULL ? found->factor : 0.0;
}

gboolean
crf_lab_convert (CrfAnalyte analyte,
                 double value,
                 const char *from,
                 const char *to,
                 double factor,
                 double *converted,
                 GError **error)
{
  const Unit *source, *target;
  double up, down;

  g_return_val_if_fail (analyte < CRF_N_ANALYTES && converted != NULL, FALSE);
  g_return_val_if_fail (from != NULL && to != NULL, FALSE);

  source = find_unit (analyte, from, error);
  target = source != NULL ? find_unit (analyte, to, error) : NULL;
  if (target == NULL)
    return FALSE;
  if (!isfinite (value) || !isfinite (factor) || factor < 0)
    {
      g_set_error (error, CRF_LAB_ERROR, CRF_LAB_ERROR_VALUE,
                   _("A conversion needs finite numbers and a factor above 0"));
      return FALSE;
    }
  if (source == target)
    {
      *converted = value;
      return TRUE;
    }

  up = source->configurable && factor > 0 ? factor : source->factor;
  down = target->configurable && factor > 0 ? factor : target->factor;
  *converted = value * up / down;
  return TRUE;
}
