/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Wrong patient or visit: a form goes where it belongs in one step, with a reason. Each value is entered anew there and cleared here, so that both
 * trails tell the whole of it. */

#include "crf-casebook.h"
#include "crf-check-life.h"
#include "crf-close-out.h"
#include "crf-detail.h"
#include "crf-entry-gates.h"
#include "crf-form-acts.h"
#include "crf-infusion.h"
#include "crf-records-safety.h"
#include "crf-withdrawal-watch.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", FALSE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", TRUE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { "to-subject", N_ ("Right patient (number), where it is another"), "text", FALSE },
  { "to-event", N_ ("Right visit, where it is another"), "text", FALSE },
  { "to-infusion", N_ ("Number of the right infusion (1 …), where the form is of one"), "integer", FALSE },
  { "reason", N_ ("Reason"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

#define REPORTED "sae-reported"
#define DEAD "after-death"

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

/* What was read beside an infusion goes to one that there is: a move begins none. FALSE: refused, or @error. */
static gboolean
find_infusion (CrfUseCaseContext *context,
               const CrfSubjectRecord *subject,
               const CrfEvent *event,
               CrfTarget *target,
               GError **error)
{
  CrfInfusionPlace place;
  double number;
  int ordinal_wanted;

  if (!crf_context_get_number (context, "to-infusion", &number))
    return FALSE;
  ordinal_wanted = number >= 1 && number < 1000 ? (int) number : 0;
  for (int ordinal = 1; crf_infusion_find_place (context->study, ordinal, &place); ordinal++)
    {
      g_autoptr (CrfInfusion) infusion = NULL;

      if (place.event->repeating && ordinal > MAX (ordinal_wanted, crf_infusion_most (context->study)))
        break;
      if (strcmp (place.event->oid, event->oid) != 0 || ((event->repeating || ordinal_wanted > 0) && ordinal != ordinal_wanted))
        continue;
      infusion = crf_infusion_read_for (context->session, subject->key, ordinal, error);
      if (infusion == NULL)
        return FALSE;
      if (infusion->eventkey != NULL)
        {
          target->eventkey = g_strdup (infusion->eventkey);
          return TRUE;
        }
    }
  crf_context_refuse (context, "infusion-missing", _("Say with to-infusion= which infusion of that patient it belongs to; one that was given without the program is recorded first."),
                      _("A form that belongs to an infusion is moved to an infusion of %s that is on record; this one is not."), subject->number);
  return FALSE;
}

static gboolean
is_same_place (const CrfTarget *a,
               const CrfTarget *b)
{
  return strcmp (a->subject, b->subject) == 0 && strcmp (a->event, b->event) == 0 && (b->eventkey == NULL || strcmp (a->eventkey, b->eventkey) == 0);
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
  target->subject = g_strdup (subject->key);
  target->event = g_strdup (event->oid);
  target->form = g_strdup (source->form->oid);
  target->formkey = source->form->repeating ? NULL : g_strdup ("1");
  if (g_strcmp0 (event->kind, "treatment") == 0)
    {
      if (!find_infusion (context, subject, event, target, error))
        return FALSE;
    }
  else
    target->eventkey = event->repeating ? NULL : g_strdup ("1");
  if (is_same_place (source->target, target))
    {
      crf_context_refuse (context, "same-place", _("Name the right patient, the right visit, or both."), _("The form is there already."));
      return FALSE;
    }
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

/* Sponsor and committee have been told of another patient. FALSE: asked, refused, or @error. */
static gboolean
take_reports (CrfUseCaseContext *context,
              const CrfTarget *from,
              const char *right,
              GError **error)
{
  g_autoptr (GPtrArray) reports = crf_records_sae_reports (context->file, from->subject, error);
  const char *reason = crf_context_get (context, "reason");
  guint n = 0;

  for (guint i = 0; reports != NULL && i < reports->len; i++)
    n += g_strcmp0 (((const CrfSaeReportRecord *) g_ptr_array_index (reports, i))->formkey, from->formkey) == 0;
  if (reports == NULL || n == 0)
    return reports != NULL;
  if (crf_context_has_confirmed (context, REPORTED))
    return crf_context_open_deviation (context, "safety", reason, error,
                                       ngettext ("%1$u report of a serious adverse event was sent for %2$s; the event was %3$s's. Who received it is to be told.",
                                                 "%1$u reports of a serious adverse event were sent for %2$s; the event was %3$s's. Who received them is to be told.", n),
                                       n, context->subject->number, right);
  crf_context_ask (context, REPORTED,
                   g_strdup_printf (ngettext ("%1$u report of this event was sent for %2$s and stays with it. If the event is %3$s's, the recipient is told of the wrong patient and a "
                                              "report is sent for %3$s; a deviation is drafted.",
                                              "%1$u reports of this event were sent for %2$s and stay with it. If the event is %3$s's, the recipients are told of the wrong patient and "
                                              "reports are sent for %3$s; a deviation is drafted.", n),
                                    n, context->subject->number, right));
  return FALSE;
}

/* What came with the form cannot have happened to her: she was dead then, or lived longer. @doubt receives what a query is to say of it once that was
 * confirmed. FALSE: asked, or @error. */
static gboolean
check_life (CrfUseCaseContext *context,
            const CrfSubjectRecord *to,
            GPtrArray *values,
            char **doubt,
            GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, to->key, error);

  for (guint i = 0; casebook != NULL && *doubt == NULL && i < values->len; i++)
    {
      const Moved *moved = g_ptr_array_index (values, i);
      const CrfCell cell = { .item = moved->item, .value = moved->value };

      *doubt = crf_check_life (casebook, &cell);
    }
  if (casebook == NULL || *doubt == NULL || crf_context_has_confirmed (context, DEAD))
    return casebook != NULL;
  crf_context_ask (context, DEAD, g_strdup_printf (_("%1$s: %2$s Is this the right patient, and the right day?"), to->number, *doubt));
  return FALSE;
}

/* As the other patient: what she has withdrawn from is asked about as if it were typed there. */
static gboolean
move_there (CrfUseCaseContext *context,
            const CrfPlace *source,
            CrfSubjectRecord *to,
            CrfTarget *target,
            GPtrArray *values,
            GError **error)
{
  CrfSubjectRecord *from = context->subject;
  CrfWithdrawalWatch *of_source = context->withdrawal;
  g_autoptr (CrfWithdrawalWatch) watch = NULL;
  g_autofree char *doubt = NULL;
  gboolean done;

  if (strcmp (from->key, to->key) != 0 && !check_life (context, to, values, &doubt, error))
    return FALSE;
  context->withdrawal = NULL;
  context->subject = to;
  context->withdrawal = watch = crf_withdrawal_watch_new (context, TRUE);
  context->subject = from;
  /* Before the watch asks, which takes its own answer off the end. */
  done = strcmp (from->key, to->key) == 0 || take_reports (context, source->target, to->number, error);
  context->subject = to;
  done = done && crf_context_add_form (context, target, error) && note_move (context, target, "from", from->number, source->target, error) &&
         write_there (context, values, target, error) && check_window (context, target, values, error) &&
         (doubt == NULL || crf_context_open_query (context, target, "life", error, "%s", doubt)) &&
         crf_close_out_void (context, target, error) && crf_withdrawal_watch_end (watch, context, error) && crf_outcome_done (context->outcome);
  context->subject = from;
  context->withdrawal = of_source;
  return done;
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
  return move_there (context, source, to, target, values, error) && note_move (context, source->target, "to", to->number, target, error) &&
         clear_here (context, values, source->target, state, error) && crf_close_out_void (context, source->target, error);
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
