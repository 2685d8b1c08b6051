/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The blank cover of a locked window: who is signed in, the passphrase, nothing of a patient. Signals "unlocked", "switch-user". */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_LOCK_PAGE (crf_lock_page_get_type ())
G_DECLARE_FINAL_TYPE (CrfLockPage, crf_lock_page, CRF, LOCK_PAGE, AdwBin)

void crf_lock_page_set_writer (CrfLockPage *self,
                               CrfWriter   *writer);
void crf_lock_page_focus      (CrfLockPage *self);
/* Why it is locked, where nobody asked for it. */
void crf_lock_page_show_why   (CrfLockPage *self,
                               const char  *sentence);
/* As if the passphrase had been typed and Enter pressed. */
void crf_lock_page_try        (CrfLockPage *self,
                               const char  *passphrase);

G_END_DECLS
