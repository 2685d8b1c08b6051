/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The monitoring of infusions as a session may see it. */

#include "crf-reader-monitoring.h"

#include "crf-clock.h"
#include "crf-monitoring.h"
#include "crf-partial-date.h"
#include "crf-trial-gates.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

/* Longer than the last point with its window. */
#define HOURS_BACK 28

static void
row_free (gpointer data)
{
  CrfMonitorRow *row = data;

  g_free (row->code);
  g_free (row->label);
  g_free (row->state_label);
  g_free (row->due);
  g_free (row->from);
  g_free (row->to);
  g_free (row->due_iso);
  g_free (row->taken);
  g_ptr_array_unref (row->values);
  g_ptr_array_unref (row->alarms);
  g_free (row);
}

void
crf_monitoring_free (CrfMonitoring *monitoring)
{
  g_free (monitoring->subject);
  g_free (monitoring->number);
  g_clear_pointer (&monitoring->target, crf_target_free);
  g_free (monitoring->start);
  g_ptr_array_unref (monitoring->columns);
  g_ptr_array_unref (monitoring->rows);
  g_free (monitoring->next_due);
  g_free (monitoring->next_due_iso);
  g_free (monitoring->next_label);
  g_free (monitoring);
}

static gint64
local_now (CrfSession *session)
{
  CrfInstant now = crf_session_now (session);

  return now.utc_ms / 60000 + now.offset_minutes;
}

static char *
clock_of (gint64 minutes)
{
  int of_day = (int) (minutes % (24 * 60));

  return g_strdup_printf ("%02d:%02d", of_day / 60, of_day % 60);
}

/* What is measured: all items of the group but point, time and note. */
static gboolean
is_value (const CrfItem *item)
{
  static const char *const others[] = { "mon.point", "mon.at", "mon.note", NULL };

  return item->concept == NULL || !g_strv_contains (others, item->concept);
}

static char *
short_heading (CrfSession *session,
               const CrfItem *item)
{
  static const struct
  {
    const char *concept, *heading;
  } headings[] = {
    { "clin.temp", N_("T") },   { "clin.hr", N_("HR") },     { "clin.sbp", N_("SBP") },    { "clin.dbp", N_("DBP") },
    { "clin.rr", N_("RR") },    { "clin.spo2", N_("SpO₂") }, { "mon.rash", N_("rash") },   { "mon.allergy", N_("allergy") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    if (g_strcmp0 (item->concept, headings[i].concept) == 0)
      return g_strdup (_(headings[i].heading));
  return g_strdup (crf_text_get (item->question, crf_session_get_language (session)));
}

static char *
show_value (CrfSession *session,
            const CrfItem *item,
            const char *canonical)
{
  const CrfCode *code = canonical != NULL ? crf_item_find_code (item, canonical) : NULL;

  if (code != NULL)
    return g_strdup (crf_text_get (code->decode, crf_session_get_language (session)));
  return g_strdup (canonical != NULL ? canonical : "");
}

static void
add_values (CrfMonitoring *monitoring,
            CrfMonitorRow *row,
            CrfSession *session,
            const CrfMonitoringState *state,
            const CrfReading *reading)
{
  for (guint i = 0; i < state->group->items->len; i++)
    {
      const CrfItem *item = ((const CrfItemRef *) g_ptr_array_index (state->group->items, i))->item;
      const char *canonical = reading != NULL ? g_hash_table_lookup (reading->values, item->oid) : NULL;
      char *alarm = NULL;

      if (!is_value (item))
        continue;
      g_ptr_array_add (row->values, show_value (session, item, canonical));
      if (!crf_item_alarms (item, canonical, crf_session_get_language (session), &alarm))
        continue;
      g_ptr_array_add (row->alarms, alarm);
      monitoring->n_alarms++;
    }
}

static CrfMonitorRow *
row_new (const char *code)
{
  CrfMonitorRow *row = g_new0 (CrfMonitorRow, 1);

  row->code = g_strdup (code);
  row->values = g_ptr_array_new_with_free_func (g_free);
  row->alarms = g_ptr_array_new_with_free_func (g_free);
  return row;
}

static char *
label_of_code (CrfSession *session,
               const char *code)
{
  const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (session), "mon.point");
  const CrfCode *found = item != NULL ? crf_item_find_code (item, code) : NULL;

  return g_strdup (found != NULL ? crf_text_get (found->decode, crf_session_get_language (session)) : code);
}

static char *
describe_offset (int offset)
{
  if (offset == 0)
    return g_strdup (_("on time"));
  return offset > 0 ? g_strdup_printf (_("%d min late"), offset) : g_strdup_printf (_("%d min early"), -offset);
}

static void
judge_row (CrfMonitorRow *row,
           const CrfMonitoringState *state,
           guint i,
           const CrfReading *reading,
           gint64 now)
{
  switch (crf_monitor_judge (state->start, &state->points[i], reading != NULL, now))
    {
    case CRF_MONITOR_DONE:
      row->state = CRF_MONITOR_ROW_DONE;
      row->offset = crf_monitor_offset (state->start, &state->points[i], reading->at);
      row->taken = clock_of (reading->at);
      row->state_label = describe_offset (row->offset);
      break;
    case CRF_MONITOR_DUE:
      row->state = CRF_MONITOR_ROW_DUE;
      row->state_label = g_strdup (_("due"));
      break;
    case CRF_MONITOR_MISSED:
      row->state = CRF_MONITOR_ROW_MISSED;
      row->state_label = g_strdup (_("missed"));
      break;
    case CRF_MONITOR_WAITING:
    default:
      row->state = CRF_MONITOR_ROW_WAITING;
      row->state_label = g_strdup ("");
      break;
    }
}

static void
add_point (CrfMonitoring *monitoring,
           CrfSession *session,
           const CrfMonitoringState *state,
           guint i,
           gint64 now)
{
  const CrfTimePoint *point = g_ptr_array_index (state->time_points, i);
  const CrfReading *reading = crf_monitoring_find_reading (state, crf_monitor_code (point));
  gint64 due = crf_monitor_due (state->start, &state->points[i]);
  CrfMonitorRow *row = row_new (crf_monitor_code (point));

  row->label = label_of_code (session, row->code);
  row->due = clock_of (due);
  row->due_iso = crf_minutes_to_iso (due);
  row->from = clock_of (due - point->before);
  row->to = clock_of (due + point->after);
  judge_row (row, state, i, reading, now);
  add_values (monitoring, row, session, state, reading);
  g_ptr_array_add (monitoring->rows, row);
  monitoring->n_missed += row->state == CRF_MONITOR_ROW_MISSED;
  if (row->state != CRF_MONITOR_ROW_DUE && row->state != CRF_MONITOR_ROW_WAITING)
    return;
  monitoring->running = TRUE;
  if (monitoring->next_due != NULL)
    return;
  monitoring->next_due = g_strdup (row->due);
  monitoring->next_due_iso = g_strdup (row->due_iso);
  monitoring->next_label = g_strdup (row->label);
  monitoring->minutes_late = (int) (now - due);
}

static void
add_extra (CrfMonitoring *monitoring,
           CrfSession *session,
           const CrfMonitoringState *state,
           const CrfReading *reading)
{
  CrfMonitorRow *row = row_new (CRF_MONITOR_EXTRA);
  const CrfItem *note = crf_study_find_item_by_concept (crf_session_get_study (session), "mon.note");
  const char *text = note != NULL ? g_hash_table_lookup (reading->values, note->oid) : NULL;

  row->state = CRF_MONITOR_ROW_EXTRA;
  row->label = label_of_code (session, CRF_MONITOR_EXTRA);
  row->taken = clock_of (reading->at);
  row->state_label = g_strdup (text != NULL ? text : "");
  add_values (monitoring, row, session, state, reading);
  g_ptr_array_add (monitoring->rows, row);
}

static GPtrArray *
columns_of (CrfSession *session,
            const CrfItemGroup *group)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < group->items->len; i++)
    {
      const CrfItem *item = ((const CrfItemRef *) g_ptr_array_index (group->items, i))->item;

      if (is_value (item))
        g_ptr_array_add (columns, short_heading (session, item));
    }
  return columns;
}

static CrfMonitoring *
describe (CrfSession *session,
          CrfSubjectRecord *subject,
          const CrfInfusion *infusion,
          const CrfMonitoringState *state)
{
  CrfMonitoring *monitoring = g_new0 (CrfMonitoring, 1);
  const CrfTarget target = { subject->key, (char *) infusion->place.event->oid, infusion->eventkey, (char *) state->form->oid, (char *) "1", NULL, NULL, NULL };
  gint64 now = local_now (session);

  monitoring->ordinal = infusion->place.ordinal;
  monitoring->subject = g_strdup (subject->key);
  monitoring->number = g_strdup (subject->number);
  monitoring->target = crf_target_copy (&target);
  monitoring->start = g_strdup (crf_infusion_get (infusion, "inf.start"));
  monitoring->columns = columns_of (session, state->group);
  monitoring->rows = g_ptr_array_new_with_free_func (row_free);
  for (guint i = 0; i < state->time_points->len; i++)
    add_point (monitoring, session, state, i, now);
  for (guint i = 0; i < state->readings->len; i++)
    if (g_strcmp0 (((const CrfReading *) g_ptr_array_index (state->readings, i))->code, CRF_MONITOR_EXTRA) == 0)
      add_extra (monitoring, session, state, g_ptr_array_index (state->readings, i));
  return monitoring;
}

CrfMonitoring *
crf_reader_monitoring (CrfSession *session,
                       const char *subject_name,
                       int ordinal,
                       GError **error)
{
  g_autoptr (CrfSubjectRecord) subject = crf_trial_find_subject (crf_session_get_file (session), subject_name, error);
  g_autoptr (CrfInfusion) infusion = subject != NULL ? crf_infusion_read_for (session, subject->key, ordinal, error) : NULL;
  g_autoptr (CrfMonitoringState) state = infusion != NULL ? crf_monitoring_read (session, subject->key, infusion, error) : NULL;

  return state != NULL ? describe (session, subject, infusion, state) : NULL;
}

/* ── The plan alone ── */

/* The group that holds the readings: the one with the item that names the point. */
static const CrfItemGroup *
find_group (CrfStudy *study)
{
  const CrfItem *point = crf_study_find_item_by_concept (study, "mon.point");
  const GPtrArray *forms = crf_study_get_forms (study);

  for (guint i = 0; point != NULL && i < forms->len; i++)
    {
      const CrfItemGroup *group = crf_form_find_group_of (g_ptr_array_index (forms, i), point);

      if (group != NULL)
        return group;
    }
  return NULL;
}

CrfMonitoring *
crf_reader_monitoring_plan (CrfSession *session)
{
  CrfStudy *study = crf_session_get_study (session);
  const GPtrArray *points = crf_study_get_time_points (study);
  const CrfItemGroup *group = find_group (study);
  CrfMonitoring *monitoring;

  if (group == NULL || points->len == 0)
    return NULL;
  monitoring = g_new0 (CrfMonitoring, 1);
  monitoring->columns = columns_of (session, group);
  monitoring->rows = g_ptr_array_new_with_free_func (row_free);
  for (guint i = 0; i < points->len; i++)
    {
      const CrfTimePoint *point = g_ptr_array_index (points, i);
      CrfMonitorRow *row = row_new (crf_monitor_code (point));

      row->label = label_of_code (session, row->code);
      row->state_label = g_strdup ("");
      row->from = point->before == point->after ? g_strdup_printf (_("±%d min"), point->before)
                                                : g_strdup_printf (_("−%1$d … +%2$d min"), point->before, point->after);
      g_ptr_array_add (monitoring->rows, row);
    }
  return monitoring;
}

/* ── All that run ── */

static int
ordinal_of_step (CrfSession *session,
                 const CrfStepRecord *step)
{
  CrfStudy *study = crf_session_get_study (session);
  CrfInfusionPlace place;

  for (int n = 1; n <= crf_infusion_most (study) && crf_infusion_find_place (study, n, &place); n++)
    {
      g_autoptr (CrfInfusion) infusion = NULL;

      if (strcmp (place.event->oid, step->event) != 0)
        continue;
      infusion = crf_infusion_read (crf_session_get_file (session), study, step->subject, n, NULL);
      if (infusion != NULL && g_strcmp0 (infusion->eventkey, step->eventkey) == 0)
        return n;
    }
  return 0;
}

static int
compare_urgency (gconstpointer a,
                 gconstpointer b)
{
  const CrfMonitoring *one = *(CrfMonitoring *const *) a, *other = *(CrfMonitoring *const *) b;
  int by_due = g_strcmp0 (one->next_due_iso, other->next_due_iso);

  return by_due != 0 ? by_due : g_strcmp0 (one->number, other->number);
}

static gboolean
is_listed (const GPtrArray *list,
           const CrfMonitoring *monitoring)
{
  for (guint i = 0; i < list->len; i++)
    {
      const CrfMonitoring *other = g_ptr_array_index (list, i);

      if (other->ordinal == monitoring->ordinal && strcmp (other->subject, monitoring->subject) == 0)
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
crf_reader_monitored (CrfSession *session,
                      GError **error)
{
  g_autofree char *since = crf_minutes_to_iso (local_now (session) - HOURS_BACK * 60);
  g_autoptr (GPtrArray) starts = crf_records_steps_since (crf_session_get_file (session), CRF_STEP_START, since, error);
  GPtrArray *list;

  if (starts == NULL)
    return NULL;
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_monitoring_free);
  for (guint i = 0; i < starts->len; i++)
    {
      const CrfStepRecord *step = g_ptr_array_index (starts, i);
      int ordinal = ordinal_of_step (session, step);
      g_autoptr (CrfMonitoring) monitoring = ordinal > 0 ? crf_reader_monitoring (session, step->subject, ordinal, NULL) : NULL;

      if (monitoring != NULL && monitoring->running && !is_listed (list, monitoring))
        g_ptr_array_add (list, g_steal_pointer (&monitoring));
    }
  g_ptr_array_sort (list, compare_urgency);
  return list;
}
