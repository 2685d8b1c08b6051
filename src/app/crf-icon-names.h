/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A button that shows only an icon is called, for who hears the screen, what its tooltip says. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on, for every button that comes in sight. A second call does nothing. */
void crf_icon_names_give (void);

G_END_DECLS
