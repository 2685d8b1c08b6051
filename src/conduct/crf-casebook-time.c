/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When the values of one subject were observed, and what that makes of them: the order, the baseline, the age, the laboratory's ranges. */

#include "crf-casebook-kept.h"

#include "crf-partial-date.h"
#include "crf-session-private.h"

#include <string.h>

/* What is said once about the sample that the results of a group came from. */
static const char *
sample_value (CrfCasebook *self,
              const char *concept,
              CrfFormRecord *form,
              const char *group,
              const char *groupkey)
{
  GPtrArray *cells = crf_casebook_get_cells (self, form);

  for (guint i = 0; i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);

      if (g_strcmp0 (cell->item->concept, concept) == 0 && g_strcmp0 (cell->group, group) == 0 &&
          g_strcmp0 (cell->groupkey, groupkey) == 0)
        return cell->value->canonical;
    }
  return NULL;
}

const char *
crf_casebook_get_sample_time (CrfCasebook *self,
                              CrfFormRecord *form,
                              const char *group,
                              const char *groupkey)
{
  return sample_value (self, "sample.taken_at", form, group, groupkey);
}

const char *
crf_casebook_get_sample_condition (CrfCasebook *self,
                                   CrfFormRecord *form,
                                   const char *group,
                                   const char *groupkey)
{
  return sample_value (self, "sample.condition", form, group, groupkey);
}

gboolean
crf_casebook_is_analysed (CrfCasebook *self,
                          CrfCell *cell)
{
  const CrfItemGroup *group = crf_study_find_group (self->study, cell->group);

  return group == NULL || !group->is_sample || crf_casebook_find_at (self, cell->form->event, cell->form->eventkey, cell->item) == cell;
}

const char *
crf_casebook_get_laboratory (CrfCasebook *self,
                             CrfCell *cell)
{
  return sample_value (self, "sample.laboratory", cell->form, cell->group, cell->groupkey);
}

const char *
crf_casebook_get_method (CrfCasebook *self,
                         CrfCell *cell)
{
  return sample_value (self, "sample.method", cell->form, cell->group, cell->groupkey);
}

const GPtrArray *
crf_casebook_get_ranges (CrfCasebook *self)
{
  g_autoptr (GError) error = NULL;

  if (self->store->ranges != NULL)
    return self->store->ranges;
  self->store->ranges = crf_records_ranges (self->file, NULL, &error);
  if (self->store->ranges == NULL)
    {
      crf_session_note_unreadable (self->session, error);
      self->store->ranges = g_ptr_array_new ();
      self->store->changes = 0;
    }
  return self->store->ranges;
}

const char *
crf_casebook_get_visit_date (CrfCasebook *self,
                             const char *event,
                             const char *eventkey)
{
  const CrfItem *item = crf_study_find_item_by_concept (self->study, "visit.date");
  CrfCell *cell = item != NULL ? crf_casebook_find_at (self, event, eventkey, item) : NULL;

  return cell != NULL ? cell->value->canonical : NULL;
}

const char *
crf_casebook_get_time (CrfCasebook *self,
                       CrfCell *cell)
{
  const char *time = crf_casebook_get_sample_time (self, cell->form, cell->group, cell->groupkey);

  if (time == NULL)
    time = crf_casebook_get_visit_date (self, cell->form->event, cell->form->eventkey);
  return time != NULL ? time : "";
}

static int
protocol_index (CrfCasebook *self,
                const char *event)
{
  const GPtrArray *events = crf_study_get_events (self->study);

  for (guint i = 0; i < events->len; i++)
    if (g_strcmp0 (((const CrfEvent *) g_ptr_array_index (events, i))->oid, event) == 0)
      return (int) i;
  return G_MAXINT;
}

int
crf_casebook_compare_times (CrfCasebook *self,
                            CrfCell *a,
                            const char *time_a,
                            CrfCell *b,
                            const char *time_b)
{
  int index_a, index_b;

  if (*time_a != '\0' && *time_b != '\0')
    return strcmp (time_a, time_b);
  index_a = protocol_index (self, a->form->event);
  index_b = protocol_index (self, b->form->event);
  if (index_a != index_b)
    return index_a < index_b ? -1 : 1;
  return a->form->ordinal - b->form->ordinal;
}

int
crf_casebook_compare_time (CrfCasebook *self,
                           CrfCell *a,
                           CrfCell *b)
{
  return crf_casebook_compare_times (self, a, crf_casebook_get_time (self, a), b, crf_casebook_get_time (self, b));
}

const char *
crf_casebook_get_first_infusion (CrfCasebook *self)
{
  const CrfItem *item;
  g_autoptr (GPtrArray) list = NULL;

  if (self->infusion_known)
    return self->first_infusion;
  self->infusion_known = TRUE;
  item = crf_study_find_item_by_concept (self->study, "inf.start");
  if (item == NULL)
    return NULL;
  list = crf_casebook_list (self, item);
  for (guint i = 0; i < list->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (list, i);

      if (self->first_infusion == NULL || strcmp (cell->value->canonical, self->first_infusion) < 0)
        {
          g_free (self->first_infusion);
          self->first_infusion = g_strdup (cell->value->canonical);
        }
    }
  return self->first_infusion;
}

/* With an infusion, a value of unknown time counts by its event: screening and treatment lie before it. */
static gboolean
lies_before_infusion (CrfCasebook *self,
                      CrfCell *cell,
                      const char *infusion)
{
  const char *time = crf_casebook_get_time (self, cell);
  const CrfEvent *event = crf_study_find_event (self->study, cell->form->event);
  gsize length;

  if (*time == '\0')
    return event != NULL && g_strcmp0 (event->kind, "screening") == 0;
  /* Of the same day and without a time of day: taken before, as the protocol asks. */
  length = MIN (strlen (time), strlen (infusion));
  if (length <= strlen ("2026-03-02"))
    return strncmp (time, infusion, length) <= 0 && (event == NULL || g_strcmp0 (event->kind, "follow-up") != 0);
  return strcmp (time, infusion) < 0;
}

/* When the patient was first exposed: where her own marrow is taken, the aspiration is the first thing done to her; else the first infusion. */
static const char *
first_exposure (CrfCasebook *self)
{
  const CrfItem *item = crf_study_find_item_by_concept (self->study, "marrow.aspirated_at");
  const char *aspirated = item != NULL ? crf_casebook_get_latest (self, item) : NULL;

  return aspirated != NULL ? aspirated : crf_casebook_get_first_infusion (self);
}

gboolean
crf_casebook_is_after_infusion (CrfCasebook *self,
                                CrfCell *cell)
{
  const char *infusion = first_exposure (self);

  return infusion != NULL && !lies_before_infusion (self, cell, infusion);
}

static CrfCell *
search_baseline (CrfCasebook *self,
                 const CrfItem *item)
{
  const char *infusion = first_exposure (self);
  g_autoptr (GPtrArray) list = crf_casebook_list (self, item);

  for (guint i = list->len; i > 0; i--)
    {
      CrfCell *cell = g_ptr_array_index (list, i - 1);
      const CrfEvent *event = crf_study_find_event (self->study, cell->form->event);

      if ((infusion != NULL ? lies_before_infusion (self, cell, infusion) : event != NULL && g_strcmp0 (event->kind, "screening") == 0) &&
          crf_casebook_is_analysed (self, cell))
        return cell;
    }
  return NULL;
}

CrfCell *
crf_casebook_find_baseline (CrfCasebook *self,
                            const CrfItem *item)
{
  gpointer found = NULL;
  CrfCell *baseline;

  if (self->baselines != NULL && g_hash_table_lookup_extended (self->baselines, item, NULL, &found))
    return found;
  if (!crf_casebook_recall_baseline (self, item, &baseline))
    {
      baseline = search_baseline (self, item);
      crf_casebook_keep_baseline (self, item, baseline);
    }
  if (self->baselines == NULL)
    self->baselines = g_hash_table_new (NULL, NULL);
  g_hash_table_insert (self->baselines, (gpointer) item, baseline);
  return baseline;
}

int
crf_casebook_get_age (CrfCasebook *self,
                      const char *on)
{
  const char *birth = crf_casebook_get_concept (self, "demog.birth_date");
  const char *reported = crf_casebook_get_concept (self, "demog.age_reported");
  int years;
  double number;

  if (birth != NULL && crf_iso_age_years (birth, on, &years))
    return years;
  if (reported != NULL && crf_number_parse_plain (reported, &number, NULL))
    return (int) number;
  return -1;
}
