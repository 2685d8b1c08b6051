/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shift PIN's hash, in memory that is neither swapped nor dumped. */

#include "crf-shift-pin.h"

#include "crf-store-error.h"
#include "crf-study-file-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#define HASH_SIZE 32

struct _CrfShiftPin
{
  guchar hash[HASH_SIZE];
  guchar salt[crypto_pwhash_SALTBYTES];
  guint64 operations;
  gsize memory;
};

static gboolean
compute (const CrfShiftPin *self, const char *pin, guchar hash[HASH_SIZE])
{
  return crypto_pwhash (hash, HASH_SIZE, pin, strlen (pin), self->salt, self->operations, self->memory,
                        crypto_pwhash_ALG_ARGON2ID13)
         == 0;
}

CrfShiftPin *
crf_shift_pin_new (CrfStudyFile *file, const char *pin, GError **error)
{
  g_autoptr (CrfShiftPin) self = NULL;

  g_return_val_if_fail (file != NULL && pin != NULL, NULL);
  self = sodium_malloc (sizeof *self);
  if (self != NULL)
    {
      randombytes_buf (self->salt, sizeof self->salt);
      self->operations = file->cheap ? crypto_pwhash_OPSLIMIT_MIN : crypto_pwhash_OPSLIMIT_MODERATE;
      self->memory = file->cheap ? crypto_pwhash_MEMLIMIT_MIN : crypto_pwhash_MEMLIMIT_MODERATE;
    }
  if (self == NULL || !compute (self, pin, self->hash))
    {
      g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_OTHER,
                           _("There is not enough memory to keep a PIN safely. Close other programs and try again."));
      return NULL;
    }
  return g_steal_pointer (&self);
}

gboolean
crf_shift_pin_matches (CrfShiftPin *self, const char *pin)
{
  guchar hash[HASH_SIZE];
  gboolean same;

  g_return_val_if_fail (self != NULL && pin != NULL, FALSE);
  same = compute (self, pin, hash) && sodium_memcmp (hash, self->hash, HASH_SIZE) == 0;
  sodium_memzero (hash, sizeof hash);
  return same;
}

void
crf_shift_pin_free (CrfShiftPin *self)
{
  if (self != NULL)
    sodium_free (self);
}
