/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether what is stored is what the journal says, asked in the midst of work: before something is signed, exported, printed, dosed or randomised on.
 * The entries are replayed into an empty database, each after its hash was computed again, and the tables compared. For one patient those entries are
 * taken that name the patient, and those that patients share: definitions, consent versions, lots, slots.
 * The journal itself is looked at before it is told. */

#include "crf-verify-private.h"

#include "crf-detail.h"
#include "crf-migrator.h"
#include "crf-projection-private.h"
#include "crf-study-file-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>

/* Tables of which one patient's acts need all rows: a slot that somebody else drew must not look free, a lot's volume is what all have left of it, a
 * reference range is what a result is flagged, graded and judged by, and each paper says whose study it is. */
static const char *const shared[] = { "meta", "definition", "consent_version", "reference_range", "source", "study_status", "slot_list", "slot", "lot",
                                      "lot_movement", "lot_movement_sealed", "lot_result", NULL };

#define MOST_IN_MEMORY (G_GINT64_CONSTANT (256) << 20) /* bytes of the study file: its tables are about a third of it */

/* No subject's key, nor that of nobody, which is empty. */
#define JOURNAL_ITSELF "\njournal"
#define EVERYTHING "\neverything"

#define ALL_ENTRIES "SELECT " CRF_JOURNAL_COLUMNS " FROM journal ORDER BY clock, ws, seq"

/* The actions as the index journal_shared names them. */
#define ENTRIES_OF_SUBJECT                                                                                                                        \
  "SELECT " CRF_JOURNAL_COLUMNS " FROM (SELECT clock c, ws w, seq s FROM journal WHERE subject = ?1 UNION SELECT clock, ws, seq FROM journal WHERE "  \
  "action IN ('study.create', 'account.add', 'definition.add', 'definition.activate', 'consent.version', 'range.set', 'source.set', 'study.status', 'slot.list', 'slot.add', 'slot.draw', "    \
  "'subject.register', 'subject.enrol', 'transfer.allocation', 'lot.receive', 'lot.state', 'lot.move')) "                                           \
  "JOIN journal ON clock = c AND ws = w AND seq = s ORDER BY clock, ws, seq"

/* A form's number is that of its turn among the forms of all patients. */
static gboolean
number_form (CrfDb *source,
             CrfDb *target,
             const CrfStored *entry,
             GError **error)
{
  static const char *const place = "subject = ?1 AND event = ?2 AND eventkey = ?3 AND form = ?4 AND formkey = ?5";
  g_autofree char *find = g_strconcat ("SELECT id FROM form WHERE ", place, NULL);
  g_autofree char *set = g_strconcat ("UPDATE form SET id = ?6 WHERE ", place, NULL);
  gint64 id = crf_db_get_int (source, error, 0, find, "sssss", COL (entry, SUBJECT), COL (entry, EVENT), COL (entry, EVENTKEY), COL (entry, FORM),
                              COL (entry, FORMKEY));

  return id == 0 || crf_db_run (target, error, set, "sssssi", COL (entry, SUBJECT), COL (entry, EVENT), COL (entry, EVENTKEY), COL (entry, FORM),
                                COL (entry, FORMKEY), id);
}

/* FALSE: there is no sense in going on; @faults or @error says why. */
static gboolean
replay_entry (CrfDb *source,
              CrfDb *target,
              CrfStatement *row,
              const char *subject,
              GPtrArray *faults,
              GError **error)
{
  g_autoptr (JsonObject) detail = NULL;
  g_autoptr (GError) fault = NULL;
  g_autofree char *where = NULL;
  CrfStored entry;
  gboolean holds;

  crf_journal_read_row (row, &entry);
  holds = !crf_statement_hides_text (row) && crf_journal_hash_holds (&entry);
  detail = crf_detail_parse (entry.columns[CRF_COL_DETAIL], &fault);
  entry.detail = detail;
  if (holds && detail != NULL && crf_projection_apply (target, &entry, &fault) &&
      (subject == NULL || g_strcmp0 (COL (&entry, ACTION), CRF_ACTION_FORM_ADD) != 0 || number_form (source, target, &entry, &fault)))
    return TRUE;
  where = g_strdup_printf (_("journal %s:%" PRId64), COL (&entry, WS), entry.seq);
  if (!holds)
    _crf_verify_add (faults, where, _("The entry was changed: its content does not have its hash."));
  else if (g_error_matches (fault, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT))
    _crf_verify_add (faults, where, "%s", fault->message);
  else
    g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* FALSE with neither a fault nor an error: cannot be. */
static gboolean
replay (CrfDb *source,
        CrfDb *target,
        const char *subject,
        GPtrArray *faults,
        GError **error)
{
  g_autoptr (CrfStatement) query = subject != NULL ? crf_db_query (source, error, ENTRIES_OF_SUBJECT, "s", subject)
                                                   : crf_db_query (source, error, ALL_ENTRIES, "");
  CrfStep step = CRF_STEP_ERROR;

  while (query != NULL && (step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    if (!replay_entry (source, target, query, subject, faults, error))
      return FALSE;
  return step == CRF_STEP_DONE;
}

static void
compare (CrfDb *source,
         CrfDb *target,
         const char *subject,
         GPtrArray *faults)
{
  guint64 rows = 0;

  for (guint i = 0; crf_projection_tables[i] != NULL; i++)
    {
      const char *table = crf_projection_tables[i];

      if (subject == NULL || g_strv_contains (shared, table))
        _crf_verify_table (source, target, table, faults, &rows);
      else if (*subject != '\0')
        _crf_verify_table_of (source, target, table, subject, faults, &rows);
    }
}

/* Of whom that was asked already, of what is still the same. What was found altered is asked again after each entry that was written here. */
static GHashTable *
known (CrfStudyFile *file)
{
  gint64 version = crf_db_get_int (file->db, NULL, 0, "PRAGMA data_version", "");

  if (file->verified == NULL)
    {
      file->verified = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      file->altered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) crf_verify_fault_free);
    }
  if (file->verified_version != version)
    g_hash_table_remove_all (file->verified);
  if (file->verified_version != version || file->altered_changes != file->n_changes)
    g_hash_table_remove_all (file->altered);
  file->verified_version = version;
  file->altered_changes = file->n_changes;
  return file->verified;
}

/* In memory, where no full disk and nobody who looks into the temporary folder is in the way; of a very large file on disk. */
static CrfDb *
open_scratch (CrfStudyFile *file,
              const char *subject,
              GError **error)
{
  GStatBuf info;
  gboolean large = subject == NULL && (g_stat (file->path, &info) != 0 || info.st_size > MOST_IN_MEMORY);

  return crf_db_open (large ? NULL : ":memory:", CRF_DB_TEMPORARY, error);
}

static gboolean
refuse (CrfStudyFile *file,
        const CrfVerifyFault *fault,
        GError **error)
{
  g_autoptr (GError) found = g_error_new (CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED,
                                          _("What “%s” holds is not what its journal says (%s: %s). Do not use it: check integrity and "
                                            "restore the last backup."),
                                          file->path, fault->where, fault->what);

  crf_db_note_fault (file->db, found);
  g_propagate_error (error, g_steal_pointer (&found));
  return FALSE;
}

static gboolean
refuse_trail (CrfStudyFile *file,
              const CrfVerifyFault *fault,
              GError **error)
{
  g_autoptr (GError) found = g_error_new (CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED,
                                          _("The journal of “%s” is not as it was written (%s: %s). Do not rely on it: check integrity "
                                            "and restore the last backup."),
                                          file->path, fault->where, fault->what);

  crf_db_note_fault (file->db, found);
  g_propagate_error (error, g_steal_pointer (&found));
  return FALSE;
}

/* Keeps the first of @faults, in the words that the window says it with. */
static void
note_altered (CrfStudyFile *file,
              const char *key,
              GPtrArray *faults)
{
  const CrfVerifyFault *first = g_ptr_array_index (faults, 0);
  CrfVerifyFault *fault = g_new0 (CrfVerifyFault, 1);

  *fault = (CrfVerifyFault) { g_strdup (first->where), g_strdup (first->what) };
  g_hash_table_replace (file->altered, g_strdup (key), fault);
  g_free (file->alteration);
  file->alteration = g_strdup_printf ("%s: %s", fault->where, fault->what);
}

static gboolean
look (CrfStudyFile *file,
      const char *subject,
      GPtrArray *faults,
      GError **error)
{
  g_autoptr (CrfDb) target = open_scratch (file, subject, error);
  gboolean read;

  if (target == NULL || !crf_migrator_run (target, crf_migrations, error) || !crf_db_exec (target, "BEGIN", error))
    return FALSE;
  read = replay (file->db, target, subject, faults, error);
  if (read)
    compare (file->db, target, subject, faults);
  crf_db_exec (target, "ROLLBACK", NULL);
  return read || faults->len > 0;
}

gboolean
crf_verify_find (CrfStudyFile *file,
                 const char *subject,
                 const CrfVerifyFault **fault,
                 GError **error)
{
  g_autoptr (GPtrArray) faults = NULL;
  const char *key = subject != NULL ? subject : EVERYTHING;
  GHashTable *verified;

  g_return_val_if_fail (file != NULL, FALSE);
  g_return_val_if_fail (fault != NULL, FALSE);
  verified = known (file);
  *fault = g_hash_table_lookup (file->altered, key);
  if (*fault != NULL || g_hash_table_contains (verified, EVERYTHING) || g_hash_table_contains (verified, key))
    return TRUE;
  faults = _crf_verify_new_faults ();
  if (!look (file, subject, faults, error))
    return FALSE;
  if (faults->len > 0)
    note_altered (file, key, faults);
  else
    g_hash_table_add (verified, g_strdup (key));
  *fault = g_hash_table_lookup (file->altered, key);
  return TRUE;
}

gboolean
crf_verify_record (CrfStudyFile *file,
                   const char *subject,
                   GError **error)
{
  const CrfVerifyFault *fault;

  return crf_verify_find (file, subject, &fault, error) && (fault == NULL || refuse (file, fault, error));
}

gboolean
crf_verify_journal (CrfStudyFile *file,
                    GError **error)
{
  g_autoptr (GPtrArray) faults = NULL;
  const CrfVerifyFault *fault;

  g_return_val_if_fail (file != NULL, FALSE);
  if (g_hash_table_contains (known (file), JOURNAL_ITSELF))
    return TRUE;
  fault = g_hash_table_lookup (file->altered, JOURNAL_ITSELF);
  if (fault != NULL)
    return refuse_trail (file, fault, error);
  faults = _crf_verify_new_faults ();
  if (!_crf_verify_chains (file->db, faults, NULL, NULL, NULL, NULL, error))
    return FALSE;
  if (faults->len == 0)
    return g_hash_table_add (file->verified, g_strdup (JOURNAL_ITSELF));
  note_altered (file, JOURNAL_ITSELF, faults);
  return refuse_trail (file, g_ptr_array_index (faults, 0), error);
}

const char *
crf_verify_get_alteration (CrfStudyFile *file)
{
  g_return_val_if_fail (file != NULL, NULL);

  return file->alteration;
}
