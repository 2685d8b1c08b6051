/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Allocation lists that come from elsewhere, with a signature beside them or without: what is taken in, what is asked, what is refused, and what the journal
 * says of it afterwards. */

#include "signed.h"

#include "crf-allocation-file.h"
#include "crf-allocation-source.h"
#include "crf-package-gate.h"
#include "crf-records.h"
#include "crf-study-header.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define OTHER_LIST "number,stratum,arm\n1003,M,low\n1004,F,low\n1001,M,ARM.LOW\n"

static void
set_up_masked (SignedPair *pair,
               gconstpointer data)
{
  signed_begin (pair, "nct01218464", "", "number,arm\nR001,cells\nR002,saline\nR003,cells\n");
}

static void
sign_list (SignedPair *pair,
           const char *path)
{
  crf_outcome_free (crf_test_do (pair->statistician, "sign-list", NULL, "file", path, "passphrase", CRF_TEST_PASSPHRASE, NULL));
}

static CrfOutcome *
upload (SignedPair *pair,
        const char *confirm,
        const char *reason)
{
  return signed_try (pair->ward->admin, "upload-allocation", "file", pair->list, confirm, reason);
}

/* Refused with a sentence that holds the word; nothing is left in the file, whatever is answered. */
static void
assert_refused (SignedPair *pair,
                const char *word)
{
  guint64 before = signed_count_entries (pair->ward);
  g_autoptr (CrfOutcome) outcome = upload (pair, NULL, NULL), confirmed = upload (pair, "unsigned", "it is all right");

  g_assert_nonnull (outcome->refusal);
  g_test_message ("%s", outcome->refusal->message);
  g_assert_cmpstr (outcome->refusal->code, ==, "signature-wrong");
  g_assert_nonnull (strstr (outcome->refusal->message, word));
  g_assert_nonnull (strstr (outcome->refusal->message, "list.csv"));
  g_assert_nonnull (confirmed->refusal);
  g_assert_cmpstr (confirmed->refusal->message, ==, outcome->refusal->message);
  g_assert_cmpuint (signed_count_entries (pair->ward), ==, before);
}

/* ── Lists ── */

static void
a_signed_list_is_taken_in_and_the_journal_names_its_signer (SignedPair *pair,
                                                            gconstpointer data)
{
  g_autoptr (CrfOutcome) outcome = NULL;
  g_auto (SignedFound) signed_ = { NULL }, taken = { NULL }, slots = { NULL };

  sign_list (pair, pair->list);
  signed_trust (pair, pair->signature);
  outcome = upload (pair, NULL, NULL);
  g_assert_true (crf_outcome_done (outcome));
  taken = signed_journal (pair->ward, CRF_ACTION_PACKAGE_TAKE);
  slots = signed_journal (pair->ward, CRF_ACTION_SLOT);
  signed_ = signed_journal (pair->office, CRF_ACTION_PACKAGE_SIGN);
  g_assert_cmpuint (taken.n, ==, 2); /* the first is of the definition */
  g_assert_cmpuint (slots.n, ==, 3);
  g_assert_cmpuint (signed_.n, ==, 1);
  g_assert_cmpstr (taken.canon, ==, "signed");
  g_assert_null (taken.reason);
  g_assert_nonnull (strstr (taken.detail, "He Bo (he)"));
  g_assert_nonnull (strstr (taken.detail, "\"role\":\"statistician\""));
  g_assert_nonnull (strstr (taken.detail, "\"purpose\":\"allocation-list\""));
  g_assert_nonnull (strstr (signed_.detail, "\"name\":\"list.csv\""));
  signed_assert_verifies (pair->ward);
}

/* Beside a file that came through the portal of a sandbox there is nothing. */
static void
a_signature_that_lies_elsewhere_is_named (SignedPair *pair,
                                          gconstpointer data)
{
  g_autofree char *elsewhere = g_build_filename (pair->office->dir, "he.sig", NULL), *nowhere = g_build_filename (pair->office->dir, "nowhere.sig", NULL);
  g_autoptr (CrfOutcome) missing = NULL, none = NULL, outcome = NULL;
  g_auto (SignedFound) taken = { NULL };

  sign_list (pair, pair->list);
  signed_trust (pair, pair->signature);
  g_assert_cmpint (g_rename (pair->signature, elsewhere), ==, 0);
  none = upload (pair, NULL, NULL);
  g_assert_nonnull (none->prompt);
  g_assert_cmpstr (none->prompt->id, ==, "unsigned");
  /* One that is named and is not there is not taken for none. */
  missing = crf_conduct_with (pair->ward->admin, "upload-allocation", NULL, NULL, "file", pair->list, "signature", nowhere, NULL);
  g_assert_nonnull (missing->refusal);
  g_assert_nonnull (strstr (missing->refusal->message, "cannot be read"));
  outcome = crf_conduct_with (pair->ward->admin, "upload-allocation", NULL, NULL, "file", pair->list, "signature", elsewhere, NULL);
  g_assert_true (crf_outcome_done (outcome));
  taken = signed_journal (pair->ward, CRF_ACTION_PACKAGE_TAKE);
  g_assert_cmpstr (taken.canon, ==, "signed");
  g_unlink (elsewhere);
}

static void
a_signer_of_this_file_needs_no_trust (SignedPair *pair,
                                      gconstpointer data)
{
  CrfSession *own = signed_add_person (pair->ward, "song", "Song Mei", "statistician");
  g_autoptr (CrfOutcome) outcome = NULL;

  crf_outcome_free (crf_test_do (own, "sign-list", NULL, "file", pair->list, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  outcome = upload (pair, NULL, NULL);
  g_assert_true (crf_outcome_done (outcome));
  crf_session_close (own);
}

static void
somebody_who_has_left_answers_for_nothing (SignedPair *pair,
                                           gconstpointer data)
{
  CrfSession *own = signed_add_person (pair->ward, "song", "Song Mei", "statistician");

  crf_outcome_free (crf_test_do (own, "sign-list", NULL, "file", pair->list, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  crf_session_close (own);
  crf_outcome_free (crf_test_do (pair->ward->admin, "disable-user", NULL, "login", "song", NULL));
  assert_refused (pair, "no longer in force");
  crf_outcome_free (crf_test_do (pair->ward->admin, "enable-user", NULL, "login", "song", NULL));
  crf_outcome_free (crf_test_do (pair->ward->admin, "set-roles", NULL, "login", "song", "roles", "monitor", NULL));
  assert_refused (pair, "does not answer for this");
}

static void
a_list_that_was_changed_after_signing_is_refused (SignedPair *pair,
                                                  gconstpointer data)
{
  sign_list (pair, pair->list);
  signed_trust (pair, pair->signature);
  signed_write_text (pair->list, OTHER_LIST);
  assert_refused (pair, "changed since");
}

static void
the_signature_of_another_file_is_refused (SignedPair *pair,
                                          gconstpointer data)
{
  g_autofree char *other = g_build_filename (pair->dir, "other.csv", NULL), *theirs = g_strconcat (other, ".sig", NULL), *text = NULL;

  signed_write_text (other, OTHER_LIST);
  sign_list (pair, other);
  signed_trust (pair, theirs);
  text = signed_read_text (theirs);
  signed_write_text (pair->signature, text);
  assert_refused (pair, "belongs to another file");
}

/* The very file, signed by somebody who is known and may sign that, but as something else. */
static void
a_signature_for_another_purpose_is_refused (SignedPair *pair,
                                            gconstpointer data)
{
  static const char *const purposes[] = { CRF_PACKAGE_DEFINITION, CRF_PACKAGE_DATA };
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, LIST, -1);

  for (guint i = 0; i < G_N_ELEMENTS (purposes); i++)
    {
      g_autofree char *text = crf_package_gate_sign (pair->statistician, &(CrfPackageFile) { pair->list, sha256, purposes[i], NULL, NULL, NULL }, NULL);

      signed_write_text (pair->signature, text);
      signed_trust (pair, pair->signature);
      assert_refused (pair, "as “allocation list”");
    }
}

/* Whoever trusts a key trusts the person, not whatever the person may sign. */
static void
a_trusted_signer_of_another_role_does_not_answer_for_a_list (SignedPair *pair,
                                                             gconstpointer data)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, LIST, -1);
  g_autofree char *text = crf_package_gate_sign (pair->office->nurse, &(CrfPackageFile) { pair->list, sha256, CRF_PACKAGE_LIST, NULL, NULL, NULL }, NULL);

  signed_write_text (pair->signature, text);
  signed_trust (pair, pair->signature);
  assert_refused (pair, "does not answer for this");
}

static void
a_signature_for_another_study_is_refused (SignedPair *pair,
                                          gconstpointer data)
{
  g_autoptr (CrfTestStudy) elsewhere = crf_test_study_new_of ("nct06242405");
  CrfSession *theirs = signed_add_person (elsewhere, "lin", "Lin Tao", "statistician");

  crf_outcome_free (crf_test_do (theirs, "sign-list", NULL, "file", pair->list, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  crf_session_close (theirs);
  signed_trust (pair, pair->signature);
  assert_refused (pair, "NCT06242405");
}

static void
an_unknown_signer_is_refused_until_trusted_and_after_that_is_taken_back (SignedPair *pair,
                                                                         gconstpointer data)
{
  g_autoptr (CrfOutcome) outcome = NULL;

  sign_list (pair, pair->list);
  assert_refused (pair, "does not know");
  assert_refused (pair, "trust-signer");
  signed_trust (pair, pair->signature);
  crf_outcome_free (crf_test_do (pair->ward->admin, "revoke-signer", NULL, "signature", pair->signature, "reason", "left the office", NULL));
  assert_refused (pair, "does not know");
  signed_trust (pair, pair->signature);
  outcome = upload (pair, NULL, NULL);
  g_assert_true (crf_outcome_done (outcome));
}

/* Every byte of the signature is turned once: none of them is taken for that signature. */
static void
no_changed_signature_is_taken (SignedPair *pair,
                               gconstpointer data)
{
  g_autofree char *text = NULL;
  gsize length;

  sign_list (pair, pair->list);
  signed_trust (pair, pair->signature);
  text = signed_read_text (pair->signature);
  length = strlen (text);
  for (gsize i = 0; i + 1 < length; i++)
    {
      g_autofree char *changed = g_strdup (text);

      changed[i] = changed[i] == 'A' ? 'B' : 'A';
      g_assert_null (crf_package_read (changed, length, NULL));
    }
  for (gsize i = 0; i + 1 < length; i += 7)
    g_assert_null (crf_package_read (text, i, NULL));
  {
    g_autofree char *changed = signed_replaced (text, "name: He Bo", "name: He Ba");

    signed_write_text (pair->signature, changed);
    assert_refused (pair, "does not hold");
  }
}

static void
what_is_no_signature_is_refused_and_not_taken_for_none (SignedPair *pair,
                                                        gconstpointer data)
{
  g_autofree char *long_one = g_strnfill (1100000, 'x'), *nowhere = g_build_filename (pair->dir, "nowhere", NULL);

  signed_write_text (pair->signature, "");
  assert_refused (pair, "does not hold");
  signed_write_text (pair->signature, long_one);
  assert_refused (pair, "cannot be read");
  g_unlink (pair->signature);
  g_assert_cmpint (g_mkdir (pair->signature, 0700), ==, 0);
  assert_refused (pair, "cannot be read");
  g_rmdir (pair->signature);
  g_assert_cmpint (symlink (nowhere, pair->signature), ==, 0);
  assert_refused (pair, "cannot be read");
}

/* Nobody signed: asked, with a reason, and journalled as that. */
static void
an_unsigned_list_is_asked_about (SignedPair *pair,
                                 gconstpointer data)
{
  guint64 before = signed_count_entries (pair->ward);
  g_autoptr (CrfOutcome) asked = upload (pair, NULL, NULL), bare = upload (pair, "unsigned", NULL), other = upload (pair, "strata", "a reason"), done = NULL;
  g_auto (SignedFound) taken = { NULL };

  g_assert_null (asked->refusal);
  g_assert_cmpstr (asked->prompt->id, ==, "unsigned");
  g_assert_true (asked->prompt->needs_reason);
  g_assert_nonnull (strstr (asked->prompt->message, "list.csv"));
  g_assert_cmpstr (bare->prompt->id, ==, "unsigned");
  g_assert_cmpstr (other->prompt->id, ==, "strata,unsigned");
  g_assert_cmpuint (signed_count_entries (pair->ward), ==, before);
  done = upload (pair, "unsigned", "handed over by He Bo on paper");
  g_assert_true (crf_outcome_done (done));
  taken = signed_journal (pair->ward, CRF_ACTION_PACKAGE_TAKE);
  g_assert_cmpuint (taken.n, ==, 2);
  g_assert_cmpstr (taken.canon, ==, "unsigned");
  g_assert_cmpstr (taken.reason, ==, "handed over by He Bo on paper");
  g_assert_null (strstr (taken.detail, "signer"));
  signed_assert_verifies (pair->ward);
}

/* Lines without their file are nobody's, even if they claim the SHA-256 of a signed one. */
static void
lines_that_are_typed_are_unsigned_whatever_they_claim (SignedPair *pair,
                                                       gconstpointer data)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, LIST, -1);
  CrfSession *manager = signed_add_person (pair->ward, "chen", "Chen Yu", "data-manager");
  g_autoptr (CrfOutcome) outcome = NULL;

  sign_list (pair, pair->list);
  signed_trust (pair, pair->signature);
  crf_outcome_free (crf_test_do (manager, "accept-source", NULL, "sha256", sha256, "reason", "known", NULL));
  crf_session_close (manager);
  outcome = crf_conduct_with (pair->ward->admin, "upload-allocation", NULL, NULL, "rows", "2\t1003\tM\tlow\t\n", "sha256", sha256, NULL);
  g_assert_cmpstr (outcome->prompt->id, ==, "unsigned");
  crf_test_refused (pair->ward->admin, "file-and-rows", "upload-allocation", NULL, "file", pair->list, "rows", "2\t1003\tM\tlow\t\n", "sha256", sha256, NULL);
}

static void
a_data_manager_may_answer_for_a_list_beforehand (SignedPair *pair,
                                                 gconstpointer data)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, LIST, -1);
  CrfSession *manager = signed_add_person (pair->ward, "chen", "Chen Yu", "data-manager");
  g_autoptr (CrfOutcome) outcome = NULL;
  g_auto (SignedFound) taken = { NULL };

  crf_outcome_free (crf_test_do (manager, "accept-source", NULL, "sha256", sha256, "reason", "known", NULL));
  crf_session_close (manager);
  outcome = upload (pair, NULL, NULL);
  g_assert_true (crf_outcome_done (outcome));
  taken = signed_journal (pair->ward, CRF_ACTION_PACKAGE_TAKE);
  g_assert_cmpstr (taken.canon, ==, "answered");
}

static void
only_who_answers_for_a_file_signs_it_and_only_once (SignedPair *pair,
                                                    gconstpointer data)
{
  const char *pass = CRF_TEST_PASSPHRASE;
  g_autofree char *broken = g_build_filename (pair->dir, "broken.csv", NULL), *beside = g_strconcat (broken, ".sig", NULL);

  crf_test_refused (pair->principal, "not-permitted", "sign-list", NULL, "file", pair->list, "passphrase", pass, NULL);
  crf_test_refused (pair->statistician, "not-permitted", "sign-definition", NULL, "file", pair->definition, "passphrase", pass, NULL);
  crf_test_refused (pair->office->nurse, "not-permitted", "sign-list", NULL, "file", pair->list, "passphrase", pass, NULL);
  crf_test_refused (pair->office->admin, "not-permitted", "sign-definition", NULL, "file", pair->definition, "passphrase", pass, NULL);
  crf_test_refused (pair->statistician, "passphrase-wrong", "sign-list", NULL, "file", pair->list, "passphrase", "guess", NULL);
  signed_write_text (broken, "patient;drug\n1;2\n");
  crf_test_refused (pair->statistician, "file-unreadable", "sign-list", NULL, "file", broken, "passphrase", pass, NULL);
  g_assert_false (g_file_test (beside, G_FILE_TEST_EXISTS));
  crf_test_refused (pair->principal, "file-unreadable", "sign-definition", NULL, "file", pair->list, "passphrase", pass, NULL);
  sign_list (pair, pair->list);
  crf_test_refused (pair->statistician, "file-signed", "sign-list", NULL, "file", pair->list, "passphrase", pass, NULL);
}

/* ── Blinding ── */

static char *
without_lines (const char *text,
               const char *const *names)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *rest = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean drop = FALSE;

      for (guint j = 0; names[j] != NULL; j++)
        drop = drop || g_str_has_prefix (lines[i], names[j]);
      if (!drop)
        g_string_append_printf (rest, "%s\n", lines[i]);
    }
  return g_string_free (rest, FALSE);
}

static gboolean
holds_text (const char *path,
            const char *text)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (gsize i = 0; i + strlen (text) <= length; i++)
    if (memcmp (bytes + i, text, strlen (text)) == 0)
      return TRUE;
  return FALSE;
}

/* Two lists that differ in nothing but who gets what have signatures that differ in nothing but the hash; and neither study file keeps that hash, by which a
 * reader of the journal could try out lists until one fits. */
static void
in_a_masked_study_neither_signature_nor_journal_tells_the_list (SignedPair *pair,
                                                                gconstpointer data)
{
  static const char *const differing[] = { "sha256: ", "signature: ", NULL };
  g_autofree char *other = g_build_filename (pair->dir, "other.csv", NULL),
                  *theirs = g_strconcat (other, ".sig", NULL), *one = NULL, *two = NULL,
                  *text = NULL, *list = signed_read_text (pair->list),
                  *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, list, -1),
                  *one_rest = NULL, *two_rest = NULL;
  CrfSession *pharmacist = signed_add_person (pair->ward, "sun", "Sun Li", "pharmacist");
  g_autoptr (CrfOutcome) outcome = NULL;

  sign_list (pair, pair->list);
  signed_write_text (other, "number,arm\nR001,saline\nR002,cells\nR003,saline\n");
  sign_list (pair, other);
  one = signed_read_text (pair->signature);
  two = signed_read_text (theirs);
  one_rest = without_lines (one, differing);
  two_rest = without_lines (two, differing);
  g_assert_cmpstr (one_rest, ==, two_rest);
  g_assert_cmpuint (strlen (one), ==, strlen (two));
  g_assert_null (strstr (one, "cells"));
  g_assert_null (strstr (one, "R001"));
  signed_trust (pair, pair->signature);
  outcome = signed_try (pharmacist, "upload-allocation", "file", pair->list, NULL, NULL);
  g_assert_true (crf_outcome_done (outcome));
  crf_session_close (pharmacist);
  signed_assert_verifies (pair->ward);
  crf_test_study_close (pair->ward);
  /* In a file that is encrypted as a whole nothing is found at all. */
  g_assert_true (holds_text (pair->ward->path, "package.take") == crf_study_header_is_plain (pair->ward->path));
  g_assert_false (holds_text (pair->ward->path, sha256));
  crf_test_study_open (pair->ward);
  g_clear_pointer (&pair->statistician, crf_session_close);
  g_clear_pointer (&pair->principal, crf_session_close);
  crf_test_study_close (pair->office);
  g_assert_true (holds_text (pair->office->path, "package.sign") == crf_study_header_is_plain (pair->office->path));
  g_assert_false (holds_text (pair->office->path, sha256));
  crf_test_study_open (pair->office);
  pair->statistician = crf_session_sign_in_file (crf_session_get_file (pair->office->admin), "he",
                                                 CRF_TEST_PASSPHRASE, NULL,
                                                 crf_test_study_clock (pair->office), NULL);
  pair->principal = crf_session_sign_in_file (crf_session_get_file (pair->office->admin), "zhou",
                                              CRF_TEST_PASSPHRASE, NULL,
                                              crf_test_study_clock (pair->office), NULL);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  crf_allocation_source_set_reader (crf_allocation_file_read);

#define ADD(name, function) g_test_add ("/exchange/signed-lists/" name, SignedPair, NULL, signed_set_up, function, signed_tear_down)
  ADD ("a-signed-list-is-taken-in-and-the-journal-names-its-signer", a_signed_list_is_taken_in_and_the_journal_names_its_signer);
  ADD ("a-signer-of-this-file-needs-no-trust", a_signer_of_this_file_needs_no_trust);
  ADD ("a-signature-that-lies-elsewhere-is-named", a_signature_that_lies_elsewhere_is_named);
  ADD ("somebody-who-has-left-answers-for-nothing", somebody_who_has_left_answers_for_nothing);
  ADD ("a-list-that-was-changed-after-signing-is-refused", a_list_that_was_changed_after_signing_is_refused);
  ADD ("the-signature-of-another-file-is-refused", the_signature_of_another_file_is_refused);
  ADD ("a-signature-for-another-purpose-is-refused", a_signature_for_another_purpose_is_refused);
  ADD ("a-trusted-signer-of-another-role-does-not-answer-for-a-list", a_trusted_signer_of_another_role_does_not_answer_for_a_list);
  ADD ("a-signature-for-another-study-is-refused", a_signature_for_another_study_is_refused);
  ADD ("an-unknown-signer-is-refused-until-trusted-and-after-that-is-taken-back", an_unknown_signer_is_refused_until_trusted_and_after_that_is_taken_back);
  ADD ("no-changed-signature-is-taken", no_changed_signature_is_taken);
  ADD ("what-is-no-signature-is-refused-and-not-taken-for-none", what_is_no_signature_is_refused_and_not_taken_for_none);
  ADD ("an-unsigned-list-is-asked-about", an_unsigned_list_is_asked_about);
  ADD ("lines-that-are-typed-are-unsigned-whatever-they-claim", lines_that_are_typed_are_unsigned_whatever_they_claim);
  ADD ("a-data-manager-may-answer-for-a-list-beforehand", a_data_manager_may_answer_for_a_list_beforehand);
  ADD ("only-who-answers-for-a-file-signs-it-and-only-once", only_who_answers_for_a_file_signs_it_and_only_once);
  g_test_add ("/exchange/signed-lists/in-a-masked-study-neither-signature-nor-journal-tells-the-list", SignedPair, NULL, set_up_masked,
              in_a_masked_study_neither_signature_nor_journal_tells_the_list, signed_tear_down);

  return g_test_run ();
}
