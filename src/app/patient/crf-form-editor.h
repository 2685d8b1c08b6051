/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A form with the file behind it: reads the state, hands what was typed to the use case "enter", and tells each field what became
 * of it. */

#pragma once

#include <adwaita.h>

#include "crf-form-view.h"
#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_FORM_EDITOR (crf_form_editor_get_type ())
G_DECLARE_FINAL_TYPE (CrfFormEditor, crf_form_editor, CRF, FORM_EDITOR, AdwBin)

/* Signal "changed": something was stored, or the form was completed. */
GtkWidget   *crf_form_editor_new        (void);
void         crf_form_editor_set_writer (CrfFormEditor   *self,
                                         CrfWriter       *writer);
/* Shows the form; what stands under the cursor of the one before is stored first. @visit may be NULL. */
void         crf_form_editor_open       (CrfFormEditor   *self,
                                         const CrfTarget *target,
                                         const CrfVisit  *visit);
/* Reads the form again; what is being typed stays. */
void         crf_form_editor_refresh    (CrfFormEditor   *self);
void         crf_form_editor_leave      (CrfFormEditor   *self);
/* The form shown, or NULL. Its keys are complete once something was stored in it. */
const CrfTarget *crf_form_editor_get_target (CrfFormEditor *self);
/* Puts the cursor into the field of @item, or the first that is empty where it is NULL. */
void         crf_form_editor_focus_item (CrfFormEditor   *self,
                                         const char      *item,
                                         const char      *groupkey);
CrfFormView *crf_form_editor_get_view   (CrfFormEditor   *self);

G_END_DECLS
