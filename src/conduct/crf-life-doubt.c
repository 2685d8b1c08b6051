/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The questions about a death before, and about a day on which the patient was seen later. */

#include "crf-life-doubt.h"

#include "crf-check-life.h"
#include "crf-reader-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SEEN_LATER "seen-later"

gboolean
crf_life_doubt_ask (CrfUseCaseContext *context,
                    const char *day,
                    gboolean needs_reason,
                    char **doubt,
                    GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);

  *doubt = casebook != NULL ? crf_check_life_on (casebook, day) : NULL;
  if (casebook == NULL || *doubt == NULL ||
      (crf_context_has_confirmed (context, CRF_LIFE_DOUBT) && (!needs_reason || crf_context_get (context, "reason") != NULL)))
    return casebook != NULL;
  crf_context_ask (context, CRF_LIFE_DOUBT,
                   g_strdup_printf ("%s %s", *doubt, _("Is this the right patient, and the right day? A query will ask for it.")))->needs_reason = needs_reason;
  return FALSE;
}

gboolean
crf_life_doubt_open_query (CrfUseCaseContext *context,
                           const CrfTarget *form,
                           const char *concept,
                           const char *doubt,
                           GError **error)
{
  const CrfItem *item = crf_study_find_item_by_concept (context->study, concept);
  const CrfItemGroup *group = item != NULL ? crf_form_find_group_of (crf_study_find_form (context->study, form->form), item) : NULL;
  g_autoptr (CrfTarget) at = crf_target_copy (form);

  if (group != NULL)
    {
      at->group = g_strdup (group->oid);
      at->groupkey = g_strdup ("1");
      at->item = g_strdup (item->oid);
    }
  return crf_context_open_query (context, at, CRF_LIFE_DOUBT, error, "%s", doubt);
}

/* ── A status from a day on ── */

void
crf_status_doubt_clear (CrfStatusDoubt *doubt)
{
  g_clear_pointer (&doubt->died, g_free);
  g_clear_pointer (&doubt->seen, g_free);
}

gboolean
crf_status_is_final (const char *status)
{
  static const char *const ends[] = { "died", "withdrawn", "lost", "completed", NULL };

  return status != NULL && g_strv_contains (ends, status);
}

/* After which nobody is seen: death, and what ends the study for this patient. */
static gboolean
is_end (const char *status)
{
  return crf_status_is_final (status) || strcmp (status, "failed") == 0;
}

/* The dead do not leave, are not lost, and end nothing. FALSE with a question or @error. */
static gboolean
ask_of_death (CrfUseCaseContext *context,
              const char *status,
              const char *date,
              CrfStatusDoubt *doubt,
              GError **error)
{
  g_autofree char *died = NULL;

  if (!crf_life_doubt_ask (context, date, TRUE, &died, error))
    return FALSE;
  if (died != NULL)
    /* Translators: a patient's number, a status such as Withdrawn, a day, and a sentence such as “The patient died on 2026-04-01, before this date.” */
    doubt->died = g_strdup_printf (_("%1$s has the status “%2$s” since %3$s. %4$s"), context->subject->number, crf_subject_status_label (status), date, died);
  return TRUE;
}

/* Somebody who was seen later is another patient, or it was another day. FALSE with a question or @error. */
static gboolean
ask_of_sight (CrfUseCaseContext *context,
              const char *status,
              const char *date,
              CrfStatusDoubt *doubt,
              GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  g_autofree char *seen = casebook != NULL ? crf_check_life_last_seen (casebook) : NULL;

  if (seen == NULL || strncmp (seen, date, MIN (strlen (date), strlen ("2026-03-02"))) <= 0)
    return casebook != NULL;
  if (crf_context_get (context, "reason") == NULL || !crf_context_has_confirmed (context, SEEN_LATER))
    {
      crf_context_ask (context, SEEN_LATER, g_strdup_printf (_("%1$s was seen on %2$s, after %3$s. Is this the right patient, and the right day?"),
                                                             context->subject->number, seen, date))->needs_reason = TRUE;
      return FALSE;
    }
  if (strcmp (status, "died") == 0)
    doubt->seen = g_strdup_printf (_("%1$s died on %2$s by the status, and was seen on %3$s by the record: which day is right?"), context->subject->number, date, seen);
  else
    /* Translators: a patient's number, a status such as Withdrawn, two days */
    doubt->seen = g_strdup_printf (_("%1$s has the status “%2$s” since %3$s, and was seen on %4$s by the record: which day is right?"), context->subject->number,
                                   crf_subject_status_label (status), date, seen);
  return TRUE;
}

gboolean
crf_status_doubt_ask (CrfUseCaseContext *context,
                      const char *status,
                      const char *date,
                      gboolean caused,
                      CrfStatusDoubt *doubt,
                      GError **error)
{
  /* "resume" takes a death back, and another day of death corrects it. */
  if (!is_end (status))
    return TRUE;
  return (strcmp (status, "died") == 0 || caused || ask_of_death (context, status, date, doubt, error)) && ask_of_sight (context, status, date, doubt, error);
}

gboolean
crf_status_doubt_open_queries (CrfUseCaseContext *context,
                               const char *status,
                               const CrfStatusDoubt *doubt,
                               GError **error)
{
  const char *kind = strcmp (status, "died") == 0 ? CRF_LIFE_DOUBT : "status-date";

  return (doubt->died == NULL || crf_context_open_query (context, NULL, CRF_LIFE_DOUBT, error, "%s", doubt->died)) &&
         (doubt->seen == NULL || crf_context_open_query (context, NULL, kind, error, "%s", doubt->seen));
}
