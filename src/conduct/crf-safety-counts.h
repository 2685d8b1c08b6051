/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How many of those infused at least once had an infusion reaction, an adverse event, a decompensation event: by arm, or of all together where the
 * session may not know arms. */

#pragma once

#include "crf-casebook.h"
#include "crf-proportion.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_SAFETY_REACTION,
  CRF_SAFETY_ADVERSE_EVENT,
  CRF_SAFETY_GRADE_3,
  CRF_SAFETY_SERIOUS,
  CRF_SAFETY_DECOMPENSATION,
  CRF_SAFETY_DEATH,
  CRF_SAFETY_N,
} CrfSafetyKind;

typedef struct { guint events, subjects; } CrfSafetyCount;

typedef struct
{
  const CrfArm *arm; /* NULL: all, or who was infused without an allocation */
  const char *name;  /* of the arm, CRF_MEASURES_ALL or CRF_MEASURES_NOT_ALLOCATED */
  guint infused;
  CrfSafetyCount counts[CRF_SAFETY_N];
} CrfSafetyGroup;

/* CrfSafetyGroup in the order of the protocol, nobody counted yet. */
GPtrArray  *crf_safety_groups_new (CrfSession *session);
/* The group in which who has @arm (NULL: none, or not to be known; @elsewhere: told by no file that is here) is counted. */
CrfSafetyGroup *crf_safety_groups_find (GPtrArray *groups, const CrfArm *arm, gboolean elsewhere);
/* @arm: NULL where there is none or it may not be known. Who was not infused is not counted. */
void        crf_safety_groups_add (GPtrArray *groups, CrfCasebook *casebook, const CrfSubjectRecord *subject, const CrfArm *arm);
/* All patients of the study. */
GPtrArray  *crf_reader_safety_groups (CrfSession *session, GError **error);

/* Translated. */
const char *crf_safety_kind_label (CrfSafetyKind kind);
/* Whether the study asks for it at all. */
gboolean    crf_safety_kind_is_asked (CrfStudy *study, CrfSafetyKind kind);
/* The share of those infused with at least one, with exact limits. */
gboolean    crf_safety_proportion (const CrfSafetyGroup *group, CrfSafetyKind kind, CrfProportion *proportion, GError **error);
/* Fisher's exact p, two-sided, of two arms; NAN with more or fewer of them, or where one is empty. */
double      crf_safety_fisher (const GPtrArray *groups, CrfSafetyKind kind);

G_END_DECLS
