/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The plan of an infusion. Expected figures are those of the worked examples (scores.tsv: exact fractions), not of this program. */

#include "crf-infusion.h"

#include <math.h>

static CrfDoseInputs
inputs_of (double weight,
           double dose,
           double concentration,
           double viability)
{
  return (CrfDoseInputs) { .weight = weight, .dose = dose, .cap = NAN, .dose_viable = TRUE, .concentration = concentration, .viability = viability,
                           .bag_volume = NAN, .final_volume = NAN, .duration = NAN, .drops_per_ml = NAN };
}

static CrfDosePlan *
plan_of (const CrfDoseInputs *inputs)
{
  CrfRefusal *refusal = NULL;
  CrfDosePlan *plan = crf_dose_plan (inputs, &refusal);

  g_assert_null (refusal);
  g_assert_nonnull (plan);
  return plan;
}

static void
test_examples (void)
{
  static const struct
  {
    double weight, dose, concentration, viability, target, volume;
  } examples[] = {
    { 82.45, 3.0, 10, 88, 247.35, 28.1 }, /* DOSE_VOLUME_ML 28.108 */
    { 60, 1.0, 2.0, 100, 60, 30.0 },
    { 48.3, 1.0, 4.75, 92.5, 48.3, 11.0 }, /* 10.993 */
  };

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      const CrfDoseInputs inputs = inputs_of (examples[i].weight, examples[i].dose, examples[i].concentration, examples[i].viability);
      g_autoptr (CrfDosePlan) plan = plan_of (&inputs);

      g_assert_cmpfloat_with_epsilon (plan->target, examples[i].target, 1e-9);
      g_assert_cmpfloat_with_epsilon (plan->volume, examples[i].volume, 1e-9);
      g_assert_cmpuint (plan->steps->len, >, 0);
    }
}

static void
test_cap (void)
{
  CrfDoseInputs inputs = inputs_of (104, 1.0, 10, 100);
  g_autoptr (CrfDosePlan) plan = NULL;

  inputs.cap = 100;
  plan = plan_of (&inputs);
  g_assert_cmpfloat_with_epsilon (plan->target, 100, 1e-9);
}

/* A certificate that counts living cells has viability in it already. */
static void
test_viability_once (void)
{
  CrfDoseInputs inputs = inputs_of (60, 1.0, 2.0, 50);
  g_autoptr (CrfDosePlan) total = plan_of (&inputs);
  g_autoptr (CrfDosePlan) viable = NULL;

  inputs.concentration_viable = TRUE;
  viable = plan_of (&inputs);
  g_assert_cmpfloat_with_epsilon (total->volume, 60, 1e-9);
  g_assert_cmpfloat_with_epsilon (viable->volume, 30, 1e-9);
}

static void
test_bags (void)
{
  CrfDoseInputs inputs = inputs_of (70, 1.0, 1.0, 100);
  g_autoptr (CrfDosePlan) plan = NULL;

  inputs.bag_volume = 35; /* 35 × 10⁶ cells a bag: DOSE_BAGS 2 */
  plan = plan_of (&inputs);
  g_assert_cmpint (plan->bags, ==, 2);
}

static void
test_rate (void)
{
  CrfDoseInputs inputs = inputs_of (60, 1.0, 2.0, 100);
  g_autoptr (CrfDosePlan) plan = NULL;

  inputs.final_volume = 100;
  inputs.duration = 30;
  plan = plan_of (&inputs);
  g_assert_cmpfloat_with_epsilon (plan->rate, 200, 1e-9); /* RATE_ML_H */
}

static void
test_refused (void)
{
  static const struct
  {
    double weight, concentration, viability;
  } bad[] = { { 0, 10, 90 }, { -60, 10, 90 }, { 60, 0, 90 }, { 60, 10, 0 }, { 60, 10, 101 }, { NAN, 10, 90 }, { 60, 10, NAN } };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const CrfDoseInputs inputs = inputs_of (bad[i].weight, 1.0, bad[i].concentration, bad[i].viability);
      g_autoptr (CrfRefusal) refusal = NULL;

      g_assert_null (crf_dose_plan (&inputs, &refusal));
      g_assert_nonnull (refusal);
      g_assert_cmpstr (refusal->message, !=, "");
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/conduct/dose-plan/equals-the-worked-examples", test_examples);
  g_test_add_func ("/conduct/dose-plan/never-exceeds-the-cap", test_cap);
  g_test_add_func ("/conduct/dose-plan/applies-viability-once", test_viability_once);
  g_test_add_func ("/conduct/dose-plan/rounds-bags-up", test_bags);
  g_test_add_func ("/conduct/dose-plan/gives-the-rate-of-the-final-volume", test_rate);
  g_test_add_func ("/conduct/dose-plan/refuses-impossible-figures-with-a-sentence", test_refused);
  return g_test_run ();
}
