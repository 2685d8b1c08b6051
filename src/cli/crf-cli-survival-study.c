/* SPDX-License-Identifier: GPL-3.0-or-later */

/* survival FILE: the follow-up of a study's patients by its survival endpoint. */

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

/* Before the passphrase is asked for. */
static gboolean
check_word (const char *option,
            const char *word)
{
  CrfEnds ends;

  if (word == NULL || crf_ends_from_name (word, &ends))
    return TRUE;
  g_printerr (_("%s: “%s” is none of censored, event and competing.\n"), option, word);
  return FALSE;
}

CrfExit
crf_cli_survival_read_study (CrfCliSurvival *survival,
                             const CrfCliOptions *options,
                             const char *endpoint,
                             const char *death,
                             const char *transplantation)
{
  g_autoptr (CrfFollowUps) follow_ups = NULL;
  g_autoptr (GError) error = NULL;
  CrfSession *session;
  CrfExit exit;

  if (!check_word ("--death", death) || !check_word ("--transplantation", transplantation))
    return CRF_EXIT_USAGE;
  session = crf_cli_sign_in (survival->path, options, NULL, &exit);
  if (session == NULL)
    return exit;
  follow_ups = crf_reader_follow_ups (session, endpoint, death, transplantation, &error);
  exit = follow_ups != NULL ? CRF_EXIT_DONE : crf_cli_fail_reading (error);
  /* An endpoint that the study has not is no answer of "no". */
  if (exit == CRF_EXIT_NO)
    exit = CRF_EXIT_USAGE;
  for (guint i = 0; follow_ups != NULL && i < follow_ups->left_out->len; i++)
    g_printerr (_("left out: %s\n"), (char *) g_ptr_array_index (follow_ups->left_out, i));
  if (follow_ups != NULL && follow_ups->subjects->len == 0)
    {
      g_printerr (_("No patient has reached day 0.\n"));
      exit = CRF_EXIT_NO;
    }
  else if (follow_ups != NULL)
    {
      if (!follow_ups->by_arm)
        g_printerr (_("Arms are not known to this account; all patients are one group.\n"));
      take (survival, follow_ups, crf_session_get_study (session), crf_session_get_language (session));
    }
  crf_session_close (session);
  return exit;
}
