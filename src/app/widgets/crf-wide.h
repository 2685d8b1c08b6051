/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Something wide on a page that is not: it scrolls by itself, so that the page around it does not have to. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @child in a frame that scrolls sideways where there is no room, and is as high as the child. @name: what who hears the screen is told it is. */
GtkWidget *crf_wide_new (GtkWidget *child, const char *name);

G_END_DECLS
