/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An arm that does not open because the file is damaged is said by name to who may know it: it must not look like blinding, on which people act as if
 * nothing were wrong. */

#include "crf-demo.h"
#include "crf-export.h"
#include "crf-reader.h"
#include "crf-reader-timeline.h"
#include "crf-readings.h"
#include "crf-session.h"
#include "crf-use-case.h"
#include "crf-verify.h"
#include "raw-file.h"

#include <glib/gstdio.h>
#include <string.h>

#define OF_DRAWN " (SELECT min (subject) FROM slot WHERE subject IS NOT NULL)"

typedef struct
{
  char *dir, *path, *key, *number;
  CrfSession *session;
} Fixture;

static CrfInstant now;

static char *
get_text (sqlite3 *db,
          const char *sql)
{
  sqlite3_stmt *stmt;
  char *text;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  text = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_finalize (stmt);
  return text;
}

static void
run (sqlite3 *db,
     const char *sql)
{
  char *message = NULL;

  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
}

/* The entry that made the slot of the first drawn, as architecture.md says an entry is hashed: a change that is in the table and in the journal alike. */
static void
rehash (sqlite3 *db)
{
  g_autofree char *columns = get_text (db, "SELECT group_concat ('\"' || name || '\"') FROM (SELECT name FROM pragma_table_info ('journal') "
                                           "WHERE name <> 'hash' ORDER BY cid)");
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM journal j WHERE EXISTS (SELECT 1 FROM slot s WHERE s.ws = j.ws AND s.seq = j.seq AND s.subject ="
                                          OF_DRAWN ")", columns);
  g_autofree char *update = NULL;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  sqlite3_stmt *stmt;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  for (int i = 0; i < sqlite3_column_count (stmt); i++)
    {
      const char *value = (const char *) sqlite3_column_text (stmt, i);
      g_autofree char *line = value != NULL ? g_strdup_printf ("%s=%zu:%s\n", sqlite3_column_name (stmt, i), strlen (value), value)
                                            : g_strdup_printf ("%s=-\n", sqlite3_column_name (stmt, i));

      g_checksum_update (sum, (const guchar *) line, -1);
    }
  update = g_strdup_printf ("UPDATE journal SET hash = '%s' WHERE ws = '%s' AND seq = %s", g_checksum_get_string (sum), sqlite3_column_text (stmt, 1),
                            sqlite3_column_text (stmt, 2));
  sqlite3_finalize (stmt);
  run (db, update);
}

/* A box may begin with any letter: with another one it is not what it was. */
#define OTHER_LETTER(column) "iif (substr (" column ", 1, 1) = 'A', 'B', 'A') || substr (" column ", 2)"

static const char *const damages[] = {
  /* in the table alone */
  "UPDATE slot SET arm = (SELECT arm FROM slot WHERE subject IS NULL LIMIT 1) WHERE subject =" OF_DRAWN,
  /* of the draw nothing is left */
  "UPDATE slot SET subject = NULL WHERE subject =" OF_DRAWN,
  /* in the journal alike, so that only the key tells */
  "DROP TRIGGER journal_no_update; UPDATE journal SET value = " OTHER_LETTER ("value") " WHERE (ws, seq) IN (SELECT ws, seq FROM slot WHERE subject =" OF_DRAWN
  "); UPDATE slot SET arm = " OTHER_LETTER ("arm") " WHERE subject =" OF_DRAWN,
};

static void
set_up (Fixture *f,
        gconstpointer damage)
{
  CrfDemoOptions options = { .study = "nct06167473", .patients = 3, .seed = 7, .passphrase = "demo", .today = "2026-11-20" };
  g_autoptr (GError) error = NULL;
  g_autofree char *number_sql = NULL;
  sqlite3 *db;

  f->dir = g_dir_make_tmp ("stemward-arm-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->dir, "demo.stemward", NULL);
  g_assert_true (crf_demo_create (f->path, &options, NULL, NULL, NULL, &error));
  db = raw_file_open (f->path);
  f->key = get_text (db, "SELECT min (subject) FROM slot WHERE subject IS NOT NULL");
  number_sql = g_strdup_printf ("SELECT number FROM subject WHERE key = '%s'", f->key);
  f->number = get_text (db, number_sql);
  run (db, damage);
  if (strstr (damage, "journal") != NULL)
    rehash (db);
  sqlite3_close (db);
  g_assert_true (crf_instant_parse_utc ("2026-11-21T01:00:00Z", &now));
  f->session = crf_session_sign_in (f->path, "investigator", "demo", NULL, crf_clock_fixed (&now), &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f,
           gconstpointer damage)
{
  g_clear_pointer (&f->session, crf_session_close);
  g_remove (f->path);
  g_rmdir (f->dir);
  g_free (f->dir);
  g_free (f->path);
  g_free (f->key);
  g_free (f->number);
}

static void
assert_named (Fixture *f,
              const GError *error)
{
  g_autofree char *sentence = g_strdup_printf ("The allocation of patient %s cannot be read: ", f->number);

  g_assert_nonnull (error);
  g_assert_true (g_str_has_prefix (error->message, sentence));
}

static void
an_arm_that_does_not_open_is_named_wherever_it_is_asked_for (Fixture *f,
                                                             gconstpointer damage)
{
  CrfReadings begun = crf_readings_begin (f->session);
  g_autoptr (CrfPatient) patient = NULL;
  g_autoptr (CrfTimeline) timeline = NULL;
  g_autoptr (CrfVerifyReport) report = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  crf_readings_begin_output (f->session);
  g_assert_true (crf_session_may_know_arms (f->session));
  patient = crf_reader_patient (f->session, f->key, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (patient->arm, ==, "cannot be read");
  g_assert_false (crf_readings_hold (f->session, &begun, &error));
  assert_named (f, error);
  g_clear_error (&error);
  /* What is written for outside does not get its name. */
  g_assert_false (crf_readings_output_holds (f->session, &error));
  assert_named (f, error);
  g_clear_error (&error);
  timeline = crf_reader_timeline (f->session, f->key, &error);
  g_assert_null (timeline);
  assert_named (f, error);
  g_clear_error (&error);
  outcome = crf_conduct_with (f->session, "order-infusion", f->number, &error, NULL);
  g_assert_true (outcome == NULL || outcome->refusal != NULL);
  g_clear_error (&error);
  g_clear_pointer (&f->session, crf_session_close);
  report = crf_verify (f->path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->faults->len, >, 0);
}

/* The other patients stay as they were. */
static void
the_others_arms_are_read (Fixture *f,
                          gconstpointer damage)
{
  g_autoptr (GArray) ids = crf_reader_patient_ids (f->session, NULL, NULL, CRF_PATIENT_SORT_NUMBER, FALSE, NULL);
  g_autoptr (GPtrArray) patients = crf_reader_patients (f->session, (const gint64 *) (gpointer) ids->data, ids->len, NULL);
  guint n = 0;

  for (guint i = 0; i < patients->len; i++)
    {
      const CrfPatient *patient = g_ptr_array_index (patients, i);

      n += g_strcmp0 (patient->arm, "cannot be read") == 0;
      g_assert_cmpstr (patient->arm, !=, "blinded");
    }
  g_assert_cmpuint (n, ==, 1);
}

int
main (int argc,
      char *argv[])
{
  static const char *const names[] = { "changed in the table", "draw lost", "changed in the journal too" };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *named = g_strdup_printf ("/conduct/arm-damage/an-arm-that-does-not-open-is-named-wherever-it-is-asked-for (%s)", names[i]);
      g_autofree char *others = g_strdup_printf ("/conduct/arm-damage/the-others-arms-are-read (%s)", names[i]);

      g_test_add (named, Fixture, damages[i], set_up, an_arm_that_does_not_open_is_named_wherever_it_is_asked_for, tear_down);
      g_test_add (others, Fixture, damages[i], set_up, the_others_arms_are_read, tear_down);
    }
  return g_test_run ();
}
