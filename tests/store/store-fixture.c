/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A study file in a temporary folder. */

#include "store-fixture.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "crf-file-key-private.h"
#include "raw-file.h"

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn;
  CrfEntry create = { .action = CRF_ACTION_STUDY_CREATE, .detail = "{\"site\":\"302\"}" };

  self->dir = g_dir_make_tmp ("stemward-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->dir, "a.stemward", NULL);
  self->now = (CrfInstant){ G_GINT64_CONSTANT (1772413965123), 480 };
  self->actor = (CrfActor){ .user = "li", .role = "nurse", .clock = crf_clock_fixed (&self->now) };
  self->file = crf_study_file_create (self->path, FALSE, &error);
  g_assert_no_error (error);
  crf_keys_set_cost (self->file, TRUE);
  txn = fixture_begin (self);
  fixture_append (txn, &create);
  fixture_commit (txn);
}

void
fixture_remove_folder (const char *dir)
{
  GDir *handle = g_dir_open (dir, 0, NULL);
  const char *name;

  while (handle != NULL && (name = g_dir_read_name (handle)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        fixture_remove_folder (path);
      else
        g_unlink (path);
    }
  if (handle != NULL)
    g_dir_close (handle);
  g_rmdir (dir);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  crf_study_file_close (self->file);
  fixture_remove_folder (self->dir);
  g_free (self->path);
  g_free (self->dir);
}

sqlite3 *
fixture_connect (const char *path)
{
  return raw_file_open (path);
}

void
fixture_is_copy (const char *copy, const char *path)
{
  _crf_file_key_alias (copy, path);
}

void
fixture_reopen (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  crf_study_file_close (self->file);
  self->file = crf_study_file_open (self->path, &error);
  g_assert_no_error (error);
  crf_keys_set_cost (self->file, TRUE);
}

CrfTransaction *
fixture_begin (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = crf_transaction_begin (self->file, &self->actor, &error);

  g_assert_no_error (error);
  return txn;
}

void
fixture_commit (CrfTransaction *txn)
{
  g_autoptr (GError) error = NULL;

  crf_transaction_commit (txn, &error);
  g_assert_no_error (error);
  crf_transaction_free (txn);
}

void
fixture_append (CrfTransaction *txn, const CrfEntry *entry)
{
  g_autoptr (GError) error = NULL;

  crf_transaction_append (txn, entry, NULL, &error);
  g_assert_no_error (error);
}

char *
fixture_add_subject (CrfTransaction *txn, const char *number)
{
  g_autofree char *key = crf_transaction_new_key (txn);
  g_autofree char *detail = g_strdup_printf ("{\"number\":\"%s\"}", number);
  CrfEntry entry = { .action = CRF_ACTION_SUBJECT_ADD, .subject = key, .detail = detail };

  fixture_append (txn, &entry);
  return g_steal_pointer (&key);
}

void
fixture_add_form (CrfTransaction *txn, const char *subject, const char *event, const char *form)
{
  CrfEntry entry = { .action = CRF_ACTION_EVENT_ADD,
                     .subject = subject,
                     .event = event,
                     .eventkey = "1",
                     .detail = "{\"ordinal\":1}" };

  fixture_append (txn, &entry);
  entry.action = CRF_ACTION_FORM_ADD;
  entry.form = form;
  entry.formkey = "1";
  fixture_append (txn, &entry);
}

CrfEntry
fixture_value (
    const char *subject, const char *event, const char *form, const char *item, const char *value)
{
  return (CrfEntry){ .action = CRF_ACTION_VALUE,
                     .subject = subject,
                     .event = event,
                     .eventkey = "1",
                     .form = form,
                     .formkey = "1",
                     .group = "G1",
                     .groupkey = "1",
                     .item = item,
                     .value = value,
                     .canon = value };
}

char *
fixture_enter_patient (Fixture *self, const char *number, const char *alt)
{
  CrfTransaction *txn = fixture_begin (self);
  char *key = fixture_add_subject (txn, number);
  CrfEntry value = fixture_value (key, "E1", "F1", "I.ALT", alt);

  fixture_add_form (txn, key, "E1", "F1");
  fixture_append (txn, &value);
  fixture_commit (txn);
  return key;
}

void
fixture_assert_verifies (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfVerifyReport) report = crf_verify (self->path, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < report->faults->len; i++)
    {
      CrfVerifyFault *fault = g_ptr_array_index (report->faults, i);

      g_test_message ("%s: %s", fault->where, fault->what);
    }
  g_assert_cmpuint (report->faults->len, ==, 0);
}

gboolean
fixture_fault_mentions (CrfVerifyReport *report, const char *text)
{
  for (guint i = 0; i < report->faults->len; i++)
    {
      CrfVerifyFault *fault = g_ptr_array_index (report->faults, i);

      if (strstr (fault->where, text) != NULL || strstr (fault->what, text) != NULL)
        return TRUE;
    }
  return FALSE;
}
