/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A scrolled window with the four settings that this takes. */

#include "crf-wide.h"

GtkWidget *
crf_wide_new (GtkWidget *child)
{
  return g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_AUTOMATIC, "vscrollbar-policy", GTK_POLICY_NEVER,
                       "propagate-natural-width", TRUE, "child", child, NULL);
}
