/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The grid of visits, a page of patients at a time. */

#include "crf-visit-grid.h"

#include "crf-infusion.h"
#include "crf-reader-private.h"
#include "crf-session-private.h"
#include "crf-version.h"
#include "crf-visits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct { const char *label, *icon; } states[CRF_GRID_N_STATES] = {
  [CRF_GRID_NOT_APPLICABLE] = { N_ ("Not applicable"), NULL },
  [CRF_GRID_EMPTY] = { N_ ("Empty"), "radio-symbolic" },
  [CRF_GRID_DUE] = { N_ ("Due"), "alarm-symbolic" },
  [CRF_GRID_OVERDUE] = { N_ ("Overdue"), "dialog-warning-symbolic" },
  [CRF_GRID_STARTED] = { N_ ("Started"), "document-edit-symbolic" },
  [CRF_GRID_COMPLETE] = { N_ ("Complete"), "object-select-symbolic" },
  [CRF_GRID_VERIFIED] = { N_ ("Verified"), "view-reveal-symbolic" },
  [CRF_GRID_SIGNED] = { N_ ("Signed"), "emblem-default-symbolic" },
  [CRF_GRID_FROZEN] = { N_ ("Frozen"), "media-playback-pause-symbolic" },
  [CRF_GRID_LOCKED] = { N_ ("Locked"), "changes-prevent-symbolic" },
  [CRF_GRID_MISSED] = { N_ ("Missed"), "window-close-symbolic" },
};

const char *
crf_grid_state_get_label (CrfGridState state)
{
  g_return_val_if_fail (state < CRF_GRID_N_STATES, "");

  return _ (states[state].label);
}

const char *
crf_grid_state_get_icon (CrfGridState state)
{
  g_return_val_if_fail (state < CRF_GRID_N_STATES, NULL);

  return states[state].icon;
}

/* ── Columns ── */

void
crf_grid_column_free (CrfGridColumn *column)
{
  if (column == NULL)
    return;
  g_free (column->title);
  g_free (column);
}

static void
add_column (GPtrArray *columns,
            CrfSession *session,
            const CrfEvent *event,
            int ordinal,
            gboolean numbered)
{
  CrfGridColumn *column = g_new0 (CrfGridColumn, 1);
  const char *title = crf_text_get (event->title, crf_session_get_language (session));

  if (title == NULL || *title == '\0')
    title = event->name;
  column->event = event;
  column->ordinal = ordinal;
  column->title = numbered ? g_strdup_printf ("%s %d", title, ordinal) : g_strdup (title);
  g_ptr_array_add (columns, column);
}

GPtrArray *
crf_reader_grid_columns (CrfSession *session)
{
  CrfStudy *study = crf_session_get_study (session);
  const GPtrArray *events = crf_study_get_events (study);
  GPtrArray *columns = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_grid_column_free);

  for (int type = CRF_EVENT_SCHEDULED; type <= CRF_EVENT_UNSCHEDULED; type++)
    for (guint i = 0; i < events->len; i++)
      {
        const CrfEvent *event = g_ptr_array_index (events, i);
        int n = event->repeating && g_strcmp0 (event->kind, "treatment") == 0 ? MAX (1, crf_infusion_most (study)) : 1;

        if ((int) event->type != type)
          continue;
        if (type == CRF_EVENT_UNSCHEDULED)
          add_column (columns, session, event, 0, FALSE);
        for (int ordinal = 1; type == CRF_EVENT_SCHEDULED && ordinal <= n; ordinal++)
          add_column (columns, session, event, ordinal, n > 1);
      }
  return columns;
}

/* ── Cells ── */

static void
cell_clear (gpointer data)
{
  CrfGridCell *cell = data;

  g_clear_pointer (&cell->target, crf_target_free);
  g_free (cell->from);
  g_free (cell->to);
  g_free (cell->visit_date);
  g_free (cell->why);
}

const CrfForm *
crf_visit_get_main_form (const CrfEvent *event)
{
  for (guint i = 0; i < event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->forms, i);

      if (g_strcmp0 (form->kind, "visit") == 0 || g_strcmp0 (form->kind, "vital-status") == 0)
        return form;
    }
  return event->forms->len > 0 ? g_ptr_array_index (event->forms, 0) : NULL;
}

/* How far the form of the visit that has come least far is; -1: none is begun. */
static int
least_form (CrfCasebook *casebook,
            const CrfVisit *visit)
{
  static const char *const order[] = { "started", "complete", "verified", "signed", "frozen", "locked" };
  GPtrArray *forms = crf_casebook_get_forms (casebook);
  int least = -1;

  for (guint i = 0; visit->eventkey != NULL && i < forms->len; i++)
    {
      const CrfFormRecord *form = g_ptr_array_index (forms, i);

      if (form->id == 0 || strcmp (form->event, visit->event->oid) != 0 || g_strcmp0 (form->eventkey, visit->eventkey) != 0)
        continue;
      for (guint rank = 0; rank < G_N_ELEMENTS (order); rank++)
        if (strcmp (form->state, order[rank]) == 0 && (least < 0 || (int) rank < least))
          least = (int) rank;
    }
  return least;
}

static CrfGridState
state_of (CrfCasebook *casebook,
          const CrfVisit *visit)
{
  static const CrfGridState of_forms[] = { CRF_GRID_COMPLETE, CRF_GRID_COMPLETE, CRF_GRID_VERIFIED, CRF_GRID_SIGNED, CRF_GRID_FROZEN, CRF_GRID_LOCKED };
  int least = least_form (casebook, visit);

  switch (visit->state)
    {
    case CRF_VISIT_OPEN:
      return CRF_GRID_DUE;
    case CRF_VISIT_LATE:
      return CRF_GRID_OVERDUE;
    case CRF_VISIT_STARTED:
      return CRF_GRID_STARTED;
    case CRF_VISIT_DONE:
      return least < 0 ? CRF_GRID_COMPLETE : of_forms[least];
    case CRF_VISIT_MISSED:
      return CRF_GRID_MISSED;
    case CRF_VISIT_NOT_APPLICABLE:
      return CRF_GRID_NOT_APPLICABLE;
    case CRF_VISIT_NO_DATE:
    case CRF_VISIT_UPCOMING:
    default:
      return CRF_GRID_EMPTY;
    }
}

static CrfTarget *
target_of (const char *subject,
           const CrfVisit *visit)
{
  const CrfForm *form = crf_visit_get_main_form (visit->event);
  CrfTarget target = { .subject = (char *) subject, .event = (char *) visit->event->oid };

  target.eventkey = visit->eventkey != NULL ? visit->eventkey : visit->event->repeating ? NULL : (char *) "1";
  target.form = form != NULL ? (char *) form->oid : NULL;
  target.formkey = form == NULL || form->repeating ? NULL : (char *) "1";
  return crf_target_copy (&target);
}

/* Of several visits in one cell the one that still has to be done is shown. */
static gboolean
is_more_urgent (CrfGridState state,
                CrfGridState than)
{
  static const int urgency[CRF_GRID_N_STATES] = {
    [CRF_GRID_OVERDUE] = 6, [CRF_GRID_DUE] = 5, [CRF_GRID_STARTED] = 4, [CRF_GRID_COMPLETE] = 3, [CRF_GRID_VERIFIED] = 2,
    [CRF_GRID_SIGNED] = 1,
  };

  return urgency[state] > urgency[than];
}

static void
fill_cell (CrfGridCell *cell,
           CrfCasebook *casebook,
           const CrfVisit *visit)
{
  CrfGridState state = state_of (casebook, visit);

  if (cell->n++ > 0 && !is_more_urgent (state, cell->state))
    return;
  cell_clear (cell);
  cell->state = state;
  cell->target = target_of (crf_casebook_get_subject (casebook), visit);
  cell->from = g_strdup (visit->from);
  cell->to = g_strdup (visit->to);
  cell->visit_date = g_strdup (visit->visit_date);
  cell->why = g_strdup (visit->why);
  cell->provisional = visit->provisional;
}

/* More infusions than were ever planned share the last column. */
static CrfGridCell *
cell_of (CrfGridRow *row,
         const GPtrArray *columns,
         const CrfVisit *visit)
{
  CrfGridCell *found = NULL;

  for (guint i = 0; i < columns->len; i++)
    {
      const CrfGridColumn *column = g_ptr_array_index (columns, i);

      if (strcmp (column->event->oid, visit->event->oid) == 0 && column->ordinal <= visit->ordinal)
        found = &g_array_index (row->cells, CrfGridCell, i);
    }
  return found;
}

/* ── Rows ── */

void
crf_grid_row_free (CrfGridRow *row)
{
  if (row == NULL)
    return;
  g_free (row->key);
  g_free (row->number);
  g_free (row->initials);
  g_free (row->status_label);
  g_array_unref (row->cells);
  g_free (row);
}

static CrfGridRow *
row_new (CrfSession *session,
         const GPtrArray *columns,
         const CrfSubjectRecord *record,
         GError **error)
{
  g_auto (CrfVersionScope) scope = crf_version_enter (session, record->key, NULL, error);
  g_autoptr (CrfCasebook) casebook = scope.failed ? NULL : crf_casebook_new (session, record->key, error);
  g_autoptr (GPtrArray) visits = casebook != NULL ? crf_visits_of (session, casebook, record, error) : NULL;
  CrfGridRow *row;

  if (visits == NULL)
    return NULL;
  row = g_new0 (CrfGridRow, 1);
  row->key = g_strdup (record->key);
  row->number = g_strdup (record->number);
  row->initials = g_strdup (crf_casebook_get_concept (casebook, "demog.initials"));
  row->status_label = g_strdup (crf_subject_status_label (record->status));
  row->cells = g_array_sized_new (FALSE, TRUE, sizeof (CrfGridCell), columns->len);
  g_array_set_clear_func (row->cells, cell_clear);
  g_array_set_size (row->cells, columns->len);
  for (guint i = 0; i < visits->len; i++)
    {
      const CrfVisit *visit = g_ptr_array_index (visits, i);
      CrfGridCell *cell = cell_of (row, columns, visit);

      if (cell != NULL)
        fill_cell (cell, casebook, visit);
    }
  return row;
}

GPtrArray *
crf_reader_grid_rows (CrfSession *session,
                      const GPtrArray *columns,
                      const gint64 *ids,
                      guint n,
                      GError **error)
{
  g_autoptr (GPtrArray) records = crf_records_subjects (crf_session_get_file (session), ids, n, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_grid_row_free);

  if (records == NULL)
    return NULL;
  for (guint i = 0; i < records->len; i++)
    {
      CrfGridRow *row = row_new (session, columns, g_ptr_array_index (records, i), error);

      if (row == NULL)
        return NULL;
      g_ptr_array_add (rows, row);
    }
  return g_steal_pointer (&rows);
}
