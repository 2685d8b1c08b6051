/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Safety, medication, consent and status of one patient at a glance: what the page of that name shows. */

#pragma once

#include "crf-consent.h"
#include "crf-session.h"

G_BEGIN_DECLS

typedef struct
{
  char *subject, *number;
  GPtrArray *events;          /* CrfAdverseEvent */
  GPtrArray *terms;           /* CrfCodableTerm: words of events and history, and what they are coded with */
  GPtrArray *lab_events;      /* CrfLabEvent: suggestions */
  GPtrArray *decompensations; /* CrfDecompensation */
  GPtrArray *medications;     /* CrfMedication */
  GPtrArray *consents;        /* CrfConsentAct */
  CrfReconsent *reconsent;
  char *status;               /* translated, with its date */
  char *treatment;            /* translated: stopped since, by whom; NULL: it goes on */
  char *last_alive;           /* ISO date; NULL */
  guint attempts;             /* to reach the patient since she was last reached */
} CrfSafetyOverview;

CrfSafetyOverview *crf_reader_safety_overview (CrfSession *session, const char *subject, GError **error);
void               crf_safety_overview_free (CrfSafetyOverview *overview);

/* One alert of a stopping rule of the study. */
typedef struct
{
  const CrfStoppingRule *rule;
  guint subjects;  /* for whom it is true */
  guint infused;   /* of so many */
  char *sentence;  /* translated */
} CrfStoppingAlert;

/* CrfStoppingAlert: the rules that are reached. It stops nothing by itself; an investigator pauses the study. */
GPtrArray         *crf_reader_stopping_alerts (CrfSession *session, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfSafetyOverview, crf_safety_overview_free)

G_END_DECLS
