/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Values by visit and the dashboard: which value stands for a visit, who is counted, what the role may see. Expected figures by hand. */

#include "crf-dashboard.h"
#include "crf-event-classes.h"
#include "crf-measures.h"
#include "crf-safety-counts.h"
#include "crf-test-study.h"

#include <math.h>
#include <string.h>

static void
enter (CrfTestStudy *study,
       const char *number,
       const char *event,
       const char *form,
       const char *item,
       const char *value,
       const char *unit)
{
  g_autoptr (CrfOutcome) asked = crf_conduct_with (study->nurse, "enter", number, NULL, "event", event, "form", form, "item", item, "value", value,
                                                   "unit", unit, NULL);

  g_assert_null (asked->refusal);
  if (asked->prompt != NULL)
    crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", event, "form", form, "item", item, "value", value, "unit", unit, "confirm",
                                   asked->prompt->id, "reason", "seen", NULL));
}

/* Baseline ALT, infused on 2 March 2026. */
static char *
new_patient (CrfTestStudy *study,
             const char *baseline)
{
  char *number = crf_test_register (study);

  enter (study, number, "SCREENING", "F.VISIT", "VISDAT", "2026-02-27", NULL);
  enter (study, number, "SCREENING", "F.VISIT", "ALT", baseline, "U/L");
  crf_test_bring_infusion (study, number, "INFOUT", "GIVEN");
  crf_test_bring_infusion (study, number, "INFST", "2026-03-02 10:00");
  return number;
}

static void
enter_alt (CrfTestStudy *study,
           const char *number,
           const char *event,
           const char *date,
           const char *value)
{
  enter (study, number, event, "F.VISIT", "VISDAT", date, NULL);
  enter (study, number, event, "F.VISIT", "ALT", value, "U/L");
}

static CrfMeasures *
read_alt (CrfTestStudy *study,
          GPtrArray **all)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (items, (gpointer) crf_study_find_item_by_concept (crf_session_get_study (study->nurse), "lab.alt"));
  *all = crf_reader_measures (study->nurse, items, FALSE, &error);
  g_assert_no_error (error);
  return g_ptr_array_index (*all, 0);
}

static guint
find_visit (const CrfMeasures *measures,
            const char *name)
{
  for (guint i = 0; i < measures->visits->len; i++)
    if (g_ascii_strcasecmp (((CrfMeasureVisit *) g_ptr_array_index (measures->visits, i))->event->name, name) == 0 ||
        g_str_has_suffix (((CrfMeasureVisit *) g_ptr_array_index (measures->visits, i))->event->oid, name))
      return i;
  g_assert_not_reached ();
}

static void
changes_are_of_those_with_both_values (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *a = new_patient (study, "100");
  g_autofree char *b = new_patient (study, "80");
  g_autofree char *c = new_patient (study, "60"); /* not seen at week 4 */
  g_autoptr (GPtrArray) all = NULL;
  const CrfMeasures *measures;
  CrfMeasureFigures figures;
  guint w4;

  crf_test_study_set_now (study, "2026-05-30T10:00");
  enter_alt (study, a, "W4", "2026-03-30", "90");
  enter_alt (study, b, "W4", "2026-03-31", "50");
  measures = read_alt (study, &all);
  w4 = find_visit (measures, "W4");
  g_assert_cmpuint (measures->groups->len, ==, 3); /* two arms without anybody, and these three, who were never allocated */
  g_assert_cmpstr (g_ptr_array_index (measures->groups, 2), ==, CRF_MEASURES_NOT_ALLOCATED);
  g_assert_true (crf_measures_figures (measures, w4, 2, &figures, NULL));
  g_assert_cmpuint (figures.n_subjects, ==, 3);
  g_assert_cmpuint (figures.value.n, ==, 2);
  g_assert_cmpfloat_with_epsilon (figures.value.mean, 70, 1e-12);
  g_assert_cmpuint (figures.change.change.n, ==, 2);
  g_assert_cmpfloat_with_epsilon (figures.change.change.mean, -20, 1e-12);          /* -10 and -30 */
  g_assert_cmpfloat_with_epsilon (figures.change.change.sd, 14.142135623730951, 1e-12);
  g_assert_cmpfloat_with_epsilon (figures.change.baseline.mean, 90, 1e-12);          /* of the pairs */
  g_assert_true (crf_measures_figures (measures, G_MAXUINT, 2, &figures, NULL));
  g_assert_cmpfloat_with_epsilon (figures.value.mean, 80, 1e-12);
}

static void
the_window_decides_not_the_form (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_patient (study, "100");
  g_autoptr (GPtrArray) all = NULL;
  const CrfMeasures *measures;
  const CrfMeasureSubject *subject;

  crf_test_study_set_now (study, "2026-05-30T10:00");
  enter_alt (study, number, "W1", "2026-03-29", "70"); /* day 27: the form is week 1's, the window week 4's */
  measures = read_alt (study, &all);
  subject = g_ptr_array_index (measures->subjects, 0);
  g_assert_true (isnan (subject->values[find_visit (measures, "W1")]));
  g_assert_cmpfloat_with_epsilon (subject->values[find_visit (measures, "W4")], 70, 1e-12);
}

static void
a_value_below_a_limit_has_no_mean (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_patient (study, "100");
  g_autoptr (GPtrArray) all = NULL;
  const CrfMeasures *measures;

  crf_test_study_set_now (study, "2026-05-30T10:00");
  enter_alt (study, number, "W4", "2026-03-30", "<5");
  measures = read_alt (study, &all);
  g_assert_cmpuint (measures->n_bounded, ==, 1);
  g_assert_true (isnan (((CrfMeasureSubject *) g_ptr_array_index (measures->subjects, 0))->values[find_visit (measures, "W4")]));
}

/* Expected figures: R's binom.test and fisher.test. */
static void
a_class_is_counted_of_all_and_of_those_observed (void)
{
  /* Ten patients a group; of the first 7 in class A, 1 not, 2 without a score; of the second 2 in class A, 8 not. */
  static const double points[2][10] = { { 5, 5, 6, 6, 6, 5, 6, 7, NAN, NAN }, { 5, 6, 7, 7, 8, 9, 10, 11, 7, 7 } };
  g_autoptr (GPtrArray) subjects = g_ptr_array_new ();
  g_autoptr (GPtrArray) groups = g_ptr_array_new ();
  g_autoptr (GPtrArray) visits = g_ptr_array_new ();
  CrfMeasureSubject all[20] = { 0 };
  CrfMeasureVisit visit = { 0 };
  CrfMeasures measures = { .subjects = subjects, .groups = groups, .visits = visits };
  CrfProportion one;
  double value[20];

  g_ptr_array_add (groups, (gpointer) "single");
  g_ptr_array_add (groups, (gpointer) "double");
  g_ptr_array_add (visits, &visit);
  for (guint i = 0; i < 20; i++)
    {
      value[i] = points[i / 10][i % 10];
      all[i] = (CrfMeasureSubject) { .group = i / 10, .baseline = NAN, .values = &value[i] };
      g_ptr_array_add (subjects, &all[i]);
    }
  g_assert_true (crf_measures_proportion (&measures, 0, 0, CRF_CHILD_PUGH_A_MOST, FALSE, &one, NULL));
  g_assert_cmpuint (one.events, ==, 7);
  g_assert_cmpuint (one.n, ==, 10);
  g_assert_cmpfloat_with_epsilon (one.lower, 0.3475471499, 1e-9);
  g_assert_cmpfloat_with_epsilon (one.upper, 0.9332604888, 1e-9);
  g_assert_true (crf_measures_proportion (&measures, 0, 0, CRF_CHILD_PUGH_A_MOST, TRUE, &one, NULL));
  g_assert_cmpuint (one.n, ==, 8);
  g_assert_cmpfloat_with_epsilon (one.lower, 0.4734903291, 1e-9);
  g_assert_cmpfloat_with_epsilon (crf_measures_fisher (&measures, 0, CRF_CHILD_PUGH_A_MOST, FALSE), 0.06977851869, 1e-9);
  g_assert_cmpfloat_with_epsilon (crf_measures_fisher (&measures, 0, CRF_CHILD_PUGH_A_MOST, TRUE), 0.01522007404, 1e-9);
  /* Nobody has a baseline: nobody is in class A, and of those observed there is no share. */
  g_assert_true (crf_measures_proportion (&measures, G_MAXUINT, 0, CRF_CHILD_PUGH_A_MOST, TRUE, &one, NULL));
  g_assert_true (isnan (one.proportion));
}

/* 7 of 10 against 2 of 10: limits and p by R's binom.test and fisher.test. */
static void
shares_of_patients_with_an_event_have_exact_limits (void)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new ();
  CrfArm arms[2] = { { 0 }, { 0 } };
  CrfSafetyGroup all[2] = { { .arm = &arms[0], .infused = 10 }, { .arm = &arms[1], .infused = 10 } };
  CrfProportion share;

  all[0].counts[CRF_SAFETY_GRADE_3] = (CrfSafetyCount) { 12, 7 };
  all[1].counts[CRF_SAFETY_GRADE_3] = (CrfSafetyCount) { 2, 2 };
  g_ptr_array_add (groups, &all[0]);
  g_assert_true (isnan (crf_safety_fisher (groups, CRF_SAFETY_GRADE_3))); /* one arm is not compared */
  g_ptr_array_add (groups, &all[1]);
  g_assert_true (crf_safety_proportion (&all[0], CRF_SAFETY_GRADE_3, &share, NULL));
  g_assert_cmpfloat_with_epsilon (share.proportion, 0.7, 1e-12);
  g_assert_cmpfloat_with_epsilon (share.lower, 0.3475471499, 1e-9);
  g_assert_cmpfloat_with_epsilon (share.upper, 0.9332604888, 1e-9);
  g_assert_cmpfloat_with_epsilon (crf_safety_fisher (groups, CRF_SAFETY_GRADE_3), 0.06977851869, 1e-9);
}

static void
who_reacted_is_counted_once_of_those_infused (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *a = new_patient (study, "100");
  g_autofree char *b = new_patient (study, "80");
  g_autofree char *waiting = crf_test_register (study); /* not infused */
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GError) error = NULL;
  const CrfSafetyGroup *unallocated;

  g_assert_nonnull (waiting);
  enter (study, a, "INFUSION", "F.INF", "INFREACT", "2", NULL);
  enter (study, b, "INFUSION", "F.INF", "INFREACT", "0", NULL);
  groups = crf_reader_safety_groups (study->nurse, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (groups->len, ==, 3); /* two arms without anybody, and these, who were never allocated */
  g_assert_cmpuint (((CrfSafetyGroup *) g_ptr_array_index (groups, 0))->infused, ==, 0);
  unallocated = g_ptr_array_index (groups, 2);
  g_assert_cmpstr (unallocated->name, ==, CRF_MEASURES_NOT_ALLOCATED);
  g_assert_cmpuint (unallocated->infused, ==, 2);
  g_assert_cmpuint (unallocated->counts[CRF_SAFETY_REACTION].subjects, ==, 1);
  g_assert_cmpuint (unallocated->counts[CRF_SAFETY_DEATH].subjects, ==, 0);
}

/* A new event of the patient, with a grade. */
static void
add_event (CrfTestStudy *study,
           const char *number,
           const char *term,
           const char *grade)
{
  g_autoptr (CrfOutcome) outcome = crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM", "value", term,
                                                NULL);

  if (grade != NULL)
    crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", g_hash_table_lookup (outcome->results, "formkey"),
                                   "item", "AEGRADE", "value", grade, NULL));
}

static const CrfEventCount *
count_at (const CrfEventClasses *classes,
          guint index,
          const char *soc_code,
          const char *pt_code)
{
  const CrfEventClass *one;

  g_assert_cmpuint (classes->classes->len, >, index);
  one = g_ptr_array_index (classes->classes, index);
  g_assert_cmpstr (one->soc_code, ==, soc_code);
  g_assert_cmpstr (one->pt_code, ==, pt_code);
  return crf_event_class_count (one, 2); /* of those who were never allocated */
}

static void
assert_count (const CrfEventCount *count,
              guint events,
              guint subjects,
              const char *grades)
{
  g_autofree char *found = g_strdup_printf ("%u %u %u %u %u %u", count->grades[0], count->grades[1], count->grades[2], count->grades[3], count->grades[4],
                                            count->grades[5]);

  g_assert_cmpuint (count->events, ==, events);
  g_assert_cmpuint (count->subjects, ==, subjects);
  g_assert_cmpstr (found, ==, grades);
}

/* Two of three were infused. The first itches twice (grades 1, 3) and has an ache (2); the second itches (2), has an event that nobody coded (1), and one
 * without a grade. */
static void
a_patient_is_counted_once_in_a_class_at_the_worst_grade (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *a = new_patient (study, "100"), *b = new_patient (study, "80"), *waiting = crf_test_register (study);
  g_autoptr (CrfEventClasses) none = NULL, classes = NULL;
  g_autoptr (GError) error = NULL;
  CrfSession *coder;

  add_event (study, a, "itch", "1");
  add_event (study, a, "more itch", "3");
  add_event (study, a, "ache", "2");
  add_event (study, b, "itch", "2");
  add_event (study, b, "tired", "1");
  add_event (study, b, "ache", NULL);
  add_event (study, waiting, "ache", "4");
  none = crf_reader_event_classes (study->nurse, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->classes->len, ==, 0);
  crf_test_code_event (study, a, "1", "99000041");
  coder = crf_session_sign_in_file (crf_session_get_file (study->admin), "coder", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  crf_outcome_free (crf_test_do (coder, "code-event", a, "event", "2", "code", "99000031", NULL));
  crf_outcome_free (crf_test_do (coder, "code-event", a, "event", "3", "code", "99000043", NULL));
  crf_outcome_free (crf_test_do (coder, "code-event", b, "event", "1", "code", "99000041", NULL));
  crf_outcome_free (crf_test_do (coder, "code-event", b, "event", "3", "code", "99000044", NULL));
  crf_outcome_free (crf_test_do (coder, "code-event", waiting, "event", "1", "code", "99000043", NULL));
  crf_session_close (coder);
  classes = crf_reader_event_classes (study->nurse, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (classes->dictionary, ==, "MedDRA 0.1 Invented");
  g_assert_cmpuint (classes->classes->len, ==, 5);
  /* As many patients in both classes: then by name. */
  assert_count (count_at (classes, 0, "99000002", NULL), 2, 2, "1 0 1 0 0 0");
  assert_count (count_at (classes, 1, "99000002", "99000032"), 2, 2, "1 0 1 0 0 0");
  assert_count (count_at (classes, 2, "99000001", NULL), 3, 2, "0 0 1 1 0 0");
  assert_count (count_at (classes, 3, "99000001", "99000031"), 3, 2, "0 0 1 1 0 0");
  assert_count (count_at (classes, 4, NULL, NULL), 1, 1, "0 1 0 0 0 0");
  assert_count (crf_event_class_count (g_ptr_array_index (classes->classes, 0), 0), 0, 0, "0 0 0 0 0 0");
}

static const CrfChart *
find_chart (const GPtrArray *charts,
            const char *id)
{
  for (guint i = 0; i < charts->len; i++)
    if (strcmp (((CrfChart *) g_ptr_array_index (charts, i))->id, id) == 0)
      return g_ptr_array_index (charts, i);
  g_assert_not_reached ();
}

static void
the_flow_counts_each_patient_once_and_says_why (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *waiting = crf_test_register (study);
  g_autofree char *failed = crf_test_register (study);
  g_autoptr (GPtrArray) charts = NULL;
  g_autoptr (GError) error = NULL;
  const CrfChart *flow;
  const CrfChartStep *screened;

  g_assert_nonnull (waiting);
  crf_outcome_free (crf_test_do (study->investigator, "set-status", failed, "status", "failed", "date", "2026-03-02", "reason", "liver tumour", NULL));
  charts = crf_reader_dashboard (study->investigator, &error);
  g_assert_no_error (error);
  flow = find_chart (charts, "flow");
  screened = g_ptr_array_index (flow->steps, 0);
  g_assert_cmpuint (screened->n, ==, 2);
  g_assert_cmpuint (((CrfChartStep *) g_ptr_array_index (flow->steps, 1))->n, ==, 0);
  g_assert_cmpuint (screened->losses->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (screened->losses, 0), ==, "1 not yet");
  g_assert_cmpstr (g_ptr_array_index (screened->losses, 1), ==, "1 screening failed: liver tumour");
  g_assert_nonnull (find_chart (charts, "survival-EP.SURVIVAL"));
  g_assert_nonnull (find_chart (charts, "change-ALT"));
  g_assert_nonnull (find_chart (charts, "proportion-child-pugh-a"));
  g_assert_true (crf_chart_is_empty (find_chart (charts, "enrolment")));
}

/* Nothing of an arm is in any text of any chart. */
static void
assert_no_arm (const GPtrArray *charts,
               CrfStudy *study)
{
  const GPtrArray *arms = crf_study_get_arms (study);

  for (guint i = 0; i < charts->len; i++)
    {
      const CrfChart *chart = g_ptr_array_index (charts, i);

      for (guint a = 0; a < arms->len; a++)
        {
          const CrfArm *arm = g_ptr_array_index (arms, a);

          for (guint j = 0; j < chart->cells->len; j++)
            g_assert_null (strstr (g_ptr_array_index (chart->cells, j), arm->name));
          for (guint j = 0; j < chart->series->len; j++)
            g_assert_null (strstr (((CrfChartSeries *) g_ptr_array_index (chart->series, j))->name, arm->name));
          for (guint j = 0; j < chart->steps->len; j++)
            g_assert_null (strstr (((CrfChartStep *) g_ptr_array_index (chart->steps, j))->label, arm->name));
        }
    }
}

static void
a_masked_role_sees_no_arm (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new_of ("nct01218464");
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) charts = crf_reader_dashboard (study->nurse, NULL);
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (CrfEventClasses) classes = NULL;

  g_assert_nonnull (number);
  g_assert_nonnull (charts);
  assert_no_arm (charts, crf_session_get_study (study->nurse));
  groups = crf_reader_safety_groups (study->nurse, NULL);
  g_assert_cmpuint (groups->len, ==, 1);
  g_assert_null (((CrfSafetyGroup *) g_ptr_array_index (groups, 0))->arm);
  classes = crf_reader_event_classes (study->nurse, NULL);
  g_assert_cmpuint (classes->groups->len, ==, 1);
  g_assert_null (((CrfSafetyGroup *) g_ptr_array_index (classes->groups, 0))->arm);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/measures/" name, function)
  ADD ("changes-are-of-those-with-both-values", changes_are_of_those_with_both_values);
  ADD ("the-window-decides-not-the-form", the_window_decides_not_the_form);
  ADD ("a-value-below-a-limit-has-no-mean", a_value_below_a_limit_has_no_mean);
  ADD ("the-flow-counts-each-patient-once-and-says-why", the_flow_counts_each_patient_once_and_says_why);
  ADD ("a-class-is-counted-of-all-and-of-those-observed", a_class_is_counted_of_all_and_of_those_observed);
  ADD ("shares-of-patients-with-an-event-have-exact-limits", shares_of_patients_with_an_event_have_exact_limits);
  ADD ("who-reacted-is-counted-once-of-those-infused", who_reacted_is_counted_once_of_those_infused);
  ADD ("a-patient-is-counted-once-in-a-class-at-the-worst-grade", a_patient_is_counted_once_in_a_class_at_the_worst_grade);
  ADD ("a-masked-role-sees-no-arm", a_masked_role_sees_no_arm);

  return g_test_run ();
}
