/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads delimited text as people have it. */

#include "crf-csv.h"

#include "crf-file-read.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LARGEST 256 /* MB */

G_DEFINE_QUARK (crf-csv-error-quark, crf_csv_error)

typedef struct
{
  const char *name;
  const char *p, *end;
  guint line;
  char delimiter;
} Reader;

static void
row_free (CrfCsvRow *row)
{
  g_ptr_array_unref (row->cells);
  g_free (row);
}

/* The delimiter that stands most often in the header line, outside quotes. */
static char
guess_delimiter (const char *text,
                 const char *end)
{
  static const char candidates[] = { ',', ';', '\t' };
  guint counts[G_N_ELEMENTS (candidates)] = { 0 };
  gboolean quoted = FALSE;
  guint best = 0;

  for (const char *p = text; p < end && (quoted || (*p != '\n' && *p != '\r')); p++)
    {
      if (*p == '"')
        quoted = !quoted;
      for (guint i = 0; !quoted && i < G_N_ELEMENTS (candidates); i++)
        counts[i] += *p == candidates[i];
    }
  for (guint i = 1; i < G_N_ELEMENTS (candidates); i++)
    if (counts[i] > counts[best])
      best = i;
  return candidates[best];
}

static void
skip_line_end (Reader *reader)
{
  if (reader->p + 1 < reader->end && reader->p[0] == '\r' && reader->p[1] == '\n')
    reader->p++;
  if (reader->p < reader->end)
    reader->p++;
  reader->line++;
}

static gboolean
at_line_end (const Reader *reader)
{
  return reader->p >= reader->end || *reader->p == '\n' || *reader->p == '\r';
}

/* A quoted cell; the opening quote is at p. */
static char *
read_quoted (Reader *reader,
             GError **error)
{
  g_autoptr (GString) cell = g_string_new (NULL);
  guint opened = reader->line;

  for (reader->p++; reader->p < reader->end; reader->p++)
    {
      if (*reader->p == '"' && reader->p + 1 < reader->end && reader->p[1] == '"')
        reader->p++;
      else if (*reader->p == '"')
        {
          reader->p++;
          return g_string_free (g_steal_pointer (&cell), FALSE);
        }
      if (*reader->p == '\n')
        reader->line++;
      g_string_append_c (cell, *reader->p);
    }
  g_set_error (error, CRF_CSV_ERROR, CRF_CSV_ERROR_QUOTE, _("%s, line %u: a quotation mark is never closed. Mend the line and import again."),
               reader->name, opened);
  return NULL;
}

static char *
read_cell (Reader *reader,
           GError **error)
{
  const char *start = reader->p;

  if (start < reader->end && *start == '"')
    return read_quoted (reader, error);
  while (!at_line_end (reader) && *reader->p != reader->delimiter)
    reader->p++;
  return g_strstrip (g_strndup (start, (gsize) (reader->p - start)));
}

/* One line's cells; NULL with @error. */
static GPtrArray *
read_cells (Reader *reader,
            GError **error)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (;;)
    {
      char *cell = read_cell (reader, error);

      if (cell == NULL)
        return NULL;
      g_ptr_array_add (cells, cell);
      if (reader->p < reader->end && *reader->p == reader->delimiter)
        {
          reader->p++;
          continue;
        }
      /* Something behind a closing quote is kept with its cell. */
      if (!at_line_end (reader))
        {
          g_autofree char *rest = read_cell (reader, error);

          if (rest == NULL)
            return NULL;
          cells->pdata[cells->len - 1] = g_strconcat (cell, rest, NULL);
          g_free (cell);
          if (reader->p < reader->end && *reader->p == reader->delimiter)
            {
              reader->p++;
              continue;
            }
        }
      break;
    }
  skip_line_end (reader);
  return g_steal_pointer (&cells);
}

static gboolean
check_header (CrfCsv *csv,
              const char *name,
              GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < csv->header->len; i++)
    {
      char *column = g_ptr_array_index (csv->header, i);

      if (*column != '\0' && !g_hash_table_add (seen, column))
        {
          g_set_error (error, CRF_CSV_ERROR, CRF_CSV_ERROR_HEADER, _("%s: the column “%s” stands in the header twice. Rename one of them."), name, column);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
add_row (CrfCsv *csv,
         const char *name,
         guint line,
         GPtrArray *cells,
         GError **error)
{
  CrfCsvRow *row;

  if (cells->len == 1 && *(char *) g_ptr_array_index (cells, 0) == '\0' && csv->header->len > 1)
    return TRUE;
  if (cells->len != csv->header->len)
    {
      g_set_error (error, CRF_CSV_ERROR, CRF_CSV_ERROR_RAGGED,
                   _("%s, line %u: %u cells, but the header has %u. Check the line for a missing or extra separator or an unquoted comma."), name, line,
                   cells->len, csv->header->len);
      return FALSE;
    }
  row = g_new0 (CrfCsvRow, 1);
  row->line = line;
  row->cells = g_ptr_array_ref (cells);
  g_ptr_array_add (csv->rows, row);
  return TRUE;
}

static gboolean
read_rows (CrfCsv *csv,
           Reader *reader,
           GError **error)
{
  while (reader->p < reader->end)
    {
      guint line = reader->line;
      g_autoptr (GPtrArray) cells = read_cells (reader, error);

      if (cells == NULL || !add_row (csv, reader->name, line, cells, error))
        return FALSE;
    }
  return TRUE;
}

CrfCsv *
crf_csv_read_text (const char *text,
                   gsize length,
                   const char *name,
                   GError **error)
{
  g_autoptr (CrfCsv) csv = g_new0 (CrfCsv, 1);
  Reader reader = { .name = name, .p = text, .end = text + length, .line = 1 };
  const char *bad;

  csv->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  if (!g_utf8_validate (text, (gssize) length, &bad))
    {
      guint line = 1;

      for (const char *p = text; p < bad; p++)
        line += *p == '\n';
      g_set_error (error, CRF_CSV_ERROR, CRF_CSV_ERROR_ENCODING, _("%s, line %u: the text is not UTF-8. Save the file as “CSV UTF-8”."), name, line);
      return NULL;
    }
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    reader.p += 3;
  if (reader.p >= reader.end)
    {
      g_set_error (error, CRF_CSV_ERROR, CRF_CSV_ERROR_HEADER, _("%s is empty: it needs a header line with column names."), name);
      return NULL;
    }
  reader.delimiter = csv->delimiter = guess_delimiter (reader.p, reader.end);
  csv->header = read_cells (&reader, error);
  if (csv->header == NULL || !check_header (csv, name, error) || !read_rows (csv, &reader, error))
    return NULL;
  return g_steal_pointer (&csv);
}

CrfCsv *
crf_csv_read_file (const char *path,
                   GError **error)
{
  g_autofree char *name = g_path_get_basename (path), *text = NULL;
  gsize length;

  return crf_file_read (path, NULL, LARGEST, &text, &length, error) ? crf_csv_read_text (text, length, name, error) : NULL;
}

void
crf_csv_free (CrfCsv *csv)
{
  g_clear_pointer (&csv->header, g_ptr_array_unref);
  g_clear_pointer (&csv->rows, g_ptr_array_unref);
  g_free (csv);
}

int
crf_csv_find_column (const CrfCsv *csv,
                     const char *name)
{
  for (guint i = 0; i < csv->header->len; i++)
    if (g_strcmp0 (g_ptr_array_index (csv->header, i), name) == 0)
      return (int) i;
  return -1;
}
