/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keeping secrets in memory from reaching a disk. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No core dumps of this process, and no other process of the user may read its memory. Call it
 * first thing in main(). */
void crf_process_protect (void);
/* Part of it: from now on memory is overwritten when it is freed, by whatever library (glibc). */
void crf_process_wipe_freed (void);

G_END_DECLS
