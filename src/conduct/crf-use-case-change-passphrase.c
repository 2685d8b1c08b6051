/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A person changes the own passphrase; keys stay, they are wrapped anew. */

#include "crf-accounts.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "passphrase", N_ ("Present passphrase"), "passphrase", TRUE },
  { "new-passphrase", N_ ("New passphrase"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *passphrase = crf_accounts_new_passphrase (context);

  if (passphrase == NULL)
    return TRUE;
  if (g_strcmp0 (passphrase, crf_context_get (context, "passphrase")) == 0)
    return crf_context_refuse (context, "passphrase-same", _("Choose another one."), _("The new passphrase is the present one."));
  if (!crf_session_check_passphrase (context->session, crf_context_get (context, "passphrase")))
    return crf_context_refuse (context, "passphrase-wrong", NULL, _("The present passphrase is wrong."));
  return crf_keys_change_passphrase (context->txn, crf_session_get_keyring (context->session), passphrase, error) &&
         crf_accounts_append_state (context, crf_session_get_login (context->session), TRUE, FALSE, error);
}

const CrfUseCase crf_use_case_change_passphrase = {
  .name = "change-passphrase",
  .title = N_ ("Change passphrase"),
  .summary = N_ ("Changes the passphrase of your own account."),
  .roles = CRF_ROLES_ALL,
  .parameters = parameters,
  .run = run,
};
