/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a table of patients, imported under a map: whatever stands in the cells, each is stored, refused or queried and accounted for, and the
 * table goes in as a whole or not at all. The first byte says whether refused cells are skipped. */

#include "fuzz-conduct.h"

#include "crf-import.h"
#include "crf-records.h"

static const char map[] = "[age]\nitem=AGEREP\n[sex]\nitem=SEX\ncodes=m=M;f=F\n[alt]\nitem=ALT\nunit=U/L\nevent=SCREENING\n"
                          "[tbil]\nitem=TBIL\nunit=µmol/L\nevent=SCREENING\n[visit]\nitem=VISDAT\nevent=SCREENING\n";

static CrfTestStudy *study;
static char *map_path;

static void
set_up (void)
{
  study = fuzz_study_new (NULL);
  map_path = g_build_filename (study->dir, "fuzz.map", NULL);
  FUZZ_ASSERT (g_file_set_contents (map_path, map, -1, NULL));
}

static void
check_report (const CrfImportReport *report)
{
  guint stored = 0, refused = 0;

  for (guint i = 0; i < report->cells->len; i++)
    {
      const CrfImportCell *cell = g_ptr_array_index (report->cells, i);

      /* What concerns the whole row names no column. */
      FUZZ_ASSERT (cell->line > 1 && (cell->column != NULL || cell->reason != NULL));
      FUZZ_ASSERT (cell->result == CRF_IMPORT_STORED || (cell->reason != NULL && g_utf8_validate (cell->reason, -1, NULL)));
      refused += cell->result == CRF_IMPORT_REFUSED;
      stored += cell->result != CRF_IMPORT_REFUSED && cell->column != NULL; /* what is told of the row is no value */
    }
  FUZZ_ASSERT (stored == report->stored && refused == report->refused);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  const char *path = fuzz_path ("csv");
  const CrfImportOptions options = { .skip_refused = size > 0 && (data[0] & 1) != 0 };
  g_autoptr (CrfImportReport) report = NULL;
  g_autoptr (GError) error = NULL;
  CrfStudyFile *file;
  guint64 before;

  if (study == NULL)
    set_up ();
  file = crf_session_get_file (study->nurse);
  before = crf_records_count_entries (file);
  fuzz_write (path, data + (size > 0), size - (size > 0));
  fuzz_begin (study->nurse);
  report = crf_import_csv (study->nurse, path, map_path, &options, NULL, NULL, NULL, &error);
  FUZZ_ASSERT ((report != NULL) == (error == NULL));
  if (error != NULL)
    fuzz_check_text (error->message);
  if (report != NULL)
    check_report (report);
  if (report == NULL || !report->committed)
    FUZZ_ASSERT (crf_records_count_entries (file) == before);
  fuzz_end (study->nurse);
  unlink (path);
  return 0;
}
