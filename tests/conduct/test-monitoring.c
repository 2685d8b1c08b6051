/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The night after an infusion: the grid that grows from the actual start, late and missed readings, alarms, midnight, a reaction. */

#include "ward.h"

#include "crf-reader-monitoring.h"
#include "crf-records-trust.h"

#include <string.h>

static void
started (Ward *ward)
{
  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  ward_start (ward); /* 2026-03-02 09:14 */
}

static gint64
count_failures (Ward *ward,
                const char *login)
{
  g_autoptr (GPtrArray) records = crf_records_access (crf_session_get_file (ward->study->admin), login, NULL);

  return records->len > 0 ? ((CrfAccessRecord *) g_ptr_array_index (records, 0))->failures : 0;
}

static const CrfMonitorRow *
row_of (CrfMonitoring *monitoring,
        const char *code)
{
  for (guint i = 0; i < monitoring->rows->len; i++)
    if (strcmp (((CrfMonitorRow *) g_ptr_array_index (monitoring->rows, i))->code, code) == 0)
      return g_ptr_array_index (monitoring->rows, i);
  g_assert_not_reached ();
}

static CrfMonitoring *
grid (Ward *ward)
{
  g_autoptr (GError) error = NULL;
  CrfMonitoring *monitoring = crf_reader_monitoring (ward->study->nurse, ward->number, 1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (monitoring);
  return monitoring;
}

static void
read_at (Ward *ward,
         const char *at,
         const char *point,
         const char *code,
         const char *offset)
{
  g_autoptr (CrfOutcome) outcome = crf_test_do (ward->study->nurse, "record-vitals", ward->number, "at", at, "point", point, "temperature", "36.8", "pulse",
                                                "80", NULL);

  g_assert_cmpstr (g_hash_table_lookup (outcome->results, "point"), ==, code);
  g_assert_cmpstr (g_hash_table_lookup (outcome->results, "offset"), ==, offset);
}

/* 15 min ± 5: 9:24 and 9:34 are in time, 9:23 and 9:35 belong to no point. */
static void
test_windows (Ward *ward,
              gconstpointer data)
{
  g_autoptr (CrfMonitoring) monitoring = NULL;

  crf_test_refused (ward->study->nurse, "not-started", "record-vitals", ward->number, "at", "09:10", "temperature", "36.8", NULL);
  started (ward);
  crf_test_study_set_now (ward->study, "2026-03-02T10:30");
  crf_test_refused (ward->study->nurse, "values-missing", "record-vitals", ward->number, "at", "09:30", NULL);
  crf_test_refused (ward->study->nurse, "point", "record-vitals", ward->number, "at", "09:30", "point", "17", "temperature", "36.8", NULL);
  crf_test_refused (ward->study->nurse, "future", "record-vitals", ward->number, "at", "10:40", "temperature", "36.8", NULL);
  read_at (ward, "09:35", NULL, "EXTRA", NULL);
  read_at (ward, "09:24", NULL, "15", "-5");
  read_at (ward, "09:49", NULL, "30", "5");
  read_at (ward, "09:34", NULL, "EXTRA", NULL); /* 15 min is read already */
  read_at (ward, "10:06", "45", "EXTRA", NULL); /* 45 min was due at 9:59, until 10:04 */
  read_at (ward, "10:14", NULL, "60", "0");
  monitoring = grid (ward);
  g_assert_cmpstr (row_of (monitoring, "15")->due, ==, "09:29");
  g_assert_cmpint (row_of (monitoring, "15")->offset, ==, -5);
  g_assert_cmpint (row_of (monitoring, "45")->state, ==, CRF_MONITOR_ROW_MISSED);
  g_assert_cmpint (row_of (monitoring, "BEFORE")->state, ==, CRF_MONITOR_ROW_MISSED);
  g_assert_cmpint (row_of (monitoring, "120")->state, ==, CRF_MONITOR_ROW_WAITING);
  g_assert_cmpstr (monitoring->next_due, ==, "11:14");
  g_assert_cmpint (monitoring->minutes_late, ==, -44);
  g_assert_cmpuint (monitoring->rows->len, ==, 8 + 3);
}

/* The list of those who are watched: due, late by the minute, and gone when the last window has passed. */
static void
test_monitored (Ward *ward,
                gconstpointer data)
{
  const struct
  {
    const char *now, *next;
    int late;
  } moments[] = {
    { "2026-03-02T09:23", "09:29", -6 }, { "2026-03-02T09:29", "09:29", 0 }, { "2026-03-02T09:32", "09:29", 3 },
    { "2026-03-02T09:34", "09:29", 5 },  { "2026-03-02T09:35", "09:44", -9 }, { "2026-03-03T11:14", "09:14", 120 },
  };

  started (ward);
  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      g_autoptr (GPtrArray) list = NULL;
      const CrfMonitoring *monitoring;

      crf_test_study_set_now (ward->study, moments[i].now);
      list = crf_reader_monitored (ward->study->nurse, NULL);
      g_assert_cmpuint (list->len, ==, 1);
      monitoring = g_ptr_array_index (list, 0);
      g_assert_cmpstr (monitoring->number, ==, ward->number);
      g_assert_cmpstr (monitoring->next_due, ==, moments[i].next);
      g_assert_cmpint (monitoring->minutes_late, ==, moments[i].late);
    }
  crf_test_study_set_now (ward->study, "2026-03-03T11:15");
  g_assert_cmpuint (crf_reader_monitored (ward->study->nurse, NULL)->len, ==, 0);
}

static void
test_alarm (Ward *ward,
            gconstpointer data)
{
  g_autoptr (CrfOutcome) fine = NULL, fever = NULL, rash = NULL;
  g_autoptr (CrfMonitoring) monitoring = NULL;

  started (ward);
  crf_test_study_set_now (ward->study, "2026-03-02T10:20");
  /* CTCAE 5.0: fever from 38.0 on */
  fine = crf_test_do (ward->study->nurse, "record-vitals", ward->number, "at", "09:29", "temperature", "37,9", "saturation", "92", NULL);
  g_assert_null (g_hash_table_lookup (fine->results, "alarm"));
  fever = crf_test_do (ward->study->nurse, "record-vitals", ward->number, "at", "09:44", "temperature", "38,0", NULL);
  g_assert_cmpstr (g_hash_table_lookup (fever->results, "alarm"), ==, "temperature");
  rash = crf_test_do (ward->study->nurse, "record-vitals", ward->number, "at", "09:59", "temperature", "37", "rash", "Y", NULL);
  g_assert_cmpstr (g_hash_table_lookup (rash->results, "alarm"), ==, "rash");
  monitoring = grid (ward);
  g_assert_cmpuint (monitoring->n_alarms, ==, 2);
  g_assert_cmpuint (row_of (monitoring, "30")->alarms->len, ==, 1);
}

/* Started at 22:30: 4 hours are due at 2:30 of the next day, and "2:33" is of that day. */
static void
test_midnight (Ward *ward,
               gconstpointer data)
{
  g_autoptr (CrfMonitoring) monitoring = NULL;

  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  crf_test_study_set_now (ward->study, "2026-03-02T22:30");
  crf_outcome_free (crf_test_do (ward->study->nurse, "start-infusion", ward->number, "start", "2026-03-02 22:30", "ward-clock", "22:30", NULL));
  crf_test_study_set_now (ward->study, "2026-03-03T07:00");
  read_at (ward, "02:33", "240", "240", "3");
  read_at (ward, "2026-03-03 00:28", NULL, "120", "-2");
  monitoring = grid (ward);
  g_assert_cmpstr (row_of (monitoring, "240")->due_iso, ==, "2026-03-03T02:30");
  g_assert_cmpstr (monitoring->next_due_iso, ==, "2026-03-03T22:30");
}

static void
test_reaction (Ward *ward,
               gconstpointer data)
{
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (GPtrArray) forms = NULL;
  CrfFormState *form;
  const CrfItem *grade, *term;

  crf_test_refused (ward->study->nurse, "not-started", "report-reaction", ward->number, "at", "2026-03-02 09:10", "grade", "2", NULL);
  started (ward);
  crf_test_study_set_now (ward->study, "2026-03-02T10:20");
  crf_test_refused (ward->study->nurse, "at", "report-reaction", ward->number, "at", "2026-03-02 09:10", "grade", "2", NULL);
  outcome = crf_test_do (ward->study->nurse, "report-reaction", ward->number, "at", "2026-03-02 09:40", "grade", "2", NULL);
  g_assert_nonnull (g_hash_table_lookup (outcome->results, "formkey"));
  forms = crf_reader_forms_of_kind (ward->study->nurse, ward->number, "adverse-event", NULL);
  g_assert_cmpuint (forms->len, ==, 1);
  form = g_ptr_array_index (forms, 0);
  grade = crf_study_find_item_by_concept (crf_session_get_study (ward->study->nurse), "ae.grade");
  term = crf_study_find_item_by_concept (crf_session_get_study (ward->study->nurse), "ae.term");
  g_assert_cmpstr (crf_form_state_find (form, grade->oid, NULL)->value->canonical, ==, "2");
  g_assert_cmpstr (crf_form_state_find (form, term->oid, NULL)->value->canonical, ==, "Infusion related reaction");
  /* The worst is the infusion's. */
  crf_outcome_free (crf_test_do (ward->study->nurse, "report-reaction", ward->number, "at", "2026-03-02 09:50", "grade", "1", "term", "Chills", NULL));
  crf_outcome_free (crf_test_do (ward->study->nurse, "give-infusion", ward->number, "stop", "2026-03-02 10:04", "volume", "50", "outcome", "GIVEN", NULL));
  /* The next shift takes her over and signs. */
  crf_test_refused (ward->study->nurse, "second-same-person", "hand-over", ward->number, "at", "2026-03-02 10:15", "second", "li", "second-passphrase",
                    CRF_TEST_PASSPHRASE, NULL);
  crf_test_refused (ward->study->nurse, "passphrase-wrong", "hand-over", ward->number, "at", "2026-03-02 10:15", "second", "zhao", "second-passphrase",
                    "not hers", NULL);
  /* Guessed as little as at the door: the one who is to take over, not the one who asks. */
  g_assert_cmpint (count_failures (ward, "zhao"), ==, 1);
  g_assert_cmpint (count_failures (ward, "li"), ==, 0);
  crf_test_refused (ward->study->nurse, "at", "hand-over", ward->number, "at", "2026-03-02 09:13", "second", "zhao", "second-passphrase",
                    CRF_TEST_PASSPHRASE, NULL);
  crf_outcome_free (crf_test_do (ward->study->nurse, "hand-over", ward->number, "at", "2026-03-02 10:15", "second", "zhao", "second-passphrase",
                                 CRF_TEST_PASSPHRASE, "note", "chills at 9:50; call Dr Wang", NULL));
  crf_test_study_set_now (ward->study, "2026-03-03T09:14");
  crf_outcome_free (crf_test_do (ward->study->nurse, "close-infusion", ward->number, "reaction", "Y", "sae", "N", "passphrase", CRF_TEST_PASSPHRASE, NULL));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(sentence, test) g_test_add ("/conduct/monitoring/" sentence, Ward, NULL, ward_open, test, ward_close)
  ADD ("a-reading-belongs-to-a-point-or-is-its-own-row", test_windows);
  ADD ("who-is-watched-is-late-by-the-minute", test_monitored);
  ADD ("limits-of-the-definition-alarm", test_alarm);
  ADD ("after-midnight-the-date-follows-the-slot", test_midnight);
  ADD ("a-reaction-begins-its-adverse-event", test_reaction);
  return g_test_run ();
}
