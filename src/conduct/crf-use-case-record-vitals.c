/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One look at the patient while an infusion is monitored. Within the window of a point that is not yet read it is that point's reading; else it is a
 * row of its own, and the point stays missed. What the form would ask a reason for is asked here too, all of it in one question; what is odd beyond that
 * is stored with a query: at night nothing is asked twice. */

#include "crf-check-life.h"
#include "crf-check.h"
#include "crf-enter.h"
#include "crf-infusion-gates.h"
#include "crf-monitoring.h"
#include "crf-number.h"
#include "crf-partial-date.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define HARD_RANGE "hard-range"

static const CrfParameter parameters[] = {
  { "at", N_("Time, as 02:15 or with the date"), "text", TRUE },
  { "point", N_("Time point, where it is not the one that is due"), "text", FALSE },
  { "temperature", N_("Temperature, °C"), "number", FALSE },
  { "pulse", N_("Pulse, /min"), "number", FALSE },
  { "systolic", N_("Systolic pressure, mmHg"), "number", FALSE },
  { "diastolic", N_("Diastolic pressure, mmHg"), "number", FALSE },
  { "respiration", N_("Breaths, /min"), "number", FALSE },
  { "saturation", N_("Oxygen saturation, %"), "number", FALSE },
  { "rash", N_("Rash"), "choice:N|Y", FALSE },
  { "allergy", N_("Allergic reaction"), "choice:N|Y", FALSE },
  { "note", N_("Note"), "text", FALSE },
  { "source", N_("Written first"), "choice:here|paper", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static const struct
{
  const char *argument, *concept;
} values[] = {
  { "temperature", "clin.temp" },   { "pulse", "clin.hr" },        { "systolic", "clin.sbp" }, { "diastolic", "clin.dbp" },
  { "respiration", "clin.rr" },     { "saturation", "clin.spo2" }, { "rash", "mon.rash" },     { "allergy", "mon.allergy" },
};

/* The time point that was named, -1 where none was; FALSE when refused. */
static gboolean
get_point (CrfUseCaseContext *context,
           const CrfMonitoringState *state,
           int *point)
{
  const char *named = crf_context_get (context, "point");

  *point = -1;
  for (guint i = 0; named != NULL && i < state->time_points->len; i++)
    if (g_ascii_strcasecmp (crf_monitor_code (g_ptr_array_index (state->time_points, i)), named) == 0)
      *point = (int) i;
  if (named == NULL || *point >= 0)
    return TRUE;
  return !crf_context_refuse (context, "point", NULL, _("The protocol has no time point “%s”."), named);
}

/* What the clock time is near to: the point that was named, else now. */
static gint64
slot_of (CrfUseCaseContext *context,
         const CrfMonitoringState *state,
         int point)
{
  CrfInstant now = crf_session_now (context->session);

  return point >= 0 ? crf_monitor_due (state->start, &state->points[point]) : now.utc_ms / 60000 + now.offset_minutes;
}

static gboolean
get_time (CrfUseCaseContext *context,
          const CrfMonitoringState *state,
          int point,
          gint64 *at)
{
  const char *text = crf_context_get (context, "at");
  g_autoptr (GError) error = NULL;
  CrfDate date;
  int minutes;

  if (crf_time_parse (text, &minutes, NULL))
    {
      *at = crf_monitor_resolve_clock (slot_of (context, state, point), minutes);
      return TRUE;
    }
  if (!crf_datetime_parse (text, FALSE, &date, &error))
    return !crf_context_refuse (context, "at", _("Type the time such as 02:15."), "%s", error->message);
  *at = crf_date_to_minutes (&date);
  return TRUE;
}

static gboolean
has_value (CrfUseCaseContext *context)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (crf_context_get (context, values[i].argument) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
store (CrfUseCaseContext *context,
       const CrfTarget *group,
       const char *concept,
       const char *text,
       GError **error)
{
  const CrfItem *item = crf_study_find_item_by_concept (context->study, concept);
  g_autoptr (CrfTarget) target = crf_target_copy (group);
  CrfEntering entering = { .text = text, .reason = crf_context_get (context, "reason") };

  if (item == NULL || text == NULL || crf_form_find_group_of (crf_study_find_form (context->study, group->form), item) == NULL)
    return TRUE;
  target->item = g_strdup (item->oid);
  return crf_enter_value (context, target, &entering, CRF_ENTER_QUERY, error) && context->outcome->refusal == NULL;
}

/* The hard findings on the values, one sentence a line, as they would stand in @group, and that she had died by then (@life, or NULL). "" where there are
 * none. Free it; NULL with @error. */
static char *
find_impossible (CrfUseCaseContext *context,
                 const CrfTarget *group,
                 const char *life,
                 GError **error)
{
  const CrfForm *form = crf_study_find_form (context->study, group->form);
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  g_autoptr (GString) text = g_string_new (life);

  if (casebook == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      const CrfItem *item = crf_study_find_item_by_concept (context->study, values[i].concept);
      const char *typed = crf_context_get (context, values[i].argument);
      g_autoptr (CrfTarget) field = crf_target_copy (group);
      g_autoptr (GPtrArray) findings = NULL;
      g_autoptr (CrfValue) value = NULL;

      if (typed == NULL || item == NULL || crf_form_find_group_of (form, item) == NULL)
        continue;
      value = crf_value_parse (item, typed, NULL, NULL);
      if (value == NULL)
        continue; /* refused where it is stored */
      field->item = g_strdup (item->oid);
      crf_casebook_replace (casebook, field, value);
      findings = crf_check_field (casebook, field, FALSE);
      for (guint j = 0; j < findings->len; j++)
        if (!((CrfFinding *) g_ptr_array_index (findings, j))->soft)
          g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", ((CrfFinding *) g_ptr_array_index (findings, j))->message);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* FALSE when it was asked back, or with @error. */
static gboolean
check_values (CrfUseCaseContext *context,
              const CrfTarget *group,
              const char *life,
              GError **error)
{
  g_autofree char *text = find_impossible (context, group, life, error);
  CrfPrompt *prompt;

  if (text == NULL)
    return FALSE;
  if (*text == '\0' || (g_strcmp0 (crf_context_get (context, "confirm"), HARD_RANGE) == 0 && crf_context_get (context, "reason") != NULL))
    return TRUE;
  prompt = g_new0 (CrfPrompt, 1);
  prompt->id = g_strdup (HARD_RANGE);
  prompt->needs_reason = TRUE;
  prompt->message = g_steal_pointer (&text);
  context->outcome->prompt = prompt;
  return FALSE;
}

/* The note says what a late reading was meant for, and that paper came first. */
static char *
note_of (CrfUseCaseContext *context,
         const CrfMonitoringState *state,
         int named,
         gboolean extra)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const char *note = crf_context_get (context, "note");

  if (extra && named >= 0)
    g_ptr_array_add (parts, g_strdup_printf ("for %s", crf_monitor_code (g_ptr_array_index (state->time_points, (guint) named))));
  if (g_strcmp0 (crf_context_get (context, "source"), "paper") == 0)
    g_ptr_array_add (parts, g_strdup ("paper"));
  if (note != NULL)
    g_ptr_array_add (parts, g_strdup (note));
  if (parts->len == 0)
    return NULL;
  g_ptr_array_add (parts, NULL);
  return g_strjoinv ("; ", (char **) parts->pdata);
}

static void
tell_alarms (CrfUseCaseContext *context)
{
  g_autoptr (GString) alarms = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      const CrfItem *item = crf_study_find_item_by_concept (context->study, values[i].concept);
      const char *text = crf_context_get (context, values[i].argument);
      g_autofree char *alarm = NULL;
      char plain[CRF_DECIMAL_SIZE];
      double value;

      if (item == NULL || text == NULL)
        continue;
      if (item->code_list == NULL && crf_number_parse_plain (text, &value, NULL))
        text = crf_decimal_format (value, plain);
      if (!crf_item_alarms (item, text, crf_session_get_language (context->session), &alarm))
        continue;
      crf_context_notice (context, _("Alarm: %s. Look at the patient, call the physician; a reaction is recorded in one step."), alarm);
      g_string_append_printf (alarms, "%s%s", alarms->len > 0 ? " " : "", values[i].argument);
    }
  if (alarms->len > 0)
    crf_context_result (context, "alarm", alarms->str);
}

/* NULL: she lived then, or it cannot be told. Free it. */
static char *
find_death (CrfUseCaseContext *context,
            const char *iso)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, NULL);

  return casebook != NULL ? crf_check_life_on (casebook, iso) : NULL;
}

static gboolean
query_death (CrfUseCaseContext *context,
             const CrfTarget *group,
             const char *life,
             GError **error)
{
  const CrfItem *item = crf_study_find_item_by_concept (context->study, "mon.at");
  g_autoptr (CrfTarget) at = crf_target_copy (group);

  if (life == NULL)
    return TRUE;
  at->item = item != NULL ? g_strdup (item->oid) : NULL;
  return crf_context_open_query (context, at, "life", error, "%s", life);
}

static gboolean
store_reading (CrfUseCaseContext *context,
               const CrfInfusion *infusion,
               const CrfMonitoringState *state,
               gint64 at,
               int point,
               int named,
               GError **error)
{
  g_autofree char *iso = crf_minutes_to_iso (at);
  g_autofree char *key = crf_transaction_new_key (context->txn);
  g_autofree char *note = note_of (context, state, named, point < 0);
  g_autofree char *life = find_death (context, iso);
  const char *code = point >= 0 ? crf_monitor_code (g_ptr_array_index (state->time_points, (guint) point)) : CRF_MONITOR_EXTRA;
  CrfTarget form = { context->subject->key, (char *) infusion->place.event->oid, infusion->eventkey, (char *) state->form->oid, (char *) "1", NULL, NULL, NULL };
  CrfTarget group = { context->subject->key, (char *) infusion->place.event->oid, infusion->eventkey, (char *) state->form->oid, (char *) "1",
                      (char *) state->group->oid, key, NULL };
  g_autoptr (CrfTarget) made = crf_target_copy (&form);

  if (!check_values (context, &group, life, error) || !crf_context_add_form (context, made, error) ||
      !store (context, &group, "mon.point", code, error) || !store (context, &group, "mon.at", iso, error) ||
      !query_death (context, &group, life, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (!store (context, &group, values[i].concept, crf_context_get (context, values[i].argument), error))
      return FALSE;
  crf_context_result (context, "point", code);
  return store (context, &group, "mon.note", note, error);
}

static void
tell_offset (CrfUseCaseContext *context,
             const CrfMonitoringState *state,
             gint64 at,
             int point,
             int named)
{
  g_autofree char *minutes = NULL;

  if (point >= 0)
    {
      minutes = g_strdup_printf ("%d", crf_monitor_offset (state->start, &state->points[point], at));
      crf_context_result (context, "offset", minutes);
    }
  else if (named >= 0)
    crf_context_notice (context, _("It is outside the window of that time point: it stands as an extra reading, and the point stays missed."));
}

/* Whether the point that was named lies before the start. */
static gboolean
is_before_start (CrfUseCaseContext *context)
{
  const GPtrArray *points = crf_study_get_time_points (context->study);
  const char *named = crf_context_get (context, "point");

  for (guint i = 0; named != NULL && i < points->len; i++)
    if (g_ascii_strcasecmp (crf_monitor_code (g_ptr_array_index (points, i)), named) == 0)
      return ((const CrfTimePoint *) g_ptr_array_index (points, i))->minutes < 0 || ((const CrfTimePoint *) g_ptr_array_index (points, i))->minutes == 0;
  return FALSE;
}

/* The reading before the start belongs to the infusion that is made ready, if there is one. */
static CrfInfusion *
find_infusion (CrfUseCaseContext *context,
               GError **error)
{
  g_autoptr (CrfInfusion) next = is_before_start (context) ? crf_infusion_of_context (context, error) : NULL;

  if (next != NULL && next->stage < CRF_INFUSION_STARTED)
    return g_steal_pointer (&next);
  g_clear_pointer (&context->outcome->refusal, crf_refusal_free);
  return crf_infusion_last_of_context (context, error);
}

/* What was measured before the start is kept by its point; when the infusion starts the interval follows. */
static CrfMonitoringState *
read_state (CrfUseCaseContext *context,
            const CrfInfusion *infusion,
            GError **error)
{
  CrfInstant now = crf_session_now (context->session);

  if (infusion->stage < CRF_INFUSION_STARTED)
    return crf_monitoring_read_from (context->session, context->subject->key, infusion, now.utc_ms / 60000 + now.offset_minutes, error);
  return crf_monitoring_read (context->session, context->subject->key, infusion, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = find_infusion (context, error);
  g_autoptr (CrfMonitoringState) state = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *iso = NULL;
  int named, point;
  gint64 at = 0;

  if (infusion == NULL)
    return context->outcome->refusal != NULL;
  if (!is_before_start (context) && !crf_infusion_step_needs (context, infusion, FALSE))
    return TRUE;
  state = read_state (context, infusion, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (state == NULL)
    return crf_context_refuse (context, "no-form", NULL, _("This study does not watch patients after an infusion."));
  if (!has_value (context))
    return crf_context_refuse (context, "values-missing", NULL, _("Enter at least one reading."));
  if (!get_point (context, state, &named) || !get_time (context, state, named, &at))
    return TRUE;
  iso = crf_minutes_to_iso (at);
  if (!crf_infusion_check_time (context, iso))
    return TRUE;
  if (infusion->stage < CRF_INFUSION_STARTED)
    point = state->taken[named] ? -1 : named;
  else
    point = named >= 0 ? (!state->taken[named] && crf_monitor_is_in_window (state->start, &state->points[named], at) ? named : -1)
                     : crf_monitor_find (state->start, state->points, state->time_points->len, state->taken, at);
  if (!store_reading (context, infusion, state, at, point, named, error))
    return !crf_outcome_done (context->outcome);
  if (infusion->stage >= CRF_INFUSION_STARTED)
    tell_offset (context, state, at, point, named);
  tell_alarms (context);
  return TRUE;
}

const CrfUseCase crf_use_case_record_vitals = {
  .name = "record-vitals",
  .title = N_("Vital signs"),
  .summary = N_("Records temperature, pulse, pressure, breathing and reactions at a time point of the protocol."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "infuse",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
