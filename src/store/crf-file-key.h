/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The key of a study file that SQLCipher encrypts as a whole. It is 32 random bytes, never a passphrase: each enabled account has it sealed to its own
 * public key, and so has the printed recovery key, so that nobody's changed or lost passphrase locks out the others. These slots cannot lie inside the
 * file that they open; they stand beside it in "FILE.keys", with a copy of each account's own slot, and are written anew from the file whenever its
 * slots change. "FILE.keys" holds no identifier and no clinical value; it must go where the file goes. */

#pragma once

#include <glib.h>

#include "crf-store-error.h"

G_BEGIN_DECLS

#define CRF_FILE_KEYS_SUFFIX ".keys"

/* Whether there is a "FILE.keys". */
gboolean crf_file_key_has_slots (const char *path);
/* Whether @path can be opened now: it is not encrypted, or its key is known to this process. */
gboolean crf_file_key_is_open (const char *path);
/* TRUE at once where that is so. PASSPHRASE if the slot does not open. Runs Argon2id. */
gboolean crf_file_key_unlock (const char *path, const char *login, const char *passphrase, GError **error);
/* The same with the printed recovery key. */
gboolean crf_file_key_unlock_recovery (const char *path, const char *text, GError **error);
/* Encrypts a plain study file as a whole; only in a program built with SQLCipher. @login must have a slot that @passphrase opens. What was there is kept
 * under another name (@aside, free it), still plain. */
gboolean crf_file_key_protect (const char *path, const char *login, const char *passphrase, char **aside, GError **error);

G_END_DECLS
