/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is watched after an infusion, for the lock cover: subject number, time due, minutes late, and nothing else; it sounds when a reading is due and
 * each minute that it is late. */

#pragma once

#include <gtk/gtk.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_WATCH_BOX (crf_watch_box_get_type ())

G_DECLARE_FINAL_TYPE (CrfWatchBox, crf_watch_box, CRF, WATCH_BOX, GtkBox)

/* NULL: nobody's file. */
void  crf_watch_box_set_writer (CrfWatchBox *self, CrfWriter *writer);
/* Reads again now; for tests. */
void  crf_watch_box_refresh    (CrfWatchBox *self);
guint crf_watch_box_get_sounds (CrfWatchBox *self);

G_END_DECLS
