/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an export may read, in bulk. */

#include "crf-export.h"

#include "crf-audit-words.h"
#include "crf-blind.h"
#include "crf-detail.h"
#include "crf-reader-private.h"
#include "crf-names.h"
#include "crf-origin.h"
#include "crf-sample.h"
#include "crf-signing.h"
#include "crf-study-header.h"
#include "crf-subject-values.h"
#include "crf-use-case-private.h"
#include "crf-verify.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

gboolean
crf_export_permitted (CrfSession *session,
                      gboolean identifiers,
                      CrfRefusal **refusal)
{
  const CrfUseCase *use_case = crf_use_case_find ("record-export");

  if (identifiers && !crf_names_permitted (session, refusal))
    return FALSE;

  /* From read-only media whoever may export does so; the output says that it is not journalled. */
  if (crf_session_is_read_only (session) && (use_case->roles & crf_session_get_role (session)) != 0)
    return TRUE;
  return crf_use_case_permitted (session, use_case, refusal);
}

/* The study file under any of its names, and what lies beside it. */
static gboolean
is_of_study (const char *study,
             const char *path,
             const GStatBuf *info)
{
  static const char *const endings[] = { "", "-wal", "-shm", "-journal", ".lock", ".keys" };
  g_autofree char *whole = g_canonicalize_filename (path, NULL);
  GStatBuf own;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (study, endings[i], NULL);
      g_autofree char *there = g_canonicalize_filename (name, NULL);

      if (strcmp (there, whole) == 0 || (info != NULL && g_stat (name, &own) == 0 && own.st_dev == info->st_dev && own.st_ino == info->st_ino))
        return TRUE;
    }
  return FALSE;
}

/* A name that is typed in haste must not cost a study. */
gboolean
crf_export_may_replace (CrfSession *session,
                        const char *path,
                        GError **error)
{
  g_autofree char *keys = g_strconcat (path, ".keys", NULL);
  const char *study = crf_study_file_get_path (crf_session_get_file (session));
  GStatBuf info;
  gboolean there = g_stat (path, &info) == 0;

  if (there && !S_ISREG (info.st_mode) && !S_ISDIR (info.st_mode))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _("“%s” is no ordinary file. Choose another name; nothing was written."), path);
      return FALSE;
    }
  if (!is_of_study (study, path, there ? &info : NULL) &&
      !(there && S_ISREG (info.st_mode) && (crf_study_header_is_plain (path) || g_file_test (keys, G_FILE_TEST_EXISTS))))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _("“%s” is a study file, or belongs to one. Choose another name; nothing was written."), path);
  return FALSE;
}

GPtrArray *
crf_export_subjects (CrfSession *session,
                     const char *subject,
                     GError **error)
{
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) patients = NULL;

  if (subject != NULL)
    {
      CrfPatient *patient = crf_reader_patient (session, subject, error);

      if (patient == NULL)
        return NULL;
      if (!crf_verify_record (crf_session_get_file (session), patient->key, error))
        {
          crf_patient_free (patient);
          return NULL;
        }
      patients = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_patient_free);
      g_ptr_array_add (patients, patient);
      return g_steal_pointer (&patients);
    }
  /* What leaves the file is what the journal says. */
  if (!crf_verify_record (crf_session_get_file (session), NULL, error))
    return NULL;
  ids = crf_reader_patient_ids (session, NULL, NULL, CRF_PATIENT_SORT_NUMBER, FALSE, error);
  if (ids == NULL)
    return NULL;
  return crf_reader_patients_brief (session, (const gint64 *) (gpointer) ids->data, ids->len, error);
}

guint
crf_export_count_subjects (CrfSession *session)
{
  return crf_records_count_subjects (crf_session_get_file (session), NULL);
}

/* Fills what the study knows of the record; FALSE where this version has no such item. */
static gboolean
describe (CrfStudy *study,
          const CrfFormRecord *form,
          const CrfValueRecord *record,
          CrfExportValue *value)
{
  *value = (CrfExportValue) { .event = crf_study_find_event (study, form->event), .form = crf_study_find_form (study, form->form),
                              .item = crf_study_find_item (study, record->item), .eventkey = form->eventkey, .formkey = form->formkey,
                              .groupkey = record->groupkey, .form_ordinal = form->ordinal, .form_state = form->state, .entered = record->value,
                              .unit = record->unit, .comparator = record->cmp, .missing = record->missing, .canonical = record->canon,
                              .derived = record->derived, .entry = record->entry, .at = record->at, .user = record->user, .detail = record->detail };
  return value->event != NULL && value->form != NULL && value->item != NULL;
}

static gboolean
has_sample (CrfStudy *study,
            const CrfFormRecord *record)
{
  const CrfForm *form = crf_study_find_form (study, record->form);

  for (guint i = 0; form != NULL && i < form->groups->len; i++)
    if (((const CrfItemGroup *) g_ptr_array_index (form->groups, i))->is_sample)
      return TRUE;
  return FALSE;
}

/* The forms whose visit has room for samples on another form too: only of these it is asked which sample counts. */
static GHashTable *
forms_with_several_samples (CrfStudy *study,
                            const GPtrArray *forms)
{
  g_autoptr (GPtrArray) with = g_ptr_array_new ();
  GHashTable *several = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < forms->len; i++)
    {
      CrfFormRecord *one = g_ptr_array_index (forms, i);

      if (!has_sample (study, one))
        continue;
      for (guint j = 0; j < with->len; j++)
        {
          CrfFormRecord *other = g_ptr_array_index (with, j);

          if (strcmp (one->event, other->event) != 0 || g_strcmp0 (one->eventkey, other->eventkey) != 0)
            continue;
          g_hash_table_add (several, one);
          g_hash_table_add (several, other);
        }
      g_ptr_array_add (with, one);
    }
  return several;
}

/* @casebook: NULL where the visit has one sample at most. */
static CrfSampleUse
use_of (CrfCasebook *casebook,
        const CrfFormRecord *form,
        const CrfValueRecord *record)
{
  CrfTarget target = { .subject = form->subject, .event = form->event, .eventkey = form->eventkey, .form = form->form, .formkey = form->formkey,
                       .group = record->group, .groupkey = record->groupkey, .item = record->item };
  CrfCell *cell = casebook != NULL ? crf_casebook_find (casebook, &target) : NULL;

  return cell != NULL ? crf_sample_find_use_of (casebook, cell) : CRF_SAMPLE_USE_ALONE;
}

static gboolean
visit_form (CrfSession *session,
            CrfCasebook *casebook,
            const CrfFormRecord *form,
            int event_ordinal,
            gboolean identifiers,
            CrfExportVisitor visitor,
            gpointer data,
            GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (GPtrArray) records = crf_records_values (file, form->id, error);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      CrfValueRecord *record = g_ptr_array_index (records, i);
      g_autofree char *plain = NULL;
      g_autoptr (CrfSealedContent) content = NULL;
      CrfExportValue value;

      if (!describe (crf_session_get_study (session), form, record, &value) || (value.item->identifier && !identifiers))
        continue;
      if (record->sealed && value.item->unblinding)
        {
          content = crf_blind_open (session, form->subject, record->item, record->value);
          if (content == NULL)
            continue;
          value.entered = content->value;
          value.unit = content->unit;
          value.comparator = content->cmp;
          value.canonical = content->canon;
          value.missing = content->missing;
        }
      else if (record->sealed)
        {
          plain = crf_keyring_open_identifier (crf_session_get_keyring (session), file, form->subject, record->item, record->value, NULL);
          if (plain == NULL)
            continue;
          value.entered = value.canonical = plain;
        }
      value.event_ordinal = event_ordinal;
      value.use = use_of (casebook, form, record);
      if (!visitor (&value, data))
        return FALSE;
    }
  return records != NULL;
}

static int
ordinal_of (GPtrArray *events,
            const CrfFormRecord *form)
{
  for (guint i = 0; i < events->len; i++)
    {
      CrfEventRecord *event = g_ptr_array_index (events, i);

      if (g_strcmp0 (event->event, form->event) == 0 && g_strcmp0 (event->eventkey, form->eventkey) == 0)
        return event->ordinal;
    }
  return 1;
}

gboolean
crf_export_visit_values (CrfSession *session,
                         const char *subject_key,
                         gboolean identifiers,
                         CrfExportVisitor visitor,
                         gpointer data,
                         GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (GPtrArray) events = crf_records_events (file, subject_key, error);
  g_autoptr (GPtrArray) forms = events != NULL ? crf_records_forms (file, subject_key, error) : NULL;
  g_autoptr (GHashTable) several = forms != NULL ? forms_with_several_samples (crf_session_get_study (session), forms) : NULL;
  g_autoptr (CrfCasebook) casebook = NULL;

  if (several != NULL && g_hash_table_size (several) > 0)
    {
      casebook = crf_casebook_new (session, subject_key, error);
      if (casebook == NULL)
        return FALSE;
    }
  for (guint i = 0; forms != NULL && i < forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (forms, i);

      if (!visit_form (session, g_hash_table_contains (several, form) ? casebook : NULL, form, ordinal_of (events, form), identifiers, visitor, data, error))
        return FALSE;
    }
  return forms != NULL;
}

typedef struct
{
  CrfSession *session;
  CrfExportEntryVisitor visitor;
  gpointer data;
  gboolean (*wanted) (const char *action, gboolean of_patient); /* NULL: everything */
  const CrfAuditFilter *filter;            /* NULL: everything */
  GHashTable *numbers; /* subject key → number */
  char *old;           /* the value that the entry at hand supersedes */
} AuditVisit;

static const char *
number_of (AuditVisit *visit,
           const char *subject)
{
  const char *number;
  g_autoptr (CrfSubjectRecord) record = NULL;

  if (subject == NULL)
    return NULL;
  number = g_hash_table_lookup (visit->numbers, subject);
  if (number != NULL)
    return number;
  record = crf_records_find_subject (crf_session_get_file (visit->session), subject, NULL);
  if (record == NULL)
    return NULL;
  g_hash_table_insert (visit->numbers, g_strdup (subject), g_strdup (record->number));
  return g_hash_table_lookup (visit->numbers, subject);
}

/* What an entry's value shows to a reader of the trail: identifiers and definitions stay out of it. */
static const char *
shown_value (AuditVisit *visit,
             char *const *columns)
{
  const CrfItem *item = columns[CRF_COL_ITEM] != NULL ? crf_study_find_item (crf_session_get_study (visit->session), columns[CRF_COL_ITEM]) : NULL;

  if (item == NULL)
    return g_strcmp0 (columns[CRF_COL_ACTION], CRF_ACTION_DEFINITION_ADD) == 0 || columns[CRF_COL_ITEM] != NULL ? NULL : columns[CRF_COL_CANON];
  if (item->identifier || item->unblinding)
    return _("sealed");
  return columns[CRF_COL_VALUE] != NULL ? columns[CRF_COL_VALUE] : columns[CRF_COL_CANON];
}

/* What is not for every reader of the trail stays out; an item that this version does not have is not known to be harmless. */
static void
describe_value (AuditVisit *visit,
                char *const *columns,
                CrfExportEntry *entry)
{
  const CrfItem *item = columns[CRF_COL_ITEM] != NULL ? crf_study_find_item (crf_session_get_study (visit->session), columns[CRF_COL_ITEM]) : NULL;

  entry->eventkey = columns[CRF_COL_EVENTKEY];
  entry->formkey = columns[CRF_COL_FORMKEY];
  entry->groupkey = columns[CRF_COL_GROUPKEY];
  entry->base = columns[CRF_COL_BASE];
  entry->replaces = entry->base != NULL;
  entry->sealed = columns[CRF_COL_ITEM] != NULL && (item == NULL || item->identifier || item->unblinding);
  /* Where it came from is no secret: what it says came with a file, without the value. What was set aside says all of itself. */
  if (strcmp (columns[CRF_COL_ACTION], CRF_ACTION_TRANSFER_RECORD) == 0)
    {
      entry->sealed = entry->sealed || (columns[CRF_COL_ITEM] != NULL && !crf_origin_is_aside (columns[CRF_COL_DETAIL]));
      entry->detail = columns[CRF_COL_DETAIL];
    }
  if (entry->sealed || crf_blind_hides_entry (visit->session, columns))
    return;
  entry->entered = columns[CRF_COL_VALUE];
  entry->canonical = columns[CRF_COL_CANON];
  entry->comparator = columns[CRF_COL_CMP];
  entry->prompt = columns[CRF_COL_PROMPT];
  entry->detail = columns[CRF_COL_DETAIL];
}

/* Free it. */
static char *
meaning_of (char *const *columns)
{
  g_autoptr (JsonObject) detail = NULL;

  if (strcmp (columns[CRF_COL_ACTION], CRF_ACTION_SIGN) != 0 || columns[CRF_COL_DETAIL] == NULL)
    return NULL;
  detail = crf_detail_parse (columns[CRF_COL_DETAIL], NULL);
  return detail != NULL ? crf_detail_get (detail, "meaning") : NULL;
}

/* A file that left is known again by its hash. Free it. */
static char *
what_of (AuditVisit *visit,
         gboolean sealed,
         char *const *columns)
{
  const char *label = crf_audit_action_label (columns[CRF_COL_ACTION]);
  gboolean left = strcmp (columns[CRF_COL_ACTION], CRF_ACTION_EXPORT) == 0 || strcmp (columns[CRF_COL_ACTION], CRF_ACTION_BACKUP) == 0;
  g_autoptr (JsonObject) detail = left ? crf_detail_parse (columns[CRF_COL_DETAIL], NULL) : NULL;
  g_autofree char *hash = detail != NULL ? crf_detail_get (detail, "sha256") : NULL;
  g_autofree char *text = crf_audit_text (visit->session, columns);

  if (text == NULL || *text == '\0')
    return g_strdup (label);
  /* Not for every reader of the trail: what is asked about a name, the hash of a number. */
  if (sealed)
    return g_strdup_printf ("%s: %s", label, _("sealed"));
  return hash != NULL && *hash != '\0' ? g_strdup_printf ("%s: %s · SHA-256 %s", label, text, hash) : g_strdup_printf ("%s: %s", label, text);
}

static gboolean
keep_old_value (const CrfJournalRecord *record,
                gpointer data)
{
  AuditVisit *visit = data;

  if (record->columns[CRF_COL_ITEM] != NULL)
    visit->old = g_strdup (shown_value (visit, record->columns));
  return FALSE;
}

/* Looked up where it is asked for: few entries supersede another, and a large file has more values than memory likes. */
static const char *
find_old_value (AuditVisit *visit,
                const char *base)
{
  g_clear_pointer (&visit->old, g_free);
  if (base != NULL)
    crf_records_journal_entry (crf_session_get_file (visit->session), base, keep_old_value, visit, NULL);
  return visit->old;
}

static gboolean
visit_entry (const CrfJournalRecord *record,
             gpointer data)
{
  AuditVisit *visit = data;
  char *const *columns = record->columns;
  g_autofree char *id = g_strdup_printf ("%s:%s", columns[CRF_COL_WS], columns[CRF_COL_SEQ]);
  g_autofree char *meaning = meaning_of (columns);
  g_autofree char *what = NULL;
  CrfExportEntry entry = { .id = id, .at = columns[CRF_COL_AT], .offset = columns[CRF_COL_OFF], .user = columns[CRF_COL_USER],
                           .role = columns[CRF_COL_ROLE], .action = columns[CRF_COL_ACTION], .event = columns[CRF_COL_EVENT],
                           .form = columns[CRF_COL_FORM], .group = columns[CRF_COL_GROUP], .item = columns[CRF_COL_ITEM],
                           .unit = columns[CRF_COL_UNIT], .missing = columns[CRF_COL_MISSING], .reason = columns[CRF_COL_REASON],
                           .station = columns[CRF_COL_WS], .subject = columns[CRF_COL_SUBJECT] };

  entry.subject_number = number_of (visit, columns[CRF_COL_SUBJECT]);
  entry.meaning = meaning;
  describe_value (visit, columns, &entry);
  what = what_of (visit, entry.sealed, columns);
  entry.what = what;
  entry.new_value = shown_value (visit, columns);
  if (crf_blind_hides_entry (visit->session, columns))
    entry.reason = entry.new_value = entry.unit = NULL;
  entry.old_value = find_old_value (visit, columns[CRF_COL_BASE]);
  return visit->visitor (&entry, visit->data);
}

static gboolean
visit_wanted (const CrfJournalRecord *record,
              gpointer data)
{
  AuditVisit *visit = data;

  return !visit->wanted (record->columns[CRF_COL_ACTION], record->columns[CRF_COL_SUBJECT] != NULL) || visit_entry (record, data);
}

gboolean
crf_export_visit_entries (CrfSession *session,
                          const char *subject,
                          const char *actions,
                          gboolean (*wanted) (const char *action, gboolean of_patient),
                          CrfExportEntryVisitor visitor,
                          gpointer data,
                          GError **error)
{
  AuditVisit visit = { .session = session, .visitor = visitor, .data = data, .wanted = wanted };
  CrfEntry target = { .subject = subject, .action = actions };
  gboolean done;

  /* An altered trail is told to nobody. */
  if (!crf_verify_journal (crf_session_get_file (session), error))
    return FALSE;
  visit.numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  done = crf_records_journal (crf_session_get_file (session), &target, NULL, 0, FALSE, visit_wanted, &visit, error);
  g_hash_table_unref (visit.numbers);
  g_free (visit.old);
  return done;
}

static gboolean
visit_filtered (const CrfJournalRecord *record,
                gpointer data)
{
  AuditVisit *visit = data;

  return !crf_audit_filter_passes (visit->filter, record->columns) || visit_entry (record, data);
}

gboolean
crf_export_visit_filtered (CrfSession *session,
                           const CrfAuditFilter *filter,
                           CrfExportEntryVisitor visitor,
                           gpointer data,
                           GError **error)
{
  AuditVisit visit = { .session = session, .visitor = visitor, .data = data, .filter = filter };
  const char *subject = filter != NULL ? filter->subject : NULL;
  g_autofree char *key = subject != NULL ? crf_reader_subject_key (session, subject, error) : NULL;
  CrfEntry target = { .subject = key, .form = filter != NULL ? filter->form : NULL };
  gboolean done;

  if ((subject != NULL && key == NULL) || !crf_verify_journal (crf_session_get_file (session), error))
    return FALSE;
  visit.numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  done = crf_records_journal (crf_session_get_file (session), &target, filter != NULL ? filter->since : NULL, 0, FALSE, visit_filtered, &visit, error);
  g_hash_table_unref (visit.numbers);
  g_free (visit.old);
  return done;
}

gboolean
crf_export_visit_audit (CrfSession *session,
                        const char *subject,
                        CrfExportEntryVisitor visitor,
                        gpointer data,
                        GError **error)
{
  return crf_export_visit_filtered (session, &(CrfAuditFilter) { .subject = subject }, visitor, data, error);
}

const char *
crf_export_meaning (guint index,
                    const char **words)
{
  const char *meaning = crf_meaning_get (index);

  *words = meaning != NULL ? crf_meaning_label (meaning) : NULL;
  return meaning;
}

char *
crf_export_heads (CrfSession *session)
{
  return crf_records_heads (crf_session_get_file (session));
}

const char *
crf_export_station (CrfSession *session)
{
  return crf_study_file_get_workstation (crf_session_get_file (session));
}
