/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A SQLite file system that loses power. It passes everything on to the real one, keeps apart what a disk would hold for certain, and at
 * a chosen write, sync, truncation or removal stops: the program's own storage code runs on it unchanged, locks, shared memory and all.
 * Install it first, before any connection is opened. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  POWER_CUT,  /* every 512-byte sector that was not synced is there or not, by chance; so are unsynced creations, removals, truncations */
  POWER_KILL, /* the process dies: what was written is there */
  POWER_FULL, /* the disk is full from then on, until power_vfs_arm() or power_vfs_disarm() */
} PowerFault;

void     power_vfs_install (void);
/* What the files hold now is safe; the @at-th operation from here on fails (0: none does, they are only counted). */
void     power_vfs_arm (PowerFault fault, guint at, guint32 seed);
void     power_vfs_disarm (void);
/* Operations since power_vfs_arm(). */
guint    power_vfs_count (void);
gboolean power_vfs_has_failed (void);
/* After all connections are closed: leaves on disk what the fault left there, and disarms. */
void     power_vfs_reboot (void);

G_END_DECLS
