/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A dictionary of medical terms (MedDRA) that the user's own licence lets her use: taken from her distribution into a file of its own, in the user's data
 * folder. It holds nothing of a study, and nothing of a study needs it to be read: what was coded stands in the journal with its text and version.
 *
 * Five levels (MedDRA's): lowest level term → preferred term → high level term → high level group term → system organ class. The path upwards is the
 * primary one. */

#pragma once

#include "crf-store-error.h"

G_BEGIN_DECLS

#define CRF_DICTIONARY_MEDDRA "MedDRA"

/* A preferred term with its primary path. Strings are borrowed. */
typedef struct { const char *code, *name, *hlt_code, *hlt, *hlgt_code, *hlgt, *soc_code, *soc; } CrfDictionaryPt;
typedef struct { const char *code, *name, *pt_code; gboolean current; } CrfDictionaryLlt;
typedef struct
{
  const char *version, *language; /* "27.0", "English" */
  const GPtrArray *pts, *llts;    /* CrfDictionaryPt, CrfDictionaryLlt */
} CrfDictionaryContent;

/* A release that was imported. */
typedef struct { char *version, *language, *path; } CrfDictionaryRelease;
void       crf_dictionary_release_free (CrfDictionaryRelease *release);

/* A lowest level term and what is above it. */
typedef struct
{
  char *version, *language;
  char *llt_code, *llt, *pt_code, *pt, *hlt_code, *hlt, *hlgt_code, *hlgt, *soc_code, *soc;
  gboolean current; /* FALSE: kept for what was coded with it once */
} CrfDictionaryTerm;
void       crf_dictionary_term_free (CrfDictionaryTerm *term);

typedef struct _CrfDictionary CrfDictionary;

/* Writes the release, replacing one of the same version and language; codes that contradict each other are CONFLICT. */
gboolean   crf_dictionary_store (const CrfDictionaryContent *content, GError **error);
/* CrfDictionaryRelease, newest version first; empty where none was imported. */
GPtrArray *crf_dictionary_list (void);
/* The newest release, or that of the version and language (either may be NULL). NOT_FOUND with what to do where there is none, DAMAGED
 * where it cannot be read. */
CrfDictionary *crf_dictionary_open (const char *version, const char *language, GError **error);
void       crf_dictionary_close (CrfDictionary *self);
const char *crf_dictionary_get_version (CrfDictionary *self);
const char *crf_dictionary_get_language (CrfDictionary *self);
/* How many lowest level terms it has. */
gint64     crf_dictionary_count (CrfDictionary *self);
/* CrfDictionaryTerm that hold every word of @text, or whose code begins with it: the same name first, then names that begin so. Current terms only, at most
 * @limit; case, width and blanks do not count. */
GPtrArray *crf_dictionary_search (CrfDictionary *self, const char *text, guint limit, GError **error);
/* The current term whose name is @text; NULL without an error: none. */
CrfDictionaryTerm *crf_dictionary_match (CrfDictionary *self, const char *text, GError **error);
/* By its code; NULL without an error: none. */
CrfDictionaryTerm *crf_dictionary_find (CrfDictionary *self, const char *llt_code, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfDictionary, crf_dictionary_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfDictionaryTerm, crf_dictionary_term_free)

G_END_DECLS
