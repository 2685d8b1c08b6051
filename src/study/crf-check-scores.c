/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks that each score can be computed from what is asked: its inputs exist, stand at the same visits, and are not sealed where the score is open. */

#include "crf-reading-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *score, *inputs;
} scores[] = {
  { "score.meld", "lab.tbil lab.creat lab.inr" },
  { "score.meld_na", "lab.tbil lab.creat lab.inr lab.na" },
  { "score.meld_3", "lab.tbil lab.creat lab.inr lab.na lab.alb demog.sex" },
  { "score.child_pugh", "lab.tbil lab.alb clin.ascites_control clin.encephalopathy" },
  { "score.child_pugh_class", "lab.tbil lab.alb clin.ascites_control clin.encephalopathy" },
  { "score.albi", "lab.tbil lab.alb" },
  { "score.fib4", "lab.ast lab.alt lab.plt" },
  { "score.apri", "lab.ast lab.plt" },
  { "score.maddrey", "lab.tbil lab.pt lab.pt_control" },
  { "score.bsa", "clin.weight clin.height" },
};

static gboolean
event_has (const CrfEvent *event, const CrfItem *item)
{
  for (guint i = 0; i < event->forms->len; i++)
    if (crf_form_find_group_of (g_ptr_array_index (event->forms, i), item) != NULL)
      return TRUE;
  return FALSE;
}

/* What is asked once for a patient counts at every visit. */
static gboolean
stands_for_all (const char *concept)
{
  return g_str_has_prefix (concept, "demog.") || strcmp (concept, "clin.height") == 0 || strcmp (concept, "clin.cholestatic_or_alcoholic") == 0;
}

static void
check_input (CrfReading *self, const CrfItem *score, const char *concept)
{
  const CrfItem *input = crf_study_find_item_by_concept (self->study, concept);
  xmlNode *node = crf_reading_node (self, score);

  if (input == NULL)
    {
      crf_reading_error (self, node, g_strdup_printf (_("The score %s needs “%s”, which is not asked."), score->name, concept),
                         _("It would never be computed for anybody."), _("Add an item with that concept, or remove the score."));
      return;
    }
  if (input->unblinding && !score->unblinding)
    crf_reading_error (self, node, g_strdup_printf (_("The score %s is open, but is computed from %s, which is sealed."), score->name, input->name),
                       _("The score would tell what is sealed."), _("Seal the score too, or open its input."));
  for (guint i = 0; i < self->study->events->len && !stands_for_all (concept); i++)
    {
      const CrfEvent *event = g_ptr_array_index (self->study->events, i);

      if (event_has (event, score) && !event_has (event, input))
        crf_reading_error (self, crf_reading_node (self, event),
                           g_strdup_printf (_("The score %s stands at this event without %s."), score->name, input->name),
                           _("It would be missing at this event for everybody."), _("Add the form with the input to the event."));
    }
}

static void
check_inputs (CrfReading *self, const char *score_concept, const char *inputs)
{
  const CrfItem *score = crf_study_find_item_by_concept (self->study, score_concept);
  g_auto (GStrv) concepts = g_strsplit (inputs, " ", -1);

  for (char **concept = concepts; score != NULL && *concept != NULL; concept++)
    check_input (self, score, *concept);
}

void
crf_check_scores (CrfReading *self)
{
  const CrfFormulas *formulas = self->study->formulas;
  gboolean seconds = g_strcmp0 (formulas->child_pugh_coagulation, "pt") == 0;

  for (guint i = 0; i < G_N_ELEMENTS (scores); i++)
    check_inputs (self, scores[i].score, scores[i].inputs);
  check_inputs (self, "score.child_pugh", seconds ? "lab.pt lab.pt_control" : "lab.inr");
  if (g_strcmp0 (formulas->meld_aetiology, "original") == 0)
    check_inputs (self, "score.meld", "clin.cholestatic_or_alcoholic");
}
