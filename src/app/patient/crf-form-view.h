/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A form as a page shows it, poured from a CrfFormState: head, sections, scores. It stores nothing; whoever holds it listens to its
 * signals and answers the row. */

#pragma once

#include <gtk/gtk.h>

#include "crf-field-row.h"
#include "crf-schedule.h"

G_BEGIN_DECLS

#define CRF_TYPE_FORM_VIEW (crf_form_view_get_type ())
G_DECLARE_FINAL_TYPE (CrfFormView, crf_form_view, CRF, FORM_VIEW, GtkBox)

/* Signals
 *   "store" (CrfFieldRow *):   the field was left with something new; answer the row
 *   "typing" (CrfFieldRow *):  somebody types in it, and has paused a moment
 *   "history" (CrfFieldRow *), "query" (CrfFieldRow *)
 *   "complete":                the button */
GtkWidget    *crf_form_view_new         (void);

/* Takes @state over. The rows stay where the form is the same one, with what is being typed in them. */
void          crf_form_view_set_state   (CrfFormView        *self,
                                         CrfFormState       *state,
                                         const char         *language);
const CrfFormState *crf_form_view_get_state (CrfFormView    *self);
/* Target, window and whether the visit date lies in it; NULL for forms that belong to no visit. */
void          crf_form_view_set_visit   (CrfFormView        *self,
                                         const CrfVisit     *visit,
                                         const char         *language);
/* A widget at the end of the head: which of the visit's forms is shown. */
void          crf_form_view_set_switch  (CrfFormView        *self,
                                         GtkWidget          *child);
void          crf_form_view_set_scores  (CrfFormView        *self,
                                         const GPtrArray    *scores);

/* CrfFieldRow, in the order of the paper form. */
GPtrArray    *crf_form_view_get_rows    (CrfFormView        *self);
CrfFieldRow  *crf_form_view_find_row    (CrfFormView        *self,
                                         const char         *item,
                                         const char         *groupkey);
/* The first field that is empty, else the first. */
void          crf_form_view_take_focus  (CrfFormView        *self);
/* Stores what stands under the cursor, as leaving the field would: before another form is shown. */
void          crf_form_view_commit      (CrfFormView        *self);
void          crf_form_view_set_busy    (CrfFormView        *self,
                                         gboolean            busy);

/* Second entry: rows are stored apart and compared. Signal "second" when the person changes it. */
void      crf_form_view_set_second (CrfFormView *self, gboolean second);
gboolean  crf_form_view_is_second  (CrfFormView *self);

G_END_DECLS
