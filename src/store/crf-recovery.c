/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The recovery key: 256 random bits on paper, from which an X25519 pair is made that role keys are
 * sealed to. */

#include "crf-keyring-private.h"
#include "crf-recovery-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "crf-base32.h"
#include "crf-study-file-private.h"

#define SEED_CHARACTERS 52 /* 13 groups of 4 */
#define CHECK_CHARACTERS 4
#define ALL_CHARACTERS (SEED_CHARACTERS + CHECK_CHARACTERS)

/* Four base32 characters of SHA-256 over "stemward-recovery-1\n" and the seed. */
static void
check_group (const guchar seed[CRF_KEY_SIZE], char check[CHECK_CHARACTERS + 1])
{
  crypto_hash_sha256_state state;
  guchar digest[crypto_hash_sha256_BYTES];
  char text[9];

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, (const guchar *) "stemward-recovery-1\n", 20);
  crypto_hash_sha256_update (&state, seed, CRF_KEY_SIZE);
  crypto_hash_sha256_final (&state, digest);
  crf_base32_encode (digest, 5, text);
  memcpy (check, text, CHECK_CHARACTERS);
  check[CHECK_CHARACTERS] = '\0';
}

char *
crf_recovery_new (guchar *public_key)
{
  guchar *seed;
  guchar *secret;
  char all[ALL_CHARACTERS + 1];
  GString *text = g_string_sized_new (ALL_CHARACTERS / 4 * 5);

  g_return_val_if_fail (public_key != NULL && sodium_init () >= 0, NULL);
  seed = sodium_malloc (CRF_KEY_SIZE);
  secret = sodium_malloc (CRF_KEY_SIZE);
  randombytes_buf (seed, CRF_KEY_SIZE);
  crypto_box_seed_keypair (public_key, secret, seed);
  crf_base32_encode (seed, CRF_KEY_SIZE, all);
  check_group (seed, all + SEED_CHARACTERS);
  sodium_free (secret);
  sodium_free (seed);
  for (int i = 0; i < ALL_CHARACTERS; i++)
    {
      if (i > 0 && i % 4 == 0)
        g_string_append_c (text, '-');
      g_string_append_c (text, all[i]);
    }
  sodium_memzero (all, sizeof all);
  return g_string_free (text, FALSE);
}

/* @seed is guarded memory of the caller. */
static gboolean
parse_seed (const char *text, guchar *seed)
{
  g_autofree char *clean = NULL;
  char check[CHECK_CHARACTERS + 1];
  guchar typed[3];
  guchar expected[3];
  gsize n = 0;
  gboolean ok;

  if (text == NULL || strlen (text) > 1000)
    return FALSE;
  clean = g_malloc (strlen (text) + 1);
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isspace (*p) && *p != '-')
      clean[n++] = *p;
  clean[n] = '\0';
  ok = n == ALL_CHARACTERS;
  if (ok)
    {
      g_autofree char *tail = g_strdup (clean + SEED_CHARACTERS);
      g_autofree char *typed_text = g_strconcat (tail, "A", NULL);
      g_autofree char *expected_text = NULL;

      clean[SEED_CHARACTERS] = '\0';
      ok = crf_base32_decode (clean, seed, CRF_KEY_SIZE);
      if (ok)
        {
          /* 4 characters are 20 bits; one more "A" makes them 3 bytes and one bit. */
          check_group (seed, check);
          expected_text = g_strconcat (check, "A", NULL);
          ok = crf_base32_decode (typed_text, typed, 3)
               && crf_base32_decode (expected_text, expected, 3)
               && sodium_memcmp (typed, expected, 3) == 0;
        }
    }
  sodium_memzero (clean, n);
  return ok;
}

gboolean
crf_recovery_parse (const char *text, guchar *public_key)
{
  guchar *seed;
  guchar *secret;
  gboolean ok;

  g_return_val_if_fail (public_key != NULL && sodium_init () >= 0, FALSE);
  seed = sodium_malloc (CRF_KEY_SIZE);
  secret = sodium_malloc (CRF_KEY_SIZE);
  ok = parse_seed (text, seed);
  if (ok)
    crypto_box_seed_keypair (public_key, secret, seed);
  sodium_free (secret);
  sodium_free (seed);
  return ok;
}

gboolean
_crf_recovery_parse_pair (const char *text, guchar public_key[CRF_KEY_SIZE], guchar *secret)
{
  guchar *seed = sodium_malloc (CRF_KEY_SIZE);
  gboolean ok = parse_seed (text, seed);

  if (ok)
    crypto_box_seed_keypair (public_key, secret, seed);
  sodium_free (seed);
  return ok;
}

CrfKeyring *
crf_keyring_unlock_recovery (CrfStudyFile *file, const char *text, GError **error)
{
  g_autoptr (CrfKeyring) self = NULL;
  guchar *seed;
  gboolean ok;

  g_return_val_if_fail (file != NULL && text != NULL, NULL);
  seed = sodium_malloc (CRF_KEY_SIZE);
  ok = parse_seed (text, seed);
  if (ok)
    {
      self = _crf_keyring_new (NULL);
      crypto_box_seed_keypair (self->box_public, self->box_secret, seed);
      ok = _crf_keyring_load_roles (self, file, CRF_RECOVERY_HOLDER, error);
    }
  else
    g_set_error_literal (
        error, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE,
        _("This is not a recovery key: a group is missing or mistyped. Compare it with the paper, "
           "group by group."));
  sodium_free (seed);
  if (!ok)
    return NULL;
  if (self->roles->len == 0)
    {
      g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY,
                           _("This recovery key belongs to another study file."));
      return NULL;
    }
  return g_steal_pointer (&self);
}

gboolean
crf_recovery_matches (CrfStudyFile *file, const char *text)
{
  g_autoptr (CrfKeyring) keyring = crf_keyring_unlock_recovery (file, text, NULL);

  return keyring != NULL;
}
