/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A block of results from the hospital's system: pasted on top, and below what each line is taken for. Nothing is stored before Store. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_PASTE_WINDOW (crf_paste_window_get_type ())
G_DECLARE_FINAL_TYPE (CrfPasteWindow, crf_paste_window, CRF, PASTE_WINDOW, AdwWindow)

/* @form: subject down to formkey. Signal "stored". What is on the clipboard is taken in where it has several lines. */
CrfPasteWindow *crf_paste_window_present  (GtkWidget       *parent,
                                           CrfWriter       *writer,
                                           const CrfTarget *form);
/* For tests: as if pasted; what the preview says, or NULL; the button. */
void            crf_paste_window_set_text (CrfPasteWindow  *self,
                                           const char      *text);
const char     *crf_paste_window_get_preview (CrfPasteWindow *self);
void            crf_paste_window_store    (CrfPasteWindow  *self);

G_END_DECLS
