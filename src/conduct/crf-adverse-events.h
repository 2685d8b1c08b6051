/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The adverse events of a patient as safety work looks at them: time from the infusion, seriousness, and for each serious one the reports that are due,
 * sent and receipted. Clocks run from awareness. Times are local ISO text. */

#pragma once

#include "crf-casebook.h"

G_BEGIN_DECLS

/* One report to one recipient. */
typedef struct
{
  const CrfRecipient *recipient;
  const char *kind;    /* "first", "follow-up", "final" */
  int n;               /* of the follow-up, from 1; 0 else */
  char *title;         /* translated: "First report", "Follow-up 2" */
  char *due_at;        /* NULL: no deadline, or no awareness time */
  gint64 minutes_left; /* below 0: overdue; G_MAXINT64: no deadline, or sent */
  char *key;           /* NULL: not sent yet */
  char *sent_at, *how, *sent_by, *receipt, *receipt_at;
  gboolean late;       /* sent after its deadline */
  char *not_signed;    /* sent, and nobody's signature stood on the event's form: a sentence with the reason; NULL */
} CrfSaeReport;

typedef struct
{
  CrfTarget *target;   /* down to formkey */
  int number;          /* of the patient, from 1 */
  char *term, *start, *end, *awareness; /* NULL: not entered */
  gboolean ongoing, serious;
  int grade;           /* worst; 0: not entered */
  char *grade_label, *relation, *outcome; /* decoded; NULL: not entered */
  char *timing;        /* decoded; NULL: cannot be told */
  char *special;       /* of special interest: of which kind; NULL: none */
  char *planned;       /* why the protocol counts it as no serious event; NULL: it does not say so */
  GPtrArray *criteria; /* char *: decoded seriousness criteria */
  char *decompensation; /* formkey of the decompensation event that is the same; NULL */
  GPtrArray *reports;  /* CrfSaeReport; empty unless serious */
  char *signature;     /* of a serious one: "Wang Wei, 2026-03-02 09:14 +08:00: I have reviewed …", which stands; NULL: none does */
  char *signature_void; /* whose fell, where none stands; NULL: it was never signed */
} CrfAdverseEvent;

void             crf_adverse_event_free (CrfAdverseEvent *event);
/* CrfAdverseEvent, in the order in which they were recorded. */
GPtrArray       *crf_adverse_events_of (CrfCasebook *casebook, GError **error);
GPtrArray       *crf_reader_adverse_events (CrfSession *session, const char *subject, GError **error);
/* By number or formkey; NULL: none. Borrowed from @events. */
CrfAdverseEvent *crf_adverse_event_find (GPtrArray *events, const char *name);
/* The report that is due first and not sent; NULL: none. Borrowed. */
CrfSaeReport    *crf_adverse_event_next_report (const CrfAdverseEvent *event);
/* "3 h 20 min left", "2 h overdue", or NULL where there is no deadline. Free it. */
char            *crf_sae_report_clock (const CrfSaeReport *report);
/* All patients with a serious adverse event: keys (char *). */
GPtrArray       *crf_reader_subjects_with_sae (CrfSession *session, GError **error);

/* "BEFORE", "DURING", "WITHIN24" or "LATER" from the actual times of the infusions; NULL where @start is too coarse to tell. */
const char      *crf_adverse_event_timing (CrfCasebook *casebook, const char *start);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfAdverseEvent, crf_adverse_event_free)

G_END_DECLS
