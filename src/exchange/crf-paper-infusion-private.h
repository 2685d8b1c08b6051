/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the papers of an infusion day are drawn from. One file a paper. */

#pragma once

#include "crf-paper.h"
#include "crf-reader-infusion-day.h"
#include "crf-reader-monitoring.h"

G_BEGIN_DECLS

typedef struct
{
  CrfSession *session;
  CrfPatient *patient;       /* NULL: a blank paper; then the rest is NULL, too */
  CrfInfusionDay *day;
  CrfFormState *form;
  CrfMonitoring *monitoring; /* before the start the plan of the protocol, without clock times; NULL: it has none */
  gboolean masked;
} CrfInfusionPaper;

/* The canonical value of the infusion's item, or NULL. */
const char *crf_infusion_paper_get (const CrfInfusionPaper *self, const char *concept);
/* "50 mL"; NULL where there is no figure: the fact then shows a dash. */
char       *crf_infusion_paper_with_unit (const char *value, const char *unit);
/* Until when the product may be used, or in its place what to do where nobody has said. */
void        crf_infusion_paper_add_use_before (const CrfInfusionPaper *self, CrfPaper *paper);

/* NULL with @refusal or @error. */
CrfPaper   *crf_paper_label (const CrfInfusionPaper *self, CrfRefusal **refusal, GError **error);
CrfPaper   *crf_paper_identity_sheet (const CrfInfusionPaper *self, CrfRefusal **refusal, GError **error);
CrfPaper   *crf_paper_flowsheet (const CrfInfusionPaper *self, CrfRefusal **refusal, GError **error);
CrfPaper   *crf_paper_handover (const CrfInfusionPaper *self, CrfRefusal **refusal, GError **error);

G_END_DECLS
