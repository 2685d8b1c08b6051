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
