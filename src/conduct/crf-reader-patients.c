/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of patients, a page at a time. */

#include "crf-blind.h"
#include "crf-code-break.h"
#include "crf-envelopes.h"
#include "crf-reader.h"

#include "crf-casebook.h"
#include "crf-ground.h"
#include "crf-partial-date.h"
#include "crf-reader-private.h"
#include "crf-session-pin.h"
#include "crf-session-private.h"
#include "crf-visits.h"
#include "crf-version.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

void
crf_patient_free (CrfPatient *patient)
{
  if (patient == NULL)
    return;
  g_free (patient->key);
  g_free (patient->number);
  g_free (patient->allocation_number);
  g_free (patient->initials);
  g_free (patient->sex);
  g_free (patient->sex_symbol);
  g_free (patient->birth_year);
  g_free (patient->age);
  g_free (patient->bed);
  g_free (patient->status);
  g_free (patient->status_label);
  g_free (patient->arm);
  g_free (patient->child_pugh);
  g_free (patient->meld);
  g_free (patient->meld_change);
  g_free (patient->next_visit);
  g_free (patient->next_window);
  g_free (patient->last_entry);
  g_free (patient->screened);
  g_free (patient->screened_age);
  g_free (patient->day_on_study);
  g_free (patient->reference_day);
  g_free (patient->envelope);
  g_free (patient->code_broken);
  g_free (patient->version);
  g_free (patient->altered);
  g_free (patient);
}

static const char *
oid_of_concept (CrfSession *session,
                const char *concept)
{
  const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (session), concept);

  return item != NULL ? item->oid : NULL;
}

static const struct { CrfSubjectSort sort; const char *concept; gboolean reversed; } sorts[] = {
  [CRF_PATIENT_SORT_NUMBER] = { CRF_SORT_NUMBER, NULL, FALSE },
  [CRF_PATIENT_SORT_STATUS] = { CRF_SORT_STATUS, NULL, FALSE },
  [CRF_PATIENT_SORT_INITIALS] = { CRF_SORT_ITEM, "demog.initials", FALSE },
  [CRF_PATIENT_SORT_SEX] = { CRF_SORT_ITEM, "demog.sex", FALSE },
  /* By birth date: the youngest was born last. */
  [CRF_PATIENT_SORT_AGE] = { CRF_SORT_ITEM, "demog.birth_date", TRUE },
  [CRF_PATIENT_SORT_MELD] = { CRF_SORT_ITEM, "score.meld", FALSE },
  [CRF_PATIENT_SORT_CHILD_PUGH] = { CRF_SORT_ITEM, "score.child_pugh", FALSE },
  [CRF_PATIENT_SORT_LAST_ENTRY] = { CRF_SORT_LAST_ENTRY, NULL, FALSE },
};

GArray *
crf_reader_patient_ids (CrfSession *session,
                        const char *search,
                        const char *status,
                        CrfPatientSort sort,
                        gboolean descending,
                        GError **error)
{
  CrfSubjectQuery query = { .search = search, .status = status, .descending = descending };

  g_return_val_if_fail (sort < G_N_ELEMENTS (sorts), NULL);

  if (search != NULL && *search == '\0')
    query.search = NULL;
  query.search_item = oid_of_concept (session, "demog.initials");
  query.sort = sorts[sort].sort;
  if (sorts[sort].concept != NULL)
    query.sort_item = oid_of_concept (session, sorts[sort].concept);
  if (query.sort == CRF_SORT_ITEM && query.sort_item == NULL)
    query.sort = CRF_SORT_NUMBER;
  if (sorts[sort].reversed)
    query.descending = !descending;
  return crf_records_subject_ids (crf_session_get_file (session), &query, error);
}

static const struct { const char *status, *label; } statuses[] = {
  { "screening", N_ ("In screening") },   { "failed", N_ ("Screening failed") }, { "eligible", N_ ("Eligible") },
  { "allocated", N_ ("Allocated") },      { "treated", N_ ("Treated") },         { "withdrawn", N_ ("Withdrawn") },
  { "died", N_ ("Died") },                { "lost", N_ ("Lost to follow-up") },  { "completed", N_ ("Completed") },
};

const char *
crf_subject_status_label (const char *status)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_strcmp0 (statuses[i].status, status) == 0)
      return _ (statuses[i].label);
  return status;
}

static void
fill_identity (CrfPatient *patient,
               CrfSession *session,
               CrfCasebook *casebook)
{
  const char *sex = crf_casebook_get_concept (casebook, "demog.sex");
  const char *birth = crf_casebook_get_concept (casebook, "demog.birth_date");
  const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (session), "demog.sex");
  const CrfCode *code = item != NULL && sex != NULL ? crf_item_find_code (item, sex) : NULL;
  int age = crf_casebook_get_age (casebook, crf_session_get_today (session));

  patient->initials = g_strdup (crf_casebook_get_concept (casebook, "demog.initials"));
  patient->bed = g_strdup (crf_casebook_get_concept (casebook, "demog.bed"));
  patient->sex = g_strdup (code != NULL ? crf_text_get (code->decode, crf_session_get_language (session)) : sex);
  if (g_strcmp0 (sex, "M") == 0)
    patient->sex_symbol = g_strdup ("♂");
  else if (g_strcmp0 (sex, "F") == 0)
    patient->sex_symbol = g_strdup ("♀");
  patient->birth_year = birth != NULL ? g_strndup (birth, 4) : NULL;
  patient->age = age >= 0 ? g_strdup_printf ("%d", age) : NULL;
}

/* What was signed before it was transcribed counts from the signature. Re-consents come later. */
static void
fill_screening (CrfPatient *patient,
                CrfSession *session,
                CrfCasebook *casebook,
                const CrfSubjectRecord *record)
{
  const CrfItem *signature = crf_study_find_item_by_concept (crf_session_get_study (session), "consent.datetime");
  g_autoptr (GPtrArray) cells = signature != NULL ? crf_casebook_list (casebook, signature) : NULL;
  g_autofree char *first = crf_local_time (session, record->registered_at);
  int age;

  for (guint i = 0; cells != NULL && i < cells->len; i++)
    {
      const char *signed_at = ((const CrfCell *) g_ptr_array_index (cells, i))->value->canonical;

      if (signed_at == NULL || strcmp (signed_at, first) >= 0)
        continue;
      g_free (first);
      first = g_strdup (signed_at);
    }
  patient->screened = g_strndup (first, strlen ("2026-03-02"));
  age = crf_casebook_get_age (casebook, patient->screened);
  patient->screened_age = age >= 0 ? g_strdup_printf ("%d", age) : NULL;
}

/* Which envelope is hers, and who was told; the arm itself is in neither. */
static void
fill_blinding (CrfPatient *patient,
               CrfSession *session,
               gboolean knows)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (GPtrArray) breaks = knows ? crf_code_break_list (file, patient->key, NULL) : NULL;
  g_autoptr (GString) text = NULL;
  int list, number;

  if (crf_allocation_find_envelope (file, patient->key, &list, &number))
    patient->envelope = crf_envelope_label (list, number);
  if (breaks == NULL || breaks->len == 0)
    return;
  text = g_string_new (NULL);
  for (guint i = 0; i < breaks->len; i++)
    {
      const CrfCodeBreakRecord *record = g_ptr_array_index (breaks, i);
      g_autofree char *at = crf_local_time (session, record->at);

      if (text->len > 0)
        g_string_append (text, " · ");
      /* Translators: time, login */
      g_string_append_printf (text, _("code broken %s for %s"), at, record->login);
    }
  patient->code_broken = g_strdup (text->str);
}

static void
fill_arm (CrfPatient *patient,
          CrfSession *session)
{
  const guint64 *looks = &crf_session_get_unreadable (session)->n_looks;
  guint64 before = *looks;
  const CrfArm *arm;

  if (patient->allocation_number == NULL)
    return;
  arm = crf_session_get_arm (session, patient->key);
  if (arm != NULL)
    patient->arm = g_strdup (crf_text_get (arm->title, crf_session_get_language (session)));
  else if (*looks > before)
    /* Damage is not blinding: who may know the arm is told by name, by what counts the looks, that it cannot be read. */
    patient->arm = g_strdup (_("cannot be read"));
  else if (crf_session_arm_is_elsewhere (session, patient->key))
    patient->arm = g_strdup (_("arm not in this file"));
  else
    /* Behind the shift PIN an open study's arms are only out of reach: nobody is blinded. */
    patient->arm = g_strdup (crf_session_is_entry_only (session) && crf_study_get_masking (crf_session_get_study (session)) == CRF_MASKING_NONE
                                 ? _("arm sealed")
                                 : _("blinded"));
  if (crf_blind_is_ward_blinded (crf_session_get_study (session)))
    fill_blinding (patient, session, arm != NULL);
}

/* The latest of all visits. */
static CrfCell *
latest (CrfCasebook *casebook,
        const CrfItem *item)
{
  g_autoptr (GPtrArray) list = item != NULL ? crf_casebook_list (casebook, item) : NULL;

  return list != NULL && list->len > 0 ? g_ptr_array_index (list, list->len - 1) : NULL;
}

static void
fill_scores (CrfPatient *patient,
             CrfSession *session,
             CrfCasebook *casebook)
{
  CrfStudy *study = crf_session_get_study (session);
  const CrfItem *meld = crf_study_find_item_by_concept (study, "score.meld");
  const char *points = crf_casebook_get_concept (casebook, "score.child_pugh");
  const char *class_ = crf_casebook_get_concept (casebook, "score.child_pugh_class");
  CrfCell *now = latest (casebook, meld);
  CrfCell *baseline = now != NULL ? crf_casebook_find_baseline (casebook, meld) : NULL;
  double difference;

  if (points != NULL)
    patient->child_pugh = g_strdup_printf ("%s%s%s", points, class_ != NULL ? " " : "", class_ != NULL ? class_ : "");
  if (now == NULL)
    return;
  patient->meld = g_strdup (now->value->canonical);
  if (baseline == NULL || baseline == now)
    return;
  difference = crf_value_get_number (now->value) - crf_value_get_number (baseline->value);
  if (fabs (difference) < 0.5)
    patient->meld_change = g_strdup ("±0");
  else if (!isnan (difference))
    patient->meld_change = g_strdup_printf ("%s%.0f", difference < 0 ? "−" : "+", fabs (difference));
}

/* The one that waits longest. */
/* Nobody waits for who has left, though a visit from before may still be missing. */
static gboolean
has_left (const CrfSubjectRecord *record)
{
  static const char *const final[] = { "failed", "withdrawn", "died", "lost", "completed", NULL };

  return g_strv_contains (final, record->status);
}

static const CrfVisit *
next_visit (GPtrArray *visits)
{
  const CrfVisit *best = NULL;

  for (guint i = 0; i < visits->len; i++)
    {
      const CrfVisit *visit = g_ptr_array_index (visits, i);

      if (visit->state != CRF_VISIT_UPCOMING && visit->state != CRF_VISIT_OPEN && visit->state != CRF_VISIT_LATE)
        continue;
      if (best == NULL || strcmp (visit->to, best->to) < 0)
        best = visit;
    }
  return best;
}

static void
fill_next_visit (CrfPatient *patient,
                 CrfSession *session,
                 CrfCasebook *casebook,
                 const CrfSubjectRecord *record)
{
  g_autoptr (GPtrArray) visits = !has_left (record) ? crf_visits_of (session, casebook, record, NULL) : NULL;
  const CrfVisit *next = visits != NULL ? next_visit (visits) : NULL;

  if (next == NULL)
    return;
  patient->next_visit = g_strdup (crf_text_get (next->event->title, crf_session_get_language (session)));
  patient->next_window = strcmp (next->from, next->to) == 0 ? g_strdup (next->from) : g_strdup_printf ("%s – %s", next->from, next->to);
}

static void
fill_days (CrfPatient *patient,
           CrfSession *session,
           CrfCasebook *casebook,
           const CrfSubjectRecord *record)
{
  const char *zero = crf_casebook_get_first_infusion (casebook);
  g_autofree char *allocated = NULL;
  int days;

  if (g_strcmp0 (crf_study_get_day_zero (crf_session_get_study (session)), "randomisation") == 0)
    zero = allocated = crf_allocation_date_of (session, record);
  patient->reference_day = g_strdup (zero);
  if (zero != NULL && !has_left (record) && crf_iso_days_between (zero, crf_session_get_today (session), &days) && days >= 0)
    patient->day_on_study = g_strdup_printf (_("day %d"), days);
}

static guint
count_open_queries (CrfSession *session,
                    const char *subject)
{
  g_autoptr (GPtrArray) queries = crf_records_queries (crf_session_get_file (session), subject, "Open", NULL);

  return queries != NULL ? queries->len : 0;
}

/* In local time, to the minute. */
char *
crf_local_time (CrfSession *session,
                const char *utc)
{
  CrfInstant instant;
  char buffer[CRF_INSTANT_SIZE];

  if (utc == NULL || !crf_instant_parse_utc (utc, &instant))
    return g_strdup (utc);
  instant.offset_minutes = crf_session_now (session).offset_minutes;
  crf_instant_format_local (instant, buffer);
  g_strdelimit (buffer, "T", ' ');
  return g_strdup (buffer);
}

static CrfPatient *
patient_new (CrfSession *session,
             const CrfSubjectRecord *record,
             gboolean brief,
             GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (session, record->key, error);
  CrfPatient *patient;

  if (casebook == NULL)
    return NULL;
  patient = g_new0 (CrfPatient, 1);
  patient->key = g_strdup (record->key);
  patient->number = g_strdup (record->number);
  patient->allocation_number = g_strdup (record->allocation_number);
  patient->status = g_strdup (record->status);
  patient->status_label = g_strdup (crf_subject_status_label (record->status));
  patient->last_entry = crf_local_time (session, record->last_entry_at);
  patient->open_queries = count_open_queries (session, record->key);
  fill_identity (patient, session, casebook);
  fill_screening (patient, session, casebook, record);
  fill_arm (patient, session);
  fill_days (patient, session, casebook, record);
  if (brief)
    return patient;
  fill_scores (patient, session, casebook);
  fill_next_visit (patient, session, casebook, record);
  return patient;
}

static GPtrArray *
read_patients (CrfSession *session,
               const gint64 *ids,
               guint n,
               gboolean brief,
               GError **error)
{
  g_autoptr (GPtrArray) records = crf_records_subjects (crf_session_get_file (session), ids, n, error);
  g_autoptr (GPtrArray) patients = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_patient_free);

  if (records == NULL)
    return NULL;
  for (guint i = 0; i < records->len; i++)
    {
      CrfPatient *patient = patient_new (session, g_ptr_array_index (records, i), brief, error);

      if (patient == NULL)
        return NULL;
      g_ptr_array_add (patients, patient);
    }
  return g_steal_pointer (&patients);
}

GPtrArray *
crf_reader_patients (CrfSession *session,
                     const gint64 *ids,
                     guint n,
                     GError **error)
{
  return read_patients (session, ids, n, FALSE, error);
}

GPtrArray *
crf_reader_patients_brief (CrfSession *session,
                           const gint64 *ids,
                           guint n,
                           GError **error)
{
  return read_patients (session, ids, n, TRUE, error);
}

/* "version V1", or where the patient is about to go over, "version V1, V2 from the next visit on"; NULL: the study has one only. */
static char *
describe_version (CrfSession *session,
                  const char *subject)
{
  g_autoptr (CrfSubjectVersion) version = NULL;
  g_autofree char *now = NULL, *next = NULL;

  if (!crf_session_follow_file (session, NULL) || !crf_session_has_versions (session))
    return NULL;
  version = crf_subject_version_of (session, subject);
  now = crf_version_label (version->mdv);
  next = crf_version_label (version->next);
  if (version->next != NULL)
    return g_strdup_printf (_("version %s, %s from the next visit on"), now, next);
  if (version->waits_for != NULL)
    return g_strdup_printf (_("version %s until consent %s is signed"), now, version->waits_for);
  return g_strdup_printf (_("version %s"), now);
}

CrfPatient *
crf_reader_patient (CrfSession *session,
                    const char *subject,
                    GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (CrfSubjectRecord) record = crf_records_find_subject (crf_session_get_file (session), subject, &fault);

  if (record != NULL)
    {
      CrfPatient *patient = patient_new (session, record, FALSE, error);

      if (patient != NULL)
        {
          patient->version = describe_version (session, record->key);
          patient->altered = crf_ground_warn (session, record->key);
        }
      return patient;
    }
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  else
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND, _("There is no patient “%s” in this study."), subject);
  return NULL;
}

GPtrArray *
crf_reader_visits (CrfSession *session,
                   const char *subject,
                   GError **error)
{
  g_auto (CrfVersionScope) scope = crf_version_enter (session, subject, NULL, error);
  g_autoptr (CrfSubjectRecord) record = !scope.failed ? crf_records_find_subject (crf_session_get_file (session), subject, error) : NULL;
  g_autoptr (CrfCasebook) casebook = NULL;

  if (record == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND, _("There is no patient “%s” in this study."), subject);
      return NULL;
    }
  casebook = crf_casebook_new (session, record->key, error);
  return casebook != NULL ? crf_visits_of (session, casebook, record, error) : NULL;
}
