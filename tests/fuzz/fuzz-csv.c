/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a table: every row that is read has as many cells as the header, all of it valid UTF-8. */

#include "fuzz.h"

#include "crf-csv.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfCsv) csv = crf_csv_read_text ((const char *) data, size, "fuzz.csv", &error);

  FUZZ_ASSERT ((csv != NULL) == (error == NULL));
  FUZZ_ASSERT (error == NULL || g_utf8_validate (error->message, -1, NULL));
  for (guint i = 0; csv != NULL && i < csv->rows->len; i++)
    {
      const CrfCsvRow *row = g_ptr_array_index (csv->rows, i);

      FUZZ_ASSERT (row->cells->len == csv->header->len && row->line > 0);
      for (guint j = 0; j < row->cells->len; j++)
        FUZZ_ASSERT (g_utf8_validate (g_ptr_array_index (row->cells, j), -1, NULL));
    }
  return 0;
}
