/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A new number of a role key after somebody has left: who may read what was sealed before and after. */

#define _GNU_SOURCE

#include <string.h>

#include "crf-sealed-value.h"
#include "crf-trial-key.h"
#include "store-fixture.h"

#define add(path, test)                                                                            \
  g_test_add ("/store/renewal/" path, Keys, NULL, (void (*) (Keys *, gconstpointer)) set_up,       \
              (void (*) (Keys *, gconstpointer)) test,                                             \
              (void (*) (Keys *, gconstpointer)) tear_down)

typedef struct
{
  Fixture base;
  char *recovery, *subject;
} Keys;

/* sun and qian hold the allocation key; li and zhao hold nothing. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const people[] = { "li", "qian", "sun", "zhao" };
  const char *const unblinded[] = { "sun", "qian", NULL };
  Keys *self = (Keys *) fixture;
  guchar recovery_public[32];
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn;

  fixture_set_up (fixture, data);
  self->recovery = crf_recovery_new (recovery_public);
  txn = fixture_begin (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    g_assert_true (crf_keys_add_account (txn, people[i], NULL, people[i], &error));
  g_assert_true (crf_keys_add_role_key (txn, CRF_ROLE_KEY_ALLOCATION, unblinded, recovery_public, &error));
  self->subject = fixture_add_subject (txn, "302-001");
  fixture_add_form (txn, self->subject, "E1", "F1");
  fixture_commit (txn);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_free (((Keys *) fixture)->recovery);
  g_free (((Keys *) fixture)->subject);
  fixture_tear_down (fixture, data);
}

static CrfKeyring *
unlock (Keys *self, const char *login)
{
  g_autoptr (GError) error = NULL;
  CrfKeyring *keyring = crf_keyring_unlock (self->base.file, login, login, &error);

  g_assert_no_error (error);
  return keyring;
}

/* A dose that tells the arm; returns the box. */
static char *
seal_dose (Keys *self, const char *dose)
{
  CrfEntry value = fixture_value (self->subject, "E1", "F1", "I.DOSE", dose);
  CrfTransaction *txn = fixture_begin (&self->base);
  g_autoptr (GPtrArray) values = NULL;
  CrfFormRecord *form;
  char *box;

  value.seal = CRF_SEAL_UNBLINDING;
  fixture_append (txn, &value);
  fixture_commit (txn);
  form = crf_records_find_form (self->base.file, self->subject, "E1", "1", "F1", "1", NULL);
  values = crf_records_values (self->base.file, form->id, NULL);
  box = g_strdup (((CrfValueRecord *) g_ptr_array_index (values, 0))->value);
  crf_form_record_free (form);
  return box;
}

static gboolean
opens (Keys *self, CrfKeyring *keyring, const char *box)
{
  CrfSealedContent *content = crf_keyring_open_sealed (keyring, self->base.file, self->subject, "I.DOSE", box, NULL);
  gboolean ok = content != NULL;

  g_clear_pointer (&content, crf_sealed_content_free);
  return ok;
}

static void
leave (Keys *self, const char *login)
{
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (&self->base);

  g_assert_true (crf_keys_revoke (txn, CRF_ROLE_KEY_ALLOCATION, login, &error));
  g_assert_true (crf_keys_renew (txn, CRF_ROLE_KEY_ALLOCATION, &error));
  fixture_commit (txn);
}

static void
test_leaver (Keys *self, gconstpointer data)
{
  g_autofree char *before = seal_dose (self, "31"), *after = NULL;
  /* As an old copy of the file gives it to who has its passphrase. */
  g_autoptr (CrfKeyring) kept = unlock (self, "qian");
  g_autoptr (CrfKeyring) sun = unlock (self, "sun");
  g_autoptr (CrfKeyring) qian = NULL, fresh = NULL, recovery = NULL;

  g_assert_true (opens (self, kept, before));
  leave (self, "qian");
  after = seal_dose (self, "32");
  g_assert_true (opens (self, kept, before));
  g_assert_false (opens (self, kept, after));
  qian = unlock (self, "qian");
  g_assert_false (crf_keyring_holds (qian, CRF_ROLE_KEY_ALLOCATION));
  g_assert_false (opens (self, qian, before));

  /* Who is left reads both: signed in since before, after looking anew; and at the next sign-in. */
  g_assert_false (opens (self, sun, after));
  g_assert_false (crf_keyring_is_current (sun, self->base.file));
  g_assert_true (crf_keyring_reload (sun, self->base.file, NULL));
  g_assert_true (crf_keyring_is_current (sun, self->base.file));
  g_assert_true (opens (self, sun, before) && opens (self, sun, after));
  fresh = unlock (self, "sun");
  g_assert_true (opens (self, fresh, before) && opens (self, fresh, after));
  recovery = crf_keyring_unlock_recovery (self->base.file, self->recovery, NULL);
  g_assert_true (opens (self, recovery, before) && opens (self, recovery, after));
  fixture_assert_verifies (&self->base);
}

/* Another passphrase, a copy of the file, and whoever is given the key later. */
static void
test_goes_on (Keys *self, gconstpointer data)
{
  g_autofree char *before = seal_dose (self, "31"), *after = NULL, *copy = g_build_filename (self->base.dir, "copy.stemward", NULL);
  g_autoptr (CrfKeyring) sun = NULL, li = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn;

  leave (self, "qian");
  after = seal_dose (self, "32");
  sun = unlock (self, "sun");
  txn = fixture_begin (&self->base);
  g_assert_true (crf_keys_grant (txn, sun, CRF_ROLE_KEY_ALLOCATION, "li", &error));
  g_assert_true (crf_keys_change_passphrase (txn, sun, "another", &error));
  fixture_commit (txn);
  li = unlock (self, "li");
  g_assert_true (opens (self, li, before) && opens (self, li, after));
  g_assert_true (crf_keys_account_holds (self->base.file, "li", CRF_ROLE_KEY_ALLOCATION));
  fixture_reopen (&self->base);
  again = crf_keyring_unlock (self->base.file, "sun", "another", &error);
  g_assert_no_error (error);
  g_assert_true (opens (self, again, before) && opens (self, again, after));
  fixture_assert_verifies (&self->base);

  g_assert_true (crf_study_file_backup (self->base.file, copy, NULL, NULL, &error));
  g_assert_no_error (error);
  crf_study_file_close (self->base.file);
  self->base.file = crf_study_file_open (copy, &error);
  g_assert_no_error (error);
  {
    g_autoptr (CrfKeyring) restored = crf_keyring_unlock (self->base.file, "sun", "another", &error);

    g_assert_no_error (error);
    g_assert_true (opens (self, restored, before) && opens (self, restored, after));
  }
  fixture_assert_verifies (&self->base);
}

/* The two who open the arms at the end read what was sealed after somebody left, too. */
static void
test_end_of_trial (Keys *self, gconstpointer data)
{
  g_autofree char *before = seal_dose (self, "31"), *after = NULL;
  g_autoptr (CrfKeyring) sun = unlock (self, "sun"), li = unlock (self, "li"), zhao = unlock (self, "zhao"), opened = NULL;
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (&self->base);

  g_assert_true (crf_trial_key_share (txn, sun, "li", "zhao", &error));
  fixture_commit (txn);
  leave (self, "qian");
  leave (self, "sun");
  after = seal_dose (self, "32");
  txn = fixture_begin (&self->base);
  crf_trial_key_unlock (txn, li, zhao, &error);
  g_assert_no_error (error);
  fixture_commit (txn);
  opened = unlock (self, "zhao");
  g_assert_true (opens (self, opened, before) && opens (self, opened, after));
  fixture_assert_verifies (&self->base);
}

/* The paper is left, whoever has gone. */
static void
test_nobody_left (Keys *self, gconstpointer data)
{
  g_autofree char *before = seal_dose (self, "31"), *after = NULL;
  g_autoptr (CrfKeyring) recovery = NULL, li = NULL;
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn;

  leave (self, "qian");
  leave (self, "sun");
  after = seal_dose (self, "32");
  recovery = crf_keyring_unlock_recovery (self->base.file, self->recovery, &error);
  g_assert_no_error (error);
  txn = fixture_begin (&self->base);
  g_assert_true (crf_keys_grant (txn, recovery, CRF_ROLE_KEY_ALLOCATION, "li", &error));
  fixture_commit (txn);
  li = unlock (self, "li");
  g_assert_true (opens (self, li, before) && opens (self, li, after));
  fixture_assert_verifies (&self->base);
}

/* An account of that name would get the slots of the end-of-trial key. */
static void
test_holder_is_no_login (Keys *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (&self->base);

  g_assert_false (crf_keys_add_account (txn, "end-of-trial", NULL, "words", &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT);
  crf_transaction_free (txn);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  add ("who-lost-the-key-opens-nothing-that-is-sealed-later", test_leaver);
  add ("passphrases-copies-and-grants-go-on", test_goes_on);
  add ("the-end-of-trial-key-opens-what-was-sealed-later", test_end_of_trial);
  add ("the-recovery-key-opens-what-nobody-else-can", test_nobody_left);
  add ("no-login-is-called-as-a-holder", test_holder_is_no_login);
  return g_test_run ();
}
