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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfMedication, crf_medication_free)

G_END_DECLS
