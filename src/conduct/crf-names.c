/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The key of names and hospital numbers, and the roles that use it. */

#include "crf-names.h"

#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

/* The administrator hands the key on. */
#define ROLES (CRF_ROLE_ADMINISTRATOR | CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR)

CrfRole
crf_names_get_roles (void)
{
  return ROLES;
}

void
crf_names_follow_role (CrfKeyring *keyring,
                       CrfRole role)
{
  if (keyring != NULL)
    crf_keyring_lay_aside (keyring, CRF_ROLE_KEY_IDENTIFIERS, (role & ROLES) == 0);
}

gboolean
crf_session_may_read_identifiers (CrfSession *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (crf_session_get_role (self) & ROLES) != 0 && crf_keyring_holds (crf_session_get_keyring (self), CRF_ROLE_KEY_IDENTIFIERS);
}

gboolean
crf_names_permitted (CrfSession *session,
                     CrfRefusal **refusal)
{
  if (crf_session_may_read_identifiers (session))
    return TRUE;
  if ((crf_session_get_role (session) & ROLES) == 0)
    *refusal = crf_refusal_new ("names-not-permitted", _("Leave names and hospital numbers out, or ask a nurse or an investigator."),
                                _("Names and hospital numbers are not for the role “%s”."), crf_role_get_label (crf_session_get_role (session)));
  else
    *refusal = crf_refusal_new ("key-missing", _("Somebody who holds the key can give it (“Give role keys”)."),
                                _("%s does not hold the key of names and hospital numbers."), crf_session_get_name (session));
  return FALSE;
}
