/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The button beside a verbatim term that opens its coding. */

#pragma once

#include <gtk/gtk.h>

#include "crf-coding.h"
#include "crf-writer.h"

G_BEGIN_DECLS

/* NULL where the role does not code. */
GtkWidget *crf_coding_button_new (CrfWriter            *writer,
                                  const char           *subject,
                                  const CrfCodableTerm *term);

G_END_DECLS
