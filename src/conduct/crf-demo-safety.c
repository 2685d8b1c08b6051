/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What follows a serious adverse event of a synthetic patient: the first report to each recipient within its hours, news and a follow-up report, the outcome
 * and the final report, each with its receipt. A few first reports go out late, as on real wards. */

#include "crf-demo-private.h"

#include "crf-adverse-events.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A task of one event; the demonstration frees it with its texts. */
typedef struct
{
  CrfDemoLife *life;
  char event[32], eventkey[32], form[32], formkey[32];
  const char *kind; /* of the report */
  int minutes;      /* after midnight, when it is sent */
  gboolean late, serious, is_signed;
  char end[16], outcome[48]; /* of the event; "": does not end */
} Case;

static Case *
case_new (CrfDemoLife *life,
          const CrfTarget *target)
{
  Case *self = g_new0 (Case, 1);

  self->life = life;
  g_strlcpy (self->event, target->event, sizeof self->event);
  g_strlcpy (self->eventkey, target->eventkey, sizeof self->eventkey);
  g_strlcpy (self->form, target->form, sizeof self->form);
  g_strlcpy (self->formkey, target->formkey, sizeof self->formkey);
  g_ptr_array_add (life->demo->texts, self);
  return self;
}

static Case *
case_copy (const Case *self,
           const char *kind)
{
  Case *copy = g_memdup2 (self, sizeof *self);

  copy->kind = kind;
  copy->late = FALSE;
  copy->minutes = 11 * 60 + g_rand_int_range (self->life->demo->rand, 0, 240);
  g_ptr_array_add (self->life->demo->texts, copy);
  return copy;
}

/* To one recipient, and its receipt some hours later. */
static gboolean
send_to (Case *self,
         const CrfRecipient *recipient,
         int day,
         int minutes,
         GError **error)
{
  CrfDemo *demo = self->life->demo;
  g_autofree char *sent = crf_demo_datetime (day, minutes), *received = crf_demo_datetime (day, minutes + 130);
  /* A draw of its own: whether somebody has signed shifts nothing else of a demonstration. */
  g_autoptr (GRand) own = g_rand_new_with_seed ((guint32) demo->n_receipts);
  g_autofree char *reason = self->late ? crf_scenario_reason (demo->scenario, "late-report", demo->rand) :
                            !self->is_signed ? crf_scenario_reason (demo->scenario, "unsigned-report", own) : NULL;
  g_autofree char *receipt = g_strdup_printf ("R-%05u", ++demo->n_receipts + 20100);
  g_autofree char *key = NULL;

  crf_demo_set_time (demo, day, minutes + 3);
  if (!crf_demo_do (demo->investigator, "send-sae-report", self->life->subject, &key, "report", error, "event", self->formkey, "kind", self->kind,
                    "recipient", recipient->oid, "sent-at", sent, "how", "email", "reason", reason, NULL))
    return FALSE;
  crf_demo_set_time (demo, day, minutes + 150);
  return crf_demo_do (demo->nurse, "sae-receipt", self->life->subject, NULL, NULL, error, "report", key, "receipt", receipt, "received-at", received, NULL);
}

/* The investigator signs the event before it is reported, but for those that are late already; one whose form is not complete goes without. */
static gboolean
sign_event (Case *self,
            int day,
            GError **error)
{
  CrfDemo *demo = self->life->demo;
  g_autoptr (GPtrArray) events = NULL;
  const CrfAdverseEvent *event;

  crf_demo_set_time (demo, day, self->minutes);
  if (!self->late && !crf_demo_try (crf_conduct_with (demo->investigator, "sign-form", self->life->subject, error, "event", self->event, "eventkey",
                                                      self->eventkey, "form", self->form, "formkey", self->formkey, "passphrase", demo->passphrase, NULL)))
    return FALSE;
  events = crf_reader_adverse_events (demo->investigator, self->life->subject, error);
  event = events != NULL ? crf_adverse_event_find (events, self->formkey) : NULL;
  self->is_signed = event != NULL && event->signature != NULL;
  return events != NULL;
}

static gboolean
send_report (CrfDemo *demo,
             gpointer data,
             const CrfEvent *event,
             int day,
             GError **error)
{
  const GPtrArray *recipients = crf_study_get_recipients (demo->study);
  Case *self = data;

  if (!sign_event (self, day, error))
    return FALSE;
  for (guint i = 0; i < recipients->len; i++)
    if (!send_to (self, g_ptr_array_index (recipients, i), day, self->minutes + 12 * (int) i, error))
      return FALSE;
  return TRUE;
}

/* Something became known: a culture, a scan. From then on the clock of the follow-up report runs. */
static gboolean
have_news (CrfDemo *demo,
           gpointer data,
           const CrfEvent *event,
           int day,
           GError **error)
{
  Case *self = data;
  g_autofree char *known = crf_demo_datetime (day, 10 * 60 + 5), *text = crf_scenario_reason (demo->scenario, "sae-news", demo->rand);

  crf_demo_set_time (demo, day, 10 * 60 + 20);
  return crf_demo_do (demo->investigator, "sae-news", self->life->subject, NULL, NULL, error, "event", self->formkey, "aware-at", known, "text", text,
                      NULL) &&
         send_report (demo, case_copy (self, "follow-up"), NULL, day, error);
}

static gboolean
enter_outcome (Case *self,
               const char *concept,
               const char *value,
               GError **error)
{
  CrfDemo *demo = self->life->demo;
  const CrfItem *item = crf_study_find_item_by_concept (demo->study, concept);

  return item == NULL || crf_demo_do (demo->nurse, "enter", self->life->subject, NULL, NULL, error, "event", self->event, "eventkey", self->eventkey, "form",
                                      self->form, "formkey", self->formkey, "item", item->oid, "value", value, "reason", _("The event is over"), NULL);
}

/* The event is over: the form says so, the investigator signs it, and the final report of a serious one is owed. */
static gboolean
end_event (CrfDemo *demo,
           gpointer data,
           const CrfEvent *event,
           int day,
           GError **error)
{
  Case *self = data;
  int sent = day + g_rand_int_range (demo->rand, 1, 6);

  if (self->life->over)
    return TRUE;
  crf_demo_set_time (demo, day, 16 * 60 + 30);
  if (!enter_outcome (self, "ae.ongoing", "N", error) || !enter_outcome (self, "ae.end", self->end, error) ||
      !enter_outcome (self, "ae.outcome", self->outcome, error))
    return FALSE;
  if (self->serious)
    crf_demo_plan (demo, sent, send_report, case_copy (self, "final"), NULL);
  crf_demo_plan_signature (self->life, self->event, self->eventkey, self->form, self->formkey, sent);
  return TRUE;
}

/* Most within hours, a few after the deadline. */
static void
plan_first (Case *self,
            int day,
            int minutes)
{
  CrfDemo *demo = self->life->demo;

  self->kind = "first";
  self->late = crf_scenario_happens (demo->scenario, "late-reports", demo->rand);
  self->minutes = self->late ? 15 * 60 + g_rand_int_range (demo->rand, 0, 90) : minutes + g_rand_int_range (demo->rand, 90, 260);
  crf_demo_plan (demo, self->late ? day + g_rand_int_range (demo->rand, 1, 4) : day, send_report, self, NULL);
}

void
crf_demo_follow_event (CrfDemoLife *life,
                       const CrfTarget *target,
                       gboolean serious,
                       int day,
                       int minutes,
                       int last,
                       const char *outcome)
{
  CrfDemo *demo = life->demo;
  Case *self = case_new (life, target);
  g_autofree char *end = crf_demo_date (last);

  if (outcome != NULL)
    {
      g_strlcpy (self->end, end, sizeof self->end);
      g_strlcpy (self->outcome, outcome, sizeof self->outcome);
    }
  self->serious = serious;
  if (serious)
    plan_first (self, day, minutes);
  if (serious && (last - day >= 6 || outcome == NULL))
    crf_demo_plan (demo, day + 4, have_news, self, NULL);
  if (outcome != NULL)
    crf_demo_plan (demo, MAX (last, day) + 1, end_event, self, NULL);
}

void
crf_demo_plan_fatal_reports (CrfDemoLife *life,
                             const CrfTarget *target,
                             int day,
                             int minutes)
{
  Case *self = case_new (life, target);

  plan_first (self, day, minutes);
  crf_demo_plan (life->demo, day + g_rand_int_range (life->demo->rand, 5, 13), send_report, case_copy (self, "final"), NULL);
}
