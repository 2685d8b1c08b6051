/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The paper work of a demonstration: forms that were left open are completed some days later, the investigator signs the forms that matter singly, and once a
 * week somebody goes over the queries and the deviations. */

#include "crf-demo-private.h"

#include "crf-partial-date.h"
#include "crf-records.h"
#include "crf-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define WEEK 7

/* One form; the demonstration frees it with its texts. */
typedef struct
{
  CrfDemoLife *life;
  char event[32], eventkey[32], form[32], formkey[32]; /* formkey "": the only one */
} Paper;

static Paper *
paper_new (CrfDemoLife *life,
           const char *event,
           const char *eventkey,
           const char *form,
           const char *formkey)
{
  Paper *self = g_new0 (Paper, 1);

  self->life = life;
  g_strlcpy (self->event, event, sizeof self->event);
  g_strlcpy (self->eventkey, eventkey != NULL ? eventkey : "1", sizeof self->eventkey);
  g_strlcpy (self->form, form, sizeof self->form);
  g_strlcpy (self->formkey, formkey != NULL ? formkey : "", sizeof self->formkey);
  g_ptr_array_add (life->demo->texts, self);
  return self;
}

static const char *
key_of (const Paper *self)
{
  return *self->formkey != '\0' ? self->formkey : NULL;
}

static gboolean
complete (const Paper *self,
          GError **error)
{
  return crf_demo_try (crf_conduct_with (self->life->demo->nurse, "complete-form", self->life->subject, error, "event", self->event, "eventkey",
                                         self->eventkey, "form", self->form, "formkey", key_of (self), NULL));
}

static gboolean
complete_later (CrfDemo *demo,
                gpointer data,
                const CrfEvent *event,
                int day,
                GError **error)
{
  crf_demo_set_time (demo, day, 16 * 60 + 20);
  return complete (data, error);
}

static gboolean
sign (CrfDemo *demo,
      gpointer data,
      const CrfEvent *event,
      int day,
      GError **error)
{
  Paper *self = data;

  crf_demo_set_time (demo, day, 18 * 60 + 5);
  return crf_demo_try (crf_conduct_with (demo->investigator, "sign-form", self->life->subject, error, "event", self->event, "eventkey", self->eventkey,
                                         "form", self->form, "formkey", key_of (self), "passphrase", demo->passphrase, NULL));
}

/* Who is busy completes it another day. */
gboolean
crf_demo_complete (CrfDemoLife *life,
                   const char *event,
                   const char *eventkey,
                   const char *form,
                   const char *formkey,
                   int day,
                   GError **error)
{
  Paper *self = paper_new (life, event, eventkey, form, formkey);

  if (g_rand_double (life->demo->rand) < 0.92)
    return complete (self, error);
  crf_demo_plan (life->demo, day + g_rand_int_range (life->demo->rand, 3, 14), complete_later, self, NULL);
  return TRUE;
}

void
crf_demo_plan_signature (CrfDemoLife *life,
                         const char *event,
                         const char *eventkey,
                         const char *form,
                         const char *formkey,
                         int day)
{
  crf_demo_plan (life->demo, day, sign, paper_new (life, event, eventkey, form, formkey), NULL);
}

/* What an unscheduled visit was not about is said not to have been done. */
gboolean
crf_demo_settle_by_hand (CrfDemoLife *life,
                         const CrfTarget *target,
                         GError **error)
{
  g_autoptr (CrfFormState) state = crf_reader_form (life->demo->nurse, target, error);

  for (guint i = 0; state != NULL && i < state->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (state->sections, i);

      for (guint j = 0; section->groupkey != NULL && j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (crf_demo_needs_answer (field) &&
              !crf_demo_do (life->demo->nurse, "enter", life->subject, NULL, NULL, error, "event", target->event, "eventkey", target->eventkey, "form",
                            target->form, "formkey", target->formkey, "item", field->item->oid, "missing", "ND", NULL))
            return FALSE;
        }
    }
  return state != NULL;
}

/* ── Once a week ── */

static int
day_of (const char *text)
{
  CrfDate date;
  g_autofree char *day = g_strndup (text != NULL ? text : "", strlen ("2026-03-02"));

  return crf_date_parse (day, FALSE, &date, NULL) ? (int) crf_date_to_days (&date) : G_MAXINT;
}

/* What nobody has answered for days: the machine's questions, most of all. */
static gboolean
answer_queries (CrfDemo *demo,
                int day,
                GError **error)
{
  g_autoptr (GPtrArray) open = crf_reader_queries (demo->nurse, NULL, "Open", error);

  for (guint i = 0; open != NULL && i < open->len; i++)
    {
      const CrfQuery *query = g_ptr_array_index (open, i);

      if (day_of (query->opened) + 3 <= day &&
          !crf_demo_try (crf_conduct_with (demo->nurse, "answer-query", NULL, error, "key", query->key, "text",
                                           _("Looked up in the source: the value is as recorded."), NULL)))
        return FALSE;
    }
  return open != NULL;
}

static gboolean
close_queries (CrfDemo *demo,
               int day,
               GError **error)
{
  g_autoptr (GPtrArray) answered = crf_reader_queries (demo->monitor, NULL, "Answered", error);

  for (guint i = 0; answered != NULL && i < answered->len; i++)
    {
      const CrfQuery *query = g_ptr_array_index (answered, i);

      if (day_of (query->opened) + 2 * WEEK <= day &&
          !crf_demo_try (crf_conduct_with (demo->monitor, "close-query", NULL, error, "key", query->key, NULL)))
        return FALSE;
    }
  return answered != NULL;
}

/* A report that came late is major: its effects are weighed and the committee is told. A window that was missed is minor. */
static gboolean
judge_deviations (CrfDemo *demo,
                  int day,
                  GError **error)
{
  g_autoptr (GPtrArray) deviations = crf_records_deviations (demo->file, NULL, error);
  g_autofree char *date = crf_demo_date (day);

  for (guint i = 0; deviations != NULL && i < deviations->len; i++)
    {
      const CrfDeviationRecord *deviation = g_ptr_array_index (deviations, i);
      gboolean major = strcmp (deviation->kind, "late-sae-report") == 0 || g_strcmp0 (deviation->class_, "major") == 0;

      if (strcmp (deviation->state, "closed") == 0 || strcmp (deviation->state, "cancelled") == 0 || day_of (deviation->found_on) + WEEK > day)
        continue;
      if (!crf_demo_try (crf_conduct_with (demo->investigator, "close-deviation", NULL, error, "key", deviation->key, "state", "closed", "class",
                                           major ? "major" : "minor", "safety", "none", "rights", "none", "data", "none", "corrective",
                                           major ? _("Told to the team; a deputy is named for every day of the week.") : NULL, "ethics-on",
                                           major ? date : NULL, NULL)))
        return FALSE;
    }
  return deviations != NULL;
}

static gboolean
go_over (CrfDemo *demo,
         gpointer data,
         const CrfEvent *event,
         int day,
         GError **error)
{
  crf_demo_plan (demo, day + WEEK, go_over, NULL, NULL);
  crf_demo_set_time (demo, day, 8 * 60 + 40);
  if (!answer_queries (demo, day, error))
    return FALSE;
  crf_demo_set_time (demo, day, 14 * 60 + 50);
  if (!close_queries (demo, day, error))
    return FALSE;
  crf_demo_set_time (demo, day, 18 * 60 + 30);
  return judge_deviations (demo, day, error);
}

void
crf_demo_plan_office (CrfDemo *demo,
                      int day)
{
  /* What is transcribed in one go is gone over when it is finished. */
  if (crf_study_is_transcription (demo->study))
    crf_demo_plan (demo, demo->today, go_over, NULL, NULL);
  else
    crf_demo_plan (demo, day, go_over, NULL, NULL);
}
