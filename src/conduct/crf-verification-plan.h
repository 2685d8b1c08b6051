/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a monitor compares with its source in one act: of a form, a visit or a patient the values that the study asks to verify, told apart
 * into those to be marked, those that stand verified, and those that a query is open on. */

#pragma once

#include "crf-casebook.h"
#include "crf-verification.h"

G_BEGIN_DECLS

typedef struct
{
  CrfFormRecord *form;   /* borrowed from the casebook */
  CrfExtent level;
  GPtrArray *to_mark;    /* CrfCell, borrowed: entered, asked for, without a mark */
  GPtrArray *queried;    /* CrfCell: the same, and a query on it is not closed */
  guint verified;        /* asked for, and a mark stands */
  gboolean incomplete;   /* the site has not completed it, or it is locked: nothing of it is marked */
  gboolean whole;        /* a mark stands on the whole form, at this level */
} CrfFormPlan;

/* CrfFormPlan of the forms that @target names: one form, all of a visit (form NULL), all of the patient (event NULL). Values that the session
 * may not read are not for it to compare. */
GPtrArray *crf_verification_plan (CrfCasebook *casebook, const CrfTarget *target, GError **error);
/* "none", "critical", "all" */
const char *crf_extent_name (CrfExtent level);

G_END_DECLS
