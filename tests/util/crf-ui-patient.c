/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The patient page in a window of its own. */

#include "crf-ui-patient.h"

#include "crf-records.h"

CrfWriter *
crf_ui_writer_new (CrfTestStudy *study, const char *login)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  crf_test_study_close (study);
  session = crf_session_sign_in (study->path, login, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  return crf_writer_new (session);
}

void
crf_ui_patient_open (CrfUiPatient *self, const char *login)
{
  g_autoptr (CrfSubjectRecord) record = crf_records_find_subject (crf_session_get_file (self->study->nurse), self->number, NULL);

  self->subject = g_strdup (record->key);
  self->writer = crf_ui_writer_new (self->study, login);
  self->page = CRF_PATIENT_PAGE (crf_patient_page_new (self->writer));
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1180, 700);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->page));
  gtk_window_present (GTK_WINDOW (self->window));
}

void
crf_ui_patient_close (CrfUiPatient *self)
{
  CrfPatientPage *page = g_object_ref (self->page);

  gtk_window_destroy (GTK_WINDOW (self->window));
  crf_writer_close (self->writer);
  crf_ui_spin (50);
  g_assert_finalize_object (page);
  g_object_unref (self->writer);
  g_free (self->number);
  g_free (self->subject);
  crf_test_study_free (self->study);
}

CrfFormEditor *
crf_ui_patient_get_editor (CrfUiPatient *self)
{
  return CRF_FORM_EDITOR (crf_ui_find_type (GTK_WIDGET (self->page), CRF_TYPE_FORM_EDITOR));
}

CrfFormView *
crf_ui_patient_get_view (CrfUiPatient *self)
{
  return crf_form_editor_get_view (crf_ui_patient_get_editor (self));
}

void
crf_ui_patient_open_form (CrfUiPatient *self, const char *form)
{
  CrfTarget target = { .subject = self->subject, .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) form };

  crf_patient_page_show (self->page, self->subject, "visits", &target);
  crf_ui_spin (300);
  g_assert_cmpstr (crf_form_editor_get_target (crf_ui_patient_get_editor (self))->form, ==, form);
}

void
crf_ui_picture (GtkWidget *window, const char *name)
{
  if (g_getenv ("CRF_PICTURES") == NULL)
    return;
  gtk_widget_queue_draw (window);
  crf_ui_spin (500);
  crf_ui_shot (GTK_WINDOW (window), g_getenv ("CRF_PICTURES"), name);
}
