/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One rule for what is told and what is marked. */

#include "crf-dual-role.h"

#include <glib/gi18n-lib.h>

const char *
crf_roles_note (CrfRole roles)
{
  return (roles & CRF_ROLE_ADMINISTRATOR) != 0 && (roles & ~CRF_ROLE_ADMINISTRATOR) != 0 ? _("Administrator with a role in the trial") : NULL;
}

void
crf_roles_tell_dual (CrfUseCaseContext *context,
                     const char *login,
                     CrfRole roles)
{
  if (crf_roles_note (roles) != NULL)
    crf_context_notice (context, _("%s is an administrator and has a role in the trial; this is marked in the audit trail and in print."), login);
}
