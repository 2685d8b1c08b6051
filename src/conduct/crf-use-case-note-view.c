/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Journals that a person has read a patient's record, or what is told of all of them. */

#include "crf-detail.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "what", N_ ("What was read"), "choice:record|trail|review|summary|survival|screening|slots|verification", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *what = crf_context_get (context, "what");
  /* Whose eyes saw results by arm is asked first when a blind is doubted. */
  g_autofree char *detail = what != NULL && crf_session_may_know_arms (context->session) ? crf_detail_new ("arms", "known", NULL) : NULL;
  CrfEntry entry = { .action = CRF_ACTION_VIEW, .canon = what, .detail = detail };

  if (what == NULL && context->subject == NULL)
    return crf_context_refuse (context, "subject-missing", _("Give the subject number."), _("“%s” needs a patient."), _ (context->use_case->title));
  if (context->subject != NULL)
    entry.subject = context->subject->key;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_note_view = {
  .name = "note-view",
  .title = N_ ("Note viewing"),
  .summary = N_ ("Journals that a patient's record, or what is told of all patients, was read."),
  .roles = CRF_ROLES_ALL,
  .parameters = parameters,
  .run = run,
  .on_locked = TRUE,
};
