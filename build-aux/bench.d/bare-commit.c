/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the disk and SQLite take for a durable transaction that writes the same
 * rows and bytes as one item does in a study file, with nothing of ours around
 * it: WAL, synchronous=FULL, prepared statements.
 *
 *   bare-commit FILE RUNS ROW-BYTES…     prints minimum, median and p99 in µs, and the
 *                                        median of the processor time */

#include <sqlite3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double
now_us (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec * 1e6 + (double) t.tv_nsec / 1e3;
}

static double
processor_us (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double) t.tv_sec * 1e6 + (double) t.tv_nsec / 1e3;
}

static void
check (sqlite3 *db, int rc)
{
  if (rc == SQLITE_OK || rc == SQLITE_DONE || rc == SQLITE_ROW)
    return;
  fprintf (stderr, "bare-commit: %s\n", sqlite3_errmsg (db));
  exit (1);
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
write_rows (sqlite3 *db, sqlite3_stmt *insert, const char *bytes, int n_rows, const int *sizes)
{
  for (int i = 0; i < n_rows; i++)
    {
      check (db, sqlite3_bind_text (insert, 1, bytes, sizes[i], SQLITE_STATIC));
      check (db, sqlite3_step (insert));
      check (db, sqlite3_reset (insert));
    }
}

int
main (int argc, char **argv)
{
  int n_runs = argc > 3 ? (int) strtol (argv[2], NULL, 10) : 0, n_rows = argc - 3, largest = 0;
  int *sizes;
  double *us, *processor;
  char *bytes;
  sqlite3 *db = NULL;
  sqlite3_stmt *begin, *insert, *commit;

  if (n_runs < 1 || n_rows < 1)
    {
      fprintf (stderr, "usage: bare-commit FILE RUNS ROW-BYTES…\n");
      return 2;
    }
  sizes = calloc (n_rows, sizeof (int));
  us = calloc (n_runs, sizeof (double));
  processor = calloc (n_runs, sizeof (double));
  for (int i = 0; i < n_rows; i++)
    {
      sizes[i] = (int) strtol (argv[i + 3], NULL, 10);
      largest = sizes[i] > largest ? sizes[i] : largest;
    }
  bytes = malloc (largest + 1);
  memset (bytes, 'x', largest + 1);

  check (db, sqlite3_open (argv[1], &db));
  check (db, sqlite3_exec (db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                               "CREATE TABLE t (id INTEGER PRIMARY KEY, bytes TEXT)", NULL, NULL, NULL));
  check (db, sqlite3_prepare_v2 (db, "BEGIN IMMEDIATE", -1, &begin, NULL));
  check (db, sqlite3_prepare_v2 (db, "INSERT INTO t (bytes) VALUES (?)", -1, &insert, NULL));
  check (db, sqlite3_prepare_v2 (db, "COMMIT", -1, &commit, NULL));
  for (int run = 0; run < n_runs; run++)
    {
      double start = now_us (), begun = processor_us ();

      check (db, sqlite3_step (begin));
      check (db, sqlite3_reset (begin));
      write_rows (db, insert, bytes, n_rows, sizes);
      check (db, sqlite3_step (commit));
      check (db, sqlite3_reset (commit));
      us[run] = now_us () - start;
      processor[run] = processor_us () - begun;
    }
  qsort (us, n_runs, sizeof (double), compare_doubles);
  qsort (processor, n_runs, sizeof (double), compare_doubles);
  printf ("%.0f\t%.0f\t%.0f\t%.0f\n", us[0], us[n_runs / 2], us[n_runs * 99 / 100], processor[n_runs / 2]);
  sqlite3_finalize (begin);
  sqlite3_finalize (insert);
  sqlite3_finalize (commit);
  sqlite3_close (db);
  free (sizes);
  free (us);
  free (processor);
  free (bytes);
  return 0;
}
