/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The words over the columns of a section: value, unit, reference, flag, last. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CRF_TYPE_COLUMN_HEADINGS (crf_column_headings_get_type ())
G_DECLARE_FINAL_TYPE (CrfColumnHeadings, crf_column_headings, CRF, COLUMN_HEADINGS, GtkWidget)

void crf_column_headings_show_last (CrfColumnHeadings *self,
                                    gboolean           show);

G_END_DECLS
