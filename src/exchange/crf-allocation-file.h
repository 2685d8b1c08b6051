/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An allocation list that a statistician made, as a file with the columns number, stratum, arm and, where several workstations randomise,
 * workstation. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The arguments "rows" and "sha256" of "upload-allocation": lines of five cells with their line in the file, and the SHA-256 of its bytes. Messages
 * name file and line. What the lines mean is checked by the use case. */
gboolean crf_allocation_file_read (const char *path, char **rows, char **sha256, GError **error);

G_END_DECLS
