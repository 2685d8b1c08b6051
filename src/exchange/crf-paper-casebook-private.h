/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The parts of a printed casebook. */

#pragma once

#include "crf-paper-casebook.h"
#include "crf-paper.h"

G_BEGIN_DECLS

typedef struct
{
  CrfPaper *paper;
  CrfSession *session;
  const CrfCasebookOptions *options;
  const CrfPatient *patient;
  const GPtrArray *terms; /* CrfCodableTerm of the patient; NULL: nothing is coded in the study */
  GCancellable *cancellable;
} CrfCasebookPaper;

/* Forms that hold something, visit by visit, then those of no visit. */
gboolean crf_paper_casebook_add_forms (CrfCasebookPaper *self, GError **error);
/* Eligibility, visits, infusions, queries, deviations. */
gboolean crf_paper_casebook_add_course (CrfCasebookPaper *self, GError **error);
gboolean crf_paper_casebook_add_findings (CrfCasebookPaper *self, GError **error);
gboolean crf_paper_casebook_add_audit (CrfCasebookPaper *self, GError **error);
/* Signatures on exactly @target (without a form: on the casebook) with name, date and time, meaning; void ones say so. */
gboolean crf_paper_casebook_add_signatures (CrfCasebookPaper *self, const CrfTarget *target, GError **error);

G_END_DECLS
