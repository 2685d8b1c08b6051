/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Dates and times as people type them. A date is read where its order is beyond doubt: the year
 * first, or the month as a word. The calendar is the proleptic Gregorian one (ISO 8601); no time
 * zones, no locale. */

#include "crf-partial-date.h"

#include "crf-typed-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define YEAR_MIN 1850
#define YEAR_MAX 2200

G_DEFINE_QUARK (crf - date - error - quark, crf_date_error)

typedef enum
{
  TOKEN_END,
  TOKEN_DIGITS,
  TOKEN_MONTH,
  TOKEN_UNKNOWN, /* UN, UNK */
  TOKEN_OTHER,
} TokenKind;

typedef struct
{
  TokenKind kind;
  int value;  /* of digits, or the month */
  int length; /* in bytes */
} Token;

static const char *const month_names[] = {
  "january", "february", "march",     "april",   "may",      "june",
  "july",    "august",   "september", "october", "november", "december",
};

static gboolean
fail_syntax (GError **error, const char *text)
{
  g_autofree char *quoted = crf_typed_quote (text);

  g_set_error (
      error, CRF_DATE_ERROR, CRF_DATE_ERROR_SYNTAX,
      _("“%s” is not a date that can be read in one way only. Type the year first, such as "
        "2026-03-05, or the month as a word, such as 05-MAR-2026."),
      quoted);
  return FALSE;
}

static gboolean
fail_no_such_day (GError **error, const char *text)
{
  g_autofree char *quoted = crf_typed_quote (text);

  g_set_error (
      error, CRF_DATE_ERROR, CRF_DATE_ERROR_NO_SUCH_DAY,
      _("“%s” is not in the calendar. Check day and month; the year lies between 1850 and 2200."),
      quoted);
  return FALSE;
}

static gboolean
fail_time (GError **error, const char *text)
{
  g_autofree char *quoted = crf_typed_quote (text);

  g_set_error (
      error, CRF_DATE_ERROR, CRF_DATE_ERROR_SYNTAX,
      _("“%s” has no time that can be read. Type hours and minutes from 00:00 to 23:59, such as "
        "07:40, without a time zone."),
      quoted);
  return FALSE;
}

static gboolean
fail_empty (GError **error)
{
  g_set_error_literal (error, CRF_DATE_ERROR, CRF_DATE_ERROR_EMPTY, _("No date was typed."));
  return FALSE;
}

/* What 年 月 时 点 (join two numbers) and 日 分 (end one) are written as otherwise; 0 for all else.
 */
static char
chinese_mark (gunichar c)
{
  switch (c)
    {
    case 0x5E74: /* 年 */
    case 0x6708: /* 月 */
      return '-';
    case 0x65F6: /* 时 */
    case 0x70B9: /* 点 */
      return ':';
    case 0x65E5: /* 日 */
    case 0x5206: /* 分 */
      return ' ';
    default:
      return '\0';
    }
}

/* 2026年3月5日 7时40分 becomes 2026-3-5 7:40. */
static char *
replace_chinese_marks (const char *plain)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *p = plain;

  while (*p != '\0')
    {
      gunichar c = g_utf8_get_char (p);
      char mark = chinese_mark (c);

      p = g_utf8_next_char (p);
      if (mark == '\0')
        {
          g_string_append_unichar (text, c);
          continue;
        }
      g_strchomp (text->str);
      g_string_set_size (text, strlen (text->str));
      while (*p == ' ')
        p++;
      if (g_ascii_isdigit (*p))
        g_string_append_c (text, mark);
    }
  return g_strdup (text->str);
}

static int
find_month (const char *word, int length)
{
  for (guint i = 0; i < G_N_ELEMENTS (month_names); i++)
    if ((length == 3 || length == (int) strlen (month_names[i]))
        && g_ascii_strncasecmp (word, month_names[i], length) == 0)
      return (int) i + 1;
  return 0;
}

static Token
peek (const char *p)
{
  Token token = { TOKEN_OTHER, 0, 0 };

  if (*p == '\0')
    {
      token.kind = TOKEN_END;
      return token;
    }
  while (g_ascii_isdigit (p[token.length]))
    {
      if (token.length < 8)
        token.value = token.value * 10 + (p[token.length] - '0');
      token.length++;
    }
  if (token.length > 0)
    {
      token.kind = TOKEN_DIGITS;
      return token;
    }
  while (g_ascii_isalpha (p[token.length]))
    token.length++;
  token.value = find_month (p, token.length);
  if (token.value > 0)
    token.kind = TOKEN_MONTH;
  else if ((token.length == 2 && g_ascii_strncasecmp (p, "UN", 2) == 0)
           || (token.length == 3 && g_ascii_strncasecmp (p, "UNK", 3) == 0))
    token.kind = TOKEN_UNKNOWN;
  return token;
}

/* Reads month and day after the year: "-03", "/3/5", ".UN.UN". */
static gboolean
read_after_year (const char **p, CrfDate *date)
{
  char mark = **p;
  int *parts[] = { &date->month, &date->day };
  gboolean unknown = FALSE;

  for (guint i = 0; i < 2; i++)
    {
      Token token;

      if (**p != mark || **p == '\0' || strchr ("-/.", **p) == NULL)
        break;
      token = peek (*p + 1);
      if (token.kind == TOKEN_UNKNOWN)
        unknown = TRUE;
      else if (unknown) /* a day without a month */
        return FALSE;
      else if ((token.kind == TOKEN_DIGITS && token.length <= 2)
               || (token.kind == TOKEN_MONTH && i == 0))
        *parts[i] = token.value > 0 ? token.value : -1;
      else
        return FALSE;
      *p += 1 + token.length;
    }
  return TRUE;
}

static void
skip_separator (const char **p)
{
  if (**p != '\0' && strchr ("-/. ", **p) != NULL)
    (*p)++;
}

/* Reads "14-MAR-2024", "14MAR2024", "UN-UNK-2024", "MAR 2024". */
static gboolean
read_before_year (const char **p, CrfDate *date)
{
  Token token = peek (*p);

  if (token.kind == TOKEN_DIGITS || token.kind == TOKEN_UNKNOWN)
    {
      if (token.length > 3 || (token.kind == TOKEN_DIGITS && token.length > 2))
        return FALSE;
      if (token.kind == TOKEN_DIGITS)
        date->day = token.value > 0 ? token.value : -1;
      *p += token.length;
      skip_separator (p);
      token = peek (*p);
      if (token.kind == TOKEN_UNKNOWN && date->day != 0)
        return FALSE;
    }
  if (token.kind != TOKEN_MONTH && token.kind != TOKEN_UNKNOWN)
    return FALSE;
  date->month = token.kind == TOKEN_MONTH ? token.value : 0;
  *p += token.length;
  skip_separator (p);
  token = peek (*p);
  if (token.kind != TOKEN_DIGITS || token.length != 4)
    return FALSE;
  date->year = token.value;
  *p += token.length;
  return TRUE;
}

static int
days_in_month (int year, int month)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

  return month == 2 && leap ? 29 : days[month - 1];
}

static gboolean
is_in_calendar (const CrfDate *date)
{
  if (date->year < YEAR_MIN || date->year > YEAR_MAX || date->month < 0 || date->month > 12)
    return FALSE;
  if (date->day == 0)
    return TRUE;
  return date->month > 0 && date->day > 0 && date->day <= days_in_month (date->year, date->month);
}

/* Reads a date at *@p and moves *@p behind it. @text is the whole text, for messages. */
static gboolean
read_date (const char **p, const char *text, CrfDate *date, GError **error)
{
  Token token = peek (*p);
  gboolean read;

  *date = (CrfDate){ 0, 0, 0, -1, -1 };
  if (token.kind == TOKEN_DIGITS && (token.length == 4 || token.length == 8))
    {
      gboolean whole = token.length == 8;

      *p += token.length;
      date->year = whole ? token.value / 10000 : token.value;
      if (whole)
        {
          date->month = token.value / 100 % 100;
          date->day = token.value % 100;
          if (date->month == 0 || date->day == 0)
            return fail_no_such_day (error, text);
        }
      read = whole || read_after_year (p, date);
    }
  else
    read = read_before_year (p, date);
  if (!read)
    return fail_syntax (error, text);
  if (!is_in_calendar (date))
    return fail_no_such_day (error, text);
  return TRUE;
}

/* Reads "7:40", "07:40:12.5" or "0740" and moves *@p behind it. */
static gboolean
read_time (const char **p, int *hour, int *minute)
{
  Token token = peek (*p);

  if (token.kind != TOKEN_DIGITS)
    return FALSE;
  *p += token.length;
  if (token.length == 4 && **p != ':')
    {
      *hour = token.value / 100;
      *minute = token.value % 100;
      return *hour < 24 && *minute < 60;
    }
  if (token.length > 2 || **p != ':')
    return FALSE;
  *hour = token.value;
  /* "7:4" may be 07:04 or 07:40 half typed. */
  token = peek (*p + 1);
  if (token.kind != TOKEN_DIGITS || token.length != 2)
    return FALSE;
  *minute = token.value;
  *p += 1 + token.length;
  if (**p == ':')
    {
      token = peek (*p + 1);
      if (token.kind != TOKEN_DIGITS || token.length != 2 || token.value > 59)
        return FALSE;
      *p += 3;
      if (**p == '.')
        *p += 1 + peek (*p + 1).length;
    }
  return *hour < 24 && *minute < 60;
}

static gboolean
check_complete (const CrfDate *date,
                gboolean time_needed,
                gboolean partial_allowed,
                const char *text,
                GError **error)
{
  g_autofree char *quoted = NULL;

  if (partial_allowed || (crf_date_is_complete (date) && (!time_needed || date->hour >= 0)))
    return TRUE;

  quoted = crf_typed_quote (text);
  if (crf_date_is_complete (date))
    g_set_error (error, CRF_DATE_ERROR, CRF_DATE_ERROR_INCOMPLETE,
                 _("“%s” lacks the time. Type it after the date, such as 2026-03-05 07:40."),
                 quoted);
  else
    g_set_error (error, CRF_DATE_ERROR, CRF_DATE_ERROR_INCOMPLETE,
                 _("“%s” is only a part of a date. Year, month and day are needed here."), quoted);
  return FALSE;
}

static char *
to_plain (const char *text)
{
  g_autofree char *plain = crf_typed_to_plain (text);

  return plain != NULL ? replace_chinese_marks (plain) : NULL;
}

gboolean
crf_date_parse (const char *text, gboolean partial_allowed, CrfDate *date, GError **error)
{
  g_autofree char *plain = NULL;
  const char *p;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (date != NULL, FALSE);

  plain = to_plain (text);
  if (plain == NULL)
    return fail_syntax (error, text);
  if (plain[0] == '\0')
    return fail_empty (error);
  p = plain;
  if (!read_date (&p, text, date, error))
    return FALSE;
  if (*p != '\0')
    return fail_syntax (error, text);
  return check_complete (date, FALSE, partial_allowed, text, error);
}

gboolean
crf_datetime_parse (const char *text, gboolean partial_allowed, CrfDate *date, GError **error)
{
  g_autofree char *plain = NULL;
  const char *p;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (date != NULL, FALSE);

  plain = to_plain (text);
  if (plain == NULL)
    return fail_syntax (error, text);
  if (plain[0] == '\0')
    return fail_empty (error);
  p = plain;
  if (!read_date (&p, text, date, error))
    return FALSE;
  if (*p != '\0')
    {
      if (*p != ' ' && *p != 'T' && *p != 't')
        return fail_syntax (error, text);
      for (p++; *p == ' '; p++)
        ;
      if (g_ascii_strcasecmp (p, "UN:UN") != 0
          && (!read_time (&p, &date->hour, &date->minute) || *p != '\0'))
        return fail_time (error, text);
      if (date->hour >= 0 && !crf_date_is_complete (date))
        return fail_syntax (error, text);
    }
  return check_complete (date, TRUE, partial_allowed, text, error);
}

gboolean
crf_time_parse (const char *text, int *minutes, GError **error)
{
  g_autofree char *plain = NULL;
  const char *p;
  int hour, minute;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (minutes != NULL, FALSE);

  plain = to_plain (text);
  if (plain == NULL)
    return fail_time (error, text);
  if (plain[0] == '\0')
    return fail_empty (error);
  p = plain;
  if (!read_time (&p, &hour, &minute) || *p != '\0')
    return fail_time (error, text);
  *minutes = hour * 60 + minute;
  return TRUE;
}

const char *
crf_date_format (const CrfDate *date, char *buffer)
{
  g_return_val_if_fail (date != NULL, NULL);
  g_return_val_if_fail (buffer != NULL, NULL);

  if (date->month == 0)
    g_snprintf (buffer, CRF_DATE_SIZE, "%04d", date->year);
  else if (date->day == 0)
    g_snprintf (buffer, CRF_DATE_SIZE, "%04d-%02d", date->year, date->month);
  else if (date->hour < 0)
    g_snprintf (buffer, CRF_DATE_SIZE, "%04d-%02d-%02d", date->year, date->month, date->day);
  else
    g_snprintf (buffer, CRF_DATE_SIZE, "%04d-%02d-%02dT%02d:%02d", date->year, date->month,
                date->day, date->hour, date->minute);
  return buffer;
}

gboolean
crf_date_is_complete (const CrfDate *date)
{
  g_return_val_if_fail (date != NULL, FALSE);

  return date->year > 0 && date->month > 0 && date->day > 0;
}

/* Counts in years that begin on 1 March, so that the leap day is the last of its year. */
int
crf_date_to_days (const CrfDate *date)
{
  int year, month;

  g_return_val_if_fail (date != NULL, 0);
  g_return_val_if_fail (crf_date_is_complete (date), 0);

  year = date->month > 2 ? date->year : date->year - 1;
  month = date->month > 2 ? date->month - 3 : date->month + 9;
  return year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date->day - 1
         - 719468;
}

/* For days from 0001-03-01 on, which the years 1850 to 2200 are within. */
void
crf_date_from_days (int days, CrfDate *date)
{
  int shifted, era, day_of_era, year_of_era, day_of_year, month;

  g_return_if_fail (date != NULL);

  shifted = CLAMP (days, -719162, 2932896) + 719468; /* 0001-01-01 … 9999-12-31 */
  era = shifted / 146097;
  day_of_era = shifted % 146097;
  year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  month = (5 * day_of_year + 2) / 153;
  date->day = day_of_year - (153 * month + 2) / 5 + 1;
  date->month = month < 10 ? month + 3 : month - 9;
  date->year = year_of_era + era * 400 + (date->month <= 2 ? 1 : 0);
  date->hour = -1;
  date->minute = -1;
}

gint64
crf_date_to_minutes (const CrfDate *date)
{
  g_return_val_if_fail (date != NULL, 0);

  return (gint64) crf_date_to_days (date) * 24 * 60
         + (date->hour >= 0 ? date->hour * 60 + MAX (date->minute, 0) : 0);
}

/* Reads the date of ISO text that this program wrote: "2024-03-05" or "2024-03-05T07:40". */
static gboolean
read_iso (const char *text, CrfDate *date)
{
  static const char pattern[] = "dddd-dd-dd";

  if (text == NULL)
    return FALSE;
  for (int i = 0; pattern[i] != '\0'; i++)
    if (pattern[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != '-')
      return FALSE;
  if (text[10] != '\0' && text[10] != 'T')
    return FALSE;
  date->year = (int) g_ascii_strtoll (text, NULL, 10);
  date->month = (int) g_ascii_strtoll (text + 5, NULL, 10);
  date->day = (int) g_ascii_strtoll (text + 8, NULL, 10);
  date->hour = date->minute = -1;
  return date->month > 0 && date->day > 0 && is_in_calendar (date);
}

gboolean
crf_iso_days_between (const char *from, const char *to, int *days)
{
  CrfDate a, b;

  g_return_val_if_fail (days != NULL, FALSE);

  if (!read_iso (from, &a) || !read_iso (to, &b))
    return FALSE;
  *days = crf_date_to_days (&b) - crf_date_to_days (&a);
  return TRUE;
}

gboolean
crf_iso_age_years (const char *birth, const char *on, int *years)
{
  CrfDate a, b;

  g_return_val_if_fail (years != NULL, FALSE);

  if (!read_iso (birth, &a) || !read_iso (on, &b) || crf_date_to_days (&b) < crf_date_to_days (&a))
    return FALSE;
  *years = b.year - a.year - (b.month < a.month || (b.month == a.month && b.day < a.day) ? 1 : 0);
  return TRUE;
}

char *
crf_iso_to_display (const char *iso)
{
  char *text = g_strdup (iso);

  return text != NULL ? g_strdelimit (text, "T", ' ') : NULL;
}

/* "dddd-dd-ddTdd:dd", d: a digit */
static gboolean
is_time (const char *at)
{
  static const char form[] = "dddd-dd-ddTdd:dd";

  for (gsize i = 0; form[i] != '\0'; i++)
    if (form[i] == 'd' ? !g_ascii_isdigit (at[i]) : at[i] != form[i])
      return FALSE;
  return TRUE;
}

char *
crf_times_to_display (char *text)
{
  for (char *at = text != NULL ? strchr (text, 'T') : NULL; at != NULL; at = strchr (at + 1, 'T'))
    if (at - text >= (gssize) strlen ("2026-11-09") && is_time (at - strlen ("2026-11-09")))
      *at = ' ';
  return text;
}
