/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The patient list as a GListModel that holds ids only: rows are read a page at a time, when they are looked at. What to show (search, status,
 * order) is read on the writer's thread; the list changes when the answer is there. */

#pragma once

#include "crf-patient-object.h"
#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_PATIENT_MODEL (crf_patient_model_get_type ())
G_DECLARE_FINAL_TYPE (CrfPatientModel, crf_patient_model, CRF, PATIENT_MODEL, GObject)

/* Signal "loaded" (GError * or NULL): the list shows what was asked for last. Signal "failed" (GError *): rows of it could not be read when they were
 * looked at; crf_patient_model_refresh() tries again. */
CrfPatientModel *crf_patient_model_new         (CrfWriter       *writer);
/* @search and @status may be NULL. Supersedes what is being read. */
void             crf_patient_model_query       (CrfPatientModel *self,
                                                const char      *search,
                                                const char      *status,
                                                CrfPatientSort   sort,
                                                gboolean         descending);
/* The same question again, for what was stored meanwhile. */
void             crf_patient_model_refresh     (CrfPatientModel *self);
/* The position of the patient whose key is @key among the rows that are in memory, or GTK_INVALID_LIST_POSITION. */
guint            crf_patient_model_find_loaded (CrfPatientModel *self,
                                                const char      *key);

G_END_DECLS
