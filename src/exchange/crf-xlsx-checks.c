/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sheet of edit checks: what the program asks, stops and computes in this study. */

#include "crf-xlsx-private.h"

#include "crf-check-list.h"

#include <glib/gi18n-lib.h>

static gboolean
add_line (CrfSheet *sheet,
          const CrfCheckLine *line,
          GError **error)
{
  if (!crf_sheet_next_row (sheet, error))
    return FALSE;
  crf_sheet_add_text (sheet, line->id);
  crf_sheet_add_text (sheet, crf_check_kind_label (line->kind));
  crf_sheet_add_text (sheet, line->place);
  crf_sheet_add_text (sheet, line->name);
  crf_sheet_add_text (sheet, line->label);
  crf_sheet_add_text (sheet, line->condition);
  crf_sheet_add_text (sheet, line->effect);
  crf_sheet_add_text (sheet, line->message);
  crf_sheet_add_text (sheet, line->definition ? _("definition") : _("program"));
  return TRUE;
}

gboolean
crf_xlsx_write_checks (CrfWorkbook *book,
                       GError **error)
{
  const struct
  {
    const char *title;
    double width;
  } headers[] = { { _("Check"), 28 },     { _("Kind"), 20 },   { _("Forms"), 18 },   { _("Name"), 14 },     { _("Label"), 34 },
                  { _("Condition"), 50 }, { _("Effect"), 44 }, { _("Message"), 40 }, { _("Stated by"), 12 } };
  g_autoptr (GPtrArray) lines = crf_check_list (book->session);
  CrfSheet sheet;
  gboolean done = TRUE;

  if (!crf_sheet_begin (&sheet, book, _("Edit checks"), error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    crf_sheet_add_header (&sheet, headers[i].title, headers[i].width);
  crf_sheet_end_header (&sheet);
  for (guint i = 0; done && i < lines->len; i++)
    done = add_line (&sheet, g_ptr_array_index (lines, i), error);
  crf_sheet_end (&sheet);
  return done;
}
