/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a data manager meets who codes the words of events: pictures of it, with a dictionary that is made up. */

#pragma once

#include "crf-window.h"

G_BEGIN_DECLS

/* The window is at the door of the study; it is there again afterwards. The dictionary lies in the user's data folder meanwhile. */
void shots_coding (CrfWindow *window, const char *folder);

G_END_DECLS
