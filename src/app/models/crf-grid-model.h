/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of the visit grid: which patients there are is read at once, how their visits stand when they are looked at, a page at a time and one page
 * after the other, on the writer's thread. */

#pragma once

#include "crf-visit-grid.h"
#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_GRID_MODEL (crf_grid_model_get_type ())
G_DECLARE_FINAL_TYPE (CrfGridModel, crf_grid_model, CRF, GRID_MODEL, GObject)

/* Signal "changed" (GError * or NULL): other patients or other visits. Signal "rows": some rows were read. */

CrfGridModel     *crf_grid_model_new         (CrfWriter    *writer);
/* NULLs: all. */
void              crf_grid_model_query       (CrfGridModel *self,
                                              const char   *search,
                                              const char   *status);
/* Reads again what is looked at; the old stays until then. */
void              crf_grid_model_refresh     (CrfGridModel *self);
guint             crf_grid_model_get_n_rows  (CrfGridModel *self);
/* CrfGridColumn; never NULL. */
const GPtrArray  *crf_grid_model_get_columns (CrfGridModel *self);
/* NULL: it is being read. */
const CrfGridRow *crf_grid_model_get_row     (CrfGridModel *self,
                                              guint         i);

G_END_DECLS
