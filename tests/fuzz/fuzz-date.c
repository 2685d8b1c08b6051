/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a typed date, date and time, or time. What is read is a day that exists, prints in ISO form, and reads back as the same. */

#include "fuzz.h"

#include "crf-partial-date.h"

static gboolean
same (const CrfDate *a,
      const CrfDate *b)
{
  return a->year == b->year && a->month == b->month && a->day == b->day && a->hour == b->hour && a->minute == b->minute;
}

static void
check_date (const CrfDate *date,
            gboolean with_time)
{
  char text[CRF_DATE_SIZE];
  CrfDate back, by_days;

  FUZZ_ASSERT (crf_date_format (date, text) != NULL);
  if (date->year == 0)
    return;
  FUZZ_ASSERT (date->year >= 1850 && date->year <= 2200 && date->month >= 0 && date->month <= 12 && date->day >= 0 && date->day <= 31);
  FUZZ_ASSERT ((with_time ? crf_datetime_parse : crf_date_parse) (text, TRUE, &back, NULL));
  FUZZ_ASSERT (same (date, &back));
  if (!crf_date_is_complete (date))
    return;
  crf_date_from_days (crf_date_to_days (date), &by_days);
  FUZZ_ASSERT (by_days.year == date->year && by_days.month == date->month && by_days.day == date->day);
}

static void
check_reading (const char *text,
               gboolean (*parse) (const char *, gboolean, CrfDate *, GError **),
               gboolean with_time)
{
  g_autoptr (GError) error = NULL;
  CrfDate date, partial;
  gboolean complete = parse (text, FALSE, &date, NULL);
  gboolean read = parse (text, TRUE, &partial, &error);

  FUZZ_ASSERT (read == (error == NULL));
  FUZZ_ASSERT (error == NULL || g_utf8_validate (error->message, -1, NULL));
  /* What needs no leave to be partial is the same with it. */
  FUZZ_ASSERT (!complete || (read && same (&date, &partial) && crf_date_is_complete (&date)));
  if (read)
    check_date (&partial, with_time);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  int minutes, days, years;

  check_reading (text, crf_date_parse, FALSE);
  check_reading (text, crf_datetime_parse, TRUE);
  if (crf_time_parse (text, &minutes, NULL))
    FUZZ_ASSERT (minutes >= 0 && minutes < 24 * 60);
  crf_iso_days_between (text, "2026-03-02", &days);
  if (crf_iso_age_years (text, "2026-03-02", &years))
    FUZZ_ASSERT (years >= 0 && years < 200);
  return 0;
}
