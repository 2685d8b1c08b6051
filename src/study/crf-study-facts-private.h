/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A version of a study, told as facts. Internal to study/. */

#pragma once

#include "crf-study.h"

G_BEGIN_DECLS

typedef struct
{
  char *key;             /* part, OID and attribute */
  const char *part, *attribute, *label; /* static; attribute NULL: the part itself is there */
  char *oid, *title;
  char *value;           /* to compare */
  char *shown;           /* to show; may be the same */
  const char *from_shown, *to_shown; /* borrowed while comparing */
} CrfFact;

char      *crf_fact_key (const char *part, const char *oid, const char *attribute);
/* CrfFact; the fact of the part comes before those of its attributes. */
GPtrArray *crf_study_facts (const CrfStudy *study, const char *language);

G_END_DECLS
