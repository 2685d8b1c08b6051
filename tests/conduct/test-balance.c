/* SPDX-License-Identifier: GPL-3.0-or-later */

/* 10,000 simulated allocations of every randomised design that ships, by every answer to the questions of ratio, blocks and strata, held against what theory
 * says: a permuted block of B leaves an arm of share p at most B·p·(1 − p) from its share, in each stratum; whatever the method, the totals lie well within
 * four binomial standard errors; minimisation keeps the levels of its factors nearer than tossing a coin would. */

#include "crf-simulate.h"
#include "crf-study-reader.h"

#include <math.h>

#define SUBJECTS 10000

static CrfStudy *
answered (const char *id,
          const char *const (*answers)[2])
{
  g_autofree char *name = g_strconcat (id, ".xml", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("STEMWARD_DATA_DIR"), "studies", name, NULL);
  g_autoptr (GHashTable) table = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  CrfStudy *study;

  for (; (*answers)[0] != NULL; answers++)
    g_hash_table_insert (table, (gpointer) (*answers)[0], (gpointer) (*answers)[1]);
  study = crf_study_read_file (path, NULL, table, NULL, &error);
  g_assert_no_error (error);
  return study;
}

static double
share_of (const CrfStudy *study,
          const CrfArm *arm)
{
  const GPtrArray *arms = crf_study_get_arms (study);
  int sum = 0;

  for (guint i = 0; i < arms->len; i++)
    sum += ((const CrfArm *) g_ptr_array_index (arms, i))->ratio;
  return arm->ratio / (double) sum;
}

static int
largest_block (const CrfStudy *study)
{
  const GArray *sizes = crf_study_get_randomisation (study)->block_sizes;
  int largest = 0;

  for (guint i = 0; i < sizes->len; i++)
    largest = MAX (largest, g_array_index (sizes, int, i));
  return largest;
}

static void
check_arm (const CrfStudy *study,
           const CrfSimulation *simulation,
           const CrfSimulatedArm *arm)
{
  double p = share_of (study, arm->arm);
  double error = sqrt (SUBJECTS * p * (1 - p));
  double bound = largest_block (study) * p * (1 - p);

  g_test_message ("  %s: %d of %.1f, worst %.2f, within a level %.2f (block bound %.2f, binomial SE %.1f)", arm->arm->oid, arm->allocated, arm->expected,
                  arm->worst, arm->worst_level, bound, error);
  g_assert_cmpfloat_with_epsilon (arm->expected, SUBJECTS * p, 1e-6);
  g_assert_cmpfloat (fabs (arm->allocated - arm->expected), <, 4 * error);
  if (simulation->minimised)
    /* Of the hundred subjects of a trial about fifty are of a level: a coin would leave the worst of 100 trials and 4 levels about 9 from the share. */
    g_assert_cmpfloat (arm->worst_level, <, 8);
  else
    {
      g_assert_cmpfloat (arm->worst_level, <=, bound + 1e-9);
      g_assert_cmpfloat (arm->worst, <=, bound * simulation->strata + 1e-9);
    }
}

static void
check_design (const char *id,
              const char *const (*answers)[2])
{
  g_autoptr (CrfStudy) study = answered (id, answers);
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfSimulation) simulation = crf_simulate_allocation (study, SUBJECTS, &refusal, &error);
  int sum = 0;

  g_assert_no_error (error);
  g_assert_nonnull (simulation);
  g_test_message ("%s %s %s: %d strata, guessed %.3f, by chance %.3f", id, answers[0][1], answers[1][1], simulation->strata, simulation->guessed,
                  simulation->chance);
  for (guint i = 0; i < simulation->arms->len; i++)
    {
      const CrfSimulatedArm *arm = &g_array_index (simulation->arms, CrfSimulatedArm, i);

      check_arm (study, simulation, arm);
      sum += arm->allocated;
    }
  g_assert_cmpint (sum, ==, SUBJECTS);
  g_assert_cmpfloat (simulation->guessed, <, 0.95);
}

static const struct
{
  const char *study, *question, *answers[5];
} designs[] = {
  { "nct06242405", "Q.RATIO", { "Q.RATIO.EQUAL", "Q.RATIO.EQUAL4", "Q.RATIO.ONETWO", "Q.RATIO.TWOONE", NULL } },
  { "nct06167473", "Q.RATIO", { "Q.RATIO.EQUAL", "Q.RATIO.EQUAL4", "Q.RATIO.ONETWO", "Q.RATIO.TWOONE", NULL } },
  { "nct01218464", "Q.BLOCKS", { "Q.BLOCKS.B7_14", "Q.BLOCKS.B7", "Q.BLOCKS.B14", NULL } },
};

static void
test_balance (gconstpointer data)
{
  static const char *const strata[] = { "Q.STRATA.NONE", "Q.STRATA.CP", "Q.STRATA.HBV", "Q.STRATA.BOTH", "Q.STRATA.MINIMISATION" };
  guint design = GPOINTER_TO_UINT (data);

  for (guint i = 0; designs[design].answers[i] != NULL; i++)
    for (guint j = 0; j < G_N_ELEMENTS (strata); j++)
      {
        const char *const answers[][2] = { { designs[design].question, designs[design].answers[i] }, { "Q.STRATA", strata[j] }, { NULL, NULL } };

        check_design (designs[design].study, answers);
      }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (designs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/conduct/balance/ten-thousand-allocations-keep-what-theory-says/%s", designs[i].study);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_balance);
    }
  return g_test_run ();
}
