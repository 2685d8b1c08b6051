/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading an allocation list from a delimited file. */

#include "crf-allocation-file.h"

#include "crf-csv.h"
#include "crf-file-read.h"

#include <glib/gi18n-lib.h>

#define LARGEST 16 /* MB; a hundred thousand lines are 5 */

typedef enum
{
  COLUMN_NUMBER,
  COLUMN_STRATUM,
  COLUMN_ARM,
  COLUMN_WORKSTATION,
  N_COLUMNS,
} Column;

/* As statisticians head them. */
static const char *const headings[N_COLUMNS][5] = {
  { "number", "randomisation", "randomization", "randno", NULL },
  { "stratum", "strata", NULL },
  { "arm", "group", "treatment", NULL },
  { "workstation", "station", NULL },
};

static int
find_column (const CrfCsv *csv,
             Column column)
{
  for (guint i = 0; i < csv->header->len; i++)
    for (guint j = 0; headings[column][j] != NULL; j++)
      if (g_ascii_strcasecmp (g_ptr_array_index (csv->header, i), headings[column][j]) == 0)
        return (int) i;
  return -1;
}

static gboolean
find_columns (const CrfCsv *csv,
              const char *path,
              int columns[N_COLUMNS],
              GError **error)
{
  for (int i = 0; i < N_COLUMNS; i++)
    {
      columns[i] = find_column (csv, (Column) i);
      if (columns[i] >= 0 || (i != COLUMN_NUMBER && i != COLUMN_ARM))
        continue;
      g_set_error (error, CRF_CSV_ERROR, CRF_CSV_ERROR_HEADER,
                   _("“%s” has no column “%s”. The first line names the columns: number, stratum, arm and, where several workstations randomise, "
                     "workstation."),
                   path, headings[i][0]);
      return FALSE;
    }
  return TRUE;
}

static void
append_cell (GString *text,
             const CrfCsvRow *row,
             int column)
{
  g_autofree char *cell = g_strdup (column >= 0 ? g_ptr_array_index (row->cells, (guint) column) : "");

  g_strdelimit (cell, "\t\r\n", ' ');
  g_string_append_printf (text, "\t%s", cell);
}

gboolean
crf_allocation_file_read (const char *path,
                          char **rows,
                          char **sha256,
                          GError **error)
{
  g_autoptr (CrfCsv) csv = NULL;
  g_autofree char *bytes = NULL;
  GString *text;
  int columns[N_COLUMNS];
  gsize size;

  if (!crf_file_read (path, NULL, LARGEST, &bytes, &size, error))
    return FALSE;
  csv = crf_csv_read_text (bytes, size, path, error);
  if (csv == NULL || !find_columns (csv, path, columns, error))
    return FALSE;
  text = g_string_new (NULL);
  for (guint i = 0; i < csv->rows->len; i++)
    {
      const CrfCsvRow *row = g_ptr_array_index (csv->rows, i);

      g_string_append_printf (text, "%u", row->line);
      for (int j = 0; j < N_COLUMNS; j++)
        append_cell (text, row, columns[j]);
      g_string_append_c (text, '\n');
    }
  *rows = g_string_free (text, FALSE);
  *sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, size);
  return TRUE;
}
