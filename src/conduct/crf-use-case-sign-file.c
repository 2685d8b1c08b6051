/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing a file that another study file is to take in: NAME.sig beside it says who answers for it. Two use cases, since lists and definitions are answered for
 * by different people. No statement on anything in this file is made, so no electronic signature of a record arises. */

#include "crf-allocation-source.h"
#include "crf-detail.h"
#include "crf-file-read.h"
#include "crf-file-taking.h"
#include "crf-study-reader.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter list_parameters[] = {
  { "file", N_ ("File of the list"), "file:csv", TRUE },
  { "passphrase", N_ ("Passphrase"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static const CrfParameter definition_parameters[] = {
  { "file", N_ ("File of the definition"), "file:xml", TRUE },
  { "passphrase", N_ ("Passphrase"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

/* FALSE with the refusal set. A signature that is there already may be somebody else's. */
static gboolean
may_sign (CrfUseCaseContext *context,
          const char *beside)
{
  if (!crf_session_check_passphrase (context->session, crf_context_get (context, "passphrase")))
    return !crf_context_refuse (context, "passphrase-wrong", _("Type your own passphrase again."), _("The passphrase is wrong."));
  if (g_file_test (beside, G_FILE_TEST_EXISTS) || g_file_test (beside, G_FILE_TEST_IS_SYMLINK))
    return !crf_context_refuse (context, "file-signed", _("Move that signature away first, if it is not to hold any more."), _("There is a signature “%s” already."),
                                beside);
  return TRUE;
}

/* The entry comes first: what cannot be journalled is not signed. What is not written in the end is rolled back. */
static gboolean
sign (CrfUseCaseContext *context,
      const CrfPackageFile *file,
      const char *beside,
      GError **error)
{
  g_autofree char *signature = crf_package_gate_sign (context->session, file, error);
  g_autofree char *name = g_path_get_basename (file->path), *detail = NULL;
  g_autoptr (CrfPackageSigner) signer = signature != NULL ? crf_package_read (signature, strlen (signature), error) : NULL;
  CrfEntry entry = { .action = CRF_ACTION_PACKAGE_SIGN };
  g_autoptr (GError) fault = NULL;

  if (signer == NULL)
    return FALSE;
  /* As where it is taken in: the journal of a study does not say what a list can be tried out against. */
  detail = crf_detail_new ("purpose", file->purpose, "name", name, "sha256", strcmp (file->purpose, CRF_PACKAGE_LIST) != 0 ? file->sha256 : NULL, "fingerprint",
                           signer->fingerprint, "signature", signer->digest, NULL);
  entry.detail = detail;
  if (!crf_context_append (context, &entry, NULL, error))
    return FALSE;
  if (!g_file_set_contents (beside, signature, -1, &fault))
    return crf_context_refuse (context, "file-unwritable", _("Choose a place where you may write."), "%s", fault->message);
  crf_context_result (context, "signature", beside);
  crf_context_result (context, "sha256", file->sha256);
  crf_context_result (context, "fingerprint", signer->fingerprint);
  return TRUE;
}

static gboolean
run_list (CrfUseCaseContext *context,
          GError **error)
{
  const char *path = crf_context_get (context, "file");
  g_autofree char *beside = g_strconcat (path, CRF_PACKAGE_SUFFIX, NULL), *rows = NULL, *sha256 = NULL;
  g_autoptr (GError) fault = NULL;

  if (!may_sign (context, beside))
    return TRUE;
  if (!crf_allocation_source_read (path, &rows, &sha256, &fault))
    return crf_context_refuse (context, "file-unreadable", _("Only a list that can be taken in is signed."), "%s", fault->message);
  if (!sign (context, &(CrfPackageFile) { path, sha256, CRF_PACKAGE_LIST, NULL, NULL, NULL }, beside, error))
    return FALSE;
  if (context->outcome->refusal == NULL && crf_study_get_masking (context->study) != CRF_MASKING_NONE)
    crf_context_notice (context, "%s",
                        _("The signature names no arm, but whoever has it can check a guess of the list against it: keep it as close as the list. A further column "
                          "with a long random text in one line makes guessing hopeless."));
  return TRUE;
}

static gboolean
run_definition (CrfUseCaseContext *context,
                GError **error)
{
  const char *path = crf_context_get (context, "file");
  g_autofree char *beside = g_strconcat (path, CRF_PACKAGE_SUFFIX, NULL), *forms = crf_definition_forms_dir (path);
  g_autofree char *bytes = NULL, *sha256 = NULL, *library = NULL;
  g_autoptr (CrfStudy) study = NULL;
  g_autoptr (GError) fault = NULL;
  gsize size;

  if (!may_sign (context, beside))
    return TRUE;
  study = crf_study_read_file (path, forms, NULL, NULL, &fault);
  if (study != NULL)
    library = crf_definition_library_sha256 (study, &fault);
  if (fault != NULL || !crf_file_read (path, NULL, CRF_STUDY_MAX_MB, &bytes, &size, &fault))
    return crf_context_refuse (context, "file-unreadable", _("stemward-cli check-study names every fault of a definition."), "%s", fault->message);
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, size);
  return sign (context, &(CrfPackageFile) { path, sha256, CRF_PACKAGE_DEFINITION, library, crf_study_get_oid (study), NULL }, beside, error);
}

const CrfUseCase crf_use_case_sign_list = {
  .name = "sign-list",
  .title = N_ ("Sign an allocation list"),
  .summary = N_ ("Writes the signature NAME.sig beside a list, so that the study file that takes it in knows who answers for it."),
  .roles = CRF_ROLE_STATISTICIAN | CRF_ROLE_PHARMACIST,
  .parameters = list_parameters,
  .run = run_list,
};

const CrfUseCase crf_use_case_sign_definition = {
  .name = "sign-definition",
  .title = N_ ("Sign a study definition"),
  .summary = N_ ("Writes the signature NAME.sig beside a definition, so that the study file that takes it in knows who answers for it."),
  .roles = CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER,
  .parameters = definition_parameters,
  .run = run_definition,
};
