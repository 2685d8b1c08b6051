/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What pages and the command line show of screening and of the allocation lists. No arm is in any of it. */

#pragma once

#include "crf-reader.h"

G_BEGIN_DECLS

/* A stratum of one patient: as the data tell it now, as it was drawn, and as it was found to be in truth. Texts may be NULL. */
typedef struct
{
  const CrfStratum *stratum;
  char *title;
  char *now, *drawn, *recorded; /* levels in words */
  char *now_code;
  gboolean differs;             /* drawn with another level than the data tell, and nobody has recorded it */
} CrfStratumState;
void       crf_stratum_state_free (CrfStratumState *state);
GPtrArray *crf_reader_strata (CrfSession *session, const char *subject, GError **error);

/* Slots of one stratum and workstation. */
typedef struct
{
  char *stratum;                /* in words; "" without strata */
  char *station;                /* "this workstation", its id, or "any" */
  int total, free;
  gboolean here;
  gboolean low;                 /* few or none are left here: announced */
} CrfSlotLine;
void       crf_slot_line_free (CrfSlotLine *line);
GPtrArray *crf_reader_slots (CrfSession *session, GError **error);
gboolean   crf_reader_has_list (CrfSession *session);
/* Sentences about strata that run out here, the emptiest first; empty: nothing to announce. */
GPtrArray *crf_reader_slot_announcements (CrfSession *session, GError **error);

/* The screening log: anonymous lines from before consent, and every patient who was registered. A number is given once, at the registering, so that there
 * is one to work with, and never given anew; where that is not the order of the first signatures the log says so. */
typedef struct
{
  char *date, *number, *age, *sex, *outcome, *reason, *link; /* number and link NULL for anonymous lines */
  char *order; /* a number that does not follow the first signatures: nobody has signed yet, or somebody with a lower number signed later; NULL: it does */
} CrfScreeningLine;
void       crf_screening_line_free (CrfScreeningLine *line);
GPtrArray *crf_reader_screening_log (CrfSession *session, GError **error);

/* "Screened before as 01-S-003", "Screened again as 01-S-009", or both; NULL: neither. Free it. */
char      *crf_reader_rescreening (CrfSession *session, const char *subject);

G_END_DECLS
