/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One field of a dialog: label, a widget that fits the parameter's kind, a hint and, where the value was refused, the sentence why. Numbers and
 * dates are plain text here; the use case parses them by the one grammar. Signal "submit": Enter in the field. */

#pragma once

#include <gtk/gtk.h>

#include "crf-use-case.h"

G_BEGIN_DECLS

#define CRF_TYPE_PARAMETER_FIELD (crf_parameter_field_get_type ())
G_DECLARE_FINAL_TYPE (CrfParameterField, crf_parameter_field, CRF, PARAMETER_FIELD, GtkBox)

/* @kind as in CrfParameter. @now: the local time "2026-03-02T09:14" that the button beside a time enters when it is pressed, or NULL. */
GtkWidget  *crf_parameter_field_new         (const char         *key,
                                             const char         *label,
                                             const char         *kind,
                                             gboolean            required,
                                             const char         *now);
const char *crf_parameter_field_get_key     (CrfParameterField  *self);
/* As the use case takes it; NULL: not entered. Free it (it may be secret). */
char       *crf_parameter_field_dup_value   (CrfParameterField  *self);
void        crf_parameter_field_set_value   (CrfParameterField  *self,
                                             const char         *value);
void        crf_parameter_field_set_choices (CrfParameterField  *self,
                                             const char *const  *codes,
                                             const char *const  *labels);
void        crf_parameter_field_set_hint    (CrfParameterField  *self,
                                             const char         *hint);
/* NULL clears it. */
void        crf_parameter_field_set_error   (CrfParameterField  *self,
                                             const char         *sentence);
/* What is wrong before anything is asked of the use case: a required one that is empty, two passphrases that differ. NULL: nothing. */
const char *crf_parameter_field_check       (CrfParameterField  *self);
/* Whether it needs the width of two columns. */
gboolean    crf_parameter_field_is_wide     (CrfParameterField  *self);
gboolean    crf_parameter_field_focus       (CrfParameterField  *self);

G_END_DECLS
