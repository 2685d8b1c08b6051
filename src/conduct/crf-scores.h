/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which scores a visit has, computed from its values. Pure but for reading the casebook. */

#pragma once

#include "crf-casebook.h"
#include "crf-score.h"

G_BEGIN_DECLS

typedef struct
{
  const char *concept;       /* "score.meld" */
  const char *grade_concept; /* "score.albi_grade": where the grade is stored; NULL: none */
  const char *name;          /* "MELD" */
  CrfScoreResult *result;
  char *fault;               /* samples too far apart: no score although there may be a result; NULL: none */
  char *inputs;              /* compact JSON: concept → {value, unit, entry} */
  char *flags;               /* codes: "purification albumin samples-apart"; "" */
  char *caution;             /* the same in words; NULL: none */
} CrfVisitScore;

void       crf_visit_score_free (CrfVisitScore *score);
/* Whether there is a figure. */
gboolean   crf_visit_score_is_done (const CrfVisitScore *score);
/* "17", "8 B", "−2.60 (2)"; NULL if there is none. Free it. */
char      *crf_visit_score_to_display (const CrfVisitScore *score);
/* What it waits for: names of missing inputs or why it is refused; NULL if it is done. Free it. */
char      *crf_visit_score_waits_for (const CrfVisitScore *score);
/* Inputs with units, conversions, bounds, arithmetic, cautions and the source, a line each: char *. Free it. */
GPtrArray *crf_visit_score_explain (const CrfVisitScore *score);
/* The canonical number as stored: whole points, or the unrounded figure. @buffer has CRF_DECIMAL_SIZE bytes. */
const char *crf_visit_score_canonical (const CrfVisitScore *score, char *buffer);
/* Decimals that the score is shown with. */
int        crf_score_get_places (const char *concept);

/* Scores of the event instance whose items the study has: CrfVisitScore. Only values of this event count, but sex, birth and cause of the disease. */
GPtrArray *crf_scores_of_visit (CrfCasebook *casebook, const char *event, const char *eventkey);
/* Those of them that a change of a value of @concept at that event may have changed. */
GPtrArray *crf_scores_of_visit_after (CrfCasebook *casebook, const char *event, const char *eventkey, const char *concept);
/* Whether a score of the event instance is held back only because its samples lie apart and nobody has said why it counts all the same. */
gboolean   crf_scores_lie_apart (CrfCasebook *casebook, const char *event, const char *eventkey);
/* Whether an item of the concept enters a score. */
gboolean   crf_concept_is_score_input (const char *concept);
/* Whether the item is computed by the program: a score or the summary of grades. */
gboolean   crf_item_is_score (const CrfItem *item);
/* A score, or another value that the program computes and nobody types. */
gboolean   crf_item_is_computed (const CrfItem *item);

G_END_DECLS
