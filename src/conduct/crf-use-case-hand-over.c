/* SPDX-License-Identifier: GPL-3.0-or-later */

/* At the change of shifts a patient who is watched is handed over: given by the person who writes it, taken by a colleague, who signs with her own
 * passphrase. The sheet that is printed says the rest. */

#include "crf-infusion-gates.h"
#include "crf-infusion-steps.h"
#include "crf-second-person.h"
#include "crf-signature.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "at", N_("At"), "datetime", TRUE },
  { "second", N_("Taken by (login)"), "text", TRUE },
  { "second-passphrase", N_("Her or his passphrase"), "passphrase", TRUE },
  { "note", N_("To be looked at, and whom to call"), "text", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
sign (CrfUseCaseContext *context,
      const CrfInfusion *infusion,
      const char *at,
      const char *second,
      const char *role,
      GError **error)
{
  g_autofree char *shown = g_strdup_printf ("Handover of %s at %s from %s to %s", context->subject->number, at,
                                            crf_session_get_login (context->session), second);
  const CrfEntry target = { .action = CRF_ACTION_SIGN, .subject = context->subject->key, .event = infusion->place.event->oid,
                            .eventkey = infusion->eventkey, .form = infusion->place.form->oid, .formkey = "1" };

  return crf_signature_add_second (context->txn, &target, "handover", shown, second, role, crf_context_get (context, "second-passphrase"), error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = NULL;
  CrfAccountRecord *account;
  g_autofree char *at = NULL, *name = NULL;
  const char *second = crf_context_get (context, "second"), *role;

  if (!crf_infusion_step_begin_after (context, &infusion, &at, error) || !crf_infusion_step_needs (context, infusion, FALSE))
    return context->outcome->refusal != NULL;
  if (strcmp (at, crf_infusion_get (infusion, "inf.start")) < 0)
    return crf_context_refuse (context, "at", _("Check both times."), _("The infusion began at %s."), crf_infusion_get (infusion, "inf.start"));
  if (strcmp (second, crf_session_get_login (context->session)) == 0)
    return crf_context_refuse (context, "second-same-person", _("A colleague takes the patient over."), _("Nobody hands over to herself."));
  role = crf_second_person_role (context, "second", context->use_case, error);
  if (role == NULL)
    return context->outcome->refusal != NULL;
  if (!crf_infusion_take_death (context, at, error))
    return context->outcome->prompt != NULL;
  account = crf_records_account (context->file, second, error);
  name = account != NULL ? g_strdup (account->name) : NULL;
  crf_account_record_free (account);
  return name != NULL && sign (context, infusion, at, second, role, error) &&
         crf_infusion_step_add (context, infusion, CRF_STEP_HANDOVER, at, error, "second", second, "next", name, "note",
                                crf_context_get (context, "note"), NULL);
}

const CrfUseCase crf_use_case_hand_over = {
  .name = "hand-over",
  .title = N_("Hand over"),
  .summary = N_("Hands a patient who is watched over to a colleague, who signs."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "infuse",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
