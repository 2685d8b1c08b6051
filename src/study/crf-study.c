/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The study model: an arena, the tables by which things are found, and the getters. It is filled
 * once by the reader and never changed after that. */

#include "crf-study-private.h"

CrfStudy *
crf_study_new (void)
{
  CrfStudy *self = g_new0 (CrfStudy, 1);
  GPtrArray **arrays[] = {
    &self->units,          &self->code_lists,  &self->items,     &self->groups,
    &self->forms,          &self->events,      &self->arms,      &self->criteria,
    &self->release_limits, &self->time_points, &self->endpoints, &self->questions,
    &self->languages,      &self->recipients,  &self->stopping_rules,
  };
  GHashTable **tables[] = {
    &self->units_by_oid,     &self->code_lists_by_oid, &self->items_by_oid, &self->items_by_name,
    &self->items_by_concept, &self->groups_by_oid,     &self->forms_by_oid, &self->forms_by_kind,
    &self->events_by_oid,    &self->events_by_kind,    &self->arms_by_oid,
  };

  g_atomic_ref_count_init (&self->refs);
  self->strings = g_string_chunk_new (4096);
  self->blocks = g_ptr_array_new_with_free_func (g_free);
  self->arrays = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    *arrays[i] = crf_study_new_array (self);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    *tables[i] = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

static void
crf_study_free (CrfStudy *self)
{
  GHashTable *tables[] = {
    self->units_by_oid,     self->code_lists_by_oid, self->items_by_oid, self->items_by_name,
    self->items_by_concept, self->groups_by_oid,     self->forms_by_oid, self->forms_by_kind,
    self->events_by_oid,    self->events_by_kind,    self->arms_by_oid,
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    g_hash_table_unref (tables[i]);
  if (self->randomisation != NULL)
    g_array_unref ((GArray *) self->randomisation->block_sizes);
  g_ptr_array_unref (self->arrays);
  g_ptr_array_unref (self->blocks);
  g_string_chunk_free (self->strings);
  g_free (self->document);
  g_free (self->library);
  g_free (self->factor_version);
  g_free (self);
}

CrfStudy *
crf_study_ref (CrfStudy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
crf_study_unref (CrfStudy *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->refs))
    crf_study_free (self);
}

gpointer
crf_study_allocate (CrfStudy *self, gsize size)
{
  gpointer block = g_malloc0 (size);

  g_ptr_array_add (self->blocks, block);
  return block;
}

GPtrArray *
crf_study_new_array (CrfStudy *self)
{
  GPtrArray *array = g_ptr_array_new ();

  g_ptr_array_add (self->arrays, array);
  return array;
}

const char *
crf_study_intern (CrfStudy *self, const char *text)
{
  return text != NULL ? g_string_chunk_insert_const (self->strings, text) : NULL;
}

static void
index_one (GHashTable *table, const char *key, gpointer value)
{
  if (key != NULL && !g_hash_table_contains (table, key))
    g_hash_table_insert (table, (gpointer) key, value);
}

void
crf_study_index (CrfStudy *self)
{
  for (guint i = 0; i < self->units->len; i++)
    {
      CrfUnit *unit = g_ptr_array_index (self->units, i);

      index_one (self->units_by_oid, unit->oid, unit);
    }
  for (guint i = 0; i < self->code_lists->len; i++)
    {
      CrfCodeList *list = g_ptr_array_index (self->code_lists, i);

      index_one (self->code_lists_by_oid, list->oid, list);
    }
  for (guint i = 0; i < self->items->len; i++)
    {
      CrfItem *item = g_ptr_array_index (self->items, i);

      index_one (self->items_by_oid, item->oid, item);
      index_one (self->items_by_name, item->name, item);
      index_one (self->items_by_concept, item->concept, item);
    }
  for (guint i = 0; i < self->groups->len; i++)
    {
      CrfItemGroup *group = g_ptr_array_index (self->groups, i);

      index_one (self->groups_by_oid, group->oid, group);
    }
  for (guint i = 0; i < self->forms->len; i++)
    {
      CrfForm *form = g_ptr_array_index (self->forms, i);

      index_one (self->forms_by_oid, form->oid, form);
      index_one (self->forms_by_kind, form->kind, form);
    }
  for (guint i = 0; i < self->events->len; i++)
    {
      CrfEvent *event = g_ptr_array_index (self->events, i);

      index_one (self->events_by_oid, event->oid, event);
      index_one (self->events_by_kind, event->kind, event);
    }
  for (guint i = 0; i < self->arms->len; i++)
    {
      CrfArm *arm = g_ptr_array_index (self->arms, i);

      index_one (self->arms_by_oid, arm->oid, arm);
    }
  g_free (self->factor_version);
  self->factor_version = crf_study_hash_factors (self);
}

static gconstpointer
find (GHashTable *table, const char *key)
{
  return key != NULL ? g_hash_table_lookup (table, key) : NULL;
}

const CrfUnit *
crf_study_find_unit (const CrfStudy *self, const char *oid)
{
  return find (self->units_by_oid, oid);
}

const CrfCodeList *
crf_study_find_code_list (const CrfStudy *self, const char *oid)
{
  return find (self->code_lists_by_oid, oid);
}

const CrfItem *
crf_study_find_item (const CrfStudy *self, const char *oid)
{
  return find (self->items_by_oid, oid);
}

const CrfItem *
crf_study_find_item_by_name (const CrfStudy *self, const char *name)
{
  return find (self->items_by_name, name);
}

const CrfItem *
crf_study_find_item_by_concept (const CrfStudy *self, const char *concept)
{
  return find (self->items_by_concept, concept);
}

const CrfItemGroup *
crf_study_find_group (const CrfStudy *self, const char *oid)
{
  return find (self->groups_by_oid, oid);
}

const CrfForm *
crf_study_find_form (const CrfStudy *self, const char *oid)
{
  return find (self->forms_by_oid, oid);
}

const CrfForm *
crf_study_find_form_by_kind (const CrfStudy *self, const char *kind)
{
  return find (self->forms_by_kind, kind);
}

const CrfEvent *
crf_study_find_event (const CrfStudy *self, const char *oid)
{
  return find (self->events_by_oid, oid);
}

const CrfEvent *
crf_study_find_event_by_kind (const CrfStudy *self, const char *kind)
{
  return find (self->events_by_kind, kind);
}

const CrfEvent *
crf_study_find_event_by_name (const CrfStudy *self, const char *name)
{
  for (guint i = 0; i < self->events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (self->events, i);

      if (g_strcmp0 (event->name, name) == 0)
        return event;
    }
  return NULL;
}

const CrfArm *
crf_study_find_arm (const CrfStudy *self, const char *oid)
{
  return find (self->arms_by_oid, oid);
}

const CrfCode *
crf_item_find_code (const CrfItem *item, const char *code)
{
  g_return_val_if_fail (item != NULL, NULL);

  if (item->code_list == NULL || code == NULL)
    return NULL;
  for (guint i = 0; i < item->code_list->codes->len; i++)
    {
      const CrfCode *known = g_ptr_array_index (item->code_list->codes, i);

      if (g_str_equal (known->code, code))
        return known;
    }
  return NULL;
}

const CrfItemGroup *
crf_form_find_group_of (const CrfForm *form, const CrfItem *item)
{
  g_return_val_if_fail (form != NULL, NULL);

  for (guint i = 0; i < form->groups->len; i++)
    {
      const CrfItemGroup *group = g_ptr_array_index (form->groups, i);

      for (guint j = 0; j < group->items->len; j++)
        {
          const CrfItemRef *ref = g_ptr_array_index (group->items, j);

          if (ref->item == item)
            return group;
        }
    }
  return NULL;
}

gboolean
crf_study_role_may_know (const CrfStudy *self, const char *role)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->may_know == NULL)
    return self->masking == CRF_MASKING_NONE;
  /* Who manages the accounts never knows the arms of a masked study, whatever a definition says. */
  if (self->masking != CRF_MASKING_NONE && g_strcmp0 (role, "administrator") == 0)
    return FALSE;
  for (guint i = 0; i < self->may_know->len; i++)
    if (g_strcmp0 (g_ptr_array_index (self->may_know, i), role) == 0)
      return TRUE;
  return FALSE;
}

const char *
crf_study_get_oid (const CrfStudy *self)
{
  return self->oid;
}

const char *
crf_study_get_version (const CrfStudy *self)
{
  return self->version;
}

const char *
crf_study_get_protocol (const CrfStudy *self)
{
  return self->protocol;
}

const CrfText *
crf_study_get_title (const CrfStudy *self)
{
  return self->title;
}

const CrfText *
crf_study_get_description (const CrfStudy *self)
{
  return self->description;
}

int
crf_study_get_target (const CrfStudy *self)
{
  return self->target;
}

CrfMasking
crf_study_get_masking (const CrfStudy *self)
{
  return self->masking;
}

const char *
crf_study_get_day_zero (const CrfStudy *self)
{
  return self->day_zero;
}

int
crf_study_get_eligibility_days (const CrfStudy *self)
{
  return self->eligibility_days;
}

int
crf_study_get_baseline_days (const CrfStudy *self)
{
  return self->baseline_days;
}

gboolean
crf_study_is_transcription (const CrfStudy *self)
{
  return self->transcription;
}

const GPtrArray *
crf_study_get_events (const CrfStudy *self)
{
  return self->events;
}

const GPtrArray *
crf_study_get_forms (const CrfStudy *self)
{
  return self->forms;
}

const GPtrArray *
crf_study_get_items (const CrfStudy *self)
{
  return self->items;
}

const GPtrArray *
crf_study_get_arms (const CrfStudy *self)
{
  return self->arms;
}

const GPtrArray *
crf_study_get_criteria (const CrfStudy *self)
{
  return self->criteria;
}

const GPtrArray *
crf_study_get_release_limits (const CrfStudy *self)
{
  return self->release_limits;
}

const GPtrArray *
crf_study_get_time_points (const CrfStudy *self)
{
  return self->time_points;
}

const GPtrArray *
crf_study_get_recipients (const CrfStudy *self)
{
  return self->recipients;
}

const GPtrArray *
crf_study_get_stopping_rules (const CrfStudy *self)
{
  return self->stopping_rules;
}

const GPtrArray *
crf_study_get_endpoints (const CrfStudy *self)
{
  return self->endpoints;
}

const GPtrArray *
crf_study_get_questions (const CrfStudy *self)
{
  return self->questions;
}

const CrfDoseRule *
crf_study_get_dose_rule (const CrfStudy *self)
{
  return self->dose_rule;
}

const CrfRandomisation *
crf_study_get_randomisation (const CrfStudy *self)
{
  return self->randomisation;
}

const CrfFormulas *
crf_study_get_formulas (const CrfStudy *self)
{
  return self->formulas;
}

const GPtrArray *
crf_study_get_languages (const CrfStudy *self)
{
  return self->languages;
}

const char *
crf_study_get_document (const CrfStudy *self)
{
  return self->document;
}

const char *
crf_study_get_library (const CrfStudy *self)
{
  return self->library;
}
