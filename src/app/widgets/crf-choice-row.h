/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A coded answer among few: a radio group that starts with none chosen. Digits pick. */

#pragma once

#include "crf-field-row.h"

G_BEGIN_DECLS

#define CRF_TYPE_CHOICE_ROW (crf_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (CrfChoiceRow, crf_choice_row, CRF, CHOICE_ROW, CrfFieldRow)

G_END_DECLS
