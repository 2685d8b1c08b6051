/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What sealing, keys and signatures need of an open transaction. */

#pragma once

#include "crf-journal.h"
#include "crf-study-file-private.h"
#include "crf-transaction.h"

G_BEGIN_DECLS

/* "ws:seq" that the next entry will get: boxes are bound to it. Valid until then. Makes sure
 * that the entry file.found, if it is due, goes before. NULL with @error. */
const char *_crf_transaction_next_id (CrfTransaction *self, GError **error);
/* "off" of the entries of this transaction. */
const char *_crf_transaction_get_offset (CrfTransaction *self);
/* A key slot was overwritten: the -wal, which may hold the old one, is truncated after the
 * commit. */
void        _crf_transaction_note_slot_replaced (CrfTransaction *self);
/* The subject's key if this transaction has made or unwrapped it, else NULL; and keeping it
 * until the end. */
const guchar *_crf_transaction_get_subject_key (CrfTransaction *self, const char *subject);
void        _crf_transaction_keep_subject_key (CrfTransaction *self, const char *subject, const guchar key[32]);

/* Whose entries follow: a second person signs between those of the first. */
void _crf_transaction_set_person (CrfTransaction *self, const char *user, const char *role);

/* seq of the first entry of this transaction. */
gint64 _crf_transaction_get_first (CrfTransaction *self);

G_END_DECLS
