/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The signatures that stood before, and those that stand after. What is asked about is not stored: its transaction ends without a trace. */

#include "crf-signed-beside.h"

#include "crf-enter.h"
#include "crf-range-change.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MANY 5 /* forms in one sentence */

gboolean
crf_signed_beside_is_met_by (CrfUseCaseContext *context,
                             const CrfPlace *place)
{
  const char *concept = place->ref->item->concept;

  return (concept != NULL && (g_str_has_prefix (concept, "demog.") || strcmp (concept, "visit.date") == 0 || strcmp (concept, "inf.start") == 0 ||
                              strcmp (concept, "inf.stop") == 0)) ||
         crf_item_feeds_derivation (context->session, place->event, place->ref->item);
}

GPtrArray *
crf_signed_beside_list (CrfUseCaseContext *context,
                        const CrfTarget *form,
                        GError **error)
{
  g_autoptr (GPtrArray) records = crf_records_forms (context->file, context->subject->key, error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_target_free);

  if (records == NULL)
    return NULL;
  for (guint i = 0; i < records->len; i++)
    {
      const CrfFormRecord *record = g_ptr_array_index (records, i);
      const CrfTarget at = { .subject = context->subject->key, .event = record->event, .eventkey = record->eventkey, .form = record->form,
                            .formkey = record->formkey };
      gboolean stands = FALSE;

      if (strcmp (record->state, "started") == 0 ||
          (strcmp (record->event, form->event) == 0 && g_strcmp0 (record->eventkey, form->eventkey) == 0 && strcmp (record->form, form->form) == 0 &&
           g_strcmp0 (record->formkey, form->formkey) == 0))
        continue;
      if (!crf_range_change_is_signed (context->file, &at, &stands, error))
        return NULL;
      if (stands)
        g_ptr_array_add (found, crf_target_copy (&at));
    }
  return g_steal_pointer (&found);
}

/* The forms of @listed whose signatures do not stand any more: their names, and *n of them. NULL with @error. Free it. */
static char *
name_fallen (CrfUseCaseContext *context,
             const GPtrArray *listed,
             guint *n,
             GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  *n = 0;
  for (guint i = 0; i < listed->len; i++)
    {
      const CrfTarget *form = g_ptr_array_index (listed, i);
      g_autofree char *label = crf_place_label (context->session, form);
      gboolean stands;

      if (!crf_range_change_is_signed (context->file, form, &stands, error))
        return NULL;
      if (stands || ++*n > MANY + 1)
        continue;
      g_string_append_printf (names, "%s%s", names->len > 0 ? _("; ") : "", *n > MANY ? "…" : label);
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

gboolean
crf_signed_beside_ask (CrfUseCaseContext *context,
                       const GPtrArray *listed,
                       const char *before,
                       const char *reason,
                       GError **error)
{
  guint n;
  g_autofree char *names = name_fallen (context, listed, &n, error);

  if (names == NULL || n == 0)
    return names != NULL;
  /* Nothing of what was told while it was tried has come about. */
  g_ptr_array_set_size (context->outcome->notices, 0);
  g_hash_table_remove_all (context->outcome->results);
  /* Translators: %1$u may be 1; %2$s: visits and forms */
  crf_context_ask_after (context, before, CRF_SIGNED_OTHERWISE,
                         g_strdup_printf (_("Other signed forms that would show a computed value, a flag or a reference otherwise: %1$u (%2$s). "
                                            "These signatures become void and are to be given again. Correct it?"), n, names))->needs_reason = reason == NULL;
  return TRUE;
}

gboolean
crf_signed_beside_tell (CrfUseCaseContext *context,
                        const GPtrArray *listed,
                        GError **error)
{
  guint n;
  g_autofree char *names = name_fallen (context, listed, &n, error);

  /* Translators: %1$u may be 1; %2$s: visits and forms */
  if (names != NULL && n > 0)
    crf_context_notice (context, _("Signatures of other forms that became void and are to be given again: %1$u (%2$s)."), n, names);
  return names != NULL;
}
