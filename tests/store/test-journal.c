/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The journal: its hash against outside vectors, and that nothing removes an entry on any
 * connection. */

#include <sqlite3.h>
#include <string.h>

#include "crf-db.h"
#include "crf-detail.h"
#include "crf-journal.h"
#include "store-fixture.h"

#define add(path, test)                                                                            \
  g_test_add ("/store/journal/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

/* A cell of the table: \N is NULL; \n, \t and \\ are escaped. */
static char *
unescape (const char *cell)
{
  GString *text;

  if (g_str_equal (cell, "\\N"))
    return NULL;
  text = g_string_new (NULL);
  for (; *cell != '\0'; cell++)
    {
      if (*cell == '\\')
        {
          cell++;
          g_string_append_c (text, *cell == 'n' ? '\n' : *cell == 't' ? '\t' : *cell);
        }
      else
        g_string_append_c (text, *cell);
    }
  return g_string_free (text, FALSE);
}

static void
test_vectors (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "journal-vectors.tsv", NULL);
  g_autofree char *bytes = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  int n = 0;

  g_file_get_contents (path, &bytes, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (bytes, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);
      char *columns[CRF_N_COLS];
      char hex[65];

      if (*lines[i] == '#' || *lines[i] == '\0')
        continue;
      g_assert_cmpuint (g_strv_length (cells), ==, CRF_N_COLS);
      if (n++ == 0)
        {
          /* The order of the columns is part of the format. */
          g_assert_true (g_strv_equal ((const char *const *) cells, crf_entry_columns));
          continue;
        }
      for (int c = 0; c < CRF_N_COLS; c++)
        columns[c] = unescape (cells[c]);
      crf_entry_hash ((const char *const *) columns, hex);
      g_assert_cmpstr (hex, ==, columns[CRF_COL_HASH]);
      for (int c = 0; c < CRF_N_COLS; c++)
        g_free (columns[c]);
    }
  g_assert_cmpint (n, >=, 8);
}

static const char *const attacks[] = {
  "UPDATE journal SET value = 'x'",
  "UPDATE journal SET seq = seq",
  "UPDATE OR IGNORE journal SET hash = hash",
  "DELETE FROM journal",
  "DELETE FROM journal WHERE seq = 2",
  "REPLACE INTO journal SELECT * FROM journal WHERE seq = 2",
  "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 1",
  "INSERT INTO journal SELECT * FROM journal WHERE seq = 2",
  "INSERT INTO journal SELECT * FROM journal WHERE seq = 2 ON CONFLICT DO UPDATE SET value = 'x'",
  "INSERT OR REPLACE INTO journal (v, ws, seq, clock, at, off, txn, app, action, prev, hash) "
  "SELECT v, ws, seq, clock + 100, at, off, txn, app, 'evil', prev, hash FROM journal WHERE seq = "
  "2",
  /* Out of its order, and not linked. */
  "INSERT INTO journal (v, ws, seq, clock, at, off, txn, app, action, prev, hash) "
  "SELECT v, ws, seq + 100, clock + 100, at, off, txn, app, 'evil', prev, hash FROM journal WHERE "
  "seq = 2",
  "INSERT INTO journal (v, ws, seq, clock, at, off, txn, app, action, prev, hash) "
  "SELECT v, ws, 1 + (SELECT max (seq) FROM journal), 1000, at, off, txn, app, 'evil', prev, hash "
  "FROM journal "
  "WHERE seq = 2",
};

static char *
dump (sqlite3 *db)
{
  GString *text = g_string_new (NULL);
  sqlite3_stmt *stmt;

  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT * FROM journal ORDER BY clock", -1, &stmt, NULL),
                   ==, SQLITE_OK);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count (stmt); i++)
      g_string_append_printf (text, "%s|", (const char *) sqlite3_column_text (stmt, i));
  sqlite3_finalize (stmt);
  return g_string_free (text, FALSE);
}

/* A connection of some other program, with none of our settings. */
static void
test_plain_connection (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autofree char *before = NULL;
  sqlite3 *db;

  db = fixture_connect (self->path);
  before = dump (db);
  for (guint i = 0; i < G_N_ELEMENTS (attacks); i++)
    for (int recursive = 0; recursive < 2; recursive++)
      {
        g_autofree char *after = NULL;

        sqlite3_exec (db,
                      recursive ? "PRAGMA recursive_triggers=ON" : "PRAGMA recursive_triggers=OFF",
                      NULL, NULL, NULL);
        if (sqlite3_exec (db, attacks[i], NULL, NULL, NULL) == SQLITE_OK)
          g_error ("not refused: %s", attacks[i]);
        after = dump (db);
        g_assert_cmpstr (before, ==, after);
      }
  sqlite3_close (db);
  fixture_assert_verifies (self);
}

/* Our own connections, whatever the mode, do not even compile it; nor anything that would open the
 * way. */
static void
test_own_connections (Fixture *self, gconstpointer data)
{
  static const CrfDbMode modes[] = { CRF_DB_WRITE, CRF_DB_READ, CRF_DB_IMMUTABLE };
  static const char *const others[] = {
    "DROP TRIGGER journal_no_update",
    "DROP TABLE journal",
    "ALTER TABLE journal RENAME TO j2",
    "CREATE TABLE x (y)",
    "ATTACH 'other.db' AS other",
    "CREATE TRIGGER t AFTER INSERT ON journal BEGIN SELECT 1; END",
    "PRAGMA writable_schema=ON; DELETE FROM sqlite_schema WHERE type = 'trigger'",
  };
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");

  crf_study_file_close (self->file);
  self->file = NULL;
  for (guint m = 0; m < G_N_ELEMENTS (modes); m++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CrfDb) db = crf_db_open (self->path, modes[m], &error);

      g_assert_no_error (error);
      for (guint i = 0; i < G_N_ELEMENTS (attacks); i++)
        g_assert_false (crf_db_exec (db, attacks[i], NULL));
      for (guint i = 0; i < G_N_ELEMENTS (others); i++)
        g_assert_false (crf_db_exec (db, others[i], NULL));
    }
  fixture_assert_verifies (self);
}

static gboolean
count_entries (const CrfJournalRecord *record, gpointer data)
{
  GString *actions = data;

  g_string_append_printf (actions, "%s ", record->columns[CRF_COL_ACTION]);
  return TRUE;
}

static void
test_filters (Fixture *self, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autofree char *other = NULL;
  g_autoptr (GString) found = g_string_new (NULL);
  CrfEntry target = { 0 };
  const char *since = "2026-03-02T01:12:46.000Z";

  key = fixture_enter_patient (self, "302-001", "61.2");
  self->now.utc_ms += 60000;
  other = fixture_enter_patient (self, "302-002", "20");
  target.subject = key;
  g_assert_true (
      crf_records_journal (self->file, &target, NULL, 0, FALSE, count_entries, found, NULL));
  g_assert_cmpstr (found->str, ==, "subject.register event.add form.add value.set ");
  g_string_truncate (found, 0);
  crf_records_journal (self->file, NULL, since, 0, TRUE, count_entries, found, NULL);
  g_assert_cmpstr (found->str, ==, "value.set form.add event.add subject.register ");
  g_string_truncate (found, 0);
  crf_records_journal (self->file, NULL, NULL, 2, TRUE, count_entries, found, NULL);
  g_assert_cmpstr (found->str, ==, "value.set form.add ");
  g_assert_cmpuint (crf_records_count_entries (self->file), ==, 9);
}

typedef struct
{
  const char *since, *subject;
  GString *found;
  guint most;
} Since;

static gboolean
note_place (const CrfJournalRecord *record, gpointer data)
{
  Since *since = data;

  if (since->since != NULL && strcmp (record->columns[CRF_COL_AT], since->since) < 0)
    return TRUE;
  if (since->subject != NULL && g_strcmp0 (record->columns[CRF_COL_SUBJECT], since->subject) != 0)
    return TRUE;
  g_string_append_printf (since->found, "%s:%s ", record->columns[CRF_COL_WS], record->columns[CRF_COL_SEQ]);
  return since->most == 0 || --since->most > 0;
}

/* What is found with @at given to the store, and what a look at every entry finds. */
static void
assert_since (Fixture *self, const char *at, const char *subject, guint limit, gboolean newest_first)
{
  CrfEntry target = { .subject = (char *) subject };
  g_autoptr (GString) asked = g_string_new (NULL), scanned = g_string_new (NULL);
  Since all = { at, subject, scanned, limit }, some = { NULL, NULL, asked, 0 };

  g_assert_true (crf_records_journal (self->file, &target, at, limit, newest_first, note_place, &some, NULL));
  g_assert_true (crf_records_journal (self->file, NULL, NULL, 0, newest_first, note_place, &all, NULL));
  g_assert_cmpstr (asked->str, ==, scanned->str);
}

static void
test_since (Fixture *self, gconstpointer data)
{
  static const int minutes[] = { 10, 60, -300, 5, 5, 100000, -99990, 1, -1, 400 };
  g_autofree char *first = NULL;
  char at[CRF_INSTANT_SIZE];
  gint64 start = self->now.utc_ms;
  guint found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (minutes); i++)
    {
      g_autofree char *number = g_strdup_printf ("302-%03u", i + 1);
      g_autofree char *key = NULL;

      self->now.utc_ms += minutes[i] * G_GINT64_CONSTANT (60000);
      key = fixture_enter_patient (self, number, "61.2");
      if (first == NULL)
        first = g_steal_pointer (&key);
    }
  for (gint64 minute = -300; minute < 101000; minute = minute < 500 ? minute + 5 : minute + 10000)
    {
      CrfInstant instant = { start + minute * 60000, 480 };

      crf_instant_format_utc (instant, at);
      for (int newest = 0; newest < 2; newest++)
        {
          assert_since (self, at, NULL, 0, newest);
          assert_since (self, at, NULL, 3, newest);
          assert_since (self, at, first, 0, newest);
        }
      found++;
    }
  g_assert_cmpuint (found, >, 150);
  assert_since (self, "9999", NULL, 0, FALSE);
  assert_since (self, "", NULL, 0, TRUE);
}

/* A file of gigabytes is not read for its last day. */
static void
test_since_index (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfDb) db = crf_db_open (self->path, CRF_DB_READ, &error);
  CrfStatement *query;

  g_assert_no_error (error);
  query = crf_db_query (db, &error, "EXPLAIN QUERY PLAN SELECT min (+clock) FROM journal WHERE at >= '2026'", "");
  g_assert_no_error (error);
  g_assert_cmpint (crf_statement_step (query, &error), ==, CRF_STEP_ROW);
  g_assert_nonnull (strstr (crf_statement_text (query, 3), "COVERING INDEX journal_at (at>?)"));
  crf_statement_done (query);
  query = crf_db_query (db, &error, "EXPLAIN QUERY PLAN SELECT * FROM journal WHERE 1 AND clock >= 7 AND +at >= ?1 ORDER BY clock DESC, ws DESC, seq DESC", "");
  g_assert_no_error (error);
  g_assert_cmpint (crf_statement_step (query, &error), ==, CRF_STEP_ROW);
  g_assert_nonnull (strstr (crf_statement_text (query, 3), "PRIMARY KEY (clock>?)"));
  g_assert_cmpint (crf_statement_step (query, &error), ==, CRF_STEP_DONE);
  crf_statement_done (query);
}

/* Dates from "date -u -d @N"; offsets as ISO 8601 writes them. */
static void
test_instants (void)
{
  const struct
  {
    gint64 ms;
    int offset;
    const char *utc;
    const char *off;
    const char *local;
  } cases[] = {
    { 0, 0, "1970-01-01T00:00:00.000Z", "+00:00", "1970-01-01T00:00" },
    { G_GINT64_CONSTANT (1772414045123), 480, "2026-03-02T01:14:05.123Z", "+08:00",
      "2026-03-02T09:14" },
    { G_GINT64_CONSTANT (1772409600000) - 1, -210, "2026-03-01T23:59:59.999Z", "-03:30",
      "2026-03-01T20:29" },
    { G_GINT64_CONSTANT (951782400000), 0, "2000-02-29T00:00:00.000Z", "+00:00",
      "2000-02-29T00:00" },
    { -1, 60, "1969-12-31T23:59:59.999Z", "+01:00", "1970-01-01T00:59" },
  };
  const char *const bad[] = { "",
                              "2026-03-02",
                              "2026-03-02T01:14:05.123",
                              "2026-02-30T01:14:05.123Z",
                              "2026-03-02T24:14:05.123Z",
                              "2026-03-02T01:14:05.12Z",
                              "2026-03-02T01:14:05.123Z " };
  CrfInstant instant;
  char buffer[CRF_INSTANT_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CrfInstant now = { cases[i].ms, cases[i].offset };

      g_assert_cmpstr (crf_instant_format_utc (now, buffer), ==, cases[i].utc);
      g_assert_cmpstr (crf_instant_format_offset (now, buffer), ==, cases[i].off);
      g_assert_cmpstr (crf_instant_format_local (now, buffer), ==, cases[i].local);
      g_assert_true (crf_instant_parse_utc (cases[i].utc, &instant));
      g_assert_cmpint (instant.utc_ms, ==, cases[i].ms);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (crf_instant_parse_utc (bad[i], &instant));
}

/* A file of somebody else's making may hold anything: the reader calls itself for each level, and the stack ends. */
static void
a_detail_that_nests_without_end_is_refused (void)
{
  static const char *const beginnings[] = { "{\"a\":", "{/*\"*/\"a\":", "{'\"':", "{\"a\\\"\":" };
  const guint depth = 300000;
  g_autofree char *open = g_strnfill (depth, '['), *close = g_strnfill (depth, ']'), *flat = g_strconcat ("{\"text\":\"", open, "\\\"{\"}", NULL);
  g_autoptr (JsonObject) detail = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      g_autofree char *text = g_strconcat (beginnings[i], open, close, "}", NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (crf_detail_parse (text, &error));
      g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT);
    }
  /* What a person typed may hold as many brackets as it likes. */
  detail = crf_detail_parse (flat, NULL);
  g_assert_nonnull (detail);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/journal/an-entry-has-the-hash-that-others-compute", test_vectors);
  g_test_add_func ("/store/journal/an-instant-is-written-and-read-without-the-locale",
                   test_instants);
  add ("a-plain-connection-cannot-change-an-entry", test_plain_connection);
  add ("since-finds-what-a-full-scan-finds-though-clocks-were-set-back", test_since);
  add ("since-is-found-by-index", test_since_index);
  add ("our-connections-cannot-change-an-entry", test_own_connections);
  add ("the-trail-is-filtered-and-ordered", test_filters);
  g_test_add_func ("/store/journal/a-detail-that-nests-without-end-is-refused", a_detail_that_nests_without_end_is_refused);

  return g_test_run ();
}
