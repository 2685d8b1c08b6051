/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The delegation log: who may do which task, from when to when, trained for which version. */

#include "crf-accounts.h"

#include "crf-detail.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "login", N_ ("Login"), "text", TRUE },
  { "task", N_ ("Task"), "choice:consent|eligibility|causality|prescribe|prepare|check|infuse|enter", TRUE },
  { "from", N_ ("From"), "date", TRUE },
  { "to", N_ ("To"), "date", FALSE },
  { "training", N_ ("Trained for protocol version"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* Who cannot sign in does nothing: the line of who has left can only say until when she had the task. */
static gboolean
check_open (CrfUseCaseContext *context,
            const char *login,
            const char *to)
{
  g_autofree char *ended = crf_access_ended (context->file, login, crf_session_now (context->session));

  if (crf_accounts_is_open (context, login) || (to != NULL && strcmp (to, crf_session_get_today (context->session)) <= 0))
    return TRUE;
  crf_context_refuse (context, "account-closed",
                      _("An administrator opens the account again. Of a task that somebody had until she left, give the last day, today or earlier."), "%s",
                      ended != NULL ? ended : _("The account is disabled: no task can be delegated to it."));
  return FALSE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *login = crf_context_get (context, "login");
  g_autoptr (GPtrArray) accounts = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_DELEGATE };

  if (crf_accounts_find (context, login, &accounts, error) == NULL)
    return accounts != NULL;
  if (!crf_context_get_date (context, "from", FALSE, &from) || !crf_context_get_date (context, "to", FALSE, &to))
    return TRUE;
  if (to != NULL && strcmp (to, from) < 0)
    return crf_context_refuse (context, "dates-reversed", _("Check both dates."), _("The delegation would end (%s) before it begins (%s)."), to,
                               from);
  if (!check_open (context, login, to))
    return TRUE;
  detail = crf_detail_new ("login", login, "task", crf_context_get (context, "task"), "from", from, "to", to, "training",
                           crf_context_get (context, "training"), NULL);
  entry.detail = detail;
  if (crf_session_has_delegations (context->session))
    crf_context_notice (context, _("The line counts when the principal investigator has signed it."));
  else
    crf_context_notice (context, _("The log counts when the principal investigator has signed it; until then the roles alone decide."));
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_delegate = {
  .name = "delegate",
  .title = N_ ("Delegate task"),
  .summary = N_ ("Adds a line to the delegation log. From the first line on that the principal investigator has signed, a task counts only from such a line; until then the role alone decides."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .parameters = parameters,
  .run = run,
};
