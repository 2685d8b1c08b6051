/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who comes in, who is kept out, and who is put out while inside (21 CFR 11.10(d), 11.100, 11.300; ICH E6(R3) 4.3.3(b), 4.3.8). */

#include "crf-passphrase-rule.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-store-error.h"
#include "crf-test-study.h"

#include <string.h>

static CrfSession *
try_sign_in (CrfTestStudy *study,
             const char *login,
             const char *passphrase,
             GError **error)
{
  return crf_session_sign_in_file (crf_session_get_file (study->admin), login, passphrase, NULL, crf_test_study_clock (study), error);
}

static guint
count_action (CrfTestStudy *study,
              const char *action)
{
  g_autoptr (GPtrArray) rows = crf_reader_audit_filtered (study->admin, &(CrfAuditFilter) { .group = action }, 0, NULL);

  return rows->len;
}

static gboolean
is_told (CrfSession *session,
         const char *part)
{
  const GPtrArray *notices = crf_session_get_notices (session);

  for (guint i = 0; i < notices->len; i++)
    if (strstr (g_ptr_array_index (notices, i), part) != NULL)
      return TRUE;
  return FALSE;
}

static void
complete_demographics (CrfTestStudy *study,
                       const char *number)
{
  CrfTarget target = { .subject = (char *) number, .event = (char *) "SE.SCREENING", .form = (char *) "F.DM" };
  g_autoptr (CrfFormState) form = crf_reader_form (study->nurse, &target, NULL);

  for (guint i = 0; i < form->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && crf_value_is_empty (field->value))
            crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", field->item->oid, "missing", "UNK",
                                           NULL));
        }
    }
  crf_outcome_free (crf_test_do (study->nurse, "complete-form", number, "event", "SCREENING", "form", "F.DM", NULL));
}

/* At an unlocked screen somebody else tries to sign: guessed as little as at the door. */
static void
a_wrong_passphrase_at_a_signature_counts_like_one_at_the_door (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GError) error = NULL;
  CrfSession *admin;

  complete_demographics (study, number);
  for (guint i = 0; i < 5; i++)
    crf_test_refused (study->investigator, "passphrase-wrong", "sign-form", number, "event", "SCREENING", "form", "F.DM", "passphrase", "guess", NULL);
  g_assert_cmpuint (count_action (study, "session.sign-in-failed"), ==, 5);
  /* The right one does not help now, neither here nor at the door; the administrator hears of it. */
  crf_test_refused (study->investigator, "locked-out", "sign-form", number, "event", "SCREENING", "form", "F.DM", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  g_assert_null (try_sign_in (study, "wang", CRF_TEST_PASSPHRASE, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DISABLED);
  admin = try_sign_in (study, "admin", CRF_TEST_PASSPHRASE, NULL);
  g_assert_true (is_told (admin, "“wang” was locked out"));
  crf_session_close (admin);
  /* What needs no passphrase goes on, and the time ends. */
  crf_outcome_free (crf_test_do (study->investigator, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "40", "unit", "U/L",
                                 NULL));
  crf_test_study_set_now (study, "2026-03-02T09:30");
  crf_outcome_free (crf_test_do (study->investigator, "sign-form", number, "event", "SCREENING", "form", "F.DM", "passphrase", CRF_TEST_PASSPHRASE, NULL));
}

static void
mistyping_now_and_then_never_adds_up (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  complete_demographics (study, number);
  for (guint i = 0; i < 4; i++)
    crf_test_refused (study->investigator, "passphrase-wrong", "sign-form", number, "event", "SCREENING", "form", "F.DM", "passphrase", "guess", NULL);
  crf_outcome_free (crf_test_do (study->investigator, "sign-form", number, "event", "SCREENING", "form", "F.DM", "passphrase", CRF_TEST_PASSPHRASE, NULL));
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", "BED", "value", "14", "reason", "moved", NULL));
  for (guint i = 0; i < 4; i++)
    crf_test_refused (study->investigator, "passphrase-wrong", "sign-form", number, "event", "SCREENING", "form", "F.DM", "passphrase", "guess", NULL);
  crf_outcome_free (crf_test_do (study->investigator, "sign-form", number, "event", "SCREENING", "form", "F.DM", "passphrase", CRF_TEST_PASSPHRASE, NULL));
}

/* The old passphrase in "change passphrase" is guessed no more freely. */
static void
the_present_passphrase_is_guarded_too (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();

  for (guint i = 0; i < 5; i++)
    crf_test_refused (study->nurse, "passphrase-wrong", "change-passphrase", NULL, "passphrase", "guess", "new-passphrase", "my own words", NULL);
  crf_test_refused (study->nurse, "locked-out", "change-passphrase", NULL, "passphrase", CRF_TEST_PASSPHRASE, "new-passphrase", "my own words", NULL);
}

static void
an_account_that_is_disabled_while_it_is_signed_in_does_nothing_more (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  crf_outcome_free (crf_test_do (study->admin, "disable-user", NULL, "login", "li", "reason", "left the team", NULL));
  crf_test_refused (study->nurse, "account-disabled", "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "40", "unit", "U/L",
                    NULL);
  crf_outcome_free (crf_test_do (study->admin, "enable-user", NULL, "login", "li", NULL));
  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");
}

static void
an_account_whose_last_day_ends_overnight_does_nothing_more (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfSession *inspector;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "insp", "name", "Inspector", "roles", "auditor", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, "last-day", "2026-03-02", NULL));
  inspector = try_sign_in (study, "insp", CRF_TEST_PASSPHRASE, NULL);
  crf_test_study_set_now (study, "2026-03-02T23:59");
  crf_outcome_free (crf_test_do (inspector, "note-view", number, NULL));
  crf_test_study_set_now (study, "2026-03-03T00:01");
  crf_test_refused (inspector, "account-ended", "note-view", number, NULL);
  crf_session_close (inspector);
}

static void
a_role_that_is_taken_away_is_gone_at_once (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  crf_outcome_free (crf_test_do (study->admin, "set-roles", NULL, "login", "li", "roles", "monitor", NULL));
  crf_test_refused (study->nurse, "role-gone", "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "40", "unit", "U/L", NULL);
}

/* An auditor's account ends by itself, also in a demonstration; reads, takes along, and writes nothing; what was looked at stays. */
static void
an_auditor_has_a_last_day_reads_and_leaves_traces (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfSession *inspector;

  crf_test_refused (study->admin, "last-day-missing", "add-user", NULL, "login", "insp", "name", "Inspector", "roles", "auditor", "new-passphrase",
                    CRF_TEST_PASSPHRASE, NULL);
  crf_test_refused (study->admin, "last-day-missing", "set-roles", NULL, "login", "li", "roles", "auditor", NULL);
  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "insp", "name", "Inspector", "roles", "auditor", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, "last-day", "2026-03-31", NULL));
  inspector = try_sign_in (study, "insp", CRF_TEST_PASSPHRASE, NULL);
  crf_outcome_free (crf_test_do (inspector, "note-view", number, NULL));
  g_assert_cmpuint (count_action (study, "view"), ==, 1);
  crf_test_refused (inspector, "not-permitted", "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "40", NULL);
  crf_test_refused (inspector, "not-permitted", "query", number, "text", "?", NULL);
  for (const CrfUseCase *const *use_case = crf_use_cases_list (); *use_case != NULL; use_case++)
    if (((*use_case)->roles & CRF_ROLE_AUDITOR) != 0)
      g_assert_true (g_strv_contains ((const char *const[]) { "change-passphrase", "note-view", "record-export", NULL }, (*use_case)->name));
  crf_session_close (inspector);
}

/* Which role somebody works in is in the trail, also when it changes between two entries. */
static void
a_change_of_role_is_an_entry (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GPtrArray) rows = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "both", "name", "Both", "roles", "nurse,data-manager", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  session = try_sign_in (study, "both", CRF_TEST_PASSPHRASE, NULL);
  g_assert_true (crf_session_set_role (session, CRF_ROLE_DATA_MANAGER, NULL));
  g_assert_true (crf_session_set_role (session, CRF_ROLE_DATA_MANAGER, NULL));
  g_assert_false (crf_session_set_role (session, CRF_ROLE_ADMINISTRATOR, NULL));
  rows = crf_reader_audit_filtered (study->admin, &(CrfAuditFilter) { .person = "both", .group = "session.role" }, 0, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpstr (((CrfAuditRow *) g_ptr_array_index (rows, 0))->role, ==, "Data manager");
  crf_session_close (session);
}

/* A study that is meant: length counts and nothing else, and a new person chooses her own. */
static void
in_a_real_study_a_passphrase_is_long_and_ones_own (void)
{
  g_autofree char *dir = g_dir_make_tmp ("crf-door-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "trial.stemward", NULL);
  CrfInstant now = { 1772414045000, 480 };
  CrfCreateRequest request = { .definition = "nct06167473", .site = "Third Hospital", .centre = "01", .login = "admin", .name = "Zhao Min",
                               .passphrase = "Tr0ub4dor&3", .clock = crf_clock_fixed (&now) };
  g_autoptr (GError) error = NULL;
  g_autofree char *recovery = NULL;
  CrfRefusal *refusal = NULL;
  CrfSession *admin, *nurse;

  /* Eleven characters of all kinds are too short, twelve small letters are not. */
  g_assert_false (crf_session_create_study (path, &request, &recovery, NULL, &refusal, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (refusal->code, ==, "passphrase-weak");
  g_clear_pointer (&refusal, crf_refusal_free);
  request.passphrase = "correct hors";
  g_assert_true (crf_session_create_study (path, &request, &recovery, NULL, &refusal, &error));
  g_assert_no_error (error);
  admin = crf_session_sign_in (path, "admin", "correct hors", NULL, request.clock, &error);
  g_assert_no_error (error);
  crf_test_refused (admin, "passphrase-weak", "add-user", NULL, "login", "li", "name", "Li Na", "roles", "nurse", "new-passphrase", "Short-1!", NULL);
  /* Long, and no secret. */
  crf_test_refused (admin, "passphrase-weak", "add-user", NULL, "login", "li", "name", "Li Na", "roles", "nurse", "new-passphrase", "aaaaaaaaaaaa", NULL);
  crf_test_refused (admin, "passphrase-weak", "add-user", NULL, "login", "li", "name", "Li Na", "roles", "nurse", "new-passphrase", "LiliLiliLiliL", NULL);
  crf_outcome_free (crf_test_do (admin, "add-user", NULL, "login", "li", "name", "Li Na", "roles", "nurse", "new-passphrase", "said on the phone", NULL));
  nurse = crf_session_sign_in_file (crf_session_get_file (admin), "li", "said on the phone", NULL, request.clock, &error);
  g_assert_no_error (error);
  crf_test_refused (nurse, "passphrase-must-change", "register", NULL, "sex", "M", "age", "50", NULL);
  crf_test_refused (nurse, "passphrase-same", "change-passphrase", NULL, "passphrase", "said on the phone", "new-passphrase", "said on the phone", NULL);
  crf_test_refused (nurse, "passphrase-weak", "change-passphrase", NULL, "passphrase", "said on the phone", "new-passphrase", "lililililili", NULL);
  crf_outcome_free (crf_test_do (nurse, "change-passphrase", NULL, "passphrase", "said on the phone", "new-passphrase", "known to me alone", NULL));
  crf_test_refused (nurse, "recovery-key-unconfirmed", "register", NULL, "sex", "M", "age", "50", NULL);
  crf_session_close (nurse);
  crf_session_close (admin);
}

/* There is no way to delete an account, and no login comes back. */
static void
accounts_are_disabled_never_deleted (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GPtrArray) accounts = NULL;

  for (const CrfUseCase *const *use_case = crf_use_cases_list (); *use_case != NULL; use_case++)
    g_assert_false (g_str_has_prefix ((*use_case)->name, "delete") || g_str_has_prefix ((*use_case)->name, "remove"));
  crf_outcome_free (crf_test_do (study->admin, "disable-user", NULL, "login", "wang", NULL));
  crf_test_refused (study->admin, "login-exists", "add-user", NULL, "login", "wang", "name", "Another Wang", "roles", "nurse", "new-passphrase",
                    CRF_TEST_PASSPHRASE, NULL);
  crf_test_refused (study->admin, "login-exists", "add-user", NULL, "login", "li", "name", "Another Li", "roles", "nurse", "new-passphrase",
                    CRF_TEST_PASSPHRASE, NULL);
  accounts = crf_reader_accounts (study->admin, NULL);
  g_assert_cmpuint (accounts->len, ==, 3);
}

/* A file on its way can be tried at leisure: what encrypts it is as long as an account's, but in a demonstration. */
static void
a_file_that_leaves_has_a_passphrase_as_long (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  static const char *const weak[] = { "", "a", "eleven char", "************", "人人人人人人人人人人人人" };

  for (guint i = 0; i < G_N_ELEMENTS (weak); i++)
    {
      g_autofree char *fault = crf_passphrase_transport_fault (NULL, weak[i]);

      if (fault == NULL)
        g_test_message ("“%s” was taken", weak[i]);
      g_assert_nonnull (fault);
    }
  g_assert_null (crf_passphrase_transport_fault (NULL, "three small words"));
  g_assert_null (crf_passphrase_transport_fault (study->nurse, "demo"));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/door/" name, function)
  ADD ("a-wrong-passphrase-at-a-signature-counts-like-one-at-the-door", a_wrong_passphrase_at_a_signature_counts_like_one_at_the_door);
  ADD ("mistyping-now-and-then-never-adds-up", mistyping_now_and_then_never_adds_up);
  ADD ("the-present-passphrase-is-guarded-too", the_present_passphrase_is_guarded_too);
  ADD ("an-account-that-is-disabled-while-it-is-signed-in-does-nothing-more", an_account_that_is_disabled_while_it_is_signed_in_does_nothing_more);
  ADD ("an-account-whose-last-day-ends-overnight-does-nothing-more", an_account_whose_last_day_ends_overnight_does_nothing_more);
  ADD ("a-role-that-is-taken-away-is-gone-at-once", a_role_that_is_taken_away_is_gone_at_once);
  ADD ("an-auditor-has-a-last-day-reads-and-leaves-traces", an_auditor_has_a_last_day_reads_and_leaves_traces);
  ADD ("a-change-of-role-is-an-entry", a_change_of_role_is_an_entry);
  ADD ("in-a-real-study-a-passphrase-is-long-and-ones-own", in_a_real_study_a_passphrase_is_long_and_ones_own);
  ADD ("accounts-are-disabled-never-deleted", accounts_are_disabled_never_deleted);
  ADD ("a-file-that-leaves-has-a-passphrase-as-long", a_file_that_leaves_has_a_passphrase_as_long);

  return g_test_run ();
}
