/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What both ways of breaking the code do. */

#include "crf-breaking.h"

#include "crf-blind.h"
#include "crf-code-break.h"
#include "crf-detail.h"
#include "crf-records-trust.h"
#include "crf-signature.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* An emergency asks for no lock. What is locked has no more deviations; the entry of the break says it all the same. */
static gboolean
is_locked (CrfStudyFile *file,
           const char *subject)
{
  const CrfEntry target = { .subject = subject };
  g_autofree char *hold = crf_records_hold (file, &target, NULL, NULL);

  return g_strcmp0 (hold, "locked") == 0;
}

/* Why a code was broken is part of what a break must leave for sponsor, monitor and ethics committee, who stay blinded (ICH E6(R3): who, when, why). An
 * investigator says it before the arm is shown to her: it stays in the open. Who holds the key knows the arm already and may name the treatment: her words
 * are sealed with the deviation, and in the open stands that she disclosed it, to whom and when. On locked data nobody's judgement can change any more,
 * and no deviation is there to keep the words. */
static const char *
open_reason (CrfUseCaseContext *context,
             const char *reason)
{
  return crf_blind_seals_deviation (context->session) && !is_locked (context->file, context->subject->key) ? NULL : reason;
}

gboolean
crf_code_break_record (CrfUseCaseContext *context,
                       const char *login,
                       const char *via,
                       const char *arm,
                       const char *reason,
                       GError **error)
{
  /* An item of no form: later changes of the patient's data do not touch this signature. */
  CrfEntry target = { .action = CRF_ACTION_SIGN, .subject = context->subject->key, .item = "code-break" };
  g_autofree char *text = g_strdup_printf ("Code break %s by %s for %s\n%s\n", context->subject->number, via, login, reason);

  return crf_code_break_append (context->txn, context->subject->key, login, via, arm, open_reason (context, reason), error) &&
         crf_signature_add (context->txn, &target, "code-break", text, crf_context_get (context, "passphrase"), error) &&
         (is_locked (context->file, context->subject->key) ||
          crf_context_open_deviation (context, "code-break", reason, error, _("The code of %s was broken for %s."), context->subject->number, login));
}

/* Under whom the deviation stands: whose envelope it is, else nobody. */
static gboolean
append_failure (CrfUseCaseContext *context,
                CrfTransaction *txn,
                int list,
                int number,
                const char *owner,
                GError **error)
{
  g_autoptr (CrfSubjectRecord) whose = owner != NULL ? crf_records_find_subject (context->file, owner, NULL) : NULL;
  g_autofree char *key = crf_transaction_new_key (txn);
  g_autofree char *shown_list = g_strdup_printf ("%d", list), *shown_number = g_strdup_printf ("%d", number);
  g_autofree char *text = g_strdup_printf (_("The code of envelope %1$d of list %2$d (%3$s) was typed when the code of %4$s was to be broken: that envelope is open."),
                                           number, list, whose != NULL ? whose->number : _("not drawn yet"), context->subject->number);
  g_autofree char *failed = crf_detail_new ("list", shown_list, "number", shown_number, NULL);
  g_autofree char *detail = crf_detail_new ("key", key, "kind", "code-break", "text", text, "found_on", crf_session_get_today (context->session), NULL);
  const CrfEntry note = { .action = CRF_ACTION_CODE_FAILED, .subject = context->subject->key, .detail = failed, .reason = crf_context_get (context, "reason") };
  const CrfEntry deviation = { .action = CRF_ACTION_DEVIATION, .subject = owner, .detail = detail, .reason = crf_context_get (context, "reason") };

  return crf_transaction_append (txn, &note, NULL, error) &&
         (is_locked (context->file, owner) || crf_transaction_append (txn, &deviation, NULL, error));
}

gboolean
crf_code_break_note_failure (CrfUseCaseContext *context,
                             GError **error)
{
  CrfActor actor = crf_session_get_actor (context->session);
  g_autoptr (CrfTransaction) txn = NULL;
  g_autofree char *owner = NULL;
  int list, number;

  if (strcmp (context->use_case->name, "break-code") != 0 || context->outcome->refusal == NULL || context->subject == NULL ||
      !crf_allocation_find_code (context->file, crf_context_get (context, "code"), &list, &number, &owner) ||
      g_strcmp0 (owner, context->subject->key) == 0)
    return TRUE;
  txn = crf_transaction_begin (context->file, &actor, error);
  return txn != NULL && append_failure (context, txn, list, number, owner, error) && crf_transaction_commit (txn, error);
}

gboolean
crf_code_break_tell (CrfUseCaseContext *context,
                     const char *arm)
{
  const CrfArm *found = crf_study_find_arm (context->study, arm);
  const char *title = found != NULL ? crf_text_get (found->title, crf_session_get_language (context->session)) : arm;

  crf_context_result (context, "arm", title);
  crf_context_notice (context, _("%s was allocated to “%s”."), context->subject->number, title);
  return TRUE;
}
