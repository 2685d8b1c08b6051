/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How files that a person chose are read: only regular ones, and only so much. A device would be read until the memory is full, a pipe would be waited for. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CRF_FILE_MB (1024 * 1024)

#define CRF_FILE_READ_ERROR (crf_file_read_error_quark ())
typedef enum
{
  CRF_FILE_READ_ERROR_KIND,  /* a folder, a device, a pipe */
  CRF_FILE_READ_ERROR_SIZE,  /* larger than what is asked for ever is */
} CrfFileReadError;
GQuark   crf_file_read_error_quark (void);

/* The whole of a regular file of at most @most megabytes, with a zero byte behind it. FALSE with @error (of these, or a GFileError), a
 * whole sentence; @name is what it calls the file (NULL: @path). @length may be NULL. */
gboolean crf_file_read (const char *path, const char *name, guint most, char **text, gsize *length, GError **error);
/* A descriptor of a regular file, for who reads it piece by piece: -1 with @error. Opening never waits. */
int      crf_file_open (const char *path, const char *name, GError **error);

G_END_DECLS
