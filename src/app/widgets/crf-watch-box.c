/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Read on the writer's thread every quarter of a minute, while it is seen. */

#include "crf-watch-box.h"

#include <glib/gi18n-lib.h>

#include "crf-reader-monitoring.h"
#include "crf-weak.h"

#define SECONDS 15

struct _CrfWatchBox
{
  GtkBox parent_instance;

  CrfWriter *writer;
  guint timer;
  guint sounds;
  GHashTable *sounded; /* "number due" → minutes late at which it sounded last */
};

G_DEFINE_FINAL_TYPE (CrfWatchBox, crf_watch_box, GTK_TYPE_BOX)

static gpointer
read_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_monitored (session, error);
}

static char *
describe (const CrfMonitoring *monitoring)
{
  if (monitoring->minutes_late > 0)
    return g_strdup_printf (_("%s · vital signs due at %s · %d min late"), monitoring->number, monitoring->next_due, monitoring->minutes_late);
  return g_strdup_printf (_("%s · vital signs due at %s"), monitoring->number, monitoring->next_due);
}

static void
sound (CrfWatchBox *self, const CrfMonitoring *monitoring)
{
  g_autofree char *key = g_strdup_printf ("%s %s", monitoring->number, monitoring->next_due_iso);
  gpointer last = NULL;

  if (monitoring->minutes_late < 0)
    return;
  if (g_hash_table_lookup_extended (self->sounded, key, NULL, &last) && GPOINTER_TO_INT (last) == monitoring->minutes_late)
    return;
  g_hash_table_insert (self->sounded, g_steal_pointer (&key), GINT_TO_POINTER (monitoring->minutes_late));
  self->sounds++;
  gdk_display_beep (gtk_widget_get_display (GTK_WIDGET (self)));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfWatchBox) self = crf_weak_take (user_data);
  g_autoptr (GPtrArray) list = crf_writer_run_finish (CRF_WRITER (source), result, NULL);
  GtkWidget *child;

  if (self == NULL || self->writer != CRF_WRITER (source))
    return;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const CrfMonitoring *monitoring = g_ptr_array_index (list, i);
      g_autofree char *text = describe (monitoring);
      GtkWidget *label = gtk_label_new (text);

      gtk_widget_add_css_class (label, monitoring->minutes_late > 0 ? "error" : "numeric");
      gtk_widget_add_css_class (label, "heading");
      gtk_box_append (GTK_BOX (self), label);
      sound (self, monitoring);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), list != NULL && list->len > 0);
}

void
crf_watch_box_refresh (CrfWatchBox *self)
{
  g_return_if_fail (CRF_IS_WATCH_BOX (self));

  if (self->writer != NULL)
    crf_writer_run_async (self->writer, read_job, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, NULL, on_read, crf_weak_new (self));
}

static gboolean
on_timer (gpointer data)
{
  CrfWatchBox *self = data;

  /* Only the cover sounds: behind it the pages show the same. */
  if (gtk_widget_get_child_visible (GTK_WIDGET (self)) && gtk_widget_get_parent (GTK_WIDGET (self)) != NULL
      && gtk_widget_get_mapped (gtk_widget_get_parent (GTK_WIDGET (self))))
    crf_watch_box_refresh (self);
  return G_SOURCE_CONTINUE;
}

void
crf_watch_box_set_writer (CrfWatchBox *self, CrfWriter *writer)
{
  g_return_if_fail (CRF_IS_WATCH_BOX (self));

  g_set_object (&self->writer, writer);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_hash_table_remove_all (self->sounded);
  if (writer != NULL)
    self->timer = g_timeout_add_seconds (SECONDS, on_timer, self);
  else
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

guint
crf_watch_box_get_sounds (CrfWatchBox *self)
{
  g_return_val_if_fail (CRF_IS_WATCH_BOX (self), 0);

  return self->sounds;
}

static void
crf_watch_box_dispose (GObject *object)
{
  CrfWatchBox *self = CRF_WATCH_BOX (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->writer);
  G_OBJECT_CLASS (crf_watch_box_parent_class)->dispose (object);
}

static void
crf_watch_box_finalize (GObject *object)
{
  g_hash_table_unref (CRF_WATCH_BOX (object)->sounded);
  G_OBJECT_CLASS (crf_watch_box_parent_class)->finalize (object);
}

static void
crf_watch_box_class_init (CrfWatchBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crf_watch_box_dispose;
  G_OBJECT_CLASS (klass)->finalize = crf_watch_box_finalize;
}

static void
crf_watch_box_init (CrfWatchBox *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->sounded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}
