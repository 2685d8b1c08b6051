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
  char **const texts[] = { &signer->key, &signer->fingerprint, &signer->purpose, &signer->sha256, &signer->library, &signer->study, &signer->login,
                           &signer->name, &signer->role, &signer->workstation, &signer->site, &signer->at, &signer->digest };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  g_free (signer);
}

/* ── Writing ── */

/* Characters that make a line look like another one: ends of lines, control, and those that turn the direction of writing. */
static gboolean
is_misleading (gunichar c)
{
  return g_unichar_iscntrl (c) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
}

/* One line each, whatever stands in a name. */
static void
add_line (GString *text, const char *name, const char *value)
{
  g_string_append_printf (text, "\n%s: ", name);
  for (const char *p = value != NULL ? value : ""; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_unichar (text, is_misleading (g_utf8_get_char (p)) ? ' ' : g_utf8_get_char (p));
}

char *
crf_package_sign (CrfStudyFile *file, CrfKeyring *keyring, const CrfPackageClaim *claim, GError **error)
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
  add_line (text, "purpose", claim->purpose);
  add_line (text, "sha256", claim->sha256);
  if (claim->library != NULL)
    add_line (text, "library", claim->library);
  add_line (text, "study", claim->study);
  add_line (text, "login", keyring->login);
  add_line (text, "name", name);
  add_line (text, "role", claim->role);
  add_line (text, "workstation", file->ws);
  add_line (text, "site", crf_study_file_get_site (file));
  add_line (text, "at", claim->at);
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

/* Decoding passes over what is no base64: one signature has one spelling. */
static guchar *
decode (const char *text, gsize *length)
{
  guchar *bytes = g_base64_decode (text, length);
  g_autofree char *again = g_base64_encode (bytes, *length);

  if (strcmp (again, text) != 0)
    *length = 0;
  return bytes;
}

static gboolean
holds (const char *message, const char *key_text, const char *signature_text)
{
  gsize key_length = 0, length = 0;
  g_autofree guchar *key = decode (key_text, &key_length);
  g_autofree guchar *signature = decode (signature_text, &length);

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

static gboolean
is_plain (const char *message)
{
  for (const char *p = message; *p != '\0'; p = g_utf8_next_char (p))
    if (*p != '\n' && is_misleading (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

static CrfPackageSigner *
take_signer (const char *message, char *key)
{
  g_auto (GStrv) lines = g_strsplit (message, "\n", -1);
  CrfPackageSigner *signer = g_new0 (CrfPackageSigner, 1);
  const struct { const char *name; char **text; } parts[] = {
    { "purpose", &signer->purpose }, { "sha256", &signer->sha256 }, { "library", &signer->library }, { "study", &signer->study }, { "login", &signer->login },
    { "name", &signer->name }, { "role", &signer->role }, { "workstation", &signer->workstation }, { "site", &signer->site }, { "at", &signer->at },
  };

  signer->key = key;
  signer->fingerprint = fingerprint_of (key);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    *parts[i].text = take_line (lines, parts[i].name);
  if (*signer->purpose == '\0')
    {
      g_free (signer->purpose);
      signer->purpose = g_strdup (CRF_PACKAGE_DATA);
    }
  return signer;
}

CrfPackageSigner *
crf_package_read (const char *text, gsize length, GError **error)
{
  g_autofree char *message = length <= LARGEST && g_utf8_validate (text, (gssize) length, NULL) ? g_strndup (text, length) : NULL;
  char *end = message != NULL && g_str_has_prefix (message, FIRST_LINE "\n") ? g_strrstr (message, SIGNATURE) : NULL;

  if (end != NULL)
    {
      g_autofree char *signature = g_strstrip (g_strdup (end + strlen (SIGNATURE))), *key = NULL;
      g_auto (GStrv) lines = NULL;

      *end = '\0';
      lines = g_strsplit (message, "\n", -1);
      key = take_line (lines, "key");
      if (is_plain (message) && holds (message, key, signature))
        {
          CrfPackageSigner *signer = take_signer (message, g_steal_pointer (&key));

          signer->digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, length);
          return signer;
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

char *
crf_records_signer_account (CrfStudyFile *file, const char *key, gboolean *current)
{
  char *login;

  g_return_val_if_fail (file != NULL && key != NULL, NULL);

  login = crf_db_get_text (file->db, NULL, "SELECT login FROM account_key WHERE sign = ?1", "s", key);
  *current = login != NULL
             && crf_db_get_int (file->db, NULL, 0,
                                "SELECT sign = ?2 FROM account_key WHERE login = ?1 ORDER BY n DESC LIMIT 1", "ss", login, key)
                    != 0;
  return login;
}

gboolean
crf_records_accepted_package (CrfStudyFile *file, const char *sha256)
{
  g_return_val_if_fail (file != NULL && sha256 != NULL, FALSE);

  return crf_db_get_int (file->db, NULL, 0, "SELECT EXISTS (SELECT 1 FROM accepted_package WHERE sha256 = ?1)", "s", sha256) != 0;
}
