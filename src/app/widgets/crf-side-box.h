/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A page with something beside it that is left out where there is no room for both. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CRF_TYPE_SIDE_BOX (crf_side_box_get_type ())
G_DECLARE_FINAL_TYPE (CrfSideBox, crf_side_box, CRF, SIDE_BOX, GtkWidget)

/* Properties "main" and "side" (widgets), "narrow" (int): the width below which the side is left out. */
GtkWidget *crf_side_box_new (void);

G_END_DECLS
