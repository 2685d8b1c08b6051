/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A line of the schedule: a visit with target, window and state, or one of its forms under it. */

#pragma once

#include <gtk/gtk.h>

#include "crf-schedule.h"

G_BEGIN_DECLS

#define CRF_TYPE_SCHEDULE_ROW (crf_schedule_row_get_type ())
G_DECLARE_FINAL_TYPE (CrfScheduleRow, crf_schedule_row, CRF, SCHEDULE_ROW, GtkListBoxRow)

/* @visit: position in the schedule. @today: ISO, for "in 20 days". */
GtkWidget     *crf_schedule_row_new_visit  (const CrfVisit *visit,
                                            guint           position,
                                            const char     *today,
                                            const char     *language);
GtkWidget     *crf_schedule_row_new_form   (const CrfForm  *form,
                                            guint           position,
                                            const char     *language);
/* The visit's position. */
guint          crf_schedule_row_get_visit  (CrfScheduleRow *self);
/* NULL for a visit's own line. */
const CrfForm *crf_schedule_row_get_form   (CrfScheduleRow *self);
/* "empty", "started", "complete" … of a form's line. */
void           crf_schedule_row_set_state  (CrfScheduleRow *self,
                                            const char     *state);

G_END_DECLS
