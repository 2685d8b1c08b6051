/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Windows in calendar days, with both sides of each boundary. */

#include "crf-partial-date.h"
#include "crf-schedule.h"

static CrfEvent
week_4 (void)
{
  return (CrfEvent) { .oid = "SE.W4", .anchor = "first-infusion", .day = 28, .days_before = 3, .days_after = 3 };
}

static void
a_window_counts_days_from_its_anchor (void)
{
  CrfEvent event = week_4 ();
  CrfAnchors anchors = { .first_infusion = "2026-02-10T10:20" };
  char target[CRF_DATE_SIZE], from[CRF_DATE_SIZE], to[CRF_DATE_SIZE];

  g_assert_true (crf_schedule_window (&event, &anchors, target, from, to));
  /* 2026 is no leap year: 10 February + 28 days is 10 March. */
  g_assert_cmpstr (target, ==, "2026-03-10");
  g_assert_cmpstr (from, ==, "2026-03-07");
  g_assert_cmpstr (to, ==, "2026-03-13");
}

static void
a_window_goes_through_29_february (void)
{
  CrfEvent event = week_4 ();
  CrfAnchors anchors = { .first_infusion = "2028-02-10" };
  char target[CRF_DATE_SIZE], from[CRF_DATE_SIZE], to[CRF_DATE_SIZE];

  g_assert_true (crf_schedule_window (&event, &anchors, target, from, to));
  g_assert_cmpstr (target, ==, "2028-03-09");
}

static void
without_its_anchor_there_is_no_window (void)
{
  CrfEvent event = week_4 ();
  CrfAnchors anchors = { .randomisation = "2026-02-10" };
  CrfAnchors partial = { .first_infusion = "2026-02" };
  char target[CRF_DATE_SIZE], from[CRF_DATE_SIZE], to[CRF_DATE_SIZE];

  g_assert_false (crf_schedule_window (&event, &anchors, target, from, to));
  g_assert_false (crf_schedule_window (&event, &partial, target, from, to));
  event.anchor = NULL;
  g_assert_false (crf_schedule_window (&event, &anchors, target, from, to));
}

static void
both_ends_of_a_window_belong_to_it (void)
{
  static const struct { const char *date; CrfWindowPosition position; int days_off; } cases[] = {
    { "2026-03-06", CRF_WINDOW_BEFORE, 1 }, { "2026-03-07", CRF_WINDOW_IN, 0 },    { "2026-03-13", CRF_WINDOW_IN, 0 },
    { "2026-03-13T23:59", CRF_WINDOW_IN, 0 }, { "2026-03-14", CRF_WINDOW_AFTER, 1 }, { "2026-04-01", CRF_WINDOW_AFTER, 19 },
    { "2026-03", CRF_WINDOW_UNKNOWN, 0 },   { NULL, CRF_WINDOW_UNKNOWN, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int days_off = -1;

      g_assert_cmpint (crf_schedule_position ("2026-03-07", "2026-03-13", cases[i].date, &days_off), ==, cases[i].position);
      g_assert_cmpint (days_off, ==, cases[i].days_off);
    }
}

static void
a_visit_is_open_until_midnight_and_late_from_the_next_day (void)
{
  g_assert_cmpint (crf_schedule_state ("2026-03-07", "2026-03-13", "2026-03-06", FALSE, FALSE, FALSE), ==, CRF_VISIT_UPCOMING);
  g_assert_cmpint (crf_schedule_state ("2026-03-07", "2026-03-13", "2026-03-07", FALSE, FALSE, FALSE), ==, CRF_VISIT_OPEN);
  g_assert_cmpint (crf_schedule_state ("2026-03-07", "2026-03-13", "2026-03-13", FALSE, FALSE, FALSE), ==, CRF_VISIT_OPEN);
  g_assert_cmpint (crf_schedule_state ("2026-03-07", "2026-03-13", "2026-03-14", FALSE, FALSE, FALSE), ==, CRF_VISIT_LATE);
  g_assert_cmpint (crf_schedule_state (NULL, NULL, "2026-03-14", FALSE, FALSE, FALSE), ==, CRF_VISIT_NO_DATE);
}

static void
what_is_in_the_file_comes_before_the_calendar (void)
{
  g_assert_cmpint (crf_schedule_state ("2026-03-07", "2026-03-13", "2026-04-01", TRUE, FALSE, FALSE), ==, CRF_VISIT_STARTED);
  g_assert_cmpint (crf_schedule_state ("2026-03-07", "2026-03-13", "2026-04-01", TRUE, TRUE, FALSE), ==, CRF_VISIT_DONE);
  g_assert_cmpint (crf_schedule_state ("2026-03-07", "2026-03-13", "2026-03-08", FALSE, FALSE, TRUE), ==, CRF_VISIT_MISSED);
}

static void
every_state_has_a_word_and_an_icon (void)
{
  for (int state = CRF_VISIT_NO_DATE; state <= CRF_VISIT_NOT_APPLICABLE; state++)
    {
      g_assert_cmpstr (crf_visit_state_get_label ((CrfVisitState) state), !=, "");
      g_assert_nonnull (crf_visit_state_get_icon ((CrfVisitState) state));
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/schedule/" name, function)
  ADD ("a-window-counts-days-from-its-anchor", a_window_counts_days_from_its_anchor);
  ADD ("a-window-goes-through-29-february", a_window_goes_through_29_february);
  ADD ("without-its-anchor-there-is-no-window", without_its_anchor_there_is_no_window);
  ADD ("both-ends-of-a-window-belong-to-it", both_ends_of_a_window_belong_to_it);
  ADD ("a-visit-is-open-until-midnight-and-late-from-the-next-day", a_visit_is_open_until_midnight_and_late_from_the_next_day);
  ADD ("what-is-in-the-file-comes-before-the-calendar", what_is_in_the_file_comes_before_the_calendar);
  ADD ("every-state-has-a-word-and-an-icon", every_state_has_a_word_and_an_icon);

  return g_test_run ();
}
