/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands above and below the chart in a picture, and its name. */

#include "crf-timeline-save.h"

#include <glib/gi18n-lib.h>

#include "crf-picture-save.h"
#include "crf-timeline-picture.h"
#include "crf-timeline-words.h"

static char *
make_heading (const CrfTimeline *data)
{
  return g_strdup_printf (data->demo ? "DEMO · %s · %s" : "%s · %s", data->number, data->study);
}

static char *
make_foot (const CrfTimeline *data,
           CrfWriter         *writer)
{
  g_autofree char *today = crf_timeline_words_date (data->today);

  /* Translators: foot of a picture: date, who saved it, and where the study's journal stood */
  return g_strdup_printf (_("Stemward · %s · %s · journal %s"), today, crf_writer_get_name (writer), data->heads);
}

static char *
make_name (const CrfTimeline *data,
           CrfWriter         *writer,
           const char        *format)
{
  g_autofree char *today = crf_writer_dup_today (writer);
  char *name = g_strdup_printf ("%s%s-timeline-%s.%s", data->demo ? "DEMO-" : "", data->number, today, format);

  return g_strdelimit (name, "/\\", '-');
}

static CrfTimelineFormat
format_of (const char *name)
{
  if (g_str_equal (name, "svg"))
    return CRF_TIMELINE_SVG;
  return g_str_equal (name, "pdf") ? CRF_TIMELINE_PDF : CRF_TIMELINE_PNG;
}

void
crf_timeline_save_async (GtkWidget             *widget,
                         CrfWriter             *writer,
                         const CrfTimelineView *view,
                         const char            *format,
                         GAsyncReadyCallback    callback,
                         gpointer               user_data)
{
  g_autofree char *heading = make_heading (view->data);
  g_autofree char *foot = make_foot (view->data, writer);
  g_autofree char *name = make_name (view->data, writer, format);
  g_autofree char *filter = g_strdup_printf ("timeline %s", view->data->number);
  g_autofree char *font = pango_font_description_to_string (
      pango_context_get_font_description (gtk_widget_get_pango_context (widget)));
  GError *error = NULL;
  g_autoptr (GBytes) bytes = crf_timeline_picture_render (view, format_of (format), font, heading, foot, &error);

  if (bytes == NULL)
    g_task_report_error (widget, callback, user_data, crf_timeline_save_async, error);
  else
    crf_picture_save_async (widget, writer, bytes, format, name, view->data->subject, filter, callback, user_data);
}

CrfOutcome *
crf_timeline_save_finish (GAsyncResult *result,
                          GError      **error)
{
  return crf_picture_save_finish (result, error);
}
