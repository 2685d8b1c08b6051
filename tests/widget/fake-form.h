/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A visit's form made by hand: no study file, no definition. The figures are invented. */

#pragma once

#include <gtk/gtk.h>

#include "crf-form-state.h"
#include "crf-schedule.h"

/* Week 4 of one patient: visit date, a sample with twelve results, ascites and encephalopathy, remarks, one derived field.
 * Free it with crf_form_state_free(). */
CrfFormState *fake_form_new (void);
CrfVisit     *fake_visit_new (void);
/* Everything happens twice in widget tests: once in the row, once in what it says. */
void          fake_set_value (CrfFieldState *field, const char *entered, const char *canonical);
/* Runs the main context until @condition is true; fails with @what after two seconds. */
void          wait_until (gboolean (*condition) (gpointer data), gpointer data, const char *what);
/* Lets what is on its way arrive, where there is nothing to wait for. */
void          let_pass (guint milliseconds);
/* Renders @widget's window into a PNG of that name in the build folder. */
void          take_picture (GtkWidget *window, const char *name);
