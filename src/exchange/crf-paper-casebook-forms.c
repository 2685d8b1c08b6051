/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The forms of a patient: what was entered, with unit, reference, flag and grade; scores; what is open; who signed it. */

#include "crf-paper-casebook-private.h"

#include "crf-coding.h"
#include "crf-export.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  CrfCasebookPaper *paper;
  GPtrArray *forms; /* CrfTarget: forms that hold something, in the order of the file */
} Forms;

static gboolean
same_form (const CrfTarget *a,
           const CrfTarget *b)
{
  return g_strcmp0 (a->event, b->event) == 0 && g_strcmp0 (a->eventkey, b->eventkey) == 0 && g_strcmp0 (a->form, b->form) == 0 &&
         g_strcmp0 (a->formkey, b->formkey) == 0;
}

static gboolean
is_chosen (const char *choice,
           const char *oid,
           const char *name)
{
  return choice == NULL || g_strcmp0 (choice, oid) == 0 || g_strcmp0 (choice, name) == 0;
}

static gboolean
collect (const CrfExportValue *value,
         gpointer data)
{
  Forms *forms = data;
  const CrfCasebookOptions *options = forms->paper->options;
  const CrfTarget *last = forms->forms->len > 0 ? g_ptr_array_index (forms->forms, forms->forms->len - 1) : NULL;
  CrfTarget target = { .subject = forms->paper->patient->key, .event = (char *) value->event->oid, .eventkey = (char *) value->eventkey,
                       .form = (char *) value->form->oid, .formkey = (char *) value->formkey };

  if (is_chosen (options->event, value->event->oid, value->event->name) && is_chosen (options->form, value->form->oid, value->form->name) &&
      (last == NULL || !same_form (last, &target)))
    g_ptr_array_add (forms->forms, crf_target_copy (&target));
  return TRUE;
}

/* ── One field ── */

/* In another unit than the canonical one it is shown as typed and as it counts. */
static void
append_canonical (GString *text,
                  const CrfFieldState *field,
                  const char *language)
{
  const CrfItemUnit *canonical = field->item->units->len > 0 ? g_ptr_array_index (field->item->units, 0) : NULL;

  if (canonical == NULL || field->value->unit == NULL || field->value->canonical == NULL || canonical->unit == field->value->unit)
    return;
  g_string_append_printf (text, " = %s%s %s",
                          field->value->comparator != CRF_COMPARATOR_NONE ? crf_comparator_to_string (field->value->comparator) : "",
                          field->value->canonical, crf_text_get (canonical->unit->symbol, language));
}

static char *
describe_value (const CrfFieldState *field,
                const char *language)
{
  g_autofree char *value = crf_value_to_display (field->value, field->item, language);
  g_autoptr (GString) text = g_string_new (value);

  append_canonical (text, field, language);
  if (field->flag != CRF_FLAG_NONE)
    g_string_append (text, field->flag == CRF_FLAG_HIGH ? " ↑" : " ↓");
  if (field->reference != NULL)
    g_string_append_printf (text, " (%s)", field->reference);
  if (field->grade != NULL)
    g_string_append_printf (text, " · %s", field->grade);
  if (field->judgement != NULL)
    g_string_append_printf (text, " · %s", field->judgement);
  if (field->verified)
    g_string_append_printf (text, " · %s", _("source verified"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The words stand as they were reported; what they are coded with stands under them. */
static void
add_coding (CrfCasebookPaper *self,
            const CrfFieldState *field)
{
  const CrfCodableTerm *term = self->terms != NULL && crf_coding_is_of (field->item) ? crf_codable_terms_find (self->terms, field->target) : NULL;
  g_autofree char *text = term != NULL ? crf_codable_term_full (term) : NULL;

  if (term != NULL)
    crf_paper_add_note (self->paper, text != NULL ? text : term->state == CRF_CODING_FALLEN ? _("To be coded again: the words have changed.") : _("Not coded yet."));
}

static void
add_field (CrfCasebookPaper *self,
           const CrfFieldState *field)
{
  const char *language = crf_session_get_language (self->session);
  g_autofree char *value = NULL;

  if (field->sealed || (field->item->identifier && !self->options->identifiers))
    {
      crf_paper_add_pair (self->paper, field->label, _("sealed"));
      return;
    }
  if (field->value == NULL || crf_value_is_empty (field->value))
    {
      if (field->shown && !field->derived)
        crf_paper_add_pair (self->paper, field->label, "–");
      return;
    }
  value = describe_value (field, language);
  crf_paper_add_pair (self->paper, field->label, value);
  add_coding (self, field);
  if (field->message != NULL)
    crf_paper_add_note (self->paper, field->message);
  if (field->open_queries > 0)
    {
      g_autofree char *queries = g_strdup_printf (ngettext ("%u open query", "%u open queries", field->open_queries), field->open_queries);

      crf_paper_add_note (self->paper, queries);
    }
}

/* ── One form ── */

static gboolean
is_score (const CrfItem *item)
{
  return item->concept != NULL && g_str_has_prefix (item->concept, "score.");
}

static gboolean
is_empty (const CrfSectionState *section)
{
  for (guint i = 0; i < section->fields->len; i++)
    {
      const CrfFieldState *field = g_ptr_array_index (section->fields, i);

      if (field->sealed || (field->value != NULL && !crf_value_is_empty (field->value)))
        return FALSE;
    }
  return TRUE;
}

static void
add_section (CrfCasebookPaper *self,
             const CrfFormState *form,
             const CrfSectionState *section)
{
  g_autofree char *title = NULL;

  if (is_empty (section))
    return;
  if (section->title != NULL && g_strcmp0 (section->title, form->title) != 0)
    {
      title = section->sample_state != NULL ? g_strdup_printf ("%s · %s", section->title, section->sample_state) : g_strdup (section->title);
      crf_paper_add_warning (self->paper, title);
    }
  for (guint i = 0; i < section->fields->len; i++)
    {
      const CrfFieldState *field = g_ptr_array_index (section->fields, i);

      /* Scores stand below with their change. */
      if (!is_score (field->item) || form->scores->len == 0)
        add_field (self, field);
    }
}

static void
add_scores (CrfCasebookPaper *self,
            const CrfFormState *form)
{
  for (guint i = 0; i < form->scores->len; i++)
    {
      const CrfScoreState *score = g_ptr_array_index (form->scores, i);
      g_autofree char *text = NULL;

      if (score->value == NULL)
        continue;
      text = g_strdup_printf ("%s%s%s%s", score->value, score->change != NULL ? " (" : "", score->change != NULL ? score->change : "",
                              score->change != NULL ? ")" : "");
      crf_paper_add_pair (self->paper, score->name, text);
      if (score->variant != NULL)
        crf_paper_add_note (self->paper, score->variant);
      if (score->caution != NULL)
        crf_paper_add_note (self->paper, score->caution);
    }
}

static gboolean
add_form (CrfCasebookPaper *self,
          const CrfTarget *target,
          GError **error)
{
  g_autoptr (CrfFormState) form = crf_reader_form (self->session, target, error);
  g_autofree char *title = NULL;

  if (form == NULL || g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  title = g_strdup_printf ("%s [%s]", form->title, form->state_label);
  crf_paper_add_subheading (self->paper, title);
  for (guint i = 0; i < form->sections->len; i++)
    add_section (self, form, g_ptr_array_index (form->sections, i));
  add_scores (self, form);
  return crf_paper_casebook_add_signatures (self, target, error);
}

/* ── Visit by visit ── */

static char *
title_of_visit (const CrfVisit *visit,
                const char *language)
{
  g_autofree char *ordinal = visit->event->repeating && visit->ordinal > 0 ? g_strdup_printf (" %d", visit->ordinal) : g_strdup ("");

  return g_strdup_printf ("%s%s%s%s", crf_text_get (visit->event->title, language), ordinal, visit->visit_date != NULL ? " · " : "",
                          visit->visit_date != NULL ? visit->visit_date : "");
}

/* Forms of one event instance; @eventkey NULL: of all its instances. */
static gboolean
add_event (Forms *forms,
           const CrfEvent *event,
           const char *eventkey,
           const char *title,
           GError **error)
{
  gboolean begun = FALSE;

  for (guint i = 0; i < forms->forms->len; i++)
    {
      const CrfTarget *target = g_ptr_array_index (forms->forms, i);

      if (g_strcmp0 (target->event, event->oid) != 0 || (eventkey != NULL && g_strcmp0 (target->eventkey, eventkey) != 0))
        continue;
      if (!begun)
        crf_paper_add_heading (forms->paper->paper, title);
      begun = TRUE;
      if (!add_form (forms->paper, target, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_events (Forms *forms,
            GError **error)
{
  CrfSession *session = forms->paper->session;
  const GPtrArray *events = crf_study_get_events (crf_session_get_study (session));
  const char *language = crf_session_get_language (session);
  g_autoptr (GPtrArray) visits = crf_reader_visits (session, forms->paper->patient->key, error);

  if (visits == NULL)
    return FALSE;
  for (guint i = 0; i < visits->len; i++)
    {
      const CrfVisit *visit = g_ptr_array_index (visits, i);
      g_autofree char *title = title_of_visit (visit, language);

      if (visit->eventkey != NULL && !add_event (forms, visit->event, visit->eventkey, title, error))
        return FALSE;
    }
  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      if (event->type == CRF_EVENT_COMMON && !add_event (forms, event, NULL, crf_text_get (event->title, language), error))
        return FALSE;
    }
  return TRUE;
}

gboolean
crf_paper_casebook_add_forms (CrfCasebookPaper *self,
                              GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_target_free);
  Forms forms = { self, list };

  /* With the identifiers only where a form would not be seen without them. */
  return crf_export_visit_values (self->session, self->patient->key, TRUE, collect, &forms, error) && add_events (&forms, error);
}
