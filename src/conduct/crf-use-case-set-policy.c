/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rules for accounts: after how many days a passphrase is changed, and whether new people choose their own first. */

#include "crf-verification.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "passphrase-days", N_ ("Days after which a passphrase is changed (0: never)"), "integer", FALSE },
  { "first-change", N_ ("New accounts choose a passphrase of their own first"), "flag", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *days = crf_context_get (context, "passphrase-days"), *first = crf_context_get (context, "first-change");
  gboolean yes = first != NULL && strchr ("yYt1", *first) != NULL;

  if (days == NULL && first == NULL)
    return crf_context_refuse (context, "argument-missing", NULL, _("Say which rule changes."));
  if (days != NULL && (g_ascii_strtoll (days, NULL, 10) < 0 || g_ascii_strtoll (days, NULL, 10) > 3650))
    return crf_context_refuse (context, "out-of-range", NULL, _("Give 0 to 3650 days."));
  if (days != NULL && !crf_policy_set (context, "passphrase-days", g_ascii_strtoll (days, NULL, 10) == 0 ? NULL : days, error))
    return FALSE;
  return first == NULL || crf_policy_set (context, "first-change", yes ? "yes" : NULL, error);
}

const CrfUseCase crf_use_case_set_policy = {
  .name = "set-policy",
  .title = N_ ("Set account rules"),
  .summary = N_ ("Says after how many days a passphrase is changed, and whether new people choose their own."),
  .roles = CRF_ROLE_ADMINISTRATOR,
  .parameters = parameters,
  .run = run,
};
