/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A number never stands alone: the last one goes with it. */

#include "crf-field-facts.h"

#include "crf-partial-date.h"
#include "crf-records.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

char *
crf_format_short (double number)
{
  char buffer[CRF_DECIMAL_SIZE];
  char plain[CRF_DECIMAL_SIZE];
  double rounded = number;
  int places = fabs (number) > 0 ? 3 - (int) floor (log10 (fabs (number))) : 0;

  if (crf_decimal_format_places (number, CLAMP (places, 0, 8), buffer) != NULL &&
      crf_number_parse_plain (buffer, &rounded, NULL) && crf_decimal_format (rounded, plain) != NULL)
    return g_strdup (plain);
  return g_strdup ("");
}

/* "24 Oct" in the reader's locale; a year that is not this visit's goes with it. */
static char *
short_date (const char *iso)
{
  g_autofree char *day = g_strndup (iso, strlen ("2026-03-02"));
  g_autoptr (GDateTime) time = NULL;
  CrfDate date;

  if (!crf_date_parse (day, FALSE, &date, NULL))
    return g_strdup (day);
  time = g_date_time_new_utc (date.year, date.month, date.day, 0, 0, 0);
  /* Translators: a date beside a value, day and short month, as g_date_time_format() has it.
   * xgettext:no-c-format */
  return g_date_time_format (time, _("%-d %b"));
}

/* Of the same visit; but an earlier sample of it counts as the last one. */
static gboolean
is_same_sample (CrfCasebook *casebook,
                const CrfCell *other,
                const CrfCell *cell)
{
  const CrfItemGroup *group = crf_study_find_group (crf_session_get_study (crf_casebook_get_session (casebook)), cell->group);
  gboolean visit = strcmp (other->form->event, cell->form->event) == 0 && g_strcmp0 (other->form->eventkey, cell->form->eventkey) == 0;

  return visit && (other->form == cell->form || group == NULL || !group->is_sample);
}

char *
crf_last_of (CrfCasebook *casebook,
             CrfCell *cell,
             const CrfUnit *unit,
             char **when)
{
  CrfSession *session = crf_casebook_get_session (casebook);
  const char *language = crf_session_get_language (session);
  g_autoptr (GPtrArray) list = crf_casebook_list (casebook, cell->item);

  for (guint i = list->len; i > 0; i--)
    {
      CrfCell *other = g_ptr_array_index (list, i - 1);
      const CrfEvent *event = crf_study_find_event (crf_session_get_study (session), other->form->event);
      double number = crf_value_get_number (other->value);
      const char *time, *comparator;
      g_autofree char *date = NULL;
      g_autofree char *number_text = NULL;

      if (is_same_sample (casebook, other, cell) || crf_casebook_compare_time (casebook, other, cell) >= 0)
        continue;
      time = crf_casebook_get_time (casebook, other);
      date = *time != '\0' ? short_date (time) : NULL;
      *when = g_strjoin (" · ", event != NULL ? crf_text_get (event->title, language) : other->form->event, date, NULL);
      if (isnan (number) || unit == NULL)
        return crf_value_to_display (other->value, other->item, language);
      comparator = crf_comparator_to_string (other->value->comparator);
      number_text = crf_format_short (crf_item_from_canonical (cell->item, unit, number));
      return g_strconcat (comparator != NULL ? comparator : "", number_text, NULL);
    }
  return NULL;
}
