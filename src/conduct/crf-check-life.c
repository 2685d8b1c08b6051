/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Nobody comes to a visit after her death: the date of death against the days on which the patient was seen (clinical.md C2), from both sides. */

#include "crf-check-life.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Days on which the patient herself was there. */
static const char *const seen[] = { "visit.date", "sample.taken_at", "inf.start", "inf.stop", NULL };

/* Partial dates are compared as far as both are known. */
static gboolean
lies_before (const char *one,
             const char *other)
{
  return strncmp (one, other, MIN (MIN (strlen (one), strlen (other)), strlen ("2026-03-02"))) < 0;
}

static const char *
last_seen (CrfCasebook *casebook,
           CrfStudy *study)
{
  const char *last = NULL;

  for (guint i = 0; seen[i] != NULL; i++)
    {
      const CrfItem *item = crf_study_find_item_by_concept (study, seen[i]);
      g_autoptr (GPtrArray) cells = item != NULL ? crf_casebook_list (casebook, item) : NULL;

      for (guint j = 0; cells != NULL && j < cells->len; j++)
        {
          const char *day = ((const CrfCell *) g_ptr_array_index (cells, j))->value->canonical;

          if (day != NULL && (last == NULL || strcmp (day, last) > 0))
            last = day;
        }
    }
  return last;
}

char *
crf_check_life (CrfCasebook *casebook,
                const CrfCell *cell)
{
  CrfSession *session = crf_casebook_get_session (casebook);
  const char *value = cell->value->canonical, *concept = cell->item->concept, *death, *last;

  if (value == NULL || concept == NULL)
    return NULL;
  if (g_strv_contains (seen, concept))
    {
      death = crf_casebook_get_concept (casebook, "death.date");
      return death != NULL && lies_before (death, value) ? g_strdup_printf (_("The patient died on %s, before this date."), death) : NULL;
    }
  if (strcmp (concept, "death.date") != 0)
    return NULL;
  last = last_seen (casebook, crf_session_get_study (session));
  if (last != NULL && lies_before (value, last))
    return g_strdup_printf (_("The patient was still seen on %.10s, after this date."), last);
  return NULL;
}
