/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stores what is computed, in the transaction that changed an input: scores with formula, version, inputs and raw figure, the
 * CTCAE grades of a visit with their version, and the definition's own derivations. The old result stays in the journal. */

#include "crf-grade.h"
#include "crf-infusion-settle.h"
#include "crf-json-text.h"
#include "crf-place.h"
#include "crf-scores.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
add_strings (GString *json,
             const char *name,
             const GPtrArray *strings)
{
  crf_json_add_name (json, name);
  crf_json_begin (json, '[');
  for (guint i = 0; i < strings->len; i++)
    crf_json_add_string (json, g_ptr_array_index (strings, i));
  crf_json_end (json, ']');
}

/* formula, version, variant, inputs, flags, raw or what is missing; steps last (see same_derivation() in crf-place-write.c). */
static char *
detail_of_score (const CrfVisitScore *score)
{
  const CrfScoreResult *result = score->result;
  GString *json = g_string_new (NULL);
  char raw[CRF_DECIMAL_SIZE];

  crf_json_begin (json, '{');
  crf_json_add_text (json, "formula", score->name);
  crf_json_add_text (json, "version", result->version);
  crf_json_add_text (json, "variant", result->variant);
  crf_json_add_name (json, "inputs");
  crf_json_add_raw (json, score->inputs);
  if (*score->flags != '\0')
    crf_json_add_text (json, "flags", score->flags);
  if (crf_visit_score_is_done (score))
    {
      g_autoptr (GPtrArray) steps = crf_visit_score_explain (score);

      if (crf_decimal_format (result->raw, raw) != NULL)
        crf_json_add_text (json, "raw", raw);
      add_strings (json, "steps", steps);
    }
  else
    {
      add_strings (json, "missing", result->missing);
      crf_json_add_text (json, "refused", score->fault != NULL ? "samples-apart" : result->status == CRF_SCORE_REFUSED ? "value" : "");
    }
  crf_json_end (json, '}');
  return g_string_free (json, FALSE);
}

/* The form of the event instance that holds the item: one that is in the file, else the first of the definition. */
static CrfTarget *
find_field (CrfCasebook *casebook,
            CrfStudy *study,
            const CrfTarget *at,
            const CrfItem *item)
{
  const CrfEvent *event = crf_study_find_event (study, at->event);
  CrfTarget *field = NULL;

  for (guint i = 0; event != NULL && i < event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->forms, i);
      const CrfItemGroup *group = crf_form_find_group_of (form, item);
      CrfTarget candidate = { .event = at->event, .eventkey = at->eventkey, .form = (char *) form->oid, .formkey = (char *) "1" };

      if (group == NULL || form->repeating || group->repeating)
        continue;
      if (field == NULL || crf_casebook_find_form (casebook, &candidate) != NULL)
        {
          g_clear_pointer (&field, crf_target_free);
          candidate.group = (char *) group->oid;
          candidate.groupkey = (char *) "1";
          candidate.item = (char *) item->oid;
          field = crf_target_copy (&candidate);
          if (crf_casebook_find_form (casebook, &candidate) != NULL)
            break;
        }
    }
  return field;
}

static gboolean
write_derived (CrfUseCaseContext *context,
               CrfCasebook *casebook,
               const CrfTarget *at,
               const char *concept,
               const char *shown,
               const char *canonical,
               const char *detail,
               GError **error)
{
  const CrfItem *item = concept != NULL ? crf_study_find_item_by_concept (context->study, concept) : NULL;
  g_autoptr (CrfTarget) field = item != NULL ? find_field (casebook, context->study, at, item) : NULL;
  g_autoptr (CrfValue) value = NULL;
  CrfCell *cell;

  if (field == NULL)
    return TRUE;
  cell = crf_casebook_find (casebook, field);
  if (canonical == NULL && (cell == NULL || crf_value_is_empty (cell->value)))
    return TRUE;
  value = crf_value_new_stored (context->study, canonical != NULL ? shown : NULL, NULL, NULL, canonical, NULL);
  if (cell != NULL && crf_place_holds_derived (cell, value, detail))
    return TRUE;
  return crf_place_write (context, field, item, value, NULL, NULL, TRUE, detail, NULL, error);
}

static gboolean
derive_scores (CrfUseCaseContext *context,
               CrfCasebook *casebook,
               const CrfTarget *at,
               const CrfItem *changed,
               GError **error)
{
  g_autoptr (GPtrArray) scores = changed == NULL ? crf_scores_of_visit (casebook, at->event, at->eventkey)
                                                 : crf_scores_of_visit_after (casebook, at->event, at->eventkey, changed->concept);

  for (guint i = 0; i < scores->len; i++)
    {
      const CrfVisitScore *score = g_ptr_array_index (scores, i);
      gboolean done = crf_visit_score_is_done (score);
      g_autofree char *detail = detail_of_score (score);
      char canonical[CRF_DECIMAL_SIZE];

      if (!write_derived (context, casebook, at, score->concept, score->result->display,
                          done ? crf_visit_score_canonical (score, canonical) : NULL, detail, error))
        return FALSE;
      if (!write_derived (context, casebook, at, score->grade_concept, score->result->grade,
                          done ? score->result->grade : NULL, detail, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
derive_grades (CrfUseCaseContext *context,
               CrfCasebook *casebook,
               const CrfTarget *at,
               GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *detail = NULL;

  if (crf_study_find_item_by_concept (context->study, "grade.labs") == NULL)
    return TRUE;
  text = crf_grades_of_visit (casebook, at->event, at->eventkey, &detail);
  return write_derived (context, casebook, at, "grade.labs", text, text, detail, error);
}

/* One MethodDef. A result that the item does not take is left out: check-study names such a derivation. */
static gboolean
derive_item (CrfUseCaseContext *context,
             CrfCasebook *casebook,
             const CrfFormRecord *form,
             const CrfItemGroup *group,
             const CrfItemRef *ref,
             GError **error)
{
  CrfTarget field = { .subject = context->subject->key, .event = form->event, .eventkey = form->eventkey, .form = form->form,
                      .formkey = form->formkey, .group = (char *) group->oid, .groupkey = (char *) "1",
                      .item = (char *) ref->item->oid };
  CrfCaseView view = { casebook, form->event, form->eventkey, form->form, form->formkey, "1" };
  CrfExpression *expression = crf_session_get_expression (context->session, ref->derivation, NULL);
  const CrfItemUnit *unit = ref->item->units->len > 0 ? g_ptr_array_index (ref->item->units, 0) : NULL;
  CrfCell *cell = crf_casebook_find (casebook, &field);
  g_autoptr (CrfTarget) target = crf_target_copy (&field);
  g_autoptr (CrfValue) value = NULL;
  g_autofree char *text = NULL;
  g_autofree char *detail = NULL;
  GString *json;

  if (expression == NULL || !crf_expression_evaluate (expression, crf_casebook_resolve, &view,
                                                      crf_session_get_today (context->session), &text, NULL))
    return TRUE;
  if (text == NULL && (cell == NULL || crf_value_is_empty (cell->value)))
    return TRUE;
  value = text != NULL ? crf_value_parse (ref->item, text, unit != NULL ? unit->unit->oid : NULL, NULL)
                       : crf_value_new_stored (context->study, NULL, NULL, NULL, NULL, NULL);
  if (value == NULL)
    return TRUE;
  json = g_string_new (NULL);
  crf_json_begin (json, '{');
  crf_json_add_text (json, "formula", ref->derivation);
  crf_json_end (json, '}');
  detail = g_string_free (json, FALSE);
  return crf_place_write (context, target, ref->item, value, NULL, NULL, TRUE, detail, NULL, error);
}

static gboolean
derive_methods (CrfUseCaseContext *context,
                CrfCasebook *casebook,
                const CrfTarget *at,
                GError **error)
{
  GPtrArray *forms = crf_casebook_get_forms (casebook);

  for (guint i = 0; i < forms->len; i++)
    {
      const CrfFormRecord *form = g_ptr_array_index (forms, i);
      const CrfForm *definition = crf_study_find_form (context->study, form->form);

      if (definition == NULL || strcmp (form->event, at->event) != 0 || g_strcmp0 (form->eventkey, at->eventkey) != 0)
        continue;
      for (guint j = 0; j < definition->groups->len; j++)
        {
          const CrfItemGroup *group = g_ptr_array_index (definition->groups, j);

          for (guint k = 0; !group->repeating && k < group->items->len; k++)
            {
              const CrfItemRef *ref = g_ptr_array_index (group->items, k);

              if (ref->derivation != NULL && !derive_item (context, casebook, form, group, ref, error))
                return FALSE;
            }
        }
    }
  return TRUE;
}

static gboolean
has_derivations (const CrfEvent *event)
{
  for (guint i = 0; i < event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->forms, i);

      for (guint j = 0; j < form->groups->len; j++)
        {
          const CrfItemGroup *group = g_ptr_array_index (form->groups, j);

          for (guint k = 0; k < group->items->len; k++)
            if (((const CrfItemRef *) g_ptr_array_index (group->items, k))->derivation != NULL)
              return TRUE;
        }
    }
  return FALSE;
}

/* Scores first, then the definition's own derivations; a second look takes in those that use scores or each other. */
gboolean
crf_context_derive_after (CrfUseCaseContext *context,
                          const CrfTarget *form,
                          const CrfItem *changed,
                          GError **error)
{
  const CrfEvent *event = crf_study_find_event (context->study, form->event);
  g_autoptr (CrfCasebook) before = crf_casebook_new (context->session, context->subject->key, error);

  if (before == NULL || !derive_scores (context, before, form, changed, error))
    return FALSE;
  if (changed == NULL || crf_concept_is_grade_input (changed->concept))
    {
      /* Scores are no inputs of grades; but what was found out earlier is recalled only by who shows the file as it is now. */
      g_autoptr (CrfCasebook) now = crf_casebook_new (context->session, context->subject->key, error);

      if (now == NULL || !derive_grades (context, now, form, error))
        return FALSE;
    }
  for (int pass = 0; pass < 2 && event != NULL && has_derivations (event); pass++)
    {
      g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);

      if (casebook == NULL || !derive_methods (context, casebook, form, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
crf_context_derive (CrfUseCaseContext *context,
                    const CrfTarget *form,
                    GError **error)
{
  return crf_context_derive_after (context, form, NULL, error);
}

/* The only one of its item at that visit, so that it takes no other sample's place. */
static gboolean
is_alone (CrfCasebook *casebook,
          const CrfCell *cell)
{
  g_autoptr (GPtrArray) list = crf_casebook_list (casebook, cell->item);

  for (guint i = 0; i < list->len; i++)
    {
      const CrfCell *other = g_ptr_array_index (list, i);

      if (other != cell && strcmp (other->form->event, cell->form->event) == 0 && g_strcmp0 (other->form->eventkey, cell->form->eventkey) == 0)
        return FALSE;
    }
  return TRUE;
}

/* A result that is there was taken when it was whatever it says: it is no baseline now where it follows the infusion or another one is, and was none
 * before. What says when, or where, a sample was taken moves baselines. */
static gboolean
moves_no_baseline (CrfCasebook *casebook,
                   CrfCell *cell)
{
  if (cell->item->concept == NULL || !g_str_has_prefix (cell->item->concept, "lab.") || !is_alone (casebook, cell))
    return FALSE;
  return crf_casebook_is_after_infusion (casebook, cell) ||
         (cell->value->canonical != NULL && crf_casebook_find_baseline (casebook, cell->item) != cell);
}

/* A value before the first infusion may be the baseline of all later ones. */
gboolean
crf_context_derive_later_grades (CrfUseCaseContext *context,
                                 const CrfTarget *changed,
                                 GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  g_autoptr (GPtrArray) events = NULL;
  CrfCell *cell = NULL;

  if (casebook == NULL)
    return FALSE;
  if (crf_study_find_item_by_concept (context->study, "grade.labs") == NULL)
    return TRUE;
  if (changed != NULL)
    cell = crf_casebook_find (casebook, changed);
  if (cell != NULL && moves_no_baseline (casebook, cell))
    return TRUE;
  events = crf_records_events (context->file, context->subject->key, error);
  if (events == NULL)
    return FALSE;
  for (guint i = 0; i < events->len; i++)
    {
      CrfEventRecord *event = g_ptr_array_index (events, i);
      CrfTarget at = { .subject = event->subject, .event = event->event, .eventkey = event->eventkey };

      if (!derive_grades (context, casebook, &at, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
crf_context_derive_all (CrfUseCaseContext *context,
                        GError **error)
{
  g_autoptr (GPtrArray) events = crf_records_events (context->file, context->subject->key, error);

  if (events == NULL)
    return FALSE;
  for (guint i = 0; i < events->len; i++)
    {
      CrfEventRecord *event = g_ptr_array_index (events, i);
      CrfTarget at = { .subject = event->subject, .event = event->event, .eventkey = event->eventkey };

      if (!crf_context_derive (context, &at, error))
        return FALSE;
    }
  return crf_context_derive_doses (context, error);
}
