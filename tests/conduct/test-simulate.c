/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What permuted blocks promise of any list: no arm is ever further from its share than half a block, and shares are met. */

#include "crf-simulate.h"
#include "crf-study-reader.h"

#include <math.h>

static CrfStudy *
read_study (const char *id)
{
  g_autofree char *name = g_strconcat (id, ".xml", NULL);
  g_autofree char *path = g_build_filename (crf_data_dir (), "studies", name, NULL);
  g_autoptr (GError) error = NULL;
  CrfStudy *study = crf_study_read_file (path, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return study;
}

static CrfSimulation *
simulate (CrfStudy *study,
          int subjects)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfRefusal) refusal = NULL;
  CrfSimulation *simulation = crf_simulate_allocation (study, subjects, &refusal, &error);

  g_assert_no_error (error);
  g_assert_null (refusal);
  return simulation;
}

static void
test_equal_ratio (void)
{
  g_autoptr (CrfStudy) study = read_study ("nct06167473");
  g_autoptr (CrfSimulation) simulation = simulate (study, 10000);

  g_assert_cmpuint (simulation->arms->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const CrfSimulatedArm *arm = &g_array_index (simulation->arms, CrfSimulatedArm, i);

      /* A block of 4 may begin with its two of one arm: 2 against a share of 1. */
      g_assert_cmpfloat (arm->worst, <=, 1.0);
      /* 100 trials of 100 subjects: each ends at most 1 from its share. */
      g_assert_cmpfloat (fabs (arm->allocated - arm->expected), <=, 100);
    }
  /* Naming the arm that is behind pays, but never always: blocks of two sizes are shuffled. */
  g_assert_cmpfloat (simulation->guessed, >, simulation->chance);
  g_assert_cmpfloat (simulation->guessed, <, 0.9);
}

static void
test_unequal_ratio (void)
{
  g_autoptr (CrfStudy) study = read_study ("nct01218464");
  g_autoptr (CrfSimulation) simulation = simulate (study, 10000);
  const CrfSimulatedArm *cells = &g_array_index (simulation->arms, CrfSimulatedArm, 0);

  /* 50 to 20, as registered. */
  g_assert_cmpfloat_with_epsilon (cells->expected, 10000 * 5 / 7.0, 1e-6);
  g_assert_cmpfloat (fabs (cells->allocated - cells->expected), <=, 300);
}

static void
test_no_randomisation (void)
{
  g_autoptr (CrfStudy) study = read_study ("liang2017");
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfRefusal) refusal = NULL;

  g_assert_null (crf_simulate_allocation (study, 10, &refusal, &error));
  g_assert_nonnull (refusal);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/conduct/simulate/equal-arms-never-part-by-more-than-half-a-block", test_equal_ratio);
  g_test_add_func ("/conduct/simulate/an-unequal-ratio-is-kept", test_unequal_ratio);
  g_test_add_func ("/conduct/simulate/designs-without-lists-refuse", test_no_randomisation);
  return g_test_run ();
}
