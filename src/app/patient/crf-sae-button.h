/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The button that writes the report of a serious adverse event. */

#pragma once

#include <gtk/gtk.h>

#include "crf-refusal-bar.h"
#include "crf-writer.h"

G_BEGIN_DECLS

/* @subject: its key; @number: the patient's, for the name of the file; @event: number of the adverse event. Says on @bar how it went. */
GtkWidget *crf_sae_button_new (CrfRefusalBar *bar,
                               CrfWriter     *writer,
                               const char    *subject,
                               const char    *number,
                               const char    *event);

G_END_DECLS
