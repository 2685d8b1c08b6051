/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The investigator judges a deviation: minor or major, or none at all. */

#include "crf-detail.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "key", N_ ("Deviation"), "text", TRUE },
  { "state", N_ ("Becomes"), "choice:confirmed|closed|cancelled", TRUE },
  { "class", N_ ("Class"), "choice:minor|major", FALSE },
  { "text", N_ ("What happened"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *key = crf_context_get (context, "key");
  g_autoptr (GPtrArray) deviations = crf_records_deviations (context->file, NULL, error);
  const CrfDeviationRecord *found = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_DEVIATION_STATE, .reason = crf_context_get (context, "reason") };

  if (deviations == NULL)
    return FALSE;
  for (guint i = 0; i < deviations->len; i++)
    {
      const CrfDeviationRecord *deviation = g_ptr_array_index (deviations, i);

      if (strcmp (deviation->key, key) == 0)
        found = deviation;
    }
  if (found == NULL)
    return crf_context_refuse (context, "deviation-unknown", NULL, _("There is no deviation “%s”."), key);
  if (found->class_ == NULL && crf_context_get (context, "class") == NULL &&
      strcmp (crf_context_get (context, "state"), "cancelled") != 0)
    return crf_context_refuse (context, "class-missing", _("Choose minor or major."), _("Nobody has said yet whether the deviation is minor or major."));
  detail = crf_detail_new ("key", key, "state", crf_context_get (context, "state"), "class", crf_context_get (context, "class"), "text",
                           crf_context_get (context, "text"), NULL);
  entry.detail = detail;
  entry.subject = found->subject;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_close_deviation = {
  .name = "close-deviation",
  .title = N_ ("Judge deviation"),
  .summary = N_ ("Says whether a deviation is minor or major, and closes or cancels it."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .parameters = parameters,
  .run = run,
};
