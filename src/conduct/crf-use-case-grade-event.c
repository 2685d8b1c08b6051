/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The grade of an adverse event changes: one more line of its grades over time. The grade of the event as a whole is the worst of them. */

#include "crf-common-form.h"
#include "crf-place.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Adverse event (number)"), "text", TRUE },
  { "from", N_ ("From"), "datetime", TRUE },
  { "grade", N_ ("Grade (CTCAE)"), "choice:1|2|3|4|5", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
store_in_group (CrfUseCaseContext *context,
                CrfTarget *target,
                const char *concept,
                const char *text,
                GError **error)
{
  const CrfItem *item = crf_study_find_item_by_concept (context->study, concept);
  const CrfItemGroup *group = item != NULL ? crf_form_find_group_of (crf_study_find_form (context->study, target->form), item) : NULL;
  g_autoptr (CrfValue) value = NULL;

  if (group == NULL)
    return TRUE;
  if (target->group == NULL)
    target->group = g_strdup (group->oid);
  g_free (target->item);
  target->item = g_strdup (item->oid);
  value = crf_value_parse (item, text, NULL, error);
  return value != NULL && crf_place_write (context, target, item, value, crf_context_get (context, "reason"), NULL, FALSE, NULL, NULL, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  const char *grade = crf_context_get (context, "grade"), *start, *worst;
  g_autofree char *from = NULL;
  g_autoptr (CrfTarget) target = NULL, whole = NULL;
  CrfFormRecord *form;

  if (casebook == NULL)
    return FALSE;
  form = crf_common_form_find (casebook, "adverse-event", crf_context_get (context, "event"), NULL);
  if (form == NULL)
    return crf_context_refuse (context, "event-unknown", NULL, _("%s has no adverse event “%s”."), context->subject->number,
                               crf_context_get (context, "event"));
  if (!crf_context_get_date (context, "from", TRUE, &from))
    return TRUE;
  start = crf_common_form_get (casebook, form, "ae.start");
  if (start != NULL && strncmp (from, start, MIN (strlen (from), strlen (start))) < 0)
    return crf_context_refuse (context, "before-start", _("Check both dates."), _("The grade cannot change (%s) before the event began (%s)."), from, start);
  target = crf_common_form_target (form);
  if (!store_in_group (context, target, "ae.grade_from", from, error) || !store_in_group (context, target, "ae.grade_then", grade, error))
    return FALSE;
  worst = crf_common_form_get (casebook, form, "ae.grade");
  if (worst != NULL && strcmp (worst, grade) >= 0)
    return TRUE;
  whole = crf_common_form_target (form);
  return crf_context_store_concept (context, whole, "ae.grade", grade, NULL, _("worse in the course of the event"), error);
}

const CrfUseCase crf_use_case_grade_event = {
  .name = "grade-event",
  .title = N_ ("Grade has changed"),
  .summary = N_ ("Adds a line to the grades of an adverse event over time; the event keeps its worst grade."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
