/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The calculator: fields come from the registry, figures and why they are so from the same functions as everywhere. */

#include "crf-calculator.h"

#include "crf-ui.h"

static CrfCalculator *
new_calculator (const char *name)
{
  GtkWidget *calculator = crf_calculator_new (NULL);

  gtk_window_present (GTK_WINDOW (calculator));
  g_assert_true (crf_calculator_choose (CRF_CALCULATOR (calculator), name));
  return CRF_CALCULATOR (calculator);
}

static void
type (CrfCalculator *calculator,
      const char    *key,
      const char    *text)
{
  GtkWidget *field = crf_calculator_find_field (calculator, key);

  g_assert_true (GTK_IS_ENTRY (field));
  gtk_editable_set_text (GTK_EDITABLE (field), text);
}

static void
choose (CrfCalculator *calculator,
        const char    *key,
        guint          position)
{
  GtkWidget *field = crf_calculator_find_field (calculator, key);

  g_assert_true (GTK_IS_DROP_DOWN (field));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (field), position);
}

static void
what_is_missing_is_named_until_it_is_there (void)
{
  CrfCalculator *calculator = new_calculator ("MELD");

  g_assert_true (g_str_has_prefix (crf_calculator_get_result (calculator), "No MELD: not entered"));
  type (calculator, "bili_umol", "54");
  type (calculator, "inr", "2,0");
  type (calculator, "creat_mgdl", "0.6");
  g_assert_nonnull (strstr (crf_calculator_get_result (calculator), "Dialysis"));
  choose (calculator, "dialysis", 1);
  /* 10 × (0.378 ln 3.158 + 1.120 ln 2.0 + 0.643) = 18.5 */
  g_assert_cmpstr (crf_calculator_get_result (calculator), ==, "19");
  g_assert_nonnull (strstr (crf_calculator_get_why (calculator), "Creatinine: 0.6 → 1.0 mg/dL"));
  g_assert_nonnull (strstr (crf_calculator_get_why (calculator), "Source: Malinchoc"));
  gtk_window_destroy (GTK_WINDOW (calculator));
}

static void
one_value_in_two_units_is_asked_about (void)
{
  CrfCalculator *calculator = new_calculator ("ALBI");

  type (calculator, "bili_umol", "20");
  type (calculator, "bili_mgdl", "1.2");
  g_assert_nonnull (strstr (crf_calculator_get_result (calculator), "the same value in two units"));
  type (calculator, "bili_mgdl", "");
  type (calculator, "alb_gl", "40.7");
  g_assert_cmpstr (crf_calculator_get_result (calculator), ==, "-2.60 · 1");
  gtk_window_destroy (GTK_WINDOW (calculator));
}

/* Every entry of the list, with nothing typed: no figure, no crash, a heading and fields. */
static void
everything_that_can_be_computed_has_fields (void)
{
  static const char *const names[] = { "CLIF_C_OF", "CLIF_C_ACLF", "CLIF_C_AD", "MADDREY_DF", "BSA_MOSTELLER_m2", "PTA_PCT_0P6", "FIB4", "APRI",
                                       "CTCAE5_NA_LOW", "DOSE_VOLUME_ML", "ISBT128_DIN_CHECK", "CONV_HB_GL_TO_MMOL", "CHILD_PUGH_POINTS" };
  CrfCalculator *calculator = new_calculator ("MELD");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (crf_calculator_choose (calculator, names[i]));
      g_assert_cmpstr (crf_calculator_get_result (calculator), !=, "");
      g_assert_cmpstr (crf_calculator_get_why (calculator), ==, "");
    }
  g_assert_false (crf_calculator_choose (calculator, "NO_SUCH_SCORE"));
  gtk_window_destroy (GTK_WINDOW (calculator));
}

int
main (int argc,
      char *argv[])
{
  crf_ui_test_init (&argc, &argv);
  g_test_add_func ("/widget/calculator/what-is-missing-is-named-until-it-is-there", what_is_missing_is_named_until_it_is_there);
  g_test_add_func ("/widget/calculator/one-value-in-two-units-is-asked-about", one_value_in_two_units_is_asked_about);
  g_test_add_func ("/widget/calculator/everything-that-can-be-computed-has-fields", everything_that_can_be_computed_has_fields);
  return g_test_run ();
}
