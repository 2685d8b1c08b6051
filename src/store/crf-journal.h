/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of the journal: writing one, reading them in replay order, the heads of the chains. */

#pragma once

#include <json-glib/json-glib.h>

#include "crf-db.h"
#include "crf-entry.h"

G_BEGIN_DECLS

/* One entry as stored, all columns as text; what the projections are a function of. */
typedef struct
{
  const char *columns[CRF_N_COLS];
  gint64 seq;
  gint64 clock;
  JsonObject *detail; /* parsed by the reader of the entry; an empty object where there is none */
} CrfStored;

/* Writes the row; columns[CRF_COL_HASH] must be set. */
gboolean      crf_journal_insert (CrfDb *db, const CrfStored *entry, GError **error);

/* All columns, in the order of CrfColumn. */
#define CRF_JOURNAL_COLUMNS \
  "v, ws, seq, clock, seen, at, off, txn, user, role, app, action, subject, event, eventkey, form, formkey, " \
  "\"group\", groupkey, item, mdv, value, unit, cmp, missing, canon, reason, prompt, detail, base, prev, hash"

/* Fills @entry from a row of CRF_JOURNAL_COLUMNS; valid until the next step. Required columns
 * are never NULL, whatever the file holds. Does not parse the detail. */
void          crf_journal_read_row (CrfStatement *statement, CrfStored *entry);

/* "WS:seq hash" lines of all chains, ordered by workstation, without a newline at the end; NULL
 * if the journal is empty. Free it. */
char         *crf_journal_heads (CrfDb *db, GError **error);
/* Highest seq of @ws (0: none) and its hash. */
gboolean      crf_journal_head_of (CrfDb *db, const char *ws, gint64 *seq, char **hash, GError **error);
/* The entry "ws:seq". NULL without error: there is none. A vector of CRF_N_COLS strings, free
 * with crf_journal_free_columns(). */
char        **crf_journal_find (CrfDb *db, const char *ws, gint64 seq, GError **error);
void          crf_journal_free_columns (char **columns);
/* Recomputes the hash of a stored entry. */
gboolean      crf_journal_hash_holds (const CrfStored *entry);
/* Takes "ws:seq" apart; @ws has 9 bytes. */
gboolean      crf_journal_parse_id (const char *id, char *ws, gint64 *seq);

G_END_DECLS
