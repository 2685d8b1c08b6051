/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every use case in every role, on what is frozen or locked: a form, a patient, the study, and the study that three people signed. What the journal
 * holds afterwards says whether any way led round it (ICH E6(R3) 3.16.1(r)). */

#include "crf-allocation-list.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-records-trust.h"
#include "crf-test-study.h"

#include <string.h>

#define N_ROLES 11

typedef struct
{
  CrfTestStudy *study;
  CrfSession *sessions[N_ROLES];
  char *number, *key;
} Trial;

static CrfSession *
session_of (Trial *trial,
            CrfRole role)
{
  for (guint i = 0; i < N_ROLES; i++)
    if ((1u << i) == role)
      return trial->sessions[i];
  g_assert_not_reached ();
}

static void
trial_begin (Trial *trial)
{
  g_autoptr (CrfPatient) patient = NULL;

  trial->study = crf_test_study_new ();
  for (guint i = 0; i < N_ROLES; i++)
    {
      const char *role = crf_role_get_name ((CrfRole) (1u << i));
      g_autofree char *login = g_strdup_printf ("as.%s", role);
      g_autoptr (GError) error = NULL;

      crf_outcome_free (crf_test_do (trial->study->admin, "add-user", NULL, "login", login, "name", login, "roles", role, "new-passphrase",
                                     CRF_TEST_PASSPHRASE, "last-day", "2026-12-31", NULL));
      trial->sessions[i] = crf_session_sign_in_file (crf_session_get_file (trial->study->admin), login, CRF_TEST_PASSPHRASE, NULL,
                                                     crf_test_study_clock (trial->study), &error);
      g_assert_no_error (error);
    }
  trial->number = crf_test_register (trial->study);
  patient = crf_reader_patient (trial->study->admin, trial->number, NULL);
  trial->key = g_strdup (patient->key);
  crf_test_enter (trial->study, trial->number, "SCREENING", "ALT", "40", "U/L");
}

static void
trial_end (Trial *trial)
{
  for (guint i = 0; i < N_ROLES; i++)
    g_clear_pointer (&trial->sessions[i], crf_session_close);
  g_clear_pointer (&trial->study, crf_test_study_free);
  g_clear_pointer (&trial->number, g_free);
  g_clear_pointer (&trial->key, g_free);
}

/* An argument that the parameter takes, so that as much as can be is left to the hold. */
static const char *
argument_for (const CrfParameter *parameter)
{
  static const char *const known[][2] = {
    { "form", "F.VISIT" }, { "event", "SCREENING" }, { "item", "ALT" }, { "value", "50" }, { "unit", "U/L" }, { "to-event", "W1" }, { "reason", "because" },
    { "stations", "this" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (parameter->key, known[i][0]) == 0)
      return known[i][1];
  if (g_str_has_prefix (parameter->kind, "choice:"))
    {
      g_auto (GStrv) choices = g_strsplit (parameter->kind + strlen ("choice:"), "|", -1);

      return parameter->required ? g_intern_string (choices[0]) : NULL;
    }
  if (strcmp (parameter->kind, "number") == 0 || strcmp (parameter->kind, "integer") == 0)
    return "1";
  if (strcmp (parameter->kind, "date") == 0)
    return "2026-03-02";
  if (strcmp (parameter->kind, "datetime") == 0)
    return "2026-03-02 09:00";
  if (strcmp (parameter->kind, "passphrase") == 0)
    return CRF_TEST_PASSPHRASE;
  if (strcmp (parameter->kind, "flag") == 0)
    return parameter->required ? "yes" : NULL;
  return parameter->required ? "1" : NULL;
}

/* A prompt is confirmed: who means it goes on. */
static void
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
  g_hash_table_insert (arguments, (gpointer) "reason", (gpointer) "because");
  outcome = crf_conduct (session, use_case->name, subject, arguments, &error);
  g_assert_no_error (error);
  if (outcome->prompt != NULL)
    {
      g_autofree char *id = g_strdup (outcome->prompt->id);

      g_hash_table_insert (arguments, (gpointer) "confirm", id);
      g_clear_pointer (&outcome, crf_outcome_free);
      outcome = crf_conduct (session, use_case->name, subject, arguments, &error);
      g_assert_no_error (error);
    }
  crf_outcome_free (outcome);
}

static void
try_everything (Trial *trial)
{
  /* These end the hold, or the account. */
  static const char *const left_out[] = { "unlock", "unfreeze", "sign-unlock", "lock", "freeze", "sign-lock", "change-passphrase", "disable-user", "backup", NULL };

  for (guint i = 0; i < N_ROLES; i++)
    for (const CrfUseCase *const *use_case = crf_use_cases_list (); *use_case != NULL; use_case++)
      if (((*use_case)->roles & (1u << i)) != 0 && !g_strv_contains (left_out, (*use_case)->name))
        try_use_case (trial->sessions[i], *use_case, trial->number);
}

typedef struct
{
  const char *form;            /* NULL: all that is not allowed counts */
  const char *subject;         /* NULL: of whomever, and of nobody */
  const char *const *allowed;  /* beginnings of actions */
  guint n;
} Count;

static gboolean
count_entry (const CrfJournalRecord *record,
             gpointer data)
{
  Count *count = data;

  if ((count->subject != NULL && g_strcmp0 (record->columns[CRF_COL_SUBJECT], count->subject) != 0) ||
      (count->form != NULL && (g_strcmp0 (record->columns[CRF_COL_FORM], count->form) != 0 || g_strcmp0 (record->columns[CRF_COL_EVENT], "SE.SCREENING") != 0)))
    return TRUE;
  for (const char *const *allowed = count->allowed; *allowed != NULL; allowed++)
    if (g_str_has_prefix (record->columns[CRF_COL_ACTION], *allowed))
      return TRUE;
  count->n++;
  g_test_message ("%s by %s: %s", record->columns[CRF_COL_ACTION], record->columns[CRF_COL_USER],
                  record->columns[CRF_COL_DETAIL] != NULL ? record->columns[CRF_COL_DETAIL] : "");
  return TRUE;
}

/* Leaving traces, people, keys and signing change no datum; talk is queries, marks and deviations. */
#define TRACES "session.", "view", "export", "backup", "hold.", "sign", "account.", "keyslot.", "rolekey.", "policy.", "delegation.", "training.", "recovery.", \
               "code.", "clock."
static const char *const traces[] = { TRACES, NULL };
static const char *const talk[] = { TRACES, "query.", "verify.", "deviation.", "population.", NULL };
static const char *const study_talk[] = { TRACES, "query.", "verify.", "deviation.", "population.", "lot.", "slot.list", "slot.add", "slot.replay", "study.",
                                          "range.", "source.", "consent.version", "definition.", "envelopes.", "trialkey.", "prescreen.", "clock.check", NULL };

static guint
count_of (Trial *trial,
          const char *form,
          const char *subject,
          const char *const *allowed,
          guint64 after)
{
  Count count = { .form = form, .subject = subject, .allowed = allowed };
  g_autoptr (GError) error = NULL;
  CrfEntry all = { 0 };
  guint64 total = crf_records_count_entries (crf_session_get_file (trial->study->admin));

  g_assert_true (crf_records_journal (crf_session_get_file (trial->study->admin), &all, NULL, (guint) (total - after), TRUE, count_entry, &count, &error));
  g_assert_no_error (error);
  return count.n;
}

/* The control: without a hold the same round writes to the form, to the patient, and to the study. */
static void
the_round_writes_where_nothing_is_held (void)
{
  Trial trial;
  guint64 before;

  trial_begin (&trial);
  before = crf_records_count_entries (crf_session_get_file (trial.study->admin));
  try_everything (&trial);
  g_assert_cmpuint (count_of (&trial, "F.VISIT", trial.key, talk, before), >=, 2);
  g_assert_cmpuint (count_of (&trial, NULL, trial.key, talk, before), >=, 10);
  g_assert_cmpuint (count_of (&trial, NULL, NULL, talk, before), >=, 15);
  trial_end (&trial);
}

typedef struct { const char *act; const char *scope; const char *const *allowed; const char *form; } Hold;

static void
nothing_is_written_to_what_is_held (gconstpointer data)
{
  const Hold *hold = data;
  Trial trial;
  gboolean study;
  guint64 before;

  trial_begin (&trial);
  study = strcmp (hold->scope, "study") == 0;
  crf_outcome_free (crf_test_do (session_of (&trial, CRF_ROLE_DATA_MANAGER), hold->act, study ? NULL : trial.number, "scope", hold->scope, "event",
                                 hold->form != NULL ? "SCREENING" : NULL, "form", hold->form, NULL));
  before = crf_records_count_entries (crf_session_get_file (trial.study->admin));
  try_everything (&trial);
  g_assert_cmpuint (count_of (&trial, hold->form, study ? NULL : trial.key, hold->allowed, before), ==, 0);
  trial_end (&trial);
}

static void
complete (Trial *trial,
          const char *form_oid)
{
  CrfTarget target = { .subject = trial->number, .event = (char *) "SE.SCREENING", .form = (char *) form_oid };
  g_autoptr (CrfFormState) form = crf_reader_form (trial->study->nurse, &target, NULL);

  for (guint i = 0; i < form->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && field->editable && crf_value_is_empty (field->value))
            crf_outcome_free (crf_test_do (trial->study->nurse, "enter", trial->number, "event", "SCREENING", "form", form_oid, "item", field->item->oid,
                                           "missing", "UNK", NULL));
        }
    }
  crf_outcome_free (crf_test_do (trial->study->nurse, "complete-form", trial->number, "event", "SCREENING", "form", form_oid, NULL));
}

/* Of a frozen study. */
static void
sign_lock (Trial *trial)
{
  static const CrfRole parties[] = { CRF_ROLE_INVESTIGATOR, CRF_ROLE_DATA_MANAGER, CRF_ROLE_STATISTICIAN };

  crf_outcome_free (crf_test_do (session_of (trial, CRF_ROLE_INVESTIGATOR), "sign-casebook", trial->number, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  crf_outcome_free (crf_test_do (session_of (trial, CRF_ROLE_STATISTICIAN), "sign-populations", NULL, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (parties); i++)
    crf_outcome_free (crf_test_do (session_of (trial, parties[i]), "sign-lock", NULL, "passphrase", CRF_TEST_PASSPHRASE, NULL));
}

static void
complete_all (Trial *trial)
{
  static const char *const forms[] = { "F.CONSENT", "F.DM", "F.VISIT" };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    complete (trial, forms[i]);
}

static void
nothing_is_written_to_a_study_that_three_people_locked (void)
{
  Trial trial;
  guint64 before;

  trial_begin (&trial);
  complete_all (&trial);
  crf_outcome_free (crf_test_do (session_of (&trial, CRF_ROLE_DATA_MANAGER), "freeze", NULL, "scope", "study", NULL));
  sign_lock (&trial);
  before = crf_records_count_entries (crf_session_get_file (trial.study->admin));
  try_everything (&trial);
  g_assert_cmpuint (count_of (&trial, NULL, NULL, traces, before), ==, 0);
  /* What is to be compared with its source is no longer decided anew either. */
  crf_test_refused (session_of (&trial, CRF_ROLE_DATA_MANAGER), "locked", "set-verification", NULL, "form", "F.VISIT", "level", "none", NULL);
  crf_test_refused (session_of (&trial, CRF_ROLE_DATA_MANAGER), "locked", "set-double-entry", NULL, "form", "F.VISIT", "level", "all", NULL);
  trial_end (&trial);
}

/* One person alone, or without a reason, opens nothing. */
static void
unlocking_needs_a_reason_and_of_the_study_two_people (void)
{
  static const char *const acts[] = { "unlock", "unfreeze", "sign-unlock" };
  guint needs = 0;

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    for (const CrfParameter *p = crf_use_case_find (acts[i])->parameters; p->key != NULL; p++)
      needs += strcmp (p->key, "reason") == 0 && p->required;
  g_assert_cmpuint (needs, ==, G_N_ELEMENTS (acts));
  /* That two must sign: see /conduct/trust/three-people-lock-the-study-and-two-unlock-it. */
}

/* A list of slots is no patient's datum: a frozen study may get one, from which nothing is drawn meanwhile. A locked one gets none. */
static void
no_slots_are_added_to_a_study_that_is_locked (void)
{
  Trial trial = { 0 };
  CrfSession *pharmacist;
  CrfStudyFile *file;
  guint slots;

  trial_begin (&trial);
  complete_all (&trial);
  pharmacist = session_of (&trial, CRF_ROLE_PHARMACIST);
  file = crf_session_get_file (trial.study->admin);
  crf_outcome_free (crf_test_do (pharmacist, "generate-allocation", NULL, "slots", "4", "stations", "this", NULL));
  crf_outcome_free (crf_test_do (session_of (&trial, CRF_ROLE_DATA_MANAGER), "freeze", NULL, "scope", "study", "reason", "review", NULL));
  crf_test_refused (session_of (&trial, CRF_ROLE_INVESTIGATOR), "frozen", "enter", trial.number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT",
                    "value", "41", "unit", "U/L", NULL);
  crf_outcome_free (crf_test_do (pharmacist, "append-allocation", NULL, "slots", "4", "stations", "this", NULL));
  slots = crf_allocation_count (file);
  sign_lock (&trial);
  crf_test_refused (pharmacist, "locked", "append-allocation", NULL, "slots", "4", "stations", "this", NULL);
  g_assert_cmpuint (crf_allocation_count (file), ==, slots);
  trial_end (&trial);
}

/* The list is the only thing that is missing. */
static void
no_list_is_generated_in_a_study_that_is_locked (void)
{
  Trial trial = { 0 };

  trial_begin (&trial);
  complete_all (&trial);
  crf_outcome_free (crf_test_do (session_of (&trial, CRF_ROLE_DATA_MANAGER), "freeze", NULL, "scope", "study", "reason", "review", NULL));
  sign_lock (&trial);
  crf_test_refused (session_of (&trial, CRF_ROLE_PHARMACIST), "locked", "generate-allocation", NULL, "slots", "4", "stations", "this", NULL);
  g_assert_cmpuint (crf_allocation_count (crf_session_get_file (trial.study->admin)), ==, 0);
  trial_end (&trial);
}

/* Not “(null) is collected at several visits”. */
static void
test_unnamed_form (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfSession *manager;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "manager", "name", "Data Manager", "roles", "data-manager", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  manager = crf_session_sign_in_file (crf_session_get_file (study->admin), "manager", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), NULL);
  crf_test_refused (manager, "form-missing", "lock", number, "scope", "form", NULL);
  crf_test_refused (manager, "form-missing", "lock", number, "scope", "form", "event", "SE.SCREENING", NULL);
  crf_session_close (manager);
}

int
main (int argc,
      char *argv[])
{
  static const Hold holds[] = {
    { "lock", "form", traces, "F.VISIT" },   { "freeze", "form", talk, "F.VISIT" }, { "lock", "subject", traces, NULL },
    { "freeze", "subject", talk, NULL },     { "freeze", "study", study_talk, NULL },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/holds/" name, function)
  ADD ("the-round-writes-where-nothing-is-held", the_round_writes_where_nothing_is_held);
  for (guint i = 0; i < G_N_ELEMENTS (holds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/conduct/holds/nothing-is-written-to-what-is-held/%s-%s", holds[i].act, holds[i].scope);

      g_test_add_data_func (path, &holds[i], nothing_is_written_to_what_is_held);
    }
  ADD ("nothing-is-written-to-a-study-that-three-people-locked", nothing_is_written_to_a_study_that_three_people_locked);
  ADD ("unlocking-needs-a-reason-and-of-the-study-two-people", unlocking_needs_a_reason_and_of_the_study_two_people);

  ADD ("no-slots-are-added-to-a-study-that-is-locked", no_slots_are_added_to_a_study_that_is_locked);
  ADD ("no-list-is-generated-in-a-study-that-is-locked", no_list_is_generated_in_a_study_that_is_locked);
  g_test_add_func ("/conduct/holds/a-form-that-is-not-named-is-asked-for", test_unnamed_form);
  return g_test_run ();
}
