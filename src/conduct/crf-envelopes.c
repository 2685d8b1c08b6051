/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening the slots for their paper envelopes. */

#include "crf-envelopes.h"

#include "crf-code-break.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

char *
crf_envelope_label (int list,
                    int number)
{
  return list > 1 ? g_strdup_printf ("%d/%d", list, number) : g_strdup_printf ("%d", number);
}

void
crf_paper_envelope_free (CrfPaperEnvelope *envelope)
{
  if (envelope == NULL)
    return;
  if (envelope->code != NULL)
    memset (envelope->code, 0, strlen (envelope->code));
  g_free (envelope->stratum);
  g_free (envelope->arm);
  g_free (envelope->code);
  g_free (envelope);
}

gboolean
crf_envelopes_permitted (CrfSession *session,
                         CrfRefusal **refusal)
{
  return crf_use_case_permitted (session, crf_use_case_find ("record-envelopes"), refusal);
}

static CrfPaperEnvelope *
describe (CrfSession *session,
          const CrfEnvelope *slot)
{
  const CrfArm *arm = crf_study_find_arm (crf_session_get_study (session), slot->arm);
  CrfPaperEnvelope *envelope = g_new0 (CrfPaperEnvelope, 1);

  envelope->list = slot->list;
  envelope->number = slot->number;
  envelope->stratum = g_strdup (slot->stratum);
  envelope->arm = g_strdup (arm != NULL ? crf_text_get (arm->title, crf_session_get_language (session)) : slot->arm);
  envelope->code = g_strdup (slot->code);
  return envelope;
}

GPtrArray *
crf_envelopes_open (CrfSession *session,
                    CrfRefusal **refusal,
                    GError **error)
{
  g_autoptr (GPtrArray) slots = NULL;
  GPtrArray *envelopes;

  if (!crf_envelopes_permitted (session, refusal))
    return NULL;
  slots = crf_allocation_list_envelopes (crf_session_get_file (session), crf_session_get_keyring (session), error);
  if (slots == NULL)
    return NULL;
  if (slots->len == 0)
    {
      *refusal = crf_refusal_new ("no-list", _("Generate the allocation list first."), _("There is no allocation list yet."));
      return NULL;
    }
  envelopes = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_paper_envelope_free);
  for (guint i = 0; i < slots->len; i++)
    g_ptr_array_add (envelopes, describe (session, g_ptr_array_index (slots, i)));
  return envelopes;
}
