/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An amendment before it is activated: the new version, what differs, what happens to open data, which patients switch when. */

#include "crf-amendment-private.h"

#include "crf-file-taking.h"
#include "crf-records-trust.h"
#include "crf-session-private.h"
#include "crf-study-reader.h"
#include "crf-version.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
subject_free (gpointer data)
{
  CrfAmendmentSubject *subject = data;

  g_free (subject->key);
  g_free (subject->number);
  g_free (subject->version);
  g_free (subject->switches);
  g_free (subject);
}

void
crf_amendment_free (CrfAmendment *amendment)
{
  if (amendment == NULL)
    return;
  g_clear_pointer (&amendment->study, crf_study_unref);
  g_clear_pointer (&amendment->changes, g_ptr_array_unref);
  g_clear_pointer (&amendment->effects, g_ptr_array_unref);
  g_clear_pointer (&amendment->refusals, g_ptr_array_unref);
  g_clear_pointer (&amendment->subjects, g_ptr_array_unref);
  g_clear_pointer (&amendment->groups, g_ptr_array_unref);
  g_free (amendment->from);
  g_free (amendment->to);
  g_free (amendment);
}

/* "Q.A=Q.A.ONE Q.B=Q.B.TWO", blanks or commas between them. */
static GHashTable *
parse_answers (const char *text,
               CrfRefusal **refusal)
{
  g_auto (GStrv) words = g_strsplit_set (text != NULL ? text : "", " ,\t\n", -1);
  GHashTable *answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (char **word = words; *word != NULL; word++)
    {
      const char *equals = strchr (*word, '=');

      if (**word == '\0')
        continue;
      if (equals == NULL && *refusal == NULL)
        *refusal = crf_refusal_new ("answers-invalid", _("Write QUESTION=OPTION, with blanks between several."), _("“%s” is no answer to a question."),
                                    *word);
      if (equals != NULL)
        g_hash_table_insert (answers, g_strndup (*word, (gsize) (equals - *word)), g_strdup (equals + 1));
    }
  return answers;
}

static CrfRefusal *
refusal_of (GError *error)
{
  return crf_refusal_new ("definition-invalid", _("stemward-cli check-study names every fault of a definition."), "%s", error->message);
}

/* Errors of a definition are refusals: the person who wrote it can remedy them. */
static CrfStudy *
read_version (CrfSession *session,
              const char *definition,
              const char *answers_text,
              GPtrArray **faults,
              CrfRefusal **refusal)
{
  g_autoptr (GHashTable) answers = parse_answers (answers_text, refusal);
  g_autoptr (GError) error = NULL;
  CrfStudy *study = NULL;

  if (*refusal != NULL)
    return NULL;
  if (definition != NULL)
    {
      g_autofree char *forms = crf_definition_forms_dir (definition);

      study = crf_study_read_file (definition, forms, g_hash_table_size (answers) > 0 ? answers : NULL, faults, &error);
    }
  else if (g_hash_table_size (answers) > 0)
    study = crf_study_answer (crf_session_get_study (session), answers, &error);
  else
    *refusal = crf_refusal_new ("amendment-empty", _("Give the file of the new version, or answers to open questions."),
                                _("Nothing says what the amendment changes."));
  if (study == NULL && *refusal == NULL)
    *refusal = refusal_of (error);
  return study;
}

static CrfRefusal *
check_identity (CrfSession *session,
                CrfStudy *study)
{
  CrfStudy *active = crf_session_get_study (session);
  g_autoptr (GPtrArray) definitions = crf_records_definitions (crf_session_get_file (session), NULL);
  const char *document = crf_study_get_document (study);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, document, -1);

  if (g_strcmp0 (crf_study_get_oid (study), crf_study_get_oid (active)) != 0)
    return crf_refusal_new ("study-other", _("Choose a version of this study."), _("The definition is of study %s, not of %s."),
                            crf_study_get_oid (study), crf_study_get_oid (active));
  for (guint i = 0; definitions != NULL && i < definitions->len; i++)
    {
      const CrfDefinitionRecord *record = g_ptr_array_index (definitions, i);

      if (g_str_has_suffix (record->mdv, sha256))
        return crf_refusal_new ("version-known", NULL, _("This version, %s, is in the study already."), record->version);
      if (g_strcmp0 (record->version, crf_study_get_version (study)) == 0)
        return crf_refusal_new ("version-reused", _("Give the MetaDataVersion an OID of its own."),
                                _("The study has a version %s already, and it is another one."), record->version);
    }
  return NULL;
}

static char *
switches_when (CrfSession *session,
               const char *subject,
               const char *applies,
               const char *consent)
{
  g_autoptr (GPtrArray) consents = consent != NULL ? crf_records_consents (crf_session_get_file (session), subject, NULL) : NULL;
  gboolean has_signed = consent == NULL;

  for (guint i = 0; consents != NULL && i < consents->len; i++)
    has_signed = has_signed || g_strcmp0 (((CrfConsentRecord *) g_ptr_array_index (consents, i))->version, consent) == 0;
  if (g_strcmp0 (applies, "new") == 0)
    return g_strdup (_("stays under the old version"));
  if (!has_signed)
    return g_strdup_printf (_("at the first visit after consent version %s is signed"), consent);
  return g_strdup (g_strcmp0 (applies, "now") == 0 ? _("at once") : _("at the next visit"));
}

/* What is frozen or locked is read as it was signed. */
static void
keep_held (CrfAmendmentSubject *subject,
           CrfStudyFile *file)
{
  const CrfEntry record = { .subject = subject->key };
  g_autofree char *state = crf_records_hold (file, &record, NULL, NULL);

  if (state == NULL)
    return;
  subject->held = TRUE;
  g_free (subject->switches);
  subject->switches = g_strdup (strcmp (state, "locked") == 0 ? _("not while the record is locked") : _("not while the record is frozen"));
}

static gboolean
list_subjects (CrfAmendment *amendment,
               CrfSession *session,
               const char *applies,
               const char *consent,
               GError **error)
{
  static const char *const followed[] = { "screening", "eligible", "allocated", "treated", NULL };
  CrfStudyFile *file = crf_session_get_file (session);
  CrfSubjectQuery all = { .sort = CRF_SORT_NUMBER };
  g_autoptr (GArray) ids = crf_records_subject_ids (file, &all, error);
  g_autoptr (GPtrArray) records = ids != NULL ? crf_records_subjects (file, (const gint64 *) (gpointer) ids->data, ids->len, error) : NULL;

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const CrfSubjectRecord *record = g_ptr_array_index (records, i);
      g_autofree char *mdv = crf_records_subject_version (file, record->key);
      CrfAmendmentSubject *subject;

      if (!g_strv_contains (followed, record->status))
        continue;
      subject = g_new0 (CrfAmendmentSubject, 1);
      subject->key = g_strdup (record->key);
      subject->number = g_strdup (record->number);
      subject->version = crf_version_label (mdv);
      subject->switches = switches_when (session, record->key, applies, consent);
      keep_held (subject, file);
      g_ptr_array_add (amendment->subjects, subject);
    }
  return records != NULL;
}

static gboolean
is_study_held (CrfSession *session)
{
  const CrfEntry study = { 0 };
  g_autofree char *state = crf_records_hold (crf_session_get_file (session), &study, NULL, NULL);

  return state != NULL;
}

CrfAmendment *
crf_amendment_plan (CrfSession *session,
                    const char *definition,
                    const char *answers,
                    const char *applies,
                    const char *consent,
                    CrfRefusal **refusal,
                    GError **error)
{
  g_autoptr (CrfAmendment) amendment = g_new0 (CrfAmendment, 1);
  g_autoptr (GPtrArray) faults = NULL;
  CrfStudy *older = crf_session_get_study (session);

  *refusal = NULL;
  amendment->study = read_version (session, definition, answers, &faults, refusal);
  if (*refusal == NULL)
    *refusal = check_identity (session, amendment->study);
  if (*refusal != NULL)
    return NULL;
  amendment->from = g_strdup (crf_study_get_version (older));
  amendment->to = g_strdup (crf_study_get_version (amendment->study));
  amendment->changes = crf_study_compare (older, amendment->study, crf_session_get_language (session));
  amendment->effects = g_ptr_array_new_with_free_func (g_free);
  amendment->refusals = g_ptr_array_new_with_free_func (g_free);
  amendment->subjects = g_ptr_array_new_with_free_func (subject_free);
  amendment->groups = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; faults != NULL && i < faults->len; i++)
    {
      const CrfFault *fault = g_ptr_array_index (faults, i);

      crf_amendment_tell (amendment, _("Line %d, %s: %s %s"), fault->line, fault->oid != NULL ? fault->oid : "", fault->what, fault->harm);
    }
  if (!list_subjects (amendment, session, applies, consent, error) || !crf_amendment_tell_effects (amendment, crf_session_get_file (session), older, error) ||
      !crf_amendment_find_orphans (amendment, crf_session_get_file (session), older, error))
    return NULL;
  if (is_study_held (session))
    crf_amendment_refuse (amendment, _("The study is frozen or locked: its data are read by the version that is in force."));
  if (amendment->changes->len == 0)
    crf_amendment_refuse (amendment, _("The two versions do not differ in anything that is asked, checked, dosed or analysed."));
  return g_steal_pointer (&amendment);
}

void
crf_version_row_free (CrfVersionRow *row)
{
  char **texts[] = { &row->version, &row->number, &row->date, &row->ethics, &row->consent, &row->applies,
                     &row->retrain, &row->summary, &row->activated, &row->by };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  g_free (row);
}

static const char *
applies_label (const char *applies)
{
  if (g_strcmp0 (applies, "now") == 0)
    return _("all patients at once");
  return g_strcmp0 (applies, "next-visit") == 0 ? _("all patients from their next visit on") : _("new patients only");
}

static guint
count_under (CrfStudyFile *file,
             const char *mdv)
{
  CrfSubjectQuery all = { .sort = CRF_SORT_NUMBER };
  g_autoptr (GArray) ids = crf_records_subject_ids (file, &all, NULL);
  g_autoptr (GPtrArray) records = ids != NULL ? crf_records_subjects (file, (const gint64 *) (gpointer) ids->data, ids->len, NULL) : NULL;
  guint n = 0;

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      g_autofree char *own = crf_records_subject_version (file, ((CrfSubjectRecord *) g_ptr_array_index (records, i))->key);

      n += g_strcmp0 (own, mdv) == 0;
    }
  return n;
}

GPtrArray *
crf_reader_versions (CrfSession *session,
                     GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (GPtrArray) definitions = crf_records_definitions (file, error);
  g_autoptr (GPtrArray) amendments = definitions != NULL ? crf_records_amendments (file, error) : NULL;
  GPtrArray *rows = amendments != NULL ? g_ptr_array_new_with_free_func ((GDestroyNotify) crf_version_row_free) : NULL;

  for (guint i = 0; rows != NULL && i < definitions->len; i++)
    {
      const CrfDefinitionRecord *definition = g_ptr_array_index (definitions, i);
      CrfVersionRow *row = g_new0 (CrfVersionRow, 1);

      row->version = g_strdup (definition->version);
      row->active = definition->active;
      row->activated = g_strdup (definition->activated_at);
      row->n_subjects = count_under (file, definition->mdv);
      for (guint j = 0; j < amendments->len; j++)
        {
          const CrfAmendmentRecord *amendment = g_ptr_array_index (amendments, j);

          if (g_strcmp0 (amendment->mdv, definition->mdv) != 0)
            continue;
          row->number = g_strdup (amendment->number);
          row->date = g_strdup (amendment->date);
          row->ethics = g_strdup (amendment->ethics);
          row->consent = g_strdup (amendment->consent);
          row->applies = g_strdup (applies_label (amendment->applies));
          row->retrain = g_strdup (amendment->retrain);
          row->summary = g_strdup (amendment->summary);
          row->by = g_strdup (amendment->user);
        }
      g_ptr_array_add (rows, row);
    }
  return rows;
}
