/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long nobody has touched keyboard or pointer in any of the program's windows, dialogs included. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Begins to watch; a second call does nothing. */
void   crf_idle_watch       (void);
double crf_idle_get_seconds (void);
/* As if a key had been pressed. */
void   crf_idle_touch       (void);

G_END_DECLS
