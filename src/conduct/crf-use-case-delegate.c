/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The delegation log: who does which task, from when to when, trained on which protocol version, signed by the (principal) investigator. */

#include "crf-account-roles.h"
#include "crf-detail.h"
#include "crf-signature.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "login", N_ ("Login"), "text", TRUE },
  { "task", N_ ("Task"), "choice:consent|eligibility|causality|prescribe|prepare|check|infuse|enter", TRUE },
  { "from", N_ ("From"), "date", TRUE },
  { "to", N_ ("Until"), "date", FALSE },
  { "training", N_ ("Trained on protocol version"), "text", FALSE },
  { "passphrase", N_ ("Passphrase"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *login = crf_context_get (context, "login");
  g_autoptr (GPtrArray) accounts = crf_records_accounts (context->file, error);
  g_autofree char *from = NULL, *to = NULL, *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_DELEGATE }, target = { .action = CRF_ACTION_SIGN };

  if (accounts == NULL)
    return FALSE;
  if (crf_account_find (context, accounts, login) == NULL)
    return TRUE;
  if (!crf_context_get_date (context, "from", FALSE, &from) || !crf_context_get_date (context, "to", FALSE, &to))
    return TRUE;
  if (to != NULL && g_strcmp0 (to, from) < 0)
    return crf_context_refuse (context, "to-before-from", NULL, _("The delegation cannot end (%s) before it begins (%s)."), to, from);
  detail = crf_detail_new ("login", login, "task", crf_context_get (context, "task"), "from", from, "to", to,
                           "training", crf_context_get (context, "training"), NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error) &&
         crf_signature_add (context->txn, &target, "delegation", detail, crf_context_get (context, "passphrase"), error);
}

const CrfUseCase crf_use_case_delegate = {
  .name = "delegate",
  .title = N_ ("Delegate task"),
  .summary = N_ ("Delegates a task to an account in the delegation log."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .parameters = parameters,
  .run = run,
};
