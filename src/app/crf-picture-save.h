/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A picture that was drawn: asks where, writes the file, and journals it with its SHA-256. A file that cannot be journalled is removed again. */

#pragma once

#include <gtk/gtk.h>

#include "crf-writer.h"

G_BEGIN_DECLS

/* @format: "png", "svg" or "pdf". @subject: whose it is, or NULL. @filter: what was chosen, for the journal. */
void        crf_picture_save_async  (GtkWidget           *widget,
                                     CrfWriter           *writer,
                                     GBytes              *bytes,
                                     const char          *format,
                                     const char          *name,
                                     const char          *subject,
                                     const char          *filter,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
/* results has "name". G_IO_ERROR_CANCELLED: nobody chose a file. */
CrfOutcome *crf_picture_save_finish (GAsyncResult        *result,
                                     GError             **error);

G_END_DECLS
