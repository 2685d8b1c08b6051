/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each patient is read once, and then counted for all charts. */

#include "crf-dashboard.h"

#include "crf-dashboard-private.h"
#include "crf-ground.h"
#include "crf-measures.h"
#include "crf-records-trust.h"
#include "crf-session-private.h"
#include "crf-trial-gates.h"
#include "crf-readings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
subject_free (CrfDashboardSubject *subject)
{
  crf_casebook_free (subject->casebook);
  g_free (subject->reason);
  g_free (subject->excluded);
  g_free (subject);
}

typedef struct { char *reason; } LastReason;

static gboolean
take_reason (const CrfJournalRecord *record,
             gpointer data)
{
  LastReason *last = data;

  if (g_strcmp0 (record->columns[CRF_COL_ACTION], CRF_ACTION_SUBJECT_STATUS) != 0)
    return TRUE;
  last->reason = g_strdup (record->columns[CRF_COL_REASON]);
  return FALSE;
}

/* What was said when the status was last changed. */
static char *
reason_of (CrfSession *session,
           const char *subject)
{
  CrfEntry target = { .subject = subject };
  LastReason last = { NULL };

  crf_records_journal (crf_session_get_file (session), &target, NULL, 0, TRUE, take_reason, &last, NULL);
  return last.reason;
}

static CrfDashboardSubject *
subject_new (CrfSession *session,
             CrfSubjectRecord *record,
             GError **error)
{
  static const char *const ends[] = { "failed", "withdrawn", "died", "lost", NULL };
  CrfCasebook *casebook = crf_casebook_new (session, record->key, error);
  g_autoptr (CrfSubjectValues) values = NULL;
  g_autoptr (CrfSignatureRecord) signature = NULL;
  CrfDashboardSubject *subject;

  if (casebook == NULL)
    return NULL;
  subject = g_new0 (CrfDashboardSubject, 1);
  subject->record = record;
  subject->casebook = casebook;
  subject->arm = record->allocation_number != NULL ? crf_session_get_arm (session, record->key) : NULL;
  subject->infused = crf_casebook_get_first_infusion (casebook) != NULL;
  subject->ended = g_strv_contains (ends, record->status);
  subject->eligible = record->allocation_number != NULL || strcmp (record->status, "eligible") == 0;
  if (subject->ended)
    subject->reason = reason_of (session, record->key);
  if (!subject->eligible && strcmp (record->status, "screening") == 0)
    {
      values = crf_subject_values_read (crf_session_get_file (session), crf_session_get_study (session), NULL, record->key, NULL);
      subject->eligible = values != NULL && crf_trial_eligibility_signature (session, record->key, values, &signature) == CRF_SIGNATURE_VALID;
    }
  return subject;
}

/* What the blind review decided about the full analysis. */
static gboolean
read_populations (CrfSession *session,
                  const GPtrArray *subjects,
                  GError **error)
{
  g_autoptr (GPtrArray) decided = crf_records_populations (crf_session_get_file (session), error);

  for (guint i = 0; decided != NULL && i < subjects->len; i++)
    {
      CrfDashboardSubject *subject = g_ptr_array_index (subjects, i);

      subject->analysed = -1;
      for (guint j = 0; j < decided->len; j++)
        {
          const CrfPopulationRecord *one = g_ptr_array_index (decided, j);

          if (strcmp (one->name, "full-analysis") != 0 || strcmp (one->subject, subject->record->key) != 0)
            continue;
          subject->analysed = one->included;
          g_free (subject->excluded);
          subject->excluded = one->included ? NULL : g_strdup (one->reason);
        }
    }
  return decided != NULL;
}

/* ── Names ── */
static const char *
text_or (CrfSession *session,
         const CrfText *text,
         const char *name)
{
  const char *title = crf_text_get (text, crf_session_get_language (session));

  return *title != '\0' ? title : name;
}

const char *
crf_dashboard_arm_label (CrfSession *session,
                         const CrfArm *arm)
{
  return text_or (session, arm->title, arm->name);
}

const char *
crf_dashboard_group_label (CrfSession *session,
                           const char *name)
{
  const GPtrArray *arms = crf_study_get_arms (crf_session_get_study (session));

  if (strcmp (name, CRF_MEASURES_ALL) == 0)
    return _("all");
  if (strcmp (name, CRF_MEASURES_NOT_ALLOCATED) == 0)
    return _("not allocated");
  if (strcmp (name, CRF_MEASURES_ELSEWHERE) == 0)
    return _("arm not in this file");
  for (guint i = 0; i < arms->len; i++)
    if (strcmp (((const CrfArm *) g_ptr_array_index (arms, i))->name, name) == 0)
      return crf_dashboard_arm_label (session, g_ptr_array_index (arms, i));
  return name;
}

const char *
crf_dashboard_event_label (CrfSession *session,
                           const CrfEvent *event)
{
  return text_or (session, event->title, event->name);
}

const char *
crf_endpoint_role_label (const CrfEndpoint *endpoint)
{
  static const struct { const char *role, *label; } labels[] = {
    { "primary", N_ ("Primary endpoint") },
    { "secondary", N_ ("Secondary endpoint") },
    { "safety", N_ ("Safety endpoint") },
    { "exploratory", N_ ("Exploratory endpoint") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_strcmp0 (labels[i].role, endpoint->role) == 0)
      return _(labels[i].label);
  return _("Endpoint, role not stated");
}

static GPtrArray *
read_dashboard (CrfSession *session,
                GError **error)
{
  CrfSubjectQuery query = { .sort = CRF_SORT_NUMBER };
  g_autoptr (GArray) ids = crf_records_subject_ids (crf_session_get_file (session), &query, error);
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) subjects = g_ptr_array_new_with_free_func ((GDestroyNotify) subject_free);
  g_autoptr (GPtrArray) charts = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_chart_free);
  CrfChart *visits, *queries, *safety;

  if (ids != NULL)
    records = crf_records_subjects (crf_session_get_file (session), (const gint64 *) (gpointer) ids->data, ids->len, error);
  if (records == NULL)
    return NULL;
  for (guint i = 0; i < records->len; i++)
    {
      CrfDashboardSubject *subject = subject_new (session, g_ptr_array_index (records, i), error);

      if (subject == NULL)
        return NULL;
      g_ptr_array_add (subjects, subject);
    }
  if (!read_populations (session, subjects, error))
    return NULL;
  visits = crf_dashboard_visits (session, subjects, error);
  queries = visits != NULL ? crf_dashboard_queries (session, error) : NULL;
  g_ptr_array_add (charts, crf_dashboard_enrolment (session, subjects));
  g_ptr_array_add (charts, crf_dashboard_flow (session, subjects));
  if (visits != NULL)
    g_ptr_array_add (charts, visits);
  if (queries == NULL)
    return NULL;
  g_ptr_array_add (charts, queries);
  safety = crf_dashboard_safety (session, subjects, error);
  if (safety == NULL)
    return NULL;
  g_ptr_array_add (charts, safety);
  if (!crf_dashboard_add_changes (session, charts, error) || !crf_dashboard_add_proportion (session, charts, error) ||
      !crf_dashboard_add_survival (session, charts, error))
    return NULL;
  return g_steal_pointer (&charts);
}

GPtrArray *
crf_reader_dashboard (CrfSession *session,
                      GError **error)
{
  CrfReadings begun = crf_readings_begin (session);

  if (!crf_ground_holds (session, NULL, error))
    return NULL;
  return crf_readings_pass (session, &begun, read_dashboard (session, error), (GDestroyNotify) g_ptr_array_unref, error);
}

char *
crf_reader_dashboard_heads (CrfSession *session)
{
  return crf_records_heads (crf_session_get_file (session));
}
