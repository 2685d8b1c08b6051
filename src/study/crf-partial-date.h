/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Dates and times as ISO 8601 text, possibly partial ("2024", "2024-03"), as they are typed on
 * wards ("14-MAR-2024", "UN-MAR-2024", "2024/3/5", "20240305"). Ambiguous orders (3/5/2024) are
 * refused. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  int year;   /* 0: unknown; otherwise 1850..2200 */
  int month;  /* 0: unknown */
  int day;    /* 0: unknown */
  int hour;   /* -1: no time */
  int minute; /* -1: no time */
} CrfDate;

#define CRF_DATE_ERROR (crf_date_error_quark ())
typedef enum
{
  CRF_DATE_ERROR_EMPTY,
  CRF_DATE_ERROR_SYNTAX,
  CRF_DATE_ERROR_NO_SUCH_DAY,
  CRF_DATE_ERROR_INCOMPLETE,
} CrfDateError;

#define CRF_DATE_SIZE 32

GQuark      crf_date_error_quark (void);

/* Parses a date without time. A partial one fails with INCOMPLETE unless @partial_allowed. */
gboolean    crf_date_parse (const char *text, gboolean partial_allowed, CrfDate *date, GError **error);
/* Parses date and time: "2026-11-14 07:40" or with T; seconds are accepted and dropped. */
gboolean    crf_datetime_parse (const char *text, gboolean partial_allowed, CrfDate *date, GError **error);
/* Parses "7:40", "07:40", "0740" into minutes after midnight. */
gboolean    crf_time_parse (const char *text, int *minutes, GError **error);

/* ISO 8601: "2024", "2024-03", "2024-03-05", "2024-03-05T07:40". @buffer has CRF_DATE_SIZE
 * bytes. */
const char *crf_date_format (const CrfDate *date, char *buffer);
gboolean    crf_date_is_complete (const CrfDate *date);

/* Days since 1970-01-01 of a complete date. */
int         crf_date_to_days (const CrfDate *date);
void        crf_date_from_days (int days, CrfDate *date);
/* Minutes since 1970-01-01T00:00 of a complete date and time (midnight where there is no time). */
gint64      crf_date_to_minutes (const CrfDate *date);
/* Calendar days from @from to @to in ISO text; FALSE if either is not a complete date. */
gboolean    crf_iso_days_between (const char *from, const char *to, int *days);
/* Completed years from @birth to @on (both ISO). Born on 29 February: the year completes on 1
 * March in common years. FALSE if either is incomplete or @on lies before @birth. */
gboolean    crf_iso_age_years (const char *birth, const char *on, int *years);
/* As people read it: "2024-03-05 07:40" of "2024-03-05T07:40". NULL stays NULL. Free it. */
char       *crf_iso_to_display (const char *iso);
/* The same for each "2026-11-09T15:10" in a sentence, in place; returns @text. */
char       *crf_times_to_display (char *text);

G_END_DECLS
