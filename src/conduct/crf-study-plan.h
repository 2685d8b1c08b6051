/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The randomisation of a definition as the store takes it: arms with their ratios, all strata there can be, factors with their weights. */

#pragma once

#include "crf-allocation-list.h"
#include "crf-study.h"

G_BEGIN_DECLS

typedef struct
{
  CrfStudy *study;   /* a reference */
  GPtrArray *arms;   /* OIDs, NULL-terminated */
  GArray *ratios;    /* int */
  GPtrArray *strata; /* levels separated by "|", NULL-terminated; "" alone without strata */
  GArray *weights;   /* double */
} CrfStudyPlan;

CrfStudyPlan       *crf_study_plan_new (CrfStudy *study);
void                crf_study_plan_free (CrfStudyPlan *self);
/* Valid as long as @self. Slots, seed and stations are the caller's to set. */
CrfAllocationPlan   crf_study_plan_blocks (const CrfStudyPlan *self);
CrfMinimisationPlan crf_study_plan_minimisation (const CrfStudyPlan *self);
gboolean            crf_study_plan_has_stratum (const CrfStudyPlan *self, const char *stratum);

const CrfLevel     *crf_stratum_find_level (const CrfStratum *stratum, const char *code);
/* "Sex: female · MELD: 20 or more", as it is read back; "" without strata. Free it. */
char               *crf_stratum_describe (CrfStudy *study, const char *stratum, const char *language);
/* The level of the @n-th stratum in "a|b"; free it. NULL: there are fewer. */
char               *crf_stratum_get_level (const char *stratum, guint n);
/* Title of a stratum and of a level, with what stands for them where the definition has no text. */
const char         *crf_stratum_title (const CrfStratum *stratum, const char *language);
const char         *crf_stratum_level_title (const CrfStratum *stratum, const char *code, const char *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfStudyPlan, crf_study_plan_free)

G_END_DECLS
