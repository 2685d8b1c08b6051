/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scores as they are shown under a form: figure, change from baseline, what is missing, and how it was computed. */

#include "crf-form-state-private.h"

#include "crf-scores.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static char *
change_text (CrfCasebook *casebook,
             const CrfVisitScore *score,
             const CrfTarget *form)
{
  const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (crf_casebook_get_session (casebook)), score->concept);
  CrfCell *baseline = item != NULL ? crf_casebook_find_baseline (casebook, item) : NULL;
  int places = crf_score_get_places (score->concept);
  char before_text[CRF_DECIMAL_SIZE], change[CRF_DECIMAL_SIZE];
  double before, difference;

  if (baseline == NULL || (strcmp (baseline->form->event, form->event) == 0 && g_strcmp0 (baseline->form->eventkey, form->eventkey) == 0))
    return NULL;
  before = crf_value_get_number (baseline->value);
  difference = score->result->value - before;
  if (isnan (difference) || crf_decimal_format_places (before, places, before_text) == NULL ||
      crf_decimal_format_places (fabs (difference), places, change) == NULL)
    return NULL;
  if (strspn (change, "0.") == strlen (change))
    return g_strdup_printf (_("as at baseline"));
  return g_strdup_printf (_("%s%s from baseline %s%s"), difference < 0 ? "−" : "+", change, before_text[0] == '-' ? "−" : "",
                          before_text[0] == '-' ? before_text + 1 : before_text);
}

static CrfScoreState *
score_new (CrfCasebook *casebook,
           const CrfVisitScore *score,
           const CrfTarget *form)
{
  CrfScoreState *state = g_new0 (CrfScoreState, 1);
  const CrfScoreResult *result = score->result;

  state->name = g_strdup (score->name);
  state->concept = g_strdup (score->concept);
  state->value = crf_visit_score_to_display (score);
  state->waits_for = crf_visit_score_waits_for (score);
  state->variant = *result->variant != '\0' ? g_strdup_printf ("%s (%s; %s)", score->name, result->version, result->variant)
                                            : g_strdup_printf ("%s (%s)", score->name, result->version);
  state->change = state->value != NULL ? change_text (casebook, score, form) : NULL;
  state->caution = state->value != NULL ? g_strdup (score->caution) : NULL;
  state->steps = crf_visit_score_explain (score);
  return state;
}

static gboolean
has_scores (const CrfForm *form)
{
  for (guint i = 0; i < form->groups->len; i++)
    {
      const CrfItemGroup *group = g_ptr_array_index (form->groups, i);

      for (guint j = 0; j < group->items->len; j++)
        if (crf_item_is_score (((const CrfItemRef *) g_ptr_array_index (group->items, j))->item))
          return TRUE;
    }
  return FALSE;
}

void
crf_score_states_add (GPtrArray *scores,
                      CrfCasebook *casebook,
                      const CrfForm *form,
                      const CrfTarget *target)
{
  g_autoptr (GPtrArray) found = NULL;

  if (!has_scores (form))
    return;
  found = crf_scores_of_visit (casebook, target->event, target->eventkey != NULL ? target->eventkey : "new");
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (scores, score_new (casebook, g_ptr_array_index (found, i), target));
}
