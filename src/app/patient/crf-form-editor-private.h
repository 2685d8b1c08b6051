/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shared by the files of the editor of one form. */

#pragma once

#include "crf-form-editor.h"
#include "crf-refusal-bar.h"

G_BEGIN_DECLS

/* NULL once it is disposed of. */
CrfWriter     *_crf_form_editor_get_writer      (CrfFormEditor  *self);
CrfRefusalBar *_crf_form_editor_get_bar         (CrfFormEditor  *self);
/* Something was stored: reads the form again and says so. */
void           _crf_form_editor_changed         (CrfFormEditor  *self);

/* crf-form-editor-query.c */
void           _crf_form_editor_query           (CrfFormEditor  *self,
                                                 CrfFieldRow    *row);

/* crf-form-editor-samples.c */
void           _crf_form_editor_install_samples (GtkWidgetClass *widget_class);

/* Verifying in bulk, and rows of a second entry: "form.verify", "form.finish-second", "form.decide-row". */
void           _crf_form_editor_install_marks (GtkWidgetClass *widget_class);

G_END_DECLS
