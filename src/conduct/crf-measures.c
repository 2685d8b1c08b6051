/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From forms to columns of numbers. A value belongs to the planned visit in whose window it was taken, not to the form it was written on; nothing is
 * carried from one visit to the next. */

#include "crf-measures.h"

#include "crf-casebook.h"
#include "crf-follow-up-private.h"
#include "crf-ground.h"
#include "crf-session-private.h"
#include "crf-visit-selection.h"
#include "crf-readings.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static void
subject_free (CrfMeasureSubject *subject)
{
  g_free (subject->number);
  g_free (subject->values);
  g_free (subject);
}

void
crf_measures_free (CrfMeasures *measures)
{
  if (measures == NULL)
    return;
  g_ptr_array_unref (measures->visits);
  g_ptr_array_unref (measures->subjects);
  g_ptr_array_unref (measures->groups);
  g_free (measures);
}

char *
crf_measures_rule (CrfSession *session,
                   gboolean unscheduled)
{
  const char *others = unscheduled ? _("values of unscheduled visits count where they lie in a window")
                                   : _("values of unscheduled visits do not count");

  /* Translators: %s says whether unscheduled visits count. */
  return g_strdup_printf (_("Visits: of the values in the visit's window the one nearest to its target day, of two equally near the earlier, of several "
                            "samples of a visit the one that is analysed; nothing is carried forward; %s. Baseline: the last value before the first infusion. Quartiles: type 7. "
                            "Limits: 95 %%, t."),
                          others);
}

/* ── What there is to summarise ── */
static gboolean
is_measure (const CrfItem *item)
{
  if (item->concept == NULL || item->code_list != NULL || item->unblinding || (item->type != CRF_TYPE_INTEGER && item->type != CRF_TYPE_FLOAT))
    return FALSE;
  return g_str_has_prefix (item->concept, "lab.") || g_str_has_prefix (item->concept, "score.") || g_str_has_prefix (item->concept, "clin.");
}

GPtrArray *
crf_measures_items (CrfStudy *study)
{
  const GPtrArray *events = crf_study_get_events (study);
  GPtrArray *items = g_ptr_array_new ();

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      for (guint j = 0; j < event->forms->len; j++)
        {
          const CrfForm *form = g_ptr_array_index (event->forms, j);

          for (guint k = 0; k < form->groups->len; k++)
            {
              const CrfItemGroup *group = g_ptr_array_index (form->groups, k);

              for (guint l = 0; l < group->items->len; l++)
                {
                  const CrfItem *item = ((CrfItemRef *) g_ptr_array_index (group->items, l))->item;

                  if (is_measure (item) && !g_ptr_array_find (items, item, NULL))
                    g_ptr_array_add (items, (gpointer) item);
                }
            }
        }
    }
  return items;
}

/* Planned visits on the axis of day 0 that have the item, by target day. One for several arms is one visit. */
static GPtrArray *
visits_of (CrfStudy *study,
           const CrfItem *item)
{
  const GPtrArray *events = crf_study_get_events (study);
  const char *anchor = g_strcmp0 (crf_study_get_day_zero (study), "randomisation") == 0 ? "randomisation" : "first-infusion";
  GPtrArray *visits = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);
      CrfMeasureVisit *visit;

      if (event->type != CRF_EVENT_SCHEDULED || g_strcmp0 (event->anchor, anchor) != 0 || event->day <= 0 || !crf_event_has_item (event, item))
        continue;
      visit = g_new0 (CrfMeasureVisit, 1);
      *visit = (CrfMeasureVisit) { event, event->day, event->days_before, event->days_after };
      g_ptr_array_add (visits, visit);
    }
  return visits;
}

/* ── Reading one patient ── */
/* The decimals of the canonical value, as typed where it was typed in the canonical unit. */
static int
decimals_of (const CrfValue *value)
{
  const char *point = value->canonical != NULL ? strchr (value->canonical, '.') : NULL;
  const char *typed = value->entered != NULL && strspn (value->entered, "0123456789.") == strlen (value->entered) ? strchr (value->entered, '.') : NULL;
  int decimals = point != NULL ? (int) strlen (point + 1) : 0;

  return typed != NULL ? MAX (decimals, (int) strlen (typed + 1)) : decimals;
}

static gboolean
is_unscheduled (CrfStudy *study,
                const CrfCell *cell)
{
  const CrfEvent *event = crf_study_find_event (study, cell->form->event);

  return event == NULL || event->type != CRF_EVENT_SCHEDULED;
}

/* CrfVisitCandidate of all values after the first infusion has begun (or day 0). */
static GArray *
candidates_of (CrfMeasures *measures,
               CrfCasebook *casebook,
               CrfStudy *study,
               int origin,
               gboolean unscheduled,
               guint *decimals)
{
  g_autoptr (GPtrArray) cells = crf_casebook_list (casebook, measures->item);
  GArray *candidates = g_array_new (FALSE, TRUE, sizeof (CrfVisitCandidate));

  for (guint i = 0; i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);
      CrfVisitCandidate candidate = { .value = crf_value_get_number (cell->value) };

      /* Of several samples of a visit the one that is analysed. */
      if (isnan (candidate.value) || (!unscheduled && is_unscheduled (study, cell)) || !crf_casebook_is_analysed (casebook, cell))
        continue;
      decimals[MIN (decimals_of (cell->value), CRF_MEASURE_DECIMALS - 1)]++;
      if (cell->value->comparator != CRF_COMPARATOR_NONE)
        measures->n_bounded++;
      else if (!crf_follow_up_day (crf_casebook_get_time (casebook, cell), &candidate.day))
        measures->n_undated++;
      else
        {
          candidate.day -= origin;
          g_array_append_val (candidates, candidate);
        }
    }
  return candidates;
}

static guint
group_of (CrfMeasures *measures,
          const char *name)
{
  for (guint i = 0; i < measures->groups->len; i++)
    if (strcmp (g_ptr_array_index (measures->groups, i), name) == 0)
      return i;
  g_ptr_array_add (measures->groups, g_strdup (name));
  return measures->groups->len - 1;
}

static int
day_of_concept (CrfCasebook *casebook,
                const char *concept,
                int origin)
{
  int day;

  return crf_follow_up_day (crf_casebook_get_concept (casebook, concept), &day) ? day - origin : G_MAXINT;
}

static void
add_subject (CrfMeasures *measures,
             CrfCasebook *casebook,
             CrfStudy *study,
             const CrfSubjectRecord *record,
             const char *group,
             int origin,
             gboolean unscheduled,
             guint *decimals)
{
  g_autoptr (GArray) candidates = candidates_of (measures, casebook, study, origin, unscheduled, decimals);
  const CrfVisitCandidate *first = (const CrfVisitCandidate *) (gpointer) candidates->data;
  CrfCell *baseline = crf_casebook_find_baseline (casebook, measures->item);
  CrfMeasureSubject *subject = g_new0 (CrfMeasureSubject, 1);

  subject->number = g_strdup (record->number);
  subject->group = group_of (measures, group);
  subject->baseline = baseline != NULL && baseline->value->comparator == CRF_COMPARATOR_NONE ? crf_value_get_number (baseline->value) : NAN;
  subject->died = day_of_concept (casebook, "death.date", origin);
  subject->transplanted = day_of_concept (casebook, "tx.date", origin);
  subject->values = g_new (double, MAX (measures->visits->len, 1));
  for (guint i = 0; i < measures->visits->len; i++)
    {
      const CrfMeasureVisit *visit = g_ptr_array_index (measures->visits, i);
      gssize found = crf_visit_select (first, candidates->len, visit->target, visit->before, visit->after);

      subject->values[i] = found >= 0 ? first[found].value : NAN;
    }
  g_ptr_array_add (measures->subjects, subject);
}

/* ── All patients ── */
static CrfMeasures *
measures_new (CrfSession *session,
              const CrfItem *item)
{
  CrfStudy *study = crf_session_get_study (session);
  const GPtrArray *arms = crf_study_get_arms (study);
  CrfMeasures *measures = g_new0 (CrfMeasures, 1);

  measures->item = item;
  measures->visits = visits_of (study, item);
  measures->subjects = g_ptr_array_new_with_free_func ((GDestroyNotify) subject_free);
  measures->groups = g_ptr_array_new_with_free_func (g_free);
  /* In the protocol's order, also where an arm has nobody yet. */
  for (guint i = 0; crf_session_may_know_arms (session) && i < arms->len; i++)
    g_ptr_array_add (measures->groups, g_strdup (((CrfArm *) g_ptr_array_index (arms, i))->name));
  if (measures->groups->len == 0)
    g_ptr_array_add (measures->groups, g_strdup (CRF_MEASURES_ALL));
  return measures;
}

/* The commonest number of decimals, of two as common the larger. */
static int
commonest (const guint *decimals)
{
  int best = 0;

  for (int i = 1; i < CRF_MEASURE_DECIMALS; i++)
    if (decimals[i] > 0 && decimals[i] >= decimals[best])
      best = i;
  return best;
}

typedef struct { guint counts[CRF_MEASURE_DECIMALS]; } Decimals;

static gboolean
read_subject (CrfSession *session,
              const CrfSubjectRecord *subject,
              GPtrArray *all,
              Decimals *decimals,
              gboolean unscheduled,
              GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (session, subject->key, error);
  const CrfArm *arm = subject->allocation_number != NULL ? crf_session_get_arm (session, subject->key) : NULL;
  const char *group = arm != NULL                                           ? arm->name
                      : !crf_session_may_know_arms (session)                ? CRF_MEASURES_ALL
                      : crf_session_arm_is_elsewhere (session, subject->key) ? CRF_MEASURES_ELSEWHERE
                                                                            : CRF_MEASURES_NOT_ALLOCATED;
  int origin;

  if (casebook == NULL)
    return FALSE;
  if (!crf_follow_up_origin (session, casebook, subject, &origin))
    return TRUE;
  for (guint i = 0; i < all->len; i++)
    add_subject (g_ptr_array_index (all, i), casebook, crf_session_get_study (session), subject, group, origin, unscheduled,
                 decimals[i].counts);
  return TRUE;
}

static GPtrArray *
read_measures (CrfSession *session,
               const GPtrArray *items,
               gboolean unscheduled,
               GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_measures_free);
  g_autofree Decimals *decimals = g_new0 (Decimals, MAX (items->len, 1));
  CrfSubjectQuery query = { .sort = CRF_SORT_NUMBER };
  g_autoptr (GArray) ids = crf_records_subject_ids (crf_session_get_file (session), &query, error);
  g_autoptr (GPtrArray) subjects = NULL;

  if (ids != NULL)
    subjects = crf_records_subjects (crf_session_get_file (session), (const gint64 *) (gpointer) ids->data, ids->len, error);
  if (subjects == NULL)
    return NULL;
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (all, measures_new (session, g_ptr_array_index (items, i)));
  for (guint i = 0; i < subjects->len; i++)
    if (!read_subject (session, g_ptr_array_index (subjects, i), all, decimals, unscheduled, error))
      return NULL;
  for (guint i = 0; i < all->len; i++)
    ((CrfMeasures *) g_ptr_array_index (all, i))->decimals = commonest (decimals[i].counts);
  return g_steal_pointer (&all);
}

GPtrArray *
crf_reader_measures (CrfSession *session,
                     const GPtrArray *items,
                     gboolean unscheduled,
                     GError **error)
{
  CrfReadings begun = crf_readings_begin (session);

  if (!crf_ground_holds (session, NULL, error))
    return NULL;
  return crf_readings_pass (session, &begun, read_measures (session, items, unscheduled, error), (GDestroyNotify) g_ptr_array_unref, error);
}

/* ── Figures ── */
/* Baselines and values of the group, side by side. */
static guint
collect (const CrfMeasures *measures,
         guint visit,
         guint group,
         double *baseline,
         double *values)
{
  guint n = 0;

  for (guint i = 0; i < measures->subjects->len; i++)
    {
      const CrfMeasureSubject *subject = g_ptr_array_index (measures->subjects, i);

      if (subject->group != group)
        continue;
      baseline[n] = subject->baseline;
      values[n++] = visit == G_MAXUINT ? subject->baseline : subject->values[visit];
    }
  return n;
}

static void
count_ends (const CrfMeasures *measures,
            guint visit,
            guint group,
            CrfMeasureFigures *figures)
{
  int target = visit != G_MAXUINT ? ((CrfMeasureVisit *) g_ptr_array_index (measures->visits, visit))->target : -1;

  for (guint i = 0; i < measures->subjects->len; i++)
    {
      const CrfMeasureSubject *subject = g_ptr_array_index (measures->subjects, i);

      figures->n_died += subject->group == group && subject->died <= target;
      figures->n_transplanted += subject->group == group && subject->transplanted <= target;
    }
}

gboolean
crf_measures_figures (const CrfMeasures *measures,
                      guint visit,
                      guint group,
                      CrfMeasureFigures *figures,
                      GError **error)
{
  g_autofree double *baseline = g_new (double, measures->subjects->len + 1);
  g_autofree double *values = g_new (double, measures->subjects->len + 1);
  guint n = collect (measures, visit, group, baseline, values);

  *figures = (CrfMeasureFigures) { .n_subjects = n };
  count_ends (measures, visit, group, figures);
  if (!crf_summary_compute (values, n, 0.95, &figures->value, error))
    return FALSE;
  if (visit == G_MAXUINT)
    return TRUE;
  return crf_change_compute (baseline, values, n, 0.95, &figures->change, error) &&
         crf_test_paired_t (values, baseline, n, &figures->paired_t, error) &&
         crf_test_signed_rank (values, baseline, n, &figures->signed_rank, error);
}

static guint
changes_of (const CrfMeasures *measures,
            guint visit,
            guint group,
            double *changes)
{
  g_autofree double *values = g_new (double, measures->subjects->len + 1);
  guint n = collect (measures, visit, group, changes, values), kept = 0;

  for (guint i = 0; i < n; i++)
    if (!isnan (values[i]) && !isnan (changes[i]))
      changes[kept++] = values[i] - changes[i];
  return kept;
}

gboolean
crf_measures_compare (const CrfMeasures *measures,
                      guint visit,
                      CrfTestResult *welch,
                      CrfTestResult *mann_whitney,
                      GError **error)
{
  g_autofree double *x = g_new (double, measures->subjects->len + 1);
  g_autofree double *y = g_new (double, measures->subjects->len + 1);
  guint n_x, n_y;

  g_return_val_if_fail (measures->groups->len >= 2 && visit < measures->visits->len, FALSE);

  n_x = changes_of (measures, visit, 0, x);
  n_y = changes_of (measures, visit, 1, y);
  return crf_test_welch (x, n_x, y, n_y, welch, error) && crf_test_mann_whitney (x, n_x, y, n_y, mann_whitney, error);
}
