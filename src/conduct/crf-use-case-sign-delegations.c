/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The principal investigator signs the delegation and training logs as they stand. */

#include "crf-records-trust.h"
#include "crf-session-private.h"
#include "crf-signing.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "passphrase", N_ ("Passphrase"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (GPtrArray) delegations = crf_records_delegations (context->file, error);
  g_autoptr (GPtrArray) trainings = delegations != NULL ? crf_records_trainings (context->file, error) : NULL;
  g_autoptr (GString) text = g_string_new ("delegations\n");
  CrfEntry target = { .action = CRF_ACTION_SIGN };

  if (trainings == NULL)
    return FALSE;
  if (delegations->len > 0 && !crf_session_has_delegations (context->session))
    crf_context_notice (context, _("From now on a delegated task counts only from a signed line: who has none for it is refused."));
  if (delegations->len == 0)
    return crf_context_refuse (context, "log-empty", _("Delegate tasks first."), _("The delegation log is empty."));
  for (guint i = 0; i < delegations->len; i++)
    {
      const CrfDelegationRecord *line = g_ptr_array_index (delegations, i);

      g_string_append_printf (text, "%s %s %s %s %s\n", line->login, line->task, line->from, line->to != NULL ? line->to : "",
                              line->training != NULL ? line->training : "");
    }
  for (guint i = 0; i < trainings->len; i++)
    {
      const CrfTrainingRecord *line = g_ptr_array_index (trainings, i);

      g_string_append_printf (text, "training %s %s %s\n", line->login, line->subject, line->date);
    }
  return crf_signing_sign (context, &target, CRF_MEANING_DELEGATIONS, text->str, error);
}

const CrfUseCase crf_use_case_sign_delegations = {
  .name = "sign-delegations",
  .title = N_ ("Sign delegation log"),
  .summary = N_ ("The principal investigator signs the delegation and training logs as they stand."),
  .roles = CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .parameters = parameters,
  .run = run,
};
