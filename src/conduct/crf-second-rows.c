/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows are few (a flowsheet has some dozen): every pair is looked at. */

#include "crf-second-rows.h"

#include "crf-detail.h"
#include "crf-scores.h"
#include "crf-verification.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ── What belongs to a row ── */

const CrfItem *
crf_second_key_item (const CrfForm *form,
                     const CrfItemGroup *group)
{
  for (guint i = 0; i < form->groups->len; i++)
    {
      const CrfItemGroup *candidate = g_ptr_array_index (form->groups, i);

      if (group != NULL ? candidate != group : candidate->repeating)
        continue;
      for (guint j = 0; j < candidate->items->len; j++)
        {
          const CrfItemRef *ref = g_ptr_array_index (candidate->items, j);

          if (ref->derivation == NULL && ref->item->type >= CRF_TYPE_DATE && ref->item->type <= CRF_TYPE_PARTIAL_DATETIME)
            return ref->item;
        }
    }
  return NULL;
}

static gboolean
is_asked (CrfExtent level,
          const CrfItemRef *ref)
{
  return ref->derivation == NULL && !crf_item_is_computed (ref->item) && !ref->item->identifier && !ref->item->unblinding &&
         crf_level_asks (level, ref->item, FALSE);
}

/* Whether anything else of the row is asked for, so that its key is needed. */
static gboolean
has_asked (CrfExtent level,
           const CrfForm *form,
           const CrfItemGroup *group)
{
  for (guint i = 0; i < form->groups->len; i++)
    {
      const CrfItemGroup *candidate = g_ptr_array_index (form->groups, i);

      if (group != NULL && group->repeating && candidate != group)
        continue;
      for (guint j = 0; j < candidate->items->len; j++)
        if (is_asked (level, g_ptr_array_index (candidate->items, j)))
          return TRUE;
    }
  return FALSE;
}

gboolean
crf_second_asks (CrfSession *session,
                 const CrfForm *form,
                 const CrfItemGroup *group,
                 const CrfItemRef *ref)
{
  CrfExtent level = crf_level_of (session, CRF_POLICY_DOUBLE_ENTRY, form->oid, CRF_LEVEL_NONE);

  if (level == CRF_LEVEL_NONE)
    return FALSE;
  if (is_asked (level, ref))
    return TRUE;
  if (!group->repeating && !form->repeating)
    return FALSE;
  return ref->item == crf_second_key_item (form, group->repeating ? group : NULL) && has_asked (level, form, group);
}

static gboolean
is_of_level (const CrfSecondLevel *level,
             const CrfItemGroup *group)
{
  return level->group != NULL ? group == level->group : !group->repeating;
}

/* The item's reference at this level if it is entered twice. */
static const CrfItemRef *
find_asked (const CrfSecondLevel *level,
            const char *group_oid,
            const char *item_oid)
{
  for (guint i = 0; i < level->form->groups->len; i++)
    {
      const CrfItemGroup *group = g_ptr_array_index (level->form->groups, i);

      if (strcmp (group->oid, group_oid) != 0 || !is_of_level (level, group))
        continue;
      for (guint j = 0; j < group->items->len; j++)
        {
          const CrfItemRef *ref = g_ptr_array_index (group->items, j);

          if (strcmp (ref->item->oid, item_oid) == 0)
            return crf_second_asks (level->session, level->form, group, ref) ? ref : NULL;
        }
    }
  return NULL;
}

char *
crf_second_compare_text (const char *canon,
                         const char *missing,
                         const char *cmp)
{
  if (canon == NULL && missing == NULL)
    return NULL;
  return g_strdup_printf ("%s|%s|%s", canon != NULL ? canon : "", missing != NULL ? missing : "", cmp != NULL ? cmp : "");
}

/* ── Rows ── */

static void
cell_free (gpointer data)
{
  g_free (((CrfSecondCell *) data)->text);
  g_free (data);
}

static void
row_free (gpointer data)
{
  CrfSecondRow *row = data;

  g_free (row->formkey);
  g_free (row->groupkey);
  g_free (row->first_formkey);
  g_free (row->first_groupkey);
  g_ptr_array_unref (row->cells);
  g_free (row);
}

static CrfSecondRow *
take_row (GPtrArray *rows,
          const char *formkey,
          const char *groupkey)
{
  CrfSecondRow *row;

  for (guint i = 0; i < rows->len; i++)
    {
      row = g_ptr_array_index (rows, i);
      if (strcmp (row->formkey, formkey) == 0 && g_strcmp0 (row->groupkey, groupkey) == 0)
        return row;
    }
  row = g_new0 (CrfSecondRow, 1);
  row->formkey = g_strdup (formkey);
  row->groupkey = g_strdup (groupkey);
  row->cells = g_ptr_array_new_with_free_func (cell_free);
  g_ptr_array_add (rows, row);
  return row;
}

CrfSecondRow *
crf_second_rows_take (CrfSecondRows *self,
                      const char *formkey,
                      const char *groupkey)
{
  return take_row (self->second, formkey, groupkey);
}

CrfSecondCell *
crf_second_row_find (const CrfSecondRow *row,
                     const CrfItem *item)
{
  for (guint i = 0; i < row->cells->len; i++)
    if (((CrfSecondCell *) g_ptr_array_index (row->cells, i))->item == item)
      return g_ptr_array_index (row->cells, i);
  return NULL;
}

static void
set_cell (CrfSecondRows *self,
          CrfSecondRow *row,
          const CrfItem *item,
          char *text,
          const char *user,
          gpointer record)
{
  CrfSecondCell *cell = crf_second_row_find (row, item);

  if (cell == NULL)
    {
      cell = g_new0 (CrfSecondCell, 1);
      g_ptr_array_add (row->cells, cell);
    }
  cell->item = item;
  g_free (cell->text);
  cell->text = text;
  cell->user = user;
  cell->record = record;
  if (item == crf_second_key_item (self->level.form, self->level.group))
    row->key = cell->text;
}

void
crf_second_row_set (CrfSecondRows *self,
                    CrfSecondRow *row,
                    const CrfItem *item,
                    const CrfValue *value)
{
  set_cell (self, row, item, crf_second_compare_text (value->canonical, value->missing, crf_comparator_to_string (value->comparator)), NULL, NULL);
}

/* Keys grow in the order the repeats were begun. */
static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const CrfSecondRow *one = *(CrfSecondRow *const *) a, *other = *(CrfSecondRow *const *) b;
  const char *x = one->groupkey != NULL ? one->groupkey : one->formkey, *y = other->groupkey != NULL ? other->groupkey : other->formkey;
  const char *n_x = strrchr (x, '.'), *n_y = strrchr (y, '.');
  gint64 i = g_ascii_strtoll (n_x != NULL ? n_x + 1 : x, NULL, 10), j = g_ascii_strtoll (n_y != NULL ? n_y + 1 : y, NULL, 10);

  return i != j ? (i < j ? -1 : 1) : strcmp (x, y);
}

static gboolean
read_form (CrfSecondRows *self,
           const CrfFormRecord *form,
           GError **error)
{
  GPtrArray *values = crf_records_values (crf_session_get_file (self->level.session), form->id, error);

  if (values == NULL)
    return FALSE;
  g_ptr_array_add (self->store, values);
  for (guint i = 0; i < values->len; i++)
    {
      CrfValueRecord *value = g_ptr_array_index (values, i);
      const CrfItemRef *ref = find_asked (&self->level, value->group, value->item);
      char *text = ref != NULL ? crf_second_compare_text (value->canon, value->missing, value->cmp) : NULL;

      if (text != NULL)
        set_cell (self, take_row (self->first, form->formkey, self->level.group != NULL ? value->groupkey : NULL), ref->item, text, value->user, value);
    }
  return TRUE;
}

static gboolean
read_first (CrfSecondRows *self,
            GError **error)
{
  const CrfSecondLevel *level = &self->level;
  g_autoptr (GPtrArray) forms = crf_records_forms (crf_session_get_file (level->session), level->subject, error);

  for (guint i = 0; forms != NULL && i < forms->len; i++)
    {
      const CrfFormRecord *form = g_ptr_array_index (forms, i);

      if (strcmp (form->event, level->event) != 0 || g_strcmp0 (form->eventkey, level->eventkey) != 0 || strcmp (form->form, level->form->oid) != 0 ||
          (level->group != NULL && g_strcmp0 (form->formkey, level->first_formkey) != 0))
        continue;
      if (!read_form (self, form, error))
        return FALSE;
    }
  if (forms != NULL)
    g_ptr_array_sort (self->first, compare_rows);
  return forms != NULL;
}

static gboolean
read_second (CrfSecondRows *self,
             GError **error)
{
  const CrfSecondLevel *level = &self->level;
  CrfEntry at = { .subject = level->subject, .event = level->event, .eventkey = level->eventkey, .form = level->form->oid };
  GPtrArray *seconds = crf_records_seconds (crf_session_get_file (level->session), &at, error);

  if (seconds == NULL)
    return FALSE;
  g_ptr_array_add (self->store, seconds);
  for (guint i = 0; i < seconds->len; i++)
    {
      CrfSecondRecord *second = g_ptr_array_index (seconds, i);
      const CrfItemRef *ref = find_asked (level, second->group, second->item);
      CrfSecondRow *row;

      if (ref == NULL || (level->group != NULL && g_strcmp0 (second->formkey, level->second_formkey) != 0))
        continue;
      row = take_row (self->second, second->formkey, level->group != NULL ? second->groupkey : NULL);
      set_cell (self, row, ref->item, crf_second_compare_text (second->canon, second->missing, second->cmp), second->user, second);
      if (row->first_formkey == NULL && second->first_formkey != NULL)
        {
          row->first_formkey = g_strdup (second->first_formkey);
          row->first_groupkey = level->group != NULL ? g_strdup (second->first_groupkey) : NULL;
        }
    }
  g_ptr_array_sort (self->second, compare_rows);
  return TRUE;
}

CrfSecondRows *
crf_second_rows_new (const CrfSecondLevel *level,
                     GError **error)
{
  g_autoptr (CrfSecondRows) self = g_new0 (CrfSecondRows, 1);

  self->level = *level;
  self->keyed = crf_second_key_item (level->form, level->group) != NULL;
  self->first = g_ptr_array_new_with_free_func (row_free);
  self->second = g_ptr_array_new_with_free_func (row_free);
  self->store = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  return read_first (self, error) && read_second (self, error) ? g_steal_pointer (&self) : NULL;
}

void
crf_second_rows_free (CrfSecondRows *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->first);
  g_ptr_array_unref (self->second);
  g_ptr_array_unref (self->store);
  g_free (self);
}

/* ── Matching ── */

CrfSecondRow *
crf_second_rows_first_of (CrfSecondRows *self,
                          const CrfSecondRow *row)
{
  for (guint i = 0; row->first_formkey != NULL && i < self->first->len; i++)
    {
      CrfSecondRow *first = g_ptr_array_index (self->first, i);

      if (strcmp (first->formkey, row->first_formkey) == 0 && g_strcmp0 (first->groupkey, row->first_groupkey) == 0)
        return first;
    }
  return NULL;
}

static gboolean
is_taken (CrfSecondRows *self,
          const CrfSecondRow *first,
          const CrfSecondRow *but)
{
  for (guint i = 0; i < self->second->len; i++)
    {
      const CrfSecondRow *row = g_ptr_array_index (self->second, i);

      if (row != but && crf_second_rows_first_of (self, row) == first)
        return TRUE;
    }
  return FALSE;
}

/* How many of the row's values the other has too. */
static guint
count_equal (const CrfSecondRow *row,
             const CrfSecondRow *other)
{
  guint n = 0;

  for (guint i = 0; i < row->cells->len; i++)
    {
      const CrfSecondCell *cell = g_ptr_array_index (row->cells, i);
      const CrfSecondCell *there = crf_second_row_find (other, cell->item);

      n += there != NULL && cell->text != NULL && g_strcmp0 (cell->text, there->text) == 0;
    }
  return n;
}

static CrfSecondRow *
match_by_key (CrfSecondRows *self,
              const CrfSecondRow *row)
{
  CrfSecondRow *best = crf_second_rows_first_of (self, row);
  guint most = 0;

  if (row->key == NULL)
    return NULL;
  if (best != NULL && g_strcmp0 (best->key, row->key) == 0)
    return best;
  best = NULL;
  for (guint i = 0; i < self->first->len; i++)
    {
      CrfSecondRow *first = g_ptr_array_index (self->first, i);
      guint n = count_equal (row, first);

      if (g_strcmp0 (first->key, row->key) != 0 || is_taken (self, first, row) || (best != NULL && n <= most))
        continue;
      best = first;
      most = n;
    }
  return best;
}

static CrfSecondRow *
match_by_agreement (CrfSecondRows *self,
                    const CrfSecondRow *row)
{
  CrfSecondRow *only = crf_second_rows_first_of (self, row);
  guint n = 0;

  if (only != NULL)
    return only;
  for (guint i = 0; i < self->first->len; i++)
    {
      CrfSecondRow *first = g_ptr_array_index (self->first, i);

      if (is_taken (self, first, row) || count_equal (row, first) < row->cells->len)
        continue;
      only = first;
      n++;
    }
  return n == 1 ? only : NULL;
}

CrfSecondRow *
crf_second_rows_match (CrfSecondRows *self,
                       const CrfSecondRow *row)
{
  return self->keyed ? match_by_key (self, row) : match_by_agreement (self, row);
}

static void
join (CrfSecondRow *row,
      const CrfSecondRow *first)
{
  g_free (row->first_formkey);
  g_free (row->first_groupkey);
  row->first_formkey = g_strdup (first != NULL ? first->formkey : NULL);
  row->first_groupkey = g_strdup (first != NULL ? first->groupkey : NULL);
}

/* The pair of open rows that agree most, in at least half of what either says. */
static gboolean
join_best (CrfSecondRows *self)
{
  CrfSecondRow *best = NULL, *best_first = NULL;
  double most = 0.5;

  for (guint i = 0; i < self->second->len; i++)
    {
      CrfSecondRow *row = g_ptr_array_index (self->second, i);

      for (guint j = 0; crf_second_rows_first_of (self, row) == NULL && j < self->first->len; j++)
        {
          CrfSecondRow *first = g_ptr_array_index (self->first, j);
          double share = (double) count_equal (row, first) / MAX (1, MAX (row->cells->len, first->cells->len));

          if (is_taken (self, first, row) || share < most || (best != NULL && share <= most))
            continue;
          best = row;
          best_first = first;
          most = share;
        }
    }
  if (best == NULL)
    return FALSE;
  join (best, best_first);
  return TRUE;
}

static void
join_in_order (CrfSecondRows *self)
{
  guint next = 0;

  for (guint i = 0; i < self->second->len; i++)
    {
      CrfSecondRow *row = g_ptr_array_index (self->second, i);

      if (crf_second_rows_first_of (self, row) != NULL)
        continue;
      while (next < self->first->len && is_taken (self, g_ptr_array_index (self->first, next), NULL))
        next++;
      if (next < self->first->len)
        join (row, g_ptr_array_index (self->first, next++));
    }
}

void
crf_second_rows_match_rest (CrfSecondRows *self)
{
  for (guint i = 0; self->keyed && i < self->second->len; i++)
    {
      CrfSecondRow *row = g_ptr_array_index (self->second, i);
      CrfSecondRow *first = crf_second_rows_first_of (self, row) == NULL ? match_by_key (self, row) : NULL;

      if (first != NULL)
        join (row, first);
    }
  while (join_best (self))
    continue;
  if (!self->keyed)
    join_in_order (self);
}

gboolean
crf_second_rows_append_match (CrfSecondRows *self,
                              CrfUseCaseContext *context,
                              CrfSecondRow *row,
                              const CrfSecondRow *first,
                              GError **error)
{
  const CrfSecondLevel *level = &self->level;
  g_autoptr (GString) differs = g_string_new (NULL);
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_SECOND_MATCH, .subject = level->subject, .event = level->event, .eventkey = level->eventkey,
                     .form = level->form->oid, .formkey = row->formkey, .group = level->group != NULL ? level->group->oid : NULL,
                     .groupkey = row->groupkey };

  join (row, first);
  for (guint i = 0; first != NULL && i < row->cells->len; i++)
    {
      const CrfSecondCell *cell = g_ptr_array_index (row->cells, i);
      const CrfSecondCell *there = crf_second_row_find (first, cell->item);

      if (there == NULL || g_strcmp0 (there->text, cell->text) != 0)
        g_string_append_printf (differs, "%s%s", differs->len > 0 ? " " : "", cell->item->oid);
    }
  detail = crf_detail_new ("form", first != NULL ? first->formkey : NULL, "group", first != NULL ? first->groupkey : NULL, "differs", differs->str, NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

char *
crf_second_rows_label (CrfSecondRows *self,
                       const CrfSecondRow *row)
{
  const char *language = crf_session_get_language (self->level.session);
  const char *title = crf_text_get (self->level.group != NULL ? self->level.group->title : self->level.form->title, language);
  g_autofree char *when = row->key != NULL ? g_strndup (row->key, strcspn (row->key, "|")) : NULL;

  if (when != NULL && *when != '\0')
    return g_strdup_printf ("%s · %s", title, when);
  for (guint i = 0; i < row->cells->len; i++)
    {
      const CrfSecondCell *cell = g_ptr_array_index (row->cells, i);

      if (cell->text != NULL && *cell->text != '|')
        return g_strdup_printf ("%s · %.*s", title, (int) strcspn (cell->text, "|"), cell->text);
    }
  return g_strdup (title);
}
