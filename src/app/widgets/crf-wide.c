/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A scrolled window with the four settings that this takes. */

#include "crf-wide.h"

GtkWidget *
crf_wide_new (GtkWidget *child, const char *name)
{
  GtkWidget *wide = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_AUTOMATIC, "vscrollbar-policy", GTK_POLICY_NEVER,
                                  "propagate-natural-width", TRUE, "child", child, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (wide), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return wide;
}
