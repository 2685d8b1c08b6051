/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Marks are looked up by one text of the whole place, so that a patient of some thousand values is planned in one pass. */

#include "crf-verification-plan.h"

#include "crf-blind.h"
#include "crf-records-trust.h"

#include <string.h>

static void
form_plan_free (gpointer data)
{
  CrfFormPlan *plan = data;

  g_ptr_array_unref (plan->to_mark);
  g_ptr_array_unref (plan->queried);
  g_free (plan);
}

static char *
place_text (const char *event,
            const char *eventkey,
            const char *form,
            const char *formkey,
            const char *group,
            const char *groupkey,
            const char *item)
{
  return g_strjoin ("\n", event, eventkey, form, formkey, group, groupkey, item, NULL);
}

static GHashTable *
index_marks (CrfCasebook *casebook,
             GError **error)
{
  CrfStudyFile *file = crf_session_get_file (crf_casebook_get_session (casebook));
  g_autoptr (GPtrArray) marks = crf_records_marks (file, crf_casebook_get_subject (casebook), FALSE, error);
  GHashTable *set;

  if (marks == NULL)
    return NULL;
  set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < marks->len; i++)
    {
      const CrfMarkRecord *mark = g_ptr_array_index (marks, i);

      /* A mark on the form stands under its level, where a mark on an item has the item. */
      g_hash_table_add (set, place_text (mark->event, mark->eventkey, mark->form, mark->formkey, mark->group, mark->groupkey,
                                         *mark->item != '\0' ? mark->item : mark->level != NULL ? mark->level : "all"));
    }
  return set;
}

static GHashTable *
index_queries (CrfCasebook *casebook,
               GError **error)
{
  CrfStudyFile *file = crf_session_get_file (crf_casebook_get_session (casebook));
  g_autoptr (GPtrArray) queries = crf_records_queries (file, crf_casebook_get_subject (casebook), NULL, error);
  GHashTable *set;

  if (queries == NULL)
    return NULL;
  set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < queries->len; i++)
    {
      const CrfQueryRecord *query = g_ptr_array_index (queries, i);

      if (query->item != NULL && query->event != NULL && query->form != NULL && query->group != NULL &&
          (strcmp (query->state, "Open") == 0 || strcmp (query->state, "Answered") == 0))
        g_hash_table_add (set, place_text (query->event, query->eventkey != NULL ? query->eventkey : "", query->form,
                                           query->formkey != NULL ? query->formkey : "", query->group,
                                           query->groupkey != NULL ? query->groupkey : "", query->item));
    }
  return set;
}

/* What one cannot read one cannot have compared. */
static gboolean
may_read (CrfCasebook *casebook,
          CrfCell *cell)
{
  CrfTarget field = { .event = cell->form->event, .eventkey = cell->form->eventkey, .form = cell->form->form, .formkey = cell->form->formkey,
                      .group = cell->group, .groupkey = cell->groupkey, .item = (char *) cell->item->oid };
  CrfCell *opened;

  if (crf_blind_hides (crf_casebook_get_session (casebook), cell->item))
    return FALSE;
  if (cell->box == NULL && !cell->sealed)
    return TRUE;
  opened = crf_casebook_find (casebook, &field);
  return opened != NULL && !opened->sealed;
}

static gboolean
is_meant (const CrfFormRecord *form,
          const CrfTarget *target)
{
  if (form->id == 0)
    return FALSE;
  if (target->event != NULL && (strcmp (form->event, target->event) != 0 || g_strcmp0 (form->eventkey, target->eventkey) != 0))
    return FALSE;
  return target->form == NULL || (strcmp (form->form, target->form) == 0 && g_strcmp0 (form->formkey, target->formkey) == 0);
}

static CrfFormPlan *
plan_form (CrfCasebook *casebook,
           CrfFormRecord *form,
           GHashTable *marks,
           GHashTable *queries)
{
  CrfFormPlan *plan = g_new0 (CrfFormPlan, 1);
  GPtrArray *cells = crf_casebook_get_cells (casebook, form);

  plan->form = form;
  plan->level = crf_level_of (crf_casebook_get_session (casebook), CRF_POLICY_VERIFICATION, form->form, CRF_LEVEL_ALL);
  plan->to_mark = g_ptr_array_new ();
  plan->queried = g_ptr_array_new ();
  plan->incomplete = strcmp (form->state, "started") == 0 || strcmp (form->state, "locked") == 0;
  {
    g_autofree char *place = place_text (form->event, form->eventkey, form->form, form->formkey, "", "", crf_extent_name (plan->level));
    g_autofree char *all = place_text (form->event, form->eventkey, form->form, form->formkey, "", "", "all");

    plan->whole = g_hash_table_contains (marks, place) || g_hash_table_contains (marks, all);
  }
  for (guint i = 0; i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);
      g_autofree char *place = NULL;

      if (cell->entry == NULL || (crf_value_is_empty (cell->value) && cell->box == NULL && !cell->sealed))
        continue;
      if (!crf_level_asks (plan->level, cell->item, cell->derived) || !may_read (casebook, cell))
        continue;
      place = place_text (form->event, form->eventkey, form->form, form->formkey, cell->group, cell->groupkey, cell->item->oid);
      if (g_hash_table_contains (marks, place))
        plan->verified++;
      else
        g_ptr_array_add (g_hash_table_contains (queries, place) ? plan->queried : plan->to_mark, cell);
    }
  return plan;
}

GPtrArray *
crf_verification_plan (CrfCasebook *casebook,
                       const CrfTarget *target,
                       GError **error)
{
  g_autoptr (GHashTable) marks = index_marks (casebook, error);
  g_autoptr (GHashTable) queries = marks != NULL ? index_queries (casebook, error) : NULL;
  GPtrArray *forms = crf_casebook_get_forms (casebook);
  GPtrArray *plans;

  if (queries == NULL)
    return NULL;
  plans = g_ptr_array_new_with_free_func (form_plan_free);
  for (guint i = 0; i < forms->len; i++)
    if (is_meant (g_ptr_array_index (forms, i), target))
      g_ptr_array_add (plans, plan_form (casebook, g_ptr_array_index (forms, i), marks, queries));
  return plans;
}

const char *
crf_extent_name (CrfExtent level)
{
  static const char *const names[] = { [CRF_LEVEL_NONE] = "none", [CRF_LEVEL_CRITICAL] = "critical", [CRF_LEVEL_ALL] = "all" };

  return names[level];
}
