/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A month as a page of a wall calendar: busy days are marked, and say what is on them when they are pressed. It shows and asks nothing: what is on a day
 * comes from conduct/. */

#pragma once

#include <gtk/gtk.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_MONTH (crf_month_get_type ())
G_DECLARE_FINAL_TYPE (CrfMonth, crf_month, CRF, MONTH, GtkBox)

/* Property-less: the template names it. Reads the month that is shown; @today is marked. */
void crf_month_refresh (CrfMonth   *self,
                        CrfWriter  *writer,
                        const char *today);

G_END_DECLS
