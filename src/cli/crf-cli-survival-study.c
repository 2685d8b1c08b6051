/* SPDX-License-Identifier: GPL-3.0-or-later */

/* survival FILE: the follow-up of a study's patients by an endpoint of survival or decompensation. */

#include "crf-cli-survival.h"

#include "crf-follow-up.h"

#include <glib/gi18n-lib.h>

static const char *
describe (CrfEnds ends)
{
  switch (ends)
    {
    case CRF_ENDS_EVENT:
      return _("event");
    case CRF_ENDS_COMPETING:
      return _("competing event");
    case CRF_ENDS_CENSORED:
    default:
      return _("censored");
    }
}

static void
take (CrfCliSurvival *survival,
      const CrfFollowUps *follow_ups,
      CrfStudy *study,
      const char *language)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  gboolean by_allocation = g_strcmp0 (crf_study_get_day_zero (study), "randomisation") == 0;

  for (guint i = 0; i < follow_ups->subjects->len; i++)
    {
      const CrfFollowUp *one = g_ptr_array_index (follow_ups->subjects, i);
      CrfSurvivalTime time = { .time = one->time, .status = one->status };

      g_array_append_val (survival->times, time);
      g_ptr_array_add (labels, follow_ups->by_arm ? one->group : (gpointer) "all");
      survival->competing = survival->competing || one->status > 1;
      if (one->imputed)
        g_printerr (_("%s: the day of %s is known in part only; %s is taken, the earliest possible.\n"), one->number, one->ended_by, one->end);
    }
  crf_cli_survival_number_groups (survival, labels);
  survival->day = follow_ups->endpoint->day;
  survival->title = g_strdup_printf (_("%1$s · from %2$s in days · death: %3$s · transplantation: %4$s"),
                                     crf_text_get (follow_ups->endpoint->title, language),
                                     by_allocation ? _("randomisation") : _("the first infusion"), describe (follow_ups->death),
                                     describe (follow_ups->transplantation));
}

CrfExit
crf_cli_survival_read_study (CrfCliSurvival *survival,
                             CrfSession *session,
                             const char *endpoint,
                             const char *death,
                             const char *transplantation)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfFollowUps) follow_ups = crf_reader_follow_ups (session, endpoint, death, transplantation, &error);
  CrfExit exit = follow_ups != NULL ? CRF_EXIT_DONE : crf_cli_fail_reading (error);

  /* An endpoint that the study has not is no answer of "no". */
  if (follow_ups == NULL)
    return exit == CRF_EXIT_NO ? CRF_EXIT_USAGE : exit;
  for (guint i = 0; i < follow_ups->left_out->len; i++)
    g_printerr (_("left out: %s\n"), (char *) g_ptr_array_index (follow_ups->left_out, i));
  if (follow_ups->subjects->len == 0)
    {
      g_printerr (_("No patient has reached day 0.\n"));
      return CRF_EXIT_NO;
    }
  if (!follow_ups->by_arm)
    g_printerr (_("Arms are not known to this account; all patients are one group.\n"));
  take (survival, follow_ups, crf_session_get_study (session), crf_session_get_language (session));
  return CRF_EXIT_DONE;
}
