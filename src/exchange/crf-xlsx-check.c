/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Proves a written workbook. libxlsxwriter gathers rows in temporary files and does not look whether those could be written: on a disk that is
 * full for a while it closes without an error over a sheet with a hole. So the rows are kept until the workbook is closed and compared with
 * what is really in it. */

#include "crf-xlsx-private.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
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

/* ── Comparing, as it is unpacked: a sheet can be larger than memory likes ── */
#define CHUNK (64 * 1024)
/* What is compared is let go of in such pieces, so that the mapped files never stand in memory as a whole. */
#define PIECE (4 * 1024 * 1024)

/* @from and @to: bytes of the file at @base, which is mapped; what lies before @to is not needed again. Returns how far that was done. */
static gsize
let_go (const void *base,
        gsize from,
        gsize to)
{
  gsize end = to - to % PIECE;

  if (end <= from)
    return from;
  if (madvise ((char *) base + from, end - from, MADV_DONTNEED) != 0)
    g_debug ("a mapped file stays in memory");
  return end;
}
#define BEGIN "<sheetData>"
#define END "</sheetData>"
/* What stands before the rows is short. */
#define LONGEST_HEAD (1024 * 1024)

typedef struct
{
  const CrfKeptRows *kept; /* NULL: a part without rows */
  GString *head;           /* until the rows begin */
  gboolean in_rows;
  gsize n_gone;            /* bytes of the rows that memory is free of */
  gsize n_rows, n_same;    /* bytes of the rows, and those that were found the same */
  gsize n_end;             /* characters of END that followed */
  gsize given;
  char first, last;        /* characters of the part that are no white space */
} Check;

/* Between the tags of the sheet's data stand exactly the rows. */
static gboolean
check_rows (Check *check,
            const char *text,
            gsize length)
{
  gsize n = MIN (length, check->n_rows - check->n_same);

  if (n > 0 && memcmp (text, g_mapped_file_get_contents (check->kept->data) + check->n_same, n) != 0)
    return FALSE;
  check->n_same += n;
  if (n > 0)
    check->n_gone = let_go (g_mapped_file_get_contents (check->kept->data), check->n_gone, check->n_same);
  for (; n < length && check->n_end < strlen (END); n++, check->n_end++)
    if (text[n] != END[check->n_end])
      return FALSE;
  return TRUE;
}

static gboolean
check_sheet (Check *check,
             const char *text,
             gsize length)
{
  const char *begin;
  gsize from;

  if (check->in_rows)
    return check->kept->data == NULL || check_rows (check, text, length);
  g_string_append_len (check->head, text, (gssize) length);
  begin = strstr (check->head->str, BEGIN);
  if (begin == NULL)
    return check->head->len < LONGEST_HEAD;
  check->in_rows = TRUE;
  from = (gsize) (begin - check->head->str) + strlen (BEGIN);
  return check->kept->data == NULL || check_rows (check, check->head->str + from, check->head->len - from);
}

static gboolean
check_text (Check *check,
            const char *text,
            gsize length)
{
  for (gsize i = 0; check->first == '\0' && i < length; i++)
    if (!g_ascii_isspace (text[i]))
      check->first = text[i];
  for (gsize i = length; i > 0; i--)
    if (!g_ascii_isspace (text[i - 1]))
      {
        check->last = text[i - 1];
        break;
      }
  check->given += length;
  return check->kept == NULL || check_sheet (check, text, length);
}

/* Unpacks the member into @check, a piece at a time. */
static gboolean
unpack (const Zip *zip,
        const guchar *entry,
        Check *check)
{
  g_autoptr (GConverter) inflate = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW));
  gsize packed_length, taken = 0, gone = 0, bytes_read, bytes_written;
  const guchar *packed = find_packed (zip, entry, &packed_length);
  GConverterResult result = G_CONVERTER_CONVERTED;
  g_autofree char *text = g_malloc (CHUNK);

  if (packed == NULL || read_16 (entry + 10) != 8)
    return FALSE;
  gone = (gsize) (packed - zip->bytes) / PIECE * PIECE;
  while (result == G_CONVERTER_CONVERTED)
    {
      result = g_converter_convert (inflate, packed + taken, packed_length - taken, text, CHUNK, G_CONVERTER_INPUT_AT_END, &bytes_read,
                                    &bytes_written, NULL);
      if (result == G_CONVERTER_ERROR || !check_text (check, text, bytes_written))
        return FALSE;
      taken += bytes_read;
      gone = let_go (zip->bytes, gone, (gsize) (packed - zip->bytes) + taken);
    }
  return check->given == read_32 (entry + 24);
}

static gboolean
check_part (const Zip *zip,
            const guchar *entry,
            const GPtrArray *kept,
            guint *found)
{
  g_autofree char *name = g_strndup ((const char *) entry + 46, read_16 (entry + 28));
  g_autoptr (GString) head = g_string_new (NULL);
  Check check = { .head = head };

  for (guint i = 0; i < kept->len; i++)
    if (g_str_equal (((const CrfKeptRows *) g_ptr_array_index (kept, i))->part, name))
      check.kept = g_ptr_array_index (kept, i);
  if (check.kept != NULL && check.kept->data != NULL)
    check.n_rows = g_mapped_file_get_length (check.kept->data);
  if (!unpack (zip, entry, &check) || check.first != '<' || check.last != '>')
    return FALSE;
  if (check.kept == NULL)
    return TRUE;
  (*found)++;
  return check.in_rows && (check.kept->data == NULL || (check.n_same == check.n_rows && check.n_end == strlen (END)));
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
