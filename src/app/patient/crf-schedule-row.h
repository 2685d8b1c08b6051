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
/* A repeat of a form that repeats; and the line that begins another one. */
GtkWidget     *crf_schedule_row_new_repeat (const CrfForm  *form,
                                            const char     *formkey,
                                            int             ordinal,
                                            guint           position,
                                            const char     *language);
GtkWidget     *crf_schedule_row_new_add    (const CrfForm  *form,
                                            guint           position,
                                            const char     *language);
/* Of a repeat's line; else NULL. */
const char    *crf_schedule_row_get_formkey (CrfScheduleRow *self);
gboolean       crf_schedule_row_is_add     (CrfScheduleRow *self);
/* The visit's position. */
guint          crf_schedule_row_get_visit  (CrfScheduleRow *self);
/* NULL for a visit's own line. */
const CrfForm *crf_schedule_row_get_form   (CrfScheduleRow *self);
/* "empty", "started", "complete" … of a form's line. */
void           crf_schedule_row_set_state  (CrfScheduleRow *self,
                                            const char     *state);

G_END_DECLS
