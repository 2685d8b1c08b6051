/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What pages read: patients, visits, forms, tasks, audit, queries, and batches. */

#include "crf-import-batch.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "crf-work-list.h"

#include <string.h>

static CrfVisit *
visit_of (GPtrArray *visits,
          const char *name)
{
  for (guint i = 0; i < visits->len; i++)
    {
      CrfVisit *visit = g_ptr_array_index (visits, i);

      if (strcmp (visit->event->name, name) == 0)
        return visit;
    }
  g_assert_not_reached ();
}

/* The start of an infusion is what visits are counted from. */
static void
enter_infusion (CrfTestStudy *study,
                const char *number,
                const char *start)
{
  crf_test_bring_infusion (study, number, "INFOUT", "GIVEN");
  crf_test_bring_infusion (study, number, "INFST", start);
}

static void
the_list_shows_who_a_patient_is_and_how_ill (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GArray) none = NULL;
  g_autoptr (GPtrArray) patients = NULL;
  CrfPatient *patient;

  crf_test_enter_labs (study, number, "SCREENING");
  ids = crf_reader_patient_ids (study->nurse, "zhh", NULL, CRF_PATIENT_SORT_MELD, TRUE, NULL);
  g_assert_cmpuint (ids->len, ==, 1);
  none = crf_reader_patient_ids (study->nurse, "zzz", NULL, CRF_PATIENT_SORT_NUMBER, FALSE, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  patients = crf_reader_patients (study->nurse, (gint64 *) (gpointer) ids->data, ids->len, NULL);
  patient = g_ptr_array_index (patients, 0);
  g_assert_cmpstr (patient->number, ==, number);
  g_assert_cmpstr (patient->initials, ==, "ZHHO");
  g_assert_cmpstr (patient->sex_symbol, ==, "♂");
  g_assert_cmpstr (patient->birth_year, ==, "1972");
  g_assert_cmpstr (patient->age, ==, "53"); /* 54 on 4 May 2026 */
  g_assert_cmpstr (patient->bed, ==, "12");
  g_assert_cmpstr (patient->meld, ==, "20");
  /* bilirubin 54: 3, albumin 31: 2, INR 2.0: 2, ascites slight: 2, encephalopathy none: 1 */
  g_assert_cmpstr (patient->child_pugh, ==, "10 C");
  g_assert_null (patient->meld_change);
  g_assert_null (patient->arm);
  g_assert_cmpstr (patient->last_entry, ==, "2026-03-02 09:14");
}

static void
visits_follow_the_first_infusion (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) before = crf_reader_visits (study->nurse, number, NULL);
  g_autoptr (GPtrArray) after = NULL;
  CrfVisit *week_4;

  g_assert_cmpint (visit_of (before, "W4")->state, ==, CRF_VISIT_NO_DATE);
  enter_infusion (study, number, "2026-03-02 09:00");
  after = crf_reader_visits (study->nurse, number, NULL);
  week_4 = visit_of (after, "W4");
  g_assert_cmpstr (week_4->target, ==, "2026-03-30");
  g_assert_cmpstr (week_4->from, ==, "2026-03-27");
  g_assert_cmpstr (week_4->to, ==, "2026-04-02");
  g_assert_cmpint (week_4->state, ==, CRF_VISIT_UPCOMING);
  g_assert_cmpstr (visit_of (after, "D365")->target, ==, "2027-03-02");
}

static void
a_visit_outside_its_window_drafts_a_deviation_once (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GPtrArray) visits = NULL;

  enter_infusion (study, number, "2026-03-02 09:00");
  crf_test_study_set_now (study, "2026-04-10T10:00");
  crf_test_enter (study, number, "W1", "VISDAT", "2026-03-11", NULL); /* 9 ± 2: the last day */
  none = crf_reader_deviations (study->nurse, number, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  crf_test_enter (study, number, "W4", "VISDAT", "2026-04-03", NULL); /* a day late */
  crf_test_enter (study, number, "W4", "ALT", "50", "U/L");
  one = crf_reader_deviations (study->nurse, number, NULL);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpstr (((CrfDeviation *) g_ptr_array_index (one, 0))->kind, ==, "late-visit");
  visits = crf_reader_visits (study->nurse, number, NULL);
  g_assert_cmpint (visit_of (visits, "W4")->position, ==, CRF_WINDOW_AFTER);
  g_assert_cmpint (visit_of (visits, "W4")->days_off, ==, 1);
  g_assert_cmpint (visit_of (visits, "W4")->state, ==, CRF_VISIT_STARTED);
  g_assert_cmpint (visit_of (visits, "W8")->state, ==, CRF_VISIT_UPCOMING);
}

static void
a_form_shows_the_last_visit_and_the_change_from_baseline (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget target = { .subject = number, .event = (char *) "SE.W4", .form = (char *) "F.VISIT" };
  g_autoptr (CrfFormState) form = NULL;
  CrfFieldState *bilirubin, *albumin;
  CrfScoreState *meld;

  crf_test_enter_labs (study, number, "SCREENING");
  enter_infusion (study, number, "2026-03-02 10:00");
  crf_test_study_set_now (study, "2026-03-30T10:00");
  crf_test_enter (study, number, "W4", "VISDAT", "2026-03-30", NULL);
  crf_test_enter (study, number, "W4", "TBIL", "3.0", "mg/dL");
  crf_test_enter (study, number, "W4", "INR", "1.6", NULL);
  crf_test_enter (study, number, "W4", "CREAT", "105", "umol/L");
  crf_test_enter (study, number, "W4", "DIALYSIS", "N", NULL);
  form = crf_reader_form (study->nurse, &target, NULL);
  bilirubin = crf_form_state_find (form, "TBIL", NULL);
  g_assert_cmpstr (bilirubin->last, ==, "3.158"); /* 54 / 17.1, in the unit of this visit */
  g_assert_cmpstr (bilirubin->last_when, ==, "Screening · 2 Mar");
  g_assert_cmpstr (bilirubin->reference, ==, "≤ 1.52"); /* 26 / 17.1 */
  albumin = crf_form_state_find (form, "ALB", NULL);
  g_assert_true (crf_value_is_empty (albumin->value));
  g_assert_cmpstr (albumin->last, ==, "31");
  /* 10 × (0.957 ln 1.188 + 0.378 ln 3.0 + 1.120 ln 1.6 + 0.643) = 17.5 → 17 or 18: 17.49 */
  meld = g_ptr_array_index (form->scores, 0);
  g_assert_cmpstr (meld->value, ==, "17");
  g_assert_cmpstr (meld->change, ==, "−3 from baseline 20");
  g_assert_cmpuint (meld->steps->len, >, 3);
}

static void
a_grade_is_shown_only_where_it_is_worse_than_baseline (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget target = { .subject = number, .event = (char *) "SE.W4", .form = (char *) "F.VISIT" };
  g_autoptr (CrfFormState) form = NULL;

  crf_test_enter (study, number, "SCREENING", "VISDAT", "2026-03-02", NULL);
  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");    /* normal: up to 50 in men */
  crf_test_enter (study, number, "SCREENING", "SODIUM", "131", "mmol/L"); /* below 137: grade 1 */
  enter_infusion (study, number, "2026-03-02 10:00");
  crf_test_study_set_now (study, "2026-03-30T10:00");
  crf_test_enter (study, number, "W4", "VISDAT", "2026-03-30", NULL);
  crf_test_enter (study, number, "W4", "ALT", "170", "U/L"); /* above 3 × 50: grade 2 */
  crf_test_enter (study, number, "W4", "SODIUM", "131", "mmol/L");
  form = crf_reader_form (study->nurse, &target, NULL);
  g_assert_cmpstr (crf_form_state_find (form, "ALT", NULL)->grade, ==, "G2");
  g_assert_null (crf_form_state_find (form, "SODIUM", NULL)->grade);
  g_assert_cmpint (crf_form_state_find (form, "SODIUM", NULL)->flag, ==, CRF_FLAG_LOW);
}

static void
the_range_of_the_site_comes_first_from_its_day_on (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget target = { .subject = number, .event = (char *) "SE.SCREENING", .form = (char *) "F.VISIT" };
  g_autoptr (CrfFormState) before = NULL;
  g_autoptr (CrfFormState) after = NULL;

  crf_outcome_free (crf_test_do (study->admin, "set-range", NULL, "item", "ALT", "low", "10", "high", "80", "unit", "U/L", "from", "2026-03-01", NULL));
  crf_test_enter (study, number, "SCREENING", "VISDAT", "2026-02-28", NULL);
  crf_test_enter (study, number, "SCREENING", "ALT", "78", "U/L");
  before = crf_reader_form (study->nurse, &target, NULL);
  g_assert_cmpstr (crf_form_state_find (before, "ALT", NULL)->reference, ==, "9–50");
  crf_test_enter (study, number, "SCREENING", "VISDAT", "2026-03-01", NULL);
  after = crf_reader_form (study->nurse, &target, NULL);
  g_assert_cmpstr (crf_form_state_find (after, "ALT", NULL)->reference, ==, "10–80");
  g_assert_cmpint (crf_form_state_find (after, "ALT", NULL)->flag, ==, CRF_FLAG_NONE);
  crf_test_refused (study->admin, "limits-reversed", "set-range", NULL, "item", "ALT", "low", "80", "high", "10", "unit", "U/L", "from",
                    "2026-03-01", NULL);
}

static void
today_lists_what_is_due_and_points_at_its_form (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) tasks = NULL;
  gboolean late = FALSE, due = FALSE, incomplete = FALSE;

  enter_infusion (study, number, "2026-03-02 09:00");
  crf_test_study_set_now (study, "2026-03-28T08:00");
  tasks = crf_reader_tasks (study->nurse, NULL);
  for (guint i = 0; i < tasks->len; i++)
    {
      CrfTask *task = g_ptr_array_index (tasks, i);

      g_assert_cmpstr (task->patient->number, ==, number);
      late = late || (task->urgency == 2 && g_strcmp0 (task->target->event, "SE.W1") == 0);
      due = due || (g_strcmp0 (task->target->event, "SE.W4") == 0 && g_strcmp0 (task->target->form, "F.VISIT") == 0);
      incomplete = incomplete || task->urgency == 8;
    }
  /* Demographics and the infusion were begun 26 days ago and never completed. */
  g_assert_true (incomplete);
  g_assert_true (late);
  g_assert_true (due);
}

/* The same day's work, one row a patient: everybody's, or what one's own role does. */
static void
the_work_list_is_by_patient_by_bed_and_by_role (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *first = crf_test_register (study), *second = crf_test_register (study), *third = crf_test_register (study);
  g_autoptr (GPtrArray) tasks = NULL, investigators = NULL, urgent = NULL, beds = NULL, nobodys = NULL;
  const CrfTask *task;

  enter_infusion (study, third, "2026-03-02 09:00");
  crf_outcome_free (crf_test_do (study->nurse, "enter", first, "event", "SCREENING", "form", "F.DM", "item", "BED", "value", "12-10", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "enter", second, "event", "SCREENING", "form", "F.DM", "item", "BED", "value", "12-7", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "enter", third, "event", "SCREENING", "form", "F.DM", "item", "BED", "missing", "UNK", NULL));
  crf_test_study_set_now (study, "2026-03-28T08:00");
  tasks = crf_reader_tasks (study->nurse, NULL);
  urgent = crf_work_rows (tasks, CRF_WORK_BY_URGENCY, FALSE);
  g_assert_cmpuint (urgent->len, ==, 3);
  g_assert_cmpstr (((CrfWorkRow *) g_ptr_array_index (urgent, 0))->patient->number, ==, third); /* her week 1 is overdue */
  task = g_ptr_array_index (((CrfWorkRow *) g_ptr_array_index (urgent, 0))->tasks, 0);
  g_assert_cmpint (task->urgency, ==, 2);
  g_assert_cmpstr (task->days, ==, "day 7 ± 2");
  g_assert_cmpstr (task->from, ==, "2026-03-07");
  g_assert_cmpstr (task->to, ==, "2026-03-11");
  beds = crf_work_rows (tasks, CRF_WORK_BY_BED, FALSE);
  g_assert_cmpstr (((CrfWorkRow *) g_ptr_array_index (beds, 0))->patient->number, ==, second); /* 12-7 before 12-10; without a bed last */
  g_assert_cmpstr (((CrfWorkRow *) g_ptr_array_index (beds, 1))->patient->number, ==, first);
  g_assert_cmpstr (((CrfWorkRow *) g_ptr_array_index (beds, 2))->patient->number, ==, third);
  /* A nurse enters visits; an administrator does not. */
  g_assert_true (task->mine);
  investigators = crf_reader_tasks (study->admin, NULL);
  nobodys = crf_work_rows (investigators, CRF_WORK_BY_URGENCY, TRUE);
  g_assert_cmpuint (nobodys->len, ==, 0);
}

/* NCT06167473: week 4 ± 3 days; an infusion on 2 March makes day 28 the 30th. Done and overdue visits mark nothing. */
static void
the_calendar_marks_the_days_that_visits_are_planned_on (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *line = g_strdup_printf ("%s · Week 4", number);
  g_autoptr (GPtrArray) march = NULL, april = NULL;
  const CrfBusyDay *day;

  enter_infusion (study, number, "2026-03-02 09:00");
  crf_test_study_set_now (study, "2026-03-28T08:00");
  march = crf_reader_busy_days (study->nurse, "2026-03-01", "2026-03-31", NULL);
  g_assert_cmpuint (march->len, ==, 1);
  day = g_ptr_array_index (march, 0);
  g_assert_cmpstr (day->date, ==, "2026-03-30");
  g_assert_cmpuint (day->n_infusions, ==, 0);
  g_assert_cmpuint (day->lines->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (day->lines, 0), ==, line);
  april = crf_reader_busy_days (study->nurse, "2026-04-01", "2026-04-30", NULL);
  g_assert_cmpuint (april->len, ==, 1);
  g_assert_cmpstr (((CrfBusyDay *) g_ptr_array_index (april, 0))->date, ==, "2026-04-27"); /* week 8 */
}

static void
a_missed_visit_is_no_task_and_deviates (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) visits = NULL;
  g_autoptr (GPtrArray) deviations = NULL;

  enter_infusion (study, number, "2026-03-02 09:00");
  crf_test_refused (study->nurse, "visit-upcoming", "mark-missed", number, "event", "W1", "reason", "travelling", NULL);
  crf_test_study_set_now (study, "2026-03-28T08:00");
  crf_outcome_free (crf_test_do (study->nurse, "mark-missed", number, "event", "W1", "reason", "travelling", NULL));
  visits = crf_reader_visits (study->nurse, number, NULL);
  g_assert_cmpint (visit_of (visits, "W1")->state, ==, CRF_VISIT_MISSED);
  deviations = crf_reader_deviations (study->nurse, number, NULL);
  g_assert_cmpuint (deviations->len, ==, 1);
  crf_test_refused (study->nurse, "visit-missed", "mark-missed", number, "event", "W1", "reason", "again", NULL);
}

static void
death_ends_the_plan (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfPatient) patient = NULL;
  g_autoptr (GPtrArray) visits = NULL;

  enter_infusion (study, number, "2026-03-02 09:00");
  crf_test_study_set_now (study, "2026-03-28T08:00");
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "form", "F.DTH", "item", "DTHDTC", "value", "2026-03-20", NULL));
  patient = crf_reader_patient (study->nurse, number, NULL);
  g_assert_cmpstr (patient->status, ==, "died");
  g_assert_null (patient->next_visit);
  visits = crf_reader_visits (study->nurse, number, NULL);
  g_assert_cmpint (visit_of (visits, "W48")->state, ==, CRF_VISIT_NOT_APPLICABLE);
}

static void
the_trail_shows_old_and_new_value_and_reason (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget field = { .subject = number, .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) "F.VISIT",
                      .formkey = (char *) "1", .group = (char *) "IG.LIVER", .groupkey = (char *) "1", .item = (char *) "IT.ALT" };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) newest = NULL;
  CrfAuditRow *row;

  crf_test_enter (study, number, "SCREENING", "ALT", "78", "U/L");
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "87", "unit", "U/L",
                                 "reason", "misread", NULL));
  rows = crf_reader_audit (study->nurse, NULL, &field, NULL, 0, NULL);
  g_assert_cmpuint (rows->len, ==, 2);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpstr (row->old_value, ==, "78 U/L");
  g_assert_cmpstr (row->new_value, ==, "87 U/L");
  g_assert_cmpstr (row->reason, ==, "misread");
  g_assert_cmpstr (row->user, ==, "li");
  g_assert_cmpstr (row->subject_number, ==, number);
  /* The old value is found also where the earlier entry is not among the rows. */
  newest = crf_reader_audit (study->nurse, number, NULL, NULL, 1, NULL);
  row = g_ptr_array_index (newest, 0);
  g_assert_cmpstr (row->old_value, ==, "78 U/L");
}

static void
queries_are_answered_and_closed (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) asked = NULL;
  g_autoptr (GPtrArray) answered = NULL;
  g_autoptr (GPtrArray) open = NULL;
  const char *key;

  crf_test_enter (study, number, "SCREENING", "ALT", "78", "U/L");
  asked = crf_test_do (study->investigator, "query", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "text", "Which laboratory?", NULL);
  key = g_hash_table_lookup (asked->results, "query");
  crf_outcome_free (crf_test_do (study->nurse, "answer-query", NULL, "key", key, "text", "Central", NULL));
  answered = crf_reader_queries (study->nurse, number, "Answered", NULL);
  g_assert_cmpuint (answered->len, ==, 1);
  g_assert_cmpstr (((CrfQuery *) g_ptr_array_index (answered, 0))->target->item, ==, "IT.ALT");
  crf_test_refused (study->nurse, "not-permitted", "close-query", NULL, "key", key, NULL);
  crf_outcome_free (crf_test_do (study->investigator, "close-query", NULL, "key", key, NULL));
  crf_test_refused (study->investigator, "query-state", "close-query", NULL, "key", key, NULL);
  open = crf_reader_queries (study->nurse, number, "Open", NULL);
  g_assert_cmpuint (open->len, ==, 0);
}

static void
status_changes_follow_the_trial (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfPatient) lost = NULL;
  g_autoptr (CrfPatient) back = NULL;

  crf_test_refused (study->nurse, "in-the-future", "set-status", number, "status", "lost", "date", "2026-03-03", NULL);
  crf_test_refused (study->nurse, "not-allocated", "set-status", number, "status", "completed", "date", "2026-03-02", NULL);
  crf_test_refused (study->nurse, "reason-missing", "set-status", number, "status", "failed", "date", "2026-03-02", NULL);
  crf_outcome_free (crf_test_do (study->nurse, "set-status", number, "status", "lost", "date", "2026-03-02", "reason", "an old record", NULL));
  lost = crf_reader_patient (study->nurse, number, NULL);
  g_assert_cmpstr (lost->status, ==, "lost");
  crf_outcome_free (crf_test_do (study->nurse, "set-status", number, "status", "resume", "date", "2026-03-02", NULL));
  back = crf_reader_patient (study->nurse, number, NULL);
  g_assert_cmpstr (back->status, ==, "screening");
}

static void
consent_must_fit_its_version_and_the_clock (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  crf_test_refused (study->nurse, "consent-version-unknown", "consent", number, "version", "9.9", "at", "2026-03-02 08:00", "explained-by", "W", NULL);
  crf_test_refused (study->nurse, "consent-version-not-valid", "consent", number, "version", "1.0", "at", "2025-12-31 08:00", "explained-by", "W", NULL);
  crf_test_refused (study->nurse, "in-the-future", "consent", number, "version", "1.0", "at", "2026-03-02 09:15", "explained-by", "W", NULL);
  crf_outcome_free (crf_test_do (study->nurse, "consent", number, "version", "1.0", "at", "2026-03-02 09:14", "explained-by", "W", NULL));
  crf_test_refused (study->admin, "consent-version-exists", "add-consent-version", NULL, "number", "1.0", "valid-from", "2026-02-01", NULL);
}

static void
a_consent_form_filled_in_field_by_field_is_a_consent (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (CrfOutcome) registered = crf_test_do (study->nurse, "register", NULL, "sex", "F", "age", "50", NULL);
  const char *key = g_hash_table_lookup (registered->results, "subject");
  CrfStudyFile *file = crf_session_get_file (study->nurse);
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) one = NULL;

  g_assert_cmpuint (registered->notices->len, ==, 1);
  crf_outcome_free (crf_test_do (study->nurse, "enter", key, "form", "F.CONSENT", "item", "ICVER", "value", "1.0", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "enter", key, "form", "F.CONSENT", "item", "ICDTC", "value", "2026-03-02 08:00", NULL));
  none = crf_records_consents (file, key, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  crf_outcome_free (crf_test_do (study->nurse, "enter", key, "form", "F.CONSENT", "item", "ICEXPL", "value", "Wang Wei", NULL));
  one = crf_records_consents (file, key, NULL);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpstr (((CrfConsentRecord *) g_ptr_array_index (one, 0))->at, ==, "2026-03-02T08:00");
}

static void
a_blinded_role_never_gets_an_arm (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new_of ("nct01218464");
  g_autoptr (CrfOutcome) registered = crf_test_do (study->nurse, "register", NULL, "sex", "F", "age", "50", NULL);
  const char *number = g_hash_table_lookup (registered->results, "number");
  CrfSession *pharmacist;
  g_autoptr (CrfOutcome) added = crf_test_do (study->admin, "add-user", NULL, "login", "sun", "name", "Sun", "roles", "pharmacist",
                                              "new-passphrase", "demo", NULL);
  g_autoptr (CrfPatient) patient = NULL;

  /* The administrator of a masked study cannot hand on what he does not hold. */
  g_assert_cmpuint (added->notices->len, ==, 1);
  crf_outcome_free (crf_test_do (study->admin, "grant-keys", NULL, "login", "sun", "recovery-key", study->recovery, NULL));
  pharmacist = crf_session_sign_in_file (crf_session_get_file (study->admin), "sun", "demo", NULL, crf_test_study_clock (study), NULL);
  g_assert_true (crf_session_may_know_arms (pharmacist));
  g_assert_false (crf_session_may_know_arms (study->admin));
  g_assert_false (crf_session_may_know_arms (study->nurse));
  g_assert_false (crf_session_may_know_arms (study->investigator));
  patient = crf_reader_patient (study->nurse, number, NULL);
  g_assert_null (patient->arm);
  crf_session_close (pharmacist);
}

static void
a_batch_stores_all_or_nothing_and_turns_prompts_into_queries (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GHashTable) demographics = g_hash_table_new (g_str_hash, g_str_equal);
  guint64 before = crf_records_count_entries (crf_session_get_file (study->nurse));
  g_autoptr (GError) error = NULL;

  g_hash_table_insert (demographics, (gpointer) "AGEREP", (gpointer) "61");
  g_hash_table_insert (demographics, (gpointer) "sex", (gpointer) "F");
  for (int pass = 0; pass < 2; pass++)
    {
      g_autoptr (CrfBatch) batch = crf_batch_begin (study->nurse, &error);
      g_autoptr (CrfOutcome) registered = NULL;
      g_autoptr (CrfOutcome) refused = NULL;
      g_autoptr (CrfOutcome) odd = NULL;
      g_autofree char *subject = NULL;

      g_assert_no_error (error);
      g_assert_true (crf_batch_register (batch, demographics, &subject, &registered, &error));
      g_assert_cmpstr (g_hash_table_lookup (registered->results, "number"), ==, "01-S-001");
      g_assert_true (crf_batch_store (batch, subject, "SCREENING", "TBIL", "none", "umol/L", &refused, &error));
      g_assert_cmpstr (refused->refusal->code, ==, "value-invalid");
      g_assert_true (crf_batch_store (batch, subject, "SCREENING", "TBIL", "30", "umol/L", NULL, &error));
      g_assert_true (crf_batch_store (batch, subject, "SCREENING", "DBIL", "40", "umol/L", NULL, &error));
      g_assert_true (crf_batch_store (batch, subject, "SCREENING", "ALB", "31", "g/L", NULL, &error));
      g_assert_true (crf_batch_open_query (batch, subject, NULL, NULL, "consent-missing", "No consent.", NULL, &error));
      g_assert_true (crf_batch_derive (batch, subject, "SCREENING", &odd, &error));
      g_assert_cmpuint (odd->notices->len, ==, 1);
      if (pass == 1)
        g_assert_true (crf_batch_commit (batch, &error));
      g_assert_no_error (error);
      g_clear_pointer (&batch, crf_batch_free);
      if (pass == 0)
        g_assert_cmpuint (crf_records_count_entries (crf_session_get_file (study->nurse)), ==, before);
    }
  {
    CrfTarget target = { .subject = (char *) "01-S-001", .event = (char *) "SE.SCREENING", .form = (char *) "F.VISIT" };
    g_autoptr (CrfFormState) form = crf_reader_form (study->nurse, &target, NULL);
    g_autoptr (GPtrArray) queries = crf_reader_queries (study->nurse, "01-S-001", "Open", NULL);
    CrfFieldState *albi = crf_form_state_find (form, "ALBI", NULL);

    /* 0.66 log10 30 − 0.085 × 31 = −1.66 */
    g_assert_cmpstr (albi->value->entered, ==, "-1.66");
    g_assert_cmpuint (queries->len, ==, 2);
  }
}

static void
a_batch_is_refused_to_who_may_not_enter (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "monitor", "name", "M", "roles", "monitor", "new-passphrase", "demo", NULL));
  session = crf_session_sign_in_file (crf_session_get_file (study->admin), "monitor", "demo", NULL, crf_test_study_clock (study), NULL);
  g_assert_null (crf_batch_begin (session, &error));
  g_assert_error (error, CRF_BATCH_ERROR, CRF_BATCH_ERROR_NOT_PERMITTED);
  crf_session_close (session);
}

/* With the same answer: only where it was read is new. */
static void
a_source_note_alone_is_stored (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfEligibilityState) without = NULL;
  g_autoptr (CrfEligibilityState) with = NULL;

  crf_outcome_free (crf_test_do (study->nurse, "answer", number, "criterion", "E4", "answer", "N", NULL));
  without = crf_reader_eligibility (study->nurse, number, NULL);
  crf_outcome_free (crf_test_do (study->nurse, "answer", number, "criterion", "E4", "answer", "N", "note", "CT of 2026-02-20, page 2", NULL));
  with = crf_reader_eligibility (study->nurse, number, NULL);
  for (guint i = 0; i < with->criteria->len; i++)
    {
      const CrfCriterionState *before = g_ptr_array_index (without->criteria, i), *after = g_ptr_array_index (with->criteria, i);

      g_assert_null (before->source_note);
      g_assert_cmpstr (after->source_note, ==, strcmp (after->criterion->oid, "E4") == 0 ? "CT of 2026-02-20, page 2" : NULL);
    }
}

/* conduct.md: an unblinded check needs two unblinded people. */
static void
a_masked_study_counts_who_may_know (void)
{
  static const char *const logins[] = { "sun", "qian" };
  g_autoptr (CrfTestStudy) open = crf_test_study_new (), masked = crf_test_study_new_of ("nct01218464");
  g_autoptr (CrfStudySummary) nobody = crf_reader_study (masked->admin, NULL), all = crf_reader_study (open->admin, NULL);

  g_assert_cmpint (all->unblinded, ==, -1);
  g_assert_cmpint (nobody->unblinded, ==, 0);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (CrfStudySummary) summary = NULL;

      crf_outcome_free (crf_test_do (masked->admin, "add-user", NULL, "login", logins[i], "name", logins[i], "roles", "pharmacist", "new-passphrase",
                                     "three blind mice see", "recovery-key", masked->recovery, NULL));
      summary = crf_reader_study (masked->admin, NULL);
      g_assert_cmpint (summary->unblinded, ==, i + 1);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/readers/" name, function)
  ADD ("the-list-shows-who-a-patient-is-and-how-ill", the_list_shows_who_a_patient_is_and_how_ill);
  ADD ("visits-follow-the-first-infusion", visits_follow_the_first_infusion);
  ADD ("a-visit-outside-its-window-drafts-a-deviation-once", a_visit_outside_its_window_drafts_a_deviation_once);
  ADD ("a-form-shows-the-last-visit-and-the-change-from-baseline", a_form_shows_the_last_visit_and_the_change_from_baseline);
  ADD ("a-grade-is-shown-only-where-it-is-worse-than-baseline", a_grade_is_shown_only_where_it_is_worse_than_baseline);
  ADD ("the-range-of-the-site-comes-first-from-its-day-on", the_range_of_the_site_comes_first_from_its_day_on);
  ADD ("today-lists-what-is-due-and-points-at-its-form", today_lists_what_is_due_and_points_at_its_form);
  g_test_add_func ("/conduct/readers/the-work-list-is-by-patient-by-bed-and-by-role", the_work_list_is_by_patient_by_bed_and_by_role);
  g_test_add_func ("/conduct/readers/the-calendar-marks-the-days-that-visits-are-planned-on", the_calendar_marks_the_days_that_visits_are_planned_on);
  ADD ("a-missed-visit-is-no-task-and-deviates", a_missed_visit_is_no_task_and_deviates);
  ADD ("death-ends-the-plan", death_ends_the_plan);
  ADD ("the-trail-shows-old-and-new-value-and-reason", the_trail_shows_old_and_new_value_and_reason);
  ADD ("queries-are-answered-and-closed", queries_are_answered_and_closed);
  ADD ("status-changes-follow-the-trial", status_changes_follow_the_trial);
  ADD ("consent-must-fit-its-version-and-the-clock", consent_must_fit_its_version_and_the_clock);
  ADD ("a-consent-form-filled-in-field-by-field-is-a-consent", a_consent_form_filled_in_field_by_field_is_a_consent);
  ADD ("a-blinded-role-never-gets-an-arm", a_blinded_role_never_gets_an_arm);
  ADD ("a-batch-stores-all-or-nothing-and-turns-prompts-into-queries", a_batch_stores_all_or_nothing_and_turns_prompts_into_queries);
  ADD ("a-batch-is-refused-to-who-may-not-enter", a_batch_is_refused_to_who_may_not_enter);

  ADD ("a-masked-study-counts-who-may-know", a_masked_study_counts_who_may_know);
  ADD ("a-source-note-alone-is-stored", a_source_note_alone_is_stored);

  return g_test_run ();
}
