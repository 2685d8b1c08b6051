/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Several lines of text. Enter makes a new line, Ctrl+Enter goes on. */

#pragma once

#include "crf-field-row.h"

G_BEGIN_DECLS

#define CRF_TYPE_NOTES_ROW (crf_notes_row_get_type ())
G_DECLARE_FINAL_TYPE (CrfNotesRow, crf_notes_row, CRF, NOTES_ROW, CrfFieldRow)

G_END_DECLS
