/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Samples from planned to judged, pending results, and which of several samples is analysed. */

#include "crf-judgement-link.h"
#include "crf-reader.h"
#include "crf-recheck.h"
#include "crf-records.h"
#include "crf-test-study.h"

#include <string.h>

static CrfFormState *
read_form (CrfTestStudy *study,
           const char *number,
           const char *event)
{
  CrfTarget target = { .subject = (char *) number, .event = (char *) event, .form = (char *) "F.VISIT" };
  g_autoptr (GError) error = NULL;
  CrfFormState *form = crf_reader_form (study->nurse, &target, &error);

  g_assert_no_error (error);
  return form;
}

static const char *
state_of (const CrfFormState *form,
          const char *group)
{
  for (guint i = 0; i < form->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (form->sections, i);

      if (strcmp (section->group->oid, group) == 0)
        return section->sample_state;
    }
  return NULL;
}

static void
assert_state (CrfTestStudy *study,
              const char *number,
              const char *state)
{
  g_autoptr (CrfFormState) form = read_form (study, number, "SE.SCREENING");

  g_assert_cmpstr (state_of (form, "IG.LIVER"), ==, state);
}

static void
a_sample_goes_from_planned_to_judged (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  assert_state (study, number, NULL);
  crf_outcome_free (crf_test_do (study->nurse, "set-sample", number, "event", "SCREENING", "form", "F.VISIT", "group", "IG.LIVER", "state", "planned",
                                 NULL));
  assert_state (study, number, "planned");
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "LBDTC", "value",
                                 "2026-03-02 08:00", NULL));
  assert_state (study, number, "taken");
  crf_outcome_free (crf_test_do (study->nurse, "set-sample", number, "event", "SCREENING", "form", "F.VISIT", "group", "IG.LIVER", "state", "pending",
                                 NULL));
  assert_state (study, number, "results pending");
  crf_test_enter_labs (study, number, "SCREENING");
  assert_state (study, number, "results pending"); /* some are not among them */
  crf_test_enter (study, number, "SCREENING", "ALT", "60", "U/L");
  crf_test_enter (study, number, "SCREENING", "AST", "60", "U/L");
  crf_test_enter (study, number, "SCREENING", "ALP", "100", "U/L");
  crf_test_enter (study, number, "SCREENING", "PT", "13", "s");
  assert_state (study, number, "reported");
  crf_outcome_free (crf_test_do (study->investigator, "judge", number, "event", "SCREENING", "form", "F.VISIT", "judgement", "NCS", NULL));
  assert_state (study, number, "judged");
}

static void
pending_is_neither_missing_nor_complete_and_needs_no_reason (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) complete = NULL;
  g_autoptr (CrfFormState) form = NULL;

  crf_outcome_free (crf_test_do (study->nurse, "set-sample", number, "event", "SCREENING", "form", "F.VISIT", "group", "IG.LIVER", "state", "pending",
                                 NULL));
  form = read_form (study, number, "SE.SCREENING");
  g_assert_cmpstr (crf_form_state_find (form, "ALT", NULL)->value->missing, ==, "PEND");
  g_assert_false (crf_form_state_find (form, "ALT", NULL)->needs_reason);
  complete = crf_conduct_with (study->nurse, "complete-form", number, NULL, "event", "SCREENING", "form", "F.VISIT", NULL);
  g_assert_nonnull (complete->refusal);
  g_assert_cmpstr (complete->refusal->code, ==, "form-incomplete");
  g_assert_nonnull (strstr (complete->refusal->message, "ALT"));
  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");
}

static const char *
judgement_of (CrfTestStudy *study,
              const char *number,
              const char *item,
              CrfFormState **form)
{
  *form = read_form (study, number, "SE.SCREENING");
  return crf_form_state_find (*form, item, NULL)->judgement;
}

static void
a_judgement_is_of_the_value_that_was_seen (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfFormState) judged = NULL;
  g_autoptr (CrfFormState) rest = NULL;
  g_autoptr (CrfFormState) changed = NULL;

  crf_test_enter (study, number, "SCREENING", "ALT", "150", "U/L");
  crf_test_enter (study, number, "SCREENING", "AST", "160", "U/L");
  crf_test_enter (study, number, "SCREENING", "SODIUM", "140", "mmol/L"); /* within: nothing to judge */
  crf_outcome_free (crf_test_do (study->investigator, "judge", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "judgement", "CS", NULL));
  g_assert_cmpstr (judgement_of (study, number, "ALT", &judged), ==, "CS");
  g_assert_true (crf_form_state_find (judged, "AST", NULL)->wants_judgement);
  g_assert_false (crf_form_state_find (judged, "SODIUM", NULL)->wants_judgement);
  /* One key for the rest leaves what was judged. */
  crf_outcome_free (crf_test_do (study->investigator, "judge", number, "event", "SCREENING", "form", "F.VISIT", "judgement", "NCS", NULL));
  g_assert_cmpstr (judgement_of (study, number, "AST", &rest), ==, "NCS");
  g_assert_cmpstr (crf_form_state_find (rest, "ALT", NULL)->judgement, ==, "CS");
  crf_test_enter (study, number, "SCREENING", "ALT", "155", "U/L");
  g_assert_null (judgement_of (study, number, "ALT", &changed));
  g_assert_true (crf_form_state_find (changed, "ALT", NULL)->wants_judgement);
}

static void
judging_is_for_investigators_and_for_what_is_there (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) nurse = NULL;

  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");
  crf_test_refused (study->investigator, "nothing-to-judge", "judge", number, "event", "SCREENING", "form", "F.VISIT", "judgement", "NCS", NULL);
  crf_test_enter (study, number, "SCREENING", "AST", "160", "U/L");
  crf_test_refused (study->investigator, "item-missing", "judge", number, "event", "SCREENING", "form", "F.VISIT", "judgement", "CS", NULL);
  crf_test_refused (study->investigator, "link-unknown", "judge", number, "event", "SCREENING", "form", "F.VISIT", "item", "AST", "judgement", "CS",
                    "link", "NOBODY.9", NULL);
  nurse = crf_conduct_with (study->nurse, "judge", number, NULL, "event", "SCREENING", "form", "F.VISIT", "judgement", "NCS", NULL);
  g_assert_nonnull (nurse->refusal);
}

static void
pasted_results_are_shown_before_they_are_stored (void)
{
  static const char *text = "Alanine aminotransferase (ALT)\t78 ↑\tU/L\t7-40\n"
                            "总胆红素\t3.6\tmg/dL\n"
                            "2951-2\t138\tmmol/L\n"
                            "ALB  3.5\n"
                            "Urine colour\tyellow\n";
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) asked = crf_conduct_with (study->nurse, "paste-results", number, NULL, "event", "SCREENING", "form", "F.VISIT", "text", text, NULL);
  g_autoptr (CrfFormState) before = read_form (study, number, "SE.SCREENING");
  g_autoptr (CrfFormState) after = NULL;

  g_assert_null (asked->refusal);
  g_assert_nonnull (asked->prompt);
  g_test_message ("%s", asked->prompt->message);
  g_assert_nonnull (strstr (asked->prompt->message, "✓ ALT: 78 U/L"));
  g_assert_nonnull (strstr (asked->prompt->message, "✓ TBIL: 3.6 mg/dL"));
  g_assert_nonnull (strstr (asked->prompt->message, "✓ SODIUM: 138 mmol/L"));
  g_assert_nonnull (strstr (asked->prompt->message, "✗ ALB")); /* two units: which one is not guessed */
  g_assert_nonnull (strstr (asked->prompt->message, "✗ Urine colour"));
  g_assert_true (crf_value_is_empty (crf_form_state_find (before, "ALT", NULL)->value));
  crf_outcome_free (crf_test_do (study->nurse, "paste-results", number, "event", "SCREENING", "form", "F.VISIT", "text", text, "confirm",
                                 asked->prompt->id, NULL));
  after = read_form (study, number, "SE.SCREENING");
  g_assert_cmpstr (crf_form_state_find (after, "ALT", NULL)->value->canonical, ==, "78");
  g_assert_cmpstr (crf_form_state_find (after, "TBIL", NULL)->value->canonical, ==, "61.56");
  g_assert_cmpstr (crf_form_state_find (after, "SODIUM", NULL)->value->canonical, ==, "138");
  g_assert_true (crf_value_is_empty (crf_form_state_find (after, "ALB", NULL)->value));
}

/* ── Several samples of one visit ── */

/* MELD 20 with creatinine 105 µmol/L, 27 with 210: 10 × (0.957 ln 2.376 + 0.378 ln 3.158 + 1.120 ln 2.0 + 0.643) = 26.8. */
static void
assert_meld (CrfTestStudy *study,
             const char *number,
             const char *value)
{
  g_autoptr (CrfFormState) form = read_form (study, number, "SE.SCREENING");

  g_assert_cmpstr (((CrfScoreState *) g_ptr_array_index (form->scores, 0))->concept, ==, "score.meld");
  g_assert_cmpstr (((CrfScoreState *) g_ptr_array_index (form->scores, 0))->value, ==, value);
  g_assert_cmpstr (crf_form_state_find (form, "IT.MELD", NULL)->value->canonical, ==, value);
}

static void
enter_again (CrfTestStudy *study,
             const char *number,
             const char *formkey,
             const char *item,
             const char *value,
             const char *unit)
{
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.RESAMPLE", "formkey", formkey, "item", item, "value",
                                 value, "unit", unit, NULL));
}

/* The form's key. */
static char *
take_second_sample (CrfTestStudy *study,
                    const char *number)
{
  g_autoptr (CrfOutcome) added = crf_test_do (study->nurse, "add-form", number, "event", "SCREENING", "form", "F.RESAMPLE", NULL);
  char *key = g_strdup (g_hash_table_lookup (added->results, "formkey"));

  enter_again (study, number, key, "LBDTC", "2026-03-02 08:40", NULL);
  enter_again (study, number, key, "CREAT", "210", "umol/L");
  return key;
}

static char *
take_two_samples (CrfTestStudy *study,
                  const char *number)
{
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "LBDTC", "value",
                                 "2026-03-02 08:00", NULL));
  crf_test_enter_labs (study, number, "SCREENING");
  return take_second_sample (study, number);
}

static const CrfSectionState *
sample_of (const CrfFormState *form,
           const char *group)
{
  for (guint i = 0; i < form->sections->len; i++)
    if (strcmp (((CrfSectionState *) g_ptr_array_index (form->sections, i))->group->oid, group) == 0)
      return g_ptr_array_index (form->sections, i);
  g_assert_not_reached ();
}

static void
of_two_samples_the_first_valid_one_counts (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *key = NULL;
  g_autoptr (CrfFormState) form = NULL;

  crf_test_enter_labs (study, number, "SCREENING");
  form = read_form (study, number, "SE.SCREENING");
  g_assert_null (sample_of (form, "IG.LIVER")->sample_use); /* the only one */
  g_assert_cmpstr (sample_of (form, "IG.LIVER")->further, ==, "F.RESAMPLE");
  g_clear_pointer (&form, crf_form_state_free);
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "LBDTC", "value",
                                 "2026-03-02 08:00", NULL));
  key = take_second_sample (study, number);
  assert_meld (study, number, "20");
  form = read_form (study, number, "SE.SCREENING");
  g_assert_cmpstr (sample_of (form, "IG.LIVER")->sample_use, ==, "analysed");
  g_assert_false (sample_of (form, "IG.LIVER")->may_choose); /* a nurse does not */
  /* What cannot be analysed gives way to what can. */
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "LBCOND", "value", "HAEM", NULL));
  assert_meld (study, number, "27");
}

static void
an_investigator_chooses_another_sample_and_says_why (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *key = take_two_samples (study, number);
  CrfTarget second = { .subject = number, .event = (char *) "SE.SCREENING", .form = (char *) "F.RESAMPLE", .formkey = key };
  g_autoptr (CrfFormState) first_form = NULL;
  g_autoptr (CrfFormState) second_form = NULL;

  crf_test_refused (study->investigator, "argument-missing", "choose-sample", number, "event", "SCREENING", "form", "F.RESAMPLE", "formkey", key, "group",
                    "IG.RESAMPLE", NULL);
  crf_test_refused (study->nurse, "not-permitted", "choose-sample", number, "event", "SCREENING", "form", "F.RESAMPLE", "formkey", key, "group",
                    "IG.RESAMPLE", "reason", "The first was taken after a meal", NULL);
  assert_meld (study, number, "20");
  crf_outcome_free (crf_test_do (study->investigator, "choose-sample", number, "event", "SCREENING", "form", "F.RESAMPLE", "formkey", key, "group",
                                 "IG.RESAMPLE", "reason", "The first was taken after a meal", NULL));
  assert_meld (study, number, "27");
  first_form = read_form (study, number, "SE.SCREENING");
  second_form = crf_reader_form (study->investigator, &second, NULL);
  g_assert_cmpstr (sample_of (second_form, "IG.RESAMPLE")->sample_use, ==, "analysed");
  g_assert_true (sample_of (second_form, "IG.RESAMPLE")->may_choose);
  /* What the second sample was not tested for is still the first one's. */
  g_assert_cmpstr (sample_of (first_form, "IG.LIVER")->sample_use, ==, "analysed in part");
  crf_outcome_free (crf_test_do (study->investigator, "choose-sample", number, "event", "SCREENING", "form", "F.VISIT", "group", "IG.LIVER", "reason",
                                 "It was fasting after all", NULL));
  assert_meld (study, number, "20");
}

static void
the_baseline_is_of_the_sample_that_is_analysed (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *key = take_two_samples (study, number);
  g_autoptr (CrfSubjectRecord) record = crf_records_find_subject (crf_session_get_file (study->nurse), number, NULL);
  const CrfItem *creatinine = crf_study_find_item_by_concept (crf_session_get_study (study->nurse), "lab.creat");
  g_autoptr (CrfCasebook) before = crf_casebook_new (study->nurse, record->key, NULL);
  g_autoptr (CrfCasebook) after = NULL;

  g_assert_cmpstr (crf_casebook_find_baseline (before, creatinine)->value->canonical, ==, "105");
  crf_outcome_free (crf_test_do (study->investigator, "choose-sample", number, "event", "SCREENING", "form", "F.RESAMPLE", "formkey", key, "group",
                                 "IG.RESAMPLE", "reason", "The first was taken after a meal", NULL));
  after = crf_casebook_new (study->nurse, record->key, NULL);
  g_assert_cmpstr (crf_casebook_find_baseline (after, creatinine)->value->canonical, ==, "210");
}

/* Computed again, the scores are those of the sample that was chosen. */
static void
what_was_chosen_stands_when_all_is_computed_again (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *key = take_two_samples (study, number);
  g_autoptr (CrfRecheck) recheck = crf_recheck_new ();
  g_autoptr (GError) error = NULL;

  crf_outcome_free (crf_test_do (study->investigator, "choose-sample", number, "event", "SCREENING", "form", "F.RESAMPLE", "formkey", key, "group",
                                 "IG.RESAMPLE", "reason", "The first was taken after a meal", NULL));
  assert_meld (study, number, "27");
  g_assert_true (crf_recheck_compute (recheck, study->investigator, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < recheck->faults->len; i++)
    g_test_message ("fault %u of %u", i + 1, recheck->faults->len);
  g_assert_cmpuint (recheck->faults->len, ==, 0);
  g_assert_cmpuint (recheck->computed, >, 0);
}

static void
an_item_that_is_named_alone_is_meant_on_the_visits_own_form (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *key = take_two_samples (study, number);
  g_autoptr (CrfFormState) form = NULL;

  crf_test_enter (study, number, "SCREENING", "CREAT", "106", "umol/L");
  form = read_form (study, number, "SE.SCREENING");
  g_assert_cmpstr (crf_form_state_find (form, "IT.CREAT", NULL)->value->canonical, ==, "106");
}

static void
an_earlier_sample_of_the_visit_is_the_last_value (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *key = take_two_samples (study, number);
  CrfTarget second = { .subject = number, .event = (char *) "SE.SCREENING", .form = (char *) "F.RESAMPLE", .formkey = key };
  g_autoptr (CrfFormState) form = crf_reader_form (study->nurse, &second, NULL);

  g_assert_cmpstr (crf_form_state_find (form, "IT.CREAT", NULL)->last, ==, "105");
  g_assert_nonnull (strstr (crf_form_state_find (form, "IT.CREAT", NULL)->last_when, "2 Mar"));
}

static void
a_significant_value_begins_its_adverse_event_in_one_step (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) judged = NULL;
  g_autoptr (CrfFormState) form = NULL;
  g_autoptr (CrfFormState) event = NULL;
  g_autoptr (GPtrArray) links = NULL;
  CrfTarget target = { .subject = number, .event = (char *) "SE.COMMON", .form = (char *) "F.AE" };

  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "LBDTC", "value",
                                 "2026-03-02 08:00", NULL));
  crf_test_enter (study, number, "SCREENING", "ALT", "150", "U/L");
  crf_test_enter (study, number, "SCREENING", "AST", "160", "U/L");
  crf_test_refused (study->investigator, "link-needless", "judge", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "judgement", "NCS",
                    "link", "new", NULL);
  judged = crf_test_do (study->investigator, "judge", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "judgement", "CS", "link", "new",
                        NULL);
  target.formkey = g_hash_table_lookup (judged->results, "formkey");
  event = crf_reader_form (study->nurse, &target, NULL);
  g_assert_nonnull (strstr (crf_form_state_find (event, "IT.AETERM", NULL)->value->canonical, "Alanine aminotransferase"));
  g_assert_cmpstr (crf_form_state_find (event, "IT.AESTDTC", NULL)->value->canonical, ==, "2026-03-02T08:00");
  form = read_form (study, number, "SE.SCREENING");
  g_assert_cmpstr (crf_form_state_find (form, "IT.ALT", NULL)->judgement, ==, "CS");
  g_assert_nonnull (strstr (crf_form_state_find (form, "IT.ALT", NULL)->judgement_link, "Alanine aminotransferase"));
  /* The next value can point to the same event. */
  links = crf_reader_judgement_links (study->investigator, number, NULL);
  g_assert_cmpuint (links->len, ==, 1);
  g_assert_cmpstr (((CrfJudgementLink *) g_ptr_array_index (links, 0))->key, ==, target.formkey);
  crf_outcome_free (crf_test_do (study->investigator, "judge", number, "event", "SCREENING", "form", "F.VISIT", "item", "AST", "judgement", "CS", "link",
                                 target.formkey, NULL));
}

static void
a_significant_value_can_point_to_a_line_of_the_history (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfFormState) form = NULL;
  g_autoptr (GPtrArray) links = NULL;

  crf_test_enter (study, number, "SCREENING", "ALT", "150", "U/L");
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.MH", "item", "MHTERM", "value", "Hepatitis B", NULL));
  links = crf_reader_judgement_links (study->investigator, number, NULL);
  g_assert_cmpuint (links->len, ==, 1);
  crf_outcome_free (crf_test_do (study->investigator, "judge", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "judgement", "CS", "link",
                                 ((CrfJudgementLink *) g_ptr_array_index (links, 0))->key, NULL));
  form = read_form (study, number, "SE.SCREENING");
  g_assert_nonnull (strstr (crf_form_state_find (form, "IT.ALT", NULL)->judgement_link, "Hepatitis B"));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/samples/" name, function)
  ADD ("a-sample-goes-from-planned-to-judged", a_sample_goes_from_planned_to_judged);
  ADD ("pending-is-neither-missing-nor-complete-and-needs-no-reason", pending_is_neither_missing_nor_complete_and_needs_no_reason);
  ADD ("a-judgement-is-of-the-value-that-was-seen", a_judgement_is_of_the_value_that_was_seen);
  ADD ("judging-is-for-investigators-and-for-what-is-there", judging_is_for_investigators_and_for_what_is_there);
  ADD ("pasted-results-are-shown-before-they-are-stored", pasted_results_are_shown_before_they_are_stored);
  ADD ("of-two-samples-the-first-valid-one-counts", of_two_samples_the_first_valid_one_counts);
  ADD ("an-investigator-chooses-another-sample-and-says-why", an_investigator_chooses_another_sample_and_says_why);
  ADD ("the-baseline-is-of-the-sample-that-is-analysed", the_baseline_is_of_the_sample_that_is_analysed);
  ADD ("what-was-chosen-stands-when-all-is-computed-again", what_was_chosen_stands_when_all_is_computed_again);
  ADD ("an-item-that-is-named-alone-is-meant-on-the-visits-own-form", an_item_that_is_named_alone_is_meant_on_the_visits_own_form);
  ADD ("an-earlier-sample-of-the-visit-is-the-last-value", an_earlier_sample_of_the_visit_is_the_last_value);
  ADD ("a-significant-value-begins-its-adverse-event-in-one-step", a_significant_value_begins_its_adverse_event_in_one_step);
  ADD ("a-significant-value-can-point-to-a-line-of-the-history", a_significant_value_can_point_to_a_line_of_the_history);

  return g_test_run ();
}
