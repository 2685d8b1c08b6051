/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a session may do a thing now: role, delegated task, what it may know, and what the file and the account allow at all. */

#include "crf-blind.h"
#include "crf-delegations.h"
#include "crf-retraining.h"
#include "crf-session-pin.h"
#include "crf-session-private.h"
#include "crf-site-data.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static char *
list_roles (CrfRole roles)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint bit = 0; (1u << bit) <= CRF_ROLES_ALL; bit++)
    if ((roles & (1u << bit)) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? _(", ") : "", crf_role_get_label ((CrfRole) (1u << bit)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static CrfRefusal *
refuse_role (CrfSession *session,
             const CrfUseCase *use_case)
{
  g_autofree char *allowed = list_roles (use_case->roles);
  g_autofree char *remedy = NULL;
  CrfRole other = crf_session_get_roles (session) & use_case->roles;

  if (other != 0)
    {
      g_autofree char *mine = list_roles (other);

      remedy = g_strdup_printf (_("Change to your role: %s."), mine);
    }
  else
    {
      g_autofree char *instead = crf_site_data_remedy (session, use_case);
      g_autofree char *who = g_strdup_printf (_("Ask a colleague with one of these roles: %s."), allowed);

      remedy = instead != NULL ? g_strdup_printf ("%s %s", instead, who) : g_strdup (who);
    }
  return crf_refusal_new ("not-permitted", remedy, _("“%s” is not permitted to the role “%s”."), _ (use_case->title),
                          crf_role_get_label (crf_session_get_role (session)));
}

static CrfRefusal *
check_task (CrfSession *session,
            const CrfUseCase *use_case)
{
  if (use_case->task == NULL)
    return NULL;
  return crf_delegations_check (session, crf_session_get_login (session), crf_session_get_name (session), use_case->task);
}

static CrfRefusal *
check_blinding (CrfSession *session,
                const CrfUseCase *use_case)
{
  gboolean ward_blinded = crf_blind_is_ward_blinded (crf_session_get_study (session));

  if (use_case->blinding == CRF_BLINDING_NONE || crf_session_may_know_arms (session))
    return NULL;
  if (use_case->blinding == CRF_BLINDING_ARMS)
    return crf_refusal_new ("may-not-know", _("Ask an account that may know the arms."), _("Your role may not know the arms of this study."));
  return !ward_blinded ? NULL
                       : crf_refusal_new ("may-not-know", _("Ask the unblinded pharmacist."),
                                          _("In this masked study the pharmacy alone handles lots and preparations; the ward knows preparation numbers."));
}

gboolean
crf_use_case_permitted (CrfSession *session,
                        const CrfUseCase *use_case,
                        CrfRefusal **refusal)
{
  g_autoptr (CrfRefusal) found = NULL;

  if (crf_session_get_account_fault (session) == NULL && (use_case->roles & crf_session_get_role (session)) == 0)
    found = refuse_role (session, use_case);
  else if (crf_session_is_locked (session))
    found = crf_refusal_new ("session-locked", _("Unlock the window with your passphrase."), "%s",
                             crf_session_get_account_fault (session) != NULL ? crf_session_get_account_fault (session) : _("The window is locked."));
  else if (crf_session_is_entry_only (session) && !crf_use_case_is_entry (use_case))
    found = crf_refusal_new ("entry-only", _("Lock the window and unlock it with your passphrase."),
                             _("The shift PIN unlocks for entry only; “%s” needs your passphrase."), _ (use_case->title));
  else if (crf_session_is_read_only (session))
    found = crf_refusal_new ("read-only", _("Copy the file to a place where you may write, and open it there."),
                             _("The study file is open for reading only."));
  else if (crf_session_must_change_passphrase (session) && strcmp (use_case->name, "change-passphrase") != 0)
    found = crf_refusal_new ("passphrase-must-change", _("Choose a passphrase of your own first."),
                             _("Your passphrase must be changed: it is new from an administrator, or too old."));
  else if ((found = check_task (session, use_case)) == NULL)
    {
      found = check_blinding (session, use_case);
      if (found == NULL)
        found = crf_retraining_check (session, use_case);
    }
  if (found == NULL)
    return TRUE;
  if (refusal != NULL)
    *refusal = g_steal_pointer (&found);
  return FALSE;
}
