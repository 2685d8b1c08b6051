/* SPDX-License-Identifier: GPL-3.0-or-later */

/* show: a patient's record as text, in the order of the protocol. */

#include "crf-cli.h"

#include "crf-export.h"
#include "crf-reader.h"
#include "crf-use-case.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  CrfSession *session;
  CrfPatient *patient;
  GPtrArray *forms; /* CrfTarget: forms that hold something, in the order of the file */
} Show;

/* Of a record that was altered everything is printed that can be read: what cannot is said, and goes by. */
static gboolean
pass (const Show *show,
      gboolean done,
      GError **error)
{
  if (done || show->patient->altered == NULL)
    return done;
  g_printerr ("%s\n", (*error)->message);
  g_clear_error (error);
  return TRUE;
}

/* Said before and after: a long record scrolls the first one away. Whoever reads it knows by the exit status, too. */
static void
warn (const CrfPatient *patient,
      gboolean *sound)
{
  *sound = patient->altered == NULL;
  if (!*sound)
    g_printerr ("%s\n", patient->altered);
}

/* "  label: text", nothing where there is no text. */
static void
print_fact (const char *label,
            const char *text)
{
  if (text != NULL && *text != '\0')
    g_print ("  %s: %s\n", label, text);
}

static gboolean
same (const char *a,
      const char *b)
{
  return g_strcmp0 (a, b) == 0;
}

static gboolean
collect_form (const CrfExportValue *value,
              gpointer data)
{
  Show *show = data;
  const CrfTarget *last = show->forms->len > 0 ? g_ptr_array_index (show->forms, show->forms->len - 1) : NULL;
  CrfTarget target = { .subject = show->patient->key, .event = (char *) value->event->oid, .eventkey = (char *) value->eventkey,
                       .form = (char *) value->form->oid, .formkey = (char *) value->formkey };

  if (last == NULL || !same (last->event, target.event) || !same (last->eventkey, target.eventkey) || !same (last->form, target.form) ||
      !same (last->formkey, target.formkey))
    g_ptr_array_add (show->forms, crf_target_copy (&target));
  return TRUE;
}

static void
collect_event (Show *show,
               const CrfEvent *event,
               const char *eventkey)
{
  for (guint i = 0; i < event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->forms, i);
      CrfTarget target = { .subject = show->patient->key, .event = (char *) event->oid, .eventkey = (char *) eventkey, .form = (char *) form->oid };
      g_autoptr (GPtrArray) repeats = crf_reader_repeats (show->session, &target, NULL);

      for (guint j = 0; repeats != NULL && j < repeats->len; j++)
        {
          target.formkey = ((const CrfRepeat *) g_ptr_array_index (repeats, j))->formkey;
          g_ptr_array_add (show->forms, crf_target_copy (&target));
        }
    }
}

/* Where values cannot be told, because one is not what the journal says: all forms of all visits that were begun. */
static gboolean
collect_begun (Show *show,
               GError **error)
{
  g_autoptr (GPtrArray) visits = crf_reader_visits (show->session, show->patient->key, error);
  const GPtrArray *events = crf_study_get_events (crf_session_get_study (show->session));

  g_ptr_array_set_size (show->forms, 0);
  for (guint i = 0; visits != NULL && i < visits->len; i++)
    {
      const CrfVisit *visit = g_ptr_array_index (visits, i);

      if (visit->eventkey != NULL)
        collect_event (show, visit->event, visit->eventkey);
    }
  for (guint i = 0; visits != NULL && i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      if (event->type == CRF_EVENT_COMMON)
        collect_event (show, event, "1");
    }
  return visits != NULL;
}

static gboolean
collect_forms (Show *show,
               GError **error)
{
  g_autoptr (GError) fault = NULL;

  if (crf_export_visit_values (show->session, show->patient->key, FALSE, collect_form, show, &fault))
    return TRUE;
  if (show->patient->altered != NULL)
    return collect_begun (show, error);
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* ── Header and visits ── */
static void
print_header (const CrfPatient *patient,
              CrfSession *session)
{
  if (patient->altered != NULL)
    g_print ("%s\n", _("ALTERED: not what the journal says"));
  if (crf_session_is_demo (session))
    g_print ("%s\n", _("DEMO: synthetic patient"));
  g_print ("%s", patient->number);
  if (patient->initials != NULL)
    g_print (" · %s", patient->initials);
  if (patient->sex != NULL)
    g_print (" · %s", patient->sex);
  if (patient->age != NULL)
    g_print (_(" · %s years"), patient->age);
  if (patient->birth_year != NULL)
    g_print (_(" · born %s"), patient->birth_year);
  if (patient->bed != NULL)
    g_print (_(" · bed %s"), patient->bed);
  g_print ("\n");
  print_fact (_("Status"), patient->status_label);
  print_fact (_("Allocation number"), patient->allocation_number);
  print_fact (_("Arm"), patient->arm);
  print_fact (_("Study"), patient->day_on_study);
  if (patient->open_queries > 0)
    g_print (ngettext ("  %u open query\n", "  %u open queries\n", patient->open_queries), patient->open_queries);
}

static void
print_visit_line (const CrfVisit *visit,
                  const char *language)
{
  g_print ("  %s: %s", crf_text_get (visit->event->title, language), crf_visit_state_get_label (visit->state));
  if (visit->why != NULL)
    g_print (" (%s)", visit->why);
  if (visit->visit_date != NULL)
    g_print (" · %s", visit->visit_date);
  if (visit->from != NULL && visit->to != NULL)
    g_print (_(" · due %1$s, window %2$s to %3$s"), visit->target, visit->from, visit->to);
  if (visit->provisional)
    g_print (" · %s", _("provisional"));
  if (visit->position == CRF_WINDOW_BEFORE || visit->position == CRF_WINDOW_AFTER)
    g_print (ngettext (" · %d day outside the window", " · %d days outside the window", (gulong) ABS (visit->days_off)), ABS (visit->days_off));
  if (visit->forms_total > 0)
    g_print (_(" · forms complete: %1$d of %2$d"), visit->forms_complete, visit->forms_total);
  g_print ("\n");
}

/* ── Forms ── */
static void
print_field (const CrfFieldState *field,
             const char *language)
{
  g_autofree char *value = NULL;

  if (field->sealed)
    {
      g_print ("    %s: %s\n", field->label, _("sealed"));
      return;
    }
  if (field->value == NULL || crf_value_is_empty (field->value))
    return;
  value = crf_value_to_display (field->value, field->item, language);
  g_print ("    %s: %s", field->label, value);
  /* A value that was typed in another unit is shown as typed, too. */
  if (field->value->unit != NULL && field->value->canonical != NULL && field->item->units->len > 0)
    {
      const CrfItemUnit *canonical = g_ptr_array_index (field->item->units, 0);

      if (canonical->unit != field->value->unit)
        g_print (" = %s%s %s", field->value->comparator != CRF_COMPARATOR_NONE ? crf_comparator_to_string (field->value->comparator) : "",
                 field->value->canonical, crf_text_get (canonical->unit->symbol, language));
    }
  if (field->flag != CRF_FLAG_NONE)
    g_print (" [%s]", field->flag == CRF_FLAG_HIGH ? _("high") : _("low"));
  if (field->grade != NULL)
    g_print (field->emergent ? _(" %s (treatment-emergent)") : " %s", field->grade);
  /* The reference is in the unit that was typed. */
  if (field->reference != NULL)
    {
      g_autofree char *reference = field->value->unit != NULL
                                     ? g_strdup_printf ("%s %s", field->reference, crf_text_get (field->value->unit->symbol, language))
                                     : g_strdup (field->reference);

      g_print (_(" (reference %s)"), reference);
    }
  g_print ("\n");
  if (field->message != NULL)
    g_print ("      ! %s\n", field->message);
  if (field->open_queries > 0)
    g_print (ngettext ("      ? %u open query\n", "      ? %u open queries\n", field->open_queries), field->open_queries);
}

static gboolean
is_score (const CrfItem *item)
{
  return item->concept != NULL && g_str_has_prefix (item->concept, "score.");
}

static void
print_scores (const CrfFormState *form)
{
  if (form->scores->len > 0)
    g_print ("    %s\n", _("Scores"));
  for (guint i = 0; i < form->scores->len; i++)
    {
      const CrfScoreState *score = g_ptr_array_index (form->scores, i);

      g_print ("      %s: ", score->name);
      if (score->value != NULL)
        g_print ("%s%s%s%s\n", score->value, score->change != NULL ? " (" : "", score->change != NULL ? score->change : "",
                 score->change != NULL ? ")" : "");
      else
        g_print (_("waits for %s\n"), score->waits_for != NULL ? score->waits_for : "–");
      if (score->caution != NULL)
        g_print ("        ! %s\n", score->caution);
    }
}

static gboolean
print_form (Show *show,
            const CrfTarget *target,
            GError **error)
{
  const char *language = crf_session_get_language (show->session);
  g_autoptr (CrfFormState) form = crf_reader_form (show->session, target, error);

  if (form == NULL && show->patient->altered != NULL)
    {
      g_clear_error (error);
      form = crf_reader_form_line (show->session, target);
    }
  if (form == NULL)
    return show->patient->altered != NULL;
  g_print ("  %s [%s]\n", form->title, form->state_label);
  if (form->unreadable != NULL)
    g_print ("      ! %s\n", form->unreadable);
  for (guint i = 0; i < form->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          /* Scores stand below with their change. */
          if (!is_score (field->item) || form->scores->len == 0)
            print_field (field, language);
        }
    }
  print_scores (form);
  return TRUE;
}

/* Forms of one event instance; @eventkey NULL prints those of all its instances. */
static gboolean
print_event (Show *show,
             const CrfEvent *event,
             const char *eventkey,
             const char *date,
             GError **error)
{
  gboolean begun = FALSE;

  for (guint i = 0; i < show->forms->len; i++)
    {
      const CrfTarget *target = g_ptr_array_index (show->forms, i);

      if (!same (target->event, event->oid) || (eventkey != NULL && !same (target->eventkey, eventkey)))
        continue;
      if (!begun)
        g_print ("\n%s%s%s\n", crf_text_get (event->title, crf_session_get_language (show->session)), date != NULL ? " · " : "", date != NULL ? date : "");
      begun = TRUE;
      if (!print_form (show, target, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
print_visits (Show *show,
              GError **error)
{
  const GPtrArray *events = crf_study_get_events (crf_session_get_study (show->session));
  g_autoptr (GPtrArray) visits = crf_reader_visits (show->session, show->patient->key, error);

  if (visits == NULL)
    return FALSE;
  g_print ("\n%s\n", _("Visits"));
  for (guint i = 0; i < visits->len; i++)
    print_visit_line (g_ptr_array_index (visits, i), crf_session_get_language (show->session));
  for (guint i = 0; i < visits->len; i++)
    {
      const CrfVisit *visit = g_ptr_array_index (visits, i);

      if (visit->eventkey != NULL && !print_event (show, visit->event, visit->eventkey, visit->visit_date, error))
        return FALSE;
    }
  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      if (event->type == CRF_EVENT_COMMON && !print_event (show, event, NULL, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* ── Eligibility, infusions, queries, deviations ── */
static gboolean
print_eligibility (Show *show,
                   GError **error)
{
  CrfEligibilityState *state;

  if (crf_study_get_criteria (crf_session_get_study (show->session))->len == 0)
    return TRUE;
  state = crf_reader_eligibility (show->session, show->patient->key, error);
  if (state == NULL)
    return FALSE;
  g_print ("\n%s\n", _("Eligibility"));
  print_fact (_("Verdict"), state->verdict_text);
  print_fact (_("Signature"), state->signed_text);
  crf_eligibility_state_free (state);
  return TRUE;
}

static gboolean
print_infusions (Show *show,
                 GError **error)
{
  g_autoptr (GPtrArray) infusions = NULL;

  if (crf_study_get_dose_rule (crf_session_get_study (show->session)) == NULL || show->patient->allocation_number == NULL)
    return TRUE;
  infusions = crf_reader_infusions (show->session, show->patient->key, error);
  if (infusions == NULL)
    return FALSE;
  g_print ("\n%s\n", _("Infusions"));
  for (guint i = 0; i < infusions->len; i++)
    {
      const CrfInfusionState *infusion = g_ptr_array_index (infusions, i);

      g_print ("  %d: %s\n", infusion->ordinal, infusion->state_label);
      print_fact (_("  Planned"), infusion->planned_text);
      print_fact (_("  Given"), infusion->given_text);
      print_fact (_("  Deviation"), infusion->deviation_text);
      for (guint j = 0; j < infusion->arithmetic->len; j++)
        g_print ("      %s\n", (char *) g_ptr_array_index (infusion->arithmetic, j));
    }
  return TRUE;
}

static gboolean
print_findings (Show *show,
                GError **error)
{
  g_autoptr (GPtrArray) queries = crf_reader_queries (show->session, show->patient->key, NULL, error);
  g_autoptr (GPtrArray) deviations = queries != NULL ? crf_reader_deviations (show->session, show->patient->key, error) : NULL;

  if (deviations == NULL)
    return FALSE;
  if (queries->len > 0)
    g_print ("\n%s\n", _("Queries"));
  for (guint i = 0; i < queries->len; i++)
    {
      const CrfQuery *query = g_ptr_array_index (queries, i);

      g_print ("  [%s] %s: %s\n", query->state_label, query->place != NULL && *query->place != '\0' ? query->place : show->patient->number, query->text);
    }
  if (deviations->len > 0)
    g_print ("\n%s\n", _("Protocol deviations"));
  for (guint i = 0; i < deviations->len; i++)
    {
      const CrfDeviation *deviation = g_ptr_array_index (deviations, i);

      g_print ("  %s %s: %s\n", deviation->opened, deviation->kind, deviation->text);
    }
  return TRUE;
}

static gboolean
print_record (CrfSession *session,
              const char *subject,
              gboolean *sound,
              GError **error)
{
  Show show = { .session = session, .patient = crf_reader_patient (session, subject, error) };
  gboolean done;

  if (show.patient == NULL)
    return FALSE;
  show.forms = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_target_free);
  warn (show.patient, sound);
  print_header (show.patient, session);
  done = collect_forms (&show, error) && pass (&show, print_visits (&show, error), error) && pass (&show, print_eligibility (&show, error), error) &&
         pass (&show, print_infusions (&show, error), error) && pass (&show, print_findings (&show, error), error);
  warn (show.patient, sound);
  g_ptr_array_unref (show.forms);
  crf_patient_free (show.patient);
  return done;
}

CrfExit
crf_cli_show (int argc,
              char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (CrfCliOptions) options = { 0 };
  CrfSession *session;
  gboolean sound = TRUE;
  CrfExit exit;

  if (!crf_cli_parse (crf_cli_find_command ("show"), &options, NULL, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 3)
    return crf_cli_usage ("show");
  session = crf_cli_sign_in (argv[1], &options, NULL, &exit);
  if (session == NULL)
    return exit;
  crf_cli_warn_read_only (session);
  if (!crf_cli_note_view (session, NULL, argv[2], &error) || !print_record (session, argv[2], &sound, &error))
    exit = crf_cli_fail_reading (error);
  else
    exit = sound ? CRF_EXIT_DONE : CRF_EXIT_NO;
  crf_cli_close (session);
  return exit;
}
