/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Windows of the monitoring at their boundaries, minute by minute. Points as in clinical.md B3: 15, 30, 45, 60 min ± 5, 2 and 4 h ± 15, 24 h ± 2 h. */

#include "crf-infusion-monitor.h"

static const CrfMonitorPoint points[] = {
  { -15, 15, 15 }, { 15, 5, 5 }, { 30, 5, 5 }, { 45, 5, 5 }, { 60, 5, 5 }, { 120, 15, 15 }, { 240, 15, 15 }, { 1440, 120, 120 },
};

#define START G_GINT64_CONSTANT (29542514)
#define N G_N_ELEMENTS (points)

static void
test_boundaries (void)
{
  for (guint i = 0; i < N; i++)
    {
      const CrfMonitorPoint *point = &points[i];
      gint64 due = START + point->minutes;

      g_assert_cmpint (crf_monitor_judge (START, point, FALSE, due - point->before - 1), ==, CRF_MONITOR_WAITING);
      g_assert_cmpint (crf_monitor_judge (START, point, FALSE, due - point->before), ==, CRF_MONITOR_DUE);
      g_assert_cmpint (crf_monitor_judge (START, point, FALSE, due + point->after), ==, CRF_MONITOR_DUE);
      g_assert_cmpint (crf_monitor_judge (START, point, FALSE, due + point->after + 1), ==, CRF_MONITOR_MISSED);
      g_assert_cmpint (crf_monitor_judge (START, point, TRUE, due + 10000), ==, CRF_MONITOR_DONE);
      g_assert_false (crf_monitor_is_in_window (START, point, due - point->before - 1));
      g_assert_true (crf_monitor_is_in_window (START, point, due - point->before));
      g_assert_true (crf_monitor_is_in_window (START, point, due + point->after));
      g_assert_false (crf_monitor_is_in_window (START, point, due + point->after + 1));
      g_assert_cmpint (crf_monitor_offset (START, point, due - 3), ==, -3);
      g_assert_cmpint (crf_monitor_offset (START, point, due + 4), ==, 4);
    }
}

/* Each minute of 26 hours belongs to the point whose window holds it, and to no other; between the windows to none. */
static void
test_every_minute (void)
{
  for (int minute = -60; minute <= 26 * 60; minute++)
    {
      int found = crf_monitor_find (START, points, N, NULL, START + minute), expected = -1;

      for (guint i = 0; i < N; i++)
        if (minute >= points[i].minutes - points[i].before && minute <= points[i].minutes + points[i].after)
          expected = (int) i;
      g_assert_cmpint (found, ==, expected);
    }
}

/* Windows that meet: the nearer point, of two equally near the earlier; one that is taken is passed over. */
static void
test_meeting_windows (void)
{
  const CrfMonitorPoint meeting[] = { { 10, 10, 10 }, { 20, 10, 10 } };
  const gboolean first_taken[] = { TRUE, FALSE }, both_taken[] = { TRUE, TRUE };

  g_assert_cmpint (crf_monitor_find (START, meeting, 2, NULL, START + 14), ==, 0);
  g_assert_cmpint (crf_monitor_find (START, meeting, 2, NULL, START + 15), ==, 0);
  g_assert_cmpint (crf_monitor_find (START, meeting, 2, NULL, START + 16), ==, 1);
  g_assert_cmpint (crf_monitor_find (START, meeting, 2, first_taken, START + 12), ==, 1);
  g_assert_cmpint (crf_monitor_find (START, meeting, 2, both_taken, START + 12), ==, -1);
}

/* 22:30 and 4 hours: due at 2:30. "2:33" is of the next day, "23:50" of the day before. */
static void
test_after_midnight (void)
{
  const gint64 midnight = G_GINT64_CONSTANT (20515) * 24 * 60;
  const gint64 due = midnight + 24 * 60 + 150;

  g_assert_cmpint (crf_monitor_resolve_clock (due, 153), ==, due + 3);
  g_assert_cmpint (crf_monitor_resolve_clock (due, 23 * 60 + 50), ==, midnight + 23 * 60 + 50);
  g_assert_cmpint (crf_monitor_resolve_clock (midnight + 23 * 60 + 58, 2), ==, midnight + 24 * 60 + 2);
  for (gint64 slot = midnight; slot < midnight + 24 * 60; slot += 7)
    for (int clock = 0; clock < 24 * 60; clock += 11)
      {
        gint64 time = crf_monitor_resolve_clock (slot, clock);

        g_assert_cmpint (time % (24 * 60), ==, clock);
        g_assert_cmpint (ABS (time - slot), <=, 12 * 60);
      }
}

/* The last Sunday of March in Central Europe: at 02:00 the clocks go on to 03:00. Four hours after 22:30 it is 03:30, and a day after it 23:30. */
static void
test_clock_change (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("CET-1CEST,M3.5.0,M10.5.0/3");
  g_autoptr (GDateTime) evening = g_date_time_new_utc (2027, 3, 27, 22, 30, 0);
  gint64 start = g_date_time_to_unix (evening) / 60;

  g_assert_nonnull (zone);
  g_assert_cmpint (crf_monitor_after (zone, start, 120) - start, ==, 120);
  g_assert_cmpint (crf_monitor_after (zone, start, 240) - start, ==, 300);
  g_assert_cmpint (crf_monitor_after (zone, start, 24 * 60) - start, ==, 25 * 60);
  g_assert_cmpint (crf_monitor_between (zone, start, start + 300), ==, 240);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/clinical/infusion-monitor/windows-include-both-their-ends", test_boundaries);
  g_test_add_func ("/clinical/infusion-monitor/each-minute-belongs-to-one-point-or-none", test_every_minute);
  g_test_add_func ("/clinical/infusion-monitor/where-windows-meet-the-nearer-point-counts", test_meeting_windows);
  g_test_add_func ("/clinical/infusion-monitor/in-the-night-of-the-clock-change-true-hours-count", test_clock_change);
  g_test_add_func ("/clinical/infusion-monitor/after-midnight-the-date-follows-the-slot", test_after_midnight);
  return g_test_run ();
}
