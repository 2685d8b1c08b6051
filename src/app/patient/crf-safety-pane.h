/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Safety, medication, consent and status of a patient at a glance: what is owed, what is suggested, what is recorded, each with the button that does
 * the next thing. Signal "open" (CrfTarget *): a form was asked for. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_SAFETY_PANE (crf_safety_pane_get_type ())
G_DECLARE_FINAL_TYPE (CrfSafetyPane, crf_safety_pane, CRF, SAFETY_PANE, AdwBin)

void crf_safety_pane_set_writer (CrfSafetyPane *self, CrfWriter *writer);
/* Reads anew. */
void crf_safety_pane_show       (CrfSafetyPane *self, const char *subject);

G_END_DECLS
