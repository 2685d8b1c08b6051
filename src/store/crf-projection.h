/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The projections: every table but journal and keyslot. Applying an entry is a function of the
 * entry and the database alone, the same when it is written and when it is replayed: no clock,
 * no random number, no setting. */

#pragma once

#include "crf-journal.h"

G_BEGIN_DECLS

/* Applies one entry. Entries of actions that change no projection are fine. CONFLICT if it
 * contradicts what is there. */
gboolean    crf_projection_apply (CrfDb *db, const CrfStored *entry, GError **error);
/* Empties all projections and replays the journal, inside the caller's transaction. */
gboolean    crf_projection_rebuild (CrfDb *db, GError **error);
/* Names of the projection tables, parents before children. NULL-terminated. */
extern const char *const crf_projection_tables[];

G_END_DECLS
