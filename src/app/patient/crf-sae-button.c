/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asks for the file and writes it on the writer's thread. */

#include "crf-sae-button.h"

#include <glib/gi18n-lib.h>

#include "crf-paper-safety.h"
#include "crf-paper-save.h"

typedef struct
{
  char *subject, *event;
} Print;

typedef struct
{
  CrfRefusalBar *bar; /* borrowed: it lives on the page of the button */
  CrfWriter *writer;
  char *subject, *number, *event;
} Report;

static void
print_free (gpointer data)
{
  Print *print = data;

  g_free (print->subject);
  g_free (print->event);
  g_free (print);
}

static void
report_free (gpointer data)
{
  Report *report = data;

  g_object_unref (report->writer);
  g_free (report->subject);
  g_free (report->number);
  g_free (report->event);
  g_free (report);
}

static gboolean
write_report (CrfSession *session, gpointer data, const char *path, CrfRefusal **refusal, GError **error)
{
  const Print *print = data;

  return crf_sae_pdf_write (session, print->subject, print->event, path, refusal, error);
}

static void
on_clicked (GtkButton *button,
            gpointer   user_data)
{
  const Report *report = g_object_get_data (G_OBJECT (button), "crf-report");
  g_autofree char *name = g_strdup_printf ("SAE-%s-%s.pdf", report->number, report->event);
  Print *print = g_new0 (Print, 1);

  print->subject = g_strdup (report->subject);
  print->event = g_strdup (report->event);
  crf_paper_save (report->bar, report->writer, _("Report of a serious adverse event"), name, _("The report is written."), write_report, print, print_free);
}

GtkWidget *
crf_sae_button_new (CrfRefusalBar *bar,
                    CrfWriter     *writer,
                    const char    *subject,
                    const char    *number,
                    const char    *event)
{
  GtkWidget *button = gtk_button_new_with_label (_("Print report…"));
  Report *report = g_new0 (Report, 1);

  report->bar = bar;
  report->writer = g_object_ref (writer);
  report->subject = g_strdup (subject);
  report->number = g_strdup (number);
  report->event = g_strdup (event);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "crf-report", report, report_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), NULL);
  return button;
}
