/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing: entries are chained, applied to the projections, read again and committed durably. */

#include "crf-transaction-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "crf-config.h"
#include "crf-detail.h"
#include "crf-file-key-private.h"
#include "crf-keyring.h"
#include "crf-projection.h"
#include "crf-seal.h"
#include "crf-signature-private.h"
#include "crf-verify-private.h"

#define ROW_FORMAT "1"
#define NUMBER_SIZE 24

struct _CrfTransaction
{
  CrfStudyFile *file;
  CrfActor actor; /* its strings are ours */
  const char *source;
  int line;
  char at[CRF_INSTANT_SIZE];
  char off[CRF_INSTANT_SIZE];
  char next_id[40];
  gint64 first; /* seq of the first entry */
  gint64 next;
  gint64 clock; /* of the last entry */
  char *prev;   /* hash of the last entry of this workstation */
  char *mdv;    /* of the entries that follow; NULL: the active definition */
  gint64 first_key; /* the last before this transaction */
  gint64 last_key;
  GHashTable *subject_keys; /* subject → 32 bytes of guarded memory */
  gboolean found_pending;
  gboolean slot_replaced;
  gboolean keys_changed; /* accounts or their slots: those of the whole file are written anew */
  gboolean broken; /* an entry failed half-way: only rolling back is left */
  gboolean committed;
};

static gboolean
refuse_read_only (CrfStudyFile *file, GError **error)
{
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_READ_ONLY,
               _("“%s” is open for reading only: the file or its folder cannot be written. Copy "
                  "it to a folder of "
                  "your own."),
               file->path);
  return FALSE;
}

static gboolean
load_state (CrfTransaction *self, GError **error)
{
  CrfDb *db = self->file->db;
  GError *local_error = NULL;
  gint64 seq;

  if (!crf_journal_head_of (db, self->file->ws, &seq, &self->prev, error))
    return FALSE;
  self->first = self->next = seq + 1;
  self->clock = crf_db_get_int (db, &local_error, 0, "SELECT max (clock) FROM journal", "");
  if (local_error == NULL)
    self->last_key = crf_db_get_int (
        db, &local_error, 0, "SELECT last FROM opaque_key WHERE ws = ?1", "s", self->file->ws);
  self->first_key = self->last_key;
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

CrfTransaction *
crf_transaction_begin_at (
    CrfStudyFile *file, const CrfActor *actor, const char *source, int line, GError **error)
{
  CrfTransaction *self;
  CrfInstant now;

  g_return_val_if_fail (file != NULL, NULL);
  if (file->lock == NULL)
    {
      refuse_read_only (file, error);
      return NULL;
    }
  if (file->transaction != NULL)
    {
      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_BUSY,
                   _("“%s” is being written already (since %s:%d)."), file->path,
                   file->transaction->source, file->transaction->line);
      return NULL;
    }
  if (!crf_db_exec (file->db, file->bulk ? "SAVEPOINT act" : "BEGIN IMMEDIATE", error))
    return NULL;
  /* Nobody else writes while this program has the file. Where somebody did, the act may rest on what he changed. */
  if (!file->bulk && !_crf_verify_access_again (file, error))
    {
      crf_db_exec (file->db, "ROLLBACK", NULL);
      return NULL;
    }

  self = g_new0 (CrfTransaction, 1);
  self->file = file;
  self->source = source;
  self->line = line;
  if (actor != NULL)
    self->actor = *actor;
  self->actor.user = g_strdup (self->actor.user);
  self->actor.role = g_strdup (self->actor.role);
  now = crf_clock_now (&self->actor.clock);
  crf_instant_format_utc (now, self->at);
  crf_instant_format_offset (now, self->off);
  self->subject_keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, sodium_free);
  self->found_pending = file->found != NULL;
  file->transaction = self;
  if (!load_state (self, error))
    g_clear_pointer (&self, crf_transaction_free);
  return self;
}

void
crf_transaction_set_mdv (CrfTransaction *self, const char *mdv)
{
  g_return_if_fail (self != NULL);

  g_free (self->mdv);
  self->mdv = g_strdup (mdv);
}

/* Hash, row, projections; the state of the chain moves on. */
static gboolean
write_entry (CrfTransaction *self, CrfStored *stored, GError **error)
{
  char numbers[3][NUMBER_SIZE];
  g_autofree char *heads = NULL;
  char hash[65];

  self->file->n_changes++;
  stored->seq = self->next;
  stored->clock = self->clock + 1;
  g_snprintf (numbers[0], NUMBER_SIZE, "%" G_GINT64_FORMAT, stored->seq);
  g_snprintf (numbers[1], NUMBER_SIZE, "%" G_GINT64_FORMAT, stored->clock);
  g_snprintf (numbers[2], NUMBER_SIZE, "%" G_GINT64_FORMAT, self->first);
  stored->columns[CRF_COL_V] = ROW_FORMAT;
  stored->columns[CRF_COL_WS] = self->file->ws;
  stored->columns[CRF_COL_SEQ] = numbers[0];
  stored->columns[CRF_COL_CLOCK] = numbers[1];
  stored->columns[CRF_COL_TXN] = numbers[2];
  stored->columns[CRF_COL_AT] = self->at;
  stored->columns[CRF_COL_OFF] = self->off;
  stored->columns[CRF_COL_APP] = "Stemward " CRF_VERSION;
  stored->columns[CRF_COL_MDV] = self->mdv != NULL ? self->mdv : self->file->mdv;
  stored->columns[CRF_COL_PREV] = self->prev;
  if (stored->seq == 1 || _crf_signature_anchors (stored->columns[CRF_COL_ACTION]))
    stored->columns[CRF_COL_SEEN] = heads = crf_journal_heads (self->file->db, NULL);
  crf_entry_hash (stored->columns, hash);
  stored->columns[CRF_COL_HASH] = hash;

  if (!crf_journal_insert (self->file->db, stored, error)
      || !crf_projection_apply (self->file->db, stored, error))
    {
      self->broken = TRUE;
      return FALSE;
    }
  g_free (self->prev);
  self->prev = g_strdup (hash);
  self->next++;
  self->clock++;
  return TRUE;
}

/* The file was not the one that this program last wrote here: that comes first, from the program.
 */
static gboolean
write_found (CrfTransaction *self, GError **error)
{
  g_autoptr (JsonObject) detail = NULL;
  CrfStored stored = { 0 };

  if (!self->found_pending)
    return TRUE;
  detail = crf_detail_parse (self->file->found, error);
  stored.detail = detail;
  stored.columns[CRF_COL_ACTION] = CRF_ACTION_FILE_FOUND;
  stored.columns[CRF_COL_DETAIL] = self->file->found;
  self->found_pending = FALSE;
  return detail != NULL && write_entry (self, &stored, error);
}

const char *
_crf_transaction_next_id (CrfTransaction *self, GError **error)
{
  if (!write_found (self, error))
    return NULL;
  g_snprintf (self->next_id, sizeof self->next_id, "%s:%" G_GINT64_FORMAT, self->file->ws,
              self->next);
  return self->next_id;
}

static gboolean
check_text (CrfTransaction *self, const CrfStored *stored, GError **error)
{
  for (int i = 0; i < CRF_N_COLS; i++)
    if (stored->columns[i] != NULL && !g_utf8_validate (stored->columns[i], -1, NULL))
      {
        g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT,
                     _("The text of “%s” is not valid UTF-8 and was not stored."),
                     crf_entry_columns[i]);
        return FALSE;
      }
  return TRUE;
}

static void
set_columns (CrfTransaction *self, const CrfEntry *entry, CrfStored *stored)
{
  stored->columns[CRF_COL_USER] = self->actor.user;
  stored->columns[CRF_COL_ROLE] = self->actor.role;
  stored->columns[CRF_COL_ACTION] = entry->action;
  stored->columns[CRF_COL_SUBJECT] = entry->subject;
  stored->columns[CRF_COL_EVENT] = entry->event;
  stored->columns[CRF_COL_EVENTKEY] = entry->eventkey;
  stored->columns[CRF_COL_FORM] = entry->form;
  stored->columns[CRF_COL_FORMKEY] = entry->formkey;
  stored->columns[CRF_COL_GROUP] = entry->group;
  stored->columns[CRF_COL_GROUPKEY] = entry->groupkey;
  stored->columns[CRF_COL_ITEM] = entry->item;
  stored->columns[CRF_COL_VALUE] = entry->value;
  stored->columns[CRF_COL_UNIT] = entry->unit;
  stored->columns[CRF_COL_CMP] = entry->cmp;
  stored->columns[CRF_COL_MISSING] = entry->missing;
  stored->columns[CRF_COL_CANON] = entry->canon;
  stored->columns[CRF_COL_REASON] = entry->reason;
  stored->columns[CRF_COL_PROMPT] = entry->prompt;
  stored->columns[CRF_COL_DETAIL] = entry->detail;
  stored->columns[CRF_COL_BASE] = entry->base;
}

static gboolean
is_value (const CrfEntry *entry)
{
  return g_str_equal (entry->action, CRF_ACTION_VALUE)
         || g_str_equal (entry->action, CRF_ACTION_DERIVED);
}

/* The entry in force, which a new value supersedes. A caller that names another one has looked at
 * an older state of the form: its change would be made blindly. */
static gboolean
set_base (
    CrfTransaction *self, const CrfEntry *entry, CrfStored *stored, char **base, GError **error)
{
  GError *local_error = NULL;

  if (!is_value (entry))
    return TRUE;
  *base = crf_db_get_text (
      self->file->db, &local_error,
      "SELECT v.ws || ':' || v.seq FROM form f JOIN value v ON v.form_id = f.id "
      "WHERE f.subject = ?1 AND f.event = ?2 AND f.eventkey = ?3 AND f.form = ?4 "
      "AND f.formkey = ?5 AND v.item = ?6 AND v.\"group\" = ?7 AND v.groupkey = ?8",
      "ssssssss", entry->subject, entry->event, entry->eventkey, entry->form, entry->formkey,
      entry->item, entry->group, entry->groupkey);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (entry->base != NULL && g_strcmp0 (entry->base, *base) != 0)
    {
      g_set_error (
          error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT,
          _("The value of %s was changed meanwhile. Look at it again before changing it."),
          entry->item);
      return FALSE;
    }
  stored->columns[CRF_COL_BASE] = *base;
  return TRUE;
}

/* study.create: the file says whether it is DEMO, and proposes a uuid. */
static char *
complete_create_detail (CrfTransaction *self, const char *text, GError **error)
{
  g_autoptr (JsonObject) detail = crf_detail_parse (text, error);

  if (detail == NULL)
    return NULL;
  if (!json_object_has_member (detail, "uuid"))
    json_object_set_string_member (detail, "uuid", self->file->uuid);
  json_object_set_boolean_member (detail, "demo", self->file->demo);
  return crf_detail_to_text (detail);
}

/* Sign-out and backup carry the heads under the signature of whoever is signed in. */
static gboolean
is_signed_anchor (CrfTransaction *self, const CrfEntry *entry)
{
  CrfKeyring *keyring = self->actor.keyring;

  return !g_str_equal (entry->action, CRF_ACTION_SIGN) && _crf_signature_anchors (entry->action)
         && keyring != NULL && self->actor.user != NULL
         && g_strcmp0 (crf_keyring_get_login (keyring), self->actor.user) == 0;
}

static gboolean
append (CrfTransaction *self, const CrfEntry *entry, GError **error)
{
  g_autoptr (JsonObject) detail = NULL;
  g_autofree char *create = NULL;
  g_autofree char *anchor = NULL;
  g_autofree char *base = NULL;
  g_autofree char *box = NULL;
  g_autofree char *marker = NULL;
  CrfStored stored = { 0 };

  if (!write_found (self, error))
    return FALSE;
  set_columns (self, entry, &stored);
  if (!check_text (self, &stored, error) || !set_base (self, entry, &stored, &base, error))
    return FALSE;
  if (g_str_equal (entry->action, CRF_ACTION_STUDY_CREATE))
    {
      create = complete_create_detail (self, entry->detail, error);
      if (create == NULL)
        return FALSE;
      stored.columns[CRF_COL_DETAIL] = create;
    }
  if (is_signed_anchor (self, entry))
    {
      anchor = _crf_signature_sign_anchor (self, entry, error);
      if (anchor == NULL)
        return FALSE;
      stored.columns[CRF_COL_DETAIL] = anchor;
    }
  if (entry->seal != CRF_SEAL_NONE && !_crf_seal_entry (self, entry, &stored, &box, &marker, error))
    return FALSE;
  detail = crf_detail_parse (stored.columns[CRF_COL_DETAIL], error);
  if (detail == NULL)
    return FALSE;
  stored.detail = detail;
  if (!write_entry (self, &stored, error))
    return FALSE;
  if (g_str_has_prefix (entry->action, "account.") || g_str_equal (entry->action, CRF_ACTION_KEYSLOT))
    self->keys_changed = TRUE;
  if (g_str_equal (entry->action, CRF_ACTION_STUDY_CREATE)
      || g_str_equal (entry->action, CRF_ACTION_DEFINITION_ACTIVATE))
    _crf_study_file_refresh (self->file);
  return TRUE;
}

static gboolean
refuse_broken (CrfTransaction *self, GError **error)
{
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT,
               _("Nothing was stored in “%s”: an earlier entry of the same change had failed."),
               self->file->path);
  return FALSE;
}

gboolean
crf_transaction_append (CrfTransaction *self, const CrfEntry *entry, char **id, GError **error)
{
  gint64 seq;

  g_return_val_if_fail (self != NULL && !self->committed, FALSE);
  g_return_val_if_fail (entry != NULL && entry->action != NULL, FALSE);
  if (self->broken)
    return refuse_broken (self, error);
  if (!append (self, entry, error))
    return FALSE;
  seq = self->next - 1;
  if (id != NULL)
    *id = g_strdup_printf ("%s:%" G_GINT64_FORMAT, self->file->ws, seq);
  return TRUE;
}

/* Reads the new entries again, as stored, and checks their chain. */
static gboolean
verify_written (CrfTransaction *self, GError **error)
{
  g_autoptr (CrfStatement) query = crf_db_query (
      self->file->db, error,
      "SELECT " CRF_JOURNAL_COLUMNS " FROM journal WHERE ws = ?1 AND seq >= ?2 ORDER BY seq", "si",
      self->file->ws, self->first);
  g_autofree char *prev = NULL;
  gint64 seq = self->first;
  CrfStep step;

  if (query == NULL)
    return FALSE;
  while ((step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    {
      CrfStored stored;

      crf_journal_read_row (query, &stored);
      if (stored.seq != seq++ || !crf_journal_hash_holds (&stored)
          || (prev != NULL && g_strcmp0 (prev, stored.columns[CRF_COL_PREV]) != 0))
        break;
      g_free (prev);
      prev = g_strdup (stored.columns[CRF_COL_HASH]);
    }
  if (step == CRF_STEP_ERROR)
    return FALSE;
  if (step == CRF_STEP_DONE && seq == self->next
      && g_strcmp0 (prev, seq > self->first ? self->prev : NULL) == 0)
    return TRUE;
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED,
               _("“%s” does not give back what was written (entry %s:%" PRId64
                  "). Nothing was stored. Check "
                  "the disk and restore the last backup."),
               self->file->path, self->file->ws, seq - 1);
  return FALSE;
}

static void
after_commit (CrfTransaction *self)
{
  CrfStudyFile *file = self->file;

  if (self->first == self->next)
    return;
  if (!self->found_pending)
    g_clear_pointer (&file->found, g_free);
  /* Heads are told outside only of what is on the disk. */
  if (file->bulk)
    return;
  if (file->record == NULL && file->uuid != NULL)
    file->record = crf_head_record_open (file->uuid, file->path);
  if (file->record != NULL)
    crf_head_record_set (file->record, file->ws, self->next - 1, self->prev);
  if (self->slot_replaced)
    crf_db_checkpoint (file->db, TRUE, NULL);
}

/* The slots of an encrypted file lie beside it, and power may fail between the two. With the earlier and the new ones in place before the
 * commit, whoever's passphrase is changed opens the file with the one that then holds in it; where they cannot be written, nothing is changed. */
static gboolean
save_both_slots (CrfTransaction *self, GError **error)
{
  CrfStudyFile *file = self->file;

  return !self->keys_changed || file->unpublished != NULL || file->uuid == NULL || _crf_file_key_save (file->db, file->uuid, file->path, TRUE, error);
}

static gboolean
save_slots (CrfTransaction *self, GError **error)
{
  CrfStudyFile *file = self->file;

  if (file->uuid == NULL || (!self->keys_changed && file->unpublished == NULL))
    return TRUE;
  /* Before the file has its name: without its slots nobody could open it. Later it has both; and what is one act of many may be undone. */
  return _crf_file_key_save (file->db, file->uuid, file->path, file->bulk, file->unpublished != NULL ? error : NULL) || file->unpublished == NULL;
}

gboolean
crf_transaction_commit (CrfTransaction *self, GError **error)
{
  CrfStudyFile *file;

  g_return_val_if_fail (self != NULL && !self->committed, FALSE);
  file = self->file;
  if (self->broken)
    return refuse_broken (self, error);
  if (!verify_written (self, error) || !save_both_slots (self, error) || !crf_db_exec (file->db, file->bulk ? "RELEASE act" : "COMMIT", error))
    return FALSE;
  self->committed = TRUE;
  if (!save_slots (self, error))
    return FALSE;
  if (file->unpublished != NULL && self->first != self->next
      && !_crf_study_file_publish (file, error))
    return FALSE;
  after_commit (self);
  return TRUE;
}

void
crf_transaction_free (CrfTransaction *self)
{
  if (self == NULL)
    return;
  self->file->transaction = NULL;
  if (!self->committed)
    {
      if (self->broken || self->first != self->next)
        self->file->n_changes++;
      if (self->file->bulk)
        crf_db_exec (self->file->db, "ROLLBACK TO act; RELEASE act", NULL);
      else if (crf_db_in_transaction (self->file->db))
        crf_db_exec (self->file->db, "ROLLBACK", NULL);
      _crf_study_file_refresh (self->file);
    }
  g_hash_table_unref (self->subject_keys);
  g_free ((char *) self->actor.user);
  g_free ((char *) self->actor.role);
  g_free (self->mdv);
  g_free (self->prev);
  g_free (self);
}

gboolean
crf_transaction_begin_bulk (CrfStudyFile *file, GError **error)
{
  g_return_val_if_fail (file != NULL && file->transaction == NULL && !file->bulk, FALSE);

  if (file->lock == NULL)
    return refuse_read_only (file, error);
  file->bulk = crf_db_exec (file->db, "BEGIN IMMEDIATE", error);
  return file->bulk;
}

gboolean
crf_transaction_end_bulk (CrfStudyFile *file, gboolean keep, GError **error)
{
  gboolean done;

  g_return_val_if_fail (file != NULL && file->transaction == NULL && file->bulk, FALSE);
  file->n_changes++;
  done = crf_db_exec (file->db, keep ? "COMMIT" : "ROLLBACK", error);
  file->bulk = FALSE;
  if (!done && crf_db_in_transaction (file->db))
    crf_db_exec (file->db, "ROLLBACK", NULL);
  _crf_study_file_refresh (file);
  return done;
}

char *
crf_transaction_new_key (CrfTransaction *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup_printf ("%s.%" G_GINT64_FORMAT, self->file->ws, ++self->last_key);
}

gboolean
crf_transaction_made_key (CrfTransaction *self, const char *key)
{
  gsize length;
  guint64 n;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  length = strlen (self->file->ws);
  return strncmp (key, self->file->ws, length) == 0 && key[length] == '.' &&
         g_ascii_string_to_unsigned (key + length + 1, 10, 0, G_MAXINT64, &n, NULL) && (gint64) n > self->first_key && (gint64) n <= self->last_key;
}

CrfStudyFile *
crf_transaction_get_file (CrfTransaction *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->file;
}

void
_crf_transaction_set_person (CrfTransaction *self, const char *user, const char *role)
{
  char *old_user = (char *) self->actor.user;
  char *old_role = (char *) self->actor.role;

  self->actor.user = g_strdup (user);
  self->actor.role = g_strdup (role);
  g_free (old_user);
  g_free (old_role);
}

const CrfActor *
crf_transaction_get_actor (CrfTransaction *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->actor;
}

const char *
crf_transaction_get_time (CrfTransaction *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->at;
}

const char *
_crf_transaction_get_offset (CrfTransaction *self)
{
  return self->off;
}

void
_crf_transaction_note_slot_replaced (CrfTransaction *self)
{
  self->slot_replaced = TRUE;
}

const guchar *
_crf_transaction_get_subject_key (CrfTransaction *self, const char *subject)
{
  return g_hash_table_lookup (self->subject_keys, subject);
}

void
_crf_transaction_keep_subject_key (CrfTransaction *self, const char *subject, const guchar key[32])
{
  guchar *copy = sodium_malloc (32);

  memcpy (copy, key, 32);
  g_hash_table_insert (self->subject_keys, g_strdup (subject), copy);
}

gint64
_crf_transaction_get_first (CrfTransaction *self)
{
  return self->first;
}
