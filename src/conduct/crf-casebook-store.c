/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What casebooks of one subject share: forms and values, read once and kept by the session until the file changes. A value that is written here is read
 * again alone, so that saving one item does not read the patient anew. */

#include "crf-casebook-kept.h"
#include "crf-casebook-follow.h"

#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Patients whose values are kept: the one that is worked on, and a few that were looked at between. */
#define MOST_KEPT 4

CrfCell *
crf_cell_new (void)
{
  return g_atomic_rc_box_new0 (CrfCell);
}

CrfCell *
crf_cell_copy (const CrfCell *cell)
{
  CrfCell *copy = crf_cell_new ();

  *copy = *cell;
  copy->group = g_strdup (cell->group);
  copy->groupkey = g_strdup (cell->groupkey);
  copy->value = crf_value_copy (cell->value);
  copy->box = g_strdup (cell->box);
  copy->entry = g_strdup (cell->entry);
  copy->at = g_strdup (cell->at);
  copy->detail = g_strdup (cell->detail);
  return copy;
}

static void
clear_cell (CrfCell *cell)
{
  g_free (cell->group);
  g_free (cell->groupkey);
  crf_value_free (cell->value);
  g_free (cell->box);
  g_free (cell->entry);
  g_free (cell->at);
  g_free (cell->detail);
}

void
crf_cell_unref (CrfCell *cell)
{
  g_atomic_rc_box_release_full (cell, (GDestroyNotify) clear_cell);
}

/* NULL for an item of an older version of the definition: kept in the file, not on today's forms. */
static CrfCell *
read_cell (CrfCaseStore *self,
           CrfFormRecord *form,
           const CrfValueRecord *record)
{
  const CrfItem *item = crf_study_find_item (self->study, record->item);
  CrfCell *cell;

  if (item == NULL)
    return NULL;
  cell = crf_cell_new ();
  cell->item = item;
  cell->form = form;
  cell->group = g_strdup (record->group);
  cell->groupkey = g_strdup (record->groupkey);
  cell->derived = record->derived;
  cell->settled = record->settled;
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

/* Names the form, so that the person knows what to leave alone and what to look for in a backup. */
static void
note_unreadable (CrfCaseStore *self,
                 CrfFormRecord *form,
                 const GError *cause)
{
  const CrfForm *definition = crf_study_find_form (self->study, form->form);
  const CrfEvent *event = crf_study_find_event (self->study, form->event);
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (self->file, self->subject, NULL);

  if (self->unreadable == NULL)
    self->unreadable = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_error_free);
  g_hash_table_insert (self->unreadable, form,
                       g_error_new (cause->domain, cause->code,
                                    _("The form “%s” at “%s” of patient %s cannot be read, and nothing is stored, signed or printed that rests on it. "
                                      "Check integrity and restore the last backup. %s"),
                                    definition != NULL ? definition->name : form->form, event != NULL ? event->name : form->event,
                                    subject != NULL ? subject->number : self->subject, cause->message));
  /* Whoever comes later tries again: it may have been the disk's mood. */
  self->changes = 0;
}

GPtrArray *
crf_case_store_get_cells (CrfCaseStore *self,
                          CrfFormRecord *form,
                          const GError **unreadable)
{
  GPtrArray *cells = g_hash_table_lookup (self->cells, form);
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;

  *unreadable = self->unreadable != NULL ? g_hash_table_lookup (self->unreadable, form) : NULL;
  if (cells != NULL)
    return cells;
  cells = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_cell_unref);
  g_hash_table_insert (self->cells, form, cells);
  records = crf_records_values (self->file, form->id, &error);
  if (records == NULL)
    {
      note_unreadable (self, form, error);
      *unreadable = g_hash_table_lookup (self->unreadable, form);
      return cells;
    }
  for (guint i = 0; i < records->len; i++)
    {
      CrfCell *cell = read_cell (self, form, g_ptr_array_index (records, i));

      if (cell != NULL)
        g_ptr_array_add (cells, cell);
    }
  return cells;
}

GPtrArray *
crf_case_store_get_holders (CrfCaseStore *self,
                            const CrfItem *item)
{
  GPtrArray *holders = g_hash_table_lookup (self->holders, item);

  if (holders != NULL)
    return holders;
  holders = g_ptr_array_new ();
  for (guint i = 0; i < self->forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (self->forms, i);
      const CrfForm *definition = crf_study_find_form (self->study, form->form);

      if (definition != NULL && crf_form_find_group_of (definition, item) != NULL)
        g_ptr_array_add (holders, form);
    }
  g_hash_table_insert (self->holders, (gpointer) item, holders);
  return holders;
}

void
crf_case_store_unref (CrfCaseStore *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  g_clear_pointer (&self->kept, crf_kept_free);
  g_clear_pointer (&self->cells, g_hash_table_unref);
  g_clear_pointer (&self->holders, g_hash_table_unref);
  g_clear_pointer (&self->forms, g_ptr_array_unref);
  g_clear_pointer (&self->ranges, g_ptr_array_unref);
  g_clear_pointer (&self->unreadable, g_hash_table_unref);
  g_free (self->subject);
  g_free (self);
}

static CrfCaseStore *
case_store_new (CrfSession *session,
                const char *subject,
                guint64 changes,
                GError **error)
{
  GPtrArray *forms = crf_records_forms (crf_session_get_file (session), subject, error);
  CrfCaseStore *self;

  if (forms == NULL)
    return NULL;
  self = g_new0 (CrfCaseStore, 1);
  g_atomic_ref_count_init (&self->references);
  self->file = crf_session_get_file (session);
  self->study = crf_session_get_study (session);
  self->subject = g_strdup (subject);
  self->changes = changes;
  self->forms = forms;
  self->cells = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->holders = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

/* The patient's, as the file and the version of the definition are now. A reference. */
CrfCaseStore *
crf_case_store_take (CrfSession *session,
                     const char *subject,
                     GError **error)
{
  GPtrArray *kept = crf_session_get_case_stores (session);
  guint64 changes = crf_study_file_look_for_changes (crf_session_get_file (session));
  CrfCaseStore *self;

  for (guint i = kept->len; i > 0; i--)
    {
      self = g_ptr_array_index (kept, i - 1);
      if (self->changes != changes)
        {
          g_ptr_array_remove_index (kept, i - 1);
          continue;
        }
      if (strcmp (self->subject, subject) != 0 || self->study != crf_session_get_study (session))
        continue;
      g_atomic_ref_count_inc (&self->references);
      return self;
    }
  self = case_store_new (session, subject, changes, error);
  if (self == NULL)
    return NULL;
  if (kept->len >= MOST_KEPT)
    g_ptr_array_remove_index (kept, 0);
  g_atomic_ref_count_inc (&self->references);
  g_ptr_array_add (kept, self);
  return self;
}

static CrfFormRecord *
find_form (CrfCaseStore *self,
           const CrfEntry *entry)
{
  for (guint i = 0; i < self->forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (self->forms, i);

      if (g_strcmp0 (form->form, entry->form) == 0 && g_strcmp0 (form->formkey, entry->formkey) == 0 &&
          g_strcmp0 (form->event, entry->event) == 0 && g_strcmp0 (form->eventkey, entry->eventkey) == 0)
        return form;
    }
  return NULL;
}

static gboolean
find_cell (GPtrArray *cells,
           const CrfEntry *entry,
           guint *index)
{
  for (*index = 0; *index < cells->len; (*index)++)
    {
      const CrfCell *cell = g_ptr_array_index (cells, *index);

      if (strcmp (cell->item->oid, entry->item) == 0 && g_strcmp0 (cell->group, entry->group) == 0 &&
          g_strcmp0 (cell->groupkey, entry->groupkey) == 0)
        return TRUE;
    }
  return FALSE;
}

static GPtrArray *
copy_cells (GPtrArray *cells)
{
  GPtrArray *copy = g_ptr_array_new_full (cells->len, (GDestroyNotify) crf_cell_unref);

  for (guint i = 0; i < cells->len; i++)
    g_ptr_array_add (copy, g_atomic_rc_box_acquire (g_ptr_array_index (cells, i)));
  return copy;
}

/* Reads the one value again, as it is stored now. FALSE: the whole patient has to be. */
static gboolean
follow_value (CrfCaseStore *self,
              const CrfEntry *entry,
              const char *at)
{
  CrfFormRecord *form = find_form (self, entry);
  GPtrArray *cells = form != NULL ? g_hash_table_lookup (self->cells, form) : NULL;
  g_autoptr (CrfValueRecord) record = NULL;
  CrfCell *cell;
  guint index;

  if (form == NULL)
    return FALSE;
  g_free (form->changed_at);
  form->changed_at = g_strdup (at);
  if (cells == NULL)
    return TRUE;
  /* A new one stands somewhere among the others. */
  if (!find_cell (cells, entry, &index))
    {
      crf_case_store_forget (self, NULL, NULL);
      return g_hash_table_remove (self->cells, form);
    }
  record = crf_records_value (self->file, form->id, entry->item, entry->group, entry->groupkey, NULL);
  cell = record != NULL ? read_cell (self, form, record) : NULL;
  if (cell == NULL)
    return FALSE;
  crf_case_store_forget (self, cell->item, g_ptr_array_index (cells, index));
  cells = copy_cells (cells);
  crf_cell_unref (g_ptr_array_index (cells, index));
  g_ptr_array_index (cells, index) = cell;
  g_hash_table_replace (self->cells, form, cells);
  return TRUE;
}

/* Not so: a new value takes signatures and marks back, which these states show. */
static gboolean
has_plain_states (CrfCaseStore *self)
{
  for (guint i = 0; i < self->forms->len; i++)
    {
      const char *state = ((CrfFormRecord *) g_ptr_array_index (self->forms, i))->state;

      if (g_strcmp0 (state, "started") != 0 && g_strcmp0 (state, "complete") != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
follow (CrfCaseStore *self,
        const CrfEntry *entry,
        const char *at)
{
  /* Entries that leave forms and values as they are. What is not listed has the patient read anew. */
  static const char *const others[] = { CRF_ACTION_SAMPLE, CRF_ACTION_QUERY, CRF_ACTION_QUERY_STATE, CRF_ACTION_DEVIATION, CRF_ACTION_GROUP_ADD, NULL };

  if (!has_plain_states (self))
    return FALSE;
  /* Which sample is analysed decides which value is the baseline. */
  if (strcmp (entry->action, CRF_ACTION_SAMPLE) == 0)
    crf_case_store_forget (self, NULL, NULL);
  if (strcmp (entry->action, CRF_ACTION_VALUE) != 0 && strcmp (entry->action, CRF_ACTION_DERIVED) != 0)
    return g_strv_contains (others, entry->action);
  return g_strcmp0 (entry->subject, self->subject) != 0 || follow_value (self, entry, at);
}

void
crf_case_stores_follow (CrfSession *session,
                        const CrfEntry *entry,
                        const char *at,
                        guint64 before)
{
  GPtrArray *kept = crf_session_get_case_stores (session);
  guint64 now = crf_study_file_get_changes (crf_session_get_file (session));

  for (guint i = kept->len; i > 0; i--)
    {
      CrfCaseStore *self = g_ptr_array_index (kept, i - 1);

      if (self->changes == before && now == before + 1 && follow (self, entry, at))
        self->changes = now;
      else
        g_ptr_array_remove_index (kept, i - 1);
    }
}
