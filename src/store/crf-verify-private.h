/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The parts of a verification; backups use some of them. Each returns FALSE with @error only
 * when it could not be made at all (cancelled); what it finds is added to @faults. */

#pragma once

#include "crf-db.h"
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

G_END_DECLS
