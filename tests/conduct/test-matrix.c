/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The permission matrix, whole: every role tries every use case, with and without delegation, in studies that mask nobody, one side, and the ward. What
 * the design says of roles is written down here once more, apart from the registry. */

#include "crf-import-batch.h"
#include "crf-permission-matrix.h"
#include "crf-records.h"
#include "crf-site-data.h"
#include "crf-test-study.h"

#include <string.h>

#define MONITOR CRF_ROLE_MONITOR
#define MANAGER CRF_ROLE_DATA_MANAGER

static const char *const tasks[] = { "consent", "eligibility", "causality", "prescribe", "prepare", "check", "infuse", "enter", NULL };

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

static char *
add_account (CrfTestStudy *study,
             const char *role)
{
  char *login = g_strdup_printf ("as.%s", role);

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", login, "name", role, "roles", role, "new-passphrase", CRF_TEST_PASSPHRASE,
                                 "recovery-key", study->recovery, "last-day", "2026-12-31", NULL));
  return login;
}

typedef enum { NO_LOG, NOT_DELEGATED, NOT_SIGNED, DELEGATED } Delegation;

static gboolean
is_permission (const CrfRefusal *refusal)
{
  return g_strv_contains ((const char *const[]) { "not-permitted", "may-not-know", "task-not-delegated", "task-not-signed", NULL }, refusal->code);
}

/* No arguments and no patient: who may is refused for another reason, or asks, or does it. */
static void
try_row (CrfSession *session,
         const CrfPermissionRow *row,
         gboolean allowed)
{
  const CrfUseCase *use_case = crf_use_case_find (row->name);
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  guint64 before = crf_records_count_entries (crf_session_get_file (session));

  if (crf_use_case_permitted (session, use_case, &refusal) != allowed)
    g_error ("%s, as %s: %s", row->name, crf_role_get_name (crf_session_get_role (session)), refusal != NULL ? refusal->message : "permitted");
  outcome = crf_conduct_with (session, row->name, NULL, &error, NULL);
  g_assert_no_error (error);
  g_assert_cmpint (outcome->refusal != NULL && is_permission (outcome->refusal), ==, !allowed);
  if (allowed)
    return;
  g_assert_nonnull (outcome->refusal->remedy);
  g_assert_cmpuint (crf_records_count_entries (crf_session_get_file (session)), ==, before);
}

static gboolean
may_import (CrfSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfBatch) batch = crf_batch_begin (session, &error);

  if (batch == NULL)
    g_assert_error (error, CRF_BATCH_ERROR, CRF_BATCH_ERROR_NOT_PERMITTED);
  return batch != NULL;
}

static guint
try_role (CrfTestStudy *study,
          const char *login,
          guint bit,
          Delegation delegation)
{
  CrfSession *session = sign_in (study, login, NULL);
  g_autoptr (GPtrArray) rows = crf_permission_matrix (crf_session_get_study (session));

  for (guint i = 0; i < rows->len; i++)
    {
      const CrfPermissionRow *row = g_ptr_array_index (rows, i);
      gboolean allowed = (row->roles & bit) != 0 && (row->task == NULL || delegation == NO_LOG || delegation == DELEGATED);

      if (strcmp (row->name, "(arms)") == 0)
        g_assert_cmpint (crf_session_may_know_arms (session), ==, allowed);
      else if (strcmp (row->name, "(import)") == 0)
        g_assert_cmpint (may_import (session), ==,
                         allowed
                             || ((delegation == NOT_DELEGATED || delegation == NOT_SIGNED)
                                 && (row->roles & bit & CRF_ROLE_ADMINISTRATOR) != 0));
      else if (strcmp (row->name, "(names)") == 0)
        g_assert_cmpint (crf_session_may_read_identifiers (session), ==, allowed);
      else if (strcmp (row->name, "(joined)") != 0) /* of an account, not of a session: test-role-keys */
        try_row (session, row, allowed);
    }
  crf_session_close (session);
  return rows->len;
}

static void
sign_log (CrfTestStudy *study)
{
  CrfSession *principal = sign_in (study, "as.principal-investigator", NULL);

  crf_outcome_free (crf_test_do (principal, "sign-delegations", NULL, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  crf_session_close (principal);
}

static void
every_role_tries_every_use_case (gconstpointer protocol)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new_of (protocol);
  guint cells = 0;

  for (guint bit = 1; bit <= CRF_ROLES_ALL; bit <<= 1)
    {
      g_autofree char *login = add_account (study, crf_role_get_name ((CrfRole) bit));

      cells += try_role (study, login, bit, NO_LOG);
    }
  /* The first line of the log, for somebody else, and signed: from now on tasks need one. */
  crf_outcome_free (crf_test_do (study->admin, "delegate", NULL, "login", "li", "task", "enter", "from", "2026-03-01", NULL));
  sign_log (study);
  for (guint bit = 1; bit <= CRF_ROLES_ALL; bit <<= 1)
    {
      g_autofree char *login = g_strdup_printf ("as.%s", crf_role_get_name ((CrfRole) bit));

      cells += try_role (study, login, bit, NOT_DELEGATED);
      for (guint i = 0; tasks[i] != NULL; i++)
        crf_outcome_free (crf_test_do (study->admin, "delegate", NULL, "login", login, "task", tasks[i], "from", "2026-03-01", NULL));
      cells += try_role (study, login, bit, NOT_SIGNED);
    }
  sign_log (study);
  for (guint bit = 1; bit <= CRF_ROLES_ALL; bit <<= 1)
    {
      g_autofree char *login = g_strdup_printf ("as.%s", crf_role_get_name ((CrfRole) bit));

      cells += try_role (study, login, bit, DELEGATED);
    }
  g_test_message ("%s: %u cells", (const char *) protocol, cells);
  g_assert_cmpuint (cells, >=, 4 * 11 * 100);
}

/* conduct.md 3, edc-features.md 4, row 13, architecture.md, Keys: who is meant, in our own words. */
static void
the_registry_says_of_roles_what_the_design_says (void)
{
  static const struct { const char *use_case; CrfRole may; CrfRole may_not; } says[] = {
    { "enter", CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
      MANAGER | MONITOR | CRF_ROLE_STATISTICIAN | CRF_ROLE_AUDITOR | CRF_ROLE_ADMINISTRATOR },
    { "complete-form", CRF_ROLE_NURSE, MANAGER | MONITOR | CRF_ROLE_STATISTICIAN | CRF_ROLE_AUDITOR | CRF_ROLE_ADMINISTRATOR },
    { "reopen-form", CRF_ROLE_NURSE, MANAGER | MONITOR | CRF_ROLE_STATISTICIAN | CRF_ROLE_AUDITOR | CRF_ROLE_ADMINISTRATOR },
    { "paste-results", CRF_ROLE_NURSE, MANAGER | MONITOR | CRF_ROLE_STATISTICIAN | CRF_ROLE_AUDITOR | CRF_ROLE_ADMINISTRATOR },
    { "add-form", CRF_ROLE_NURSE, MANAGER | MONITOR | CRF_ROLE_STATISTICIAN | CRF_ROLE_AUDITOR | CRF_ROLE_ADMINISTRATOR },
    { "query", MANAGER | MONITOR, CRF_ROLE_AUDITOR },
    { "answer-query", CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR, MANAGER | MONITOR | CRF_ROLE_AUDITOR },
    { "close-query", MONITOR | MANAGER, CRF_ROLE_NURSE | CRF_ROLE_AUDITOR },
    { "mark-verified", MONITOR, (CrfRole) (CRF_ROLES_ALL & ~MONITOR) },
    { "sign-form", CRF_ROLE_INVESTIGATOR, CRF_ROLE_NURSE | MANAGER | MONITOR | CRF_ROLE_ADMINISTRATOR | CRF_ROLE_AUDITOR },
    { "sign-delegations", CRF_ROLE_PRINCIPAL_INVESTIGATOR, (CrfRole) (CRF_ROLES_ALL & ~CRF_ROLE_PRINCIPAL_INVESTIGATOR) },
    { "sign-eligibility", CRF_ROLE_INVESTIGATOR, CRF_ROLE_NURSE | MANAGER | MONITOR | CRF_ROLE_ADMINISTRATOR },
    { "order-infusion", CRF_ROLE_INVESTIGATOR, CRF_ROLE_NURSE | MANAGER | MONITOR },
    { "break-code", CRF_ROLE_INVESTIGATOR, CRF_ROLE_NURSE | MANAGER | MONITOR | CRF_ROLE_STATISTICIAN },
    { "lock", MANAGER, CRF_ROLE_NURSE | MONITOR | CRF_ROLE_INVESTIGATOR },
    { "unlock", MANAGER, CRF_ROLE_NURSE | MONITOR | CRF_ROLE_INVESTIGATOR },
    { "add-user", CRF_ROLE_ADMINISTRATOR, (CrfRole) (CRF_ROLES_ALL & ~CRF_ROLE_ADMINISTRATOR) },
    { "set-roles", CRF_ROLE_ADMINISTRATOR, (CrfRole) (CRF_ROLES_ALL & ~CRF_ROLE_ADMINISTRATOR) },
    { "reset-user", CRF_ROLE_ADMINISTRATOR, (CrfRole) (CRF_ROLES_ALL & ~CRF_ROLE_ADMINISTRATOR) },
    { "change-passphrase", CRF_ROLES_ALL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (says); i++)
    {
      const CrfUseCase *use_case = crf_use_case_find (says[i].use_case);

      g_assert_nonnull (use_case);
      g_assert_cmpint (use_case->roles & says[i].may, ==, says[i].may);
      g_assert_cmpint (use_case->roles & says[i].may_not, ==, 0);
    }
}

/* A role that asks by query has no use case that writes data; whatever name it may get in future. */
static void
data_are_the_sites_alone (void)
{
  CrfRole others = CRF_ROLES_ALL & ~CRF_SITE_ROLES;
  g_autoptr (GPtrArray) rows = crf_permission_matrix (NULL);
  guint data = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const CrfPermissionRow *row = g_ptr_array_index (rows, i);

      if (!row->data)
        continue;
      if ((row->roles & others) != 0)
        g_error ("%s is open to others than the site", row->name);
      data++;
    }
  g_assert_cmpuint (data, >=, 30);
}

static void
refused_with_query (CrfSession *session,
                    const char *use_case,
                    const char *number)
{
  g_autoptr (CrfOutcome) outcome = crf_conduct_with (session, use_case, number, NULL, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value",
                                                     "99", "unit", "U/L", "reason", "looks wrong", NULL);

  g_assert_cmpstr (outcome->refusal->code, ==, "not-permitted");
  g_assert_nonnull (strstr (outcome->refusal->remedy, "Open a query on the item instead"));
  g_assert_nonnull (strstr (outcome->refusal->remedy, "Research nurse"));
}

/* edc-features.md 4, row 13. */
static void
a_data_manager_asks_by_query_and_the_site_corrects (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *login = add_account (study, "data-manager");
  CrfSession *manager = sign_in (study, login, NULL);
  g_autoptr (CrfOutcome) query = NULL;
  const char *key;

  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");
  refused_with_query (manager, "enter", number);
  refused_with_query (manager, "complete-form", number);
  refused_with_query (manager, "reopen-form", number);
  refused_with_query (manager, "correct-stratum", number);
  g_assert_false (may_import (manager));
  query = crf_test_do (manager, "query", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "text", "Source says 44?", NULL);
  key = g_hash_table_lookup (query->results, "query");
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "44", "unit", "U/L",
                                 "reason", "misread", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "answer-query", NULL, "key", key, "text", "Corrected", NULL));
  crf_outcome_free (crf_test_do (manager, "close-query", NULL, "key", key, NULL));
  crf_session_close (manager);
}

/* An account with two roles acts in one of them: the trail says which. */
static void
a_role_gives_nothing_to_the_other_roles_of_the_account (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "both", "name", "Both", "roles", "data-manager,nurse", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  session = sign_in (study, "both", "data-manager");
  crf_test_refused (session, "not-permitted", "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "40", "unit", "U/L", NULL);
  crf_session_close (session);
}

int
main (int argc,
      char *argv[])
{
  static const char *const protocols[] = { "nct06167473", "nct06242405", "nct01218464", "liang2017" };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/matrix/" name, function)
  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    {
      g_autofree char *path = g_strdup_printf ("/conduct/matrix/every-role-tries-every-use-case/%s", protocols[i]);

      g_test_add_data_func (path, protocols[i], every_role_tries_every_use_case);
    }
  ADD ("the-registry-says-of-roles-what-the-design-says", the_registry_says_of_roles_what_the_design_says);
  ADD ("data-are-the-sites-alone", data_are_the_sites_alone);
  ADD ("a-data-manager-asks-by-query-and-the-site-corrects", a_data_manager_asks_by_query_and_the_site_corrects);
  ADD ("a-role-gives-nothing-to-the-other-roles-of-the-account", a_role_gives_nothing_to_the_other_roles_of_the_account);

  return g_test_run ();
}
