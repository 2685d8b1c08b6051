/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The short guide of F1: data/help/guide.md in the person's language, in a window of its own. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *crf_guide_new (GtkWindow *parent);

G_END_DECLS
