/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The checks of a study file that need somebody who is signed in: what is sealed is opened, what is derived is computed again. Both write
 * nothing and name no values. The rest is crf_verify(), which needs no key. */

#pragma once

#include "crf-session.h"
#include "crf-verify.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *faults;              /* CrfVerifyFault */
  guint opened, not_held, erased; /* boxes */
  guint subjects, computed;       /* patients, and derived values of theirs */
} CrfRecheck;

CrfRecheck *crf_recheck_new (void);
void        crf_recheck_free (CrfRecheck *self);
/* Opens every sealed box that the session holds the key of. */
gboolean    crf_recheck_open (CrfRecheck *self, CrfSession *session, GCancellable *cancellable, GError **error);
/* Computes all derived values again and compares. Needs a session that reads the identifiers (ages and dates go into scores), and a file that can be
 * written, although nothing is: CRF_STORE_ERROR_KEY or READ_ONLY else. */
gboolean    crf_recheck_compute (CrfRecheck *self, CrfSession *session, CrfProgress progress, gpointer data, GCancellable *cancellable,
                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfRecheck, crf_recheck_free)

G_END_DECLS
