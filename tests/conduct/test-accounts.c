/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Creating a study file, accounts, passphrases, keys. */

#include "crf-keyring.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-store-error.h"
#include "crf-test-study.h"

#include <string.h>

static CrfSession *
try_sign_in (CrfTestStudy *study,
             const char *login,
             const char *passphrase,
             const char *role,
             GError **error)
{
  return crf_session_sign_in_file (crf_session_get_file (study->admin), login, passphrase, role, crf_test_study_clock (study), error);
}

static void
a_file_says_what_it_is_before_anyone_signs_in (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new_bare ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfFileSummary) summary = crf_file_summary_read (study->path, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (summary->protocol, ==, "NCT06167473");
  g_assert_cmpstr (summary->site, ==, "Third Hospital");
  g_assert_true (summary->demo);
  g_assert_cmpstr (summary->logins[0], ==, "admin");
  g_assert_null (summary->logins[1]);
  g_assert_cmpstr (summary->protection, !=, "");
}

static void
creating_refuses_what_is_missing_or_weak (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new_bare ();
  g_autofree char *path = g_build_filename (study->dir, "other.stemward", NULL);
  CrfCreateRequest good = { .definition = "nct06167473", .site = "Third", .login = "admin", .name = "Zhao", .passphrase = "quite long enough",
                            .clock = crf_test_study_clock (study) };
  const struct { const char *code; CrfCreateRequest request; } cases[] = {
    { "login-invalid", { .definition = "nct06167473", .site = "T", .login = "Zhao Min", .name = "Z", .passphrase = "quite long enough" } },
    { "login-invalid", { .definition = "nct06167473", .site = "T", .login = "z", .name = "Z", .passphrase = "quite long enough" } },
    { "passphrase-weak", { .definition = "nct06167473", .site = "T", .login = "zhao", .name = "Z", .passphrase = "eleven char" } },
    { "passphrase-weak", { .definition = "nct06167473", .site = "T", .login = "zhao", .name = "Z", .passphrase = "" } },
    { "name-missing", { .definition = "nct06167473", .site = "T", .login = "zhao", .name = "", .passphrase = "quite long enough" } },
    { "site-missing", { .definition = "nct06167473", .site = NULL, .login = "zhao", .name = "Z", .passphrase = "quite long enough" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfRefusal) refusal = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_false (crf_session_create_study (path, &cases[i].request, NULL, NULL, &refusal, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (refusal->code, ==, cases[i].code);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
  {
    g_autoptr (CrfRefusal) refusal = NULL;

    g_assert_false (crf_session_create_study (study->path, &good, NULL, NULL, &refusal, NULL));
    g_assert_cmpstr (refusal->code, ==, "file-exists");
  }
  {
    g_autoptr (CrfRefusal) refusal = NULL;
    g_autoptr (GError) error = NULL;

    good.definition = "nct99999999";
    g_assert_false (crf_session_create_study (path, &good, NULL, NULL, &refusal, &error));
    g_assert_nonnull (error);
    g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  }
}

static void
the_first_patient_waits_for_the_recovery_key (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new_bare ();
  g_autoptr (CrfStudySummary) summary = NULL;
  char *wrong;

  study->admin = crf_session_sign_in (study->path, "admin", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), NULL);
  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "li", "name", "Li Na", "roles", "nurse", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  study->nurse = try_sign_in (study, "li", CRF_TEST_PASSPHRASE, NULL, NULL);
  crf_test_refused (study->nurse, "recovery-key-unconfirmed", "register", NULL, "sex", "M", "age", "50", NULL);

  wrong = g_strdup (study->recovery);
  wrong[0] = wrong[0] == 'A' ? 'B' : 'A';
  crf_test_refused (study->admin, "recovery-key-mistyped", "confirm-recovery-key", NULL, "recovery-key", wrong, NULL);
  g_free (wrong);
  crf_outcome_free (crf_test_do (study->admin, "confirm-recovery-key", NULL, "recovery-key", study->recovery, NULL));
  summary = crf_reader_study (study->admin, NULL);
  g_assert_true (summary->recovery_confirmed);
  crf_outcome_free (crf_test_do (study->nurse, "register", NULL, "sex", "M", "age", "50", NULL));
}

static void
the_recovery_key_of_another_file_is_told_apart (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new_bare ();
  g_autoptr (CrfTestStudy) other = crf_test_study_new_bare ();

  study->admin = crf_session_sign_in (study->path, "admin", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), NULL);
  crf_test_refused (study->admin, "recovery-key-wrong", "confirm-recovery-key", NULL, "recovery-key", other->recovery, NULL);
}

static void
a_wrong_passphrase_and_an_unknown_login_look_the_same (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GError) unknown = NULL;

  g_assert_null (try_sign_in (study, "li", "other", NULL, &wrong));
  g_assert_error (wrong, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE);
  g_assert_null (try_sign_in (study, "nobody", "other", NULL, &unknown));
  g_assert_error (unknown, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE);
  g_assert_cmpstr (wrong->message, ==, unknown->message);
}

static void
failed_sign_ins_are_journalled (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GPtrArray) rows = NULL;
  guint failed = 0;

  g_assert_null (try_sign_in (study, "li", "other", NULL, NULL));
  rows = crf_reader_audit (study->admin, NULL, NULL, NULL, 5, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      CrfAuditRow *row = g_ptr_array_index (rows, i);

      failed += strcmp (row->action, "session.sign-in-failed") == 0 && g_strcmp0 (row->new_value, "li") == 0;
    }
  g_assert_cmpuint (failed, ==, 1);
}

static void
a_role_that_one_does_not_have_is_refused_at_sign_in (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  g_assert_null (try_sign_in (study, "li", CRF_TEST_PASSPHRASE, "administrator", &error));
  g_assert_nonnull (strstr (error->message, "administrator"));
  crf_outcome_free (crf_test_do (study->admin, "set-roles", NULL, "login", "li", "roles", "nurse,data-manager", NULL));
  session = try_sign_in (study, "li", CRF_TEST_PASSPHRASE, "data-manager", NULL);
  g_assert_cmpint (crf_session_get_role (session), ==, CRF_ROLE_DATA_MANAGER);
  g_assert_true (crf_session_set_role (session, CRF_ROLE_NURSE, NULL));
  g_assert_false (crf_session_set_role (session, CRF_ROLE_MONITOR, NULL));
  g_assert_cmpint (crf_session_get_role (session), ==, CRF_ROLE_NURSE);
  crf_session_close (session);
}

static void
a_disabled_account_cannot_sign_in_until_it_is_enabled (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "disable-user", NULL, "login", "wang", NULL));
  g_assert_null (try_sign_in (study, "wang", CRF_TEST_PASSPHRASE, NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DISABLED);
  crf_outcome_free (crf_test_do (study->admin, "enable-user", NULL, "login", "wang", NULL));
  session = try_sign_in (study, "wang", CRF_TEST_PASSPHRASE, NULL, NULL);
  g_assert_nonnull (session);
  crf_session_close (session);
}

static void
set_roles (CrfTestStudy *study,
           const char *login,
           const char *roles,
           const char *last_day)
{
  crf_outcome_free (crf_test_do (study->admin, "set-roles", NULL, "login", login, "roles", roles, last_day != NULL ? "last-day" : NULL, last_day, NULL));
}

static void
the_last_administrator_stays (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();

  crf_test_refused (study->admin, "last-administrator", "disable-user", NULL, "login", "admin", NULL);
  crf_test_refused (study->admin, "last-administrator", "set-roles", NULL, "login", "admin", "roles", "nurse", NULL);
  /* Past or to come: nobody could extend it afterwards. */
  crf_test_refused (study->admin, "last-administrator", "set-roles", NULL, "login", "admin", "roles", "administrator", "last-day", "2026-01-01", NULL);
  crf_test_refused (study->admin, "last-administrator", "set-roles", NULL, "login", "admin", "roles", "administrator", "last-day", "2030-01-01", NULL);
  set_roles (study, "admin", "administrator,nurse", NULL);
  set_roles (study, "wang", "investigator,administrator", NULL);
  crf_outcome_free (crf_test_do (study->admin, "disable-user", NULL, "login", "admin", NULL));
}

static void
an_administrator_who_ends_does_not_stand_in_for_the_last_one (void)
{
  static const char *const days[] = { "2026-02-01", "2026-11-01" }; /* today is 2026-03-02 */

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autoptr (CrfTestStudy) study = crf_test_study_new ();

      set_roles (study, "wang", "investigator,administrator", days[i]);
      crf_test_refused (study->admin, "last-administrator", "disable-user", NULL, "login", "admin", NULL);
      crf_test_refused (study->admin, "last-administrator", "set-roles", NULL, "login", "admin", "roles", "nurse", NULL);
      /* Others come and go meanwhile, and so does one who ends. */
      crf_outcome_free (crf_test_do (study->admin, "disable-user", NULL, "login", "li", NULL));
      set_roles (study, "wang", "investigator,administrator", "2026-10-01");
      crf_test_refused (study->admin, "last-day-twice", "set-roles", NULL, "login", "wang", "roles", "administrator", "last-day", "2026-10-01",
                        "no-last-day", "yes", NULL);
      crf_outcome_free (crf_test_do (study->admin, "set-roles", NULL, "login", "wang", "roles", "administrator", "no-last-day", "yes", NULL));
      crf_outcome_free (crf_test_do (study->admin, "disable-user", NULL, "login", "admin", NULL));
    }
}

/* Where all administrators end on a day, as an earlier version let them, one can still extend herself. */
static void
administrators_who_all_end_can_be_extended (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  const CrfActor actor = { .user = "admin", .role = "administrator", .clock = crf_test_study_clock (study) };
  const CrfEntry entry = { .action = CRF_ACTION_ACCOUNT_ROLES, .detail = "{\"login\":\"admin\",\"roles\":[\"administrator\"],\"last_day\":\"2026-03-09\"}" };
  g_autoptr (CrfTransaction) txn = crf_transaction_begin (crf_session_get_file (study->admin), &actor, NULL);

  g_assert_true (crf_transaction_append (txn, &entry, NULL, NULL) && crf_transaction_commit (txn, NULL));
  g_clear_pointer (&txn, crf_transaction_free);
  crf_outcome_free (crf_test_do (study->admin, "disable-user", NULL, "login", "li", NULL));
  crf_test_refused (study->admin, "last-administrator", "disable-user", NULL, "login", "admin", NULL);
  crf_test_refused (study->admin, "last-administrator", "set-roles", NULL, "login", "admin", "roles", "administrator", "last-day", "2026-03-01", NULL);
  set_roles (study, "admin", "administrator", "2026-06-30");
  crf_outcome_free (crf_test_do (study->admin, "set-roles", NULL, "login", "admin", "roles", "administrator", "no-last-day", "yes", NULL));
  crf_test_refused (study->admin, "last-administrator", "set-roles", NULL, "login", "admin", "roles", "administrator", "last-day", "2026-06-30", NULL);
}

static void
the_list_of_accounts_says_who_has_ended (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GPtrArray) accounts = NULL;

  set_roles (study, "li", "nurse", "2026-03-01");
  set_roles (study, "wang", "investigator", "2026-03-02");
  accounts = crf_reader_accounts (study->admin, NULL);
  for (guint i = 0; i < accounts->len; i++)
    {
      const CrfAccount *account = g_ptr_array_index (accounts, i);
      const char *expected = strcmp (account->login, "li") == 0     ? "Ended on 2026-03-01"
                             : strcmp (account->login, "wang") == 0 ? "Active until 2026-03-02"
                                                                    : "Active";

      g_assert_cmpstr (account->state, ==, expected);
    }
}

static void
keys_are_not_given_to_an_account_that_is_closed (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  CrfStudyFile *file = crf_session_get_file (study->admin);

  crf_outcome_free (crf_test_do (study->admin, "disable-user", NULL, "login", "li", NULL));
  set_roles (study, "wang", "investigator", "2026-03-01");
  crf_outcome_free (crf_test_do (study->admin, "grant-keys", NULL, "login", "li", NULL));
  crf_outcome_free (crf_test_do (study->admin, "reset-user", NULL, "login", "li", "new-passphrase", "first", NULL));
  set_roles (study, "li", "nurse,investigator", NULL);
  crf_outcome_free (crf_test_do (study->admin, "grant-keys", NULL, "login", "wang", NULL));
  g_assert_false (crf_keys_account_holds_any (file, "li"));
  g_assert_false (crf_keys_account_holds_any (file, "wang"));
}

static void
a_changed_passphrase_opens_the_same_keys (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget target = { .subject = number, .event = (char *) "SE.SCREENING", .form = (char *) "F.DM" };
  g_autoptr (CrfFormState) form = NULL;
  CrfSession *session;

  crf_test_refused (study->nurse, "passphrase-wrong", "change-passphrase", NULL, "passphrase", "no", "new-passphrase", "nightshift", NULL);
  crf_outcome_free (crf_test_do (study->nurse, "change-passphrase", NULL, "passphrase", CRF_TEST_PASSPHRASE, "new-passphrase", "nightshift", NULL));
  g_assert_null (try_sign_in (study, "li", CRF_TEST_PASSPHRASE, NULL, NULL));
  session = try_sign_in (study, "li", "nightshift", NULL, NULL);
  g_assert_nonnull (session);
  form = crf_reader_form (session, &target, NULL);
  g_assert_cmpstr (crf_form_state_find (form, "SUBJNAME", NULL)->value->canonical, ==, "张红");
  crf_session_close (session);
}

static void
a_reset_account_must_choose_a_passphrase_and_gets_its_keys_back (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget target = { .subject = number, .event = (char *) "SE.SCREENING", .form = (char *) "F.DM" };
  g_autoptr (CrfFormState) form = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "reset-user", NULL, "login", "li", "new-passphrase", "first", NULL));
  session = try_sign_in (study, "li", "first", NULL, NULL);
  g_assert_nonnull (session);
  g_assert_true (crf_session_must_change_passphrase (session));
  crf_test_refused (session, "passphrase-must-change", "register", NULL, "sex", "M", "age", "50", NULL);
  crf_outcome_free (crf_test_do (session, "change-passphrase", NULL, "passphrase", "first", "new-passphrase", "second", NULL));
  g_assert_false (crf_session_must_change_passphrase (session));
  form = crf_reader_form (session, &target, NULL);
  g_assert_cmpstr (crf_form_state_find (form, "SUBJNAME", NULL)->value->canonical, ==, "张红");
  crf_session_close (session);
  crf_test_refused (study->admin, "own-account", "reset-user", NULL, "login", "admin", "new-passphrase", "first", NULL);
}

static void
names_are_sealed_to_roles_that_do_not_need_them (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget target = { .subject = number, .event = (char *) "SE.SCREENING", .form = (char *) "F.DM" };
  g_autoptr (CrfFormState) form = NULL;
  CrfFieldState *name;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "monitor", "name", "M", "roles", "monitor", "new-passphrase", "demo", NULL));
  session = try_sign_in (study, "monitor", "demo", NULL, NULL);
  form = crf_reader_form (session, &target, NULL);
  name = crf_form_state_find (form, "SUBJNAME", NULL);
  g_assert_true (name->sealed);
  g_assert_true (crf_value_is_empty (name->value));
  g_assert_false (name->editable);
  crf_session_close (session);
}

static void
a_login_is_never_used_twice (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();

  crf_test_refused (study->admin, "login-exists", "add-user", NULL, "login", "li", "name", "Li Ning", "roles", "nurse", "new-passphrase", "demo",
                    NULL);
  crf_test_refused (study->admin, "role-unknown", "add-user", NULL, "login", "ning", "name", "Li Ning", "roles", "nurs", "new-passphrase", "demo",
                    NULL);
  crf_test_refused (study->admin, "account-unknown", "disable-user", NULL, "login", "ning", NULL);
}

/* Asked, answered and closed by one person is no query; verified by whoever entered it, no verification. */
static void
duties_that_watch_each_other_are_two_peoples (void)
{
  static const char *const apart[] = { "monitor,nurse", "investigator,monitor", "monitor,assessor", "pharmacist,monitor", "monitor,laboratory",
                                       "auditor,data-manager", "auditor,nurse", "assessor,investigator", "assessor,nurse,statistician" };
  static const char *const together[] = { "data-manager,statistician", "nurse,investigator", "monitor,data-manager", "administrator,investigator" };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();

  for (guint i = 0; i < G_N_ELEMENTS (apart); i++)
    {
      crf_test_refused (study->admin, "roles-of-two-people", "set-roles", NULL, "login", "li", "roles", apart[i], "last-day", "2026-12-31", NULL);
      crf_test_refused (study->admin, "roles-of-two-people", "add-user", NULL, "login", "both", "name", "Both", "roles", apart[i], "last-day", "2026-12-31",
                        "new-passphrase", CRF_TEST_PASSPHRASE, NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (together); i++)
    crf_outcome_free (crf_test_do (study->admin, "set-roles", NULL, "login", "li", "roles", together[i], NULL));
}

static void
a_name_is_one_line_of_letters_that_can_be_seen (void)
{
  static const char *const faults[] = { "Chen\nBo", "Chen\tBo", "\u202enehC", "Chen\u200bBo", "Chen\u2028Bo", NULL };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *endless = g_strnfill (30000, 'x');

  for (guint i = 0; faults[i] != NULL; i++)
    crf_test_refused (study->admin, "not-a-line", "add-user", NULL, "login", "chen", "name", faults[i], "roles", "nurse", "new-passphrase",
                      CRF_TEST_PASSPHRASE, NULL);
  crf_test_refused (study->admin, "too-long", "add-user", NULL, "login", "chen", "name", endless, "roles", "nurse", "new-passphrase", CRF_TEST_PASSPHRASE,
                    NULL);
  crf_test_refused (study->nurse, "not-a-line", "register", NULL, "sex", "M", "birth-date", "1972-05-04", "initials", "AB\nC", NULL);
  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "chen", "name", "欧阳·古丽娜尔 (O’Brien-Çelik)", "roles", "nurse", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
}

static void
two_accounts_of_one_name_are_asked_about (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) asked = NULL;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "chen", "name", "Chen Bo", "roles", "nurse", "new-passphrase", CRF_TEST_PASSPHRASE,
                                 NULL));
  asked = crf_conduct_with (study->admin, "add-user", NULL, &error, "login", "chen2", "name", "chen  bo", "roles", "monitor", "new-passphrase",
                            CRF_TEST_PASSPHRASE, NULL);
  g_assert_no_error (error);
  g_assert_nonnull (asked->prompt);
  g_assert_nonnull (strstr (asked->prompt->message, "chen"));
  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "chen2", "name", "chen  bo", "roles", "monitor", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, "confirm", asked->prompt->id, NULL));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/accounts/" name, function)
  ADD ("a-file-says-what-it-is-before-anyone-signs-in", a_file_says_what_it_is_before_anyone_signs_in);
  ADD ("creating-refuses-what-is-missing-or-weak", creating_refuses_what_is_missing_or_weak);
  ADD ("the-first-patient-waits-for-the-recovery-key", the_first_patient_waits_for_the_recovery_key);
  ADD ("the-recovery-key-of-another-file-is-told-apart", the_recovery_key_of_another_file_is_told_apart);
  ADD ("a-wrong-passphrase-and-an-unknown-login-look-the-same", a_wrong_passphrase_and_an_unknown_login_look_the_same);
  ADD ("failed-sign-ins-are-journalled", failed_sign_ins_are_journalled);
  ADD ("a-role-that-one-does-not-have-is-refused-at-sign-in", a_role_that_one_does_not_have_is_refused_at_sign_in);
  ADD ("a-disabled-account-cannot-sign-in-until-it-is-enabled", a_disabled_account_cannot_sign_in_until_it_is_enabled);
  ADD ("the-last-administrator-stays", the_last_administrator_stays);
  ADD ("an-administrator-who-ends-does-not-stand-in-for-the-last-one", an_administrator_who_ends_does_not_stand_in_for_the_last_one);
  ADD ("administrators-who-all-end-can-be-extended", administrators_who_all_end_can_be_extended);
  ADD ("the-list-of-accounts-says-who-has-ended", the_list_of_accounts_says_who_has_ended);
  ADD ("keys-are-not-given-to-an-account-that-is-closed", keys_are_not_given_to_an_account_that_is_closed);
  ADD ("a-changed-passphrase-opens-the-same-keys", a_changed_passphrase_opens_the_same_keys);
  ADD ("a-reset-account-must-choose-a-passphrase-and-gets-its-keys-back", a_reset_account_must_choose_a_passphrase_and_gets_its_keys_back);
  ADD ("names-are-sealed-to-roles-that-do-not-need-them", names_are_sealed_to_roles_that_do_not_need_them);
  ADD ("a-login-is-never-used-twice", a_login_is_never_used_twice);
  ADD ("duties-that-watch-each-other-are-two-peoples", duties_that_watch_each_other_are_two_peoples);

  g_test_add_func ("/conduct/accounts/a-name-is-one-line-of-letters-that-can-be-seen", a_name_is_one_line_of_letters_that_can_be_seen);
  g_test_add_func ("/conduct/accounts/two-accounts-of-one-name-are-asked-about", two_accounts_of_one_name_are_asked_about);
  return g_test_run ();
}
