/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Journals that a person has opened a patient. */

#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  CrfEntry entry = { .action = CRF_ACTION_VIEW, .subject = context->subject->key };

  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_note_view = {
  .name = "note-view",
  .title = N_ ("Note viewing"),
  .summary = N_ ("Journals that a patient's record was opened."),
  .roles = CRF_ROLES_ALL,
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .on_locked = TRUE,
};
