/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The schedule down the left, the form of the chosen visit on the right. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CRF_TYPE_VISITS_TAB (crf_visits_tab_get_type ())
G_DECLARE_FINAL_TYPE (CrfVisitsTab, crf_visits_tab, CRF, VISITS_TAB, AdwBin)

/* Signal "elsewhere" (const char *tab, CrfTarget *target): this form has a tab of its own. */

G_END_DECLS
