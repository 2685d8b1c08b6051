/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The eligibility checklist, and the bar with the verdict, the signature and the allocation. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CRF_TYPE_ELIGIBILITY_TAB (crf_eligibility_tab_get_type ())
G_DECLARE_FINAL_TYPE (CrfEligibilityTab, crf_eligibility_tab, CRF, ELIGIBILITY_TAB, AdwBin)

G_END_DECLS
