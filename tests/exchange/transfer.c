/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Going from study file to study file by ODM, for the tests of it. */

#include "transfer.h"

#include "crf-demo.h"
#include "crf-package.h"

#include <glib/gstdio.h>
#include <string.h>

char *
transfer_write (CrfSession *session,
           const char *dir,
           const char *name,
           const CrfOdmOptions *options)
{
  char *path = g_build_filename (dir, name, NULL);
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (crf_odm_export (session, path, options, NULL, NULL, NULL, &refusal, &error));
  g_assert_no_error (error);
  return path;
}

/* Somebody who looks after the data, not after patients. */
CrfSession *
transfer_sign_in_manager (CrfTestStudy *study)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "chen", "name", "Chen Yu", "roles", "manager", "new-passphrase", CRF_TEST_PASSPHRASE, NULL));
  session = crf_session_sign_in_file (crf_session_get_file (study->admin), "chen", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  return session;
}

/* The figures as the signer reads them out. */
char *
transfer_fingerprint (const char *signature)
{
  g_autofree char *text = NULL;
  g_autoptr (CrfPackageSigner) signer = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (signature, &text, &length, NULL));
  signer = crf_package_read (text, length, &error);
  g_assert_no_error (error);
  return g_strdup (signer->fingerprint);
}

void
transfer_trust (CrfTestStudy *study,
       const char *path)
{
  g_autofree char *signature = g_strconcat (path, ".sig", NULL), *figures = transfer_fingerprint (signature);

  crf_outcome_free (crf_test_do (study->admin, "trust-signer", NULL, "signature", signature, "fingerprint", figures, "reason", "by telephone", NULL));
}

CrfImportReport *
transfer_import (CrfSession *session,
        const char *path)
{
  static const CrfImportOptions plain = { .dry_run = FALSE };
  g_autoptr (GError) error = NULL;
  CrfImportReport *report = crf_import_file (session, path, NULL, &plain, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return report;
}

/* A study file with lives in it, of the protocol; the session is the nurse's. */
CrfSession *
transfer_open_demo (const char *dir,
           const char *protocol)
{
  const CrfDemoOptions options = { .study = protocol, .patients = 4, .seed = 7 };
  g_autofree char *path = g_build_filename (dir, "demo.stemward", NULL);
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  g_assert_true (crf_demo_create (path, &options, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  session = crf_session_sign_in (path, "nurse", "demo", NULL, crf_clock_system (), &error);
  g_assert_no_error (error);
  return session;
}

void
transfer_clear (const char *dir)
{
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      g_unlink (path);
    }
  g_rmdir (dir);
}

/* In the data, or else before them. */
char *
transfer_replace (const char *text,
         const char *what,
         const char *with)
{
  const char *data = strstr (text, "<ClinicalData "), *at = data != NULL ? strstr (data, what) : NULL;

  if (at == NULL)
    at = strstr (text, what);
  if (at == NULL)
    g_error ("the file does not have %s", what);
  return g_strdup_printf ("%.*s%s%s", (int) (at - text), text, with, at + strlen (what));
}
