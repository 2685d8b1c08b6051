/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The envelopes are secret: they go to one file that the person names, are never shown on the screen, and the writing is journalled. */

#include "crf-envelope-printing.h"

#include <glib/gi18n-lib.h>

#include "crf-dialogs.h"
#include "crf-envelope-pdf.h"
#include "crf-weak.h"

typedef struct
{
  CrfWriter *writer;
  gpointer bar; /* weak */
} Printing;

typedef struct
{
  guint count;
  CrfRefusal *refusal;
} Printed;

static void
printed_free (gpointer data)
{
  Printed *printed = data;

  if (printed == NULL)
    return;
  g_clear_pointer (&printed->refusal, crf_refusal_free);
  g_free (printed);
}

static gpointer
print_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Printed *printed = g_new0 (Printed, 1);

  if (crf_envelope_pdf_write (session, data, &printed->count, &printed->refusal, error) || printed->refusal != NULL)
    return printed;
  printed_free (printed);
  return NULL;
}

static void
on_printed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfRefusalBar) bar = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  Printed *printed = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (bar != NULL && printed == NULL)
    crf_refusal_bar_show_error (bar, error);
  else if (bar != NULL && printed->refusal != NULL)
    crf_refusal_bar_show_notice (bar, printed->refusal->message);
  else if (bar != NULL)
    {
      g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u envelope is written. Print it, close it, put it in the safe, and delete the file.",
                                                            "%u envelopes are written. Print them, close them, put them in the safe, and delete the file.",
                                                            printed->count), printed->count);

      crf_refusal_bar_show_notice (bar, text);
    }
  printed_free (printed);
}

static void
on_file_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Printing *printing = user_data;
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);

  if (file != NULL)
    crf_writer_run_async (printing->writer, print_job, g_strdup (g_file_peek_path (file)), g_free, printed_free, NULL, on_printed,
                          g_steal_pointer (&printing->bar));
  if (printing->bar != NULL)
    g_clear_object (&(GObject *){ crf_weak_take (printing->bar) });
  g_object_unref (printing->writer);
  g_free (printing);
}

void
crf_envelope_printing_start (GtkWidget *parent,
                             CrfWriter *writer,
                             CrfRefusalBar *bar)
{
  Printing *printing = g_new0 (Printing, 1);

  printing->writer = g_object_ref (writer);
  printing->bar = crf_weak_new (bar);
  crf_refusal_bar_clear (bar);
  crf_dialogs_save_file_async (parent, _("Write the code-break envelopes"), CRF_FILE_PDF, "envelopes.pdf", on_file_chosen, printing);
}
