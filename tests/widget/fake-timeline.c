/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Days are study days; 0 is 2026-03-09. */

#include "fake-timeline.h"

#include <math.h>
#include <string.h>

#include "crf-partial-date.h"

#define NOT G_MININT

int
fake_timeline_zero (void)
{
  const CrfDate date = { 2026, 3, 9, -1, -1 };

  return crf_date_to_days (&date);
}

static char *
iso_of (int day)
{
  char buffer[CRF_DATE_SIZE];
  CrfDate date;

  crf_date_from_days (fake_timeline_zero () + day, &date);
  date.hour = date.minute = -1;
  return g_strdup (crf_date_format (&date, buffer));
}

static CrfTarget *
target_new (const char *event, const char *form, const char *item)
{
  const CrfTarget target = { .subject = (char *) "WS.1",
                             .event = (char *) event,
                             .eventkey = (char *) "1",
                             .form = (char *) form,
                             .formkey = (char *) "1",
                             .item = (char *) item };

  return crf_target_copy (&target);
}

static int
abs_day (int day)
{
  return day == NOT ? CRF_TIMELINE_NO_DAY : fake_timeline_zero () + day;
}

static void
add_visit (CrfTimeline *timeline, const char *label, CrfVisitState state, int target, int before, int after,
           int actual)
{
  CrfTimelineVisit *visit = g_new0 (CrfTimelineVisit, 1);

  visit->label = g_strdup (label);
  visit->state = state;
  visit->target = abs_day (target);
  visit->from = abs_day (target - before);
  visit->to = abs_day (target + after);
  visit->actual = abs_day (actual);
  if (actual != NOT)
    {
      visit->position = actual < target - before  ? CRF_WINDOW_BEFORE
                        : actual > target + after ? CRF_WINDOW_AFTER
                                                  : CRF_WINDOW_IN;
      visit->days_off = MAX (0, MAX (target - before - actual, actual - target - after));
    }
  visit->form = target_new (label, "F.VISIT", NULL);
  g_ptr_array_add (timeline->visits, visit);
}

static void
add_infusion (CrfTimeline *timeline, CrfTimelineInfusionKind kind, const char *state, double day, const char *text)
{
  CrfTimelineInfusion *infusion = g_new0 (CrfTimelineInfusion, 1);

  infusion->ordinal = (int) timeline->infusions->len + 1;
  infusion->kind = kind;
  infusion->state = g_strdup (state);
  infusion->at = fake_timeline_zero () + day;
  infusion->text = g_strdup (text);
  infusion->form = target_new ("SE.INFUSION", "F.INF", NULL);
  g_ptr_array_add (timeline->infusions, infusion);
}

static CrfTimelineEvent *
add_event (GPtrArray *events, const char *label, const char *start, const char *end, gboolean ongoing, int grade,
           const char *grade_text)
{
  CrfTimelineEvent *event = g_new0 (CrfTimelineEvent, 1);

  event->label = g_strdup (label);
  crf_timeline_date_init (&event->start, start);
  crf_timeline_date_init (&event->end, end);
  event->ongoing = ongoing;
  event->grade = grade;
  event->grade_text = g_strdup (grade_text);
  event->form = target_new ("SE.COMMON", "F.AE", NULL);
  g_ptr_array_add (events, event);
  return event;
}

static void
add_status (CrfTimeline *timeline, CrfTimelineStatusKind kind, const char *label, int day)
{
  CrfTimelineStatus *status = g_new0 (CrfTimelineStatus, 1);
  g_autofree char *iso = iso_of (day);

  status->kind = kind;
  status->label = g_strdup (label);
  crf_timeline_date_init (&status->date, iso);
  g_ptr_array_add (timeline->statuses, status);
}

static CrfTimelineSeries *
add_series (CrfTimeline *timeline, const char *concept, const char *label, const char *unit)
{
  CrfTimelineSeries *series = crf_timeline_series_new ();

  series->concept = concept;
  series->label = g_strdup (label);
  series->short_label = g_str_has_suffix (label, "(ALT)") ? g_strdup ("ALT") : g_strdup (label);
  series->unit = g_strdup (unit);
  series->is_default = TRUE;
  series->is_score = g_str_has_prefix (concept, "score.");
  g_ptr_array_add (timeline->series, series);
  return series;
}

static void
add_point (CrfTimelineSeries *series, double day, const char *text, double low, double high, const char *visit)
{
  CrfTimelinePoint *point = g_new0 (CrfTimelinePoint, 1);
  const char *digits = text;

  if (*text == '<' || *text == '>')
    {
      point->comparator = *text == '<' ? CRF_COMPARATOR_LESS : CRF_COMPARATOR_GREATER;
      digits++;
    }
  point->at = fake_timeline_zero () + day;
  point->when = iso_of ((int) floor (day));
  if (g_str_has_prefix (digits, "−"))
    point->value = -g_ascii_strtod (digits + strlen ("−"), NULL);
  else
    point->value = g_ascii_strtod (digits, NULL);
  point->text = g_strdup (text);
  point->visit = g_strdup (visit);
  point->low = low;
  point->high = high;
  point->flag = !isnan (high) && point->value > high ? 1 : !isnan (low) && point->value < low ? -1 : 0;
  point->field = target_new (visit, "F.VISIT", series->concept);
  g_ptr_array_add (series->points, point);
  if (series->baseline_text == NULL && day < 0)
    {
      point->is_baseline = TRUE;
      series->baseline = point->value;
      series->baseline_text = g_strdup (text);
    }
}

static void
fill (CrfTimeline *timeline, const char *concept, const char *label, const char *unit, double low, double high,
      const char *texts)
{
  static const double days[] = { -7.3, 7.3, 28.3, 56.3, 86.3, 170.3 };
  static const char *const visits[] = { "Screening", "Week 1", "Week 4", "Week 8", "Week 12", "Week 24" };
  CrfTimelineSeries *series = add_series (timeline, concept, label, unit);
  g_auto (GStrv) parts = g_strsplit (texts, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    add_point (series, days[i], parts[i], low, high, visits[i]);
}

static CrfTimeline *
start (int today)
{
  CrfTimeline *timeline = crf_timeline_new ();

  timeline->subject = g_strdup ("WS.1");
  timeline->number = g_strdup ("S-014");
  timeline->study = g_strdup ("NCT06167473");
  timeline->heads = g_strdup ("A3K9QX2M:412 5f0c21d3a9e07b64");
  timeline->demo = TRUE;
  timeline->zero = fake_timeline_zero ();
  timeline->today = timeline->zero + today;
  add_status (timeline, CRF_TIMELINE_STATUS_CONSENT, "Consent 1.0", -10);
  return timeline;
}

CrfTimeline *
fake_timeline_new (void)
{
  CrfTimeline *timeline = start (29);

  add_visit (timeline, "Screening", CRF_VISIT_DONE, -1, 27, 0, -7);
  add_visit (timeline, "Infusion", CRF_VISIT_DONE, 0, 0, 14, 0);
  add_visit (timeline, "Week 1", CRF_VISIT_DONE, 7, 2, 2, 7);
  add_visit (timeline, "Week 4", CRF_VISIT_STARTED, 28, 3, 3, 28);
  add_visit (timeline, "Week 8", CRF_VISIT_UPCOMING, 56, 7, 7, NOT);
  add_visit (timeline, "Week 12", CRF_VISIT_UPCOMING, 84, 7, 7, NOT);
  add_visit (timeline, "Week 24", CRF_VISIT_UPCOMING, 168, 14, 14, NOT);
  add_infusion (timeline, CRF_TIMELINE_INFUSION_GIVEN, "Given", 0.4,
                "186.0 × 10⁶ cells · 3.00 × 10⁶/kg · 98.9 % of plan");
  add_event (timeline->adverse_events, "fever", "2026-03-09", "2026-03-12", FALSE, 1, "1: mild");
  add_event (timeline->adverse_events, "ascites", "2026-03-28", NULL, TRUE, 2, "2: moderate");
  add_event (timeline->decompensations, "ascites", "2026-03-28", NULL, FALSE, 0, "moderate");
  add_status (timeline, CRF_TIMELINE_STATUS_ALLOCATED, "Allocated · R-009", -2);
  fill (timeline, "score.meld", "MELD", "", NAN, NAN, "19,18,17");
  fill (timeline, "lab.tbil", "Total bilirubin", "µmol/L", 5, 21, "78.4,70.1,61.2");
  fill (timeline, "lab.alb", "Albumin", "g/L", 40, 55, "29,30.2,31.4");
  fill (timeline, "lab.inr", "INR", "", 0.8, 1.2, "1.78,1.71,1.62");
  return timeline;
}

static void
add_long_events (CrfTimeline *timeline)
{
  GPtrArray *events = timeline->adverse_events;

  add_event (events, "fever", "2026-03-09T15:20", "2026-03-10", FALSE, 1, "1: mild");
  add_event (events, "chills and rigors during the infusion, with a rash on both forearms", "2026-03-09",
             "2026-03-09", FALSE, 2, "2: moderate");
  add_event (events, "headache", "2026-03-11", "2026-03-20", FALSE, 1, "1: mild");
  add_event (events, "hypokalaemia", "2026-03-14", "2026-04-02", FALSE, 3, "3: severe");
  add_event (events, "ascites", "2026-03", NULL, TRUE, 2, "2: moderate");
  add_event (events, "spontaneous bacterial peritonitis", "2026-04-20", "2026-05-30", FALSE, 4,
             "4: life-threatening")
      ->serious
      = TRUE;
  add_event (events, "pruritus", "2026-06-01", NULL, FALSE, 0, NULL);
  add_event (events, "variceal bleeding", "2026-08-30", "2026-09-02", FALSE, 5, "5: fatal")->serious = TRUE;
  add_event (events, "tiredness", "2025", NULL, FALSE, 1, "1: mild");
  add_event (timeline->decompensations, "Gastrointestinal bleeding", "2026-08-30", NULL, FALSE, 0, "severe");
  add_event (timeline->decompensations, "Ascites", "2026-03-28", NULL, FALSE, 0, "moderate");
  add_event (timeline->decompensations, "Hepatic encephalopathy", "2026-04-02", NULL, FALSE, 0, NULL);
}

CrfTimeline *
fake_timeline_new_long (void)
{
  CrfTimeline *timeline = start (200);

  add_visit (timeline, "Screening", CRF_VISIT_DONE, -1, 27, 0, -7);
  add_visit (timeline, "Infusion", CRF_VISIT_DONE, 0, 0, 14, 0);
  add_visit (timeline, "Infusion 2", CRF_VISIT_DONE, 28, 3, 3, 29);
  add_visit (timeline, "Week 1", CRF_VISIT_DONE, 7, 2, 2, 7);
  add_visit (timeline, "Week 4", CRF_VISIT_DONE, 28, 3, 3, 28);
  add_visit (timeline, "Week 8", CRF_VISIT_MISSED, 56, 7, 7, NOT);
  add_visit (timeline, "Week 12", CRF_VISIT_STARTED, 84, 7, 7, 96);
  add_visit (timeline, "Week 24", CRF_VISIT_LATE, 168, 14, 14, NOT);
  add_visit (timeline, "Week 29", CRF_VISIT_OPEN, 203, 7, 7, NOT);
  add_visit (timeline, "Week 48", CRF_VISIT_UPCOMING, 336, 14, 14, NOT);
  add_visit (timeline, "Day 365", CRF_VISIT_UPCOMING, 365, 14, 14, NOT);
  add_infusion (timeline, CRF_TIMELINE_INFUSION_GIVEN, "Given", 0.4,
                "186.0 × 10⁶ cells · 3.00 × 10⁶/kg · 98.9 % of plan");
  add_infusion (timeline, CRF_TIMELINE_INFUSION_PARTLY, "Partly given", 29.4,
                "92.0 × 10⁶ cells · 1.48 × 10⁶/kg · 49.5 % of plan");
  add_infusion (timeline, CRF_TIMELINE_INFUSION_PLANNED, "Planned", 210, NULL);
  add_long_events (timeline);
  add_status (timeline, CRF_TIMELINE_STATUS_ALLOCATED, "Allocated · R-009", -2);
  add_status (timeline, CRF_TIMELINE_STATUS_LOT_ALERT, "Lot L-0231: sterility positive", 40);
  add_status (timeline, CRF_TIMELINE_STATUS_TRANSPLANTED, "Liver transplantation", 120);
  add_status (timeline, CRF_TIMELINE_STATUS_DIED, "Died · liver failure", 177);
  fill (timeline, "score.meld", "MELD", "", NAN, NAN, "19,18,17,16,18,24");
  fill (timeline, "score.meld_na", "MELD-Na", "", NAN, NAN, "22,21,19,19,20,28");
  fill (timeline, "score.child_pugh", "Child-Pugh points", "", NAN, NAN, "9 B,9 B,8 B,7 B,8 B,11 C");
  fill (timeline, "score.albi", "ALBI", "", NAN, NAN, "−1.42,−1.50,−1.61,−1.70,−1.55,−0.92");
  fill (timeline, "lab.tbil", "Total bilirubin", "µmol/L", 5, 21, "78.4,70.1,61.2,55,60.3,140.6");
  fill (timeline, "lab.alb", "Albumin", "g/L", 40, 55, "29,30.2,31.4,33,31,26.5");
  fill (timeline, "lab.inr", "INR", "", 0.8, 1.2, "1.78,1.71,1.62,1.5,1.6,2.3");
  fill (timeline, "lab.creat", "Creatinine", "µmol/L", 57, 97, "88,90,86,81,95,160");
  fill (timeline, "lab.na", "Sodium", "mmol/L", 137, 147, "134,136,138,139,137,129");
  fill (timeline, "lab.alt", "Alanine aminotransferase (ALT)", "U/L", 9, 50, "92,78,60,44,41,210");
  fill (timeline, "lab.ast", "Aspartate aminotransferase (AST)", "U/L", 15, 40, "110,95,70,52,49,260");
  fill (timeline, "lab.plt", "Platelets", "10⁹/L", 125, 350, "62,58,70,<80,75,>40");
  return timeline;
}

CrfTimeline *
fake_timeline_new_first_day (void)
{
  CrfTimeline *timeline = start (-8);

  timeline->zero_kind = CRF_TIMELINE_ZERO_CONSENT;
  timeline->zero -= 10;
  add_visit (timeline, "Screening", CRF_VISIT_STARTED, -8, 0, 0, -8);
  fill (timeline, "score.meld", "MELD", "", NAN, NAN, "19");
  fill (timeline, "lab.tbil", "Total bilirubin", "µmol/L", 5, 21, "78.4");
  fill (timeline, "lab.alt", "ALT", "U/L", 9, 50, "44");
  return timeline;
}

GPtrArray *
fake_timeline_series (CrfTimeline *timeline, guint n)
{
  GPtrArray *series = g_ptr_array_new ();

  for (guint i = 0; i < timeline->series->len && i < n; i++)
    g_ptr_array_add (series, g_ptr_array_index (timeline->series, i));
  return series;
}
