/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Printing the code-break envelopes from the window. */

#pragma once

#include <gtk/gtk.h>

#include "crf-refusal-bar.h"
#include "crf-writer.h"

G_BEGIN_DECLS

/* Asks for a file, writes a page a slot into it, and says on @bar how many. */
void crf_envelope_printing_start (GtkWidget *parent, CrfWriter *writer, CrfRefusalBar *bar);

G_END_DECLS
