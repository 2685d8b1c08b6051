/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows are collected from all lanes and series, then sorted. */

#include "crf-timeline-table.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crf-column-fit.h"
#include "crf-day.h"
#include "crf-row-object.h"
#include "crf-timeline-words.h"

typedef struct
{
  double at; /* NAN: not known */
  guint order;
  char *texts[CRF_TIMELINE_TABLE_COLUMNS];
  CrfTarget *target;
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  for (guint i = 0; i < CRF_TIMELINE_TABLE_COLUMNS; i++)
    g_free (row->texts[i]);
  crf_target_free (row->target);
  g_free (row);
}

/* Takes @entry, @remark and @visit. */
static Row *
add (GPtrArray         *rows,
     const CrfTimeline *timeline,
     double             at,
     const char        *what,
     char              *entry,
     char              *remark,
     char              *visit,
     const CrfTarget   *target)
{
  Row *row = g_new0 (Row, 1);

  row->at = at;
  row->order = rows->len;
  row->texts[0] = isnan (at) ? g_strdup ("–") : crf_timeline_words_day (timeline, at);
  row->texts[1] = isnan (at) ? NULL : crf_timeline_words_date (at);
  row->texts[2] = g_strdup (what);
  row->texts[3] = entry;
  row->texts[4] = remark;
  row->texts[5] = visit;
  row->target = target != NULL ? crf_target_copy (target) : NULL;
  g_ptr_array_add (rows, row);
  return row;
}

static double
time_of (int day)
{
  return day == CRF_TIMELINE_NO_DAY ? NAN : day;
}

static void
add_visits (GPtrArray         *rows,
            const CrfTimeline *timeline)
{
  for (guint i = 0; i < timeline->visits->len; i++)
    {
      const CrfTimelineVisit *visit = g_ptr_array_index (timeline->visits, i);
      g_autofree char *from
          = visit->from != CRF_TIMELINE_NO_DAY ? crf_timeline_words_day (timeline, visit->from) : NULL;
      g_autofree char *to = visit->to != CRF_TIMELINE_NO_DAY ? crf_timeline_words_day (timeline, visit->to) : NULL;
      /* Translators: the first and the last day of a visit's window */
      char *window = from != NULL && to != NULL ? g_strdup_printf (_("window %s to %s"), from, to) : NULL;
      g_autofree char *position = crf_timeline_words_visit (visit);
      gboolean plain = visit->actual == CRF_TIMELINE_NO_DAY || visit->days_off == 0;

      add (rows, timeline, time_of (visit->actual != CRF_TIMELINE_NO_DAY ? visit->actual : visit->target),
           crf_timeline_lane_get_title (CRF_TIMELINE_LANE_VISITS),
           plain ? g_strdup_printf ("%s · %s", visit->label, crf_visit_state_get_label (visit->state))
                 : g_steal_pointer (&position),
           window, g_strdup (visit->label), visit->form);
    }
}

static void
add_infusions (GPtrArray         *rows,
               const CrfTimeline *timeline)
{
  for (guint i = 0; i < timeline->infusions->len; i++)
    {
      const CrfTimelineInfusion *infusion = g_ptr_array_index (timeline->infusions, i);

      add (rows, timeline, infusion->at, crf_timeline_lane_get_title (CRF_TIMELINE_LANE_INFUSIONS),
           g_strdup (infusion->state), g_strdup (infusion->text), NULL, infusion->form);
    }
}

static void
add_events (GPtrArray          *rows,
            const CrfTimeline  *timeline,
            const GPtrArray    *events,
            CrfTimelineLaneKind lane)
{
  for (guint i = 0; i < events->len; i++)
    {
      const CrfTimelineEvent *event = g_ptr_array_index (events, i);
      g_autofree char *start = crf_day_format (event->start.text);
      g_autofree char *end = crf_day_format (event->end.text);
      char *remark = NULL;
      Row *row;

      if (end != NULL)
        /* Translators: the last day of an adverse event */
        remark = g_strdup_printf (_("until %s"), end);
      row = add (rows, timeline, time_of (event->start.earliest), crf_timeline_lane_get_title (lane),
                 crf_timeline_words_event (event, lane == CRF_TIMELINE_LANE_ADVERSE_EVENTS), remark, NULL,
                 event->form);
      /* A partial date as far as it goes; its day is not known. */
      if (event->start.earliest != event->start.latest)
        {
          g_free (row->texts[0]);
          row->texts[0] = g_strdup ("–");
        }
      g_free (row->texts[1]);
      row->texts[1] = start != NULL ? g_steal_pointer (&start) : g_strdup (_("no date"));
    }
}

static void
add_statuses (GPtrArray         *rows,
              const CrfTimeline *timeline)
{
  for (guint i = 0; i < timeline->statuses->len; i++)
    {
      const CrfTimelineStatus *status = g_ptr_array_index (timeline->statuses, i);

      add (rows, timeline, time_of (status->date.earliest), crf_timeline_lane_get_title (CRF_TIMELINE_LANE_STATUSES),
           g_strdup (status->label), NULL, NULL, status->form);
    }
}

static void
add_series (GPtrArray         *rows,
            const CrfTimeline *timeline)
{
  for (guint i = 0; i < timeline->series->len; i++)
    {
      const CrfTimelineSeries *series = g_ptr_array_index (timeline->series, i);

      for (guint j = 0; j < series->points->len; j++)
        {
          const CrfTimelinePoint *point = g_ptr_array_index (series->points, j);
          g_autofree char *range = crf_timeline_words_range (point);
          const char *note = point->not_analysed ? _("sample not analysed") : point->is_baseline ? _("baseline") : NULL;
          char *remark = note != NULL && range != NULL ? g_strdup_printf ("%s · %s", note, range)
                                                   : g_strdup (note != NULL ? note : range);

          add (rows, timeline, point->at, series->label, crf_timeline_words_value (series, point), remark,
               g_strdup (point->visit), point->field);
        }
    }
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const Row *first = *(Row *const *) a;
  const Row *second = *(Row *const *) b;

  if (isnan (first->at) != isnan (second->at))
    return isnan (first->at) ? 1 : -1;
  if (!isnan (first->at) && floor (first->at) < floor (second->at))
    return -1;
  if (!isnan (first->at) && floor (first->at) > floor (second->at))
    return 1;
  return first->order < second->order ? -1 : first->order > second->order;
}

GListStore *
crf_timeline_table_new (const CrfTimeline *timeline)
{
  GListStore *store = g_list_store_new (CRF_TYPE_ROW_OBJECT);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);

  add_visits (rows, timeline);
  add_infusions (rows, timeline);
  add_events (rows, timeline, timeline->adverse_events, CRF_TIMELINE_LANE_ADVERSE_EVENTS);
  add_events (rows, timeline, timeline->decompensations, CRF_TIMELINE_LANE_DECOMPENSATIONS);
  add_statuses (rows, timeline);
  add_series (rows, timeline);
  g_ptr_array_sort (rows, compare);
  for (guint i = 0; i < rows->len; i++)
    {
      Row *row = g_ptr_array_index (rows, i);
      g_autoptr (CrfRowObject) object
          = crf_row_object_new (g_steal_pointer (&row->target), (GDestroyNotify) crf_target_free,
                                (const char *const *) row->texts, CRF_TIMELINE_TABLE_COLUMNS);

      g_list_store_append (store, object);
    }
  return store;
}

void
crf_timeline_table_set_up (GtkColumnView *view)
{
  static const CrfColumnRoom rooms[] = { { 60, 84, 0, 0 }, { 96, 110, 0, 0 }, { 150, 240, 1, 0 }, { 110, 150, 1, 0 }, { 110, 150, 1, 0 }, { 80, 100, 0, 0 } };

  crf_column_view_add (view, _("Day"), 0, 84, CRF_COLUMN_END);
  crf_column_view_add (view, _("Date"), 1, 110, CRF_COLUMN_PLAIN);
  crf_column_view_add (view, _("What"), 2, 240, CRF_COLUMN_HEADING);
  crf_column_view_add (view, _("Entry"), 3, 150, CRF_COLUMN_EXPAND);
  crf_column_view_add (view, _("Remark"), 4, 150, CRF_COLUMN_EXPAND);
  crf_column_view_add (view, _("Visit"), 5, 100, CRF_COLUMN_PLAIN);
  crf_column_fit (view, rooms, G_N_ELEMENTS (rooms));
}
