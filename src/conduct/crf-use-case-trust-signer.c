/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whose files are taken in: a key is trusted by name once its figures were compared with the person, and the trust can be taken back. */

#include "crf-detail.h"
#include "crf-file-read.h"
#include "crf-package.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "signature", N_ ("Signature file (NAME.sig)"), "file:sig", TRUE },
  { "fingerprint", N_ ("Figures of the key, as the signer read them out"), "text", TRUE },
  { "reason", N_ ("Who it is and how the figures were compared"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static const CrfParameter revoke_parameters[] = {
  { "signature", N_ ("Signature file (NAME.sig)"), "file:sig", TRUE },
  { "reason", N_ ("Reason"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static char *
without_blanks (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (!g_ascii_isspace (*text) && *text != '-')
      g_string_append_c (out, g_ascii_tolower (*text));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* NULL with the context's refusal set. */
static CrfPackageSigner *
read_signer (CrfUseCaseContext *context)
{
  const char *path = crf_context_get (context, "signature");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  CrfPackageSigner *signer = NULL;
  gsize length;

  if (crf_file_read (path, NULL, CRF_PACKAGE_MAX_MB, &text, &length, &error))
    signer = crf_package_read (text, length, &error);
  if (signer == NULL)
    crf_context_refuse (context, "signature-wrong", _("Choose the file NAME.sig that came with the data."), "%s", error->message);
  return signer;
}

static gboolean
append (CrfUseCaseContext *context,
        const CrfPackageSigner *signer,
        const char *state,
        GError **error)
{
  g_autofree char *detail = crf_detail_new ("key", signer->key, "fingerprint", signer->fingerprint, "login", signer->login, "name", signer->name, "workstation",
                                            signer->workstation, "site", signer->site, "state", state, NULL);
  CrfEntry entry = { .action = CRF_ACTION_TRUST, .canon = state, .detail = detail, .reason = crf_context_get (context, "reason") };

  crf_context_result (context, "fingerprint", signer->fingerprint);
  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfPackageSigner) signer = read_signer (context);
  g_autofree char *typed = without_blanks (crf_context_get (context, "fingerprint")), *figures = NULL;

  if (signer == NULL)
    return TRUE;
  figures = without_blanks (signer->fingerprint);
  if (strcmp (typed, figures) != 0)
    return crf_context_refuse (context, "fingerprint-differs", _("Compare the figures with the signer again. If they differ, the file is not from that person."),
                               _("The figures are not those of the key that signed: “%s”."), crf_context_get (context, "fingerprint"));
  return append (context, signer, "trusted", error);
}

static gboolean
run_revoke (CrfUseCaseContext *context,
            GError **error)
{
  g_autoptr (CrfPackageSigner) signer = read_signer (context);

  if (signer == NULL)
    return TRUE;
  return append (context, signer, "revoked", error);
}

const CrfUseCase crf_use_case_trust_signer = {
  .name = "trust-signer",
  .title = N_ ("Trust a signer"),
  .summary = N_ ("Lets files in that a person of another workstation signed, after the figures of the key were compared."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_DATA_MANAGER,
  .parameters = parameters,
  .run = run,
};

const CrfUseCase crf_use_case_revoke_signer = {
  .name = "revoke-signer",
  .title = N_ ("Trust a signer no longer"),
  .summary = N_ ("Files of that signer are refused from now on; what came in stays."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_DATA_MANAGER,
  .parameters = revoke_parameters,
  .run = run_revoke,
};
