/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures of a study file that was changed behind the program's back. */

#pragma once

#include "crf-window.h"

G_BEGIN_DECLS

/* Changes the file at @path, which is a demonstration of one's own, and signs in and out. */
void shots_altered (CrfWindow *window, const char *path, const char *out);

G_END_DECLS
