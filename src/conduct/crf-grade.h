/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CTCAE grades of stored laboratory values: against the site's range, the baseline and what the form asked. */

#pragma once

#include "crf-casebook.h"
#include "crf-ctcae.h"

G_BEGIN_DECLS

typedef struct
{
  CrfCtcaeTest test;
  int grade;                 /* 0 to 4: what is certain without an answer */
  int grade_if_yes;          /* what it is if the open question is answered yes; the same where none is open */
  int baseline;              /* the baseline's grade; -1: it has none */
  gboolean worse;            /* than at baseline */
  gboolean emergent;         /* worse, and observed after the first infusion started */
  gboolean of_site;          /* graded by the site's own range; FALSE: by the definition's placeholder */
  char *text;                /* "G2", "G2, with symptoms G3" */
  char *explanation;         /* term, version, baseline, rule: lines for "why?" */
} CrfGrade;

void      crf_grade_free (CrfGrade *grade);
/* The worst grade of the value; NULL where the item has no CTCAE test, no range or no baseline to grade against. */
CrfGrade *crf_grade_find (CrfCasebook *casebook, CrfCell *cell);
/* Whether an item of the concept enters a grade. */
gboolean  crf_concept_is_grade_input (const char *concept);
/* All values of the event instance that are graded worse than at baseline, as it is stored: "ALT 2*, SODIUM 2-3" with * for treatment-emergent
 * (NULL: none), and compact JSON with version and all grades. Free both. */
char     *crf_grades_of_visit (CrfCasebook *casebook, const char *event, const char *eventkey, char **detail);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfGrade, crf_grade_free)

G_END_DECLS
