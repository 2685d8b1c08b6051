/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Freezing, locking, unlocking: what is held cannot be written to by any way (ICH E6(R3) 3.16.1(r)). */

#include "crf-import-batch.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-records-trust.h"
#include "crf-test-study.h"
#include "crf-transaction.h"

#include <string.h>

typedef struct
{
  CrfTestStudy *study;
  CrfSession *manager;
  char *number;
  char *key;
} Trial;

static CrfSession *
sign_in_new (CrfTestStudy *study,
             const char *login,
             const char *role)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", login, "name", login, "roles", role, "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  session = crf_session_sign_in_file (crf_session_get_file (study->admin), login, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  return session;
}

static void
trial_begin (Trial *trial)
{
  g_autoptr (CrfPatient) patient = NULL;

  trial->study = crf_test_study_new ();
  trial->manager = sign_in_new (trial->study, "chen", "data-manager");
  trial->number = crf_test_register (trial->study);
  patient = crf_reader_patient (trial->study->admin, trial->number, NULL);
  trial->key = g_strdup (patient->key);
  crf_test_enter (trial->study, trial->number, "SCREENING", "ALT", "40", "U/L");
}

static void
trial_end (Trial *trial)
{
  g_clear_pointer (&trial->manager, crf_session_close);
  g_clear_pointer (&trial->study, crf_test_study_free);
  g_clear_pointer (&trial->number, g_free);
  g_clear_pointer (&trial->key, g_free);
}

static char *
form_state (Trial *trial)
{
  CrfTarget target = { .subject = trial->key, .event = (char *) "SE.SCREENING", .form = (char *) "F.VISIT" };
  g_autoptr (CrfFormState) state = crf_reader_form (trial->study->nurse, &target, NULL);

  g_assert_nonnull (state);
  return g_strdup (state->state);
}

static void
refuse_enter (Trial *trial,
              const char *code,
              const char *event)
{
  crf_test_refused (trial->study->nurse, code, "enter", trial->number, "event", event, "form", "F.VISIT", "item", "ALT", "value", "50", "unit",
                    "U/L", "reason", "misread", NULL);
}

static void
a_locked_form_takes_no_value_until_it_is_unlocked_with_a_reason (void)
{
  Trial trial;
  g_autofree char *locked = NULL;
  g_autofree char *open = NULL;

  trial_begin (&trial);
  crf_outcome_free (crf_test_do (trial.manager, "lock", trial.number, "event", "SCREENING", "form", "F.VISIT", NULL));
  locked = form_state (&trial);
  g_assert_cmpstr (locked, ==, "locked");
  refuse_enter (&trial, "locked", "SCREENING");
  crf_test_refused (trial.study->nurse, "locked", "complete-form", trial.number, "event", "SCREENING", "form", "F.VISIT", NULL);
  crf_test_refused (trial.study->nurse, "locked", "query", trial.number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "text", "?", NULL);
  {
    g_autoptr (CrfOutcome) told = crf_conduct_with (trial.study->nurse, "enter", trial.number, NULL, "event", "SCREENING", "form", "F.VISIT", "item", "ALT",
                                                    "value", "43", "unit", "U/L", NULL);
    g_autofree char *sentence = g_strdup_printf ("The form “Screening · Visit findings” of %s is locked.", trial.number);

    g_assert_nonnull (told->refusal);
    g_assert_cmpstr (told->refusal->message, ==, sentence);
  }
  /* Another visit of the same patient goes on. */
  crf_test_enter (trial.study, trial.number, "W1", "ALT", "41", "U/L");
  crf_test_refused (trial.manager, "argument-missing", "unlock", trial.number, "event", "SCREENING", "form", "F.VISIT", NULL);
  crf_outcome_free (crf_test_do (trial.manager, "unlock", trial.number, "event", "SCREENING", "form", "F.VISIT", "reason", "result came late",
                                 NULL));
  open = form_state (&trial);
  g_assert_cmpstr (open, ==, "started");
  crf_test_enter (trial.study, trial.number, "SCREENING", "ALT", "42", "U/L");
  trial_end (&trial);
}

static void
a_frozen_form_takes_queries_but_no_values (void)
{
  Trial trial;

  trial_begin (&trial);
  crf_outcome_free (crf_test_do (trial.manager, "freeze", trial.number, "event", "SCREENING", "form", "F.VISIT", NULL));
  refuse_enter (&trial, "frozen", "SCREENING");
  crf_outcome_free (crf_test_do (trial.manager, "query", trial.number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "text",
                                 "Is this of the same sample?", NULL));
  crf_test_refused (trial.manager, "not-locked", "unlock", trial.number, "event", "SCREENING", "form", "F.VISIT", "reason", "x", NULL);
  crf_outcome_free (crf_test_do (trial.manager, "unfreeze", trial.number, "event", "SCREENING", "form", "F.VISIT", "reason", "correction due", NULL));
  crf_test_enter (trial.study, trial.number, "SCREENING", "ALT", "43", "U/L");
  trial_end (&trial);
}

/* An argument that the kind of parameter takes, so that nothing but the lock is left to refuse. */
static const char *
argument_for (const CrfParameter *parameter)
{
  static char choice[64];

  if (g_str_has_prefix (parameter->kind, "choice:"))
    {
      g_strlcpy (choice, parameter->kind + strlen ("choice:"), sizeof choice);
      choice[strcspn (choice, "|")] = '\0';
      return g_intern_string (choice);
    }
  if (strcmp (parameter->kind, "number") == 0 || strcmp (parameter->kind, "integer") == 0)
    return "1";
  if (strcmp (parameter->kind, "date") == 0)
    return "2026-03-02";
  if (strcmp (parameter->kind, "datetime") == 0)
    return "2026-03-02 09:00";
  if (strcmp (parameter->kind, "flag") == 0)
    return "yes";
  if (strcmp (parameter->kind, "passphrase") == 0)
    return CRF_TEST_PASSPHRASE;
  if (strcmp (parameter->key, "form") == 0)
    return "F.VISIT";
  if (strcmp (parameter->key, "event") == 0)
    return "SCREENING";
  return parameter->required ? "1" : NULL;
}

static CrfOutcome *
try_use_case (CrfSession *session,
              const CrfUseCase *use_case,
              const char *subject)
{
  g_autoptr (GHashTable) arguments = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  CrfOutcome *outcome;

  for (const CrfParameter *p = use_case->parameters; p->key != NULL; p++)
    if (argument_for (p) != NULL)
      g_hash_table_insert (arguments, (gpointer) p->key, (gpointer) argument_for (p));
  outcome = crf_conduct (session, use_case->name, subject, arguments, &error);
  g_assert_no_error (error);
  return outcome;
}

static gboolean
count_subject (const CrfJournalRecord *record,
               gpointer data)
{
  static const char *const harmless[] = { "view", "export", "hold.set", "sign", NULL };

  *(guint *) data += !g_strv_contains (harmless, record->columns[CRF_COL_ACTION]);
  return TRUE;
}

static guint
count_entries_of (Trial *trial)
{
  CrfEntry target = { .subject = trial->key };
  guint n = 0;

  g_assert_true (crf_records_journal (crf_session_get_file (trial->study->admin), &target, NULL, 0, FALSE, count_subject, &n, NULL));
  return n;
}

/* Every use case, in the role that may, on a patient whose record is locked. */
static void
no_use_case_writes_to_a_locked_patient (void)
{
  static const char *const roles[] = { "nurse", "investigator", "principal-investigator", "data-manager", "monitor", "pharmacist",
                                       "laboratory", "assessor", "statistician", "administrator", NULL };
  Trial trial;
  guint before, refused = 0;

  trial_begin (&trial);
  crf_outcome_free (crf_test_do (trial.manager, "lock", trial.number, NULL));
  before = count_entries_of (&trial);
  for (guint i = 0; roles[i] != NULL; i++)
    {
      g_autofree char *login = g_strdup_printf ("as.%s", roles[i]);
      CrfSession *session = sign_in_new (trial.study, login, roles[i]);

      for (const CrfUseCase *const *use_case = crf_use_cases_list (); *use_case != NULL; use_case++)
        {
          g_autoptr (CrfOutcome) outcome = NULL;

          if (((*use_case)->roles & crf_session_get_role (session)) == 0 || g_str_has_prefix ((*use_case)->name, "un") ||
              strcmp ((*use_case)->name, "change-passphrase") == 0)
            continue;
          outcome = try_use_case (session, *use_case, trial.number);
          if (!(*use_case)->needs_subject || (*use_case)->on_locked)
            continue;
          g_assert_nonnull (outcome->refusal);
          if (strcmp (outcome->refusal->code, "locked") != 0)
            g_error ("%s: %s %s", (*use_case)->name, outcome->refusal->code, outcome->refusal->message);
          refused++;
        }
      crf_session_close (session);
    }
  g_assert_cmpuint (refused, >=, 30);
  g_assert_cmpuint (count_entries_of (&trial), ==, before);
  trial_end (&trial);
}

/* What is no part of a patient's record or the study's data, and so goes on when all is locked: accounts and logs, looking, exporting, locking itself. */
static gboolean
is_of_the_house (const char *action)
{
  static const char *const prefixes[] = { "account.", "backup", "clock.", "code.", "delegation.", "export", "file.", "hold.", "keyslot.", "policy.",
                                          "print", "recovery.", "rolekey.", "session.", "sign", "study.", "training.", "unblind", "view", "trust.", NULL };

  for (guint i = 0; prefixes[i] != NULL; i++)
    if (g_str_has_prefix (action, prefixes[i]))
      return TRUE;
  return FALSE;
}

typedef struct
{
  const char *form;
  guint n;
} Count;

static gboolean
count_data (const CrfJournalRecord *record,
            gpointer data)
{
  Count *count = data;

  if (!is_of_the_house (record->columns[CRF_COL_ACTION]) && (count->form == NULL || (g_strcmp0 (record->columns[CRF_COL_FORM], count->form) == 0 &&
                               g_strcmp0 (record->columns[CRF_COL_EVENT], "SE.SCREENING") == 0)))
    count->n++;
  return TRUE;
}

static guint
count_data_entries (Trial *trial,
                    const char *level)
{
  CrfEntry target = { .subject = strcmp (level, "study") != 0 ? trial->key : NULL };
  Count count = { .form = strcmp (level, "form") == 0 ? "F.VISIT" : NULL };

  g_assert_true (crf_records_journal (crf_session_get_file (trial->study->admin), &target, NULL, 0, FALSE, count_data, &count, NULL));
  return count.n;
}

/* Locked as the third signature of "sign-lock" leaves it. */
static void
lock_study (Trial *trial)
{
  CrfActor actor = { .user = "admin", .role = "administrator", .clock = crf_test_study_clock (trial->study) };
  const CrfEntry hold = { .action = CRF_ACTION_HOLD, .canon = "locked" };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfTransaction) txn = crf_transaction_begin (crf_session_get_file (trial->study->admin), &actor, &error);

  g_assert_true (crf_transaction_append (txn, &hold, NULL, &error));
  g_assert_true (crf_transaction_commit (txn, &error));
  g_assert_no_error (error);
}

/* Every use case in every role: what is locked, at whichever of the three levels, is afterwards what it was before. */
static void
no_use_case_writes_to_what_is_locked (gconstpointer level)
{
  static const char *const roles[] = { "nurse", "investigator", "principal-investigator", "data-manager", "monitor", "pharmacist",
                                       "laboratory", "assessor", "statistician", "administrator", NULL };
  const char *form = strcmp (level, "form") == 0 ? "F.VISIT" : NULL;
  Trial trial;
  guint before, tried = 0;

  trial_begin (&trial);
  if (strcmp (level, "study") == 0)
    lock_study (&trial);
  else
    crf_outcome_free (crf_test_do (trial.manager, "lock", trial.number, "event", "SCREENING", "form", form, NULL));
  before = count_data_entries (&trial, level);
  for (guint i = 0; roles[i] != NULL; i++)
    {
      g_autofree char *login = g_strdup_printf ("as.%s", roles[i]);
      CrfSession *session = sign_in_new (trial.study, login, roles[i]);

      for (const CrfUseCase *const *use_case = crf_use_cases_list (); *use_case != NULL; use_case++)
        {
          g_autoptr (CrfOutcome) outcome = NULL;

          if (((*use_case)->roles & crf_session_get_role (session)) == 0 || g_str_has_prefix ((*use_case)->name, "un") ||
              strcmp ((*use_case)->name, "sign-unlock") == 0 ||
              strcmp ((*use_case)->name, "change-passphrase") == 0)
            continue;
          outcome = try_use_case (session, *use_case, (*use_case)->needs_subject ? trial.number : NULL);
          if (count_data_entries (&trial, level) != before)
            g_error ("“%s” wrote to a locked %s", (*use_case)->name, (const char *) level);
          tried++;
        }
      crf_session_close (session);
    }
  g_assert_cmpuint (tried, >=, 150);
  trial_end (&trial);
}

/* The list of slots comes in as a whole, past the use cases that write a record. */
static void
a_locked_study_takes_no_allocation_list (void)
{
  Trial trial;

  trial_begin (&trial);
  lock_study (&trial);
  crf_test_refused (trial.study->admin, "locked", "generate-allocation", NULL, NULL);
  trial_end (&trial);
}

static void
an_import_writes_to_nothing_that_is_held (void)
{
  static const struct { const char *act, *event, *form, *code; } cases[] = {
    { "lock", "SCREENING", "F.VISIT", "locked" }, { "freeze", "SCREENING", "F.VISIT", "frozen" }, { "lock", NULL, NULL, "locked" },
    { "freeze", NULL, NULL, "frozen" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Trial trial;
      g_autoptr (CrfBatch) batch = NULL;
      g_autoptr (CrfOutcome) outcome = NULL;
      g_autoptr (GError) error = NULL;

      trial_begin (&trial);
      crf_outcome_free (crf_test_do (trial.manager, cases[i].act, trial.number, "event", cases[i].event, "form", cases[i].form, NULL));
      batch = crf_batch_begin (trial.study->nurse, &error);
      g_assert_no_error (error);
      g_assert_true (crf_batch_store (batch, trial.key, "SCREENING", "F.VISIT::ALT", "99", "U/L", &outcome, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (outcome->refusal->code, ==, cases[i].code);
      g_clear_pointer (&batch, crf_batch_free);
      trial_end (&trial);
    }
}

/* A value on an open form that something on a locked form is computed from: the locked one would change. */
static void
a_computed_value_on_a_locked_form_does_not_change_behind_the_lock (void)
{
  Trial trial;

  trial_begin (&trial);
  crf_test_enter_labs (trial.study, trial.number, "SCREENING");
  crf_test_enter_labs (trial.study, trial.number, "W1");
  crf_outcome_free (crf_test_do (trial.manager, "lock", trial.number, "event", "SCREENING", "form", "F.VISIT", NULL));
  crf_test_refused (trial.study->nurse, "locked", "enter", trial.number, "form", "F.DM", "item", "SEX", "value", "F", "reason", "misread", NULL);
  trial_end (&trial);
}

static void
a_frozen_study_takes_no_new_patient (void)
{
  Trial trial;

  trial_begin (&trial);
  crf_outcome_free (crf_test_do (trial.manager, "freeze", NULL, "scope", "study", NULL));
  refuse_enter (&trial, "frozen", "W1");
  crf_test_refused (trial.study->nurse, "frozen", "register", NULL, "sex", "M", "birth-date", "1972-05-04", NULL);
  crf_test_refused (trial.manager, "subject-missing", "lock", NULL, "scope", "subject", NULL);
  trial_end (&trial);
}

static void
only_the_data_manager_holds_and_releases (void)
{
  Trial trial;
  CrfSession *monitor;

  trial_begin (&trial);
  monitor = sign_in_new (trial.study, "sun", "monitor");
  crf_test_refused (monitor, "not-permitted", "lock", trial.number, NULL);
  crf_test_refused (trial.study->nurse, "not-permitted", "freeze", trial.number, NULL);
  crf_outcome_free (crf_test_do (trial.manager, "lock", trial.number, NULL));
  crf_test_refused (trial.study->investigator, "not-permitted", "unlock", trial.number, "reason", "x", NULL);
  crf_session_close (monitor);
  trial_end (&trial);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/locks/" name, function)
  ADD ("a-locked-form-takes-no-value-until-it-is-unlocked-with-a-reason", a_locked_form_takes_no_value_until_it_is_unlocked_with_a_reason);
  ADD ("a-frozen-form-takes-queries-but-no-values", a_frozen_form_takes_queries_but_no_values);
  ADD ("no-use-case-writes-to-a-locked-patient", no_use_case_writes_to_a_locked_patient);
  g_test_add_data_func ("/conduct/locks/no-use-case-writes-to-what-is-locked (form)", "form", no_use_case_writes_to_what_is_locked);
  g_test_add_data_func ("/conduct/locks/no-use-case-writes-to-what-is-locked (subject)", "subject", no_use_case_writes_to_what_is_locked);
  g_test_add_data_func ("/conduct/locks/no-use-case-writes-to-what-is-locked (study)", "study", no_use_case_writes_to_what_is_locked);
  ADD ("a-locked-study-takes-no-allocation-list", a_locked_study_takes_no_allocation_list);
  ADD ("an-import-writes-to-nothing-that-is-held", an_import_writes_to_nothing_that_is_held);
  ADD ("a-computed-value-on-a-locked-form-does-not-change-behind-the-lock", a_computed_value_on_a_locked_form_does_not_change_behind_the_lock);
  ADD ("a-frozen-study-takes-no-new-patient", a_frozen_study_takes_no_new_patient);
  ADD ("only-the-data-manager-holds-and-releases", only_the_data_manager_holds_and_releases);

  return g_test_run ();
}
