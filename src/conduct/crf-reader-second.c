/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A form as the second person sees it: empty where she has not typed yet, and nothing beside a field that would tell the first entry. Repeats are
 * her own, in her own order: how many there are in the first entry she is told when she has finished. */

#include "crf-reader-trust.h"

#include "crf-reader.h"
#include "crf-reader-second.h"
#include "crf-second-rows.h"
#include "crf-session-private.h"
#include "crf-verification.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The value is taken out of sight before anything is put in its place. */
static void
blank (CrfFieldState *field)
{
  g_clear_pointer (&field->grade, g_free);
  g_clear_pointer (&field->grade_why, g_free);
  g_clear_pointer (&field->message, g_free);
  g_clear_pointer (&field->second, g_free);
  g_clear_pointer (&field->judgement, g_free);
  g_clear_pointer (&field->judgement_link, g_free);
  field->flag = CRF_FLAG_NONE;
  field->emergent = field->hard = field->needs_reason = field->verified = field->may_verify = field->wants_judgement = FALSE;
  field->open_queries = 0;
}

/* What the first entry has where the second was found to belong. Free it. */
static char *
first_text (CrfSession *session,
            const CrfFieldState *field,
            const CrfSecondRecord *second)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (CrfFormRecord) form = crf_records_find_form (file, field->target->subject, field->target->event, field->target->eventkey, field->target->form,
                                                          second->first_formkey, NULL);
  g_autoptr (GPtrArray) values = form != NULL ? crf_records_values (file, form->id, NULL) : NULL;

  for (guint i = 0; values != NULL && i < values->len; i++)
    {
      const CrfValueRecord *value = g_ptr_array_index (values, i);
      g_autoptr (CrfValue) stored = NULL;

      if (strcmp (value->item, second->item) != 0 || strcmp (value->group, second->group) != 0 || g_strcmp0 (value->groupkey, second->first_groupkey) != 0)
        continue;
      stored = crf_value_new_stored (crf_session_get_study (session), value->value, value->unit, value->cmp, value->canon, value->missing);
      if (!crf_value_is_empty (stored))
        return crf_value_to_display (stored, field->item, crf_session_get_language (session));
    }
  return g_strdup ("–");
}

static void
show_second (CrfSession *session,
             CrfFieldState *field,
             const CrfSecondRecord *second)
{
  CrfStudy *study = crf_session_get_study (session);
  g_autoptr (CrfValue) first = field->value;
  g_autofree char *text = NULL;

  blank (field);
  field->value = second != NULL ? crf_value_new_stored (study, second->value, second->unit, second->cmp, second->canon, second->missing)
                                : crf_value_new_stored (study, NULL, NULL, NULL, NULL, NULL);
  if (second == NULL || g_strcmp0 (second->state, "differs") != 0)
    return;
  /* Compared once it is stored, and not before. */
  text = first_text (session, field, second);
  field->message = g_strdup_printf (_("First entry: %s. Look at the source; then decide in the form."), text);
}

/* ── Rows of her own ── */

typedef struct
{
  CrfSession *session;
  CrfFormState *state;
  GPtrArray *seconds;  /* CrfSecondRecord; NULL: none */
  GPtrArray *sections; /* CrfSectionState to be */
} Builder;

static void
set_text (char **text,
          const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

static CrfFieldState *
field_copy (const CrfFieldState *field,
            const char *formkey,
            const char *groupkey)
{
  CrfFieldState *copy = g_new0 (CrfFieldState, 1);

  copy->item = field->item;
  copy->group = field->group;
  copy->target = crf_target_copy (field->target);
  set_text (&copy->target->formkey, formkey);
  set_text (&copy->target->groupkey, groupkey);
  copy->label = g_strdup (field->label);
  copy->shown = field->shown;
  copy->editable = field->editable;
  copy->required = field->required;
  copy->derived = field->derived;
  copy->reference = g_strdup (field->reference);
  copy->value = crf_value_copy (field->value);
  return copy;
}

static void
fill_row (Builder *self,
          CrfSectionState *section)
{
  gboolean alone = FALSE;

  for (guint i = 0; i < section->fields->len; i++)
    {
      CrfFieldState *field = g_ptr_array_index (section->fields, i);
      const CrfItemRef *ref = crf_group_find_ref (section->group, field->item);
      gboolean asked = crf_second_asks (self->session, self->state->form, section->group, ref);
      const CrfSecondRecord *second = asked && self->seconds != NULL && section->groupkey != NULL ? crf_second_find_own (self->seconds, field->target) : NULL;

      field->shown = field->shown && asked;
      field->editable = field->editable && asked;
      show_second (self->session, field, second);
      alone = alone || (second != NULL && strcmp (second->state, "alone") == 0);
    }
  if (alone)
    {
      char *title = g_strdup_printf (_("%s · not found in the first entry so far"), section->title);

      g_free (section->title);
      section->title = title;
    }
}

static gboolean
has_asked (Builder *self,
           const CrfItemGroup *group)
{
  for (guint i = 0; i < group->items->len; i++)
    if (crf_second_asks (self->session, self->state->form, group, g_ptr_array_index (group->items, i)))
      return TRUE;
  return FALSE;
}

static void
add_row (Builder *self,
         const CrfSectionState *model,
         const char *formkey,
         const char *groupkey,
         const char *prefix,
         guint ordinal)
{
  const char *title = crf_text_get (model->group->title, crf_session_get_language (self->session));
  CrfSectionState *section;

  if (!has_asked (self, model->group))
    return;
  section = g_new0 (CrfSectionState, 1);
  section->group = model->group;
  section->groupkey = g_strdup (groupkey);
  if (prefix != NULL)
    section->title = model->group->repeating ? g_strdup_printf ("%s · %s · %u", prefix, title, ordinal) : g_strdup_printf ("%s · %s", prefix, title);
  else
    section->title = g_strdup_printf ("%s · %u", title, ordinal);
  section->is_sample = model->is_sample;
  section->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_field_state_free);
  for (guint i = 0; i < model->fields->len; i++)
    g_ptr_array_add (section->fields, field_copy (g_ptr_array_index (model->fields, i), formkey, groupkey));
  fill_row (self, section);
  g_ptr_array_add (self->sections, section);
}

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  const char *one = *(char *const *) a, *other = *(char *const *) b;
  const char *n_one = strrchr (one, '.'), *n_other = strrchr (other, '.');
  gint64 x = g_ascii_strtoll (n_one != NULL ? n_one + 1 : one, NULL, 10), y = g_ascii_strtoll (n_other != NULL ? n_other + 1 : other, NULL, 10);

  return x != y ? (x < y ? -1 : 1) : strcmp (one, other);
}

/* Keys of the repeats of the form, or of a group in one of them, in the order she began them. Borrowed. */
static GPtrArray *
own_keys (Builder *self,
          const char *formkey,
          const CrfItemGroup *group)
{
  GPtrArray *keys = g_ptr_array_new ();

  for (guint i = 0; self->seconds != NULL && i < self->seconds->len; i++)
    {
      CrfSecondRecord *second = g_ptr_array_index (self->seconds, i);
      char *key = group != NULL ? second->groupkey : second->formkey;

      if (group != NULL && (strcmp (second->group, group->oid) != 0 || g_strcmp0 (second->formkey, formkey) != 0))
        continue;
      if (!g_ptr_array_find_with_equal_func (keys, key, g_str_equal, NULL))
        g_ptr_array_add (keys, key);
    }
  g_ptr_array_sort (keys, compare_keys);
  return keys;
}

/* The rows of a repeating group, and an empty one. */
static void
add_group_rows (Builder *self,
                const CrfSectionState *model,
                const char *formkey,
                const char *prefix)
{
  g_autoptr (GPtrArray) keys = own_keys (self, formkey, model->group);

  for (guint i = 0; i < keys->len; i++)
    add_row (self, model, formkey, g_ptr_array_index (keys, i), prefix, i + 1);
  add_row (self, model, formkey, NULL, prefix, keys->len + 1);
}

static void
add_form_row (Builder *self,
              const GPtrArray *models,
              const char *formkey,
              guint ordinal)
{
  const char *title = crf_text_get (self->state->form->title, crf_session_get_language (self->session));
  g_autofree char *prefix = g_strdup_printf ("%s · %u", title, ordinal);

  for (guint i = 0; i < models->len; i++)
    {
      const CrfSectionState *model = g_ptr_array_index (models, i);

      if (!model->group->repeating)
        add_row (self, model, formkey, "1", prefix, 1);
      else if (strcmp (formkey, "new") != 0)
        add_group_rows (self, model, formkey, prefix);
    }
}

/* One section a group: of one that repeats the empty row at its end. */
static GPtrArray *
take_models (CrfFormState *state)
{
  GPtrArray *models = g_ptr_array_new ();

  for (guint i = 0; i < state->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (state->sections, i);

      if (!section->group->repeating || section->groupkey == NULL)
        g_ptr_array_add (models, section);
    }
  return models;
}

static void
show_plain (Builder *self,
            CrfSectionState *section)
{
  for (guint i = 0; i < section->fields->len; i++)
    {
      CrfFieldState *field = g_ptr_array_index (section->fields, i);
      const CrfItemRef *ref = crf_group_find_ref (section->group, field->item);
      gboolean asked = crf_second_asks (self->session, self->state->form, section->group, ref) && !crf_value_is_empty (field->value);

      field->shown = field->shown && asked;
      field->editable = field->editable && asked;
      show_second (self->session, field, asked && self->seconds != NULL ? crf_second_find_own (self->seconds, field->target) : NULL);
    }
}

/* Sections that do not repeat are shown as they are; the others are replaced by her own. */
static void
build_rows (Builder *self)
{
  g_autoptr (GPtrArray) old = self->state->sections;
  g_autoptr (GPtrArray) models = take_models (self->state);

  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_section_state_free);
  if (self->state->form->repeating)
    {
      g_autoptr (GPtrArray) keys = own_keys (self, NULL, NULL);

      for (guint i = 0; i < keys->len; i++)
        add_form_row (self, models, g_ptr_array_index (keys, i), i + 1);
      add_form_row (self, models, "new", keys->len + 1);
    }
  else
    for (guint i = 0; i < models->len; i++)
      {
        CrfSectionState *model = g_ptr_array_index (models, i);
        guint at;

        if (model->group->repeating)
          {
            add_group_rows (self, model, "1", NULL);
            continue;
          }
        g_ptr_array_find (old, model, &at);
        show_plain (self, model);
        g_ptr_array_add (self->sections, g_ptr_array_steal_index (old, at));
      }
  self->state->sections = self->sections;
}

CrfFormState *
crf_reader_second_form (CrfSession *session,
                        const CrfTarget *form,
                        GError **error)
{
  const CrfForm *definition = form->form != NULL ? crf_study_find_form (crf_session_get_study (session), form->form) : NULL;
  g_autoptr (CrfTarget) empty = crf_target_copy (form);
  g_autoptr (GPtrArray) seconds = NULL;
  CrfFormState *state;
  Builder builder = { .session = session };

  /* Of a form that repeats not even which fields the first entry skips is taken. */
  if (definition != NULL && definition->repeating)
    g_clear_pointer (&empty->formkey, g_free);
  state = crf_reader_form (session, empty, error);
  if (state == NULL)
    return NULL;
  if (state->target->formkey == NULL)
    state->target->formkey = g_strdup (form->formkey);
  state->double_entry = crf_level_of (session, CRF_POLICY_DOUBLE_ENTRY, state->target->form, CRF_LEVEL_NONE) != CRF_LEVEL_NONE;
  builder.state = state;
  if (state->target->eventkey != NULL)
    {
      CrfEntry at = { .subject = state->target->subject, .event = state->target->event, .eventkey = state->target->eventkey, .form = state->target->form };

      seconds = crf_records_seconds (crf_session_get_file (session), &at, NULL);
    }
  builder.seconds = seconds;
  g_ptr_array_set_size (state->scores, 0);
  build_rows (&builder);
  state->n_missing = 0;
  return state;
}

/* ── Rows that only one of the entries has ── */

static char *
label_of (CrfSession *session,
          const CrfFormState *state,
          const CrfSecondRowRecord *record)
{
  CrfSecondLevel level = { session, state->target->subject, state->target->event, state->target->eventkey, state->form, NULL,
                           record->formkey, record->formkey };
  gboolean first = strcmp (record->side, "first") == 0;
  g_autoptr (CrfSecondRows) rows = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < state->form->groups->len; i++)
    if (strcmp (((const CrfItemGroup *) g_ptr_array_index (state->form->groups, i))->oid, record->group) == 0)
      level.group = g_ptr_array_index (state->form->groups, i);
  rows = crf_second_rows_new (&level, NULL);
  for (guint i = 0; rows != NULL && text == NULL && i < (first ? rows->first : rows->second)->len; i++)
    {
      const CrfSecondRow *row = g_ptr_array_index (first ? rows->first : rows->second, i);

      if (strcmp (row->formkey, record->formkey) == 0 && g_strcmp0 (row->groupkey, *record->groupkey != '\0' ? record->groupkey : NULL) == 0)
        text = crf_second_rows_label (rows, row);
    }
  if (text == NULL)
    text = g_strdup (crf_text_get (state->form->title, crf_session_get_language (session)));
  return g_strdup_printf (first ? _("Only in the first entry: %s") : _("Only in the second entry: %s"), text);
}

void
crf_reader_add_lone_rows (CrfSession *session,
                          CrfFormState *state)
{
  CrfEntry at = { .subject = state->target->subject, .event = state->target->event, .eventkey = state->target->eventkey, .form = state->target->form };
  g_autoptr (GPtrArray) records = at.eventkey != NULL ? crf_records_second_rows (crf_session_get_file (session), &at, NULL) : NULL;

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const CrfSecondRowRecord *record = g_ptr_array_index (records, i);
      CrfLoneRow *row;

      if (strcmp (record->state, "open") != 0)
        continue;
      row = g_new0 (CrfLoneRow, 1);
      row->target = g_new0 (CrfTarget, 1);
      *row->target = (CrfTarget) { g_strdup (at.subject), g_strdup (at.event), g_strdup (at.eventkey), g_strdup (at.form), g_strdup (record->formkey),
                                   *record->group != '\0' ? g_strdup (record->group) : NULL, *record->groupkey != '\0' ? g_strdup (record->groupkey) : NULL,
                                   NULL };
      row->label = label_of (session, state, record);
      if (state->lone_rows == NULL)
        state->lone_rows = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_lone_row_free);
      g_ptr_array_add (state->lone_rows, row);
    }
}
