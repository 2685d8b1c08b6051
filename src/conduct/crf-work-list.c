/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of the work list and days of the calendar. */

#include "crf-work-list.h"

#include "crf-reader-private.h"
#include "crf-records.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* As many as the work list itself reads. */
#define MOST_PATIENTS 500

/* ── Rows ── */

static void
row_free (gpointer data)
{
  CrfWorkRow *row = data;

  g_ptr_array_unref (row->tasks);
  g_free (row);
}

/* "12-7" before "12-10", as files are sorted by people's eyes. */
static int
compare_beds (gconstpointer a,
              gconstpointer b)
{
  const CrfWorkRow *one = *(CrfWorkRow *const *) a, *other = *(CrfWorkRow *const *) b;
  const char *first = one->patient->bed, *second = other->patient->bed;
  g_autofree char *first_key = NULL, *second_key = NULL;
  int order;

  if (first == NULL || *first == '\0' || second == NULL || *second == '\0')
    order = (first == NULL || *first == '\0') - (second == NULL || *second == '\0');
  else
    {
      first_key = g_utf8_collate_key_for_filename (first, -1);
      second_key = g_utf8_collate_key_for_filename (second, -1);
      order = strcmp (first_key, second_key);
    }
  return order != 0 ? order : strcmp (one->patient->number, other->patient->number);
}

GPtrArray *
crf_work_rows (const GPtrArray *tasks,
               CrfWorkOrder order,
               gboolean mine)
{
  g_autoptr (GHashTable) by_patient = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);

  for (guint i = 0; i < tasks->len; i++)
    {
      CrfTask *task = g_ptr_array_index (tasks, i);
      CrfWorkRow *row = g_hash_table_lookup (by_patient, task->patient->key);

      if (mine && !task->mine)
        continue;
      if (row == NULL)
        {
          row = g_new0 (CrfWorkRow, 1);
          row->patient = task->patient;
          row->tasks = g_ptr_array_new ();
          g_hash_table_insert (by_patient, task->patient->key, row);
          g_ptr_array_add (rows, row);
        }
      g_ptr_array_add (row->tasks, task);
    }
  if (order == CRF_WORK_BY_BED)
    g_ptr_array_sort (rows, compare_beds);
  return rows;
}

guint
crf_work_count (const GPtrArray *tasks,
                gboolean mine)
{
  guint n = 0;

  for (guint i = 0; i < tasks->len; i++)
    n += !mine || ((const CrfTask *) g_ptr_array_index (tasks, i))->mine;
  return n;
}

/* ── Days ── */

void
crf_busy_day_free (CrfBusyDay *day)
{
  if (day == NULL)
    return;
  g_free (day->date);
  g_ptr_array_unref (day->lines);
  g_free (day);
}

static void
add_line (GHashTable *days,
          const char *date,
          char *line,
          gboolean infusion)
{
  CrfBusyDay *day = g_hash_table_lookup (days, date);

  if (day == NULL)
    {
      day = g_new0 (CrfBusyDay, 1);
      day->date = g_strdup (date);
      day->lines = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (days, day->date, day);
    }
  g_ptr_array_insert (day->lines, infusion ? (int) day->n_infusions++ : -1, line);
}

/* A visit is looked for on the day that the protocol aims at; one whose window has begun before may still be done then. */
static void
add_visits (GHashTable *days,
            CrfSession *session,
            const CrfPatient *patient,
            const char *from,
            const char *to)
{
  g_autoptr (GPtrArray) visits = crf_reader_visits (session, patient->key, NULL);

  for (guint i = 0; visits != NULL && i < visits->len; i++)
    {
      const CrfVisit *visit = g_ptr_array_index (visits, i);
      const char *title = crf_text_get (visit->event->title, crf_session_get_language (session));
      gboolean infusion = g_strcmp0 (visit->event->kind, "treatment") == 0;

      if ((visit->state != CRF_VISIT_UPCOMING && visit->state != CRF_VISIT_OPEN) || visit->target == NULL || strcmp (visit->target, from) < 0 ||
          strcmp (visit->target, to) > 0)
        continue;
      add_line (days, visit->target,
                visit->event->repeating && visit->ordinal > 1 ? g_strdup_printf ("%s · %s %d", patient->number, title, visit->ordinal)
                                                              : g_strdup_printf ("%s · %s", patient->number, title),
                infusion);
    }
}

static int
compare_days (gconstpointer a,
              gconstpointer b)
{
  return strcmp ((*(CrfBusyDay *const *) a)->date, (*(CrfBusyDay *const *) b)->date);
}

GPtrArray *
crf_reader_busy_days (CrfSession *session,
                      const char *from,
                      const char *to,
                      GError **error)
{
  g_autoptr (GArray) ids = crf_reader_patient_ids (session, NULL, NULL, CRF_PATIENT_SORT_LAST_ENTRY, TRUE, error);
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GHashTable) days = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *list;
  GHashTableIter iter;
  gpointer day;

  if (ids == NULL)
    return NULL;
  records = crf_records_subjects (crf_session_get_file (session), (const gint64 *) (gpointer) ids->data, MIN (ids->len, MOST_PATIENTS), error);
  if (records == NULL)
    return NULL;
  for (guint i = 0; i < records->len; i++)
    {
      const CrfSubjectRecord *record = g_ptr_array_index (records, i);
      CrfPatient patient = { .key = record->key, .number = record->number };

      if (crf_status_is_active (record->status))
        add_visits (days, session, &patient, from, to);
    }
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_busy_day_free);
  g_hash_table_iter_init (&iter, days);
  while (g_hash_table_iter_next (&iter, NULL, &day))
    g_ptr_array_add (list, day);
  g_ptr_array_sort (list, compare_days);
  return list;
}
