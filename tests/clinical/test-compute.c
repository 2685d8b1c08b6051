/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The registry: what is missing, what is refused, what a slip in a key or a text leads to, and what the
 * explanation says.
 */

#include "clinical-test-util.h"

#include "crf-ctcae.h"
#include "crf-dose.h"
#include "crf-isbt128.h"
#include "crf-lab-conversion.h"
#include "crf-score-meld.h"

#include <locale.h>
#include <string.h>

static void
test_missing (void)
{
  g_autoptr (CrfScoreResult) result = compute ("MELD", "bili_umol=;inr=1.2;dialysis=0");
  g_autoptr (CrfScoreResult) child = compute ("CHILD_PUGH_POINTS", "bili_umol=30;alb_gl=40;inr=1");
  g_autoptr (CrfScoreResult) dialysis = compute ("MELD", "bili_umol=9;inr=1;creat_umol=80");
  g_autoptr (CrfScoreResult) sex
    = compute ("MELD3", "bili_umol=9;inr=1;creat_umol=80;na=137;alb_gl=40;dialysis=0");
  g_autoptr (CrfScoreResult) dose = compute ("DOSE_DEVIATION_PCT", "volume_ml=30;weight_kg=60");
  g_autofree char *sentence = crf_score_result_sentence (result);

  g_assert_cmpint (result->status, ==, CRF_SCORE_MISSING);
  g_assert_cmpstr (result->text, ==, "NA");
  g_assert_cmpstr (result->display, ==, "");
  g_assert_cmpuint (result->missing->len, ==, 2);
  g_assert_true (is_missing (result, "bili_umol"));
  g_assert_true (is_missing (result, "creat_mgdl"));
  g_assert_nonnull (strstr (sentence, "Bilirubin, total, Creatinine"));
  g_assert_true (is_missing (child, "ascites"));
  g_assert_true (is_missing (child, "he_grade"));
  g_assert_true (is_missing (dialysis, "dialysis"));
  g_assert_true (is_missing (sex, "sex"));
  g_assert_true (is_missing (dose, "total_conc_1e6_per_ml"));
  g_assert_true (is_missing (dose, "viability_pct"));
  g_assert_true (is_missing (dose, "dose_1e6_per_kg"));
}

typedef struct {
  const char *name;
  const char *inputs;
  int code; /* CrfComputeError */
} SlipCase;

static void
test_slips (void)
{
  static const SlipCase cases[] = {
    { "MELT", "", CRF_COMPUTE_ERROR_UNKNOWN_NAME },
    { "MELD", "bilirubin=3", CRF_COMPUTE_ERROR_UNKNOWN_INPUT },
    { "MELD", "bili_mgdl=three", CRF_COMPUTE_ERROR_BAD_INPUT },
    { "MELD", "bili_mgdl=1e3", CRF_COMPUTE_ERROR_BAD_INPUT },
    { "MELD", "bili_mgdl=nan", CRF_COMPUTE_ERROR_BAD_INPUT },
    { "MELD", "bili_mgdl=inf", CRF_COMPUTE_ERROR_BAD_INPUT },
    { "MELD", "bili_mgdl=0x10", CRF_COMPUTE_ERROR_BAD_INPUT },
    { "MELD", "bili_mgdl=1,234.5", CRF_COMPUTE_ERROR_BAD_INPUT },
    { "MELD", "bili_mgdl=1.2;bili_mgdl=1.3", CRF_COMPUTE_ERROR_BAD_INPUT },
    { "MELD", "bili_mgdl=1.2;bili_umol=20", CRF_COMPUTE_ERROR_BAD_INPUT },
    { "MELD", "bili_mgdl", CRF_COMPUTE_ERROR_BAD_INPUT },
    { "MELD", "dialysis=maybe", CRF_COMPUTE_ERROR_BAD_INPUT },
    { "MELD", "aetiology_term=sometimes", CRF_COMPUTE_ERROR_BAD_INPUT },
    { "CHILD_PUGH_POINTS", "ascites=some", CRF_COMPUTE_ERROR_BAD_INPUT },
    { "CHILD_PUGH_POINTS", "he_grade=5", CRF_COMPUTE_ERROR_BAD_INPUT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfScoreResult) result = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s %s", cases[i].name, cases[i].inputs);
      g_assert_false (crf_compute_evaluate_line (cases[i].name, cases[i].inputs, &result, &error));
      g_assert_error (error, CRF_COMPUTE_ERROR, cases[i].code);
      g_assert_null (result);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_refused (void)
{
  static const struct { const char *name, *inputs; } cases[] = {
    { "MELD", "bili_mgdl=0;inr=1;creat_mgdl=1;dialysis=0" },
    { "MELD", "bili_umol=20;inr=1;creat_mgdl=1;dialysis=0;factor_bili=0" },
    { "ALBI", "bili_umol=0;alb_gl=40" },
    { "ALBI", "bili_umol=<3;alb_gl=40" },
    { "FIB4", "age_y=50;ast_ul=40;alt_ul=0;plt_109l=100" },
    { "FIB4", "age_y=50;ast_ul=40;alt_ul=30;plt_109l=0" },
    { "FIB4", "age_y=50;ast_ul=40;alt_ul=30;plt_109l=90;cut_low=-1" },
    { "APRI", "ast_ul=40;ast_uln=0;plt_109l=100" },
    { "MELD3", "sex=M;bili_mgdl=1;inr=1;creat_mgdl=1;na=137;alb_gdl=3.5;dialysis=0;age_y=17" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;inr=1;ascites=none;he_grade=0;cut_alb_low_gl=36" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;inr=1;ascites=none;he_grade=0;cut_inr_low=0" },
    { "PTA_PCT_0P6", "pt_s=7.8;control_s=13" },
    { "CTCAE5_ALT", "value_ul=<5;baseline_ul=30;uln_ul=50" },
    { "DOSE_TARGET_CELLS", "dose_1e6_per_kg=1;weight_kg=0" },
    { "DOSE_VOLUME_ML", "dose_1e6_per_kg=1;weight_kg=60;total_conc_1e6_per_ml=2;viability_pct=0" },
    { "DOSE_VOLUME_ML", "dose_1e6_per_kg=1;weight_kg=60;total_conc_1e6_per_ml=2;viability_pct=100.1" },
    { "DOSE_BAGS", "dose_1e6_per_kg=1;weight_kg=60;cells_per_bag_1e6=0;viability_pct=9;recovery_pct=9" },
    { "DOSE_DILUENT_ML", "cell_volume_ml=50;final_volume_ml=40" },
    { "DMSO_G_PER_KG", "product_ml=50;dmso_pct_vv=101;weight_kg=60" },
    { "RATE_ML_H", "volume_ml=100;minutes=0" },
    { "ISBT128_DIN_CHECK", "din=G12349865432" },
    { "ISBT128_DIN_CHECK", "din=G12349865432*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfScoreResult) result = compute (cases[i].name, cases[i].inputs);
      g_autofree char *sentence = crf_score_result_sentence (result);

      g_test_message ("%s %s: %s", cases[i].name, cases[i].inputs, sentence);
      g_assert_cmpint (result->status, ==, CRF_SCORE_REFUSED);
      g_assert_cmpstr (result->text, ==, "NA");
      g_assert_nonnull (sentence);
    }
}

static void
test_explanation (void)
{
  g_autoptr (CrfScoreResult) result
    = compute ("MELD", "bili_umol=34.2;inr=1.5;creat_mgdl=0.6;dialysis=0");
  g_autofree char *words = crf_score_result_explain (result);

  g_assert_cmpstr (result->name, ==, "MELD");
  g_assert_cmpstr (result->version, ==, "UNOS/OPTN 9.1.D");
  g_assert_cmpstr (result->variant, ==, "factor_bili=17.1; aetiology_term=always_1");
  g_assert_true (has_step (result, CRF_STEP_INPUT, "34.2 µmol/L"));
  g_assert_true (has_step (result, CRF_STEP_CONVERSION, "34.2 µmol/L ÷ 17.1 = 2 mg/dL"));
  g_assert_true (has_step (result, CRF_STEP_CLAMP, "0.6 → 1.0 mg/dL"));
  g_assert_true (has_step (result, CRF_STEP_ARITHMETIC,
                           "10 × (0.957 × ln 1 + 0.378 × ln 2 + 1.120 × ln 1.5 + 0.643)"
                           " = 13.591306"));
  g_assert_nonnull (strstr (words, "Creatinine: 0.6 → 1.0 mg/dL\n"));
  g_assert_cmpstr (result->display, ==, "14");
}

/* "<0.2" is certain where a floor swallows it, and nowhere else. */
static void
test_below_detection (void)
{
  g_autoptr (CrfScoreResult) floored
    = compute ("MELD_raw", "bili_mgdl=<0.2;inr=1;creat_mgdl=>5;dialysis=0");
  g_autoptr (CrfScoreResult) open = compute ("MELD", "bili_mgdl=<2;inr=1;creat_mgdl=1;dialysis=0");
  g_autoptr (CrfScoreResult) above = compute ("MELD", "bili_mgdl=>2;inr=1;creat_mgdl=1;dialysis=0");

  g_assert_cmpstr (floored->text, ==, "19.696837");
  g_assert_true (has_step (floored, CRF_STEP_INPUT, "<0.2 mg/dL"));
  g_assert_cmpint (open->status, ==, CRF_SCORE_REFUSED);
  g_assert_cmpint (above->status, ==, CRF_SCORE_REFUSED);
}

static void
test_registry_describes_itself (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (crf_compute_count (), >, 70);
  for (guint i = 0; i < crf_compute_count (); i++)
    {
      const CrfComputation *c = crf_compute_nth (i);
      const char *name = crf_computation_get_name (c);
      guint n_inputs;
      const CrfComputationInput *inputs = crf_computation_get_inputs (c, &n_inputs);
      g_autoptr (CrfScoreResult) nothing = compute (name, "");

      g_assert_true (g_hash_table_add (names, (gpointer) name));
      g_assert_true (crf_compute_find (name) == c);
      g_assert_cmpuint (n_inputs, >, 0);
      /* With nothing entered each asks for something, and only for keys that it lists. */
      g_assert_cmpint (nothing->status, ==, CRF_SCORE_MISSING);
      g_assert_cmpstr (nothing->name, ==, name);
      for (guint k = 0; k < nothing->missing->len; k++)
        g_assert_nonnull (crf_computation_find_input (c, g_ptr_array_index (nothing->missing, k)));
      for (guint k = 0; k < n_inputs; k++)
        {
          g_assert_cmpstr (inputs[k].label, !=, "");
          g_assert_true (inputs[k].kind != CRF_INPUT_CHOICE || inputs[k].choices != NULL);
        }
    }
  g_assert_null (crf_compute_nth (crf_compute_count ()));
}

static void
test_locale (void)
{
  g_autoptr (CrfScoreResult) result = NULL;

  if (setlocale (LC_ALL, "de_DE.UTF-8") == NULL && setlocale (LC_ALL, "fr_FR.UTF-8") == NULL)
    {
      g_test_skip ("no locale with a decimal comma is installed");
      return;
    }
  result = compute ("ALBI", "bili_umol=51,0;alb_gl=28.0");
  g_assert_cmpstr (result->text, ==, "-1.253004");
  g_assert_cmpstr (result->display, ==, "-1.25");
  setlocale (LC_ALL, "C");
}

static void
test_dose_words (void)
{
  static const ComputeCase cases[] = {
    { "DOSE_VOLUME_ML", "dose_1e6_per_kg=1;weight_kg=60;viable_conc_1e6_per_ml=2", "30.000" },
    { "DOSE_VOLUME_ML", "dose_1e6_per_kg=1;weight_kg=60;total_conc_1e6_per_ml=2;basis=total",
      "30.000" },
    { "DOSE_VOLUME_ML", "fixed_1e6=40;total_conc_1e6_per_ml=1;viability_pct=100", "40.000" },
    { "DOSE_BAGS", "dose_1e6_per_kg=0.1;weight_kg=3;cells_per_bag_1e6=0.1;viability_pct=100;"
      "recovery_pct=100", "3" },
    { "DOSE_DEVIATION_MAJOR", "volume_ml=33;total_conc_1e6_per_ml=2;viability_pct=100;weight_kg=60;"
      "dose_1e6_per_kg=1", "0" },
    { "DOSE_DEVIATION_MAJOR", "volume_ml=33.1;total_conc_1e6_per_ml=2;viability_pct=100;"
      "weight_kg=60;dose_1e6_per_kg=1", "1" },
    { "DOSE_DEVIATION_MAJOR", "volume_ml=27;total_conc_1e6_per_ml=2;viability_pct=100;weight_kg=60;"
      "dose_1e6_per_kg=1", "0" },
    { "DOSE_DEVIATION_PCT", "volume_ml=0;total_conc_1e6_per_ml=2;viability_pct=100;weight_kg=60;"
      "dose_1e6_per_kg=1", "-100.00" },
    { "ENDOTOXIN_OVER_5", "eu_per_ml=5;volume_ml=60;weight_kg=60;hours=1", "0" },
    { "ENDOTOXIN_OVER_5", "eu_per_ml=5.1;volume_ml=60;weight_kg=60;hours=1", "1" },
    { "DMSO_G_PER_KG", "product_ml=500;dmso_pct_vv=10;weight_kg=50", "1.1000" },
    { "DOSE_DILUENT_ML", "cell_volume_ml=12.4;final_volume_ml=50", "37.600" },
    { "DOSE_FINAL_CONC_1E6_PER_ML", "cells_1e6=60;final_volume_ml=50", "1.2000" },
  };
  CrfDoseTarget target = crf_dose_per_kg (3.0, 82.45, 200.0);
  g_autoptr (CrfScoreResult) capped = crf_dose_target_cells (&target);
  g_autofree char *cells = crf_dose_format_cells (247.35);

  assert_cases (cases, G_N_ELEMENTS (cases));
  g_assert_cmpstr (capped->grade, ==, "capped");
  g_assert_cmpstr (crf_score_result_grade_label (capped), ==, "capped at the maximum");
  g_assert_true (has_step (capped, CRF_STEP_ARITHMETIC, "3 × 10⁶/kg × 82.45 kg = 247.35 × 10⁶"));
  g_assert_true (has_step (capped, CRF_STEP_CLAMP, "capped: 247.35 → 200 × 10⁶"));
  g_assert_cmpstr (cells, ==, "247.35 × 10⁶");
}

/* UK Red Book, Annex 2: G1234 98 654321 has the check character H. */
static void
test_din (void)
{
  static const char *const good[] = {
    "G123498654321", "G1234 98 654321 H", "=G12349865432100", "g123498654321", "G12349865432100H",
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *din = crf_isbt128_normalise_din (good[i], NULL);

      g_assert_cmpstr (din, ==, "G123498654321");
    }
  g_assert_null (crf_isbt128_normalise_din ("G1234 98 654321 J", &error));
  g_assert_error (error, CRF_ISBT128_ERROR, CRF_ISBT128_ERROR_CHECK);
  g_clear_error (&error);
  /* A sign that is none of a label's is not quoted by halves. */
  g_assert_null (crf_isbt128_normalise_din ("G123498654321…", &error));
  g_assert_error (error, CRF_ISBT128_ERROR, CRF_ISBT128_ERROR_FORM);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_clear_error (&error);
  g_assert_null (crf_isbt128_normalise_din ("G1234", &error));
  g_assert_error (error, CRF_ISBT128_ERROR, CRF_ISBT128_ERROR_FORM);
}

static void
test_conversion (void)
{
  double x = 0;
  g_autoptr (GError) error = NULL;

  g_assert_true (crf_lab_convert (CRF_ANALYTE_ENZYME, 0.29, "µkat/L", "U/L", 0, &x, NULL));
  g_assert_cmpint (crf_decimal_compare (x, 17.4), ==, 0);
  g_assert_true (crf_lab_convert (CRF_ANALYTE_BILIRUBIN, 2, "mg/dl", "umol/l", 17.104, &x, NULL));
  g_assert_cmpint (crf_decimal_compare (x, 34.208), ==, 0);
  g_assert_true (crf_lab_convert (CRF_ANALYTE_BILIRUBIN, 2, "mg/dL", "μmol/L", 0, &x, NULL));
  g_assert_cmpint (crf_decimal_compare (x, 34.2), ==, 0);
  g_assert_false (crf_lab_convert (CRF_ANALYTE_ALBUMIN, 40, "mg/dL", "g/L", 0, &x, &error));
  g_assert_error (error, CRF_LAB_ERROR, CRF_LAB_ERROR_UNIT);
  g_clear_error (&error);
  g_assert_false (crf_lab_convert (CRF_ANALYTE_ALBUMIN, NAN, "g/dL", "g/L", 0, &x, &error));
  g_assert_error (error, CRF_LAB_ERROR, CRF_LAB_ERROR_VALUE);
}

static void
test_emergent (void)
{
  g_assert_true (crf_ctcae_is_emergent (1, 2));
  g_assert_false (crf_ctcae_is_emergent (2, 2));
  g_assert_false (crf_ctcae_is_emergent (3, 1));
  g_assert_true (crf_ctcae_grade_4_is_clinical (CRF_CTCAE_ALBUMIN));
  g_assert_false (crf_ctcae_grade_4_is_clinical (CRF_CTCAE_ALT));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/clinical/compute/a-missing-input-is-named", test_missing);
  g_test_add_func ("/clinical/compute/a-slip-in-key-or-text-is-an-error", test_slips);
  g_test_add_func ("/clinical/compute/an-impossible-input-is-refused-with-a-reason", test_refused);
  g_test_add_func ("/clinical/compute/the-explanation-shows-units-bounds-and-sums",
                   test_explanation);
  g_test_add_func ("/clinical/compute/below-detection-counts-only-under-a-floor",
                   test_below_detection);
  g_test_add_func ("/clinical/compute/the-registry-describes-itself",
                   test_registry_describes_itself);
  g_test_add_func ("/clinical/compute/the-locale-changes-nothing", test_locale);
  g_test_add_func ("/clinical/dose/figures-come-with-their-sums", test_dose_words);
  g_test_add_func ("/clinical/isbt128/labels-are-read-as-typed-or-scanned", test_din);
  g_test_add_func ("/clinical/conversion/an-analyte-has-only-its-units", test_conversion);
  g_test_add_func ("/clinical/ctcae/only-a-worse-grade-is-treatment-emergent", test_emergent);
  return g_test_run ();
}
