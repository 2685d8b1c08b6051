/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of wrapped secrets. It is no projection: what is replaced is overwritten for good, and
 * the journal keeps only that it happened and the SHA-256 of what stands there now. */

#include "crf-detail.h"
#include "crf-keyring-private.h"
#include "crf-transaction-private.h"

char *
_crf_keyslot_get (CrfDb *db, const char *slot, GError **error)
{
  return crf_db_get_text (db, error, "SELECT content FROM keyslot WHERE slot = ?1", "s", slot);
}

static gboolean
append_event (CrfTransaction *txn,
              const char *slot,
              const char *kind,
              const char *holder,
              const char *sha256,
              const char *published,
              GError **error)
{
  g_autofree char *detail = crf_detail_new ("slot", slot, "kind", kind, "holder", holder, "sha256",
                                            sha256, "public", published, NULL);
  CrfEntry entry = { .action = CRF_ACTION_KEYSLOT, .detail = detail };

  return crf_transaction_append (txn, &entry, NULL, error);
}

gboolean
_crf_keyslot_set (CrfTransaction *txn,
                  const char *slot,
                  const char *kind,
                  const char *holder,
                  const char *content,
                  const char *published,
                  GError **error)
{
  CrfDb *db = _crf_study_file_get_db (crf_transaction_get_file (txn));
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);
  g_autofree char *old = _crf_keyslot_get (db, slot, NULL);

  if (old != NULL)
    _crf_transaction_note_slot_replaced (txn);
  return append_event (txn, slot, kind, holder, sha256, published, error)
         && crf_db_run (
             db, error,
             "INSERT INTO keyslot (slot, kind, holder, content) VALUES (?1, ?2, ?3, ?4) "
             "ON CONFLICT (slot) DO UPDATE SET kind = excluded.kind, holder = excluded.holder, "
             "content = excluded.content",
             "ssss", slot, kind, holder, content);
}

gboolean
_crf_keyslot_erase (CrfTransaction *txn, const char *slot, GError **error)
{
  CrfDb *db = _crf_study_file_get_db (crf_transaction_get_file (txn));
  g_autofree char *kind
      = crf_db_get_text (db, NULL, "SELECT kind FROM keyslot WHERE slot = ?1", "s", slot);
  g_autofree char *holder
      = crf_db_get_text (db, NULL, "SELECT holder FROM keyslot WHERE slot = ?1", "s", slot);

  if (kind == NULL)
    return TRUE;
  _crf_transaction_note_slot_replaced (txn);
  return append_event (txn, slot, kind, holder, NULL, NULL, error)
         && crf_db_run (db, error, "DELETE FROM keyslot WHERE slot = ?1", "s", slot);
}
