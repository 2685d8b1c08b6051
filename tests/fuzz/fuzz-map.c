/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as an import map, over a table as people have it and a real protocol. */

#include "fuzz-file.h"

#include "crf-import-map.h"
#include "crf-study-reader.h"

static CrfStudy *study;
static CrfCsv *csv;

static void
set_up (void)
{
  static const char table[] = "no,age,sex,alt,tbil,inr\n1,41,m,41,17,1.1\n2,52,f,52,18,1.2\n";
  const char *data = g_getenv ("STEMWARD_DATA_DIR");
  g_autofree char *path = g_build_filename (data != NULL ? data : FUZZ_DATA_DIR, "studies", "nct06167473.xml", NULL);
  g_autofree char *forms = g_build_filename (data != NULL ? data : FUZZ_DATA_DIR, "forms", NULL);

  study = crf_study_read_file (path, forms, NULL, NULL, NULL);
  csv = crf_csv_read_text (table, sizeof table - 1, "t.csv", NULL);
  FUZZ_ASSERT (study != NULL && csv != NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  const char *path = fuzz_path ("map");
  g_autoptr (CrfImportMap) map = NULL;
  g_autoptr (GError) error = NULL;

  if (study == NULL)
    set_up ();
  fuzz_write (path, data, size);
  map = crf_import_map_read (path, csv, study, &error);
  unlink (path);
  FUZZ_ASSERT ((map != NULL) == (error == NULL));
  FUZZ_ASSERT (error == NULL || g_utf8_validate (error->message, -1, NULL));
  for (guint i = 0; map != NULL && i < map->columns->len; i++)
    {
      const CrfImportColumn *column = g_ptr_array_index (map->columns, i);

      FUZZ_ASSERT (column->item != NULL && column->column >= 0 && column->column < (int) csv->header->len);
    }
  return 0;
}
