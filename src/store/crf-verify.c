/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Verification: the file as SQLite sees it, the schema, the chains and signatures, the key slots.
 */

#include "crf-verify-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "crf-detail.h"
#include "crf-head-record.h"
#include "crf-journal.h"
#include "crf-migrator.h"
#include "crf-signature-private.h"
#include "crf-study-header.h"

#define MOST_FAULTS 1000
#define CANCEL_EVERY 256

void
crf_verify_fault_free (CrfVerifyFault *fault)
{
  g_free (fault->where);
  g_free (fault->what);
  g_free (fault);
}

GPtrArray *
_crf_verify_new_faults (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) crf_verify_fault_free);
}

void
_crf_verify_add (GPtrArray *faults, const char *where, const char *what, ...)
{
  CrfVerifyFault *fault;
  va_list args;

  if (faults->len >= MOST_FAULTS)
    return;
  fault = g_new0 (CrfVerifyFault, 1);
  fault->where = g_strdup (where);
  va_start (args, what);
  fault->what = g_strdup_vprintf (what, args);
  va_end (args);
  g_ptr_array_add (faults, fault);
}

void
crf_verify_report_free (CrfVerifyReport *report)
{
  if (report == NULL)
    return;
  g_ptr_array_unref (report->faults);
  g_free (report->heads);
  g_free (report);
}

gboolean
_crf_verify_integrity (CrfDb *db, GPtrArray *faults, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrfStatement) query = crf_db_query (db, &local_error, "PRAGMA integrity_check", "");

  while (query != NULL && crf_statement_step (query, &local_error) == CRF_STEP_ROW)
    {
      const char *text = crf_statement_text (query, 0);

      if (g_strcmp0 (text, "ok") != 0)
        _crf_verify_add (faults, _("database"), _("SQLite finds: %s"), text != NULL ? text : "?");
    }
  if (local_error != NULL)
    _crf_verify_add (faults, _("database"), "%s", local_error->message);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* type, name → text. */
static GHashTable *
load_schema (CrfDb *db, GPtrArray *faults)
{
  g_autoptr (GHashTable) schema = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfStatement) query
      = crf_db_query (db, &error, "SELECT type, name, tbl_name, sql FROM sqlite_schema", "");

  while (query != NULL && crf_statement_step (query, &error) == CRF_STEP_ROW)
    g_hash_table_insert (
        schema,
        g_strdup_printf ("%s %s", crf_statement_text (query, 0), crf_statement_text (query, 1)),
        g_strdup_printf ("%s: %s", crf_statement_text (query, 2), crf_statement_text (query, 3)));
  if (error != NULL)
    _crf_verify_add (faults, _("schema"), "%s", error->message);
  return g_steal_pointer (&schema);
}

gboolean
_crf_verify_schema (CrfDb *db, GPtrArray *faults, GError **error)
{
  g_autoptr (CrfDb) fresh = crf_db_open (NULL, CRF_DB_TEMPORARY, error);
  g_autoptr (GHashTable) expected = NULL;
  g_autoptr (GHashTable) found = NULL;
  GHashTableIter iter;
  gpointer name;
  gpointer text;

  if (fresh == NULL || !crf_migrator_run (fresh, crf_migrations, error))
    return FALSE;
  expected = load_schema (fresh, faults);
  found = load_schema (db, faults);
  g_hash_table_iter_init (&iter, expected);
  while (g_hash_table_iter_next (&iter, &name, &text))
    {
      const char *stored = g_hash_table_lookup (found, name);

      if (stored == NULL)
        _crf_verify_add (faults, _("schema"), _("%s is missing."), (const char *) name);
      else if (!g_str_equal (stored, text))
        _crf_verify_add (faults, _("schema"), _("%s is not what this version of Stemward makes."),
                         (const char *) name);
    }
  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (expected, name))
      _crf_verify_add (faults, _("schema"), _("%s does not belong there."), (const char *) name);
  return TRUE;
}

/* One workstation's chain while the journal is walked. */
typedef struct
{
  gint64 seq;
  gint64 clock;
  char hash[65];
} Chain;

typedef struct
{
  CrfDb *db;
  GPtrArray *faults;
  GHashTable *chains; /* ws → Chain */
  GHashTable *keys;   /* "login key" of every account key so far */
  char *study;
  guint64 entries;
  guint64 signatures;
} Walk;

static void
walk_clear (Walk *walk)
{
  g_hash_table_unref (walk->chains);
  g_hash_table_unref (walk->keys);
  g_free (walk->study);
}

static void
check_link (Walk *walk, const CrfStored *entry, const char *where)
{
  Chain *chain = g_hash_table_lookup (walk->chains, entry->columns[CRF_COL_WS]);

  if (chain == NULL)
    {
      chain = g_new0 (Chain, 1);
      g_hash_table_insert (walk->chains, g_strdup (entry->columns[CRF_COL_WS]), chain);
    }
  if (entry->seq != chain->seq + 1)
    _crf_verify_add (walk->faults, where,
                     _("Entries before this one are missing or out of order."));
  else if (g_strcmp0 (entry->columns[CRF_COL_PREV], chain->seq > 0 ? chain->hash : NULL) != 0)
    _crf_verify_add (walk->faults, where, _("The entry is not linked to the one before it."));
  if (entry->clock <= chain->clock)
    _crf_verify_add (walk->faults, where,
                     _("The order of this workstation's entries was changed."));
  chain->seq = entry->seq;
  chain->clock = entry->clock;
  g_strlcpy (chain->hash, entry->columns[CRF_COL_HASH] != NULL ? entry->columns[CRF_COL_HASH] : "",
             sizeof chain->hash);
}

/* The heads that an entry has seen must be entries of this file with these hashes. */
static void
check_seen (Walk *walk, const CrfStored *entry, const char *where)
{
  g_auto (GStrv) lines = NULL;

  if (entry->columns[CRF_COL_SEEN] == NULL)
    return;
  lines = g_strsplit (entry->columns[CRF_COL_SEEN], "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *blank = strchr (lines[i], ' ');
      g_autofree char *hash = NULL;
      char ws[9];
      gint64 seq;

      if (blank != NULL)
        *blank = '\0';
      if (blank != NULL && crf_journal_parse_id (lines[i], ws, &seq))
        hash = crf_db_get_text (
            walk->db, NULL, "SELECT hash FROM journal WHERE ws = ?1 AND seq = ?2", "si", ws, seq);
      if (blank == NULL || g_strcmp0 (hash, blank + 1) != 0)
        _crf_verify_add (walk->faults, where, _("It had seen entry %s with another content."),
                         lines[i]);
    }
}

static void
note_account_key (Walk *walk, const CrfStored *entry)
{
  g_autofree char *login = crf_detail_get (entry->detail, "login");
  g_autofree char *sign = crf_detail_get (entry->detail, "sign");

  if (login != NULL && sign != NULL)
    g_hash_table_add (walk->keys, g_strconcat (login, " ", sign, NULL));
}

static void
check_signature (Walk *walk, const CrfStored *entry, const char *where)
{
  g_autofree char *key = NULL;
  g_autofree char *owned = NULL;

  walk->signatures++;
  if (!_crf_signature_holds (walk->study, entry, &key))
    {
      _crf_verify_add (walk->faults, where, _("The signature does not hold."));
      return;
    }
  owned = g_strconcat (entry->columns[CRF_COL_USER] != NULL ? entry->columns[CRF_COL_USER] : "",
                       " ", key, NULL);
  if (!g_hash_table_contains (walk->keys, owned))
    _crf_verify_add (walk->faults, where,
                     _("The signature was made with a key that is not the signer's."));
}

static void
check_entry (Walk *walk, CrfStatement *row, CrfStored *entry)
{
  const char *action = entry->columns[CRF_COL_ACTION];
  g_autofree char *where
      = g_strdup_printf (_("journal %s:%" PRId64), entry->columns[CRF_COL_WS], entry->seq);
  g_autoptr (JsonObject) detail = NULL;

  walk->entries++;
  if (crf_statement_hides_text (row) || !crf_journal_hash_holds (entry))
    _crf_verify_add (walk->faults, where,
                     _("The entry was changed: its content does not have its hash."));
  check_link (walk, entry, where);
  check_seen (walk, entry, where);
  detail = crf_detail_parse (entry->columns[CRF_COL_DETAIL], NULL);
  if (detail == NULL)
    {
      _crf_verify_add (walk->faults, where, _("Its detail cannot be read."));
      return;
    }
  entry->detail = detail;
  if (g_strcmp0 (action, CRF_ACTION_STUDY_CREATE) == 0 && walk->study == NULL)
    walk->study = crf_detail_get (detail, "uuid");
  else if (g_strcmp0 (action, CRF_ACTION_ACCOUNT_ADD) == 0
           || g_strcmp0 (action, CRF_ACTION_ACCOUNT_KEYS) == 0)
    note_account_key (walk, entry);
  else if (g_strcmp0 (action, CRF_ACTION_SIGN) == 0
           || (_crf_signature_anchors (action) && json_object_has_member (detail, "signature")))
    check_signature (walk, entry, where);
  entry->detail = NULL;
}

gboolean
_crf_verify_chains (CrfDb *db,
                    GPtrArray *faults,
                    CrfVerifyReport *report,
                    CrfProgress progress,
                    gpointer data,
                    GCancellable *cancellable,
                    GError **error)
{
  Walk walk = { .db = db, .faults = faults };
  g_autoptr (GError) local_error = NULL;
  gint64 total = crf_db_get_int (db, NULL, 1, "SELECT count (*) FROM journal", "");
  g_autoptr (CrfStatement) query = crf_db_query (
      db, &local_error, "SELECT " CRF_JOURNAL_COLUMNS " FROM journal ORDER BY clock, ws, seq", "");
  gboolean cancelled = FALSE;

  walk.chains = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  walk.keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  while (query != NULL && !cancelled && crf_statement_step (query, &local_error) == CRF_STEP_ROW)
    {
      CrfStored entry;

      crf_journal_read_row (query, &entry);
      check_entry (&walk, query, &entry);
      if (walk.entries % CANCEL_EVERY == 0)
        {
          cancelled = g_cancellable_is_cancelled (cancellable);
          if (progress != NULL)
            progress (0.5 * (double) walk.entries / (double) MAX (total, 1), data);
        }
    }
  if (local_error != NULL)
    _crf_verify_add (faults, _("journal"), "%s", local_error->message);
  if (walk.study == NULL && !cancelled)
    _crf_verify_add (faults, _("journal"), _("It does not begin with the creation of a study."));
  if (report != NULL)
    {
      report->entries = walk.entries;
      report->signatures = walk.signatures;
    }
  walk_clear (&walk);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* slot → SHA-256 that the last keyslot.set says; "" where the slot was erased. */
static GHashTable *
load_slot_hashes (CrfDb *db, GError **error)
{
  g_autoptr (GHashTable) hashes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (CrfStatement) query = crf_db_query (
      db, error, "SELECT detail FROM journal WHERE action = ?1 ORDER BY clock, ws, seq", "s",
      CRF_ACTION_KEYSLOT);
  CrfStep step = CRF_STEP_ERROR;

  while (query != NULL && (step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    {
      g_autoptr (JsonObject) detail = crf_detail_parse (crf_statement_text (query, 0), NULL);
      g_autofree char *slot = crf_detail_get (detail, "slot");
      g_autofree char *kind = crf_detail_get (detail, "kind");
      g_autofree char *holder = crf_detail_get (detail, "holder");
      g_autofree char *sha256 = crf_detail_get (detail, "sha256");

      if (slot != NULL)
        g_hash_table_insert (hashes, g_steal_pointer (&slot),
                             sha256 != NULL ? g_strconcat (kind, " ", holder, " ", sha256, NULL)
                                            : g_strdup (""));
    }
  return step == CRF_STEP_DONE ? g_steal_pointer (&hashes) : NULL;
}

gboolean
_crf_verify_keyslots (CrfDb *db, GPtrArray *faults, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GHashTable) hashes = load_slot_hashes (db, &local_error);
  g_autoptr (CrfStatement) query
      = hashes != NULL ? crf_db_query (
            db, &local_error, "SELECT slot, kind, holder, content FROM keyslot ORDER BY slot", "")
                       : NULL;
  GHashTableIter iter;
  gpointer slot;
  gpointer expected;

  while (query != NULL && crf_statement_step (query, &local_error) == CRF_STEP_ROW)
    {
      const char *name = crf_statement_text (query, 0);
      const char *content = crf_statement_text (query, 3);
      g_autofree char *sha256
          = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content != NULL ? content : "", -1);
      g_autofree char *found = g_strconcat (crf_statement_text (query, 1), " ",
                                            crf_statement_text (query, 2), " ", sha256, NULL);

      if (crf_statement_hides_text (query)
          || g_strcmp0 (g_hash_table_lookup (hashes, name != NULL ? name : ""), found) != 0)
        _crf_verify_add (faults, _("table keyslot"),
                         _("Key slot %s is not the one in the journal."),
                         name != NULL ? name : "?");
      g_hash_table_remove (hashes, name != NULL ? name : "");
    }
  if (local_error != NULL)
    {
      _crf_verify_add (faults, _("table keyslot"), "%s", local_error->message);
      return TRUE;
    }
  g_hash_table_iter_init (&iter, hashes);
  while (g_hash_table_iter_next (&iter, &slot, &expected))
    if (*(const char *) expected != '\0')
      _crf_verify_add (faults, _("table keyslot"), _("Key slot %s is missing."),
                       (const char *) slot);
  return TRUE;
}

/* The last entry that this program wrote at this place. */
typedef struct
{
  char *ws, *hash; /* NULL: nothing is known */
  gint64 seq;
} KeptHead;

static void
kept_head_clear (KeptHead *head)
{
  g_free (head->ws);
  g_free (head->hash);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KeptHead, kept_head_clear)

/* To be asked before the snapshot is taken: what is noted is committed, and so is in every later snapshot; the program may write on meanwhile. */
static void
read_kept_head (CrfDb *db, KeptHead *head)
{
  g_autofree char *uuid = crf_db_get_text (db, NULL, "SELECT value FROM meta WHERE key = 'uuid'", "");
  CrfHeadRecord *record = uuid != NULL ? crf_head_record_open (uuid, crf_db_get_path (db)) : NULL;
  const char *ws, *hash;
  gint64 seq;

  if (record != NULL && crf_head_record_get (record, &ws, &seq, &hash) && !crf_head_record_is_restored (record))
    {
      head->ws = g_strdup (ws);
      head->hash = g_strdup (hash);
      head->seq = seq;
    }
  crf_head_record_close (record);
}

/* It must still be there. */
static void
check_kept_head (CrfDb *db, const KeptHead *head, GPtrArray *faults)
{
  g_autofree char *found = NULL;

  if (head->ws == NULL)
    return;
  found = crf_db_get_text (db, NULL, "SELECT hash FROM journal WHERE ws = ?1 AND seq = ?2", "si", head->ws, head->seq);
  if (g_strcmp0 (found, head->hash) != 0)
    _crf_verify_add (faults, _("journal"),
                     _("Entry %s:%" PRId64 ", the last that this computer wrote here, is missing or is not the same: the file is an older copy, or its end was cut "
                       "off or written anew."),
                     head->ws, head->seq);
}

/* The way to open that changes nothing: a -wal that was left behind is read, and stays. */
static CrfDb *
open_untouched (const char *path, GError **error)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *dir = g_path_get_dirname (path);
  gboolean writable = g_access (path, W_OK) == 0 && g_access (dir, W_OK) == 0;
  GStatBuf info;
  gboolean left_behind = g_stat (wal, &info) == 0 && info.st_size > 0;
  CrfDb *db = crf_db_open (path, writable || left_behind ? CRF_DB_READ : CRF_DB_IMMUTABLE, error);

  if (db != NULL && left_behind)
    crf_db_leave_wal (db);
  return db;
}

static gboolean
check_version (CrfDb *db, GError **error)
{
  GError *local_error = NULL;
  int version = crf_migrator_get_version (db, &local_error);
  int latest = crf_migrations_latest (crf_migrations);

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (version == latest)
    return TRUE;
  g_set_error (error, CRF_STORE_ERROR,
               version > latest ? CRF_STORE_ERROR_NEWER : CRF_STORE_ERROR_OTHER,
               version > latest ? _("“%s” was written by a newer version of Stemward (format %d). "
                                     "Install that version to check its integrity.")
                                : _("“%s” was written by an older version of Stemward (format "
                                     "%d). Open it once to convert it."),
               crf_db_get_path (db), version);
  return FALSE;
}

static gboolean
run_checks (CrfDb *db,
            CrfVerifyReport *report,
            CrfProgress progress,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *demo = NULL;
  g_auto (KeptHead) head = { 0 };
  gboolean ok;

  read_kept_head (db, &head);
  /* One snapshot for all checks, even while somebody writes. */
  if (!crf_db_exec (db, "BEGIN", error))
    return FALSE;
  ok = _crf_verify_integrity (db, report->faults, cancellable, error)
       && _crf_verify_schema (db, report->faults, error)
       && _crf_verify_chains (db, report->faults, report, progress, data, cancellable, error)
       && _crf_verify_keyslots (db, report->faults, error)
       && (check_kept_head (db, &head, report->faults), TRUE)
       && _crf_verify_replay (db, report->faults, report, progress, data, cancellable, error);
  report->heads = crf_journal_heads (db, NULL);
  demo = crf_db_get_text (db, NULL, "SELECT value FROM meta WHERE key = 'demo'", "");
  report->demo = g_strcmp0 (demo, "1") == 0;
  if (crf_db_in_transaction (db))
    crf_db_exec (db, "ROLLBACK", NULL);
  if (ok && progress != NULL)
    progress (1.0, data);
  return ok;
}

CrfVerifyReport *
crf_verify (const char *path,
            CrfProgress progress,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (CrfVerifyReport) report = NULL;
  g_autoptr (CrfDb) db = NULL;
  GError *local_error = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  if (sodium_init () < 0 || !crf_study_header_check (path, error))
    return NULL;
  report = g_new0 (CrfVerifyReport, 1);
  report->faults = _crf_verify_new_faults ();
  db = open_untouched (path, &local_error);
  if (db != NULL && check_version (db, &local_error))
    run_checks (db, report, progress, data, cancellable, &local_error);
  if (local_error == NULL)
    return g_steal_pointer (&report);
  /* It has our mark but cannot be read: that is a finding, not a failure to look. */
  if (g_error_matches (local_error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED)
      || g_error_matches (local_error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_A_STUDY))
    {
      _crf_verify_add (report->faults, _("database"), "%s", local_error->message);
      g_error_free (local_error);
      return g_steal_pointer (&report);
    }
  g_propagate_error (error, local_error);
  return NULL;
}
