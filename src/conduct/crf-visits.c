/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The visits of one subject. */

#include "crf-visits.h"

#include "crf-consent.h"
#include "crf-infusion.h"
#include "crf-partial-date.h"
#include "crf-records-safety.h"
#include "crf-session-private.h"
#include "crf-version.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Of one version the act recorded last counts (an earlier one was corrected by it); of several versions the first that was signed. */
char *
crf_consent_of (CrfSession *session,
                const char *subject)
{
  g_autoptr (GPtrArray) consents = crf_records_consents (crf_session_get_file (session), subject, NULL);
  const char *first = NULL;

  for (guint i = 0; consents != NULL && i < consents->len; i++)
    {
      const CrfConsentRecord *consent = g_ptr_array_index (consents, i);

      if (!crf_consent_is_corrected (consents, i) && g_strcmp0 (consent->kind, "given") == 0
          && consent->at != NULL && (first == NULL || strcmp (consent->at, first) < 0))
        first = consent->at;
    }
  return g_strdup (first);
}

char *
crf_allocation_date_of (CrfSession *session,
                        const CrfSubjectRecord *subject)
{
  g_autofree char *at = NULL;
  char buffer[CRF_INSTANT_SIZE];
  CrfInstant instant;

  if (subject->allocation_number == NULL)
    return NULL;
  at = crf_records_allocated_at (crf_session_get_file (session), subject->key);
  if (at != NULL && strlen (at) == strlen ("2026-03-02"))
    return g_steal_pointer (&at);
  if (at == NULL || !crf_instant_parse_utc (at, &instant))
    return NULL;
  instant.offset_minutes = crf_session_now (session).offset_minutes;
  return g_strdup (crf_instant_format_local_date (instant, buffer));
}

/* Everything that dates are counted from. */
typedef struct
{
  CrfSession *session;
  CrfCasebook *casebook;
  const CrfSubjectRecord *subject;
  char *consent, *allocated, *first, *last;
  char *planned_first; /* where nothing was infused yet: the last day the protocol allows */
  const CrfArm *arm;
  int infusions;       /* planned */
  int given;
  int cancelled;       /* infusions that will not be given */
  gboolean over;       /* died, withdrawn, lost, failed, completed */
  char *left;          /* from this day on no visit is expected; NULL with @over: none at all */
  char *left_why;
  gboolean vital_status; /* may still be collected though the patient withdrew from visits */
  gboolean culture_failed; /* the patient's own cells did not grow: there is nothing to infuse */
  char *stopped;       /* the day on which treatment was stopped; NULL: it goes on */
  const char *death;
} Plan;

static void
plan_clear (Plan *plan)
{
  g_free (plan->consent);
  g_free (plan->allocated);
  g_free (plan->first);
  g_free (plan->last);
  g_free (plan->planned_first);
  g_free (plan->left);
  g_free (plan->left_why);
  g_free (plan->stopped);
}

static char *
add_days (const char *iso,
          int days)
{
  g_autofree char *day = g_strndup (iso, strlen ("2026-03-02"));
  char buffer[CRF_DATE_SIZE];
  CrfDate date;

  if (!crf_date_parse (day, FALSE, &date, NULL))
    return NULL;
  crf_date_from_days (crf_date_to_days (&date) + days, &date);
  date.hour = date.minute = -1;
  return g_strdup (crf_date_format (&date, buffer));
}

static void
plan_infusions (Plan *plan,
                CrfStudy *study)
{
  const CrfItem *start = crf_study_find_item_by_concept (study, "inf.start");
  g_autoptr (GPtrArray) cells = start != NULL ? crf_casebook_list (plan->casebook, start) : NULL;

  plan->first = g_strdup (crf_casebook_get_first_infusion (plan->casebook));
  for (guint i = 0; cells != NULL && i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);

      plan->given++;
      if (plan->last != NULL && strcmp (plan->last, cell->value->canonical) >= 0)
        continue;
      g_free (plan->last);
      plan->last = g_strdup (cell->value->canonical);
    }
  plan->arm = plan->subject->allocation_number != NULL ? crf_session_get_arm (plan->session, plan->subject->key) : NULL;
  plan->infusions = plan->arm != NULL ? crf_infusion_count (study, plan->arm) : crf_infusion_most (study);
}

static int
count_cancelled (Plan *plan,
                 CrfStudy *study)
{
  const CrfItem *outcome = crf_study_find_item_by_concept (study, "inf.outcome");
  g_autoptr (GPtrArray) cells = outcome != NULL ? crf_casebook_list (plan->casebook, outcome) : NULL;
  int n = 0;

  for (guint i = 0; cells != NULL && i < cells->len; i++)
    n += g_strcmp0 (((CrfCell *) g_ptr_array_index (cells, i))->value->canonical, "CANCELLED") == 0;
  return n;
}

/* From which day on no visit is expected, and why. */
static void
plan_end (Plan *plan)
{
  const char *status = plan->subject->status;
  g_auto (CrfWithdrawals) withdrawals = { 0 };

  if (!plan->over)
    return;
  plan->left = g_strdup (plan->subject->status_date);
  if (plan->death != NULL || strcmp (status, "died") == 0)
    {
      g_free (plan->left);
      plan->left = g_strdup (plan->death != NULL ? plan->death : plan->subject->status_date);
      plan->left_why = plan->left != NULL ? g_strdup_printf (_("died on %s"), plan->left) : g_strdup (_("died"));
    }
  else if (strcmp (status, "withdrawn") == 0)
    {
      crf_withdrawals_of (plan->session, plan->subject->key, &withdrawals);
      plan->vital_status = withdrawals.visits != NULL && withdrawals.data == NULL;
      plan->left_why = g_strdup_printf (_("withdrew on %s"), plan->left);
    }
  else if (strcmp (status, "lost") == 0)
    plan->left_why = g_strdup_printf (_("lost to follow-up since %s"), plan->left);
  else if (strcmp (status, "failed") == 0)
    {
      g_clear_pointer (&plan->left, g_free);
      plan->left_why = g_strdup (_("screening failed"));
    }
  else
    plan->left_why = g_strdup_printf (_("left the study on %s"), plan->left);
}

static void
plan_init (Plan *plan,
           CrfSession *session,
           CrfCasebook *casebook,
           const CrfSubjectRecord *subject)
{
  static const char *const final[] = { "failed", "withdrawn", "died", "lost", "completed", NULL };
  CrfStudy *study = crf_session_get_study (session);
  g_autoptr (CrfTreatmentStopRecord) stop = NULL;

  *plan = (Plan) { .session = session, .casebook = casebook, .subject = subject };
  plan->consent = crf_consent_of (session, subject->key);
  plan->allocated = crf_allocation_date_of (session, subject);
  plan->death = crf_casebook_get_concept (casebook, "death.date");
  plan->over = g_strv_contains (final, subject->status) || plan->death != NULL;
  plan_infusions (plan, study);
  plan->cancelled = count_cancelled (plan, study);
  stop = crf_records_treatment_stop (crf_session_get_file (session), subject->key);
  plan->stopped = stop != NULL ? g_strdup (stop->day) : NULL;
  plan->culture_failed = g_strcmp0 (crf_casebook_get_concept (casebook, "marrow.culture_failed"), "Y") == 0;
  plan_end (plan);
  if (plan->first == NULL && plan->allocated != NULL)
    plan->planned_first = add_days (plan->allocated, crf_study_get_baseline_days (study));
}

static CrfAnchors
anchors_of (const Plan *plan)
{
  return (CrfAnchors) {
    .consent = plan->consent,
    .randomisation = plan->allocated,
    .first_infusion = plan->first != NULL ? plan->first : plan->planned_first,
    .last_infusion = plan->last != NULL ? plan->last : plan->planned_first,
    .death = plan->death,
    .arm = plan->arm != NULL ? plan->arm->oid : NULL,
  };
}

/* Screening looks back from day 0; without one there is nothing to look back from, however provisional. */
static void
set_window (CrfVisit *visit,
            const Plan *plan)
{
  CrfAnchors anchors = anchors_of (plan);
  char target[CRF_DATE_SIZE], from[CRF_DATE_SIZE], to[CRF_DATE_SIZE];
  const CrfEvent *event = visit->event;
  CrfEvent later;

  if (visit->ordinal > 1 && g_strcmp0 (event->kind, "treatment") == 0)
    {
      const CrfArm *arm = plan->arm != NULL ? plan->arm
                                            : g_ptr_array_index (crf_study_get_arms (crf_session_get_study (plan->session)), 0);

      later = *event;
      later.anchor = "first-infusion";
      later.day = (visit->ordinal - 1) * arm->interval_days;
      later.days_before = arm->interval_before;
      later.days_after = arm->interval_after;
      event = &later;
    }
  if (g_strcmp0 (event->kind, "screening") == 0 && plan->first == NULL)
    anchors.first_infusion = NULL;
  if (!crf_schedule_window (event, &anchors, target, from, to))
    return;
  visit->target = g_strdup (target);
  visit->from = g_strdup (from);
  visit->to = g_strdup (to);
  visit->provisional
      = (plan->first == NULL && g_strcmp0 (event->anchor, "first-infusion") == 0)
        || (plan->given + plan->cancelled < plan->infusions && plan->stopped == NULL
            && !plan->culture_failed && g_strcmp0 (event->anchor, "last-infusion") == 0);
}

static gboolean
is_required (const CrfEvent *event,
             const CrfForm *form)
{
  return event->required_forms != NULL && g_ptr_array_find ((GPtrArray *) event->required_forms, form, NULL);
}

/* Required forms, and those that somebody has begun. */
static gboolean
count_forms (CrfVisit *visit,
             const Plan *plan)
{
  gboolean started = FALSE;

  for (guint i = 0; i < visit->event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (visit->event->forms, i);
      GPtrArray *records = crf_casebook_get_forms (plan->casebook);
      guint found = 0;

      for (guint j = 0; visit->eventkey != NULL && j < records->len; j++)
        {
          CrfFormRecord *record = g_ptr_array_index (records, j);

          if (strcmp (record->form, form->oid) != 0 || strcmp (record->event, visit->event->oid) != 0 ||
              g_strcmp0 (record->eventkey, visit->eventkey) != 0)
            continue;
          found++;
          visit->forms_total++;
          visit->forms_complete += strcmp (record->state, "started") != 0;
        }
      started = started || found > 0;
      if (found == 0 && is_required (visit->event, form))
        visit->forms_total++;
    }
  return started;
}

/* A day compared with a day that may be partial: the end of what is known counts, so that a death "in May" leaves visits of May not applicable. */
static gboolean
lies_before (const char *day,
             const char *left)
{
  return day != NULL && strncmp (day, left, MIN (strlen (left), strlen ("2026-03-02"))) < 0;
}

/* Why nobody waits for the visit any more; NULL: it is expected. What was due before the patient left stays due. */
static const char *
why_not_expected (const CrfVisit *visit,
                  const Plan *plan,
                  gboolean other_arm)
{
  if (other_arm)
    return _("another arm");
  if (plan->over && (plan->left == NULL || !lies_before (visit->to, plan->left)) &&
      !(plan->vital_status && g_strcmp0 (visit->event->kind, "vital-status") == 0))
    return plan->left_why;
  /* However long ago its window was: nobody gives it any more. */
  if (plan->stopped != NULL && g_strcmp0 (visit->event->kind, "treatment") == 0)
    return _("treatment stopped");
  if (plan->culture_failed && g_strcmp0 (visit->event->kind, "treatment") == 0)
    return _("the cells did not grow");
  return NULL;
}

/* The date as entered; where no form asks for it, the day on which the visit's infusion began. Free it. */
static char *
day_of_visit (const Plan *plan,
              const CrfVisit *visit)
{
  const char *entered = crf_casebook_get_visit_date (plan->casebook, visit->event->oid, visit->eventkey);
  const CrfItem *start = entered == NULL ? crf_study_find_item_by_concept (crf_session_get_study (plan->session), "inf.start") : NULL;
  const CrfCell *cell = start != NULL ? crf_casebook_find_at (plan->casebook, visit->event->oid, visit->eventkey, start) : NULL;

  if (cell == NULL || cell->value->canonical == NULL)
    return g_strdup (entered);
  return g_strndup (cell->value->canonical, strlen ("2026-03-02"));
}

/* A postponed infusion is still to be given: its form is begun, the infusion is not. */
static gboolean
is_postponed (const Plan *plan,
              const CrfVisit *visit)
{
  const CrfItem *outcome = crf_study_find_item_by_concept (crf_session_get_study (plan->session), "inf.outcome");
  const CrfCell *cell = outcome != NULL && visit->eventkey != NULL ? crf_casebook_find_at (plan->casebook, visit->event->oid, visit->eventkey, outcome) : NULL;

  return cell != NULL && g_strcmp0 (cell->value->canonical, "POSTPONED") == 0;
}

static void
set_state (CrfVisit *visit,
           const Plan *plan,
           const char *event_state)
{
  const char *today = crf_session_get_today (plan->session);
  gboolean started = count_forms (visit, plan);
  gboolean done = g_strcmp0 (event_state, "done") == 0 || (visit->forms_total > 0 && visit->forms_complete == visit->forms_total);
  gboolean other_arm = FALSE;

  if (is_postponed (plan, visit))
    started = done = FALSE;
  if (visit->eventkey != NULL)
    visit->visit_date = day_of_visit (plan, visit);
  visit->position = crf_schedule_position (visit->from, visit->to, visit->visit_date, &visit->days_off);
  /* What was marked as missed and is entered after all took place. */
  visit->state = crf_schedule_state (visit->from, visit->to, today, started, done,
                                     g_strcmp0 (event_state, "missed") == 0 && visit->visit_date == NULL);
  for (guint i = 0; plan->arm != NULL && i < visit->event->arms->len; i++)
    other_arm = TRUE;
  for (guint i = 0; plan->arm != NULL && i < visit->event->arms->len; i++)
    if (strcmp (g_ptr_array_index (visit->event->arms, i), plan->arm->oid) == 0)
      other_arm = FALSE;
  if (started || visit->state == CRF_VISIT_MISSED)
    return;
  visit->why = g_strdup (why_not_expected (visit, plan, other_arm));
  if (visit->why != NULL)
    visit->state = CRF_VISIT_NOT_APPLICABLE;
}

static const CrfEvent *
event_in_its_version (const Plan *plan,
                      const CrfEvent *event,
                      const CrfEventRecord *record)
{
  CrfStudyFile *file = crf_session_get_file (plan->session);
  CrfTarget place = { .event = (char *) event->oid, .eventkey = record != NULL ? record->eventkey : NULL };
  g_autofree char *mdv = NULL;
  const CrfEvent *own = NULL;

  if (!crf_session_has_versions (plan->session))
    return event;
  mdv = crf_version_of_place (plan->session, plan->subject->key, &place, NULL);
  if (g_strcmp0 (mdv, crf_session_get_version (plan->session)) != 0)
    {
      CrfStudy *study = crf_study_file_get_study_version (file, mdv, NULL);

      own = study != NULL ? crf_study_find_event (study, event->oid) : NULL;
    }
  return own != NULL ? own : event;
}

static CrfVisit *
add_visit (GPtrArray *visits,
           const Plan *plan,
           const CrfEvent *event,
           const CrfEventRecord *record,
           int ordinal)
{
  CrfVisit *visit = g_new0 (CrfVisit, 1);

  visit->event = event;
  visit->ordinal = ordinal;
  visit->eventkey = g_strdup (record != NULL ? record->eventkey : NULL);
  if (event->type == CRF_EVENT_SCHEDULED)
    {
      /* A visit keeps the window it was begun under; one that is to come has that of the version it will be begun under. */
      visit->event = event_in_its_version (plan, event, record);
      set_window (visit, plan);
      visit->event = event;
    }
  set_state (visit, plan, record != NULL ? record->state : NULL);
  g_ptr_array_add (visits, visit);
  return visit;
}

/* How often the event is to be there, whether begun or not. */
static int
planned_count (const CrfEvent *event,
               const Plan *plan)
{
  if (event->type != CRF_EVENT_SCHEDULED)
    return 0;
  if (event->repeating && g_strcmp0 (event->kind, "treatment") == 0)
    return MAX (1, plan->infusions);
  return 1;
}

static void
add_visits_of (GPtrArray *visits,
               const Plan *plan,
               const CrfEvent *event,
               GPtrArray *records)
{
  int n = 0;

  for (guint i = 0; i < records->len; i++)
    {
      CrfEventRecord *record = g_ptr_array_index (records, i);

      if (strcmp (record->event, event->oid) == 0)
        add_visit (visits, plan, event, record, ++n);
    }
  while (n < planned_count (event, plan))
    {
      CrfVisit *visit = add_visit (visits, plan, event, NULL, ++n);

      if (!event->repeating)
        visit->eventkey = NULL;
    }
}

GPtrArray *
crf_visits_of (CrfSession *session,
               CrfCasebook *casebook,
               const CrfSubjectRecord *subject,
               GError **error)
{
  const GPtrArray *events = crf_study_get_events (crf_session_get_study (session));
  g_autoptr (GPtrArray) records = crf_records_events (crf_session_get_file (session), subject->key, error);
  GPtrArray *visits;
  Plan plan;

  if (records == NULL)
    return NULL;
  visits = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_visit_free);
  plan_init (&plan, session, casebook, subject);
  for (int type = CRF_EVENT_SCHEDULED; type <= CRF_EVENT_UNSCHEDULED; type++)
    for (guint i = 0; i < events->len; i++)
      {
        const CrfEvent *event = g_ptr_array_index (events, i);

        if ((int) event->type == type)
          add_visits_of (visits, &plan, event, records);
      }
  plan_clear (&plan);
  return visits;
}

CrfVisit *
crf_visit_of (CrfSession *session,
              const CrfSubjectRecord *subject,
              const char *event,
              const char *eventkey,
              GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (session, subject->key, error);
  g_autoptr (GPtrArray) visits = casebook != NULL ? crf_visits_of (session, casebook, subject, error) : NULL;
  int found = -1;

  if (visits == NULL)
    return NULL;
  for (guint i = 0; i < visits->len; i++)
    {
      CrfVisit *visit = g_ptr_array_index (visits, i);

      if (strcmp (visit->event->oid, event) == 0 && (found < 0 || g_strcmp0 (visit->eventkey, eventkey) == 0))
        found = (int) i;
    }
  return found >= 0 ? g_ptr_array_steal_index (visits, (guint) found) : g_new0 (CrfVisit, 1);
}
