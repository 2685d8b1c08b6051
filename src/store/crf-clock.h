/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where time comes from. Every use case takes it from its session's clock, so that each due date and window can be tested. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 utc_ms;      /* milliseconds since 1970-01-01T00:00:00Z */
  int offset_minutes; /* of local time: +480 in China */
} CrfInstant;

typedef struct
{
  CrfInstant (*now) (gpointer data);
  gpointer data;
} CrfClock;

#define CRF_INSTANT_SIZE 32

CrfClock    crf_clock_system (void);
/* A clock that stands at @instant; the caller moves it by writing there. */
CrfClock    crf_clock_fixed (CrfInstant *instant);
CrfInstant  crf_clock_now (const CrfClock *clock);
/* "2026-03-02T01:14:05.123Z"; @buffer has CRF_INSTANT_SIZE bytes. */
const char *crf_instant_format_utc (CrfInstant instant, char *buffer);
/* "+08:00" */
const char *crf_instant_format_offset (CrfInstant instant, char *buffer);
/* Local "2026-03-02T09:14" and "2026-03-02". */
const char *crf_instant_format_local (CrfInstant instant, char *buffer);
const char *crf_instant_format_local_date (CrfInstant instant, char *buffer);
/* Parses what crf_instant_format_utc() writes, with or without milliseconds. */
gboolean    crf_instant_parse_utc (const char *text, CrfInstant *instant);

G_END_DECLS
