/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The second person has typed all that the sheet holds. What is left of the rows is matched by what both say; a row that only one of the entries
 * has is named, and waits for somebody who looks at the source. */

#include "crf-detail.h"
#include "crf-second-rows.h"
#include "crf-verification.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", FALSE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

typedef struct
{
  CrfUseCaseContext *context;
  const CrfPlace *place;
  GPtrArray *levels;   /* CrfSecondRows, matched */
  GString *missing;    /* what the second entry has not */
  guint n_missing;
  guint first, second; /* rows */
  GString *only_first, *only_second;
  guint n_only_first, n_only_second;
} Finish;

#define MAX_NAMED 8

static void
name_one (GString *list,
          guint *n,
          const char *label)
{
  if ((*n)++ < MAX_NAMED)
    g_string_append_printf (list, "%s%s", list->len > 0 ? "; " : "", label);
}

static void
find_missing (Finish *self,
              const CrfSecondRow *first,
              const CrfSecondRow *row,
              const char *label)
{
  for (guint i = 0; i < first->cells->len; i++)
    {
      const CrfSecondCell *cell = g_ptr_array_index (first->cells, i);
      g_autofree char *name = NULL;

      if (row != NULL && crf_second_row_find (row, cell->item) != NULL)
        continue;
      name = g_strdup_printf ("%s%s%s", label != NULL ? label : "", label != NULL ? ": " : "",
                              crf_text_get (cell->item->question, crf_session_get_language (self->context->session)));
      name_one (self->missing, &self->n_missing, name);
    }
}

static gboolean
match_rows (Finish *self,
            CrfSecondRows *rows,
            GError **error)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new ();

  for (guint i = 0; i < rows->second->len; i++)
    if (crf_second_rows_first_of (rows, g_ptr_array_index (rows->second, i)) == NULL)
      g_ptr_array_add (open, g_ptr_array_index (rows->second, i));
  crf_second_rows_match_rest (rows);
  for (guint i = 0; i < open->len; i++)
    {
      CrfSecondRow *row = g_ptr_array_index (open, i);
      CrfSecondRow *first = crf_second_rows_first_of (rows, row);

      if (first != NULL && !crf_second_rows_append_match (rows, self->context, row, first, error))
        return FALSE;
    }
  for (guint i = 0; i < rows->second->len; i++)
    {
      CrfSecondRow *row = g_ptr_array_index (rows->second, i);
      CrfSecondRow *first = crf_second_rows_first_of (rows, row);
      g_autofree char *label = crf_second_rows_label (rows, row);

      if (first != NULL)
        find_missing (self, first, row, label);
    }
  return TRUE;
}

static gboolean
add_level (Finish *self,
           const CrfItemGroup *group,
           const char *first_formkey,
           const char *second_formkey,
           CrfSecondRows **added,
           GError **error)
{
  CrfSecondLevel level = { self->context->session, self->context->subject->key, self->place->event->oid, self->place->target->eventkey,
                           self->place->form, group, first_formkey, second_formkey };
  CrfSecondRows *rows = crf_second_rows_new (&level, error);

  if (rows == NULL)
    return FALSE;
  g_ptr_array_add (self->levels, rows);
  *added = rows;
  return match_rows (self, rows, error);
}

/* The repeating groups of one repeat of the form. */
static gboolean
add_groups (Finish *self,
            const char *first_formkey,
            const char *second_formkey,
            GError **error)
{
  const CrfForm *form = self->place->form;
  CrfSecondRows *rows;

  for (guint i = 0; i < form->groups->len; i++)
    {
      const CrfItemGroup *group = g_ptr_array_index (form->groups, i);

      if (group->repeating && !add_level (self, group, first_formkey, second_formkey, &rows, error))
        return FALSE;
    }
  return TRUE;
}

/* Of a form that does not repeat, the fields outside all repeats: one row that is always there. */
static gboolean
check_plain (Finish *self,
             GError **error)
{
  CrfSecondLevel level = { self->context->session, self->context->subject->key, self->place->event->oid, self->place->target->eventkey,
                           self->place->form, NULL, NULL, NULL };
  g_autoptr (CrfSecondRows) rows = crf_second_rows_new (&level, error);

  if (rows != NULL && rows->first->len > 0)
    find_missing (self, g_ptr_array_index (rows->first, 0), rows->second->len > 0 ? g_ptr_array_index (rows->second, 0) : NULL, NULL);
  return rows != NULL;
}

static gboolean
read_levels (Finish *self,
             GError **error)
{
  CrfSecondRows *forms;

  if (!self->place->form->repeating)
    return check_plain (self, error) && add_groups (self, "1", "1", error);
  if (!add_level (self, NULL, NULL, NULL, &forms, error))
    return FALSE;
  for (guint i = 0; i < forms->second->len; i++)
    {
      const CrfSecondRow *row = g_ptr_array_index (forms->second, i);

      if (crf_second_rows_first_of (forms, row) != NULL && !add_groups (self, row->first_formkey, row->formkey, error))
        return FALSE;
    }
  return TRUE;
}

/* ── What only one has ── */

static gboolean
is_decided (const GPtrArray *known,
            const CrfSecondRows *rows,
            const CrfSecondRow *row)
{
  for (guint i = 0; i < known->len; i++)
    {
      const CrfSecondRowRecord *record = g_ptr_array_index (known, i);

      if (strcmp (record->state, "decided") == 0 && strcmp (record->formkey, row->formkey) == 0 &&
          strcmp (record->group, rows->level.group != NULL ? rows->level.group->oid : "") == 0 &&
          strcmp (record->groupkey, row->groupkey != NULL ? row->groupkey : "") == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
append_lone (Finish *self,
             CrfSecondRows *rows,
             const CrfSecondRow *row,
             const char *side,
             GError **error)
{
  const CrfTarget *at = self->place->target;
  g_autofree char *detail = crf_detail_new ("side", side, NULL);
  g_autofree char *label = crf_second_rows_label (rows, row);
  gboolean is_first = strcmp (side, "first") == 0;
  CrfEntry entry = { .action = CRF_ACTION_SECOND_ROW, .subject = at->subject, .event = at->event, .eventkey = at->eventkey, .form = at->form,
                     .formkey = row->formkey, .group = rows->level.group != NULL ? rows->level.group->oid : NULL, .groupkey = row->groupkey,
                     .detail = detail };

  name_one (is_first ? self->only_first : self->only_second, is_first ? &self->n_only_first : &self->n_only_second, label);
  return crf_context_append (self->context, &entry, NULL, error);
}

static gboolean
is_met (CrfSecondRows *rows,
        const CrfSecondRow *first)
{
  for (guint i = 0; i < rows->second->len; i++)
    if (crf_second_rows_first_of (rows, g_ptr_array_index (rows->second, i)) == first)
      return TRUE;
  return FALSE;
}

static gboolean
append_lone_rows (Finish *self,
                  CrfSecondRows *rows,
                  const GPtrArray *known,
                  GError **error)
{
  for (guint i = 0; i < rows->first->len; i++)
    {
      const CrfSecondRow *row = g_ptr_array_index (rows->first, i);

      if (!is_met (rows, row) && !is_decided (known, rows, row) && !append_lone (self, rows, row, "first", error))
        return FALSE;
    }
  for (guint i = 0; i < rows->second->len; i++)
    {
      const CrfSecondRow *row = g_ptr_array_index (rows->second, i);

      if (crf_second_rows_first_of (rows, row) == NULL && !is_decided (known, rows, row) && !append_lone (self, rows, row, "second", error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
append_done (Finish *self,
             GError **error)
{
  const CrfTarget *at = self->place->target;
  g_autofree char *first = g_strdup_printf ("%u", self->first), *second = g_strdup_printf ("%u", self->second);
  g_autofree char *detail = crf_detail_new ("first", first, "second", second, NULL);
  CrfEntry entry = { .action = CRF_ACTION_SECOND_DONE, .subject = at->subject, .event = at->event, .eventkey = at->eventkey, .form = at->form,
                     .detail = detail };

  crf_context_result (self->context, "first", first);
  crf_context_result (self->context, "second", second);
  return crf_context_append (self->context, &entry, NULL, error);
}

static void
report (Finish *self)
{
  CrfUseCaseContext *context = self->context;
  g_autofree char *only_first = g_strdup_printf ("%u", self->n_only_first), *only_second = g_strdup_printf ("%u", self->n_only_second);

  crf_context_result (context, "only-first", only_first);
  crf_context_result (context, "only-second", only_second);
  if (self->first + self->second > 0)
    crf_context_notice (context, _("Rows: %u in the first entry, %u in the second."), self->first, self->second);
  if (self->n_only_first > 0)
    crf_context_notice (context, _("Only in the first entry: %s. Look at the source and decide."), self->only_first->str);
  if (self->n_only_second > 0)
    crf_context_notice (context, _("Only in the second entry: %s. Look at the source and decide."), self->only_second->str);
}

static gboolean
finish (Finish *self,
        GError **error)
{
  const CrfTarget *at = self->place->target;
  CrfEntry target = { .subject = at->subject, .event = at->event, .eventkey = at->eventkey, .form = at->form };
  g_autoptr (GPtrArray) known = crf_records_second_rows (self->context->file, &target, error);

  if (known == NULL || !read_levels (self, error))
    return FALSE;
  if (self->n_missing > 0)
    return crf_context_refuse (self->context, "not-second", _("Enter them, or say why they are missing."),
                               ngettext ("%u value is not entered a second time: %s.", "%u values are not entered a second time: %s.", self->n_missing),
                               self->n_missing, self->missing->str);
  for (guint i = 0; i < self->levels->len; i++)
    {
      self->first += ((CrfSecondRows *) g_ptr_array_index (self->levels, i))->first->len;
      self->second += ((CrfSecondRows *) g_ptr_array_index (self->levels, i))->second->len;
    }
  if (!append_done (self, error))
    return FALSE;
  for (guint i = 0; i < self->levels->len; i++)
    if (!append_lone_rows (self, g_ptr_array_index (self->levels, i), known, error))
      return FALSE;
  report (self);
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  CrfTarget names = { .event = (char *) crf_context_get (context, "event"), .eventkey = (char *) crf_context_get (context, "eventkey"),
                      .form = (char *) crf_context_get (context, "form"), .formkey = (char *) crf_place_own_key };
  g_auto (CrfPlace) place = { 0 };
  g_autoptr (GPtrArray) levels = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_second_rows_free);
  g_autoptr (GString) missing = g_string_new (NULL), only_first = g_string_new (NULL), only_second = g_string_new (NULL);
  Finish self = { .context = context, .place = &place, .levels = levels, .missing = missing, .only_first = only_first, .only_second = only_second };

  if (!crf_place_find_form (context, &names, &place))
    return TRUE;
  if (crf_level_of (context->session, CRF_POLICY_DOUBLE_ENTRY, place.form->oid, CRF_LEVEL_NONE) == CRF_LEVEL_NONE)
    return crf_context_refuse (context, "not-double", _("The data manager says which forms are entered twice."),
                               _("The study asks for no second entry here."));
  return finish (&self, error);
}

const CrfUseCase crf_use_case_finish_second_entry = {
  .name = "finish-second-entry",
  .title = N_ ("Finish second entry"),
  .summary = N_ ("Says that all has been entered a second time; rows that only one of the entries has are named."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_ASSESSOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
