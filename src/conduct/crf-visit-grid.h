/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Patients down, visits across: how each visit of each patient stands. The same plan as the patient's own schedule (crf-visits.h), and how far the
 * visit's forms have come. */

#pragma once

#include "crf-schedule.h"
#include "crf-session.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_GRID_NOT_APPLICABLE, /* another arm, died, left */
  CRF_GRID_EMPTY,          /* nothing entered, not yet due */
  CRF_GRID_DUE,
  CRF_GRID_OVERDUE,
  CRF_GRID_STARTED,
  CRF_GRID_COMPLETE,       /* and so on: the form that has come least far says which */
  CRF_GRID_VERIFIED,
  CRF_GRID_SIGNED,
  CRF_GRID_FROZEN,
  CRF_GRID_LOCKED,
  CRF_GRID_MISSED,
  CRF_GRID_N_STATES
} CrfGridState;

const char *crf_grid_state_get_label (CrfGridState state); /* translated */
const char *crf_grid_state_get_icon (CrfGridState state);  /* icon name; NULL for what does not apply */

typedef struct
{
  const CrfEvent *event; /* of the active version */
  int ordinal;           /* of an event that repeats, from 1; 0: all of its instances in one column */
  char *title;           /* in the session's language, with the ordinal */
} CrfGridColumn;

typedef struct
{
  CrfGridState state;
  guint n;                 /* visits that the cell stands for: more than one of those that nobody planned */
  CrfTarget *target;       /* event, its instance and the form that is opened; NULL where there is nothing to open */
  char *from, *to;         /* ISO; NULL: no date yet */
  char *visit_date;        /* as entered; NULL */
  char *why;               /* translated: why it is not applicable, or why it was missed; NULL */
  gboolean provisional;    /* the anchor may still move */
} CrfGridCell;

typedef struct
{
  char *key, *number, *initials, *status_label;
  GArray *cells;           /* CrfGridCell, one a column */
} CrfGridRow;

/* CrfGridColumn in protocol order; visits that nobody planned come last. */
GPtrArray  *crf_reader_grid_columns (CrfSession *session);
void        crf_grid_column_free (CrfGridColumn *column);
/* CrfGridRow of the patients whose row ids (crf_reader_patient_ids()) are given. */
GPtrArray  *crf_reader_grid_rows (CrfSession *session, const GPtrArray *columns, const gint64 *ids, guint n, GError **error);
void        crf_grid_row_free (CrfGridRow *row);
/* The form that a visit is opened with: its visit form, else its first; NULL: it has none. */
const CrfForm *crf_visit_get_main_form (const CrfEvent *event);

G_END_DECLS
