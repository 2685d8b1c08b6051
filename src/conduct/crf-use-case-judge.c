/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A value out of its range is judged not clinically or clinically significant; what is clinically significant points to an adverse event or a line of
 * the history. A judgement is of one value: when the value changes, it has to be judged anew. */

#include "crf-detail.h"
#include "crf-sample.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", TRUE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", FALSE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { "item", N_ ("Value (none: all that are out of range and not judged yet)"), "text", FALSE },
  { "groupkey", N_ ("Key of the sample's repeat"), "text", FALSE },
  { "judgement", N_ ("Judgement"), "choice:NCS|CS", TRUE },
  { "link", N_ ("Key of the adverse event or history line"), "text", FALSE },
  { "reason", N_ ("Reason"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* Whether the patient has a repeat of a form with that key. */
static gboolean
has_form (CrfCasebook *casebook,
          const char *formkey)
{
  GPtrArray *forms = crf_casebook_get_forms (casebook);

  for (guint i = 0; i < forms->len; i++)
    if (g_strcmp0 (((CrfFormRecord *) g_ptr_array_index (forms, i))->formkey, formkey) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
judge_cell (CrfUseCaseContext *context,
            const CrfCell *cell,
            GError **error)
{
  const CrfFormRecord *form = cell->form;
  g_autofree char *detail = crf_detail_new ("of", cell->entry, "link", crf_context_get (context, "link"), NULL);
  CrfEntry entry = { .action = CRF_ACTION_JUDGE, .subject = context->subject->key, .event = form->event, .eventkey = form->eventkey,
                     .form = form->form, .formkey = form->formkey, .group = cell->group, .groupkey = cell->groupkey, .item = cell->item->oid,
                     .canon = crf_context_get (context, "judgement"), .reason = crf_context_get (context, "reason"), .detail = detail };
  CrfTarget target = { .subject = context->subject->key, .event = form->event, .eventkey = form->eventkey, .form = form->form,
                       .formkey = form->formkey, .group = cell->group, .groupkey = cell->groupkey };

  return crf_context_append (context, &entry, NULL, error) && crf_sample_follow (context, &target, error);
}

/* Judges what @item names, or the rest. */
static gboolean
judge_form (CrfUseCaseContext *context,
            CrfCasebook *casebook,
            CrfFormRecord *form,
            const CrfItem *item,
            guint *n,
            GError **error)
{
  GPtrArray *cells = crf_casebook_get_cells (casebook, form);
  g_autoptr (GPtrArray) judgements = crf_records_judgements (context->file, form->id, error);
  const char *groupkey = crf_context_get (context, "groupkey");

  if (judgements == NULL)
    return FALSE;
  for (guint i = 0; i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);

      if ((item != NULL && cell->item != item) || (groupkey != NULL && g_strcmp0 (cell->groupkey, groupkey) != 0) ||
          !crf_sample_wants_judgement (casebook, cell) || (item == NULL && crf_sample_judgement_of (judgements, cell) != NULL))
        continue;
      if (!judge_cell (context, cell, error))
        return FALSE;
      (*n)++;
    }
  return TRUE;
}

static gboolean
check (CrfUseCaseContext *context,
       CrfCasebook *casebook,
       const CrfItem *item)
{
  gboolean significant = g_strcmp0 (crf_context_get (context, "judgement"), "CS") == 0;
  const char *link = crf_context_get (context, "link");

  if (significant && item == NULL)
    return !crf_context_refuse (context, "item-missing", _("Judge each value that is clinically significant by itself."),
                                _("Only “not clinically significant” can be said of all the rest at once."));
  if (link != NULL && !has_form (casebook, link))
    return !crf_context_refuse (context, "link-unknown", _("Enter the adverse event first, or leave the link for later."),
                                _("The patient has no adverse event or history line “%s”."), link);
  if (significant && link == NULL)
    crf_context_notice (context, _("Clinically significant: enter an adverse event or a line of the history for it."));
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  CrfTarget names = { .event = (char *) crf_context_get (context, "event"), .eventkey = (char *) crf_context_get (context, "eventkey"),
                      .form = (char *) crf_context_get (context, "form"), .formkey = (char *) crf_context_get (context, "formkey") };
  const char *name = crf_context_get (context, "item");
  const CrfItem *item = name != NULL ? crf_place_find_item (context->study, name) : NULL;
  g_auto (CrfPlace) place = { 0 };
  g_autoptr (CrfCasebook) casebook = NULL;
  g_autofree char *count = NULL;
  CrfFormRecord *form;
  guint n = 0;

  if (name != NULL && item == NULL)
    return crf_context_refuse (context, "item-unknown", NULL, _("The study has no item “%s”."), name);
  if (!crf_place_find_form (context, &names, &place))
    return TRUE;
  casebook = crf_casebook_new (context->session, context->subject->key, error);
  if (casebook == NULL)
    return FALSE;
  if (!check (context, casebook, item))
    return TRUE;
  form = crf_casebook_find_form (casebook, place.target);
  if (form != NULL && !judge_form (context, casebook, form, item, &n, error))
    return FALSE;
  if (n == 0)
    return crf_context_refuse (context, "nothing-to-judge", NULL, _("There is no value out of its range to be judged here."));
  count = g_strdup_printf ("%u", n);
  crf_context_result (context, "judged", count);
  return TRUE;
}

const CrfUseCase crf_use_case_judge = {
  .name = "judge",
  .title = N_ ("Judge values out of range"),
  .summary = N_ ("Says that a value out of its range is clinically significant or not; without an item, that all the rest are not."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "causality",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
