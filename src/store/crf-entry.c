/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The columns of a journal entry and the hash that chains entries. */

#include "crf-entry.h"

#include <sodium.h>
#include <string.h>

const char *const crf_entry_columns[CRF_N_COLS + 1] = {
  "v", "ws", "seq", "clock", "seen", "at", "off", "txn", "user", "role", "app",
  "action", "subject", "event", "eventkey", "form", "formkey", "group", "groupkey", "item",
  "mdv", "value", "unit", "cmp", "missing", "canon", "reason", "prompt", "detail", "base",
  "prev", "hash", NULL
};

void
crf_entry_hash (const char *const columns[CRF_N_COLS], char *hex)
{
  crypto_hash_sha256_state state;
  guchar digest[crypto_hash_sha256_BYTES];

  crypto_hash_sha256_init (&state);
  for (int i = 0; i < CRF_COL_HASH; i++)
    {
      const char *text = columns[i];
      char head[48];
      int n = text == NULL
                ? g_snprintf (head, sizeof head, "%s=-\n", crf_entry_columns[i])
                : g_snprintf (head, sizeof head, "%s=%" G_GSIZE_FORMAT ":",
                              crf_entry_columns[i], strlen (text));

      crypto_hash_sha256_update (&state, (const guchar *) head, (unsigned long long) n);
      if (text != NULL)
        {
          crypto_hash_sha256_update (&state, (const guchar *) text, strlen (text));
          crypto_hash_sha256_update (&state, (const guchar *) "\n", 1);
        }
    }
  crypto_hash_sha256_final (&state, digest);
  sodium_bin2hex (hex, 65, digest, sizeof digest);
}
