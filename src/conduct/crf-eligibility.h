/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The verdict: which answers make a subject eligible. Pure. A subject is eligible only if every inclusion criterion is met and no
 * exclusion criterion is; "unknown" and "cannot tell" never count as either. */

#pragma once

#include "crf-expression.h"
#include "crf-reader.h"
#include "crf-subject-values.h"
#include "crf-use-case-private.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_CRITERION_UNDECIDED, /* unanswered, unknown, or not yet confirmed */
  CRF_CRITERION_MET,       /* does not stand in the way */
  CRF_CRITERION_FAILED,
} CrfCriterionResult;

/* @answer: "Y", "N", "U", "NA" or NULL; @computed: what the data say. An automatic criterion without an answer takes the computed one; a
 * confirmed one needs a person's answer; n.a. lets an exclusion pass (pregnancy in a man) and never meets an inclusion. */
CrfCriterionResult crf_criterion_judge (const CrfCriterion *criterion, const char *answer, CrfTruth computed);

/* The answer in force: any sub-question answered Yes makes it Yes, one that is unknown keeps it from being No, all answered No make it No (but not where a
 * person is to confirm), else what a person answered. */
const char        *crf_criterion_answer (const CrfCriterion *criterion, CrfSubjectValues *values);

/* @results: one CrfCriterionResult for each of @criteria. One failure decides, even while others are open. */
CrfVerdict         crf_eligibility_verdict (const GPtrArray *criteria, const CrfCriterionResult *results, char **text);

/* Evaluates the criterion's expression over the subject's data; @inputs receives "label value, label value" (free it). */
CrfTruth           crf_criterion_compute (const CrfCriterion *criterion, CrfSandbox *sandbox, CrfStudy *study,
                                          CrfSubjectValues *values, const char *today, const char *language, char **inputs);

/* What the investigator's signature freezes: one line a criterion with text, answer, what the data say and verdict; not translated, so that
 * it can be recomputed and compared. */
char              *crf_eligibility_statement (CrfStudy *study, CrfSandbox *sandbox, CrfSubjectValues *values, const char *today,
                                              CrfVerdict *verdict, char **verdict_text);

/* OIDs of the criteria whose line in @now is not in what was @shown. Free it. */
char             **crf_eligibility_changed (const char *shown, const char *now);
/* OIDs of the criteria that stand in the way, separated by blanks; NULL: none. Free it. */
char              *crf_eligibility_failed_criteria (CrfStudy *study, CrfSandbox *sandbox, CrfSubjectValues *values, const char *today);
/* The criteria that a person names, in the definition's spelling; FALSE with a refusal for a word that is none. */
gboolean           crf_eligibility_take_criteria (CrfUseCaseContext *context, const char *text, char **list);

/* Answers live on the form of kind "eligibility": fills event and form of @target. FALSE if the definition has none. */
gboolean           crf_eligibility_find_form (CrfStudy *study, const CrfEvent **event, const CrfForm **form);

G_END_DECLS
