/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The parts of the Study page about allocation lists and the screening log: slots of each stratum, what runs out, and what may be done. */

#pragma once

#include <gtk/gtk.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_ALLOCATION_BOX (crf_allocation_box_get_type ())
G_DECLARE_FINAL_TYPE (CrfAllocationBox, crf_allocation_box, CRF, ALLOCATION_BOX, GtkBox)

void crf_allocation_box_set_writer (CrfAllocationBox *self, CrfWriter *writer);
/* Reads and shows again. */
void crf_allocation_box_refresh    (CrfAllocationBox *self);

G_END_DECLS
