/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Proves a written workbook. libxlsxwriter gathers rows in temporary files and does not look whether those could be written: on a disk that is
 * full for a while it closes without an error over a sheet with a hole. So the rows are kept until the workbook is closed and compared with
 * what is really in it. */

#include "crf-xlsx-private.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct _CrfKeptRows
{
  char *part;        /* "xl/worksheets/sheet1.xml" */
  GMappedFile *data; /* NULL where the library gathers in memory */
};

static void
kept_rows_free (CrfKeptRows *kept)
{
  g_free (kept->part);
  g_clear_pointer (&kept->data, g_mapped_file_unref);
  g_free (kept);
}

GPtrArray *
crf_xlsx_keep_rows (lxw_workbook *workbook)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) kept_rows_free);
  lxw_worksheet *sheet;

  STAILQ_FOREACH (sheet, workbook->worksheets, list_pointers)
    {
      CrfKeptRows *kept;
      int fd;

      if (sheet->optimize_tmpfile == NULL)
        continue;
      lxw_worksheet_write_single_row (sheet);
      if (fflush (sheet->optimize_tmpfile) != 0 || ferror (sheet->optimize_tmpfile))
        return NULL;
      kept = g_new0 (CrfKeptRows, 1);
      kept->part = g_strdup_printf ("xl/worksheets/sheet%u.xml", sheet->index + 1u);
      fd = fileno (sheet->optimize_tmpfile);
      if (fd >= 0)
        kept->data = g_mapped_file_new_from_fd (fd, FALSE, NULL);
      g_ptr_array_add (all, kept);
    }
  return g_steal_pointer (&all);
}

GArray *
crf_xlsx_hold_files (lxw_workbook *workbook)
{
  GArray *files = g_array_new (FALSE, FALSE, sizeof (int));
  lxw_worksheet *sheet;

  STAILQ_FOREACH (sheet, workbook->worksheets, list_pointers)
    {
      int fd = sheet->optimize_tmpfile != NULL ? fcntl (fileno (sheet->optimize_tmpfile), F_DUPFD_CLOEXEC, 3) : -1;

      if (fd >= 0)
        g_array_append_val (files, fd);
    }
  return files;
}

void
crf_xlsx_release_files (GArray *files,
                        gboolean empty)
{
  for (guint i = 0; i < files->len; i++)
    {
      int fd = g_array_index (files, int, i);

      if (empty && ftruncate (fd, 0) != 0)
        g_debug ("a temporary file could not be emptied");
      close (fd);
    }
  g_array_unref (files);
}

/* ── Reading the ZIP ── */
typedef struct
{
  const guchar *bytes;
  gsize length;
} Zip;

static guint
read_16 (const guchar *p)
{
  return p[0] | (guint) p[1] << 8;
}

static guint32
read_32 (const guchar *p)
{
  return read_16 (p) | (guint32) read_16 (p + 2) << 16;
}

/* The end record: it closes the file, since we write no comment. */
static const guchar *
find_end (const Zip *zip)
{
  return zip->length >= 22 && memcmp (zip->bytes + zip->length - 22, "PK\5\6", 4) == 0 ? zip->bytes + zip->length - 22 : NULL;
}

/* The packed bytes of a member; @entry is its record in the directory. */
static const guchar *
find_packed (const Zip *zip,
             const guchar *entry,
             gsize *length)
{
  gsize offset = read_32 (entry + 42);
  const guchar *local = zip->bytes + offset;

  *length = read_32 (entry + 20);
  if (offset + 30 > zip->length || memcmp (local, "PK\3\4", 4) != 0)
    return NULL;
  offset += 30 + read_16 (local + 26) + read_16 (local + 28);
  return offset + *length <= zip->length ? zip->bytes + offset : NULL;
}

static char *
unpack (const Zip *zip,
        const guchar *entry,
        gsize *length)
{
  g_autoptr (GConverter) inflate = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW));
  gsize packed_length, taken = 0, given = 0;
  const guchar *packed = find_packed (zip, entry, &packed_length);
  GConverterResult result = G_CONVERTER_CONVERTED;
  g_autofree char *text = NULL;

  *length = read_32 (entry + 24);
  if (packed == NULL || read_16 (entry + 10) != 8)
    return NULL;
  text = g_try_malloc (*length + 1);
  while (text != NULL && result == G_CONVERTER_CONVERTED)
    {
      gsize bytes_read, bytes_written;

      result = g_converter_convert (inflate, packed + taken, packed_length - taken, text + given, *length + 1 - given, G_CONVERTER_INPUT_AT_END,
                                    &bytes_read, &bytes_written, NULL);
      if (result == G_CONVERTER_ERROR)
        return NULL;
      taken += bytes_read;
      given += bytes_written;
      /* More than the directory says. */
      if (given > *length)
        return NULL;
    }
  if (text == NULL || given != *length)
    return NULL;
  text[given] = '\0';
  return g_steal_pointer (&text);
}

/* ── Comparing ── */
/* Between the tags of the sheet's data stand exactly the rows. */
static gboolean
holds_rows (const char *text,
            gsize length,
            const CrfKeptRows *kept)
{
  const char *begin = "<sheetData>", *end = "</sheetData>";
  const char *start = g_strstr_len (text, (gssize) length, begin);
  gsize rows;

  if (kept->data == NULL)
    return start != NULL;
  rows = g_mapped_file_get_length (kept->data);
  if (start == NULL || length - (gsize) (start - text) < strlen (begin) + rows + strlen (end))
    return FALSE;
  start += strlen (begin);
  return (rows == 0 || memcmp (start, g_mapped_file_get_contents (kept->data), rows) == 0) && memcmp (start + rows, end, strlen (end)) == 0;
}

static gboolean
check_part (const Zip *zip,
            const guchar *entry,
            const GPtrArray *kept,
            guint *found)
{
  g_autofree char *name = g_strndup ((const char *) entry + 46, read_16 (entry + 28));
  gsize length;
  g_autofree char *text = unpack (zip, entry, &length);

  if (text == NULL || length == 0 || text[0] != '<' || g_strchomp (text)[strlen (text) - 1] != '>')
    return FALSE;
  for (guint i = 0; i < kept->len; i++)
    {
      const CrfKeptRows *rows = g_ptr_array_index (kept, i);

      if (g_str_equal (rows->part, name))
        {
          (*found)++;
          return holds_rows (text, length, rows);
        }
    }
  return TRUE;
}

static gboolean
check_zip (const Zip *zip,
           const GPtrArray *kept)
{
  const guchar *end = find_end (zip);
  guint found = 0;
  gsize offset;

  if (end == NULL)
    return FALSE;
  offset = read_32 (end + 16);
  for (guint n = read_16 (end + 10); n > 0; n--)
    {
      const guchar *entry = zip->bytes + offset;

      if (offset + 46 > zip->length || memcmp (entry, "PK\1\2", 4) != 0 || offset + 46 + read_16 (entry + 28) > zip->length ||
          !check_part (zip, entry, kept, &found))
        return FALSE;
      offset += 46 + read_16 (entry + 28) + read_16 (entry + 30) + read_16 (entry + 32);
    }
  return found == kept->len;
}

gboolean
crf_xlsx_check_file (const char *path,
                     const GPtrArray *kept)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  g_autoptr (GMappedFile) file = NULL;
  Zip zip = { NULL, 0 };

  if (fd < 0)
    return FALSE;
  /* The workbook is on the disk before it gets its name. */
  if (fsync (fd) == 0)
    file = g_mapped_file_new_from_fd (fd, FALSE, NULL);
  close (fd);
  if (file == NULL)
    return FALSE;
  zip.bytes = (const guchar *) g_mapped_file_get_contents (file);
  zip.length = g_mapped_file_get_length (file);
  return check_zip (&zip, kept);
}
