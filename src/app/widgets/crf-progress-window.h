/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Long work before which nothing else can be done: what it is, how far it is, Cancel. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* How far the work is; set on any thread, read by the window. */
typedef struct _CrfProgressValue CrfProgressValue;
void              crf_progress_value_set   (CrfProgressValue *self,
                                            double            fraction);
void              crf_progress_value_unref (CrfProgressValue *self);

#define CRF_TYPE_PROGRESS_WINDOW (crf_progress_window_get_type ())
G_DECLARE_FINAL_TYPE (CrfProgressWindow, crf_progress_window, CRF, PROGRESS_WINDOW, AdwWindow)

/* @parent: a widget of the window that waits. The caller destroys it when the work has ended. */
GtkWidget        *crf_progress_window_new             (GtkWidget         *parent,
                                                       const char        *sentence);
CrfProgressValue *crf_progress_window_ref_value       (CrfProgressWindow *self);
/* Cancelled by the button and Escape. */
GCancellable     *crf_progress_window_get_cancellable (CrfProgressWindow *self);

G_END_DECLS
