/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One row of the patient list: a CrfPatient as an object with string properties, for cells to bind to. */

#pragma once

#include "crf-reader.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define CRF_TYPE_PATIENT_OBJECT (crf_patient_object_get_type ())
G_DECLARE_FINAL_TYPE (CrfPatientObject, crf_patient_object, CRF, PATIENT_OBJECT, GObject)

/* Takes @patient over. NULL: a row that could not be read. */
CrfPatientObject *crf_patient_object_new (CrfPatient       *patient);
const CrfPatient *crf_patient_object_get (CrfPatientObject *self);

/* "S-014 · LSMI · ♀ · 1971 · bed 12-03", for dialogs that are about a patient. Free it. */
char             *crf_patient_describe   (const CrfPatient *patient);

G_END_DECLS
