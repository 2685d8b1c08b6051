/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One patient's course as data: day 0, dates that are observed and not those of typing, ranges, baselines, what a
 * masked role may not know. */

#include "crf-demo.h"
#include "crf-reader.h"
#include "crf-reader-timeline.h"
#include "crf-test-study.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static CrfTimeline *
read_timeline (CrfSession *session,
               const char *subject)
{
  g_autoptr (GError) error = NULL;
  CrfTimeline *timeline = crf_reader_timeline (session, subject, &error);

  g_assert_no_error (error);
  g_assert_nonnull (timeline);
  return timeline;
}

static const CrfTimelineSeries *
look_for_series (CrfTimeline *timeline,
             const char *concept)
{
  for (guint i = 0; i < timeline->series->len; i++)
    {
      const CrfTimelineSeries *series = g_ptr_array_index (timeline->series, i);

      if (strcmp (series->concept, concept) == 0)
        return series;
    }
  return NULL;
}

static const CrfTimelineSeries *
find_series (CrfTimeline *timeline,
             const char *concept)
{
  const CrfTimelineSeries *series = look_for_series (timeline, concept);

  if (series == NULL)
    g_error ("There is no series %s.", concept);
  return series;
}

static const CrfTimelinePoint *
find_point (CrfTimeline *timeline,
            const char *concept,
            guint i)
{
  const CrfTimelineSeries *series = find_series (timeline, concept);

  g_assert_cmpuint (series->points->len, >, i);
  return g_ptr_array_index (series->points, i);
}

static void
enter_infusion (CrfTestStudy *study,
                const char *number,
                const char *start)
{
  crf_test_bring_infusion (study, number, "INFOUT", "GIVEN");
  crf_test_bring_infusion (study, number, "INFST", start);
}

static void
day_0_moves_from_consent_to_the_first_infusion (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfTimeline) before = read_timeline (study->nurse, number);
  g_autoptr (CrfTimeline) after = NULL;
  const CrfTimelineInfusion *infusion;

  g_assert_cmpstr (before->number, ==, number);
  g_assert_true (before->demo);
  g_assert_cmpint (before->zero_kind, ==, CRF_TIMELINE_ZERO_CONSENT);
  g_assert_cmpint (before->today - before->zero, ==, 0);
  g_assert_cmpuint (before->series->len, ==, 0);
  g_assert_cmpuint (before->statuses->len, ==, 1);

  crf_test_study_set_now (study, "2026-03-12T10:00");
  enter_infusion (study, number, "2026-03-09 09:30");
  after = read_timeline (study->nurse, number);
  g_assert_cmpint (after->zero_kind, ==, CRF_TIMELINE_ZERO_INFUSION);
  g_assert_cmpint (after->today - after->zero, ==, 3);
  infusion = g_ptr_array_index (after->infusions, 0);
  g_assert_cmpint (infusion->kind, ==, CRF_TIMELINE_INFUSION_GIVEN);
  g_assert_cmpfloat_with_epsilon (infusion->at - after->zero, 9.5 / 24, 1e-9);
  /* The visit that is the infusion has no date of its own. */
  for (guint i = 0; i < after->visits->len; i++)
    {
      const CrfTimelineVisit *visit = g_ptr_array_index (after->visits, i);

      if (strcmp (visit->form->event, "SE.INFUSION") == 0 && strcmp (visit->form->eventkey, "1") == 0)
        g_assert_cmpint (visit->actual, ==, after->zero);
    }
}

static void
windows_are_those_of_the_protocol (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfTimeline) timeline = NULL;
  guint found = 0;

  crf_test_study_set_now (study, "2026-03-12T10:00");
  enter_infusion (study, number, "2026-03-09 09:30");
  timeline = read_timeline (study->nurse, number);
  for (guint i = 0; i < timeline->visits->len; i++)
    {
      const CrfTimelineVisit *visit = g_ptr_array_index (timeline->visits, i);

      if (strcmp (visit->form->event, "SE.W4") != 0)
        continue;
      /* week 4: day 28 ± 3 */
      g_assert_cmpint (visit->from - timeline->zero, ==, 25);
      g_assert_cmpint (visit->target - timeline->zero, ==, 28);
      g_assert_cmpint (visit->to - timeline->zero, ==, 31);
      g_assert_cmpint (visit->actual, ==, CRF_TIMELINE_NO_DAY);
      found++;
    }
  g_assert_cmpuint (found, ==, 1);
}

static void
values_stand_at_their_sample_with_range_and_baseline (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfTimeline) timeline = NULL;
  const CrfTimelinePoint *bilirubin, *meld;
  const CrfTimelineSeries *child_pugh;

  crf_test_enter_labs (study, number, "SCREENING");
  crf_test_study_set_now (study, "2026-03-20T10:00");
  /* Typed on the 20th, taken on the 16th at 7:40. In another unit: 3.2 mg/dL are 54.72 µmol/L. */
  enter_infusion (study, number, "2026-03-09 09:30");
  crf_test_enter (study, number, "W1", "VISDAT", "2026-03-16", NULL);
  crf_test_enter (study, number, "W1", "LBDTC", "2026-03-16 07:40", NULL);
  crf_test_enter (study, number, "W1", "TBIL", "3.2", "mg/dL");
  timeline = read_timeline (study->nurse, number);

  bilirubin = find_point (timeline, "lab.tbil", 0);
  g_assert_cmpstr (bilirubin->text, ==, "54");
  g_assert_true (bilirubin->is_baseline);
  g_assert_cmpint (bilirubin->flag, ==, 1);
  g_assert_cmpstr (bilirubin->field->item, ==, "IT.TBIL");
  g_assert_cmpfloat_with_epsilon (find_series (timeline, "lab.tbil")->baseline, 54, 1e-9);

  bilirubin = find_point (timeline, "lab.tbil", 1);
  g_assert_cmpfloat_with_epsilon (bilirubin->at - timeline->zero, 7 + (7 * 60 + 40) / 1440.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (bilirubin->value, 54.72, 1e-9);
  g_assert_nonnull (strstr (bilirubin->entered, "3.2"));
  g_assert_false (bilirubin->is_baseline);

  g_assert_cmpstr (find_series (timeline, "lab.alt")->label, ==, "Alanine aminotransferase (ALT)");
  g_assert_cmpstr (find_series (timeline, "lab.alt")->short_label, ==, "ALT");

  meld = find_point (timeline, "score.meld", 0);
  g_assert_cmpstr (meld->text, ==, "20");
  g_assert_true (isnan (meld->low) && isnan (meld->high));
  child_pugh = find_series (timeline, "score.child_pugh");
  g_assert_cmpstr (((CrfTimelinePoint *) g_ptr_array_index (child_pugh->points, 0))->text, ==, "10 C");
  /* The usual order: scores, then laboratory. */
  g_assert_true (g_ptr_array_index (timeline->series, 0) == find_series (timeline, "score.meld"));
}

/* Both samples of the visit stand on the axis; the one that is chosen is the one that counts. */
static void
assert_analysed (CrfTestStudy *study,
                 const char *number,
                 guint analysed)
{
  g_autoptr (CrfTimeline) timeline = read_timeline (study->nurse, number);

  g_assert_cmpuint (find_series (timeline, "lab.creat")->points->len, ==, 2);
  g_assert_cmpfloat_with_epsilon (find_point (timeline, "lab.creat", 0)->value, 105, 1e-9);
  g_assert_cmpfloat_with_epsilon (find_point (timeline, "lab.creat", 1)->value, 210, 1e-9);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (find_point (timeline, "lab.creat", i)->not_analysed, ==, i != analysed);
      g_assert_cmpint (find_point (timeline, "lab.creat", i)->is_baseline, ==, i == analysed);
    }
  /* Of this there is one sample only. */
  g_assert_cmpuint (find_series (timeline, "lab.tbil")->points->len, ==, 1);
  g_assert_false (find_point (timeline, "lab.tbil", 0)->not_analysed);
}

static void
of_several_samples_the_analysed_one_is_told_apart (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) added = NULL;
  const char *key;

  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "LBDTC", "value", "2026-03-02 08:00",
                                 NULL));
  crf_test_enter_labs (study, number, "SCREENING");
  added = crf_test_do (study->nurse, "add-form", number, "event", "SCREENING", "form", "F.RESAMPLE", NULL);
  key = g_hash_table_lookup (added->results, "formkey");
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.RESAMPLE", "formkey", key, "item", "LBDTC", "value",
                                 "2026-03-02 08:40", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.RESAMPLE", "formkey", key, "item", "CREAT", "value",
                                 "210", "unit", "umol/L", NULL));
  assert_analysed (study, number, 0);
  crf_outcome_free (crf_test_do (study->investigator, "choose-sample", number, "event", "SCREENING", "form", "F.RESAMPLE", "formkey", key, "group",
                                 "IG.RESAMPLE", "reason", "The first was taken after a meal", NULL));
  assert_analysed (study, number, 1);
}

static void
a_value_without_an_observed_date_is_left_out (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfTimeline) timeline = NULL;

  crf_test_enter (study, number, "SCREENING", "ALT", "78", "U/L");
  timeline = read_timeline (study->nurse, number);
  g_assert_null (look_for_series (timeline, "lab.alt"));
}

static void
enter_event (CrfTestStudy *study,
             const char *number,
             const char *form,
             ...)
{
  g_autoptr (CrfOutcome) added = crf_test_do (study->nurse, "add-form", number, "form", form, NULL);
  const char *formkey = g_hash_table_lookup (added->results, "formkey");
  const char *item;
  va_list items;

  va_start (items, form);
  while ((item = va_arg (items, const char *)) != NULL)
    crf_outcome_free (crf_test_do (study->nurse, "enter", number, "form", form, "formkey", formkey, "item", item,
                                   "value", va_arg (items, const char *), NULL));
  va_end (items);
}

static void
events_keep_their_dates_as_far_as_they_are_known (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfTimeline) timeline = NULL;
  const CrfTimelineEvent *event;

  crf_test_study_set_now (study, "2026-05-20T10:00");
  enter_event (study, number, "F.AE", "AETERM", "ascites", "AESTDTC", "2026-04", "AEONGO", "Y", "AEGRADE", "2", NULL);
  enter_event (study, number, "F.AE", "AETERM", "fever", "AESTDTC", "2026-03-10", "AEONGO", "N", "AEENDTC",
               "2026-03-12", "AEGRADE", "1", NULL);
  enter_event (study, number, "F.CE", "CEKIND", "ASCITES", "CESTDTC", "2026-04-15", NULL);
  timeline = read_timeline (study->nurse, number);
  g_assert_cmpuint (timeline->adverse_events->len, ==, 2);

  event = g_ptr_array_index (timeline->adverse_events, 0);
  g_assert_cmpstr (event->label, ==, "fever");
  g_assert_cmpint (event->grade, ==, 1);
  g_assert_cmpint (event->end.latest - event->start.earliest, ==, 2);
  g_assert_false (event->ongoing);

  event = g_ptr_array_index (timeline->adverse_events, 1);
  g_assert_true (event->ongoing);
  g_assert_cmpint (event->grade, ==, 2);
  g_assert_cmpint (event->start.latest - event->start.earliest, ==, 29); /* April */
  g_assert_cmpint (event->end.earliest, ==, CRF_TIMELINE_NO_DAY);
  g_assert_cmpuint (timeline->decompensations->len, ==, 1);
}

static void
an_unknown_patient_is_an_error (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (crf_reader_timeline (study->nurse, "nobody", &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "nobody"));
}

/* ── A demonstration of each kind ── */

typedef void (*Visitor) (CrfSession *session, CrfTimeline *timeline);

static void
visit_demo (const char *protocol,
            const char *login,
            Visitor visitor)
{
  g_autofree char *folder = g_dir_make_tmp ("crf-timeline-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "demo.stemward", NULL);
  CrfDemoOptions options = { .study = protocol, .patients = 6, .seed = 11, .today = "2026-11-20" };
  CrfInstant now = { .offset_minutes = 480 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) patients = NULL;
  CrfSession *session;

  g_assert_true (crf_demo_create (path, &options, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (crf_instant_parse_utc ("2026-11-20T04:00:00.000Z", &now));
  now.offset_minutes = 480;
  session = crf_session_sign_in (path, login, "demo", NULL, crf_clock_fixed (&now), &error);
  g_assert_no_error (error);
  ids = crf_reader_patient_ids (session, NULL, NULL, CRF_PATIENT_SORT_NUMBER, FALSE, &error);
  g_assert_no_error (error);
  patients = crf_reader_patients (session, (const gint64 *) (gpointer) ids->data, ids->len, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < patients->len; i++)
    {
      g_autoptr (CrfTimeline) timeline
          = read_timeline (session, ((CrfPatient *) g_ptr_array_index (patients, i))->key);

      visitor (session, timeline);
    }
  crf_session_close (session);
  g_unlink (path);
  g_rmdir (folder);
}

static guint n_points, n_infusions;

static void
check_patient (CrfSession *session,
               CrfTimeline *timeline)
{
  g_assert_cmpint (timeline->zero, !=, CRF_TIMELINE_NO_DAY);
  for (guint i = 0; i < timeline->series->len; i++)
    {
      const CrfTimelineSeries *series = g_ptr_array_index (timeline->series, i);
      double before = -G_MAXDOUBLE;
      guint n_baselines = 0;

      g_assert_cmpuint (series->points->len, >, 0);
      for (guint j = 0; j < series->points->len; j++)
        {
          const CrfTimelinePoint *point = g_ptr_array_index (series->points, j);
          g_autoptr (GError) error = NULL;
          g_autoptr (CrfFormState) form = NULL;

          g_assert_cmpfloat (point->at, >=, before);
          g_assert_cmpfloat (point->at, <=, timeline->today + 1);
          before = point->at;
          n_baselines += point->is_baseline;
          n_points++;
          if (j > 0)
            continue;
          form = crf_reader_form (session, point->field, &error);
          g_assert_no_error (error);
          g_assert_nonnull (crf_form_state_find (form, point->field->item, point->field->groupkey));
        }
      g_assert_cmpuint (n_baselines, <=, 1);
      g_assert_cmpint (n_baselines == 1, ==, series->baseline_text != NULL);
    }
  n_infusions += timeline->infusions->len;
}

static void
every_point_of_a_demonstration_opens_its_field (void)
{
  n_points = n_infusions = 0;
  visit_demo ("nct06167473", "investigator", check_patient);
  g_assert_cmpuint (n_points, >, 100);
  g_assert_cmpuint (n_infusions, >, 0);
}

static void
check_masked (CrfSession *session,
              CrfTimeline *timeline)
{
  for (guint i = 0; i < timeline->infusions->len; i++)
    {
      const CrfTimelineInfusion *infusion = g_ptr_array_index (timeline->infusions, i);

      n_infusions++;
      /* Volume at most: cells and dose per kg would tell the arm. */
      if (infusion->text != NULL)
        g_assert_null (strstr (infusion->text, "10⁶"));
    }
  for (guint i = 0; i < timeline->statuses->len; i++)
    {
      const CrfTimelineStatus *status = g_ptr_array_index (timeline->statuses, i);

      g_assert_null (strstr (status->label, "saline"));
      g_assert_null (strstr (status->label, "MSC"));
    }
}

static void
a_masked_role_sees_no_dose (void)
{
  n_infusions = 0;
  visit_demo ("nct01218464", "nurse", check_masked);
  g_assert_cmpuint (n_infusions, >, 0);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define add(function, path) g_test_add_func ("/conduct/timeline/" path, function)
  add (day_0_moves_from_consent_to_the_first_infusion, "day-0-moves-from-consent-to-the-first-infusion");
  add (windows_are_those_of_the_protocol, "windows-are-those-of-the-protocol");
  add (values_stand_at_their_sample_with_range_and_baseline, "values-stand-at-their-sample-with-range-and-baseline");
  add (of_several_samples_the_analysed_one_is_told_apart, "of-several-samples-the-analysed-one-is-told-apart");
  add (a_value_without_an_observed_date_is_left_out, "a-value-without-an-observed-date-is-left-out");
  add (events_keep_their_dates_as_far_as_they_are_known, "events-keep-their-dates-as-far-as-they-are-known");
  add (an_unknown_patient_is_an_error, "an-unknown-patient-is-an-error");
  add (every_point_of_a_demonstration_opens_its_field, "every-point-of-a-demonstration-opens-its-field");
  add (a_masked_role_sees_no_dose, "a-masked-role-sees-no-dose");
#undef add
  return g_test_run ();
}
