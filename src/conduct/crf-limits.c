/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reference ranges are data of the site, by laboratory, method, sex, age, unit and the day the sample was taken; the definition's
 * placeholders stand in where the site has entered none. */

#include "crf-limits.h"

#include "crf-casebook-kept.h"
#include "crf-field-facts.h"
#include "crf-records.h"

#include <math.h>
#include <string.h>

#define DATE_LENGTH strlen ("2026-03-02")

/* The first or last day that an ISO date, possibly partial, may mean. Dates compare as text, so that 31 stands for the end of any month. */
static void
widen (const char *on,
       gboolean to_end,
       char day[11])
{
  g_autofree char *date = g_strndup (on, DATE_LENGTH);

  g_snprintf (day, 11, "%s%s", date, strlen (date) == 4 ? (to_end ? "-12-31" : "-01-01") : strlen (date) == 7 ? (to_end ? "-31" : "-01") : "");
}

static gboolean
covers_day (const CrfRangeRecord *range,
            const char *on)
{
  char first[11], last[11];

  widen (on, FALSE, first);
  widen (on, TRUE, last);
  return (range->from == NULL || strncmp (first, range->from, DATE_LENGTH) >= 0) &&
         (range->to == NULL || *range->to == '\0' || strncmp (last, range->to, DATE_LENGTH) <= 0);
}

static gboolean
has_age (const CrfRangeRecord *range)
{
  return range->age_low != NULL || (range->age_high != NULL && *range->age_high != '\0');
}

static gboolean
covers_age (const CrfRangeRecord *range,
            int age)
{
  double limit;

  if (!has_age (range))
    return TRUE;
  if (age < 0)
    return FALSE;
  if (range->age_low != NULL && crf_number_parse_plain (range->age_low, &limit, NULL) && age < limit)
    return FALSE;
  return range->age_high == NULL || !crf_number_parse_plain (range->age_high, &limit, NULL) || age <= limit;
}

/* "Central Lab." and " central lab. " are one laboratory. */
static gboolean
same_name (const char *a,
           const char *b)
{
  g_autofree char *one = g_utf8_casefold (a, -1);
  g_autofree char *other = g_utf8_casefold (b, -1);

  return strcmp (g_strstrip (one), g_strstrip (other)) == 0;
}

static gboolean
is_blank (const char *text)
{
  return text == NULL || text[strspn (text, " \t")] == '\0';
}

/* What a range and a sample may or may not name. */
typedef const char *(*NameOf) (const CrfRangeRecord *range);

static const char *
laboratory_of (const CrfRangeRecord *range)
{
  return range->laboratory;
}

static const char *
method_of (const CrfRangeRecord *range)
{
  return range->method;
}

/* Whether all ranges of the item that name one name the same. */
static gboolean
has_one_name (const GPtrArray *ranges,
              const char *item,
              NameOf name_of)
{
  const char *name = NULL;

  for (guint i = 0; i < ranges->len; i++)
    {
      const CrfRangeRecord *range = g_ptr_array_index (ranges, i);

      if (g_strcmp0 (range->item, item) != 0 || is_blank (name_of (range)))
        continue;
      if (name != NULL && !same_name (name, name_of (range)))
        return FALSE;
      name = name_of (range);
    }
  return TRUE;
}

/* What is looked for, and how what is not stated is taken. */
typedef struct
{
  const CrfRangeCase *sample;
  gboolean any_laboratory, any_method; /* not stated, and there is only one */
} Search;

static gboolean
covers_name (const char *of_range,
             const char *of_sample,
             gboolean any)
{
  return is_blank (of_range) || any || (!is_blank (of_sample) && same_name (of_range, of_sample));
}

static gboolean
covers (const CrfRangeRecord *range,
        const Search *search)
{
  const CrfRangeCase *sample = search->sample;

  return covers_day (range, sample->on) && covers_age (range, sample->age) &&
         (range->sex == NULL || g_strcmp0 (range->sex, sample->sex) == 0) &&
         covers_name (range->laboratory, sample->laboratory, search->any_laboratory) &&
         covers_name (range->method, sample->method, search->any_method);
}

/* Who names it fits better than who does not; where the sample says nothing, the other way about. */
static int
compare_names (const char *a,
               const char *b,
               gboolean unnamed)
{
  int order = !is_blank (a) - !is_blank (b);

  return unnamed ? -order : order;
}

/* Positive where @a fits better than @b. */
static int
compare_fit (const CrfRangeRecord *a,
             const CrfRangeRecord *b,
             const Search *search)
{
  int order = compare_names (a->laboratory, b->laboratory, search->any_laboratory);

  if (order == 0)
    order = compare_names (a->method, b->method, search->any_method);
  if (order == 0)
    order = (a->sex != NULL) - (b->sex != NULL);
  if (order == 0)
    order = has_age (a) - has_age (b);
  if (order == 0 && search->sample->unit != NULL)
    order = (g_strcmp0 (a->unit, search->sample->unit) == 0) - (g_strcmp0 (b->unit, search->sample->unit) == 0);
  if (order == 0)
    order = g_strcmp0 (a->from, b->from);
  return order != 0 ? order : g_strcmp0 (a->at, b->at);
}

const CrfRangeRecord *
crf_range_in_force (const GPtrArray *ranges,
                    const char *item,
                    const CrfRangeCase *sample)
{
  Search search = { sample, is_blank (sample->laboratory) && has_one_name (ranges, item, laboratory_of),
                    is_blank (sample->method) && has_one_name (ranges, item, method_of) };
  const CrfRangeRecord *best = NULL;

  for (guint i = 0; i < ranges->len; i++)
    {
      const CrfRangeRecord *range = g_ptr_array_index (ranges, i);

      if (g_strcmp0 (range->item, item) == 0 && covers (range, &search) && (best == NULL || compare_fit (range, best, &search) > 0))
        best = range;
    }
  return best;
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

gboolean
crf_limits_under (CrfCasebook *casebook,
                  CrfCell *cell,
                  const GPtrArray *ranges,
                  CrfLimits *limits)
{
  CrfSession *session = crf_casebook_get_session (casebook);
  const char *on = crf_casebook_get_time (casebook, cell);
  CrfRangeCase sample = { .laboratory = crf_casebook_get_laboratory (casebook, cell), .method = crf_casebook_get_method (casebook, cell),
                          .sex = crf_casebook_get_concept (casebook, "demog.sex"),
                          .unit = cell->value->unit != NULL ? cell->value->unit->oid : NULL };
  const CrfRangeRecord *range;

  *limits = (CrfLimits) { NAN, NAN, FALSE };
  sample.on = *on != '\0' ? on : crf_session_get_today (session);
  sample.age = crf_casebook_get_age (casebook, sample.on);
  range = crf_range_in_force (ranges, cell->item->oid, &sample);
  if (range != NULL)
    {
      *limits = (CrfLimits) { limit_of (cell->item, range, range->low), limit_of (cell->item, range, range->high), TRUE };
      return TRUE;
    }
  for (guint i = 0; i < cell->item->ranges->len; i++)
    {
      const CrfReferenceRange *placeholder = g_ptr_array_index (cell->item->ranges, i);

      if (placeholder->sex != NULL && g_strcmp0 (placeholder->sex, sample.sex) != 0)
        continue;
      *limits = (CrfLimits) { placeholder->low, placeholder->high, FALSE };
      return TRUE;
    }
  return FALSE;
}

gboolean
crf_limits_of (CrfCasebook *casebook,
               CrfCell *cell,
               CrfLimits *limits)
{
  gboolean found;

  if (crf_casebook_recall_limits (casebook, cell, limits, &found))
    return found;
  found = crf_limits_under (casebook, cell, crf_casebook_get_ranges (casebook), limits);
  crf_casebook_keep_limits (casebook, cell, limits, found);
  return found;
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
