/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who holds which role key, and in which role it opens: names and hospital numbers, and the arms of a masked study. */

#include "crf-export.h"
#include "crf-keyring.h"
#include "crf-permission-matrix.h"
#include "crf-reader.h"
#include "crf-store-error.h"
#include "crf-test-study.h"

#include <string.h>

static CrfSession *
sign_in (CrfTestStudy *study,
         const char *login,
         const char *role)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session = crf_session_sign_in_file (crf_session_get_file (study->admin), login, CRF_TEST_PASSPHRASE, role, crf_test_study_clock (study), &error);

  g_assert_no_error (error);
  return session;
}

static void
add_user (CrfTestStudy *study,
          const char *login,
          const char *roles,
          const char *last_day)
{
  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", login, "name", login, "roles", roles, "new-passphrase", CRF_TEST_PASSPHRASE,
                                 last_day != NULL ? "last-day" : NULL, last_day, NULL));
}

static gboolean
find_name (const CrfExportValue *value,
           gpointer data)
{
  gboolean *found = data;

  *found = *found || g_strcmp0 (value->entered, "张红") == 0;
  return TRUE;
}

/* By every way that leads to a value: form, trail, bulk. The patient of crf_test_register() is called 张红. */
static gboolean
reads_names (CrfSession *session,
             const char *number)
{
  CrfTarget target = { .subject = (char *) number, .event = (char *) "SE.SCREENING", .form = (char *) "F.DM" };
  g_autoptr (CrfFormState) form = crf_reader_form (session, &target, NULL);
  g_autoptr (GPtrArray) rows = crf_reader_audit (session, number, NULL, NULL, 0, NULL), patients = crf_export_subjects (session, number, NULL);
  gboolean in_form = !crf_form_state_find (form, "SUBJNAME", NULL)->sealed, in_trail = FALSE, in_bulk = FALSE;

  for (guint i = 0; i < rows->len; i++)
    in_trail = in_trail || g_strcmp0 (((CrfAuditRow *) g_ptr_array_index (rows, i))->new_value, "张红") == 0;
  g_assert_true (crf_export_visit_values (session, ((CrfPatient *) g_ptr_array_index (patients, 0))->key, TRUE, find_name, &in_bulk, NULL));
  g_assert_cmpint (in_form, ==, in_trail);
  g_assert_cmpint (in_form, ==, in_bulk);
  g_assert_cmpint (in_form, ==, crf_session_may_read_identifiers (session));
  return in_form;
}

static void
names_open_in_the_roles_that_work_with_them_and_in_no_other (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfRefusal) refusal = NULL;
  CrfSession *session;

  add_user (study, "both", "data-manager,nurse", NULL);
  session = sign_in (study, "both", "data-manager");
  g_assert_false (reads_names (session, number));
  g_assert_false (crf_export_permitted (session, TRUE, &refusal));
  g_assert_cmpstr (refusal->code, ==, "names-not-permitted");
  g_assert_true (crf_export_permitted (session, FALSE, NULL));

  g_assert_true (crf_session_set_role (session, CRF_ROLE_NURSE, NULL));
  g_assert_true (reads_names (session, number));
  g_assert_true (crf_export_permitted (session, TRUE, NULL));
  g_assert_true (crf_session_set_role (session, CRF_ROLE_DATA_MANAGER, NULL));
  g_assert_false (reads_names (session, number));
  /* The lock wipes the keys; unlocking is no way round the role. */
  crf_session_lock (session);
  g_assert_true (crf_session_unlock (session, CRF_TEST_PASSPHRASE, NULL));
  g_assert_false (reads_names (session, number));
  crf_session_close (session);
}

static void
a_nurse_who_becomes_monitor_loses_the_key_of_names (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfStudyFile *file = crf_session_get_file (study->admin);
  CrfSession *session;

  g_assert_true (crf_keys_account_holds (file, "li", CRF_ROLE_KEY_IDENTIFIERS));
  crf_outcome_free (crf_test_do (study->admin, "set-roles", NULL, "login", "li", "roles", "monitor", NULL));
  g_assert_false (crf_keys_account_holds (file, "li", CRF_ROLE_KEY_IDENTIFIERS));
  session = sign_in (study, "li", NULL);
  g_assert_false (reads_names (session, number));
  crf_session_close (session);
  /* What she had open is closed at her next act. */
  crf_test_refused (study->nurse, "role-gone", "note-view", number, NULL);
  g_assert_false (reads_names (study->nurse, number));
  /* Nurse again: the key comes back from whoever holds it. */
  crf_outcome_free (crf_test_do (study->admin, "set-roles", NULL, "login", "li", "roles", "nurse", NULL));
  session = sign_in (study, "li", NULL);
  g_assert_true (reads_names (session, number));
  crf_session_close (session);
}

static void
a_closed_account_holds_no_role_key (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  CrfStudyFile *file = crf_session_get_file (study->admin);

  g_assert_true (crf_keys_account_holds_any (file, "wang"));
  crf_outcome_free (crf_test_do (study->admin, "disable-user", NULL, "login", "wang", NULL));
  g_assert_false (crf_keys_account_holds_any (file, "wang"));
  crf_outcome_free (crf_test_do (study->admin, "enable-user", NULL, "login", "wang", NULL));
  g_assert_true (crf_keys_account_holds (file, "wang", CRF_ROLE_KEY_IDENTIFIERS));
}

static void
an_account_whose_last_day_is_over_loses_its_keys_at_the_next_sign_in_of_anybody (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  CrfStudyFile *file = crf_session_get_file (study->admin);

  add_user (study, "locum", "nurse", "2026-03-02");
  crf_session_close (sign_in (study, "li", NULL));
  g_assert_true (crf_keys_account_holds (file, "locum", CRF_ROLE_KEY_IDENTIFIERS));
  crf_test_study_set_now (study, "2026-03-03T00:30");
  crf_session_close (sign_in (study, "li", NULL));
  g_assert_false (crf_keys_account_holds_any (file, "locum"));
  /* Extended by an administrator, who gives the keys too. */
  crf_outcome_free (crf_test_do (study->admin, "set-roles", NULL, "login", "locum", "roles", "nurse", "last-day", "2026-03-09", NULL));
  g_assert_true (crf_keys_account_holds (file, "locum", CRF_ROLE_KEY_IDENTIFIERS));
}

/* ── Who may know and who may not ── */

static CrfRole
roles_joined (CrfTestStudy *study)
{
  g_autoptr (GPtrArray) rows = crf_permission_matrix (crf_session_get_study (study->admin));

  for (guint i = 0; i < rows->len; i++)
    if (strcmp (((CrfPermissionRow *) g_ptr_array_index (rows, i))->name, "(joined)") == 0)
      return ((CrfPermissionRow *) g_ptr_array_index (rows, i))->roles;
  g_assert_not_reached ();
}

/* @knowing together with every other role: refused or not as the matrix prints, and as the design says who may know. */
static void
try_to_join (const char *protocol,
             CrfRole knowing)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new_of (protocol);
  gboolean masked = crf_study_get_masking (crf_session_get_study (study->admin)) != CRF_MASKING_NONE;

  g_assert_cmpint (roles_joined (study), ==, masked ? knowing : CRF_ROLES_ALL);
  add_user (study, "chen", "monitor", NULL);
  for (guint bit = 1; bit <= CRF_ROLES_ALL; bit <<= 1)
    {
      g_autofree char *roles = g_strdup_printf ("pharmacist,%s", crf_role_get_name ((CrfRole) bit));
      g_autofree char *login = g_strdup_printf ("with.%s", crf_role_get_name ((CrfRole) bit));

      /* Who only looks has no hand in anything, masked or not. */
      if ((bit & (CRF_ROLE_MONITOR | CRF_ROLE_AUDITOR)) != 0 && (!masked || (knowing & bit) != 0))
        {
          crf_test_refused (study->admin, "roles-of-two-people", "set-roles", NULL, "login", "chen", "roles", roles, "last-day", "2026-12-31", NULL);
          continue;
        }
      if (!masked || (knowing & bit) != 0)
        {
          add_user (study, login, roles, "2026-12-31");
          continue;
        }
      crf_test_refused (study->admin, "roles-mix-blinding", "add-user", NULL, "login", login, "name", login, "roles", roles, "new-passphrase",
                        CRF_TEST_PASSPHRASE, "last-day", "2026-12-31", NULL);
      crf_test_refused (study->admin, "roles-mix-blinding", "set-roles", NULL, "login", "chen", "roles", roles, "last-day", "2026-12-31", NULL);
    }
}

static void
in_a_masked_study_nobody_both_knows_the_arms_and_is_kept_from_them (void)
{
  try_to_join ("nct01218464", CRF_ROLE_PHARMACIST | CRF_ROLE_LABORATORY);
  try_to_join ("nct06242405", CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST | CRF_ROLE_LABORATORY);
  try_to_join ("nct06167473", CRF_ROLES_ALL);
}

/* conduct.md 3: allowed, flagged and printed. */
static void
an_administrator_of_a_blinded_ward_may_be_its_nurse (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new_of ("nct01218464");
  g_autoptr (CrfOutcome) outcome = crf_test_do (study->admin, "add-user", NULL, "login", "chen", "name", "Chen", "roles", "administrator,nurse",
                                                "new-passphrase", CRF_TEST_PASSPHRASE, NULL);

  g_assert_cmpuint (outcome->notices->len, ==, 1);
  g_assert_false (crf_keys_account_holds (crf_session_get_file (study->admin), "chen", CRF_ROLE_KEY_ALLOCATION));
}

/* In a file from before the rule an account may have both. It gets nothing more until its roles are parted. */
static void
an_account_that_mixes_both_from_earlier_is_given_no_key (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new_of ("nct01218464");
  CrfStudyFile *file = crf_session_get_file (study->admin);
  const CrfActor actor = { .user = "admin", .role = "administrator", .clock = crf_test_study_clock (study) };
  const CrfEntry entry = { .action = CRF_ACTION_ACCOUNT_ROLES, .detail = "{\"login\":\"li\",\"roles\":[\"nurse\",\"pharmacist\"]}" };
  g_autoptr (CrfTransaction) txn = crf_transaction_begin (file, &actor, NULL);

  g_assert_true (crf_transaction_append (txn, &entry, NULL, NULL) && crf_transaction_commit (txn, NULL));
  g_clear_pointer (&txn, crf_transaction_free);
  crf_test_refused (study->admin, "roles-mix-blinding", "grant-keys", NULL, "login", "li", "recovery-key", study->recovery, NULL);
  crf_test_refused (study->admin, "roles-mix-blinding", "reset-user", NULL, "login", "li", "new-passphrase", "first", NULL);
  g_assert_false (crf_keys_account_holds (file, "li", CRF_ROLE_KEY_ALLOCATION));
  crf_outcome_free (crf_test_do (study->admin, "set-roles", NULL, "login", "li", "roles", "nurse", "confirm", "has-known-arms", "reason", "was meant for another", NULL));
  crf_outcome_free (crf_test_do (study->admin, "grant-keys", NULL, "login", "li", NULL));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/role-keys/" name, function)
  ADD ("names-open-in-the-roles-that-work-with-them-and-in-no-other", names_open_in_the_roles_that_work_with_them_and_in_no_other);
  ADD ("a-nurse-who-becomes-monitor-loses-the-key-of-names", a_nurse_who_becomes_monitor_loses_the_key_of_names);
  ADD ("a-closed-account-holds-no-role-key", a_closed_account_holds_no_role_key);
  ADD ("an-account-whose-last-day-is-over-loses-its-keys-at-the-next-sign-in-of-anybody",
       an_account_whose_last_day_is_over_loses_its_keys_at_the_next_sign_in_of_anybody);
  ADD ("in-a-masked-study-nobody-both-knows-the-arms-and-is-kept-from-them", in_a_masked_study_nobody_both_knows_the_arms_and_is_kept_from_them);
  ADD ("an-administrator-of-a-blinded-ward-may-be-its-nurse", an_administrator_of_a_blinded_ward_may_be_its_nurse);
  ADD ("an-account-that-mixes-both-from-earlier-is-given-no-key", an_account_that_mixes_both_from_earlier_is_given_no_key);

  return g_test_run ();
}
