/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files encrypted for transport under a passphrase: exports and backups on their way by mail or on a stick. libsodium's secretstream, so that
 * a chunk that is changed, left out, exchanged or cut off at the end is noticed.
 *
 *   bytes    what
 *   0–15     "stemward-enc-1\n" and a zero byte
 *   16–19    Argon2id operations, little-endian
 *   20–23    Argon2id memory in KiB, little-endian
 *   24–39    salt
 *   40–63    header of crypto_secretstream_xchacha20poly1305
 *   64–      chunks: 65,536 bytes of the file (the last one 0 to 65,536) and 17 of the stream; the last one carries TAG_FINAL
 *
 * Key: Argon2id 1.3 of the passphrase (UTF-8) with that salt and cost, 32 bytes. Associated data of each chunk: bytes 0–39. */

#pragma once

#include <gio/gio.h>

#include "crf-store-error.h"

G_BEGIN_DECLS

#define CRF_TRANSPORT_SUFFIX ".enc"

/* @to appears whole or not at all; it must not exist. Argon2id takes half a second and 256 MiB. */
gboolean crf_transport_encrypt (const char *from, const char *to, const char *passphrase, GCancellable *cancellable, GError **error);
/* PASSPHRASE: it does not open; DAMAGED: the file was changed or is not whole. Nothing is left at @to then. */
gboolean crf_transport_decrypt (const char *from, const char *to, const char *passphrase, GCancellable *cancellable, GError **error);
/* Whether the file says that it is one of these. */
gboolean crf_transport_is_encrypted (const char *path);
/* For tests: what the next files cost. */
void     crf_transport_set_cheap (gboolean cheap);

G_END_DECLS
