/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Windows in calendar days. Nothing here looks at a clock or a file. */

#include "crf-schedule.h"

#include "crf-partial-date.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
crf_visit_free (CrfVisit *visit)
{
  if (visit == NULL)
    return;
  g_free (visit->eventkey);
  g_free (visit->target);
  g_free (visit->from);
  g_free (visit->to);
  g_free (visit->visit_date);
  g_free (visit->why);
  g_free (visit);
}

static const char *
anchor_date (const CrfAnchors *anchors,
             const char *name)
{
  if (g_strcmp0 (name, "consent") == 0)
    return anchors->consent;
  if (g_strcmp0 (name, "randomisation") == 0)
    return anchors->randomisation;
  if (g_strcmp0 (name, "first-infusion") == 0)
    return anchors->first_infusion;
  if (g_strcmp0 (name, "last-infusion") == 0)
    return anchors->last_infusion;
  return NULL;
}

static void
format_days (int days,
             char *text)
{
  CrfDate date;

  crf_date_from_days (days, &date);
  date.hour = date.minute = -1;
  crf_date_format (&date, text);
}

/* The day part of an ISO date or date and time; FALSE for a partial date. */
static gboolean
day_of (const char *iso,
        int *days)
{
  g_autofree char *day = iso != NULL ? g_strndup (iso, strlen ("2026-03-02")) : NULL;
  CrfDate date;

  if (day == NULL || !crf_date_parse (day, FALSE, &date, NULL))
    return FALSE;
  *days = crf_date_to_days (&date);
  return TRUE;
}

gboolean
crf_schedule_window (const CrfEvent *event,
                     const CrfAnchors *anchors,
                     char *target,
                     char *from,
                     char *to)
{
  int anchor;

  if (event->anchor == NULL || !day_of (anchor_date (anchors, event->anchor), &anchor))
    return FALSE;
  format_days (anchor + event->day, target);
  format_days (anchor + event->day - event->days_before, from);
  format_days (anchor + event->day + event->days_after, to);
  return TRUE;
}

CrfWindowPosition
crf_schedule_position (const char *from,
                       const char *to,
                       const char *date,
                       int *days_off)
{
  int first, last, day;

  if (days_off != NULL)
    *days_off = 0;
  if (!day_of (from, &first) || !day_of (to, &last) || !day_of (date, &day))
    return CRF_WINDOW_UNKNOWN;
  if (day < first)
    {
      if (days_off != NULL)
        *days_off = first - day;
      return CRF_WINDOW_BEFORE;
    }
  if (day > last)
    {
      if (days_off != NULL)
        *days_off = day - last;
      return CRF_WINDOW_AFTER;
    }
  return CRF_WINDOW_IN;
}

gboolean
crf_schedule_study_day (const char *reference,
                        const char *date,
                        int *day)
{
  int from, to;

  if (!day_of (reference, &from) || !day_of (date, &to))
    return FALSE;
  *day = to >= from ? to - from + 1 : to - from;
  return TRUE;
}

CrfVisitState
crf_schedule_state (const char *from,
                    const char *to,
                    const char *today,
                    gboolean started,
                    gboolean done,
                    gboolean missed)
{
  if (missed)
    return CRF_VISIT_MISSED;
  if (done)
    return CRF_VISIT_DONE;
  if (started)
    return CRF_VISIT_STARTED;
  switch (crf_schedule_position (from, to, today, NULL))
    {
    case CRF_WINDOW_BEFORE:
      return CRF_VISIT_UPCOMING;
    case CRF_WINDOW_IN:
      return CRF_VISIT_OPEN;
    case CRF_WINDOW_AFTER:
      return CRF_VISIT_LATE;
    case CRF_WINDOW_UNKNOWN:
    default:
      return CRF_VISIT_NO_DATE;
    }
}

static const struct
{
  const char *label;
  const char *icon;
} states[] = {
  [CRF_VISIT_NO_DATE] = { N_ ("No date yet"), "content-loading-symbolic" },
  [CRF_VISIT_UPCOMING] = { N_ ("Not yet due"), "x-office-calendar-symbolic" },
  [CRF_VISIT_OPEN] = { N_ ("Due"), "alarm-symbolic" },
  [CRF_VISIT_LATE] = { N_ ("Overdue"), "dialog-warning-symbolic" },
  [CRF_VISIT_STARTED] = { N_ ("Started"), "document-edit-symbolic" },
  [CRF_VISIT_DONE] = { N_ ("Complete"), "emblem-ok-symbolic" },
  [CRF_VISIT_MISSED] = { N_ ("Missed"), "window-close-symbolic" },
  [CRF_VISIT_NOT_APPLICABLE] = { N_ ("Not applicable"), "list-remove-symbolic" },
};

const char *
crf_visit_state_get_label (CrfVisitState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), "");

  return _ (states[state].label);
}

const char *
crf_visit_state_get_icon (CrfVisitState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), "");

  return states[state].icon;
}
