/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What tests of the real window begin and end with: the application that is registered once a program, and a CrfTestStudy in a window. */

#pragma once

#include "crf-test-study.h"
#include "crf-ui.h"

G_BEGIN_DECLS

/* In place of crf_ui_test_init() and g_test_run(), round a main(): the application is there between the two. */
void            crf_ui_application_init (int *argc, char ***argv);
CrfApplication *crf_ui_application_get  (void);
int             crf_ui_application_run  (void);

/* Signs everybody of @study out, gives its clock to the window, and signs @login in: 1024×600, or as large as is said. */
CrfWindow      *crf_ui_open_study       (CrfTestStudy *study, const char *login);
CrfWindow      *crf_ui_open_study_at    (CrfTestStudy *study, const char *login, int width, int height);
/* Registers so many patients before. */
void            crf_ui_register         (CrfTestStudy *study, guint patients);
/* Closes the window; fails the test if something still holds it. */
void            crf_ui_close            (CrfWindow *window);
/* The same, and @study is gone. */
void            crf_ui_close_study      (CrfWindow *window, CrfTestStudy *study);

/* A page of the study, shown and at rest. */
GtkWidget      *crf_ui_show_page        (CrfWindow *window, const char *page);

G_END_DECLS
