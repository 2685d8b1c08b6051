/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One infusion day as a session may see it. */

#include "crf-reader-infusion-day.h"

#include "crf-infusion-monitor.h"
#include "crf-clock.h"
#include "crf-go.h"
#include "crf-blind.h"
#include "crf-close-out.h"
#include "crf-infusion-gates.h"
#include "crf-infusion-steps.h"
#include "crf-partial-date.h"
#include "crf-product-release.h"
#include "crf-signature.h"
#include "crf-signing.h"
#include "crf-trial-gates.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *kind, *use_case, *label;
  CrfRole owner;
  gboolean optional;
} plan_of_day[] = {
  { CRF_STEP_ORDER, "order-infusion", N_("Order"), CRF_ROLE_INVESTIGATOR, FALSE },
  { CRF_STEP_GO, "sign-go", N_("Go/no-go"), CRF_ROLE_INVESTIGATOR, FALSE },
  { "plan", "plan-infusion", N_("Dose plan"), CRF_ROLE_NURSE, FALSE },
  { "check", "check-infusion", N_("Second check of the dose"), CRF_ROLE_NURSE, FALSE },
  { CRF_STEP_PREPARE, "prepare-product", N_("Preparation"), CRF_ROLE_LABORATORY, TRUE },
  { CRF_STEP_RELEASE, "release-product", N_("QA release"), CRF_ROLE_LABORATORY, FALSE },
  { CRF_STEP_DISPATCH, "dispatch-product", N_("Dispatch"), CRF_ROLE_LABORATORY, TRUE },
  { CRF_STEP_RECEIVE, "receive-product", N_("Receipt on the ward"), CRF_ROLE_NURSE, TRUE },
  { CRF_STEP_IDENTITY, "check-identity", N_("Identity at the bedside"), CRF_ROLE_NURSE, FALSE },
  { CRF_STEP_PREMEDICATE, "premedicate", N_("Premedication"), CRF_ROLE_NURSE, TRUE },
  { CRF_STEP_START, "start-infusion", N_("Start"), CRF_ROLE_NURSE, FALSE },
  { CRF_STEP_STOP, "give-infusion", N_("Stop and record"), CRF_ROLE_NURSE, FALSE },
  { CRF_STEP_FLUSH, "flush-line", N_("Flush"), CRF_ROLE_NURSE, TRUE },
  { CRF_STEP_CONTAINER, "keep-container", N_("Container"), CRF_ROLE_NURSE, TRUE },
  { CRF_STEP_CLOSE, "close-infusion", N_("Close the 24 hours"), CRF_ROLE_NURSE, FALSE },
};

static const struct
{
  const char *kind, *label;
} other_steps[] = {
  { CRF_STEP_RATE, N_("Rate") },         { CRF_STEP_PAUSE, N_("Pause") },       { CRF_STEP_RESUME, N_("Resumed") },
  { CRF_STEP_OVERRIDE, N_("Override") }, { CRF_STEP_REACTION, N_("Reaction") }, { CRF_STEP_HANDOVER, N_("Handover") },
};

static void
step_free (gpointer data)
{
  CrfDayStep *step = data;

  g_free (step->label);
  g_free (step->owner);
  g_free (step->when);
  g_free (step->who);
  g_free (step->text);
  g_free (step);
}

static void
entry_free (gpointer data)
{
  CrfDayEntry *entry = data;

  g_free (entry->label);
  g_free (entry->when);
  g_free (entry->who);
  g_free (entry->text);
  g_free (entry->reason);
  g_free (entry);
}

void
crf_infusion_day_free (CrfInfusionDay *day)
{
  g_clear_pointer (&day->target, crf_target_free);
  g_free (day->preparation);
  g_free (day->code);
  g_free (day->use_before);
  g_free (day->start);
  g_free (day->stop);
  g_free (day->go_sentence);
  g_free (day->go_tests);
  g_free (day->next_owner);
  g_ptr_array_unref (day->steps);
  g_ptr_array_unref (day->entries);
  g_ptr_array_unref (day->blocks);
  g_free (day);
}

static const char *
label_of (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (plan_of_day); i++)
    if (strcmp (plan_of_day[i].kind, kind) == 0)
      return _(plan_of_day[i].label);
  for (guint i = 0; i < G_N_ELEMENTS (other_steps); i++)
    if (strcmp (other_steps[i].kind, kind) == 0)
      return _(other_steps[i].label);
  return kind;
}

/* ── What belongs to a step, in words ── */

static void
add_part (GString *text,
          const CrfStepRecord *step,
          const char *member,
          const char *format)
{
  g_autofree char *value = crf_step_record_get (step, member);
  g_auto (GStrv) around = g_strsplit (format, "@", 2);

  if (value != NULL && *value != '\0')
    g_string_append_printf (text, "%s%s%s%s", text->len > 0 ? " · " : "", around[0], value, around[1] != NULL ? around[1] : "");
}

static const char *
word_of (const char *code)
{
  static const struct
  {
    const char *code, *word;
  } words[] = {
    { "OK", N_("conforms") },        { "FAILED", N_("does not conform") }, { "go", N_("go") },          { "no-go", N_("no go") },
    { "KEPT", N_("kept") },          { "RETURNED", N_("returned") },       { "DESTROYED", N_("destroyed") },
    { "GIVEN", N_("given") },        { "PARTLY", N_("partly given") },     { "POSTPONED", N_("postponed") },
    { "CANCELLED", N_("cancelled") }, { "Y", N_("yes") },                  { "N", N_("no") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].code, code) == 0)
      return _(words[i].word);
  return code;
}

/* A code of the step as a word, after what it is about. */
static void
add_word (GString *text,
          const CrfStepRecord *step,
          const char *member,
          const char *about)
{
  g_autofree char *code = crf_step_record_get (step, member);

  if (code == NULL)
    return;
  g_string_append_printf (text, "%s%s%s%s", text->len > 0 ? " · " : "", about, *about != '\0' ? " " : "", word_of (code));
}

/* The words of the pharmacy, for who may know. */
static void
add_sealed (CrfSession *session,
            GString *text,
            const CrfStepRecord *step)
{
  static const struct { const char *member, *format; } parts[] = {
    { "box", N_("box @") }, { "why", "@" }, { "carrier", N_("carried by @") }, { "next", N_("handed to @") }, { "note", "@" }, { "reason", "@" },
  };
  g_autoptr (CrfSealedContent) content = crf_blind_open (session, step->subject, NULL, step->box);
  CrfStepRecord words = { .detail = content != NULL ? crf_detail_parse (content->detail, NULL) : NULL };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    add_part (text, &words, parts[i].member, *parts[i].format != '@' ? _(parts[i].format) : parts[i].format);
  g_clear_pointer (&words.detail, json_object_unref);
}

static char *
describe (CrfSession *session,
          const CrfStepRecord *step)
{
  GString *text = g_string_new (NULL);

  add_part (text, step, "preparation", "@");
  add_word (text, step, "verdict", "");
  add_part (text, step, "box", _("box @"));
  add_part (text, step, "temperature", "@ °C");
  add_word (text, step, "appearance", _("appearance"));
  add_word (text, step, "label", _("label"));
  add_part (text, step, "use_before", _("use before @"));
  add_part (text, step, "drug", "@");
  add_part (text, step, "dose", "@");
  add_part (text, step, "rate", "@ mL/h");
  add_part (text, step, "site", "@");
  add_part (text, step, "volume", "@ mL");
  add_word (text, step, "outcome", "");
  add_word (text, step, "container", "");
  add_part (text, step, "block", "@");
  add_part (text, step, "why", "@");
  add_part (text, step, "term", "@");
  add_part (text, step, "grade", _("grade @"));
  add_word (text, step, "reaction", _("reaction:"));
  add_word (text, step, "sae", _("serious event:"));
  add_part (text, step, "carrier", _("carried by @"));
  add_part (text, step, "next", _("handed to @"));
  add_part (text, step, "note", "@");
  add_sealed (session, text, step);
  return g_string_free (text, text->len == 0);
}

static char *
who_of (const CrfStepRecord *step)
{
  g_autofree char *second = crf_step_record_get (step, "second");

  return second != NULL ? g_strdup_printf ("%s, %s", step->user, second) : g_strdup (step->user);
}

static int
late_of (CrfSession *session,
         const CrfStepRecord *step)
{
  int minutes = crf_step_minutes_late (step, crf_session_now (session).offset_minutes);

  return minutes > CRF_STEP_LATE_MINUTES ? minutes : 0;
}

/* A signature that something on record contradicts by now does not close the day. */
static gboolean
close_out_stands (CrfStudyFile *file,
                  const char *subject,
                  const CrfInfusion *infusion)
{
  CrfEntry target = { .subject = subject };
  g_autoptr (GPtrArray) signatures = NULL;

  crf_close_out_fill_target (&target, infusion);
  signatures = crf_signature_list (file, &target, NULL);
  for (guint i = 0; signatures != NULL && i < signatures->len; i++)
    {
      const CrfSignatureRecord *signature = g_ptr_array_index (signatures, i);

      if (strcmp (signature->meaning, CRF_MEANING_CLOSE_OUT) == 0 && !signature->void_)
        return TRUE;
    }
  return FALSE;
}

/* ── The plan of the day ── */

static void
fill_done (CrfSession *session,
           CrfDayStep *step,
           const CrfStepRecord *record)
{
  step->done = TRUE;
  step->when = crf_iso_to_display (record->at);
  step->who = who_of (record);
  step->text = describe (session, record);
  step->minutes_late = late_of (session, record);
}

static void
fill_from_form (CrfDayStep *step,
                const CrfInfusion *infusion)
{
  if (strcmp (step->kind, "plan") == 0)
    {
      step->done = infusion->stage >= CRF_INFUSION_PLANNED;
      step->who = g_strdup (infusion->planner);
    }
  else if (strcmp (step->kind, "check") == 0)
    {
      step->done = infusion->checked || (infusion->stage >= CRF_INFUSION_STARTED && crf_infusion_get (infusion, "inf.checked_by") != NULL);
      step->who = g_strdup (crf_infusion_get (infusion, "inf.checked_by"));
    }
  else if (strcmp (step->kind, CRF_STEP_START) == 0)
    {
      step->done = crf_infusion_get (infusion, "inf.start") != NULL;
      step->when = crf_iso_to_display (crf_infusion_get (infusion, "inf.start"));
    }
  else if (strcmp (step->kind, CRF_STEP_STOP) == 0)
    {
      step->done = infusion->stage >= CRF_INFUSION_GIVEN;
      step->when = crf_iso_to_display (crf_infusion_get (infusion, "inf.stop"));
    }
}

/* An order renewed makes what was checked, prepared and received for the old one count no more; the go/no-go is of the day. */
static const char *
counts_after (const char *kind)
{
  static const char *const of_order[] = { CRF_STEP_PREPARE, CRF_STEP_RELEASE, CRF_STEP_DISPATCH, CRF_STEP_RECEIVE, CRF_STEP_IDENTITY, NULL };

  return g_strv_contains (of_order, kind) ? CRF_STEP_ORDER : NULL;
}

/* Where the ward is blinded, plan and check are the pharmacy's. */
static CrfRole
owner_of (CrfSession *session,
          guint i)
{
  gboolean dose = strcmp (plan_of_day[i].kind, "plan") == 0 || strcmp (plan_of_day[i].kind, "check") == 0;

  return dose && crf_blind_is_ward_blinded (crf_session_get_study (session)) ? CRF_ROLE_PHARMACIST : plan_of_day[i].owner;
}

static void
add_steps (CrfInfusionDay *day,
           CrfSession *session,
           const CrfInfusion *infusion,
           const GPtrArray *records)
{
  gboolean found_next = FALSE;
  guint last_done = 0;

  for (guint i = 0; i < G_N_ELEMENTS (plan_of_day); i++)
    {
      CrfDayStep *step = g_new0 (CrfDayStep, 1);
      const CrfStepRecord *record = crf_infusion_steps_last_after (records, plan_of_day[i].kind, counts_after (plan_of_day[i].kind));

      step->kind = plan_of_day[i].kind;
      step->use_case = plan_of_day[i].use_case;
      step->label = g_strdup (_(plan_of_day[i].label));
      step->owner = g_strdup (crf_role_get_label (owner_of (session, i)));
      step->optional = plan_of_day[i].optional;
      step->permitted = crf_use_case_permitted (session, crf_use_case_find (step->use_case), NULL);
      /* A release of what was planned or prepared anew since then is none. */
      if (record != NULL && strcmp (record->kind, CRF_STEP_RELEASE) == 0 &&
          !crf_product_release_holds (crf_session_get_file (session), record->subject, infusion, records))
        record = NULL;
      if (record != NULL && strcmp (record->kind, CRF_STEP_CLOSE) == 0 && !close_out_stands (crf_session_get_file (session), record->subject, infusion))
        record = NULL;
      if (record != NULL)
        fill_done (session, step, record);
      else
        fill_from_form (step, infusion);
      if (step->done)
        last_done = i;
      g_ptr_array_add (day->steps, step);
    }
  /* The next one: the first that must be and is not; an optional one only while nothing after it is done. */
  for (guint i = 0; i < day->steps->len && !found_next && !day->closed; i++)
    {
      CrfDayStep *step = g_ptr_array_index (day->steps, i);

      if (step->done || (step->optional && i < last_done) || (day->running && i < last_done))
        continue;
      step->next = found_next = TRUE;
      day->next_owner = g_strdup (step->owner);
    }
}

static void
add_entries (CrfInfusionDay *day,
             CrfSession *session,
             const GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      const CrfStepRecord *record = g_ptr_array_index (records, i);
      CrfDayEntry *entry = g_new0 (CrfDayEntry, 1);

      entry->kind = g_intern_string (record->kind);
      entry->label = g_strdup (label_of (record->kind));
      entry->when = crf_iso_to_display (record->at);
      entry->who = who_of (record);
      entry->text = describe (session, record);
      entry->reason = g_strdup (record->reason);
      entry->minutes_late = late_of (session, record);
      g_ptr_array_add (day->entries, entry);
    }
}

static void
add_clock (CrfInfusionDay *day,
           CrfSession *session,
           const CrfInfusion *infusion,
           const GPtrArray *records)
{
  const CrfStepRecord *prepared = crf_infusion_steps_last_after (records, CRF_STEP_PREPARE, CRF_STEP_ORDER);
  CrfInstant now = crf_session_now (session);
  CrfDate date;

  /* The pharmacy's rule, where the ward is blinded. */
  day->use_before = crf_infusion_get (infusion, "inf.use_before") != NULL ? g_strdup (crf_infusion_get (infusion, "inf.use_before"))
                    : prepared != NULL                                    ? crf_step_record_get (prepared, "use_before")
                                                                          : NULL;
  if (day->use_before != NULL && crf_datetime_parse (day->use_before, FALSE, &date, NULL))
    day->minutes_left = (int) crf_monitor_between (NULL, now.utc_ms / 60000 + now.offset_minutes, crf_date_to_minutes (&date));
}

/* The inputs of the answer about the tests stand beside it. */
static void
show_tests (CrfInfusionDay *day)
{
  for (guint i = 0; i < day->steps->len; i++)
    {
      CrfDayStep *step = g_ptr_array_index (day->steps, i);
      g_autofree char *before = NULL;

      if (strcmp (step->kind, CRF_STEP_GO) != 0 || day->go_tests == NULL)
        continue;
      before = g_steal_pointer (&step->text);
      step->text = before != NULL && *before != '\0' ? g_strdup_printf ("%s · %s", before, day->go_tests) : g_strdup (day->go_tests);
    }
}

static CrfInfusionDay *
describe_day (CrfSession *session,
              CrfSubjectRecord *subject,
              const CrfInfusion *infusion,
              GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (GPtrArray) records = crf_infusion_steps_read (file, subject->key, infusion, error);
  g_autoptr (CrfGoState) go = NULL;
  CrfInfusionDay *day;
  char now[CRF_INSTANT_SIZE];

  if (records == NULL)
    return NULL;
  day = g_new0 (CrfInfusionDay, 1);
  day->steps = g_ptr_array_new_with_free_func (step_free);
  day->entries = g_ptr_array_new_with_free_func (entry_free);
  day->ordinal = infusion->place.ordinal;
  day->target = crf_infusion_target (infusion, subject->key);
  day->preparation = crf_infusion_preparation (infusion, records);
  day->code = crf_infusion_bag_code (file, subject->key, infusion, records);
  day->start = g_strdup (crf_infusion_get (infusion, "inf.start"));
  day->stop = g_strdup (crf_infusion_get (infusion, "inf.stop"));
  day->running = infusion->stage == CRF_INFUSION_STARTED;
  day->over = infusion->stage >= CRF_INFUSION_GIVEN;
  day->closed = crf_infusion_steps_last (records, CRF_STEP_CLOSE) != NULL && close_out_stands (file, subject->key, infusion);
  day->paused = day->running && crf_infusion_steps_last_after (records, CRF_STEP_PAUSE, CRF_STEP_RESUME) != NULL;
  go = crf_go_read (session, subject->key, infusion, NULL, crf_instant_format_local (crf_session_now (session), now));
  day->go_sentence = go != NULL ? g_strdup (go->sentence) : NULL;
  day->go_tests = go != NULL && go->tests != NULL ? g_strdup (go->tests->sentence) : NULL;
  add_clock (day, session, infusion, records);
  add_steps (day, session, infusion, records);
  if (infusion->stage < CRF_INFUSION_STARTED)
    show_tests (day);
  add_entries (day, session, records);
  if (infusion->stage < CRF_INFUSION_STARTED)
    day->blocks = crf_infusion_list_missing (session, subject, infusion, crf_infusion_get (infusion, "inf.lot"),
                                             crf_instant_format_local (crf_session_now (session), now));
  else
    day->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_refusal_free);
  return day;
}

/* The last that was begun unless its 24 hours are closed and another one follows. */
static CrfInfusion *
choose (CrfSession *session,
        const char *subject,
        int ordinal,
        GError **error)
{
  CrfStudy *study = crf_session_get_study (session);
  g_autoptr (CrfInfusion) last = NULL;
  CrfInfusionPlace place;

  if (ordinal > 0)
    return crf_infusion_read_for (session, subject, ordinal, error);
  for (int n = 1; n <= crf_infusion_most (study) && crf_infusion_find_place (study, n, &place); n++)
    {
      g_autoptr (CrfInfusion) infusion = crf_infusion_read_for (session, subject, n, error);

      if (infusion == NULL)
        return NULL;
      if (last == NULL || crf_infusion_get (infusion, "inf.start") != NULL || crf_infusion_is_over (last->stage))
        {
          g_clear_pointer (&last, crf_infusion_free);
          last = g_steal_pointer (&infusion);
        }
    }
  return g_steal_pointer (&last);
}

CrfInfusionDay *
crf_reader_infusion_day (CrfSession *session,
                         const char *subject_name,
                         int ordinal,
                         GError **error)
{
  g_autoptr (CrfSubjectRecord) subject = crf_trial_find_subject (crf_session_get_file (session), subject_name, error);
  g_autoptr (CrfInfusion) infusion = NULL;

  if (subject == NULL)
    return NULL;
  infusion = choose (session, subject->key, ordinal, error);
  if (infusion != NULL)
    return describe_day (session, subject, infusion, error);
  if (error != NULL && *error == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("This study gives no infusion."));
  return NULL;
}
