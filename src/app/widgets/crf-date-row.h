/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A date, a date with time, or a time, typed; what was understood is shown beside it. Partial dates where the item allows. */

#pragma once

#include "crf-field-row.h"

G_BEGIN_DECLS

#define CRF_TYPE_DATE_ROW (crf_date_row_get_type ())
G_DECLARE_FINAL_TYPE (CrfDateRow, crf_date_row, CRF, DATE_ROW, CrfFieldRow)

G_END_DECLS
