/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of verification that needs keys: every sealed box is opened with those of one account, and must be of the study, patient, item
 * and entry where it stands. Nothing of what is inside leaves this file. */

#pragma once

#include "crf-keyring.h"
#include "crf-verify.h"

G_BEGIN_DECLS

typedef struct
{
  guint opened;
  guint not_held; /* sealed to a key that the account does not hold */
  guint erased;   /* the patient's key was erased */
} CrfVerifyOpened;

/* @faults: CrfVerifyFault are added. FALSE with @error only if it could not be done. */
gboolean crf_verify_open (CrfStudyFile *file, CrfKeyring *keyring, GPtrArray *faults, CrfVerifyOpened *opened, GCancellable *cancellable,
                          GError **error);

G_END_DECLS
