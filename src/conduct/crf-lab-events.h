/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Treatment-emergent laboratory grades for which no adverse event is recorded: each run of worse values is one suggestion. */

#pragma once

#include "crf-casebook.h"

G_BEGIN_DECLS

typedef struct
{
  const CrfItem *item;
  char *term;       /* CTCAE term, translated */
  char *start, *end; /* observed; end NULL: it lasts */
  int grade;        /* the worst of the run */
  gboolean open;    /* the grade hangs on a question that nobody has answered: it may be higher */
  char *why;        /* of the worst value: baseline, rule */
} CrfLabEvent;

void       crf_lab_event_free (CrfLabEvent *event);
/* CrfLabEvent, oldest first. */
GPtrArray *crf_lab_events_of (CrfCasebook *casebook);
GPtrArray *crf_reader_lab_events (CrfSession *session, const char *subject, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfLabEvent, crf_lab_event_free)

G_END_DECLS
