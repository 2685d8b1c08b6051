/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stores how adverse events lie to the infusions. */

#include "crf-adverse-events.h"
#include "crf-common-form.h"
#include "crf-place.h"

#include <json-glib/json-glib.h>

static gboolean
derive_one (CrfUseCaseContext *context,
            CrfCasebook *casebook,
            CrfFormRecord *form,
            const CrfItem *item,
            GError **error)
{
  const CrfItemGroup *group = crf_form_find_group_of (crf_study_find_form (context->study, form->form), item);
  const char *timing = crf_adverse_event_timing (casebook, crf_common_form_get (casebook, form, "ae.start"));
  g_autoptr (CrfTarget) target = NULL;
  g_autoptr (CrfValue) value = NULL;

  if (group == NULL || g_strcmp0 (timing, crf_common_form_get (casebook, form, "ae.timing")) == 0)
    return TRUE;
  target = crf_common_form_target (form);
  target->group = g_strdup (group->oid);
  target->groupkey = g_strdup ("1");
  target->item = g_strdup (item->oid);
  value = crf_value_new_stored (context->study, timing, NULL, NULL, timing, NULL);
  return crf_place_write (context, target, item, value, NULL, NULL, TRUE, "{\"formula\":\"timing\"}", NULL, error);
}

gboolean
crf_context_derive_timing (CrfUseCaseContext *context,
                           GError **error)
{
  const CrfItem *item = crf_study_find_item_by_concept (context->study, "ae.timing");
  g_autoptr (CrfCasebook) casebook = NULL;
  g_autoptr (GPtrArray) forms = NULL;

  if (item == NULL)
    return TRUE;
  casebook = crf_casebook_new (context->session, context->subject->key, error);
  if (casebook == NULL)
    return FALSE;
  forms = crf_common_forms (casebook, "adverse-event");
  for (guint i = 0; i < forms->len; i++)
    if (!derive_one (context, casebook, g_ptr_array_index (forms, i), item, error))
      return FALSE;
  return TRUE;
}
