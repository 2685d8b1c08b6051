/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The status of the study. Who is being treated already is owed the treatment unless a pause says otherwise, so registering and allocating stop
 * together and infusing apart from them. */

#include "crf-study-status.h"

#include "crf-records-status.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *name, *label, *code, *remedy;
} statuses[] = {
  [CRF_STUDY_RECRUITING] = { "recruiting", N_ ("Recruiting"), NULL, NULL },
  [CRF_STUDY_PAUSED] = { "paused", N_ ("Paused"), "study-paused",
                         N_ ("The principal investigator lets the study go on under Study and users.") },
  [CRF_STUDY_CLOSED] = { "closed", N_ ("Closed to entry"), "study-closed",
                         N_ ("The principal investigator opens the study to entry again under Study and users.") },
  [CRF_STUDY_FOLLOW_UP] = { "follow-up", N_ ("Follow-up"), "study-follow-up",
                            N_ ("The principal investigator changes the status under Study and users if this was not meant.") },
  [CRF_STUDY_LOCKED] = { "locked", N_ ("Locked"), "study-locked", N_ ("The study file has to be unlocked first, which two people sign.") },
  [CRF_STUDY_ARCHIVED] = { "archived", N_ ("Archived"), "study-archived", NULL },
};

const char *
crf_study_status_get_name (CrfStudyStatus status)
{
  g_return_val_if_fail (status < G_N_ELEMENTS (statuses), "");

  return statuses[status].name;
}

const char *
crf_study_status_get_label (CrfStudyStatus status)
{
  g_return_val_if_fail (status < G_N_ELEMENTS (statuses), "");

  return _ (statuses[status].label);
}

gboolean
crf_study_status_from_name (const char *name,
                            CrfStudyStatus *status)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_strcmp0 (statuses[i].name, name) == 0)
      {
        *status = i;
        return TRUE;
      }
  return FALSE;
}

void
crf_study_standing_free (CrfStudyStanding *standing)
{
  if (standing == NULL)
    return;
  g_free (standing->date);
  g_free (standing->reason);
  g_free (standing->by);
  g_free (standing);
}

CrfStudyStanding *
crf_study_standing (CrfSession *session,
                    GError **error)
{
  g_autoptr (GPtrArray) records = crf_records_study_statuses (crf_session_get_file (session), error);
  g_autoptr (CrfStudyStanding) standing = NULL;
  const CrfStudyStatusRecord *last;

  if (records == NULL)
    return NULL;
  standing = g_new0 (CrfStudyStanding, 1);
  if (records->len == 0)
    return g_steal_pointer (&standing);
  last = g_ptr_array_index (records, records->len - 1);
  if (!crf_study_status_from_name (last->status, &standing->status))
    standing->status = CRF_STUDY_PAUSED;
  standing->infusions_stopped = g_strcmp0 (last->infusions, "stop") == 0;
  standing->date = g_strdup (last->date);
  standing->reason = g_strdup (last->reason);
  standing->by = g_strdup (last->user);
  return g_steal_pointer (&standing);
}

char *
crf_study_standing_sentence (const CrfStudyStanding *standing)
{
  const char *label = crf_study_status_get_label (standing->status);

  if (standing->date == NULL)
    return g_strdup (label);
  if (standing->reason == NULL)
    return g_strdup_printf (_("%1$s since %2$s"), label, standing->date);
  return g_strdup_printf (_("%1$s since %2$s: %3$s"), label, standing->date, standing->reason);
}

static gboolean
lets_through (const CrfStudyStanding *standing,
              CrfStudyAct act)
{
  if (standing->status == CRF_STUDY_RECRUITING)
    return TRUE;
  if (act != CRF_STUDY_ACT_INFUSE)
    return FALSE;
  return standing->status == CRF_STUDY_CLOSED || (standing->status == CRF_STUDY_PAUSED && !standing->infusions_stopped);
}

static const char *
act_sentence (CrfStudyAct act)
{
  switch (act)
    {
    case CRF_STUDY_ACT_REGISTER:
      return _("No patient is registered now");
    case CRF_STUDY_ACT_ALLOCATE:
      return _("No patient is allocated now");
    case CRF_STUDY_ACT_INFUSE:
    default:
      return _("No infusion is started now");
    }
}

gboolean
crf_study_status_may (CrfSession *session,
                      CrfStudyAct act,
                      CrfRefusal **refusal)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfStudyStanding) standing = crf_study_standing (session, &error);
  g_autofree char *sentence = NULL;
  CrfRefusal *made;

  if (standing == NULL)
    made = crf_refusal_new ("study-status-unknown", _("Check the integrity of the study file."), "%s", error->message);
  else if (lets_through (standing, act))
    return TRUE;
  else
    {
      const char *remedy = statuses[standing->status].remedy;

      sentence = crf_study_standing_sentence (standing);
      /* Translators: "No patient is registered now: the study is “Paused since 2026-04-02: …”." */
      made = crf_refusal_new (statuses[standing->status].code, remedy != NULL ? _ (remedy) : NULL, _("%1$s: the study is “%2$s”."),
                              act_sentence (act), sentence);
      made->remedy_action = g_strdup ("page:study");
    }
  if (refusal != NULL)
    *refusal = made;
  else
    crf_refusal_free (made);
  return FALSE;
}
