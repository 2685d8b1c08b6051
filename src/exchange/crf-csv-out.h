/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing CSV: every cell in quotation marks, CR LF; what a spreadsheet would run as a formula is kept from it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CRF_CSV_OUT_BOM "\xEF\xBB\xBF"

/* One line of @n cells; a NULL cell is empty. */
void crf_csv_out_row (GString *text, const char *const *cells, guint n);

G_END_DECLS
