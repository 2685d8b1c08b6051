/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A report of a serious adverse event was sent: to whom, when, how. The act of sending is outside; what is recorded is that it was done, also late. */

#include "crf-adverse-events.h"
#include "crf-detail.h"
#include "crf-partial-date.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NOT_SIGNED "sae-not-signed"

static const CrfParameter parameters[] = {
  { "event", N_ ("Adverse event (number)"), "text", TRUE },
  { "kind", N_ ("Report"), "choice:first|follow-up|final", TRUE },
  { "number", N_ ("Number of the follow-up"), "integer", FALSE },
  { "recipient", N_ ("Recipient"), "text", TRUE },
  { "sent-at", N_ ("Sent at"), "datetime", TRUE },
  { "how", N_ ("Sent by"), "choice:email|fax|phone|system|paper", TRUE },
  { "receipt", N_ ("Receipt"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* By OID or by its title in any language that the session reads. */
static const CrfRecipient *
find_recipient (CrfUseCaseContext *context)
{
  const GPtrArray *recipients = crf_study_get_recipients (context->study);
  const char *name = crf_context_get (context, "recipient");
  g_autoptr (GString) known = g_string_new (NULL);

  for (guint i = 0; i < recipients->len; i++)
    {
      const CrfRecipient *recipient = g_ptr_array_index (recipients, i);
      const char *title = crf_text_get (recipient->title, crf_session_get_language (context->session));

      if (strcmp (recipient->oid, name) == 0 || strcmp (title, name) == 0)
        return recipient;
      g_string_append_printf (known, "%s%s (%s)", known->len > 0 ? _(", ") : "", title, recipient->oid);
    }
  crf_context_refuse (context, "recipient-unknown", NULL, _("The protocol has no recipient “%s”. It has: %s."), name, known->str);
  return NULL;
}

static const CrfSaeReport *
find_report (CrfUseCaseContext *context,
             CrfAdverseEvent *event,
             const CrfRecipient *recipient)
{
  const char *kind = crf_context_get (context, "kind");
  const char *number = crf_context_get (context, "number");
  const CrfSaeReport *found = NULL;

  for (guint i = 0; i < event->reports->len; i++)
    {
      const CrfSaeReport *report = g_ptr_array_index (event->reports, i);

      if (report->recipient != recipient || strcmp (report->kind, kind) != 0)
        continue;
      /* Without a number the first follow-up that is not sent is meant. */
      if (number != NULL ? report->n == (int) g_ascii_strtoll (number, NULL, 10) : found == NULL || found->key != NULL)
        found = report;
    }
  return found;
}

static gboolean
check (CrfUseCaseContext *context,
       CrfAdverseEvent *event,
       const CrfSaeReport *report,
       const char *sent_at)
{
  CrfInstant now = crf_session_now (context->session);
  char buffer[CRF_INSTANT_SIZE];

  if (event->awareness == NULL)
    return crf_context_refuse (context, "awareness-missing", _("Enter the awareness time of the event: the clock starts there."),
                               _("Adverse event %d has no awareness time."), event->number);
  if (report == NULL)
    return crf_context_refuse (context, "report-unknown",
                               _("A follow-up report follows news of the event; a final report its outcome."),
                               _("No such report is due for adverse event %d."), event->number);
  if (report->key != NULL)
    return crf_context_refuse (context, "report-sent", NULL, _("This report was sent on %s already."), report->sent_at);
  if (strcmp (sent_at, crf_instant_format_local (now, buffer)) > 0)
    return crf_context_refuse (context, "in-the-future", _("Enter the time at which it was sent."), _("%s lies in the future."), sent_at);
  if (strcmp (sent_at, event->awareness) < 0)
    return crf_context_refuse (context, "before-awareness", _("Check both times."), _("The report cannot be sent (%s) before the event was known (%s)."),
                               sent_at, event->awareness);
  return TRUE;
}

/* "valid", "void" or "none": what stands on the event's form. */
static const char *
state_of_signature (const CrfAdverseEvent *event)
{
  return event->signature != NULL ? "valid" : event->signature_void != NULL ? "void" : "none";
}

/* TRUE if the outcome asks back: a report leaves the house over somebody's name. That it was sent without can be recorded, with why. */
static gboolean
ask (CrfUseCaseContext *context,
     const CrfAdverseEvent *event)
{
  CrfPrompt *prompt;

  if (event->signature != NULL || crf_study_is_transcription (context->study) ||
      (crf_context_has_confirmed (context, NOT_SIGNED) && crf_context_get (context, "reason") != NULL))
    return FALSE;
  prompt = crf_context_ask (context, NOT_SIGNED,
                            event->signature_void != NULL
                              ? g_strdup_printf (_("The form of adverse event %1$d is not signed: %2$s If the report was sent all the same, say why."),
                                                 event->number, event->signature_void)
                              : g_strdup_printf (_("The form of adverse event %d is not signed by an investigator. If the report was sent all the same, say why."),
                                                 event->number));
  prompt->needs_reason = TRUE;
  prompt->accept = g_strdup (_("_Record it"));
  return TRUE;
}

static gboolean
append_report (CrfUseCaseContext *context,
               CrfAdverseEvent *event,
               const CrfSaeReport *report,
               const char *sent_at,
               GError **error)
{
  const CrfTarget *target = event->target;
  const char *title = crf_text_get (report->recipient->title, crf_session_get_language (context->session));
  g_autofree char *key = crf_transaction_new_key (context->txn);
  g_autofree char *n = g_strdup_printf ("%d", report->n);
  g_autofree char *detail = crf_detail_new ("key", key, "kind", report->kind, "n", n, "recipient", report->recipient->oid, "due_at", report->due_at,
                                            "sent_at", sent_at, "how", crf_context_get (context, "how"), "sent_by",
                                            crf_session_get_login (context->session), "signature", state_of_signature (event), NULL);
  CrfEntry entry = { .action = CRF_ACTION_SAE_REPORT, .subject = target->subject, .event = target->event, .eventkey = target->eventkey,
                     .form = target->form, .formkey = target->formkey, .reason = crf_context_get (context, "reason"), .detail = detail };

  if (!crf_context_append (context, &entry, NULL, error))
    return FALSE;
  crf_context_result (context, "report", key);
  if (crf_context_get (context, "receipt") != NULL)
    {
      g_autofree char *receipt = crf_detail_new ("key", key, "receipt", crf_context_get (context, "receipt"), "receipt_at", sent_at, NULL);
      CrfEntry received = { .action = CRF_ACTION_SAE_RECEIPT, .subject = target->subject, .detail = receipt };

      if (!crf_context_append (context, &received, NULL, error))
        return FALSE;
    }
  if (report->due_at == NULL || strcmp (sent_at, report->due_at) <= 0)
    return TRUE;
  return crf_context_open_deviation (context, "late-sae-report", crf_context_get (context, "reason"), error,
                                     _("%1$s of adverse event %2$d to %3$s: sent on %4$s, due by %5$s."), report->title, event->number, title, sent_at,
                                     report->due_at);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (GPtrArray) events = crf_reader_adverse_events (context->session, context->subject->key, error);
  const CrfRecipient *recipient;
  const CrfSaeReport *report;
  g_autofree char *sent_at = NULL;
  CrfAdverseEvent *event;

  if (events == NULL)
    return FALSE;
  event = crf_adverse_event_find (events, crf_context_get (context, "event"));
  if (event == NULL || !event->serious)
    return crf_context_refuse (context, "not-serious", _("Enter on its form that the event is serious."),
                               _("%s has no serious adverse event “%s”."), context->subject->number, crf_context_get (context, "event"));
  recipient = find_recipient (context);
  if (recipient == NULL || !crf_context_get_date (context, "sent-at", TRUE, &sent_at))
    return TRUE;
  report = find_report (context, event, recipient);
  check (context, event, report, sent_at);
  if (context->outcome->refusal != NULL || ask (context, event))
    return TRUE;
  return append_report (context, event, report, sent_at, error);
}

const CrfUseCase crf_use_case_send_sae_report = {
  .name = "send-sae-report",
  .title = N_ ("Record SAE report"),
  .summary = N_ ("Records that the first, a follow-up or the final report of a serious adverse event was sent to a recipient."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
};
