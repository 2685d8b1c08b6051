/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads one patient's course: identity, day 0, the calendar and the infusions. Events and numbers are read beside it. */

#include "crf-timeline-private.h"

#include "crf-infusion.h"
#include "crf-partial-date.h"
#include "crf-records.h"
#include "crf-session-private.h"
#include "crf-store-error.h"
#include "crf-visits.h"
#include "crf-version.h"
#include "crf-readings.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

CrfTarget *
crf_timeline_target_of (const char *subject,
                        const CrfCell *cell)
{
  const CrfTarget target = { .subject = (char *) subject,
                             .event = cell->form->event,
                             .eventkey = cell->form->eventkey,
                             .form = cell->form->form,
                             .formkey = cell->form->formkey,
                             .group = cell->group,
                             .groupkey = cell->groupkey,
                             .item = (char *) cell->item->oid };

  return crf_target_copy (&target);
}

static int
day_of (const char *iso)
{
  CrfTimelineDate date;
  int day;

  crf_timeline_date_init (&date, iso);
  day = date.earliest == date.latest ? date.earliest : CRF_TIMELINE_NO_DAY;
  crf_timeline_date_clear (&date);
  return day;
}

/* ── Day 0 ── */

static void
set_zero (CrfTimeline *timeline,
          CrfTimelineZero kind,
          const char *iso,
          int days)
{
  int day = day_of (iso);

  if (timeline->zero != CRF_TIMELINE_NO_DAY || day == CRF_TIMELINE_NO_DAY)
    return;
  timeline->zero_kind = kind;
  timeline->zero = day + days;
}

static void
read_zero (CrfTimelineReading *reading)
{
  CrfTimeline *timeline = reading->timeline;
  g_autofree char *allocated = crf_allocation_date_of (reading->session, reading->subject);
  g_autofree char *consent = crf_consent_of (reading->session, reading->subject->key);
  g_autofree char *registered = NULL;
  CrfInstant instant;
  char buffer[CRF_INSTANT_SIZE];

  timeline->zero = CRF_TIMELINE_NO_DAY;
  if (g_strcmp0 (crf_study_get_day_zero (reading->study), "randomisation") == 0)
    set_zero (timeline, CRF_TIMELINE_ZERO_ALLOCATION, allocated, 0);
  set_zero (timeline, CRF_TIMELINE_ZERO_INFUSION, crf_casebook_get_first_infusion (reading->casebook), 0);
  set_zero (timeline, CRF_TIMELINE_ZERO_PLANNED, allocated, crf_study_get_baseline_days (reading->study));
  set_zero (timeline, CRF_TIMELINE_ZERO_CONSENT, consent, 0);
  if (reading->subject->registered_at != NULL && crf_instant_parse_utc (reading->subject->registered_at, &instant))
    {
      instant.offset_minutes = crf_session_now (reading->session).offset_minutes;
      registered = g_strdup (crf_instant_format_local_date (instant, buffer));
    }
  set_zero (timeline, CRF_TIMELINE_ZERO_REGISTRATION, registered, 0);
  set_zero (timeline, CRF_TIMELINE_ZERO_REGISTRATION, crf_session_get_today (reading->session), 0);
}

/* ── Visits ── */

static CrfTarget *
target_of_visit (const CrfTimelineReading *reading,
                 const CrfVisit *visit)
{
  const CrfForm *form = visit->event->forms->len > 0 ? g_ptr_array_index (visit->event->forms, 0) : NULL;
  const CrfTarget target = { .subject = reading->subject->key,
                             .event = (char *) visit->event->oid,
                             .eventkey = visit->eventkey != NULL   ? visit->eventkey
                                         : visit->event->repeating ? NULL
                                                                   : (char *) "1",
                             .form = form != NULL ? (char *) form->oid : NULL,
                             .formkey = (char *) "1" };

  return crf_target_copy (&target);
}

static char *
label_of_visit (const CrfTimelineReading *reading,
                const CrfVisit *visit)
{
  const char *title = crf_text_get (visit->event->title, reading->language);

  if (*title == '\0')
    title = visit->event->name;
  if (!visit->event->repeating || visit->ordinal < 2)
    return g_strdup (title);
  /* Translators: the nth visit of its kind, "Infusion 2" */
  return g_strdup_printf (_("%s %d"), title, visit->ordinal);
}

static void
read_visits (CrfTimelineReading *reading)
{
  for (guint i = 0; i < reading->visits->len; i++)
    {
      const CrfVisit *visit = g_ptr_array_index (reading->visits, i);
      CrfTimelineVisit *shown = g_new0 (CrfTimelineVisit, 1);

      shown->label = label_of_visit (reading, visit);
      shown->state = visit->state;
      shown->provisional = visit->provisional;
      shown->unscheduled = visit->event->type == CRF_EVENT_UNSCHEDULED;
      shown->target = day_of (visit->target);
      shown->from = day_of (visit->from);
      shown->to = day_of (visit->to);
      shown->actual = day_of (visit->visit_date);
      shown->position = visit->position;
      shown->days_off = visit->days_off;
      shown->form = target_of_visit (reading, visit);
      g_ptr_array_add (reading->timeline->visits, shown);
    }
}

/* ── Infusions ── */

static CrfTimelineInfusionKind
kind_of (CrfInfusionStage stage)
{
  switch (stage)
    {
    case CRF_INFUSION_STARTED:
      return CRF_TIMELINE_INFUSION_RUNNING;
    case CRF_INFUSION_GIVEN:
      return CRF_TIMELINE_INFUSION_GIVEN;
    case CRF_INFUSION_PARTLY:
      return CRF_TIMELINE_INFUSION_PARTLY;
    case CRF_INFUSION_POSTPONED:
    case CRF_INFUSION_CANCELLED:
      return CRF_TIMELINE_INFUSION_NOT_GIVEN;
    case CRF_INFUSION_NONE:
    case CRF_INFUSION_PLANNED:
    case CRF_INFUSION_CHECKED:
    default:
      return CRF_TIMELINE_INFUSION_PLANNED;
    }
}

static void
append (GString *text,
        char *part)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
  g_free (part);
}

/* What the file has in plain: figures that would tell the arm are sealed in a masked study, and so do not get here.
 */
static char *
describe_infusion (const CrfInfusion *infusion,
                   gboolean given)
{
  double dose = crf_infusion_get_number (infusion, given ? "inf.dose_given" : "inf.dose_planned");
  double weight = crf_infusion_get_number (infusion, "inf.weight");
  double cells = given ? dose * weight : crf_infusion_get_number (infusion, "inf.target_cells");
  double deviation = crf_infusion_get_number (infusion, "inf.deviation");
  double volume = crf_infusion_get_number (infusion, given ? "inf.given_volume" : "inf.final_volume");
  g_autoptr (GString) text = g_string_new (NULL);
  char number[CRF_DECIMAL_SIZE];

  if (!isnan (cells))
    /* Translators: cells in millions */
    append (text, g_strdup_printf (_("%s × 10⁶ cells"), crf_decimal_format_places (cells, 1, number)));
  if (!isnan (dose))
    append (text, g_strdup_printf (_("%s × 10⁶/kg"), crf_decimal_format_places (dose, 2, number)));
  if (given && !isnan (deviation))
    /* Translators: the dose given as a part of the planned one */
    append (text, g_strdup_printf (_("%s %% of plan"), crf_decimal_format_places (100 + deviation, 1, number)));
  if (text->len == 0 && !isnan (volume))
    append (text, g_strdup_printf (_("%s mL"), crf_decimal_format (volume, number)));
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

/* The nth of reading->visits and of timeline->visits; -1: none. */
static int
visit_of (const CrfTimelineReading *reading,
          const CrfInfusionPlace *place)
{
  for (guint i = 0; i < reading->visits->len; i++)
    {
      const CrfVisit *visit = g_ptr_array_index (reading->visits, i);

      if (visit->event == place->event && (!visit->event->repeating || visit->ordinal == place->ordinal))
        return (int) i;
    }
  return -1;
}

/* A visit that is nothing but the infusion took place when it began. */
static void
date_visit (CrfTimelineVisit *shown,
            const CrfVisit *visit,
            const char *start)
{
  g_autofree char *day = g_strndup (start, strlen ("2026-03-02"));

  if (shown->actual != CRF_TIMELINE_NO_DAY)
    return;
  shown->actual = day_of (day);
  shown->position = crf_schedule_position (visit->from, visit->to, day, &shown->days_off);
}

static void
add_infusion (CrfTimelineReading *reading,
              const CrfInfusion *infusion)
{
  int index = visit_of (reading, &infusion->place);
  const CrfVisit *visit = index >= 0 ? g_ptr_array_index (reading->visits, (guint) index) : NULL;
  const char *start = crf_infusion_get (infusion, "inf.start");
  CrfTimelineInfusionKind kind = kind_of (infusion->stage);
  gboolean given = kind == CRF_TIMELINE_INFUSION_GIVEN || kind == CRF_TIMELINE_INFUSION_PARTLY;
  CrfTimelineInfusion *shown;
  double at;

  if (!crf_timeline_parse_time (start, &at))
    {
      int day = visit != NULL ? day_of (visit->visit_date != NULL ? visit->visit_date : visit->target)
                              : CRF_TIMELINE_NO_DAY;

      if (day == CRF_TIMELINE_NO_DAY
          || (visit->state == CRF_VISIT_NOT_APPLICABLE && kind == CRF_TIMELINE_INFUSION_PLANNED))
        return;
      at = day;
    }
  if (start != NULL && visit != NULL)
    date_visit (g_ptr_array_index (reading->timeline->visits, (guint) index), visit, start);
  shown = g_new0 (CrfTimelineInfusion, 1);
  shown->ordinal = infusion->place.ordinal;
  shown->kind = kind;
  shown->state = g_strdup (infusion->stage == CRF_INFUSION_NONE ? C_ ("infusion", "Planned")
                                                                : crf_infusion_stage_get_label (infusion->stage));
  shown->at = at;
  shown->when = g_strdup (start);
  shown->text = describe_infusion (infusion, given);
  shown->form = crf_infusion_target (infusion, reading->subject->key);
  g_ptr_array_add (reading->timeline->infusions, shown);
}

static gboolean
read_infusions (CrfTimelineReading *reading,
                GError **error)
{
  const CrfArm *arm = reading->subject->allocation_number != NULL
                          ? crf_session_get_arm (reading->session, reading->subject->key)
                          : NULL;
  int count = arm != NULL ? crf_infusion_count (reading->study, arm) : crf_infusion_most (reading->study);
  CrfInfusionPlace place;

  for (int ordinal = 1; ordinal <= count && crf_infusion_find_place (reading->study, ordinal, &place); ordinal++)
    {
      g_autoptr (CrfInfusion) infusion = crf_infusion_read_for (reading->session, reading->subject->key, ordinal, error);

      if (infusion == NULL)
        return FALSE;
      add_infusion (reading, infusion);
    }
  return TRUE;
}

/* ── All of it ── */

/* "A3K9QX2M:412 5f0c21d3…": enough to find the entry and to see that its hash is another. */
static char *
shorten_heads (CrfSession *session)
{
  g_autofree char *heads = crf_records_heads (crf_session_get_file (session));
  g_auto (GStrv) lines = g_strsplit (heads != NULL ? heads : "", "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      char *hash = strchr (*line, ' ');

      if (hash != NULL && strlen (hash) > 17)
        hash[17] = '\0';
    }
  return g_strjoinv (" · ", lines);
}

static CrfSubjectRecord *
find_subject (CrfSession *session,
              const char *name,
              GError **error)
{
  g_autoptr (GError) fault = NULL;
  CrfSubjectRecord *record = crf_records_find_subject (crf_session_get_file (session), name, &fault);

  if (record != NULL)
    return record;
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  else
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND, _ ("There is no patient “%s” in this study."),
                 name);
  return NULL;
}

static void
read_identity (CrfTimelineReading *reading)
{
  CrfTimeline *timeline = reading->timeline;

  timeline->subject = g_strdup (reading->subject->key);
  timeline->number = g_strdup (reading->subject->number);
  timeline->study = g_strdup (crf_study_get_protocol (reading->study));
  timeline->heads = shorten_heads (reading->session);
  timeline->demo = crf_session_is_demo (reading->session);
  timeline->today = day_of (crf_session_get_today (reading->session));
}

static CrfTimeline *
read_timeline (CrfSession *session,
               const char *subject_name,
               GError **error)
{
  g_auto (CrfVersionScope) scope = crf_version_enter (session, subject_name, NULL, error);
  g_autoptr (CrfTimeline) timeline = crf_timeline_new ();
  g_autoptr (CrfSubjectRecord) subject = NULL;
  g_autoptr (CrfCasebook) casebook = NULL;
  g_autoptr (GPtrArray) visits = NULL;
  CrfTimelineReading reading;

  g_return_val_if_fail (session != NULL, NULL);
  g_return_val_if_fail (subject_name != NULL, NULL);

  subject = !scope.failed ? find_subject (session, subject_name, error) : NULL;
  casebook = subject != NULL ? crf_casebook_new (session, subject->key, error) : NULL;
  visits = casebook != NULL ? crf_visits_of (session, casebook, subject, error) : NULL;
  if (visits == NULL)
    return NULL;
  reading = (CrfTimelineReading){ timeline, session, crf_session_get_study (session),   casebook,
                       subject,  visits,  crf_session_get_language (session) };
  read_identity (&reading);
  read_zero (&reading);
  read_visits (&reading);
  if (!read_infusions (&reading, error))
    return NULL;
  crf_timeline_read_events (&reading);
  crf_timeline_read_series (timeline, session, casebook);
  return g_steal_pointer (&timeline);
}

CrfTimeline *
crf_reader_timeline (CrfSession *session,
                     const char *subject_name,
                     GError **error)
{
  CrfReadings begun = crf_readings_begin (session);

  return crf_readings_pass (session, &begun, read_timeline (session, subject_name, error), (GDestroyNotify) crf_timeline_free, error);
}
