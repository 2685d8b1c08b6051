/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the original of an item is. */

#include "crf-scores.h"
#include "crf-place.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "item", N_ ("Item"), "text", FALSE },
  { "form", N_ ("Or all items of a form"), "text", FALSE },
  { "source", N_ ("Source"), "choice:chart|laboratory|paper|device|system", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
append (CrfUseCaseContext *context,
        const CrfItem *item,
        GError **error)
{
  CrfEntry entry = { .action = CRF_ACTION_SOURCE, .canon = crf_context_get (context, "source"), .item = item->oid,
                     .reason = crf_context_get (context, "reason") };

  return crf_context_append (context, &entry, NULL, error);
}

/* What the program computes has its original here. */
static gboolean
append_form (CrfUseCaseContext *context,
             const CrfForm *form,
             GError **error)
{
  for (guint i = 0; i < form->groups->len; i++)
    {
      const CrfItemGroup *group = g_ptr_array_index (form->groups, i);

      for (guint j = 0; j < group->items->len; j++)
        {
          const CrfItemRef *ref = g_ptr_array_index (group->items, j);

          if (ref->derivation == NULL && !crf_item_is_computed (ref->item) && !append (context, ref->item, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *item_name = crf_context_get (context, "item"), *form_name = crf_context_get (context, "form");
  const CrfItem *item = item_name != NULL ? crf_place_find_item (context->study, item_name) : NULL;
  const CrfForm *form = form_name != NULL ? crf_study_find_form (context->study, form_name) : NULL;

  if ((item_name == NULL) == (form_name == NULL))
    return crf_context_refuse (context, "item-or-form", NULL, _("Name an item, or a form whose items have their originals in the same place."));
  if (form_name != NULL && form == NULL)
    return crf_context_refuse (context, "form-unknown", NULL, _("The study has no form “%s”."), form_name);
  if (form != NULL)
    return append_form (context, form, error);
  if (item == NULL)
    return crf_context_refuse (context, "item-unknown", NULL, _("The study has no item “%s”."), item_name);
  return append (context, item, error);
}

const CrfUseCase crf_use_case_set_source = {
  .name = "set-source",
  .title = N_ ("Set source"),
  .summary = N_ ("Says where the original of an item, or of a form's items, is: chart, laboratory report, paper, device or this system."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_DATA_MANAGER | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .parameters = parameters,
  .run = run,
};
