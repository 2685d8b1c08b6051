/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is left to compare with its source, and which marks fell. */

#pragma once

#include "crf-refusal.h"
#include "crf-session.h"

G_BEGIN_DECLS

typedef struct
{
  guint to_mark;     /* values that the study asks to verify, and that carry no mark */
  guint queried;     /* … of which a query is open */
  guint verified;
  guint incomplete;  /* forms that are not complete, or locked */
  guint forms;       /* forms that can be verified as a whole */
} CrfVerificationCount;

/* Of a form, of a visit (@target without a form) or of a patient (without an event). Forms that are not complete count as "incomplete" alone. */
gboolean   crf_reader_verification (CrfSession *session, const CrfTarget *target, CrfVerificationCount *count, GError **error);

typedef struct
{
  CrfTarget *target;
  char *number;  /* of the patient */
  char *place;   /* "Week 4 · Liver function · ALT" */
  char *by;      /* who changed the value */
  char *when;    /* local time of the change */
  char *marked;  /* local time of the mark */
} CrfFallenMark;
/* Marks that fell because something changed under them, and that were not given again; @subject NULL: of all. */
GPtrArray *crf_reader_fallen_marks (CrfSession *session, const char *subject, GError **error);
void       crf_fallen_mark_free (CrfFallenMark *mark);

G_END_DECLS
