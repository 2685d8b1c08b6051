/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every score, grade, dose figure and conversion that the program knows, with its inputs to fill in and how the figure came about. Nothing is
 * stored, and nothing is read from a patient. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CRF_TYPE_CALCULATOR (crf_calculator_get_type ())
G_DECLARE_FINAL_TYPE (CrfCalculator, crf_calculator, CRF, CALCULATOR, AdwWindow)

GtkWidget  *crf_calculator_new         (GtkWindow     *parent);
/* Chooses a computation by its registry name: "CLIF_C_AD". FALSE: there is none. */
gboolean    crf_calculator_choose      (CrfCalculator *self,
                                        const char    *name);
/* The field of an input, by its key: "wbc_109l"; NULL: the computation has none. */
GtkWidget  *crf_calculator_find_field  (CrfCalculator *self,
                                        const char    *key);
const char *crf_calculator_get_result  (CrfCalculator *self);
/* Inputs, bounds, arithmetic and source, a line each; "" without a figure. */
const char *crf_calculator_get_why     (CrfCalculator *self);

G_END_DECLS
