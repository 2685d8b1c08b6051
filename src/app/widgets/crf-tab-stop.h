/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Around a list: Tab comes to it and goes on behind it, arrow keys move in it. Without this Tab would stop at each row, and at the end of a long list
 * nobody arrives. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CRF_TYPE_TAB_STOP (crf_tab_stop_get_type ())
G_DECLARE_FINAL_TYPE (CrfTabStop, crf_tab_stop, CRF, TAB_STOP, AdwBin)

G_END_DECLS
