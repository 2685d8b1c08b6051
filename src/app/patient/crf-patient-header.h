/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The line that keeps a patient from being taken for another: number, initials, sex, age and birth year, bed, and how she stands. */

#pragma once

#include <gtk/gtk.h>

#include "crf-reader.h"

G_BEGIN_DECLS

#define CRF_TYPE_PATIENT_HEADER (crf_patient_header_get_type ())
G_DECLARE_FINAL_TYPE (CrfPatientHeader, crf_patient_header, CRF, PATIENT_HEADER, GtkBox)

void  crf_patient_header_set_patient (CrfPatientHeader *self,
                                      const CrfPatient *patient);
/* "S-014 · LSMI · ♀ · 54 y · 1971 · bed 12-03": for signing dialogs. Free it. */
char *crf_patient_identity           (const CrfPatient *patient);

/* What must not be overlooked, "bad lot result: L-0231"; NULL: nothing. @details stands in the tooltip. */
void        crf_patient_header_set_alert   (CrfPatientHeader *self, const char *text, const char *details);

G_END_DECLS
