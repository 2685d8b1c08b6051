/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A short number that a person chooses for one shift at one workstation. It is no key and opens none: it lives in locked memory as an Argon2id hash with a
 * salt of its own, is never written anywhere, and is gone with the program. */

#pragma once

#include "crf-study-file.h"

G_BEGIN_DECLS

typedef struct _CrfShiftPin CrfShiftPin;

/* About half a second, as for a passphrase (less in a demonstration): so long each guess takes. NULL with @error where there is no memory for it. */
CrfShiftPin *crf_shift_pin_new (CrfStudyFile *file, const char *pin, GError **error);
gboolean     crf_shift_pin_matches (CrfShiftPin *self, const char *pin);
/* Overwrites it. */
void         crf_shift_pin_free (CrfShiftPin *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfShiftPin, crf_shift_pin_free)

G_END_DECLS
