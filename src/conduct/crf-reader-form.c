/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a form shows: every field with what stands beside it, and the scores under it. */

#include "crf-reader-form-private.h"

#include "crf-blind.h"
#include "crf-check.h"
#include "crf-field-facts.h"
#include "crf-form-state-private.h"
#include "crf-judgement-link.h"
#include "crf-grade.h"
#include "crf-infusion-fields.h"
#include "crf-hold.h"
#include "crf-item-owner.h"
#include "crf-limits.h"
#include "crf-medication.h"
#include "crf-place.h"
#include "crf-readings.h"
#include "crf-sample.h"
#include "crf-reader-second.h"
#include "crf-reader-trust.h"
#include "crf-records-trust.h"
#include "crf-scores.h"
#include "crf-session-private.h"
#include "crf-verification.h"
#include "crf-version.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static gboolean
is_skipped (CrfFormBuilder *builder,
            const CrfItemRef *ref,
            const char *groupkey)
{
  const CrfTarget *form = builder->state->target;
  CrfCaseView view = { builder->casebook, form->event, form->eventkey, form->form, form->formkey, groupkey };
  CrfTruth truth = CRF_TRUTH_UNKNOWN;
  CrfExpression *expression;

  if (ref->skip_if == NULL)
    return FALSE;
  expression = crf_session_get_expression (builder->session, ref->skip_if, NULL);
  return expression != NULL &&
         crf_expression_test (expression, crf_casebook_resolve, &view, crf_session_get_today (builder->session), &truth, NULL) &&
         truth == CRF_TRUTH_TRUE;
}

/* Why scores count all the same is asked only where samples lie too far apart. */
static gboolean
is_needless (CrfFormBuilder *builder,
             const CrfItem *item,
             const CrfTarget *target)
{
  const char *eventkey = target->eventkey != NULL ? target->eventkey : "new";
  CrfCell *cell;

  if (g_strcmp0 (item->concept, "sample.gap_reason") != 0)
    return FALSE;
  cell = crf_casebook_find_at (builder->casebook, target->event, eventkey, item);
  if (cell != NULL)
    return FALSE;
  return !crf_scores_lie_apart (builder->casebook, target->event, eventkey);
}

static gboolean
is_of (const CrfQueryRecord *query,
       const CrfTarget *field)
{
  return g_strcmp0 (query->item, field->item) == 0 && g_strcmp0 (query->event, field->event) == 0 &&
         g_strcmp0 (query->eventkey, field->eventkey) == 0 && g_strcmp0 (query->form, field->form) == 0 &&
         g_strcmp0 (query->formkey, field->formkey) == 0 && g_strcmp0 (query->groupkey, field->groupkey) == 0;
}

static guint
count_queries (CrfFormBuilder *builder,
               const CrfTarget *field)
{
  guint n = 0;

  for (guint i = 0; i < builder->queries->len; i++)
    {
      const CrfQueryRecord *query = g_ptr_array_index (builder->queries, i);

      n += (strcmp (query->state, "Open") == 0 || strcmp (query->state, "Answered") == 0) && is_of (query, field);
    }
  return n;
}

/* The unit that the field is shown in: as entered, else canonical. */
static const CrfUnit *
shown_unit (const CrfItem *item,
            const CrfValue *value)
{
  if (value->unit != NULL)
    return value->unit;
  return item->units->len > 0 ? ((const CrfItemUnit *) g_ptr_array_index (item->units, 0))->unit : NULL;
}

static void
fill_facts (CrfFormBuilder *builder,
            CrfFieldState *field,
            CrfCell *cell)
{
  const CrfUnit *unit = shown_unit (field->item, cell->value);
  g_autoptr (CrfGrade) grade = crf_grade_find (builder->casebook, cell);
  CrfLimits limits;

  if (crf_limits_of (builder->casebook, cell, &limits))
    {
      field->reference = crf_limits_to_text (&limits, field->item, unit);
      field->flag = crf_limits_flag (&limits, cell->value);
    }
  if (grade != NULL && grade->worse)
    {
      field->grade = g_strdup (grade->text);
      field->grade_why = g_strdup (grade->explanation);
      field->emergent = grade->emergent;
    }
  if (field->item->concept != NULL && (g_str_has_prefix (field->item->concept, "lab.") || g_str_has_prefix (field->item->concept, "clin.")))
    field->last = crf_last_of (builder->casebook, cell, unit, &field->last_when);
  /* The running list is carried forward: what is answered about stands beside the question. */
  if (g_strcmp0 (field->item->concept, "cm.changed") == 0)
    {
      field->last = crf_medication_running (builder->casebook, crf_casebook_get_visit_date (builder->casebook, cell->form->event, cell->form->eventkey));
      field->last_when = g_strdup (field->last != NULL ? _("running") : NULL);
    }
}

void
crf_form_builder_message (CrfFieldState *field,
                          GPtrArray *findings)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const CrfFinding *finding = g_ptr_array_index (findings, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", finding->message);
      field->hard = field->hard || !finding->soft;
    }
  if (text->len > 0)
    field->message = g_strdup (text->str);
}

static CrfTarget *
target_of (const CrfTarget *form,
           const CrfItemGroup *group,
           const char *groupkey,
           const CrfItem *item)
{
  CrfTarget *target = crf_target_copy (form);

  target->group = g_strdup (group->oid);
  target->groupkey = g_strdup (groupkey);
  target->item = g_strdup (item->oid);
  return target;
}

/* The cell of the field, an empty one where nothing is stored: facts are looked up by it. */
static CrfCell *
cell_of (CrfCasebook *casebook,
         const CrfTarget *target)
{
  g_autoptr (CrfTarget) field = crf_target_copy (target);
  CrfCell *cell;

  if (field->eventkey == NULL)
    field->eventkey = g_strdup ("new");
  if (field->formkey == NULL)
    field->formkey = g_strdup ("new");
  if (field->groupkey == NULL)
    field->groupkey = g_strdup ("new");
  cell = crf_casebook_find (casebook, field);
  if (cell == NULL)
    {
      crf_casebook_replace (casebook, field, NULL);
      cell = crf_casebook_find (casebook, field);
    }
  return cell;
}

static void
fill_judgement (CrfFormBuilder *builder,
                CrfFieldState *field,
                CrfCell *cell)
{
  if (field->flag == CRF_FLAG_NONE || cell->entry == NULL || !field->group->is_sample)
    return;
  if (builder->judgements == NULL)
    builder->judgements = crf_records_judgements (crf_session_get_file (builder->session), cell->form->id, NULL);
  field->judgement = g_strdup (crf_sample_judgement_of (builder->judgements, cell));
  field->wants_judgement = field->judgement == NULL;
  for (guint i = 0; g_strcmp0 (field->judgement, "CS") == 0 && i < builder->judgements->len; i++)
    {
      const CrfJudgementRecord *one = g_ptr_array_index (builder->judgements, i);

      if (g_strcmp0 (one->of, cell->entry) == 0 && one->link != NULL)
        field->judgement_link = crf_judgement_link_label (builder->casebook, one->link);
    }
}

static gboolean
may (CrfFormBuilder *builder,
     const char *use_case)
{
  return crf_use_case_permitted (builder->session, crf_use_case_find (use_case), NULL);
}

/* What can be done with the sample, and whether it is the one that is analysed. */
static void
fill_sample_acts (CrfFormBuilder *builder,
                  CrfSectionState *section)
{
  CrfStudy *study = crf_session_get_study (builder->session);
  const CrfTarget *at = builder->state->target;
  const CrfForm *further = crf_sample_find_further (crf_study_find_event (study, at->event), section->group);
  CrfFormRecord *form = crf_casebook_find_form (builder->casebook, at);

  section->may_paste = builder->state->editable && may (builder, "paste-results");
  if (further != NULL && at->eventkey != NULL && may (builder, "add-form"))
    section->further = g_strdup (further->oid);
  if (form == NULL || form->id == 0 || section->groupkey == NULL)
    return;
  section->sample_use = g_strdup (crf_sample_find_use (builder->casebook, form, section->group, section->groupkey));
  section->may_choose = section->sample_use != NULL && !builder->locked && may (builder, "choose-sample");
}

static void
fill_sample_state (CrfFormBuilder *builder,
                   CrfSectionState *section)
{
  CrfFormRecord *form = section->is_sample ? crf_casebook_find_form (builder->casebook, builder->state->target) : NULL;
  g_autoptr (GPtrArray) samples = form != NULL && form->id != 0 ? crf_records_samples (crf_session_get_file (builder->session), form->id, NULL) : NULL;

  for (guint i = 0; samples != NULL && i < samples->len; i++)
    {
      const CrfSampleRecord *sample = g_ptr_array_index (samples, i);

      if (strcmp (sample->group, section->group->oid) == 0 && g_strcmp0 (sample->groupkey, section->groupkey) == 0)
        section->sample_state = g_strdup (crf_sample_state_label (sample->state));
    }
}

/* What a step of the infusion writes is not typed before it; what it wrote is corrected with a reason. */
static void
take_step (CrfFormBuilder *builder,
           CrfFieldState *field,
           CrfCell *cell)
{
  const CrfInfusionField *step = crf_infusion_field_find (field->item->concept);
  gboolean has_value = field->sealed || !crf_value_is_empty (cell->value);
  CrfRefusal *refusal = NULL;

  if (step == NULL)
    return;
  field->editable = crf_infusion_field_may_enter (builder->session, builder->state->target, field->item, has_value, FALSE, &refusal) ||
                    crf_infusion_field_may_enter (builder->session, builder->state->target, field->item, has_value, TRUE, NULL);
  field->needs_reason = field->needs_reason || (has_value && !crf_study_is_transcription (crf_session_get_study (builder->session)));
  if (refusal != NULL && !has_value && field->message == NULL)
    field->message = g_strdup (refusal->remedy);
  g_clear_pointer (&refusal, crf_refusal_free);
}

CrfFieldState *
crf_form_builder_field (CrfFormBuilder *builder,
                        const CrfItemGroup *group,
                        const char *groupkey,
                        const CrfItemRef *ref)
{
  CrfFieldState *field = g_new0 (CrfFieldState, 1);
  g_autoptr (GPtrArray) findings = NULL;
  CrfRefusal *kept = NULL;
  const char *label;
  CrfCell *cell;

  field->item = ref->item;
  field->group = group;
  field->target = target_of (builder->state->target, group, groupkey, ref->item);
  label = crf_text_get (ref->item->question, crf_session_get_language (builder->session));
  field->label = g_strdup (*label != '\0' ? label : ref->item->name);
  field->derived = ref->derivation != NULL || crf_item_is_computed (ref->item);
  field->shown = !is_skipped (builder, ref, groupkey) && !is_needless (builder, ref->item, field->target);
  /* What tells the arm is the pharmacy's: who fills the ward's form misses nothing there. */
  field->required = ref->mandatory && field->shown && !field->derived && !ref->item->unblinding;
  field->editable = builder->may_enter && !builder->locked && !field->derived;
  cell = cell_of (builder->casebook, field->target);
  field->sealed = cell->sealed;
  /* A pending result was announced: its first value needs no reason. */
  field->needs_reason = (builder->needs_reason && g_strcmp0 (cell->value->missing, "PEND") != 0) || cell->settled;
  field->value = crf_value_copy (cell->value);
  field->open_queries = count_queries (builder, field->target);
  fill_facts (builder, field, cell);
  fill_judgement (builder, field, cell);
  if (cell->entry != NULL && !field->derived)
    {
      findings = crf_check_stored (builder->casebook, field->target);
      crf_form_builder_message (field, findings);
    }
  if (field->sealed || (field->editable && !crf_blind_may_enter (crf_casebook_get_session (builder->casebook), ref->item, &kept)))
    field->editable = FALSE;
  if (field->editable)
    take_step (builder, field, cell);
  g_clear_pointer (&kept, crf_refusal_free);
  if (!crf_item_owner_allows (builder->session, ref->item, NULL))
    field->editable = FALSE;
  return field;
}

static CrfSectionState *
add_section (CrfFormBuilder *builder,
             const CrfItemGroup *group,
             const char *groupkey,
             guint ordinal)
{
  CrfSectionState *section = g_new0 (CrfSectionState, 1);
  const char *title = crf_text_get (group->title, crf_session_get_language (builder->session));

  section->group = group;
  section->groupkey = g_strdup (groupkey);
  section->title = group->repeating ? g_strdup_printf ("%s · %u", title, ordinal) : g_strdup (title);
  section->is_sample = group->is_sample;
  fill_sample_state (builder, section);
  if (section->is_sample)
    fill_sample_acts (builder, section);
  section->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_field_state_free);
  for (guint i = 0; i < group->items->len; i++)
    {
      CrfFieldState *field = crf_form_builder_field (builder, group, groupkey, g_ptr_array_index (group->items, i));

      if (field->required && crf_value_is_empty (field->value) && !field->sealed)
        builder->state->n_missing++;
      g_ptr_array_add (section->fields, field);
    }
  g_ptr_array_add (builder->state->sections, section);
  return section;
}

/* Keys of the repeats that hold something, in the order they were begun. */
static GPtrArray *
keys_of_group (CrfFormBuilder *builder,
               const CrfItemGroup *group)
{
  CrfFormRecord *form = crf_casebook_find_form (builder->casebook, builder->state->target);
  GPtrArray *cells = form != NULL ? crf_casebook_get_cells (builder->casebook, form) : NULL;
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; cells != NULL && i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);

      if (strcmp (cell->group, group->oid) == 0 && cell->entry != NULL &&
          !g_ptr_array_find_with_equal_func (keys, cell->groupkey, g_str_equal, NULL))
        g_ptr_array_add (keys, g_strdup (cell->groupkey));
    }
  return keys;
}

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  const char *one = *(char *const *) a, *other = *(char *const *) b;
  const char *n_one = strrchr (one, '.'), *n_other = strrchr (other, '.');
  gint64 x = g_ascii_strtoll (n_one != NULL ? n_one + 1 : one, NULL, 10);
  gint64 y = g_ascii_strtoll (n_other != NULL ? n_other + 1 : other, NULL, 10);

  return x != y ? (x < y ? -1 : 1) : strcmp (one, other);
}

static void
add_sections (CrfFormBuilder *builder,
              const CrfForm *form)
{
  for (guint i = 0; i < form->groups->len; i++)
    {
      const CrfItemGroup *group = g_ptr_array_index (form->groups, i);
      g_autoptr (GPtrArray) keys = NULL;
      guint missing;

      if (!group->repeating)
        {
          add_section (builder, group, "1", 1);
          continue;
        }
      keys = keys_of_group (builder, group);
      g_ptr_array_sort (keys, compare_keys);
      for (guint j = 0; j < keys->len; j++)
        add_section (builder, group, g_ptr_array_index (keys, j), j + 1);
      /* An empty row to begin the next repeat in; it is not missing. */
      missing = builder->state->n_missing;
      add_section (builder, group, NULL, keys->len + 1);
      builder->state->n_missing = missing;
    }
}

/* A mark on the field itself. */
static gboolean
is_verified (CrfFormBuilder *builder,
             const CrfTarget *field)
{
  for (guint i = 0; builder->marks != NULL && i < builder->marks->len; i++)
    {
      const CrfMarkRecord *mark = g_ptr_array_index (builder->marks, i);

      if (g_strcmp0 (mark->event, field->event) == 0 && g_strcmp0 (mark->eventkey, field->eventkey) == 0 &&
          g_strcmp0 (mark->form, field->form) == 0 && g_strcmp0 (mark->formkey, field->formkey) == 0 &&
          g_strcmp0 (mark->item, field->item) == 0 && g_strcmp0 (mark->groupkey, field->groupkey) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
fill_marks (CrfFormBuilder *builder)
{
  for (guint i = 0; i < builder->state->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (builder->state->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          CrfFieldState *field = g_ptr_array_index (section->fields, j);
          gboolean entered = !field->derived && (field->sealed || !crf_value_is_empty (field->value));

          field->may_verify = builder->may_verify && entered;
          field->verified = entered && is_verified (builder, field->target);
        }
    }
}

/* Second entries that wait for a decision. */
static void
fill_seconds (CrfFormBuilder *builder)
{
  CrfFormRecord *record = crf_casebook_find_form (builder->casebook, builder->state->target);
  g_autoptr (GPtrArray) seconds = NULL;

  builder->state->may_verify = builder->may_verify && record != NULL && record->id != 0 && strcmp (record->state, "started") != 0 &&
                               strcmp (record->state, "locked") != 0 && strcmp (record->state, "verified") != 0;
  builder->state->double_entry = record != NULL && record->id != 0 && builder->state->editable &&
                                 crf_level_of (builder->session, CRF_POLICY_DOUBLE_ENTRY, builder->state->target->form, CRF_LEVEL_NONE) != CRF_LEVEL_NONE &&
                                 crf_use_case_permitted (builder->session, crf_use_case_find ("second-enter"), NULL);
  if (record != NULL && record->id != 0)
    {
      CrfEntry at = { .subject = record->subject, .event = record->event, .eventkey = record->eventkey, .form = record->form };

      seconds = crf_records_seconds (crf_session_get_file (builder->session), &at, NULL);
    }
  for (guint i = 0; seconds != NULL && i < seconds->len; i++)
    {
      const CrfSecondRecord *second = g_ptr_array_index (seconds, i);
      CrfFieldState *field = NULL;
      g_autoptr (CrfValue) value = NULL;

      if (strcmp (second->state, "differs") == 0 && g_strcmp0 (second->first_formkey, record->formkey) == 0)
        field = crf_form_state_find (builder->state, second->item, second->first_groupkey);
      if (field == NULL)
        continue;
      value = crf_value_new_stored (crf_session_get_study (builder->session), second->value, second->unit, second->cmp, second->canon, second->missing);
      field->second = crf_value_is_empty (value) ? g_strdup ("–") : crf_value_to_display (value, field->item, crf_session_get_language (builder->session));
      if (field->message == NULL)
        field->message = g_strdup_printf (_("The second entry differs: %s. Decide in the field's menu (Shift+F10)."), field->second);
    }
}

static guint
weight_of (const CrfSignatureView *view)
{
  return view == NULL ? 0 : view->elsewhere != NULL ? 1 : view->voided ? 2 : 3;
}

/* One that holds goes before one that is void, and one of this file before one of another. */
static const CrfSignatureView *
stronger (GPtrArray *own,
          GPtrArray *casebook)
{
  const CrfSignatureView *first = own != NULL && own->len > 0 ? g_ptr_array_index (own, 0) : NULL;
  const CrfSignatureView *second = casebook != NULL && casebook->len > 0 ? g_ptr_array_index (casebook, 0) : NULL;

  return weight_of (second) > weight_of (first) ? second : first;
}

/* The newest signature on the form or on the casebook: who and when, or that it is void. */
static void
fill_signature (CrfFormBuilder *builder)
{
  CrfTarget whole = { .subject = builder->state->target->subject };
  g_autoptr (GPtrArray) own = NULL;
  g_autoptr (GPtrArray) casebook = NULL;
  const CrfSignatureView *found;

  if (builder->state->target->eventkey == NULL || builder->state->target->formkey == NULL)
    return;
  own = crf_reader_signatures (builder->session, builder->state->target, NULL);
  casebook = crf_reader_signatures (builder->session, &whole, NULL);
  found = stronger (own, casebook);
  if (found == NULL)
    return;
  if (found->elsewhere != NULL)
    {
      builder->state->signature = g_strdup_printf (_("%s: %s, %s: %s%s"), found->elsewhere, found->name, found->when, found->meaning,
                                                   found->voided ? _(" Something was changed since.") : "");
      return;
    }
  builder->state->signature_void = found->voided;
  builder->state->signature = found->voided ? g_strdup_printf (_("The signature of %s (%s) is void: something was changed since. Sign again."), found->name, found->when)
                                            : g_strdup_printf (_("%s, %s: %s"), found->name, found->when, found->meaning);
}

void
crf_form_builder_fill_header (CrfFormBuilder *builder,
                              const CrfForm *form)
{
  CrfFormRecord *record = crf_casebook_find_form (builder->casebook, builder->state->target);
  const char *title = crf_text_get (form->title, crf_session_get_language (builder->session));
  const CrfUseCase *enter = crf_use_case_find ("enter");
  g_autofree char *held = NULL;

  /* One that is only imagined, for a value that is being typed, is not begun. */
  if (record != NULL && record->id == 0)
    record = NULL;
  builder->state->title = form->repeating && record != NULL ? g_strdup_printf ("%s · %d", title, record->ordinal) : g_strdup (title);
  builder->state->state = g_strdup (record != NULL ? record->state : "empty");
  builder->state->state_label = g_strdup (crf_form_state_label (builder->state->state));
  held = crf_hold_of (builder->session, builder->state->target);
  builder->locked = held != NULL;
  if (held != NULL && record == NULL)
    {
      g_free (builder->state->state_label);
      builder->state->state_label = g_strdup_printf (_("%s, empty"), crf_form_state_label (held));
    }
  builder->needs_reason = record != NULL && strcmp (record->state, "started") != 0;
  builder->may_enter = crf_use_case_permitted (builder->session, enter, NULL);
  builder->state->editable = builder->may_enter && !builder->locked;
}

static CrfFormState *
build (CrfSession *session,
       CrfCasebook *casebook,
       GPtrArray *queries,
       const CrfForm *form,
       const CrfTarget *target)
{
  CrfFormBuilder builder = { .session = session, .casebook = casebook, .queries = queries };

  builder.state = crf_form_state_new (form, crf_target_copy (target));
  builder.marks = crf_records_marks (crf_session_get_file (session), crf_casebook_get_subject (casebook), FALSE, NULL);
  builder.may_verify = crf_use_case_permitted (session, crf_use_case_find ("mark-verified"), NULL);
  crf_form_builder_fill_header (&builder, form);
  add_sections (&builder, form);
  fill_marks (&builder);
  fill_signature (&builder);
  fill_seconds (&builder);
  crf_reader_add_lone_rows (session, builder.state);
  g_clear_pointer (&builder.marks, g_ptr_array_unref);
  crf_score_states_add (builder.state->scores, casebook, form, target);
  g_clear_pointer (&builder.judgements, g_ptr_array_unref);
  return builder.state;
}

/* The subject may be named by its number. */
CrfCasebook *
crf_reader_open_casebook (CrfSession *session,
                          const CrfTarget *target,
                          GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (session), target->subject, &fault);

  if (subject != NULL)
    return crf_casebook_new (session, subject->key, error);
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  else
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND, _("There is no patient “%s” in this study."), target->subject);
  return NULL;
}

const CrfForm *
crf_reader_find_form (CrfSession *session,
                      const CrfTarget *target,
                      GError **error)
{
  const CrfForm *form = target->form != NULL ? crf_study_find_form (crf_session_get_study (session), target->form) : NULL;

  if (form == NULL)
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND, _("The study has no form “%s”."),
                 target->form != NULL ? target->form : "");
  return form;
}

CrfTarget *
crf_reader_normalise (CrfSession *session,
                      CrfCasebook *casebook,
                      const CrfTarget *target)
{
  CrfTarget *copy = crf_target_copy (target);
  const CrfEvent *event = target->event != NULL ? crf_study_find_event (crf_session_get_study (session), target->event) : NULL;
  const CrfForm *form = crf_study_find_form (crf_session_get_study (session), target->form);

  g_free (copy->subject);
  copy->subject = g_strdup (crf_casebook_get_subject (casebook));
  if (copy->eventkey == NULL && event != NULL && !event->repeating)
    copy->eventkey = g_strdup ("1");
  if (copy->formkey == NULL && form != NULL && !form->repeating)
    copy->formkey = g_strdup ("1");
  g_clear_pointer (&copy->group, g_free);
  g_clear_pointer (&copy->groupkey, g_free);
  g_clear_pointer (&copy->item, g_free);
  return copy;
}

/* Who opens a form sees what was entered, or why not. */
static gboolean
can_show (CrfCasebook *casebook,
          const CrfTarget *target,
          GError **error)
{
  CrfFormRecord *record = crf_casebook_find_form (casebook, target);

  return record == NULL || (crf_casebook_can_read (casebook, record, error) &&
                            crf_records_check_form (crf_session_get_file (crf_casebook_get_session (casebook)), record->id, error));
}

CrfFormState *
crf_reader_form (CrfSession *session,
                 const CrfTarget *form,
                 GError **error)
{
  g_auto (CrfVersionScope) scope = crf_version_enter (session, form->subject, form, error);
  const CrfForm *definition = !scope.failed ? crf_reader_find_form (session, form, error) : NULL;
  g_autoptr (CrfCasebook) casebook = definition != NULL ? crf_reader_open_casebook (session, form, error) : NULL;
  g_autoptr (GPtrArray) queries = NULL;
  g_autoptr (CrfTarget) target = NULL;
  CrfReadings begun;
  CrfFormState *state;

  if (casebook == NULL)
    return NULL;
  queries = crf_records_queries (crf_session_get_file (session), crf_casebook_get_subject (casebook), NULL, error);
  if (queries == NULL)
    return NULL;
  target = crf_reader_normalise (session, casebook, form);
  begun = crf_readings_begin (session);
  state = can_show (casebook, target, error) ? build (session, casebook, queries, definition, target) : NULL;
  if (state != NULL)
    state->unreadable = crf_readings_excuse (session, &begun);
  return crf_readings_pass (session, &begun, state, (GDestroyNotify) crf_form_state_free, error);
}

static CrfFormState *
build_or_tell (CrfSession *session,
               CrfCasebook *casebook,
               GPtrArray *queries,
               const CrfForm *form,
               CrfFormRecord *record,
               const CrfTarget *target)
{
  CrfReadings begun = crf_readings_begin (session);
  g_autoptr (GError) error = NULL;
  CrfFormState *state;

  if (crf_casebook_can_read (casebook, record, &error))
    {
      state = build (session, casebook, queries, form, target);
      state->unreadable = crf_readings_excuse (session, &begun);
      return state;
    }
  g_free (crf_readings_excuse (session, &begun));
  return crf_form_state_new_unreadable (form, crf_target_copy (target), crf_session_get_language (session), error->message);
}

GPtrArray *
crf_reader_forms_of_kind (CrfSession *session,
                          const char *subject,
                          const char *kind,
                          GError **error)
{
  g_auto (CrfVersionScope) scope = crf_version_enter (session, subject, NULL, error);
  CrfTarget name = { .subject = (char *) subject };
  g_autoptr (CrfCasebook) casebook = !scope.failed ? crf_reader_open_casebook (session, &name, error) : NULL;
  g_autoptr (GPtrArray) queries = NULL;
  GPtrArray *forms, *states;

  if (casebook == NULL)
    return NULL;
  queries = crf_records_queries (crf_session_get_file (session), crf_casebook_get_subject (casebook), NULL, error);
  if (queries == NULL)
    return NULL;
  states = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_form_state_free);
  forms = crf_casebook_get_forms (casebook);
  for (guint i = 0; i < forms->len; i++)
    {
      CrfFormRecord *record = g_ptr_array_index (forms, i);
      const CrfForm *form = crf_study_find_form (crf_session_get_study (session), record->form);
      CrfTarget target = { .subject = record->subject, .event = record->event, .eventkey = record->eventkey, .form = record->form,
                           .formkey = record->formkey };

      if (record->id != 0 && form != NULL && g_strcmp0 (form->kind, kind) == 0)
        g_ptr_array_add (states, build_or_tell (session, casebook, queries, form, record, &target));
    }
  return states;
}

CrfTarget *
crf_reader_target_for (CrfSession *session,
                       const char *subject,
                       const char *form_kind,
                       GError **error)
{
  g_auto (CrfVersionScope) scope = crf_version_enter (session, subject, NULL, error);
  g_autoptr (CrfSubjectRecord) record = !scope.failed ? crf_records_find_subject (crf_session_get_file (session), subject, error) : NULL;
  CrfTarget *target = record != NULL ? crf_target_for (crf_session_get_study (session), form_kind) : NULL;

  if (target != NULL)
    target->subject = g_strdup (record->key);
  return target;
}
