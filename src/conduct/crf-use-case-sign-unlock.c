/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Unlocking the study: two of those who lock it sign, with a reason. It is frozen afterwards, not open. */

#include "crf-closing.h"
#include "crf-hold.h"
#include "crf-signing.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "reason", N_ ("Reason"), "text", TRUE },
  { "passphrase", N_ ("Passphrase"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfClosingState) state = crf_reader_closing (context->session, error);
  g_autoptr (GPtrArray) signatures = state != NULL ? crf_closing_signatures (context->session, CRF_MEANING_UNLOCK, error) : NULL;
  CrfEntry target = { .action = CRF_ACTION_SIGN, .reason = crf_context_get (context, "reason") };

  if (signatures == NULL)
    return FALSE;
  if (g_strcmp0 (state->hold, "locked") != 0)
    return crf_context_refuse (context, "not-locked", NULL, _("The study is not locked."));
  for (guint i = 0; i < signatures->len; i++)
    if (strcmp (((CrfLockSignature *) g_ptr_array_index (signatures, i))->login, crf_session_get_login (context->session)) == 0)
      return crf_context_refuse (context, "same-person", _("A second person signs."), _("You have signed the unlocking already."));
  if (!crf_signing_sign (context, &target, CRF_MEANING_UNLOCK, target.reason, error))
    return FALSE;
  if (signatures->len == 0)
    {
      crf_context_notice (context, _("A second signature unlocks the study."));
      return TRUE;
    }
  crf_context_result (context, "unlocked", "1");
  crf_context_notice (context, _("The study is unlocked and still frozen; the data manager can unfreeze it."));
  return crf_hold_set_study (context, "frozen", error) && crf_closing_set_status (context, "follow-up", error);
}

const CrfUseCase crf_use_case_sign_unlock = {
  .name = "sign-unlock",
  .title = N_ ("Sign unlocking"),
  .summary = N_ ("Two people sign, with a reason; the second signature unlocks the study."),
  .roles = CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER | CRF_ROLE_STATISTICIAN,
  .parameters = parameters,
  .run = run,
};
