/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The running list of medicines, with what the study's definition says of their kind. */

#pragma once

#include "crf-casebook.h"

G_BEGIN_DECLS

typedef struct
{
  CrfTarget *target;   /* down to formkey */
  int number;          /* of the patient, from 1 */
  char *name, *kind, *dose, *frequency, *route, *start, *end; /* as shown; NULL: not entered */
  gboolean ongoing;
  gboolean prohibited; /* by the protocol */
  gboolean moves_score;
  char *flag;          /* translated, or NULL */
} CrfMedication;

void       crf_medication_free (CrfMedication *medication);
GPtrArray *crf_medications_of (CrfCasebook *casebook); /* CrfMedication, in the order in which they were begun */
GPtrArray *crf_reader_medications (CrfSession *session, const char *subject, GError **error);

/* What is taken on the ISO day, in words, prohibited ones first; NULL: nothing. Free it. */
char      *crf_medication_running (CrfCasebook *casebook, const char *on);
/* Whether a line begins or ends after the day @after and not after @until (ISO). Partial dates count where they may lie there. */
gboolean   crf_medication_changed (CrfCasebook *casebook, const char *after, const char *until);
/* Names of medicines that are taken and that the protocol prohibits; NULL: none. Free it. */
char      *crf_medication_prohibited (CrfCasebook *casebook);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfMedication, crf_medication_free)

G_END_DECLS
