/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What both ways of breaking the code do. */

#include "crf-breaking.h"

#include "crf-code-break.h"
#include "crf-signature.h"

#include <glib/gi18n-lib.h>

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

  return crf_code_break_append (context->txn, context->subject->key, login, via, arm, reason, error) &&
         crf_signature_add (context->txn, &target, "code-break", text, crf_context_get (context, "passphrase"), error) &&
         crf_context_open_deviation (context, "code-break", reason, error, _("The code of %s was broken for %s."), context->subject->number, login);
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
