/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The values of one subject, read lazily form by form. */

#include "crf-casebook-private.h"

#include "crf-blind.h"
#include "crf-session-private.h"
#include "crf-use-case-private.h"

#include <string.h>

static void
cell_free (CrfCell *cell)
{
  g_free (cell->group);
  g_free (cell->groupkey);
  crf_value_free (cell->value);
  g_free (cell->box);
  g_free (cell->entry);
  g_free (cell->at);
  g_free (cell->detail);
  g_free (cell);
}

CrfCasebook *
crf_casebook_new (CrfSession *session,
                  const char *subject,
                  GError **error)
{
  g_autoptr (CrfCasebook) self = g_new0 (CrfCasebook, 1);

  self->session = session;
  self->file = crf_session_get_file (session);
  self->study = crf_session_get_study (session);
  self->subject = g_strdup (subject);
  self->cells = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->forms = crf_records_forms (self->file, subject, error);
  if (self->forms == NULL)
    return NULL;
  self->n_stored = self->forms->len;
  return g_steal_pointer (&self);
}

void
crf_casebook_free (CrfCasebook *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->cells, g_hash_table_unref);
  g_clear_pointer (&self->forms, g_ptr_array_unref);
  g_free (self->subject);
  g_free (self->first_infusion);
  g_clear_pointer (&self->baselines, g_hash_table_unref);
  g_clear_pointer (&self->ranges, g_ptr_array_unref);
  g_free (self);
}

CrfSession *
crf_casebook_get_session (CrfCasebook *self)
{
  return self->session;
}

const char *
crf_casebook_get_subject (CrfCasebook *self)
{
  return self->subject;
}

GPtrArray *
crf_casebook_get_forms (CrfCasebook *self)
{
  return self->forms;
}

CrfFormRecord *
crf_casebook_find_form (CrfCasebook *self,
                        const CrfTarget *form)
{
  for (guint i = 0; i < self->forms->len; i++)
    {
      CrfFormRecord *record = g_ptr_array_index (self->forms, i);

      if (g_strcmp0 (record->form, form->form) == 0 && g_strcmp0 (record->formkey, form->formkey) == 0 &&
          g_strcmp0 (record->event, form->event) == 0 && g_strcmp0 (record->eventkey, form->eventkey) == 0)
        return record;
    }
  return NULL;
}

/* For who may know the arm only: the keys of an account do not count in a role that is blinded. */
static CrfCell *
open_unblinding (CrfCasebook *self,
                 CrfCell *cell)
{
  g_autoptr (CrfSealedContent) content = crf_blind_open (self->session, self->subject, cell->item->oid, cell->box);

  g_clear_pointer (&cell->box, g_free);
  if (content == NULL)
    return cell;
  cell->sealed = FALSE;
  crf_value_free (cell->value);
  cell->value = crf_value_new_stored (self->study, content->value, content->unit, content->cmp, content->canon, content->missing);
  return cell;
}

/* Opening takes a while and guarded memory: only what is looked at is opened. */
static CrfCell *
open_cell (CrfCasebook *self,
           CrfCell *cell)
{
  CrfKeyring *keyring = crf_session_get_keyring (self->session);
  g_autofree char *plain = NULL;

  if (cell == NULL || cell->box == NULL)
    return cell;
  if (cell->item->unblinding)
    return open_unblinding (self, cell);
  plain = crf_keyring_open_identifier (keyring, self->file, self->subject, cell->item->oid, cell->box, NULL);
  g_clear_pointer (&cell->box, g_free);
  if (plain == NULL)
    return cell;
  cell->sealed = FALSE;
  crf_value_free (cell->value);
  cell->value = crf_value_new_stored (self->study, plain, NULL, NULL, plain, NULL);
  return cell;
}

static CrfCell *
cell_new (CrfCasebook *self,
          CrfFormRecord *form,
          const CrfValueRecord *record)
{
  const CrfItem *item = crf_study_find_item (self->study, record->item);
  CrfCell *cell;

  /* An item of an older version of the definition: kept in the file, not on today's forms. */
  if (item == NULL)
    return NULL;
  cell = g_new0 (CrfCell, 1);
  cell->item = item;
  cell->form = form;
  cell->group = g_strdup (record->group);
  cell->groupkey = g_strdup (record->groupkey);
  cell->derived = record->derived;
  cell->entry = g_strdup (record->entry);
  cell->at = g_strdup (record->at);
  cell->detail = g_strdup (record->detail);
  cell->sealed = record->sealed && record->value != NULL;
  if (cell->sealed && *record->value != '\0' && (item->identifier || item->unblinding))
    cell->box = g_strdup (record->value);
  if (record->sealed)
    cell->value = crf_value_new_stored (self->study, NULL, NULL, NULL, NULL, NULL);
  else
    cell->value = crf_value_new_stored (self->study, record->value, record->unit, record->cmp, record->canon, record->missing);
  return cell;
}

GPtrArray *
crf_casebook_get_cells (CrfCasebook *self,
                        CrfFormRecord *form)
{
  GPtrArray *cells = g_hash_table_lookup (self->cells, form);
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;

  if (cells != NULL)
    return cells;
  cells = g_ptr_array_new_with_free_func ((GDestroyNotify) cell_free);
  g_hash_table_insert (self->cells, form, cells);
  if (form->id == 0)
    return cells;
  records = crf_records_values (self->file, form->id, &error);
  if (records == NULL)
    {
      g_warning ("A form cannot be read: %s", error->message);
      return cells;
    }
  for (guint i = 0; i < records->len; i++)
    {
      CrfCell *cell = cell_new (self, form, g_ptr_array_index (records, i));

      if (cell != NULL)
        g_ptr_array_add (cells, cell);
    }
  return cells;
}

CrfCell *
crf_casebook_find (CrfCasebook *self,
                   const CrfTarget *field)
{
  CrfFormRecord *form = crf_casebook_find_form (self, field);
  GPtrArray *cells;

  if (form == NULL)
    return NULL;
  cells = crf_casebook_get_cells (self, form);
  for (guint i = 0; i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);

      if (g_strcmp0 (cell->item->oid, field->item) == 0 && g_strcmp0 (cell->group, field->group) == 0 &&
          g_strcmp0 (cell->groupkey, field->groupkey) == 0)
        return open_cell (self, cell);
    }
  return NULL;
}

static gboolean
cell_has_value (CrfCell *cell)
{
  return !crf_value_is_empty (cell->value) && cell->value->missing == NULL;
}

/* 1: an investigator chose the cell's sample for analysis; 0: another, or nobody spoke about it. */
static int
chosen_of (CrfCasebook *self,
           const CrfCell *cell)
{
  g_autoptr (GPtrArray) samples = cell->form->id != 0 ? crf_records_samples (self->file, cell->form->id, NULL) : NULL;

  for (guint i = 0; samples != NULL && i < samples->len; i++)
    {
      const CrfSampleRecord *sample = g_ptr_array_index (samples, i);

      if (strcmp (sample->group, cell->group) == 0 && strcmp (sample->groupkey, cell->groupkey) == 0)
        return sample->analysed == 1;
    }
  return 0;
}

/* A clotted, insufficient or lost sample has no result that one would analyse; a haemolysed one only where there is no other. */
static int
validity_of (CrfCasebook *self,
             const CrfCell *cell)
{
  const char *condition = crf_casebook_get_sample_condition (self, cell->form, cell->group, cell->groupkey);

  if (condition == NULL || strcmp (condition, "GOOD") == 0)
    return 2;
  return strcmp (condition, "HAEM") == 0 ? 1 : 0;
}

/* Whether @b is to be taken rather than @a of the same event: the sample that was chosen, else the valid one, else what the study says: the first
 * or the last that was taken. Of what is no sample, the later entry. */
static gboolean
supersedes (CrfCasebook *self,
            CrfCell *a,
            CrfCell *b)
{
  const CrfFormulas *formulas = crf_study_get_formulas (self->study);
  const char *time_a = crf_casebook_get_sample_time (self, a->form, a->group, a->groupkey);
  const char *time_b = crf_casebook_get_sample_time (self, b->form, b->group, b->groupkey);
  int order = g_strcmp0 (time_b, time_a), better = chosen_of (self, b) - chosen_of (self, a);

  if (better == 0)
    better = validity_of (self, b) - validity_of (self, a);
  if (better != 0)
    return better > 0;
  if (order != 0 && time_a != NULL && time_b != NULL)
    return g_strcmp0 (formulas->repeat_sample, "last") == 0 ? order > 0 : order < 0;
  return order != 0 ? order > 0 : g_strcmp0 (b->at, a->at) >= 0;
}

CrfCell *
crf_casebook_find_at (CrfCasebook *self,
                      const char *event,
                      const char *eventkey,
                      const CrfItem *item)
{
  CrfCell *found = NULL;

  for (guint i = 0; i < self->forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (self->forms, i);
      const CrfForm *definition = crf_study_find_form (self->study, form->form);
      GPtrArray *cells;

      if (g_strcmp0 (form->event, event) != 0 || (eventkey != NULL && g_strcmp0 (form->eventkey, eventkey) != 0) ||
          definition == NULL || crf_form_find_group_of (definition, item) == NULL)
        continue;
      cells = crf_casebook_get_cells (self, form);
      for (guint j = 0; j < cells->len; j++)
        {
          CrfCell *cell = g_ptr_array_index (cells, j);

          if (cell->item == item && cell_has_value (open_cell (self, cell)) && (found == NULL || supersedes (self, found, cell)))
            found = cell;
        }
    }
  return found;
}

static int
compare_cells (gconstpointer a,
               gconstpointer b,
               gpointer data)
{
  return crf_casebook_compare_time (data, *(CrfCell *const *) a, *(CrfCell *const *) b);
}

GPtrArray *
crf_casebook_list (CrfCasebook *self,
                   const CrfItem *item)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < self->forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (self->forms, i);
      const CrfForm *definition = crf_study_find_form (self->study, form->form);
      GPtrArray *cells;

      if (definition == NULL || crf_form_find_group_of (definition, item) == NULL)
        continue;
      cells = crf_casebook_get_cells (self, form);
      for (guint j = 0; j < cells->len; j++)
        {
          CrfCell *cell = g_ptr_array_index (cells, j);

          if (cell->item == item && cell_has_value (open_cell (self, cell)))
            g_ptr_array_add (list, cell);
        }
    }
  g_ptr_array_sort_with_data (list, compare_cells, self);
  return list;
}

static CrfCell *
find_latest (CrfCasebook *self,
             const CrfItem *item)
{
  g_autoptr (GPtrArray) list = crf_casebook_list (self, item);

  return list->len > 0 ? g_ptr_array_index (list, list->len - 1) : NULL;
}

const char *
crf_casebook_get_latest (CrfCasebook *self,
                         const CrfItem *item)
{
  CrfCell *cell = find_latest (self, item);

  return cell != NULL ? cell->value->canonical : NULL;
}

const char *
crf_casebook_get_concept (CrfCasebook *self,
                          const char *concept)
{
  const CrfItem *item = crf_study_find_item_by_concept (self->study, concept);

  return item != NULL ? crf_casebook_get_latest (self, item) : NULL;
}

/* A form that is not in the file yet. */
static CrfFormRecord *
add_imagined_form (CrfCasebook *self,
                   const CrfTarget *field)
{
  CrfFormRecord *form = g_new0 (CrfFormRecord, 1);

  form->subject = g_strdup (self->subject);
  form->event = g_strdup (field->event);
  form->eventkey = g_strdup (field->eventkey);
  form->form = g_strdup (field->form);
  form->formkey = g_strdup (field->formkey);
  g_ptr_array_add (self->forms, form);
  return form;
}

/* What was found out from values that are now different. */
static void
forget_what_follows (CrfCasebook *self,
                     const CrfItem *item)
{
  const char *concept = item->concept != NULL ? item->concept : "";

  if (g_str_has_prefix (concept, "visit.") || g_str_has_prefix (concept, "sample.") || g_str_has_prefix (concept, "inf."))
    {
      g_clear_pointer (&self->baselines, g_hash_table_unref);
      g_clear_pointer (&self->first_infusion, g_free);
      self->infusion_known = FALSE;
    }
  else if (self->baselines != NULL)
    g_hash_table_remove (self->baselines, item);
}

void
crf_casebook_replace (CrfCasebook *self,
                      const CrfTarget *field,
                      const CrfValue *value)
{
  const CrfItem *item = crf_study_find_item (self->study, field->item);
  CrfCell *cell = crf_casebook_find (self, field);
  CrfFormRecord *form;

  if (item == NULL)
    return;
  if (cell == NULL)
    {
      form = crf_casebook_find_form (self, field);
      if (form == NULL)
        form = add_imagined_form (self, field);
      cell = g_new0 (CrfCell, 1);
      cell->item = item;
      cell->form = form;
      cell->group = g_strdup (field->group);
      cell->groupkey = g_strdup (field->groupkey);
      g_ptr_array_add (crf_casebook_get_cells (self, form), cell);
    }
  forget_what_follows (self, item);
  g_clear_pointer (&cell->value, crf_value_free);
  g_clear_pointer (&cell->box, g_free);
  cell->value = value != NULL ? crf_value_copy (value) : crf_value_new_stored (self->study, NULL, NULL, NULL, NULL, NULL);
  cell->sealed = FALSE;
}

gboolean
crf_event_has_item (const CrfEvent *event,
                    const CrfItem *item)
{
  for (guint i = 0; i < event->forms->len; i++)
    if (crf_form_find_group_of (g_ptr_array_index (event->forms, i), item) != NULL)
      return TRUE;
  return FALSE;
}

/* The value in the very form that the expression belongs to; of a repeating group, the same repeat. */
static CrfCell *
find_in_view (CrfCaseView *view,
              const CrfItem *item)
{
  const CrfForm *definition = crf_study_find_form (view->casebook->study, view->form);
  const CrfItemGroup *group = definition != NULL ? crf_form_find_group_of (definition, item) : NULL;
  CrfTarget field = { .event = (char *) view->event, .eventkey = (char *) view->eventkey, .form = (char *) view->form,
                      .formkey = (char *) view->formkey, .item = (char *) item->oid };

  if (group == NULL)
    return NULL;
  field.group = (char *) group->oid;
  field.groupkey = (char *) (group->repeating && view->groupkey != NULL ? view->groupkey : "1");
  return crf_casebook_find (view->casebook, &field);
}

static const CrfEvent *
find_event (CrfStudy *study,
            const char *name)
{
  const GPtrArray *events = crf_study_get_events (study);
  const CrfEvent *event = crf_study_find_event (study, name);

  for (guint i = 0; event == NULL && i < events->len; i++)
    {
      const CrfEvent *candidate = g_ptr_array_index (events, i);

      if (g_ascii_strcasecmp (candidate->name, name) == 0)
        event = candidate;
    }
  return event;
}

gboolean
crf_casebook_resolve (const char *event,
                      const CrfItem *item,
                      CrfResolved *value,
                      gpointer data)
{
  CrfCaseView *view = data;
  const CrfEvent *where = find_event (view->casebook->study, event != NULL ? event : view->event);
  CrfCell *cell = NULL;

  if (where == NULL)
    return FALSE;
  if (event != NULL)
    cell = crf_casebook_find_at (view->casebook, where->oid, NULL, item);
  else
    {
      cell = find_in_view (view, item);
      if (cell == NULL)
        cell = crf_casebook_find_at (view->casebook, where->oid, view->eventkey, item);
      if (cell == NULL && !crf_event_has_item (where, item))
        cell = find_latest (view->casebook, item);
    }
  if (cell == NULL || cell->value->missing != NULL)
    return FALSE;
  *value = (CrfResolved) { cell->value->canonical, cell->value->comparator };
  return value->canonical != NULL;
}
