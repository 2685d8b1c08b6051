/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may read names, hospital and telephone numbers, decided once: the role says who works with them, the key ring whether they open. */

#pragma once

#include "crf-keyring.h"
#include "crf-session.h"

G_BEGIN_DECLS

/* Roles that work with names, and whose accounts hold the key. */
CrfRole  crf_names_get_roles (void);
/* In any other role the account's key is laid aside: whatever reads, prints, searches or exports with the ring finds it sealed. */
void     crf_names_follow_role (CrfKeyring *keyring, CrfRole role);
/* For what cannot be done without names. FALSE with @refusal. */
gboolean crf_names_permitted (CrfSession *session, CrfRefusal **refusal);

G_END_DECLS
