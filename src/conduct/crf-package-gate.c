/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who answers for a file from elsewhere. */

#include "crf-package-gate.h"

#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define LARGEST 65536

char *
crf_package_gate_sign (CrfSession *session,
                       const char *sha256,
                       GError **error)
{
  CrfKeyring *keyring = crf_session_get_keyring (session);
  char now[CRF_INSTANT_SIZE];

  if (keyring == NULL || crf_session_is_read_only (session))
    return NULL;
  crf_instant_format_utc (crf_session_now (session), now);
  return crf_package_sign (crf_session_get_file (session), keyring, sha256, now, error);
}

static char *
check_signed (CrfSession *session,
              const char *name,
              const char *sha256,
              const CrfPackageSigner *signer)
{
  if (strcmp (signer->sha256, sha256) != 0)
    return g_strdup_printf (_("“%1$s” is not the file that %2$s signed: it was changed since, or the signature belongs to another file. Ask the sender for both anew."),
                            name, signer->name);
  if (crf_records_knows_signer (crf_session_get_file (session), signer->key))
    return NULL;
  return g_strdup_printf (_("“%1$s” is signed by %2$s (%3$s) at workstation %4$s, %5$s, whose key %6$s this study file does not know. Compare these figures with the signer by "
                            "telephone; then an administrator or data manager does “Trust a signer” (trust-signer)."),
                          name, signer->name, signer->login, signer->workstation, signer->site, signer->fingerprint);
}

char *
crf_package_gate_check (CrfSession *session,
                        const char *path,
                        const char *sha256,
                        CrfPackageSigner **signer,
                        gboolean *wrong)
{
  g_autofree char *name = g_path_get_basename (path), *beside = g_strconcat (path, CRF_PACKAGE_SUFFIX, NULL), *text = NULL;
  g_autoptr (CrfPackageSigner) found = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;
  char *fault;
  gsize length;

  *signer = NULL;
  *wrong = FALSE;
  if (g_stat (beside, &status) != 0)
    return crf_records_accepted_package (crf_session_get_file (session), sha256)
             ? NULL
             : g_strdup_printf (_("“%1$s” carries no signature: nobody answers for it. A data manager who knows where it comes from does “Answer for an unsigned file” (accept-source) with its SHA-256 %2$s."),
                                name, sha256);
  *wrong = TRUE;
  if (status.st_size > LARGEST || !g_file_get_contents (beside, &text, &length, &error))
    return g_strdup_printf (_("The signature of “%s” cannot be read."), name);
  found = crf_package_read (text, length, &error);
  if (found == NULL)
    return g_strdup_printf ("“%s%s”: %s", name, CRF_PACKAGE_SUFFIX, error->message);
  fault = check_signed (session, name, sha256, found);
  *wrong = fault != NULL;
  if (fault == NULL)
    *signer = g_steal_pointer (&found);
  return fault;
}
