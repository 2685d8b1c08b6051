/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What cannot be read from the file, or is no longer what the journal says, is said by name and never taken for "nothing was entered": rows are
 * changed and taken away behind the program's back, as a failing disk or a curious person would. */

#include "crf-closing.h"
#include "crf-export.h"
#include "crf-reader.h"
#include "crf-reader-timeline.h"
#include "crf-readings.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "raw-file.h"

#include <string.h>

typedef struct
{
  CrfTestStudy *study;
  char *number;
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  fixture->study = crf_test_study_new ();
  fixture->number = crf_test_register (fixture->study);
  crf_test_enter_labs (fixture->study, fixture->number, "SCREENING");
  crf_test_enter (fixture->study, fixture->number, "W4", "TBIL", "60", "umol/L");
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  g_free (fixture->number);
  crf_test_study_free (fixture->study);
}

/* Between two sessions, as it would happen. */
static void
behind (Fixture *fixture,
        const char *sql)
{
  sqlite3 *db;
  char *message = NULL;

  crf_test_study_close (fixture->study);
  db = raw_file_open (fixture->study->path);
  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_cmpint (sqlite3_changes (db), >, 0);
  sqlite3_close (db);
  crf_test_study_open (fixture->study);
}

#define LABS_OF(event) " form_id = (SELECT f.id FROM form f JOIN value v ON v.form_id = f.id WHERE f.event = 'SE." event "' AND v.item = 'IT.TBIL')"
#define CHANGE "UPDATE value SET canon = '6', value = '6' WHERE item = 'IT.TBIL' AND" LABS_OF ("SCREENING")
#define REMOVE "DELETE FROM value WHERE item = 'IT.TBIL' AND" LABS_OF ("SCREENING")

static CrfTarget
labs_at (Fixture *fixture,
         const char *event)
{
  return (CrfTarget) { .subject = fixture->number, .event = (char *) event, .eventkey = (char *) "1", .form = (char *) "F.VISIT", .formkey = (char *) "1" };
}

/* The act fails with a sentence that says what to do, and leaves nothing. */
static void
assert_broken (Fixture *fixture,
               CrfSession *session,
               const char *use_case,
               const char *key,
               const char *value,
               const char *key_2,
               const char *value_2)
{
  guint64 before = crf_records_count_entries (crf_session_get_file (session));
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_conduct_with (
      session, use_case, fixture->number, &error, "event", "SCREENING", "form", "F.VISIT", "unit",
      strcmp (use_case, "enter") == 0 ? "umol/L" : NULL, key, value, key_2, value_2, NULL);

  g_test_message ("%s: %s", use_case, error != NULL ? error->message : outcome->refusal != NULL ? outcome->refusal->message : "done");
  g_assert_null (outcome);
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "restore the last backup"));
  g_assert_cmpuint (crf_records_count_entries (crf_session_get_file (session)), ==, before);
}

static void
a_form_that_was_changed_behind_the_journal_is_named_and_not_shown (Fixture *fixture,
                                                                   gconstpointer data)
{
  CrfTarget labs = labs_at (fixture, "SE.SCREENING");
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfFormState) state = NULL;

  behind (fixture, data);
  state = crf_reader_form (fixture->study->nurse, &labs, &error);
  g_assert_null (state);
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "TBIL"));
  g_assert_nonnull (strstr (error->message, "restore the last backup"));
}

static void
nothing_is_entered_judged_completed_or_signed_over_it (Fixture *fixture,
                                                       gconstpointer data)
{
  behind (fixture, data);
  assert_broken (fixture, fixture->study->nurse, "enter", "item", "TBIL", "value", "61");
  assert_broken (fixture, fixture->study->nurse, "complete-form", NULL, NULL, NULL, NULL);
  assert_broken (fixture, fixture->study->investigator, "judge", "item", "TBIL", "judgement", "NCS");
  assert_broken (fixture, fixture->study->investigator, "sign-form", "passphrase", CRF_TEST_PASSPHRASE, NULL, NULL);
}

static void
nothing_is_exported_over_it (Fixture *fixture,
                             gconstpointer data)
{
  g_autoptr (GError) one = NULL, all = NULL;

  behind (fixture, data);
  g_assert_null (crf_export_subjects (fixture->study->nurse, fixture->number, &one));
  g_assert_error (one, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  g_assert_null (crf_export_subjects (fixture->study->nurse, NULL, &all));
  g_assert_error (all, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
}

static void
other_forms_stay_usable (Fixture *fixture,
                         gconstpointer data)
{
  CrfTarget later = labs_at (fixture, "SE.W4");
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfFormState) state = NULL;
  CrfFieldState *field;

  behind (fixture, data);
  state = crf_reader_form (fixture->study->nurse, &later, &error);
  g_assert_no_error (error);
  field = crf_form_state_find (state, "IT.TBIL", "1");
  g_assert_nonnull (field);
  g_assert_cmpstr (field->value->canonical, ==, "60");
  /* A clinical sign that no score or grade rests on. */
  crf_test_enter (fixture->study, fixture->number, "W4", "WEIGHT", "61", "kg");
}

/* Its grades are against a baseline that cannot be read: the page must say so. */
static void
a_form_that_looks_at_an_unreadable_one_says_which (Fixture *fixture,
                                                   gconstpointer data)
{
  CrfTarget later = labs_at (fixture, "SE.W4");
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfFormState) state = NULL;

  behind (fixture, CHANGE);
  state = crf_reader_form (fixture->study->nurse, &later, &error);
  g_assert_no_error (error);
  g_assert_nonnull (state->unreadable);
  g_test_message ("%s", state->unreadable);
  g_assert_nonnull (strstr (state->unreadable, "SCREENING"));
  g_assert_nonnull (strstr (state->unreadable, fixture->number));
}

static void
a_list_of_forms_keeps_the_place_of_one_that_cannot_be_read (Fixture *fixture,
                                                            gconstpointer data)
{
  CrfTarget labs = labs_at (fixture, "SE.SCREENING");
  g_autoptr (CrfFormState) state = NULL;

  behind (fixture, data);
  state = crf_reader_form_line (fixture->study->nurse, &labs);
  g_assert_nonnull (state);
  g_assert_cmpstr (state->state, ==, "unreadable");
  g_assert_nonnull (strstr (state->unreadable, "TBIL"));
}

static void
an_older_value_in_the_place_of_the_newest_is_found (Fixture *fixture,
                                                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  crf_test_enter (fixture->study, fixture->number, "W4", "WEIGHT", "61", "kg");
  crf_test_enter (fixture->study, fixture->number, "W4", "WEIGHT", "71", "kg");
  behind (fixture, "UPDATE value SET (value, canon, ws, seq) = (SELECT value, canon, ws, seq FROM journal WHERE item = 'IT.WEIGHT' AND value = '61') "
                   "WHERE item = 'IT.WEIGHT'");
  g_assert_null (crf_export_subjects (fixture->study->nurse, fixture->number, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
}

static void
a_patient_who_is_missing_is_missed (Fixture *fixture,
                                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  behind (fixture, "PRAGMA foreign_keys = OFF; DELETE FROM subject");
  g_assert_null (crf_export_subjects (fixture->study->nurse, NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
}

/* A table that cannot be read at all: what is refused or asked then would rest on nothing. */
static void
an_act_fails_where_a_table_that_it_passes_over_cannot_be_read (Fixture *fixture,
                                                               gconstpointer data)
{
  guint64 before;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autofree char *sql = g_strdup_printf ("ALTER TABLE %s RENAME TO gone; CREATE TABLE gone2 (a); INSERT INTO gone2 VALUES (1)", (const char *) data);

  behind (fixture, sql);
  before = crf_records_count_entries (crf_session_get_file (fixture->study->nurse));
  outcome = crf_conduct_with (fixture->study->nurse, "enter", fixture->number, &error, "event", "W4", "form", "F.VISIT", "item", "TBIL", "value", "62",
                              "unit", "umol/L", NULL);
  g_assert_null (outcome);
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_cmpuint (crf_records_count_entries (crf_session_get_file (fixture->study->nurse)), ==, before);
}

static void
what_a_reader_looked_at_in_vain_counts_until_it_is_excused (Fixture *fixture,
                                                            gconstpointer data)
{
  CrfSession *session = fixture->study->nurse;
  CrfTarget labs = labs_at (fixture, "SE.SCREENING");
  g_autoptr (CrfFormState) state = NULL;
  g_autoptr (GError) error = NULL;
  CrfReadings begun;

  behind (fixture, CHANGE);
  session = fixture->study->nurse;
  begun = crf_readings_begin (session);
  g_assert_true (crf_readings_hold (session, &begun, NULL));
  crf_readings_begin_output (session);
  state = crf_reader_form (session, &labs, NULL);
  g_assert_false (crf_readings_hold (session, &begun, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  g_assert_false (crf_readings_output_holds (session, NULL));
}

/* A curve without one of its points is a wrong curve. */
static void
no_curve_is_drawn_without_what_cannot_be_read (Fixture *fixture,
                                               gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfTimeline) before = crf_reader_timeline (fixture->study->investigator, fixture->number, &error), after = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (before);
  behind (fixture, CHANGE);
  after = crf_reader_timeline (fixture->study->investigator, fixture->number, &error);
  g_assert_null (after);
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
}

/* ── What is open before the lock is counted, and a count that could not be made is not none ── */

static void
set_up_closing (Fixture *fixture,
                gconstpointer data)
{
  fixture->study = crf_test_study_new ();
  fixture->number = crf_test_register (fixture->study);
}

static CrfSession *
sign_in (Fixture *fixture,
         const char *login)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session = crf_session_sign_in_file (crf_session_get_file (fixture->study->admin), login, CRF_TEST_PASSPHRASE, NULL,
                                                  crf_test_study_clock (fixture->study), &error);

  g_assert_no_error (error);
  return session;
}

#define act(...) crf_outcome_free (crf_test_do (__VA_ARGS__))

#define WITHOUT(table) "PRAGMA legacy_alter_table = ON; ALTER TABLE " table " RENAME TO gone; CREATE TABLE gone2 (a); INSERT INTO gone2 VALUES (1)"
/* Its rows are all there and are what the journal says; only the count of what nobody signed goes by this index, and fails. */
#define WITHOUT_INDEX                                                                                                                         \
  "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = 'form') " \
  "WHERE name = 'foreign_signature_subject'"

static void
complete (Fixture *fixture,
          const char *form_oid)
{
  CrfTarget target = { .subject = fixture->number, .event = (char *) "SE.SCREENING", .form = (char *) form_oid };
  g_autoptr (CrfFormState) form = crf_reader_form (fixture->study->nurse, &target, NULL);

  for (guint i = 0; i < form->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && field->editable && crf_value_is_empty (field->value))
            act (fixture->study->nurse, "enter", fixture->number, "event", "SCREENING", "form", form_oid, "item", field->item->oid, "missing", "UNK", NULL);
        }
    }
  act (fixture->study->nurse, "complete-form", fixture->number, "event", "SCREENING", "form", form_oid, NULL);
}

/* A frozen study whose populations are signed and where nothing is open but the signature on a form; and then what @sql takes away cannot be read. */
static CrfSession *
freeze_without (Fixture *fixture,
                const char *sql)
{
  CrfSession *manager, *statistician;
  g_autoptr (CrfOutcome) refused = NULL;

  complete (fixture, "F.CONSENT");
  complete (fixture, "F.DM");
  act (fixture->study->admin, "add-user", NULL, "login", "chen", "name", "Chen", "roles", "data-manager", "new-passphrase", CRF_TEST_PASSPHRASE, NULL);
  act (fixture->study->admin, "add-user", NULL, "login", "song", "name", "Song", "roles", "statistician", "new-passphrase", CRF_TEST_PASSPHRASE, NULL);
  manager = sign_in (fixture, "chen");
  statistician = sign_in (fixture, "song");
  act (manager, "freeze", NULL, "scope", "study", NULL);
  act (statistician, "sign-populations", NULL, "passphrase", CRF_TEST_PASSPHRASE, NULL);
  refused = crf_conduct_with (manager, "sign-lock", NULL, NULL, "passphrase", CRF_TEST_PASSPHRASE, NULL);
  g_assert_cmpstr (refused->refusal->message, ==, "Not settled yet: Patients with complete forms that no investigator has signed: 1.");
  crf_session_close (manager);
  crf_session_close (statistician);
  behind (fixture, sql);
  return sign_in (fixture, "chen");
}

static void
what_is_open_is_not_told_where_it_could_not_be_counted (Fixture *fixture,
                                                        gconstpointer data)
{
  CrfSession *manager = freeze_without (fixture, data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfClosingState) state = crf_reader_closing (manager, &error);

  g_assert_null (state);
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  crf_session_close (manager);
}

/* Nothing is entered that could be open otherwise: the study would be locked over a table that nobody could read. */
static void
no_lock_is_signed_where_what_is_open_could_not_be_counted (Fixture *fixture,
                                                           gconstpointer data)
{
  CrfSession *manager = freeze_without (fixture, data);
  guint64 before = crf_records_count_entries (crf_session_get_file (manager));
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_conduct_with (manager, "sign-lock", NULL, &error, "passphrase", CRF_TEST_PASSPHRASE, NULL);

  g_test_message ("%s", error != NULL ? error->message : outcome->refusal != NULL ? outcome->refusal->message : "signed");
  g_assert_null (outcome);
  g_assert_nonnull (error);
  g_assert_cmpuint (crf_records_count_entries (crf_session_get_file (manager)), ==, before);
  crf_session_close (manager);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define BOTH(name, func)                                                                    \
  g_test_add ("/readings/" name " (changed)", Fixture, CHANGE, set_up, func, tear_down); \
  g_test_add ("/readings/" name " (removed)", Fixture, REMOVE, set_up, func, tear_down)
  BOTH ("a form that was changed behind the journal is named and not shown", a_form_that_was_changed_behind_the_journal_is_named_and_not_shown);
  BOTH ("nothing is entered, judged, completed or signed over it", nothing_is_entered_judged_completed_or_signed_over_it);
  BOTH ("nothing is exported over it", nothing_is_exported_over_it);
  BOTH ("other forms stay usable", other_forms_stay_usable);
  BOTH ("a list of forms keeps the place of one that cannot be read", a_list_of_forms_keeps_the_place_of_one_that_cannot_be_read);
  g_test_add ("/readings/a form that looks at an unreadable one says which", Fixture, NULL, set_up, a_form_that_looks_at_an_unreadable_one_says_which, tear_down);
  g_test_add ("/readings/an older value in the place of the newest is found", Fixture, NULL, set_up, an_older_value_in_the_place_of_the_newest_is_found, tear_down);
  g_test_add ("/readings/a patient who is missing is missed", Fixture, NULL, set_up, a_patient_who_is_missing_is_missed, tear_down);
  g_test_add ("/readings/an act fails where queries cannot be read", Fixture, "query", set_up, an_act_fails_where_a_table_that_it_passes_over_cannot_be_read, tear_down);
  g_test_add ("/readings/an act fails where samples cannot be read", Fixture, "sample", set_up, an_act_fails_where_a_table_that_it_passes_over_cannot_be_read, tear_down);
  g_test_add ("/readings/no curve is drawn without what cannot be read", Fixture, NULL, set_up, no_curve_is_drawn_without_what_cannot_be_read, tear_down);
  g_test_add ("/readings/what was looked at in vain counts until it is excused", Fixture, NULL, set_up, what_a_reader_looked_at_in_vain_counts_until_it_is_excused, tear_down);
#define EACH(what, sql)                                                                                                                                                          \
  g_test_add ("/readings/what is open is not told where it could not be counted (" what ")", Fixture, sql, set_up_closing, what_is_open_is_not_told_where_it_could_not_be_counted, tear_down); \
  g_test_add ("/readings/no lock is signed where what is open could not be counted (" what ")", Fixture, sql, set_up_closing, no_lock_is_signed_where_what_is_open_could_not_be_counted, tear_down)
  EACH ("form", WITHOUT ("form"));
  EACH ("signature", WITHOUT ("signature"));
  EACH ("foreign_signature", WITHOUT ("foreign_signature"));
  EACH ("an index of it", WITHOUT_INDEX);
  return g_test_run ();
}
