/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cells, headers and rows of a sheet. */

#include "crf-xlsx-private.h"

#include "crf-number.h"
#include "crf-partial-date.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* One row less than Excel has, for the header. */
#define MAX_ROWS 1048575

/* A name that Excel takes and no other sheet has: at most 31 characters, compared without case. */
static char *
make_name (CrfWorkbook *book,
           const char *title)
{
  g_autofree char *plain = g_strdup (title);

  /* Excel forbids these in sheet names; a study's title may hold them. */
  g_strdelimit (plain, "[]:*?/\\'", ' ');
  g_strstrip (plain);
  for (guint n = 1; n < 100; n++)
    {
      g_autofree char *suffix = n > 1 ? g_strdup_printf (" %u", n) : g_strdup ("");
      glong room = 31 - (glong) strlen (suffix);
      g_autofree char *cut = g_utf8_substring (plain, 0, MIN (g_utf8_strlen (plain, -1), room));
      g_autofree char *name = g_strconcat (g_strchomp (cut), suffix, NULL);

      if (*name != '\0' && workbook_validate_sheet_name (book->workbook, name) == LXW_NO_ERROR)
        return g_steal_pointer (&name);
    }
  return NULL;
}

gboolean
crf_sheet_begin (CrfSheet *sheet,
                 CrfWorkbook *book,
                 const char *name,
                 GError **error)
{
  g_autofree char *free_name = make_name (book, name);

  *sheet = (CrfSheet) { .book = book };
  if (free_name != NULL)
    sheet->sheet = workbook_add_worksheet (book->workbook, free_name);
  if (sheet->sheet != NULL)
    return TRUE;
  g_set_error (error, CRF_XLSX_ERROR, CRF_XLSX_ERROR_WRITE, _("The sheet “%s” cannot be made."), name);
  return FALSE;
}

void
crf_sheet_add_header (CrfSheet *sheet,
                      const char *text,
                      double width)
{
  double needed = (double) g_utf8_strlen (text, -1) + 3;

  worksheet_set_column (sheet->sheet, sheet->column, sheet->column, MIN (MAX (width, needed), 60), NULL);
  worksheet_write_string (sheet->sheet, 0, sheet->column, text, sheet->book->header);
  sheet->column++;
  sheet->width = sheet->column;
}

void
crf_sheet_end_header (CrfSheet *sheet)
{
  worksheet_freeze_panes (sheet->sheet, 1, 1);
}

gboolean
crf_sheet_next_row (CrfSheet *sheet,
                    GError **error)
{
  if (g_cancellable_set_error_if_cancelled (sheet->book->cancellable, error))
    return FALSE;
  if (sheet->row >= MAX_ROWS)
    {
      g_set_error_literal (error, CRF_XLSX_ERROR, CRF_XLSX_ERROR_TOO_LARGE,
                           _("A sheet of an Excel workbook holds 1,048,576 rows; this one needs more. Export fewer patients, or leave the audit trail out."));
      return FALSE;
    }
  crf_sheet_end_row (sheet);
  sheet->row++;
  sheet->column = 0;
  crf_sheet_begin_row (sheet);
  return TRUE;
}

void
crf_sheet_skip (CrfSheet *sheet)
{
  sheet->column++;
}

void
crf_sheet_add_text (CrfSheet *sheet,
                    const char *text)
{
  if (text != NULL && *text != '\0')
    {
      /* A cell holds 32,767 characters; what is longer is a definition, not a value. */
      g_autofree char *cut = strlen (text) > 32000 && g_utf8_strlen (text, -1) > 32000 ? g_utf8_substring (text, 0, 32000) : NULL;

      crf_sheet_write_text (sheet, cut != NULL ? cut : text);
    }
  sheet->column++;
}

void
crf_sheet_add_number (CrfSheet *sheet,
                      double value,
                      int decimals)
{
  lxw_format *format = decimals < 0 || decimals >= (int) G_N_ELEMENTS (sheet->book->decimals) ? NULL : sheet->book->decimals[decimals];

  if (isfinite (value))
    crf_sheet_write_number (sheet, value, format);
  sheet->column++;
}

void
crf_sheet_add_iso (CrfSheet *sheet,
                   const char *iso)
{
  lxw_datetime moment = { 0 };
  CrfDate date;
  gboolean timed = iso != NULL && strchr (iso, 'T') != NULL;

  if (iso == NULL || *iso == '\0')
    {
      sheet->column++;
      return;
    }
  /* Excel knows no day before 1900. */
  if (!(timed ? crf_datetime_parse (iso, FALSE, &date, NULL) : crf_date_parse (iso, FALSE, &date, NULL)) || date.year < 1900)
    {
      crf_sheet_add_text (sheet, iso);
      return;
    }
  moment.year = date.year;
  moment.month = date.month;
  moment.day = date.day;
  moment.hour = timed ? MAX (date.hour, 0) : 0;
  moment.min = timed ? MAX (date.minute, 0) : 0;
  crf_sheet_write_number (sheet, lxw_datetime_to_excel_datetime (&moment), timed ? sheet->book->datetime : sheet->book->date);
  sheet->column++;
}

void
crf_sheet_end (CrfSheet *sheet)
{
  crf_sheet_end_row (sheet);
  if (sheet->width > 0)
    worksheet_autofilter (sheet->sheet, 0, 0, sheet->row, (lxw_col_t) (sheet->width - 1));
}

static const char *
header_name (const CrfItem *item)
{
  static const struct
  {
    const char *concept, *name;
  } scores[] = {
    { "score.meld", "MELD" },     { "score.meld_na", "MELD-Na" }, { "score.meld_3", "MELD 3.0" }, { "score.child_pugh", "Child-Pugh" },
    { "score.child_pugh_class", "Child-Pugh class" }, { "score.albi", "ALBI" }, { "score.albi_grade", "ALBI grade" },
    { "score.fib4", "FIB-4" }, { "score.apri", "APRI" }, { "grade.labs", "CTCAE 5.0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (scores); i++)
    if (g_strcmp0 (scores[i].concept, item->concept) == 0)
      return scores[i].name;
  return item->name;
}

void
crf_sheet_add_item_header (CrfSheet *sheet,
                           const CrfItem *item)
{
  const char *name = header_name (item);
  const char *language = crf_session_get_language (sheet->book->session);

  if (item->units->len > 0)
    {
      const CrfItemUnit *unit = g_ptr_array_index (item->units, 0);
      g_autofree char *header = g_strdup_printf ("%s (%s)", name, crf_text_get (unit->unit->symbol, language));

      crf_sheet_add_header (sheet, header, 10);
    }
  else
    crf_sheet_add_header (sheet, name, item->type == CRF_TYPE_TEXT ? 12 : 10);
  if (item->code_list != NULL)
    {
      g_autofree char *header = g_strdup_printf (_("%s label"), name);

      crf_sheet_add_header (sheet, header, 16);
    }
}

static void
add_code (CrfSheet *sheet,
          const CrfItem *item,
          const char *code)
{
  const CrfCode *known = crf_item_find_code (item, code);
  double number;

  /* Codes that are numbers by the definition are numbers in the sheet. */
  if ((item->type == CRF_TYPE_INTEGER || item->type == CRF_TYPE_FLOAT) && crf_number_parse_plain (code, &number, NULL))
    crf_sheet_add_number (sheet, number, -1);
  else
    crf_sheet_add_text (sheet, code);
  crf_sheet_add_text (sheet, known != NULL ? crf_text_get (known->decode, crf_session_get_language (sheet->book->session)) : code);
}

static void
add_missing (CrfSheet *sheet,
             const CrfItem *item,
             const char *missing)
{
  crf_sheet_add_text (sheet, missing);
  if (item->code_list != NULL)
    crf_sheet_skip (sheet);
}

void
crf_sheet_add_item (CrfSheet *sheet,
                    const CrfItem *item,
                    const char *canonical,
                    const char *comparator,
                    const char *missing)
{
  double number;

  if (missing != NULL || canonical == NULL)
    add_missing (sheet, item, missing);
  else if (item->code_list != NULL)
    add_code (sheet, item, canonical);
  else if (comparator != NULL)
    {
      /* "<0.2" is not 0.2: a bare number would be a value that nobody measured. */
      g_autofree char *text = g_strconcat (comparator, canonical, NULL);

      crf_sheet_add_text (sheet, text);
    }
  else if ((item->type == CRF_TYPE_INTEGER || item->type == CRF_TYPE_FLOAT) && crf_number_parse_plain (canonical, &number, NULL))
    crf_sheet_add_number (sheet, number, item->significant_digits);
  else if (item->type >= CRF_TYPE_DATE && item->type <= CRF_TYPE_PARTIAL_DATETIME && item->type != CRF_TYPE_TIME)
    crf_sheet_add_iso (sheet, canonical);
  else
    crf_sheet_add_text (sheet, canonical);
}
