/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The timeline as rows of text: everything that the chart shows and what it cannot (events without a date, visits
 * that do not apply). */

#pragma once

#include <gtk/gtk.h>

#include "crf-reader-timeline.h"

G_BEGIN_DECLS

/* Columns: day, date, what, entry, remark, visit. */
#define CRF_TIMELINE_TABLE_COLUMNS 6

/* CrfRowObject in order of time, undated ones last; data: CrfTarget of the form, or NULL. */
GListStore *crf_timeline_table_new    (const CrfTimeline *timeline);
/* Appends the columns to @view. */
void        crf_timeline_table_set_up (GtkColumnView     *view);

G_END_DECLS
