/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The investigator signs one form. The signature is over every value of it; a later change makes it void and asks for a new one. */

#include "crf-form-acts.h"
#include "crf-signing.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", FALSE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", TRUE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { "passphrase", N_ ("Passphrase"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
sign (CrfUseCaseContext *context,
      const CrfTarget *place,
      CrfFormRecord *form,
      GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  CrfFormRecord *record = casebook != NULL ? crf_casebook_find_form (casebook, place) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  CrfEntry target = { .action = CRF_ACTION_SIGN, .subject = context->subject->key, .event = form->event, .eventkey = form->eventkey,
                      .form = form->form, .formkey = form->formkey };

  if (record == NULL)
    return FALSE;
  if (!crf_records_check_form (context->file, form->id, error))
    return FALSE;
  crf_signing_add_form (text, casebook, record);
  return crf_signing_sign (context, &target, crf_signing_meaning_of (casebook, record), text->str, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_auto (CrfPlace) place = { 0 };
  g_autoptr (CrfFormRecord) form = NULL;
  GError *fault = NULL;

  if (!crf_form_act_find (context, &place, &form, &fault))
    {
      if (fault != NULL)
        g_propagate_error (error, fault);
      return fault == NULL;
    }
  if (strcmp (form->state, "started") == 0)
    return crf_context_refuse (context, "form-incomplete", _("Complete the form first."), _("Only a complete form is signed."));
  if (strcmp (form->state, "signed") == 0)
    return crf_context_refuse (context, "signed", NULL, _("This form is signed already."));
  return sign (context, place.target, form, error) && (context->outcome->refusal != NULL || crf_form_act_tell_second (context, form, error));
}

const CrfUseCase crf_use_case_sign_form = {
  .name = "sign-form",
  .title = N_ ("Sign form"),
  .summary = N_ ("Signs a complete form with the passphrase; a later change makes the signature void."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
  .on_locked = TRUE,
};
