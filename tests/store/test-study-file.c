/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Creating, writing, reading, closing a study file. */

#include <glib/gstdio.h>
#include <string.h>

#include "crf-study-reader.h"
#include "store-fixture.h"

#define add(path, test)                                                                            \
  g_test_add ("/store/study-file/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

static void
test_values (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autoptr (GError) error = NULL;
  CrfSubjectRecord *subject;
  CrfFormRecord *form;
  CrfTransaction *txn;
  CrfEntry value = fixture_value (key, "E1", "F1", "I.ALT", "70");
  g_autoptr (GPtrArray) values = NULL;
  CrfValueRecord *found;
  g_autofree char *old = NULL;

  form = crf_records_find_form (self->file, key, "E1", "1", "F1", "1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (form->state, ==, "started");
  values = crf_records_values (self->file, form->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (values->len, ==, 1);
  found = g_ptr_array_index (values, 0);
  g_assert_cmpstr (found->value, ==, "61.2");
  old = g_strdup (found->entry);

  /* The new value supersedes the old one: the store says which. */
  value.reason = "misread";
  txn = fixture_begin (self);
  fixture_append (txn, &value);
  fixture_commit (txn);
  fixture_reopen (self);
  found = crf_records_latest_value (self->file, key, "I.ALT", &error);
  g_assert_cmpstr (found->value, ==, "70");
  g_assert_cmpstr (found->entry, !=, old);
  crf_value_record_free (found);
  subject = crf_records_find_subject (self->file, "302-001", &error);
  g_assert_cmpstr (subject->key, ==, key);
  g_assert_cmpstr (subject->status, ==, "screening");
  crf_subject_record_free (subject);
  crf_form_record_free (form);
}

static gboolean
keep_base (const CrfJournalRecord *record, gpointer data)
{
  GPtrArray *bases = data;

  g_ptr_array_add (bases, g_strdup (record->columns[CRF_COL_BASE]));
  return TRUE;
}

static void
test_base (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autoptr (GPtrArray) bases = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  CrfValueRecord *found = crf_records_latest_value (self->file, key, "I.ALT", NULL);
  CrfEntry value = fixture_value (key, "E1", "F1", "I.ALT", "70");
  CrfTransaction *txn = fixture_begin (self);
  CrfEntry history = { .subject = key, .event = "E1", .form = "F1", .item = "I.ALT" };

  value.base = found->entry;
  fixture_append (txn, &value);
  /* The second one still looks at the first value: it would be made blindly. */
  g_assert_false (crf_transaction_append (txn, &value, NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT);
  fixture_commit (txn);
  crf_records_journal (self->file, &history, NULL, 0, TRUE, keep_base, bases, NULL);
  g_assert_cmpuint (bases->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (bases, 0), ==, found->entry);
  g_assert_null (g_ptr_array_index (bases, 1));
  crf_value_record_free (found);
}

static void
test_rollback (Fixture *self, gconstpointer data)
{
  CrfTransaction *txn = fixture_begin (self);
  guint64 before = crf_records_count_entries (self->file);

  g_free (fixture_add_subject (txn, "302-001"));
  crf_transaction_free (txn);
  g_assert_cmpuint (crf_records_count_entries (self->file), ==, before);
  g_assert_cmpuint (crf_records_count_subjects (self->file, NULL), ==, 0);
}

static void
test_broken (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (self);
  g_autofree char *key = fixture_add_subject (txn, "302-001");
  CrfEntry again
      = { .action = CRF_ACTION_SUBJECT_ADD, .subject = "x", .detail = "{\"number\":\"302-001\"}" };

  g_assert_false (crf_transaction_append (txn, &again, NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (crf_transaction_commit (txn, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT);
  crf_transaction_free (txn);
  g_assert_cmpuint (crf_records_count_subjects (self->file, NULL), ==, 0);
}

static void
test_no_form (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (self);
  g_autofree char *key = fixture_add_subject (txn, "302-001");
  CrfEntry value = fixture_value (key, "E1", "F1", "I.ALT", "70");

  g_assert_false (crf_transaction_append (txn, &value, NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT);
  crf_transaction_free (txn);
}

static void
test_utf8 (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (self);
  CrfEntry entry = { .action = CRF_ACTION_VIEW, .reason = "caf\xe9" };

  g_assert_false (crf_transaction_append (txn, &entry, NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT);
  crf_transaction_free (txn);
}

static void
test_keys (Fixture *self, gconstpointer data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < 20; i++)
    {
      CrfTransaction *txn = fixture_begin (self);
      g_autofree char *number = g_strdup_printf ("302-%03d", i);

      for (int n = 0; n < 3; n++)
        {
          g_autofree char *detail = g_strdup_printf ("{\"number\":\"%s-%d\"}", number, n);
          char *key = crf_transaction_new_key (txn);
          CrfEntry entry = { .action = CRF_ACTION_SUBJECT_ADD, .subject = key, .detail = detail };

          fixture_append (txn, &entry);
          g_assert_true (g_hash_table_add (seen, key));
        }
      fixture_commit (txn);
      if (i == 10)
        fixture_reopen (self);
    }
}

static void
test_nothing_before_commit (void)
{
  g_autofree char *dir = g_dir_make_tmp ("stemward-store-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "new.stemward", NULL);
  g_autoptr (GError) error = NULL;
  CrfEntry create = { .action = CRF_ACTION_STUDY_CREATE };
  CrfStudyFile *file = crf_study_file_create (path, TRUE, &error);
  CrfTransaction *txn;

  g_assert_no_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  crf_study_file_close (file);
  g_assert_cmpint (g_rmdir (dir), ==, 0); /* nothing is left */

  g_mkdir (dir, 0700);
  file = crf_study_file_create (path, TRUE, &error);
  txn = crf_transaction_begin (file, NULL, &error);
  crf_transaction_append (txn, &create, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  fixture_commit (txn);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (crf_study_file_is_demo (file));
  g_assert_cmpuint (strlen (crf_study_file_get_uuid (file)), ==, 36);
  crf_study_file_close (file);

  file = crf_study_file_create (path, FALSE, &error);
  g_assert_null (file);
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  file = crf_study_file_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (crf_study_file_is_demo (file));
  crf_study_file_close (file);
  fixture_remove_folder (dir);
}

static void
test_close_is_clean (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  GDir *dir;
  const char *name;

  fixture_reopen (self);
  crf_study_file_close (self->file);
  self->file = NULL;
  dir = g_dir_open (self->dir, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (!CRF_SQLCIPHER || !g_str_equal (name, "a.stemward.keys"))
      g_assert_cmpstr (name, ==, "a.stemward");
  g_dir_close (dir);
}

static void
test_latest (Fixture *self, gconstpointer data)
{
  CrfTransaction *txn = fixture_begin (self);
  g_autofree char *key = fixture_add_subject (txn, "302-001");
  CrfEntry event
      = { .action = CRF_ACTION_EVENT_STATE, .subject = key, .eventkey = "1", .canon = "done" };
  CrfEntry first = fixture_value (key, "E2", "F1", "I.ALT", "200");
  CrfEntry second = fixture_value (key, "E1", "F1", "I.ALT", "100");
  CrfEntry missing = fixture_value (key, "E3", "F1", "I.ALT", NULL);
  CrfValueRecord *found;

  missing.missing = "ND";
  for (int i = 1; i <= 3; i++)
    {
      g_autofree char *oid = g_strdup_printf ("E%d", i);

      fixture_add_form (txn, key, oid, "F1");
      event.event = oid;
      event.detail = i == 1   ? "{\"date\":\"2026-01-05\"}"
                     : i == 2 ? "{\"date\":\"2026-02-02\"}"
                              : NULL;
      fixture_append (txn, &event);
    }
  fixture_append (txn, &first);
  fixture_append (txn, &second); /* entered later, but of the earlier visit */
  fixture_append (txn, &missing);
  fixture_commit (txn);
  found = crf_records_latest_value (self->file, key, "I.ALT", NULL);
  g_assert_cmpstr (found->value, ==, "200");
  crf_value_record_free (found);
}

static void
assert_order (Fixture *self, const CrfSubjectQuery *query, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = crf_records_subject_ids (self->file, query, &error);
  g_autoptr (GPtrArray) subjects = NULL;
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  subjects
      = crf_records_subjects (self->file, (const gint64 *) (gpointer) ids->data, ids->len, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < subjects->len; i++)
    g_string_append (found, ((CrfSubjectRecord *) g_ptr_array_index (subjects, i))->number);
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_list (Fixture *self, gconstpointer data)
{
  const char *values[][2] = { { "A", "9" }, { "B", "70" }, { "C", "8.5" }, { "D", NULL } };
  CrfSubjectQuery query = { .sort = CRF_SORT_ITEM, .sort_item = "I.ALT" };
  CrfTransaction *txn;
  CrfEntry status = { .action = CRF_ACTION_SUBJECT_STATUS, .canon = "failed" };
  CrfSubjectRecord *subject;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_free (fixture_enter_patient (self, values[i][0], values[i][1]));
  assert_order (self, &query, "CABD");
  query.descending = TRUE;
  assert_order (self, &query, "BACD");
  query = (CrfSubjectQuery){ .search = "b" };
  assert_order (self, &query, "B");
  query = (CrfSubjectQuery){ .search = "%" };
  assert_order (self, &query, "");
  query = (CrfSubjectQuery){ .search = "70", .search_item = "I.ALT" };
  assert_order (self, &query, "B");

  subject = crf_records_find_subject (self->file, "C", NULL);
  status.subject = subject->key;
  txn = fixture_begin (self);
  fixture_append (txn, &status);
  fixture_commit (txn);
  query = (CrfSubjectQuery){ .status = "failed" };
  assert_order (self, &query, "C");
  query = (CrfSubjectQuery){ .sort = CRF_SORT_NUMBER, .descending = TRUE };
  assert_order (self, &query, "DCBA");
  g_assert_cmpuint (crf_records_count_subjects (self->file, "failed"), ==, 1);
  crf_subject_record_free (subject);
}

/* The definition is stored whole, checked by its SHA-256, and parsed once; an older one stays
 * readable. */
static void
test_definition (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (g_getenv ("STEMWARD_DATA_DIR"), "studies", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = dir != NULL ? g_dir_read_name (dir) : NULL;
  g_autofree char *path = name != NULL ? g_build_filename (folder, name, NULL) : NULL;
  g_autofree char *sha256 = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *mdv = NULL;
  g_autoptr (GError) error = NULL;
  CrfEntry entry = { .action = CRF_ACTION_DEFINITION_ADD };
  CrfStudy *study;
  CrfTransaction *txn;

  g_assert_nonnull (path);
  study = crf_study_read_file (path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, crf_study_get_document (study), -1);
  detail = g_strdup_printf ("{\"oid\":\"%s\",\"version\":\"%s\"}", crf_study_get_oid (study),
                            crf_study_get_version (study));
  mdv = g_strdup_printf ("%s %s", crf_study_get_version (study), sha256);
  entry.value = crf_study_get_document (study);
  entry.canon = sha256;
  entry.detail = detail;
  g_assert_null (crf_study_file_get_mdv (self->file));
  g_assert_null (crf_study_file_get_study (self->file, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  txn = fixture_begin (self);
  fixture_append (txn, &entry);
  entry = (CrfEntry){ .action = CRF_ACTION_DEFINITION_ACTIVATE, .canon = sha256 };
  fixture_append (txn, &entry);
  fixture_commit (txn);
  fixture_reopen (self);
  g_assert_cmpstr (crf_study_file_get_mdv (self->file), ==, mdv);
  g_assert_cmpstr (crf_study_get_oid (crf_study_file_get_study (self->file, &error)), ==,
                   crf_study_get_oid (study));
  g_assert_no_error (error);
  g_assert_true (crf_study_file_get_study (self->file, NULL)
                 == crf_study_file_get_study_version (self->file, mdv, NULL));
  g_assert_null (crf_study_file_get_study_version (self->file, "MDV.X 00", &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* A document that is not what its entry says does not go in. */
  txn = fixture_begin (self);
  entry = (CrfEntry){
    .action = CRF_ACTION_DEFINITION_ADD, .value = "<ODM/>", .canon = sha256, .detail = detail
  };
  g_assert_false (crf_transaction_append (txn, &entry, NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT);
  crf_transaction_free (txn);
  crf_study_unref (study);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  add ("a-stored-value-is-read-back", test_values);
  add ("a-value-names-the-entry-it-supersedes", test_base);
  add ("a-dropped-transaction-stores-nothing", test_rollback);
  add ("a-failed-entry-fails-its-transaction", test_broken);
  add ("a-value-needs-its-form", test_no_form);
  add ("text-that-is-not-utf8-is-refused", test_utf8);
  add ("opaque-keys-are-never-used-twice", test_keys);
  g_test_add_func ("/store/study-file/a-new-file-appears-at-its-first-commit",
                   test_nothing_before_commit);
  add ("closing-leaves-one-file", test_close_is_clean);
  add ("the-latest-value-is-that-of-the-newest-visit", test_latest);
  add ("patients-are-sorted-and-searched-by-an-item", test_list);
  add ("the-definition-is-stored-whole", test_definition);
  return g_test_run ();
}
