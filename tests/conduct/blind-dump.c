/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything that the readers say, as text. */

#include "blind-life.h"

#include "crf-export.h"
#include "crf-reader-logs.h"
#include "crf-reader-timeline.h"
#include "crf-visit-grid.h"
#include "crf-reader.h"
#include "crf-visit-grid.h"

#include <string.h>

static void
say (GString *out,
     const char *label,
     const char *text)
{
  if (text != NULL)
    g_string_append_printf (out, "%s=%s\n", label, text);
}

static void
say_refusal (GString *out,
             const char *label,
             const CrfRefusal *refusal)
{
  if (refusal != NULL)
    g_string_append_printf (out, "%s=%s: %s %s\n", label, refusal->code, refusal->message, refusal->remedy != NULL ? refusal->remedy : "");
}

static void
dump_patient (GString *out,
              const CrfPatient *p)
{
  const char *const texts[] = { p->number, p->allocation_number, p->initials, p->sex, p->birth_year, p->age, p->bed, p->status, p->status_label, p->arm,
                                p->child_pugh, p->meld, p->meld_change, p->next_visit, p->next_window, p->last_entry, p->day_on_study };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_string_append_printf (out, "%s|", texts[i] != NULL ? texts[i] : "-");
  g_string_append_printf (out, "%u\n", p->open_queries);
}

static void
dump_form (GString *out,
           CrfFormState *form)
{
  g_string_append_printf (out, "form %s %s missing %u editable %d\n", form->title, form->state, form->n_missing, form->editable);
  for (guint i = 0; i < form->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          g_string_append_printf (out, "  %s: %d%d%d%d%d %s/%s/%s q%u\n", field->label, field->shown, field->editable, field->required,
                                  field->derived, field->sealed, field->value->entered, field->value->canonical, field->value->missing,
                                  field->open_queries);
          say (out, "   message", field->message);
          say (out, "   last", field->last);
          say (out, "   reference", field->reference);
        }
    }
  for (guint i = 0; i < form->scores->len; i++)
    {
      const CrfScoreState *score = g_ptr_array_index (form->scores, i);

      g_string_append_printf (out, "  score %s %s %s\n", score->name, score->value, score->change);
    }
}

static void
dump_visits (GString *out,
             CrfSession *session,
             const char *subject)
{
  g_autoptr (GPtrArray) visits = crf_reader_visits (session, subject, NULL);

  for (guint i = 0; visits != NULL && i < visits->len; i++)
    {
      const CrfVisit *visit = g_ptr_array_index (visits, i);

      g_string_append_printf (out, "visit %s %d %s %s %s %d\n", visit->event->oid, visit->ordinal, visit->target, visit->from, visit->visit_date,
                              visit->state);
      for (guint j = 0; j < visit->event->forms->len; j++)
        {
          const CrfForm *form = g_ptr_array_index (visit->event->forms, j);
          CrfTarget target = { .subject = (char *) subject, .event = (char *) visit->event->oid, .eventkey = visit->eventkey,
                               .form = (char *) form->oid, .formkey = (char *) "1" };
          g_autoptr (CrfFormState) state = visit->eventkey != NULL ? crf_reader_form (session, &target, NULL) : NULL;

          if (state != NULL)
            dump_form (out, state);
        }
    }
}

static void
dump_infusions (GString *out,
                CrfSession *session,
                const char *subject)
{
  g_autoptr (GPtrArray) infusions = crf_reader_infusions (session, subject, NULL);

  for (guint i = 0; infusions != NULL && i < infusions->len; i++)
    {
      const CrfInfusionState *state = g_ptr_array_index (infusions, i);

      g_string_append_printf (out, "infusion %d %s %s plan %d check %d give %d placebo %d\n", state->ordinal, state->state, state->state_label,
                              state->can_plan, state->can_check, state->can_give, state->placebo);
      say (out, " planned", state->planned_text);
      say (out, " given", state->given_text);
      say (out, " deviation", state->deviation_text);
      say (out, " product", state->product);
      say (out, " preparation", state->preparation);
      say (out, " use before", state->use_before);
      for (guint j = 0; j < state->arithmetic->len; j++)
        say (out, " step", g_ptr_array_index (state->arithmetic, j));
      say_refusal (out, " plan", state->plan_refusal);
      say_refusal (out, " check", state->check_refusal);
      say_refusal (out, " give", state->give_refusal);
    }
}

static void
dump_timeline (GString *out,
               CrfSession *session,
               const char *subject)
{
  g_autoptr (CrfTimeline) timeline = crf_reader_timeline (session, subject, NULL);

  for (guint i = 0; timeline != NULL && i < timeline->infusions->len; i++)
    {
      const CrfTimelineInfusion *infusion = g_ptr_array_index (timeline->infusions, i);

      g_string_append_printf (out, "timeline infusion %d %d %s %s %.2f %s\n", infusion->ordinal, infusion->kind, infusion->state, infusion->when,
                              infusion->at, infusion->text);
    }
  for (guint i = 0; timeline != NULL && i < timeline->visits->len; i++)
    {
      const CrfTimelineVisit *visit = g_ptr_array_index (timeline->visits, i);

      g_string_append_printf (out, "timeline visit %s %d %d %d %d\n", visit->label, visit->state, visit->target, visit->from, visit->actual);
    }
  for (guint i = 0; timeline != NULL && i < timeline->statuses->len; i++)
    say (out, "timeline status", ((const CrfTimelineStatus *) g_ptr_array_index (timeline->statuses, i))->label);
}

static gboolean
dump_value (const CrfExportValue *value,
            gpointer data)
{
  g_string_append_printf (data, "export %s %d %s %s %s %s %s\n", value->event->oid, value->event_ordinal, value->form->oid, value->item->oid,
                          value->entered, value->canonical, value->missing);
  return TRUE;
}

static gboolean
dump_entry (const CrfExportEntry *entry,
            gpointer data)
{
  g_string_append_printf (data, "trail %s %s %s %s %s %s %s %s %s %s", entry->at, entry->user, entry->action, entry->subject_number, entry->form,
                          entry->item, entry->old_value, entry->new_value, entry->missing, entry->reason);
  g_string_append_printf (data, " | %s | %s | %s | %s | %s %s %s\n", entry->what, entry->prompt, entry->meaning, entry->unit, entry->eventkey,
                          entry->formkey, entry->groupkey);
  return TRUE;
}

static void
dump_audit (GString *out,
            CrfSession *session)
{
  g_autoptr (GPtrArray) rows = crf_reader_audit (session, NULL, NULL, NULL, 0, NULL);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const CrfAuditRow *row = g_ptr_array_index (rows, i);

      g_string_append_printf (out, "audit %s %s %s %s %s %s %s %s %s\n", row->at, row->user, row->action_label, row->subject_number, row->place,
                              row->old_value, row->new_value, row->reason, row->role);
    }
  crf_export_visit_audit (session, NULL, dump_entry, out, NULL);
}

static void
dump_lists (GString *out,
            CrfSession *session)
{
  g_autoptr (GPtrArray) lots = crf_reader_lots (session, NULL);
  g_autoptr (GPtrArray) queries = crf_reader_queries (session, NULL, NULL, NULL);
  g_autoptr (GPtrArray) deviations = crf_reader_deviations (session, NULL, NULL);
  g_autoptr (GPtrArray) tasks = crf_reader_tasks (session, NULL);
  g_autoptr (CrfStudySummary) study = crf_reader_study (session, NULL);

  for (guint i = 0; lots != NULL && i < lots->len; i++)
    {
      const CrfLot *lot = g_ptr_array_index (lots, i);

      g_string_append_printf (out, "lot %s %s %s\n", lot->lot, lot->state, lot->left);
    }
  for (guint i = 0; queries != NULL && i < queries->len; i++)
    say (out, "query", ((const CrfQuery *) g_ptr_array_index (queries, i))->text);
  for (guint i = 0; deviations != NULL && i < deviations->len; i++)
    say (out, "deviation", ((const CrfDeviation *) g_ptr_array_index (deviations, i))->text);
  for (guint i = 0; tasks != NULL && i < tasks->len; i++)
    {
      const CrfTask *task = g_ptr_array_index (tasks, i);

      g_string_append_printf (out, "task %s %s %s %s\n", task->patient != NULL ? task->patient->number : "-", task->tag, task->what, task->when);
    }
  if (study != NULL)
    g_string_append_printf (out, "study %s %d %d %d %d\n", study->masking, study->registered, study->allocated, study->slots_free, study->slots_total);
}

static void
dump_logs (GString *out,
           CrfSession *session)
{
  g_autoptr (GPtrArray) signatures = crf_reader_signature_log (session, NULL, NULL);
  g_autoptr (GPtrArray) queries = crf_reader_query_log (session, NULL, NULL);

  for (guint i = 0; signatures != NULL && i < signatures->len; i++)
    {
      const CrfSignatureLine *line = g_ptr_array_index (signatures, i);

      g_string_append_printf (out, "signature %s %s %s %s %s %s %d\n", line->at, line->name, line->role, line->meaning, line->subject_number, line->what,
                              line->voided);
    }
  for (guint i = 0; queries != NULL && i < queries->len; i++)
    {
      const CrfQueryLine *line = g_ptr_array_index (queries, i);

      g_string_append_printf (out, "query %s %s %s %s %s\n", line->subject_number, line->place, line->text, line->state, line->thread);
    }
}

static void
dump_grid (GString *out,
           CrfSession *session,
           const GArray *ids)
{
  g_autoptr (GPtrArray) columns = crf_reader_grid_columns (session);
  g_autoptr (GPtrArray) rows = crf_reader_grid_rows (session, columns, (const gint64 *) (gpointer) ids->data, ids->len, NULL);

  for (guint i = 0; i < columns->len; i++)
    g_string_append_printf (out, "grid column %s\n", ((CrfGridColumn *) g_ptr_array_index (columns, i))->title);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const CrfGridRow *row = g_ptr_array_index (rows, i);

      g_string_append_printf (out, "grid %s", row->number);
      for (guint j = 0; j < row->cells->len; j++)
        {
          const CrfGridCell *cell = &g_array_index (row->cells, CrfGridCell, j);

          g_string_append_printf (out, " %d/%s/%s", cell->state, cell->from, cell->why);
        }
      g_string_append_c (out, '\n');
    }
}

/* Searching for what a blinded person might type to find out. */
static void
dump_search (GString *out,
             CrfSession *session)
{
  static const char *const words[] = { "saline", "cells", "ARM.MSC", "L-0231", "NS-88", "P-0001", NULL };

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autoptr (GArray) ids = crf_reader_patient_ids (session, words[i], NULL, CRF_PATIENT_SORT_NUMBER, FALSE, NULL);

      g_string_append_printf (out, "search %s: %u\n", words[i], ids != NULL ? ids->len : 0);
    }
}

char *
blind_dump (CrfSession *session)
{
  g_autoptr (GArray) ids = crf_reader_patient_ids (session, NULL, NULL, CRF_PATIENT_SORT_NUMBER, FALSE, NULL);
  g_autoptr (GPtrArray) patients = ids != NULL ? crf_reader_patients (session, (const gint64 *) (gpointer) ids->data, ids->len, NULL) : NULL;
  GString *out = g_string_new (NULL);

  for (guint i = 0; patients != NULL && i < patients->len; i++)
    {
      const CrfPatient *patient = g_ptr_array_index (patients, i);

      dump_patient (out, patient);
      dump_visits (out, session, patient->key);
      dump_infusions (out, session, patient->key);
      dump_timeline (out, session, patient->key);
      crf_export_visit_values (session, patient->key, TRUE, dump_value, out, NULL);
    }
  if (ids != NULL)
    dump_grid (out, session, ids);
  dump_lists (out, session);
  dump_logs (out, session);
  dump_audit (out, session);
  dump_search (out, session);
  return g_string_free (out, FALSE);
}

static gboolean
on_match (const GMatchInfo *info,
          GString *result,
          gpointer kind)
{
  g_autofree char *found = g_match_info_fetch (info, 0);

  g_string_append_printf (result, "<%s %u>", (const char *) kind, (guint) strlen (found));
  return FALSE;
}

char *
blind_mask (const char *text)
{
  static const struct
  {
    const char *pattern, *kind;
  } kinds[] = {
    { "[A-Za-z0-9+/]{200,}={0,2}", "box" },
    { "[0-9a-f]{64}", "hash" },
    { "[A-Za-z0-9+/]{86}==", "signature" },
  };
  char *masked = g_strdup (text);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GRegex) regex = g_regex_new (kinds[i].pattern, G_REGEX_OPTIMIZE, 0, NULL);
      g_autofree char *before = masked;

      masked = g_regex_replace_eval (regex, before, -1, 0, 0, on_match, (gpointer) kinds[i].kind, NULL);
    }
  return masked;
}
