/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A number, kept as it is typed. Never GtkSpinButton: it turns an empty field into 0. */

#pragma once

#include "crf-field-row.h"

G_BEGIN_DECLS

#define CRF_TYPE_NUMBER_ROW (crf_number_row_get_type ())
G_DECLARE_FINAL_TYPE (CrfNumberRow, crf_number_row, CRF, NUMBER_ROW, CrfFieldRow)

G_END_DECLS
