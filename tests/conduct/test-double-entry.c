/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Double entry of repeats: rows are matched by their date, whatever the order they were typed in; a difference is shown when it is stored; rows
 * that only one entry has are named when the second is finished, and somebody decides. */

#include "crf-closing.h"
#include "crf-reader-trust.h"
#include "crf-reader.h"
#include "crf-records-trust.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "crf-verify.h"

#include <string.h>

typedef struct
{
  CrfTestStudy *study;
  CrfSession *manager, *second;
  char *number;
} Fixture;

static CrfSession *
sign_in_new (CrfTestStudy *study,
             const char *login,
             const char *role)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", login, "name", login, "roles", role, "new-passphrase", CRF_TEST_PASSPHRASE,
                                 NULL));
  session = crf_session_sign_in_file (crf_session_get_file (study->admin), login, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  return session;
}

static void
set_up (Fixture *f,
        gconstpointer data)
{
  f->study = crf_test_study_new ();
  f->number = crf_test_register (f->study);
  f->manager = sign_in_new (f->study, "chen", "data-manager");
  f->second = sign_in_new (f->study, "gao", "nurse");
}

static void
tear_down (Fixture *f,
           gconstpointer data)
{
  g_autoptr (CrfVerifyReport) report = NULL;

  crf_session_close (f->manager);
  crf_session_close (f->second);
  crf_test_study_close (f->study);
  /* What was stored replays to what is shown. */
  report = crf_verify (f->study->path, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (report->faults->len, ==, 0);
  g_free (f->number);
  crf_test_study_free (f->study);
}

/* A row of the medical history: the key is the result's, to be freed. */
static char *
history_row (Fixture *f,
             CrfSession *session,
             const char *use_case,
             const char *term,
             const char *date)
{
  g_autoptr (CrfOutcome) one = NULL, other = NULL;
  gboolean date_first = session == f->second;
  char *key;

  one = crf_test_do (session, use_case, f->number, "event", "SCREENING", "form", "F.MH", "group", "IG.MH", "groupkey", "new", "item",
                     date_first ? "MHSTDAT" : "MHTERM", "value", date_first ? date : term, NULL);
  key = g_strdup (g_hash_table_lookup (one->results, "groupkey"));
  g_assert_nonnull (key);
  other = crf_test_do (session, use_case, f->number, "event", "SCREENING", "form", "F.MH", "group", "IG.MH", "groupkey", key, "item",
                       date_first ? "MHTERM" : "MHSTDAT", "value", date_first ? term : date, NULL);
  return key;
}

static GPtrArray *
seconds_of (Fixture *f,
            const char *event,
            const char *form)
{
  g_autoptr (CrfPatient) patient = crf_reader_patient (f->study->admin, f->number, NULL);
  CrfEntry at = { .subject = patient->key, .event = event, .eventkey = "1", .form = form };

  return crf_records_seconds (crf_session_get_file (f->study->admin), &at, NULL);
}

static CrfSecondRecord *
find_second (GPtrArray *seconds,
             const char *item,
             const char *canon)
{
  for (guint i = 0; i < seconds->len; i++)
    {
      CrfSecondRecord *second = g_ptr_array_index (seconds, i);

      if (strcmp (second->item, item) == 0 && g_strcmp0 (second->canon, canon) == 0)
        return second;
    }
  return NULL;
}

static gboolean
says (const CrfOutcome *outcome,
      const char *part)
{
  for (guint i = 0; i < outcome->notices->len; i++)
    if (strstr (g_ptr_array_index (outcome->notices, i), part) != NULL)
      return TRUE;
  return FALSE;
}

static guint
count_open_rows (Fixture *f)
{
  return crf_records_count_second_rows (crf_session_get_file (f->study->admin), "open");
}

static void
rows_typed_in_another_order_are_found_by_their_date (Fixture *f,
                                                     gconstpointer data)
{
  g_autofree char *first_a = history_row (f, f->study->nurse, "enter", "Hepatitis B", "2009-05");
  g_autofree char *first_b = history_row (f, f->study->nurse, "enter", "Diabetes", "2015-02-03");
  g_autofree char *second_b = NULL, *second_a = NULL;
  g_autoptr (CrfOutcome) differs = NULL, finished = NULL;
  g_autoptr (GPtrArray) seconds = NULL, decided = NULL;
  CrfTarget target = { .subject = f->number, .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) "F.MH", .formkey = (char *) "1" };
  g_autoptr (CrfFormState) shown = NULL, own = NULL;

  crf_outcome_free (crf_test_do (f->manager, "set-double-entry", NULL, "form", "F.MH", "level", "all", NULL));
  crf_test_refused (f->study->nurse, "same-person", "second-enter", f->number, "event", "SCREENING", "form", "F.MH", "group", "IG.MH", "item", "MHSTDAT",
                    "value", "2009-05", NULL);
  second_b = history_row (f, f->second, "second-enter", "Diabetes", "2015-02-03");
  g_assert_cmpstr (second_b, !=, first_a);
  g_assert_cmpstr (second_b, !=, first_b);
  second_a = history_row (f, f->second, "second-enter", "Hepatitis C", "2009-05");
  seconds = seconds_of (f, "SE.SCREENING", "F.MH");
  g_assert_cmpstr (find_second (seconds, "IT.MHTERM", "Diabetes")->first_groupkey, ==, first_b);
  g_assert_cmpstr (find_second (seconds, "IT.MHTERM", "Diabetes")->state, ==, "same");
  g_assert_cmpstr (find_second (seconds, "IT.MHTERM", "Hepatitis C")->first_groupkey, ==, first_a);
  g_assert_cmpstr (find_second (seconds, "IT.MHTERM", "Hepatitis C")->state, ==, "differs");
  g_assert_cmpstr (find_second (seconds, "IT.MHSTDAT", "2009-05")->state, ==, "same");

  /* Hers are in her order; the difference stands at her field, and at the first entry's. */
  own = crf_reader_second_form (f->second, &target, NULL);
  g_assert_cmpstr (crf_form_state_find (own, "MHTERM", second_b)->value->entered, ==, "Diabetes");
  g_assert_null (crf_form_state_find (own, "MHTERM", second_b)->message);
  g_assert_nonnull (strstr (crf_form_state_find (own, "MHTERM", second_a)->message, "Hepatitis B"));
  shown = crf_reader_form (f->second, &target, NULL);
  g_assert_cmpstr (crf_form_state_find (shown, "MHTERM", first_a)->second, ==, "Hepatitis C");
  g_assert_null (crf_form_state_find (shown, "MHTERM", first_b)->second);

  differs = crf_test_do (f->second, "second-enter", f->number, "event", "SCREENING", "form", "F.MH", "group", "IG.MH", "groupkey", second_a, "item", "MHTERM",
                         "value", "Hepatitis D", NULL);
  g_assert_cmpstr (g_hash_table_lookup (differs->results, "result"), ==, "differs");
  g_assert_true (says (differs, "Hepatitis B"));
  crf_outcome_free (crf_test_do (f->study->investigator, "decide-entry", f->number, "event", "SCREENING", "form", "F.MH", "group", "IG.MH", "groupkey", first_a,
                                 "item", "MHTERM", "decide", "first", "reason", "chart says B", NULL));
  decided = seconds_of (f, "SE.SCREENING", "F.MH");
  g_assert_cmpstr (find_second (decided, "IT.MHTERM", "Hepatitis D")->state, ==, "decided");
  finished = crf_test_do (f->second, "finish-second-entry", f->number, "event", "SCREENING", "form", "F.MH", NULL);
  g_assert_cmpstr (g_hash_table_lookup (finished->results, "first"), ==, "2");
  g_assert_cmpstr (g_hash_table_lookup (finished->results, "second"), ==, "2");
  g_assert_cmpuint (count_open_rows (f), ==, 0);
}

static void
a_mistyped_date_is_found_by_the_rest_of_its_row_when_all_is_typed (Fixture *f,
                                                                   gconstpointer data)
{
  g_autofree char *first = history_row (f, f->study->nurse, "enter", "Hepatitis B", "2009-05-14");
  g_autofree char *second = NULL;
  g_autoptr (GPtrArray) before = NULL, after = NULL;

  crf_outcome_free (crf_test_do (f->manager, "set-double-entry", NULL, "form", "F.MH", "level", "all", NULL));
  second = history_row (f, f->second, "second-enter", "Hepatitis B", "2009-05-15");
  before = seconds_of (f, "SE.SCREENING", "F.MH");
  g_assert_cmpstr (find_second (before, "IT.MHTERM", "Hepatitis B")->state, ==, "alone");
  crf_outcome_free (crf_test_do (f->second, "finish-second-entry", f->number, "event", "SCREENING", "form", "F.MH", NULL));
  after = seconds_of (f, "SE.SCREENING", "F.MH");
  g_assert_cmpstr (find_second (after, "IT.MHTERM", "Hepatitis B")->state, ==, "same");
  g_assert_cmpstr (find_second (after, "IT.MHSTDAT", "2009-05-15")->state, ==, "differs");
  g_assert_cmpstr (find_second (after, "IT.MHSTDAT", "2009-05-15")->first_groupkey, ==, first);
  g_assert_cmpuint (count_open_rows (f), ==, 0);
}

static void
rows_of_one_entry_only_are_named_and_decided (Fixture *f,
                                              gconstpointer data)
{
  g_autofree char *both = history_row (f, f->study->nurse, "enter", "Hepatitis B", "2009-05-14");
  g_autofree char *only_first = history_row (f, f->study->nurse, "enter", "Gout", "2012");
  g_autofree char *second_both = NULL, *only_second = NULL;
  CrfTarget target = { .subject = f->number, .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) "F.MH", .formkey = (char *) "1" };
  g_autoptr (CrfOutcome) finished = NULL, again = NULL;
  g_autoptr (CrfFormState) shown = NULL, after = NULL;
  g_autoptr (CrfClosingState) closing = NULL;
  g_autoptr (GPtrArray) decided = NULL;
  gboolean blocks = FALSE;

  crf_outcome_free (crf_test_do (f->manager, "set-double-entry", NULL, "form", "F.MH", "level", "all", NULL));
  second_both = history_row (f, f->second, "second-enter", "Hepatitis B", "2009-05-14");
  only_second = history_row (f, f->second, "second-enter", "Asthma", "1999-03");
  finished = crf_test_do (f->second, "finish-second-entry", f->number, "event", "SCREENING", "form", "F.MH", NULL);
  g_assert_cmpstr (g_hash_table_lookup (finished->results, "only-first"), ==, "1");
  g_assert_cmpstr (g_hash_table_lookup (finished->results, "only-second"), ==, "1");
  g_assert_true (says (finished, "2 in the first entry, 2 in the second"));
  g_assert_true (says (finished, "2012"));
  g_assert_true (says (finished, "1999-03"));
  shown = crf_reader_form (f->study->nurse, &target, NULL);
  g_assert_cmpuint (shown->lone_rows->len, ==, 2);
  closing = crf_reader_closing (f->manager, NULL);
  for (guint i = 0; i < closing->points->len; i++)
    {
      const CrfOpenPoint *point = g_ptr_array_index (closing->points, i);

      blocks = blocks || (strcmp (point->kind, "second-rows") == 0 && point->n == 2 && point->blocks);
    }
  g_assert_true (blocks);

  crf_test_refused (f->study->nurse, "argument-missing", "decide-row", f->number, "event", "SCREENING", "form", "F.MH", "group", "IG.MH", "groupkey",
                    only_first, "decide", "second", NULL);
  crf_test_refused (f->manager, "not-permitted", "decide-row", f->number, "event", "SCREENING", "form", "F.MH", "group", "IG.MH", "groupkey", only_first,
                    "decide", "second", "reason", "x", NULL);
  crf_outcome_free (crf_test_do (f->study->investigator, "decide-row", f->number, "event", "SCREENING", "form", "F.MH", "group", "IG.MH", "groupkey",
                                 only_first, "decide", "second", "reason", "the chart has no gout", NULL));
  crf_outcome_free (crf_test_do (f->study->investigator, "decide-row", f->number, "event", "SCREENING", "form", "F.MH", "group", "IG.MH", "groupkey",
                                 only_second, "decide", "second", "reason", "the chart has asthma", NULL));
  crf_test_refused (f->study->investigator, "nothing-to-decide", "decide-row", f->number, "event", "SCREENING", "form", "F.MH", "group", "IG.MH", "groupkey",
                    only_second, "decide", "second", "reason", "twice", NULL);
  after = crf_reader_form (f->study->nurse, &target, NULL);
  g_assert_null (after->lone_rows);
  decided = seconds_of (f, "SE.SCREENING", "F.MH");
  {
    const char *asthma_key = find_second (decided, "IT.MHTERM", "Asthma")->first_groupkey;
    guint asthma = 0, gout = 0;

    for (guint i = 0; i < after->sections->len; i++)
      for (guint j = 0; j < ((CrfSectionState *) g_ptr_array_index (after->sections, i))->fields->len; j++)
        {
          const CrfSectionState *section = g_ptr_array_index (after->sections, i);
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          /* All of the row is in one new row of the first entry, and the second's is known to be it. */
          if (g_strcmp0 (field->value->entered, "Asthma") == 0 || g_strcmp0 (field->value->entered, "1999-03") == 0)
            g_assert_cmpstr (section->groupkey, ==, asthma_key);
          asthma += g_strcmp0 (field->value->entered, "Asthma") == 0;
          gout += g_strcmp0 (field->value->entered, "Gout") == 0;
        }
    g_assert_cmpuint (asthma, ==, 1);
    g_assert_cmpuint (gout, ==, 0);
  }
  again = crf_test_do (f->second, "finish-second-entry", f->number, "event", "SCREENING", "form", "F.MH", NULL);
  g_assert_cmpstr (g_hash_table_lookup (again->results, "only-first"), ==, "0");
  g_assert_cmpstr (g_hash_table_lookup (again->results, "only-second"), ==, "0");
}

static void
what_is_not_typed_again_is_named_before_the_entry_is_finished (Fixture *f,
                                                               gconstpointer data)
{
  g_autofree char *first = history_row (f, f->study->nurse, "enter", "Hepatitis B", "2009-05-14");
  g_autoptr (CrfOutcome) begun = NULL, refused = NULL;
  const char *key;

  crf_outcome_free (crf_test_do (f->manager, "set-double-entry", NULL, "form", "F.MH", "level", "all", NULL));
  begun = crf_test_do (f->second, "second-enter", f->number, "event", "SCREENING", "form", "F.MH", "group", "IG.MH", "item", "MHSTDAT", "value",
                       "2009-05-14", NULL);
  key = g_hash_table_lookup (begun->results, "groupkey");
  refused = crf_conduct_with (f->second, "finish-second-entry", f->number, NULL, "event", "SCREENING", "form", "F.MH", NULL);
  g_assert_cmpstr (refused->refusal->code, ==, "not-second");
  g_assert_nonnull (strstr (refused->refusal->message, "2009-05-14"));
  crf_outcome_free (crf_test_do (f->second, "second-enter", f->number, "event", "SCREENING", "form", "F.MH", "group", "IG.MH", "groupkey", key, "item",
                                 "MHTERM", "missing", "UNK", NULL));
  crf_outcome_free (crf_test_do (f->second, "finish-second-entry", f->number, "event", "SCREENING", "form", "F.MH", NULL));
}

/* An adverse event: a repeat of the form, with grades over time as rows in it. */
static void
adverse_event (Fixture *f,
               CrfSession *session,
               const char *use_case,
               const char *term,
               const char *date,
               const char *const *grades)
{
  g_autoptr (CrfOutcome) begun = crf_test_do (session, use_case, f->number, "form", "F.AE", "formkey", "new", "item", "AESTDTC", "value", date, NULL);
  const char *key = g_hash_table_lookup (begun->results, "formkey");

  g_assert_nonnull (key);
  crf_outcome_free (crf_test_do (session, use_case, f->number, "form", "F.AE", "formkey", key, "item", "AETERM", "value", term, NULL));
  for (guint i = 0; grades[i] != NULL; i += 2)
    {
      g_autoptr (CrfOutcome) row = crf_test_do (session, use_case, f->number, "form", "F.AE", "formkey", key, "group", "IG.AEGR", "groupkey", "new", "item",
                                                "AEGRDTC", "value", grades[i], NULL);

      crf_outcome_free (crf_test_do (session, use_case, f->number, "form", "F.AE", "formkey", key, "group", "IG.AEGR", "groupkey",
                                     g_hash_table_lookup (row->results, "groupkey"), "item", "AEGRGR", "value", grades[i + 1], NULL));
    }
}

static void
repeats_of_a_form_and_the_rows_in_them_are_matched_too (Fixture *f,
                                                        gconstpointer data)
{
  static const char *const fever[] = { "2026-03-10", "1", "2026-03-11", "2", NULL }, *const fever_again[] = { "2026-03-11", "3", "2026-03-10", "1", NULL };
  static const char *const rash[] = { NULL };
  g_autoptr (GPtrArray) seconds = NULL;
  g_autoptr (CrfOutcome) finished = NULL;
  g_autoptr (GPtrArray) forms = NULL;
  const CrfSecondRecord *three;
  guint shown = 0;

  crf_test_study_set_now (f->study, "2026-04-01T10:00");
  crf_outcome_free (crf_test_do (f->manager, "set-double-entry", NULL, "form", "F.AE", "level", "all", NULL));
  adverse_event (f, f->study->nurse, "enter", "Fever", "2026-03-10", fever);
  adverse_event (f, f->study->nurse, "enter", "Rash", "2026-03-20", rash);
  adverse_event (f, f->second, "second-enter", "Rash", "2026-03-20", rash);
  adverse_event (f, f->second, "second-enter", "Fever", "2026-03-10", fever_again);
  seconds = seconds_of (f, "SE.COMMON", "F.AE");
  g_assert_cmpstr (find_second (seconds, "IT.AETERM", "Rash")->state, ==, "same");
  g_assert_cmpstr (find_second (seconds, "IT.AETERM", "Fever")->state, ==, "same");
  g_assert_cmpstr (find_second (seconds, "IT.AETERM", "Fever")->first_formkey, !=, find_second (seconds, "IT.AETERM", "Rash")->first_formkey);
  g_assert_cmpstr (find_second (seconds, "IT.AEGRGR", "1")->state, ==, "same");
  three = find_second (seconds, "IT.AEGRGR", "3");
  g_assert_cmpstr (three->state, ==, "differs");
  g_assert_cmpstr (three->first_formkey, ==, find_second (seconds, "IT.AETERM", "Fever")->first_formkey);
  forms = crf_reader_forms_of_kind (f->study->nurse, f->number, "adverse-event", NULL);
  for (guint i = 0; i < forms->len; i++)
    {
      CrfFieldState *field = crf_form_state_find (g_ptr_array_index (forms, i), "AEGRGR", three->first_groupkey);

      shown += field != NULL && field->second != NULL;
    }
  g_assert_cmpuint (shown, ==, 1);
  finished = crf_test_do (f->second, "finish-second-entry", f->number, "form", "F.AE", NULL);
  /* Two events and two grades in each. */
  g_assert_cmpstr (g_hash_table_lookup (finished->results, "first"), ==, "4");
  g_assert_cmpstr (g_hash_table_lookup (finished->results, "second"), ==, "4");
  g_assert_cmpuint (count_open_rows (f), ==, 0);
}

static void
an_event_of_the_second_entry_alone_becomes_one_of_the_first (Fixture *f,
                                                             gconstpointer data)
{
  static const char *const none[] = { NULL };
  g_autoptr (CrfOutcome) finished = NULL;
  g_autoptr (GPtrArray) seconds = NULL, forms = NULL;

  crf_test_study_set_now (f->study, "2026-04-01T10:00");
  crf_outcome_free (crf_test_do (f->manager, "set-double-entry", NULL, "form", "F.AE", "level", "all", NULL));
  adverse_event (f, f->study->nurse, "enter", "Fever", "2026-03-10", none);
  adverse_event (f, f->second, "second-enter", "Fever", "2026-03-10", none);
  adverse_event (f, f->second, "second-enter", "Rash", "2026-03-20", none);
  finished = crf_test_do (f->second, "finish-second-entry", f->number, "form", "F.AE", NULL);
  g_assert_cmpstr (g_hash_table_lookup (finished->results, "only-second"), ==, "1");
  seconds = seconds_of (f, "SE.COMMON", "F.AE");
  crf_outcome_free (crf_test_do (f->study->investigator, "decide-row", f->number, "form", "F.AE", "formkey",
                                 find_second (seconds, "IT.AETERM", "Rash")->formkey, "decide", "second", "reason", "in the chart", NULL));
  forms = crf_reader_forms_of_kind (f->study->nurse, f->number, "adverse-event", NULL);
  g_assert_cmpuint (forms->len, ==, 2);
  g_assert_cmpstr (crf_form_state_find (g_ptr_array_index (forms, 1), "AETERM", NULL)->value->entered, ==, "Rash");
  g_assert_cmpuint (count_open_rows (f), ==, 0);
}

static const char *
state_of_alt (Fixture *f)
{
  g_autoptr (GPtrArray) seconds = seconds_of (f, "SE.SCREENING", "F.VISIT");

  g_assert_cmpuint (seconds->len, ==, 1);
  return g_intern_string (((CrfSecondRecord *) g_ptr_array_index (seconds, 0))->state);
}

static gboolean
change_alt (Fixture *f,
            const char *value)
{
  g_autoptr (CrfOutcome) outcome = crf_test_do (f->study->nurse, "enter", f->number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", value,
                                                "unit", "U/L", NULL);

  for (guint i = 0; i < outcome->notices->len; i++)
    if (strstr (g_ptr_array_index (outcome->notices, i), "second entry") != NULL)
      return TRUE;
  return FALSE;
}

/* Otherwise whoever was first changes what was compared, and nobody has compared what stands there. */
static void
a_first_entry_that_changes_is_compared_again (Fixture *f,
                                              gconstpointer data)
{
  crf_outcome_free (crf_test_do (f->manager, "set-double-entry", NULL, "form", "F.VISIT", "level", "all", NULL));
  g_assert_false (change_alt (f, "40"));
  crf_outcome_free (crf_test_do (f->second, "second-enter", f->number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "40", "unit", "U/L",
                                 NULL));
  g_assert_cmpstr (state_of_alt (f), ==, "same");
  g_assert_true (change_alt (f, "45"));
  g_assert_cmpstr (state_of_alt (f), ==, "differs");
  g_assert_cmpuint (crf_records_count_seconds (crf_session_get_file (f->manager), "differs"), ==, 1);
  /* Typed otherwise, it is the same value. */
  g_assert_false (change_alt (f, "40.0"));
  g_assert_cmpstr (state_of_alt (f), ==, "same");
  /* A decision holds for what was decided on, and no longer. */
  g_assert_true (change_alt (f, "45"));
  crf_outcome_free (crf_test_do (f->study->nurse, "decide-entry", f->number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "decide", "other", "value",
                                 "43", "unit", "U/L", "reason", "the source says 43", NULL));
  g_assert_cmpstr (state_of_alt (f), ==, "decided");
  g_assert_true (change_alt (f, "48"));
  g_assert_cmpstr (state_of_alt (f), ==, "differs");
}

static guint
count_point (Fixture *f,
             const char *kind)
{
  g_autoptr (CrfClosingState) closing = crf_reader_closing (f->manager, NULL);

  for (guint i = 0; i < closing->points->len; i++)
    {
      const CrfOpenPoint *point = g_ptr_array_index (closing->points, i);

      if (strcmp (point->kind, kind) == 0)
        {
          g_assert_true (point->blocks);
          return point->n;
        }
    }
  g_assert_not_reached ();
}

static gboolean
has_task (Fixture *f,
          const char *what)
{
  g_autoptr (GPtrArray) tasks = crf_reader_tasks (f->study->nurse, NULL);

  for (guint i = 0; i < tasks->len; i++)
    if (strcmp (((const CrfTask *) g_ptr_array_index (tasks, i))->what, what) == 0)
      return TRUE;
  return FALSE;
}

static CrfOutcome *
enter_again (Fixture *f,
             const char *item,
             const char *value)
{
  return crf_test_do (f->second, "second-enter", f->number, "event", "SCREENING", "form", "F.MH", "group", "IG.MH", "groupkey", "new", "item", item, "value", value,
                      NULL);
}

/* Says of all that is required and blank why it is, and completes the form. */
static CrfOutcome *
complete_history (Fixture *f)
{
  CrfTarget target = { .subject = f->number, .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) "F.MH", .formkey = (char *) "1" };
  g_autoptr (CrfFormState) form = crf_reader_form (f->study->nurse, &target, NULL);

  for (guint i = 0; i < form->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; section->groupkey != NULL && j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->shown && field->required && !field->derived && crf_value_is_empty (field->value))
            crf_outcome_free (crf_test_do (f->study->nurse, "enter", f->number, "event", "SCREENING", "form", "F.MH", "group", section->group->oid, "groupkey",
                                           section->groupkey, "item", field->item->oid, "missing", "UNK", NULL));
        }
    }
  return crf_test_do (f->study->nurse, "complete-form", f->number, "event", "SCREENING", "form", "F.MH", NULL);
}

/* Two rows of two items each: at least four values for a second person, as long as there is no second entry; each that is entered again is one less. */
static void
what_nobody_entered_again_is_missed (Fixture *f,
                                     gconstpointer data)
{
  g_autofree char *first = history_row (f, f->study->nurse, "enter", "Hepatitis B", "2009-05");
  g_autofree char *other = history_row (f, f->study->nurse, "enter", "Diabetes", "2015-02-03");
  g_autofree char *again = NULL, *said = NULL, *task = NULL;
  guint all;
  g_autoptr (CrfOutcome) completed = NULL, signed_ = NULL, one = NULL;

  g_assert_cmpuint (count_point (f, "second-missing"), ==, 0);
  crf_outcome_free (crf_test_do (f->manager, "set-double-entry", NULL, "form", "F.MH", "level", "all", NULL));
  /* What is not complete is open as such. */
  g_assert_cmpuint (count_point (f, "second-missing"), ==, 0);
  completed = complete_history (f);
  all = count_point (f, "second-missing");
  g_assert_cmpuint (all, >=, 4);
  said = g_strdup_printf ("%u values of this form", all);
  task = g_strdup_printf ("%u values are to be entered a second time", all);
  g_assert_true (says (completed, said));
  g_assert_true (has_task (f, task));
  signed_ = crf_test_do (f->study->investigator, "sign-form", f->number, "event", "SCREENING", "form", "F.MH", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  g_assert_true (says (signed_, said));
  again = history_row (f, f->second, "second-enter", "Hepatitis B", "2009-05");
  g_assert_cmpuint (count_point (f, "second-missing"), ==, all - 2);
  one = enter_again (f, "MHSTDAT", "2015-02-03");
  g_assert_cmpuint (count_point (f, "second-missing"), ==, all - 3);
  crf_outcome_free (crf_test_do (f->second, "second-enter", f->number, "event", "SCREENING", "form", "F.MH", "group", "IG.MH", "groupkey",
                                 g_hash_table_lookup (one->results, "groupkey"), "item", "MHTERM", "value", "Diabetes", NULL));
  g_assert_cmpuint (count_point (f, "second-missing"), ==, all - 4);
  g_assert_false (has_task (f, task));
  crf_outcome_free (crf_test_do (f->manager, "set-double-entry", NULL, "form", "F.MH", "level", "none", NULL));
  g_assert_cmpuint (count_point (f, "second-missing"), ==, 0);
}

/* A row that the second entry has not is decided as a row. */
static void
a_row_of_one_entry_only_is_not_missed_twice (Fixture *f,
                                             gconstpointer data)
{
  g_autofree char *first = history_row (f, f->study->nurse, "enter", "Hepatitis B", "2009-05");
  g_autofree char *other = history_row (f, f->study->nurse, "enter", "Gout", "2012");
  g_autofree char *again = NULL;

  crf_outcome_free (crf_test_do (f->manager, "set-double-entry", NULL, "form", "F.MH", "level", "all", NULL));
  again = history_row (f, f->second, "second-enter", "Hepatitis B", "2009-05");
  crf_outcome_free (crf_test_do (f->second, "finish-second-entry", f->number, "event", "SCREENING", "form", "F.MH", NULL));
  g_assert_cmpuint (count_point (f, "second-rows"), ==, 1);
  crf_outcome_free (complete_history (f));
  /* The five questions of the form and "Still present?" of the row that both have; nothing of the other. */
  g_assert_cmpuint (count_point (f, "second-missing"), ==, 6);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add ("/conduct/double-entry/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("a-first-entry-that-changes-is-compared-again", a_first_entry_that_changes_is_compared_again);
  ADD ("rows-typed-in-another-order-are-found-by-their-date", rows_typed_in_another_order_are_found_by_their_date);
  ADD ("a-mistyped-date-is-found-by-the-rest-of-its-row-when-all-is-typed", a_mistyped_date_is_found_by_the_rest_of_its_row_when_all_is_typed);
  ADD ("rows-of-one-entry-only-are-named-and-decided", rows_of_one_entry_only_are_named_and_decided);
  ADD ("what-is-not-typed-again-is-named-before-the-entry-is-finished", what_is_not_typed_again_is_named_before_the_entry_is_finished);
  ADD ("repeats-of-a-form-and-the-rows-in-them-are-matched-too", repeats_of_a_form_and_the_rows_in_them_are_matched_too);
  ADD ("an-event-of-the-second-entry-alone-becomes-one-of-the-first", an_event_of_the_second_entry_alone_becomes_one_of_the_first);
  ADD ("what-nobody-entered-again-is-missed", what_nobody_entered_again_is_missed);
  ADD ("a-row-of-one-entry-only-is-not-missed-twice", a_row_of_one_entry_only_is_not_missed_twice);

  return g_test_run ();
}
