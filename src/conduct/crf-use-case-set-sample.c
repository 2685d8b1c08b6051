/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sample is planned, was taken, or its results are pending: then each of its empty fields waits, which is neither missing nor complete. What follows
 * (reported, judged) follows from the results. */

#include "crf-detail.h"
#include "crf-reasons.h"
#include "crf-sample.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", TRUE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", FALSE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { "group", N_ ("Sample"), "text", FALSE },
  { "groupkey", N_ ("Key of the sample's repeat"), "text", FALSE },
  { "state", N_ ("State"), "choice:planned|taken|pending", TRUE },
  { NULL, NULL, NULL, FALSE },
};

/* The only sample of the form where none is named. NULL with a refusal. */
static const CrfItemGroup *
find_group (CrfUseCaseContext *context,
            const CrfForm *form)
{
  const char *name = crf_context_get (context, "group");
  const CrfItemGroup *found = NULL;
  guint n = 0;

  for (guint i = 0; i < form->groups->len; i++)
    {
      const CrfItemGroup *group = g_ptr_array_index (form->groups, i);

      if (!group->is_sample || (name != NULL && strcmp (group->oid, name) != 0 && strcmp (group->name, name) != 0))
        continue;
      found = group;
      n++;
    }
  if (n == 1)
    return found;
  crf_context_refuse (context, "sample-unknown", _("Name the sample by its group."), _("The form “%s” has no such sample, or several."), form->name);
  return NULL;
}

/* Something of the sample stood when the form was complete. */
static gboolean
is_settled (CrfCasebook *casebook,
            CrfFormRecord *form,
            const CrfTarget *target)
{
  GPtrArray *cells = crf_casebook_get_cells (casebook, form);

  for (guint i = 0; i < cells->len; i++)
    {
      const CrfCell *cell = g_ptr_array_index (cells, i);

      if (cell->settled && strcmp (cell->group, target->group) == 0 && strcmp (cell->groupkey, target->groupkey) == 0)
        return TRUE;
    }
  return FALSE;
}

/* TRUE if the outcome asks back: the sample of a complete form, or one whose results stood when it was complete, is moved for a reason only. */
static gboolean
ask (CrfUseCaseContext *context,
     CrfCasebook *casebook,
     const CrfTarget *target)
{
  CrfFormRecord *form = target->eventkey != NULL && target->formkey != NULL ? crf_casebook_find_form (casebook, target) : NULL;
  CrfPrompt *prompt;

  if (form == NULL || crf_context_get (context, "reason") != NULL || (strcmp (form->state, "started") == 0 && !is_settled (casebook, form, target)))
    return FALSE;
  prompt = crf_context_ask (context, "reason",
                            form->reopened != NULL
                              ? g_strdup_printf (_("Results of this sample stood when the form was complete, which was reopened for the reason “%s”: "
                                                   "why is its state changed?"), crf_reason_shown (form->reopened))
                              : g_strdup (_("The form is complete: why is the state of its sample changed?")));
  prompt->needs_reason = TRUE;
  prompt->reason = g_strdup (form->reopened);
  prompt->accept = g_strdup (_("C_hange it"));
  return TRUE;
}

/* Results that are not there yet wait. */
static gboolean
set_pending (CrfUseCaseContext *context,
             CrfCasebook *casebook,
             CrfTarget *target,
             const CrfItemGroup *group,
             GError **error)
{
  g_autoptr (CrfValue) pending = crf_value_new_missing ("PEND", NULL);

  for (guint i = 0; i < group->items->len; i++)
    {
      const CrfItemRef *ref = g_ptr_array_index (group->items, i);
      g_autoptr (CrfTarget) field = crf_target_copy (target);
      CrfCell *cell;

      if (!ref->mandatory || ref->derivation != NULL || (ref->item->type != CRF_TYPE_FLOAT && ref->item->type != CRF_TYPE_INTEGER))
        continue;
      field->item = g_strdup (ref->item->oid);
      cell = crf_casebook_find (casebook, field);
      if (cell != NULL && !crf_value_is_empty (cell->value))
        continue;
      if (!crf_place_write (context, field, ref->item, pending, crf_context_get (context, "reason"), NULL, FALSE, NULL, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  CrfTarget names = { .event = (char *) crf_context_get (context, "event"), .eventkey = (char *) crf_context_get (context, "eventkey"),
                      .form = (char *) crf_context_get (context, "form"), .formkey = (char *) crf_context_get (context, "formkey") };
  const char *state = crf_context_get (context, "state"), *groupkey = crf_context_get (context, "groupkey");
  g_auto (CrfPlace) place = { 0 };
  g_autoptr (CrfCasebook) casebook = NULL;
  g_autofree char *detail = NULL;
  const CrfItemGroup *group;
  CrfEntry entry = { .action = CRF_ACTION_SAMPLE, .subject = context->subject->key, .reason = crf_context_get (context, "reason") };

  if (!crf_place_find_form (context, &names, &place))
    return TRUE;
  group = find_group (context, place.form);
  if (group == NULL)
    return TRUE;
  place.group = group;
  if (groupkey == NULL)
    place.target->groupkey = g_strdup ("1");
  else if (!crf_place_choose_row (context, groupkey, &place))
    return TRUE;
  else if (place.target->groupkey == NULL)
    return crf_context_refuse (context, "repeat-unknown", _("Enter something first."), _("%s has no repeat with the key “%s”."), group->name, groupkey);
  place.target->group = g_strdup (group->oid);
  casebook = crf_casebook_new (context->session, context->subject->key, error);
  if (casebook == NULL)
    return FALSE;
  if (ask (context, casebook, place.target))
    return TRUE;
  if (!crf_context_add_form (context, place.target, error) ||
      (strcmp (state, "pending") == 0 && !set_pending (context, casebook, place.target, group, error)))
    return FALSE;
  entry.event = place.target->event;
  entry.eventkey = place.target->eventkey;
  entry.form = place.target->form;
  entry.formkey = place.target->formkey;
  entry.group = place.target->group;
  entry.groupkey = place.target->groupkey;
  detail = crf_detail_new ("state", state, NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_set_sample = {
  .name = "set-sample",
  .title = N_ ("State of a sample"),
  .summary = N_ ("Says that a sample is planned, was taken, or that its results are pending."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
