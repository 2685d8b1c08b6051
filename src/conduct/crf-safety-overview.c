/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Gathers what other readers know. */

#include "crf-safety-overview.h"

#include "crf-adverse-events.h"
#include "crf-coding.h"
#include "crf-decompensation.h"
#include "crf-follow-up.h"
#include "crf-lab-events.h"
#include "crf-medication.h"
#include "crf-reader.h"
#include "crf-records-safety.h"
#include "crf-session-private.h"
#include "crf-readings.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

void
crf_safety_overview_free (CrfSafetyOverview *overview)
{
  if (overview == NULL)
    return;
  g_free (overview->subject);
  g_free (overview->number);
  g_clear_pointer (&overview->events, g_ptr_array_unref);
  g_clear_pointer (&overview->terms, g_ptr_array_unref);
  g_clear_pointer (&overview->lab_events, g_ptr_array_unref);
  g_clear_pointer (&overview->decompensations, g_ptr_array_unref);
  g_clear_pointer (&overview->medications, g_ptr_array_unref);
  g_clear_pointer (&overview->consents, g_ptr_array_unref);
  crf_reconsent_free (overview->reconsent);
  g_free (overview->status);
  g_free (overview->treatment);
  g_free (overview->last_alive);
  g_free (overview);
}

static const char *
decided_by (const char *by)
{
  if (g_strcmp0 (by, "subject") == 0)
    return _("the patient");
  return g_strcmp0 (by, "sponsor") == 0 ? _("the sponsor") : _("the investigator");
}

static char *
treatment_of (CrfStudyFile *file,
              const char *subject)
{
  g_autoptr (CrfTreatmentStopRecord) stop = crf_records_treatment_stop (file, subject);

  if (stop == NULL)
    return NULL;
  if (stop->reason == NULL)
    return g_strdup_printf (_("Stopped on %1$s by %2$s"), stop->day, decided_by (stop->by));
  return g_strdup_printf (_("Stopped on %1$s by %2$s: %3$s"), stop->day, decided_by (stop->by), stop->reason);
}

static guint
attempts_of (CrfStudyFile *file,
             const char *subject)
{
  g_autoptr (GPtrArray) contacts = crf_records_contacts (file, subject, NULL);
  guint n = 0;

  for (guint i = 0; contacts != NULL && i < contacts->len; i++)
    n = ((CrfContactRecord *) g_ptr_array_index (contacts, i))->reached ? 0 : n + 1;
  return n;
}

static CrfSafetyOverview *
read_safety_overview (CrfSession *session,
                      const char *subject,
                      GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (CrfSubjectRecord) record = crf_records_find_subject (file, subject, error);
  g_autoptr (CrfPatient) patient = record != NULL ? crf_reader_patient (session, record->key, error) : NULL;
  g_autoptr (CrfCasebook) casebook = patient != NULL ? crf_casebook_new (session, record->key, error) : NULL;
  g_autoptr (CrfSafetyOverview) overview = g_new0 (CrfSafetyOverview, 1);

  if (casebook == NULL)
    return NULL;
  overview->subject = g_strdup (record->key);
  overview->number = g_strdup (record->number);
  overview->events = crf_adverse_events_of (casebook, error);
  if (overview->events == NULL)
    return NULL;
  overview->terms = crf_reader_codable_terms (session, record->key, error);
  if (overview->terms == NULL)
    return NULL;
  overview->decompensations = crf_decompensations_of (casebook, error);
  if (overview->decompensations == NULL)
    return NULL;
  overview->lab_events = crf_lab_events_of (casebook);
  overview->medications = crf_medications_of (casebook);
  overview->consents = crf_reader_consents (session, record->key, error);
  if (overview->consents == NULL)
    return NULL;
  overview->reconsent = crf_reconsent_of (session, record);
  overview->status = record->status_date != NULL ? g_strdup_printf ("%s · %s", patient->status_label, record->status_date)
                                                 : g_strdup (patient->status_label);
  overview->treatment = treatment_of (file, record->key);
  overview->last_alive = crf_last_known_alive (session, record->key);
  overview->attempts = attempts_of (file, record->key);
  return g_steal_pointer (&overview);
}

CrfSafetyOverview *
crf_reader_safety_overview (CrfSession *session,
                            const char *subject,
                            GError **error)
{
  CrfReadings begun = crf_readings_begin (session);

  return crf_readings_pass (session, &begun, read_safety_overview (session, subject, error), (GDestroyNotify) crf_safety_overview_free, error);
}

/* ── Stopping rules ── */

static void
alert_free (gpointer data)
{
  CrfStoppingAlert *alert = data;

  g_free (alert->sentence);
  g_free (alert);
}

/* Whether the rule is true on one of the subject's forms. */
static gboolean
is_true_for (CrfSession *session,
             CrfExpression *expression,
             const CrfStoppingRule *rule,
             const char *subject)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (session, subject, NULL);
  GPtrArray *forms = casebook != NULL ? crf_casebook_get_forms (casebook) : NULL;

  for (guint i = 0; forms != NULL && i < forms->len; i++)
    {
      const CrfFormRecord *form = g_ptr_array_index (forms, i);
      CrfCaseView view = { casebook, form->event, form->eventkey, form->form, form->formkey, "1" };
      g_autofree char *text = NULL;

      if (strcmp (form->form, rule->form->oid) == 0 &&
          crf_expression_evaluate (expression, crf_casebook_resolve, &view, crf_session_get_today (session), &text, NULL) &&
          text != NULL && strcmp (text, "0") != 0)
        return TRUE;
    }
  return FALSE;
}

/* Only who has such a form can make the rule true. */
static guint
count_true (CrfSession *session,
            const CrfStoppingRule *rule)
{
  CrfStudyFile *file = crf_session_get_file (session);
  CrfExpression *expression = crf_session_get_expression (session, rule->expression, NULL);
  g_autoptr (GPtrArray) subjects = crf_records_subjects_with_form (file, rule->form->oid, NULL);
  guint n = 0;

  for (guint i = 0; expression != NULL && subjects != NULL && i < subjects->len; i++)
    n += is_true_for (session, expression, rule, g_ptr_array_index (subjects, i));
  return n;
}

static guint
count_infused (CrfSession *session)
{
  CrfStudy *study = crf_session_get_study (session);
  const CrfForm *form = crf_study_find_form_by_kind (study, "infusion");
  const CrfItem *start = crf_study_find_item_by_concept (study, "inf.start");

  return form != NULL && start != NULL ? crf_records_count_subjects_with (crf_session_get_file (session), form->oid, start->oid) : 0;
}

GPtrArray *
crf_reader_stopping_alerts (CrfSession *session,
                            GError **error)
{
  const GPtrArray *rules = crf_study_get_stopping_rules (crf_session_get_study (session));
  GPtrArray *alerts = g_ptr_array_new_with_free_func (alert_free);

  for (guint i = 0; i < rules->len; i++)
    {
      const CrfStoppingRule *rule = g_ptr_array_index (rules, i);
      CrfStoppingAlert *alert;
      guint n, infused;

      if (rule->form == NULL || rule->expression == NULL)
        continue;
      n = count_true (session, rule);
      if (n < (guint) rule->subjects)
        continue;
      infused = count_infused (session);
      if (!isnan (rule->percent) && (infused == 0 || 100.0 * n / infused < rule->percent))
        continue;
      alert = g_new0 (CrfStoppingAlert, 1);
      alert->rule = rule;
      alert->subjects = n;
      alert->infused = infused;
      alert->sentence = g_strdup_printf (_("Stopping rule reached: %1$s (%2$u of %3$u infused)"),
                                         crf_text_get (rule->title, crf_session_get_language (session)), n, infused);
      g_ptr_array_add (alerts, alert);
    }
  return alerts;
}
