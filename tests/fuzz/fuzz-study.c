/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any file as a study file: it is verified, opened and read without a crash. An input that begins with '=' is the file itself; any other is a
 * list of changes to a sound one, four bytes each: where (24 bits) and what to XOR. */

#include "fuzz-file.h"

#include "crf-records.h"
#include "crf-transaction.h"
#include "crf-verify.h"

#include <string.h>

static char *sound;
static gsize sound_size;

static void
append (CrfTransaction *txn,
        CrfEntry entry)
{
  FUZZ_ASSERT (crf_transaction_append (txn, &entry, NULL, NULL));
}

static void
set_up (const char *path)
{
  g_autofree char *state = fuzz_state_folder (), *key = NULL;
  CrfStudyFile *file;
  CrfTransaction *txn;

  unlink (path);
  file = crf_study_file_create (path, TRUE, NULL);
  FUZZ_ASSERT (file != NULL);
  txn = crf_transaction_begin (file, NULL, NULL);
  append (txn, (CrfEntry) { .action = CRF_ACTION_STUDY_CREATE, .detail = "{\"site\":\"302\"}" });
  key = crf_transaction_new_key (txn);
  append (txn, (CrfEntry) { .action = CRF_ACTION_SUBJECT_ADD, .subject = key, .detail = "{\"number\":\"302-001\"}" });
  append (txn, (CrfEntry) { .action = CRF_ACTION_EVENT_ADD, .subject = key, .event = "E1", .eventkey = "1", .detail = "{\"ordinal\":1}" });
  append (txn, (CrfEntry) { .action = CRF_ACTION_FORM_ADD, .subject = key, .event = "E1", .eventkey = "1", .form = "F1", .formkey = "1",
                            .detail = "{\"ordinal\":1}" });
  for (int i = 0; i < 20; i++)
    {
      g_autofree char *item = g_strdup_printf ("I.%d", i);

      append (txn, (CrfEntry) { .action = CRF_ACTION_VALUE, .subject = key, .event = "E1", .eventkey = "1", .form = "F1", .formkey = "1",
                                .group = "G1", .groupkey = "1", .item = item, .value = "61.2", .canon = "61.2" });
    }
  FUZZ_ASSERT (crf_transaction_commit (txn, NULL));
  crf_transaction_free (txn);
  crf_study_file_close (file);
  FUZZ_ASSERT (g_file_get_contents (path, &sound, &sound_size, NULL));
}

static gboolean
look (const CrfJournalRecord *record,
      gpointer data)
{
  return TRUE;
}

static void
read_all (const char *path)
{
  g_autoptr (CrfVerifyReport) report = crf_verify (path, NULL, NULL, NULL, NULL);
  g_autoptr (CrfStudyFile) file = crf_study_file_open_reader (path, NULL);
  const CrfSubjectQuery query = { 0 };
  g_autoptr (GArray) ids = NULL;

  if (file == NULL)
    return;
  ids = crf_records_subject_ids (file, &query, NULL);
  if (ids != NULL && ids->len > 0)
    {
      g_autoptr (GPtrArray) subjects = crf_records_subjects (file, (gint64 *) (void *) ids->data, ids->len, NULL);

      for (guint i = 0; subjects != NULL && i < subjects->len; i++)
        {
          const CrfSubjectRecord *subject = g_ptr_array_index (subjects, i);
          g_autoptr (GPtrArray) forms = crf_records_forms (file, subject->key, NULL);

          for (guint j = 0; forms != NULL && j < forms->len; j++)
            {
              g_autoptr (GPtrArray) values = crf_records_values (file, ((CrfFormRecord *) g_ptr_array_index (forms, j))->id, NULL);

              FUZZ_ASSERT (values == NULL || values->len < 1000000);
            }
        }
    }
  crf_records_journal (file, NULL, NULL, 0, FALSE, look, NULL, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  const char *path = fuzz_path ("stemward");
  g_autofree guint8 *changed = NULL;

  if (sound == NULL)
    set_up (path);
  if (size > 0 && data[0] == '=')
    fuzz_write (path, data + 1, size - 1);
  else
    {
      changed = g_memdup2 (sound, sound_size);
      for (gsize i = 0; i + 4 <= size; i += 4)
        changed[(data[i] | data[i + 1] << 8 | data[i + 2] << 16) % sound_size] ^= data[i + 3];
      fuzz_write (path, changed, sound_size);
    }
  read_all (path);
  unlink (path);
  return 0;
}
