/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The patient page of a CrfTestStudy in a window of its own, with a writer of its own: what stands behind a tab is seen without the rest of the
 * program. */

#pragma once

#include "crf-form-editor.h"
#include "crf-patient-page.h"
#include "crf-test-study.h"
#include "crf-ui.h"

G_BEGIN_DECLS

typedef struct
{
  CrfTestStudy *study;
  char *number, *subject; /* the key is read by crf_ui_patient_open() */
  CrfWriter *writer;
  CrfPatientPage *page;
  GtkWidget *window;
} CrfUiPatient;

/* Signs everybody of @study out and @login in. */
CrfWriter     *crf_ui_writer_new          (CrfTestStudy *study, const char *login);
/* Where @study and @number are set, by the fixture of the test. */
void           crf_ui_patient_open        (CrfUiPatient *self, const char *login);
/* Fails the test if something still holds the page. */
void           crf_ui_patient_close       (CrfUiPatient *self);

CrfFormEditor *crf_ui_patient_get_editor  (CrfUiPatient *self);
CrfFormView   *crf_ui_patient_get_view    (CrfUiPatient *self);
/* A form of the screening, first of its kind. */
void           crf_ui_patient_open_form   (CrfUiPatient *self, const char *form);
/* A picture for looking at, where the environment names a folder: CRF_PICTURES. */
void           crf_ui_picture             (GtkWidget *window, const char *name);

G_END_DECLS
