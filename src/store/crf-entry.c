/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The columns of a journal entry and the hash that chains entries. */

#include "crf-entry.h"

#include <sodium.h>
#include <string.h>

const char *const crf_entry_columns[CRF_N_COLS + 1]
    = { "v",        "ws",   "seq",     "clock",   "seen",     "at",      "off",
        "txn",      "user", "role",    "app",     "action",   "subject", "event",
        "eventkey", "form", "formkey", "group",   "groupkey", "item",    "mdv",
        "value",    "unit", "cmp",     "missing", "canon",    "reason",  "prompt",
        "detail",   "base", "prev",    "hash",    NULL };

/* Collects small pieces, so that SHA-256 works on whole blocks. */
typedef struct
{
  crypto_hash_sha256_state state;
  guchar held[1024];
  gsize n;
} Hasher;

static void
feed (Hasher *self, const char *bytes, gsize size)
{
  if (self->n + size > sizeof self->held)
    {
      crypto_hash_sha256_update (&self->state, self->held, self->n);
      self->n = 0;
    }
  if (size > sizeof self->held)
    {
      crypto_hash_sha256_update (&self->state, (const guchar *) bytes, size);
      return;
    }
  memcpy (self->held + self->n, bytes, size);
  self->n += size;
}

static void
feed_number (Hasher *self, gsize number)
{
  char digits[24];
  char *p = digits + sizeof digits;

  do
    *--p = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  feed (self, p, (gsize) (digits + sizeof digits - p));
}

void
crf_entry_hash (const char *const columns[CRF_N_COLS], char *hex)
{
  guchar digest[crypto_hash_sha256_BYTES];
  Hasher hasher;

  hasher.n = 0;
  crypto_hash_sha256_init (&hasher.state);
  for (int i = 0; i < CRF_COL_HASH; i++)
    {
      const char *text = columns[i];

      feed (&hasher, crf_entry_columns[i], strlen (crf_entry_columns[i]));
      if (text == NULL)
        {
          feed (&hasher, "=-\n", 3);
          continue;
        }
      feed (&hasher, "=", 1);
      feed_number (&hasher, strlen (text));
      feed (&hasher, ":", 1);
      feed (&hasher, text, strlen (text));
      feed (&hasher, "\n", 1);
    }
  crypto_hash_sha256_update (&hasher.state, hasher.held, hasher.n);
  crypto_hash_sha256_final (&hasher.state, digest);
  sodium_bin2hex (hex, 65, digest, sizeof digest);
}
