/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The steps of an infusion day: reading, writing, preparation number and bag code. */

#include "crf-infusion-steps.h"

#include "crf-blind.h"
#include "crf-clock.h"
#include "crf-detail.h"
#include "crf-infusion-fields.h"
#include "crf-infusion-gates.h"
#include "crf-number.h"
#include "crf-partial-date.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

GPtrArray *
crf_infusion_steps_read (CrfStudyFile *file,
                         const char *subject,
                         const CrfInfusion *infusion,
                         GError **error)
{
  GPtrArray *steps;

  if (infusion->eventkey == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) crf_step_record_free);
  steps = crf_records_infusion_steps (file, subject, infusion->place.event->oid, infusion->eventkey, error);
  for (guint i = steps != NULL ? steps->len : 0; i > 0; i--)
    if (strcmp (((const CrfStepRecord *) g_ptr_array_index (steps, i - 1))->kind, CRF_STEP_AGAIN) == 0)
      {
        g_ptr_array_remove_range (steps, 0, i);
        break;
      }
  return steps;
}

const CrfStepRecord *
crf_infusion_steps_last (const GPtrArray *steps,
                         const char *kind)
{
  return crf_infusion_steps_last_after (steps, kind, NULL);
}

const CrfStepRecord *
crf_infusion_steps_last_after (const GPtrArray *steps,
                               const char *kind,
                               const char *after)
{
  for (guint i = steps != NULL ? steps->len : 0; i > 0; i--)
    {
      const CrfStepRecord *step = g_ptr_array_index (steps, i - 1);

      if (strcmp (step->kind, kind) == 0)
        return step;
      if (g_strcmp0 (step->kind, after) == 0)
        return NULL;
    }
  return NULL;
}

int
crf_step_minutes_late (const CrfStepRecord *step,
                       int offset_minutes)
{
  CrfInstant stored;
  CrfDate happened;

  if (!crf_instant_parse_utc (step->stored_at, &stored) || !crf_datetime_parse (step->at, FALSE, &happened, NULL))
    return 0;
  return (int) MAX (stored.utc_ms / 60000 + offset_minutes - crf_date_to_minutes (&happened), 0);
}

/* ── Writing ── */

/* What somebody who may know the arm writes in words is not for the ward to read. FALSE when broken. */
static gboolean
seal_words (CrfUseCaseContext *context,
            const CrfEntry *step,
            const char *id,
            JsonObject *words,
            GError **error)
{
  g_autofree char *detail = crf_detail_to_text (words);
  const CrfEntry entry = { .action = CRF_ACTION_STEP_NOTE, .subject = step->subject, .event = step->event, .eventkey = step->eventkey, .groupkey = id,
                           .detail = detail, .seal = CRF_SEAL_UNBLINDING };

  if (json_object_get_size (words) == 0)
    return TRUE;
  crf_context_notice (context, _("What was written in words is sealed: only who may know the arms reads it."));
  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
is_words (const char *name)
{
  static const char *const words[] = { "box", "carrier", "next", "note", "why", NULL };

  return g_strv_contains (words, name);
}

gboolean
crf_infusion_step_add (CrfUseCaseContext *context,
                       const CrfInfusion *infusion,
                       const char *kind,
                       const char *at,
                       GError **error,
                       ...)
{
  g_autoptr (JsonObject) detail = json_object_new (), words = json_object_new ();
  gboolean seals = crf_blind_seals_deviation (context->session);
  g_autofree char *text = NULL, *id = NULL;
  CrfEntry entry = { .action = CRF_ACTION_INFUSION_STEP, .subject = context->subject->key, .event = infusion->place.event->oid,
                     .eventkey = infusion->eventkey, .reason = crf_context_get (context, "reason") };
  const char *name;
  va_list members;

  json_object_set_string_member (detail, "kind", kind);
  json_object_set_string_member (detail, "at", at);
  va_start (members, error);
  while ((name = va_arg (members, const char *)) != NULL)
    {
      const char *value = va_arg (members, const char *);

      if (value != NULL)
        json_object_set_string_member (seals && is_words (name) ? words : detail, name, value);
    }
  va_end (members);
  if (seals && entry.reason != NULL)
    json_object_set_string_member (words, "reason", g_steal_pointer (&entry.reason));
  text = crf_detail_to_text (detail);
  entry.detail = text;
  return crf_context_append (context, &entry, &id, error) && seal_words (context, &entry, id, words, error);
}

static gboolean
take_time (CrfUseCaseContext *context,
           CrfInfusion *infusion,
           char **at)
{
  *at = NULL;
  return infusion != NULL && crf_context_get_date (context, "at", TRUE, at) && (*at == NULL || crf_infusion_check_time (context, *at));
}

gboolean
crf_infusion_step_begin (CrfUseCaseContext *context,
                         CrfInfusion **infusion,
                         char **at,
                         GError **error)
{
  *infusion = crf_infusion_of_context (context, error);
  return take_time (context, *infusion, at);
}

gboolean
crf_infusion_step_begin_after (CrfUseCaseContext *context,
                               CrfInfusion **infusion,
                               char **at,
                               GError **error)
{
  *infusion = crf_infusion_last_of_context (context, error);
  return take_time (context, *infusion, at);
}

gboolean
crf_infusion_step_needs (CrfUseCaseContext *context,
                         const CrfInfusion *infusion,
                         gboolean running)
{
  if (crf_infusion_get (infusion, "inf.start") == NULL)
    return !crf_context_refuse (context, "not-started", _("Start the infusion first, or record it with its times."),
                                _("The infusion of %s has not started."), context->subject->number);
  if (running && infusion->stage >= CRF_INFUSION_GIVEN)
    return !crf_context_refuse (context, "closed", _("Correct the fields of the record, with a reason."), _("This infusion is closed already."));
  return TRUE;
}

gboolean
crf_infusion_step_follows_start (CrfUseCaseContext *context,
                                 const CrfInfusion *infusion,
                                 const char *at)
{
  const char *start = crf_infusion_get (infusion, "inf.start");

  return start == NULL || strcmp (at, start) >= 0 ||
         !crf_context_refuse (context, "at", _("Check both times; a start that is wrong is corrected on the form, with a reason."),
                              _("This cannot have been at %1$s: the infusion of %2$s started at %3$s."), at, context->subject->number, start);
}

gboolean
crf_infusion_step_rate (CrfUseCaseContext *context,
                        double *rate)
{
  if (!crf_context_get_number (context, "rate", rate))
    return FALSE;
  if (isnan (*rate))
    return TRUE;
  if (!(*rate > 0))
    return !crf_context_refuse (context, "rate", _("A rate of 0 is a pause: record “Pause”."), _("The rate must be above 0 mL/h."));
  return crf_decimal_compare (*rate, CRF_INFUSION_RATE_MOST) <= 0 ||
         !crf_context_refuse (context, "rate", _("Read the pump again; the rate is in mL/h."), _("A rate of %1$s mL/h cannot be: no pump gives more than %2$d mL/h."),
                              crf_context_get (context, "rate"), CRF_INFUSION_RATE_MOST);
}

/* ── What the bag is known by ── */

char *
crf_infusion_preparation (const CrfInfusion *infusion,
                          const GPtrArray *steps)
{
  const CrfStepRecord *order = crf_infusion_steps_last (steps, CRF_STEP_ORDER);

  if (crf_infusion_get (infusion, "inf.preparation") != NULL)
    return g_strdup (crf_infusion_get (infusion, "inf.preparation"));
  return order != NULL ? crf_step_record_get (order, "preparation") : NULL;
}

char *
crf_infusion_bag_code (CrfStudyFile *file,
                       const char *subject,
                       const CrfInfusion *infusion,
                       const GPtrArray *steps)
{
  /* No I, L, O, U, 0 and 1: read aloud and typed at night. */
  static const char alphabet[] = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
  const CrfStepRecord *order = crf_infusion_steps_last (steps, CRF_STEP_ORDER);
  g_autofree char *plan = crf_infusion_plan_entries (infusion);
  g_autofree char *source = NULL, *hash = NULL;
  char code[5] = "";

  if (order == NULL || infusion->plan_entry == NULL || infusion->stage == CRF_INFUSION_NONE)
    return NULL;
  source = g_strjoin ("|", crf_study_file_get_uuid (file), subject, infusion->place.event->oid, infusion->eventkey, order->entry,
                      plan, NULL);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, source, -1);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *digits = g_strndup (hash + i * 8, 8);

      code[i] = alphabet[g_ascii_strtoull (digits, NULL, 16) % (sizeof alphabet - 1)];
    }
  return g_strdup (code);
}

gboolean
crf_bag_code_matches (const char *typed,
                      const char *code)
{
  g_autoptr (GString) folded = g_string_new (NULL);

  for (const char *p = typed; p != NULL && *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (folded, g_ascii_toupper (*p));
  return code != NULL && g_strcmp0 (folded->str, code) == 0;
}

gboolean
crf_infusion_step_volume (CrfUseCaseContext *context,
                          const CrfInfusion *infusion,
                          const char *key,
                          gboolean some,
                          double *volume)
{
  double prepared = crf_infusion_get_number (infusion, "inf.final_volume");
  char most[CRF_DECIMAL_SIZE];

  if (!crf_context_get_number (context, key, volume))
    return FALSE;
  if (isnan (*volume))
    return TRUE;
  if (*volume < 0 || (some && *volume <= 0))
    return !crf_context_refuse (context, "volume", _("Type the millilitres, or leave the field empty."), _("A volume of %s mL cannot be."),
                                crf_context_get (context, key));
  /* What was never measured out has no limit. */
  if (some || isnan (prepared) || crf_decimal_compare (*volume, prepared) <= 0)
    return TRUE;
  return !crf_context_refuse (context, "volume", _("Read the pump or the bag again."), _("%1$s mL are more than the %2$s mL that were prepared."),
                              crf_context_get (context, key), crf_decimal_format (prepared, most));
}
