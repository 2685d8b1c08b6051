/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which measurement stands for a visit: week 4 is day 28, from 3 days before to 3 after. */

#include "crf-visit-selection.h"

#include <math.h>

#define SELECT(...)                                                                                \
  select_4 ((const CrfVisitCandidate[]) { __VA_ARGS__ },                                           \
            G_N_ELEMENTS (((const CrfVisitCandidate[]) { __VA_ARGS__ })))

static gssize
select_4 (const CrfVisitCandidate *candidates,
          gsize n)
{
  return crf_visit_select (candidates, n, 28, 3, 3);
}

static void
test_nearest (void)
{
  g_assert_cmpint (SELECT ({ 26, 1 }, { 29, 2 }, { 31, 3 }), ==, 1);
  g_assert_cmpint (SELECT ({ 31, 1 }, { 25, 2 }, { 28, 3 }), ==, 2);
}

static void
test_tie (void)
{
  g_assert_cmpint (SELECT ({ 30, 1 }, { 26, 2 }), ==, 1);
  g_assert_cmpint (SELECT ({ 26, 1 }, { 30, 2 }), ==, 0);
}

static void
test_same_day (void)
{
  g_assert_cmpint (SELECT ({ 28, 1 }, { 28, 2 }), ==, 0);
  g_assert_cmpint (SELECT ({ 28, NAN }, { 28, 2 }, { 28, 3 }), ==, 1);
  /* A haemolysed sample on the day does not stand before a good one a day off. */
  g_assert_cmpint (SELECT ({ 28, NAN }, { 29, 2 }), ==, 1);
}

static void
test_window (void)
{
  g_assert_cmpint (SELECT ({ 24, 1 }), ==, -1);
  g_assert_cmpint (SELECT ({ 25, 1 }), ==, 0);
  g_assert_cmpint (SELECT ({ 31, 1 }), ==, 0);
  g_assert_cmpint (SELECT ({ 32, 1 }), ==, -1);
  g_assert_cmpint (crf_visit_select (NULL, 0, 28, 3, 3), ==, -1);
  g_assert_cmpint (SELECT ({ G_MININT, 1 }, { G_MAXINT, 2 }), ==, -1);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/statistics/visit-selection/the-nearest-to-the-target-counts", test_nearest);
  g_test_add_func ("/statistics/visit-selection/of-two-equally-near-the-earlier-counts", test_tie);
  g_test_add_func ("/statistics/visit-selection/of-one-day-the-first-valid-sample-counts",
                   test_same_day);
  g_test_add_func ("/statistics/visit-selection/nothing-outside-the-window-counts", test_window);
  return g_test_run ();
}
