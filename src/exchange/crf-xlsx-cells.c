/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of a sheet below its header, written straight into the file in which libxlsxwriter gathers the rows of a sheet until the workbook is
 * closed. The library asks several allocations and three formatted prints for a cell, a third of the time that a large export takes; the cells
 * are the same, and its header, styles, columns and packing are used as they are. What the closed workbook holds is compared with these rows
 * by crf_xlsx_check_file(), as are those of the library. */

#include "crf-xlsx-private.h"

#include <string.h>

/* "Z", "AA" … of a column counted from 0. */
static void
append_column_name (GString *xml,
                    lxw_col_t column)
{
  char name[4];
  guint n = 0;

  for (guint left = column + 1u; left > 0; left = (left - 1) / 26)
    name[n++] = (char) ('A' + (left - 1) % 26);
  while (n > 0)
    g_string_append_c (xml, name[--n]);
}

static void
begin_cell (CrfSheet *sheet,
            lxw_format *format)
{
  GString *xml = sheet->book->xml;
  int style = format != NULL ? lxw_format_get_xf_index (format) : 0;

  g_string_truncate (xml, 0);
  g_string_append (xml, "<c r=\"");
  append_column_name (xml, sheet->column);
  g_string_append (xml, sheet->row_name);
  if (style != 0)
    g_string_append_printf (xml, "\" s=\"%d", style);
}

static void
write_cell (CrfSheet *sheet)
{
  lxw_worksheet *out = sheet->sheet;

  fwrite (sheet->book->xml->str, 1, sheet->book->xml->len, out->optimize_tmpfile);
  /* The range that the sheet says it covers. */
  out->dim_rowmin = MIN (out->dim_rowmin, sheet->row);
  out->dim_rowmax = MAX (out->dim_rowmax, sheet->row);
  out->dim_colmin = MIN (out->dim_colmin, sheet->column);
  out->dim_colmax = MAX (out->dim_colmax, sheet->column);
}

/* Control characters are written as Excel does ("_x0001_"), which the library knows how to. */
static gboolean
has_control_characters (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text < ' ' && *text != '\t' && *text != '\n')
      return TRUE;
  return FALSE;
}

static void
append_escaped (GString *xml,
                const char *text)
{
  while (*text != '\0')
    {
      gsize plain = strcspn (text, "&<>\xef");

      g_string_append_len (xml, text, (gssize) plain);
      text += plain;
      /* XML has no U+FFFE and U+FFFF: one of them would cost the reader the whole workbook. */
      if (strncmp (text, "\xef\xbf\xbe", 3) == 0 || strncmp (text, "\xef\xbf\xbf", 3) == 0)
        {
          g_string_append (xml, "\xef\xbf\xbd");
          text += 3;
          continue;
        }
      if (*text == '\xef')
        g_string_append_c (xml, *text);
      if (*text == '&')
        g_string_append (xml, "&amp;");
      else if (*text == '<')
        g_string_append (xml, "&lt;");
      else if (*text == '>')
        g_string_append (xml, "&gt;");
      text += *text != '\0';
    }
}

void
crf_sheet_write_text (CrfSheet *sheet,
                      const char *text)
{
  GString *xml = sheet->book->xml;
  char *control = has_control_characters (text) ? lxw_escape_control_characters (text) : NULL;
  const char *shown = control != NULL ? control : text;

  begin_cell (sheet, NULL);
  if (g_ascii_isspace (*shown) || g_ascii_isspace (shown[strlen (shown) - 1]))
    g_string_append (xml, "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
  else
    g_string_append (xml, "\" t=\"inlineStr\"><is><t>");
  append_escaped (xml, shown);
  g_string_append (xml, "</t></is></c>");
  write_cell (sheet);
  free (control);
}

/* With a point in every language, which printf() would not. */
void
crf_sheet_write_number (CrfSheet *sheet,
                        double value,
                        lxw_format *format)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  begin_cell (sheet, format);
  g_ascii_formatd (digits, sizeof digits, "%.16G", value);
  g_string_append_printf (sheet->book->xml, "\"><v>%s</v></c>", digits);
  write_cell (sheet);
}

void
crf_sheet_begin_row (CrfSheet *sheet)
{
  /* The header, if the library still holds it back. */
  if (sheet->row == 1)
    lxw_worksheet_write_single_row (sheet->sheet);
  g_snprintf (sheet->row_name, sizeof sheet->row_name, "%u", sheet->row + 1u);
  fprintf (sheet->sheet->optimize_tmpfile, "<row r=\"%s\">", sheet->row_name);
  sheet->in_row = TRUE;
}

void
crf_sheet_end_row (CrfSheet *sheet)
{
  if (sheet->in_row)
    fputs ("</row>", sheet->sheet->optimize_tmpfile);
  sheet->in_row = FALSE;
}
