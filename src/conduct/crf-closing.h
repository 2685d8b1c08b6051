/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Closing a study: what is open, blind review, lock by three signatures, unlocking by two. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* One kind of thing that is still open. */
typedef struct
{
  const char *kind;   /* "forms", "queries", "deviations", "unsigned", "signatures", "second-missing", "second-entries", "populations" */
  const char *label;  /* translated */
  guint n;
  gboolean blocks;    /* keeps the study from being locked */
  char *named;        /* which they are, where that is told: "S-001: full analysis set, per-protocol set; …"; NULL: it is not */
} CrfOpenPoint;

typedef struct
{
  GPtrArray *points;      /* CrfOpenPoint, all kinds, also those with none open */
  char *hold;             /* "frozen", "locked" or NULL */
  GPtrArray *signed_by;   /* char *: "Wang Wei, Investigator, 2026-03-02 09:14", of the present step (lock or unlock) */
  GPtrArray *waits_for;   /* const char *: parties that have not signed yet */
} CrfClosingState;
/* NULL with @error where something of it could not be read: none of its figures stands for a reading that failed. */
CrfClosingState *crf_reader_closing (CrfSession *session, GError **error);
void             crf_closing_state_free (CrfClosingState *state);

/* "full analysis set": translated; NULL: @code is no population. */
const char      *crf_population_label (const char *code);

/* The party that a role signs the lock for: "investigator", "data-manager", "statistician"; NULL: none. */
const char      *crf_closing_party (CrfRole role);
/* Signatures of @meaning given since the study's present hold was set, CrfLockSignature. Those of the lock count from the last thing that changed
 * under them: all three sign the same. */
typedef struct { char *login, *name, *at, *shown; CrfRole role; } CrfLockSignature; /* shown: SHA-256 of what was signed */
GPtrArray       *crf_closing_signatures (CrfSession *session, const char *meaning, GError **error);
/* Whether the populations as they are now have been signed since then. */
gboolean         crf_closing_has_populations (CrfSession *session, gboolean *signed_, GError **error);
/* The populations as text: what is signed. */
char            *crf_closing_populations (CrfSession *session, GError **error);
/* Appends the status of the study. */
gboolean         crf_closing_set_status (CrfUseCaseContext *context, const char *status, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfClosingState, crf_closing_state_free)

G_END_DECLS
