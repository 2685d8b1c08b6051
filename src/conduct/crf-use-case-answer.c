/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Answering one eligibility criterion, or one of its sub-questions. An automatic answer is confirmed by answering the same; a different one is
 * stored too, with a reason: what the data say stays visible beside it. */

#include "crf-eligibility.h"
#include "crf-session-private.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "criterion", N_("Criterion"), "text", TRUE },
  { "answer", N_("Answer"), "choice:Y|N|U|NA", TRUE },
  { "part", N_("Sub-question"), "text", FALSE },
  { "note", N_("Source note"), "text", FALSE },
  { "reason", N_("Reason"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static const CrfCriterion *
find_criterion (CrfStudy *study,
                const char *oid)
{
  const GPtrArray *criteria = crf_study_get_criteria (study);

  for (guint i = 0; i < criteria->len; i++)
    {
      const CrfCriterion *criterion = g_ptr_array_index (criteria, i);

      if (g_ascii_strcasecmp (criterion->oid, oid) == 0)
        return criterion;
    }
  return NULL;
}

static const CrfItem *
find_part (const CrfCriterion *criterion,
           const char *name)
{
  for (guint i = 0; i < criterion->parts->len; i++)
    {
      const CrfItem *part = g_ptr_array_index (criterion->parts, i);

      if (g_strcmp0 (part->oid, name) == 0 || g_strcmp0 (part->name, name) == 0)
        return part;
    }
  return NULL;
}

/* "Unknown" never counts as "No": who answers so that the patient may come in has answered the sub-questions, or says why they are needless. */
static gboolean
check_parts (CrfUseCaseContext *context,
             const CrfCriterion *criterion,
             CrfSubjectValues *values,
             const char *answer)
{
  g_autoptr (GString) open = g_string_new (NULL);

  if (criterion->parts->len == 0 || g_strcmp0 (answer, "N") != 0)
    return TRUE;
  for (guint i = 0; i < criterion->parts->len; i++)
    {
      const CrfItem *part = g_ptr_array_index (criterion->parts, i);

      if (crf_subject_values_get (values, NULL, part) == NULL)
        g_string_append_printf (open, "%s%s", open->len > 0 ? _(", ") : "", crf_text_get (part->question, crf_session_get_language (context->session)));
    }
  if (open->len == 0)
    return TRUE;
  return !crf_context_refuse (context, "parts-open", _("Answer the sub-questions, or answer again with a reason."),
                              _("Criterion %s: not answered yet: %s"), criterion->oid, open->str);
}

/* Whether the expression waits for something: an input that is not entered, or a date of which a part is not known. Many can tell one way only ("yes, if …")
 * and stay open with all that they ask for. */
static gboolean
waits_for_data (CrfUseCaseContext *context,
                const CrfCriterion *criterion,
                CrfSubjectValues *values)
{
  CrfExpression *expression = crf_session_get_expression (context->session, criterion->expression, NULL);
  const GPtrArray *items = expression != NULL ? crf_expression_get_items (expression) : NULL;

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (items, i);
      const char *canonical = crf_subject_values_get (values, g_ptr_array_index (crf_expression_get_events (expression), i), item);

      if (canonical == NULL || (item->type == CRF_TYPE_PARTIAL_DATE && strlen (canonical) < strlen ("2026-03-02")))
        return TRUE;
    }
  return FALSE;
}

/* An answer against the data, or one that lets in without them, needs a sentence: someone will ask. Returns FALSE when refused or broken. */
static gboolean
check_contradiction (CrfUseCaseContext *context,
                     const CrfCriterion *criterion,
                     const char *answer,
                     GError **error)
{
  g_autoptr (CrfSubjectValues) values = NULL;
  g_autofree char *inputs = NULL;
  gboolean noted = crf_context_get (context, "note") != NULL;
  CrfTruth truth;

  if (crf_context_get (context, "reason") != NULL)
    return TRUE;
  values = crf_subject_values_read (context->file, context->study, crf_session_get_keyring (context->session), context->subject->key, error);
  if (values == NULL || (!noted && !check_parts (context, criterion, values, answer)))
    return FALSE;
  if (criterion->expression == NULL)
    return TRUE;
  truth = crf_criterion_compute (criterion, crf_session_get_sandbox (context->session), context->study, values,
                                 crf_session_get_today (context->session), crf_session_get_language (context->session), &inputs);
  if ((truth == CRF_TRUTH_TRUE && g_strcmp0 (answer, "N") == 0) || (truth == CRF_TRUTH_FALSE && g_strcmp0 (answer, "Y") == 0))
    {
      crf_context_refuse (context, "contradiction", _("Correct the data, or answer again with a reason."),
                          _("Criterion %s: the data say otherwise (%s)."), criterion->oid, inputs);
      return FALSE;
    }
  if (!noted && truth == CRF_TRUTH_UNKNOWN && crf_criterion_judge (criterion, answer, CRF_TRUTH_UNKNOWN) == CRF_CRITERION_MET &&
      waits_for_data (context, criterion, values))
    return !crf_context_refuse (context, "cannot-tell", _("Complete the data, or answer again with a reason."),
                                _("Criterion %s: the data cannot tell (%s)."), criterion->oid, inputs);
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *answer = crf_context_get (context, "answer");
  const char *part_name = crf_context_get (context, "part");
  const CrfCriterion *criterion = find_criterion (context->study, crf_context_get (context, "criterion"));
  const CrfItem *item;
  const CrfEvent *event;
  const CrfForm *form;
  CrfTarget target = { 0 };

  if (criterion == NULL)
    return crf_context_refuse (context, "no-such-criterion", _("Use an identifier of the list, as I1 or E3."),
                               _("There is no criterion “%s” in this study."), crf_context_get (context, "criterion"));
  item = part_name != NULL ? find_part (criterion, part_name) : criterion->item;
  if (item == NULL || !crf_eligibility_find_form (context->study, &event, &form))
    return crf_context_refuse (context, "no-such-criterion", NULL, _("Criterion %s has no question “%s”."), criterion->oid,
                               part_name != NULL ? part_name : criterion->oid);
  if (context->subject->allocation_number != NULL)
    return crf_context_refuse (context, "already-allocated", _("Enter a protocol deviation if the patient was allocated in error."),
                               _("%s is allocated: the eligibility answers stay as they were signed."), context->subject->number);
  if (part_name == NULL && !check_contradiction (context, criterion, answer, error))
    return context->outcome->refusal != NULL;

  context->note = crf_context_get (context, "note");
  target.subject = context->subject->key;
  target.event = (char *) event->oid;
  target.eventkey = (char *) "1";
  target.form = (char *) form->oid;
  target.formkey = (char *) "1";
  target.group = (char *) crf_form_find_group_of (form, item)->oid;
  target.groupkey = (char *) "1";
  target.item = (char *) item->oid;
  return crf_context_store_value (context, &target, item, answer, NULL, NULL,
                                  crf_context_get (context, "reason") != NULL ? crf_context_get (context, "reason")
                                                                              : crf_context_get (context, "note"),
                                  error);
}

const CrfUseCase crf_use_case_answer = {
  .name = "answer",
  .title = N_("Answer criterion"),
  .summary = N_("Answers an eligibility criterion, or confirms what the data say."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "eligibility",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
