/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Wrong patient or visit: a form goes where it belongs in one step, with a reason. Each value is entered anew there and cleared here, so that both
 * trails tell the whole of it. */

#include "crf-casebook.h"
#include "crf-detail.h"
#include "crf-entry-gates.h"
#include "crf-form-acts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", FALSE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", TRUE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { "to-subject", N_ ("Right patient (number), where it is another"), "text", FALSE },
  { "to-event", N_ ("Right visit, where it is another"), "text", FALSE },
  { "reason", N_ ("Reason"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

typedef struct
{
  const CrfItem *item;
  CrfTarget *from;
  CrfValue *value;
} Moved;

static void
moved_free (Moved *moved)
{
  crf_target_free (moved->from);
  crf_value_free (moved->value);
  g_free (moved);
}

/* Forms that are acts of the trial have done something for this patient, which a move would not undo. */
static gboolean
check_kind (CrfUseCaseContext *context,
            const CrfForm *form)
{
  static const char *const acts[] = { "consent", "demographics", "infusion", "product-release", NULL };

  if (form->kind == NULL || !g_strv_contains (acts, form->kind))
    return TRUE;
  crf_context_refuse (context, "not-movable", _("Correct it value by value, with a reason."),
                      _("The form “%s” is an act of the trial for this patient; it is not moved."),
                      crf_text_get (form->title, crf_session_get_language (context->session)));
  return FALSE;
}

/* Takes what was typed; NULL: something does not open here (refused), or @error. */
static GPtrArray *
collect (CrfUseCaseContext *context,
         const CrfTarget *source,
         GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  CrfFormRecord *form = casebook != NULL ? crf_casebook_find_form (casebook, source) : NULL;
  GPtrArray *cells = form != NULL ? crf_casebook_get_cells (casebook, form) : NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) moved_free);

  for (guint i = 0; cells != NULL && i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);
      CrfTarget target = { .subject = source->subject, .event = source->event, .eventkey = source->eventkey, .form = source->form,
                           .formkey = source->formkey, .group = cell->group, .groupkey = cell->groupkey, .item = (char *) cell->item->oid };
      CrfCell *opened = crf_casebook_find (casebook, &target);
      Moved *moved;

      if (cell->derived || cell->entry == NULL || opened == NULL)
        continue;
      if (opened->sealed)
        {
          crf_context_refuse (context, "sealed", _("Ask somebody who may read it."), _("The form holds a value that is sealed to you."));
          return NULL;
        }
      if (crf_value_is_empty (opened->value))
        continue;
      moved = g_new0 (Moved, 1);
      moved->item = cell->item;
      moved->from = crf_target_copy (&target);
      moved->value = crf_value_copy (opened->value);
      g_ptr_array_add (found, moved);
    }
  return casebook != NULL ? g_steal_pointer (&found) : NULL;
}

static gboolean
note_move (CrfUseCaseContext *context,
           const CrfTarget *here,
           const char *direction,
           const char *number,
           const CrfTarget *there,
           GError **error)
{
  g_autofree char *detail = crf_detail_new ("direction", direction, "number", number, "event", there->event, "eventkey", there->eventkey, "form",
                                            there->form, "formkey", there->formkey, NULL);
  CrfEntry entry = { .action = CRF_ACTION_FORM_MOVED, .subject = context->subject->key, .event = here->event, .eventkey = here->eventkey,
                     .form = here->form, .formkey = here->formkey, .detail = detail, .reason = crf_context_get (context, "reason") };

  return crf_context_append (context, &entry, NULL, error);
}

/* Repeats of a section stay apart: one new key for each old one. */
static gboolean
write_there (CrfUseCaseContext *context,
             GPtrArray *values,
             const CrfTarget *form,
             GError **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *reason = crf_context_get (context, "reason");

  for (guint i = 0; i < values->len; i++)
    {
      Moved *moved = g_ptr_array_index (values, i);
      g_autofree char *old = g_strdup_printf ("%s/%s", moved->from->group, moved->from->groupkey);
      g_autoptr (CrfTarget) target = crf_target_copy (form);

      target->group = g_strdup (moved->from->group);
      target->groupkey = g_strdup (g_hash_table_lookup (keys, old));
      target->item = g_strdup (moved->from->item);
      if (!crf_place_write (context, target, moved->item, moved->value, reason, NULL, FALSE, NULL, NULL, error))
        return FALSE;
      g_hash_table_insert (keys, g_steal_pointer (&old), g_strdup (target->groupkey));
    }
  return crf_context_derive (context, form, error);
}

static gboolean
clear_here (CrfUseCaseContext *context,
            GPtrArray *values,
            const CrfTarget *form,
            const char *state,
            GError **error)
{
  g_autoptr (CrfValue) empty = crf_value_new_stored (context->study, NULL, NULL, NULL, NULL, NULL);

  for (guint i = 0; i < values->len; i++)
    {
      Moved *moved = g_ptr_array_index (values, i);

      if (!crf_place_write (context, moved->from, moved->item, empty, crf_context_get (context, "reason"), NULL, FALSE, NULL, NULL, error))
        return FALSE;
    }
  if (strcmp (state, "started") != 0 && !crf_form_act_set_state (context, form, "started", error))
    return FALSE;
  return crf_context_derive (context, form, error);
}

/* Where it goes: the same form of another patient or visit, new and empty. FALSE: refused, or @error. */
static gboolean
find_destination (CrfUseCaseContext *context,
                  const CrfPlace *source,
                  CrfSubjectRecord *subject,
                  CrfTarget *target,
                  GError **error)
{
  const char *name = crf_context_get (context, "to-event");
  const CrfEvent *event = name != NULL ? crf_place_find_event (context->study, name) : source->event;
  g_autoptr (CrfFormRecord) there = NULL;
  g_autoptr (GPtrArray) values = NULL;

  if (event == NULL || !g_ptr_array_find ((GPtrArray *) event->forms, source->form, NULL))
    {
      crf_context_refuse (context, "form-not-there", NULL, _("The visit “%s” has no form “%s”."), name != NULL ? name : "",
                          crf_text_get (source->form->title, crf_session_get_language (context->session)));
      return FALSE;
    }
  if (strcmp (subject->key, context->subject->key) == 0 && event == source->event)
    {
      crf_context_refuse (context, "same-place", _("Name the right patient, the right visit, or both."), _("The form is there already."));
      return FALSE;
    }
  target->subject = g_strdup (subject->key);
  target->event = g_strdup (event->oid);
  target->eventkey = event->repeating ? NULL : g_strdup ("1");
  target->form = g_strdup (source->form->oid);
  target->formkey = source->form->repeating ? NULL : g_strdup ("1");
  if (target->eventkey == NULL || target->formkey == NULL)
    return TRUE;
  there = crf_records_find_form (context->file, subject->key, target->event, target->eventkey, target->form, target->formkey, NULL);
  values = there != NULL ? crf_records_values (context->file, there->id, error) : NULL;
  for (guint i = 0; values != NULL && i < values->len; i++)
    {
      const CrfValueRecord *value = g_ptr_array_index (values, i);

      if (!value->derived && (value->value != NULL || value->missing != NULL))
        {
          crf_context_refuse (context, "occupied", _("Move or clear what is there first."), _("Something has been entered on that form of %s already."),
                              subject->number);
          return FALSE;
        }
    }
  return TRUE;
}

/* The visit that the form belongs to after all may have been early or late. */
static gboolean
check_window (CrfUseCaseContext *context,
              const CrfTarget *target,
              GPtrArray *values,
              GError **error)
{
  const CrfEvent *event = crf_study_find_event (context->study, target->event);

  for (guint i = 0; i < values->len; i++)
    {
      const Moved *moved = g_ptr_array_index (values, i);

      if (g_strcmp0 (moved->item->concept, "visit.date") == 0 && moved->value->canonical != NULL &&
          strlen (moved->value->canonical) >= strlen ("2026-03-02"))
        return crf_entry_gates_window (context, event, target->eventkey, moved->value->canonical, error);
    }
  return TRUE;
}

static gboolean
move (CrfUseCaseContext *context,
      const CrfPlace *source,
      const char *state,
      CrfSubjectRecord *to,
      CrfTarget *target,
      GPtrArray *values,
      GError **error)
{
  CrfSubjectRecord *from = context->subject;
  gboolean done;

  context->subject = to;
  done = crf_context_add_form (context, target, error) && note_move (context, target, "from", from->number, source->target, error) &&
         write_there (context, values, target, error) && check_window (context, target, values, error);
  context->subject = from;
  return done && note_move (context, source->target, "to", to->number, target, error) && clear_here (context, values, source->target, state, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_auto (CrfPlace) place = { 0 };
  g_autoptr (CrfFormRecord) form = NULL;
  g_autoptr (CrfSubjectRecord) other = NULL;
  g_autoptr (GPtrArray) values = NULL;
  g_autoptr (CrfTarget) target = g_new0 (CrfTarget, 1);
  const char *number = crf_context_get (context, "to-subject");
  GError *fault = NULL;

  if (!crf_form_act_find (context, &place, &form, &fault))
    {
      if (fault != NULL)
        g_propagate_error (error, fault);
      return fault == NULL;
    }
  if (!crf_form_act_is_open (context, place.target) || !check_kind (context, place.form))
    return TRUE;
  other = crf_records_find_subject (context->file, number != NULL ? number : context->subject->key, error);
  if (other == NULL)
    return crf_context_refuse (context, "subject-unknown", _("Look up the number in the list of patients."), _("There is no patient “%s” in this study."),
                               number);
  if (!find_destination (context, &place, other, target, error))
    return context->outcome->refusal != NULL;
  values = collect (context, place.target, error);
  if (values == NULL)
    return context->outcome->refusal != NULL;
  return move (context, &place, form->state, other, target, values, error);
}

const CrfUseCase crf_use_case_move_form = {
  .name = "move-form",
  .title = N_ ("Wrong patient or visit"),
  .summary = N_ ("Moves a form to the right patient or visit in one step, with a reason."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
