/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Infusions, visits, scores (one row a visit), the repeating forms (one sheet a form, one row a repeat), and the repeating sections of any form (one
 * sheet a section, one row a repeat: medical history, the flowsheet of a night). */

#include "crf-xlsx-private.h"

#include <glib/gi18n-lib.h>

/* What the program computed: scores, and the grades beside them. */
static gboolean
is_score (const CrfItem *item)
{
  return item->concept != NULL && (g_str_has_prefix (item->concept, "score.") || g_str_has_prefix (item->concept, "grade."));
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

      /* A section that repeats has a sheet of its own: here it would lose all but one of its rows. */
      for (guint j = 0; !group->repeating && j < group->items->len; j++)
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

/* A visit can have further samples on a form that repeats: both sheets then say which of them is analysed. */
static gboolean
has_sample (const CrfForm *form)
{
  for (guint i = 0; i < form->groups->len; i++)
    if (((const CrfItemGroup *) g_ptr_array_index (form->groups, i))->is_sample)
      return TRUE;
  return FALSE;
}

static gboolean
has_further_samples (CrfWorkbook *book)
{
  const GPtrArray *forms = crf_study_get_forms (book->study);

  for (guint i = 0; i < forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (forms, i);

      if (form->repeating && has_sample (form))
        return TRUE;
    }
  return FALSE;
}

static void
add_use (CrfSheet *sheet,
         const CrfVisitRow *row)
{
  const char *use = crf_sample_use_label (row->n_results, row->n_analysed);
  g_autofree char *in_part = NULL;

  if (row->n_analysed > 0 && row->n_analysed < row->n_results)
    /* Translators: "analysed in part (not: CREAT, ALT)" */
    in_part = g_strdup_printf (_("%1$s (not: %2$s)"), use, row->not_analysed->str);
  crf_sheet_add_text (sheet, in_part != NULL ? in_part : use);
}

/* SDTM: the reference day is day 1, the day before it day -1. */
static void
add_study_day (CrfSheet *sheet,
               const CrfPatient *patient,
               const char *date)
{
  int day;

  if (crf_schedule_study_day (patient->reference_day, date, &day))
    crf_sheet_add_number (sheet, day, 0);
  else
    crf_sheet_skip (sheet);
}

static gboolean
is_visit_date (const CrfItem *item)
{
  return g_strcmp0 (item->concept, "visit.date") == 0;
}

static void
add_lead (CrfPatientSheet *self,
          const CrfPatient *patient,
          const CrfVisitRow *row)
{
  CrfSheet *sheet = &self->sheet;

  crf_sheet_add_text (sheet, patient->number);
  crf_sheet_add_text (sheet, patient->arm);
  crf_sheet_add_text (sheet, crf_text_get (row->event->title, crf_session_get_language (sheet->book->session)));
  crf_sheet_add_number (sheet, row->ordinal, 0);
  if (self->group != NULL)
    crf_sheet_add_number (sheet, row->line, 0);
  if (self->dated_by != NULL)
    {
      const CrfCell *cell = crf_visit_row_find (row, self->dated_by);

      if (is_visit_date (self->dated_by))
        crf_sheet_add_iso (sheet, cell != NULL ? cell->canonical : NULL);
      add_study_day (sheet, patient, cell != NULL ? cell->canonical : NULL);
    }
  if (self->tells_use)
    add_use (sheet, row);
}

static gboolean
add_row (CrfPatientSheet *self,
         const CrfPatient *patient,
         const CrfVisitRow *row,
         const GPtrArray *terms,
         GError **error)
{
  if (!crf_sheet_next_row (&self->sheet, error))
    return FALSE;
  add_lead (self, patient, row);
  for (guint i = 0; i < self->items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (self->items, i);
      const CrfCell *cell = crf_visit_row_find (row, item);

      crf_sheet_add_item (&self->sheet, item, cell != NULL ? cell->canonical : NULL, cell != NULL ? cell->comparator : NULL,
                          cell != NULL ? cell->missing : NULL);
    }
  if (terms != NULL)
    crf_sheet_add_coding (self, patient, row, terms);
  return TRUE;
}

static gboolean
write_rows (CrfPatientSheet *self,
            const CrfPatient *patient,
            const CrfPatientRows *rows,
            GError **error)
{
  const GPtrArray *all = self->group != NULL ? rows->lines : self->repeated != NULL ? rows->repeats : rows->visits;

  for (guint i = 0; i < all->len; i++)
    {
      const CrfVisitRow *row = g_ptr_array_index (all, i);

      if ((self->repeated == NULL || row->form == self->repeated) && row->group == self->group && has_any (row, self->items) && 
          !add_row (self, patient, row, rows->terms, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_date (const CrfItem *item)
{
  return item->type == CRF_TYPE_DATE || item->type == CRF_TYPE_DATETIME || item->type == CRF_TYPE_PARTIAL_DATE ||
         item->type == CRF_TYPE_PARTIAL_DATETIME;
}

/* A form that repeats is dated by its first question for a date: CDASH asks for the start before the end. */
static const CrfItem *
first_date (const GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    if (is_date (g_ptr_array_index (items, i)))
      return g_ptr_array_index (items, i);
  return NULL;
}

/* Elsewhere the date is one of the row's own columns, and the header names it. */
static void
add_day_headers (CrfPatientSheet *self)
{
  g_autofree char *of = NULL;

  if (self->dated_by == NULL)
    return;
  if (is_visit_date (self->dated_by))
    {
      crf_sheet_add_header (&self->sheet, _("Visit date"), 11);
      crf_sheet_add_header (&self->sheet, _("Study day"), 7);
      return;
    }
  of = g_strdup_printf (_("Study day of %s"), self->dated_by->name);
  crf_sheet_add_header (&self->sheet, of, 12);
}

static gboolean
begin (CrfWorkbook *book,
       GPtrArray *sheets,
       const char *name,
       GPtrArray *items,
       const CrfForm *repeated,
       const CrfItem *dated_by,
       gboolean tells_use,
       GError **error)
{
  CrfPatientSheet *self = crf_patient_sheet_add (sheets, book, name, items, error);

  if (self == NULL)
    return FALSE;
  self->repeated = repeated;
  self->dated_by = dated_by;
  self->tells_use = tells_use;
  self->write = write_rows;
  crf_sheet_add_header (&self->sheet, _("Subject"), 10);
  crf_sheet_add_header (&self->sheet, _("Arm"), 18);
  crf_sheet_add_header (&self->sheet, _("Visit"), 16);
  crf_sheet_add_header (&self->sheet, _("Repeat"), 6);
  add_day_headers (self);
  if (tells_use)
    crf_sheet_add_header (&self->sheet, _("Analysed sample"), 18);
  return TRUE;
}

gboolean
crf_xlsx_begin_infusions (CrfWorkbook *book,
                          GPtrArray *sheets,
                          GError **error)
{
  const CrfForm *form = crf_study_find_form_by_kind (book->study, "infusion");
  GPtrArray *items;

  if (form == NULL)
    return TRUE;
  items = g_ptr_array_new ();
  add_form_items (items, book, form, FALSE);
  return begin (book, sheets, _("Infusions"), items, NULL, crf_study_find_item_by_concept (book->study, "inf.start"), FALSE, error);
}

static const CrfItem *
visit_date (CrfWorkbook *book)
{
  return crf_study_find_item_by_concept (book->study, "visit.date");
}

gboolean
crf_xlsx_begin_visits (CrfWorkbook *book,
                       GPtrArray *sheets,
                       GError **error)
{
  return begin (book, sheets, _("Visits"), visit_items (book, FALSE), NULL, visit_date (book), has_further_samples (book), error);
}

gboolean
crf_xlsx_begin_scores (CrfWorkbook *book,
                       GPtrArray *sheets,
                       GError **error)
{
  return begin (book, sheets, _("Scores"), visit_items (book, TRUE), NULL, visit_date (book), FALSE, error);
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

static gboolean
begin_repeat (CrfWorkbook *book,
              GPtrArray *sheets,
              const CrfForm *form,
              GPtrArray *items,
              GError **error)
{
  const char *name = crf_text_get (form->title, crf_session_get_language (book->session));

  return begin (book, sheets, name, items, form, first_date (items), form->repeating && has_sample (form), error);
}

gboolean
crf_xlsx_begin_repeats (CrfWorkbook *book,
                        GPtrArray *sheets,
                        GError **error)
{
  const GPtrArray *forms = crf_study_get_forms (book->study);

  for (guint i = 0; i < forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (forms, i);
      g_autoptr (GPtrArray) items = NULL;

      if (!is_repeated (book, form))
        continue;
      items = g_ptr_array_new ();
      add_form_items (items, book, form, FALSE);
      if (items->len > 0 && !begin_repeat (book, sheets, form, g_steal_pointer (&items), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
begin_line (CrfWorkbook *book,
            GPtrArray *sheets,
            const CrfForm *form,
            const CrfItemGroup *group,
            GError **error)
{
  const char *name = crf_text_get (group->title, crf_session_get_language (book->session));
  GPtrArray *items = g_ptr_array_new ();
  CrfPatientSheet *self;

  for (guint i = 0; i < group->items->len; i++)
    {
      const CrfItemRef *ref = g_ptr_array_index (group->items, i);

      if (!ref->item->identifier || book->options->identifiers)
        g_ptr_array_add (items, (gpointer) ref->item);
    }
  self = crf_patient_sheet_add (sheets, book, *name != '\0' ? name : group->name, items, error);
  if (self == NULL)
    return FALSE;
  self->repeated = form;
  self->group = group;
  self->dated_by = first_date (items);
  self->write = write_rows;
  crf_sheet_add_header (&self->sheet, _("Subject"), 10);
  crf_sheet_add_header (&self->sheet, _("Arm"), 18);
  crf_sheet_add_header (&self->sheet, _("Visit"), 16);
  crf_sheet_add_header (&self->sheet, _("Repeat"), 6);
  crf_sheet_add_header (&self->sheet, _("Line"), 6);
  add_day_headers (self);
  return TRUE;
}

static gboolean
is_used (CrfWorkbook *book,
         const CrfForm *form)
{
  const GPtrArray *events = crf_study_get_events (book->study);

  for (guint i = 0; i < events->len; i++)
    if (g_ptr_array_find ((GPtrArray *) ((const CrfEvent *) g_ptr_array_index (events, i))->forms, form, NULL))
      return TRUE;
  return FALSE;
}

gboolean
crf_xlsx_begin_lines (CrfWorkbook *book,
                      GPtrArray *sheets,
                      GError **error)
{
  const GPtrArray *forms = crf_study_get_forms (book->study);

  for (guint i = 0; i < forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (forms, i);

      for (guint j = 0; is_used (book, form) && j < form->groups->len; j++)
        {
          const CrfItemGroup *group = g_ptr_array_index (form->groups, j);

          if (group->repeating && !begin_line (book, sheets, form, group, error))
            return FALSE;
        }
    }
  return TRUE;
}
