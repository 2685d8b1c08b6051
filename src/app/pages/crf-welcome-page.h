/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shown when no study file is open: recent files, New study, Open, the demonstration. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CRF_TYPE_WELCOME_PAGE (crf_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (CrfWelcomePage, crf_welcome_page, CRF, WELCOME_PAGE, AdwBin)

/* Reads the list of recent files again. */
void crf_welcome_page_refresh (CrfWelcomePage *self);
/* While a file is being made: the sentence with a spinner, or NULL. */
void crf_welcome_page_set_busy (CrfWelcomePage *self, const char *sentence);

G_END_DECLS
