/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The end of the blind: two people put their shares together, on a locked study only. */

#include "crf-second-person.h"
#include "crf-session-private.h"
#include "crf-study-status.h"
#include "crf-trial-key.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "passphrase", N_ ("Your passphrase"), "passphrase", TRUE },
  { "second", N_ ("Login of the second person"), "text", TRUE },
  { "second-passphrase", N_ ("Passphrase of the second person"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
is_locked (CrfUseCaseContext *context)
{
  g_autoptr (CrfStudyStanding) standing = crf_study_standing (context->session, NULL);

  return standing != NULL && standing->status == CRF_STUDY_LOCKED;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *second = crf_context_get (context, "second");
  g_autofree char *one = NULL, *other = NULL;
  g_autoptr (CrfKeyring) ring = NULL;

  if (!is_locked (context))
    return crf_context_refuse (context, "not-locked", _("Lock the study first: what is open, blind review, three signatures."),
                               _("The arms are opened on a locked study only."));
  if (!crf_trial_key_get_holders (context->file, &one, &other))
    return crf_context_refuse (context, "no-trial-key", _("A holder of the allocation key shares it between two people."),
                               _("This study has no end-of-trial key."));
  if (strcmp (second, crf_session_get_login (context->session)) == 0)
    return crf_context_refuse (context, "same-person", _("Another person types login and passphrase."),
                               _("The end-of-trial key is unlocked by two different people."));
  if (crf_second_person_role (context, "second", context->use_case, error) == NULL)
    return context->outcome->refusal != NULL;
  if (!crf_session_check_passphrase (context->session, crf_context_get (context, "passphrase")))
    return crf_context_refuse (context, "passphrase-wrong", _("Type your own passphrase again."), _("Your passphrase is wrong."));
  ring = crf_keyring_unlock (context->file, second, crf_context_get (context, "second-passphrase"), error);
  if (ring == NULL)
    return FALSE;
  return crf_trial_key_unlock (context->txn, crf_session_get_keyring (context->session), ring, error);
}

const CrfUseCase crf_use_case_unblind_trial = {
  .name = "unblind-trial",
  .title = N_ ("Unblind the trial"),
  .summary = N_ ("Two people put their shares of the end-of-trial key together, on a locked study only."),
  .roles = CRF_ROLE_STATISTICIAN | CRF_ROLE_DATA_MANAGER | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_STUDY,
  .on_locked = TRUE,
};
