/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The investigator signs all forms of a patient at once. */

#include "crf-place.h"
#include "crf-signing.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "passphrase", N_ ("Passphrase"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

/* TRUE unless refused. */
static gboolean
check_complete (CrfUseCaseContext *context,
                GPtrArray *forms)
{
  g_autoptr (CrfTarget) first = NULL;
  g_autofree char *label = NULL;
  guint n = 0, stored = 0;

  for (guint i = 0; i < forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (forms, i);
      CrfTarget target = { .subject = form->subject, .event = form->event, .eventkey = form->eventkey, .form = form->form,
                           .formkey = form->formkey };

      stored += form->id != 0;
      if (form->id == 0 || strcmp (form->state, "started") != 0)
        continue;
      if (first == NULL)
        first = crf_target_copy (&target);
      n++;
    }
  if (stored == 0)
    crf_context_refuse (context, "casebook-empty", NULL, _("Nothing has been entered for this patient."));
  if (n == 0)
    return stored > 0;
  label = crf_place_label (context->session, first);
  crf_context_refuse (context, "form-incomplete", _("Complete each form first."), _("Forms that are not complete: %u, first of them “%s”."), n, label);
  crf_context_set_target (context, first);
  return FALSE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  g_autoptr (GString) text = g_string_new (NULL);
  CrfEntry target = { .action = CRF_ACTION_SIGN, .subject = context->subject->key };
  GPtrArray *forms;

  if (casebook == NULL)
    return FALSE;
  forms = crf_casebook_get_forms (casebook);
  if (!check_complete (context, forms))
    return TRUE;
  if (crf_signing_stands (context, &target, CRF_MEANING_CASEBOOK, NULL))
    return crf_context_refuse (context, "signed", NULL, _("This casebook is signed already."));
  for (guint i = 0; i < forms->len; i++)
    if (((CrfFormRecord *) g_ptr_array_index (forms, i))->id != 0)
      crf_signing_add_form (text, casebook, g_ptr_array_index (forms, i));
  return crf_signing_sign (context, &target, CRF_MEANING_CASEBOOK, text->str, error);
}

const CrfUseCase crf_use_case_sign_casebook = {
  .name = "sign-casebook",
  .title = N_ ("Sign casebook"),
  .summary = N_ ("Signs all forms of a patient with the passphrase; a later change makes the signature void."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
  .on_locked = TRUE,
};
