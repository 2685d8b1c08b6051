/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Clocks, and instants as text. Written and read here without the locale and without the time zone
 * of the process: an instant carries its own offset. */

#include "crf-clock.h"

#define MS_PER_MINUTE G_GINT64_CONSTANT (60000)
#define MS_PER_DAY G_GINT64_CONSTANT (86400000)

typedef struct
{
  int year, month, day, hour, minute, second, millisecond;
} CivilTime;

/* Days since 1970-01-01 of a proleptic Gregorian date, and back: H. Hinnant,
 * "chrono-compatible low-level date algorithms" (public domain). */
static gint64
days_from_civil (gint64 y, int m, int d)
{
  y -= m <= 2;
  gint64 era = (y >= 0 ? y : y - 399) / 400;
  gint64 yoe = y - era * 400;
  gint64 doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  gint64 doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

  return era * 146097 + doe - 719468;
}

static void
civil_from_ms (gint64 ms, CivilTime *out)
{
  gint64 days = ms / MS_PER_DAY - (ms % MS_PER_DAY < 0 ? 1 : 0);
  gint64 rest = ms - days * MS_PER_DAY;
  gint64 z = days + 719468;
  gint64 era = (z >= 0 ? z : z - 146096) / 146097;
  gint64 doe = z - era * 146097;
  gint64 yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  gint64 doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  gint64 mp = (5 * doy + 2) / 153;

  out->day = (int) (doy - (153 * mp + 2) / 5 + 1);
  out->month = (int) (mp < 10 ? mp + 3 : mp - 9);
  out->year = (int) (yoe + era * 400 + (out->month <= 2 ? 1 : 0));
  out->hour = (int) (rest / 3600000);
  out->minute = (int) (rest / 60000 % 60);
  out->second = (int) (rest / 1000 % 60);
  out->millisecond = (int) (rest % 1000);
}

static CrfInstant
system_now (gpointer data)
{
  g_autoptr (GDateTime) local = g_date_time_new_now_local ();
  CrfInstant instant = { g_get_real_time () / 1000, 0 };

  if (local != NULL)
    instant.offset_minutes = (int) (g_date_time_get_utc_offset (local) / (60 * G_USEC_PER_SEC));
  return instant;
}

static CrfInstant
fixed_now (gpointer data)
{
  const CrfInstant *instant = data;

  return *instant;
}

CrfClock
crf_clock_system (void)
{
  return (CrfClock){ system_now, NULL };
}

CrfClock
crf_clock_fixed (CrfInstant *instant)
{
  g_return_val_if_fail (instant != NULL, crf_clock_system ());

  return (CrfClock){ fixed_now, instant };
}

/* A clock that was never set is the system's. */
CrfInstant
crf_clock_now (const CrfClock *clock)
{
  if (clock == NULL || clock->now == NULL)
    return system_now (NULL);
  return clock->now (clock->data);
}

const char *
crf_instant_format_utc (CrfInstant instant, char *buffer)
{
  CivilTime t;

  civil_from_ms (instant.utc_ms, &t);
  g_snprintf (buffer, CRF_INSTANT_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", t.year, t.month,
              t.day, t.hour, t.minute, t.second, t.millisecond);
  return buffer;
}

const char *
crf_instant_format_offset (CrfInstant instant, char *buffer)
{
  int offset = ABS (instant.offset_minutes);

  g_snprintf (buffer, CRF_INSTANT_SIZE, "%c%02d:%02d", instant.offset_minutes < 0 ? '-' : '+',
              offset / 60, offset % 60);
  return buffer;
}

const char *
crf_instant_format_local (CrfInstant instant, char *buffer)
{
  CivilTime t;

  civil_from_ms (instant.utc_ms + instant.offset_minutes * MS_PER_MINUTE, &t);
  g_snprintf (buffer, CRF_INSTANT_SIZE, "%04d-%02d-%02dT%02d:%02d", t.year, t.month, t.day, t.hour,
              t.minute);
  return buffer;
}

const char *
crf_instant_format_local_date (CrfInstant instant, char *buffer)
{
  crf_instant_format_local (instant, buffer);
  buffer[10] = '\0';
  return buffer;
}

/* Reads @n digits at *@text and goes on behind them; -1 if they are not digits. */
static int
take_digits (const char **text, int n)
{
  int value = 0;

  for (int i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit ((*text)[i]))
        return -1;
      value = value * 10 + ((*text)[i] - '0');
    }
  *text += n;
  return value;
}

static gboolean
take_char (const char **text, char c)
{
  if (**text != c)
    return FALSE;
  (*text)++;
  return TRUE;
}

/* The offset of the result is 0: the text does not say it. */
gboolean
crf_instant_parse_utc (const char *text, CrfInstant *instant)
{
  CivilTime t = { 0 };

  g_return_val_if_fail (instant != NULL, FALSE);
  if (text == NULL)
    return FALSE;

  if ((t.year = take_digits (&text, 4)) < 0 || !take_char (&text, '-')
      || (t.month = take_digits (&text, 2)) < 0 || !take_char (&text, '-')
      || (t.day = take_digits (&text, 2)) < 0 || !take_char (&text, 'T')
      || (t.hour = take_digits (&text, 2)) < 0 || !take_char (&text, ':')
      || (t.minute = take_digits (&text, 2)) < 0 || !take_char (&text, ':')
      || (t.second = take_digits (&text, 2)) < 0)
    return FALSE;
  if (take_char (&text, '.') && (t.millisecond = take_digits (&text, 3)) < 0)
    return FALSE;
  if (!take_char (&text, 'Z') || *text != '\0')
    return FALSE;
  if (!g_date_valid_dmy ((GDateDay) t.day, (GDateMonth) t.month, (GDateYear) t.year) || t.hour > 23
      || t.minute > 59 || t.second > 59)
    return FALSE;

  instant->utc_ms = days_from_civil (t.year, t.month, t.day) * MS_PER_DAY
                    + ((t.hour * 60 + t.minute) * G_GINT64_CONSTANT (60) + t.second) * 1000
                    + t.millisecond;
  instant->offset_minutes = 0;
  return TRUE;
}
