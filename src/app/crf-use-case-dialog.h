/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A dialog for any use case, made from its entry in the registry: one field for each parameter, in its order. Refusals and prompts are
 * answered in place; what was typed stays until it is stored. Signal "done" (CrfOutcome *, for the handler's time only). */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_USE_CASE_DIALOG (crf_use_case_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CrfUseCaseDialog, crf_use_case_dialog, CRF, USE_CASE_DIALOG, AdwWindow)

/* @parent: a widget of the window that asks. @subject may be NULL. NULL (and a message) for a name that the registry does not know. */
CrfUseCaseDialog *crf_use_case_dialog_new          (GtkWidget          *parent,
                                                    CrfWriter          *writer,
                                                    const char         *use_case,
                                                    const char         *subject);
/* The same, and shown at once where the role may do it; else says why not. */
CrfUseCaseDialog *crf_use_case_dialog_present      (GtkWidget          *parent,
                                                    CrfWriter          *writer,
                                                    const char         *use_case,
                                                    const char         *subject);

/* @value is passed on and not asked. NULL: the parameter is neither asked nor passed. */
void              crf_use_case_dialog_preset       (CrfUseCaseDialog   *self,
                                                    const char         *key,
                                                    const char         *value);
/* Stands in the field at first. */
void              crf_use_case_dialog_fill         (CrfUseCaseDialog   *self,
                                                    const char         *key,
                                                    const char         *value);
/* A choice instead of a text field: NULL-terminated codes and their labels. */
void              crf_use_case_dialog_set_choices  (CrfUseCaseDialog   *self,
                                                    const char         *key,
                                                    const char *const  *codes,
                                                    const char *const  *labels);
/* A line under the field: unit, limit, example. */
void              crf_use_case_dialog_set_hint     (CrfUseCaseDialog   *self,
                                                    const char         *key,
                                                    const char         *hint);
/* A heading before the field @key. */
void              crf_use_case_dialog_begin_section (CrfUseCaseDialog  *self,
                                                    const char         *key,
                                                    const char         *title);
/* Moves the field @key to @position. */
void              crf_use_case_dialog_move_field   (CrfUseCaseDialog   *self,
                                                    const char         *key,
                                                    guint               position);
/* The sentence at the head instead of the use case's own; NULL: none. The line above it instead of the patient's; NULL: that stays. */
void              crf_use_case_dialog_set_texts    (CrfUseCaseDialog   *self,
                                                    const char         *identity,
                                                    const char         *summary);

/* For tests: the widget of a parameter; what the accept button does; which use case it is; what the notice says. */
GtkWidget        *crf_use_case_dialog_get_field    (CrfUseCaseDialog   *self,
                                                    const char         *key);
void              crf_use_case_dialog_submit       (CrfUseCaseDialog   *self);
const CrfUseCase *crf_use_case_dialog_get_use_case (CrfUseCaseDialog   *self);
const char       *crf_use_case_dialog_get_message  (CrfUseCaseDialog   *self);

/* Label of a code of the registry's choices ("umbilical-cord" → "umbilical cord"), translated where it is known. */
const char       *crf_choice_get_label             (const char         *code);
/* The same for the choices of one parameter. */
const char       *crf_choice_get_label_of          (const char         *key,
                                                    const char         *code);

G_END_DECLS
