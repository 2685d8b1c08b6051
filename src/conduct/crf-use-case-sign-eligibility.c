/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The investigator signs the verdict. The signature freezes every criterion, its answer and what the data said; it is void as soon as any of
 * that changes. A verdict "not eligible" makes the subject a screen failure. */

#include "crf-detail.h"
#include "crf-life-doubt.h"
#include "crf-trial-gates.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "passphrase", N_("Passphrase"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
append_status (CrfUseCaseContext *context,
               const char *status,
               const char *reason,
               const char *criteria,
               GError **error)
{
  g_autofree char *detail = crf_detail_new ("date", crf_session_get_today (context->session), "kind", criteria != NULL ? "criteria" : NULL, "criteria",
                                            criteria, NULL);
  CrfEntry entry = { .action = CRF_ACTION_SUBJECT_STATUS, .subject = context->subject->key, .canon = status, .reason = reason, .detail = detail };

  return crf_context_append (context, &entry, NULL, error);
}

/* What was shown stays readable, line by line: the signature that follows holds its SHA-256. */
static gboolean
append_shown (CrfUseCaseContext *context,
              const char *statement,
              GError **error)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, statement, -1);
  CrfEntry entry = { .action = CRF_ACTION_ELIGIBILITY_SHOWN, .subject = context->subject->key, .value = statement, .canon = sha256 };

  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfSubjectValues) values = NULL;
  g_autofree char *statement = NULL, *verdict_text = NULL, *criteria = NULL;
  const CrfEvent *event;
  const CrfForm *form;
  CrfVerdict verdict;
  CrfEntry target;

  values = crf_subject_values_read (context->file, context->study, crf_session_get_keyring (context->session), context->subject->key, error);
  if (values == NULL)
    return FALSE;
  statement = crf_eligibility_statement (context->study, crf_session_get_sandbox (context->session), values,
                                         crf_session_get_today (context->session), &verdict, &verdict_text);
  if (!crf_trial_may_sign_eligibility (context->session, context->subject, verdict, verdict_text, &context->outcome->refusal))
    return TRUE;
  if (!crf_eligibility_find_form (context->study, &event, &form))
    return crf_context_refuse (context, "no-form", NULL, _("This study has no eligibility form."));

  target = (CrfEntry) { .action = CRF_ACTION_SIGN, .subject = context->subject->key, .event = event->oid, .eventkey = "1",
                        .form = form->oid, .formkey = "1" };
  if (!append_shown (context, statement, error)
      || !crf_signature_add (context->txn, &target, CRF_MEANING_ELIGIBILITY, statement,
                             crf_context_get (context, "passphrase"), error))
    return FALSE;
  crf_context_result (context, "verdict", verdict == CRF_VERDICT_ELIGIBLE ? "eligible" : "not-eligible");
  crf_context_notice (context, "%s", verdict_text);
  if (verdict != CRF_VERDICT_ELIGIBLE)
    criteria = crf_eligibility_failed_criteria (context->study, crf_session_get_sandbox (context->session), values,
                                                crf_session_get_today (context->session));
  if (crf_status_is_final (context->subject->status))
    return TRUE;
  return append_status (context, verdict == CRF_VERDICT_ELIGIBLE ? "eligible" : "failed",
                        verdict == CRF_VERDICT_ELIGIBLE ? NULL : verdict_text, criteria, error);
}

const CrfUseCase crf_use_case_sign_eligibility = {
  .name = "sign-eligibility",
  .title = N_("Sign eligibility"),
  .summary = N_("Signs the eligibility verdict with the passphrase."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "eligibility",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
};
