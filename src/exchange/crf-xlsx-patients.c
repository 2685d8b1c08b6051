/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sheets with rows of patients, written side by side so that each patient is read once. */

#include "crf-xlsx-private.h"

#include "crf-coding.h"

static void
patient_sheet_free (CrfPatientSheet *self)
{
  g_ptr_array_unref (self->items);
  g_free (self);
}

CrfPatientSheet *
crf_patient_sheet_add (GPtrArray *sheets,
                       CrfWorkbook *book,
                       const char *name,
                       GPtrArray *items,
                       GError **error)
{
  CrfPatientSheet *self = g_new0 (CrfPatientSheet, 1);

  self->items = items;
  if (!crf_sheet_begin (&self->sheet, book, name, error))
    {
      patient_sheet_free (self);
      return NULL;
    }
  g_ptr_array_add (sheets, self);
  return self;
}

/* All sheets with their headers, in the order of the workbook. */
static gboolean
begin_sheets (CrfWorkbook *book,
              GPtrArray *sheets,
              GError **error)
{
  book->coded = crf_reader_has_codings (book->session);
  if (!crf_xlsx_begin_subjects (book, sheets, error) || !crf_xlsx_begin_eligibility (book, sheets, error) ||
      !crf_xlsx_begin_infusions (book, sheets, error) || !crf_xlsx_begin_visits (book, sheets, error) ||
      !crf_xlsx_begin_scores (book, sheets, error) || !crf_xlsx_begin_repeats (book, sheets, error) ||
      !crf_xlsx_begin_lines (book, sheets, error))
    return FALSE;
  for (guint i = 0; i < sheets->len; i++)
    {
      CrfPatientSheet *self = g_ptr_array_index (sheets, i);

      for (guint j = 0; j < self->items->len; j++)
        crf_sheet_add_item_header (&self->sheet, g_ptr_array_index (self->items, j));
      if (book->coded)
        crf_sheet_add_coding_headers (self);
      crf_sheet_end_header (&self->sheet);
    }
  return TRUE;
}

static gboolean
write_patient (CrfWorkbook *book,
               const CrfPatient *patient,
               GPtrArray *sheets,
               GError **error)
{
  g_auto (CrfPatientRows) rows = { NULL, NULL, NULL, NULL };

  if (!crf_patient_rows_read (&rows, book, patient, error))
    return FALSE;
  for (guint i = 0; i < sheets->len; i++)
    {
      CrfPatientSheet *self = g_ptr_array_index (sheets, i);

      if (!self->write (self, patient, &rows, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
crf_xlsx_write_patients (CrfWorkbook *book,
                         GError **error)
{
  g_autoptr (GPtrArray) sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) patient_sheet_free);

  if (!begin_sheets (book, sheets, error))
    return FALSE;
  for (guint i = 0; i < book->patients->len; i++)
    {
      if (!write_patient (book, g_ptr_array_index (book->patients, i), sheets, error))
        return FALSE;
      if (book->progress != NULL)
        book->progress ((i + 1.0) / (book->patients->len + 1.0), book->progress_data);
    }
  for (guint i = 0; i < sheets->len; i++)
    crf_sheet_end (&((CrfPatientSheet *) g_ptr_array_index (sheets, i))->sheet);
  return TRUE;
}
