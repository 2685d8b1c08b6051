/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the person is, and where she looks: a question under the last field of a page would be missed. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Once the widget has its new size. */
void     crf_reveal (GtkWidget *widget);

/* Whether the keyboard is in @widget or below it. gtk_widget_get_focus_child() remembers where it was, too. */
gboolean crf_has_focus (GtkWidget *widget);

G_END_DECLS
