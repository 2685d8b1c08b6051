/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which role keys go with which roles, decided once: who is given one, and from whom it is taken when roles change or an account closes or ends. */

#pragma once

#include "crf-keyring.h"
#include "crf-session.h"

G_BEGIN_DECLS

/* Roles that may know the arms. */
CrfRole  crf_entitlement_knowing (CrfStudy *study);
/* Whether one person would both know the arms and be kept from them: no account of a masked study has such roles. Where nothing is masked any
 * roles go together. */
gboolean crf_entitlement_mixes (CrfStudy *study, CrfRole roles);
/* Whether an account with @roles (0: closed) holds @role_key in this study. */
gboolean crf_entitlement_holds (CrfStudy *study, CrfRole roles, const char *role_key);
/* Takes from the account what does not go with @roles any more. Who loses the key of a masked study's arms shall not read what is sealed later:
 * a new one is made for those who are left. */
gboolean crf_entitlement_withdraw (CrfTransaction *txn, CrfStudy *study, const char *login, CrfRole roles, GError **error);
/* The same for every account that is closed, or whose last day is over: nobody acts on that day, so each sign-in looks. */
gboolean crf_entitlement_follow_accounts (CrfSession *session, GError **error);

G_END_DECLS
