/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What permuted blocks promise of any list: no arm is ever further from its share than half a block, and shares are met. */

#include "crf-simulate.h"
#include "crf-study-reader.h"
#include "crf-test-study.h"

#include <math.h>

#include <glib/gstdio.h>

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

/* A definition with another randomisation, read from a text. */
static CrfStudy *
read_changed (const char *randomisation)
{
  g_autofree char *path = g_build_filename (crf_data_dir (), "studies", "nct06167473.xml", NULL);
  g_autofree char *folder = g_dir_make_tmp ("crf-simulate-XXXXXX", NULL);
  g_autofree char *changed_path = g_build_filename (folder, "study.xml", NULL);
  g_autofree char *text = NULL, *forms = NULL;
  g_autoptr (GString) changed = NULL;
  g_autoptr (GError) error = NULL;
  CrfStudy *study;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  changed = g_string_new (text);
  crf_test_set_randomisation (changed, randomisation);
  /* The open question of block sizes would apply its default. */
  g_string_replace (changed, "<sw:Replace Element=\"Randomisation\" Attribute=\"BlockSizes\" Value=\"2 4\"/>", "", 0);
  g_assert_true (g_file_set_contents (changed_path, changed->str, -1, NULL));
  forms = g_build_filename (crf_data_dir (), "forms", NULL);
  study = crf_study_read_file (changed_path, forms, NULL, NULL, &error);
  g_assert_no_error (error);
  g_unlink (changed_path);
  g_rmdir (folder);
  return study;
}

/* Blackwell and Hodges 1957: with the convergence strategy, b + (2^2b / C(2b, b) - 1) / 2 of the 2b patients of a block are guessed: 1.5 of 2, 17/6 of 4,
 * 4.1 of 6. */
static void
test_guessing_blocks (void)
{
  static const struct { const char *sizes; double share, worst; } cases[] = { { "2", 0.75, 0.5 }, { "4", 17 / 24.0, 1 }, { "6", 4.1 / 6, 1.5 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *element = g_strdup_printf ("<sw:Randomisation Method=\"permuted-blocks\" BlockSizes=\"%s\" Slots=\"40\"/>", cases[i].sizes);
      g_autoptr (CrfStudy) study = read_changed (element);
      g_autoptr (CrfSimulation) simulation = simulate (study, 96000);

      /* Standard error of a share of 96,000 is below 0.0016: five of them. Trials of 100 cut a block of 6: at most 4 of 100 patients, 0.01 at most. */
      g_assert_cmpfloat_with_epsilon (simulation->guessed, cases[i].share, 0.008 + (i == 2 ? 0.01 : 0));
      /* Half a block is the bound, and with so many blocks it is met. */
      g_assert_cmpfloat_with_epsilon (g_array_index (simulation->arms, CrfSimulatedArm, 0).worst, cases[i].worst, 1e-9);
    }
}

#define ONE_LEVEL                                                                                                                     \
  "<sw:Stratum OID=\"ST.ALL\"><sw:Title><TranslatedText xml:lang=\"en\">All</TranslatedText></sw:Title>"                              \
  "<FormalExpression Context=\"SQL/1\">'A'</FormalExpression><sw:Level Code=\"A\"><TranslatedText xml:lang=\"en\">all</TranslatedText>" \
  "</sw:Level></sw:Stratum>"

/* Minimisation over one level is Efron's biased coin. Efron 1971 (Biometrika 58: 403): with r = p / (1 - p) the guesser is right in
 * 1/2 + (r - 1) / (4r) of the draws in the long run: 0.6875 for 0.8, and 0.75 for a certain coin. */
static void
test_guessing_minimisation (void)
{
  static const struct { const char *probability; double share; } cases[] = { { "0.8", 0.6875 }, { "0.6666667", 0.625 }, { "1", 0.75 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *element =
        g_strdup_printf ("<sw:Randomisation Method=\"minimisation\" Probability=\"%s\">" ONE_LEVEL "</sw:Randomisation>", cases[i].probability);
      g_autoptr (CrfStudy) study = read_changed (element);
      g_autoptr (CrfSimulation) simulation = simulate (study, 40000);

      /* Five standard errors of a share of 40,000, and the beginning of each trial of 100, which is balanced more often than the long run. */
      g_assert_cmpfloat_with_epsilon (simulation->guessed, cases[i].share, 0.0125 + 0.006);
      g_assert_true (simulation->minimised);
    }
}

/* Two factors: the levels stay near their ratio, where chance alone would leave a level of about 50 patients 5 or more from it in every sixth trial. */
static void
test_minimised_levels (void)
{
  g_autofree char *element = g_strdup_printf (
    "<sw:Randomisation Method=\"minimisation\" Probability=\"0.9\" Measure=\"variance\">"
    "<sw:Stratum OID=\"ST.SEX\"><FormalExpression Context=\"SQL/1\">SEX</FormalExpression><sw:Level Code=\"F\"/><sw:Level Code=\"M\"/></sw:Stratum>"
    "<sw:Stratum OID=\"ST.AGE\"><FormalExpression Context=\"SQL/1\">iif (AGEREP &lt; 50, 'Y', 'O')</FormalExpression><sw:Level Code=\"Y\"/>"
    "<sw:Level Code=\"O\"/></sw:Stratum></sw:Randomisation>");
  g_autoptr (CrfStudy) study = read_changed (element);
  g_autoptr (CrfSimulation) simulation = simulate (study, 10000);

  g_assert_cmpint (simulation->strata, ==, 4);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpfloat (g_array_index (simulation->arms, CrfSimulatedArm, i).worst_level, <, 5);
  g_assert_cmpfloat (simulation->guessed, >, simulation->chance);
}

/* Each stratum has a list: within a stratum half a block is the bound. */
static void
test_stratified (void)
{
  g_autoptr (CrfStudy) study = read_changed (
    "<sw:Randomisation Method=\"permuted-blocks\" BlockSizes=\"4\" Slots=\"40\">"
    "<sw:Stratum OID=\"ST.SEX\"><FormalExpression Context=\"SQL/1\">SEX</FormalExpression><sw:Level Code=\"F\"/><sw:Level Code=\"M\"/></sw:Stratum>"
    "</sw:Randomisation>");
  g_autoptr (CrfSimulation) simulation = simulate (study, 10000);

  g_assert_cmpint (simulation->strata, ==, 2);
  g_assert_cmpfloat_with_epsilon (g_array_index (simulation->arms, CrfSimulatedArm, 0).worst_level, 1, 1e-9);
  /* Two strata, half a block each. */
  g_assert_cmpfloat (g_array_index (simulation->arms, CrfSimulatedArm, 0).worst, <=, 2);
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
  g_test_add_func ("/conduct/simulate/blocks-are-guessed-as-blackwell-and-hodges-say", test_guessing_blocks);
  g_test_add_func ("/conduct/simulate/a-biased-coin-is-guessed-as-efron-says", test_guessing_minimisation);
  g_test_add_func ("/conduct/simulate/minimisation-keeps-the-levels-of-all-factors-together", test_minimised_levels);
  g_test_add_func ("/conduct/simulate/each-stratum-keeps-half-a-block", test_stratified);
  g_test_add_func ("/conduct/simulate/designs-without-lists-refuse", test_no_randomisation);
  return g_test_run ();
}
