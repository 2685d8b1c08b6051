/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The file of an allocation list. Its format belongs to exchange/, which lies above; the use cases must read it themselves all the same, since what is signed
 * is the file and not lines that somebody says are of it. So each program names the reader once, before it does anything else. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lines as crf_listing_parse() takes them, and SHA-256 of the very bytes that they were read from. */
typedef gboolean (*CrfAllocationReader) (const char *path, char **rows, char **sha256, GError **error);

void     crf_allocation_source_set_reader (CrfAllocationReader reader);
/* FALSE with @error, which names file and line. */
gboolean crf_allocation_source_read (const char *path, char **rows, char **sha256, GError **error);

G_END_DECLS
