/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Subjects and eligibility: one row a subject. */

#include "crf-xlsx-private.h"

#include "crf-number.h"

#include <glib/gi18n-lib.h>

static const CrfForm *
demographics (CrfWorkbook *book)
{
  return crf_study_find_form_by_kind (book->study, "demographics");
}

/* Items of the demographics form that the sheet shows. */
static GPtrArray *
demographic_items (CrfWorkbook *book)
{
  const CrfForm *form = demographics (book);
  GPtrArray *items = g_ptr_array_new ();

  for (guint i = 0; form != NULL && i < form->groups->len; i++)
    {
      const CrfItemGroup *group = g_ptr_array_index (form->groups, i);

      for (guint j = 0; j < group->items->len; j++)
        {
          const CrfItemRef *ref = g_ptr_array_index (group->items, j);

          if (!ref->item->identifier || book->options->identifiers)
            g_ptr_array_add (items, (gpointer) ref->item);
        }
    }
  return items;
}

static void
add_integer (CrfSheet *sheet,
             const char *text)
{
  double value;

  if (text != NULL && crf_number_parse_plain (text, &value, NULL))
    crf_sheet_add_number (sheet, value, 0);
  else
    crf_sheet_add_text (sheet, text);
}

static void
add_items (CrfSheet *sheet,
           const GPtrArray *items,
           const GPtrArray *rows)
{
  for (guint i = 0; i < items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (items, i);
      const CrfCell *cell = NULL;

      for (guint j = 0; j < rows->len && cell == NULL; j++)
        cell = crf_visit_row_find (g_ptr_array_index (rows, j), item);
      crf_sheet_add_item (sheet, item, cell != NULL ? cell->canonical : NULL, cell != NULL ? cell->comparator : NULL,
                          cell != NULL ? cell->missing : NULL);
    }
}

static gboolean
write_subject (CrfPatientSheet *self,
               const CrfPatient *patient,
               const CrfPatientRows *rows,
               GError **error)
{
  CrfSheet *sheet = &self->sheet;

  if (!crf_sheet_next_row (sheet, error))
    return FALSE;
  crf_sheet_add_text (sheet, patient->number);
  crf_sheet_add_text (sheet, patient->allocation_number);
  crf_sheet_add_text (sheet, patient->status_label);
  crf_sheet_add_text (sheet, patient->arm);
  add_integer (sheet, patient->age);
  crf_sheet_add_number (sheet, patient->open_queries, 0);
  add_items (sheet, self->items, rows->visits);
  return TRUE;
}

gboolean
crf_xlsx_begin_subjects (CrfWorkbook *book,
                         GPtrArray *sheets,
                         GError **error)
{
  CrfPatientSheet *self = crf_patient_sheet_add (sheets, book, _("Subjects"), demographic_items (book), error);

  if (self == NULL)
    return FALSE;
  crf_sheet_add_header (&self->sheet, _("Subject"), 10);
  crf_sheet_add_header (&self->sheet, _("Allocation number"), 10);
  crf_sheet_add_header (&self->sheet, _("Status"), 14);
  crf_sheet_add_header (&self->sheet, _("Arm"), 20);
  crf_sheet_add_header (&self->sheet, _("Age now (years)"), 8);
  crf_sheet_add_header (&self->sheet, _("Open queries"), 8);
  self->write = write_subject;
  return TRUE;
}

static GPtrArray *
criterion_items (CrfWorkbook *book)
{
  const GPtrArray *criteria = crf_study_get_criteria (book->study);
  GPtrArray *items = g_ptr_array_new ();

  for (guint i = 0; i < criteria->len; i++)
    {
      const CrfCriterion *criterion = g_ptr_array_index (criteria, i);

      if (criterion->item != NULL)
        g_ptr_array_add (items, (gpointer) criterion->item);
      for (guint j = 0; j < criterion->parts->len; j++)
        g_ptr_array_add (items, g_ptr_array_index (criterion->parts, j));
    }
  return items;
}

static gboolean
write_eligibility (CrfPatientSheet *self,
                   const CrfPatient *patient,
                   const CrfPatientRows *rows,
                   GError **error)
{
  if (!crf_sheet_next_row (&self->sheet, error))
    return FALSE;
  crf_sheet_add_text (&self->sheet, patient->number);
  crf_sheet_add_text (&self->sheet, patient->status_label);
  add_items (&self->sheet, self->items, rows->visits);
  return TRUE;
}

gboolean
crf_xlsx_begin_eligibility (CrfWorkbook *book,
                            GPtrArray *sheets,
                            GError **error)
{
  CrfPatientSheet *self = crf_patient_sheet_add (sheets, book, _("Eligibility"), criterion_items (book), error);

  if (self == NULL)
    return FALSE;
  crf_sheet_add_header (&self->sheet, _("Subject"), 10);
  crf_sheet_add_header (&self->sheet, _("Status"), 14);
  self->write = write_eligibility;
  return TRUE;
}
