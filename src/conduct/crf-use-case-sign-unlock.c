/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Unlocking the study: two of those who lock it sign, with a reason. It is frozen afterwards, not open. Once the arms were opened the principal
 * investigator is one of the two, and it is a deviation of its own: data may change that somebody has seen by arm. What is archived stays shut. */

#include "crf-closing.h"
#include "crf-detail.h"
#include "crf-hold.h"
#include "crf-signing.h"
#include "crf-study-status.h"
#include "crf-trial-key.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "reason", N_ ("Reason"), "text", TRUE },
  { "passphrase", N_ ("Passphrase"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
has_principal (CrfUseCaseContext *context,
               GPtrArray *signatures)
{
  gboolean found = crf_session_get_role (context->session) == CRF_ROLE_PRINCIPAL_INVESTIGATOR;

  for (guint i = 0; i < signatures->len; i++)
    found = found || ((CrfLockSignature *) g_ptr_array_index (signatures, i))->role == CRF_ROLE_PRINCIPAL_INVESTIGATOR;
  return found;
}

/* FALSE when refused. */
static gboolean
check_signer (CrfUseCaseContext *context,
              const CrfClosingState *state,
              const CrfStudyStanding *standing,
              GPtrArray *signatures)
{
  if (standing->status == CRF_STUDY_ARCHIVED)
    return !crf_context_refuse (context, "study-archived", _("What is found later is recorded beside the archive, not in it."),
                                _("The study is archived: it is not unlocked any more."));
  if (g_strcmp0 (state->hold, "locked") != 0)
    return !crf_context_refuse (context, "not-locked", NULL, _("The study is not locked."));
  for (guint i = 0; i < signatures->len; i++)
    if (strcmp (((CrfLockSignature *) g_ptr_array_index (signatures, i))->login, crf_session_get_login (context->session)) == 0)
      return !crf_context_refuse (context, "same-person", _("A second person signs."), _("You have signed the unlocking already."));
  if (signatures->len > 0 && crf_trial_key_is_unlocked (context->file) && !has_principal (context, signatures))
    return !crf_context_refuse (context, "principal-needed", _("The principal investigator gives the second signature."),
                                _("The arms of this study have been opened: it is not unlocked without the principal investigator."));
  return TRUE;
}

/* The log says it for good: what changes from here on changes after somebody knew the arms. */
static gboolean
open_deviation (CrfUseCaseContext *context,
                GPtrArray *signatures,
                GError **error)
{
  const CrfLockSignature *first = g_ptr_array_index (signatures, 0);
  g_autofree char *key = crf_transaction_new_key (context->txn);
  g_autofree char *text = g_strdup_printf (_("The study was unlocked after its arms had been opened; %1$s and %2$s signed. Every change from now on is made when results by arm may be known."),
                                           first->login, crf_session_get_login (context->session));
  g_autofree char *detail = crf_detail_new ("key", key, "kind", "unlocked-after-unblinding", "text", text, "class", "major", "found_on",
                                            crf_session_get_today (context->session), NULL);
  CrfEntry entry = { .action = CRF_ACTION_DEVIATION, .reason = crf_context_get (context, "reason"), .detail = detail };

  crf_context_result (context, "deviation", key);
  crf_context_notice (context, _("A protocol deviation was drafted: %s"), text);
  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfClosingState) state = crf_reader_closing (context->session, error);
  g_autoptr (CrfStudyStanding) standing = state != NULL ? crf_study_standing (context->session, error) : NULL;
  g_autoptr (GPtrArray) signatures = standing != NULL ? crf_closing_signatures (context->session, CRF_MEANING_UNLOCK, error) : NULL;
  gboolean unblinded = crf_trial_key_is_unlocked (context->file);
  CrfEntry target = { .action = CRF_ACTION_SIGN, .reason = crf_context_get (context, "reason") };

  if (signatures == NULL)
    return FALSE;
  if (!check_signer (context, state, standing, signatures))
    return TRUE;
  if (!crf_signing_sign (context, &target, CRF_MEANING_UNLOCK, target.reason, error))
    return FALSE;
  if (signatures->len == 0)
    {
      crf_context_notice (context, unblinded ? _("The arms have been opened. A second signature unlocks the study, which is a major deviation; one of the two is the principal investigator's.")
                                             : _("A second signature unlocks the study."));
      return TRUE;
    }
  crf_context_result (context, "unlocked", "1");
  crf_context_notice (context, _("The study is unlocked and still frozen; the data manager can unfreeze it."));
  return crf_hold_set_study (context, "frozen", error) && crf_closing_set_status (context, "follow-up", error) &&
         (!unblinded || open_deviation (context, signatures, error));
}

const CrfUseCase crf_use_case_sign_unlock = {
  .name = "sign-unlock",
  .title = N_ ("Sign unlocking"),
  .summary = N_ ("Two people sign, with a reason; the second signature unlocks the study."),
  .roles = CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER | CRF_ROLE_STATISTICIAN,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_STUDY,
};
