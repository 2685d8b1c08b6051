/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opens the coding window at its term. */

#include "crf-coding-button.h"

#include <glib/gi18n-lib.h>

#include "crf-coding-window.h"

typedef struct
{
  CrfWriter *writer;
  char *subject;
  CrfTarget *target;
} Place;

static void
place_free (gpointer data)
{
  Place *place = data;

  g_object_unref (place->writer);
  g_free (place->subject);
  crf_target_free (place->target);
  g_free (place);
}

static void
on_clicked (GtkButton *button,
            gpointer   user_data)
{
  const Place *place = g_object_get_data (G_OBJECT (button), "crf-place");

  crf_coding_window_present (GTK_WIDGET (button), place->writer, place->subject, place->target);
}

GtkWidget *
crf_coding_button_new (CrfWriter            *writer,
                       const char           *subject,
                       const CrfCodableTerm *term)
{
  GtkWidget *button;
  Place *place;

  if (!crf_writer_permitted (writer, "code-event", NULL))
    return NULL;
  place = g_new0 (Place, 1);
  place->writer = g_object_ref (writer);
  place->subject = g_strdup (subject);
  place->target = crf_target_copy (term->target);
  button = gtk_button_new_with_label (_("Code…"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "crf-place", place, place_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), NULL);
  return button;
}
