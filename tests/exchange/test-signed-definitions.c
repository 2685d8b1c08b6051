/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Study definitions that come from elsewhere, as amendments and as the beginning of a study file, with a signature beside them or without. */

#include "signed.h"

#include "crf-allocation-file.h"
#include "crf-allocation-source.h"
#include "crf-package-gate.h"
#include "crf-records.h"
#include "crf-verify.h"

#include <glib/gstdio.h>
#include <string.h>

/* ── Amendments ── */

/* A second version: one day more in a window. */
static char *
write_amendment (SignedPair *pair)
{
  g_autofree char *text = signed_read_text (pair->definition);
  char *path = g_build_filename (pair->dir, "amended.xml", NULL);
  CrfStudy *study = crf_session_get_study (pair->ward->admin);
  g_autofree char *from = g_strdup_printf ("<MetaDataVersion OID=\"%s\"", crf_study_get_version (study));
  g_autofree char *renumbered = NULL, *worded = NULL;

  renumbered = signed_replaced (text, from, "<MetaDataVersion OID=\"MDV.SIGNED\"");
  worded = signed_replaced (renumbered, "Target=\"22\"", "Target=\"24\"");
  signed_write_text (path, worded);
  return path;
}

static CrfOutcome *
activate (SignedPair *pair,
          const char *path,
          const char *confirm,
          const char *reason)
{
  return signed_try (pair->ward->admin, "activate-amendment", "definition", path, confirm, reason);
}

static void
a_signed_amendment_is_taken_in_and_a_changed_one_is_not (SignedPair *pair,
                                                         gconstpointer data)
{
  g_autofree char *path = write_amendment (pair), *signature = g_strconcat (path, ".sig", NULL), *text = signed_read_text (path), *sha256 = NULL, *changed = NULL;
  g_autoptr (CrfOutcome) unknown = NULL, altered = NULL, told = NULL, done = NULL;
  g_auto (SignedFound) taken = { NULL };

  crf_outcome_free (crf_test_do (pair->principal, "sign-definition", NULL, "file", path, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  unknown = activate (pair, path, "unsigned", "it is all right");
  g_assert_cmpstr (unknown->refusal->code, ==, "signature-wrong");
  g_assert_nonnull (strstr (unknown->refusal->message, "does not know"));
  signed_trust (pair, signature);
  changed = signed_replaced (text, "Target=\"24\"", "Target=\"26\"");
  signed_write_text (path, changed);
  altered = activate (pair, path, "unsigned", "it is all right");
  g_assert_cmpstr (altered->refusal->code, ==, "signature-wrong");
  g_assert_nonnull (strstr (altered->refusal->message, "changed since"));
  signed_write_text (path, text);
  told = crf_test_do (pair->ward->admin, "preview-amendment", NULL, "definition", path, NULL);
  g_assert_nonnull (strstr (g_ptr_array_index (told->notices, told->notices->len - 1), "Zhou Lan"));
  done = activate (pair, path, NULL, NULL);
  g_assert_true (crf_outcome_done (done));
  taken = signed_journal (pair->ward, CRF_ACTION_PACKAGE_TAKE);
  sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_assert_cmpstr (taken.canon, ==, "signed");
  g_assert_nonnull (strstr (taken.detail, "Zhou Lan (zhou)"));
  g_assert_nonnull (strstr (taken.detail, sha256));
  signed_assert_verifies (pair->ward);
}

static void
an_unsigned_amendment_is_asked_about_and_answers_alone_are_not (SignedPair *pair,
                                                                gconstpointer data)
{
  g_autofree char *path = write_amendment (pair);
  g_autoptr (CrfOutcome) asked = activate (pair, path, NULL, NULL), done = NULL, told = NULL;
  g_auto (SignedFound) taken = { NULL };
  guint64 before = signed_count_entries (pair->ward);

  g_assert_cmpstr (asked->prompt->id, ==, "unsigned");
  told = crf_test_do (pair->ward->admin, "preview-amendment", NULL, "definition", path, NULL);
  g_assert_nonnull (strstr (g_ptr_array_index (told->notices, told->notices->len - 1), "no signature"));
  g_assert_cmpuint (signed_count_entries (pair->ward), ==, before);
  done = activate (pair, path, "unsigned", "brought by the monitor");
  g_assert_true (crf_outcome_done (done));
  taken = signed_journal (pair->ward, CRF_ACTION_PACKAGE_TAKE);
  g_assert_cmpstr (taken.canon, ==, "unsigned");
  g_assert_cmpstr (taken.reason, ==, "brought by the monitor");
  signed_assert_verifies (pair->ward);
}

/* The forms beside a definition belong to it: they cannot be exchanged under its signature. */
static void
forms_beside_a_definition_are_signed_with_it (SignedPair *pair,
                                              gconstpointer data)
{
  g_autofree char *studies = g_build_filename (pair->dir, "studies", NULL), *forms = g_build_filename (pair->dir, "forms", NULL);
  g_autofree char *library = g_build_filename (forms, "liver-library.xml", NULL), *shipped = g_build_filename (crf_data_dir (), "forms", "liver-library.xml", NULL);
  g_autofree char *amended = write_amendment (pair), *path = g_build_filename (studies, "amended.xml", NULL), *signature = g_strconcat (path, ".sig", NULL);
  g_autofree char *text = signed_read_text (amended), *forms_text = signed_read_text (shipped), *changed = signed_replaced (forms_text, ">Sex<", ">Gender<");
  g_autoptr (CrfOutcome) exchanged = NULL, done = NULL;

  g_assert_cmpint (g_mkdir (studies, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (forms, 0700), ==, 0);
  signed_write_text (path, text);
  signed_write_text (library, forms_text);
  crf_outcome_free (crf_test_do (pair->principal, "sign-definition", NULL, "file", path, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  signed_trust (pair, signature);
  signed_write_text (library, changed);
  exchanged = activate (pair, path, "unsigned", "it is all right");
  g_assert_cmpstr (exchanged->refusal->code, ==, "signature-wrong");
  g_assert_nonnull (strstr (exchanged->refusal->message, "forms"));
  signed_write_text (library, forms_text);
  done = activate (pair, path, NULL, NULL);
  g_assert_true (crf_outcome_done (done));
}

/* ── A new study file ── */

static gboolean
create (SignedPair *pair,
        const char *definition,
        const char *confirm,
        const char *reason,
        CrfPrompt **prompt,
        CrfRefusal **refusal)
{
  g_autofree char *path = g_build_filename (pair->dir, "new.stemward", NULL);
  CrfCreateRequest request = { .definition = definition, .site = "Third Hospital", .centre = "01", .login = "admin", .name = "Zhao Min",
                               .passphrase = "quite long enough", .clock = crf_test_study_clock (pair->ward), .confirm = confirm, .reason = reason, .prompt = prompt };
  g_autoptr (GError) error = NULL;
  gboolean created = crf_session_create_study (path, &request, NULL, NULL, refusal, &error);

  g_assert_no_error (error);
  g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, created);
  return created;
}

/* What the journal of the created file says; the file is removed. */
static SignedFound
created_journal (SignedPair *pair,
                 const char *action)
{
  g_autofree char *path = g_build_filename (pair->dir, "new.stemward", NULL);
  g_autoptr (CrfVerifyReport) report = crf_verify (path, NULL, NULL, NULL, NULL);
  CrfTestStudy study = { .admin = crf_session_sign_in (path, "admin", "quite long enough", NULL, crf_test_study_clock (pair->ward), NULL) };
  SignedFound found = signed_journal (&study, action);

  g_assert_cmpuint (report->faults->len, ==, 0);
  crf_session_close (study.admin);
  return found;
}

static void
a_study_file_is_created_of_an_own_definition_only_when_asked (SignedPair *pair,
                                                              gconstpointer data)
{
  g_autoptr (CrfPrompt) prompt = NULL, again = NULL;
  g_autoptr (CrfRefusal) refusal = NULL;
  CrfRefusal *none = NULL;
  g_auto (SignedFound) taken = { NULL };

  g_assert_false (create (pair, pair->definition, NULL, NULL, &prompt, &none));
  g_assert_null (none);
  g_assert_cmpstr (prompt->id, ==, "unsigned");
  g_assert_false (create (pair, pair->definition, NULL, NULL, NULL, &refusal));
  g_assert_cmpstr (refusal->code, ==, "definition-unanswered");
  g_assert_false (create (pair, pair->definition, "unsigned", NULL, &again, &none));
  g_assert_cmpstr (again->id, ==, "unsigned");
  g_assert_true (create (pair, pair->definition, "unsigned", "our own protocol", NULL, &none));
  taken = created_journal (pair, CRF_ACTION_PACKAGE_TAKE);
  g_assert_cmpuint (taken.n, ==, 1);
  g_assert_cmpstr (taken.canon, ==, "unsigned");
  g_assert_cmpstr (taken.reason, ==, "our own protocol");
}

static void
the_signer_of_a_new_study_is_trusted_after_the_figures_were_compared (SignedPair *pair,
                                                                      gconstpointer data)
{
  g_autofree char *signature = g_strconcat (pair->definition, ".sig", NULL), *text = NULL;
  g_autoptr (CrfPackageSigner) signer = NULL;
  g_autoptr (CrfPrompt) prompt = NULL, wrong = NULL, unsigned_ = NULL;
  CrfRefusal *none = NULL;
  g_auto (SignedFound) taken = { NULL }, trusted = { NULL };

  crf_outcome_free (crf_test_do (pair->principal, "sign-definition", NULL, "file", pair->definition, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  text = signed_read_text (signature);
  signer = crf_package_read (text, strlen (text), NULL);
  g_assert_false (create (pair, pair->definition, NULL, NULL, &prompt, &none));
  g_assert_nonnull (strstr (prompt->message, signer->fingerprint));
  g_assert_nonnull (strstr (prompt->message, "Zhou Lan"));
  /* Neither other figures nor "nobody signed" answer it. */
  g_assert_false (create (pair, pair->definition, "signer=0000111122223333", "by telephone", &wrong, &none));
  g_assert_false (create (pair, pair->definition, "unsigned", "by telephone", &unsigned_, &none));
  g_assert_true (create (pair, pair->definition, prompt->id, "by telephone", NULL, &none));
  trusted = created_journal (pair, CRF_ACTION_TRUST);
  taken = created_journal (pair, CRF_ACTION_PACKAGE_TAKE);
  g_assert_cmpuint (trusted.n, ==, 1);
  g_assert_cmpstr (trusted.reason, ==, "by telephone");
  g_assert_nonnull (strstr (trusted.detail, signer->fingerprint));
  g_assert_cmpstr (taken.canon, ==, "signed");
  g_assert_nonnull (strstr (taken.detail, "Zhou Lan (zhou)"));
}

static void
no_study_file_is_created_of_a_definition_that_was_changed_after_signing (SignedPair *pair,
                                                                         gconstpointer data)
{
  g_autofree char *text = signed_read_text (pair->definition), *changed = signed_replaced (text, "Target=\"22\"", "Target=\"24\"");
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (CrfPrompt) prompt = NULL;

  crf_outcome_free (crf_test_do (pair->principal, "sign-definition", NULL, "file", pair->definition, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  signed_write_text (pair->definition, changed);
  g_assert_false (create (pair, pair->definition, "unsigned", "it is all right", &prompt, &refusal));
  g_assert_null (prompt);
  g_assert_cmpstr (refusal->code, ==, "signature-wrong");
  g_assert_nonnull (strstr (refusal->message, "changed since"));
}

static void
what_comes_with_the_program_is_not_asked_about (SignedPair *pair,
                                                gconstpointer data)
{
  g_autofree char *path = g_build_filename (crf_data_dir (), "studies", "..", "studies", "nct06167473.xml", NULL);
  g_autoptr (CrfPrompt) prompt = NULL;
  CrfRefusal *none = NULL;
  g_auto (SignedFound) taken = { NULL };

  g_assert_true (create (pair, path, NULL, NULL, &prompt, &none));
  taken = created_journal (pair, CRF_ACTION_PACKAGE_TAKE);
  g_assert_cmpuint (taken.n, ==, 0);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  crf_allocation_source_set_reader (crf_allocation_file_read);

#define ADD(name, function) g_test_add ("/exchange/signed-definitions/" name, SignedPair, NULL, signed_set_up, function, signed_tear_down)
  ADD ("a-signed-amendment-is-taken-in-and-a-changed-one-is-not", a_signed_amendment_is_taken_in_and_a_changed_one_is_not);
  ADD ("an-unsigned-amendment-is-asked-about-and-answers-alone-are-not", an_unsigned_amendment_is_asked_about_and_answers_alone_are_not);
  ADD ("forms-beside-a-definition-are-signed-with-it", forms_beside_a_definition_are_signed_with_it);
  ADD ("a-study-file-is-created-of-an-own-definition-only-when-asked", a_study_file_is_created_of_an_own_definition_only_when_asked);
  ADD ("the-signer-of-a-new-study-is-trusted-after-the-figures-were-compared", the_signer_of_a_new_study_is_trusted_after_the_figures_were_compared);
  ADD ("no-study-file-is-created-of-a-definition-that-was-changed-after-signing", no_study_file_is_created_of_a_definition_that_was_changed_after_signing);
  ADD ("what-comes-with-the-program-is-not-asked-about", what_comes_with_the_program_is_not_asked_about);

  return g_test_run ();
}
