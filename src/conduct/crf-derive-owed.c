/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An import computes once a visit, not once a value. By sex, age and consent, however, every visit is computed, not only those of the table: what a value
 * reaches is noted until the values of the patient are in. */

#include "crf-derive-owed.h"

#include "crf-enter.h"

void
crf_derive_owed_note (GHashTable *owed,
                      const char *subject,
                      const CrfItem *item)
{
  guint before = GPOINTER_TO_UINT (g_hash_table_lookup (owed, subject));

  g_hash_table_replace (owed, g_strdup (subject), GUINT_TO_POINTER (MAX (before, (guint) crf_item_derives (item))));
}

gboolean
crf_derive_owed (CrfUseCaseContext *context,
                 GHashTable *owed,
                 GError **error)
{
  const char *subject = context->subject->key;
  CrfDerives reach = GPOINTER_TO_UINT (g_hash_table_lookup (owed, subject));

  g_hash_table_remove (owed, subject);
  if (reach == CRF_DERIVES_ALL && !crf_context_derive_all (context, error))
    return FALSE;
  return reach == CRF_DERIVES_VISIT || crf_context_derive_timing (context, error);
}
