/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Forms that are not tied to a visit and repeat (adverse events, decompensation events, medicines), found by the number that people know them by. */

#pragma once

#include "crf-casebook.h"
#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* CrfFormRecord of the kind, in the order in which they were begun. Borrowed from the casebook. Free the array. */
GPtrArray     *crf_common_forms (CrfCasebook *casebook, const char *kind);
/* By number (from 1) or formkey; NULL: none. */
CrfFormRecord *crf_common_form_find (CrfCasebook *casebook, const char *kind, const char *name, int *number);
/* The cell of the concept on the form that holds a value, or NULL; and its canonical text. */
CrfCell       *crf_common_form_cell (CrfCasebook *casebook, CrfFormRecord *form, const char *concept);
const char    *crf_common_form_get (CrfCasebook *casebook, CrfFormRecord *form, const char *concept);
/* As shown; free it. NULL: not entered. */
char          *crf_common_form_label (CrfCasebook *casebook, CrfFormRecord *form, const char *concept);
/* Down to formkey; free it. */
CrfTarget     *crf_common_form_target (const CrfFormRecord *form);
/* Begins a new form of the kind; its keys are in the target. NULL with a refusal where the study has no such form, or @error. */
CrfTarget     *crf_common_form_add (CrfUseCaseContext *context, const char *kind, GError **error);

G_END_DECLS
