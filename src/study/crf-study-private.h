/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The inside of a CrfStudy and what its builders need: one arena for strings, structures and
 * arrays, so that everything handed out lives exactly as long as the study. Internal to study/. */

#pragma once

#include "crf-study.h"

G_BEGIN_DECLS

struct _CrfText
{
  GPtrArray *languages; /* char *: "" where none is said */
  GPtrArray *texts;     /* char * */
};

struct _CrfStudy
{
  gatomicrefcount refs;

  GStringChunk *strings;
  GPtrArray *blocks; /* g_free */
  GPtrArray *arrays; /* GPtrArray, g_ptr_array_unref */

  const char *oid;
  const char *version;
  const char *protocol;
  const CrfText *title;
  const CrfText *description;
  int target;
  CrfMasking masking;
  const GPtrArray *may_know; /* char *; NULL: not said */
  const char *day_zero;
  int baseline_days;
  int eligibility_days;
  gboolean transcription;
  gboolean has_design; /* has the extension, not plain ODM */

  GPtrArray *units;
  GPtrArray *code_lists;
  GPtrArray *items;
  GPtrArray *groups;
  GPtrArray *forms;
  GPtrArray *events;
  GPtrArray *arms;
  GPtrArray *criteria;
  GPtrArray *release_limits;
  GPtrArray *time_points;
  GPtrArray *endpoints;
  GPtrArray *recipients;
  GPtrArray *stopping_rules;
  GPtrArray *questions;
  GPtrArray *languages;
  CrfDoseRule *dose_rule;
  CrfRandomisation *randomisation;
  CrfFormulas *formulas;

  GHashTable *units_by_oid;
  GHashTable *code_lists_by_oid;
  GHashTable *items_by_oid;
  GHashTable *items_by_name;
  GHashTable *items_by_concept;
  GHashTable *groups_by_oid;
  GHashTable *forms_by_oid;
  GHashTable *forms_by_kind;
  GHashTable *events_by_oid;
  GHashTable *events_by_kind;
  GHashTable *arms_by_oid;

  char *document;
  char *library; /* path of the file that Include took in; NULL: none */
  char *factor_version;
};

CrfStudy   *crf_study_new (void);
/* Zeroed memory that lives as long as the study. */
gpointer    crf_study_allocate (CrfStudy *self, gsize size);
/* An empty array of borrowed pointers that lives as long as the study. */
GPtrArray  *crf_study_new_array (CrfStudy *self);
/* A copy of @text (NULL: NULL); equal texts share one copy. */
const char *crf_study_intern (CrfStudy *self, const char *text);
CrfText    *crf_study_new_text (CrfStudy *self);
void        crf_study_add_text (CrfStudy *self, CrfText *text, const char *language, const char *value);
/* Fills the tables that the find functions read. The first of several with one key wins. */
void        crf_study_index (CrfStudy *self);
/* What crf_study_get_factor_version() gives, to be freed. */
char       *crf_study_hash_factors (const CrfStudy *self);
const CrfCodeList *crf_study_find_code_list (const CrfStudy *self, const char *oid);
const CrfEvent *crf_study_find_event_by_name (const CrfStudy *self, const char *name);

G_END_DECLS
