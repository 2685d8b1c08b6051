/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One eligibility criterion: number, text, what the data say, the answer and its effect in words; sub-questions where it has some. */

#pragma once

#include <gtk/gtk.h>

#include "crf-field-row.h"
#include "crf-reader.h"

G_BEGIN_DECLS

#define CRF_TYPE_CRITERION_ROW (crf_criterion_row_get_type ())
G_DECLARE_FINAL_TYPE (CrfCriterionRow, crf_criterion_row, CRF, CRITERION_ROW, GtkBox)

/* Signals
 *   "answer" (const char *answer, const char *reason): "Y", "N", "U" or "NA"; reason NULL until one was asked for. What was confirmed goes with it:
 *     crf_criterion_row_get_confirm()
 *   "part" (CrfFieldRow *): a sub-question was answered; answer the row */
GtkWidget   *crf_criterion_row_new          (const CrfCriterionState *state,
                                             const GPtrArray         *extras,
                                             const char              *language);
/* @extras: CrfFieldState of the form's fields that stand beside the criterion without being its sub-questions (its free text), or NULL.
 * Both must live until the next pour or the row's end. */
void         crf_criterion_row_pour         (CrfCriterionRow         *self,
                                             const CrfCriterionState *state,
                                             const GPtrArray         *extras);
/* Whether the field of @row is one of the criterion's sub-questions. */
gboolean     crf_criterion_row_is_part      (CrfCriterionRow         *self,
                                             CrfFieldRow             *row);
const CrfCriterionState *crf_criterion_row_get_state (CrfCriterionRow *self);
/* The note typed about the source, or NULL. */
char        *crf_criterion_row_dup_note     (CrfCriterionRow         *self);
void         crf_criterion_row_set_editable (CrfCriterionRow         *self,
                                             gboolean                 editable);

/* The id of the question that was answered with yes, or NULL. */
const char  *crf_criterion_row_get_confirm  (CrfCriterionRow         *self);

/* Answers to "answer": it is stored; a sentence that stays; or a question. */
void         crf_criterion_row_show_stored  (CrfCriterionRow         *self);
void         crf_criterion_row_show_error   (CrfCriterionRow         *self,
                                             const char              *sentence);
void         crf_criterion_row_ask          (CrfCriterionRow         *self,
                                             const CrfPrompt         *prompt);
gboolean     crf_criterion_row_owns         (CrfCriterionRow         *self,
                                             const char              *item);
void         crf_criterion_row_take_focus   (CrfCriterionRow         *self);

G_END_DECLS
