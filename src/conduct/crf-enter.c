/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One value on its way into the file. Only what cannot be read is refused; what is odd is asked, and then stored as it was typed. */

#include "crf-enter.h"

#include "crf-blind.h"
#include "crf-check.h"
#include "crf-detail.h"
#include "crf-entry-gates.h"
#include "crf-grade.h"
#include "crf-infusion-fields.h"
#include "crf-infusion-settle.h"
#include "crf-item-owner.h"
#include "crf-name-watch.h"
#include "crf-reasons.h"
#include "crf-sample.h"
#include "crf-hold.h"
#include "crf-range-change.h"
#include "crf-second-entry.h"
#include "crf-scores.h"
#include "crf-session-private.h"
#include "crf-signed-beside.h"
#include "crf-withdrawal-watch.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
is_blank (const char *text)
{
  return text == NULL || text[strspn (text, " \t\n")] == '\0';
}

static gboolean
refuse_at (CrfUseCaseContext *context,
           const CrfTarget *target,
           const char *code,
           const char *remedy,
           const char *message)
{
  crf_context_refuse (context, code, remedy, "%s", message);
  crf_context_set_target (context, target);
  return FALSE;
}

/* The typed value, or NULL with a refusal. */
static CrfValue *
parse (CrfUseCaseContext *context,
       const CrfPlace *place,
       const CrfEntering *entering)
{
  const CrfItem *item = place->ref->item;
  const char *label = crf_text_get (item->question, crf_session_get_language (context->session));
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  CrfValue *value;

  if (entering->missing != NULL)
    value = crf_value_new_missing (entering->missing, &error);
  else if (is_blank (entering->text))
    return crf_value_new_stored (context->study, NULL, NULL, NULL, NULL, NULL);
  else
    value = crf_value_parse (item, entering->text, entering->unit, &error);
  if (value != NULL)
    return value;
  message = g_strdup_printf (_("%s: %s"), *label != '\0' ? label : item->name, error->message);
  refuse_at (context, place->target, "value-invalid", _("Correct the value or its unit, or give a reason why there is none."), message);
  return NULL;
}

/* Whether the form may be written to at all, and whether a change needs a reason. */
static gboolean
check_form (CrfUseCaseContext *context,
            CrfCasebook *casebook,
            const CrfPlace *place,
            gboolean *complete)
{
  const CrfFormRecord *form;
  CrfEntry entry;

  *complete = FALSE;
  if (place->ref->derivation != NULL || crf_item_is_computed (place->ref->item))
    {
      const char *label = crf_text_get (place->ref->item->question, crf_session_get_language (context->session));
      g_autofree char *message = g_strdup_printf (_("“%s” is computed; it cannot be typed."), *label != '\0' ? label : place->ref->item->name);

      return refuse_at (context, place->target, "derived", _("Correct the entries that it is computed from."), message);
    }
  entry = (CrfEntry) { .action = CRF_ACTION_VALUE, .subject = context->subject->key, .event = place->target->event,
                       .eventkey = place->target->eventkey, .form = place->target->form, .formkey = place->target->formkey };
  if (!crf_hold_allows (context, &entry))
    return FALSE;
  if (place->target->eventkey == NULL || place->target->formkey == NULL)
    return TRUE;
  form = crf_casebook_find_form (casebook, place->target);
  *complete = form != NULL && strcmp (form->state, "started") != 0;
  return TRUE;
}

static gboolean
is_unchanged (CrfCasebook *casebook,
              const CrfPlace *place,
              const CrfValue *value)
{
  CrfCell *cell;

  if (place->target->eventkey == NULL || place->target->formkey == NULL || place->target->groupkey == NULL)
    return FALSE;
  cell = crf_casebook_find (casebook, place->target);
  if (cell == NULL)
    return crf_value_is_empty (value);
  return !cell->sealed && crf_value_equal (cell->value, value);
}

/* The first value in a pending field needs no reason: it was announced. */
static gboolean
is_pending (CrfCasebook *casebook,
            const CrfPlace *place)
{
  CrfCell *cell = place->target->groupkey != NULL ? crf_casebook_find (casebook, place->target) : NULL;

  return cell != NULL && g_strcmp0 (cell->value->missing, "PEND") == 0;
}

static gboolean
has_value (CrfCasebook *casebook,
           const CrfPlace *place)
{
  CrfCell *cell = place->target->groupkey != NULL ? crf_casebook_find (casebook, place->target) : NULL;

  return cell != NULL && (cell->sealed || !crf_value_is_empty (cell->value));
}

/* Why the form was reopened, if the value takes the place of one that stood when the form was complete; else NULL. Borrowed. */
static const char *
reopened_for (CrfCasebook *casebook,
              const CrfPlace *place)
{
  CrfCell *cell = place->target->groupkey != NULL ? crf_casebook_find (casebook, place->target) : NULL;

  return cell != NULL && cell->settled && cell->form != NULL ? cell->form->reopened : NULL;
}

static gboolean
is_settled (CrfCasebook *casebook,
            const CrfPlace *place)
{
  CrfCell *cell = place->target->groupkey != NULL ? crf_casebook_find (casebook, place->target) : NULL;

  return cell != NULL && cell->settled;
}

/* What the steps of an infusion write is not typed before them; a correction of it always needs a reason. FALSE when refused. */
static gboolean
check_step (CrfUseCaseContext *context,
            const CrfPlace *place,
            const CrfValue *value,
            const CrfInfusion *infusion,
            gboolean corrected,
            gboolean *complete)
{
  if (!crf_infusion_field_may_enter (context->session, place->target, place->ref->item, corrected, value->missing != NULL, &context->outcome->refusal) ||
      !crf_infusion_outcome_fits (infusion, place->ref->item, value, &context->outcome->refusal))
    {
      crf_context_set_target (context, place->target);
      return FALSE;
    }
  *complete = *complete || (corrected && crf_infusion_field_find (place->ref->item->concept) != NULL && !crf_study_is_transcription (context->study));
  return TRUE;
}

/* Lets the casebook look as if the value were stored. New repeats get a key that is nobody's. */
static CrfTarget *
imagine (CrfCasebook *casebook,
         const CrfPlace *place,
         const CrfValue *value)
{
  CrfTarget *field = crf_target_copy (place->target);

  if (field->eventkey == NULL)
    field->eventkey = g_strdup ("new");
  if (field->formkey == NULL)
    field->formkey = g_strdup ("new");
  if (field->groupkey == NULL)
    field->groupkey = g_strdup ("new");
  crf_casebook_replace (casebook, field, value);
  return field;
}

/* "soft-range+unit-slip": the same findings give the same id, others a new question. */
static char *
prompt_id (GPtrArray *findings,
           gboolean reason_for_change)
{
  g_autoptr (GString) id = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    g_string_append_printf (id, "%s%s", id->len > 0 ? "+" : "", ((CrfFinding *) g_ptr_array_index (findings, i))->id);
  if (id->len == 0 && reason_for_change)
    g_string_append (id, "reason");
  return g_string_free (g_steal_pointer (&id), FALSE);
}

static char *
join_messages (GPtrArray *findings)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", ((CrfFinding *) g_ptr_array_index (findings, i))->message);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
ask_for_reason (CrfUseCaseContext *context,
                const CrfPlace *place,
                const char *reopened)
{
  if (reopened != NULL)
    return g_strdup_printf (_("This stood when the form was complete, which was reopened for the reason “%s”: why is it changed?"), crf_reason_shown (reopened));
  return g_strdup (context->subject->allocation_number != NULL || crf_entry_gates_is_consented (context, place)
                     ? _("The form is complete, or something was decided by this value: why is it changed?")
                     : _("The form is complete: why is this changed?"));
}

/* TRUE if the outcome asks back. */
static gboolean
ask (CrfUseCaseContext *context,
     const CrfPlace *place,
     GPtrArray *findings,
     const CrfEntering *entering,
     gboolean complete,
     const char *reopened)
{
  gboolean needs_reason = complete;
  g_autofree char *id = prompt_id (findings, complete);
  CrfPrompt *prompt;

  for (guint i = 0; i < findings->len; i++)
    needs_reason = needs_reason || !((CrfFinding *) g_ptr_array_index (findings, i))->soft;
  if ((findings->len == 0 || g_strcmp0 (entering->confirm, id) == 0) && (!needs_reason || entering->reason != NULL))
    return FALSE;
  prompt = g_new0 (CrfPrompt, 1);
  prompt->id = g_steal_pointer (&id);
  prompt->needs_reason = needs_reason;
  prompt->message = join_messages (findings);
  if (findings->len == 0)
    {
      g_free (prompt->message);
      prompt->message = ask_for_reason (context, place, reopened);
    }
  prompt->reason = g_strdup (reopened);
  for (guint i = 0; i < findings->len && prompt->suggestion == NULL; i++)
    prompt->suggestion = g_strdup (((CrfFinding *) g_ptr_array_index (findings, i))->suggestion);
  context->outcome->prompt = prompt;
  return TRUE;
}

/* Whoever brings in many values is not asked about each: the reason comes with them, or a form that is complete stays as it is. */
static gboolean
check_reason (CrfUseCaseContext *context,
              const CrfPlace *place,
              const CrfEntering *entering,
              gboolean complete,
              const char *reopened)
{
  if (!complete || entering->reason != NULL)
    return TRUE;
  if (reopened != NULL)
    return refuse_at (context, place->target, "reason-missing", _("Give the reason for the change."),
                      _("This stood when the form was complete, which was reopened since: a change needs a reason of its own."));
  return refuse_at (context, place->target, "reason-missing", _("Give the reason for the change."),
                    _("The form is complete, or something was decided by this value: a change needs a reason."));
}

static gboolean
has_open_query (CrfUseCaseContext *context,
                const CrfTarget *target,
                const char *check)
{
  g_autoptr (GPtrArray) queries = crf_records_queries (context->file, context->subject->key, "Open", NULL);

  for (guint i = 0; queries != NULL && i < queries->len; i++)
    {
      CrfQueryRecord *query = g_ptr_array_index (queries, i);

      if (g_strcmp0 (query->item, target->item) == 0 && g_strcmp0 (query->event, target->event) == 0 &&
          g_strcmp0 (query->eventkey, target->eventkey) == 0 && g_strcmp0 (query->formkey, target->formkey) == 0 &&
          g_strcmp0 (query->groupkey, target->groupkey) == 0 && g_strcmp0 (query->origin, "system") == 0 &&
          (check == NULL || (query->text != NULL && g_str_has_prefix (query->text, check))))
        return TRUE;
    }
  return FALSE;
}

/* Hard findings always, all of them in an import. */
static gboolean
open_queries (CrfUseCaseContext *context,
              const CrfTarget *target,
              GPtrArray *findings,
              CrfEnterMode mode,
              GError **error)
{
  const CrfItem *item = crf_study_find_item (context->study, target->item);

  /* A query is read by all: what was asked about an unblinding item stays in its box. */
  if (item != NULL && item->unblinding)
    return TRUE;
  for (guint i = 0; i < findings->len; i++)
    {
      const CrfFinding *finding = g_ptr_array_index (findings, i);

      if (finding->soft && mode == CRF_ENTER_ASK)
        continue;
      if (has_open_query (context, target, finding->message))
        continue;
      if (!crf_context_open_query (context, target, finding->id, error, "%s", finding->message))
        return FALSE;
    }
  return TRUE;
}

gboolean
crf_item_feeds_derivation (CrfSession *session,
                           const CrfEvent *event,
                           const CrfItem *item)
{
  if (crf_concept_is_score_input (item->concept) || crf_concept_is_grade_input (item->concept))
    return TRUE;
  for (guint i = 0; i < event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->forms, i);

      for (guint j = 0; j < form->groups->len; j++)
        {
          const CrfItemGroup *group = g_ptr_array_index (form->groups, j);

          for (guint k = 0; k < group->items->len; k++)
            {
              const CrfItemRef *ref = g_ptr_array_index (group->items, k);
              CrfExpression *expression =
                ref->derivation != NULL ? crf_session_get_expression (session, ref->derivation, NULL) : NULL;

              if (expression != NULL && g_ptr_array_find ((GPtrArray *) crf_expression_get_items (expression), item, NULL))
                return TRUE;
            }
        }
    }
  return FALSE;
}

CrfDerives
crf_item_derives (const CrfItem *item)
{
  if (item->concept != NULL && (g_str_has_prefix (item->concept, "demog.") || strcmp (item->concept, "consent.datetime") == 0))
    return CRF_DERIVES_ALL;
  if (g_strcmp0 (item->concept, "ae.start") == 0 || g_strcmp0 (item->concept, "inf.start") == 0 || g_strcmp0 (item->concept, "inf.stop") == 0)
    return CRF_DERIVES_TIMING;
  return CRF_DERIVES_VISIT;
}

static gboolean
derive (CrfUseCaseContext *context,
        const CrfPlace *place,
        GError **error)
{
  const CrfItem *item = place->ref->item;
  CrfDerives reach = crf_item_derives (item);

  if (reach == CRF_DERIVES_ALL)
    return crf_context_derive_all (context, error);
  if (reach == CRF_DERIVES_TIMING && !crf_context_derive_timing (context, error))
    return FALSE;
  if (!crf_item_feeds_derivation (context->session, place->event, item))
    return TRUE;
  if (!crf_context_derive_after (context, place->target, item, error))
    return FALSE;
  return !crf_concept_is_grade_input (item->concept) || crf_context_derive_later_grades (context, place->target, error);
}

static void
report_keys (CrfUseCaseContext *context,
             const CrfTarget *target)
{
  crf_context_result (context, "event", target->event);
  crf_context_result (context, "eventkey", target->eventkey);
  crf_context_result (context, "form", target->form);
  crf_context_result (context, "formkey", target->formkey);
  crf_context_result (context, "groupkey", target->groupkey);
}

/* What the program had asked about the value that is corrected now: the open queries of its checks on this field, whose answer the correction is. */
static char *
answer_queries (CrfUseCaseContext *context,
                const CrfTarget *target,
                GError **error)
{
  g_autoptr (GPtrArray) queries = crf_records_queries (context->file, context->subject->key, "Open", error);
  g_autoptr (GString) prompt = g_string_new (NULL);

  if (queries == NULL)
    return NULL;
  for (guint i = 0; i < queries->len; i++)
    {
      const CrfQueryRecord *query = g_ptr_array_index (queries, i);
      g_autofree char *detail = NULL;
      CrfEntry entry = { .action = CRF_ACTION_QUERY_STATE, .subject = query->subject, .event = query->event, .eventkey = query->eventkey,
                         .form = query->form, .formkey = query->formkey, .group = query->group, .groupkey = query->groupkey, .item = query->item };

      if (g_strcmp0 (query->origin, "system") != 0 || g_strcmp0 (query->item, target->item) != 0 || g_strcmp0 (query->event, target->event) != 0 ||
          g_strcmp0 (query->eventkey, target->eventkey) != 0 || g_strcmp0 (query->formkey, target->formkey) != 0 ||
          g_strcmp0 (query->groupkey, target->groupkey) != 0)
        continue;
      detail = crf_detail_new ("key", query->key, "state", "Answered", NULL);
      entry.detail = detail;
      entry.value = _("Corrected.");
      if (!crf_context_append (context, &entry, NULL, error))
        return NULL;
      g_string_append_printf (prompt, "%s%s", prompt->len > 0 ? "\n" : "", query->text);
    }
  return g_string_free (g_steal_pointer (&prompt), FALSE);
}

static gboolean
store (CrfUseCaseContext *context,
       CrfPlace *place,
       const CrfValue *value,
       const CrfEntering *entering,
       GPtrArray *findings,
       CrfEnterMode mode,
       GError **error)
{
  g_autofree char *prompt = findings->len > 0 ? join_messages (findings) : answer_queries (context, place->target, error);

  if (prompt == NULL)
    return FALSE;
  if (*prompt == '\0')
    g_clear_pointer (&prompt, g_free);
  if (!crf_place_write (context, place->target, place->ref->item, value, entering->reason, prompt, FALSE, NULL, NULL, error) ||
      !open_queries (context, place->target, findings, mode, error))
    return FALSE;
  report_keys (context, place->target);
  if (mode == CRF_ENTER_QUERY)
    return TRUE;
  return crf_entry_gates_after (context, place, value, error) && crf_sample_follow (context, place->target, error) && derive (context, place, error);
}

static gboolean
refuse_held (CrfUseCaseContext *context,
             const CrfRangeChange *change)
{
  return crf_context_refuse (context, "held", _("Have these records unlocked first; then correct it."),
                             _("Values that would fall under another reference range and are on records that are frozen or locked: %u."), change->n_held);
}

/* @value stands in @casebook as if it were stored. What it shows otherwise on other forms that are signed is asked about, where there is somebody to ask
 * (@told: it was answered), and is to be signed again. */
static gboolean
store_beside_signed (CrfUseCaseContext *context,
                     CrfPlace *place,
                     CrfCasebook *casebook,
                     const CrfTarget *field,
                     const CrfValue *value,
                     const CrfEntering *entering,
                     gboolean told,
                     GPtrArray *findings,
                     CrfEnterMode mode,
                     GError **error)
{
  const CrfEntry own = { .action = CRF_ACTION_VALUE, .subject = place->target->subject, .event = place->target->event, .eventkey = place->target->eventkey,
                         .form = place->target->form, .formkey = place->target->formkey };
  g_autoptr (GPtrArray) listed = NULL;
  g_auto (CrfRangeChange) change = { 0 };

  if (!crf_signed_beside_is_met_by (context, place))
    return store (context, place, value, entering, findings, mode, error);
  listed = crf_signed_beside_list (context, field, error);
  if (listed == NULL || !crf_range_change_preview_value (context, casebook, field, &change, error))
    return FALSE;
  /* An import goes on behind a refusal: it must not have stored anything by then. A lock on the form itself comes first. */
  if (mode != CRF_ENTER_ASK && change.n_held > 0)
    return !crf_hold_allows (context, &own) || refuse_held (context, &change);
  if (!store (context, place, value, entering, findings, mode, error))
    return FALSE;
  /* What is refused here is undone, and a lock that was met on the way names its form. */
  if (context->outcome->refusal == NULL && change.n_held > 0)
    return refuse_held (context, &change);
  if (!crf_range_change_void_for_value (context, place->ref->item, &change, error))
    return FALSE;
  return mode != CRF_ENTER_ASK || (told && entering->reason != NULL) || !crf_outcome_done (context->outcome) ||
         crf_signed_beside_ask (context, listed, entering->confirm, entering->reason, error);
}

gboolean
crf_enter_value (CrfUseCaseContext *context,
                 const CrfTarget *names,
                 const CrfEntering *typed,
                 CrfEnterMode mode,
                 GError **error)
{
  g_autofree char *confirm = NULL;
  gboolean told = crf_confirm_take (typed->confirm, CRF_SIGNED_OTHERWISE, &confirm);
  const CrfEntering own = { typed->text, typed->unit, typed->missing, typed->reason, confirm }, *entering = &own;
  g_auto (CrfPlace) place = { 0 };
  g_autoptr (CrfValue) value = NULL;
  g_autoptr (CrfCasebook) casebook = NULL;
  g_autoptr (CrfTarget) field = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (CrfInfusion) infusion = NULL;
  const char *reopened;
  gboolean complete, corrected;

  if (!crf_place_find (context, names, &place))
    return TRUE;
  if (!crf_blind_may_enter (context->session, place.ref->item, &context->outcome->refusal) ||
      (mode == CRF_ENTER_ASK && !crf_item_owner_allows (context->session, place.ref->item, &context->outcome->refusal)))
    {
      crf_context_set_target (context, place.target);
      return TRUE;
    }
  casebook = crf_casebook_new (context->session, context->subject->key, error);
  if (casebook == NULL)
    return FALSE;
  if (!check_form (context, casebook, &place, &complete))
    return TRUE;
  value = parse (context, &place, entering);
  if (value == NULL)
    return TRUE;
  if (is_unchanged (casebook, &place, value))
    {
      crf_context_result (context, "unchanged", "1");
      return TRUE;
    }
  complete = (complete && !is_pending (casebook, &place)) || is_settled (casebook, &place);
  reopened = reopened_for (casebook, &place);
  /* What the allocation was decided on is not changed without a word. */
  corrected = has_value (casebook, &place);
  complete = complete || ((mode == CRF_ENTER_ASK || corrected) && crf_entry_gates_decided_allocation (context, &place)) ||
             (corrected && crf_entry_gates_is_consented (context, &place));
  infusion = crf_infusion_field_find (place.ref->item->concept) != NULL ? crf_infusion_read_at (context->session, place.target) : NULL;
  if (!(mode == CRF_ENTER_ASK ? check_step (context, &place, value, infusion, corrected, &complete)
                              : check_reason (context, &place, entering, complete, reopened)))
    return TRUE;
  if (!crf_withdrawal_watch_takes (context->withdrawal, context, casebook, &place, value) ||
      !crf_name_watch_takes (context->names, context, &place, entering->text, entering->reason))
    return TRUE;
  field = imagine (casebook, &place, value);
  findings = crf_check_field (casebook, field, mode == CRF_ENTER_ASK);
  if (mode == CRF_ENTER_ASK && ask (context, &place, findings, entering, complete, reopened))
    return TRUE;
  return store_beside_signed (context, &place, casebook, field, value, entering, told, findings, mode, error) &&
         (mode != CRF_ENTER_ASK || crf_second_note_changed (context, place.target, place.ref->item, error)) &&
         crf_infusion_field_follow (context, infusion, place.target, place.ref->item, corrected, error);
}

gboolean
crf_enter_cross_checks (CrfUseCaseContext *context,
                        const char *event,
                        const char *eventkey,
                        GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  GPtrArray *forms;

  if (casebook == NULL)
    return FALSE;
  forms = crf_casebook_get_forms (casebook);
  for (guint i = 0; i < forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (forms, i);
      GPtrArray *cells = crf_casebook_get_cells (casebook, form);

      if (strcmp (form->event, event) != 0 || g_strcmp0 (form->eventkey, eventkey) != 0)
        continue;
      for (guint j = 0; j < cells->len; j++)
        {
          CrfCell *cell = g_ptr_array_index (cells, j);
          CrfTarget field = { .subject = context->subject->key, .event = form->event, .eventkey = form->eventkey,
                              .form = form->form, .formkey = form->formkey, .group = cell->group, .groupkey = cell->groupkey,
                              .item = (char *) cell->item->oid };
          g_autoptr (GPtrArray) findings = crf_check_stored (casebook, &field);

          for (guint k = findings->len; k > 0; k--)
            if (!((CrfFinding *) g_ptr_array_index (findings, k - 1))->cross)
              g_ptr_array_remove_index (findings, k - 1);
          if (!open_queries (context, &field, findings, CRF_ENTER_QUERY, error))
            return FALSE;
        }
    }
  return TRUE;
}
