/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Verification: random histories replay to equal projections; what is changed is found and named.
 */

#include <sqlite3.h>
#include <string.h>

#include "crf-migrator.h"
#include "crf-projection.h"
#include "history.h"

#define add(path, test)                                                                            \
  g_test_add ("/store/verify/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

static void
test_random_history (Fixture *self, gconstpointer data)
{
  g_autoptr (CrfVerifyReport) report = NULL;

  history_prepare (self);
  for (int i = 0; i < 4; i++)
    {
      history_run (self, 60);
      fixture_assert_verifies (self);
      fixture_reopen (self);
    }
  report = crf_verify (self->path, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (report->entries, ==, crf_records_count_entries (self->file));
  g_assert_cmpuint (report->projected_rows, >, 100);
  g_assert_false (report->demo);
}

static void
write_on (double fraction, gpointer data)
{
  if (fraction < 0.5)
    history_run (data, 5);
}

/* The daily check runs beside the work: what is written meanwhile is not in its snapshot, and not missing. */
static void
test_written_meanwhile (Fixture *self, gconstpointer data)
{
  g_autoptr (CrfVerifyReport) report = NULL;
  guint64 before, after;

  history_prepare (self);
  history_run (self, 400);
  before = crf_records_count_entries (self->file);
  g_assert_cmpuint (before, >, 256); /* it tells its progress that often */
  report = crf_verify (self->path, write_on, self, NULL, NULL);
  after = crf_records_count_entries (self->file);
  g_assert_cmpuint (after, >, before);
  for (guint i = 0; i < report->faults->len; i++)
    g_test_message ("%s", ((CrfVerifyFault *) g_ptr_array_index (report->faults, i))->what);
  g_assert_cmpuint (report->faults->len, ==, 0);
  g_assert_cmpuint (report->entries, ==, before);
}

/* All tables but sqlite's own, as text. NULL if the file cannot be read to its end. */
static char *
dump (const char *path)
{
  GString *text = g_string_new (NULL);
  sqlite3_stmt *tables = NULL;
  sqlite3 *db = fixture_connect (path);
  gboolean ok = sqlite3_prepare_v2 (
                    db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", -1,
                    &tables, NULL)
                == SQLITE_OK;

  while (ok && sqlite3_step (tables) == SQLITE_ROW)
    {
      g_autofree char *sql
          = g_strdup_printf ("SELECT * FROM %s", (const char *) sqlite3_column_text (tables, 0));
      sqlite3_stmt *rows = NULL;
      int rc;

      ok = sqlite3_prepare_v2 (db, sql, -1, &rows, NULL) == SQLITE_OK;
      while (ok && (rc = sqlite3_step (rows)) != SQLITE_DONE)
        {
          if (rc != SQLITE_ROW)
            {
              ok = FALSE;
              break;
            }
          for (int i = 0; i < sqlite3_column_count (rows); i++)
            {
              g_string_append_printf (text, "%d:", sqlite3_column_type (rows, i));
              g_string_append_len (text, (const char *) sqlite3_column_blob (rows, i),
                                   sqlite3_column_bytes (rows, i));
            }
          g_string_append_c (text, '\n');
        }
      sqlite3_finalize (rows);
    }
  sqlite3_finalize (tables);
  sqlite3_close (db);
  return g_string_free (text, !ok);
}

/* Rebuilding the projections, as a migration does, gives the same tables. */
static void
test_rebuild (Fixture *self, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  CrfDb *db;

  history_prepare (self);
  history_run (self, 100);
  fixture_reopen (self);
  crf_study_file_close (self->file);
  self->file = NULL;
  before = dump (self->path);
  db = crf_db_open (self->path, CRF_DB_WRITE, &error);
  g_assert_no_error (error);
  crf_db_exec (db, "BEGIN", &error);
  crf_projection_rebuild (db, &error);
  g_assert_no_error (error);
  crf_db_exec (db, "COMMIT", &error);
  crf_db_close (db);
  after = dump (self->path);
  g_assert_cmpstr (before, ==, after);
}

/* One change behind the program's back, by somebody who also drops the triggers where they are in
 * the way. */
static void
test_tampering (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *sql;
    const char *named;
  } cases[] = {
    { "DROP TRIGGER journal_no_update; UPDATE journal SET value = '1' WHERE seq = 20", ":20" },
    { "DROP TRIGGER journal_no_update; UPDATE journal SET value = value || char (0) || 'x' WHERE "
      "seq = 20",
      ":20" },
    { "DROP TRIGGER journal_no_update; UPDATE journal SET user = 'wang' WHERE seq = 30", ":30" },
    { "DROP TRIGGER journal_no_delete; DELETE FROM journal WHERE seq = 25", ":26" },
    { "DROP TRIGGER journal_no_update", "trigger journal_no_update" },
    { "CREATE TRIGGER quiet BEFORE INSERT ON value BEGIN SELECT 1; END", "trigger quiet" },
    { "UPDATE value SET canon = '1' WHERE rowid_is_not_there IS NULL", NULL },
    { "UPDATE value SET canon = canon || '0' WHERE item = 'I.ALT'", "item I.ALT" },
    { "UPDATE value SET item = 'I.AST' WHERE item = 'I.ALT'", "I.AST" },
    { "DELETE FROM value WHERE item = 'I.ALT'", "is missing" },
    { "UPDATE subject SET status = 'died'", "table subject" },
    { "UPDATE signature SET void_seq = NULL, void_ws = NULL", "table signature" },
    { "UPDATE account SET enabled = 0", "table account" },
    { "UPDATE account_key SET sign = (SELECT sign FROM account_key WHERE login = 'wang')",
      "table account_key" },
    { "UPDATE keyslot SET content = replace (content, 'a', 'b') WHERE slot = 'account:li'",
      "account:li" },
    { "DELETE FROM keyslot WHERE slot = 'account:wang'", "account:wang" },
    { "UPDATE keyslot SET holder = 'li' WHERE slot LIKE 'role:allocation%'", "role:allocation" },
    { "UPDATE meta SET value = '1' WHERE key = 'demo'", "table meta" },
    { "UPDATE definition SET version = 'x'", NULL },
  };
  g_autofree char *copy = g_build_filename (self->dir, "copy.stemward", NULL);
  g_autofree char *key = NULL;
  g_autofree char *bytes = NULL;
  CrfEntry target = { 0 };
  CrfEntry value = { 0 };
  CrfTransaction *txn;
  gsize size;

  history_prepare (self);
  key = fixture_enter_patient (self, "A-1", "61.2");
  target.subject = key;
  value = fixture_value (key, "E1", "F1", "I.ALT", "7");
  txn = fixture_begin (self);
  g_assert_true (crf_signature_add (txn, &target, "reviewed", "x", "li's", NULL));
  fixture_append (txn, &value);
  fixture_commit (txn);
  crf_study_file_close (self->file);
  self->file = NULL;
  g_file_get_contents (self->path, &bytes, &size, NULL);
  fixture_is_copy (copy, self->path);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfVerifyReport) report = NULL;
      sqlite3 *db;
      int rc;

      g_assert_true (g_file_set_contents (copy, bytes, (gssize) size, NULL));
      db = fixture_connect (copy);
      rc = sqlite3_exec (db, cases[i].sql, NULL, NULL, NULL);
      sqlite3_close (db);
      report = crf_verify (copy, NULL, NULL, NULL, NULL);
      if (cases[i].named == NULL)
        {
          g_assert_cmpuint (report->faults->len, ==, 0); /* the statement changed nothing */
          continue;
        }
      g_assert_cmpint (rc, ==, SQLITE_OK);
      if (!fixture_fault_mentions (report, cases[i].named))
        g_error ("not found: %s", cases[i].sql);
    }
}

/* A rewritten entry with hashes made anew to the end of the chain: the signature over the heads
 * finds it. */
static void
rechain (sqlite3 *db)
{
  sqlite3_stmt *rows;
  sqlite3_stmt *update;
  g_autofree char *prev = NULL;

  sqlite3_prepare_v2 (db, "SELECT * FROM journal ORDER BY clock", -1, &rows, NULL);
  sqlite3_prepare_v2 (db, "UPDATE journal SET prev = ?1, hash = ?2 WHERE seq = ?3", -1, &update,
                      NULL);
  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      const char *columns[CRF_N_COLS];
      char hash[65];

      for (int i = 0; i < CRF_N_COLS; i++)
        columns[i] = (const char *) sqlite3_column_text (rows, i);
      columns[CRF_COL_PREV] = prev;
      crf_entry_hash (columns, hash);
      sqlite3_bind_text (update, 1, prev, -1, SQLITE_TRANSIENT);
      sqlite3_bind_text (update, 2, hash, -1, SQLITE_TRANSIENT);
      sqlite3_bind_int64 (update, 3, g_ascii_strtoll (columns[CRF_COL_SEQ], NULL, 10));
      g_free (prev);
      prev = g_strdup (hash);
      sqlite3_step (update);
      sqlite3_reset (update);
    }
  sqlite3_finalize (rows);
  sqlite3_finalize (update);
}

static void
test_rewritten (Fixture *self, gconstpointer data)
{
  g_autoptr (CrfVerifyReport) report = NULL;
  g_autofree char *key = NULL;
  CrfEntry target = { 0 };
  CrfTransaction *txn;
  sqlite3 *db;

  history_prepare (self);
  key = fixture_enter_patient (self, "A-1", "61.2");
  target.subject = key;
  txn = fixture_begin (self);
  g_assert_true (crf_signature_add (txn, &target, "reviewed", "x", "li's", NULL));
  fixture_commit (txn);
  fixture_reopen (self);
  db = fixture_connect (self->path);
  g_assert_cmpint (sqlite3_exec (db,
                                 "DROP TRIGGER journal_no_update;"
                                 "UPDATE journal SET value = '6', canon = '6' WHERE item = 'I.ALT';"
                                 "UPDATE value SET value = '6', canon = '6' WHERE item = 'I.ALT'",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  rechain (db);
  sqlite3_exec (
      db,
      "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal\n"
      "BEGIN SELECT RAISE (ABORT, 'the journal is append-only: an entry is never changed'); END",
      NULL, NULL, NULL);
  sqlite3_close (db);
  report = crf_verify (self->path, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (report->faults->len, ==, 2);
  g_assert_true (fixture_fault_mentions (report, "had seen"));
  g_assert_true (fixture_fault_mentions (report, "the last that this computer wrote here"));
}

/* Every byte of the file may be flipped: it is found, or nothing that is stored has changed. */
static void
test_flipped_bytes (Fixture *self, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (self->dir, "copy.stemward", NULL);
  g_autofree char *original = NULL;
  g_autofree char *bytes = NULL;
  int samples = g_test_thorough () ? 2000 : 200;
  int found = 0;
  gsize size;

  history_prepare (self);
  history_run (self, 60);
  fixture_reopen (self);
  crf_study_file_close (self->file);
  self->file = NULL;
  original = dump (self->path);
  g_file_get_contents (self->path, &bytes, &size, NULL);
  fixture_is_copy (copy, self->path);
  for (int i = 0; i < samples; i++)
    {
      g_autoptr (CrfVerifyReport) report = NULL;
      g_autofree char *now = NULL;
      gsize at = i < 100 ? (gsize) i : (gsize) g_test_rand_int_range (100, (int) size);
      char kept = bytes[at];

      bytes[at] = (char) (kept ^ (1 << g_test_rand_int_range (0, 8)));
      g_assert_true (g_file_set_contents_full (copy, bytes, (gssize) size, G_FILE_SET_CONTENTS_NONE,
                                               0600, NULL));
      report = crf_verify (copy, NULL, NULL, NULL, NULL);
      bytes[at] = kept;
      if (report == NULL || report->faults->len > 0)
        {
          found++;
          continue;
        }
      now = dump (copy);
      if (g_strcmp0 (now, original) != 0)
        g_error ("byte %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " was flipped and not found", at,
                 size);
    }
  g_test_message ("%d of %d flipped bytes found, the others harmless", found, samples);
  g_assert_cmpint (found, >, samples / 4);
}

static void
test_no_values (Fixture *self, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autoptr (CrfVerifyReport) report = NULL;
  sqlite3 *db;

  key = fixture_enter_patient (self, "302-001", "61.2345");
  db = fixture_connect (self->path);
  sqlite3_exec (db, "UPDATE value SET canon = '98.7654'", NULL, NULL, NULL);
  sqlite3_close (db);
  report = crf_verify (self->path, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (report->faults->len, ==, 1);
  g_assert_false (fixture_fault_mentions (report, "61.2345"));
  g_assert_false (fixture_fault_mentions (report, "98.7654"));
}

/* What is about to be used is compared with the journal then and there. */
static void
test_checked_form (Fixture *self, gconstpointer data)
{
  static const char *const changes[] = {
    "UPDATE value SET canon = '6.12' WHERE item = 'I.ALT'",
    "DELETE FROM value WHERE item = 'I.ALT'",
    "INSERT INTO value SELECT form_id, 'I.AST', \"group\", groupkey, value, unit, cmp, missing, "
    "canon, detail, derived, "
    "sealed, ws, seq, at, user, settled FROM value",
    "UPDATE value SET (value, canon, seq) = (SELECT value, canon, seq FROM journal WHERE item = "
    "'I.ALT' ORDER BY seq LIMIT 1)",
  };
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autofree char *bytes = NULL;
  CrfEntry value = fixture_value (key, "E1", "F1", "I.ALT", "70");
  CrfTransaction *txn = fixture_begin (self);
  g_autoptr (GError) error = NULL;
  gsize size;

  fixture_append (txn, &value);
  fixture_commit (txn);
  g_assert_true (crf_records_check_form (self->file, 1, &error));
  g_assert_no_error (error);
  fixture_reopen (self);
  crf_study_file_close (self->file);
  self->file = NULL;
  g_file_get_contents (self->path, &bytes, &size, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      sqlite3 *db;

      g_file_set_contents (self->path, bytes, (gssize) size, NULL);
      db = fixture_connect (self->path);
      g_assert_cmpint (sqlite3_exec (db, changes[i], NULL, NULL, NULL), ==, SQLITE_OK);
      sqlite3_close (db);
      self->file = crf_study_file_open_reader (self->path, NULL);
      g_assert_false (crf_records_check_form (self->file, 1, &error));
      g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
      g_clear_error (&error);
      crf_study_file_close (self->file);
      self->file = NULL;
    }
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (crf_verify (self->path, NULL, NULL, cancellable, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  add ("what-is-written-meanwhile-is-not-missing", test_written_meanwhile);
  add ("a-random-history-replays-to-equal-tables", test_random_history);
  add ("rebuilding-gives-the-same-tables", test_rebuild);
  add ("what-was-changed-is-named", test_tampering);
  add ("a-rewritten-chain-is-found-by-what-was-signed", test_rewritten);
  add ("a-flipped-byte-is-found-or-harmless", test_flipped_bytes);
  add ("no-value-is-printed", test_no_values);
  add ("a-form-is-compared-before-it-is-used", test_checked_form);
  add ("it-can-be-cancelled", test_cancel);
  return g_test_run ();
}
