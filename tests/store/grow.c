/* SPDX-License-Identifier: GPL-3.0-or-later */

/* grow FILE MEGABYTES: makes a demonstration study large by entering its first patients again and again under new numbers, through the store as every
 * entry goes, until the file has that size. Asking all rules of each value, as the demonstration itself does, would take hours for two gigabytes. */

#include "crf-records.h"
#include "crf-transaction.h"

#include <glib/gstdio.h>
#include <string.h>

#define MODELS 20  /* patients that are copied */
#define AT_ONCE 50 /* patients in one transaction on the disk */

typedef struct
{
  CrfStudyFile *file;
  GPtrArray *models; /* GPtrArray of CrfEntry, their strings kept in @strings */
  GStringChunk *strings;
} Grower;

/* What is sealed belongs to its patient; what is signed, drawn or counted, too. */
static gboolean
is_copied (char *const columns[])
{
  static const char *const actions[] = { CRF_ACTION_EVENT_ADD, CRF_ACTION_EVENT_STATE, CRF_ACTION_FORM_ADD, CRF_ACTION_FORM_STATE,
                                         CRF_ACTION_GROUP_ADD, CRF_ACTION_VALUE,       CRF_ACTION_DERIVED,  NULL };

  return g_strv_contains (actions, columns[CRF_COL_ACTION])
         && (columns[CRF_COL_VALUE] == NULL || columns[CRF_COL_CANON] != NULL || columns[CRF_COL_MISSING] != NULL);
}

static gboolean
keep_entry (const CrfJournalRecord *record,
            gpointer data)
{
  Grower *grower = data;
  GArray *entries = g_ptr_array_index (grower->models, grower->models->len - 1);
#define KEEP(column) (record->columns[column] != NULL ? g_string_chunk_insert_const (grower->strings, record->columns[column]) : NULL)
  const CrfEntry entry = {
    .action = KEEP (CRF_COL_ACTION),     .event = KEEP (CRF_COL_EVENT), .eventkey = KEEP (CRF_COL_EVENTKEY), .form = KEEP (CRF_COL_FORM),
    .formkey = KEEP (CRF_COL_FORMKEY),   .group = KEEP (CRF_COL_GROUP), .groupkey = KEEP (CRF_COL_GROUPKEY), .item = KEEP (CRF_COL_ITEM),
    .value = KEEP (CRF_COL_VALUE),       .unit = KEEP (CRF_COL_UNIT),   .cmp = KEEP (CRF_COL_CMP),           .missing = KEEP (CRF_COL_MISSING),
    .canon = KEEP (CRF_COL_CANON),       .reason = KEEP (CRF_COL_REASON), .prompt = KEEP (CRF_COL_PROMPT),   .detail = KEEP (CRF_COL_DETAIL),
  };

#undef KEEP
  if (is_copied (record->columns))
    g_array_append_val (entries, entry);
  return TRUE;
}

static gboolean
read_models (Grower *grower,
             GError **error)
{
  const CrfSubjectQuery query = { 0 };
  g_autoptr (GArray) ids = crf_records_subject_ids (grower->file, &query, error);
  g_autoptr (GPtrArray) subjects = ids != NULL ? crf_records_subjects (grower->file, (gint64 *) (void *) ids->data, MIN (ids->len, MODELS), error) : NULL;

  for (guint i = 0; subjects != NULL && i < subjects->len; i++)
    {
      const CrfEntry target = { .subject = ((CrfSubjectRecord *) g_ptr_array_index (subjects, i))->key };

      g_ptr_array_add (grower->models, g_array_new (FALSE, FALSE, sizeof (CrfEntry)));
      if (!crf_records_journal (grower->file, &target, NULL, 0, FALSE, keep_entry, grower, error))
        return FALSE;
    }
  return subjects != NULL && subjects->len > 0;
}

static gboolean
add_patient (Grower *grower,
             guint n,
             GError **error)
{
  const GArray *entries = g_ptr_array_index (grower->models, n % grower->models->len);
  g_autoptr (CrfTransaction) txn = crf_transaction_begin (grower->file, NULL, error);
  g_autofree char *key = txn != NULL ? crf_transaction_new_key (txn) : NULL;
  g_autofree char *detail = g_strdup_printf ("{\"number\":\"X-%06u\"}", n + 1);
  const CrfEntry add = { .action = CRF_ACTION_SUBJECT_ADD, .subject = key, .detail = detail };

  if (txn == NULL || !crf_transaction_append (txn, &add, NULL, error))
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      CrfEntry entry = g_array_index (entries, CrfEntry, i);

      entry.subject = key;
      if (!crf_transaction_append (txn, &entry, NULL, error))
        return FALSE;
    }
  return crf_transaction_commit (txn, error);
}

static goffset
size_of (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 ? (goffset) status.st_size : 0;
}

static gboolean
grow (Grower *grower,
      const char *path,
      goffset bytes,
      GError **error)
{
  guint n = 0;

  while (size_of (path) < bytes)
    {
      gboolean done = crf_transaction_begin_bulk (grower->file, error);

      for (guint i = 0; done && i < AT_ONCE; i++)
        done = add_patient (grower, n++, error);
      if (!done || !crf_transaction_end_bulk (grower->file, TRUE, error))
        return FALSE;
      crf_study_file_checkpoint (grower->file);
    }
  g_print ("%u patients were added\n", n);
  return TRUE;
}

int
main (int argc,
      char **argv)
{
  Grower grower = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 megabytes;
  gboolean done;

  if (argc != 3 || !g_ascii_string_to_signed (argv[2], 10, 1, 1000000, &megabytes, NULL))
    {
      g_printerr ("usage: grow FILE MEGABYTES\n");
      return 2;
    }
  grower.file = crf_study_file_open (argv[1], &error);
  grower.models = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  grower.strings = g_string_chunk_new (65536);
  done = grower.file != NULL && read_models (&grower, &error) && grow (&grower, argv[1], megabytes * 1048576, &error);
  if (!done)
    g_printerr ("grow: %s\n", error != NULL ? error->message : "there are no patients");
  crf_study_file_close (grower.file);
  g_ptr_array_unref (grower.models);
  g_string_chunk_free (grower.strings);
  return done ? 0 : 1;
}
