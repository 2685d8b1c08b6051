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
  /* Translators: a day without year, as for g_date_time_format() */
  return g_date_time_format (day, C_ ("day without year", "%-d %b"));
}

char *
crf_day_format_window (const char *from,
                       const char *to)
{
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  g_autoptr (GDateTime) day = NULL;
  CrfDate first, last;

  if (from == NULL || to == NULL)
    return NULL;
  b = crf_day_format (to);
  if (g_str_equal (from, to))
    return g_steal_pointer (&b);
  if (crf_date_parse (from, FALSE, &first, NULL) && crf_date_parse (to, FALSE, &last, NULL)
      && (day = day_of (&first)) != NULL)
    {
      if (first.year == last.year && first.month == last.month)
        /* Translators: the first day of a window whose last day, with month and year, follows after a dash */
        a = g_date_time_format (day, C_ ("first day of a window within one month", "%-d"));
      else if (first.year == last.year)
        a = g_date_time_format (day, C_ ("day without year", "%-d %b"));
    }
  if (a == NULL)
    a = crf_day_format (from);
  /* Translators: from – to */
  return g_strdup_printf (_("%s–%s"), a, b);
}
