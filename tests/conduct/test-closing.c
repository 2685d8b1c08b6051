/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What counts as decided and as signed when a study is closed. */

#include "crf-closing.h"
#include "ward.h"

#include <string.h>

#define act(...) crf_outcome_free (crf_test_do (__VA_ARGS__))
#define PASS "passphrase", CRF_TEST_PASSPHRASE

static CrfSession *
sign_in_new (CrfTestStudy *study,
             const char *login,
             const char *roles)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  act (study->admin, "add-user", NULL, "login", login, "name", login, "roles", roles, "new-passphrase", CRF_TEST_PASSPHRASE, NULL);
  session = crf_session_sign_in_file (crf_session_get_file (study->admin), login, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  return session;
}

static const CrfOpenPoint *
find_point (const CrfClosingState *state,
            const char *kind)
{
  for (guint i = 0; i < state->points->len; i++)
    if (strcmp (((const CrfOpenPoint *) g_ptr_array_index (state->points, i))->kind, kind) == 0)
      return g_ptr_array_index (state->points, i);
  g_assert_not_reached ();
}

/* One population of three is no decision on the other two. */
static void
each_population_is_decided_of_each_patient (void)
{
  Ward ward = { 0 };
  CrfSession *manager, *statistician;
  g_autoptr (CrfClosingState) open = NULL, decided = NULL;
  g_autoptr (CrfOutcome) refused = NULL, lock = NULL;
  g_autofree char *named = NULL;

  ward_open (&ward, NULL);
  manager = sign_in_new (ward.study, "chen", "data-manager");
  statistician = sign_in_new (ward.study, "song", "statistician");
  act (manager, "freeze", NULL, "scope", "study", NULL);
  act (statistician, "decide-population", ward.number, "population", "safety", "included", "yes", NULL);
  open = crf_reader_closing (manager, NULL);
  g_assert_cmpuint (find_point (open, "populations")->n, ==, 2);
  refused = crf_conduct_with (statistician, "sign-populations", NULL, NULL, PASS, NULL);
  g_assert_nonnull (refused->refusal);
  g_assert_cmpstr (refused->refusal->code, ==, "something-open");
  named = g_strdup_printf ("%s: full analysis set, per-protocol set", ward.number);
  g_assert_nonnull (strstr (refused->refusal->message, named));
  g_assert_null (strstr (refused->refusal->message, "safety"));
  /* Nor any code, which nobody reads in Chinese. */
  g_assert_null (strstr (refused->refusal->message, "full-analysis"));
  lock = crf_conduct_with (manager, "sign-lock", NULL, NULL, PASS, NULL);
  g_assert_nonnull (strstr (lock->refusal->message, named));
  act (statistician, "decide-population", ward.number, "population", "full-analysis", "included", "yes", NULL);
  act (statistician, "decide-population", ward.number, "population", "per-protocol", "included", "no", "reason", "not infused", NULL);
  decided = crf_reader_closing (manager, NULL);
  g_assert_cmpuint (find_point (decided, "populations")->n, ==, 0);
  act (statistician, "sign-populations", NULL, PASS, NULL);
  crf_session_close (manager);
  crf_session_close (statistician);
  ward_close (&ward, NULL);
}

static void
lock (CrfTestStudy *study,
      CrfSession *manager,
      CrfSession *statistician)
{
  g_autoptr (CrfClosingState) state = NULL;

  act (statistician, "sign-populations", NULL, PASS, NULL);
  act (study->investigator, "sign-lock", NULL, PASS, NULL);
  act (manager, "sign-lock", NULL, PASS, NULL);
  act (statistician, "sign-lock", NULL, PASS, NULL);
  state = crf_reader_closing (manager, NULL);
  g_assert_cmpstr (state->hold, ==, "locked");
}

/* The clock ran three months ahead when the study was unlocked, and was put right: those signatures are of the first unlocking, and the signatures of
 * now are of the second lock. */
static void
signatures_count_in_their_order_whatever_the_clock_said (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  CrfSession *manager = sign_in_new (study, "chen", "data-manager"), *statistician = sign_in_new (study, "song", "statistician"),
             *principal = sign_in_new (study, "zhou", "principal-investigator");
  g_autoptr (CrfClosingState) before = NULL, after = NULL, last = NULL;

  act (manager, "freeze", NULL, "scope", "study", NULL);
  lock (study, manager, statistician);
  crf_test_study_set_now (study, "2026-06-01T09:00");
  act (manager, "sign-unlock", NULL, "reason", "a lab found an error", PASS, NULL);
  act (principal, "sign-unlock", NULL, "reason", "a lab found an error", PASS, NULL);
  crf_test_study_set_now (study, "2026-03-04T09:00");
  lock (study, manager, statistician);
  before = crf_reader_closing (manager, NULL);
  g_assert_cmpuint (before->signed_by->len, ==, 0);
  act (principal, "sign-unlock", NULL, "reason", "another one", PASS, NULL);
  after = crf_reader_closing (manager, NULL);
  g_assert_cmpstr (after->hold, ==, "locked");
  g_assert_cmpuint (after->signed_by->len, ==, 1);
  act (manager, "sign-unlock", NULL, "reason", "another one", PASS, NULL);
  last = crf_reader_closing (manager, NULL);
  g_assert_cmpstr (last->hold, !=, "locked");
  crf_session_close (manager);
  crf_session_close (statistician);
  crf_session_close (principal);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/conduct/closing/each-population-is-decided-of-each-patient", each_population_is_decided_of_each_patient);
  g_test_add_func ("/conduct/closing/signatures-count-in-their-order-whatever-the-clock-said", signatures_count_in_their_order_whatever_the_clock_said);
  return g_test_run ();
}
