/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The delegation log: conduct.md 3, "delegated tasks …, from–to, signed by the principal investigator. A use case asks for role and task on that date." */

#include "crf-delegations.h"
#include "crf-reader-trust.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "crf-verify.h"

#include <string.h>

static CrfSession *
sign_in_new (CrfTestStudy *study,
             const char *login,
             const char *name,
             const char *role)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", login, "name", name, "roles", role, "new-passphrase", CRF_TEST_PASSPHRASE, NULL));
  session = crf_session_sign_in_file (crf_session_get_file (study->admin), login, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  return session;
}

static void
delegate (CrfSession *session,
          const char *login,
          const char *task,
          const char *from,
          const char *to)
{
  crf_outcome_free (crf_test_do (session, "delegate", NULL, "login", login, "task", task, "from", from, "to", to != NULL ? to : "", NULL));
}

static void
sign_log (CrfSession *principal)
{
  crf_outcome_free (crf_test_do (principal, "sign-delegations", NULL, "passphrase", CRF_TEST_PASSPHRASE, NULL));
}

static void
may_not_enter (CrfTestStudy *study,
               const char *number,
               const char *code)
{
  crf_test_refused (study->nurse, code, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "40", "unit", "U/L", NULL);
}

/* Who begins the log stops nobody: it governs from the first line on that the principal investigator has signed. */
static void
a_log_that_nobody_has_signed_stops_nobody (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfSession *principal = sign_in_new (study, "zhou", "Zhou Hui", "principal-investigator");
  g_autoptr (CrfOutcome) begun = NULL, first = NULL, second = NULL;

  begun = crf_test_do (study->admin, "delegate", NULL, "login", "li", "task", "consent", "from", "2026-03-01", NULL);
  g_assert_nonnull (strstr (g_ptr_array_index (begun->notices, 0), "until then the roles alone decide"));
  crf_test_enter (study, number, "SCREENING", "ALT", "39", "U/L");
  g_assert_true (crf_delegations_had (study->admin, "wang", "consent", "2026-03-02"));
  g_assert_true (crf_use_case_permitted (study->investigator, crf_use_case_find ("consent"), NULL));
  first = crf_test_do (principal, "sign-delegations", NULL, "passphrase", CRF_TEST_PASSPHRASE, NULL);
  g_assert_nonnull (strstr (g_ptr_array_index (first->notices, 0), "From now on"));
  may_not_enter (study, number, "task-not-delegated");
  g_assert_false (crf_use_case_permitted (study->investigator, crf_use_case_find ("consent"), NULL));
  second = crf_test_do (principal, "sign-delegations", NULL, "passphrase", CRF_TEST_PASSPHRASE, NULL);
  g_assert_null (strstr (g_ptr_array_index (second->notices, 0), "From now on"));
  /* A change of the only signed line waits, and the log governs on. */
  delegate (study->admin, "li", "consent", "2026-03-01", "2026-03-31");
  may_not_enter (study, number, "task-not-delegated");
  crf_session_close (principal);
}

static void
an_unsigned_line_lets_nobody_act_until_the_principal_investigator_has_signed (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfSession *principal = sign_in_new (study, "zhou", "Zhou Hui", "principal-investigator");
  g_autoptr (CrfRefusal) refusal = NULL;

  delegate (study->admin, "li", "consent", "2026-03-01", NULL);
  sign_log (principal);
  delegate (study->admin, "li", "enter", "2026-03-01", NULL);
  g_assert_false (crf_use_case_permitted (study->nurse, crf_use_case_find ("enter"), &refusal));
  g_assert_cmpstr (refusal->code, ==, "task-not-signed");
  g_assert_cmpstr (refusal->message, ==, "The principal investigator has not yet signed the delegation of “Entering data” to Li Na.");
  g_assert_nonnull (strstr (refusal->remedy, "Zhou Hui"));
  g_assert_cmpstr (refusal->remedy_action, ==, "page:study");
  may_not_enter (study, number, "task-not-signed");
  /* Who has no line at all is told so. */
  crf_test_refused (study->investigator, "task-not-delegated", "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "40", "unit",
                    "U/L", NULL);
  sign_log (principal);
  crf_test_enter (study, number, "SCREENING", "ALT", "41", "U/L");
  crf_session_close (principal);
}

static void
without_a_principal_investigator_the_refusal_says_who_makes_one (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  CrfSession *principal = sign_in_new (study, "zhou", "Zhou Hui", "principal-investigator");
  g_autoptr (CrfRefusal) refusal = NULL;

  delegate (study->admin, "li", "consent", "2026-03-01", NULL);
  sign_log (principal);
  crf_session_close (principal);
  crf_outcome_free (crf_test_do (study->admin, "disable-user", NULL, "login", "zhou", "reason", "left the hospital", NULL));
  delegate (study->admin, "li", "enter", "2026-03-01", NULL);
  g_assert_false (crf_use_case_permitted (study->nurse, crf_use_case_find ("enter"), &refusal));
  g_assert_nonnull (strstr (refusal->remedy, "an administrator gives that role"));
}

static void
a_signed_line_counts_from_its_first_day_to_its_last (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfSession *principal = sign_in_new (study, "zhou", "Zhou Hui", "principal-investigator");

  delegate (principal, "li", "enter", "2026-03-10", "2026-03-20");
  sign_log (principal);
  crf_test_study_set_now (study, "2026-03-09T23:59");
  may_not_enter (study, number, "task-not-delegated");
  crf_test_study_set_now (study, "2026-03-10T00:00");
  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");
  crf_test_study_set_now (study, "2026-03-20T23:59");
  crf_test_enter (study, number, "SCREENING", "ALT", "41", "U/L");
  crf_test_study_set_now (study, "2026-03-21T00:00");
  may_not_enter (study, number, "task-not-delegated");
  crf_session_close (principal);
}

/* An administrator can neither lengthen a signed line nor end it over the principal investigator's head. */
static void
a_line_that_was_changed_holds_as_signed_until_it_is_signed_again (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfSession *principal = sign_in_new (study, "zhou", "Zhou Hui", "principal-investigator");

  delegate (principal, "li", "enter", "2026-03-01", "2026-03-20");
  sign_log (principal);
  delegate (study->admin, "li", "enter", "2026-03-01", "2026-04-30");
  crf_test_study_set_now (study, "2026-03-20T10:00");
  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");
  crf_test_study_set_now (study, "2026-03-21T10:00");
  may_not_enter (study, number, "task-not-signed");
  sign_log (principal);
  crf_test_enter (study, number, "SCREENING", "ALT", "41", "U/L");
  delegate (study->admin, "li", "enter", "2026-03-01", "2026-03-20");
  crf_test_enter (study, number, "SCREENING", "ALT", "42", "U/L");
  sign_log (principal);
  may_not_enter (study, number, "task-not-delegated");
  crf_session_close (principal);
}

static guint
count_awaiting (CrfSession *session,
                gboolean mine)
{
  g_autoptr (GPtrArray) tasks = crf_reader_tasks (session, NULL);
  guint n = 0;

  for (guint i = 0; i < tasks->len; i++)
    {
      const CrfTask *task = g_ptr_array_index (tasks, i);

      if (strstr (task->what, "delegation log") == NULL)
        continue;
      g_assert_cmpint (task->mine, ==, mine);
      g_assert_cmpstr (task->action, ==, "page:study");
      g_assert_nonnull (strstr (task->what, "2 lines"));
      g_assert_nonnull (strstr (task->when, "Li Na: Informed consent"));
      n++;
    }
  return n;
}

static void
today_tells_the_principal_investigator_what_awaits_her_signature (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  CrfSession *principal = sign_in_new (study, "zhou", "Zhou Hui", "principal-investigator");

  g_assert_cmpuint (count_awaiting (principal, TRUE), ==, 0);
  delegate (study->admin, "li", "enter", "2026-03-01", NULL);
  delegate (study->admin, "li", "consent", "2026-03-01", NULL);
  g_assert_cmpuint (count_awaiting (principal, TRUE), ==, 1);
  g_assert_cmpuint (count_awaiting (study->admin, FALSE), ==, 1);
  g_assert_cmpuint (count_awaiting (study->nurse, FALSE), ==, 0);
  sign_log (principal);
  g_assert_cmpuint (count_awaiting (principal, TRUE), ==, 0);
  crf_session_close (principal);
}

static void
the_printed_log_says_line_by_line_what_is_signed (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  CrfSession *principal = sign_in_new (study, "zhou", "Zhou Hui", "principal-investigator");
  g_autofree char *text = NULL;
  CrfDelegationLog *log;

  delegate (principal, "li", "enter", "2026-03-01", NULL);
  sign_log (principal);
  /* In the same minute: what comes after a signature is not under it. */
  delegate (study->admin, "wang", "consent", "2026-03-01", NULL);
  log = crf_reader_delegation_log (study->admin, NULL);
  g_assert_cmpuint (log->n_unsigned, ==, 1);
  g_assert_true (log->outdated);
  text = crf_delegation_log_to_text (study->admin, log);
  g_assert_nonnull (strstr (text, "Entering data\t2026-03-01 – \t\tsigned 2026-03-02\n"));
  g_assert_nonnull (strstr (text, "Informed consent\t2026-03-01 – \t\tawaits the signature\n"));
  crf_delegation_log_free (log);
  crf_session_close (principal);
}

static void
nothing_is_delegated_to_who_cannot_sign_in (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  CrfSession *zhao = sign_in_new (study, "zhao", "Zhao Mei", "nurse");

  crf_session_close (zhao);
  crf_outcome_free (crf_test_do (study->admin, "disable-user", NULL, "login", "zhao", NULL));
  crf_test_refused (study->admin, "account-closed", "delegate", NULL, "login", "zhao", "task", "enter", "from", "2026-03-02", NULL);
  crf_test_refused (study->admin, "account-closed", "delegate", NULL, "login", "zhao", "task", "enter", "from", "2026-03-01", "to", "2026-03-03", NULL);
  /* What she had until she left is a record. */
  delegate (study->admin, "zhao", "enter", "2026-02-01", "2026-03-02");
  crf_outcome_free (crf_test_do (study->admin, "enable-user", NULL, "login", "zhao", NULL));
  delegate (study->admin, "zhao", "enter", "2026-03-02", NULL);
  crf_outcome_free (crf_test_do (study->admin, "set-roles", NULL, "login", "zhao", "roles", "nurse", "last-day", "2026-03-10", NULL));
  crf_test_study_set_now (study, "2026-03-10T23:00");
  delegate (study->admin, "zhao", "infuse", "2026-03-10", NULL);
  crf_test_study_set_now (study, "2026-03-11T08:00");
  crf_test_refused (study->admin, "account-closed", "delegate", NULL, "login", "zhao", "task", "check", "from", "2026-03-11", NULL);
}

/* A month is no last day: nobody could say whether the task is hers on the 15th. */
static void
a_line_begins_and_ends_on_a_day (void)
{
  static const char *const partial[] = { "2026-11", "2026", "UN", "UN-NOV-2026", "2026-11-UN" };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();

  for (guint i = 0; i < G_N_ELEMENTS (partial); i++)
    {
      crf_test_refused (study->admin, "not-a-date", "delegate", NULL, "login", "li", "task", "enter", "from", "2026-03-02", "to", partial[i], NULL);
      crf_test_refused (study->admin, "not-a-date", "delegate", NULL, "login", "li", "task", "enter", "from", partial[i], NULL);
      crf_test_refused (study->admin, "not-a-date", "set-roles", NULL, "login", "li", "roles", "nurse", "last-day", partial[i], NULL);
    }
}

/* An emergency waits for no log; and what was explained on a day is judged by the log of that day. */
static void
a_code_break_asks_for_no_delegation (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  CrfSession *principal = sign_in_new (study, "zhou", "Zhou Hui", "principal-investigator");

  delegate (study->admin, "li", "enter", "2026-03-01", NULL);
  sign_log (principal);
  g_assert_true (crf_use_case_permitted (study->investigator, crf_use_case_find ("break-code"), NULL));
  g_assert_false (crf_delegations_had (study->admin, "li", "consent", "2026-03-02"));
  g_assert_true (crf_delegations_had (study->admin, "li", "enter", "2026-03-02"));
  delegate (study->admin, "li", "consent", "2026-03-01", NULL);
  g_assert_false (crf_delegations_had (study->admin, "li", "consent", "2026-03-02"));
  crf_session_close (principal);
}

static void
what_is_signed_comes_back_from_the_journal_alone (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  CrfSession *principal = sign_in_new (study, "zhou", "Zhou Hui", "principal-investigator");
  g_autoptr (CrfVerifyReport) report = NULL;
  g_autoptr (GError) error = NULL;

  delegate (principal, "li", "enter", "2026-03-01", "2026-03-20");
  sign_log (principal);
  delegate (study->admin, "li", "enter", "2026-03-01", "2026-04-30");
  crf_session_close (principal);
  crf_test_study_close (study);
  report = crf_verify (study->path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->faults->len, ==, 0);
  crf_test_study_open (study);
  g_assert_cmpint (crf_records_delegated (crf_session_get_file (study->admin), "li", "enter", "2026-03-20"), ==, CRF_DELEGATED_SIGNED);
  g_assert_cmpint (crf_records_delegated (crf_session_get_file (study->admin), "li", "enter", "2026-03-21"), ==, CRF_DELEGATED_UNSIGNED);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/delegations/" name, function)
  ADD ("a-log-that-nobody-has-signed-stops-nobody", a_log_that_nobody_has_signed_stops_nobody);
  ADD ("an-unsigned-line-lets-nobody-act-until-the-principal-investigator-has-signed", an_unsigned_line_lets_nobody_act_until_the_principal_investigator_has_signed);
  ADD ("without-a-principal-investigator-the-refusal-says-who-makes-one", without_a_principal_investigator_the_refusal_says_who_makes_one);
  ADD ("a-signed-line-counts-from-its-first-day-to-its-last", a_signed_line_counts_from_its_first_day_to_its_last);
  ADD ("a-line-that-was-changed-holds-as-signed-until-it-is-signed-again", a_line_that_was_changed_holds_as_signed_until_it_is_signed_again);
  ADD ("today-tells-the-principal-investigator-what-awaits-her-signature", today_tells_the_principal_investigator_what_awaits_her_signature);
  ADD ("the-printed-log-says-line-by-line-what-is-signed", the_printed_log_says_line_by_line_what_is_signed);
  ADD ("nothing-is-delegated-to-who-cannot-sign-in", nothing_is_delegated_to_who_cannot_sign_in);
  ADD ("a-line-begins-and-ends-on-a-day", a_line_begins_and_ends_on_a_day);
  ADD ("a-code-break-asks-for-no-delegation", a_code_break_asks_for_no_delegation);
  ADD ("what-is-signed-comes-back-from-the-journal-alone", what_is_signed_comes_back_from_the_journal_alone);
#undef ADD
  return g_test_run ();
}
