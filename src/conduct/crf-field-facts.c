/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A number never stands alone. */

#include "crf-field-facts.h"

#include "crf-ctcae.h"
#include "crf-partial-date.h"
#include "crf-records.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Dates compare as text; a time of day beyond the day of the range's end does not matter. */
static gboolean
is_in_force (const CrfRangeRecord *range,
             const char *sex,
             const char *on)
{
  if (range->sex != NULL && *range->sex != '\0' && g_strcmp0 (range->sex, sex) != 0)
    return FALSE;
  if (range->from != NULL && *range->from != '\0' && strncmp (on, range->from, strlen ("2026-03-02")) < 0)
    return FALSE;
  return range->to == NULL || *range->to == '\0' || strncmp (on, range->to, strlen ("2026-03-02")) <= 0;
}

static double
limit_of (const CrfItem *item,
          const CrfRangeRecord *range,
          const char *text)
{
  double number;

  if (text == NULL || !crf_number_parse_plain (text, &number, NULL))
    return NAN;
  for (guint i = 0; i < item->units->len; i++)
    {
      const CrfItemUnit *unit = g_ptr_array_index (item->units, i);

      if (g_strcmp0 (unit->unit->oid, range->unit) == 0)
        return number * unit->factor;
    }
  return number;
}

static gboolean
site_limits (CrfCasebook *casebook,
             CrfCell *cell,
             const char *sex,
             const char *on,
             CrfLimits *limits)
{
  CrfSession *session = crf_casebook_get_session (casebook);
  g_autoptr (GPtrArray) ranges = crf_records_ranges (crf_session_get_file (session), cell->item->oid, NULL);
  const CrfRangeRecord *best = NULL;

  for (guint i = 0; ranges != NULL && i < ranges->len; i++)
    {
      const CrfRangeRecord *range = g_ptr_array_index (ranges, i);

      /* Of several in force the one that began last. */
      if (is_in_force (range, sex, on) && (best == NULL || g_strcmp0 (range->from, best->from) >= 0))
        best = range;
    }
  if (best == NULL)
    return FALSE;
  limits->low = limit_of (cell->item, best, best->low);
  limits->high = limit_of (cell->item, best, best->high);
  return TRUE;
}

gboolean
crf_limits_of (CrfCasebook *casebook,
               CrfCell *cell,
               CrfLimits *limits)
{
  CrfSession *session = crf_casebook_get_session (casebook);
  const char *sex = crf_casebook_get_concept (casebook, "demog.sex");
  const char *on = crf_casebook_get_time (casebook, cell);

  *limits = (CrfLimits) { NAN, NAN };
  if (site_limits (casebook, cell, sex, *on != '\0' ? on : crf_session_get_today (session), limits))
    return TRUE;
  for (guint i = 0; i < cell->item->ranges->len; i++)
    {
      const CrfReferenceRange *range = g_ptr_array_index (cell->item->ranges, i);

      if (range->sex != NULL && g_strcmp0 (range->sex, sex) != 0)
        continue;
      limits->low = range->low;
      limits->high = range->high;
      return TRUE;
    }
  return FALSE;
}

CrfFlag
crf_limits_flag (const CrfLimits *limits,
                 const CrfValue *value)
{
  double number = crf_value_get_number (value);

  if (isnan (number))
    return CRF_FLAG_NONE;
  if (!isnan (limits->high) && value->comparator != CRF_COMPARATOR_LESS)
    {
      int order = crf_decimal_compare (number, limits->high);

      if (order > 0 || (order == 0 && value->comparator == CRF_COMPARATOR_GREATER))
        return CRF_FLAG_HIGH;
    }
  if (!isnan (limits->low) && value->comparator != CRF_COMPARATOR_GREATER)
    {
      int order = crf_decimal_compare (number, limits->low);

      if (order < 0 || (order == 0 && value->comparator == CRF_COMPARATOR_LESS))
        return CRF_FLAG_LOW;
    }
  return CRF_FLAG_NONE;
}

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

char *
crf_limits_to_text (const CrfLimits *limits,
                    const CrfItem *item,
                    const CrfUnit *unit)
{
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  if (!isnan (limits->low))
    low = crf_format_short (unit != NULL ? crf_item_from_canonical (item, unit, limits->low) : limits->low);
  if (!isnan (limits->high))
    high = crf_format_short (unit != NULL ? crf_item_from_canonical (item, unit, limits->high) : limits->high);
  if (low != NULL && high != NULL)
    return g_strdup_printf ("%s–%s", low, high);
  if (high != NULL)
    return g_strdup_printf ("≤ %s", high);
  return low != NULL ? g_strdup_printf ("≥ %s", low) : NULL;
}

static const struct { const char *concept; CrfCtcaeTest test; } tests[] = {
  { "lab.alt", CRF_CTCAE_ALT },           { "lab.ast", CRF_CTCAE_AST },          { "lab.alp", CRF_CTCAE_ALP },
  { "lab.ggt", CRF_CTCAE_GGT },           { "lab.tbil", CRF_CTCAE_BILIRUBIN },   { "lab.creat", CRF_CTCAE_CREATININE },
  { "lab.inr", CRF_CTCAE_INR },           { "lab.alb", CRF_CTCAE_ALBUMIN },      { "lab.na", CRF_CTCAE_SODIUM_LOW },
  { "lab.na", CRF_CTCAE_SODIUM_HIGH },    { "lab.k", CRF_CTCAE_POTASSIUM_LOW },  { "lab.k", CRF_CTCAE_POTASSIUM_HIGH },
  { "lab.plt", CRF_CTCAE_PLATELETS },     { "lab.hgb", CRF_CTCAE_HAEMOGLOBIN },  { "lab.wbc", CRF_CTCAE_WBC_LOW },
  { "lab.wbc", CRF_CTCAE_WBC_HIGH },      { "lab.neut", CRF_CTCAE_NEUTROPHILS }, { "lab.lymph", CRF_CTCAE_LYMPHOCYTES },
};

/* -1: no grade can be given. */
static int
grade (CrfCtcaeTest test,
       double value,
       double baseline,
       gboolean is_baseline,
       const CrfLimits *limits)
{
  CrfCtcaeInput input = { .value = value, .baseline = baseline, .uln = limits->high, .lln = limits->low, .is_baseline = is_baseline };
  g_autoptr (CrfScoreResult) result = crf_ctcae_grade (test, &input);

  return result->status == CRF_SCORE_DONE ? (int) result->value : -1;
}

char *
crf_grade_of (CrfCasebook *casebook,
              CrfCell *cell)
{
  double value = crf_value_get_number (cell->value);
  CrfCell *baseline;
  CrfLimits limits;
  int worst = 0;

  if (isnan (value) || cell->item->concept == NULL || !g_str_has_prefix (cell->item->concept, "lab."))
    return NULL;
  baseline = crf_casebook_find_baseline (casebook, cell->item);
  if (baseline == NULL || baseline == cell || crf_casebook_compare_time (casebook, cell, baseline) <= 0 ||
      !crf_limits_of (casebook, cell, &limits))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      double before = crf_value_get_number (baseline->value);
      int now;

      if (strcmp (tests[i].concept, cell->item->concept) != 0)
        continue;
      now = grade (tests[i].test, value, before, FALSE, &limits);
      if (now > worst && now > grade (tests[i].test, before, before, TRUE, &limits))
        worst = now;
    }
  return worst > 0 ? g_strdup_printf ("G%d", worst) : NULL;
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
  /* Translators: a date beside a value, day and short month, as g_date_time_format() has it. */
  return g_date_time_format (time, _("%-d %b"));
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
      const char *time;
      g_autofree char *date = NULL;

      if ((strcmp (other->form->event, cell->form->event) == 0 && g_strcmp0 (other->form->eventkey, cell->form->eventkey) == 0) ||
          crf_casebook_compare_time (casebook, other, cell) >= 0)
        continue;
      time = crf_casebook_get_time (casebook, other);
      date = *time != '\0' ? short_date (time) : NULL;
      *when = g_strjoin (" · ", event != NULL ? crf_text_get (event->title, language) : other->form->event, date, NULL);
      if (isnan (number) || unit == NULL)
        return crf_value_to_display (other->value, other->item, language);
      return crf_format_short (crf_item_from_canonical (cell->item, unit, number));
    }
  return NULL;
}
