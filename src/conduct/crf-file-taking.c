/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who answers for an allocation list or a definition that comes in. */

#include "crf-file-taking.h"

#include "crf-detail.h"
#include "crf-file-read.h"
#include "crf-study-reader.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
crf_taking_clear (CrfTaking *taking)
{
  g_clear_pointer (&taking->signer, crf_package_signer_free);
  g_clear_pointer (&taking->name, g_free);
  g_clear_pointer (&taking->sha256, g_free);
  g_clear_pointer (&taking->purpose, g_free);
}

/* "confirm" may hold several ids, separated by commas. */
static gboolean
is_confirmed (const char *confirm,
              const char *id)
{
  g_auto (GStrv) ids = g_strsplit (confirm != NULL ? confirm : "", ",", -1);

  return g_strv_contains ((const char *const *) ids, id);
}

static CrfPrompt *
prompt_new (const char *confirm,
            const char *id,
            char *message)
{
  CrfPrompt *prompt = g_new0 (CrfPrompt, 1);

  prompt->id = confirm == NULL || is_confirmed (confirm, id) ? g_strdup (confirm != NULL ? confirm : id) : g_strconcat (confirm, ",", id, NULL);
  prompt->message = message;
  prompt->needs_reason = TRUE;
  prompt->why = g_strdup (_("Why it can be _trusted"));
  prompt->accept = g_strdup (_("_Take it in"));
  return prompt;
}

static gboolean
is_answered (const char *confirm,
             const char *reason,
             const char *id)
{
  return is_confirmed (confirm, id) && reason != NULL && *reason != '\0';
}

static gboolean
allow_unsigned (CrfTaking *taking,
                const char *confirm,
                const char *reason,
                CrfPrompt **prompt)
{
  static const char id[] = "unsigned";

  taking->state = CRF_TAKING_UNSIGNED;
  if (is_answered (confirm, reason, id))
    return TRUE;
  if (taking->name == NULL)
    {
      *prompt = prompt_new (confirm, id, g_strdup (_("Lines that were typed carry no signature: nobody answers for them. Give the file with its signature, or say where the "
                                                     "lines come from and why they can be trusted; the journal keeps that nobody signed.")));
      return FALSE;
    }
  *prompt = prompt_new (confirm, id,
                        g_strdup_printf (_("“%1$s” (%2$s) carries no signature: no file %1$s.sig stands beside it, and nobody answers for it. Have it signed (“Sign a study definition” or “Sign an allocation list”), "
                                           "or say where it comes from and why it can be trusted; the journal keeps that nobody signed."),
                                         taking->name, crf_package_purpose_label (taking->purpose)));
  return FALSE;
}

/* A new file knows nobody: whoever creates it compares the figures, and from then on the signer is known. */
static gboolean
allow_first (CrfTaking *taking,
             const char *confirm,
             const char *reason,
             CrfRefusal **refusal,
             CrfPrompt **prompt)
{
  const CrfPackageSigner *signer = taking->signer;
  g_auto (GStrv) figures = g_strsplit (signer->fingerprint, " ", -1);
  g_autofree char *joined = g_strjoinv ("", figures), *id = g_strconcat ("signer=", joined, NULL);

  taking->trusts = TRUE;
  if ((crf_role_from_name (signer->role) & crf_package_roles (taking->purpose)) == 0)
    {
      *refusal = crf_refusal_new ("signer-role", _("Have it signed by a principal investigator or a data manager."),
                                  _("“%1$s” is signed by %2$s in the role “%3$s”, which does not answer for a study definition."), taking->name, signer->name,
                                  signer->role);
      return FALSE;
    }
  if (is_answered (confirm, reason, id))
    return TRUE;
  *prompt = prompt_new (confirm, id,
                        g_strdup_printf (_("“%1$s” is signed by %2$s (%3$s) at workstation %4$s, %5$s. A new study file knows nobody yet: compare the figures of the key, %6$s, "
                                           "with the signer by telephone, and say how it was done. From then on this signer is trusted here."),
                                         taking->name, signer->name, signer->login, signer->workstation, signer->site, signer->fingerprint));
  return FALSE;
}

static gboolean
refuse (CrfRefusal **refusal,
        char *fault)
{
  *refusal = crf_refusal_new ("signature-wrong", NULL, "%s", fault);
  g_free (fault);
  return FALSE;
}

gboolean
crf_taking_allow (CrfTaking *taking,
                  CrfSession *session,
                  const CrfPackageFile *file,
                  const char *confirm,
                  const char *reason,
                  CrfRefusal **refusal,
                  CrfPrompt **prompt)
{
  char *fault = NULL;
  gboolean wrong = FALSE;

  taking->name = file->path != NULL ? g_path_get_basename (file->path) : NULL;
  taking->sha256 = g_strdup (file->sha256);
  taking->purpose = g_strdup (file->purpose);
  /* The SHA-256 of lines is only said, so that it may be that of another file which somebody answered for. */
  if (file->path == NULL)
    return allow_unsigned (taking, confirm, reason, prompt);
  if (session == NULL)
    {
      taking->signer = crf_package_gate_read (file, &fault);
      wrong = fault != NULL;
    }
  else
    fault = crf_package_gate_check (session, file, &taking->signer, &wrong);
  if (wrong)
    return refuse (refusal, fault);
  taking->state = CRF_TAKING_SIGNED;
  if (taking->signer != NULL)
    return session != NULL || allow_first (taking, confirm, reason, refusal, prompt);
  if (session != NULL && fault == NULL)
    {
      taking->state = CRF_TAKING_ANSWERED;
      return TRUE;
    }
  g_free (fault);
  return allow_unsigned (taking, confirm, reason, prompt);
}

/* ── The journal ── */

static gboolean
append_trust (const CrfTaking *taking,
              CrfTransaction *txn,
              const char *reason,
              GError **error)
{
  const CrfPackageSigner *signer = taking->signer;
  g_autofree char *detail = crf_detail_new ("key", signer->key, "fingerprint", signer->fingerprint, "login", signer->login, "name", signer->name, "workstation",
                                            signer->workstation, "site", signer->site, "state", "trusted", NULL);
  CrfEntry entry = { .action = CRF_ACTION_TRUST, .canon = "trusted", .detail = detail, .reason = reason };

  return crf_transaction_append (txn, &entry, NULL, error);
}

gboolean
crf_taking_append (const CrfTaking *taking,
                   CrfTransaction *txn,
                   const char *reason,
                   GError **error)
{
  static const char *const states[] = { NULL, "signed", "answered", "unsigned" };
  const CrfPackageSigner *signer = taking->signer;
  g_autofree char *by = signer != NULL ? crf_package_signer_text (signer) : NULL;
  /* The SHA-256 of a list would let anybody who reads the journal try out lists until one fits. */
  const char *sha256 = strcmp (taking->purpose != NULL ? taking->purpose : "", CRF_PACKAGE_LIST) == 0 ? NULL : taking->sha256;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_PACKAGE_TAKE, .canon = states[taking->state] };

  if (taking->state == CRF_TAKING_OWN)
    return TRUE;
  detail = signer != NULL ? crf_detail_new ("purpose", taking->purpose, "name", taking->name, "sha256", sha256, "signer", by, "login", signer->login, "role",
                                            signer->role, "fingerprint", signer->fingerprint, "at", signer->at, "signature", signer->digest, NULL)
                          : crf_detail_new ("purpose", taking->purpose, "name", taking->name, "sha256", sha256, NULL);
  entry.detail = detail;
  entry.reason = taking->state == CRF_TAKING_UNSIGNED ? reason : NULL;
  return (!taking->trusts || append_trust (taking, txn, reason, error)) && crf_transaction_append (txn, &entry, NULL, error);
}

char *
crf_taking_text (const CrfTaking *taking)
{
  g_autofree char *by = taking->signer != NULL ? crf_package_signer_text (taking->signer) : NULL;

  if (taking->state == CRF_TAKING_OWN)
    return NULL;
  if (by != NULL)
    return g_strdup_printf (_("“%1$s” is signed by %2$s."), taking->name, by);
  return taking->name != NULL ? g_strdup_printf (_("“%s” is taken in without a signature; the journal says so."), taking->name)
                              : g_strdup (_("The lines are taken in without a signature; the journal says so."));
}

/* ── Definitions ── */

char *
crf_definition_forms_dir (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *beside = g_build_filename (folder, "..", "forms", NULL);

  return g_file_test (beside, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&beside) : g_build_filename (crf_data_dir (), "forms", NULL);
}

/* Whether the file lies in that folder of the program's own data, whatever its path is spelled like. */
static gboolean
is_shipped (const char *path,
            const char *folder)
{
  g_autofree char *own = g_build_filename (crf_data_dir (), folder, NULL);
  char *real_own = realpath (own, NULL), *real = realpath (path, NULL);
  g_autofree char *there = real != NULL ? g_path_get_dirname (real) : NULL;
  gboolean shipped = real_own != NULL && g_strcmp0 (there, real_own) == 0;

  free (real_own);
  free (real);
  return shipped;
}

static char *
hash_file (const char *path,
           GError **error)
{
  g_autofree char *bytes = NULL;
  gsize size;

  return crf_file_read (path, NULL, CRF_STUDY_MAX_MB, &bytes, &size, error)
             ? g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, size)
             : NULL;
}

char *
crf_definition_library_sha256 (CrfStudy *study,
                               GError **error)
{
  const char *library = crf_study_get_library (study);

  return library == NULL || is_shipped (library, "forms") ? NULL : hash_file (library, error);
}

gboolean
crf_taking_allow_definition (CrfTaking *taking,
                             CrfSession *session,
                             const char *path,
                             const char *signature,
                             CrfStudy *study,
                             gboolean demo,
                             const char *confirm,
                             const char *reason,
                             CrfRefusal **refusal,
                             CrfPrompt **prompt,
                             GError **error)
{
  g_autofree char *sha256 = NULL, *library = NULL;
  g_autoptr (GError) fault = NULL;

  taking->state = CRF_TAKING_OWN;
  library = crf_definition_library_sha256 (study, &fault);
  if (fault == NULL && library == NULL && is_shipped (path, "studies"))
    return TRUE;
  if (fault == NULL)
    sha256 = hash_file (path, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (crf_taking_allow (taking, session,
                        &(CrfPackageFile){ path, sha256, CRF_PACKAGE_DEFINITION, library,
                                           crf_study_get_oid (study), signature },
                        confirm, reason, refusal, prompt))
    return TRUE;
  if (!demo || *prompt == NULL)
    return FALSE;
  g_clear_pointer (prompt, crf_prompt_free);
  taking->trusts = FALSE;
  return TRUE;
}
