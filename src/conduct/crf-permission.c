/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a session may do a thing now: role, delegated task, and what the file and the account allow at all. */

#include "crf-retraining.h"
#include "crf-session-pin.h"
#include "crf-session-private.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static char *
list_roles (CrfRole roles)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint bit = 0; (1u << bit) <= CRF_ROLES_ALL; bit++)
    if ((roles & (1u << bit)) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", crf_role_get_label ((CrfRole) (1u << bit)));
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
    remedy = g_strdup_printf (_("Ask a colleague with one of these roles: %s."), allowed);
  return crf_refusal_new ("not-permitted", remedy, _("“%s” is not permitted to the role “%s”."), _ (use_case->title),
                          crf_role_get_label (crf_session_get_role (session)));
}

static CrfRefusal *
check_task (CrfSession *session,
            const CrfUseCase *use_case)
{
  /* Until the study keeps a delegation log, the role alone decides. */
  if (use_case->task == NULL || !crf_session_has_delegations (session) ||
      crf_records_has_task (crf_session_get_file (session), crf_session_get_login (session), use_case->task,
                            crf_session_get_today (session)))
    return NULL;
  return crf_refusal_new ("task-not-delegated", _("The principal investigator delegates tasks in the delegation log."),
                          _("The task “%s” is not delegated to %s today."), use_case->task, crf_session_get_name (session));
}

gboolean
crf_use_case_permitted (CrfSession *session,
                        const CrfUseCase *use_case,
                        CrfRefusal **refusal)
{
  g_autoptr (CrfRefusal) found = NULL;

  if ((use_case->roles & crf_session_get_role (session)) == 0)
    found = refuse_role (session, use_case);
  else if (crf_session_is_locked (session))
    found = crf_refusal_new ("session-locked", _("Unlock the window with your passphrase."), _("The window is locked."));
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
    found = crf_retraining_check (session, use_case);
  if (found == NULL)
    return TRUE;
  if (refusal != NULL)
    *refusal = g_steal_pointer (&found);
  return FALSE;
}
