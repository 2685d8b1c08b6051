/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The test of the blind: two files from the same scripted life, clock and randomness that differ in the arms only. Whatever a blinded role can
 * read must be the same in both, and so must the tables in rows, kinds and lengths: only ciphertext and hashes over it may differ. */

#include "blind-life.h"

#include "crf-infusion.h"
#include "crf-reader-infusion-day.h"
#include "crf-reader.h"
#include "raw-file.h"

#include <glib/gstdio.h>
#include <string.h>

#define PASSPHRASE "demo"

typedef struct
{
  char *seeds[2];
  BlindLife *lives[2];
} Twins;

static void
twins_begin (Twins *twins,
             const char *definition)
{
  blind_find_seeds (&twins->seeds[0], &twins->seeds[1]);
  for (int i = 0; i < 2; i++)
    twins->lives[i] = blind_life_new (definition, twins->seeds[i]);
}

static void
twins_end (Twins *twins)
{
  for (int i = 0; i < 2; i++)
    {
      blind_life_free (twins->lives[i]);
      g_free (twins->seeds[i]);
    }
}

/* The first line that differs, for the message; NULL: equal. */
static char *
first_difference (const char *a,
                  const char *b)
{
  g_auto (GStrv) one = g_strsplit (a, "\n", -1), two = g_strsplit (b, "\n", -1);

  for (guint i = 0; one[i] != NULL || two[i] != NULL; i++)
    if (g_strcmp0 (one[i], two[i]) != 0)
      return g_strdup_printf ("%s\n%s", one[i], two[i]);
    else if (one[i] == NULL)
      break;
  return NULL;
}

static guint
compare_readers (Twins *twins)
{
  guint n = 0;

  for (guint i = 0; blind_logins[i] != NULL; i++)
    {
      char *dumps[2] = { NULL, NULL };
      g_autofree char *difference = NULL;

      for (int j = 0; j < 2; j++)
        {
          g_autoptr (CrfSession) session = blind_life_sign_in (twins->lives[j], blind_logins[i]);

          g_assert_false (crf_session_may_know_arms (session));
          dumps[j] = blind_dump (session);
        }
      g_assert_cmpuint (strlen (dumps[0]), >, 1000);
      difference = first_difference (dumps[0], dumps[1]);
      if (difference != NULL)
        g_test_message ("%s sees:\n%s", blind_logins[i], difference);
      n += difference != NULL;
      g_free (dumps[0]);
      g_free (dumps[1]);
    }
  return n;
}

/* ── Tables ── */

static GPtrArray *
list_tables (sqlite3 *db)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *query;

  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", -1, &query, NULL), ==, SQLITE_OK);
  while (sqlite3_step (query) == SQLITE_ROW)
    g_ptr_array_add (names, g_strdup ((const char *) sqlite3_column_text (query, 0)));
  sqlite3_finalize (query);
  return names;
}

static gboolean
same_cell (sqlite3_stmt *a,
           sqlite3_stmt *b,
           int column)
{
  g_autofree char *one = NULL, *two = NULL;

  if (sqlite3_column_type (a, column) != sqlite3_column_type (b, column) || sqlite3_column_bytes (a, column) != sqlite3_column_bytes (b, column))
    return FALSE;
  if (sqlite3_column_type (a, column) == SQLITE_NULL)
    return TRUE;
  one = blind_mask ((const char *) sqlite3_column_text (a, column));
  two = blind_mask ((const char *) sqlite3_column_text (b, column));
  return strcmp (one, two) == 0;
}

static guint
compare_table (sqlite3 **dbs,
               const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\"", table);
  sqlite3_stmt *rows[2];
  guint n = 0;

  for (int i = 0; i < 2; i++)
    g_assert_cmpint (sqlite3_prepare_v2 (dbs[i], sql, -1, &rows[i], NULL), ==, SQLITE_OK);
  for (;;)
    {
      int one = sqlite3_step (rows[0]), two = sqlite3_step (rows[1]);

      if (one != two)
        {
          g_test_message ("%s: one file has more rows", table);
          n++;
        }
      if (one != SQLITE_ROW || two != SQLITE_ROW)
        break;
      for (int i = 0; i < sqlite3_column_count (rows[0]); i++)
        if (!same_cell (rows[0], rows[1], i))
          {
            g_test_message ("%s.%s: “%.200s” and “%.200s”", table, sqlite3_column_name (rows[0], i), sqlite3_column_text (rows[0], i),
                            sqlite3_column_text (rows[1], i));
            n++;
          }
    }
  sqlite3_finalize (rows[0]);
  sqlite3_finalize (rows[1]);
  return n;
}

static guint
compare_files (Twins *twins)
{
  sqlite3 *dbs[2];
  g_autoptr (GPtrArray) tables = NULL;
  guint n = 0;

  for (int i = 0; i < 2; i++)
    {
      blind_life_close (twins->lives[i]);
      dbs[i] = raw_file_open (twins->lives[i]->path);
    }
  tables = list_tables (dbs[0]);
  g_assert_cmpuint (tables->len, >, 25);
  for (guint i = 0; i < tables->len; i++)
    n += compare_table (dbs, g_ptr_array_index (tables, i));
  for (int i = 0; i < 2; i++)
    sqlite3_close (dbs[i]);
  return n;
}

static void
test_blind_holds (void)
{
  Twins twins;

  twins_begin (&twins, "nct01218464");
  for (guint i = 0; i < 2; i++)
    g_assert_true (blind_life_is_placebo (twins.lives[0], g_ptr_array_index (twins.lives[0]->subjects, i)) !=
                   blind_life_is_placebo (twins.lives[1], g_ptr_array_index (twins.lives[1]->subjects, i)));
  g_assert_cmpuint (compare_readers (&twins), ==, 0);
  g_assert_cmpuint (compare_files (&twins), ==, 0);
  twins_end (&twins);
}

/* A definition that forgets to seal is refused (study-protocols); what a person writes into an open field must be found out by the readers
 * and in the tables. */
static void
test_planted_leak_is_found (gconstpointer data)
{
  g_auto (GStrv) texts = g_strsplit (data, "|", 2);
  Twins twins;

  twins_begin (&twins, "nct01218464");
  for (guint i = 0; i < 2; i++)
    blind_life_leak (twins.lives[i], texts[0], texts[1]);
  g_assert_cmpuint (compare_readers (&twins), >, 0);
  g_assert_cmpuint (compare_files (&twins), >, 0);
  twins_end (&twins);
}

/* Counts rows of the file as a stolen copy shows them. */
static guint
count_raw (BlindLife *life,
           const char *query)
{
  sqlite3_stmt *statement = NULL;
  sqlite3 *db;
  guint n;

  blind_life_close (life);
  db = raw_file_open (life->path);
  g_assert_cmpint (sqlite3_prepare_v2 (db, query, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = (guint) sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return n;
}

static void
test_pharmacist_sees_what_the_ward_does_not (void)
{
  g_autofree char *cells = NULL, *placebo = NULL, *ward = NULL, *pharmacy = NULL;
  BlindLife *life;

  blind_find_seeds (&cells, &placebo);
  life = blind_life_new ("nct01218464", cells);
  ward = blind_dump (life->nurse);
  pharmacy = blind_dump (life->pharmacist);
  /* The dump ends with what was searched for. */
  *strstr (ward, "search saline") = '\0';
  g_assert_null (strstr (ward, "L-0231"));
  g_assert_null (strstr (ward, "NS-88"));
  g_assert_nonnull (strstr (ward, "|blinded|"));
  g_assert_nonnull (strstr (ward, "P-0001 · 50 mL · 60 mL/h"));
  /* 62 kg × 0.5 = 31.0 × 10⁶; given 50 of 50 mL: 3.4 mL × 10 × 0.925 / 62 kg = 0.507 → 0.51 × 10⁶/kg */
  g_assert_nonnull (strstr (pharmacy, "31.0 × 10⁶ cells · 0.5 × 10⁶/kg · 3.4 mL of lot L-0231"));
  g_assert_nonnull (strstr (pharmacy, "0.51 × 10⁶/kg · 50 mL · started 2026-03-03 09:50"));
  g_assert_nonnull (strstr (pharmacy, "placebo · 50 mL of batch NS-88"));
  /* 200 mL received; two preparations with cells took 3.4 mL each */
  g_assert_nonnull (strstr (pharmacy, "lot L-0231 released 193.2 mL"));
  blind_life_free (life);
}

static void
assert_said (CrfSession *session,
             const char *key,
             const char *corrective)
{
  g_autoptr (GPtrArray) deviations = crf_reader_deviations (session, NULL, NULL);

  for (guint i = 0; i < deviations->len; i++)
    {
      const CrfDeviation *deviation = g_ptr_array_index (deviations, i);

      if (strcmp (deviation->key, key) != 0)
        continue;
      g_assert_cmpstr (deviation->corrective, ==, corrective);
      g_assert_cmpstr (deviation->state, ==, "closed");
      return;
    }
  g_assert_not_reached ();
}

/* conduct.md, Infusion day: lot and dose deviations go to the pharmacist; the ward has preparation numbers. */
static void
test_pharmacy_writes_nothing_that_the_ward_reads (void)
{
  BlindLife *life = blind_life_begin ("nct01218464", "one");
  const char *subject = blind_life_add_subject (life);
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (GPtrArray) ward = NULL, pharmacy = NULL;
  g_autofree char *trail = NULL, *own = NULL, *ward_after = NULL;
  const CrfDeviation *seen;
  const char *key;

  crf_test_refused (life->investigator, "may-not-know", "quarantine-lot", NULL, "lot", "L-9999", "why", "look", NULL);
  outcome = crf_test_do (life->pharmacist, "open-deviation", subject, "kind", "dose", "text", "Bag 3 of L-0231 broke", "reason", "fell", NULL);
  crf_outcome_free (crf_test_do (life->pharmacist, "open-deviation", NULL, "text", "L-0231 stood warm", NULL));
  crf_outcome_free (crf_test_do (life->nurse, "open-deviation", subject, "text", "Visit on a Sunday", NULL));
  key = g_hash_table_lookup (outcome->results, "deviation");
  ward = crf_reader_deviations (life->investigator, NULL, NULL);
  pharmacy = crf_reader_deviations (life->pharmacist, NULL, NULL);
  g_assert_cmpuint (ward->len, ==, 3);
  g_assert_cmpuint (pharmacy->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      seen = g_ptr_array_index (pharmacy, i);
      g_test_message ("%s: %s", seen->kind, seen->text);
      if (strcmp (seen->key, key) == 0)
        {
          g_assert_cmpstr (seen->text, ==, "Bag 3 of L-0231 broke");
          g_assert_cmpstr (seen->kind, ==, "dose");
          g_assert_cmpstr (seen->reason, ==, "fell");
        }
      seen = g_ptr_array_index (ward, i);
      g_assert_null (strstr (seen->text, "L-0231"));
      g_assert_null (seen->reason);
    }
  trail = blind_dump (life->nurse);
  *strstr (trail, "search saline") = '\0';
  g_assert_null (strstr (trail, "Bag 3"));
  g_assert_null (strstr (trail, "stood warm"));
  g_assert_nonnull (strstr (trail, "Visit on a Sunday"));
  own = blind_dump (life->pharmacist);
  g_assert_nonnull (strstr (own, "stood warm"));
  /* Who cannot read it does not judge it; what who can writes is sealed as what happened is (architecture.md, Sealed content). */
  crf_test_refused (life->investigator, "may-not-know", "close-deviation", NULL, "key", key, "state", "closed", "class", "minor", NULL);
  crf_outcome_free (crf_test_do (life->pharmacist, "close-deviation", NULL, "key", key, "state", "confirmed", "class", "major", "corrective",
                                 "thawed bag 4 of L-0231", "safety", "none", "rights", "none", "data", "none", "ethics-on", "2026-03-02", NULL));
  /* What was written first is enough for the closing, and stays when only a reason is added. */
  crf_outcome_free (crf_test_do (life->pharmacist, "close-deviation", NULL, "key", key, "state", "closed", "reason", "cells all the same", NULL));
  assert_said (life->pharmacist, key, "thawed bag 4 of L-0231");
  assert_said (life->investigator, key, "Sealed: only who may know the arms reads it.");
  ward_after = blind_dump (life->investigator);
  *strstr (ward_after, "search saline") = '\0';
  g_assert_null (strstr (ward_after, "thawed bag"));
  g_assert_null (strstr (ward_after, "cells all the same"));
  g_assert_cmpuint (count_raw (life, "SELECT count (*) FROM journal WHERE coalesce (value, '') || coalesce (detail, '') || coalesce (reason, '') LIKE '%thawed bag%' "
                                     "OR reason LIKE '%cells all%'"), ==, 0);
  g_assert_cmpuint (count_raw (life, "SELECT count (*) FROM deviation WHERE corrective IS NOT NULL"), ==, 0);
  g_assert_cmpuint (count_raw (life, "SELECT count (*) FROM journal WHERE coalesce (value, '') || coalesce (detail, '') || coalesce (reason, '') LIKE '%Bag 3%' "
                                     "OR detail LIKE '%stood warm%' OR reason = 'fell'"), ==, 0);
  g_assert_cmpuint (count_raw (life, "SELECT count (*) FROM deviation WHERE box IS NOT NULL AND text IS NULL AND reason IS NULL"), ==, 2);
  blind_life_free (life);
}

/* Received less destroyed is given: a copy of the file must not say how much was destroyed of which lot. */
static void
test_what_is_destroyed_is_sealed (void)
{
  BlindLife *life = blind_life_begin ("nct01218464", "one");
  g_autofree char *dump = NULL;

  crf_test_refused (life->pharmacist, "lot-short", "destroy-lot", NULL, "lot", "L-0231", "volume", "201", "why", "expired", NULL);
  crf_outcome_free (crf_test_do (life->pharmacist, "destroy-lot", NULL, "lot", "L-0231", "volume", "150.5", "why", "expired", NULL));
  crf_outcome_free (crf_test_do (life->pharmacist, "return-lot", NULL, "lot", "L-0231", "volume", "20", "why", "recalled", NULL));
  /* 200 − 150.5 − 20 mL, for who may know */
  dump = blind_dump (life->pharmacist);
  g_assert_nonnull (strstr (dump, "lot L-0231 released 29.5 mL"));
  crf_test_refused (life->pharmacist, "lot-short", "destroy-lot", NULL, "lot", "L-0231", "volume", "30", "why", "expired", NULL);
  g_assert_cmpuint (count_raw (life, "SELECT count (*) FROM lot_movement WHERE kind <> 'receive'"), ==, 0);
  g_assert_cmpuint (count_raw (life, "SELECT count (*) FROM journal WHERE action = 'lot.move' AND (detail LIKE '%destroy%' OR detail LIKE '%150%' OR reason IS NOT NULL)"), ==, 0);
  g_assert_cmpuint (count_raw (life, "SELECT count (*) FROM lot_movement_sealed WHERE subject IS NULL"), ==, 2);
  blind_life_free (life);
}

static void
test_ward_is_refused_in_one_sentence (void)
{
  g_autofree char *cells = NULL, *placebo = NULL, *number = NULL;
  const char *subject;
  BlindLife *life;

  blind_find_seeds (&cells, &placebo);
  life = blind_life_begin ("nct01218464", cells);
  subject = blind_life_add_subject (life);
  crf_test_refused (life->nurse, "may-not-know", "plan-infusion", subject, "weight", "62", "weight-date", "2026-03-02 07:30", "lot", "L-0231", "duration",
                    "50", NULL);
  crf_test_refused (life->nurse, "may-not-know", "receive-lot", NULL, "lot", "L-1", "concentration", "10", "basis", "total", "viability", "92",
                    "bag-volume", "20", "bags", "1", "expires", "2027-01-01", NULL);
  crf_test_refused (life->nurse, "not-released", "start-infusion", subject, "start", "2026-03-02 08:00", "ward-clock", "08:00", "preparation", "P-0001", NULL);
  crf_outcome_free (crf_test_do (life->pharmacist, "plan-infusion", subject, "weight", "62", "weight-date", "2026-03-02 07:30", "lot", "L-0231",
                                 "duration", "50", NULL));
  /* Planned and not checked is not released either: the same sentence. */
  crf_test_refused (life->nurse, "not-released", "start-infusion", subject, "start", "2026-03-02 08:00", "ward-clock", "08:00", "preparation", "P-0001", NULL);
  crf_test_refused (life->pharmacist, "same-person", "check-infusion", subject, "weight", "62", "volume", "3.4", "lot", "L-0231", "concentration", "10",
                    "viability", "92.5", "passphrase", PASSPHRASE, NULL);
  /* A figure that is left out was not checked: only what a placebo does not have may be missing. */
  crf_test_refused (life->checker, "check-differs", "check-infusion", subject, "weight", "62", "volume", "3.4", "lot", "L-0231", "passphrase", "demo", NULL);
  crf_test_refused (life->checker, "check-differs", "check-infusion", subject, "weight", "62", "volume", "3.4", "lot", "L-0232", "concentration", "10",
                    "viability", "92.5", "passphrase", PASSPHRASE, NULL);
  crf_outcome_free (crf_test_do (life->checker, "check-infusion", subject, "weight", "62", "volume", "3.4", "lot", "L-0231", "concentration", "10",
                                 "viability", "92.5", "passphrase", PASSPHRASE, NULL));
  /* Checked, and quality assurance has not let it go: the same sentence. */
  crf_test_refused (life->nurse, "not-released", "start-infusion", subject, "start", "2026-03-02 08:00", "ward-clock", "08:00", "preparation", "P-0001", NULL);
  blind_life_to_bedside (life, subject);
  crf_test_refused (life->nurse, "preparation-missing", "start-infusion", subject, "start", "2026-03-02 08:00", "ward-clock", "08:00", NULL);
  crf_test_refused (life->nurse, "other-preparation", "start-infusion", subject, "start", "2026-03-02 08:00", "ward-clock", "08:00", "preparation", "P-0002", NULL);
  /* Planned anew, it is no longer checked, and has another number. */
  number = blind_life_prepare (life, subject);
  g_assert_cmpstr (number, ==, "P-0002");
  crf_test_refused (life->nurse, "not-released", "start-infusion", subject, "start", "2026-03-02 08:00", "ward-clock", "08:00", "preparation", "P-0002",
                    NULL);
  crf_test_refused (life->investigator, "may-not-know", "release-product", subject, "at", "2026-03-02 08:00", "appearance", "OK", "passphrase", PASSPHRASE,
                    NULL);
  blind_life_to_bedside (life, subject);
  crf_test_refused (life->nurse, "other-preparation", "start-infusion", subject, "start", "2026-03-02 08:00", "ward-clock", "08:00", "preparation", "P-0001", NULL);
  /* 120 minutes after 8:00 */
  blind_life_set_now (life, "2026-03-02T10:30");
  crf_test_refused (life->nurse, "use-before", "start-infusion", subject, "start", "2026-03-02 10:01", "ward-clock", "10:30", "preparation", "P-0002", NULL);
  crf_test_refused (life->nurse, "masked", "give-infusion", subject, "stop", "2026-03-02 10:20", "volume", "50", "outcome", "GIVEN", "lot", "L-0231", NULL);
  crf_outcome_free (crf_test_do (life->nurse, "start-infusion", subject, "start", "2026-03-02 10:00", "ward-clock", "10:30", "preparation", "p-0002", NULL));
  blind_life_free (life);
}

static void
test_replanned_is_unchecked (void)
{
  g_autofree char *cells = NULL, *placebo = NULL, *number = NULL;
  const char *subject;
  BlindLife *life;

  blind_find_seeds (&cells, &placebo);
  life = blind_life_begin ("nct01218464", cells);
  subject = blind_life_add_subject (life);
  number = blind_life_prepare (life, subject);
  crf_outcome_free (crf_test_do (life->pharmacist, "plan-infusion", subject, "weight", "62", "weight-date", "2026-03-02 07:30", "lot", "L-0231",
                                 "duration", "50", NULL));
  crf_test_refused (life->nurse, "not-released", "start-infusion", subject, "start", "2026-03-02 08:00", "ward-clock", "08:00", "preparation", "P-0002", NULL);
  blind_life_free (life);
}

/* A bad result names the patients who got those cells, to the pharmacy alone. */
static void
test_bad_result_goes_to_the_pharmacy (void)
{
  g_autofree char *cells = NULL, *placebo = NULL, *ward = NULL, *pharmacy = NULL, *number = NULL;
  BlindLife *life;

  blind_find_seeds (&cells, &placebo);
  life = blind_life_begin ("nct01218464", cells);
  crf_outcome_free (crf_test_do (life->pharmacist, "receive-lot", NULL, "lot", "L-0300", "concentration", "10", "basis", "total", "viability", "92.5",
                                 "bag-volume", "20", "bags", "1", "expires", "2026-12-30", NULL));
  crf_outcome_free (crf_test_do (life->pharmacist, "release-lot", NULL, "lot", "L-0300", "endotoxin", "0.25", "sterility", "POS", "mycoplasma", "NEG",
                                 "identity", "OK", NULL));
  blind_life_add_subject (life);
  crf_outcome_free (crf_test_do (life->pharmacist, "plan-infusion", g_ptr_array_index (life->subjects, 0), "weight", "62", "weight-date",
                                 "2026-03-02 07:30", "lot", "L-0300", "duration", "50", NULL));
  crf_outcome_free (crf_test_do (life->checker, "check-infusion", g_ptr_array_index (life->subjects, 0), "weight", "62", "volume", "3.4", "lot", "L-0300",
                                 "concentration", "10", "viability", "92.5", "passphrase", PASSPHRASE, NULL));
  ward = blind_dump (life->nurse);
  pharmacy = blind_dump (life->pharmacist);
  g_assert_null (strstr (ward, "L-0300"));
  g_assert_null (strstr (ward, "sterility"));
  g_assert_nonnull (strstr (pharmacy, "Lot L-0300 was prepared for this patient: sterility positive"));
  /* The pharmacy answers for the lot: naming a patient would name an arm. The ward reads nothing of it. */
  crf_test_refused (life->nurse, "not-permitted", "acknowledge-lot", NULL, "lot", "L-0300", "done", "x", NULL);
  crf_outcome_free (crf_test_do (life->pharmacist, "acknowledge-lot", NULL, "lot", "L-0300", "done", "the unblinded physician was told", NULL));
  {
    g_autofree char *after = blind_dump (life->nurse), *answered = blind_dump (life->pharmacist);

    g_assert_null (strstr (answered, "was prepared for this patient"));
    g_assert_null (strstr (after, "physician was told"));
    g_assert_nonnull (strstr (answered, "physician was told"));
  }
  /* Nor is it in a copy of the file, or why a lot is kept apart. */
  crf_outcome_free (crf_test_do (life->pharmacist, "quarantine-lot", NULL, "lot", "L-0300", "why", "grew in the blood of 01-S-001", NULL));
  g_assert_cmpuint (count_raw (life, "SELECT count (*) FROM journal WHERE action LIKE 'lot.%' AND (reason IS NOT NULL OR detail LIKE '%blood of%')"), ==, 0);
  g_assert_cmpuint (count_raw (life, "SELECT count (*) FROM journal WHERE action = 'lot.alert' AND detail LIKE '%seal%'"), ==, 2);
  blind_life_free (life);
}

static void
test_placebo_never_comes_from_a_cell_lot (void)
{
  g_autofree char *cells = NULL, *placebo = NULL;
  const char *subject;
  BlindLife *life;

  blind_find_seeds (&cells, &placebo);
  life = blind_life_begin ("nct01218464", placebo);
  subject = blind_life_add_subject (life);
  crf_test_refused (life->pharmacist, "wrong-product", "plan-infusion", subject, "weight", "62", "weight-date", "2026-03-02 07:30", "lot", "L-0231",
                    "duration", "50", NULL);
  crf_test_refused (life->pharmacist, "final-volume", "plan-infusion", subject, "weight", "62", "weight-date", "2026-03-02 07:30", "lot", "NS-88",
                    "final-volume", "60", "duration", "50", NULL);
  blind_life_free (life);
}

/* A nurse must not type what the pharmacy's steps write, nor what tells the arm. */
static void
test_steps_are_not_typed (void)
{
  g_autofree char *cells = NULL, *placebo = NULL, *number = NULL;
  const char *subject;
  g_autoptr (GPtrArray) infusions = NULL;
  const CrfTarget *target;
  BlindLife *life;

  blind_find_seeds (&cells, &placebo);
  life = blind_life_begin ("nct01218464", cells);
  subject = blind_life_add_subject (life);
  number = blind_life_prepare (life, subject);
  infusions = crf_reader_infusions (life->nurse, subject, NULL);
  target = ((CrfInfusionState *) g_ptr_array_index (infusions, 0))->target;
  crf_test_refused (life->nurse, "may-not-know", "enter", subject, "event", target->event, "eventkey", target->eventkey, "form", target->form, "item",
                    "INFLOT", "value", "L-0231", NULL);
  crf_test_refused (life->nurse, "by-step", "enter", subject, "event", target->event, "eventkey", target->eventkey, "form", target->form, "item",
                    "INFPREP", "value", "P-0009", NULL);
  crf_test_refused (life->nurse, "by-step", "enter", subject, "event", target->event, "eventkey", target->eventkey, "form", target->form, "item",
                    "CHKBY", "value", "qian", NULL);
  crf_test_refused (life->nurse, "unblinding-item", "query", subject, "event", target->event, "eventkey", target->eventkey, "form", target->form, "item",
                    "INFLOT", "text", "which lot?", NULL);
  blind_life_free (life);
}

/* Whether the file has the text readable. */
static gboolean
stands_in (const char *path,
           const char *text)
{
  g_autofree char *bytes = NULL;
  gsize size = 0;

  if (!g_file_get_contents (path, &bytes, &size, NULL))
    return FALSE;
  for (gsize i = 0; i + strlen (text) <= size; i++)
    if (memcmp (bytes + i, text, strlen (text)) == 0)
      return TRUE;
  return FALSE;
}

/* The steps of the infusion day as the session reads them. Free it. */
static char *
read_day (CrfSession *session,
          const char *subject)
{
  g_autoptr (CrfInfusionDay) day = crf_reader_infusion_day (session, subject, 0, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < day->steps->len; i++)
    {
      const CrfDayStep *step = g_ptr_array_index (day->steps, i);

      g_string_append_printf (text, "%s: %s\n", step->kind, step->text != NULL ? step->text : "");
    }
  return g_string_free (text, FALSE);
}

/* Why the first deviation of @kind happened, as @session reads it; interned. */
static const char *
reason_of (CrfSession *session,
           const char *kind)
{
  g_autoptr (GPtrArray) deviations = crf_reader_deviations (session, NULL, NULL);

  for (guint i = 0; i < deviations->len; i++)
    {
      const CrfDeviation *deviation = g_ptr_array_index (deviations, i);

      if (strcmp (deviation->kind, kind) == 0)
        return g_intern_string (deviation->reason);
    }
  g_assert_not_reached ();
}

/* What the pharmacy writes in words with its steps names products; the ward, and whoever has the file, does not read it. */
static void
test_words_of_the_pharmacy_are_sealed (void)
{
  g_autofree char *cells = NULL, *placebo = NULL, *ward = NULL, *pharmacy = NULL, *log = NULL;
  const char *subject;
  BlindLife *life;

  blind_find_seeds (&cells, &placebo);
  life = blind_life_begin ("nct01218464", cells);
  subject = blind_life_add_subject (life);
  blind_life_set_now (life, "2026-03-02T09:00");
  crf_outcome_free (crf_test_do (life->investigator, "order-infusion", subject, "at", "2026-03-02 08:00", "note", "bed 4 by ten", NULL));
  crf_outcome_free (crf_test_do (life->pharmacist, "dispatch-product", subject, "at", "2026-03-02 08:10", "box", "yellow UC-MSC crate", "carrier", "Mr Box",
                                 "temperature", "4", "reason", "the Wharton jelly cells were thawing", "confirm", "out-of-order", NULL));
  ward = read_day (life->nurse, subject);
  pharmacy = read_day (life->pharmacist, subject);
  g_assert_null (strstr (ward, "crate"));
  g_assert_nonnull (strstr (ward, "4 °C"));
  g_assert_nonnull (strstr (ward, "bed 4 by ten"));
  g_assert_nonnull (strstr (pharmacy, "yellow UC-MSC crate"));
  g_assert_nonnull (strstr (pharmacy, "Mr Box"));
  log = g_strconcat (life->path, "-wal", NULL);
  g_assert_false (stands_in (life->path, "crate"));
  g_assert_false (stands_in (log, "crate"));
  /* That it left before its release is a deviation that all read; why, in the words of the pharmacy, is not. */
  g_assert_cmpstr (reason_of (life->pharmacist, "product-not-released"), ==, "the Wharton jelly cells were thawing");
  g_assert_cmpstr (reason_of (life->investigator, "product-not-released"), ==, "Sealed: only who may know the arms reads it.");
  g_assert_false (stands_in (life->path, "Wharton"));
  g_assert_false (stands_in (log, "Wharton"));
  blind_life_free (life);
}

/* Who plans anew knows the arm and says why in her own words: beside the weight and the preparation number, which the ward reads, they do not stand. */
static void
test_why_it_was_planned_anew_is_sealed (void)
{
  g_autofree char *cells = NULL, *placebo = NULL, *number = NULL, *ward = NULL, *pharmacy = NULL, *log = NULL;
  const char *subject;
  BlindLife *life;

  blind_find_seeds (&cells, &placebo);
  life = blind_life_begin ("nct01218464", cells);
  subject = blind_life_add_subject (life);
  number = blind_life_prepare (life, subject);
  crf_outcome_free (crf_test_do (life->pharmacist, "plan-infusion", subject, "lot", blind_life_is_placebo (life, subject) ? "NS-88" : "L-0231", "weight", "62",
                                 "weight-date", "2026-03-02 07:30", "duration", "50", "reason", "the Wharton jelly bag leaked", NULL));
  ward = blind_dump (life->nurse);
  pharmacy = blind_dump (life->pharmacist);
  log = g_strconcat (life->path, "-wal", NULL);
  g_assert_null (strstr (ward, "Wharton"));
  g_assert_nonnull (strstr (pharmacy, "the Wharton jelly bag leaked"));
  g_assert_false (stands_in (life->path, "Wharton"));
  g_assert_false (stands_in (log, "Wharton"));
  blind_life_free (life);
}

static CrfOutcome *
judge_sealed (BlindLife *life,
              const char *key,
              const char *class_,
              const char *confirm,
              const char *reason)
{
  CrfOutcome *outcome = crf_conduct_with (life->pharmacist, "close-deviation", NULL, NULL, "key", key, "state", "confirmed", "class", class_, "confirm", confirm,
                                          "reason", reason, NULL);

  g_assert_null (outcome->refusal);
  return outcome;
}

/* As in the open: less than was reported has a reason, and that is sealed with the rest. */
static void
test_sealed_one_is_not_lowered_unasked (void)
{
  BlindLife *life = blind_life_begin ("nct01218464", "one");
  const char *subject = blind_life_add_subject (life);
  g_autoptr (CrfOutcome) opened = crf_test_do (life->pharmacist, "open-deviation", subject, "kind", "dose", "text", "Bag 3 of L-0231 broke", "class", "major", NULL);
  const char *key = g_hash_table_lookup (opened->results, "deviation");
  g_autoptr (CrfOutcome) asked = NULL, unexplained = NULL, lowered = NULL, again = NULL, none = NULL;

  /* Nobody has judged it yet: what was reported is in the box. */
  asked = judge_sealed (life, key, "minor", NULL, NULL);
  g_assert_nonnull (asked->prompt);
  g_assert_true (asked->prompt->needs_reason);
  unexplained = judge_sealed (life, key, "minor", asked->prompt->id, NULL);
  g_assert_nonnull (unexplained->prompt);
  again = judge_sealed (life, key, "major", NULL, NULL);
  g_assert_true (crf_outcome_done (again));
  lowered = judge_sealed (life, key, "minor", asked->prompt->id, "a saline bag only");
  g_assert_true (crf_outcome_done (lowered));
  none = crf_conduct_with (life->pharmacist, "close-deviation", NULL, NULL, "key", key, "state", "cancelled", NULL);
  g_assert_nonnull (none->prompt);
  g_assert_true (none->prompt->needs_reason);
  g_assert_cmpuint (count_raw (life, "SELECT count (*) FROM journal WHERE coalesce (value, '') || coalesce (detail, '') || coalesce (reason, '') LIKE '%saline bag%'"),
                    ==, 0);
  blind_life_free (life);
}

/* Two roles one after the other are one person all the same. */
static void
test_who_knew_is_not_blinded_unasked (void)
{
  g_autofree char *cells = NULL, *placebo = NULL, *log = NULL;
  g_autoptr (CrfOutcome) asked = NULL, bare = NULL, done = NULL, back = NULL;
  g_autoptr (GPtrArray) deviations = NULL;
  BlindLife *life;

  blind_find_seeds (&cells, &placebo);
  life = blind_life_begin ("nct01218464", cells);
  asked = crf_conduct_with (life->admin, "set-roles", NULL, NULL, "login", "qian", "roles", "assessor", NULL);
  g_assert_nonnull (asked->prompt);
  g_assert_true (asked->prompt->needs_reason);
  /* A confirmation alone is none. */
  bare = crf_conduct_with (life->admin, "set-roles", NULL, NULL, "login", "qian", "roles", "assessor", "confirm", asked->prompt->id, NULL);
  g_assert_nonnull (bare->prompt);
  done = crf_test_do (life->admin, "set-roles", NULL, "login", "qian", "roles", "assessor", "confirm", "has-known-arms,few-holders", "reason",
                      "nobody else", NULL);
  deviations = crf_reader_deviations (life->investigator, NULL, NULL);
  g_assert_cmpuint (deviations->len, ==, 1);
  g_assert_cmpstr (((CrfDeviation *) g_ptr_array_index (deviations, 0))->kind, ==, "blinding");
  g_assert_nonnull (strstr (((CrfDeviation *) g_ptr_array_index (deviations, 0))->text, "qian"));
  /* The other way nobody is asked: who was blinded learns the arms, and goes back no more. */
  crf_outcome_free (crf_test_do (life->admin, "set-roles", NULL, "login", crf_session_get_login (life->nurse), "roles", "pharmacist", NULL));
  back = crf_conduct_with (life->admin, "set-roles", NULL, NULL, "login", crf_session_get_login (life->nurse), "roles", "nurse", NULL);
  g_assert_nonnull (back->prompt);
  blind_life_free (life);
}

int
main (int argc,
      char **argv)
{
  blind_random_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/blind/the arms tell nothing apart for who is blinded", test_blind_holds);
  g_test_add_data_func ("/blind/a lot that is not sealed is found out", "lot L-0231|lot NS-088", test_planted_leak_is_found);
  g_test_add_data_func ("/blind/a drawn volume that is not sealed is found out", "3.4 mL drawn|0.0 mL drawn", test_planted_leak_is_found);
  g_test_add_func ("/blind/the pharmacist reads what the ward cannot", test_pharmacist_sees_what_the_ward_does_not);
  g_test_add_func ("/blind/the pharmacy writes nothing that the ward reads", test_pharmacy_writes_nothing_that_the_ward_reads);
  g_test_add_func ("/blind/what is destroyed or returned is sealed", test_what_is_destroyed_is_sealed);
  g_test_add_func ("/blind/the ward is refused in one sentence whatever is missing", test_ward_is_refused_in_one_sentence);
  g_test_add_func ("/blind/a preparation planned anew must be checked anew", test_replanned_is_unchecked);
  g_test_add_func ("/blind/a bad result of a lot goes to the pharmacy alone", test_bad_result_goes_to_the_pharmacy);
  g_test_add_func ("/blind/a placebo never comes from a cell lot, nor in another volume", test_placebo_never_comes_from_a_cell_lot);
  g_test_add_func ("/blind/nobody types what the pharmacy's steps write", test_steps_are_not_typed);
  g_test_add_func ("/blind/what the pharmacy writes in words with a step is sealed", test_words_of_the_pharmacy_are_sealed);
  g_test_add_func ("/blind/why an infusion was planned anew is sealed", test_why_it_was_planned_anew_is_sealed);
  g_test_add_func ("/blind/a sealed deviation is not lowered or cancelled without a reason", test_sealed_one_is_not_lowered_unasked);
  g_test_add_func ("/blind/who has known the arms is blinded again only with a reason and a deviation", test_who_knew_is_not_blinded_unasked);
  return g_test_run ();
}
