/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One item group of a form as a card: title, the line that describes the sample, column headings, rows. */

#pragma once

#include <gtk/gtk.h>

#include "crf-field-row.h"

G_BEGIN_DECLS

#define CRF_TYPE_FORM_SECTION (crf_form_section_get_type ())
G_DECLARE_FINAL_TYPE (CrfFormSection, crf_form_section, CRF, FORM_SECTION, GtkBox)

/* Rows for every field of @section but those of concept @elsewhere (shown by the page itself; may be NULL). */
GtkWidget *crf_form_section_new      (const CrfSectionState *section,
                                      const char            *language,
                                      const char            *elsewhere);
/* CrfFieldRow, in the order of the paper form. */
GPtrArray *crf_form_section_get_rows (CrfFormSection        *self);
/* A section of the same group, after something was stored. FALSE if its fields are others: it must be built anew. */
gboolean   crf_form_section_pour     (CrfFormSection        *self,
                                      const CrfSectionState *section);

G_END_DECLS
