/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The nights in which clocks are changed: visits are days of the calendar, and do not move; hours are hours that pass. The changes are those of the
 * published calendar of 2026: Europe/Berlin on 29 March (02:00 is 03:00) and 25 October (03:00 is 02:00), America/New_York on 8 March and 1 November (both
 * at 02:00); Asia/Shanghai has none. */

#include "crf-adverse-events.h"
#include "crf-reader.h"
#include "crf-test-study.h"

#include <string.h>

static void
set_zone (const char *zone)
{
  g_setenv ("TZ", zone, TRUE);
}

/* The wall clock of a place @hours from Greenwich. */
static void
set_now (CrfTestStudy *study,
         const char *local,
         int hours)
{
  crf_test_study_set_now (study, local);
  study->now.utc_ms += (8 - hours) * G_GINT64_CONSTANT (3600000);
  study->now.offset_minutes = hours * 60;
}

static const CrfVisit *
find_visit (GPtrArray *visits,
            const char *oid)
{
  for (guint i = 0; i < visits->len; i++)
    if (strcmp (((const CrfVisit *) g_ptr_array_index (visits, i))->event->oid, oid) == 0)
      return g_ptr_array_index (visits, i);
  g_assert_not_reached ();
}

/* Infused on 2 March (New York: six days before the change) and 23:50 on the day itself; week 1 and week 4 by the calendar. */
static void
visits_are_days_of_the_calendar (void)
{
  static const struct { const char *zone; int before, after; const char *infused, *first, *visit, *target; } cases[] = {
    { "Europe/Berlin", 1, 2, "2026-03-02 23:50", "2026-03-03T08:00", "SE.W4", "2026-03-30" },
    { "America/New_York", -5, -4, "2026-03-02 23:50", "2026-03-03T08:00", "SE.W1", "2026-03-09" },
    { "America/New_York", -5, -4, "2026-03-02 00:05", "2026-03-03T08:00", "SE.W4", "2026-03-30" },
    { "Europe/Berlin", 2, 1, "2026-10-19 23:50", "2026-10-20T08:00", "SE.W1", "2026-10-26" },
    { "America/New_York", -4, -5, "2026-10-26 23:50", "2026-10-27T08:00", "SE.W1", "2026-11-02" },
    { "Asia/Shanghai", 8, 8, "2026-03-02 23:50", "2026-03-03T08:00", "SE.W4", "2026-03-30" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfTestStudy) study = NULL;
      g_autofree char *number = NULL;
      g_autofree char *last = NULL, *after = NULL;
      g_autoptr (GPtrArray) visits = NULL, at_end = NULL, late = NULL;
      const CrfVisit *visit;

      set_zone (cases[i].zone);
      study = crf_test_study_new ();
      number = crf_test_register (study);
      set_now (study, cases[i].first, cases[i].before);
      crf_test_bring_infusion (study, number, "INFOUT", "GIVEN");
      crf_test_bring_infusion (study, number, "INFST", cases[i].infused);
      visits = crf_reader_visits (study->nurse, number, NULL);
      visit = find_visit (visits, cases[i].visit);
      g_test_message ("%s: %s %s, %s to %s", cases[i].zone, cases[i].visit, visit->target, visit->from, visit->to);
      g_assert_cmpstr (visit->target, ==, cases[i].target);
      /* The last minute of the last day of the window, and the minute after: an hour more or less on the clock is none of the visit's. */
      last = g_strdup_printf ("%sT23:59", visit->to);
      set_now (study, last, cases[i].after);
      at_end = crf_reader_visits (study->nurse, number, NULL);
      g_assert_cmpint (find_visit (at_end, cases[i].visit)->state, ==, CRF_VISIT_OPEN);
      study->now.utc_ms += 60000;
      late = crf_reader_visits (study->nurse, number, NULL);
      g_assert_cmpint (find_visit (late, cases[i].visit)->state, ==, CRF_VISIT_LATE);
    }
  set_zone ("UTC");
}

static char *
enter_on (CrfTestStudy *study,
          const char *number,
          const char *key,
          const char *item,
          const char *value)
{
  g_autoptr (CrfOutcome) outcome = crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", key, "item", item, "value", value, NULL);
  const char *made = g_hash_table_lookup (outcome->results, "formkey");

  return g_strdup (made != NULL ? made : key);
}

/* 24 hours from awareness. */
static void
the_clock_of_a_serious_event_counts_hours_that_pass (void)
{
  static const struct { const char *zone; int before, after; const char *aware, *due; } cases[] = {
    { "Europe/Berlin", 1, 2, "2026-03-28 12:00", "2026-03-29T13:00" },
    { "Europe/Berlin", 2, 1, "2026-10-24 12:00", "2026-10-25T11:00" },
    { "Europe/Berlin", 1, 1, "2026-03-10 12:00", "2026-03-11T12:00" },
    { "America/New_York", -5, -4, "2026-03-07 12:00", "2026-03-08T13:00" },
    { "America/New_York", -4, -5, "2026-10-31 12:00", "2026-11-01T11:00" },
    { "Asia/Shanghai", 8, 8, "2026-10-24 12:00", "2026-10-25T12:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfTestStudy) study = NULL;
      g_autofree char *number = NULL, *key = NULL, *now = NULL;
      g_autoptr (GPtrArray) events = NULL, on_time = NULL;
      const CrfSaeReport *report;

      set_zone (cases[i].zone);
      study = crf_test_study_new ();
      number = crf_test_register (study);
      now = g_strdelimit (g_strdup (cases[i].aware), " ", 'T');
      set_now (study, now, cases[i].before);
      key = enter_on (study, number, "new", "AETERM", "Septic shock");
      g_free (enter_on (study, number, key, "AESER", "Y"));
      g_free (enter_on (study, number, key, "AEAWARE", cases[i].aware));
      events = crf_reader_adverse_events (study->nurse, number, NULL);
      report = crf_adverse_event_next_report (g_ptr_array_index (events, 0));
      g_assert_cmpstr (report->due_at, ==, cases[i].due);
      g_assert_cmpint (report->minutes_left, ==, 24 * 60);
      /* To the minute. */
      set_now (study, cases[i].due, cases[i].after);
      on_time = crf_reader_adverse_events (study->nurse, number, NULL);
      g_assert_cmpint (crf_adverse_event_next_report (g_ptr_array_index (on_time, 0))->minutes_left, ==, 0);
    }
  set_zone ("UTC");
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/clock-change/" name, function)
  ADD ("visits-are-days-of-the-calendar", visits_are_days_of_the_calendar);
  ADD ("the-clock-of-a-serious-event-counts-hours-that-pass", the_clock_of_a_serious_event_counts_hours_that_pass);
#undef ADD
  return g_test_run ();
}
