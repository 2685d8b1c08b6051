/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a ward does for synthetic patients besides visits: the readings of the night after an infusion and its close-out, an interruption, people who were
 * considered and not asked, consent anew after an amendment, attempts to reach who does not come, the signature under the whole casebook, medicines. */

#include "crf-demo-private.h"
#include "crf-monitoring.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Does it where it is allowed; a refusal leaves the work to the lists of the ward. */
gboolean
crf_demo_try (CrfOutcome *outcome)
{
  gboolean ran = outcome != NULL;

  crf_outcome_free (outcome);
  return ran;
}

/* One row of the night: fever and a faster pulse where there was a reaction. */
static gboolean
read_vitals (CrfDemoLife *life,
             const CrfTimePoint *point,
             int day,
             int minutes,
             GError **error)
{
  CrfDemo *demo = life->demo;
  gboolean reacts = life->reacted == day && point->minutes >= 60 && point->minutes <= 360;
  g_autofree char *at = crf_demo_datetime (day, minutes);
  g_autofree char *temperature = crf_demo_number (36.7 + (reacts ? 1.4 : 0) + 0.15 * crf_demo_noise (demo->rand), 1);
  g_autofree char *pulse = crf_demo_number (78 + (reacts ? 16 : 0) + 5 * crf_demo_noise (demo->rand), 0);
  g_autofree char *systolic = crf_demo_number (114 - (reacts ? 6 : 0) + 6 * crf_demo_noise (demo->rand), 0);
  g_autofree char *diastolic = crf_demo_number (70 + 4 * crf_demo_noise (demo->rand), 0);
  g_autofree char *breaths = crf_demo_number (17 + crf_demo_noise (demo->rand), 0);
  double saturated = 97 + 0.8 * crf_demo_noise (demo->rand);
  g_autofree char *saturation = crf_demo_number (MIN (saturated, 99), 0);

  crf_demo_set_time (demo, day, MAX (minutes + 2, 11 * 60 + 22));
  return crf_demo_try (crf_conduct_with (point->minutes > 600 ? demo->nurse2 : demo->nurse, "record-vitals", life->subject, error, "at", at, "point",
                                         crf_monitor_code (point), "temperature", temperature, "pulse", pulse, "systolic", systolic, "diastolic",
                                         diastolic, "respiration", breaths, "saturation", saturation, "rash", "N", "allergy", "N", NULL));
}

/* The grid of the day: most readings in time, some late, a few missed. */
static gboolean
read_grid (CrfDemoLife *life,
           int day,
           int start,
           gboolean next_day,
           GError **error)
{
  CrfDemo *demo = life->demo;
  const GPtrArray *points = crf_study_get_time_points (demo->study);

  for (guint i = 0; i < points->len; i++)
    {
      const CrfTimePoint *point = g_ptr_array_index (points, i);
      int minutes = start + point->minutes;
      double chance = g_rand_double (demo->rand);

      if (point->minutes == 0 || (minutes >= 24 * 60) != next_day || chance < 0.03)
        continue;
      minutes += chance < 0.10 ? point->after + 4 : g_rand_int_range (demo->rand, -MIN (point->before, 3), MIN (point->after, 4) + 1);
      if (!read_vitals (life, point, day, minutes, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
complete_flowsheet (CrfDemoLife *life,
                    int day,
                    GError **error)
{
  g_autoptr (GPtrArray) infusions = crf_reader_infusions (life->demo->nurse, life->subject, error);
  const CrfForm *form = crf_study_find_form_by_kind (life->demo->study, "monitoring");
  const CrfInfusionState *given = NULL;

  for (guint i = 0; infusions != NULL && i < infusions->len; i++)
    if (strcmp (((CrfInfusionState *) g_ptr_array_index (infusions, i))->state, "given") == 0 ||
        strcmp (((CrfInfusionState *) g_ptr_array_index (infusions, i))->state, "partly") == 0)
      given = g_ptr_array_index (infusions, i);
  return given == NULL || form == NULL ? infusions != NULL
                                       : crf_demo_complete (life, given->target->event, given->target->eventkey, form->oid, NULL, day, error);
}

static gboolean
close_day (CrfDemo *demo,
           gpointer data,
           const CrfEvent *event,
           int day,
           GError **error)
{
  CrfDemoLife *life = data;

  if (!read_grid (life, day - 1, 10 * 60 + 15, TRUE, error))
    return FALSE;
  crf_demo_set_time (demo, day, 17 * 60 + 50);
  return crf_demo_try (crf_conduct_with (demo->nurse2, "close-infusion", life->subject, error, "reaction", life->reacted == day - 1 ? "Y" : "N", "sae", "N",
                                         "passphrase", demo->passphrase, NULL)) &&
         complete_flowsheet (life, day, error);
}

gboolean
crf_demo_watch (CrfDemoLife *life,
                int day,
                GError **error)
{
  CrfDemo *demo = life->demo;

  if (crf_study_is_transcription (demo->study) || life->infused_last != day)
    return TRUE;
  crf_demo_plan (demo, day + 1, close_day, life, NULL);
  return read_grid (life, day, 10 * 60 + 15, FALSE, error);
}

gboolean
crf_demo_interrupt (CrfDemoLife *life,
                    int day,
                    GError **error)
{
  CrfDemo *demo = life->demo;
  g_autofree char *paused = crf_demo_datetime (day, 10 * 60 + 31), *resumed = crf_demo_datetime (day, 10 * 60 + 44);
  g_autofree char *why = NULL;

  if (!crf_scenario_happens (demo->scenario, "interrupted", demo->rand))
    return TRUE;
  why = crf_scenario_reason (demo->scenario, "interrupted", demo->rand);
  crf_demo_set_time (demo, day, 10 * 60 + 32);
  if (!crf_demo_do (demo->nurse, "pause-infusion", life->subject, NULL, NULL, error, "at", paused, "why", why, "volume", "14", NULL))
    return FALSE;
  crf_demo_set_time (demo, day, 10 * 60 + 45);
  return crf_demo_do (demo->nurse, "resume-infusion", life->subject, NULL, NULL, error, "at", resumed, "rate", "48", NULL);
}

/* Somebody was considered and not asked: no name, no number. */
static gboolean
consider (CrfDemo *demo,
          gpointer data,
          const CrfEvent *event,
          int day,
          GError **error)
{
  static const char *const ages[] = { "18-39", "40-59", "40-59", "60-79", "60-79", "80+" };
  g_autofree char *date = crf_demo_date (day), *reason = crf_scenario_reason (demo->scenario, "prescreening", demo->rand);

  crf_demo_set_time (demo, day, 16 * 60 + 40);
  return crf_demo_do (demo->nurse, "log-prescreening", NULL, NULL, NULL, error, "date", date, "age-band",
                      ages[g_rand_int_range (demo->rand, 0, G_N_ELEMENTS (ages))], "sex", g_rand_boolean (demo->rand) ? "M" : "F", "reason", reason, NULL);
}

void
crf_demo_plan_prescreening (CrfDemo *demo,
                            int day)
{
  if (!crf_study_is_transcription (demo->study) && crf_scenario_happens (demo->scenario, "prescreened", demo->rand))
    crf_demo_plan (demo, day, consider, NULL, NULL);
}

/* The guardian signs where the patient cannot decide, and the patient herself as soon as she can. */
gboolean
crf_demo_consent (CrfDemoLife *life,
                  int day,
                  int minutes,
                  GError **error)
{
  CrfDemo *demo = life->demo;
  g_autofree char *at = crf_demo_datetime (day, minutes);
  g_autoptr (CrfOutcome) outcome = NULL;
  gboolean again = g_strcmp0 (life->consented, demo->consent_version) == 0;

  if (again && !life->by_guardian)
    return TRUE;
  crf_demo_set_time (demo, day, minutes + 20);
  outcome = crf_conduct_with (demo->nurse, "consent", life->subject, error, "version", demo->consent_version, "at", at, "by", "subject", "explained-by",
                              "investigator", "copy", "Y", NULL);
  if (outcome == NULL)
    return FALSE;
  life->consented = demo->consent_version;
  life->by_guardian = !crf_outcome_done (outcome);
  return !life->by_guardian || again ||
         crf_demo_do (demo->nurse, "consent", life->subject, NULL, NULL, error, "version", demo->consent_version, "at", at, "by", "guardian", "who",
                      _("The spouse"), "explained-by", "investigator", "copy", "Y", NULL);
}

static gboolean
reach_out (CrfDemo *demo,
           gpointer data,
           const CrfEvent *event,
           int day,
           GError **error)
{
  static const char *const ways[] = { "phone", "message", "letter", "relative" };
  CrfDemoLife *life = data;
  g_autofree char *date = crf_demo_date (day), *note = crf_scenario_reason (demo->scenario, "unreached", demo->rand);

  if (life->over)
    return TRUE;
  crf_demo_set_time (demo, day, 16 * 60 + 10);
  return crf_demo_do (demo->nurse, "log-contact", life->subject, NULL, NULL, error, "date", date, "how",
                      ways[life->attempts++ % G_N_ELEMENTS (ways)], "reached", "no", "reason", note, NULL);
}

/* Three attempts in the weeks before somebody is given up. */
void
crf_demo_plan_attempts (CrfDemoLife *life,
                        int end)
{
  static const int before[] = { 24, 13, 4 };

  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    crf_demo_plan (life->demo, MAX (end - before[i], end - 3 + (int) i), reach_out, life, NULL);
}

static gboolean
sign_casebook (CrfDemo *demo,
               gpointer data,
               const CrfEvent *event,
               int day,
               GError **error)
{
  CrfDemoLife *life = data;

  crf_demo_set_time (demo, day, 18 * 60 + 20);
  return crf_demo_try (crf_conduct_with (demo->investigator, "sign-casebook", life->subject, error, "passphrase", demo->passphrase, NULL));
}

void
crf_demo_plan_casebook (CrfDemoLife *life,
                        int day)
{
  crf_demo_plan (life->demo, day + 16 + g_rand_int_range (life->demo->rand, 0, 8), sign_casebook, life, NULL);
}
