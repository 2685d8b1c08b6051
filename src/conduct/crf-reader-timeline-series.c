/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The numbers that a patient is followed by: laboratory tests and stored scores, with their dates. A value without
 * an observed date has no place on an axis and is left out; it is never given the date it was typed on. */

#include "crf-timeline-private.h"

#include "crf-field-facts.h"
#include "crf-limits.h"
#include "crf-sample.h"

#include <math.h>
#include <string.h>

/* Shown before anybody chooses, in this order. */
static const char *const usual[] = {
  "score.meld", "score.meld_na", "score.child_pugh", "score.albi", "lab.tbil", "lab.alb",
  "lab.inr",    "lab.creat",     "lab.na",           "lab.alt",    "lab.ast",  "lab.plt",
};

/* What is written after a score's figure. */
static const struct { const char *score, *grade; gboolean in_brackets; } grades[] = {
  { "score.child_pugh", "score.child_pugh_class", FALSE },
  { "score.albi", "score.albi_grade", TRUE },
};

static gboolean
is_followed (const CrfItem *item)
{
  return item->concept != NULL
         && (g_str_has_prefix (item->concept, "lab.") || g_str_has_prefix (item->concept, "score."))
         && (item->type == CRF_TYPE_FLOAT || item->type == CRF_TYPE_INTEGER) && item->code_list == NULL
         && !item->identifier;
}

/* A score is as old as the samples that it was computed from; bilirubin is in all of them. */
static const char *
time_of (CrfCasebook *casebook,
         CrfCell *cell)
{
  CrfStudy *study = crf_session_get_study (crf_casebook_get_session (casebook));
  const CrfItem *bilirubin = crf_study_find_item_by_concept (study, "lab.tbil");
  CrfCell *input = NULL;

  if (g_str_has_prefix (cell->item->concept, "score.") && bilirubin != NULL)
    input = crf_casebook_find_at (casebook, cell->form->event, cell->form->eventkey, bilirubin);
  return crf_casebook_get_time (casebook, input != NULL ? input : cell);
}

static char *
format_number (const CrfItem *item,
               double value)
{
  char number[CRF_DECIMAL_SIZE];

  if (item->significant_digits >= 0
      && crf_decimal_format_places (value, MIN (item->significant_digits, 4), number) != NULL)
    return g_strdup (number);
  return crf_format_short (value);
}

/* With a real minus sign, as printed. */
static char *
with_minus (char *number)
{
  char *signed_number = *number == '-' ? g_strconcat ("−", number + 1, NULL) : g_strdup (number);

  g_free (number);
  return signed_number;
}

static char *
describe (CrfCasebook *casebook,
          const CrfCell *cell)
{
  CrfSession *session = crf_casebook_get_session (casebook);
  const char *comparator = crf_comparator_to_string (cell->value->comparator);
  gboolean as_entered = cell->value->unit == NULL || cell->item->units->len == 0 ||
                        cell->value->unit == ((const CrfItemUnit *) g_ptr_array_index (cell->item->units, 0))->unit;
  g_autofree char *number
      = with_minus (as_entered && !cell->derived ? g_strdup (cell->value->canonical)
                                                 : format_number (cell->item, crf_value_get_number (cell->value)));

  for (guint i = 0; i < G_N_ELEMENTS (grades); i++)
    if (strcmp (grades[i].score, cell->item->concept) == 0)
      {
        const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (session), grades[i].grade);
        const CrfCell *grade
            = item != NULL ? crf_casebook_find_at (casebook, cell->form->event, cell->form->eventkey, item) : NULL;

        if (grade != NULL)
          return g_strdup_printf (grades[i].in_brackets ? "%s (%s)" : "%s %s", number, grade->value->canonical);
      }
  return g_strconcat (comparator != NULL ? comparator : "", number, NULL);
}

static char *
describe_entered (const CrfCell *cell,
                  const char *language)
{
  if (cell->value->unit == NULL || cell->item->units->len < 2 ||
      cell->value->unit == ((const CrfItemUnit *) g_ptr_array_index (cell->item->units, 0))->unit)
    return NULL;
  return crf_value_to_display (cell->value, cell->item, language);
}

static void
set_reference (CrfTimelinePoint *point,
               CrfCasebook *casebook,
               CrfCell *cell)
{
  CrfLimits limits;
  CrfFlag flag;

  point->low = point->high = NAN;
  if (!crf_limits_of (casebook, cell, &limits))
    return;
  flag = crf_limits_flag (&limits, cell->value);
  point->low = limits.low;
  point->high = limits.high;
  point->flag = flag == CRF_FLAG_LOW ? -1 : flag == CRF_FLAG_HIGH ? 1 : 0;
}

static CrfTimelinePoint *
point_new (CrfCasebook *casebook,
           CrfCell *cell)
{
  CrfSession *session = crf_casebook_get_session (casebook);
  const CrfEvent *event = crf_study_find_event (crf_session_get_study (session), cell->form->event);
  const char *when = time_of (casebook, cell);
  double value = crf_value_get_number (cell->value);
  CrfTimelinePoint *point;
  double at;

  if (isnan (value) || !crf_timeline_parse_time (when, &at))
    return NULL;
  point = g_new0 (CrfTimelinePoint, 1);
  point->at = at;
  point->when = g_strdup (when);
  point->value = value;
  point->comparator = cell->value->comparator;
  point->text = describe (casebook, cell);
  point->entered = describe_entered (cell, crf_session_get_language (session));
  point->visit = g_strdup (event != NULL ? crf_text_get (event->title, crf_session_get_language (session))
                                         : cell->form->event);
  point->not_analysed = crf_sample_find_use_of (casebook, cell) == CRF_SAMPLE_USE_NOT_ANALYSED;
  point->field = crf_timeline_target_of (crf_casebook_get_subject (casebook), cell);
  set_reference (point, casebook, cell);
  return point;
}

/* "ALT" of "Alanine aminotransferase (ALT)", in brackets of either kind: what people on wards say. */
static char *
shorten (const char *label)
{
  static const char *const brackets[][2] = { { "(", ")" }, { "（", "）" } };

  for (guint i = 0; i < G_N_ELEMENTS (brackets); i++)
    {
      const char *open = strstr (label, brackets[i][0]);
      g_autofree char *inside = open != NULL && g_str_has_suffix (label, brackets[i][1])
                                  ? g_strndup (open + strlen (brackets[i][0]),
                                               strlen (open) - strlen (brackets[i][0]) - strlen (brackets[i][1]))
                                  : NULL;

      if (inside != NULL && strlen (inside) >= 2 && strlen (inside) <= 6
          && strspn (inside, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") == strlen (inside))
        return g_steal_pointer (&inside);
    }
  return g_strdup (label);
}

static const char *
unit_of (const CrfItem *item,
         const char *language)
{
  return item->units->len > 0
             ? crf_text_get (((const CrfItemUnit *) g_ptr_array_index (item->units, 0))->unit->symbol, language)
             : "";
}

static int
compare_points (gconstpointer a,
                gconstpointer b)
{
  const CrfTimelinePoint *first = *(CrfTimelinePoint *const *) a;
  const CrfTimelinePoint *second = *(CrfTimelinePoint *const *) b;

  return first->at < second->at ? -1 : first->at > second->at;
}

static void
read_one (CrfTimeline *timeline,
          CrfCasebook *casebook,
          const CrfItem *item,
          gboolean is_default)
{
  g_autoptr (GPtrArray) cells = crf_casebook_list (casebook, item);
  CrfCell *baseline = cells->len > 0 ? crf_casebook_find_baseline (casebook, item) : NULL;
  const char *language = crf_session_get_language (crf_casebook_get_session (casebook));
  CrfTimelineSeries *series;

  if (cells->len == 0)
    return;
  series = crf_timeline_series_new ();
  for (guint i = 0; i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);
      CrfTimelinePoint *point = point_new (casebook, cell);

      if (point == NULL)
        continue;
      if (cell == baseline)
        {
          point->is_baseline = TRUE;
          series->baseline = point->value;
          series->baseline_text = g_strdup (point->text);
        }
      g_ptr_array_add (series->points, point);
    }
  g_ptr_array_sort (series->points, compare_points);
  series->concept = item->concept;
  series->label = g_strdup (crf_text_get (item->question, language));
  series->short_label = shorten (series->label);
  series->unit = g_strdup (unit_of (item, language));
  series->is_default = is_default;
  series->is_score = g_str_has_prefix (item->concept, "score.");
  g_ptr_array_add (timeline->series, series);
  if (series->points->len == 0)
    g_ptr_array_set_size (timeline->series, (int) timeline->series->len - 1);
}

void
crf_timeline_read_series (CrfTimeline *timeline,
                          CrfSession *session,
                          CrfCasebook *casebook)
{
  CrfStudy *study = crf_session_get_study (session);
  const GPtrArray *items = crf_study_get_items (study);

  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    {
      const CrfItem *item = crf_study_find_item_by_concept (study, usual[i]);

      if (item != NULL && is_followed (item))
        read_one (timeline, casebook, item, TRUE);
    }
  for (guint i = 0; i < items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (items, i);
      gboolean done = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (usual); j++)
        done = done || g_strcmp0 (usual[j], item->concept) == 0;
      if (!done && is_followed (item))
        read_one (timeline, casebook, item, FALSE);
    }
}
