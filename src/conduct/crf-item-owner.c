/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Values that an act of its own records. A verdict that anyone could type over would still stand under the name of who gave it. */

#include "crf-item-owner.h"

#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What a concept of that beginning is recorded by. */
static const struct { const char *prefix, *use_case; } owners[] = {
  { "ce.verdict", "adjudicate" },
};

/* What a delegated investigator judges; the rest of the form is the ward's. */
static gboolean
is_causality (const CrfItem *item)
{
  return item->concept != NULL && (g_str_has_prefix (item->concept, "ae.relation") || strcmp (item->concept, "ae.expected") == 0);
}

gboolean
crf_item_is_judgement (const CrfItem *item)
{
  return is_causality (item) || (item->concept != NULL && g_str_has_prefix (item->concept, "ce.verdict"));
}

static gboolean
may_judge (CrfSession *session)
{
  return (crf_session_get_role (session) & (CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR)) != 0 &&
         crf_use_case_permitted (session, crf_use_case_find ("adjudicate"), NULL);
}

static const char *
owner_of (CrfStudy *study,
          const CrfItem *item)
{
  for (guint i = 0; item->concept != NULL && i < G_N_ELEMENTS (owners); i++)
    if (g_str_has_prefix (item->concept, owners[i].prefix))
      return owners[i].use_case;
  return crf_item_answers_criterion (study, item) ? "answer" : NULL;
}

gboolean
crf_item_owner_allows (CrfSession *session,
                       const CrfItem *item,
                       CrfRefusal **refusal)
{
  const char *owner = owner_of (crf_session_get_study (session), item);
  const char *label = crf_text_get (item->question, crf_session_get_language (session));
  g_autofree char *remedy = NULL;

  if (owner == NULL && (!is_causality (item) || may_judge (session)))
    return TRUE;
  if (refusal == NULL)
    return FALSE;
  if (owner == NULL)
    {
      *refusal = crf_refusal_new ("task-not-delegated", _("An investigator to whom the task is delegated enters it on the same form."),
                                  _("“%s” is judged by an investigator."), *label != '\0' ? label : item->name);
      return FALSE;
    }
  remedy = g_strdup_printf (_("Use “%s”."), _ (crf_use_case_find (owner)->title));
  *refusal = crf_refusal_new ("by-step", remedy, _("“%s” is recorded by an act of its own; it cannot be typed."), *label != '\0' ? label : item->name);
  return FALSE;
}

gboolean
crf_item_answers_criterion (CrfStudy *study,
                            const CrfItem *item)
{
  const GPtrArray *criteria = crf_study_get_criteria (study);

  for (guint i = 0; i < criteria->len; i++)
    {
      const CrfCriterion *criterion = g_ptr_array_index (criteria, i);

      if (criterion->item == item || g_ptr_array_find ((GPtrArray *) criterion->parts, item, NULL))
        return TRUE;
    }
  return FALSE;
}

gboolean
crf_item_feeds_eligibility (CrfSession *session,
                            const CrfItem *item)
{
  CrfStudy *study = crf_session_get_study (session);
  const GPtrArray *criteria = crf_study_get_criteria (study);

  for (guint i = 0; i < criteria->len; i++)
    {
      const char *text = ((const CrfCriterion *) g_ptr_array_index (criteria, i))->expression;
      CrfExpression *expression = text != NULL ? crf_session_get_expression (session, text, NULL) : NULL;

      if (expression != NULL && g_ptr_array_find ((GPtrArray *) crf_expression_get_items (expression), item, NULL))
        return TRUE;
    }
  return crf_item_answers_criterion (study, item);
}
