/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keeping secrets in memory from reaching a disk. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No core dumps of this process, and no other process of the user may read its memory. Call it
 * first thing in main(). */
void crf_process_protect (void);

G_END_DECLS
