/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What happens to a synthetic patient between the visits: reactions, adverse events, decompensation, queries; and how following ends. */

#include "crf-demo-private.h"
#include "crf-item-owner.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* As the scenario's weights by VIRUS say. */
#define HBV_SHARE 0.7

int
crf_demo_end_of (const CrfDemoLife *life)
{
  int from = life->infused > 0 ? life->infused : life->allocated;

  return life->course.fate_day > 0 && from > 0 ? from + life->course.fate_day : G_MAXINT;
}

/* Stores concept or Name → text pairs on a new form of @kind, at @minutes of @day, and completes it; what the form does not have is passed over. @place: where
 * that was, may be NULL. */
static gboolean
record_event (CrfDemoLife *life,
              const char *kind,
              int day,
              int minutes,
              const char *const pairs[][2],
              CrfTarget **place,
              GError **error)
{
  CrfDemo *demo = life->demo;
  g_autoptr (CrfTarget) target = NULL;
  const CrfForm *form = crf_study_find_form_by_kind (demo->study, kind);
  g_autofree char *formkey = NULL;

  if (form == NULL)
    return TRUE;
  crf_demo_set_time (demo, MIN (day, demo->today), minutes);
  target = crf_reader_target_for (demo->nurse, life->subject, kind, error);
  if (target == NULL)
    return FALSE;
  if (form->repeating && !crf_demo_do (demo->nurse, "add-form", life->subject, &formkey, "formkey", error, "event", target->event, "eventkey",
                                       target->eventkey, "form", target->form, NULL))
    return FALSE;
  g_free (target->formkey);
  target->formkey = formkey != NULL ? g_strdup (formkey) : g_strdup ("1");
  for (guint i = 0; pairs[i][0] != NULL; i++)
    {
      const CrfItem *item = strchr (pairs[i][0], '.') != NULL ? crf_study_find_item_by_concept (demo->study, pairs[i][0])
                                                              : crf_study_find_item_by_name (demo->study, pairs[i][0]);
      const CrfItemUnit *unit = item != NULL && item->units->len > 0 ? g_ptr_array_index (item->units, 0) : NULL;

      if (item == NULL || pairs[i][1] == NULL || crf_form_find_group_of (form, item) == NULL ||
          (item->code_list != NULL && crf_item_find_code (item, pairs[i][1]) == NULL))
        continue;
      if (!crf_demo_do (crf_item_owner_allows (demo->nurse, item, NULL) ? demo->nurse : demo->investigator, "enter", life->subject, NULL, NULL, error,
                        "event", target->event, "eventkey", target->eventkey, "form", target->form, "formkey", target->formkey, "item", item->oid,
                        "value", pairs[i][1], "unit", unit != NULL ? unit->unit->oid : NULL, NULL))
        return FALSE;
    }
  if (!crf_demo_complete (life, target->event, target->eventkey, target->form, target->formkey, day, error))
    return FALSE;
  if (place != NULL)
    *place = g_steal_pointer (&target);
  return TRUE;
}

#define EVENING (17 * 60 + 30)

/* @line: term|grade|hours, of [reactions]; it ends within the day. @day: the one after the infusion. */
static gboolean
have_reaction (CrfDemo *demo,
               gpointer data,
               const CrfEvent *event,
               int day,
               GError **error)
{
  g_auto (GStrv) line = crf_scenario_line (demo->scenario, "reactions", demo->rand);
  g_autofree char *start = NULL, *end = NULL;
  int minutes;

  /* Without an infusion nobody reacts to one. */
  if (line == NULL || g_strv_length (line) < 3 || ((CrfDemoLife *) data)->infused_last != day - 1)
    return TRUE;
  minutes = 10 * 60 + 15 + 60 * (int) g_ascii_strtoll (line[2], NULL, 10);
  start = crf_demo_datetime (day - 1, minutes);
  end = crf_demo_datetime (day - 1, minutes + 600);
  return record_event (data, "adverse-event", day, EVENING,
                       (const char *const[][2]){ { "ae.term", line[0] }, { "ae.start", start }, { "ae.ongoing", "N" }, { "ae.end", end },
                                                 { "ae.grade", line[1] }, { "ae.relation", "POSSIBLY" }, { "AERELP", "POSSIBLY" },
                                                 { "AEEXP", "EXPECTED" }, { "AEACN", "NONE" }, { "AECONTRT", *line[1] == '1' ? "N" : "Y" },
                                                 { "ae.outcome", "RECOVERED/RESOLVED" }, { "ae.serious", "N" }, { NULL, NULL } },
                       NULL, error);
}

void
crf_demo_plan_reaction (CrfDemoLife *life,
                        int day)
{
  if (!crf_scenario_happens (life->demo->scenario, "reactions", life->demo->rand) || day >= life->demo->today)
    return;
  life->reacted = day;
  crf_demo_plan (life->demo, day + 1, have_reaction, life, NULL);
}

/* Something that has begun, until it is recorded; the demonstration frees it with its texts. */
typedef struct
{
  CrfDemoLife *life;
  int start, last, aware; /* @aware: minutes after midnight of the day on which it is recorded */
  gboolean serious;
  gboolean unreported;    /* the clock runs still */
  char line[200]; /* term|grade|relation|outcome|days|serious */
} Happening;

/* What a patient tells at the next contact, or what the ward sees the morning after. */
static gboolean
record_happening (CrfDemo *demo,
                  gpointer data,
                  const CrfEvent *event,
                  int day,
                  GError **error)
{
  Happening *self = data;
  CrfDemoLife *life = self->life;
  g_auto (GStrv) line = g_strsplit (self->line, "|", -1);
  gboolean ends = self->last < crf_demo_end_of (life), over = ends && self->last < day && !self->serious;
  g_autofree char *start = crf_demo_date (self->start), *aware = crf_demo_datetime (day, self->aware), *end = over ? crf_demo_date (self->last) : NULL;
  g_autoptr (CrfTarget) place = NULL;

  if (life->over)
    return TRUE;
  if (!record_event (life, "adverse-event", day, self->serious ? self->aware + 25 : EVENING,
                     (const char *const[][2]){ { "ae.term", line[0] }, { "ae.start", start }, { "ae.ongoing", over ? "N" : "Y" }, { "ae.end", end },
                                               { "ae.grade", line[1] }, { "ae.relation", line[2] }, { "AERELD", self->serious ? "PROBABLY" : "UNLIKELY" },
                                               { "AEACN", "NONE" }, { "AECONTRT", *line[1] == '1' ? "N" : "Y" },
                                               { "ae.outcome", over ? line[3] : "NOT RECOVERED/NOT RESOLVED" }, { "ae.serious", line[5] },
                                               { "AESHOSP", self->serious ? "Y" : NULL }, { "ae.awareness", self->serious ? aware : NULL },
                                               { NULL, NULL } },
                     &place, error))
    return FALSE;
  if (place != NULL && !over && !self->unreported)
    crf_demo_follow_event (life, place, self->serious, day, self->aware, self->last, ends ? line[3] : NULL);
  return TRUE;
}

static gboolean
have_event_of (CrfDemo *demo,
               CrfDemoLife *life,
               const char *section,
               int day)
{
  g_auto (GStrv) line = crf_scenario_line (demo->scenario, section, demo->rand);
  g_autofree char *text = line != NULL ? g_strjoinv ("|", line) : NULL;
  Happening *self;

  if (life->over || line == NULL || g_strv_length (line) < 6)
    return TRUE;
  self = g_new0 (Happening, 1);
  g_ptr_array_add (demo->texts, self);
  self->life = life;
  self->aware = 9 * 60;
  self->start = day;
  self->last = day + (int) g_ascii_strtoll (line[4], NULL, 10);
  self->serious = *line[5] == 'Y';
  g_strlcpy (self->line, text, sizeof self->line);
  crf_demo_plan (demo, self->serious ? day + 1 : day + g_rand_int_range (demo->rand, 1, 15), record_happening, self, NULL);
  return TRUE;
}

static gboolean
have_adverse_event (CrfDemo *demo,
                    gpointer data,
                    const CrfEvent *event,
                    int day,
                    GError **error)
{
  return have_event_of (demo, data, "adverse-events", day);
}

static gboolean
have_aspiration_event (CrfDemo *demo,
                       gpointer data,
                       const CrfEvent *event,
                       int day,
                       GError **error)
{
  return have_event_of (demo, data, "aspiration-events", day);
}

void
crf_demo_plan_aspiration_event (CrfDemoLife *life,
                                int day)
{
  if (crf_scenario_happens (life->demo->scenario, "reactions", life->demo->rand))
    crf_demo_plan (life->demo, day, have_aspiration_event, life, NULL);
}

/* One that brings the patient into hospital is a serious adverse event too: one record in two views. */
static gboolean
report_decompensation (CrfDemoLife *life,
                       const CrfTarget *decompensation,
                       const char *kind,
                       int day,
                       GError **error)
{
  CrfDemo *demo = life->demo;
  g_autofree char *start = crf_demo_date (day), *aware = crf_demo_datetime (day, 10 * 60);
  const char *term = strcmp (kind, "GIB") == 0 ? _("Variceal bleeding") : strcmp (kind, "HE") == 0 ? _("Hepatic encephalopathy") : _("Ascites");
  int last = day + g_rand_int_range (demo->rand, 6, 14);
  g_autoptr (CrfTarget) place = NULL;

  if (!record_event (life, "adverse-event", day, 10 * 60 + 30,
                     (const char *const[][2]){ { "ae.term", term }, { "ae.start", start }, { "ae.ongoing", "Y" }, { "ae.grade", "3" },
                                               { "ae.relation", "UNLIKELY" }, { "AERELD", "RELATED" }, { "AEACN", "NONE" }, { "AECONTRT", "Y" },
                                               { "ae.outcome", "NOT RECOVERED/NOT RESOLVED" }, { "ae.serious", "Y" }, { "AESHOSP", "Y" },
                                               { "ae.awareness", aware }, { NULL, NULL } },
                     &place, error))
    return FALSE;
  if (place == NULL)
    return TRUE;
  crf_demo_follow_event (life, place, TRUE, day, 10 * 60, last, last < crf_demo_end_of (life) ? "RECOVERED/RESOLVED" : NULL);
  return crf_demo_do (demo->investigator, "join-events", life->subject, NULL, NULL, error, "event", place->formkey, "decompensation",
                      decompensation->formkey, NULL);
}

static gboolean
decompensate (CrfDemo *demo,
              gpointer data,
              const CrfEvent *event,
              int day,
              GError **error)
{
  static const char *const kinds[][3] = { { "ASCITES", "WORSE", "MODERATE" }, { "GIB", "NEW", "SEVERE" }, { "HE", "AGAIN", "MODERATE" },
                                          { "ASCITES", "WORSE", "SEVERE" } };
  CrfDemoLife *life = data;
  g_autofree char *date = crf_demo_date (day);
  const char *const *kind = kinds[g_rand_int_range (demo->rand, 0, G_N_ELEMENTS (kinds))];
  g_autoptr (CrfTarget) place = NULL;

  if (life->over)
    return TRUE;
  if (!record_event (life, "decompensation", day, 10 * 60 + 20,
                     (const char *const[][2]){ { "ce.kind", kind[0] }, { "ce.start", date }, { "CENEW", kind[1] }, { "ce.severity", kind[2] },
                                               { NULL, NULL } },
                     &place, error))
    return FALSE;
  return place == NULL || strcmp (kind[2], "SEVERE") != 0 || report_decompensation (life, place, kind[0], day, error);
}

static gboolean
have_paracentesis (CrfDemo *demo,
                   gpointer data,
                   const CrfEvent *event,
                   int day,
                   GError **error)
{
  CrfDemoLife *life = data;
  g_autofree char *when = crf_demo_datetime (day, 10 * 60 + 30);
  g_autofree char *volume = g_strdup_printf ("%d", 1000 * g_rand_int_range (demo->rand, 3, 8));

  return life->over || record_event (life, "paracentesis", day, EVENING,
                                     (const char *const[][2]){ { "PARADTC", when }, { "PARAVOL", volume }, { "PARAALB", "40" }, { "PARAPLAN", "Y" },
                                                               { NULL, NULL } },
                                     NULL, error);
}

static gboolean
answer_query (CrfDemo *demo,
              gpointer data,
              const CrfEvent *event,
              int day,
              GError **error)
{
  g_auto (GStrv) parts = g_strsplit (data, "|", 2);

  crf_demo_set_time (demo, day, 8 * 60 + 20);
  if (!crf_demo_do (demo->nurse, "answer-query", NULL, NULL, NULL, error, "key", parts[0], "text", parts[1], NULL))
    return FALSE;
  crf_demo_set_time (demo, day, 16 * 60);
  /* One in three still waits for the monitor. */
  return g_rand_int_range (demo->rand, 0, 3) == 0 || crf_demo_do (demo->monitor, "close-query", NULL, NULL, NULL, error, "key", parts[0], NULL);
}

static gboolean
ask (CrfDemo *demo,
     gpointer data,
     const CrfEvent *event,
     int day,
     GError **error)
{
  static const char *const concepts[] = { "lab.tbil", "lab.creat", "lab.inr", "lab.alb", "lab.na" };
  CrfDemoLife *life = data;
  const CrfForm *form = crf_study_find_form_by_kind (demo->study, "visit");
  const char *concept = concepts[g_rand_int_range (demo->rand, 0, G_N_ELEMENTS (concepts))];
  g_auto (GStrv) line = crf_scenario_line (demo->scenario, "queries", demo->rand);
  /* Some questions are about one thing only. */
  const CrfItem *item = crf_study_find_item_by_concept (demo->study, line != NULL && g_strv_length (line) > 2 ? line[2] : concept);
  g_autofree char *key = NULL;

  if (line == NULL || line[0] == NULL || item == NULL || form == NULL)
    return TRUE;
  crf_demo_set_time (demo, day, 14 * 60);
  if (!crf_demo_do (demo->monitor, "query", life->subject, &key, "query", error, "event", event->oid, "form", form->oid, "item", item->oid, "text",
                    line[0], NULL))
    return FALSE;
  g_ptr_array_add (demo->texts, g_strdup_printf ("%s|%s", key, line[1] != NULL ? line[1] : ""));
  crf_demo_plan (demo, day + g_rand_int_range (demo->rand, 2, 9), answer_query, g_ptr_array_index (demo->texts, demo->texts->len - 1), NULL);
  return TRUE;
}

/* What the last evening leaves for the next morning: the monitor has asked, and somebody was admitted, whose 24 hours run. */
static gboolean
leave_work (CrfDemo *demo,
            gpointer data,
            const CrfEvent *event,
            int day,
            GError **error)
{
  guint n = 0;

  for (guint i = demo->lives->len; i > 0 && n < 4; i--)
    {
      CrfDemoLife *life = g_ptr_array_index (demo->lives, i - 1);
      Happening admitted = { .life = life, .start = day - 1, .last = day + 12, .aware = 16 * 60 + 10, .serious = TRUE, .unreported = TRUE,
                             .line = "Spontaneous bacterial peritonitis|3|UNLIKELY|RECOVERED/RESOLVED|13|Y" };

      if (life->over || life->infused == 0 || life->infused_last > day - 3 || life->seen == NULL)
        continue;
      if (++n == 2 ? !record_happening (demo, &admitted, NULL, day, error) : !ask (demo, life, life->seen, day, error))
        return FALSE;
    }
  return TRUE;
}

void
crf_demo_plan_last_day (CrfDemo *demo)
{
  if (!crf_study_is_transcription (demo->study))
    crf_demo_plan (demo, demo->today, leave_work, NULL, NULL);
}

void
crf_demo_plan_query (CrfDemoLife *life,
                     const CrfEvent *event,
                     int day)
{
  if (crf_scenario_happens (life->demo->scenario, "queried", life->demo->rand) &&
      g_ptr_array_find ((GPtrArray *) event->forms, crf_study_find_form_by_kind (life->demo->study, "visit"), NULL))
    crf_demo_plan (life->demo, day + g_rand_int_range (life->demo->rand, 3, 15), ask, life, event);
}

static gboolean
is_for (const CrfDemoLife *life,
        const char *disease)
{
  if (strcmp (disease, "hbv") == 0)
    return crf_course_place (&life->course, "VIRUS") < HBV_SHARE;
  if (strcmp (disease, "ascites") == 0)
    return life->course.severity > 0.5;
  return strcmp (disease, "encephalopathy") != 0 || life->course.severity > 0.62;
}

/* One that the patient has a reason for and does not take yet; NULL: none. Free it. */
static char **
choose_medicine (CrfDemoLife *life)
{
  for (int tries = 0; tries < 8; tries++)
    {
      g_auto (GStrv) line = crf_scenario_line (life->demo->scenario, "medication", life->demo->rand);
      guint bit;

      if (line == NULL || g_strv_length (line) < 6 || !is_for (life, line[5]))
        continue;
      /* One antiviral is enough. */
      bit = 1u << (g_str_hash (line[strcmp (line[1], "ANTIVIRAL") == 0 ? 1 : 0]) % 31);
      if ((life->medicines & bit) != 0)
        continue;
      life->medicines |= bit;
      return g_steal_pointer (&line);
    }
  return NULL;
}

/* What most of these patients take, since before the study or from an event on. @line: name|class|dose|frequency|since, days before|for */
static gboolean
take_medicine (CrfDemo *demo,
               gpointer data,
               const CrfEvent *event,
               int day,
               GError **error)
{
  CrfDemoLife *life = data;
  g_auto (GStrv) line = choose_medicine (life);
  g_autofree char *start = NULL;

  if (life->over || line == NULL)
    return TRUE;
  start = crf_demo_date (day - (int) g_ascii_strtoll (line[4], NULL, 10));
  return record_event (life, "medication", day, EVENING,
                       (const char *const[][2]){ { "cm.name", line[0] }, { "cm.class", line[1] }, { "cm.dose", line[2] }, { "cm.frequency", line[3] },
                                                 { "cm.route", "ORAL" }, { "cm.start", start }, { "cm.ongoing", "Y" }, { NULL, NULL } },
                       NULL, error);
}

/* Adverse events are collected from the first treatment on: with marrow cells, from the aspiration. */
void
crf_demo_plan_events (CrfDemoLife *life)
{
  CrfDemo *demo = life->demo;
  int from = life->infused > 0 ? life->infused : life->allocated;
  int until = MIN (MIN (crf_demo_end_of (life) - 2, demo->today - 2), from + 360);

  for (int day = from + g_rand_int_range (demo->rand, 10, 140); day < until; day += g_rand_int_range (demo->rand, 60, 300))
    crf_demo_plan (demo, day, have_adverse_event, life, NULL);
  for (int n = g_rand_int_range (demo->rand, 1, 4); n > 0 && from + 3 < until; n--)
    crf_demo_plan (demo, from + g_rand_int_range (demo->rand, 0, 3), take_medicine, life, NULL);
  if (life->course.decompensates && from + 20 < until)
    crf_demo_plan (demo, g_rand_int_range (demo->rand, from + 20, MAX (from + 21, MIN (until, from + 160))), decompensate, life, NULL);
  if (life->course.severity > 0.75 && from + 30 < until)
    crf_demo_plan (demo, from + g_rand_int_range (demo->rand, 8, 30), have_paracentesis, life, NULL);
}

static gboolean
set_status (CrfDemoLife *life,
            const char *status,
            int day,
            const char *why,
            GError **error)
{
  CrfDemo *demo = life->demo;
  g_autofree char *date = crf_demo_date (day), *reason = why != NULL ? crf_scenario_reason (demo->scenario, why, demo->rand) : NULL;

  life->over = TRUE;
  return crf_demo_do (demo->nurse, "set-status", life->subject, NULL, NULL, error, "status", status, "date", date, "reason", reason, NULL);
}

static gboolean
record_disposition (CrfDemoLife *life,
                    const char *code,
                    int day,
                    const char *why,
                    GError **error)
{
  g_autofree char *date = crf_demo_date (day), *reason = why != NULL ? crf_scenario_reason (life->demo->scenario, why, life->demo->rand) : NULL;

  return record_event (life, "disposition", day, EVENING,
                       (const char *const[][2]){ { "ds.status", code }, { "ds.date", date }, { "ds.reason", reason }, { NULL, NULL } }, NULL, error);
}

static const char *
fatal_term (const char *cause)
{
  if (strcmp (cause, "BLEEDING") == 0)
    return _("Variceal bleeding");
  if (strcmp (cause, "INFECTION") == 0)
    return _("Septic shock");
  return strcmp (cause, "KIDNEY") == 0 ? _("Hepatorenal syndrome") : _("Liver failure");
}

static gboolean
die (CrfDemoLife *life,
     int day,
     GError **error)
{
  static const char *const causes[] = { "LIVER", "LIVER", "BLEEDING", "INFECTION", "KIDNEY" };
  CrfDemo *demo = life->demo;
  g_autofree char *date = crf_demo_date (day);
  const char *cause = causes[g_rand_int_range (demo->rand, 0, G_N_ELEMENTS (causes))];
  g_autofree char *start = crf_demo_date (day - 3), *aware = crf_demo_datetime (day, 11 * 60);
  g_autoptr (CrfTarget) place = NULL, form = NULL;

  /* A fatal event is serious, and reported. */
  if (!record_event (life, "adverse-event", day, 11 * 60 + 20,
                     (const char *const[][2]){ { "ae.term", fatal_term (cause) }, { "ae.start", start }, { "ae.ongoing", "N" }, { "ae.end", date },
                                               { "ae.grade", "5" }, { "ae.relation", "NOT" }, { "AERELD", "RELATED" }, { "AEACN", "NONE" },
                                               { "AECONTRT", "Y" }, { "ae.outcome", "FATAL" }, { "ae.serious", "Y" }, { "AESDTH", "Y" },
                                               { "ae.awareness", aware }, { NULL, NULL } },
                     &place, error) ||
      !record_event (life, "death", day, EVENING,
                     (const char *const[][2]){ { "death.date", date }, { "death.cause", cause }, { "DTHREL", "NOT" }, { "DTHAUT", "N" },
                                               { "DTHSRC", "CHART" }, { NULL, NULL } },
                     &form, error))
    return FALSE;
  if (place != NULL)
    crf_demo_plan_fatal_reports (life, place, day, 11 * 60);
  if (form != NULL)
    crf_demo_plan_signature (life, form->event, form->eventkey, form->form, form->formkey, day + 2);
  crf_demo_plan_casebook (life, day);
  return set_status (life, "died", day, NULL, error);
}

/* Transplantation ends no study: the patient is followed, and survival counts it as the protocol says. The failing liver that led to it is a serious event. */
static gboolean
be_transplanted (CrfDemoLife *life,
                 int day,
                 GError **error)
{
  g_autofree char *date = crf_demo_date (day), *start = crf_demo_date (day - 1), *aware = crf_demo_datetime (day, 8 * 60);
  g_autoptr (CrfTarget) place = NULL, form = NULL;

  if (!record_event (life, "adverse-event", day, 8 * 60 + 30,
                     (const char *const[][2]){ { "ae.term", _("Liver failure") }, { "ae.start", start }, { "ae.ongoing", "Y" }, { "ae.grade", "4" },
                                               { "ae.relation", "NOT" }, { "AERELD", "RELATED" }, { "AEACN", "NONE" }, { "AECONTRT", "Y" },
                                               { "ae.outcome", "NOT RECOVERED/NOT RESOLVED" }, { "ae.serious", "Y" }, { "AESHOSP", "Y" },
                                               { "AESLIFE", "Y" }, { "ae.awareness", aware }, { NULL, NULL } },
                     &place, error) ||
      !record_event (life, "transplantation", day, EVENING,
                     (const char *const[][2]){ { "tx.date", date }, { "TXGRAFT", "DECEASED" }, { "TXSITE", _("Demonstration ward") }, { NULL, NULL } },
                     &form, error))
    return FALSE;
  if (place != NULL)
    crf_demo_follow_event (life, place, TRUE, day, 8 * 60, day + 18, "RECOVERED/RESOLVED");
  if (form != NULL)
    crf_demo_plan_signature (life, form->event, form->eventkey, form->form, form->formkey, day + 4);
  return TRUE;
}

static gboolean
end_life (CrfDemo *demo,
          gpointer data,
          const CrfEvent *event,
          int day,
          GError **error)
{
  CrfDemoLife *life = data;

  if (life->over)
    return TRUE;
  switch (life->course.fate)
    {
    case CRF_FATE_DIES:
      return die (life, day, error);
    case CRF_FATE_TRANSPLANTED:
      return be_transplanted (life, day, error);
    case CRF_FATE_LOST:
      return record_disposition (life, "LOST TO FOLLOW-UP", day, "lost", error) && set_status (life, "lost", day, "lost", error);
    case CRF_FATE_WITHDRAWS:
      return record_disposition (life, "WITHDRAWAL BY SUBJECT", day, "withdrawn", error) && set_status (life, "withdrawn", day, "withdrawn", error);
    case CRF_FATE_COMPLETES:
    default:
      crf_demo_plan_casebook (life, day);
      return record_disposition (life, "COMPLETED", day, NULL, error) && set_status (life, "completed", day, NULL, error);
    }
}

/* @from: day 0. The last visit, a little later, is the end of who stays. */
void
crf_demo_plan_end (CrfDemoLife *life,
                   int from)
{
  const GPtrArray *events = crf_study_get_events (life->demo->study);
  int last = 0;

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      if (event->type == CRF_EVENT_SCHEDULED && event->anchor != NULL && strcmp (event->anchor, "consent") != 0)
        last = MAX (last, event->day + event->days_after);
    }
  if (life->course.fate != CRF_FATE_COMPLETES)
    {
      life->course.fate_day = MAX (5, (int) (last * (0.12 + 0.78 * g_rand_double (life->demo->rand))));
      if (life->course.fate == CRF_FATE_LOST)
        crf_demo_plan_attempts (life, from + life->course.fate_day);
      crf_demo_plan (life->demo, from + life->course.fate_day, end_life, life, NULL);
    }
  if (life->course.fate == CRF_FATE_COMPLETES)
    crf_demo_plan (life->demo, from + last + 30, end_life, life, NULL);
}
