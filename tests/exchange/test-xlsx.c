/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The workbook, read by other programs: sheets, types, figures; and what is left where it cannot be written. */

#include "crf-csv.h"
#include "crf-demo.h"
#include "crf-import.h"
#include "crf-number.h"
#include "crf-test-study.h"
#include "crf-xlsx-export.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

typedef struct
{
  CrfTestStudy *study;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  fixture->study = crf_test_study_new ();
  fixture->path = g_build_filename (fixture->study->dir, "book.xlsx", NULL);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  g_free (fixture->path);
  crf_test_study_free (fixture->study);
}

/* ── Reading with openpyxl ── */
static const char *
find_python (void)
{
  static const char *const candidates[] = { "/usr/bin/python3", "python3" };

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      const char *argv[] = { candidates[i], "-c", "import openpyxl", NULL };
      int status;

      if (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, NULL) &&
          g_spawn_check_wait_status (status, NULL))
        return candidates[i];
    }
  return NULL;
}

static gboolean
lacks_python (void)
{
  if (find_python () != NULL)
    return FALSE;
  g_test_skip ("there is no python3 with openpyxl");
  return TRUE;
}

/* The lines that read-workbook.py prints. */
static char **
read_book (const char *path,
           const char *what,
           const char *sheet)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "exchange", "read-workbook.py", NULL);
  const char *argv[] = { find_python (), script, what, path, sheet, NULL };
  g_autofree char *out = NULL, *err = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_test_message ("openpyxl: %s", err);
  g_assert_no_error (error);
  return g_strsplit (g_strchomp (out), "\n", -1);
}

/* The cell under @header in the @row-th row of cells; "" if there is no such column. */
static char *
cell_of (char **lines,
         guint row,
         const char *header)
{
  g_auto (GStrv) headers = g_strsplit (lines[0], "\t", -1);
  g_auto (GStrv) cells = g_strsplit (lines[row], "\t", -1);
  g_autofree char *typed = g_strconcat ("s:", header, NULL);

  for (guint i = 0; headers[i] != NULL && cells[i] != NULL; i++)
    if (g_str_equal (headers[i], typed))
      return g_strdup (cells[i]);
  return g_strdup ("");
}

static void
assert_cell (char **lines,
             guint row,
             const char *header,
             const char *expected)
{
  g_autofree char *cell = cell_of (lines, row, header);

  if (!g_str_equal (cell, expected))
    g_test_message ("row %u, %s: expected %s, got %s", row, header, expected, cell);
  g_assert_cmpstr (cell, ==, expected);
}

static void
export_book (Fixture *fixture,
             const CrfXlsxOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = NULL, *bytes = NULL, *again = NULL;
  gsize length;

  crf_xlsx_export (fixture->study->nurse, fixture->path, options, NULL, NULL, NULL, &sha256, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  again = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
  g_assert_cmpstr (sha256, ==, again);
}

static void
test_shape (Fixture *fixture,
            gconstpointer data)
{
  static const char *const sheets[] = { "Study", "Dictionary", "Subjects", "Eligibility", "Infusions", "Visits", "Scores", "Deviations", "Audit trail" };
  g_auto (GStrv) lines = NULL;
  guint found = 0;

  if (lacks_python ())
    return;
  g_free (crf_test_register (fixture->study));
  export_book (fixture, NULL);
  lines = read_book (fixture->path, "shape", NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], "\t", -1);

      g_assert_cmpstr (parts[1], ==, "B2");
      g_assert_true (g_str_has_prefix (parts[2], "A1:"));
      /* In this order; sheets of forms that repeat stand between the scores and the trail. */
      if (found < G_N_ELEMENTS (sheets) && g_str_equal (parts[0], sheets[found]))
        found++;
    }
  g_assert_cmpuint (found, ==, G_N_ELEMENTS (sheets));
}

static void
test_cells (Fixture *fixture,
            gconstpointer data)
{
  g_autofree char *number = crf_test_register (fixture->study);
  g_autofree char *subject = g_strconcat ("s:", number, NULL);
  g_auto (GStrv) subjects = NULL;
  g_auto (GStrv) visits = NULL;
  g_auto (GStrv) scores = NULL;

  if (lacks_python ())
    return;
  crf_test_enter_labs (fixture->study, number, "SCREENING");
  crf_test_enter (fixture->study, number, "SCREENING", "DBIL", "<0,2", "mg/dL");
  crf_outcome_free (crf_test_do (fixture->study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "GGT", "missing", "ND", NULL));
  export_book (fixture, NULL);

  subjects = read_book (fixture->path, "cells", "Subjects");
  assert_cell (subjects, 1, "Subject", subject);
  assert_cell (subjects, 1, "Age now (years)", "n:53");
  assert_cell (subjects, 1, "BRTHDAT", "d:1972-05-04");
  assert_cell (subjects, 1, "SEX", "s:M");
  assert_cell (subjects, 1, "SEX label", "s:Male");
  assert_cell (subjects, 1, "SUBJNAME", "");

  visits = read_book (fixture->path, "cells", "Visits");
  assert_cell (visits, 1, "Subject", subject);
  assert_cell (visits, 1, "Visit", "s:Screening");
  assert_cell (visits, 1, "Visit date", "d:2026-03-02");
  assert_cell (visits, 1, "TBIL (µmol/L)", "n:54");
  assert_cell (visits, 1, "INR", "n:2");
  assert_cell (visits, 1, "DBIL (µmol/L)", "s:<3.42");
  assert_cell (visits, 1, "GGT (U/L)", "s:ND");
  assert_cell (visits, 1, "PLAT (× 10⁹/L)", "-");
  assert_cell (visits, 1, "ASCCP", "s:SLIGHT");

  scores = read_book (fixture->path, "cells", "Scores");
  assert_cell (scores, 1, "MELD", "n:20");
  assert_cell (scores, 1, "Child-Pugh class", "s:C");
}

/* What is coded has the variables of SDTM beside its words; where nothing is coded, there are no empty columns of a dictionary. */
static void
test_codings (Fixture *fixture,
              gconstpointer data)
{
  g_autofree char *number = crf_test_register (fixture->study);
  g_auto (GStrv) before = NULL, after = NULL, history = NULL;

  if (lacks_python ())
    return;
  crf_outcome_free (crf_test_do (fixture->study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM", "value", "itch", NULL));
  crf_outcome_free (crf_test_do (fixture->study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM", "value", "pain", NULL));
  crf_outcome_free (crf_test_do (fixture->study->nurse, "enter", number, "event", "SCREENING", "form", "F.MH", "groupkey", "new", "item", "MHTERM", "value", "old pain", NULL));
  export_book (fixture, NULL);
  before = read_book (fixture->path, "cells", "Adverse event");
  assert_cell (before, 1, "AELLT", "");
  crf_test_code_event (fixture->study, number, "2", "99000043");
  export_book (fixture, NULL);
  after = read_book (fixture->path, "cells", "Adverse event");
  assert_cell (after, 1, "AETERM", "s:itch");
  assert_cell (after, 1, "AELLT", "-");
  assert_cell (after, 2, "AETERM", "s:pain");
  assert_cell (after, 2, "AELLT", "s:Made-up ache of the belly");
  assert_cell (after, 2, "AELLTCD", "s:99000043");
  assert_cell (after, 2, "AEDECOD", "s:Inventalgia");
  assert_cell (after, 2, "AEPTCD", "s:99000032");
  assert_cell (after, 2, "AEBODSYS", "s:Invented belly class");
  assert_cell (after, 2, "AEBDSYCD", "s:99000002");
  assert_cell (after, 2, "AESOCCD", "s:99000002");
  assert_cell (after, 2, "AEDICT", "s:MedDRA 0.1 Invented");
  history = read_book (fixture->path, "cells", "Medical history");
  assert_cell (history, 1, "MHTERM", "s:old pain");
  assert_cell (history, 1, "MHLLT", "-");
}

/* How many patients had what is a sheet of its own, where something is coded. */
static void
test_classes (Fixture *fixture,
              gconstpointer data)
{
  g_autofree char *number = crf_test_register (fixture->study);
  g_autoptr (CrfOutcome) event = NULL;
  g_auto (GStrv) before = NULL, rows = NULL;

  if (lacks_python ())
    return;
  crf_test_bring_infusion (fixture->study, number, "INFOUT", "GIVEN");
  crf_test_bring_infusion (fixture->study, number, "INFST", "2026-03-01 10:00");
  event = crf_test_do (fixture->study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM", "value", "pain", NULL);
  crf_outcome_free (crf_test_do (fixture->study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey",
                                 g_hash_table_lookup (event->results, "formkey"), "item", "AEGRADE", "value", "2", NULL));
  export_book (fixture, NULL);
  before = read_book (fixture->path, "shape", NULL);
  for (guint i = 0; before[i] != NULL; i++)
    g_assert_null (strstr (before[i], "Events by class"));
  crf_test_code_event (fixture->study, number, "1", "99000043");
  export_book (fixture, NULL);
  rows = read_book (fixture->path, "cells", "Events by class");
  /* The class and its term, for each of three groups. */
  g_assert_cmpuint (g_strv_length (rows), ==, 7);
  assert_cell (rows, 3, "System organ class", "s:Invented belly class");
  assert_cell (rows, 3, "SOC code", "s:99000002");
  assert_cell (rows, 3, "Preferred term", "-");
  assert_cell (rows, 6, "Preferred term", "s:Inventalgia");
  assert_cell (rows, 6, "PT code", "s:99000032");
  assert_cell (rows, 6, "Infused", "n:1");
  assert_cell (rows, 6, "Patients", "n:1");
  assert_cell (rows, 6, "Worst grade 1", "n:0");
  assert_cell (rows, 6, "Worst grade 2", "n:1");
  assert_cell (rows, 6, "Dictionary", "s:MedDRA 0.1 Invented");
}

static void
test_identifiers (Fixture *fixture,
                  gconstpointer data)
{
  const CrfXlsxOptions options = { .identifiers = TRUE, .audit = TRUE };
  g_auto (GStrv) subjects = NULL;
  g_auto (GStrv) trail = NULL;

  if (lacks_python ())
    return;
  g_free (crf_test_register (fixture->study));
  export_book (fixture, &options);
  subjects = read_book (fixture->path, "cells", "Subjects");
  assert_cell (subjects, 1, "SUBJNAME", "s:张红");
  assert_cell (subjects, 1, "HOSPNO", "s:H-77120");
  trail = read_book (fixture->path, "cells", "Audit trail");
  for (guint i = 0; trail[i] != NULL; i++)
    g_assert_null (strstr (trail[i], "张红"));
}

/* A shared workstation: whatever the mask says, also where the last attempt left a file that all may read. */
static void
test_mode (Fixture *fixture,
           gconstpointer data)
{
  const CrfXlsxOptions options = { .identifiers = TRUE };
  g_autofree char *part = g_strconcat (fixture->path, ".part", NULL);
  mode_t mask = umask (022);
  GStatBuf status;

  g_free (crf_test_register (fixture->study));
  g_assert_true (g_file_set_contents_full (part, "left", -1, G_FILE_SET_CONTENTS_NONE, 0644, NULL));
  export_book (fixture, &options);
  umask (mask);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (status.st_size, >, 1000);
}

/* The choice of the visit stands in both rows: of its own form and of the further sample. */
static void
test_analysed_sample (Fixture *fixture,
                      gconstpointer data)
{
  static const struct { const char *item, *value, *unit; } second[] = { { "LBDTC", "2026-03-02 08:40", NULL }, { "CREAT", "210", "umol/L" } };
  g_autofree char *alone = crf_test_register (fixture->study), *number = crf_test_register (fixture->study);
  g_autoptr (CrfOutcome) added = NULL;
  g_auto (GStrv) visits = NULL;
  g_auto (GStrv) further = NULL;
  g_auto (GStrv) chosen_visits = NULL;
  g_auto (GStrv) chosen_further = NULL;
  const char *key;

  if (lacks_python ())
    return;
  crf_test_enter_labs (fixture->study, alone, "SCREENING");
  crf_outcome_free (crf_test_do (fixture->study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "LBDTC", "value",
                                 "2026-03-02 08:00", NULL));
  crf_test_enter_labs (fixture->study, number, "SCREENING");
  added = crf_test_do (fixture->study->nurse, "add-form", number, "event", "SCREENING", "form", "F.RESAMPLE", NULL);
  key = g_hash_table_lookup (added->results, "formkey");
  for (guint i = 0; i < G_N_ELEMENTS (second); i++)
    crf_outcome_free (crf_test_do (fixture->study->nurse, "enter", number, "event", "SCREENING", "form", "F.RESAMPLE", "formkey", key, "item",
                                   second[i].item, "value", second[i].value, "unit", second[i].unit, NULL));
  export_book (fixture, NULL);
  visits = read_book (fixture->path, "cells", "Visits");
  further = read_book (fixture->path, "cells", "Further sample");
  assert_cell (visits, 1, "Analysed sample", "-"); /* the only one */
  assert_cell (visits, 2, "Analysed sample", "s:analysed");
  assert_cell (further, 1, "Analysed sample", "s:not analysed");
  assert_cell (further, 1, "CREAT (µmol/L)", "n:210");
  crf_outcome_free (crf_test_do (fixture->study->investigator, "choose-sample", number, "event", "SCREENING", "form", "F.RESAMPLE", "formkey", key,
                                 "group", "IG.RESAMPLE", "reason", "The first was taken after a meal", NULL));
  export_book (fixture, NULL);
  chosen_visits = read_book (fixture->path, "cells", "Visits");
  chosen_further = read_book (fixture->path, "cells", "Further sample");
  assert_cell (chosen_visits, 1, "Analysed sample", "-");
  assert_cell (chosen_visits, 2, "Analysed sample", "s:analysed in part (not: CREAT)");
  assert_cell (chosen_further, 1, "Analysed sample", "s:analysed");
}

/* One row a deviation, of a subject and of the site, with its class. */
static void
test_deviations (Fixture *fixture,
                 gconstpointer data)
{
  g_autofree char *number = crf_test_register (fixture->study);
  g_autofree char *subject = g_strconcat ("s:", number, NULL);
  g_auto (GStrv) rows = NULL;

  if (lacks_python ())
    return;
  crf_outcome_free (crf_test_do (fixture->study->investigator, "open-deviation", number, "text", "late sample", "class", "minor", "found-on", "2026-03-01",
                                 NULL));
  crf_outcome_free (crf_test_do (fixture->study->investigator, "open-deviation", NULL, "text", "freezer at -60 °C\xef\xbf\xbe\xef\xbf\xbf!", "class", "major", NULL));
  export_book (fixture, NULL);
  rows = read_book (fixture->path, "cells", "Deviations");
  g_assert_cmpuint (g_strv_length (rows), ==, 3);
  assert_cell (rows, 1, "Subject", subject);
  assert_cell (rows, 1, "Level", "s:subject");
  assert_cell (rows, 1, "What happened", "s:late sample");
  assert_cell (rows, 1, "Class", "s:Minor");
  assert_cell (rows, 1, "State", "s:Draft");
  assert_cell (rows, 2, "Level", "s:site");
  /* What XML cannot hold does not make the workbook unreadable. */
  assert_cell (rows, 2, "What happened", "s:freezer at -60 °C\xef\xbf\xbd\xef\xbf\xbd!");
  assert_cell (rows, 2, "Class", "s:Major");
}

static void
test_one_subject (Fixture *fixture,
                  gconstpointer data)
{
  g_autofree char *first = crf_test_register (fixture->study);
  g_autofree char *second = crf_test_register (fixture->study);
  const CrfXlsxOptions options = { .subject = second, .audit = TRUE };
  g_autofree char *subject = g_strconcat ("s:", second, NULL);
  g_auto (GStrv) subjects = NULL;
  g_auto (GStrv) trail = NULL;

  if (lacks_python ())
    return;
  export_book (fixture, &options);
  subjects = read_book (fixture->path, "cells", "Subjects");
  g_assert_cmpuint (g_strv_length (subjects), ==, 2);
  assert_cell (subjects, 1, "Subject", subject);
  trail = read_book (fixture->path, "cells", "Audit trail");
  g_assert_cmpuint (g_strv_length (trail), >, 2);
  for (guint i = 1; trail[i] != NULL; i++)
    assert_cell (trail, i, "Subject", subject);
}

static void
test_no_such_subject (Fixture *fixture,
                      gconstpointer data)
{
  const CrfXlsxOptions options = { .subject = "77", .audit = TRUE };
  g_autoptr (GError) error = NULL;

  g_assert_false (crf_xlsx_export (fixture->study->nurse, fixture->path, &options, NULL, NULL, NULL, NULL, &error));
  g_assert_nonnull (error);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

/* ── Real patients ── */
static char *
sample_path (const char *name)
{
  const char *shared = g_getenv ("STEMWARD_SHARED_DIR");
  g_autofree char *path = shared != NULL ? g_build_filename (shared, "samples", "clinical", name, NULL) : NULL;

  return path != NULL && g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

/* ALBI is in the cell unrounded, the authority gives two places. */
static void
assert_figure (char **lines,
               guint row,
               const char *header,
               const char *expected,
               int places)
{
  g_autofree char *cell = cell_of (lines, row, header);
  char rounded[CRF_DECIMAL_SIZE], figure[CRF_DECIMAL_SIZE];
  double got, wanted;

  if (*expected == '\0')
    {
      g_assert_cmpstr (cell, ==, "-");
      return;
    }
  g_assert_true (g_str_has_prefix (cell, "n:"));
  got = g_ascii_strtod (cell + 2, NULL);
  g_assert_true (crf_number_parse_plain (expected, &wanted, NULL));
  g_assert_cmpstr (crf_decimal_format_places (got, places, rounded), ==, crf_decimal_format_places (wanted, places, figure));
}

static void
test_real_scores (Fixture *fixture,
                  gconstpointer data)
{
  g_autofree char *path = sample_path ("eldd.csv"), *scores_path = sample_path ("eldd-scores.csv");
  g_autofree char *map = g_test_build_filename (G_TEST_DIST, "data", "eldd.map", NULL);
  const CrfImportOptions plain = { .dry_run = FALSE };
  const CrfXlsxOptions no_audit = { .audit = FALSE };
  g_autoptr (CrfImportReport) report = NULL;
  g_autoptr (CrfCsv) expected = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  if (path == NULL || scores_path == NULL)
    {
      g_test_skip ("STEMWARD_SHARED_DIR has no samples/clinical/eldd.csv");
      return;
    }
  if (lacks_python ())
    return;
  report = crf_import_csv (fixture->study->nurse, path, map, &plain, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  export_book (fixture, &no_audit);
  lines = read_book (fixture->path, "cells", "Scores");
  g_assert_cmpuint (g_strv_length (lines), ==, 328);
  expected = crf_csv_read_file (scores_path, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < expected->rows->len; i++)
    {
      const CrfCsvRow *row = g_ptr_array_index (expected->rows, i);

      assert_figure (lines, i + 1, "MELD", g_ptr_array_index (row->cells, 1), 0);
      assert_figure (lines, i + 1, "MELD-Na", g_ptr_array_index (row->cells, 2), 0);
      assert_figure (lines, i + 1, "MELD 3.0", g_ptr_array_index (row->cells, 3), 0);
      assert_figure (lines, i + 1, "ALBI", g_ptr_array_index (row->cells, 4), 2);
    }
}

/* ── LibreOffice ── */
/* Our own test settings are not for it: a home that is nowhere, criticals that end the program. */
static char **
office_environment (const char *home)
{
  static const char *const unset[] = { "G_DEBUG", "MALLOC_CHECK_", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME",
                                       "XDG_CONFIG_DIRS", "XDG_DATA_DIRS", "XDG_RUNTIME_DIR" };
  char **environment = g_environ_setenv (g_get_environ (), "HOME", home, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (unset); i++)
    environment = g_environ_unsetenv (environment, unset[i]);
  return environment;
}

/* Reads the workbook and writes it anew; the path of what it wrote. The folders of the test's isolated home go with it. */
static char *
convert (const char *office,
         const char *path)
{
  const char *home = g_get_user_cache_dir ();
  g_autofree char *out = g_build_filename (home, "out", NULL), *name = g_path_get_basename (path);
  g_autofree char *profile = g_strdup_printf ("-env:UserInstallation=file://%s/office", home);
  const char *argv[] = { office, profile, "--headless", "--convert-to", "xlsx", "--outdir", out, path, NULL };
  g_auto (GStrv) environment = office_environment (home);
  g_autofree char *err = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_assert_cmpint (g_mkdir_with_parents (out, 0700), ==, 0);
  g_spawn_sync (NULL, (char **) argv, environment, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &err, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_test_message ("soffice: %s", err);
  g_assert_no_error (error);
  return g_build_filename (out, name, NULL);
}

static void
test_libreoffice (Fixture *fixture,
                  gconstpointer data)
{
  static const char *const sheets[] = { "Subjects", "Visits", "Scores", "Audit trail" };
  g_autofree char *office = g_find_program_in_path ("soffice");
  g_autofree char *number = NULL, *converted = NULL;

  if (office == NULL)
    {
      g_test_skip ("LibreOffice (soffice) is not installed");
      return;
    }
  if (lacks_python ())
    return;
  number = crf_test_register (fixture->study);
  crf_test_enter_labs (fixture->study, number, "SCREENING");
  export_book (fixture, NULL);
  converted = convert (office, fixture->path);
  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      g_auto (GStrv) ours = read_book (fixture->path, "cells", sheets[i]);
      g_auto (GStrv) theirs = read_book (converted, "cells", sheets[i]);

      g_assert_cmpuint (g_strv_length (ours), >, 1);
      g_assert_cmpuint (g_strv_length (ours), ==, g_strv_length (theirs));
      for (guint row = 0; ours[row] != NULL; row++)
        g_assert_cmpstr (ours[row], ==, theirs[row]);
    }
}

/* ── Where it cannot be written ── */
static void
assert_nothing_left (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_error ("%s was left in %s", name, folder);
}

/* No file may grow beyond the limit, as on a disk that is full. The C library writes 4 kB at a time: a thorough run stops at each. */
static void
limit_files (rlim_t bytes)
{
  const struct rlimit limit = { bytes, RLIM_INFINITY };

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_full_disk (Fixture *fixture,
                gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("crf-full-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "book.xlsx", NULL);
  guint refused = 0;

  g_free (crf_test_register (fixture->study));
  signal (SIGXFSZ, SIG_IGN);
  for (rlim_t bytes = 1024; bytes <= 256 * 1024; bytes += g_test_thorough () ? 2048 : bytes)
    {
      g_autoptr (GError) error = NULL;
      gboolean done;

      limit_files (bytes);
      done = crf_xlsx_export (fixture->study->nurse, path, NULL, NULL, NULL, NULL, NULL, &error);
      limit_files (RLIM_INFINITY);
      g_assert_true (done == (error == NULL));
      if (done)
        g_assert_cmpint (g_unlink (path), ==, 0);
      else if (g_error_matches (error, CRF_XLSX_ERROR, CRF_XLSX_ERROR_WRITE))
        refused++;
      assert_nothing_left (folder);
    }
  g_assert_cmpuint (refused, >=, 4);
  g_rmdir (folder);
}

static void
test_no_folder (Fixture *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (crf_xlsx_export (fixture->study->nurse, "/nonexistent/book.xlsx", NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, CRF_XLSX_ERROR, CRF_XLSX_ERROR_WRITE);
  g_assert_nonnull (strstr (error->message, "/nonexistent/book.xlsx"));
}

static void
test_onto_a_folder (Fixture *fixture,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *part = g_strconcat (fixture->path, ".part", NULL);

  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  g_assert_false (crf_xlsx_export (fixture->study->nurse, fixture->path, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, CRF_XLSX_ERROR, CRF_XLSX_ERROR_WRITE);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_rmdir (fixture->path);
}

static void
test_cancelled (Fixture *fixture,
                gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *part = g_strconcat (fixture->path, ".part", NULL);
  g_autoptr (GError) error = NULL;

  g_free (crf_test_register (fixture->study));
  g_cancellable_cancel (cancellable);
  g_assert_false (crf_xlsx_export (fixture->study->nurse, fixture->path, NULL, NULL, NULL, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

/* The column's cell as a day; NULL: it holds none. */
static GDateTime *
day_of_cell (char **lines,
             guint row,
             const char *header)
{
  g_autofree char *cell = cell_of (lines, row, header);
  g_autofree char *midnight = NULL;

  if (!g_str_has_prefix (cell, "d:"))
    return NULL;
  cell[strlen ("d:2026-03-02")] = '\0';
  midnight = g_strconcat (cell + strlen ("d:"), "T00:00:00Z", NULL);
  return g_date_time_new_from_iso8601 (midnight, NULL);
}

/* SDTM: day 1 is the day of the first infusion, the day before it is day -1; counted here with GLib's calendar. */
static void
test_study_days (Fixture *fixture,
                 gconstpointer data)
{
  const CrfDemoOptions options = { .study = "nct06167473", .patients = 3, .seed = 4, .today = "2026-06-30" };
  g_autofree char *demo = g_build_filename (fixture->study->dir, "demo.stemward", NULL);
  g_autoptr (CrfSession) session = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) first = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_date_time_unref);
  g_auto (GStrv) infusions = NULL;
  g_auto (GStrv) events = NULL;
  guint counted = 0;

  if (lacks_python ())
    return;
  g_assert_true (crf_demo_create (demo, &options, NULL, NULL, NULL, &error));
  session = crf_session_sign_in (demo, "investigator", "demo", NULL, crf_clock_system (), &error);
  g_assert_no_error (error);
  g_assert_true (crf_xlsx_export (session, fixture->path, NULL, NULL, NULL, NULL, NULL, &error));
  infusions = read_book (fixture->path, "cells", "Infusions");
  events = read_book (fixture->path, "cells", "Adverse event");
  for (guint i = 1; infusions[i] != NULL; i++)
    {
      assert_cell (infusions, i, "Study day of INFST", "n:1");
      g_hash_table_insert (first, cell_of (infusions, i, "Subject"), day_of_cell (infusions, i, "INFST"));
    }
  for (guint i = 1; events[i] != NULL; i++)
    {
      g_autofree char *subject = cell_of (events, i, "Subject");
      GDateTime *reference = g_hash_table_lookup (first, subject);
      g_autoptr (GDateTime) day = day_of_cell (events, i, "AESTDTC");
      g_autofree char *expected = NULL;
      int days;

      if (reference == NULL || day == NULL)
        continue;
      days = (int) (g_date_time_difference (day, reference) / G_TIME_SPAN_DAY);
      expected = g_strdup_printf ("n:%d", days >= 0 ? days + 1 : days);
      assert_cell (events, i, "Study day of AESTDTC", expected);
      counted++;
    }
  g_assert_cmpuint (counted, >, 0);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, function) g_test_add ("/exchange/xlsx/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("sheets-are-named-frozen-and-filtered", test_shape);
  ADD ("cells-have-the-type-of-their-item", test_cells);
  ADD ("what-is-coded-has-the-variables-of-sdtm", test_codings);
  ADD ("what-is-coded-is-counted-by-class-and-term", test_classes);
  ADD ("identifiers-only-when-asked-for", test_identifiers);
  ADD ("a-workbook-is-its-writers-alone", test_mode);
  ADD ("the-sample-that-is-analysed-is-marked", test_analysed_sample);
  ADD ("deviations-have-a-sheet-with-their-class", test_deviations);
  ADD ("one-subject-is-exported-alone", test_one_subject);
  ADD ("a-subject-who-is-not-there-is-named", test_no_such_subject);
  ADD ("scores-of-real-patients-are-those-of-others", test_real_scores);
  ADD ("days-are-counted-from-the-first-infusion", test_study_days);
  ADD ("libreoffice-reads-it", test_libreoffice);
  ADD ("a-full-disk-leaves-nothing", test_full_disk);
  ADD ("an-absent-folder-is-named", test_no_folder);
  ADD ("a-folder-is-not-replaced", test_onto_a_folder);
  ADD ("a-cancelled-export-leaves-nothing", test_cancelled);
  return g_test_run ();
}
