/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A value out of its range is judged not clinically or clinically significant; what is clinically significant points to an adverse event or a line of
 * the history. A judgement is of one value: when the value changes, it has to be judged anew. */

#include "crf-detail.h"
#include "crf-judgement-link.h"
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
  { "link", N_ ("Adverse event or history line that it points to; “new” begins an adverse event"), "text", FALSE },
  { "reason", N_ ("Reason"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* What the judgement points to; with "new" the adverse event is begun here, with what the value says. FALSE with a refusal or @error. */
static gboolean
find_link (CrfUseCaseContext *context,
           CrfCasebook *casebook,
           CrfCell *cell,
           char **link,
           GError **error)
{
  const char *given = crf_context_get (context, "link");
  g_autoptr (CrfTarget) target = NULL;

  *link = g_strdup (given);
  if (g_strcmp0 (given, CRF_JUDGEMENT_LINK_NEW) != 0)
    return TRUE;
  target = crf_judgement_link_begin (context, casebook, cell, error);
  if (target == NULL)
    return FALSE;
  g_free (*link);
  *link = g_strdup (target->formkey);
  crf_context_result (context, "event", target->event);
  crf_context_result (context, "eventkey", target->eventkey);
  crf_context_result (context, "form", target->form);
  crf_context_result (context, "formkey", target->formkey);
  return TRUE;
}

static gboolean
judge_cell (CrfUseCaseContext *context,
            CrfCasebook *casebook,
            CrfCell *cell,
            GError **error)
{
  const CrfFormRecord *form = cell->form;
  g_autofree char *link = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_JUDGE, .subject = context->subject->key, .event = form->event, .eventkey = form->eventkey,
                     .form = form->form, .formkey = form->formkey, .group = cell->group, .groupkey = cell->groupkey, .item = cell->item->oid,
                     .canon = crf_context_get (context, "judgement"), .reason = crf_context_get (context, "reason") };
  CrfTarget target = { .subject = context->subject->key, .event = form->event, .eventkey = form->eventkey, .form = form->form,
                       .formkey = form->formkey, .group = cell->group, .groupkey = cell->groupkey };

  if (!find_link (context, casebook, cell, &link, error))
    return context->outcome->refusal != NULL;
  detail = crf_detail_new ("of", cell->entry, "link", link, NULL);
  entry.detail = detail;
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
      if (!judge_cell (context, casebook, cell, error))
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
  g_autofree char *label = NULL;

  if (significant && item == NULL)
    return !crf_context_refuse (context, "item-missing", _("Judge each value that is clinically significant by itself."),
                                _("Only “not clinically significant” can be said of all the rest at once."));
  label = link != NULL && g_strcmp0 (link, CRF_JUDGEMENT_LINK_NEW) != 0 ? crf_judgement_link_label (casebook, link) : NULL;
  if (link != NULL && !significant)
    return !crf_context_refuse (context, "link-needless", NULL, _("What is not clinically significant points to no adverse event."));
  if (link != NULL && label == NULL && strcmp (link, CRF_JUDGEMENT_LINK_NEW) != 0)
    return !crf_context_refuse (context, "link-unknown", _("Choose one of the patient's, or “new”."),
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
  if (form != NULL && (!crf_casebook_can_read (casebook, form, error) || !crf_records_check_form (context->file, form->id, error)))
    return FALSE;
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
