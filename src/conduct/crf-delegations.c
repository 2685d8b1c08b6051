/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Delegated tasks: what counts is what the principal investigator has signed. */

#include "crf-delegations.h"

#include "crf-records-trust.h"
#include "crf-session-private.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct { const char *task, *label; } tasks[] = {
  { "consent", N_ ("Informed consent") },    { "eligibility", N_ ("Eligibility") },     { "causality", N_ ("Causality of adverse events") },
  { "prescribe", N_ ("Prescribing") },       { "prepare", N_ ("Preparing the cells") }, { "check", N_ ("Second check") },
  { "infuse", N_ ("Infusing") },             { "enter", N_ ("Entering data") },
};

const char *
crf_delegations_task_label (const char *task)
{
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    if (strcmp (tasks[i].task, task) == 0)
      return _ (tasks[i].label);
  return task;
}

/* "Zhou Hui, Chen Jie": who can sign. NULL: nobody. */
static char *
list_signers (CrfSession *session)
{
  g_autoptr (GPtrArray) accounts = crf_records_accounts (crf_session_get_file (session), NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const CrfAccountRecord *account = g_ptr_array_index (accounts, i);

      if (account->enabled && g_strv_contains ((const char *const *) account->roles, crf_role_get_name (CRF_ROLE_PRINCIPAL_INVESTIGATOR)))
        g_string_append_printf (text, "%s%s", text->len > 0 ? _(", ") : "", account->name);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static CrfRefusal *
refuse_unsigned (CrfSession *session,
                 const char *name,
                 const char *task)
{
  const CrfUseCase *sign = crf_use_case_find ("sign-delegations");
  g_autofree char *signers = list_signers (session);
  g_autofree char *remedy = signers != NULL ? g_strdup_printf (_("“%1$s”, under Study & users, is done by: %2$s."), _ (sign->title), signers)
                                            : g_strdup (_("Nobody here is principal investigator: an administrator gives that role, and who has it signs the log."));
  CrfRefusal *refusal = crf_refusal_new ("task-not-signed", remedy, _("The principal investigator has not yet signed the delegation of “%1$s” to %2$s."),
                                         crf_delegations_task_label (task), name);

  refusal->remedy_action = g_strdup (crf_session_get_role (session) == CRF_ROLE_PRINCIPAL_INVESTIGATOR ? sign->name : "page:study");
  return refusal;
}

CrfRefusal *
crf_delegations_check (CrfSession *session,
                       const char *login,
                       const char *name,
                       const char *task)
{
  CrfDelegated delegated;

  if (!crf_session_has_delegations (session))
    return NULL;
  delegated = crf_records_delegated (crf_session_get_file (session), login, task, crf_session_get_today (session));
  if (delegated == CRF_DELEGATED_SIGNED)
    return NULL;
  if (delegated == CRF_DELEGATED_UNSIGNED)
    return refuse_unsigned (session, name, task);
  return crf_refusal_new ("task-not-delegated", _("The principal investigator delegates tasks in the delegation log."),
                          _("The task “%s” is not delegated to %s today."), crf_delegations_task_label (task), name);
}

gboolean
crf_delegations_had (CrfSession *session,
                     const char *login,
                     const char *task,
                     const char *day)
{
  return !crf_session_has_delegations (session) ||
         crf_records_delegated (crf_session_get_file (session), login, task, day) == CRF_DELEGATED_SIGNED;
}

GPtrArray *
crf_delegations_unsigned (CrfSession *session,
                          GError **error)
{
  GPtrArray *lines = crf_records_delegations (crf_session_get_file (session), error);

  for (guint i = lines != NULL ? lines->len : 0; i > 0; i--)
    if (g_strcmp0 (((const CrfDelegationRecord *) g_ptr_array_index (lines, i - 1))->signed_, "1") == 0)
      g_ptr_array_remove_index (lines, i - 1);
  return lines;
}
