/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The values of one subject, gathered by visit, by repeat of a form, and by repeat of a section. */

#include "crf-xlsx-private.h"

#include "crf-coding.h"

#include <string.h>

static void
cell_free (CrfCell *cell)
{
  g_free (cell->canonical);
  g_free (cell->comparator);
  g_free (cell->missing);
  g_free (cell);
}

static void
row_free (CrfVisitRow *row)
{
  g_free (row->eventkey);
  g_free (row->formkey);
  g_free (row->groupkey);
  g_clear_pointer (&row->values, g_hash_table_unref);
  if (row->not_analysed != NULL)
    g_string_free (row->not_analysed, TRUE);
  g_free (row);
}

static CrfVisitRow *
find_row (GPtrArray *rows,
          const CrfExportValue *value,
          gboolean repeating)
{
  CrfVisitRow *row;

  /* Values come form by form: the row is nearly always the last one. */
  for (guint i = rows->len; i > 0; i--)
    {
      row = g_ptr_array_index (rows, i - 1);
      if (row->event == value->event && g_strcmp0 (row->eventkey, value->eventkey) == 0 &&
          (!repeating || (row->form == value->form && g_strcmp0 (row->formkey, value->formkey) == 0)))
        return row;
    }
  row = g_new0 (CrfVisitRow, 1);
  row->event = value->event;
  row->eventkey = g_strdup (value->eventkey);
  row->ordinal = repeating ? value->form_ordinal : value->event_ordinal;
  row->form = value->form;
  row->formkey = g_strdup (value->formkey);
  row->values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) cell_free);
  g_ptr_array_add (rows, row);
  return row;
}

/* The row of one repeat of a section. */
static CrfVisitRow *
find_line (GPtrArray *rows,
           const CrfExportValue *value,
           const CrfItemGroup *group)
{
  CrfVisitRow *row;

  for (guint i = rows->len; i > 0; i--)
    {
      row = g_ptr_array_index (rows, i - 1);
      if (row->event == value->event && g_strcmp0 (row->eventkey, value->eventkey) == 0 && row->form == value->form &&
          g_strcmp0 (row->formkey, value->formkey) == 0 && row->group == group && g_strcmp0 (row->groupkey, value->groupkey) == 0)
        return row;
    }
  row = g_new0 (CrfVisitRow, 1);
  row->event = value->event;
  row->eventkey = g_strdup (value->eventkey);
  row->ordinal = value->form->repeating ? value->form_ordinal : value->event_ordinal;
  row->form = value->form;
  row->formkey = g_strdup (value->formkey);
  row->group = group;
  row->groupkey = g_strdup (value->groupkey);
  row->values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) cell_free);
  g_ptr_array_add (rows, row);
  return row;
}

static void
count_use (CrfVisitRow *row,
           const CrfExportValue *value)
{
  if (value->use == CRF_SAMPLE_USE_ALONE)
    return;
  row->n_results++;
  row->n_analysed += value->use == CRF_SAMPLE_USE_ANALYSED;
  if (value->use == CRF_SAMPLE_USE_ANALYSED)
    return;
  if (row->not_analysed == NULL)
    row->not_analysed = g_string_new (value->item->name);
  else
    g_string_append_printf (row->not_analysed, ", %s", value->item->name);
}

static gboolean
gather (const CrfExportValue *value,
        gpointer data)
{
  CrfPatientRows *rows = data;
  /* Forms of common events (a death, a transplantation) are rows of their own sheets too. */
  gboolean repeating = value->form->repeating || value->event->type == CRF_EVENT_COMMON;
  const CrfItemGroup *group = crf_form_find_group_of (value->form, value->item);
  CrfVisitRow *row = group != NULL && group->repeating ? find_line (rows->lines, value, group)
                                                       : find_row (repeating ? rows->repeats : rows->visits, value, repeating);
  CrfCell *cell = g_new0 (CrfCell, 1);

  cell->canonical = g_strdup (value->canonical);
  cell->comparator = g_strdup (value->comparator);
  cell->missing = g_strdup (value->missing);
  g_hash_table_replace (row->values, (gpointer) value->item->oid, cell);
  count_use (row, value);
  return TRUE;
}

static int
position_of (CrfStudy *study,
             const CrfEvent *event)
{
  guint index = 0;

  g_ptr_array_find ((GPtrArray *) crf_study_get_events (study), event, &index);
  return (int) index;
}

static int
compare_rows (gconstpointer a,
              gconstpointer b,
              gpointer data)
{
  const CrfVisitRow *first = *(CrfVisitRow *const *) a, *second = *(CrfVisitRow *const *) b;
  int order = position_of (data, first->event) - position_of (data, second->event);

  return order != 0 ? order : first->ordinal - second->ordinal;
}

/* Keys of repeats grow in the order they were begun. */
static gint64
number_of_key (const char *key)
{
  const char *point = key != NULL ? strrchr (key, '.') : NULL;

  return g_ascii_strtoll (point != NULL ? point + 1 : key != NULL ? key : "0", NULL, 10);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b,
               gpointer data)
{
  const CrfVisitRow *first = *(CrfVisitRow *const *) a, *second = *(CrfVisitRow *const *) b;
  int order = compare_rows (a, b, data);
  gint64 x = number_of_key (first->groupkey), y = number_of_key (second->groupkey);

  if (order == 0)
    order = g_strcmp0 (first->eventkey, second->eventkey);
  if (order == 0)
    order = g_strcmp0 (first->form->oid, second->form->oid);
  if (order == 0)
    order = g_strcmp0 (first->group->oid, second->group->oid);
  return order != 0 ? order : x != y ? (x < y ? -1 : 1) : g_strcmp0 (first->groupkey, second->groupkey);
}

static void
number_lines (GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    {
      CrfVisitRow *row = g_ptr_array_index (lines, i);
      const CrfVisitRow *before = i > 0 ? g_ptr_array_index (lines, i - 1) : NULL;
      gboolean same = before != NULL && before->event == row->event && g_strcmp0 (before->eventkey, row->eventkey) == 0 &&
                      before->form == row->form && g_strcmp0 (before->formkey, row->formkey) == 0 && before->group == row->group;

      row->line = same ? before->line + 1 : 1;
    }
}

gboolean
crf_patient_rows_read (CrfPatientRows *rows,
                       CrfWorkbook *book,
                       const CrfPatient *patient,
                       GError **error)
{
  rows->visits = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  rows->repeats = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  rows->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  if (!crf_export_visit_values (book->session, patient->key, book->options->identifiers, gather, rows, error))
    return FALSE;
  g_ptr_array_sort_with_data (rows->visits, compare_rows, book->study);
  g_ptr_array_sort_with_data (rows->repeats, compare_rows, book->study);
  g_ptr_array_sort_with_data (rows->lines, compare_lines, book->study);
  number_lines (rows->lines);
  if (!book->coded)
    return TRUE;
  rows->terms = crf_reader_codable_terms (book->session, patient->key, error);
  return rows->terms != NULL;
}

void
crf_patient_rows_clear (CrfPatientRows *rows)
{
  g_clear_pointer (&rows->visits, g_ptr_array_unref);
  g_clear_pointer (&rows->repeats, g_ptr_array_unref);
  g_clear_pointer (&rows->lines, g_ptr_array_unref);
  g_clear_pointer (&rows->terms, g_ptr_array_unref);
}

const CrfCell *
crf_visit_row_find (const CrfVisitRow *row,
                    const CrfItem *item)
{
  return g_hash_table_lookup (row->values, item->oid);
}
