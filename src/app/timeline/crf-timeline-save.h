/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "Save picture": draws what is seen, asks where, writes the file, and journals it with its SHA-256. A file that
 * cannot be journalled is removed again. */

#pragma once

#include <gtk/gtk.h>

#include "crf-timeline-layout.h"
#include "crf-writer.h"

G_BEGIN_DECLS

/* @format: "png", "svg" or "pdf". @view is drawn at once and not kept. @widget: asks for its window, and says in
 * which type. */
void        crf_timeline_save_async  (GtkWidget             *widget,
                                      CrfWriter             *writer,
                                      const CrfTimelineView *view,
                                      const char            *format,
                                      GAsyncReadyCallback    callback,
                                      gpointer               user_data);
/* results has "name". G_IO_ERROR_CANCELLED: nobody chose a file. */
CrfOutcome *crf_timeline_save_finish (GAsyncResult          *result,
                                      GError               **error);

G_END_DECLS
