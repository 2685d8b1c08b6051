/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Nobody comes to a visit after her death: the date of death against the days on which the patient was seen (clinical.md C2), from both sides. She may
 * have died by the form of death or by her status alone. */

#include "crf-check-life.h"

#include "crf-consent.h"
#include "crf-records.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Days on which the patient herself was there. */
static const char *const seen[] = { "visit.date", "sample.taken_at", "inf.start", "inf.stop", "mon.at", NULL };
/* What begins with somebody who lives, whoever writes it down. */
static const char *const lived[] = { "ae.start", "ce.start", "cm.start", "para.time", "tx.date", NULL };

/* Partial dates are compared as far as both are known. */
static gboolean
lies_before (const char *one,
             const char *other)
{
  return strncmp (one, other, MIN (MIN (strlen (one), strlen (other)), strlen ("2026-03-02"))) < 0;
}

/* NULL: she lives, or nobody has said when she died. Free it. */
static char *
day_of_death (CrfCasebook *casebook)
{
  const char *death = crf_casebook_get_concept (casebook, "death.date");
  g_autoptr (CrfSubjectRecord) subject = NULL;

  if (death != NULL)
    return g_strdup (death);
  subject = crf_records_find_subject (crf_session_get_file (crf_casebook_get_session (casebook)), crf_casebook_get_subject (casebook), NULL);
  return subject != NULL && g_strcmp0 (subject->status, "died") == 0 ? g_strdup (subject->status_date) : NULL;
}

static void
take_later (char **last,
            const char *day)
{
  if (day == NULL || (*last != NULL && strcmp (day, *last) <= 0))
    return;
  g_free (*last);
  *last = g_strndup (day, strlen ("2026-03-02"));
}

char *
crf_check_life_last_seen (CrfCasebook *casebook)
{
  CrfSession *session = crf_casebook_get_session (casebook);
  /* Without those that were corrected: a wrong day that was put right is no day on which she was seen. */
  g_autoptr (GPtrArray) consents = crf_consents_by_day (crf_session_get_file (session), crf_casebook_get_subject (casebook), NULL);
  char *last = NULL;

  for (guint i = 0; seen[i] != NULL; i++)
    {
      const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (session), seen[i]);
      g_autoptr (GPtrArray) cells = item != NULL ? crf_casebook_list (casebook, item) : NULL;

      for (guint j = 0; cells != NULL && j < cells->len; j++)
        take_later (&last, ((const CrfCell *) g_ptr_array_index (cells, j))->value->canonical);
    }
  for (guint i = 0; consents != NULL && i < consents->len; i++)
    if (g_strcmp0 (((const CrfConsentRecord *) g_ptr_array_index (consents, i))->kind, "given") == 0)
      take_later (&last, ((const CrfConsentRecord *) g_ptr_array_index (consents, i))->at);
  return last;
}

char *
crf_check_life_death_before (CrfCasebook *casebook,
                             const char *day)
{
  g_autofree char *death = day_of_death (casebook);

  return death != NULL && lies_before (death, day) ? g_steal_pointer (&death) : NULL;
}

char *
crf_check_life_on (CrfCasebook *casebook,
                   const char *day)
{
  g_autofree char *death = crf_check_life_death_before (casebook, day);

  return death != NULL ? g_strdup_printf (_("The patient died on %s, before this date."), death) : NULL;
}

char *
crf_check_life (CrfCasebook *casebook,
                const CrfCell *cell)
{
  const char *value = cell->value->canonical, *concept = cell->item->concept;
  g_autofree char *last = NULL;

  if (value == NULL || concept == NULL)
    return NULL;
  if (g_strv_contains (seen, concept) || g_strv_contains (lived, concept))
    return crf_check_life_on (casebook, value);
  if (strcmp (concept, "death.date") != 0)
    return NULL;
  last = crf_check_life_last_seen (casebook);
  if (last != NULL && lies_before (value, last))
    return g_strdup_printf (_("The patient was still seen on %.10s, after this date."), last);
  return NULL;
}
