/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Base32 (RFC 4648, without padding) for what people read, print and type: workstation ids,
 * recovery keys, envelope codes. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes (8 n + 4) / 5 characters and a NUL. */
void     crf_base32_encode (const guchar *bytes, gsize n, char *text);
/* Reads exactly @n bytes; blanks and hyphens are skipped, lower case, 0, 1 and 8 are folded to
 * O, I and B. FALSE if there are too few or too many characters, foreign ones, or bits left
 * over that are not 0. */
gboolean crf_base32_decode (const char *text, guchar *bytes, gsize n);
/* Eight random characters: the id of a workstation. @id has 9 bytes. */
void     crf_base32_new_id (char *id);

G_END_DECLS
