/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What must I do now? One card a patient with the tasks inside, each with one button that opens the exact form. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_TODAY_PAGE (crf_today_page_get_type ())
G_DECLARE_FINAL_TYPE (CrfTodayPage, crf_today_page, CRF, TODAY_PAGE, AdwBin)

GtkWidget *crf_today_page_new     (CrfWriter    *writer);
/* Whether it lists what one's own role does only, as it does at first. */
gboolean   crf_today_page_is_mine (CrfTodayPage *self);

G_END_DECLS
