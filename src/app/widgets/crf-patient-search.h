/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "Go to patient…  Ctrl+K": a search entry in the header bar with the patients found below it. Up and Down choose, Enter opens, Escape
 * leaves. Choosing activates "win.open-patient". */

#pragma once

#include <gtk/gtk.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_PATIENT_SEARCH (crf_patient_search_get_type ())
G_DECLARE_FINAL_TYPE (CrfPatientSearch, crf_patient_search, CRF, PATIENT_SEARCH, GtkWidget)

void crf_patient_search_set_writer (CrfPatientSearch *self,
                                    CrfWriter        *writer);
/* Puts the cursor into the entry. */
void crf_patient_search_begin      (CrfPatientSearch *self);

G_END_DECLS
