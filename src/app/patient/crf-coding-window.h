/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Coding of verbatim terms with the site's own MedDRA: the words on top, below what the dictionary has for them, each with its path up to the class. A term of
 * the same name stands first and is marked; nobody's choice but the person's codes. One term after the other, by the keyboard alone: typing searches, Up and
 * Down choose, Enter codes and goes on to the next that is open. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_CODING_WINDOW (crf_coding_window_get_type ())
G_DECLARE_FINAL_TYPE (CrfCodingWindow, crf_coding_window, CRF, CODING_WINDOW, AdwWindow)

/* @subject NULL: the terms of all patients. @target: the term to begin with (down to the form, or to the line); NULL: the first that is open. Signal "coded". */
CrfCodingWindow *crf_coding_window_present (GtkWidget       *parent,
                                            CrfWriter       *writer,
                                            const char      *subject,
                                            const CrfTarget *target);
/* Codes the term with the choice. */
void             crf_coding_window_accept  (CrfCodingWindow *self);

/* For tests: what is typed, the words on top, the codes that were found (NULL-terminated; free the array), what the page says where there is none. */
GtkEditable     *crf_coding_window_get_entry    (CrfCodingWindow *self);
const char      *crf_coding_window_get_verbatim (CrfCodingWindow *self);
const char     **crf_coding_window_list_codes   (CrfCodingWindow *self);
const char      *crf_coding_window_get_empty    (CrfCodingWindow *self);

G_END_DECLS
