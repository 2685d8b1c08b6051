/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From 4.12 on a column view can do so by itself (gtk_column_view_set_tab_behavior()). */

#include "crf-tab-stop.h"

struct _CrfTabStop
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (CrfTabStop, crf_tab_stop, ADW_TYPE_BIN)

static gboolean
crf_tab_stop_focus (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean tabs = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (tabs && gtk_widget_get_focus_child (widget) != NULL)
    return FALSE;
  return GTK_WIDGET_CLASS (crf_tab_stop_parent_class)->focus (widget, direction);
}

static void
crf_tab_stop_class_init (CrfTabStopClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = crf_tab_stop_focus;
}

static void
crf_tab_stop_init (CrfTabStop *self)
{
}
