/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The progress window. The value is shared by reference, so that work which outlives the window writes into nobody's memory. */

#include "crf-progress-window.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"

#define TICK_MS 100

struct _CrfProgressValue
{
  int permille;
};

struct _CrfProgressWindow
{
  AdwWindow parent_instance;

  /* template */
  GtkLabel *sentence;
  GtkProgressBar *bar;
  GtkWidget *cancel;

  /* owned */
  CrfProgressValue *value;
  GCancellable *cancellable;

  /* ids */
  guint timer;
};

G_DEFINE_FINAL_TYPE (CrfProgressWindow, crf_progress_window, ADW_TYPE_WINDOW)

void
crf_progress_value_set (CrfProgressValue *self, double fraction)
{
  g_atomic_int_set (&self->permille, (int) (CLAMP (fraction, 0, 1) * 1000));
}

void
crf_progress_value_unref (CrfProgressValue *self)
{
  g_atomic_rc_box_release (self);
}

static gboolean
on_tick (gpointer user_data)
{
  CrfProgressWindow *self = user_data;
  int permille = g_atomic_int_get (&self->value->permille);

  if (permille > 0)
    gtk_progress_bar_set_fraction (self->bar, permille / 1000.0);
  else
    gtk_progress_bar_pulse (self->bar);
  return G_SOURCE_CONTINUE;
}

static void
on_cancel (CrfProgressWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  gtk_widget_set_sensitive (self->cancel, FALSE);
  gtk_label_set_label (self->sentence, _("Cancelling…"));
}

/* The window goes when the work has ended, not before. */
static gboolean
crf_progress_window_close_request (GtkWindow *window)
{
  on_cancel (CRF_PROGRESS_WINDOW (window));
  return GDK_EVENT_STOP;
}

static void
crf_progress_window_dispose (GObject *object)
{
  CrfProgressWindow *self = CRF_PROGRESS_WINDOW (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->value, crf_progress_value_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_PROGRESS_WINDOW);

  G_OBJECT_CLASS (crf_progress_window_parent_class)->dispose (object);
}

static void
crf_progress_window_class_init (CrfProgressWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_progress_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = crf_progress_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/widgets/crf-progress-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfProgressWindow, sentence);
  gtk_widget_class_bind_template_child (widget_class, CrfProgressWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfProgressWindow, cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crf_progress_window_init (CrfProgressWindow *self)
{
  self->value = g_atomic_rc_box_new0 (CrfProgressValue);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->timer = g_timeout_add (TICK_MS, on_tick, self);
}

GtkWidget *
crf_progress_window_new (GtkWidget *parent, const char *sentence)
{
  CrfProgressWindow *self = g_object_new (CRF_TYPE_PROGRESS_WINDOW, NULL);
  GtkRoot *root = gtk_widget_get_root (parent);

  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_window_set_title (GTK_WINDOW (self), sentence);
  gtk_label_set_label (self->sentence, sentence);
  return GTK_WIDGET (self);
}

CrfProgressValue *
crf_progress_window_ref_value (CrfProgressWindow *self)
{
  g_return_val_if_fail (CRF_IS_PROGRESS_WINDOW (self), NULL);

  return g_atomic_rc_box_acquire (self->value);
}

GCancellable *
crf_progress_window_get_cancellable (CrfProgressWindow *self)
{
  g_return_val_if_fail (CRF_IS_PROGRESS_WINDOW (self), NULL);

  return self->cancellable;
}
