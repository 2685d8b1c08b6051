/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A line of text. */

#pragma once

#include "crf-field-row.h"

G_BEGIN_DECLS

#define CRF_TYPE_TEXT_ROW (crf_text_row_get_type ())
G_DECLARE_FINAL_TYPE (CrfTextRow, crf_text_row, CRF, TEXT_ROW, CrfFieldRow)

G_END_DECLS
