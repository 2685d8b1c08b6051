/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a file lies on a network: SQLite's WAL needs shared memory and locks that work, which a network file system does not promise. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A name for people ("NFS", "SMB (Windows share)"), or NULL: local, or not known to be otherwise. Static. */
const char *crf_network_name (const char *path);
/* The same from what the system says: the magic number of statfs(2), and the text of /proc/self/mountinfo for file systems in user space. */
const char *crf_network_name_of (guint32 magic, const char *mounts, const char *path);

G_END_DECLS
