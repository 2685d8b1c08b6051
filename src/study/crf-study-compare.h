/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What differs between two versions of a study definition: visits, windows, items, criteria, arms, texts. */

#pragma once

#include "crf-study.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_CHANGE_ADDED,
  CRF_CHANGE_REMOVED,
  CRF_CHANGE_CHANGED,
} CrfChangeKind;

typedef struct
{
  CrfChangeKind kind;
  const char *part;     /* "study", "event", "form", "group", "item", "criterion", "arm" …: static, never translated */
  char *oid;            /* of the part */
  char *title;          /* of the part, in the reader's language */
  const char *attribute; /* "window", "question", "units" …; NULL: the part as a whole. Static */
  char *from, *to;      /* NULL: not there */
  char *text;           /* the change in one line: "Visit Week 4, days after the target day: 3 → 7" */
} CrfStudyChange;

void       crf_study_change_free (CrfStudyChange *change);
/* CrfStudyChange, in the order of the newer version, what was removed after what stayed. Texts are compared in all languages
 * and told in @language. */
GPtrArray *crf_study_compare (const CrfStudy *older, const CrfStudy *newer, const char *language);

G_END_DECLS
