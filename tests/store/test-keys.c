/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Accounts, role keys, the recovery key, sealed values. */

#define _GNU_SOURCE

#include <sqlite3.h>
#include <string.h>

#include "crf-sealed-value.h"
#include "store-fixture.h"

/* The fixture is the first member of Keys. */
#define add(path, test)                                                                            \
  g_test_add ("/store/keys/" path, Keys, NULL, (void (*) (Keys *, gconstpointer)) set_up,          \
              (void (*) (Keys *, gconstpointer)) test,                                             \
              (void (*) (Keys *, gconstpointer)) tear_down)

typedef struct
{
  Fixture base;
  char *recovery;
} Keys;

/* Three people; li and wang hold identifiers, zhao holds nothing. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  Keys *self = (Keys *) fixture;
  const char *const holders[] = { "li", "wang", NULL };
  const char *const unblinded[] = { "wang", NULL };
  guchar recovery_public[32];
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn;

  fixture_set_up (fixture, data);
  self->recovery = crf_recovery_new (recovery_public);
  txn = fixture_begin (fixture);
  crf_keys_add_account (txn, "li", "李 Li", "correct horse", &error);
  g_assert_no_error (error);
  crf_keys_add_account (txn, "wang", "Wang", "battery staple", &error);
  g_assert_no_error (error);
  crf_keys_add_account (txn, "zhao", NULL, "zhao's own", &error);
  g_assert_no_error (error);
  crf_keys_add_role_key (txn, CRF_ROLE_KEY_IDENTIFIERS, holders, recovery_public, &error);
  g_assert_no_error (error);
  crf_keys_add_role_key (txn, CRF_ROLE_KEY_ALLOCATION, unblinded, recovery_public, &error);
  g_assert_no_error (error);
  fixture_commit (txn);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_free (((Keys *) fixture)->recovery);
  fixture_tear_down (fixture, data);
}

static void
assert_refused (Fixture *self, const char *login, const char *passphrase, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfKeyring) keyring = crf_keyring_unlock (self->file, login, passphrase, &error);

  g_assert_null (keyring);
  g_assert_error (error, CRF_STORE_ERROR, code);
}

static CrfKeyring *
unlock (Fixture *self, const char *login, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  CrfKeyring *keyring = crf_keyring_unlock (self->file, login, passphrase, &error);

  g_assert_no_error (error);
  return keyring;
}

static void
test_unlock (Fixture *self, gconstpointer data)
{
  g_autoptr (CrfKeyring) keyring = unlock (self, "li", "correct horse");
  g_autofree char *a = crf_keys_fingerprint (self->file, "li");
  g_autofree char *b = crf_keys_fingerprint (self->file, "wang");

  g_assert_cmpstr (crf_keyring_get_login (keyring), ==, "li");
  g_assert_true (crf_keyring_holds (keyring, CRF_ROLE_KEY_IDENTIFIERS));
  g_assert_false (crf_keyring_holds (keyring, CRF_ROLE_KEY_ALLOCATION));
  g_assert_true (crf_keys_account_holds (self->file, "li", CRF_ROLE_KEY_IDENTIFIERS));
  g_assert_false (crf_keys_account_holds (self->file, "zhao", CRF_ROLE_KEY_IDENTIFIERS));
  assert_refused (self, "li", "correct horsf", CRF_STORE_ERROR_PASSPHRASE);
  assert_refused (self, "li", "", CRF_STORE_ERROR_PASSPHRASE);
  assert_refused (self, "nobody", "correct horse", CRF_STORE_ERROR_PASSPHRASE);
  g_assert_cmpuint (strlen (a), ==, 19);
  g_assert_cmpstr (a, !=, b);
  fixture_assert_verifies (self);
}

static void
test_disabled (Fixture *self, gconstpointer data)
{
  CrfTransaction *txn = fixture_begin (self);
  CrfEntry entry
      = { .action = CRF_ACTION_ACCOUNT_STATE, .detail = "{\"login\":\"li\",\"enabled\":false}" };

  fixture_append (txn, &entry);
  fixture_commit (txn);
  assert_refused (self, "li", "correct horse", CRF_STORE_ERROR_DISABLED);
  assert_refused (self, "li", "wrong", CRF_STORE_ERROR_PASSPHRASE); /* tells a stranger nothing */
}

static void
test_logins (Fixture *self, gconstpointer data)
{
  const char *const bad[] = { "", "a b", "recovery", "li", "x\ny" };
  CrfTransaction *txn = fixture_begin (self);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (crf_keys_add_account (txn, bad[i], NULL, "passphrase", &error));
      g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT);
    }
  crf_transaction_free (txn);
}

static void
test_change (Fixture *self, gconstpointer data)
{
  g_autoptr (CrfKeyring) keyring = unlock (self, "li", "correct horse");
  g_autoptr (CrfKeyring) again = NULL;
  g_autofree char *before = crf_keys_fingerprint (self->file, "li");
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (self);

  crf_keys_change_passphrase (txn, keyring, "a new one", &error);
  g_assert_no_error (error);
  fixture_commit (txn);
  assert_refused (self, "li", "correct horse", CRF_STORE_ERROR_PASSPHRASE);
  again = unlock (self, "li", "a new one");
  g_assert_true (crf_keyring_holds (again, CRF_ROLE_KEY_IDENTIFIERS));
  after = crf_keys_fingerprint (self->file, "li");
  g_assert_cmpstr (before, ==, after);
  fixture_assert_verifies (self);
}

/* The old slot is neither in the file nor in its -wal. */
static void
test_overwritten (Fixture *self, gconstpointer data)
{
  g_autoptr (CrfKeyring) keyring = unlock (self, "li", "correct horse");
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *old = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *wal_bytes = NULL;
  sqlite3_stmt *stmt;
  sqlite3 *db;
  gsize size;
  gsize wal_size = 0;
  CrfTransaction *txn;

  db = fixture_connect (self->path);
  sqlite3_prepare_v2 (db, "SELECT content FROM keyslot WHERE slot = 'account:li'", -1, &stmt, NULL);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  old = g_strndup ((const char *) sqlite3_column_text (stmt, 0) + 120, 60);
  sqlite3_finalize (stmt);
  sqlite3_close (db);

  txn = fixture_begin (self);
  g_assert_true (crf_keys_change_passphrase (txn, keyring, "a new one", NULL));
  fixture_commit (txn);
  g_assert_true (g_file_get_contents (self->path, &bytes, &size, NULL));
  g_assert_null (memmem (bytes, size, old, strlen (old)));
  if (g_file_get_contents (wal, &wal_bytes, &wal_size, NULL))
    g_assert_cmpuint (wal_size, ==, 0);
}

static void
test_reset (Fixture *self, gconstpointer data)
{
  g_autoptr (CrfKeyring) wang = unlock (self, "wang", "battery staple");
  g_autoptr (CrfKeyring) li = NULL;
  g_autoptr (CrfKeyring) granted = NULL;
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (self);

  crf_keys_reset_account (txn, "li", "forgotten", &error);
  g_assert_no_error (error);
  fixture_commit (txn);
  li = unlock (self, "li", "forgotten");
  g_assert_false (crf_keyring_holds (li, CRF_ROLE_KEY_IDENTIFIERS));
  g_assert_false (crf_keys_account_holds (self->file, "li", CRF_ROLE_KEY_IDENTIFIERS));

  txn = fixture_begin (self);
  g_assert_false (crf_keys_grant (txn, li, CRF_ROLE_KEY_IDENTIFIERS, "zhao", &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY);
  g_clear_error (&error);
  crf_keys_grant (txn, wang, CRF_ROLE_KEY_IDENTIFIERS, "li", &error);
  g_assert_no_error (error);
  fixture_commit (txn);
  granted = unlock (self, "li", "forgotten");
  g_assert_true (crf_keyring_holds (granted, CRF_ROLE_KEY_IDENTIFIERS));
  fixture_assert_verifies (self);
}

static void
test_recovery (Fixture *fixture, gconstpointer data)
{
  Keys *self = (Keys *) fixture;
  g_autofree char *typed = g_ascii_strdown (self->recovery, -1);
  g_autofree char *wrong = g_strdup (self->recovery);
  guchar other_public[32];
  g_autofree char *other = crf_recovery_new (other_public);
  guchar parsed[32];
  g_autoptr (CrfKeyring) keyring = NULL;
  g_autoptr (CrfKeyring) zhao = NULL;
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn;

  /* 14 groups of 4 */
  g_assert_cmpuint (strlen (self->recovery), ==, 14 * 4 + 13);
  g_assert_true (crf_recovery_matches (fixture->file, g_strdelimit (typed, "-", ' ')));
  g_assert_false (crf_recovery_matches (fixture->file, other));
  g_assert_true (crf_recovery_parse (other, parsed));
  g_assert_cmpmem (parsed, 32, other_public, 32);
  /* One wrong character, and two that changed places, are seen without any key. */
  for (guint i = 0; i < strlen (wrong); i++)
    {
      char kept = wrong[i];

      if (kept == '-')
        continue;
      wrong[i] = kept == 'A' ? 'C' : 'A';
      g_assert_false (crf_recovery_parse (wrong, parsed));
      wrong[i] = kept;
    }
  g_assert_false (crf_recovery_parse ("", parsed));

  keyring = crf_keyring_unlock_recovery (fixture->file, self->recovery, &error);
  g_assert_no_error (error);
  g_assert_true (crf_keyring_holds (keyring, CRF_ROLE_KEY_ALLOCATION));
  txn = fixture_begin (fixture);
  crf_keys_grant (txn, keyring, CRF_ROLE_KEY_IDENTIFIERS, "zhao", &error);
  g_assert_no_error (error);
  fixture_commit (txn);
  zhao = unlock (fixture, "zhao", "zhao's own");
  g_assert_true (crf_keyring_holds (zhao, CRF_ROLE_KEY_IDENTIFIERS));
  g_assert_null (crf_keyring_unlock_recovery (fixture->file, other, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY);
}

/* A patient with a sealed name; returns the box. */
static char *
enter_name (
    Fixture *self, CrfKeyring *keyring, const char *number, const char *name, char **subject)
{
  g_autoptr (GPtrArray) values = NULL;
  g_autoptr (GError) error = NULL;
  CrfFormRecord *form;
  CrfTransaction *txn;
  CrfEntry value;
  char *box;

  self->actor.keyring = keyring;
  txn = fixture_begin (self);
  *subject = fixture_add_subject (txn, number);
  crf_transaction_add_subject_key (txn, *subject, &error);
  g_assert_no_error (error);
  fixture_add_form (txn, *subject, "E1", "F1");
  value = fixture_value (*subject, "E1", "F1", "I.NAME", name);
  value.seal = CRF_SEAL_IDENTIFIER;
  fixture_append (txn, &value);
  fixture_commit (txn);
  self->actor.keyring = NULL;

  form = crf_records_find_form (self->file, *subject, "E1", "1", "F1", "1", NULL);
  values = crf_records_values (self->file, form->id, NULL);
  box = g_strdup (((CrfValueRecord *) g_ptr_array_index (values, 0))->value);
  g_assert_true (((CrfValueRecord *) g_ptr_array_index (values, 0))->sealed);
  g_assert_null (((CrfValueRecord *) g_ptr_array_index (values, 0))->canon);
  crf_form_record_free (form);
  return box;
}

static void
test_identifier (Fixture *self, gconstpointer data)
{
  g_autoptr (CrfKeyring) li = unlock (self, "li", "correct horse");
  g_autoptr (CrfKeyring) zhao = unlock (self, "zhao", "zhao's own");
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  /* A nurse who does not hold the key enters the name when she registers. */
  g_autofree char *box_a = enter_name (self, NULL, "302-001", "欧阳小惠", &a);
  g_autofree char *box_b = enter_name (self, li, "302-002", "Li", &b);
  g_autofree char *name = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_assert_cmpuint (strlen (box_a), ==, strlen (box_b));
  name = crf_keyring_open_identifier (li, self->file, a, "I.NAME", box_a, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "欧阳小惠");
  g_assert_null (crf_keyring_open_identifier (zhao, self->file, a, "I.NAME", box_a, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY);
  g_clear_error (&error);
  /* Boxes of two patients changed places, or of two items. */
  g_assert_null (crf_keyring_open_identifier (li, self->file, b, "I.NAME", box_a, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY);
  g_clear_error (&error);
  g_assert_null (crf_keyring_open_identifier (li, self->file, a, "I.PHONE", box_a, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY);
  fixture_assert_verifies (self);

  crf_study_file_close (self->file);
  self->file = NULL;
  g_file_get_contents (self->path, &bytes, &size, NULL);
  g_assert_null (memmem (bytes, size, "欧阳小惠", strlen ("欧阳小惠")));
}

/* The boxes of two patients change places in the journal itself, with hashes made anew: they still
 * do not open. */
static void
test_swap (Fixture *self, gconstpointer data)
{
  g_autoptr (CrfKeyring) li = unlock (self, "li", "correct horse");
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  g_autofree char *box_a = enter_name (self, NULL, "302-001", "Zhang", &a);
  g_autofree char *box_b = enter_name (self, NULL, "302-002", "Wang", &b);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *db;

  db = fixture_connect (self->path);
  sql = g_strdup_printf ("DROP TRIGGER journal_no_update;"
                         "UPDATE journal SET value = '%s' WHERE subject = '%s' AND item = 'I.NAME'",
                         box_b, a);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  g_assert_null (crf_keyring_open_identifier (li, self->file, a, "I.NAME", box_b, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY);
}

static void
test_erase (Fixture *self, gconstpointer data)
{
  g_autoptr (CrfKeyring) li = unlock (self, "li", "correct horse");
  g_autofree char *a = NULL;
  g_autofree char *box = enter_name (self, NULL, "302-001", "Zhang", &a);
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (self);

  crf_keys_erase_subject (txn, a, &error);
  g_assert_no_error (error);
  fixture_commit (txn);
  g_assert_null (crf_keyring_open_identifier (li, self->file, a, "I.NAME", box, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY);
  fixture_assert_verifies (self); /* the chain holds */
}

/* Everything about an unblinding value is in its box, and two such values look the same. */
static void
test_unblinding (Fixture *self, gconstpointer data)
{
  g_autoptr (CrfKeyring) li = unlock (self, "li", "correct horse");
  g_autoptr (CrfKeyring) wang = unlock (self, "wang", "battery staple");
  g_autoptr (CrfSealedContent) content = NULL;
  g_autoptr (GPtrArray) values = NULL;
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (self);
  g_autofree char *key = fixture_add_subject (txn, "302-001");
  CrfEntry value = fixture_value (key, "E1", "F1", "I.CELLS", "60");
  CrfEntry other = fixture_value (key, "E1", "F1", "I.SALINE", NULL);
  CrfFormRecord *form;
  CrfValueRecord *a;
  CrfValueRecord *b;

  value.seal = other.seal = CRF_SEAL_UNBLINDING;
  value.unit = "MILLION";
  value.reason = "typing error";
  value.prompt = "61 is high";
  other.missing = "NA";
  fixture_add_form (txn, key, "E1", "F1");
  fixture_append (txn, &value);
  fixture_append (txn, &other);
  fixture_commit (txn);
  form = crf_records_find_form (self->file, key, "E1", "1", "F1", "1", NULL);
  values = crf_records_values (self->file, form->id, NULL);
  a = g_ptr_array_index (values, 0);
  b = g_ptr_array_index (values, 1);
  g_assert_cmpuint (strlen (a->value), ==, strlen (b->value));
  g_assert_null (b->missing);
  g_assert_null (a->unit);
  g_assert_null (crf_keyring_open_sealed (li, self->file, key, "I.CELLS", a->value, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY);
  g_clear_error (&error);
  content = crf_keyring_open_sealed (wang, self->file, key, "I.CELLS", a->value, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (content->value, ==, "60");
  g_assert_cmpstr (content->unit, ==, "MILLION");
  g_assert_cmpstr (content->reason, ==, "typing error");
  g_assert_cmpstr (content->prompt, ==, "61 is high");
  crf_form_record_free (form);
}

static void
test_hash (Fixture *self, gconstpointer data)
{
  g_autoptr (CrfKeyring) li = unlock (self, "li", "correct horse");
  g_autoptr (CrfKeyring) wang = unlock (self, "wang", "battery staple");
  g_autoptr (CrfKeyring) zhao = unlock (self, "zhao", "zhao's own");
  g_autofree char *a = crf_keyring_hash_identifier (li, "H12345");
  g_autofree char *b = crf_keyring_hash_identifier (wang, "H12345");
  g_autofree char *c = crf_keyring_hash_identifier (wang, "H12346");

  g_assert_cmpstr (a, ==, b);
  g_assert_cmpstr (a, !=, c);
  g_assert_null (crf_keyring_hash_identifier (zhao, "H12345"));
}

static void
test_signature (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autofree char *other = fixture_enter_patient (self, "302-002", "20");
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  CrfEntry target
      = { .subject = key, .event = "E1", .eventkey = "1", .form = "F1", .formkey = "1" };
  CrfEntry state = target;
  CrfEntry value = fixture_value (other, "E1", "F1", "I.ALT", "21");
  CrfSignatureRecord *signature;
  CrfTransaction *txn = fixture_begin (self);

  g_assert_false (crf_signature_add (txn, &target, "reviewed", "ALT 61.2", "wrong", &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE);
  g_clear_error (&error);
  crf_signature_add (txn, &target, "reviewed", "ALT 61.2", "correct horse", &error);
  g_assert_no_error (error);
  state.action = CRF_ACTION_FORM_STATE;
  state.canon = "signed";
  fixture_append (txn, &state);
  fixture_append (txn, &value); /* of somebody else */
  fixture_commit (txn);
  list = crf_signature_list (self->file, &target, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  signature = g_ptr_array_index (list, 0);
  g_assert_cmpstr (signature->login, ==, "li");
  g_assert_cmpstr (signature->name, ==, "李 Li");
  g_assert_cmpstr (signature->at, ==, "2026-03-02T01:12:45.123Z");
  g_assert_cmpstr (signature->off, ==, "+08:00");
  g_assert_false (signature->void_);
  fixture_assert_verifies (self);

  value = fixture_value (key, "E1", "F1", "I.ALT", "16.2");
  txn = fixture_begin (self);
  fixture_append (txn, &value);
  fixture_commit (txn);
  g_clear_pointer (&list, g_ptr_array_unref);
  list = crf_signature_list (self->file, &target, NULL);
  g_assert_true (((CrfSignatureRecord *) g_ptr_array_index (list, 0))->void_);
  fixture_assert_verifies (self);
}

/* Signing out signs the heads, so that what was there before cannot be rewritten without a trace.
 */
static void
test_sign_out (Fixture *self, gconstpointer data)
{
  g_autoptr (CrfKeyring) li = unlock (self, "li", "correct horse");
  g_autoptr (CrfVerifyReport) report = NULL;
  CrfEntry out = { .action = CRF_ACTION_SIGN_OUT };
  CrfTransaction *txn;
  sqlite3 *db;

  self->actor.keyring = li;
  txn = fixture_begin (self);
  fixture_append (txn, &out);
  fixture_commit (txn);
  self->actor.keyring = NULL;
  fixture_assert_verifies (self);
  report = crf_verify (self->path, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (report->signatures, ==, 1);
  crf_verify_report_free (g_steal_pointer (&report));
  db = fixture_connect (self->path);
  g_assert_cmpint (
      sqlite3_exec (
          db,
          "DROP TRIGGER journal_no_update;"
          "UPDATE journal SET at = replace (at, '2026', '2025') WHERE action = 'session.sign-out'",
          NULL, NULL, NULL),
      ==, SQLITE_OK);
  sqlite3_close (db);
  report = crf_verify (self->path, NULL, NULL, NULL, NULL);
  g_assert_true (fixture_fault_mentions (report, "signature does not hold"));
}

/* A signature lifted to another patient: the chain is made right again, the signature is not. */
static void
test_copied_signature (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autofree char *other = fixture_enter_patient (self, "302-002", "20");
  CrfEntry target
      = { .subject = key, .event = "E1", .eventkey = "1", .form = "F1", .formkey = "1" };
  CrfEntry query = { .action = CRF_ACTION_SIGN };
  CrfEntry copy = target;
  g_autofree char *detail = NULL;
  g_autoptr (CrfVerifyReport) report = NULL;
  sqlite3_stmt *stmt;
  sqlite3 *db;
  CrfTransaction *txn = fixture_begin (self);

  g_assert_true (crf_signature_add (txn, &target, "reviewed", "ALT 61.2", "correct horse", NULL));
  fixture_commit (txn);
  db = fixture_connect (self->path);
  sqlite3_prepare_v2 (db, "SELECT detail FROM journal WHERE action = 'sign'", -1, &stmt, NULL);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  detail = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  copy.action = query.action;
  copy.subject = other;
  copy.detail = detail;
  txn = fixture_begin (self);
  fixture_append (txn, &copy);
  fixture_commit (txn);
  report = crf_verify (self->path, NULL, NULL, NULL, NULL);
  g_assert_true (fixture_fault_mentions (report, "signature does not hold"));
  g_assert_cmpuint (report->faults->len, ==, 1);
  g_assert_cmpuint (report->signatures, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  add ("the-passphrase-opens-the-account", test_unlock);
  add ("a-disabled-account-does-not-open", test_disabled);
  add ("a-login-is-plain-and-never-used-twice", test_logins);
  add ("a-changed-passphrase-keeps-the-keys", test_change);
  add ("a-replaced-slot-is-overwritten", test_overwritten);
  add ("a-reset-account-gets-role-keys-from-another-holder", test_reset);
  add ("the-recovery-key-is-typed-back-and-grants", test_recovery);
  add ("an-identifier-opens-for-its-patient-only", test_identifier);
  add ("a-box-of-another-patient-does-not-open", test_swap);
  add ("an-erased-patient-does-not-open-and-the-chain-holds", test_erase);
  add ("an-unblinding-value-shows-nothing", test_unblinding);
  add ("the-hash-of-a-hospital-number-is-the-same-for-all-holders", test_hash);
  add ("a-signature-is-void-when-a-value-under-it-changes", test_signature);
  add ("signing-out-signs-the-heads", test_sign_out);
  add ("a-copied-signature-fails-verification", test_copied_signature);
  return g_test_run ();
}
