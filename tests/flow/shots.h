/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The frame of the programs that take pictures: their options, a folder of their own, one window, and what is done with it again and again. */

#pragma once

#include "crf-ui.h"

G_BEGIN_DECLS

typedef struct
{
  CrfApplication *application;
  CrfWindow *window;
  char *folder; /* gone at the end; the user's data lie in it */
  char *out;    /* of the pictures */
  int width, height;
} CrfShots;

/* Before anything else. @more: options beside --out, --width, --height and --dark, or NULL; ends the program where they are wrong. The window is not
 * there yet. */
CrfShots  *shots_begin         (int argc, char *argv[], const GOptionEntry *more);
/* An empty window of the size that was asked for. */
void       shots_open_window   (CrfShots *shots);
void       shots_end           (CrfShots *shots);
/* A demonstration study in the folder, as crf_ui_demo_create() makes it; ends the program where that fails. Free the path. */
char      *shots_make_demo     (CrfShots *shots, const char *name, const char *protocol, int patients);

/* A picture, once the window is at rest. */
void       shots_take          (CrfShots *shots, const char *name);
/* The same of the use case's dialog, where the role may have it; then the dialog is gone. */
gboolean   shots_take_dialog   (CrfShots *shots, const char *use_case, const char *subject, const char *name);
/* All windows but the one. */
void       shots_close_dialogs (CrfShots *shots);
/* A page of the study, at rest. */
GtkWidget *shots_show_page     (CrfShots *shots, const char *page);
/* What the button with that label (with its mnemonic) of the page opens; says where there is no such button. */
void       shots_press         (CrfShots *shots, GtkWidget *root, const char *label, const char *name);
/* Until the widget with the builder id stands at the top of what scrolls it. */
void       shots_scroll_to     (GtkWidget *root, const char *id);
/* Goes to the end of the first that has something further down; FALSE where all is seen. */
gboolean   shots_scroll_to_end (GtkWidget *root);

G_END_DECLS
