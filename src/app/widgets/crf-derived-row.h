/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A value to read only: derived from others, or sealed from this role. */

#pragma once

#include "crf-field-row.h"

G_BEGIN_DECLS

#define CRF_TYPE_DERIVED_ROW (crf_derived_row_get_type ())
G_DECLARE_FINAL_TYPE (CrfDerivedRow, crf_derived_row, CRF, DERIVED_ROW, CrfFieldRow)

G_END_DECLS
