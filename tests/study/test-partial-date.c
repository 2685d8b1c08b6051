/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Dates and times as typed. Day counts come from outside: 1970-01-01 is day 0 and 2000-03-01 day
 * 11017 (as in R's as.Date and SQLite's julianday); the walk over all days checks that they never
 * jump. */

#include "crf-partial-date.h"

typedef struct
{
  const char *text;
  const char *iso; /* NULL: refused with @code */
  CrfDateError code;
} DateCase;

static const DateCase date_cases[] = {
  { "2024-03-05", "2024-03-05", 0 },
  { " 2024-3-5 ", "2024-03-05", 0 },
  { "2024/3/5", "2024-03-05", 0 },
  { "2024.03.05", "2024-03-05", 0 },
  { "20240305", "2024-03-05", 0 },
  { "14-MAR-2024", "2024-03-14", 0 },
  { "14 mar 2024", "2024-03-14", 0 },
  { "14Mar2024", "2024-03-14", 0 },
  { "14 March 2024", "2024-03-14", 0 },
  { "2024-MAR-14", "2024-03-14", 0 },
  { "2024年3月5日", "2024-03-05", 0 },
  { "2024 年 3 月 5 日", "2024-03-05", 0 },
  { "2024-03-05", "2024-03-05", 0 },
  { "2024-02-29", "2024-02-29", 0 },
  { "2000-02-29", "2000-02-29", 0 },
  { "1850-01-01", "1850-01-01", 0 },
  { "2200-12-31", "2200-12-31", 0 },
  { "2024", "2024", 0 },
  { "2024-03", "2024-03", 0 },
  { "2024/3", "2024-03", 0 },
  { "2024年3月", "2024-03", 0 },
  { "2024年", "2024", 0 },
  { "UN-MAR-2024", "2024-03", 0 },
  { "UNK MAR 2024", "2024-03", 0 },
  { "UN-UNK-2024", "2024", 0 },
  { "un/un/2024", "2024", 0 },
  { "MAR-2024", "2024-03", 0 },
  { "2024-UN-UN", "2024", 0 },
  { "2024-03-UN", "2024-03", 0 },
  /* Refused. */
  { "", NULL, CRF_DATE_ERROR_EMPTY },
  { " ", NULL, CRF_DATE_ERROR_EMPTY },
  { "3/5/2024", NULL, CRF_DATE_ERROR_SYNTAX },
  { "14/3/2024", NULL, CRF_DATE_ERROR_SYNTAX },
  { "05-03-2024", NULL, CRF_DATE_ERROR_SYNTAX },
  { "14-MAR-24", NULL, CRF_DATE_ERROR_SYNTAX },
  { "240305", NULL, CRF_DATE_ERROR_SYNTAX },
  { "202403", NULL, CRF_DATE_ERROR_SYNTAX },
  { "14-UNK-2024", NULL, CRF_DATE_ERROR_SYNTAX },
  { "2024-UN-14", NULL, CRF_DATE_ERROR_SYNTAX },
  { "UN-03-2024", NULL, CRF_DATE_ERROR_SYNTAX },
  { "2024-03/05", NULL, CRF_DATE_ERROR_SYNTAX },
  { "2024-03-", NULL, CRF_DATE_ERROR_SYNTAX },
  { "2024-", NULL, CRF_DATE_ERROR_SYNTAX },
  { "2024-03-05x", NULL, CRF_DATE_ERROR_SYNTAX },
  { "2024-03-05T07:40", NULL, CRF_DATE_ERROR_SYNTAX },
  { "2024-003-05", NULL, CRF_DATE_ERROR_SYNTAX },
  { "UNK", NULL, CRF_DATE_ERROR_SYNTAX },
  { "14-XYZ-2024", NULL, CRF_DATE_ERROR_SYNTAX },
  { "yesterday", NULL, CRF_DATE_ERROR_SYNTAX },
  { "45000", NULL, CRF_DATE_ERROR_SYNTAX },
  { "-2024-03-05", NULL, CRF_DATE_ERROR_SYNTAX },
  { "\xff"
    "2024",
    NULL, CRF_DATE_ERROR_SYNTAX },
  { "99999999999999999999", NULL, CRF_DATE_ERROR_SYNTAX },
  { "2023-02-29", NULL, CRF_DATE_ERROR_NO_SUCH_DAY },
  { "2023-02-30", NULL, CRF_DATE_ERROR_NO_SUCH_DAY },
  { "1900-02-29", NULL, CRF_DATE_ERROR_NO_SUCH_DAY },
  { "2024-04-31", NULL, CRF_DATE_ERROR_NO_SUCH_DAY },
  { "2024-13-01", NULL, CRF_DATE_ERROR_NO_SUCH_DAY },
  { "2024-13", NULL, CRF_DATE_ERROR_NO_SUCH_DAY },
  { "2024-00-01", NULL, CRF_DATE_ERROR_NO_SUCH_DAY },
  { "2024-03-00", NULL, CRF_DATE_ERROR_NO_SUCH_DAY },
  { "20240300", NULL, CRF_DATE_ERROR_NO_SUCH_DAY },
  { "00-MAR-2024", NULL, CRF_DATE_ERROR_NO_SUCH_DAY },
  { "31-APR-2024", NULL, CRF_DATE_ERROR_NO_SUCH_DAY },
  { "1849-12-31", NULL, CRF_DATE_ERROR_NO_SUCH_DAY },
  { "2201-01-01", NULL, CRF_DATE_ERROR_NO_SUCH_DAY },
  { "0000-01-01", NULL, CRF_DATE_ERROR_NO_SUCH_DAY },
};

static const DateCase datetime_cases[] = {
  { "2026-11-14 07:40", "2026-11-14T07:40", 0 },
  { "2026-11-14T07:40", "2026-11-14T07:40", 0 },
  { "2026-11-14t7:40", "2026-11-14T07:40", 0 },
  { "2026-11-14 7:40:59", "2026-11-14T07:40", 0 },
  { "2026-11-14T07:40:59.123", "2026-11-14T07:40", 0 },
  { "20261114T0740", "2026-11-14T07:40", 0 },
  { "14-OCT-2026 0740", "2026-10-14T07:40", 0 },
  { "14-OCT-2026T07:40", "2026-10-14T07:40", 0 },
  { "2026年11月14日 7时40分", "2026-11-14T07:40", 0 },
  { "2026年11月14日7:40", "2026-11-14T07:40", 0 },
  { "2026-11-14 7:40", "2026-11-14T07:40", 0 },
  { "2026-11-14 00:00", "2026-11-14T00:00", 0 },
  { "2026-11-14 23:59", "2026-11-14T23:59", 0 },
  { "2026-11-14", "2026-11-14", 0 },
  { "2026-11-14 UN:UN", "2026-11-14", 0 },
  { "2026-11", "2026-11", 0 },
  { "2026-11-14 24:00", NULL, CRF_DATE_ERROR_SYNTAX },
  { "2026-11-14 07:60", NULL, CRF_DATE_ERROR_SYNTAX },
  { "2026-11-14 07:40Z", NULL, CRF_DATE_ERROR_SYNTAX },
  { "2026-11-14 07:40+08:00", NULL, CRF_DATE_ERROR_SYNTAX },
  { "2026-11-14 7:40 PM", NULL, CRF_DATE_ERROR_SYNTAX },
  { "2026-11-14 7", NULL, CRF_DATE_ERROR_SYNTAX },
  { "2026-11-14 07:4", NULL, CRF_DATE_ERROR_SYNTAX },
  { "2026-11-1407:40", NULL, CRF_DATE_ERROR_SYNTAX },
  { "2026-11 07:40", NULL, CRF_DATE_ERROR_SYNTAX },
  { "07:40", NULL, CRF_DATE_ERROR_SYNTAX },
  { "", NULL, CRF_DATE_ERROR_EMPTY },
};

static void
check_cases (const DateCase *cases,
             guint n,
             gboolean (*parse) (const char *, gboolean, CrfDate *, GError **))
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      char buffer[CRF_DATE_SIZE];
      CrfDate date;
      gboolean parsed = parse (cases[i].text, TRUE, &date, &error);

      g_test_message ("case %u", i);
      if (cases[i].iso == NULL)
        {
          g_assert_false (parsed);
          g_assert_error (error, CRF_DATE_ERROR, (int) cases[i].code);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (crf_date_format (&date, buffer), ==, cases[i].iso);
    }
}

static void
test_dates (void)
{
  check_cases (date_cases, G_N_ELEMENTS (date_cases), crf_date_parse);
}

static void
test_datetimes (void)
{
  check_cases (datetime_cases, G_N_ELEMENTS (datetime_cases), crf_datetime_parse);
}

static void
test_incomplete (void)
{
  static const char *const dates[] = { "2024", "2024-03", "UN-MAR-2024", "2024年3月" };
  static const char *const datetimes[] = { "2024", "2024-03", "2024-03-05" };
  CrfDate date;

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (crf_date_parse (dates[i], FALSE, &date, &error));
      g_assert_error (error, CRF_DATE_ERROR, CRF_DATE_ERROR_INCOMPLETE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (datetimes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (crf_datetime_parse (datetimes[i], FALSE, &date, &error));
      g_assert_error (error, CRF_DATE_ERROR, CRF_DATE_ERROR_INCOMPLETE);
    }
  g_assert_true (crf_date_parse ("2024-03-05", FALSE, &date, NULL));
  g_assert_true (crf_date_is_complete (&date));
  g_assert_true (crf_datetime_parse ("2024-03-05 07:40", FALSE, &date, NULL));
}

static void
test_times (void)
{
  static const struct
  {
    const char *text;
    int minutes; /* -1: refused */
  } cases[] = {
    { "7:40", 460 },  { "07:40", 460 }, { "0740", 460 },    { "00:00", 0 },     { "23:59", 1439 },
    { "2359", 1439 }, { "7:40", 460 },  { "7:40:30", 460 }, { "7时40分", 460 }, { "24:00", -1 },
    { "7", -1 },      { "740", -1 },    { "7:60", -1 },     { "7:4x", -1 },     { "-7:40", -1 },
    { "", -1 },       { "2460", -1 },   { "7:40 PM", -1 },  { "7:", -1 },       { "noon", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int minutes = -1;
      gboolean parsed = crf_time_parse (cases[i].text, &minutes, NULL);

      g_test_message ("case %u", i);
      g_assert_cmpint (parsed, ==, cases[i].minutes >= 0);
      if (parsed)
        g_assert_cmpint (minutes, ==, cases[i].minutes);
    }
}

static void
test_days (void)
{
  const CrfDate epoch = { 1970, 1, 1, -1, -1 };
  const CrfDate march = { 2000, 3, 1, -1, -1 };
  const CrfDate first = { 1850, 1, 1, -1, -1 };
  const CrfDate noon = { 1970, 1, 2, 12, 30 };
  CrfDate date = first;

  g_assert_cmpint (crf_date_to_days (&epoch), ==, 0);
  g_assert_cmpint (crf_date_to_days (&march), ==, 11017);
  g_assert_cmpint (crf_date_to_days (&first), ==, -43829);
  g_assert_cmpint (crf_date_to_minutes (&noon), ==, 24 * 60 + 12 * 60 + 30);
  for (int days = -43829; date.year <= 2200; days++)
    {
      CrfDate next;

      g_assert_cmpint (crf_date_to_days (&date), ==, days);
      crf_date_from_days (days + 1, &next);
      g_assert_true (next.day == date.day + 1
                     || (next.day == 1 && next.month == date.month % 12 + 1));
      date = next;
    }
}

static void
test_days_between (void)
{
  int days = 99;

  g_assert_true (crf_iso_days_between ("2024-02-28", "2024-03-01", &days));
  g_assert_cmpint (days, ==, 2);
  g_assert_true (crf_iso_days_between ("2023-02-28", "2023-03-01", &days));
  g_assert_cmpint (days, ==, 1);
  g_assert_true (crf_iso_days_between ("2024-03-01T23:59", "2024-02-28T00:01", &days));
  g_assert_cmpint (days, ==, -2);
  g_assert_false (crf_iso_days_between ("2024-02", "2024-03-01", &days));
  g_assert_false (crf_iso_days_between ("2024-02-30", "2024-03-01", &days));
  g_assert_false (crf_iso_days_between (NULL, "2024-03-01", &days));
  g_assert_false (crf_iso_days_between ("", "2024-03-01", &days));
  g_assert_false (crf_iso_days_between ("2024-03-01 07:40", "2024-03-01", &days));
}

static void
test_age (void)
{
  static const struct
  {
    const char *birth, *on;
    int years; /* -1: refused */
  } cases[] = {
    { "1944-03-02", "2024-03-01", 79 },       { "1944-03-02", "2024-03-02", 80 },
    { "1943-03-03", "2024-03-02", 80 }, /* 80 years and 364 days is 80 */
    { "2006-03-02", "2024-03-02", 18 },       { "2006-03-03", "2024-03-02", 17 },
    { "2000-02-29", "2001-02-28", 0 },        { "2000-02-29", "2001-03-01", 1 },
    { "2000-02-29", "2004-02-29", 4 },        { "2024-03-02", "2024-03-02", 0 },
    { "2024-03-03", "2024-03-02", -1 },       { "1944", "2024-03-02", -1 },
    { "1944-03", "2024-03-02", -1 },          { NULL, "2024-03-02", -1 },
    { "1944-03-02", "2024-03-02T10:00", 80 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int years = -1;

      g_assert_cmpint (crf_iso_age_years (cases[i].birth, cases[i].on, &years), ==,
                       cases[i].years >= 0);
      g_assert_cmpint (years, ==, cases[i].years);
    }
}

/* screens.md: times as people read them; nothing else of a sentence changes. */
static void
test_sentences (void)
{
  static const struct { const char *text, *shown; } cases[] = {
    { "sent on 2026-11-09T15:10, due by 2026-11-08T15:10.", "sent on 2026-11-09 15:10, due by 2026-11-08 15:10." },
    { "2026-11-09T15:10:05", "2026-11-09 15:10:05" },
    { "TBIL 2026-11-09Total: 2026-11-09T1x:10 T", "TBIL 2026-11-09Total: 2026-11-09T1x:10 T" },
    { "T15:10", "T15:10" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = crf_times_to_display (g_strdup (cases[i].text));

      g_assert_cmpstr (text, ==, cases[i].shown);
    }
  g_assert_null (crf_times_to_display (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/study/partial-date/typed-dates-are-read-in-one-way-or-refused", test_dates);
  g_test_add_func ("/study/partial-date/typed-times-of-day-belong-to-a-whole-date", test_datetimes);
  g_test_add_func ("/study/partial-date/a-part-of-a-date-needs-leave", test_incomplete);
  g_test_add_func ("/study/partial-date/times-are-read-as-minutes", test_times);
  g_test_add_func ("/study/partial-date/day-counts-never-jump", test_days);
  g_test_add_func ("/study/partial-date/days-between-need-whole-dates", test_days_between);
  g_test_add_func ("/study/partial-date/a-year-of-age-completes-on-the-birthday", test_age);
  g_test_add_func ("/study/partial-date/times-in-sentences-are-read-by-people", test_sentences);
  return g_test_run ();
}
