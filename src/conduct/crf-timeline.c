/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The timeline's plain data: making, freeing, and what dates mean on an axis. */

#include "crf-reader-timeline.h"

#include "crf-partial-date.h"

#include <math.h>

static void
visit_free (gpointer data)
{
  CrfTimelineVisit *visit = data;

  g_free (visit->label);
  crf_target_free (visit->form);
  g_free (visit);
}

static void
infusion_free (gpointer data)
{
  CrfTimelineInfusion *infusion = data;

  g_free (infusion->state);
  g_free (infusion->when);
  g_free (infusion->text);
  crf_target_free (infusion->form);
  g_free (infusion);
}

static void
event_free (gpointer data)
{
  CrfTimelineEvent *event = data;

  g_free (event->label);
  crf_timeline_date_clear (&event->start);
  crf_timeline_date_clear (&event->end);
  g_free (event->grade_text);
  crf_target_free (event->form);
  g_free (event);
}

static void
status_free (gpointer data)
{
  CrfTimelineStatus *status = data;

  g_free (status->label);
  crf_timeline_date_clear (&status->date);
  crf_target_free (status->form);
  g_free (status);
}

static void
point_free (gpointer data)
{
  CrfTimelinePoint *point = data;

  g_free (point->when);
  g_free (point->text);
  g_free (point->entered);
  g_free (point->visit);
  crf_target_free (point->field);
  g_free (point);
}

static void
series_free (gpointer data)
{
  CrfTimelineSeries *series = data;

  g_free (series->label);
  g_free (series->short_label);
  g_free (series->unit);
  g_ptr_array_unref (series->points);
  g_free (series->baseline_text);
  g_free (series);
}

CrfTimelineSeries *
crf_timeline_series_new (void)
{
  CrfTimelineSeries *series = g_new0 (CrfTimelineSeries, 1);

  series->points = g_ptr_array_new_with_free_func (point_free);
  series->baseline = NAN;
  return series;
}

CrfTimeline *
crf_timeline_new (void)
{
  CrfTimeline *timeline = g_new0 (CrfTimeline, 1);

  timeline->visits = g_ptr_array_new_with_free_func (visit_free);
  timeline->infusions = g_ptr_array_new_with_free_func (infusion_free);
  timeline->adverse_events = g_ptr_array_new_with_free_func (event_free);
  timeline->decompensations = g_ptr_array_new_with_free_func (event_free);
  timeline->statuses = g_ptr_array_new_with_free_func (status_free);
  timeline->series = g_ptr_array_new_with_free_func (series_free);
  return timeline;
}

void
crf_timeline_free (CrfTimeline *timeline)
{
  if (timeline == NULL)
    return;
  g_free (timeline->subject);
  g_free (timeline->number);
  g_free (timeline->study);
  g_free (timeline->heads);
  g_ptr_array_unref (timeline->visits);
  g_ptr_array_unref (timeline->infusions);
  g_ptr_array_unref (timeline->adverse_events);
  g_ptr_array_unref (timeline->decompensations);
  g_ptr_array_unref (timeline->statuses);
  g_ptr_array_unref (timeline->series);
  g_free (timeline);
}

/* ── Dates ── */

static int
days_in (int year,
         int month)
{
  return g_date_get_days_in_month ((GDateMonth) month, (GDateYear) year);
}

static gboolean
parse_any (const char *iso,
           CrfDate *date)
{
  return crf_datetime_parse (iso, TRUE, date, NULL) || crf_date_parse (iso, TRUE, date, NULL);
}

void
crf_timeline_date_init (CrfTimelineDate *date,
                        const char *iso)
{
  CrfDate parsed;

  *date = (CrfTimelineDate) { g_strdup (iso), CRF_TIMELINE_NO_DAY, CRF_TIMELINE_NO_DAY };
  if (iso == NULL || !parse_any (iso, &parsed) || parsed.year == 0 || parsed.month == 0)
    return;
  if (parsed.day != 0)
    {
      date->earliest = date->latest = crf_date_to_days (&parsed);
      return;
    }
  parsed.day = 1;
  date->earliest = crf_date_to_days (&parsed);
  date->latest = date->earliest + days_in (parsed.year, parsed.month) - 1;
}

void
crf_timeline_date_clear (CrfTimelineDate *date)
{
  g_clear_pointer (&date->text, g_free);
}

gboolean
crf_timeline_parse_time (const char *iso,
                         double *at)
{
  CrfDate date;

  if (iso == NULL || !parse_any (iso, &date) || !crf_date_is_complete (&date))
    return FALSE;
  *at = crf_date_to_days (&date);
  if (date.hour >= 0)
    *at += (date.hour * 60 + MAX (date.minute, 0)) / 1440.0;
  return TRUE;
}
