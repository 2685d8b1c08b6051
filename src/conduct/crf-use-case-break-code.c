/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The emergency code break: an investigator types the groups of the patient's paper envelope and opens this patient alone. It needs no key holder
 * and no network; it is journalled with reason and signature, and the arm stays sealed to whoever broke the code. */

#include "crf-breaking.h"
#include "crf-code-break.h"
#include "crf-session-private.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "code", N_ ("Code from the envelope, 8 groups"), "text", TRUE },
  { "reason", N_ ("Why must the arm be known?"), "text", TRUE },
  { "passphrase", N_ ("Passphrase"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *reason = crf_context_get (context, "reason"), *login = crf_session_get_login (context->session);
  g_autofree char *arm = NULL;
  g_autoptr (GError) fault = NULL;

  if (context->subject->allocation_number == NULL)
    return crf_context_refuse (context, "not-allocated", NULL, _("%s is not allocated yet."), context->subject->number);
  if (crf_session_get_arm (context->session, context->subject->key) != NULL)
    return crf_context_refuse (context, "known", NULL, _("You may know the arm of %s already."), context->subject->number);
  arm = crf_allocation_open_with_code (context->file, context->subject->key, crf_context_get (context, "code"), &fault);
  if (arm == NULL && g_error_matches (fault, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE))
    return crf_context_refuse (context, "code-wrong", _("Open the envelope of this patient and type its groups again."), "%s", fault->message);
  if (arm == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  return crf_code_break_record (context, login, "envelope", arm, reason, error) &&
         crf_code_break_tell (context, arm);
}

const CrfUseCase crf_use_case_break_code = {
  .name = "break-code",
  .title = N_ ("Break code"),
  .summary = N_ ("Opens the arm of this patient alone with the code of her paper envelope. Journalled."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .on_locked = TRUE,
};
