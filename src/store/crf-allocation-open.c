/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening one slot of the allocation list: by the role key, or by the key printed in its envelope. */

#include "crf-allocation-list.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "crf-allocation-private.h"
#include "crf-detail.h"
#include "crf-journal.h"
#include "crf-transaction-private.h"

void
_crf_slot_clear (CrfSlot *slot)
{
  g_free (slot->list);
  g_free (slot->arm);
  g_free (slot->key);
  g_free (slot->ws);
}

gboolean
_crf_slot_find (CrfDb *db, const char *subject, CrfSlot *slot, GError **error)
{
  g_autoptr (CrfStatement) query = crf_db_query (
      db, error, "SELECT list, number, arm, key, ws, seq FROM slot WHERE subject = ?1", "s",
      subject);

  if (query == NULL || crf_statement_step (query, error) != CRF_STEP_ROW)
    return FALSE;
  slot->list = g_strdup (crf_statement_text (query, 0));
  slot->number = crf_statement_int (query, 1);
  slot->arm = g_strdup (crf_statement_text (query, 2));
  slot->key = g_strdup (crf_statement_text (query, 3));
  slot->ws = g_strdup (crf_statement_text (query, 4));
  slot->seq = crf_statement_int (query, 5);
  return TRUE;
}

static gboolean
slot_was_made_so (CrfDb *db, const CrfSlot *slot)
{
  char **columns = crf_journal_find (db, slot->ws, slot->seq, NULL);
  CrfStored entry = { 0 };
  gboolean ok;

  if (columns == NULL)
    return FALSE;
  for (int i = 0; i < CRF_N_COLS; i++)
    entry.columns[i] = columns[i];
  ok = crf_journal_hash_holds (&entry) && g_strcmp0 (columns[CRF_COL_ACTION], CRF_ACTION_SLOT) == 0
       && g_strcmp0 (columns[CRF_COL_VALUE], slot->arm) == 0
       && strstr (columns[CRF_COL_DETAIL], slot->key) != NULL;
  crf_journal_free_columns (columns);
  return ok;
}

/* A changed table must not give a patient another arm: the slot is compared with the entry that
 * made it, and the draw with its own. */
static gboolean
slot_is_in_journal (CrfDb *db, const CrfSlot *slot, const char *subject)
{
  g_autofree char *draw = crf_db_get_text (
      db, NULL,
      "SELECT detail FROM journal WHERE subject = ?1 AND item IS NULL AND action = ?2 "
      "ORDER BY clock LIMIT 1",
      "ss", subject, CRF_ACTION_SLOT_DRAW);
  g_autoptr (JsonObject) drawn = draw != NULL ? crf_detail_parse (draw, NULL) : NULL;
  g_autofree char *list = crf_detail_get (drawn, "list");

  return slot_was_made_so (db, slot) && g_strcmp0 (list, slot->list) == 0
         && crf_detail_get_int (drawn, "number", 0) == slot->number;
}

gboolean
_crf_slot_check_made (CrfStudyFile *file, const CrfSlot *slot, GError **error)
{
  if (slot_was_made_so (file->db, slot))
    return TRUE;
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED,
               _("Slot %d of the allocation list is not the one in the journal of “%s”. Check integrity and restore the last backup."),
               (int) slot->number, file->path);
  return FALSE;
}

/* All numbers of the role key are tried: the slot may be older than the newest one. */
static gboolean
open_slot_key (CrfKeyring *keyring,
               const CrfSealContext *context,
               const char *box,
               guchar key[CRF_KEY_SIZE],
               GError **error)
{
  for (guint i = 0; keyring != NULL && i < keyring->roles->len; i++)
    {
      CrfRoleSecret *role = g_ptr_array_index (keyring->roles, i);
      guchar *payload = NULL;
      gsize size = 0;
      gboolean ok = g_str_equal (role->name, CRF_ROLE_KEY_ALLOCATION)
                    && crf_seal_open_public (context, box, role->public_key, role->secret, &payload,
                                             &size, NULL)
                    && size == CRF_KEY_SIZE;

      if (ok)
        memcpy (key, payload, CRF_KEY_SIZE);
      sodium_free (payload);
      if (ok)
        return TRUE;
    }
  g_set_error_literal (
      error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY,
      crf_keyring_holds (keyring, CRF_ROLE_KEY_ALLOCATION)
          ? _("The slot of this patient does not open. Check the integrity of the study file.")
          : _("This account does not hold the key “allocation”: it may not know the arms."));
  return FALSE;
}

static void
slot_names (const CrfSlot *slot, char **id, char **item)
{
  *id = g_strdup_printf ("%s:%" G_GINT64_FORMAT, slot->ws, slot->seq);
  *item = g_strdup_printf ("slot:%s:%" G_GINT64_FORMAT, slot->list, slot->number);
}

gboolean
_crf_slot_open_key (CrfStudyFile *file,
                    CrfKeyring *keyring,
                    const CrfSlot *slot,
                    guchar key[CRF_KEY_SIZE],
                    GError **error)
{
  g_autofree char *id = NULL;
  g_autofree char *item = NULL;
  CrfSealContext context = { file->uuid, NULL, NULL, NULL };

  slot_names (slot, &id, &item);
  context.item = item;
  context.entry = id;
  return open_slot_key (keyring, &context, slot->key, key, error);
}

char *
_crf_slot_open_arm (CrfStudyFile *file,
                    const CrfSlot *slot,
                    const guchar key[CRF_KEY_SIZE],
                    GError **error)
{
  g_autofree char *id = NULL;
  g_autofree char *item = NULL;
  CrfSealContext context = { file->uuid, NULL, NULL, NULL };
  guchar *payload = NULL;
  gsize size = 0;
  char *arm = NULL;

  slot_names (slot, &id, &item);
  context.item = item;
  context.entry = id;
  if (crf_seal_open_key (&context, slot->arm, key, &payload, &size, error))
    arm = g_strdup ((const char *) payload);
  sodium_free (payload);
  return arm;
}

/* Whether every key that a slot can have been sealed to is at hand. */
static gboolean
holds_all_keys (CrfStudyFile *file, CrfKeyring *keyring)
{
  gint64 n = 0;

  for (guint i = 0; keyring != NULL && i < keyring->roles->len; i++)
    n += g_str_equal (((const CrfRoleSecret *) g_ptr_array_index (keyring->roles, i))->name, CRF_ROLE_KEY_ALLOCATION);
  return n > 0 && crf_db_get_int (file->db, NULL, 0, "SELECT count (*) FROM role_key WHERE name = ?1", "s", CRF_ROLE_KEY_ALLOCATION) <= n;
}

/* A slot that does not open with a key that it may be sealed to is damaged: that is no matter of who may know. */
static char *
open_arm (CrfStudyFile *file, CrfKeyring *keyring, const CrfSlot *slot, GError **error)
{
  guchar key[CRF_KEY_SIZE];
  g_autoptr (GError) fault = NULL;
  gboolean opened = _crf_slot_open_key (file, keyring, slot, key, &fault);
  char *arm = opened ? _crf_slot_open_arm (file, slot, key, &fault) : NULL;

  sodium_memzero (key, sizeof key);
  if (arm == NULL && g_error_matches (fault, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY) && (opened || holds_all_keys (file, keyring)))
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED,
                 _("The slot that was drawn for this patient does not open in “%s”. Check integrity and restore the last backup."), file->path);
  else if (arm == NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  return arm;
}

/* The arm of a subject enrolled without randomisation, as its journal entry says it; NULL:
 * randomised, or not allocated. */
static char *
enrolled_arm (CrfDb *db, const char *subject)
{
  g_autofree char *detail = crf_db_get_text (
      db, NULL,
      "SELECT detail FROM journal WHERE subject = ?1 AND item IS NULL AND action IN (?2, ?3) "
      "ORDER BY clock LIMIT 1",
      "sss", subject, CRF_ACTION_ENROL, CRF_ACTION_TRANSFER_ALLOCATION);
  g_autoptr (JsonObject) enrolled = detail != NULL ? crf_detail_parse (detail, NULL) : NULL;

  return enrolled != NULL ? crf_detail_get (enrolled, "arm") : NULL;
}

/* A draw of the open transaction could be rolled back after its arm was seen. */
static gboolean
draw_is_stored (CrfStudyFile *file, const char *subject)
{
  g_autofree char *open = NULL;

  if (file->transaction == NULL)
    return TRUE;
  open = crf_db_get_text (
      file->db, NULL,
      "SELECT seq FROM journal WHERE subject = ?1 AND action = ?2 AND ws = ?3 AND seq >= ?4",
      "sssi", subject, CRF_ACTION_SLOT_DRAW, file->ws,
      _crf_transaction_get_first (file->transaction));
  return open == NULL;
}

gboolean
_crf_slot_find_checked (CrfStudyFile *file, const char *subject, CrfSlot *slot, GError **error)
{
  if (!_crf_slot_find (file->db, subject, slot, error))
    return FALSE;
  if (slot_is_in_journal (file->db, slot, subject))
    return TRUE;
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED,
               _("The slot of this patient is not the one in the journal of “%s”. Check integrity and restore the last backup."),
               file->path);
  return FALSE;
}

char *
crf_allocation_open (CrfStudyFile *file, CrfKeyring *keyring, const char *subject, GError **error)
{
  g_auto (CrfSlot) slot = { 0 };
  char *enrolled;

  g_return_val_if_fail (file != NULL && subject != NULL, NULL);
  enrolled = enrolled_arm (file->db, subject);
  if (enrolled != NULL)
    return enrolled;
  if (!draw_is_stored (file, subject))
    {
      g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT,
                           _("An arm is opened only after its draw has been stored."));
      return NULL;
    }
  return _crf_slot_find_checked (file, subject, &slot, error)
             ? open_arm (file, keyring, &slot, error)
             : NULL;
}

gboolean
crf_allocation_is_elsewhere (CrfStudyFile *file, const char *subject)
{
  g_autofree char *arm = NULL;

  g_return_val_if_fail (file != NULL && subject != NULL, FALSE);
  arm = enrolled_arm (file->db, subject);
  return arm == NULL
         && crf_db_get_int (file->db, NULL, 0,
                            "SELECT EXISTS (SELECT 1 FROM journal WHERE subject = ?1 AND item IS NULL AND action = ?2) "
                            "AND NOT EXISTS (SELECT 1 FROM slot WHERE subject = ?1)",
                            "ss", subject, CRF_ACTION_TRANSFER_ALLOCATION);
}
