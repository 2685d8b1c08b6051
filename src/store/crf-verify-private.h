/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The parts of a verification; backups use some of them. Each returns FALSE with @error only
 * when it could not be made at all (cancelled); what it finds is added to @faults. */

#pragma once

#include "crf-db.h"
#include "crf-journal.h"
#include "crf-verify.h"

G_BEGIN_DECLS

GPtrArray *_crf_verify_new_faults (void);
void       _crf_verify_add (GPtrArray *faults, const char *where, const char *what, ...) G_GNUC_PRINTF (3, 4);

/* SQLite's own check of pages, indexes and constraints. */
gboolean   _crf_verify_integrity (CrfDb *db, GPtrArray *faults, GCancellable *cancellable, GError **error);
/* The schema, text by text, against a new one. */
gboolean   _crf_verify_schema (CrfDb *db, GPtrArray *faults, GError **error);
/* Hashes, order and links of all chains, and the signatures in them. */
gboolean   _crf_verify_chains (CrfDb *db, GPtrArray *faults, CrfVerifyReport *report, CrfProgress progress, gpointer data,
                               GCancellable *cancellable, GError **error);
/* Key slots against their journalled SHA-256. */
gboolean   _crf_verify_keyslots (CrfDb *db, GPtrArray *faults, GError **error);
/* Replays the journal into an empty database and compares. */
gboolean   _crf_verify_replay (CrfDb *db, GPtrArray *faults, CrfVerifyReport *report, CrfProgress progress, gpointer data,
                               GCancellable *cancellable, GError **error);

/* Compares the rows of one table with those of the replay. */
void       _crf_verify_table (CrfDb *source, CrfDb *target, const char *table, GPtrArray *faults, guint64 *rows);
/* The same of the rows that are about one subject; of a table without such rows nothing. */
void       _crf_verify_table_of (CrfDb *source, CrfDb *target, const char *table, const char *subject, GPtrArray *faults, guint64 *rows);

/* crf_verify_access(), if another connection has written since it was asked last. */
gboolean   _crf_verify_access_again (CrfStudyFile *file, GError **error);

/* Looks at each entry before it is replayed in @db: was the person's account enabled and the role given, and was what it changes held then? */
typedef struct _CrfVerifyAccess CrfVerifyAccess;
CrfVerifyAccess *_crf_verify_access_new (CrfDb *db);
void             _crf_verify_access_free (CrfVerifyAccess *self);
void             _crf_verify_access_check (CrfVerifyAccess *self, const CrfStored *entry, const char *where, GPtrArray *faults);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfVerifyAccess, _crf_verify_access_free)

G_END_DECLS
