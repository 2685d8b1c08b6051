/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Infusions, visits, scores (one row a visit) and the repeating forms (one sheet a form, one row a repeat). */

#include "crf-xlsx-private.h"

#include <glib/gi18n-lib.h>

static gboolean
is_score (const CrfItem *item)
{
  return item->concept != NULL && g_str_has_prefix (item->concept, "score.");
}

static gboolean
has_kind (const CrfForm *form,
          const char *kind)
{
  return g_strcmp0 (form->kind, kind) == 0;
}

static void
add_form_items (GPtrArray *items,
                CrfWorkbook *book,
                const CrfForm *form,
                gboolean scores)
{
  for (guint i = 0; i < form->groups->len; i++)
    {
      const CrfItemGroup *group = g_ptr_array_index (form->groups, i);

      for (guint j = 0; j < group->items->len; j++)
        {
          const CrfItemRef *ref = g_ptr_array_index (group->items, j);

          if (is_score (ref->item) == scores && (!ref->item->identifier || book->options->identifiers) &&
              !g_ptr_array_find (items, ref->item, NULL))
            g_ptr_array_add (items, (gpointer) ref->item);
        }
    }
}

/* Forms of visits: neither the screening forms that have sheets of their own, nor infusions, nor repeats. */
static gboolean
belongs_to_visits (const CrfEvent *event,
                   const CrfForm *form)
{
  return event->type != CRF_EVENT_COMMON && !form->repeating && !has_kind (form, "demographics") && !has_kind (form, "eligibility") &&
         !has_kind (form, "infusion");
}

static GPtrArray *
visit_items (CrfWorkbook *book,
             gboolean scores)
{
  const GPtrArray *events = crf_study_get_events (book->study);
  GPtrArray *items = g_ptr_array_new ();

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      for (guint j = 0; j < event->forms->len; j++)
        if (belongs_to_visits (event, g_ptr_array_index (event->forms, j)))
          add_form_items (items, book, g_ptr_array_index (event->forms, j), scores);
    }
  return items;
}

static gboolean
has_any (const CrfVisitRow *row,
         const GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    if (crf_visit_row_find (row, g_ptr_array_index (items, i)) != NULL)
      return TRUE;
  return FALSE;
}

static void
add_lead_headers (CrfSheet *sheet)
{
  crf_sheet_add_header (sheet, _("Subject"), 10);
  crf_sheet_add_header (sheet, _("Arm"), 18);
  crf_sheet_add_header (sheet, _("Visit"), 16);
  crf_sheet_add_header (sheet, _("Repeat"), 6);
}

static void
add_lead (CrfSheet *sheet,
          const CrfPatient *patient,
          const CrfVisitRow *row)
{
  crf_sheet_add_text (sheet, patient->number);
  crf_sheet_add_text (sheet, patient->arm);
  crf_sheet_add_text (sheet, crf_text_get (row->event->title, crf_session_get_language (sheet->book->session)));
  crf_sheet_add_number (sheet, row->ordinal, 0);
}

static gboolean
add_row (CrfSheet *sheet,
         const CrfPatient *patient,
         const CrfVisitRow *row,
         const GPtrArray *items,
         GError **error)
{
  if (!crf_sheet_next_row (sheet, error))
    return FALSE;
  add_lead (sheet, patient, row);
  for (guint i = 0; i < items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (items, i);
      const CrfCell *cell = crf_visit_row_find (row, item);

      crf_sheet_add_item (sheet, item, cell != NULL ? cell->canonical : NULL, cell != NULL ? cell->comparator : NULL,
                          cell != NULL ? cell->missing : NULL);
    }
  return TRUE;
}

static gboolean
write_rows (CrfWorkbook *book,
            const char *name,
            const GPtrArray *items,
            const CrfForm *repeated,
            GError **error)
{
  CrfSheet sheet;

  if (!crf_sheet_begin (&sheet, book, name, error))
    return FALSE;
  add_lead_headers (&sheet);
  for (guint i = 0; i < items->len; i++)
    crf_sheet_add_item_header (&sheet, g_ptr_array_index (items, i));
  crf_sheet_end_header (&sheet);
  for (guint i = 0; i < book->patients->len; i++)
    {
      const CrfPatient *patient = g_ptr_array_index (book->patients, i);
      g_autoptr (GPtrArray) rows = crf_visit_rows_read (book, patient, repeated != NULL, error);

      if (rows == NULL)
        return FALSE;
      for (guint j = 0; j < rows->len; j++)
        {
          const CrfVisitRow *row = g_ptr_array_index (rows, j);

          if ((repeated == NULL || row->form == repeated) && has_any (row, items) && !add_row (&sheet, patient, row, items, error))
            return FALSE;
        }
    }
  crf_sheet_end (&sheet);
  return TRUE;
}

gboolean
crf_xlsx_write_infusions (CrfWorkbook *book,
                          GError **error)
{
  const CrfForm *form = crf_study_find_form_by_kind (book->study, "infusion");
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  if (form == NULL)
    return TRUE;
  add_form_items (items, book, form, FALSE);
  return write_rows (book, _("Infusions"), items, NULL, error);
}

gboolean
crf_xlsx_write_visits (CrfWorkbook *book,
                       GError **error)
{
  g_autoptr (GPtrArray) items = visit_items (book, FALSE);

  return write_rows (book, _("Visits"), items, NULL, error);
}

gboolean
crf_xlsx_write_scores (CrfWorkbook *book,
                       GError **error)
{
  g_autoptr (GPtrArray) items = visit_items (book, TRUE);

  return write_rows (book, _("Scores"), items, NULL, error);
}

static gboolean
is_repeated (CrfWorkbook *book,
             const CrfForm *form)
{
  const GPtrArray *events = crf_study_get_events (book->study);

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      if ((form->repeating || event->type == CRF_EVENT_COMMON) && g_ptr_array_find ((GPtrArray *) event->forms, form, NULL))
        return TRUE;
    }
  return FALSE;
}

gboolean
crf_xlsx_write_repeats (CrfWorkbook *book,
                        GError **error)
{
  const GPtrArray *forms = crf_study_get_forms (book->study);

  for (guint i = 0; i < forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (forms, i);
      g_autoptr (GPtrArray) items = g_ptr_array_new ();

      if (!is_repeated (book, form))
        continue;
      add_form_items (items, book, form, FALSE);
      if (items->len > 0 && !write_rows (book, crf_text_get (form->title, crf_session_get_language (book->session)), items, form, error))
        return FALSE;
    }
  return TRUE;
}
