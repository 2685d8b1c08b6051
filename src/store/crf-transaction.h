/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing to a study file: entries are appended inside a transaction; each updates the projections in the same SQLite
 * transaction. Dropped without commit, it rolls back. */

#pragma once

#include "crf-entry.h"
#include "crf-study-file.h"

G_BEGIN_DECLS

typedef struct _CrfTransaction CrfTransaction;
struct _CrfKeyring;

typedef struct
{
  const char *user; /* login; NULL for the program itself */
  const char *role;
  CrfClock clock;
  struct _CrfKeyring *keyring; /* for sealing; may be NULL */
} CrfActor;

#define crf_transaction_begin(file, actor, error) crf_transaction_begin_at ((file), (actor), __FILE__, __LINE__, (error))
CrfTransaction *crf_transaction_begin_at (CrfStudyFile *file, const CrfActor *actor, const char *source, int line, GError **error);
/* Many transactions as one: until the end each of them is a savepoint, and the file on the disk has all or none. For demonstrations. */
gboolean        crf_transaction_begin_bulk (CrfStudyFile *file, GError **error);
/* @keep FALSE: nothing of it was ever there. */
gboolean        crf_transaction_end_bulk (CrfStudyFile *file, gboolean keep, GError **error);
/* Appends @entry and applies it to the projections. @id, if not NULL, receives "ws:seq" (free it). */
gboolean        crf_transaction_append (CrfTransaction *self, const CrfEntry *entry, char **id, GError **error);
/* Verifies what was written (hashes re-read), commits durably and checks the result. On failure nothing of it is stored. */
gboolean        crf_transaction_commit (CrfTransaction *self, GError **error);
/* Frees it; rolls back if not committed. */
void            crf_transaction_free (CrfTransaction *self);
/* A new opaque key "<ws>.<n>", never used before in this file. Free it. */
char           *crf_transaction_new_key (CrfTransaction *self);
/* Whether @key is one that this transaction made. */
gboolean        crf_transaction_made_key (CrfTransaction *self, const char *key);
CrfStudyFile   *crf_transaction_get_file (CrfTransaction *self);
const CrfActor *crf_transaction_get_actor (CrfTransaction *self);
/* "at" of the entries of this transaction. */
const char     *crf_transaction_get_time (CrfTransaction *self);

/* The entries that follow are made under @mdv ("OID SHA-256") instead of the active definition; NULL: the active one. */
void            crf_transaction_set_mdv (CrfTransaction *self, const char *mdv);

/* Makes the subject's own key, sealed to identifiers, inside the transaction; call right after subject.register. */
gboolean        crf_transaction_add_subject_key (CrfTransaction *self, const char *subject, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfTransaction, crf_transaction_free)

G_END_DECLS
