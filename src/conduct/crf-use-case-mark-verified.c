/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The monitor has compared values with their source: one item, or in one act all that the study asks for of a form, a visit or a patient. Each
 * item gets its own mark, which falls as soon as the value changes; when nothing of a form is left, the form gets one too. What a query is open
 * on is named and left out, unless the monitor says otherwise. */

#include "crf-place.h"
#include "crf-detail.h"
#include "crf-verification-plan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", FALSE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", FALSE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { "group", N_ ("Section"), "text", FALSE },
  { "groupkey", N_ ("Key of the section's repeat"), "text", FALSE },
  { "item", N_ ("Item"), "text", FALSE },
  { "scope", N_ ("How much was compared"), "choice:form|visit|patient", FALSE },
  { "queried", N_ ("Items with an open query"), "choice:leave-out|mark", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* What one act marked and what it left. */
typedef struct
{
  const char *scope;
  gboolean with_queried;
  guint marks, verified, matching, incomplete;
  GString *left; /* names of what a query is open on */
  guint n_left;
} Act;

/* Names beyond these are counted. */
#define MAX_NAMED 8

static gboolean
append_mark (CrfUseCaseContext *context,
             const CrfFormRecord *form,
             const CrfCell *cell,
             const char *detail,
             GError **error)
{
  CrfEntry entry = { .action = CRF_ACTION_VERIFIED, .subject = context->subject->key, .event = form->event, .eventkey = form->eventkey,
                     .form = form->form, .formkey = form->formkey, .canon = "verified", .detail = detail };

  if (cell != NULL)
    {
      entry.group = cell->group;
      entry.groupkey = cell->groupkey;
      entry.item = cell->item->oid;
      entry.base = cell->entry;
    }
  return crf_context_append (context, &entry, NULL, error);
}

/* Nothing is left to compare on the form. */
static gboolean
mark_whole (CrfUseCaseContext *context,
            const CrfFormPlan *plan,
            GError **error)
{
  g_autofree char *detail = crf_detail_new ("level", crf_extent_name (plan->level), NULL);

  return plan->whole || append_mark (context, plan->form, NULL, detail, error);
}

static gboolean
mark_cells (CrfUseCaseContext *context,
            const CrfFormPlan *plan,
            const GPtrArray *cells,
            Act *act,
            GError **error)
{
  g_autofree char *detail = crf_detail_new ("scope", act->scope, NULL);

  for (guint i = 0; i < cells->len; i++)
    {
      if (!append_mark (context, plan->form, g_ptr_array_index (cells, i), detail, error))
        return FALSE;
      act->marks++;
    }
  return TRUE;
}

static void
name_left (CrfUseCaseContext *context,
           const CrfFormPlan *plan,
           Act *act)
{
  for (guint i = 0; i < plan->queried->len; i++)
    {
      const CrfCell *cell = g_ptr_array_index (plan->queried, i);
      CrfTarget field = { .event = plan->form->event, .form = plan->form->form, .item = (char *) cell->item->oid };
      g_autofree char *label = crf_place_label (context->session, &field);

      if (act->n_left++ < MAX_NAMED)
        g_string_append_printf (act->left, "%s%s", act->left->len > 0 ? "; " : "", label);
    }
}

static gboolean
mark_plan (CrfUseCaseContext *context,
           const CrfFormPlan *plan,
           Act *act,
           GError **error)
{
  if (plan->incomplete)
    {
      act->incomplete++;
      return TRUE;
    }
  act->matching++;
  act->verified += plan->verified;
  if (plan->level == CRF_LEVEL_NONE)
    return TRUE;
  if (!mark_cells (context, plan, plan->to_mark, act, error))
    return FALSE;
  if (act->with_queried && !mark_cells (context, plan, plan->queried, act, error))
    return FALSE;
  if (!act->with_queried && plan->queried->len > 0)
    {
      name_left (context, plan, act);
      return TRUE;
    }
  return mark_whole (context, plan, error);
}

static void
add_count (CrfUseCaseContext *context,
           const char *key,
           guint n)
{
  g_autofree char *text = g_strdup_printf ("%u", n);

  crf_context_result (context, key, text);
}

static void
report (CrfUseCaseContext *context,
        const Act *act)
{
  add_count (context, "marks", act->marks);
  add_count (context, "already", act->verified);
  add_count (context, "left", act->n_left);
  add_count (context, "incomplete", act->incomplete);
  if (act->marks + act->verified + act->n_left == 0)
    crf_context_notice (context, _("The study asks for no source data verification here."));
  else
    crf_context_notice (context, ngettext ("%u value is marked verified; %u had its mark before.", "%u values are marked verified; %u had their marks before.", act->marks),
                        act->marks, act->verified);
  if (act->n_left > MAX_NAMED)
    crf_context_notice (context, _("Left out, since a query on them is open: %s, and %u more."), act->left->str, act->n_left - MAX_NAMED);
  else if (act->n_left > 0)
    crf_context_notice (context, _("Left out, since a query on them is open: %s."), act->left->str);
  if (act->incomplete > 0)
    crf_context_notice (context, ngettext ("%u form is left out: it is not complete, or it is locked.", "%u forms are left out: they are not complete, or locked.", act->incomplete),
                        act->incomplete);
}

/* Everything that @target covers. */
static gboolean
mark_many (CrfUseCaseContext *context,
           CrfCasebook *casebook,
           const CrfTarget *target,
           GError **error)
{
  g_autoptr (GPtrArray) plans = crf_verification_plan (casebook, target, error);
  g_autoptr (GString) left = g_string_new (NULL);
  Act act = { .scope = target->form != NULL ? "form" : target->event != NULL ? "visit" : "patient", .left = left,
              .with_queried = g_strcmp0 (crf_context_get (context, "queried"), "mark") == 0 };

  if (plans == NULL)
    return FALSE;
  for (guint i = 0; i < plans->len; i++)
    if (!mark_plan (context, g_ptr_array_index (plans, i), &act, error))
      return FALSE;
  if (act.matching == 0)
    return crf_context_refuse (context, "form-incomplete", _("The site completes the form first; single items can be verified before."),
                               _("Only complete forms are verified as a whole."));
  report (context, &act);
  return TRUE;
}

/* The last one of a complete form makes the form verified. */
static gboolean
mark_rest (CrfUseCaseContext *context,
           CrfCasebook *casebook,
           const CrfCell *cell,
           GError **error)
{
  CrfTarget form = { .event = cell->form->event, .eventkey = cell->form->eventkey, .form = cell->form->form, .formkey = cell->form->formkey };
  g_autoptr (GPtrArray) plans = crf_verification_plan (casebook, &form, error);

  for (guint i = 0; plans != NULL && i < plans->len; i++)
    {
      const CrfFormPlan *plan = g_ptr_array_index (plans, i);

      if (!plan->incomplete && plan->level != CRF_LEVEL_NONE && plan->to_mark->len + plan->queried->len == 0)
        return mark_whole (context, plan, error);
    }
  return plans != NULL;
}

static gboolean
mark_item (CrfUseCaseContext *context,
           CrfCasebook *casebook,
           const CrfTarget *names,
           GError **error)
{
  g_auto (CrfPlace) place = { 0 };
  CrfCell *cell;

  if (!crf_place_find (context, names, &place))
    return TRUE;
  cell = place.target->eventkey != NULL && place.target->formkey != NULL && place.target->groupkey != NULL
           ? crf_casebook_find (casebook, place.target)
           : NULL;
  if (cell == NULL || cell->entry == NULL)
    return crf_context_refuse (context, "empty", _("There is a value to verify once it has been entered."), _("Nothing has been entered here."));
  if (cell->derived)
    return crf_context_refuse (context, "derived", _("Verify the entries that it is computed from."), _("This value is computed; it has no source."));
  return append_mark (context, cell->form, cell, NULL, error) && mark_rest (context, casebook, cell, error);
}

/* A visit without a form. */
static gboolean
find_visit (CrfUseCaseContext *context,
            const CrfTarget *names,
            CrfTarget *target)
{
  const CrfEvent *event = crf_place_find_event (context->study, names->event);

  if (event == NULL)
    return !crf_context_refuse (context, "event-unknown", NULL, _("The study has no visit “%s”."), names->event);
  if (event->repeating && names->eventkey == NULL)
    return !crf_context_refuse (context, "repeat-missing", _("Say which one."), _("%s is there several times."), event->name);
  if (!event->repeating && !crf_place_check_single (context, names->eventkey, event->name))
    return FALSE;
  target->event = (char *) event->oid;
  target->eventkey = event->repeating ? names->eventkey : (char *) "1";
  return TRUE;
}

/* Without a scope, the most exact thing that is named. */
static gboolean
mark_forms (CrfUseCaseContext *context,
            CrfCasebook *casebook,
            const CrfTarget *names,
            GError **error)
{
  const char *scope = crf_context_get (context, "scope");
  g_auto (CrfPlace) place = { 0 };
  CrfTarget target = { 0 };

  if (scope == NULL)
    scope = names->form != NULL ? "form" : names->event != NULL ? "visit" : "patient";
  if ((strcmp (scope, "form") == 0 && names->form == NULL) || (strcmp (scope, "visit") == 0 && names->event == NULL))
    return crf_context_refuse (context, "argument-missing", NULL, _("Name the visit and the form that were compared with their source."));
  if (strcmp (scope, "form") == 0)
    {
      if (!crf_place_find_form (context, names, &place))
        return TRUE;
      target = *place.target;
    }
  else if (strcmp (scope, "visit") == 0 && !find_visit (context, names, &target))
    return TRUE;
  return mark_many (context, casebook, &target, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  CrfTarget names = {
    .event = (char *) crf_context_get (context, "event"),
    .eventkey = (char *) crf_context_get (context, "eventkey"),
    .form = (char *) crf_context_get (context, "form"),
    .formkey = (char *) crf_context_get (context, "formkey"),
    .group = (char *) crf_context_get (context, "group"),
    .groupkey = (char *) crf_context_get (context, "groupkey"),
    .item = (char *) crf_context_get (context, "item"),
  };

  if (casebook == NULL)
    return FALSE;
  return names.item != NULL ? mark_item (context, casebook, &names, error) : mark_forms (context, casebook, &names, error);
}

const CrfUseCase crf_use_case_mark_verified = {
  .name = "mark-verified",
  .title = N_ ("Mark verified"),
  .summary = N_ ("Says that an item, or all items of a form, a visit or a patient agree with their source."),
  .roles = CRF_ROLE_MONITOR,
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
