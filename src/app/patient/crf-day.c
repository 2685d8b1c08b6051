/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The order of day, month and year is the translator's. */

#include "crf-day.h"

#include <glib/gi18n-lib.h>

#include "crf-partial-date.h"

static GDateTime *
day_of (const CrfDate *date)
{
  return g_date_time_new_utc (date->year, MAX (date->month, 1), MAX (date->day, 1), MAX (date->hour, 0),
                              MAX (date->minute, 0), 0);
}

char *
crf_day_format (const char *iso)
{
  g_autoptr (GDateTime) day = NULL;
  CrfDate date;

  if (iso == NULL)
    return NULL;
  if (!crf_datetime_parse (iso, TRUE, &date, NULL) && !crf_date_parse (iso, TRUE, &date, NULL))
    return g_strdup (iso);
  if (date.year == 0 || (day = day_of (&date)) == NULL)
    return g_strdup (iso);
  if (date.month == 0)
    return g_date_time_format (day, "%Y");
  if (date.day == 0)
    /* Translators: month and year, as for g_date_time_format() */
    return g_date_time_format (day, _("%b %Y"));
  if (date.hour < 0)
    /* Translators: a day, as for g_date_time_format() */
    return g_date_time_format (day, _("%-d %b %Y"));
  /* Translators: a day with the time, as for g_date_time_format() */
  return g_date_time_format (day, _("%-d %b %Y, %H:%M"));
}

char *
crf_day_format_short (const char *iso)
{
  g_autoptr (GDateTime) day = NULL;
  CrfDate date;

  if (iso == NULL || !crf_date_parse (iso, FALSE, &date, NULL) || (day = day_of (&date)) == NULL)
    return crf_day_format (iso);
  /* Translators: a day without year, as for g_date_time_format()
   * xgettext:no-c-format */
  return g_date_time_format (day, C_ ("day without year", "%-d %b"));
}

/* Of the two ends of a window one bears what both have in common: in English the last, in Chinese the first. */
static char *
format_both (const char *from_format,
             const char *to_format,
             const CrfDate *first,
             const CrfDate *last)
{
  g_autoptr (GDateTime) from = day_of (first);
  g_autoptr (GDateTime) to = day_of (last);
  g_autofree char *a = from != NULL ? g_date_time_format (from, from_format) : NULL;
  g_autofree char *b = to != NULL ? g_date_time_format (to, to_format) : NULL;

  /* Translators: from – to */
  return a != NULL && b != NULL ? g_strdup_printf (_("%s–%s"), a, b) : NULL;
}

char *
crf_day_format_window (const char *from,
                       const char *to)
{
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  CrfDate first, last;
  char *both = NULL;

  if (from == NULL || to == NULL)
    return NULL;
  if (g_str_equal (from, to))
    return crf_day_format (to);
  if (crf_date_parse (from, FALSE, &first, NULL) && crf_date_parse (to, FALSE, &last, NULL) && first.year == last.year)
    {
      /* Translators: 24–30 Nov 2026, as for g_date_time_format() */
      if (first.month == last.month)
        both = format_both (/* xgettext:no-c-format */ C_ ("first day of a window within one month", "%-d"),
                            /* xgettext:no-c-format */ C_ ("last day of a window within one month", "%-d %b %Y"), &first, &last);
      /* Translators: 24 Nov–2 Dec 2026, as for g_date_time_format() */
      else
        both = format_both (/* xgettext:no-c-format */ C_ ("first day of a window within one year", "%-d %b"),
                            /* xgettext:no-c-format */ C_ ("last day of a window within one year", "%-d %b %Y"), &first, &last);
    }
  if (both != NULL)
    return both;
  a = crf_day_format (from);
  b = crf_day_format (to);
  return g_strdup_printf (_("%s–%s"), a, b);
}
