/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A line of widgets that goes on to the next line where there is no room: chips, short fields, scores. Children keep their
 * natural width where it fits; one that expands takes what is left of its line. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CRF_TYPE_WRAP_BOX (crf_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (CrfWrapBox, crf_wrap_box, CRF, WRAP_BOX, GtkWidget)

GtkWidget *crf_wrap_box_new         (int         spacing,
                                     int         line_spacing);
void       crf_wrap_box_append      (CrfWrapBox *self,
                                     GtkWidget  *child);
void       crf_wrap_box_remove_all  (CrfWrapBox *self);

G_END_DECLS
