/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From laboratory grades to adverse events that nobody has recorded yet. */

#include "crf-lab-events.h"

#include "crf-common-form.h"
#include "crf-grade.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
crf_lab_event_free (CrfLabEvent *event)
{
  if (event == NULL)
    return;
  g_free (event->term);
  g_free (event->start);
  g_free (event->end);
  g_free (event->why);
  g_free (event);
}

/* An adverse event of the same name that overlaps the run: somebody has recorded it. */
static gboolean
is_recorded (CrfCasebook *casebook,
             const CrfLabEvent *event)
{
  g_autoptr (GPtrArray) forms = crf_common_forms (casebook, "adverse-event");

  for (guint i = 0; i < forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (forms, i);
      const char *term = crf_common_form_get (casebook, form, "ae.term");
      const char *start = crf_common_form_get (casebook, form, "ae.start");
      const char *end = crf_common_form_get (casebook, form, "ae.end");

      if (g_strcmp0 (term, event->term) != 0)
        continue;
      if ((event->end == NULL || start == NULL || strncmp (start, event->end, 10) <= 0) && (end == NULL || strncmp (end, event->start, 10) >= 0))
        return TRUE;
    }
  return FALSE;
}

static void
take_worst (CrfLabEvent *event,
            const CrfGrade *grade)
{
  if (grade->grade <= event->grade)
    return;
  event->grade = grade->grade;
  event->open = grade->grade_if_yes > grade->grade;
  g_free (event->why);
  event->why = g_strdup (grade->explanation);
}

static void
close_run (GPtrArray *events,
           CrfCasebook *casebook,
           CrfLabEvent **run,
           const char *end)
{
  g_autoptr (CrfLabEvent) event = g_steal_pointer (run);

  if (event == NULL)
    return;
  event->end = g_strdup (end);
  if (!is_recorded (casebook, event))
    g_ptr_array_add (events, g_steal_pointer (&event));
}

static void
add_runs (GPtrArray *events,
          CrfCasebook *casebook,
          const CrfItem *item)
{
  g_autoptr (GPtrArray) cells = crf_casebook_list (casebook, item);
  CrfLabEvent *run = NULL;

  for (guint i = 0; i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);
      g_autoptr (CrfGrade) grade = crf_grade_find (casebook, cell);
      const char *time = crf_casebook_get_time (casebook, cell);

      if (*time == '\0')
        continue;
      if (grade == NULL || !grade->emergent)
        {
          close_run (events, casebook, &run, time);
          continue;
        }
      if (run == NULL)
        {
          run = g_new0 (CrfLabEvent, 1);
          run->item = item;
          run->term = g_strdup (_ (crf_ctcae_term (grade->test)));
          run->start = g_strdup (time);
        }
      take_worst (run, grade);
    }
  close_run (events, casebook, &run, NULL);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const CrfLabEvent *one = *(CrfLabEvent *const *) a, *other = *(CrfLabEvent *const *) b;
  int order = strcmp (one->start, other->start);

  return order != 0 ? order : strcmp (one->item->name, other->item->name);
}

GPtrArray *
crf_lab_events_of (CrfCasebook *casebook)
{
  const GPtrArray *items = crf_study_get_items (crf_session_get_study (crf_casebook_get_session (casebook)));
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_lab_event_free);

  if (crf_casebook_get_first_infusion (casebook) == NULL)
    return events;
  for (guint i = 0; i < items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (items, i);

      if (item->concept != NULL && g_str_has_prefix (item->concept, "lab.") && crf_concept_is_grade_input (item->concept))
        add_runs (events, casebook, item);
    }
  g_ptr_array_sort (events, compare);
  return events;
}

GPtrArray *
crf_reader_lab_events (CrfSession *session,
                       const char *subject,
                       GError **error)
{
  g_autoptr (CrfSubjectRecord) record = crf_records_find_subject (crf_session_get_file (session), subject, error);
  g_autoptr (CrfCasebook) casebook = record != NULL ? crf_casebook_new (session, record->key, error) : NULL;

  return casebook != NULL ? crf_lab_events_of (casebook) : NULL;
}
