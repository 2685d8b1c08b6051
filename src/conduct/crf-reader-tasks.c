/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Today's work: one row a task, by urgency. */

#include "crf-reader-screening.h"

#include "crf-adverse-events.h"
#include "crf-blind.h"
#include "crf-consent.h"
#include "crf-delegations.h"
#include "crf-key-holders.h"
#include "crf-partial-date.h"
#include "crf-place.h"
#include "crf-reader-private.h"
#include "crf-records-trust.h"
#include "crf-reader-lot-alerts.h"
#include "crf-reader-monitoring.h"
#include "crf-reader-trust.h"
#include "crf-retraining.h"
#include "crf-second-missing.h"
#include "crf-session-private.h"
#include "crf-trial-gates.h"
#include "crf-visit-grid.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The list is of patients in the trial; a ward has tens of them. More are paged by the Patients page. */
#define MOST_PATIENTS 500
/* A window that closes so soon is told. */
#define CLOSING_DAYS 3
/* A form that nobody has completed for so long is told. */
#define INCOMPLETE_DAYS 7

void
crf_task_free (CrfTask *task)
{
  if (task == NULL)
    return;
  crf_patient_free (task->patient);
  g_free (task->tag);
  g_free (task->what);
  g_free (task->when);
  g_free (task->action);
  g_free (task->from);
  g_free (task->to);
  g_free (task->days);
  crf_target_free (task->target);
  g_free (task);
}

static CrfPatient *
patient_copy (const CrfPatient *patient)
{
  CrfPatient *copy = g_new0 (CrfPatient, 1);

  copy->key = g_strdup (patient->key);
  copy->number = g_strdup (patient->number);
  copy->allocation_number = g_strdup (patient->allocation_number);
  copy->initials = g_strdup (patient->initials);
  copy->sex = g_strdup (patient->sex);
  copy->sex_symbol = g_strdup (patient->sex_symbol);
  copy->birth_year = g_strdup (patient->birth_year);
  copy->age = g_strdup (patient->age);
  copy->bed = g_strdup (patient->bed);
  copy->status = g_strdup (patient->status);
  copy->status_label = g_strdup (patient->status_label);
  copy->arm = g_strdup (patient->arm);
  copy->child_pugh = g_strdup (patient->child_pugh);
  copy->meld = g_strdup (patient->meld);
  copy->meld_change = g_strdup (patient->meld_change);
  copy->next_visit = g_strdup (patient->next_visit);
  copy->next_window = g_strdup (patient->next_window);
  copy->last_entry = g_strdup (patient->last_entry);
  copy->day_on_study = g_strdup (patient->day_on_study);
  copy->open_queries = patient->open_queries;
  return copy;
}

static CrfTask *
add_task (GPtrArray *tasks,
          CrfSession *session,
          const CrfPatient *patient,
          int urgency,
          const char *tag,
          const char *action,
          const char *use_case,
          char *what,
          char *when)
{
  CrfTask *task = g_new0 (CrfTask, 1);

  task->patient = patient_copy (patient);
  task->tag = g_strdup (tag);
  task->action = g_strdup (action);
  task->what = what;
  task->when = when;
  task->urgency = urgency;
  task->use_case = use_case;
  task->mine = crf_use_case_permitted (session, crf_use_case_find (use_case), NULL);
  task->target = g_new0 (CrfTarget, 1);
  task->target->subject = g_strdup (patient->key);
  g_ptr_array_add (tasks, task);
  return task;
}

/* Days are counted from the first infusion; where they are not, or the day is another one for each infusion, dates say more. */
static char *
days_text (const CrfVisit *visit)
{
  const CrfEvent *event = visit->event;

  if (g_strcmp0 (event->anchor, "first-infusion") != 0 || event->repeating)
    return NULL;
  if (event->days_before == 0 && event->days_after == 0)
    return g_strdup_printf (_("day %d"), event->day);
  if (event->days_before == event->days_after)
    return g_strdup_printf (_("day %1$d ± %2$d"), event->day, event->days_after);
  return g_strdup_printf (_("day %1$d −%2$d +%3$d"), event->day, event->days_before, event->days_after);
}

static char *
window_text (const CrfVisit *visit)
{
  if (visit->from == NULL)
    return NULL;
  if (visit->event->anchor != NULL && strcmp (visit->event->anchor, "first-infusion") == 0)
    return g_strdup_printf (_("day %d: %s to %s"), visit->event->day, visit->from, visit->to);
  return g_strdup_printf (_("%s to %s"), visit->from, visit->to);
}

static void
point_at_visit (CrfTask *task,
                const CrfVisit *visit)
{
  const CrfForm *form = crf_visit_get_main_form (visit->event);

  task->from = g_strdup (visit->from);
  task->to = g_strdup (visit->to);
  task->days = days_text (visit);
  task->target->event = g_strdup (visit->event->oid);
  task->target->eventkey = visit->eventkey != NULL ? g_strdup (visit->eventkey) : visit->event->repeating ? NULL : g_strdup ("1");
  if (form != NULL)
    {
      task->target->form = g_strdup (form->oid);
      task->target->formkey = form->repeating ? NULL : g_strdup ("1");
    }
}

static void
add_visit_task (GPtrArray *tasks,
                CrfSession *session,
                const CrfPatient *patient,
                const CrfVisit *visit)
{
  const char *title = crf_text_get (visit->event->title, crf_session_get_language (session));
  gboolean is_infusion = g_strcmp0 (visit->event->kind, "treatment") == 0;
  int days = 0;
  CrfTask *task;

  crf_iso_days_between (crf_session_get_today (session), visit->to, &days);
  if (is_infusion)
    task = add_task (tasks, session, patient, visit->state == CRF_VISIT_LATE ? 0 : 1, _("Infusion"), "page:infusions", "plan-infusion",
                     g_strdup_printf (_("%s is due"), title), window_text (visit));
  else if (visit->state == CRF_VISIT_LATE)
    task = add_task (tasks, session, patient, 2, _("Overdue"), "page:visits", "enter", g_strdup_printf (_("%s: the window has passed"), title),
                     window_text (visit));
  else if (days <= CLOSING_DAYS)
    task = add_task (tasks, session, patient, 3, _("Closes soon"), "page:visits", "enter",
                     g_strdup_printf (ngettext ("%s: the window closes in %d day", "%s: the window closes in %d days", (gulong) days), title,
                                      days),
                     window_text (visit));
  else
    task = add_task (tasks, session, patient, 5, _("Visit"), "page:visits", "enter", g_strdup_printf (_("%s is due"), title), window_text (visit));
  point_at_visit (task, visit);
}

static void
add_visit_tasks (GPtrArray *tasks,
                 CrfSession *session,
                 const CrfPatient *patient)
{
  g_autoptr (GPtrArray) visits = crf_reader_visits (session, patient->key, NULL);

  for (guint i = 0; visits != NULL && i < visits->len; i++)
    {
      const CrfVisit *visit = g_ptr_array_index (visits, i);

      if (visit->state == CRF_VISIT_OPEN || visit->state == CRF_VISIT_LATE)
        add_visit_task (tasks, session, patient, visit);
    }
}

static void
add_screening_task (GPtrArray *tasks,
                    CrfSession *session,
                    const CrfPatient *patient)
{
  g_autoptr (CrfEligibilityState) state = NULL;

  if (strcmp (patient->status, "screening") != 0 && strcmp (patient->status, "eligible") != 0)
    return;
  state = crf_reader_eligibility (session, patient->key, NULL);
  if (state == NULL)
    return;
  if (state->can_randomise)
    add_task (tasks, session, patient, 4, _("Randomise"), "page:eligibility", crf_trial_allocation_use_case (crf_session_get_study (session)), g_strdup (_("Eligible and signed: can be randomised")), NULL);
  else if (state->verdict != CRF_VERDICT_OPEN && !state->is_signed)
    add_task (tasks, session, patient, 4, _("Sign"), "page:eligibility", "sign-eligibility", g_strdup (_("The eligibility verdict awaits its signature")),
              g_strdup (state->verdict_text));
  else if (state->verdict == CRF_VERDICT_OPEN)
    add_task (tasks, session, patient, 6, _("Screening"), "page:eligibility", "answer", g_strdup (_("Eligibility is not answered yet")),
              g_strdup (state->verdict_text));
}

static void
add_query_tasks (GPtrArray *tasks,
                 CrfSession *session,
                 const CrfPatient *patient)
{
  g_autoptr (GPtrArray) queries = NULL;

  if (patient->open_queries == 0)
    return;
  queries = crf_reader_queries (session, patient->key, "Open", NULL);
  if (queries == NULL || queries->len == 0)
    return;
  if (queries->len == 1)
    {
      const CrfQuery *query = g_ptr_array_index (queries, 0);
      CrfTask *task = add_task (tasks, session, patient, 7, _("Query"), "page:queries", "answer-query", g_strdup (query->text), g_strdup (query->opened));

      crf_target_free (task->target);
      task->target = crf_target_copy (query->target);
      return;
    }
  add_task (tasks, session, patient, 7, _("Queries"), "page:queries", "answer-query",
            g_strdup_printf (ngettext ("%u open query", "%u open queries", queries->len), queries->len), NULL);
}

static gboolean
is_stale (CrfSession *session,
          const CrfFormRecord *form)
{
  gint64 now = crf_session_now (session).utc_ms;
  CrfInstant changed;

  return strcmp (form->state, "started") == 0 && crf_instant_parse_utc (form->changed_at, &changed) &&
         now - changed.utc_ms > (gint64) INCOMPLETE_DAYS * 24 * 3600 * 1000;
}

static void
add_incomplete_tasks (GPtrArray *tasks,
                      CrfSession *session,
                      const CrfPatient *patient)
{
  g_autoptr (GPtrArray) forms = crf_records_forms (crf_session_get_file (session), patient->key, NULL);
  const CrfFormRecord *first = NULL;
  guint n = 0;

  for (guint i = 0; forms != NULL && i < forms->len; i++)
    if (is_stale (session, g_ptr_array_index (forms, i)))
      {
        if (first == NULL)
          first = g_ptr_array_index (forms, i);
        n++;
      }
  if (first != NULL)
    {
      CrfTarget target = { first->subject, first->event, first->eventkey, first->form, first->formkey, NULL, NULL, NULL };
      g_autofree char *place = crf_place_label (session, &target);
      CrfTask *task = add_task (tasks, session, patient, 8, _("Incomplete"), "page:visits", "complete-form",
                                n == 1 ? g_strdup_printf (_("%s is not complete"), place)
                                       : g_strdup_printf (ngettext ("%s and %u more form are not complete",
                                                                    "%s and %u more forms are not complete", n - 1), place, n - 1),
                                g_strdup_printf (_("untouched for more than %d days"), INCOMPLETE_DAYS));

      crf_target_free (task->target);
      task->target = crf_target_copy (&target);
    }
}

/* What waits for a second person, one line a patient. */
static void
add_second_task (GPtrArray *tasks,
                 CrfSession *session,
                 const CrfPatient *patient)
{
  g_autoptr (GPtrArray) forms = crf_second_list_missing (session, patient->key, NULL);
  guint n = 0;
  CrfTask *task;

  for (guint i = 0; forms != NULL && i < forms->len; i++)
    n += ((const CrfSecondMissing *) g_ptr_array_index (forms, i))->n;
  if (n == 0)
    return;
  task = add_task (tasks, session, patient, 8, _("Second entry"), "page:visits", "second-enter",
                   g_strdup_printf (ngettext ("%u value is to be entered a second time", "%u values are to be entered a second time", n), n), NULL);
  crf_target_free (task->target);
  task->target = crf_target_copy (((const CrfSecondMissing *) g_ptr_array_index (forms, 0))->form);
}

/* One line an event: the report that is due first, to all whom it is due to. */
static void
add_sae_task (GPtrArray *tasks,
              CrfSession *session,
              const CrfPatient *patient,
              const CrfAdverseEvent *event)
{
  const CrfSaeReport *next = crf_adverse_event_next_report (event);
  g_autofree char *clock = next != NULL ? crf_sae_report_clock (next) : NULL;
  g_autofree char *due = next != NULL ? crf_iso_to_display (next->due_at) : NULL;
  const char *term = event->term != NULL ? event->term : _("Adverse event");
  CrfTask *task;

  if (next == NULL)
    return;
  if (event->awareness == NULL)
    task = add_task (tasks, session, patient, 0, _("SAE"), "page:safety", "send-sae-report", g_strdup_printf (_("%s: when did it become known?"), term),
                     g_strdup (_("The 24-hour clock starts there")));
  else
    task = add_task (tasks, session, patient, next->minutes_left < 0 ? -1 : next->due_at != NULL ? 0 : 6, _("SAE"), "page:safety", "send-sae-report",
                     g_strdup_printf (_("%1$s: %2$s"), term, next->title),
                     clock != NULL ? g_strdup_printf (_("%1$s · due by %2$s"), clock, due) : NULL);
  crf_target_free (task->target);
  task->target = crf_target_copy (event->target);
}

static void
add_sae_tasks (GPtrArray *tasks,
               CrfSession *session,
               const CrfPatient *patient,
               GPtrArray *with_sae)
{
  g_autoptr (GPtrArray) events = NULL;

  if (with_sae == NULL || !g_ptr_array_find_with_equal_func (with_sae, patient->key, g_str_equal, NULL))
    return;
  events = crf_reader_adverse_events (session, patient->key, NULL);
  for (guint i = 0; events != NULL && i < events->len; i++)
    add_sae_task (tasks, session, patient, g_ptr_array_index (events, i));
}

static gboolean
is_without_consent (CrfSession *session,
                    const CrfPatient *patient)
{
  g_autoptr (GPtrArray) acts = crf_records_consents (crf_session_get_file (session), patient->key, NULL);

  return acts != NULL && acts->len == 0 && crf_status_is_active (patient->status);
}

static void
add_consent_task (GPtrArray *tasks,
                  CrfSession *session,
                  const CrfPatient *patient)
{
  CrfSubjectRecord subject = { .key = patient->key, .number = patient->number, .status = patient->status };
  g_autoptr (CrfReconsent) reconsent = crf_reconsent_of (session, &subject);

  if (reconsent->why != CRF_RECONSENT_NONE)
    add_task (tasks, session, patient, reconsent->at_once ? 1 : 4, _("Consent"), "page:safety", "consent", g_strdup (reconsent->sentence), NULL);
  else if (is_without_consent (session, patient))
    add_task (tasks, session, patient, 1, _("Consent"), "page:safety", "consent", g_strdup (_("registered, but no consent is recorded")), NULL);
}

/* In a masked study a bad result of a lot, which comes when its cells have been given, goes to the pharmacy alone: whom it concerns is an arm. */
static void
add_product_tasks (GPtrArray *tasks,
                   CrfSession *session,
                   const GPtrArray *alerts,
                   const CrfPatient *patient)
{
  for (guint i = 0; alerts != NULL && i < alerts->len; i++)
    {
      const CrfProductAlert *alert = g_ptr_array_index (alerts, i);

      if (g_strcmp0 (alert->subject, patient->key) == 0)
        add_task (tasks, session, patient, 0, _("Lot result"), "page:lots", "lot-result", g_strdup (alert->text), NULL);
    }
}

/* Slots that run out are told before they have, while somebody can still append. */
static void
add_slot_tasks (GPtrArray *tasks,
                CrfSession *session)
{
  g_autoptr (GPtrArray) sentences = crf_reader_slot_announcements (session, NULL);
  CrfPatient study = { .key = (char *) "", .number = (char *) _("Study") };

  for (guint i = 0; sentences != NULL && i < sentences->len; i++)
    {
      CrfTask *task = add_task (tasks, session, &study, 3, _("Slots"), "page:study", "append-allocation", g_strdup (g_ptr_array_index (sentences, i)), g_strdup (_("append in time")));

      g_clear_pointer (&task->target->subject, g_free);
    }
}

/* One for each person whom an amendment names, told to her and to those who keep the training log. */
static void
add_training_tasks (GPtrArray *tasks,
                    CrfSession *session)
{
  gboolean keeps_log = crf_use_case_permitted (session, crf_use_case_find ("add-training"), NULL);
  g_autoptr (GPtrArray) due = crf_retraining_list (session, keeps_log ? NULL : crf_session_get_login (session), NULL);
  CrfPatient study = { .key = (char *) "", .number = (char *) _("Study") };

  for (guint i = 0; due != NULL && i < due->len; i++)
    {
      const CrfRetraining *one = g_ptr_array_index (due, i);
      CrfTask *task = add_task (tasks, session, &study, strcmp (one->login, crf_session_get_login (session)) == 0 ? 2 : 4, _("Training"), "page:study", "add-training",
                                g_strdup_printf (_("%s is to be trained in version %s (amendment %s)"), one->name, one->version, one->amendment),
                                g_strdup_printf (_("since %s"), one->since));

      task->mine = task->mine || strcmp (one->login, crf_session_get_login (session)) == 0;
      g_clear_pointer (&task->target->subject, g_free);
    }
}

/* Until they are signed they let nobody act, or, where none is signed yet, the log does not count: told to who signs them, and to who writes the log. */
static void
add_delegation_task (GPtrArray *tasks,
                     CrfSession *session)
{
  gboolean keeps_log = crf_use_case_permitted (session, crf_use_case_find ("delegate"), NULL);
  g_autoptr (GPtrArray) lines = keeps_log ? crf_delegations_unsigned (session, NULL) : NULL;
  g_autoptr (GString) who = g_string_new (NULL);
  CrfPatient study = { .key = (char *) "", .number = (char *) _("Study") };
  CrfTask *task;

  if (lines == NULL || lines->len == 0)
    return;
  for (guint i = 0; i < lines->len; i++)
    {
      const CrfDelegationRecord *line = g_ptr_array_index (lines, i);

      g_string_append_printf (who, _("%s%s: %s"), i > 0 ? " · " : "", line->name, crf_delegations_task_label (line->task));
    }
  task = add_task (tasks, session, &study, 1, _("Delegation"), "page:study", "sign-delegations",
                   g_strdup_printf (ngettext ("%u line of the delegation log awaits the principal investigator’s signature",
                                              "%u lines of the delegation log await the principal investigator’s signature", lines->len),
                                    lines->len),
                   g_strdup (who->str));
  g_clear_pointer (&task->target->subject, g_free);
}

/* Told to who gives roles, and to who answers for the site. */
static void
add_key_task (GPtrArray *tasks,
              CrfSession *session)
{
  g_autofree char *warning = crf_key_holders_warning (session);
  CrfPatient study = { .key = (char *) "", .number = (char *) _("Study") };
  CrfTask *task;

  if (warning == NULL)
    return;
  task = add_task (tasks, session, &study, 1, _("Keys"), "page:study", "add-user", g_steal_pointer (&warning), NULL);
  task->mine = TRUE;
  g_clear_pointer (&task->target->subject, g_free);
}

/* Who is watched after an infusion, by the minute. */
static void
add_monitoring_tasks (GPtrArray *tasks,
                      CrfSession *session)
{
  g_autoptr (GPtrArray) list = crf_reader_monitored (session, NULL);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const CrfMonitoring *monitoring = g_ptr_array_index (list, i);
      g_autoptr (CrfPatient) patient = crf_reader_patient (session, monitoring->subject, NULL);
      CrfTask *task;

      if (patient == NULL)
        continue;
      task = add_task (tasks, session, patient, monitoring->minutes_late >= 0 ? -1 : 1, _("Monitoring"), "page:infusions", "record-vitals",
                       g_strdup_printf (_("Next vital signs due at %s (%s)"), monitoring->next_due, monitoring->next_label),
                       monitoring->minutes_late > 0 ? g_strdup_printf (_("%d min late"), monitoring->minutes_late) : NULL);
      crf_target_free (task->target);
      task->target = crf_target_copy (monitoring->target);
    }
}

/* A lot that somebody was infused from turned out bad. */
static void
add_lot_alert_tasks (GPtrArray *tasks,
                     CrfSession *session)
{
  /* Where the ward is blinded the pharmacy's own tasks say it. */
  g_autoptr (GPtrArray) alerts = crf_blind_is_ward_blinded (crf_session_get_study (session)) ? NULL : crf_reader_lot_alerts (session, NULL, NULL);

  for (guint i = 0; alerts != NULL && i < alerts->len; i++)
    {
      const CrfLotAlert *alert = g_ptr_array_index (alerts, i);
      g_autoptr (CrfPatient) patient = alert->acknowledged ? NULL : crf_reader_patient (session, alert->subject, NULL);

      if (patient != NULL)
        add_task (tasks, session, patient, -2, _("Alarm"), "page:infusions", "acknowledge-alert", g_strdup (alert->text), g_strdup (alert->on));
    }
}

/* A correction made a signature void: the investigator looks again and signs. */
/* Every opened envelope is looked at by the principal investigator, until the deviation is judged. */
static void
add_code_tasks (GPtrArray *tasks,
                CrfSession *session)
{
  g_autoptr (GPtrArray) deviations = crf_reader_deviations (session, NULL, NULL);
  const CrfPatient study = { .key = (char *) "", .number = (char *) _("Study") };

  for (guint i = 0; deviations != NULL && i < deviations->len; i++)
    {
      const CrfDeviation *deviation = g_ptr_array_index (deviations, i);
      CrfTask *task;

      if (g_strcmp0 (deviation->kind, "code-break") != 0 || g_strcmp0 (deviation->state, "open") != 0)
        continue;
      task = add_task (tasks, session, &study, 0, _("Code"), "page:deviations", "close-deviation", g_strdup (deviation->text), g_strdup (deviation->opened));
      g_clear_pointer (&task->target->subject, g_free);
    }
}

static void
add_signature_tasks (GPtrArray *tasks,
                     CrfSession *session,
                     const CrfPatient *patient)
{
  gboolean signs = crf_use_case_permitted (session, crf_use_case_find ("sign-form"), NULL);
  g_autoptr (GPtrArray) voided = NULL;

  if (!signs && !crf_use_case_permitted (session, crf_use_case_find ("close-infusion"), NULL))
    return;
  voided = crf_reader_voided (session, patient->key, NULL);
  for (guint i = 0; voided != NULL && i < voided->len; i++)
    {
      const CrfVoidedView *view = g_ptr_array_index (voided, i);
      CrfTask *task;

      /* Eligibility and dose have tasks of their own. */
      if ((view->target->form != NULL && !view->signable && !view->close_out) || (!view->close_out && !signs))
        continue;
      task = add_task (tasks, session, patient, view->close_out ? 2 : 6, _("Sign again"),
                       view->close_out ? "page:infusions" : view->target->form != NULL ? "page:visits" : "page:record",
                       view->close_out ? "close-infusion" : "sign-form",
                       g_strdup_printf (_("%s: the signature of %s is void"), view->what, view->name), g_strdup (view->changed));
      crf_target_free (task->target);
      task->target = crf_target_copy (view->target);
    }
}

/* Who has left the study has a casebook that is signed: one line for all of its forms. */
static void
add_sign_off_task (GPtrArray *tasks,
                   CrfSession *session,
                   const CrfPatient *patient)
{
  guint n;

  if (!crf_use_case_permitted (session, crf_use_case_find ("sign-casebook"), NULL))
    return;
  n = crf_records_count_unsigned (crf_session_get_file (session), patient->key);
  if (n > 0)
    add_task (tasks, session, patient, 7, _("Sign"), "page:record", "sign-casebook", g_strdup (_("The casebook is to be signed")),
              g_strdup_printf (ngettext ("%u complete form that no investigator has signed", "%u complete forms that no investigator has signed", n), n));
}

gboolean
crf_status_is_active (const char *status)
{
  static const char *const active[] = { "screening", "eligible", "allocated", "treated", NULL };

  return g_strv_contains (active, status);
}

static int
compare_tasks (gconstpointer a,
               gconstpointer b)
{
  const CrfTask *one = *(CrfTask *const *) a, *other = *(CrfTask *const *) b;

  if (one->urgency != other->urgency)
    return one->urgency - other->urgency;
  return strcmp (one->patient->number, other->patient->number);
}

GPtrArray *
crf_reader_tasks (CrfSession *session,
                  GError **error)
{
  g_autoptr (GArray) ids = crf_reader_patient_ids (session, NULL, NULL, CRF_PATIENT_SORT_LAST_ENTRY, TRUE, error);
  g_autoptr (GPtrArray) patients = NULL, alerts = NULL;
  g_autoptr (GPtrArray) with_sae = crf_reader_subjects_with_sae (session, NULL);
  GPtrArray *tasks;

  if (ids == NULL)
    return NULL;
  patients = crf_reader_patients (session, (const gint64 *) (gpointer) ids->data, MIN (ids->len, MOST_PATIENTS), error);
  if (patients == NULL)
    return NULL;
  tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_task_free);
  alerts = crf_blind_list_alerts (session);
  for (guint i = 0; i < patients->len; i++)
    {
      const CrfPatient *patient = g_ptr_array_index (patients, i);

      add_sae_tasks (tasks, session, patient, with_sae);
      add_query_tasks (tasks, session, patient);
      add_product_tasks (tasks, session, alerts, patient);
      add_signature_tasks (tasks, session, patient);
      if (!crf_status_is_active (patient->status))
        {
          add_sign_off_task (tasks, session, patient);
          continue;
        }
      add_consent_task (tasks, session, patient);
      add_visit_tasks (tasks, session, patient);
      add_screening_task (tasks, session, patient);
      add_incomplete_tasks (tasks, session, patient);
      add_second_task (tasks, session, patient);
    }
  add_slot_tasks (tasks, session);
  add_training_tasks (tasks, session);
  add_delegation_task (tasks, session);
  add_key_task (tasks, session);
  add_monitoring_tasks (tasks, session);
  add_lot_alert_tasks (tasks, session);
  add_code_tasks (tasks, session);
  g_ptr_array_sort (tasks, compare_tasks);
  return tasks;
}
