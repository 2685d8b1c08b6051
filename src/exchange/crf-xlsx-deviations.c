/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The log of protocol deviations: one row a deviation, of subjects and of the site, with its class and what was done. */

#include "crf-xlsx-private.h"

#include "crf-reader.h"

#include <glib/gi18n-lib.h>

static void
add_deviation (CrfSheet *sheet,
               const CrfDeviation *deviation)
{
  crf_sheet_add_text (sheet, deviation->key);
  crf_sheet_add_text (sheet, deviation->subject_number != NULL ? _("subject") : _("site"));
  crf_sheet_add_text (sheet, deviation->subject_number);
  crf_sheet_add_text (sheet, deviation->kind);
  crf_sheet_add_text (sheet, deviation->text);
  crf_sheet_add_text (sheet, deviation->reason);
  crf_sheet_add_text (sheet, deviation->class_label);
  crf_sheet_add_text (sheet, deviation->state_label);
  crf_sheet_add_text (sheet, deviation->found);
  crf_sheet_add_text (sheet, deviation->opened);
  crf_sheet_add_text (sheet, deviation->effects);
  crf_sheet_add_text (sheet, deviation->corrective);
  crf_sheet_add_iso (sheet, deviation->ethics_on);
  crf_sheet_add_iso (sheet, deviation->closed_on);
}

gboolean
crf_xlsx_write_deviations (CrfWorkbook *book,
                           GError **error)
{
  const struct
  {
    const char *title;
    double width;
  } headers[] = { { _("Deviation"), 12 },  { _("Level"), 10 },  { _("Subject"), 10 }, { _("Kind"), 18 },
                  { _("What happened"), 44 }, { _("Reason"), 30 }, { _("Class"), 10 },   { _("State"), 12 },
                  { _("Found"), 20 },      { _("Recorded"), 18 }, { _("Effect"), 30 },  { _("Corrective action"), 30 },
                  { _("To the ethics committee on"), 14 }, { _("Closed on"), 12 } };
  g_autoptr (GPtrArray) deviations = crf_reader_deviations (book->session, book->options->subject, error);
  CrfSheet sheet;

  if (deviations == NULL || !crf_sheet_begin (&sheet, book, _("Deviations"), error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    crf_sheet_add_header (&sheet, headers[i].title, headers[i].width);
  crf_sheet_end_header (&sheet);
  for (guint i = 0; i < deviations->len; i++)
    {
      if (!crf_sheet_next_row (&sheet, error))
        return FALSE;
      add_deviation (&sheet, g_ptr_array_index (deviations, i));
    }
  crf_sheet_end (&sheet);
  return TRUE;
}
