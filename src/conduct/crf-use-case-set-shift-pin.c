/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A PIN for this shift at this workstation. The journal says that there is one and until when, never which. */

#include "crf-session-pin.h"
#include "crf-session-private.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "pin", N_("PIN, 4 to 8 digits"), "passphrase", TRUE },
  { "again", N_("The PIN again"), "passphrase", TRUE },
  { "passphrase", N_("Passphrase"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *pin = crf_context_get (context, "pin");
  g_autofree char *fault = crf_pin_fault (pin);
  const CrfEntry entry = { .action = CRF_ACTION_SESSION_PIN };
  CrfShift *shift = crf_session_get_shift (context->session);
  g_autoptr (CrfShiftPin) made = NULL;
  g_autofree char *end = NULL;

  if (fault != NULL)
    return crf_context_refuse (context, "pin-weak", _("Choose another one."), "%s", fault);
  if (g_strcmp0 (pin, crf_context_get (context, "again")) != 0)
    return crf_context_refuse (context, "pin-differs", _("Type the same PIN twice."), _("The two PINs differ."));
  if (!crf_session_check_passphrase (context->session, crf_context_get (context, "passphrase")))
    return crf_context_refuse (context, "passphrase-wrong", _("Type your own passphrase again."), _("This is not your passphrase."));
  made = crf_shift_pin_new (context->file, pin, error);
  if (made == NULL || !crf_context_append (context, &entry, NULL, error))
    return FALSE;
  crf_session_clear_pin (context->session);
  shift->pin = g_steal_pointer (&made);
  shift->set_at = crf_session_now (context->session);
  end = crf_session_dup_pin_end (context->session);
  crf_context_result (context, "until", end);
  crf_context_notice (context, _("The shift PIN unlocks this window for entry until %s."), end);
  return TRUE;
}

const CrfUseCase crf_use_case_set_shift_pin = {
  .name = "set-shift-pin",
  .title = N_("Shift PIN"),
  .summary = N_("Chooses a PIN that unlocks this window for 12 hours, for entry only."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST | CRF_ROLE_LABORATORY | CRF_ROLE_ASSESSOR,
  .parameters = parameters,
  .run = run,
};
