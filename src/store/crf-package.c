/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing a file for others, and reading who signed one. */

#include "crf-package.h"

#include "crf-keyring-private.h"
#include "crf-records-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#define FIRST_LINE "Stemward signature 1"
#define SIGNATURE "\nsignature: "
#define LARGEST 8192

void
crf_package_signer_free (CrfPackageSigner *signer)
{
  char **const texts[] = { &signer->key, &signer->fingerprint, &signer->sha256, &signer->login, &signer->name, &signer->workstation, &signer->site, &signer->at };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  g_free (signer);
}

/* ── Writing ── */

/* One line each, whatever stands in a name. */
static void
add_line (GString *text, const char *name, const char *value)
{
  g_autofree char *line = g_strdelimit (g_strdup (value != NULL ? value : ""), "\r\n", ' ');

  g_string_append_printf (text, "\n%s: %s", name, line);
}

char *
crf_package_sign (CrfStudyFile *file, CrfKeyring *keyring, const char *sha256, const char *at, GError **error)
{
  g_autoptr (GString) text = g_string_new (FIRST_LINE);
  g_autofree char *key = NULL, *name = NULL, *signature = NULL;

  if (keyring == NULL || keyring->sign_seed == NULL)
    {
      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY, _("Nobody is signed in whose key could sign the file."));
      return NULL;
    }
  key = g_base64_encode (keyring->sign_public, CRF_KEY_SIZE);
  name = crf_db_get_text (file->db, NULL, "SELECT name FROM account WHERE login = ?1", "s", keyring->login);
  add_line (text, "sha256", sha256);
  add_line (text, "login", keyring->login);
  add_line (text, "name", name);
  add_line (text, "workstation", file->ws);
  add_line (text, "site", crf_study_file_get_site (file));
  add_line (text, "at", at);
  add_line (text, "key", key);
  signature = _crf_keyring_sign (keyring, text->str);
  g_string_append_printf (text, SIGNATURE "%s\n", signature);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ── Reading ── */

static char *
take_line (char *const *lines, const char *name)
{
  gsize length = strlen (name);

  for (guint i = 1; lines[i] != NULL; i++)
    if (strncmp (lines[i], name, length) == 0 && g_str_has_prefix (lines[i] + length, ": "))
      return g_strdup (lines[i] + length + 2);
  return g_strdup ("");
}

static gboolean
holds (const char *message, const char *key_text, const char *signature_text)
{
  gsize key_length = 0, length = 0;
  g_autofree guchar *key = g_base64_decode (key_text, &key_length);
  g_autofree guchar *signature = g_base64_decode (signature_text, &length);

  return key_length == crypto_sign_PUBLICKEYBYTES && length == crypto_sign_BYTES
         && crypto_sign_verify_detached (signature, (const guchar *) message, strlen (message), key) == 0;
}

/* As it is printed with the recovery key: the first 16 hex digits of SHA-256 over the public key. */
static char *
fingerprint_of (const char *key_text)
{
  gsize length = 0;
  g_autofree guchar *key = g_base64_decode (key_text, &length);
  g_autofree char *hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, key, length);

  return g_strdup_printf ("%.4s %.4s %.4s %.4s", hash, hash + 4, hash + 8, hash + 12);
}

CrfPackageSigner *
crf_package_read (const char *text, gsize length, GError **error)
{
  g_autofree char *message = length <= LARGEST && g_utf8_validate (text, (gssize) length, NULL) ? g_strndup (text, length) : NULL;
  g_autofree char *signature = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (CrfPackageSigner) signer = NULL;
  char *end = message != NULL && g_str_has_prefix (message, FIRST_LINE "\n") ? g_strrstr (message, SIGNATURE) : NULL;

  if (end != NULL)
    {
      signature = g_strstrip (g_strdup (end + strlen (SIGNATURE)));
      *end = '\0';
      lines = g_strsplit (message, "\n", -1);
      signer = g_new0 (CrfPackageSigner, 1);
      signer->key = take_line (lines, "key");
      if (holds (message, signer->key, signature))
        {
          signer->fingerprint = fingerprint_of (signer->key);
          signer->sha256 = take_line (lines, "sha256");
          signer->login = take_line (lines, "login");
          signer->name = take_line (lines, "name");
          signer->workstation = take_line (lines, "workstation");
          signer->site = take_line (lines, "site");
          signer->at = take_line (lines, "at");
          return g_steal_pointer (&signer);
        }
    }
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED, _("The signature does not hold: it was changed, or is none."));
  return NULL;
}

/* ── Who is known ── */

gboolean
crf_records_knows_signer (CrfStudyFile *file, const char *key)
{
  g_return_val_if_fail (file != NULL && key != NULL, FALSE);

  return crf_db_get_int (file->db, NULL, 0,
                         "SELECT EXISTS (SELECT 1 FROM account_key WHERE sign = ?1) OR "
                         "EXISTS (SELECT 1 FROM trusted_key WHERE key = ?1 AND state = 'trusted')",
                         "s", key)
         != 0;
}

gboolean
crf_records_accepted_package (CrfStudyFile *file, const char *sha256)
{
  g_return_val_if_fail (file != NULL && sha256 != NULL, FALSE);

  return crf_db_get_int (file->db, NULL, 0, "SELECT EXISTS (SELECT 1 FROM accepted_package WHERE sha256 = ?1)", "s", sha256) != 0;
}
