/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The infusions of one patient, one card each. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CRF_TYPE_INFUSIONS_TAB (crf_infusions_tab_get_type ())
G_DECLARE_FINAL_TYPE (CrfInfusionsTab, crf_infusions_tab, CRF, INFUSIONS_TAB, AdwBin)

/* Signal "elsewhere" (const char *tab, CrfTarget *target): the whole record is wanted. */

G_END_DECLS
