/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The values of one subject, read lazily form by form. */

#include "crf-casebook-kept.h"

#include "crf-blind.h"
#include "crf-session-private.h"
#include "crf-use-case-private.h"

#include <string.h>

CrfCasebook *
crf_casebook_new (CrfSession *session,
                  const char *subject,
                  GError **error)
{
  CrfCaseStore *store = crf_case_store_take (session, subject, error);
  CrfCasebook *self;

  if (store == NULL)
    return NULL;
  self = g_new0 (CrfCasebook, 1);
  self->session = session;
  self->file = crf_session_get_file (session);
  self->study = crf_session_get_study (session);
  self->subject = g_strdup (subject);
  self->store = store;
  self->changes = store->changes;
  self->cells = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->forms = g_ptr_array_copy (store->forms, NULL, NULL);
  g_ptr_array_set_free_func (self->forms, NULL);
  return self;
}

void
crf_casebook_free (CrfCasebook *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->baselines, g_hash_table_unref);
  g_clear_pointer (&self->lists, g_hash_table_unref);
  g_clear_pointer (&self->cells, g_hash_table_unref);
  g_clear_pointer (&self->own, g_hash_table_unref);
  g_clear_pointer (&self->tried, g_hash_table_unref);
  g_clear_pointer (&self->unreadable, g_hash_table_unref);
  g_clear_pointer (&self->replaced, g_ptr_array_unref);
  g_clear_pointer (&self->forms, g_ptr_array_unref);
  g_clear_pointer (&self->imagined, g_ptr_array_unref);
  g_clear_pointer (&self->pinned, g_ptr_array_unref);
  g_clear_pointer (&self->store, crf_case_store_unref);
  g_free (self->subject);
  g_free (self->first_infusion);
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

/* The form's cells, to be changed: copies, where others look at the same ones. */
static GPtrArray *
own_cells (CrfCasebook *self,
           CrfFormRecord *form)
{
  GPtrArray *cells = crf_casebook_get_cells (self, form), *copies;

  if (form->id == 0 || (self->own != NULL && g_hash_table_contains (self->own, form)))
    return cells;
  if (self->own == NULL)
    {
      self->own = g_hash_table_new (NULL, NULL);
      self->replaced = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
    }
  copies = g_ptr_array_new_full (cells->len + 1, (GDestroyNotify) crf_cell_unref);
  for (guint i = 0; i < cells->len; i++)
    g_ptr_array_add (copies, crf_cell_copy (g_ptr_array_index (cells, i)));
  g_ptr_array_add (self->replaced, g_ptr_array_ref (cells));
  g_hash_table_replace (self->cells, form, copies);
  g_hash_table_add (self->own, form);
  /* Who grades asks whether a cell is the baseline itself. */
  if (self->baselines != NULL)
    g_hash_table_remove_all (self->baselines);
  if (self->lists != NULL)
    g_hash_table_remove_all (self->lists);
  return copies;
}

static CrfCell *
own_cell (CrfCasebook *self,
          CrfCell *cell)
{
  GPtrArray *cells = own_cells (self, cell->form);

  for (guint i = 0; i < cells->len; i++)
    {
      CrfCell *one = g_ptr_array_index (cells, i);

      if (one->item == cell->item && g_strcmp0 (one->group, cell->group) == 0 && g_strcmp0 (one->groupkey, cell->groupkey) == 0)
        return one;
    }
  return cell;
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

/* Opening takes a while and guarded memory: only what is looked at is opened, and stays open until the session is locked or takes another role. */
static CrfCell *
open_cell (CrfCasebook *self,
           CrfCell *cell)
{
  CrfKeyring *keyring = crf_session_get_keyring (self->session);
  g_autofree char *plain = NULL;

  if (cell == NULL || cell->box == NULL || (self->tried != NULL && g_hash_table_contains (self->tried, cell)))
    return cell;
  if (cell->item->unblinding)
    return open_unblinding (self, cell);
  plain = crf_keyring_open_identifier (keyring, self->file, self->subject, cell->item->oid, cell->box, NULL);
  if (plain == NULL)
    {
      /* Perhaps it opens to another casebook, when there is a key. */
      if (self->tried == NULL)
        self->tried = g_hash_table_new (NULL, NULL);
      g_hash_table_add (self->tried, cell);
      return cell;
    }
  g_clear_pointer (&cell->box, g_free);
  cell->sealed = FALSE;
  crf_value_free (cell->value);
  cell->value = crf_value_new_stored (self->study, plain, NULL, NULL, plain, NULL);
  explicit_bzero (plain, strlen (plain));
  return cell;
}

/* Who may know such a value hangs on more than the session: what one casebook opens no other shall find open. */
static gboolean
has_unblinding (GPtrArray *cells)
{
  for (guint i = 0; i < cells->len; i++)
    {
      const CrfCell *cell = g_ptr_array_index (cells, i);

      if (cell->box != NULL && cell->item->unblinding)
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
crf_casebook_get_cells (CrfCasebook *self,
                        CrfFormRecord *form)
{
  GPtrArray *cells = g_hash_table_lookup (self->cells, form);
  guint64 faults;
  const GError *unreadable = cells != NULL && self->unreadable != NULL ? g_hash_table_lookup (self->unreadable, form) : NULL;

  if (unreadable != NULL)
    crf_session_note_unreadable (self->session, unreadable);
  if (cells != NULL)
    return cells;
  faults = crf_study_file_count_faults (self->file);
  if (form->id == 0)
    cells = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_cell_unref);
  else
    cells = g_ptr_array_ref (crf_case_store_get_cells (self->store, form, &unreadable));
  g_hash_table_insert (self->cells, form, cells);
  if (unreadable != NULL)
    {
      crf_session_get_unreadable (self->session)->n_known += crf_study_file_count_faults (self->file) - faults;
      crf_session_note_unreadable (self->session, unreadable);
      if (self->unreadable == NULL)
        self->unreadable = g_hash_table_new (NULL, NULL);
      g_hash_table_insert (self->unreadable, form, (gpointer) unreadable);
    }
  return has_unblinding (cells) ? own_cells (self, form) : cells;
}

gboolean
crf_casebook_can_read (CrfCasebook *self,
                       CrfFormRecord *form,
                       GError **error)
{
  const GError *unreadable;

  crf_casebook_get_cells (self, form);
  unreadable = self->unreadable != NULL ? g_hash_table_lookup (self->unreadable, form) : NULL;
  if (unreadable == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (unreadable));
  return FALSE;
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

typedef void (*EachCell) (CrfCasebook *self, CrfCell *cell, gpointer data);

static void
look_into (CrfCasebook *self,
           CrfFormRecord *form,
           const CrfItem *item,
           EachCell each,
           gpointer data)
{
  GPtrArray *cells = crf_casebook_get_cells (self, form);

  for (guint i = 0; i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);

      if (cell->item != item)
        continue;
      cell = open_cell (self, cell);
      if (cell_has_value (cell))
        each (self, cell, data);
    }
}

/* The values of the item, form by form; of one event only where @event is not NULL, and of one of its instances where @eventkey is not. */
static void
for_each_cell (CrfCasebook *self,
               const CrfItem *item,
               const char *event,
               const char *eventkey,
               EachCell each,
               gpointer data)
{
  GPtrArray *holders = crf_case_store_get_holders (self->store, item);
  guint n_imagined = self->imagined != NULL ? self->imagined->len : 0;

  for (guint i = 0; i < holders->len + n_imagined; i++)
    {
      CrfFormRecord *form = i < holders->len ? g_ptr_array_index (holders, i) : g_ptr_array_index (self->imagined, i - holders->len);

      if ((event == NULL || g_strcmp0 (form->event, event) == 0) && (eventkey == NULL || g_strcmp0 (form->eventkey, eventkey) == 0))
        look_into (self, form, item, each, data);
    }
}

static void
keep_later (CrfCasebook *self,
            CrfCell *cell,
            gpointer data)
{
  CrfCell **found = data;

  if (*found == NULL || supersedes (self, *found, cell))
    *found = cell;
}

CrfCell *
crf_casebook_find_at (CrfCasebook *self,
                      const char *event,
                      const char *eventkey,
                      const CrfItem *item)
{
  CrfCell *found = NULL;

  for_each_cell (self, item, event, eventkey, keep_later, &found);
  return found;
}

/* A cell of a list that is being sorted, with what it is sorted by. */
typedef struct
{
  CrfCell *cell;
  const char *time;
} Timed;

static int
compare_timed (gconstpointer a,
               gconstpointer b,
               gpointer data)
{
  const Timed *one = a, *other = b;

  return crf_casebook_compare_times (data, one->cell, one->time, other->cell, other->time);
}

static void
sort_by_time (CrfCasebook *self,
              GPtrArray *list)
{
  g_autofree Timed *timed = g_new (Timed, list->len);

  for (guint i = 0; i < list->len; i++)
    timed[i] = (Timed) { g_ptr_array_index (list, i), crf_casebook_get_time (self, g_ptr_array_index (list, i)) };
  g_qsort_with_data (timed, (int) list->len, sizeof (Timed), compare_timed, self);
  for (guint i = 0; i < list->len; i++)
    g_ptr_array_index (list, i) = timed[i].cell;
}

static void
add_to_list (CrfCasebook *self,
             CrfCell *cell,
             gpointer data)
{
  g_ptr_array_add (data, cell);
}

GPtrArray *
crf_casebook_list (CrfCasebook *self,
                   const CrfItem *item)
{
  GPtrArray *list = self->lists != NULL ? g_hash_table_lookup (self->lists, item) : NULL;

  if (list != NULL)
    return g_ptr_array_ref (list);
  list = crf_casebook_recall_list (self, item);
  if (list != NULL)
    return g_ptr_array_ref (list);
  list = g_ptr_array_new ();
  for_each_cell (self, item, NULL, NULL, add_to_list, list);
  if (list->len > 1)
    sort_by_time (self, list);
  crf_casebook_keep_list (self, item, list);
  if (self->lists == NULL)
    self->lists = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  g_hash_table_insert (self->lists, (gpointer) item, g_ptr_array_ref (list));
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
  if (self->imagined == NULL)
    self->imagined = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_form_record_free);
  g_ptr_array_add (self->imagined, form);
  return form;
}

/* What was found out from values that are now different. */
static void
forget_what_follows (CrfCasebook *self,
                     const CrfItem *item)
{
  const char *concept = item->concept != NULL ? item->concept : "";

  if (self->lists != NULL)
    g_hash_table_remove_all (self->lists);
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
      cell = crf_cell_new ();
      cell->item = item;
      cell->form = form;
      cell->group = g_strdup (field->group);
      cell->groupkey = g_strdup (field->groupkey);
      g_ptr_array_add (own_cells (self, form), cell);
    }
  else
    cell = own_cell (self, cell);
  /* Room for a value is no value. */
  if (value != NULL || cell->value != NULL)
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
