/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was done about a patient beside values and states: queries with their messages, deviations, consents, samples, judgements, contacts, the steps of
 * infusion days, reports, allocation, signatures. Which of it goes from one study file to another, and how much. */

#pragma once

#include "crf-export.h"
#include "crf-origin.h"

G_BEGIN_DECLS

/* Names of acts that are not actions of the journal: an allocation is told, no slot is drawn by it. */
#define CRF_ACT_ALLOCATE "allocate"

/* One act as another file may have it. */
typedef struct
{
  const char *name;   /* the action of the journal, or CRF_ACT_ALLOCATE */
  const char *subject; /* the number of a patient whom an act of the site is about; NULL: of none, or of the one that it stands under */
  const char *value, *canonical, *prompt, *role; /* borrowed from the entry or the origin */
  char *detail;       /* JSON; NULL: nothing */
  char *state, *text; /* of a query or a deviation: the state after it, and what was asked, found, answered or done; NULL: it is none, or a draft */
} CrfAct;

/* Whether entries of @action can be acts that go with the data, @of_patient: of a patient. */
gboolean crf_act_is_one (const char *action, gboolean of_patient);
/* The acts of the patient, oldest first; @subject NULL: those of the site (its consent forms, reference ranges and lots, and what is no patient's).
 * FALSE with @error. */
gboolean crf_act_visit (CrfSession *session, const char *subject, CrfExportEntryVisitor visitor, gpointer data, GError **error);
/* FALSE: the entry is no act that goes with the data, or not for this role's eyes. @origin: of the same entry. @identifiers: with names of guardians
 * and witnesses. An arm is told only where nobody is blinded, and only by who may know it; lots only where nobody is blinded. */
gboolean crf_act_describe (CrfSession *session, const CrfExportEntry *entry, const CrfOrigin *origin, gboolean identifiers, CrfAct *act);
void     crf_act_clear (CrfAct *act);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrfAct, crf_act_clear)

G_END_DECLS
