/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any lines as entries of a journal: action, target, value … in the order of CrfEntry, separated by tabs. Whatever of it is taken in, the tables that
 * were written on the way are those that a replay gives, and all of it can be read. */

#include "fuzz-file.h"

#include "crf-records-infusion.h"
#include "crf-records-safety.h"
#include "crf-records-screening.h"
#include "crf-records-status.h"
#include "crf-records-trust.h"
#include "crf-records.h"
#include "crf-transaction.h"
#include "crf-verify.h"

#include <glib/gstdio.h>
#include <string.h>

#define MOST 200 /* lines */

static char *sound, *state;
static gsize sound_size;

static const CrfActor *
get_actor (void)
{
  static CrfInstant now = { G_GINT64_CONSTANT (1772413965123), 480 };
  static CrfActor actor = { .user = "li", .role = "nurse" };

  actor.clock = crf_clock_fixed (&now);
  return &actor;
}

static gboolean
append (CrfStudyFile *file,
        const CrfEntry *entry)
{
  g_autoptr (CrfTransaction) txn = crf_transaction_begin (file, get_actor (), NULL);
  g_autoptr (GError) error = NULL;
  gboolean done;

  FUZZ_ASSERT (txn != NULL);
  done = crf_transaction_append (txn, entry, NULL, &error) && crf_transaction_commit (txn, &error);
  FUZZ_ASSERT (done == (error == NULL));
  FUZZ_ASSERT (done || g_utf8_validate (error->message, -1, NULL));
  return done;
}

static void
append_line (CrfStudyFile *file,
             const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", 20);
  CrfEntry entry = { 0 };
  const char **columns[] = {
    &entry.action, &entry.subject, &entry.event, &entry.eventkey, &entry.form, &entry.formkey, &entry.group, &entry.groupkey, &entry.item,
    &entry.value, &entry.unit, &entry.cmp, &entry.missing, &entry.canon, &entry.reason, &entry.prompt, &entry.detail,
  };

  for (guint i = 0; fields[i] != NULL && i < G_N_ELEMENTS (columns); i++)
    {
      char *text = g_strcompress (fields[i]);

      g_free (fields[i]);
      fields[i] = text;
      *columns[i] = *text != '\0' ? text : NULL;
    }
  if (entry.action != NULL)
    append (file, &entry);
}

static void
set_up (const char *path)
{
  CrfStudyFile *file;

  state = fuzz_state_folder ();
  unlink (path);
  file = crf_study_file_create (path, TRUE, NULL);
  FUZZ_ASSERT (file != NULL);
  FUZZ_ASSERT (append (file, &(CrfEntry) { .action = CRF_ACTION_STUDY_CREATE, .detail = "{\"site\":\"302\"}" }));
  crf_study_file_close (file);
  FUZZ_ASSERT (g_file_get_contents (path, &sound, &sound_size, NULL));
}

/* The head that the program remembers of the file is not that of the last input's. */
static void
forget_head (void)
{
  g_autofree char *folder = g_build_filename (state, "stemward", "heads", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);

      g_unlink (file);
    }
}

static gboolean
look (const CrfJournalRecord *record,
      gpointer data)
{
  return TRUE;
}

/* Every table's readers: an error is fine, a crash is not. */
static void
read_subject (CrfStudyFile *file,
              const CrfSubjectRecord *subject)
{
  g_autoptr (GPtrArray) forms = crf_records_forms (file, subject->key, NULL), events = crf_records_events (file, subject->key, NULL),
                        consents = crf_records_consents (file, subject->key, NULL);
  g_autofree char *version = crf_records_subject_version (file, subject->key), *allocated = crf_records_allocated_at (file, subject->key);

  FUZZ_ASSERT (forms != NULL && events != NULL && consents != NULL);
  for (guint i = 0; i < forms->len; i++)
    {
      const CrfFormRecord *form = g_ptr_array_index (forms, i);
      g_autoptr (GPtrArray) values = crf_records_values (file, form->id, NULL), samples = crf_records_samples (file, form->id, NULL),
                            judgements = crf_records_judgements (file, form->id, NULL);

      FUZZ_ASSERT (values != NULL && samples != NULL && judgements != NULL && crf_records_check_form (file, form->id, NULL));
    }
}

static void
read_all (CrfStudyFile *file)
{
  const CrfSubjectQuery query = { 0 };
  g_autoptr (GArray) ids = crf_records_subject_ids (file, &query, NULL);
  g_autoptr (GPtrArray) subjects = ids != NULL ? crf_records_subjects (file, (gint64 *) (void *) ids->data, ids->len, NULL) : NULL;
  g_autoptr (GPtrArray) accounts = crf_records_accounts (file, NULL), queries = crf_records_queries (file, NULL, NULL, NULL),
                        deviations = crf_records_deviations (file, NULL, NULL), lots = crf_records_lots (file, NULL),
                        versions = crf_records_consent_versions (file, NULL), ranges = crf_records_ranges (file, NULL, NULL),
                        definitions = crf_records_definitions (file, NULL), amendments = crf_records_amendments (file, NULL),
                        uses = crf_records_uses (file, NULL);
  g_autofree char *heads = crf_records_heads (file);

  FUZZ_ASSERT (subjects != NULL && accounts != NULL && queries != NULL && deviations != NULL && lots != NULL && versions != NULL && ranges != NULL);
  FUZZ_ASSERT (definitions != NULL && amendments != NULL && uses != NULL && heads != NULL);
  for (guint i = 0; i < subjects->len; i++)
    read_subject (file, g_ptr_array_index (subjects, i));
  FUZZ_ASSERT (crf_verify_record (file, NULL, NULL));
  FUZZ_ASSERT (crf_records_journal (file, NULL, NULL, 0, FALSE, look, NULL, NULL));
}

/* Keys and signatures are made up here, and found to be so; but no table may differ from what the journal makes of it. What a fault says may
 * quote the input, so its beginning tells. */
static gboolean
is_of_replay (const CrfVerifyFault *fault)
{
  return (g_str_has_prefix (fault->where, "table ") && !g_str_equal (fault->where, "table keyslot")) || g_str_has_prefix (fault->what, "The entry cannot be replayed");
}

static void
check_replay (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfVerifyReport) report = crf_verify (path, NULL, NULL, NULL, &error);

  FUZZ_ASSERT (report != NULL);
  for (guint i = 0; i < report->faults->len; i++)
    {
      const CrfVerifyFault *fault = g_ptr_array_index (report->faults, i);

      if (is_of_replay (fault))
        g_printerr ("%s: %s\n", fault->where, fault->what);
      FUZZ_ASSERT (!is_of_replay (fault));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  const char *path = fuzz_path ("stemward");
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", MOST);
  CrfStudyFile *file;

  if (sound == NULL)
    set_up (path);
  forget_head ();
  fuzz_write (path, (const guint8 *) sound, sound_size);
  file = crf_study_file_open (path, NULL);
  FUZZ_ASSERT (file != NULL && crf_transaction_begin_bulk (file, NULL));
  for (guint i = 0; lines[i] != NULL && i < MOST - 1; i++)
    append_line (file, lines[i]);
  FUZZ_ASSERT (crf_transaction_end_bulk (file, TRUE, NULL));
  read_all (file);
  crf_study_file_close (file);
  check_replay (path);
  unlink (path);
  return 0;
}
