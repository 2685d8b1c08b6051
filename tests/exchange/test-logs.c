/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lists that an inspector asks for, in the workbook and on paper: accounts through time, delegations, trainings, signatures, queries. */

#include "crf-paper-delegations.h"
#include "crf-reader-logs.h"
#include "crf-reader.h"
#include "crf-test-study.h"
#include "crf-written.h"
#include "crf-xlsx-export.h"

#include <string.h>

/* What is asked for and not there is said to be unknown. */
static void
complete_demography (CrfTestStudy *study,
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

static CrfSession *
sign_in (CrfTestStudy *study,
         const char *login)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session =
    crf_session_sign_in_file (crf_session_get_file (study->admin), login, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);

  g_assert_no_error (error);
  return session;
}

static void
add_user (CrfTestStudy *study,
          const char *login,
          const char *name,
          const char *roles)
{
  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", login, "name", name, "roles", roles, "new-passphrase", CRF_TEST_PASSPHRASE,
                                 NULL));
}

/* Zhao was a monitor, became a data manager and was disabled; Boss keeps the accounts and treats; Li's task and training are signed by Chen, and a
 * second task is not; a form is signed, and its signature falls. */
static void
live (CrfTestStudy *study,
      const char *number)
{
  CrfSession *monitor, *principal;
  g_autoptr (CrfOutcome) query = NULL;

  add_user (study, "zhao", "Zhao Mei", "monitor");
  add_user (study, "boss", "Boss Wu", "administrator,investigator");
  add_user (study, "chen", "Chen Jie", "principal-investigator");
  complete_demography (study, number);
  crf_outcome_free (crf_test_do (study->investigator, "sign-form", number, "event", "SCREENING", "form", "F.DM", "passphrase", CRF_TEST_PASSPHRASE,
                                 NULL));
  monitor = sign_in (study, "zhao");
  query = crf_test_do (monitor, "query", number, "event", "SCREENING", "form", "F.DM", "item", "BED", "text", "Which ward?", NULL);
  crf_test_study_set_now (study, "2026-03-05T09:00");
  crf_outcome_free (crf_test_do (study->nurse, "answer-query", NULL, "key", g_hash_table_lookup (query->results, "query"), "text", "Ward seven", NULL));
  crf_test_study_set_now (study, "2026-03-06T10:30");
  crf_outcome_free (crf_test_do (monitor, "close-query", NULL, "key", g_hash_table_lookup (query->results, "query"), NULL));
  crf_session_close (monitor);
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", "BED", "value", "17", "reason",
                                 "moved to another bed", NULL));
  crf_test_study_set_now (study, "2026-04-01T08:00");
  crf_outcome_free (crf_test_do (study->admin, "set-roles", NULL, "login", "zhao", "roles", "data-manager", "last-day", "2026-12-31", NULL));
  crf_test_study_set_now (study, "2026-05-01T08:00");
  crf_outcome_free (crf_test_do (study->admin, "disable-user", NULL, "login", "zhao", NULL));
  crf_outcome_free (crf_test_do (study->admin, "delegate", NULL, "login", "li", "task", "enter", "from", "2026-05-02", "training", "2.0", NULL));
  crf_outcome_free (crf_test_do (study->admin, "add-training", NULL, "login", "li", "subject", "Good clinical practice", "date", "2026-02-01", NULL));
  principal = sign_in (study, "chen");
  crf_outcome_free (crf_test_do (principal, "sign-delegations", NULL, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  crf_session_close (principal);
  crf_test_study_set_now (study, "2026-05-01T09:00");
  crf_outcome_free (crf_test_do (study->admin, "delegate", NULL, "login", "wang", "task", "causality", "from", "2026-05-02", NULL));
}

static const CrfAccountSpan *
span_at (const GPtrArray *spans,
         const char *login,
         const char *when)
{
  for (guint i = 0; i < spans->len; i++)
    {
      const CrfAccountSpan *span = g_ptr_array_index (spans, i);

      if (strcmp (span->login, login) == 0 && strcmp (span->from, when) <= 0 && (span->to == NULL || strcmp (when, span->to) < 0))
        return span;
    }
  return NULL;
}

static void
the_roles_of_any_day_are_told (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) spans = NULL;

  live (study, number);
  for (int i = 0; i < 5; i++)
    g_assert_null (crf_session_sign_in_file (crf_session_get_file (study->admin), "wang", "wrong", NULL, crf_test_study_clock (study), NULL));
  spans = crf_reader_account_log (study->admin, &error);
  g_assert_no_error (error);
  g_assert_null (span_at (spans, "zhao", "2026-03-01 00:00"));
  g_assert_cmpstr (span_at (spans, "zhao", "2026-03-20 12:00")->roles, ==, "Monitor");
  g_assert_null (span_at (spans, "zhao", "2026-03-20 12:00")->last_day);
  g_assert_cmpstr (span_at (spans, "zhao", "2026-04-20 12:00")->roles, ==, "Data manager");
  g_assert_cmpstr (span_at (spans, "zhao", "2026-04-20 12:00")->last_day, ==, "2026-12-31");
  g_assert_cmpstr (span_at (spans, "zhao", "2026-04-20 12:00")->state, ==, "Active");
  g_assert_cmpstr (span_at (spans, "zhao", "2026-06-01 12:00")->state, ==, "Disabled");
  g_assert_cmpstr (span_at (spans, "zhao", "2026-06-01 12:00")->roles, ==, "Data manager");
  g_assert_cmpstr (span_at (spans, "zhao", "2026-06-01 12:00")->signed_in, ==, "2026-03-02 09:14");
  g_assert_nonnull (span_at (spans, "boss", "2026-06-01 12:00")->note);
  g_assert_null (span_at (spans, "admin", "2026-06-01 12:00")->note);
  g_assert_cmpint (span_at (spans, "wang", "2026-06-01 12:00")->failures, ==, 5);
  g_assert_cmpstr (span_at (spans, "wang", "2026-06-01 12:00")->locked_out, ==, "2026-05-01 09:15");
}

static void
signatures_and_queries_are_listed (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) signatures = NULL, queries = NULL, hers = NULL;
  const CrfSignatureLine *line;
  const CrfQueryLine *query;

  live (study, number);
  signatures = crf_reader_signature_log (study->admin, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (signatures->len, ==, 2);
  line = g_ptr_array_index (signatures, 0);
  g_assert_cmpstr (line->name, ==, "Wang Wei");
  g_assert_cmpstr (line->role, ==, "Investigator");
  g_assert_cmpstr (line->at, ==, "2026-03-02 09:14 +08:00");
  g_assert_cmpstr (line->subject_number, ==, number);
  g_assert_cmpstr (line->meaning, ==, "I have reviewed this form; it is complete and correct.");
  g_assert_true (line->voided);
  line = g_ptr_array_index (signatures, 1);
  g_assert_cmpstr (line->code, ==, "delegations");
  g_assert_cmpstr (line->role, ==, "Principal investigator");
  g_assert_null (line->what);
  g_assert_false (line->voided);
  hers = crf_reader_signature_log (study->admin, number, &error);
  g_assert_cmpuint (hers->len, ==, 1);
  queries = crf_reader_query_log (study->admin, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (queries->len, ==, 1);
  query = g_ptr_array_index (queries, 0);
  g_assert_cmpstr (query->text, ==, "Which ward?");
  g_assert_cmpstr (query->by, ==, "zhao");
  g_assert_cmpstr (query->state, ==, "Closed");
  g_assert_cmpstr (query->closed, ==, "2026-03-06 10:30");
  /* From the second to the sixth, whatever day it is now. */
  g_assert_cmpint (query->age_days, ==, 4);
  g_assert_cmpstr (query->thread, ==, "2026-03-05 09:00 li, Answered: Ward seven\n2026-03-06 10:30 zhao, Closed");
}

static char *
run (const char *const *argv)
{
  char *out = NULL;
  int status;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL, &status, NULL) ||
      !g_spawn_check_wait_status (status, NULL))
    g_clear_pointer (&out, g_free);
  return out;
}

static void
assert_sheet (const char *path,
              const char *sheet,
              const char *const *parts)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "exchange", "read-workbook.py", NULL);
  const char *argv[] = { "/usr/bin/python3", script, "cells", path, sheet, NULL };
  g_autofree char *text = run (argv);

  if (text == NULL)
    {
      g_test_skip ("there is no python3 with openpyxl");
      return;
    }
  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (strstr (text, parts[i]) == NULL)
        g_test_message ("%s lacks “%s”:\n%s", sheet, parts[i], text);
      g_assert_nonnull (strstr (text, parts[i]));
    }
}

static void
the_workbook_has_the_lists (void)
{
  static const char *const accounts[] = { "s:zhao\ts:Zhao Mei\ts:Monitor\ts:2026-03-02 09:14\ts:2026-04-01 08:00\ts:Active",
                                          "s:zhao\ts:Zhao Mei\ts:Data manager\ts:2026-05-01 08:00\t-\ts:Disabled\ts:2026-12-31",
                                          "s:Administrator with a role in the trial", NULL };
  static const char *const delegations[] = { "s:li\ts:Li Na\ts:Entering data\ts:2026-05-02\t-\ts:2.0\ts:2026-05-01",
                                             "s:wang\ts:Wang Wei\ts:Causality of adverse events\ts:2026-05-02\t-\t-\ts:awaits the signature", NULL };
  static const char *const trainings[] = { "s:li\ts:Li Na\ts:Good clinical practice\ts:2026-02-01", NULL };
  static const char *const signatures[] = { "s:void", "s:stands", "s:The study as a whole", NULL };
  static const char *const queries[] = { "s:Which ward?", "s:Closed", "n:4", "Ward seven", NULL };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study), *path = g_build_filename (study->dir, "book.xlsx", NULL);
  g_autoptr (GError) error = NULL;

  live (study, number);
  g_assert_true (crf_xlsx_export (study->admin, path, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_sheet (path, "Accounts", accounts);
  assert_sheet (path, "Delegations", delegations);
  assert_sheet (path, "Training", trainings);
  assert_sheet (path, "Signatures", signatures);
  assert_sheet (path, "Queries", queries);
}

/* The sheet of the study, and the properties that a person sees without opening the book. */
static void
the_workbook_says_which_program_wrote_it (void)
{
  static const char *const facts[] = { "s:Written by the program\ts:Stemward ", "s:Exported by\ts:Zhao Min (admin, Administrator), workstation ",
                                       "s:Exported on\ts:2026-03-02", "s:Choice\ts:", "s:Definition version\ts:", "s:Journal heads\ts:", NULL };
  static const char *const properties[] = { "<dc:description>Stemward ", "2026-03-02T01:14:05Z",
                                            "name=\"Program version\"" };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *path = g_build_filename (study->dir, "book.xlsx", NULL), *creator = NULL, *text = NULL;
  const char *argv[] = { "/usr/bin/python3", "-c",
                         "import sys, zipfile\nz = zipfile.ZipFile (sys.argv[1])\nfor n in z.namelist ():\n"
                         "  if n.startswith ('docProps'):\n    print (z.read (n).decode ('utf-8'))\n",
                         path, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (crf_xlsx_export (study->admin, path, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_sheet (path, "Study", facts);
  text = run (argv);
  if (text == NULL)
    return;
  creator = g_strdup_printf ("<dc:creator>%s</dc:creator>", crf_session_get_name (study->admin));
  g_assert_nonnull (strstr (text, creator));
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      if (strstr (text, properties[i]) == NULL)
        g_test_message ("“%s” is not in %s", properties[i], text);
      g_assert_nonnull (strstr (text, properties[i]));
    }
}

static void
the_delegation_log_is_printed_with_its_signatures (void)
{
  static const char *const parts[] = { "Delegation and training log", "Li Na (li)", "Entering data", "Good clinical practice", "awaits the",
                                       "2026-05-01 08:00 +08:00", "Chen Jie (chen, Principal investigator)", "Lines were added after the signature.",
                                       /* The foot: with which program it was drawn. */
                                       " · Journal " };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study), *path = g_build_filename (study->dir, "log.pdf", NULL), *text = NULL;
  const char *argv[] = { "pdftotext", "-raw", path, "-", NULL };
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  live (study, number);
  g_assert_true (crf_paper_delegations_write (study->admin, path, &refusal, &error));
  g_assert_no_error (error);
  rows = crf_reader_audit (study->admin, NULL, NULL, NULL, 1, NULL);
  g_assert_cmpstr (((CrfAuditRow *) g_ptr_array_index (rows, 0))->action, ==, "export");
  text = run (argv);
  if (text == NULL)
    {
      g_test_skip ("there is no pdftotext");
      return;
    }
  g_assert_true (g_regex_match_simple ("Stemward [0-9]+\\.[0-9.]+ · NCT06167473\\.1 · Journal ", text, 0, 0));
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (strstr (text, parts[i]) == NULL)
        g_test_message ("“%s” is not in:\n%s", parts[i], text);
      g_assert_nonnull (strstr (text, parts[i]));
    }
}

/* In a real study: neither book nor entry of one. */
static void
a_weak_passphrase_encrypts_nothing (void)
{
  g_autofree char *dir = g_dir_make_tmp ("crf-logs-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "trial.stemward", NULL), *book = g_build_filename (dir, "book.xlsx.enc", NULL);
  g_autofree char *log = g_build_filename (dir, "log.pdf", NULL), *bytes = NULL;
  CrfInstant now = { 1772414045000, 480 };
  CrfCreateRequest request = { .definition = "nct06167473", .site = "Third Hospital", .centre = "01", .login = "admin", .name = "Zhao Min",
                               .passphrase = "correct hors", .clock = crf_clock_fixed (&now) };
  const CrfXlsxOptions options = { .passphrase = "adminadminadmin" };
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  CrfSession *admin;

  g_assert_true (crf_session_create_study (path, &request, NULL, NULL, &refusal, &error));
  admin = crf_session_sign_in (path, "admin", "correct hors", NULL, request.clock, &error);
  g_assert_no_error (error);
  g_assert_false (crf_xlsx_export (admin, book, &options, NULL, NULL, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "the login over and over"));
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (log, "paper", -1, NULL));
  g_assert_false (crf_written_place (admin, NULL, "paper", log, book, "a", &refusal, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (refusal->code, ==, "passphrase-weak");
  g_assert_false (g_file_test (book, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  crf_session_close (admin);
}

/* Told where the roles are given, and marked in the list, on paper and in the workbook, whichever of the roles is at work. */
static void
an_administrator_who_treats_is_told_and_marked (void)
{
  static const char *const facts[] = { "s:Note\ts:Administrator with a role in the trial", NULL };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *path = g_build_filename (study->dir, "log.pdf", NULL), *book = g_build_filename (study->dir, "book.xlsx", NULL), *text = NULL;
  const char *argv[] = { "pdftotext", "-raw", path, "-", NULL };
  g_autoptr (CrfOutcome) none = crf_test_do (study->admin, "set-roles", NULL, "login", "li", "roles", "nurse,data-manager", NULL);
  g_autoptr (CrfOutcome) told = crf_test_do (study->admin, "set-roles", NULL, "login", "li", "roles", "nurse,administrator", NULL);
  g_autoptr (GPtrArray) accounts = crf_reader_accounts (study->admin, NULL);
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  CrfSession *session = NULL;

  g_assert_cmpuint (none->notices->len, ==, 0);
  g_assert_cmpuint (told->notices->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (told->notices, 0), "li is an administrator and has a role in the trial"));
  for (guint i = 0; i < accounts->len; i++)
    {
      const CrfAccount *account = g_ptr_array_index (accounts, i);

      g_assert_cmpint (account->note != NULL, ==, strcmp (account->login, "li") == 0);
    }
  session = crf_session_sign_in_file (crf_session_get_file (study->admin), "li", CRF_TEST_PASSPHRASE, "nurse", crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  g_assert_true (crf_paper_delegations_write (session, path, &refusal, &error));
  g_assert_true (crf_xlsx_export (session, book, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  crf_session_close (session);
  assert_sheet (book, "Study", facts);
  text = run (argv);
  if (text != NULL)
    g_assert_nonnull (strstr (text, "(li, Research nurse; Administrator with a role in the trial)"));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/exchange/logs/the-roles-of-any-day-are-told", the_roles_of_any_day_are_told);
  g_test_add_func ("/exchange/logs/signatures-and-queries-are-listed", signatures_and_queries_are_listed);
  g_test_add_func ("/exchange/logs/the-workbook-has-the-lists", the_workbook_has_the_lists);
  g_test_add_func ("/exchange/logs/the-workbook-says-which-program-wrote-it", the_workbook_says_which_program_wrote_it);
  g_test_add_func ("/exchange/logs/the-delegation-log-is-printed-with-its-signatures", the_delegation_log_is_printed_with_its_signatures);
  g_test_add_func ("/exchange/logs/an-administrator-who-treats-is-told-and-marked", an_administrator_who_treats_is_told_and_marked);
  g_test_add_func ("/exchange/logs/a-weak-passphrase-encrypts-nothing", a_weak_passphrase_encrypts_nothing);

  return g_test_run ();
}
