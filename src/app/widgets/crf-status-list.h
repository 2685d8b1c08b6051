/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The statuses of patients in the order of a trial's life, to filter lists by. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* "All statuses", then each. */
void        crf_status_list_fill     (GtkDropDown *drop_down);
/* As crf_reader_patient_ids() takes it; NULL: all. */
const char *crf_status_list_get_name (guint        position);

G_END_DECLS
