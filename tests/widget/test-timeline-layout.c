/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The chart without a display: days and pixels, ticks, zoom, scales, lanes without overlaps, and the texts of the
 * PDF. */

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "crf-partial-date.h"
#include "crf-timeline-draw.h"
#include "crf-timeline-picture.h"
#include "crf-timeline-shapes.h"
#include "crf-timeline-words.h"
#include "fake-timeline.h"

#define EM 12.0

/* Every letter is half an em wide. */
static double
measure (const char *text, CrfTimelineFace face, gpointer data)
{
  return (double) g_utf8_strlen (text, -1) * EM / 2;
}

typedef struct
{
  CrfTimeline *timeline;
  CrfTimelineView view;
  CrfTimelineLayout *layout;
} Chart;

static void
chart_open (Chart *chart, CrfTimeline *timeline, double width)
{
  *chart = (Chart) { .timeline = timeline };
  chart->view.data = timeline;
  chart->view.lanes = CRF_TIMELINE_ALL_LANES;
  chart->view.series = fake_timeline_series (timeline, G_MAXUINT);
  crf_timeline_get_range (timeline, &chart->view.start, &chart->view.end);
  chart->layout = crf_timeline_layout_new (&chart->view, EM, measure, NULL, width, 500);
}

static void
chart_close (Chart *chart)
{
  crf_timeline_layout_free (chart->layout);
  g_ptr_array_unref (chart->view.series);
  crf_timeline_free (chart->timeline);
}

static CrfTimelineMark *
look_for_mark (Chart *chart, gconstpointer what)
{
  for (guint i = 0; i < chart->layout->marks->len; i++)
    {
      CrfTimelineMark *mark = g_ptr_array_index (chart->layout->marks, i);

      if (mark->what == what)
        return mark;
    }
  return NULL;
}

static CrfTimelineMark *
find_mark (Chart *chart, gconstpointer what)
{
  CrfTimelineMark *mark = look_for_mark (chart, what);

  if (mark == NULL)
    g_error ("The chart does not show it.");
  return mark;
}

/* ── Axis ── */

static void
test_round_trip (void)
{
  const CrfTimelineAxis axis = { 20500, 20700, 120, 920 };

  g_assert_cmpfloat_with_epsilon (crf_timeline_axis_to_x (&axis, 20500), 120, 1e-9);
  g_assert_cmpfloat_with_epsilon (crf_timeline_axis_to_x (&axis, 20700), 920, 1e-9);
  g_assert_cmpfloat_with_epsilon (crf_timeline_axis_to_x (&axis, 20600), 520, 1e-9);
  for (double at = 20400; at < 20800; at += 7.3)
    g_assert_cmpfloat_with_epsilon (crf_timeline_axis_to_at (&axis, crf_timeline_axis_to_x (&axis, at)), at, 1e-6);
}

static void
test_ticks (void)
{
  /* days shown, pixels, least spacing → step, first tick, number of ticks; day 0 is time 1000 */
  static const struct { double start, end, width, spacing; int step, first; guint n; } cases[] = {
    { 972, 1196, 960, 80, 28, -28, 9 },  /* 28 days are 120 px, 14 would be 60 */
    { 972, 1196, 960, 130, 56, 0, 4 },
    { 1000, 1007, 700, 80, 1, 0, 8 },
    { 999.5, 1014.5, 900, 80, 2, 0, 8 },
    { 990, 1060, 700, 60, 7, -7, 10 },
    { 1000, 1365, 400, 90, 84, 0, 5 },
    { 900, 1100, 900, 60, 14, -98, 15 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const CrfTimelineAxis axis = { cases[i].start, cases[i].end, 0, cases[i].width };
      g_autoptr (GArray) ticks = crf_timeline_axis_ticks (&axis, 1000, cases[i].spacing);

      g_assert_cmpint (crf_timeline_axis_step (&axis, cases[i].spacing), ==, cases[i].step);
      g_assert_cmpuint (ticks->len, ==, cases[i].n);
      for (guint j = 0; j < ticks->len; j++)
        g_assert_cmpint (g_array_index (ticks, int, j), ==, cases[i].first + (int) j * cases[i].step);
    }
}

static void
test_zoom (void)
{
  CrfTimelineAxis axis = { 1000, 1200, 100, 900 };
  double under = crf_timeline_axis_to_at (&axis, 300);

  crf_timeline_axis_zoom (&axis, 0.5, 300, 1000, 1200);
  g_assert_cmpfloat_with_epsilon (axis.end - axis.start, 100, 1e-9);
  g_assert_cmpfloat_with_epsilon (crf_timeline_axis_to_at (&axis, 300), under, 1e-9);
  for (int i = 0; i < 40; i++)
    crf_timeline_axis_zoom (&axis, 0.8, 300, 1000, 1200);
  g_assert_cmpfloat_with_epsilon (axis.end - axis.start, CRF_TIMELINE_NARROWEST, 1e-9);
  for (int i = 0; i < 40; i++)
    crf_timeline_axis_zoom (&axis, 2, 300, 1000, 1200);
  g_assert_cmpfloat_with_epsilon (axis.start, 1000, 1e-9);
  g_assert_cmpfloat_with_epsilon (axis.end, 1200, 1e-9);
}

static void
test_pan (void)
{
  CrfTimelineAxis axis = { 1040, 1080, 0, 800 };

  g_assert_true (crf_timeline_axis_pan (&axis, 10, 1000, 1200));
  g_assert_cmpfloat_with_epsilon (axis.start, 1050, 1e-9);
  g_assert_true (crf_timeline_axis_pan (&axis, 1000, 1000, 1200));
  g_assert_cmpfloat_with_epsilon (axis.end, 1200, 1e-9);
  g_assert_cmpfloat_with_epsilon (axis.start, 1160, 1e-9);
  g_assert_false (crf_timeline_axis_pan (&axis, 1, 1000, 1200));
  g_assert_true (crf_timeline_axis_pan (&axis, -1000, 1000, 1200));
  g_assert_cmpfloat_with_epsilon (axis.start, 1000, 1e-9);
}

static void
test_scale (void)
{
  static const struct { double least, greatest; double first, step; int n, places; } cases[] = {
    { 16, 24, 15, 5, 3, 0 },         /* 14.72 … 25.28 */
    { 0.8, 1.78, 0.8, 0.2, 0, 0 },   /* only that there are two */
    { 29, 40, 30, 5, 3, 0 },         /* 27.24 … 41.76 */
    { 0, 3000, 0, 1000, 4, 0 },      /* not below 0 */
    { 19, 19, 18, 2, 2, 0 },         /* one value: ± a tenth of it */
    { -1.70, -0.92, -2, 0.5, 0, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CrfTimelineScale scale;

      crf_timeline_scale_init (&scale, cases[i].least, cases[i].greatest, 4);
      g_assert_cmpint (scale.n_ticks, >=, 2);
      g_assert_cmpfloat (scale.low, <=, cases[i].least);
      g_assert_cmpfloat (scale.high, >=, cases[i].greatest);
      g_assert_cmpfloat (crf_timeline_scale_part (&scale, cases[i].least), >=, 0);
      g_assert_cmpfloat (crf_timeline_scale_part (&scale, cases[i].greatest), <=, 1);
      if (cases[i].n == 0)
        continue;
      g_assert_cmpint (scale.n_ticks, ==, cases[i].n);
      g_assert_cmpfloat_with_epsilon (scale.first, cases[i].first, 1e-9);
      g_assert_cmpfloat_with_epsilon (scale.step, cases[i].step, 1e-9);
      g_assert_cmpint (scale.places, ==, cases[i].places);
    }
}

/* ── Where things stand ── */

static void
test_window_boundaries (void)
{
  Chart chart;
  const CrfTimelineVisit *week4;
  const CrfTimelineMark *mark;

  chart_open (&chart, fake_timeline_new (), 1200);
  week4 = g_ptr_array_index (chart.timeline->visits, 3);
  mark = find_mark (&chart, week4);
  /* Day 28 ± 3: from the first minute of day 25 to the last of day 31. */
  g_assert_cmpfloat_with_epsilon (crf_timeline_axis_to_at (&chart.layout->axis, mark->x0) - chart.timeline->zero,
                                  25, 1e-6);
  g_assert_cmpfloat_with_epsilon (crf_timeline_axis_to_at (&chart.layout->axis, mark->x1) - chart.timeline->zero,
                                  32, 1e-6);
  g_assert_cmpfloat_with_epsilon (crf_timeline_axis_to_at (&chart.layout->axis, mark->x) - chart.timeline->zero,
                                  28.5, 1e-6);
  chart_close (&chart);
}

static void
test_partial_dates (void)
{
  CrfTimelineDate date;
  const CrfDate first = { 2024, 2, 1, -1, -1 };

  crf_timeline_date_init (&date, "2024-02");
  g_assert_cmpint (date.earliest, ==, crf_date_to_days (&first));
  g_assert_cmpint (date.latest - date.earliest, ==, 28);
  crf_timeline_date_clear (&date);
  crf_timeline_date_init (&date, "2024");
  g_assert_cmpint (date.earliest, ==, CRF_TIMELINE_NO_DAY);
  crf_timeline_date_clear (&date);
  crf_timeline_date_init (&date, NULL);
  g_assert_cmpint (date.latest, ==, CRF_TIMELINE_NO_DAY);
  crf_timeline_date_clear (&date);
}

static gboolean
boxes_meet (const CrfTimelineMark *a, const CrfTimelineMark *b, double height)
{
  return a->label != NULL && b->label != NULL && fabs (a->label_y - b->label_y) < height
         && a->label_x < b->label_x + b->label_width && b->label_x < a->label_x + a->label_width;
}

/* Labels neither meet each other nor leave the chart, at any width and zoom. */
static void
test_no_overlaps (void)
{
  static const double widths[] = { 600, 838, 1144, 1900 };

  for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
    for (int zoom = 0; zoom < 12; zoom++)
      {
        Chart chart;
        CrfTimelineLayout *layout;

        chart_open (&chart, fake_timeline_new_long (), widths[w]);
        chart.view.start += zoom * 20;
        chart.view.end -= zoom * 8;
        layout = crf_timeline_layout_new (&chart.view, EM, measure, NULL, widths[w], 500);
        for (guint i = 0; i < layout->marks->len; i++)
          for (guint j = 0; j < i; j++)
            {
              const CrfTimelineMark *a = g_ptr_array_index (layout->marks, i),
                                    *b = g_ptr_array_index (layout->marks, j);

              g_assert_false (boxes_meet (a, b, 0.9 * EM));
            }
        for (guint i = 0; i < layout->marks->len; i++)
          {
            const CrfTimelineMark *mark = g_ptr_array_index (layout->marks, i);

            if (mark->label != NULL && mark->label_width > 0)
              {
                g_assert_cmpfloat (mark->label_x, >=, layout->axis.x0 - 1);
                g_assert_cmpfloat (mark->label_x + mark->label_width, <=, layout->width);
              }
          }
        crf_timeline_layout_free (layout);
        chart_close (&chart);
      }
}

static void
test_overlapping_events (void)
{
  Chart chart;
  const GPtrArray *events;
  const CrfTimelineMark *fever, *chills;

  chart_open (&chart, fake_timeline_new_long (), 1144);
  events = chart.timeline->adverse_events;
  fever = find_mark (&chart, g_ptr_array_index (events, 0));
  chills = find_mark (&chart, g_ptr_array_index (events, 1));
  g_assert_cmpfloat (fabs (fever->y - chills->y), >, EM);
  /* "2025" has no place on the axis, but is not kept quiet about. */
  g_assert_null (look_for_mark (&chart, g_ptr_array_index (events, 8)));
  g_assert_cmpstr (g_array_index (chart.layout->lanes, CrfTimelineLane, CRF_TIMELINE_LANE_ADVERSE_EVENTS).note, ==,
                   "1 undated, see table");
  chart_close (&chart);
}

static void
test_nothing_yet (void)
{
  Chart chart;

  chart_open (&chart, fake_timeline_new_first_day (), 838);
  g_assert_cmpstr (g_array_index (chart.layout->lanes, CrfTimelineLane, CRF_TIMELINE_LANE_INFUSIONS).note, ==,
                   "none recorded");
  g_assert_cmpuint (chart.layout->panels->len, ==, 3);
  chart_close (&chart);
}

static void
test_pick (void)
{
  Chart chart;
  const CrfTimelineSeries *meld;
  const CrfTimelineMark *mark;

  chart_open (&chart, fake_timeline_new (), 1144);
  meld = g_ptr_array_index (chart.timeline->series, 0);
  mark = find_mark (&chart, g_ptr_array_index (meld->points, 2));
  g_assert_true (crf_timeline_layout_pick (chart.layout, mark->x + 3, mark->y - 3) == mark);
  g_assert_cmpstr (crf_timeline_mark_get_target (mark)->item, ==, "score.meld");
  g_assert_null (crf_timeline_layout_pick (chart.layout, mark->x + 200, mark->y));
  chart_close (&chart);
}

static void
test_read_at (void)
{
  g_autoptr (CrfTimeline) timeline = fake_timeline_new ();
  const CrfTimelineSeries *meld = g_ptr_array_index (timeline->series, 0);

  g_assert_null (crf_timeline_series_find (meld, timeline->zero - 8));
  g_assert_cmpstr (crf_timeline_series_find (meld, timeline->zero + 20)->text, ==, "18");
  g_assert_cmpstr (crf_timeline_series_find (meld, timeline->zero + 400)->text, ==, "17");
}

/* Nothing reads on from it, nothing is joined to it, and words say so. */
static void
test_not_analysed (void)
{
  Chart chart;
  CrfTimelineSeries *meld;
  CrfTimelinePoint *last;
  g_autofree char *words = NULL;
  g_autofree char *change = NULL;
  gboolean in_legend = FALSE;
  CrfTimeline *timeline = fake_timeline_new ();

  meld = g_ptr_array_index (timeline->series, 0);
  last = g_ptr_array_index (meld->points, meld->points->len - 1);
  g_assert_true (crf_timeline_series_get_last (meld) == last);
  last->not_analysed = TRUE;
  g_assert_true (crf_timeline_series_get_last (meld) == g_ptr_array_index (meld->points, meld->points->len - 2));
  g_assert_cmpstr (crf_timeline_series_find (meld, timeline->zero + 400)->text, ==, "18");
  change = crf_timeline_words_change (meld);
  g_assert_nonnull (strstr (change, "→ 18"));
  chart_open (&chart, timeline, 1144);
  words = crf_timeline_words_mark (timeline, find_mark (&chart, last), meld);
  g_assert_nonnull (strstr (words, "not analysed"));
  for (guint i = 0; i < chart.layout->legend->len; i++)
    in_legend = in_legend || ((CrfTimelineLegend *) g_ptr_array_index (chart.layout->legend, i))->shape == CRF_TIMELINE_SHAPE_HOLLOW;
  g_assert_true (in_legend);
  chart_close (&chart);
}

/* ── Words ── */

static void
test_words (void)
{
  g_autoptr (CrfTimeline) timeline = fake_timeline_new_long ();
  g_autofree char *before = crf_timeline_words_day (timeline, timeline->zero - 6.5);
  g_autofree char *visit = crf_timeline_words_visit (g_ptr_array_index (timeline->visits, 6));
  g_autofree char *event = crf_timeline_words_event (g_ptr_array_index (timeline->adverse_events, 5), TRUE);
  g_autofree char *change = crf_timeline_words_change (g_ptr_array_index (timeline->series, 4));
  g_autofree char *range = crf_timeline_words_range (
      g_ptr_array_index (((CrfTimelineSeries *) g_ptr_array_index (timeline->series, 4))->points, 0));

  g_assert_cmpstr (before, ==, "day −7");
  g_assert_cmpstr (visit, ==, "Week 12 · 5 days late");
  g_assert_cmpstr (event, ==, "spontaneous bacterial peritonitis · SAE · grade 4");
  g_assert_cmpstr (change, ==, "base 78.4 → 140.6");
  g_assert_cmpstr (range, ==, "above the reference range 5–21");
}

/* ── Pictures ── */

static char *
read_pdf (const char *path)
{
  g_autofree char *tool = g_find_program_in_path ("pdftotext");
  const char *argv[] = { tool, "-layout", path, "-", NULL };
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  if (tool == NULL)
    return NULL;
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, NULL, NULL, &error));
  g_assert_no_error (error);
  return text;
}

static void
test_pdf (void)
{
  static const char *const expected[] = { "DEMO · S-014",
                                          "day 0: first infusion",
                                          "Week 12 · 5 days late",
                                          "186.0 × 10",
                                          "3.00 × 10",
                                          "98.9 % of plan",
                                          "hypokalaemia · grade 3",
                                          "Liver transplantation",
                                          "Gastrointestinal bleeding",
                                          "MELD-Na",
                                          "Total bilirubin",
                                          "µmol/L",
                                          "base 78.4 → 140.6",
                                          "Platelets",
                                          "<80",
                                          "5f0c21d3" };
  g_autofree char *dir = g_dir_make_tmp ("crf-timeline-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "chart.pdf", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  Chart chart;

  chart_open (&chart, fake_timeline_new_long (), 1144);
  g_assert_true (crf_timeline_picture_write (&chart.view, CRF_TIMELINE_PDF, NULL, "DEMO · S-014",
                                             "A3K9QX2M:412 5f0c21d3", path, &error));
  g_assert_no_error (error);
  text = read_pdf (path);
  g_unlink (path);
  g_rmdir (dir);
  chart_close (&chart);
  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed (poppler-utils)");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    if (strstr (text, expected[i]) == NULL)
      g_error ("“%s” is not in the PDF", expected[i]);
}

static void
test_pictures (void)
{
  static const struct { CrfTimelineFormat format; const char *name, *magic; } cases[] = {
    { CRF_TIMELINE_PNG, "chart.png", "\x89PNG" },
    { CRF_TIMELINE_SVG, "chart.svg", "<?xml" },
  };
  g_autofree char *dir = g_dir_make_tmp ("crf-timeline-XXXXXX", NULL);
  Chart chart;

  chart_open (&chart, fake_timeline_new (), 1144);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (dir, cases[i].name, NULL);
      g_autofree char *bytes = NULL;
      g_autoptr (GError) error = NULL;
      gsize length;

      g_assert_true (crf_timeline_picture_write (&chart.view, cases[i].format, NULL, "S-014", NULL, path, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      g_assert_cmpuint (length, >, 1000);
      g_assert_true (g_str_has_prefix (bytes, cases[i].magic));
      g_unlink (path);
    }
  g_rmdir (dir);
  chart_close (&chart);
}

static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;
  Chart chart;

  chart_open (&chart, fake_timeline_new (), 1144);
  for (CrfTimelineFormat format = CRF_TIMELINE_PNG; format <= CRF_TIMELINE_PDF; format++)
    {
      g_assert_false (crf_timeline_picture_write (&chart.view, format, NULL, "S-014", NULL,
                                                  "/nonexistent/folder/chart", &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, "/nonexistent/folder/chart"));
      g_clear_error (&error);
    }
  chart_close (&chart);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/timeline/axis/a-day-goes-to-its-pixel-and-back", test_round_trip);
  g_test_add_func ("/timeline/axis/ticks-stand-at-whole-weeks-of-the-study", test_ticks);
  g_test_add_func ("/timeline/axis/zoom-keeps-the-day-under-the-pointer", test_zoom);
  g_test_add_func ("/timeline/axis/pan-stops-at-the-ends", test_pan);
  g_test_add_func ("/timeline/axis/a-scale-has-round-figures", test_scale);
  g_test_add_func ("/timeline/layout/a-window-includes-its-last-day", test_window_boundaries);
  g_test_add_func ("/timeline/layout/a-month-is-all-its-days", test_partial_dates);
  g_test_add_func ("/timeline/layout/labels-do-not-meet", test_no_overlaps);
  g_test_add_func ("/timeline/layout/events-at-one-time-get-rows-of-their-own", test_overlapping_events);
  g_test_add_func ("/timeline/layout/an-empty-lane-says-so", test_nothing_yet);
  g_test_add_func ("/timeline/layout/the-pointer-finds-the-point", test_pick);
  g_test_add_func ("/timeline/layout/nothing-is-interpolated", test_read_at);
  g_test_add_func ("/timeline/layout/a-sample-that-is-not-analysed-is-told-apart", test_not_analysed);
  g_test_add_func ("/timeline/words/what-is-not-plain-is-said", test_words);
  g_test_add_func ("/timeline/picture/the-pdf-has-the-texts", test_pdf);
  g_test_add_func ("/timeline/picture/png-and-svg-are-written", test_pictures);
  g_test_add_func ("/timeline/picture/a-missing-folder-is-named", test_no_folder);
  return g_test_run ();
}
