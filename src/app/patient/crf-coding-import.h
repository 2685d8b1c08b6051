/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes the person's own MedDRA in: asks for the folder, reads it beside the window. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void  crf_coding_import_async  (GtkWidget           *parent,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
/* What was imported and what is to be said of it; NULL without an error: no folder was chosen. Free it. */
char *crf_coding_import_finish (GAsyncResult        *result,
                                GError             **error);

G_END_DECLS
