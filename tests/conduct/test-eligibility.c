/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The verdict on eligibility: a subject is eligible only if every inclusion is met and no exclusion is; unknown never counts. */

#include "crf-eligibility.h"

#include <string.h>

typedef struct
{
  gboolean exclusion;
  CrfCriterionAnswer kind;
  const char *answer;
  CrfTruth computed;
  CrfCriterionResult expected;
} Case;

static void
check (const Case *cases,
       guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const CrfCriterion criterion = { .oid = "X", .exclusion = cases[i].exclusion, .answer = cases[i].kind };

      g_test_message ("case %u", i);
      g_assert_cmpint (crf_criterion_judge (&criterion, cases[i].answer, cases[i].computed), ==, cases[i].expected);
    }
}

static void
test_answers (void)
{
  static const Case cases[] = {
    { FALSE, CRF_CRITERION_HUMAN, "Y", CRF_TRUTH_UNKNOWN, CRF_CRITERION_MET },
    { FALSE, CRF_CRITERION_HUMAN, "N", CRF_TRUTH_UNKNOWN, CRF_CRITERION_FAILED },
    { TRUE, CRF_CRITERION_HUMAN, "Y", CRF_TRUTH_UNKNOWN, CRF_CRITERION_FAILED },
    { TRUE, CRF_CRITERION_HUMAN, "N", CRF_TRUTH_UNKNOWN, CRF_CRITERION_MET },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_unknown (void)
{
  static const Case cases[] = {
    { FALSE, CRF_CRITERION_HUMAN, "U", CRF_TRUTH_TRUE, CRF_CRITERION_UNDECIDED },
    { TRUE, CRF_CRITERION_HUMAN, "U", CRF_TRUTH_FALSE, CRF_CRITERION_UNDECIDED },
    { TRUE, CRF_CRITERION_HUMAN, NULL, CRF_TRUTH_FALSE, CRF_CRITERION_UNDECIDED },
    { FALSE, CRF_CRITERION_AUTOMATIC, NULL, CRF_TRUTH_UNKNOWN, CRF_CRITERION_UNDECIDED },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_not_applicable (void)
{
  static const Case cases[] = {
    { TRUE, CRF_CRITERION_CONFIRMED, "NA", CRF_TRUTH_UNKNOWN, CRF_CRITERION_MET },
    { FALSE, CRF_CRITERION_CONFIRMED, "NA", CRF_TRUTH_UNKNOWN, CRF_CRITERION_FAILED },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_computed (void)
{
  static const Case cases[] = {
    { FALSE, CRF_CRITERION_AUTOMATIC, NULL, CRF_TRUTH_TRUE, CRF_CRITERION_MET },
    { FALSE, CRF_CRITERION_AUTOMATIC, NULL, CRF_TRUTH_FALSE, CRF_CRITERION_FAILED },
    { TRUE, CRF_CRITERION_AUTOMATIC, NULL, CRF_TRUTH_TRUE, CRF_CRITERION_FAILED },
    { TRUE, CRF_CRITERION_CONFIRMED, NULL, CRF_TRUTH_FALSE, CRF_CRITERION_UNDECIDED },
    /* A person's answer stands; the contradiction is shown beside it. */
    { FALSE, CRF_CRITERION_AUTOMATIC, "N", CRF_TRUTH_TRUE, CRF_CRITERION_FAILED },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static CrfVerdict
verdict_of (const CrfCriterionResult *results,
            guint n,
            char **text)
{
  static const CrfCriterion criteria[] = { { .oid = "I1" }, { .oid = "E2", .exclusion = TRUE }, { .oid = "E10", .exclusion = TRUE } };
  g_autoptr (GPtrArray) array = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (array, (gpointer) &criteria[i]);
  return crf_eligibility_verdict (array, results, text);
}

static void
test_verdict (void)
{
  static const CrfCriterionResult all[] = { CRF_CRITERION_MET, CRF_CRITERION_MET, CRF_CRITERION_MET };
  static const CrfCriterionResult open[] = { CRF_CRITERION_MET, CRF_CRITERION_UNDECIDED, CRF_CRITERION_MET };
  static const CrfCriterionResult failed[] = { CRF_CRITERION_UNDECIDED, CRF_CRITERION_FAILED, CRF_CRITERION_FAILED };
  g_autofree char *first = NULL, *second = NULL, *third = NULL;

  g_assert_cmpint (verdict_of (all, 3, &first), ==, CRF_VERDICT_ELIGIBLE);
  g_assert_cmpint (verdict_of (open, 3, &second), ==, CRF_VERDICT_OPEN);
  g_assert_nonnull (strstr (second, "E2"));
  /* One failure decides while others are open, and all failures are named. */
  g_assert_cmpint (verdict_of (failed, 3, &third), ==, CRF_VERDICT_NOT_ELIGIBLE);
  g_assert_nonnull (strstr (third, "E2, E10"));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/conduct/eligibility/yes-meets-an-inclusion-and-fails-an-exclusion", test_answers);
  g_test_add_func ("/conduct/eligibility/unknown-never-counts", test_unknown);
  g_test_add_func ("/conduct/eligibility/not-applicable-passes-exclusions-only", test_not_applicable);
  g_test_add_func ("/conduct/eligibility/automatic-answers-count-confirmed-ones-wait-for-a-person", test_computed);
  g_test_add_func ("/conduct/eligibility/one-failure-decides-and-all-failures-are-named", test_verdict);
  return g_test_run ();
}
