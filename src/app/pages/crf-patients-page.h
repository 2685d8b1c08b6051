/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The patient list: search-as-you-type, status, sorting by header, chosen columns. Enter opens; Ctrl+N registers. */

#pragma once

#include <adwaita.h>

#include "crf-patient-model.h"
#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_PATIENTS_PAGE (crf_patients_page_get_type ())
G_DECLARE_FINAL_TYPE (CrfPatientsPage, crf_patients_page, CRF, PATIENTS_PAGE, AdwBin)

GtkWidget       *crf_patients_page_new       (CrfWriter       *writer);
/* Opens the dialog that registers a patient. */
void             crf_patients_page_register  (CrfPatientsPage *self);
CrfPatientModel *crf_patients_page_get_model (CrfPatientsPage *self);

G_END_DECLS
