/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The application is no unique one: tests run beside each other, and no other process must answer for it. */

#include "crf-ui-study.h"

#include "crf-app.h"
#include "crf-study-view.h"

static CrfApplication *application;

void
crf_ui_application_init (int *argc, char ***argv)
{
  crf_ui_test_init (argc, argv);
  application = crf_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
}

CrfApplication *
crf_ui_application_get (void)
{
  g_assert_nonnull (application);
  return application;
}

int
crf_ui_application_run (void)
{
  int status = g_test_run ();

  g_clear_object (&application);
  return status;
}

CrfWindow *
crf_ui_open_study_at (CrfTestStudy *study, const char *login, int width, int height)
{
  crf_test_study_close (study);
  crf_app_set_clock (crf_test_study_clock (study));
  return crf_ui_open (crf_ui_application_get (), study->path, login, CRF_TEST_PASSPHRASE, width, height);
}

CrfWindow *
crf_ui_open_study (CrfTestStudy *study, const char *login)
{
  return crf_ui_open_study_at (study, login, 1024, 600);
}

void
crf_ui_register (CrfTestStudy *study, guint patients)
{
  for (guint i = 0; i < patients; i++)
    g_free (crf_test_register (study));
}

void
crf_ui_close (CrfWindow *window)
{
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  /* A password entry of GTK 4.8 that has the focus while its window goes warns. */
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  crf_ui_spin (50);
  g_assert_null (window);
}

void
crf_ui_close_study (CrfWindow *window, CrfTestStudy *study)
{
  crf_ui_close (window);
  crf_test_study_free (study);
}

GtkWidget *
crf_ui_show_page (CrfWindow *window, const char *page)
{
  CrfStudyView *view = crf_window_get_view (window);

  crf_study_view_show_page (view, page);
  crf_ui_settle (window);
  return crf_study_view_find_page (view, page);
}
