/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A version of the consent form: number, date, ethics approval, valid from, who signs again. */

#include "crf-use-case-private.h"

#include "crf-detail.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "number", N_ ("Version"), "text", TRUE },
  { "date", N_ ("Date of the version"), "date", FALSE },
  { "ethics", N_ ("Ethics approval"), "text", FALSE },
  { "valid-from", N_ ("Valid from"), "date", TRUE },
  { "resign", N_ ("Who signs again"), "choice:all|next-visit|new", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *number = crf_context_get (context, "number");
  const char *resign = crf_context_get (context, "resign");
  g_autoptr (GPtrArray) versions = crf_records_consent_versions (context->file, error);
  g_autofree char *date = NULL;
  g_autofree char *valid_from = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_CONSENT_VERSION };

  if (versions == NULL)
    return FALSE;
  for (guint i = 0; i < versions->len; i++)
    if (g_strcmp0 (((CrfConsentVersionRecord *) g_ptr_array_index (versions, i))->number, number) == 0)
      return crf_context_refuse (context, "consent-version-exists", _("Give the new version its own number."),
                                 _("There is a consent form of version “%s” already."), number);
  if (!crf_context_get_date (context, "date", FALSE, &date) || !crf_context_get_date (context, "valid-from", FALSE, &valid_from))
    return TRUE;
  detail = crf_detail_new ("number", number, "date", date, "ethics", crf_context_get (context, "ethics"), "valid_from", valid_from,
                           "resign", resign != NULL ? resign : "new", NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_add_consent_version = {
  .name = "add-consent-version",
  .title = N_ ("Add consent version"),
  .summary = N_ ("Adds a version of the consent form, with its approval and the day it is valid from."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER,
  .task = NULL,
  .needs_subject = FALSE,
  .parameters = parameters,
  .run = run,
};
