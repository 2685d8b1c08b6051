/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes the end-of-trial key and gives two people a share each: for the analysis, when the study is locked. */

#include "crf-second-person.h"
#include "crf-trial-key.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "first", N_ ("Login of the first person"), "text", TRUE },
  { "second", N_ ("Login of the second person"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *first = crf_context_get (context, "first"), *second = crf_context_get (context, "second");
  const CrfUseCase *unblind = crf_use_case_find ("unblind-trial");

  if (strcmp (first, second) == 0)
    return crf_context_refuse (context, "same-person", _("Name two people."), _("The end-of-trial key is held by two different people."));
  /* A share in the hands of who may not unlock it would be lost. */
  if (crf_second_person_role (context, "first", unblind, error) == NULL || crf_second_person_role (context, "second", unblind, error) == NULL)
    return context->outcome->refusal != NULL;
  return crf_trial_key_share (context->txn, crf_session_get_keyring (context->session), first, second, error);
}

const CrfUseCase crf_use_case_share_trial_key = {
  .name = "share-trial-key",
  .title = N_ ("Share end-of-trial key"),
  .summary = N_ ("Gives two people a share each of the key that opens the arms when the study is locked."),
  .roles = CRF_ROLE_PHARMACIST,
  .parameters = parameters,
  .run = run,
  .blinding = CRF_BLINDING_ARMS,
};
