/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two views of one event. */

#include "crf-event-link.h"

#include "crf-common-form.h"
#include "crf-records-safety.h"

#include <string.h>

static const struct { const char *adverse_event, *decompensation; } shared[] = {
  { "ae.start", "ce.start" },
  { "ae.end", "ce.end" },
};

/* The concept on the other view; NULL: it is not shared. */
static const char *
other_concept (const char *concept,
               gboolean *from_adverse_event)
{
  for (guint i = 0; concept != NULL && i < G_N_ELEMENTS (shared); i++)
    {
      *from_adverse_event = strcmp (shared[i].adverse_event, concept) == 0;
      if (*from_adverse_event)
        return shared[i].decompensation;
      if (strcmp (shared[i].decompensation, concept) == 0)
        return shared[i].adverse_event;
    }
  return NULL;
}

static char *
other_form (CrfUseCaseContext *context,
            const char *formkey,
            gboolean from_adverse_event)
{
  g_autoptr (GPtrArray) links = crf_records_event_links (context->file, context->subject->key, NULL);

  for (guint i = 0; links != NULL && i < links->len; i++)
    {
      const CrfEventLinkRecord *link = g_ptr_array_index (links, i);

      if (strcmp (from_adverse_event ? link->adverse_event : link->decompensation, formkey) == 0)
        return g_strdup (from_adverse_event ? link->decompensation : link->adverse_event);
    }
  return NULL;
}

gboolean
crf_event_link_follow (CrfUseCaseContext *context,
                       const CrfPlace *place,
                       const CrfValue *value,
                       GError **error)
{
  gboolean from_adverse_event = FALSE;
  const char *concept = other_concept (place->ref->item->concept, &from_adverse_event);
  const CrfItem *item = concept != NULL ? crf_study_find_item_by_concept (context->study, concept) : NULL;
  g_autofree char *formkey = item != NULL ? other_form (context, place->target->formkey, from_adverse_event) : NULL;
  g_autoptr (CrfCasebook) casebook = NULL;
  g_autoptr (CrfTarget) target = NULL;
  const CrfItemGroup *group;
  CrfFormRecord *form;

  if (formkey == NULL)
    return TRUE;
  casebook = crf_casebook_new (context->session, context->subject->key, error);
  if (casebook == NULL)
    return FALSE;
  form = crf_common_form_find (casebook, from_adverse_event ? "decompensation" : "adverse-event", formkey, NULL);
  group = form != NULL ? crf_form_find_group_of (crf_study_find_form (context->study, form->form), item) : NULL;
  if (group == NULL)
    return TRUE;
  target = crf_common_form_target (form);
  target->group = g_strdup (group->oid);
  target->groupkey = g_strdup ("1");
  target->item = g_strdup (item->oid);
  return crf_place_write (context, target, item, value, crf_context_get (context, "reason"), NULL, FALSE, NULL, NULL, error);
}
