/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "signed.h"

#include "crf-package-gate.h"
#include "crf-records.h"
#include "crf-verify.h"

#include <glib/gstdio.h>
#include <string.h>

#define STRATA                                                                                                                                    \
  "<sw:Stratum OID=\"ST.SEX\"><sw:Title><TranslatedText xml:lang=\"en\">Sex</TranslatedText></sw:Title>"                                           \
  "<FormalExpression Context=\"SQL/1\">SEX</FormalExpression>"                                                                                    \
  "<sw:Level Code=\"F\"><TranslatedText xml:lang=\"en\">female</TranslatedText></sw:Level>"                                                       \
  "<sw:Level Code=\"M\"><TranslatedText xml:lang=\"en\">male</TranslatedText></sw:Level></sw:Stratum>"

/* ── Two files ── */

CrfSession *
signed_add_person (CrfTestStudy *study,
                   const char *login,
                   const char *name,
                   const char *roles)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", login, "name", name, "roles", roles, "new-passphrase", CRF_TEST_PASSPHRASE,
                                 "recovery-key", study->recovery, NULL));
  session = crf_session_sign_in_file (crf_session_get_file (study->admin), login, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  return session;
}

char *
signed_read_text (const char *path)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

void
signed_write_text (const char *path,
                   const char *text)
{
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

char *
signed_replaced (const char *text,
                 const char *from,
                 const char *to)
{
  g_autoptr (GString) changed = g_string_new (text);

  g_assert_cmpuint (g_string_replace (changed, from, to, 0), >=, 1);
  return g_string_free (g_steal_pointer (&changed), FALSE);
}

/* The shipped protocol, but with the list of a statistician. */
static char *
write_definition (const char *dir,
                  const char *protocol,
                  const char *strata)
{
  g_autofree char *file = g_strconcat (protocol, ".xml", NULL), *shipped = g_build_filename (crf_data_dir (), "studies", file, NULL), *text = signed_read_text (shipped);
  g_autofree char *randomisation = g_strdup_printf ("<sw:Randomisation Method=\"list\">%s</sw:Randomisation>", strata);
  g_autoptr (GString) changed = g_string_new (text);
  char *path = g_build_filename (dir, "study.xml", NULL);

  crf_test_set_randomisation (changed, randomisation);
  g_string_replace (changed, "Attribute=\"BlockSizes\" Value=\"2 4\"", "Attribute=\"BlockSizes\" Value=\"2\"", 0);
  signed_write_text (path, changed->str);
  return path;
}

void
signed_begin (SignedPair *pair,
              const char *protocol,
              const char *strata,
              const char *list)
{
  pair->dir = g_dir_make_tmp ("crf-signed-XXXXXX", NULL);
  pair->definition = write_definition (pair->dir, protocol, strata);
  pair->list = g_build_filename (pair->dir, "list.csv", NULL);
  pair->signature = g_strconcat (pair->list, ".sig", NULL);
  signed_write_text (pair->list, list);
  pair->office = crf_test_study_new_of (pair->definition);
  pair->ward = crf_test_study_new_of (pair->definition);
  pair->statistician = signed_add_person (pair->office, "he", "He Bo", "statistician");
  pair->principal = signed_add_person (pair->office, "zhou", "Zhou Lan", "principal-investigator");
}

void
signed_set_up (SignedPair *pair,
               gconstpointer data)
{
  signed_begin (pair, "nct06167473", STRATA, LIST);
}

static void
remove_folder (const char *dir)
{
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (dir);
}

void
signed_tear_down (SignedPair *pair,
                  gconstpointer data)
{
  crf_session_close (pair->statistician);
  crf_session_close (pair->principal);
  crf_test_study_free (pair->office);
  crf_test_study_free (pair->ward);
  remove_folder (pair->dir);
  g_free (pair->dir);
  g_free (pair->definition);
  g_free (pair->list);
  g_free (pair->signature);
}

/* ── Acts ── */

void
signed_trust (SignedPair *pair,
              const char *signature)
{
  g_autofree char *text = signed_read_text (signature);
  g_autoptr (CrfPackageSigner) signer = crf_package_read (text, strlen (text), NULL);

  crf_outcome_free (crf_test_do (pair->ward->admin, "trust-signer", NULL, "signature", signature, "fingerprint", signer->fingerprint, "reason", "by telephone", NULL));
}

CrfOutcome *
signed_try (CrfSession *session,
            const char *use_case,
            const char *key,
            const char *path,
            const char *confirm,
            const char *reason)
{
  g_autoptr (GError) error = NULL;
  CrfOutcome *outcome = strcmp (use_case, "upload-allocation") == 0
                          ? crf_conduct_with (session, use_case, NULL, &error, key, path, "confirm", confirm, "reason", reason, NULL)
                          : crf_conduct_with (session, use_case, NULL, &error, key, path, "number", "1", "summary", "Test", "date", "2026-02-27", "ethics", "EC-2",
                                              "applies", "new", "retrain", "none", "passphrase", CRF_TEST_PASSPHRASE, "confirm", confirm, "reason", reason, NULL);

  g_assert_no_error (error);
  return outcome;
}

guint64
signed_count_entries (CrfTestStudy *study)
{
  return crf_records_count_entries (crf_session_get_file (study->admin));
}

static gboolean
find_entry (const CrfJournalRecord *record,
            gpointer data)
{
  SignedFound *found = data;

  if (strcmp (record->columns[CRF_COL_ACTION], found->action) != 0)
    return TRUE;
  g_free (found->canon);
  g_free (found->detail);
  g_free (found->reason);
  found->canon = g_strdup (record->columns[CRF_COL_CANON]);
  found->detail = g_strdup (record->columns[CRF_COL_DETAIL]);
  found->reason = g_strdup (record->columns[CRF_COL_REASON]);
  found->n++;
  return TRUE;
}

void
signed_found_clear (SignedFound *found)
{
  g_free (found->canon);
  g_free (found->detail);
  g_free (found->reason);
}

/* The entries of that action, and what the last of them says. */
SignedFound
signed_journal (CrfTestStudy *study,
                const char *action)
{
  SignedFound found = { .action = action };
  CrfEntry all = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (crf_records_journal (crf_session_get_file (study->admin), &all, NULL, 100000, FALSE, find_entry, &found, &error));
  g_assert_no_error (error);
  return found;
}

void
signed_assert_verifies (CrfTestStudy *study)
{
  g_autoptr (CrfVerifyReport) report = NULL;
  g_autoptr (GError) error = NULL;

  crf_test_study_close (study);
  report = crf_verify (study->path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->faults->len, ==, 0);
  crf_test_study_open (study);
}
