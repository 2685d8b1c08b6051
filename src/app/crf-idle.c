/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One event controller in the capture phase on every toplevel, those that come later too. */

#include "crf-idle.h"

static gint64 last_touch;

static gboolean
on_event (GtkEventControllerLegacy *controller, GdkEvent *event, gpointer user_data)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if (type == GDK_KEY_PRESS || type == GDK_BUTTON_PRESS || type == GDK_MOTION_NOTIFY || type == GDK_SCROLL
      || type == GDK_TOUCH_BEGIN)
    crf_idle_touch ();
  return GDK_EVENT_PROPAGATE;
}

static void
watch_window (GtkWidget *window)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "event", G_CALLBACK (on_event), NULL);
  gtk_widget_add_controller (window, controller);
}

static void
on_toplevels_changed (GListModel *toplevels, guint position, guint removed, guint added, gpointer user_data)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      watch_window (window);
    }
}

void
crf_idle_watch (void)
{
  static gboolean done;
  GListModel *toplevels;

  if (done)
    return;
  done = TRUE;
  crf_idle_touch ();
  toplevels = gtk_window_get_toplevels ();
  g_signal_connect (toplevels, "items-changed", G_CALLBACK (on_toplevels_changed), NULL);
  on_toplevels_changed (toplevels, 0, 0, g_list_model_get_n_items (toplevels), NULL);
}

double
crf_idle_get_seconds (void)
{
  return (double) (g_get_monotonic_time () - last_touch) / G_USEC_PER_SEC;
}

void
crf_idle_touch (void)
{
  last_touch = g_get_monotonic_time ();
}
