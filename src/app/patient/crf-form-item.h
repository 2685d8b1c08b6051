/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A line in a list of forms: the form, what it is about, how it stands. */

#pragma once

#include <gtk/gtk.h>

#include "crf-form-state.h"

G_BEGIN_DECLS

#define CRF_TYPE_FORM_ITEM (crf_form_item_get_type ())
G_DECLARE_FINAL_TYPE (CrfFormItem, crf_form_item, CRF, FORM_ITEM, GtkListBoxRow)

/* @kind: of the form that a click adds. */
GtkWidget       *crf_form_item_new_add     (const char         *label,
                                            const char         *kind);
/* The line that goes back from a form; its "add" is "overview". */
GtkWidget       *crf_form_item_new_overview (void);
/* @title NULL: the form's own. */
GtkWidget       *crf_form_item_new         (const CrfFormState *state,
                                            const char         *title,
                                            const char         *language);
/* NULL for Add. */
const CrfTarget *crf_form_item_get_target  (CrfFormItem        *self);
const char      *crf_form_item_get_add     (CrfFormItem        *self);
/* What stands above the line, for the list's header function: a row of its own would stop Tab before the list. */
void             crf_form_item_set_heading (CrfFormItem        *self,
                                            const char         *heading);
const char      *crf_form_item_get_heading (CrfFormItem        *self);

G_END_DECLS
