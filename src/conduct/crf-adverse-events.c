/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Adverse events and their clocks. Whatever was entered counts as it stands: an event is serious when its form says so, whatever else is missing. */

#include "crf-adverse-events.h"

#include "crf-infusion-monitor.h"
#include "crf-partial-date.h"
#include "crf-reader-trust.h"
#include "crf-reasons.h"
#include "crf-records-safety.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MINUTES_OF_DAY (24 * 60)

static void
report_free (gpointer data)
{
  CrfSaeReport *report = data;

  g_free (report->title);
  g_free (report->due_at);
  g_free (report->key);
  g_free (report->sent_at);
  g_free (report->how);
  g_free (report->sent_by);
  g_free (report->receipt);
  g_free (report->receipt_at);
  g_free (report->not_signed);
  g_free (report);
}

void
crf_adverse_event_free (CrfAdverseEvent *event)
{
  if (event == NULL)
    return;
  crf_target_free (event->target);
  g_free (event->term);
  g_free (event->start);
  g_free (event->end);
  g_free (event->awareness);
  g_free (event->grade_label);
  g_free (event->relation);
  g_free (event->outcome);
  g_free (event->timing);
  g_free (event->special);
  g_free (event->planned);
  g_free (event->decompensation);
  g_free (event->signature);
  g_free (event->signature_void);
  g_ptr_array_unref (event->criteria);
  g_ptr_array_unref (event->reports);
  g_free (event);
}

/* ── Time from the infusion ── */

/* The first and the last minute that the text may mean; FALSE: not even a day. */
static gboolean
minutes_of (const char *iso,
            gint64 *first,
            gint64 *last)
{
  CrfDate date;

  if (iso == NULL || !crf_datetime_parse (iso, TRUE, &date, NULL) || !crf_date_is_complete (&date))
    return FALSE;
  *first = crf_date_to_minutes (&date);
  *last = date.hour >= 0 ? *first : *first + MINUTES_OF_DAY - 1;
  return TRUE;
}

/* Of one infusion, for an event between @first and @last. */
static const char *
timing_of_infusion (gint64 start,
                    gint64 stop,
                    gint64 first,
                    gint64 last)
{
  if (last < start)
    return "BEFORE";
  if (first >= start && last <= stop)
    return "DURING";
  if (first > stop && last <= stop + MINUTES_OF_DAY)
    return "WITHIN24";
  return first > stop + MINUTES_OF_DAY ? "LATER" : NULL;
}

static const char *
stop_of (CrfCasebook *casebook,
         const CrfCell *start)
{
  GPtrArray *cells = crf_casebook_get_cells (casebook, start->form);

  for (guint i = 0; i < cells->len; i++)
    {
      const CrfCell *cell = g_ptr_array_index (cells, i);

      if (g_strcmp0 (cell->item->concept, "inf.stop") == 0)
        return cell->value->canonical;
    }
  return NULL;
}

/* Nearer to an infusion is what counts; "before" only what lies before the first. */
const char *
crf_adverse_event_timing (CrfCasebook *casebook,
                          const char *start)
{
  const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (crf_casebook_get_session (casebook)), "inf.start");
  g_autoptr (GPtrArray) cells = item != NULL ? crf_casebook_list (casebook, item) : NULL;
  const char *found = "BEFORE";
  gint64 first, last;

  if (!minutes_of (start, &first, &last))
    return NULL;
  for (guint i = 0; cells != NULL && i < cells->len; i++)
    {
      const CrfCell *cell = g_ptr_array_index (cells, i);
      gint64 from, to, unused;
      const char *timing;

      if (cell->value->canonical == NULL || !minutes_of (cell->value->canonical, &from, &unused))
        continue;
      if (!minutes_of (stop_of (casebook, cell), &to, &unused))
        to = from;
      timing = timing_of_infusion (from, to, first, last);
      if (timing == NULL || strcmp (timing, "DURING") == 0 || strcmp (timing, "WITHIN24") == 0)
        return timing;
      if (strcmp (timing, "LATER") == 0)
        found = timing;
    }
  return found;
}

/* ── Reading a form ── */

typedef struct
{
  CrfCasebook *casebook;
  CrfSession *session;
  const char *language;
  GPtrArray *news, *sent, *links;
  gint64 now; /* local minutes */
} Reading;

static const CrfCell *
find_cell (Reading *reading,
           CrfFormRecord *form,
           const char *concept)
{
  GPtrArray *cells = crf_casebook_get_cells (reading->casebook, form);

  for (guint i = 0; i < cells->len; i++)
    {
      const CrfCell *cell = g_ptr_array_index (cells, i);

      if (g_strcmp0 (cell->item->concept, concept) == 0 && cell->value->canonical != NULL)
        return cell;
    }
  return NULL;
}

static char *
text_of (Reading *reading,
         CrfFormRecord *form,
         const char *concept)
{
  const CrfCell *cell = find_cell (reading, form, concept);

  return cell != NULL ? g_strdup (cell->value->canonical) : NULL;
}

static char *
label_of (Reading *reading,
          CrfFormRecord *form,
          const char *concept)
{
  const CrfCell *cell = find_cell (reading, form, concept);

  return cell != NULL ? crf_value_to_display (cell->value, cell->item, reading->language) : NULL;
}

static gboolean
is (Reading *reading,
    CrfFormRecord *form,
    const char *concept,
    const char *code)
{
  const CrfCell *cell = find_cell (reading, form, concept);

  return cell != NULL && strcmp (cell->value->canonical, code) == 0;
}

/* The highest of the grade and the grades over time. */
static void
read_grade (Reading *reading,
            CrfFormRecord *form,
            CrfAdverseEvent *event)
{
  GPtrArray *cells = crf_casebook_get_cells (reading->casebook, form);

  for (guint i = 0; i < cells->len; i++)
    {
      const CrfCell *cell = g_ptr_array_index (cells, i);
      const char *code = cell->value->canonical;
      gboolean is_grade = g_strcmp0 (cell->item->concept, "ae.grade") == 0 || g_strcmp0 (cell->item->concept, "ae.grade_then") == 0;

      if (!is_grade || code == NULL || !g_ascii_isdigit (code[0]) || code[0] - '0' <= event->grade)
        continue;
      event->grade = code[0] - '0';
      g_free (event->grade_label);
      event->grade_label = crf_value_to_display (cell->value, cell->item, reading->language);
    }
}

static void
read_criteria (Reading *reading,
               CrfFormRecord *form,
               CrfAdverseEvent *event)
{
  static const struct { const char *concept, *label; } criteria[] = {
    { "ae.serious_death", N_ ("death") },
    { "ae.serious_life", N_ ("life-threatening") },
    { "ae.serious_hospital", N_ ("hospital stay") },
    { "ae.serious_disability", N_ ("disability") },
    { "ae.serious_congenital", N_ ("birth defect") },
    { "ae.serious_important", N_ ("medically important") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (criteria); i++)
    if (is (reading, form, criteria[i].concept, "Y"))
      g_ptr_array_add (event->criteria, g_strdup (_ (criteria[i].label)));
}

static char *
label_unless_none (Reading *reading,
                   CrfFormRecord *form,
                   const char *concept)
{
  return is (reading, form, concept, "NONE") ? NULL : label_of (reading, form, concept);
}

/* ── Reports ── */

static char *
report_title (const char *kind,
              int n)
{
  if (strcmp (kind, "first") == 0)
    return g_strdup (_("First report"));
  if (strcmp (kind, "final") == 0)
    return g_strdup (_("Final report"));
  return g_strdup_printf (_("Follow-up %d"), n);
}

static const CrfSaeReportRecord *
find_sent (Reading *reading,
           const char *formkey,
           const char *kind,
           int n,
           const char *recipient)
{
  for (guint i = 0; i < reading->sent->len; i++)
    {
      const CrfSaeReportRecord *sent = g_ptr_array_index (reading->sent, i);

      if (strcmp (sent->formkey, formkey) == 0 && strcmp (sent->kind, kind) == 0 && sent->n == n && strcmp (sent->recipient, recipient) == 0)
        return sent;
    }
  return NULL;
}

static void
set_deadline (Reading *reading,
              CrfSaeReport *report,
              const char *aware_at)
{
  char buffer[CRF_DATE_SIZE];
  gint64 aware, unused, due;
  CrfDate date;

  report->minutes_left = G_MAXINT64;
  if (!minutes_of (aware_at, &aware, &unused))
    return;
  /* Hours that pass, not what the hands of the clock show: across a change of the clock 24 hours end an hour sooner or later by them. */
  due = crf_monitor_after (NULL, aware, (gint64) report->recipient->hours * 60);
  crf_date_from_days ((int) (due / MINUTES_OF_DAY), &date);
  date.hour = (int) (due % MINUTES_OF_DAY / 60);
  date.minute = (int) (due % 60);
  report->due_at = g_strdup (crf_date_format (&date, buffer));
  report->minutes_left = crf_monitor_between (NULL, reading->now, due);
}

/* NULL: it was signed, or nobody said. */
static char *
tell_not_signed (const CrfSaeReportRecord *sent)
{
  if (sent->signature == NULL || strcmp (sent->signature, "valid") == 0)
    return NULL;
  return g_strdup_printf (strcmp (sent->signature, "void") == 0 ? _("Sent while the signature on the event's form was void: %s")
                                                                : _("Sent while nobody had signed the event's form: %s"),
                          sent->reason != NULL ? crf_reason_shown (sent->reason) : "–");
}

static void
add_report (Reading *reading,
            CrfAdverseEvent *event,
            const CrfRecipient *recipient,
            const char *kind,
            int n,
            const char *aware_at)
{
  const CrfSaeReportRecord *sent = find_sent (reading, event->target->formkey, kind, n, recipient->oid);
  CrfSaeReport *report = g_new0 (CrfSaeReport, 1);

  report->recipient = recipient;
  report->kind = kind;
  report->n = n;
  report->title = report_title (kind, n);
  set_deadline (reading, report, aware_at);
  if (sent != NULL)
    {
      report->key = g_strdup (sent->key);
      report->sent_at = g_strdup (sent->sent_at);
      report->how = g_strdup (sent->how);
      report->sent_by = g_strdup (sent->sent_by);
      report->receipt = g_strdup (sent->receipt);
      report->receipt_at = g_strdup (sent->receipt_at);
      report->late = report->due_at != NULL && strcmp (sent->sent_at, report->due_at) > 0;
      report->minutes_left = G_MAXINT64;
      report->not_signed = tell_not_signed (sent);
    }
  g_ptr_array_add (event->reports, report);
}

/* The final report is owed once the outcome is one that stays. */
static gboolean
is_settled (Reading *reading,
            CrfFormRecord *form)
{
  const CrfCell *outcome = find_cell (reading, form, "ae.outcome");

  return outcome != NULL && g_str_has_prefix (outcome->value->canonical, "RECOVERED") ? TRUE
         : outcome != NULL && strcmp (outcome->value->canonical, "FATAL") == 0;
}

static void
read_reports (Reading *reading,
              CrfFormRecord *form,
              CrfAdverseEvent *event)
{
  const GPtrArray *recipients = crf_study_get_recipients (crf_session_get_study (reading->session));

  for (guint i = 0; event->serious && i < recipients->len; i++)
    {
      const CrfRecipient *recipient = g_ptr_array_index (recipients, i);

      add_report (reading, event, recipient, "first", 0, event->awareness);
      for (guint j = 0; j < reading->news->len; j++)
        {
          const CrfSaeNewsRecord *news = g_ptr_array_index (reading->news, j);

          if (strcmp (news->formkey, event->target->formkey) == 0)
            add_report (reading, event, recipient, "follow-up", news->n, news->aware_at);
        }
      if (is_settled (reading, form) || find_sent (reading, event->target->formkey, "final", 0, recipient->oid) != NULL)
        add_report (reading, event, recipient, "final", 0, NULL);
    }
}

/* On the event's form, else on the casebook, which is over all forms. */
static void
read_signature (Reading *reading,
                CrfAdverseEvent *event)
{
  const CrfTarget whole = { .subject = event->target->subject };
  const CrfTarget *const targets[] = { event->target, &whole };

  for (guint i = 0; i < G_N_ELEMENTS (targets) && event->signature == NULL; i++)
    {
      g_autoptr (GPtrArray) views = crf_reader_signatures (reading->session, targets[i], NULL);

      for (guint j = 0; views != NULL && j < views->len && event->signature == NULL; j++)
        {
          const CrfSignatureView *view = g_ptr_array_index (views, j);

          if (!view->voided)
            event->signature = g_strdup_printf (_("%s, %s: %s"), view->name, view->when, view->meaning);
          else if (event->signature_void == NULL)
            event->signature_void = g_strdup_printf (_("The signature of %s (%s) is void: something was changed since. Sign again."), view->name, view->when);
        }
    }
  if (event->signature != NULL)
    g_clear_pointer (&event->signature_void, g_free);
}

static CrfAdverseEvent *
read_event (Reading *reading,
            CrfFormRecord *form,
            int number)
{
  const CrfTarget target = { .subject = form->subject, .event = form->event, .eventkey = form->eventkey, .form = form->form,
                             .formkey = form->formkey };
  CrfAdverseEvent *event = g_new0 (CrfAdverseEvent, 1);

  event->target = crf_target_copy (&target);
  event->number = number;
  event->criteria = g_ptr_array_new_with_free_func (g_free);
  event->reports = g_ptr_array_new_with_free_func (report_free);
  event->term = label_of (reading, form, "ae.term");
  event->start = text_of (reading, form, "ae.start");
  event->end = text_of (reading, form, "ae.end");
  event->awareness = text_of (reading, form, "ae.awareness");
  event->ongoing = is (reading, form, "ae.ongoing", "Y");
  event->serious = is (reading, form, "ae.serious", "Y");
  event->relation = label_of (reading, form, "ae.relation");
  event->outcome = label_of (reading, form, "ae.outcome");
  event->timing = label_of (reading, form, "ae.timing");
  event->special = label_unless_none (reading, form, "ae.special_interest");
  event->planned = label_unless_none (reading, form, "ae.planned");
  read_grade (reading, form, event);
  read_criteria (reading, form, event);
  for (guint i = 0; i < reading->links->len; i++)
    {
      const CrfEventLinkRecord *link = g_ptr_array_index (reading->links, i);

      if (strcmp (link->adverse_event, form->formkey) == 0 && event->decompensation == NULL)
        event->decompensation = g_strdup (link->decompensation);
    }
  read_reports (reading, form, event);
  if (event->serious)
    read_signature (reading, event);
  return event;
}

GPtrArray *
crf_adverse_events_of (CrfCasebook *casebook,
                       GError **error)
{
  CrfSession *session = crf_casebook_get_session (casebook);
  CrfStudyFile *file = crf_session_get_file (session);
  const char *subject = crf_casebook_get_subject (casebook);
  CrfInstant now = crf_session_now (session);
  g_autoptr (GPtrArray) news = crf_records_sae_news (file, subject, error);
  g_autoptr (GPtrArray) sent = news != NULL ? crf_records_sae_reports (file, subject, error) : NULL;
  g_autoptr (GPtrArray) links = sent != NULL ? crf_records_event_links (file, subject, error) : NULL;
  GPtrArray *forms = crf_casebook_get_forms (casebook);
  GPtrArray *events;
  Reading reading = { casebook, session, crf_session_get_language (session), news, sent, links,
                      now.utc_ms / 60000 + now.offset_minutes };

  if (links == NULL)
    return NULL;
  events = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_adverse_event_free);
  for (guint i = 0; i < forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (forms, i);
      const CrfForm *definition = crf_study_find_form (crf_session_get_study (session), form->form);

      if (definition != NULL && g_strcmp0 (definition->kind, "adverse-event") == 0)
        g_ptr_array_add (events, read_event (&reading, form, (int) events->len + 1));
    }
  return events;
}

GPtrArray *
crf_reader_adverse_events (CrfSession *session,
                           const char *subject,
                           GError **error)
{
  g_autoptr (CrfSubjectRecord) record = crf_records_find_subject (crf_session_get_file (session), subject, error);
  g_autoptr (CrfCasebook) casebook = NULL;

  if (record == NULL)
    return error == NULL || *error == NULL ? g_ptr_array_new_with_free_func ((GDestroyNotify) crf_adverse_event_free) : NULL;
  casebook = crf_casebook_new (session, record->key, error);
  return casebook != NULL ? crf_adverse_events_of (casebook, error) : NULL;
}

CrfAdverseEvent *
crf_adverse_event_find (GPtrArray *events,
                        const char *name)
{
  for (guint i = 0; i < events->len; i++)
    {
      CrfAdverseEvent *event = g_ptr_array_index (events, i);
      g_autofree char *number = g_strdup_printf ("%d", event->number);

      if (g_strcmp0 (number, name) == 0 || g_strcmp0 (event->target->formkey, name) == 0)
        return event;
    }
  return NULL;
}

CrfSaeReport *
crf_adverse_event_next_report (const CrfAdverseEvent *event)
{
  CrfSaeReport *next = NULL;

  for (guint i = 0; i < event->reports->len; i++)
    {
      CrfSaeReport *report = g_ptr_array_index (event->reports, i);

      if (report->key == NULL && (next == NULL || report->minutes_left < next->minutes_left))
        next = report;
    }
  return next;
}

char *
crf_sae_report_clock (const CrfSaeReport *report)
{
  gint64 minutes = ABS (report->minutes_left);
  g_autofree char *span = NULL;

  if (report->minutes_left == G_MAXINT64)
    return NULL;
  if (minutes < 60)
    span = g_strdup_printf (_("%d min"), (int) minutes);
  else if (minutes < 48 * 60)
    /* Translators: hours and minutes */
    span = g_strdup_printf (_("%1$d h %2$d min"), (int) (minutes / 60), (int) (minutes % 60));
  else
    /* Nobody counts 8,375 hours. */
    span = g_strdup_printf (ngettext ("%d day", "%d days", (gulong) (minutes / 1440)), (int) (minutes / 1440));
  return report->minutes_left < 0 ? g_strdup_printf (_("%s overdue"), span) : g_strdup_printf (_("%s left"), span);
}

GPtrArray *
crf_reader_subjects_with_sae (CrfSession *session,
                              GError **error)
{
  CrfStudy *study = crf_session_get_study (session);
  const CrfForm *form = crf_study_find_form_by_kind (study, "adverse-event");
  const CrfItem *item = crf_study_find_item_by_concept (study, "ae.serious");

  if (form == NULL || item == NULL)
    return g_ptr_array_new_with_free_func (g_free);
  return crf_records_subjects_with (crf_session_get_file (session), form->oid, item->oid, "Y", error);
}
