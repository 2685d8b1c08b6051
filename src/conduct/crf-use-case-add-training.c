/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The training log: who was taught what, when. */

#include "crf-accounts.h"
#include "crf-detail.h"
#include "crf-version.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "login", N_ ("Login"), "text", TRUE },
  { "subject", N_ ("Trained in"), "text", TRUE },
  { "date", N_ ("Date"), "date", TRUE },
  { "version", N_ ("Version of the protocol (after an amendment)"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
is_version (CrfUseCaseContext *context,
            const char *version)
{
  g_autoptr (GPtrArray) definitions = crf_records_definitions (context->file, NULL);

  for (guint i = 0; definitions != NULL && i < definitions->len; i++)
    {
      g_autofree char *label = crf_version_label (((CrfDefinitionRecord *) g_ptr_array_index (definitions, i))->mdv);

      if (strcmp (label, version) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *login = crf_context_get (context, "login"), *version = crf_context_get (context, "version");
  const char *subject = crf_context_get (context, "subject");
  g_autofree char *named = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autofree char *date = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_TRAINING };

  if (crf_accounts_find (context, login, &accounts, error) == NULL)
    return accounts != NULL;
  if (!crf_context_get_date (context, "date", FALSE, &date))
    return TRUE;
  if (strcmp (date, crf_session_get_today (context->session)) > 0)
    return crf_context_refuse (context, "in-the-future", _("Check the date."), _("%s has not come yet."), date);
  if (version != NULL && !is_version (context, version))
    return crf_context_refuse (context, "version-unknown", _("Study and users lists the versions."), _("There is no version “%s” of the protocol in this study."),
                               version);
  /* The log says in words what somebody was trained in; the version stands among them. */
  if (version != NULL && strstr (subject, version) == NULL)
    named = g_strdup_printf ("%s · %s", subject, version);
  detail = crf_detail_new ("login", login, "subject", named != NULL ? named : subject, "date", date, NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_add_training = {
  .name = "add-training",
  .title = N_ ("Record training"),
  .summary = N_ ("Adds a line to the training log."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER,
  .parameters = parameters,
  .run = run,
};
