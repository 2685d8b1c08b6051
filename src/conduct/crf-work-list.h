/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The day's work as the ward reads it: the tasks of crf_reader_tasks() one row a patient, by urgency or by bed, of everybody or only what one's own role
 * does; and which days of the calendar are busy. */

#pragma once

#include "crf-reader.h"

G_BEGIN_DECLS

typedef enum { CRF_WORK_BY_URGENCY, CRF_WORK_BY_BED } CrfWorkOrder;

typedef struct
{
  const CrfPatient *patient; /* of the first task */
  GPtrArray *tasks;          /* const CrfTask, the most urgent first */
} CrfWorkRow;

/* CrfWorkRow over @tasks (as crf_reader_tasks() gives them), which must live as long. Beds are in the order that people count in: 12-7 before 12-10; patients
 * without a bed come last. @mine: only what the session's role does. */
GPtrArray *crf_work_rows (const GPtrArray *tasks, CrfWorkOrder order, gboolean mine);

/* How many tasks these rows hold. */
guint      crf_work_count (const GPtrArray *tasks, gboolean mine);

typedef struct
{
  char *date;                /* ISO */
  GPtrArray *lines;          /* char *: "S-011 · Week 24"; infusions first */
  guint n_infusions;
} CrfBusyDay;

/* The days from @from to @to (ISO, both included) on which a visit or an infusion is planned, in order: CrfBusyDay. */
GPtrArray *crf_reader_busy_days (CrfSession *session, const char *from, const char *to, GError **error);
void       crf_busy_day_free (CrfBusyDay *day);

G_END_DECLS
