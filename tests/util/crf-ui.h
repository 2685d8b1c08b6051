/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Driving the real window: waiting, finding, typing, pressing, taking pictures. Dialogs are answered through the hook of crf-dialogs. */

#pragma once

#include <adwaita.h>

#include "crf-application.h"

G_BEGIN_DECLS

/* For tests of single widgets: GTK, libadwaita, templates and style. Skips all tests (exit status 77) where there is no display. */
void       crf_ui_test_init      (int *argc, char ***argv);

/* For programs that show the whole window: environment and catalogues as main() does it. */
void       crf_ui_program_init   (void);
/* The translation of a template's label, without its mnemonic, as crf_ui_click() takes it. */
const char *crf_ui_tr            (const char *label);

typedef gboolean (*CrfUiCondition) (gpointer data);
/* Runs the main loop until @condition holds. Ends the program with @what where it does not within a minute. */
void       crf_ui_wait           (CrfUiCondition condition, gpointer data, const char *what);
/* Until nothing is queued on the window's writer and its widgets are drawn. */
void       crf_ui_settle         (CrfWindow *window);
/* The same, without waiting for counts. */
void       crf_ui_settle_quickly (CrfWindow *window);
/* How many times longer than on a ward's computer everything takes: STEMWARD_TEST_PATIENCE, for checked programs and slow machines. */
guint      crf_ui_patience       (void);
/* Runs the main loop for so long, times the patience. */
void       crf_ui_spin           (guint milliseconds);

/* The widget with the builder id, below @root, that is visible; NULL if there is none. */
GtkWidget *crf_ui_find           (GtkWidget *root, const char *id);
/* The button whose label is @label (without mnemonic), visible and below @root; NULL if there is none. */
GtkWidget *crf_ui_find_button    (GtkWidget *root, const char *label);
/* The first visible widget of the type below @root; NULL if there is none. */
GtkWidget *crf_ui_find_type      (GtkWidget *root, GType type);
/* The toplevel of the type that is shown last; NULL if there is none. */
GtkWidget *crf_ui_find_window    (GType type);

/* Whether assistive technology hears a name for the control itself, not GTK's name of its class: it was given one, or has words on it. */
gboolean   crf_ui_is_named       (GtkWidget *control);
/* How many buttons, entries, choices and lists below @root that are in sight have none; each is told as a message, with @where. */
guint      crf_ui_count_nameless (GtkWidget *root, const char *where);

/* Clicks; ends the program with the name where there is no such button or it is insensitive. */
void       crf_ui_click          (GtkWidget *root, const char *label);
/* Types into the entry with the builder id. */
void       crf_ui_type           (GtkWidget *root, const char *id, const char *text);

/* Opens @path in a new window of @application, signs in and waits until the study is shown. */
CrfWindow *crf_ui_open           (CrfApplication *application, const char *path, const char *login, const char *passphrase,
                                  int width, int height);
void       crf_ui_sign_in        (CrfWindow *window, const char *login, const char *passphrase);

/* Draws @window as it is, with the dialog that stands before it, into @folder/@name.png. */
void       crf_ui_shot           (GtkWindow *window, const char *folder, const char *name);

G_END_DECLS
