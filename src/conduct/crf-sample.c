/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The state follows from what is entered; nobody has to keep it. */

#include "crf-sample.h"

#include "crf-detail.h"
#include "crf-limits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const char *
crf_sample_state_label (const char *state)
{
  static const struct { const char *state, *label; } labels[] = {
    { "planned", NC_ ("sample", "planned") }, { "taken", NC_ ("sample", "taken") }, { "pending", NC_ ("sample", "results pending") },
    { "reported", NC_ ("sample", "reported") }, { "judged", NC_ ("sample", "judged") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_strcmp0 (labels[i].state, state) == 0)
      return g_dpgettext2 (GETTEXT_PACKAGE, "sample", labels[i].label);
  return NULL;
}

gboolean
crf_sample_wants_judgement (CrfCasebook *casebook,
                            CrfCell *cell)
{
  CrfLimits limits;

  return cell->item->concept != NULL && g_str_has_prefix (cell->item->concept, "lab.") && cell->value->canonical != NULL &&
         crf_limits_of (casebook, cell, &limits) && crf_limits_flag (&limits, cell->value) != CRF_FLAG_NONE;
}

const char *
crf_sample_judgement_of (const GPtrArray *judgements,
                         const CrfCell *cell)
{
  for (guint i = 0; judgements != NULL && i < judgements->len; i++)
    {
      const CrfJudgementRecord *one = g_ptr_array_index (judgements, i);

      if (strcmp (one->item, cell->item->oid) == 0 && strcmp (one->group, cell->group) == 0 && strcmp (one->groupkey, cell->groupkey) == 0 &&
          g_strcmp0 (one->of, cell->entry) == 0)
        return one->judgement;
    }
  return NULL;
}

static CrfCell *
find_cell (GPtrArray *cells,
           const CrfItem *item,
           const char *group,
           const char *groupkey)
{
  for (guint i = 0; i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);

      if (cell->item == item && strcmp (cell->group, group) == 0 && g_strcmp0 (cell->groupkey, groupkey) == 0)
        return cell;
    }
  return NULL;
}

/* ── Several samples of one visit ── */
static gboolean
is_result (const CrfItemRef *ref)
{
  return ref->derivation == NULL && (ref->item->type == CRF_TYPE_FLOAT || ref->item->type == CRF_TYPE_INTEGER);
}

static gboolean
shares_results (const CrfItemGroup *group,
                const CrfItemGroup *other)
{
  for (guint i = 0; other != NULL && other->is_sample && i < other->items->len; i++)
    {
      const CrfItemRef *ref = g_ptr_array_index (other->items, i);

      if (is_result (ref) && crf_group_find_ref (group, ref->item) != NULL)
        return TRUE;
    }
  return FALSE;
}

void
crf_sample_free (CrfSample *sample)
{
  g_free (sample->groupkey);
  g_free (sample);
}

static gboolean
is_listed (const GPtrArray *samples,
           const CrfFormRecord *form,
           const CrfCell *cell)
{
  for (guint i = samples->len; i > 0; i--)
    {
      const CrfSample *sample = g_ptr_array_index (samples, i - 1);

      if (sample->form == form && strcmp (sample->group->oid, cell->group) == 0 && strcmp (sample->groupkey, cell->groupkey) == 0)
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
crf_sample_list (CrfCasebook *casebook,
                 const char *event,
                 const char *eventkey,
                 const CrfItemGroup *group)
{
  CrfStudy *study = crf_session_get_study (crf_casebook_get_session (casebook));
  GPtrArray *forms = crf_casebook_get_forms (casebook), *samples = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_sample_free);

  for (guint i = 0; i < forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (forms, i);
      const CrfItemGroup *other = NULL;
      gboolean shares = FALSE;
      GPtrArray *cells;

      if (strcmp (form->event, event) != 0 || g_strcmp0 (form->eventkey, eventkey) != 0)
        continue;
      cells = crf_casebook_get_cells (casebook, form);
      for (guint j = 0; j < cells->len; j++)
        {
          const CrfCell *cell = g_ptr_array_index (cells, j);
          CrfSample *sample;

          /* The cells of a group mostly follow each other. */
          if (other == NULL || strcmp (other->oid, cell->group) != 0)
            {
              other = crf_study_find_group (study, cell->group);
              shares = shares_results (group, other);
            }
          if (!shares || crf_value_is_empty (cell->value) || is_listed (samples, form, cell))
            continue;
          sample = g_new0 (CrfSample, 1);
          *sample = (CrfSample) { form, other, g_strdup (cell->groupkey) };
          g_ptr_array_add (samples, sample);
        }
    }
  return samples;
}

const char *
crf_sample_use_label (guint n,
                      guint analysed)
{
  if (n == 0)
    return NULL;
  if (analysed == 0)
    return C_ ("sample", "not analysed");
  return analysed == n ? C_ ("sample", "analysed") : C_ ("sample", "analysed in part");
}

static gboolean
has_result (const CrfItemGroup *group,
            const CrfCell *cell)
{
  const CrfItemRef *ref = strcmp (cell->group, group->oid) == 0 ? crf_group_find_ref (group, cell->item) : NULL;

  return ref != NULL && is_result (ref) && !crf_value_is_empty (cell->value) && cell->value->missing == NULL;
}

CrfSampleUse
crf_sample_find_use_of (CrfCasebook *casebook,
                        CrfCell *cell)
{
  const CrfItemGroup *group = crf_study_find_group (crf_session_get_study (crf_casebook_get_session (casebook)), cell->group);
  g_autoptr (GPtrArray) samples = NULL;

  if (group == NULL || !group->is_sample || !has_result (group, cell))
    return CRF_SAMPLE_USE_ALONE;
  samples = crf_sample_list (casebook, cell->form->event, cell->form->eventkey, group);
  if (samples->len < 2)
    return CRF_SAMPLE_USE_ALONE;
  return crf_casebook_is_analysed (casebook, cell) ? CRF_SAMPLE_USE_ANALYSED : CRF_SAMPLE_USE_NOT_ANALYSED;
}

const char *
crf_sample_find_use (CrfCasebook *casebook,
                     CrfFormRecord *form,
                     const CrfItemGroup *group,
                     const char *groupkey)
{
  g_autoptr (GPtrArray) samples = crf_sample_list (casebook, form->event, form->eventkey, group);
  GPtrArray *cells = crf_casebook_get_cells (casebook, form);
  guint n = 0, analysed = 0;

  if (samples->len < 2)
    return NULL;
  for (guint i = 0; i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);

      if (g_strcmp0 (cell->groupkey, groupkey) != 0 || !has_result (group, cell))
        continue;
      n++;
      analysed += crf_casebook_is_analysed (casebook, cell);
    }
  return crf_sample_use_label (n, analysed);
}

const CrfForm *
crf_sample_find_further (const CrfEvent *event,
                         const CrfItemGroup *group)
{
  for (guint i = 0; event != NULL && i < event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->forms, i);

      for (guint j = 0; form->repeating && j < form->groups->len; j++)
        if (shares_results (group, g_ptr_array_index (form->groups, j)))
          return form;
    }
  return NULL;
}

/* What the results of a group amount to. */
typedef struct { guint results, waiting, pending, unjudged, judged; gboolean taken; } Tally;

static void
tally_item (Tally *tally,
            CrfCasebook *casebook,
            const CrfItemRef *ref,
            CrfCell *cell,
            const GPtrArray *judgements)
{
  const char *concept = ref->item->concept != NULL ? ref->item->concept : "";
  gboolean empty = cell == NULL || crf_value_is_empty (cell->value);

  if (strcmp (concept, "sample.taken_at") == 0)
    tally->taken = !empty && cell->value->missing == NULL;
  if (ref->item->type != CRF_TYPE_FLOAT && ref->item->type != CRF_TYPE_INTEGER)
    return;
  if (empty)
    tally->waiting += ref->mandatory;
  else if (g_strcmp0 (cell->value->missing, "PEND") == 0)
    tally->pending++;
  else
    {
      tally->results++;
      if (!crf_sample_wants_judgement (casebook, cell))
        return;
      if (crf_sample_judgement_of (judgements, cell) != NULL)
        tally->judged++;
      else
        tally->unjudged++;
    }
}

const char *
crf_sample_find_state (CrfCasebook *casebook,
                       CrfFormRecord *form,
                       const CrfItemGroup *group,
                       const char *groupkey,
                       GError **error)
{
  GPtrArray *cells = crf_casebook_get_cells (casebook, form);
  g_autoptr (GPtrArray) judgements = crf_records_judgements (crf_session_get_file (crf_casebook_get_session (casebook)), form->id, error);
  Tally tally = { 0 };

  if (judgements == NULL)
    return NULL;
  for (guint i = 0; i < group->items->len; i++)
    {
      const CrfItemRef *ref = g_ptr_array_index (group->items, i);

      tally_item (&tally, casebook, ref, find_cell (cells, ref->item, group->oid, groupkey), judgements);
    }
  if (tally.pending > 0)
    return "pending";
  if (tally.results > 0 && tally.waiting == 0)
    return tally.judged > 0 && tally.unjudged == 0 ? "judged" : "reported";
  return tally.results > 0 || tally.taken ? "taken" : NULL;
}

static const char *
stored_state (const GPtrArray *samples,
              const CrfTarget *target)
{
  for (guint i = 0; i < samples->len; i++)
    {
      const CrfSampleRecord *sample = g_ptr_array_index (samples, i);

      if (strcmp (sample->group, target->group) == 0 && g_strcmp0 (sample->groupkey, target->groupkey) == 0)
        return sample->state;
    }
  return NULL;
}

gboolean
crf_sample_follow (CrfUseCaseContext *context,
                   const CrfTarget *target,
                   GError **error)
{
  const CrfItemGroup *group = crf_study_find_group (context->study, target->group);
  g_autoptr (CrfCasebook) casebook = NULL;
  g_autoptr (GPtrArray) samples = NULL;
  g_autofree char *detail = NULL;
  GError *fault = NULL;
  CrfEntry entry = { .action = CRF_ACTION_SAMPLE, .subject = context->subject->key, .event = target->event, .eventkey = target->eventkey,
                     .form = target->form, .formkey = target->formkey, .group = target->group, .groupkey = target->groupkey };
  CrfFormRecord *form;
  const char *state;

  if (group == NULL || !group->is_sample)
    return TRUE;
  casebook = crf_casebook_new (context->session, context->subject->key, error);
  form = casebook != NULL ? crf_casebook_find_form (casebook, target) : NULL;
  if (form == NULL)
    return casebook != NULL;
  state = crf_sample_find_state (casebook, form, group, target->groupkey, &fault);
  samples = fault == NULL ? crf_records_samples (context->file, form->id, error) : NULL;
  if (fault != NULL)
    g_propagate_error (error, fault);
  if (samples == NULL)
    return FALSE;
  if (state == NULL || g_strcmp0 (state, stored_state (samples, target)) == 0)
    return TRUE;
  detail = crf_detail_new ("state", state, NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}
