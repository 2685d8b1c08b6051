/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names, for assistive technology, of what GTK puts inside its widgets. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on, for every widget of the program. */
void crf_inner_names_give (void);

G_END_DECLS
