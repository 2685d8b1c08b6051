/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as an ODM file: read, and then taken into a study in a trial run, as one of our own exports or as a file of others, with or without a map.
 * Whatever stands in it, each record is taken, refused or queried and accounted for, and nothing is in the study file afterwards. */

#include "fuzz-conduct.h"

#include "crf-import.h"
#include "crf-odm-read.h"
#include "crf-records.h"

#include <string.h>

static const char map[] = "[I_AGE]\nitem=AGEREP\n[SE_BL/I_SEX]\nitem=SEX\ncodes=male=M;female=F\n[IT.ALT]\nitem=ALT\nunit=U/L\nevent=SCREENING\n";

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
check_data (const CrfOdmData *data)
{
  guint items = 0;

  FUZZ_ASSERT (data->records->len == data->points->len + data->levels->len);
  for (guint i = 0; i < data->records->len; i++)
    {
      const CrfOdmPoint *point = g_ptr_array_index (data->records, i);

      items += point->level == CRF_ODM_ITEM;
      FUZZ_ASSERT (point->line > 0 && point->level <= CRF_ODM_ITEM);
      FUZZ_ASSERT (point->level == CRF_ODM_ITEM || point->item == NULL);
      FUZZ_ASSERT (point->value == NULL || g_utf8_validate (point->value, -1, NULL));
    }
  FUZZ_ASSERT (items == data->points->len);
}

static void
check_report (const CrfImportReport *report)
{
  guint refused = 0;

  for (guint i = 0; i < report->cells->len; i++)
    {
      const CrfImportCell *cell = g_ptr_array_index (report->cells, i);

      refused += cell->result == CRF_IMPORT_REFUSED;
      if (cell->result != CRF_IMPORT_STORED)
        fuzz_check_text (cell->reason);
    }
  FUZZ_ASSERT (refused == report->refused && !report->committed);
}

static void
take_in (const char *path,
         const char *by)
{
  const CrfImportOptions options = { .dry_run = TRUE };
  g_autoptr (CrfImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  fuzz_begin (study->nurse);
  report = crf_import_file (study->nurse, path, by, &options, NULL, NULL, NULL, &error);
  FUZZ_ASSERT ((report != NULL) == (error == NULL));
  if (error != NULL)
    fuzz_check_text (error->message);
  if (report != NULL)
    check_report (report);
  fuzz_end (study->nurse);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  const char *path = fuzz_path ("odm.xml");
  g_autoptr (CrfOdmData) read = NULL;
  g_autoptr (GError) error = NULL;
  guint64 before;

  if (study == NULL)
    set_up ();
  read = crf_odm_read_text ((const char *) data, size, "fuzz", &error);
  FUZZ_ASSERT ((read != NULL) == (error == NULL));
  if (error != NULL)
    fuzz_check_text (error->message);
  if (read == NULL)
    return 0;
  check_data (read);
  before = crf_records_count_entries (crf_session_get_file (study->nurse));
  fuzz_write (path, data, size);
  take_in (path, NULL);
  take_in (path, map_path);
  FUZZ_ASSERT (crf_records_count_entries (crf_session_get_file (study->nurse)) == before);
  unlink (path);
  return 0;
}
