/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The plain structs that a use case answers with. */

#include "crf-refusal.h"

#include "crf-partial-date.h"

CrfTarget *
crf_target_copy (const CrfTarget *target)
{
  CrfTarget *copy;

  if (target == NULL)
    return NULL;
  copy = g_new0 (CrfTarget, 1);
  copy->subject = g_strdup (target->subject);
  copy->event = g_strdup (target->event);
  copy->eventkey = g_strdup (target->eventkey);
  copy->form = g_strdup (target->form);
  copy->formkey = g_strdup (target->formkey);
  copy->group = g_strdup (target->group);
  copy->groupkey = g_strdup (target->groupkey);
  copy->item = g_strdup (target->item);
  return copy;
}

void
crf_target_free (CrfTarget *target)
{
  if (target == NULL)
    return;
  g_free (target->subject);
  g_free (target->event);
  g_free (target->eventkey);
  g_free (target->form);
  g_free (target->formkey);
  g_free (target->group);
  g_free (target->groupkey);
  g_free (target->item);
  g_free (target);
}

CrfRefusal *
crf_refusal_new (const char *code,
                 const char *remedy,
                 const char *format,
                 ...)
{
  CrfRefusal *refusal = g_new0 (CrfRefusal, 1);
  va_list arguments;

  refusal->code = g_strdup (code);
  refusal->remedy = g_strdup (remedy);
  va_start (arguments, format);
  refusal->message = crf_times_to_display (g_strdup_vprintf (format, arguments));
  va_end (arguments);
  return refusal;
}

void
crf_refusal_free (CrfRefusal *refusal)
{
  if (refusal == NULL)
    return;
  g_free (refusal->code);
  g_free (refusal->message);
  g_free (refusal->remedy);
  g_free (refusal->remedy_action);
  crf_target_free (refusal->target);
  g_free (refusal);
}

void
crf_prompt_free (CrfPrompt *prompt)
{
  if (prompt == NULL)
    return;
  g_free (prompt->id);
  g_free (prompt->message);
  g_free (prompt->suggestion);
  g_free (prompt->reason);
  g_free (prompt->why);
  g_free (prompt->accept);
  g_free (prompt);
}

CrfOutcome *
crf_outcome_new (void)
{
  CrfOutcome *outcome = g_new0 (CrfOutcome, 1);

  outcome->results = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  outcome->notices = g_ptr_array_new_with_free_func (g_free);
  return outcome;
}

void
crf_outcome_free (CrfOutcome *outcome)
{
  if (outcome == NULL)
    return;
  crf_refusal_free (outcome->refusal);
  crf_prompt_free (outcome->prompt);
  g_hash_table_unref (outcome->results);
  g_ptr_array_unref (outcome->notices);
  g_free (outcome);
}
