/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The permission matrix: each use case refuses each role that it does not list, and stores nothing then. */

#include "crf-records.h"
#include "crf-test-study.h"

#include <string.h>

static CrfSession *
sign_in_with (CrfTestStudy *study,
              CrfRole role)
{
  g_autofree char *login = g_strdup_printf ("as.%s", crf_role_get_name (role));
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", login, "name", login, "roles", crf_role_get_name (role),
                                 "new-passphrase", CRF_TEST_PASSPHRASE, "last-day", "2026-12-31", NULL));
  session = crf_session_sign_in_file (crf_session_get_file (study->admin), login, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study),
                                      &error);
  g_assert_no_error (error);
  return session;
}

static void
every_use_case_refuses_every_role_that_it_does_not_list (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  guint refused = 0;

  for (guint bit = 0; (1u << bit) <= CRF_ROLES_ALL; bit++)
    {
      CrfSession *session = sign_in_with (study, (CrfRole) (1u << bit));
      guint64 before = crf_records_count_entries (crf_session_get_file (session));

      for (const CrfUseCase *const *use_case = crf_use_cases_list (); *use_case != NULL; use_case++)
        {
          g_autoptr (CrfRefusal) refusal = NULL;

          if (((*use_case)->roles & (1u << bit)) != 0)
            {
              g_assert_true (crf_use_case_permitted (session, *use_case, &refusal));
              continue;
            }
          crf_test_refused (session, "not-permitted", (*use_case)->name, (*use_case)->needs_subject ? number : NULL, NULL);
          g_assert_false (crf_use_case_permitted (session, *use_case, &refusal));
          g_assert_nonnull (refusal->remedy);
          refused++;
        }
      g_assert_cmpuint (crf_records_count_entries (crf_session_get_file (session)), ==, before);
      crf_session_close (session);
    }
  g_assert_cmpuint (refused, >, 100);
}

static void
every_use_case_is_described (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (const CrfUseCase *const *use_case = crf_use_cases_list (); *use_case != NULL; use_case++)
    {
      g_assert_true (g_hash_table_add (names, (gpointer) (*use_case)->name));
      g_assert_true (crf_use_case_find ((*use_case)->name) == *use_case);
      g_assert_cmpstr ((*use_case)->title, !=, NULL);
      g_assert_cmpstr ((*use_case)->summary, !=, NULL);
      g_assert_cmpint ((*use_case)->roles, !=, 0);
      g_assert_nonnull ((*use_case)->run);
      for (const CrfParameter *p = (*use_case)->parameters; p->key != NULL; p++)
        g_assert_nonnull (p->label);
    }
  g_assert_null (crf_use_case_find ("no-such-thing"));
}

static void
an_auditor_only_reads (void)
{
  for (const CrfUseCase *const *use_case = crf_use_cases_list (); *use_case != NULL; use_case++)
    if (((*use_case)->roles & CRF_ROLE_AUDITOR) != 0)
      g_assert_true (g_strv_contains ((const char *const[]) { "change-passphrase", "note-view", "record-export", NULL }, (*use_case)->name));
}

/* A backup of which somebody only says that it was made would keep the next one from being made. */
static void
a_backup_is_recorded_only_where_it_lies (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *path = g_build_filename (study->dir, "copy.stemward", NULL), *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "a copy", -1);

  crf_test_refused (study->nurse, "no-copy", "record-backup", NULL, "to", path, "sha256", sha256, NULL);
  g_assert_true (g_file_set_contents (path, "another copy", -1, NULL));
  crf_test_refused (study->nurse, "other-copy", "record-backup", NULL, "to", path, "sha256", sha256, NULL);
  g_assert_true (g_file_set_contents (path, "a copy", -1, NULL));
  crf_outcome_free (crf_test_do (study->nurse, "record-backup", NULL, "to", path, "sha256", sha256, NULL));
}

static void
tasks_count_once_the_delegation_log_is_signed (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfSession *principal = sign_in_with (study, CRF_ROLE_PRINCIPAL_INVESTIGATOR);

  crf_outcome_free (crf_test_do (study->admin, "delegate", NULL, "login", "li", "task", "consent", "from", "2026-03-01", "to", "2026-03-31", NULL));
  crf_outcome_free (crf_test_do (principal, "sign-delegations", NULL, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  crf_test_refused (study->nurse, "task-not-delegated", "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "40",
                    "unit", "U/L", NULL);
  crf_outcome_free (crf_test_do (study->admin, "delegate", NULL, "login", "li", "task", "enter", "from", "2026-03-01", "to", "2026-03-31", NULL));
  crf_outcome_free (crf_test_do (principal, "sign-delegations", NULL, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");
  /* The last day counts, the day after does not. */
  crf_test_study_set_now (study, "2026-03-31T23:50");
  crf_test_enter (study, number, "SCREENING", "ALT", "41", "U/L");
  crf_test_study_set_now (study, "2026-04-01T00:05");
  crf_test_refused (study->nurse, "task-not-delegated", "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "42",
                    "unit", "U/L", NULL);
  crf_session_close (principal);
}

static void
arguments_are_checked_before_anything_is_done (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  guint64 before = crf_records_count_entries (crf_session_get_file (study->nurse));

  crf_test_refused (study->nurse, "use-case-unknown", "registre", NULL, NULL);
  crf_test_refused (study->nurse, "argument-missing", "register", NULL, "birth-date", "1972-05-04", NULL);
  crf_test_refused (study->nurse, "argument-unknown", "register", NULL, "sex", "M", "colour", "blue", NULL);
  crf_test_refused (study->nurse, "not-a-choice", "register", NULL, "sex", "X", "age", "50", NULL);
  crf_test_refused (study->nurse, "not-a-date", "register", NULL, "sex", "M", "birth-date", "3/5/2024", NULL);
  crf_test_refused (study->nurse, "not-a-number", "register", NULL, "sex", "M", "age", "fifty", NULL);
  crf_test_refused (study->nurse, "birth-date-missing", "register", NULL, "sex", "M", NULL);
  crf_test_refused (study->nurse, "in-the-future", "register", NULL, "sex", "M", "birth-date", "2026-03-03", NULL);
  crf_test_refused (study->nurse, "age-impossible", "register", NULL, "sex", "M", "age", "130", NULL);
  crf_test_refused (study->nurse, "subject-unknown", "enter", "01-S-009", "item", "ALT", "value", "1", NULL);
  crf_test_refused (study->nurse, "subject-missing", "enter", NULL, "item", "ALT", "value", "1", NULL);
  g_assert_cmpuint (crf_records_count_entries (crf_session_get_file (study->nurse)), ==, before);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/permission/" name, function)
  ADD ("every-use-case-refuses-every-role-that-it-does-not-list", every_use_case_refuses_every_role_that_it_does_not_list);
  ADD ("every-use-case-is-described", every_use_case_is_described);
  ADD ("an-auditor-only-reads", an_auditor_only_reads);
  ADD ("a-backup-is-recorded-only-where-it-lies", a_backup_is_recorded_only_where_it_lies);
  ADD ("tasks-count-once-the-delegation-log-is-signed", tasks_count_once_the_delegation_log_is_signed);
  ADD ("arguments-are-checked-before-anything-is-done", arguments_are_checked_before_anything_is_done);

  return g_test_run ();
}
