/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Samples from planned to judged, pending results, and which of several samples is analysed. */

#include "crf-reader.h"
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

  return g_test_run ();
}
