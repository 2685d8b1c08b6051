/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whole sentences or parts joined by a dot in the middle; order and marks are the translator's where words are
 * joined. */

#include "crf-timeline-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crf-day.h"
#include "crf-partial-date.h"

static void
iso_of (double at,
        char  *buffer)
{
  CrfDate date;

  crf_date_from_days ((int) floor (at), &date);
  date.hour = date.minute = -1;
  crf_date_format (&date, buffer);
}

char *
crf_timeline_words_day (const CrfTimeline *data,
                        double             at)
{
  int day = (int) floor (at) - data->zero;

  /* Translators: a day of the study; day 0 is usually the first infusion. A negative number has a real minus sign. */
  return day < 0 ? g_strdup_printf (_("day −%d"), -day) : g_strdup_printf (_("day %d"), day);
}

char *
crf_timeline_words_date (double at)
{
  char iso[CRF_DATE_SIZE];

  iso_of (at, iso);
  return crf_day_format (iso);
}

char *
crf_timeline_words_when (const CrfTimeline *data,
                         double             at)
{
  g_autofree char *day = crf_timeline_words_day (data, at);
  g_autofree char *date = crf_timeline_words_date (at);

  return g_strdup_printf ("%s · %s", day, date);
}

const char *
crf_timeline_words_zero (CrfTimelineZero kind)
{
  switch (kind)
    {
    case CRF_TIMELINE_ZERO_INFUSION:
      return _("day 0: first infusion");
    case CRF_TIMELINE_ZERO_ALLOCATION:
      return _("day 0: randomisation");
    case CRF_TIMELINE_ZERO_PLANNED:
      return _("day 0: latest day for the infusion");
    case CRF_TIMELINE_ZERO_CONSENT:
      return _("day 0: consent, for now");
    case CRF_TIMELINE_ZERO_REGISTRATION:
    default:
      return _("day 0: registration, for now");
    }
}

char *
crf_timeline_words_visit (const CrfTimelineVisit *visit)
{
  if (visit->position == CRF_WINDOW_BEFORE && visit->actual != CRF_TIMELINE_NO_DAY)
    /* Translators: visit, days before its window */
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%s · %d day early", "%s · %d days early", (gulong) visit->days_off),
        visit->label, visit->days_off);
  if (visit->position == CRF_WINDOW_AFTER && visit->actual != CRF_TIMELINE_NO_DAY)
    /* Translators: visit, days after its window */
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%s · %d day late", "%s · %d days late", (gulong) visit->days_off),
        visit->label, visit->days_off);
  switch (visit->state)
    {
    case CRF_VISIT_OPEN:
    case CRF_VISIT_LATE:
    case CRF_VISIT_STARTED:
    case CRF_VISIT_MISSED:
      return g_strdup_printf ("%s · %s", visit->label, crf_visit_state_get_label (visit->state));
    case CRF_VISIT_NO_DATE:
    case CRF_VISIT_UPCOMING:
    case CRF_VISIT_DONE:
    case CRF_VISIT_NOT_APPLICABLE:
    default:
      return g_strdup (visit->label);
    }
}

static void
add (GString    *text,
     const char *separator,
     const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  g_string_append_printf (text, "%s%s", text->len > 0 ? separator : "", part);
}

char *
crf_timeline_words_event (const CrfTimelineEvent *event,
                          gboolean                adverse)
{
  g_autoptr (GString) text = g_string_new (event->label);
  g_autofree char *grade = NULL;

  if (event->serious)
    /* Translators: serious adverse event */
    add (text, " · ", _("SAE"));
  if (event->grade > 0)
    /* Translators: CTCAE grade of an adverse event */
    grade = g_strdup_printf (_("grade %d"), event->grade);
  else if (adverse)
    grade = g_strdup (_("not graded"));
  else
    grade = g_strdup (event->grade_text);
  add (text, " · ", grade);
  if (event->ongoing)
    /* Translators: an adverse event that has not ended */
    add (text, " · ", _("ongoing"));
  return g_strdup (text->str);
}

char *
crf_timeline_words_infusion (const CrfTimelineInfusion *infusion)
{
  g_autoptr (GString) text = g_string_new (NULL);

  /* A figure says that it was given; anything else is said. */
  if (infusion->kind != CRF_TIMELINE_INFUSION_GIVEN || infusion->text == NULL)
    add (text, " · ", infusion->state);
  add (text, " · ", infusion->text);
  return g_strdup (text->str);
}

char *
crf_timeline_words_change (const CrfTimelineSeries *series)
{
  const CrfTimelinePoint *last = crf_timeline_series_get_last (series);

  if (series->baseline_text == NULL)
    /* Translators: the latest value where there is no baseline */
    return g_strdup_printf (_("last %s"), last->text);
  if (last->is_baseline)
    /* Translators: the baseline value */
    return g_strdup_printf (_("base %s"), series->baseline_text);
  /* Translators: baseline value → latest value */
  return g_strdup_printf (_("base %s → %s"), series->baseline_text, last->text);
}

char *
crf_timeline_words_value (const CrfTimelineSeries *series,
                          const CrfTimelinePoint  *point)
{
  if (*series->unit == '\0')
    return g_strdup (point->text);
  /* "62 × 10⁹/L" */
  return g_strconcat (point->text, g_ascii_isdigit (*series->unit) ? " × " : " ", series->unit, NULL);
}

char *
crf_timeline_words_range (const CrfTimelinePoint *point)
{
  char low[CRF_DECIMAL_SIZE] = "";
  char high[CRF_DECIMAL_SIZE] = "";
  g_autofree char *range = NULL;

  if (!isnan (point->low))
    crf_decimal_format (point->low, low);
  if (!isnan (point->high))
    crf_decimal_format (point->high, high);
  if (*low != '\0' && *high != '\0')
    range = g_strdup_printf ("%s–%s", low, high);
  else if (*high != '\0')
    range = g_strdup_printf ("≤ %s", high);
  else if (*low != '\0')
    range = g_strdup_printf ("≥ %s", low);
  else
    return NULL;
  if (point->flag > 0)
    /* Translators: %s is a range such as 7–40 */
    return g_strdup_printf (_("above the reference range %s"), range);
  if (point->flag < 0)
    return g_strdup_printf (_("below the reference range %s"), range);
  return g_strdup_printf (_("within the reference range %s"), range);
}

/* ── Everything about one mark ── */

static char *
window_of (const CrfTimelineVisit *visit)
{
  char from[CRF_DATE_SIZE], to[CRF_DATE_SIZE];
  g_autofree char *window = NULL;

  if (visit->from == CRF_TIMELINE_NO_DAY || visit->to == CRF_TIMELINE_NO_DAY)
    return NULL;
  iso_of (visit->from, from);
  iso_of (visit->to, to);
  window = crf_day_format_window (from, to);
  /* Translators: the days within which a visit is to be */
  return g_strdup_printf (visit->provisional ? _("window %s, may still move") : _("window %s"), window);
}

static void
describe_visit (GString                *text,
                const CrfTimeline      *data,
                const CrfTimelineVisit *visit)
{
  g_autofree char *label = crf_timeline_words_visit (visit);
  g_autofree char *window = window_of (visit);
  int day = visit->actual != CRF_TIMELINE_NO_DAY ? visit->actual : visit->target;
  g_autofree char *when = day != CRF_TIMELINE_NO_DAY ? crf_timeline_words_when (data, day) : NULL;

  add (text, "\n", label);
  if (visit->actual == CRF_TIMELINE_NO_DAY)
    add (text, "\n", crf_visit_state_get_label (visit->state));
  add (text, "\n", when);
  add (text, "\n", window);
}

static void
describe_infusion (GString                   *text,
                   const CrfTimeline         *data,
                   const CrfTimelineInfusion *infusion)
{
  g_autofree char *label = g_strdup_printf (_("Infusion %d · %s"), infusion->ordinal, infusion->state);
  g_autofree char *when = crf_timeline_words_when (data, infusion->at);

  add (text, "\n", label);
  add (text, "\n", infusion->text);
  add (text, "\n", when);
}

static char *
span_of (const CrfTimelineEvent *event)
{
  g_autofree char *start = crf_day_format (event->start.text);
  g_autofree char *end = crf_day_format (event->end.text);

  if (start == NULL)
    return g_strdup (_("no start entered"));
  if (end != NULL)
    /* Translators: from – to */
    return g_strdup_printf (_("%s – %s"), start, end);
  return g_strdup (start);
}

static void
describe_event (GString                *text,
                const CrfTimelineEvent *event,
                gboolean                adverse)
{
  g_autofree char *label = crf_timeline_words_event (event, adverse);
  g_autofree char *span = span_of (event);

  add (text, "\n", label);
  if (adverse)
    add (text, "\n", event->grade_text);
  add (text, "\n", span);
  if (adverse && event->end.text == NULL && !event->ongoing)
    add (text, "\n", _("no end entered"));
}

static void
describe_point (GString                 *text,
                const CrfTimeline       *data,
                const CrfTimelineSeries *series,
                const CrfTimelinePoint  *point)
{
  g_autofree char *value = crf_timeline_words_value (series, point);
  g_autofree char *label = g_strdup_printf ("%s %s", series->label, value);
  g_autofree char *when = crf_timeline_words_when (data, point->at);
  g_autofree char *range = crf_timeline_words_range (point);
  g_autofree char *entered = point->entered != NULL ? g_strdup_printf (_("entered as %s"), point->entered) : NULL;

  add (text, "\n", label);
  add (text, "\n", entered);
  add (text, "\n", range);
  if (point->is_baseline)
    add (text, "\n", _("baseline"));
  if (point->not_analysed)
    add (text, "\n", _("of a sample that is not analysed"));
  add (text, "\n", when);
  add (text, "\n", point->visit);
}

char *
crf_timeline_words_mark (const CrfTimeline       *data,
                         const CrfTimelineMark   *mark,
                         const CrfTimelineSeries *series)
{
  g_autoptr (GString) text = g_string_new (NULL);

  switch (mark->lane)
    {
    case CRF_TIMELINE_LANE_VISITS:
      describe_visit (text, data, mark->what);
      break;
    case CRF_TIMELINE_LANE_INFUSIONS:
      describe_infusion (text, data, mark->what);
      break;
    case CRF_TIMELINE_LANE_ADVERSE_EVENTS:
    case CRF_TIMELINE_LANE_DECOMPENSATIONS:
      describe_event (text, mark->what, mark->lane == CRF_TIMELINE_LANE_ADVERSE_EVENTS);
      break;
    case CRF_TIMELINE_LANE_STATUSES:
      {
        const CrfTimelineStatus *status = mark->what;
        g_autofree char *when = crf_day_format (status->date.text);

        add (text, "\n", status->label);
        add (text, "\n", when);
        break;
      }
    case CRF_TIMELINE_N_LANES:
    default:
      if (series != NULL)
        describe_point (text, data, series, mark->what);
      break;
    }
  return g_strdup (text->str);
}
