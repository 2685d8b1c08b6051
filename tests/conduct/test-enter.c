/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Entering values: what is asked back, what is stored, what it opens. */

#include "crf-check.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-test-study.h"

#include <math.h>
#include <string.h>

/* One value as the nurse; the outcome whatever it is. */
static CrfOutcome *
enter (CrfTestStudy *study,
       const char *subject,
       const char *event,
       const char *item,
       const char *value,
       const char *unit,
       const char *confirm,
       const char *reason)
{
  g_autoptr (GError) error = NULL;
  CrfOutcome *outcome = crf_conduct_with (study->nurse, "enter", subject, &error, "event", event, "form", "F.VISIT", "item", item, "value",
                                          value, "unit", unit, "confirm", confirm, "reason", reason, NULL);

  g_assert_no_error (error);
  return outcome;
}

static CrfValueRecord *
stored (CrfTestStudy *study,
        const char *number,
        const char *item)
{
  CrfStudyFile *file = crf_session_get_file (study->admin);
  g_autoptr (CrfPatient) patient = crf_reader_patient (study->admin, number, NULL);

  return crf_records_latest_value (file, patient->key, item, NULL);
}

static guint
count_queries (CrfTestStudy *study,
               const char *number)
{
  g_autoptr (GPtrArray) queries = crf_reader_queries (study->nurse, number, "Open", NULL);

  return queries->len;
}

static void
a_decimal_slip_is_asked_with_what_was_meant (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) asked = NULL;
  g_autoptr (CrfOutcome) done = NULL;

  crf_test_enter (study, number, "SCREENING", "TBIL", "70.1", "umol/L");
  asked = enter (study, number, "W1", "TBIL", "612", "umol/L", NULL, NULL);
  g_assert_nonnull (asked->prompt);
  g_assert_cmpstr (asked->prompt->suggestion, ==, "61.2");
  g_assert_cmpstr (asked->prompt->message, ==, "612 · last 70.1 · did you mean 61.2?");
  g_assert_false (asked->prompt->needs_reason);
  done = enter (study, number, "W1", "TBIL", "612", "umol/L", asked->prompt->id, NULL);
  g_assert_true (crf_outcome_done (done));
  /* It was confirmed as seen: no query. */
  g_assert_cmpuint (count_queries (study, number), ==, 0);
}

static void
a_prompt_stores_nothing (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  guint64 before = crf_records_count_entries (crf_session_get_file (study->nurse));
  g_autoptr (CrfOutcome) asked = enter (study, number, "SCREENING", "TBIL", "900", "umol/L", NULL, NULL);

  g_assert_nonnull (asked->prompt);
  g_assert_cmpuint (crf_records_count_entries (crf_session_get_file (study->nurse)), ==, before);
}

static void
an_impossible_value_is_stored_with_a_reason_and_a_query (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) asked = enter (study, number, "SCREENING", "TBIL", "1600", "umol/L", NULL, NULL);
  g_autoptr (CrfOutcome) again = NULL;
  g_autoptr (CrfOutcome) done = NULL;
  g_autoptr (CrfValueRecord) value = NULL;

  g_assert_nonnull (asked->prompt);
  g_assert_true (asked->prompt->needs_reason);
  /* Confirming alone will not do. */
  again = enter (study, number, "SCREENING", "TBIL", "1600", "umol/L", asked->prompt->id, NULL);
  g_assert_nonnull (again->prompt);
  done = enter (study, number, "SCREENING", "TBIL", "1600", "umol/L", asked->prompt->id, "repeated, same result");
  g_assert_true (crf_outcome_done (done));
  g_assert_cmpuint (count_queries (study, number), ==, 1);
  value = stored (study, number, "IT.TBIL");
  g_assert_cmpstr (value->value, ==, "1600");
}

static void
another_unit_is_suspected (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) asked = enter (study, number, "SCREENING", "CREAT", "1.2", "umol/L", NULL, NULL);
  g_autoptr (CrfOutcome) right = enter (study, number, "SCREENING", "CREAT", "1.2", "mg/dL", NULL, NULL);
  g_autoptr (CrfValueRecord) value = NULL;

  g_assert_nonnull (asked->prompt);
  g_assert_nonnull (strstr (asked->prompt->message, "mg/dL"));
  g_assert_true (crf_outcome_done (right));
  value = stored (study, number, "IT.CREAT");
  g_assert_cmpstr (value->value, ==, "1.2");
  g_assert_cmpstr (value->canon, ==, "106.08"); /* 1.2 × 88.4 */
}

static void
what_cannot_be_read_is_refused_at_its_place (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) outcome = enter (study, number, "SCREENING", "TBIL", "about 60", "umol/L", NULL, NULL);

  g_assert_nonnull (outcome->refusal);
  g_assert_cmpstr (outcome->refusal->code, ==, "value-invalid");
  g_assert_cmpstr (outcome->refusal->target->item, ==, "IT.TBIL");
  g_assert_nonnull (outcome->refusal->remedy);
}

static void
a_cross_check_looks_at_both_fields (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) asked = NULL;

  crf_test_enter (study, number, "SCREENING", "TBIL", "60", "umol/L");
  crf_test_enter (study, number, "SCREENING", "DBIL", "40", "umol/L");
  asked = enter (study, number, "SCREENING", "TBIL", "30", "umol/L", NULL, NULL);
  g_assert_nonnull (asked->prompt);
  g_assert_nonnull (strstr (asked->prompt->id, "check:IT.DBIL"));
}

static void
the_same_value_again_is_no_entry (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  guint64 before;

  crf_test_enter (study, number, "SCREENING", "ALT", "78", "U/L");
  before = crf_records_count_entries (crf_session_get_file (study->nurse));
  crf_test_enter (study, number, "SCREENING", "ALT", "78", "U/L");
  g_assert_cmpuint (crf_records_count_entries (crf_session_get_file (study->nurse)), ==, before);
}

static void
a_changed_input_changes_the_score_and_clearing_takes_it_away (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfValueRecord) first = NULL;
  g_autoptr (CrfValueRecord) second = NULL;
  g_autoptr (CrfValueRecord) third = NULL;

  crf_test_enter_labs (study, number, "SCREENING");
  first = stored (study, number, "IT.MELD");
  g_assert_cmpstr (first->canon, ==, "20");
  g_assert_true (first->derived);
  g_assert_nonnull (strstr (first->detail, "\"lab.tbil\":{\"value\":\"54\""));
  g_assert_nonnull (strstr (first->detail, "UNOS/OPTN"));
  /* INR 2.6: 10 × (0.957 ln 1.188 + 0.378 ln 3.158 + 1.120 ln 2.6 + 0.643) = 23.12 → 23 */
  crf_test_enter (study, number, "SCREENING", "INR", "2.6", NULL);
  second = stored (study, number, "IT.MELD");
  g_assert_cmpstr (second->canon, ==, "23");
  crf_test_enter (study, number, "SCREENING", "INR", NULL, NULL);
  third = stored (study, number, "IT.MELD");
  g_assert_true (third == NULL || third->canon == NULL);
}

static void
a_visit_without_sampling_times_counts_as_simultaneous (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget target = { .subject = number, .event = (char *) "SE.SCREENING", .form = (char *) "F.VISIT" };
  g_autoptr (GPtrArray) scores = NULL;
  CrfScoreState *meld;

  crf_test_enter_labs (study, number, "SCREENING");
  scores = crf_reader_try_scores (study->nurse, &target, NULL, NULL, NULL, NULL);
  meld = g_ptr_array_index (scores, 0);
  g_assert_cmpstr (meld->value, ==, "20");
  g_assert_null (meld->waits_for);
}

static void
missing_inputs_are_named (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget target = { .subject = number, .event = (char *) "SE.SCREENING", .form = (char *) "F.VISIT" };
  g_autoptr (GPtrArray) scores = NULL;
  CrfScoreState *meld;

  crf_test_enter (study, number, "SCREENING", "TBIL", "54", "umol/L");
  scores = crf_reader_try_scores (study->nurse, &target, NULL, NULL, NULL, NULL);
  meld = g_ptr_array_index (scores, 0);
  g_assert_null (meld->value);
  g_assert_nonnull (strstr (meld->waits_for, "INR"));
  g_assert_nonnull (strstr (meld->waits_for, "Creatinine"));
  g_assert_null (strstr (meld->waits_for, "Bilirubin"));
}

static void
scores_follow_the_typing_without_storing (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget target = { .subject = number, .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) "F.VISIT",
                       .formkey = (char *) "1" };
  CrfTarget field = target;
  g_autoptr (GPtrArray) scores = NULL;
  g_autoptr (CrfFieldState) state = NULL;
  CrfScoreState *meld;
  guint64 before;

  crf_test_enter_labs (study, number, "SCREENING");
  before = crf_records_count_entries (crf_session_get_file (study->nurse));
  field.group = (char *) "IG.LIVER";
  field.groupkey = (char *) "1";
  field.item = (char *) "IT.INR";
  scores = crf_reader_try_scores (study->nurse, &target, &field, "2.6", NULL, NULL);
  meld = g_ptr_array_index (scores, 0);
  g_assert_cmpstr (meld->value, ==, "23");
  state = crf_reader_try_value (study->nurse, &field, "18", NULL, NULL);
  g_assert_nonnull (state);
  g_assert_nonnull (state->message);
  g_assert_cmpint (state->flag, ==, CRF_FLAG_HIGH);
  g_assert_cmpuint (crf_records_count_entries (crf_session_get_file (study->nurse)), ==, before);
}

static void
after_completion_a_change_asks_for_a_reason (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) asked = NULL;
  g_autoptr (CrfOutcome) done = NULL;
  g_autoptr (CrfFormState) form = NULL;
  CrfTarget target = { .subject = number, .event = (char *) "SE.SCREENING", .form = (char *) "F.DM" };

  crf_test_refused (study->nurse, "form-incomplete", "complete-form", number, "event", "SCREENING", "form", "F.DM", NULL);
  form = crf_reader_form (study->nurse, &target, NULL);
  g_assert_cmpuint (form->n_missing, >, 0);
  for (guint i = 0; i < form->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && crf_value_is_empty (field->value))
            crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", field->item->oid,
                                           "missing", "UNK", NULL));
        }
    }
  crf_outcome_free (crf_test_do (study->nurse, "complete-form", number, "event", "SCREENING", "form", "F.DM", NULL));
  asked = crf_conduct_with (study->nurse, "enter", number, NULL, "event", "SCREENING", "form", "F.DM", "item", "BED", "value", "14", NULL);
  g_assert_nonnull (asked->prompt);
  g_assert_true (asked->prompt->needs_reason);
  done = crf_conduct_with (study->nurse, "enter", number, NULL, "event", "SCREENING", "form", "F.DM", "item", "BED", "value", "14", "reason",
                           "moved", NULL);
  g_assert_true (crf_outcome_done (done));
}

static void
a_computed_value_cannot_be_typed (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  crf_test_refused (study->nurse, "derived", "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "MELD", "value", "15", NULL);
}

static void
what_was_done_before_consent_deviates (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) one = NULL;
  CrfDeviation *deviation;

  /* Consent was given on 2 March at 8:30. */
  crf_test_enter (study, number, "SCREENING", "LBDTC", "2026-03-02 08:30", NULL);
  none = crf_reader_deviations (study->nurse, number, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  crf_test_enter (study, number, "SCREENING", "LBDTC", "2026-03-02 08:29", NULL);
  one = crf_reader_deviations (study->nurse, number, NULL);
  g_assert_cmpuint (one->len, ==, 1);
  deviation = g_ptr_array_index (one, 0);
  g_assert_cmpstr (deviation->kind, ==, "consent");
}

static void
ambiguous_places_are_asked_back (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  crf_test_refused (study->nurse, "event-missing", "enter", number, "item", "ALT", "value", "40", "unit", "U/L", NULL);
  crf_test_refused (study->nurse, "form-missing", "enter", number, "event", "SCREENING", "item", "LBDTC", "value", "2026-03-02", NULL);
  crf_test_refused (study->nurse, "item-unknown", "enter", number, "event", "SCREENING", "item", "ALTT", "value", "40", NULL);
  crf_test_refused (study->nurse, "event-unknown", "enter", number, "event", "W99", "item", "ALT", "value", "40", NULL);
  crf_test_refused (study->nurse, "item-not-here", "enter", number, "event", "D365", "item", "ALT", "value", "40", NULL);
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "item", "F.VISIT::ALT", "value", "40", "unit", "U/L", NULL));
}

static void
decimal_slips_are_told_from_real_change (void)
{
  static const struct { double typed, last, meant; } cases[] = {
    { 612, 70.1, 61.2 }, { 6.12, 70.1, 61.2 }, { 6120, 70.1, 61.2 }, { 0.7, 70.1, 70 }, { 140, 70.1, NAN }, { 350, 70.1, NAN },
    { 61.2, NAN, NAN },  { 0, 70.1, NAN },     { 612, 0, NAN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double meant = crf_check_decimal_slip (cases[i].typed, cases[i].last);

      if (isnan (cases[i].meant))
        g_assert_true (isnan (meant));
      else
        g_assert_cmpfloat_with_epsilon (meant, cases[i].meant, 1e-9);
    }
}

static void
adverse_events_are_forms_of_their_own (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) first = crf_test_do (study->nurse, "add-form", number, "form", "F.AE", NULL);
  g_autoptr (CrfOutcome) second = crf_test_do (study->nurse, "add-form", number, "form", "F.AE", NULL);
  const char *formkey = g_hash_table_lookup (second->results, "formkey");
  g_autoptr (GPtrArray) forms = NULL;
  CrfFieldState *term;

  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "form", "F.AE", "formkey", formkey, "item", "AETERM", "value", "fever", NULL));
  forms = crf_reader_forms_of_kind (study->nurse, number, "adverse-event", NULL);
  g_assert_cmpuint (forms->len, ==, 2);
  term = crf_form_state_find (g_ptr_array_index (forms, 1), "AETERM", NULL);
  g_assert_cmpstr (term->value->entered, ==, "fever");
  term = crf_form_state_find (g_ptr_array_index (forms, 0), "AETERM", NULL);
  g_assert_true (crf_value_is_empty (term->value));
}

/* Under another key than was said it would be another's value. */
static void
a_key_of_what_does_not_repeat_is_refused (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  static const struct { const char *level, *key; } wrong[] = {
    { "eventkey", "7" }, { "eventkey", "new" }, { "formkey", "2" }, { "groupkey", "../../x" }, { "groupkey", "new" },
  };
  static const char *const levels[] = { "eventkey", "formkey", "groupkey" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    crf_test_refused (study->nurse, "not-repeating", "enter", number, "event", "SCREENING", "form", "F.VISIT", wrong[i].level, wrong[i].key, "item",
                      "WEIGHT", "value", "66", "unit", "kg", NULL);
  crf_test_refused (study->nurse, "not-repeating", "query", number, "event", "SCREENING", "form", "F.VISIT", "item", "WEIGHT", "groupkey", "2", "text", "?",
                    NULL);
  crf_test_refused (study->nurse, "not-repeating", "set-sample", number, "event", "SCREENING", "form", "F.VISIT", "groupkey", "2", "state", "pending",
                    NULL);
  crf_test_refused (study->nurse, "not-repeating", "second-enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "WEIGHT", "groupkey", "2",
                    "value", "66", "unit", "kg", NULL);
  crf_test_refused (study->nurse, "not-repeating", "complete-form", number, "event", "SCREENING", "eventkey", "2", "form", "F.VISIT", NULL);
  g_assert_null (stored (study, number, "IT.WEIGHT"));
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", levels[i], "1", "item", "WEIGHT", "value", "66",
                                   "unit", "kg", NULL));
}

static void
a_row_that_is_not_there_is_refused (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study), *key = NULL;
  g_autoptr (CrfOutcome) begun = NULL;

  crf_test_refused (study->nurse, "repeat-unknown", "enter", number, "event", "SCREENING", "form", "F.MH", "groupkey", "../../x", "item", "MHTERM", "value",
                    "gout", NULL);
  begun = crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.MH", "groupkey", "new", "item", "MHTERM", "value", "gout", NULL);
  key = g_strdup (g_hash_table_lookup (begun->results, "groupkey"));
  crf_test_refused (study->nurse, "repeat-unknown", "enter", number, "event", "SCREENING", "form", "F.MH", "groupkey", "1", "item", "MHTERM", "value",
                    "asthma", NULL);
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.MH", "groupkey", key, "item", "MHTERM", "value", "asthma",
                                 NULL));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/enter/" name, function)
  ADD ("a-decimal-slip-is-asked-with-what-was-meant", a_decimal_slip_is_asked_with_what_was_meant);
  ADD ("a-prompt-stores-nothing", a_prompt_stores_nothing);
  ADD ("an-impossible-value-is-stored-with-a-reason-and-a-query", an_impossible_value_is_stored_with_a_reason_and_a_query);
  ADD ("another-unit-is-suspected", another_unit_is_suspected);
  ADD ("what-cannot-be-read-is-refused-at-its-place", what_cannot_be_read_is_refused_at_its_place);
  ADD ("a-cross-check-looks-at-both-fields", a_cross_check_looks_at_both_fields);
  ADD ("the-same-value-again-is-no-entry", the_same_value_again_is_no_entry);
  ADD ("a-changed-input-changes-the-score-and-clearing-takes-it-away", a_changed_input_changes_the_score_and_clearing_takes_it_away);
  ADD ("a-visit-without-sampling-times-counts-as-simultaneous", a_visit_without_sampling_times_counts_as_simultaneous);
  ADD ("missing-inputs-are-named", missing_inputs_are_named);
  ADD ("scores-follow-the-typing-without-storing", scores_follow_the_typing_without_storing);
  ADD ("after-completion-a-change-asks-for-a-reason", after_completion_a_change_asks_for_a_reason);
  ADD ("a-computed-value-cannot-be-typed", a_computed_value_cannot_be_typed);
  ADD ("what-was-done-before-consent-deviates", what_was_done_before_consent_deviates);
  ADD ("ambiguous-places-are-asked-back", ambiguous_places_are_asked_back);
  ADD ("decimal-slips-are-told-from-real-change", decimal_slips_are_told_from_real_change);
  ADD ("adverse-events-are-forms-of-their-own", adverse_events_are_forms_of_their_own);
  ADD ("a-key-of-what-does-not-repeat-is-refused", a_key_of_what_does_not_repeat_is_refused);
  ADD ("a-row-that-is-not-there-is-refused", a_row_that_is_not_there_is_refused);

  return g_test_run ();
}
