/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The printed recovery key is typed back once, before the first patient: a key that was never written down cannot be typed. */

#include "crf-session-private.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "recovery-key", N_ ("Recovery key"), "secret", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  CrfEntry entry = { .action = CRF_ACTION_RECOVERY_CONFIRMED };
  const char *typed = crf_context_get (context, "recovery-key");
  guchar public_key[32];

  if (crf_session_is_recovery_confirmed (context->session))
    {
      crf_context_notice (context, _("The recovery key was confirmed before."));
      return TRUE;
    }
  if (!crf_recovery_parse (typed, public_key))
    return crf_context_refuse (context, "recovery-key-mistyped", _("Compare it with the print, group by group."),
                               _("The recovery key has a typing mistake: its check group does not fit."));
  if (!crf_recovery_matches (context->file, typed))
    return crf_context_refuse (context, "recovery-key-wrong", _("Look for the sheet that was printed when this file was created."),
                               _("This is a recovery key, but not the one of this study file."));
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_confirm_recovery_key = {
  .name = "confirm-recovery-key",
  .title = N_ ("Confirm recovery key"),
  .summary = N_ ("Types the printed recovery key back; needed once, before the first patient."),
  .roles = CRF_ROLE_ADMINISTRATOR,
  .task = NULL,
  .needs_subject = FALSE,
  .parameters = parameters,
  .run = run,
};
