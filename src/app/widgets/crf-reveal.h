/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the person is, and where she looks: a question under the last field of a page would be missed. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Once the widget has its new size. */
void     crf_reveal (GtkWidget *widget);

/* Whether the keyboard is in @widget or below it. gtk_widget_get_focus_child() remembers where it was, too. */
gboolean crf_has_focus (GtkWidget *widget);

/* The focus of a widget that gives it on to its children (grab_focus): from one to the next and out again. GTK's own would stop at a child that has
 * it when going back: it then asks the widget around to take the focus, and does not expect that to give it to the same child again. */
gboolean crf_focus_through (GtkWidget *widget, GtkDirectionType direction);

G_END_DECLS
