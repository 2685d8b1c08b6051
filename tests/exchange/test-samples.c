/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files of other people's programs, as they are: whatever is in them, they are read or refused with a sentence, and nothing is stored that somebody did not
 * say so of. Skipped where the samples are not there. */

#include "crf-csv.h"
#include "crf-reader.h"
#include "transfer.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  CrfTestStudy *study;
  CrfSession *manager;
  guint read, refused; /* files */
} Trial;

static guint
count_subjects (CrfSession *session)
{
  g_autoptr (GArray) ids = crf_reader_patient_ids (session, NULL, NULL, CRF_PATIENT_SORT_NUMBER, FALSE, NULL);

  return ids->len;
}

static void
accept (Trial *trial, const char *path)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (file);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  crf_outcome_free (crf_test_do (trial->manager, "accept-source", NULL, "sha256", sha256, "name", "sample", "reason", "a sample", NULL));
}

/* A sentence: it begins somewhere, ends with a stop, and is no name of a function. */
static void
assert_sentence (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), >, 15);
  g_assert_true (g_str_has_suffix (text, ".") || g_str_has_suffix (text, "?"));
  g_assert_nonnull (strchr (text, ' '));
}

static void
look_at (Trial *trial, const char *path, const char *map, gboolean dry_run)
{
  const CrfImportOptions options = { .dry_run = dry_run, .skip_refused = FALSE };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfImportReport) report = crf_import_file (trial->study->nurse, path, map, &options, NULL, NULL, NULL, &error);

  if (report == NULL)
    {
      g_test_message ("%s", error->message);
      assert_sentence (error->message);
      trial->refused++;
      return;
    }
  for (guint i = 0; i < report->cells->len; i++)
    {
      const CrfImportCell *cell = g_ptr_array_index (report->cells, i);

      if (cell->result != CRF_IMPORT_REFUSED)
        continue;
      assert_sentence (cell->reason);
      g_assert_true (cell->line > 0);
    }
  g_test_message ("%u rows, %u values, %u refused", report->rows, report->stored, report->refused);
  g_assert_false (report->committed && (dry_run || report->refused > 0));
  trial->read++;
}

static void
each_file (const char *folder, const char *ending, void (*visit) (Trial *, const char *))
{
  g_autofree char *path = g_build_filename (g_getenv ("STEMWARD_SHARED_DIR") != NULL ? g_getenv ("STEMWARD_SHARED_DIR") : "/none", "samples", folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  Trial trial = { NULL };
  const char *name;

  if (dir == NULL)
    {
      g_test_skip ("the samples are not there (meson option shared_dir)");
      return;
    }
  trial.study = crf_test_study_new ();
  trial.manager = transfer_sign_in_manager (trial.study);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (!g_str_has_suffix (name, ending))
        continue;
      g_test_message ("%s", name);
      visit (&trial, file);
    }
  g_test_message ("%u read, %u refused as files", trial.read, trial.refused);
  g_assert_cmpuint (trial.read + trial.refused, >, 2);
  g_assert_cmpuint (count_subjects (trial.study->nurse), ==, 0);
  crf_session_close (trial.manager);
  crf_test_study_free (trial.study);
}

static void
visit_odm (Trial *trial, const char *path)
{
  accept (trial, path);
  look_at (trial, path, NULL, TRUE);
  look_at (trial, path, NULL, FALSE);
}

/* The second column is a laboratory value of each patient whom the first names, and nobody is. */
static void
visit_csv (Trial *trial, const char *path)
{
  g_autofree char *map = g_build_filename (trial->study->dir, "sample.map", NULL), *text = NULL;
  g_autoptr (CrfCsv) csv = crf_csv_read_file (path, NULL);

  look_at (trial, path, NULL, TRUE);
  if (csv == NULL || csv->header->len < 2)
    return;
  text = g_strdup_printf ("[a]\ncolumn=%s\nuse=subject\n[b]\ncolumn=%s\nitem=ALT\nevent=SE.SCREENING\nunit=U/L\n", (char *) g_ptr_array_index (csv->header, 0),
                          (char *) g_ptr_array_index (csv->header, 1));
  g_assert_true (g_file_set_contents (map, text, -1, NULL));
  look_at (trial, path, map, FALSE);
  g_remove (map);
}

static void
odm_of_others_is_read_or_refused_with_a_sentence (void)
{
  each_file ("odm", ".xml", visit_odm);
}

static void
tables_of_others_are_read_or_refused_with_a_sentence (void)
{
  each_file ("redcap", ".csv", visit_csv);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/samples/ODM of others is read or refused with a sentence", odm_of_others_is_read_or_refused_with_a_sentence);
  g_test_add_func ("/samples/tables of others are read or refused with a sentence", tables_of_others_are_read_or_refused_with_a_sentence);
  return g_test_run ();
}
