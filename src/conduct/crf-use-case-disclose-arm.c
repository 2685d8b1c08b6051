/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The other emergency: a holder of the key tells one person the arm of one patient, where the envelope is out of reach. Journalled like a broken
 * envelope. */

#include "crf-accounts.h"
#include "crf-breaking.h"
#include "crf-session-private.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "login", N_ ("Login of who must know"), "text", TRUE },
  { "reason", N_ ("Why must the arm be known?"), "text", TRUE },
  { "passphrase", N_ ("Passphrase"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

/* The code is broken for the physician who treats, as by the envelope: to nobody else of a blinded ward. */
static gboolean
may_be_told (CrfUseCaseContext *context,
             const CrfAccountRecord *account)
{
  CrfRole physicians = crf_use_case_find ("break-code")->roles;

  for (char **role = account->roles; role != NULL && *role != NULL; role++)
    if ((crf_role_from_name (*role) & physicians) != 0 || crf_study_role_may_know (context->study, *role))
      return account->enabled;
  return FALSE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *login = crf_context_get (context, "login");
  g_autoptr (GPtrArray) accounts = NULL;
  const CrfAccountRecord *account;
  const CrfArm *arm;

  if (context->subject->allocation_number == NULL)
    return crf_context_refuse (context, "not-allocated", NULL, _("%s is not allocated yet."), context->subject->number);
  account = crf_accounts_find (context, login, &accounts, error);
  if (account == NULL)
    return accounts != NULL;
  if (!may_be_told (context, account))
    return crf_context_refuse (context, "stays-blinded", _("Disclose the arm to the investigator who treats the patient, or let her open the envelope."),
                               _("%s stays blinded: in an emergency an arm is disclosed to an investigator."), account->name);
  arm = crf_session_get_arm (context->session, context->subject->key);
  if (arm == NULL)
    return crf_context_refuse (context, "no-arm", NULL, _("The arm of %s is not in this version of the protocol."), context->subject->number);
  crf_context_notice (context, _("%s now sees the arm of %s."), login, context->subject->number);
  return crf_code_break_record (context, login, "key", arm->oid, crf_context_get (context, "reason"), error);
}

const CrfUseCase crf_use_case_disclose_arm = {
  .name = "disclose-arm",
  .title = N_ ("Disclose arm"),
  .summary = N_ ("A holder of the key opens the arm of this patient to one person in an emergency. Journalled."),
  .roles = CRF_ROLE_PHARMACIST,
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
  .blinding = CRF_BLINDING_ARMS,
  .on_locked = TRUE,
};
