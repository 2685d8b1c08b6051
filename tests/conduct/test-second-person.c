/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is named as the second in another's act must be one who could do it herself: an open account, a role and a task that allow it. */

#include "ward.h"

#include <string.h>

static void
started (Ward *ward)
{
  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  ward_start (ward); /* 2026-03-02 09:14 */
  crf_test_study_set_now (ward->study, "2026-03-02T10:30");
}

static void
add (Ward *ward,
     const char *login,
     const char *role,
     const char *last_day)
{
  crf_outcome_free (crf_test_do (ward->study->admin, "add-user", NULL, "login", login, "name", login, "roles", role, "last-day", last_day, "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
}

static void
takes (Ward *ward,
       const char *code,
       const char *login)
{
  crf_test_refused (ward->study->nurse, code, "hand-over", ward->number, "at", "2026-03-02 10:15", "second", login, "second-passphrase", CRF_TEST_PASSPHRASE,
                    NULL);
}

static void
nobody_who_only_reads_takes_a_patient_over (Ward *ward,
                                            gconstpointer data)
{
  static const char *const readers[] = { "auditor", "monitor", "data-manager", "statistician" };

  started (ward);
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      g_autofree char *login = g_strdup_printf ("as.%s", readers[i]);

      add (ward, login, readers[i], "2026-12-31");
      takes (ward, "second", login);
    }
  takes (ward, "second", "nobody");
  crf_outcome_free (crf_test_do (ward->study->nurse, "hand-over", ward->number, "at", "2026-03-02 10:15", "second", "zhao", "second-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
}

static void
a_closed_or_ended_account_signs_nothing (Ward *ward,
                                         gconstpointer data)
{
  g_autoptr (CrfOutcome) ended = NULL;

  started (ward);
  add (ward, "guest", "nurse", "2026-03-01");
  ended = crf_conduct_with (ward->study->nurse, "hand-over", ward->number, NULL, "at", "2026-03-02 10:15", "second", "guest", "second-passphrase",
                            CRF_TEST_PASSPHRASE, NULL);
  g_assert_nonnull (ended->refusal);
  g_assert_nonnull (strstr (ended->refusal->message, "ended on 2026-03-01"));
  crf_outcome_free (crf_test_do (ward->study->admin, "disable-user", NULL, "login", "zhao", NULL));
  takes (ward, "second", "zhao");
}

static void
the_task_is_delegated_to_her_too (Ward *ward,
                                  gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  CrfSession *principal;

  started (ward);
  add (ward, "zhou", "principal-investigator", NULL);
  principal = crf_session_sign_in_file (crf_session_get_file (ward->study->admin), "zhou", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (ward->study), &error);
  g_assert_no_error (error);
  crf_outcome_free (crf_test_do (principal, "delegate", NULL, "login", "li", "task", "infuse", "from", "2026-03-01", NULL));
  crf_outcome_free (crf_test_do (principal, "sign-delegations", NULL, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  takes (ward, "task-not-delegated", "zhao");
  crf_outcome_free (crf_test_do (principal, "delegate", NULL, "login", "zhao", "task", "infuse", "from", "2026-03-01", NULL));
  takes (ward, "task-not-signed", "zhao");
  crf_outcome_free (crf_test_do (principal, "sign-delegations", NULL, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  crf_outcome_free (crf_test_do (ward->study->nurse, "hand-over", ward->number, "at", "2026-03-02 10:15", "second", "zhao", "second-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  crf_session_close (principal);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, function) g_test_add ("/conduct/second-person/" path, Ward, NULL, ward_open, function, ward_close)
  ADD ("nobody-who-only-reads-takes-a-patient-over", nobody_who_only_reads_takes_a_patient_over);
  ADD ("a-closed-or-ended-account-signs-nothing", a_closed_or_ended_account_signs_nothing);
  ADD ("the-task-is-delegated-to-her-too", the_task_is_delegated_to_her_too);
#undef ADD

  return g_test_run ();
}
