/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The monitoring of one infusion, as it is stored. */

#include "crf-monitoring.h"

#include "crf-number.h"
#include "crf-partial-date.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static void
reading_free (gpointer data)
{
  CrfReading *reading = data;

  g_free (reading->groupkey);
  g_free (reading->code);
  g_hash_table_unref (reading->values);
  g_free (reading);
}

void
crf_monitoring_state_free (CrfMonitoringState *state)
{
  g_free (state->points);
  g_free (state->taken);
  g_clear_pointer (&state->readings, g_ptr_array_unref);
  g_free (state);
}

const char *
crf_monitor_code (const CrfTimePoint *point)
{
  const char *dot = strrchr (point->oid, '.');

  return dot != NULL ? dot + 1 : point->oid;
}

/* The form of the infusion's own event: a second infusion has a sheet of its own. */
static gboolean
find_form (CrfMonitoringState *state,
           CrfStudy *study,
           const CrfInfusion *infusion)
{
  const CrfItem *item = crf_study_find_item_by_concept (study, "mon.point");

  for (guint i = 0; item != NULL && i < infusion->place.event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (infusion->place.event->forms, i);

      if (g_strcmp0 (form->kind, "monitoring") != 0)
        continue;
      state->form = form;
      state->group = crf_form_find_group_of (form, item);
    }
  return state->group != NULL;
}

static CrfReading *
reading_at (GPtrArray *readings,
            const char *groupkey)
{
  CrfReading *reading;

  for (guint i = 0; i < readings->len; i++)
    if (g_strcmp0 (((CrfReading *) g_ptr_array_index (readings, i))->groupkey, groupkey) == 0)
      return g_ptr_array_index (readings, i);
  reading = g_new0 (CrfReading, 1);
  reading->groupkey = g_strdup (groupkey);
  reading->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_ptr_array_add (readings, reading);
  return reading;
}

static int
compare_readings (gconstpointer a,
                  gconstpointer b)
{
  const CrfReading *one = *(CrfReading *const *) a, *other = *(CrfReading *const *) b;

  return one->at < other->at ? -1 : one->at > other->at;
}

static void
take_value (CrfMonitoringState *state,
            CrfStudy *study,
            const CrfValueRecord *record)
{
  const CrfItem *item = crf_study_find_item (study, record->item);
  CrfReading *reading;
  CrfDate date;

  if (item == NULL || record->canon == NULL || g_strcmp0 (record->group, state->group->oid) != 0)
    return;
  reading = reading_at (state->readings, record->groupkey);
  g_hash_table_insert (reading->values, g_strdup (record->item), g_strdup (record->canon));
  if (g_strcmp0 (item->concept, "mon.point") == 0)
    {
      g_free (reading->code);
      reading->code = g_strdup (record->canon);
    }
  else if (g_strcmp0 (item->concept, "mon.at") == 0 && crf_datetime_parse (record->canon, FALSE, &date, NULL))
    reading->at = crf_date_to_minutes (&date);
}

static gboolean
read_values (CrfMonitoringState *state,
             CrfSession *session,
             const char *subject,
             const CrfInfusion *infusion,
             GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (GError) local = NULL;
  g_autoptr (CrfFormRecord) form = crf_records_find_form (file, subject, infusion->place.event->oid, infusion->eventkey, state->form->oid, "1", &local);
  g_autoptr (GPtrArray) values = form != NULL ? crf_records_values (file, form->id, &local) : NULL;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  for (guint i = 0; values != NULL && i < values->len; i++)
    take_value (state, crf_session_get_study (session), g_ptr_array_index (values, i));
  g_ptr_array_sort (state->readings, compare_readings);
  return TRUE;
}

const CrfReading *
crf_monitoring_find_reading (const CrfMonitoringState *state,
                             const char *code)
{
  for (guint i = 0; i < state->readings->len; i++)
    if (g_strcmp0 (((const CrfReading *) g_ptr_array_index (state->readings, i))->code, code) == 0)
      return g_ptr_array_index (state->readings, i);
  return NULL;
}

CrfMonitoringState *
crf_monitoring_read (CrfSession *session,
                     const char *subject,
                     const CrfInfusion *infusion,
                     GError **error)
{
  const char *start = crf_infusion_get (infusion, "inf.start");
  CrfDate date;

  return start != NULL && crf_datetime_parse (start, FALSE, &date, NULL)
           ? crf_monitoring_read_from (session, subject, infusion, crf_date_to_minutes (&date), error)
           : NULL;
}

CrfMonitoringState *
crf_monitoring_read_from (CrfSession *session,
                          const char *subject,
                          const CrfInfusion *infusion,
                          gint64 start,
                          GError **error)
{
  CrfStudy *study = crf_session_get_study (session);
  g_autoptr (CrfMonitoringState) state = g_new0 (CrfMonitoringState, 1);

  state->readings = g_ptr_array_new_with_free_func (reading_free);
  state->time_points = crf_study_get_time_points (study);
  if (state->time_points->len == 0 || !find_form (state, study, infusion))
    return NULL;
  state->start = start;
  if (!read_values (state, session, subject, infusion, error))
    return NULL;
  state->points = g_new0 (CrfMonitorPoint, state->time_points->len);
  state->taken = g_new0 (gboolean, state->time_points->len);
  for (guint i = 0; i < state->time_points->len; i++)
    {
      const CrfTimePoint *point = g_ptr_array_index (state->time_points, i);

      state->points[i] = (CrfMonitorPoint) { point->minutes, point->before, point->after };
      state->taken[i] = crf_monitoring_find_reading (state, crf_monitor_code (point)) != NULL;
    }
  return g_steal_pointer (&state);
}

/* ── Alarms ── */

static gboolean
alarms_by_code (const CrfItem *item,
                const char *canonical)
{
  g_auto (GStrv) codes = item->alarm_on != NULL ? g_strsplit (item->alarm_on, " ", -1) : NULL;

  return codes != NULL && g_strv_contains ((const char *const *) codes, canonical);
}

gboolean
crf_item_alarms (const CrfItem *item,
                 const char *canonical,
                 const char *language,
                 char **text)
{
  const char *title = crf_text_get (item->question, language);
  char limit[CRF_DECIMAL_SIZE];
  double value;

  if (canonical == NULL)
    return FALSE;
  if (alarms_by_code (item, canonical))
    {
      if (text != NULL)
        *text = g_strdup (title);
      return TRUE;
    }
  if ((isnan (item->alarm_low) && isnan (item->alarm_high)) || !crf_number_parse_plain (canonical, &value, NULL))
    return FALSE;
  if (!isnan (item->alarm_high) && crf_decimal_compare (value, item->alarm_high) > 0)
    {
      if (text != NULL)
        *text = g_strdup_printf (_("%s %s, above %s"), title, canonical, crf_decimal_format (item->alarm_high, limit));
      return TRUE;
    }
  if (!isnan (item->alarm_low) && crf_decimal_compare (value, item->alarm_low) < 0)
    {
      if (text != NULL)
        *text = g_strdup_printf (_("%s %s, below %s"), title, canonical, crf_decimal_format (item->alarm_low, limit));
      return TRUE;
    }
  return FALSE;
}
