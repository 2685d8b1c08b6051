/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What happens to a patient between visits: adverse and decompensation events, and the steps through the study. */

#include "crf-reader-lot-alerts.h"
#include "crf-timeline-private.h"

#include "crf-records.h"
#include "crf-visits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static CrfTarget *
target_of_form (const CrfTimelineReading *reading,
                const CrfFormRecord *form)
{
  const CrfTarget target = { .subject = reading->subject->key,
                             .event = form->event,
                             .eventkey = form->eventkey,
                             .form = form->form,
                             .formkey = form->formkey };

  return crf_target_copy (&target);
}

/* ── Events ── */

/* The cell of @concept on the form, with something in it that this role may read. */
static CrfCell *
find_cell (const CrfTimelineReading *reading,
           CrfFormRecord *form,
           const char *concept)
{
  GPtrArray *cells = crf_casebook_get_cells (reading->casebook, form);

  for (guint i = 0; i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);

      if (g_strcmp0 (cell->item->concept, concept) == 0 && cell->value->canonical != NULL)
        return cell;
    }
  return NULL;
}

static const char *
find_text (const CrfTimelineReading *reading,
           CrfFormRecord *form,
           const char *concept)
{
  const CrfCell *cell = find_cell (reading, form, concept);

  return cell != NULL ? cell->value->canonical : NULL;
}

static char *
find_display (const CrfTimelineReading *reading,
              CrfFormRecord *form,
              const char *concept)
{
  const CrfCell *cell = find_cell (reading, form, concept);

  return cell != NULL ? crf_value_to_display (cell->value, cell->item, reading->language) : NULL;
}

static gboolean
is_yes (const char *code)
{
  return g_strcmp0 (code, "Y") == 0 || g_strcmp0 (code, "1") == 0;
}

/* Grades are coded 1 … 5; another code list has a text only. */
static int
grade_of (const char *code)
{
  return code != NULL && code[0] >= '1' && code[0] <= '5' && code[1] == '\0' ? code[0] - '0' : 0;
}

static void
add_adverse_event (const CrfTimelineReading *reading,
                   CrfFormRecord *form)
{
  CrfTimelineEvent *event = g_new0 (CrfTimelineEvent, 1);

  event->label = find_display (reading, form, "ae.term");
  if (event->label == NULL)
    event->label = g_strdup (_("Adverse event"));
  crf_timeline_date_init (&event->start, find_text (reading, form, "ae.start"));
  crf_timeline_date_init (&event->end, find_text (reading, form, "ae.end"));
  event->ongoing = is_yes (find_text (reading, form, "ae.ongoing"));
  event->grade = grade_of (find_text (reading, form, "ae.grade"));
  event->grade_text = find_display (reading, form, "ae.grade");
  event->serious = is_yes (find_text (reading, form, "ae.serious"));
  event->form = target_of_form (reading, form);
  g_ptr_array_add (reading->timeline->adverse_events, event);
}

static void
add_decompensation (const CrfTimelineReading *reading,
                    CrfFormRecord *form)
{
  CrfTimelineEvent *event = g_new0 (CrfTimelineEvent, 1);

  event->label = find_display (reading, form, "ce.kind");
  if (event->label == NULL)
    event->label = g_strdup (_("Decompensation"));
  crf_timeline_date_init (&event->start, find_text (reading, form, "ce.start"));
  crf_timeline_date_init (&event->end, NULL);
  event->grade_text = find_display (reading, form, "ce.severity");
  event->form = target_of_form (reading, form);
  g_ptr_array_add (reading->timeline->decompensations, event);
}

/* Undated ones last. */
static int
compare_events (gconstpointer a,
                gconstpointer b)
{
  const CrfTimelineEvent *first = *(CrfTimelineEvent *const *) a;
  const CrfTimelineEvent *second = *(CrfTimelineEvent *const *) b;
  gboolean dated_a = first->start.earliest != CRF_TIMELINE_NO_DAY;
  gboolean dated_b = second->start.earliest != CRF_TIMELINE_NO_DAY;

  if (dated_a != dated_b)
    return dated_a ? -1 : 1;
  if (first->start.earliest != second->start.earliest)
    return first->start.earliest < second->start.earliest ? -1 : 1;
  return g_strcmp0 (first->start.text, second->start.text);
}

/* ── Status ── */

static void
add_status (const CrfTimelineReading *reading,
            CrfTimelineStatusKind kind,
            char *label,
            const char *iso,
            CrfTarget *form)
{
  CrfTimelineStatus *status = g_new0 (CrfTimelineStatus, 1);

  status->kind = kind;
  status->label = label;
  crf_timeline_date_init (&status->date, iso);
  status->form = form;
  g_ptr_array_add (reading->timeline->statuses, status);
}

static void
add_consents (const CrfTimelineReading *reading)
{
  g_autoptr (GPtrArray) consents
      = crf_records_consents (crf_session_get_file (reading->session), reading->subject->key, NULL);

  for (guint i = 0; consents != NULL && i < consents->len; i++)
    {
      const CrfConsentRecord *consent = g_ptr_array_index (consents, i);

      if (g_strcmp0 (consent->kind, "withdrawn") == 0)
        add_status (reading, CRF_TIMELINE_STATUS_CONSENT_WITHDRAWN, g_strdup (_ ("Consent withdrawn")), consent->at,
                    NULL);
      else if (g_strcmp0 (consent->kind, "given") == 0)
        /* Translators: consent to this version of the form */
        add_status (reading, CRF_TIMELINE_STATUS_CONSENT, g_strdup_printf (_ ("Consent %s"), consent->version),
                    consent->at, NULL);
    }
}

static void
add_allocation (const CrfTimelineReading *reading)
{
  g_autofree char *date = crf_allocation_date_of (reading->session, reading->subject);

  if (date != NULL)
    /* Translators: when the patient was randomised, and the number */
    add_status (reading, CRF_TIMELINE_STATUS_ALLOCATED,
                g_strdup_printf (_ ("Allocated · %s"), reading->subject->allocation_number), date, NULL);
}

static const struct { const char *status, *label; } ends[] = {
  { "failed", N_ ("Screening failed") }, { "withdrawn", N_ ("Withdrawn") },       { "died", N_ ("Died") },
  { "lost", N_ ("Lost to follow-up") },  { "completed", N_ ("Study completed") },
};

/* A death form says more than the status that came with it. */
static void
add_end (const CrfTimelineReading *reading,
         gboolean died)
{
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      gboolean is_death = strcmp (ends[i].status, "died") == 0;

      if (g_strcmp0 (reading->subject->status, ends[i].status) != 0 || reading->subject->status_date == NULL
          || (is_death && died))
        continue;
      add_status (reading, is_death ? CRF_TIMELINE_STATUS_DIED : CRF_TIMELINE_STATUS_ENDED,
                  g_strdup (_ (ends[i].label)), reading->subject->status_date, NULL);
    }
}

static void
add_death (const CrfTimelineReading *reading,
           CrfFormRecord *form)
{
  g_autofree char *cause = find_display (reading, form, "death.cause");

  add_status (reading, CRF_TIMELINE_STATUS_DIED,
              cause != NULL ? g_strdup_printf (_ ("Died · %s"), cause) : g_strdup (_ ("Died")),
              find_text (reading, form, "death.date"), target_of_form (reading, form));
}

/* ── The forms that are not tied to a visit ── */

static void
read_forms (CrfTimelineReading *reading)
{
  GPtrArray *forms = crf_casebook_get_forms (reading->casebook);
  gboolean died = FALSE;

  for (guint i = 0; i < forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (forms, i);
      const CrfForm *definition = crf_study_find_form (reading->study, form->form);
      const char *kind = definition != NULL ? definition->kind : NULL;

      if (g_strcmp0 (kind, "adverse-event") == 0)
        add_adverse_event (reading, form);
      else if (g_strcmp0 (kind, "decompensation") == 0)
        add_decompensation (reading, form);
      else if (g_strcmp0 (kind, "transplantation") == 0 && find_text (reading, form, "tx.date") != NULL)
        add_status (reading, CRF_TIMELINE_STATUS_TRANSPLANTED, g_strdup (_ ("Liver transplantation")),
                    find_text (reading, form, "tx.date"), target_of_form (reading, form));
      else if (g_strcmp0 (kind, "death") == 0 && find_text (reading, form, "death.date") != NULL)
        {
          add_death (reading, form);
          died = TRUE;
        }
    }
  add_end (reading, died);
}

/* On the day that the result was reported; who may not know the product sees nothing of it. */
static void
add_lot_alerts (const CrfTimelineReading *reading)
{
  g_autoptr (GPtrArray) alerts = crf_reader_lot_alerts (reading->session, reading->subject->key, NULL);

  for (guint i = 0; alerts != NULL && i < alerts->len; i++)
    {
      const CrfLotAlert *alert = g_ptr_array_index (alerts, i);

      /* Translators: a lot, a test, its result: “Lot L-0231: sterility positive” */
      add_status (reading, CRF_TIMELINE_STATUS_LOT_ALERT,
                  g_strdup_printf (_ ("Lot %1$s: %2$s %3$s"), alert->lot, crf_lot_alert_test_name (alert->test), alert->result),
                  alert->on, NULL);
    }
}

static int
compare_statuses (gconstpointer a,
                  gconstpointer b)
{
  const CrfTimelineStatus *first = *(CrfTimelineStatus *const *) a;
  const CrfTimelineStatus *second = *(CrfTimelineStatus *const *) b;

  if (first->date.earliest != second->date.earliest)
    return first->date.earliest < second->date.earliest ? -1 : 1;
  return (int) first->kind - (int) second->kind;
}

void
crf_timeline_read_events (CrfTimelineReading *reading)
{
  CrfTimeline *timeline = reading->timeline;

  add_consents (reading);
  add_allocation (reading);
  read_forms (reading);
  add_lot_alerts (reading);
  g_ptr_array_sort (timeline->adverse_events, compare_events);
  g_ptr_array_sort (timeline->decompensations, compare_events);
  g_ptr_array_sort (timeline->statuses, compare_statuses);
}
