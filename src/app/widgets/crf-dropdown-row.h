/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A coded answer among many: a list whose first line is “not entered”. Digits pick. */

#pragma once

#include "crf-field-row.h"

G_BEGIN_DECLS

#define CRF_TYPE_DROPDOWN_ROW (crf_dropdown_row_get_type ())
G_DECLARE_FINAL_TYPE (CrfDropdownRow, crf_dropdown_row, CRF, DROPDOWN_ROW, CrfFieldRow)

G_END_DECLS
