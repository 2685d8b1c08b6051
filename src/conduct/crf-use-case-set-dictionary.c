/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One version of the dictionary for the whole study, at each of its workstations: what is imported here later changes nothing until somebody decides so. */

#include "crf-coding.h"
#include "crf-verification.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "version", N_ ("Version of MedDRA, as 27.0"), "text", TRUE },
  { "language", N_ ("Language of the distribution (English where none is said)"), "text", FALSE },
  { "reason", N_ ("Reason"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *version = crf_context_get (context, "version"), *language = crf_context_get (context, "language");
  g_autofree char *value = g_strjoin (" ", version, language != NULL ? language : "English", NULL);
  g_autoptr (CrfDictionary) dictionary = NULL;
  g_autoptr (GError) fault = NULL;

  if (strchr (version, ' ') != NULL)
    return crf_context_refuse (context, "version-wrong", NULL, _("“%s” is no version of MedDRA."), version);
  dictionary = crf_dictionary_open (version, language != NULL ? language : "English", &fault);
  if (dictionary == NULL)
    return crf_context_refuse (context, "dictionary-missing", NULL, "%s", fault->message);
  return crf_policy_set (context, CRF_POLICY_DICTIONARY, value, error);
}

const CrfUseCase crf_use_case_set_dictionary = {
  .name = "set-dictionary",
  .title = N_ ("Choose the version of MedDRA"),
  .summary = N_ ("Says which version of MedDRA the study is coded with; without it, the newest at the workstation."),
  .roles = CRF_ROLE_DATA_MANAGER,
  .parameters = parameters,
  .run = run,
};
