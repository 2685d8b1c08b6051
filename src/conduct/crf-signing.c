/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Electronic signatures on forms, casebooks and what the study decides. */

#include "crf-signing.h"

#include "crf-meaning.h"
#include "crf-signature.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *meaning, *use_case, *label;
} meanings[] = {
  { CRF_MEANING_FORM, "sign-form", N_ ("I have reviewed this form; it is complete and correct.") },
  { CRF_MEANING_SAE, NULL, N_ ("I have reviewed this serious adverse event, its seriousness, its causality and its outcome; its record is complete and correct.") },
  { CRF_MEANING_CASEBOOK, "sign-casebook", N_ ("I have reviewed all forms of this patient; they are complete and correct.") },
  { CRF_MEANING_POPULATIONS, "sign-populations", N_ ("I agree with the analysis populations.") },
  { CRF_MEANING_LOCK, "sign-lock", N_ ("I agree that the database is locked.") },
  { CRF_MEANING_UNLOCK, "sign-unlock", N_ ("I agree that the database is unlocked.") },
  { CRF_MEANING_DELEGATIONS, "sign-delegations", N_ ("I have delegated these tasks to trained persons.") },
  { "eligibility", "sign-eligibility", N_ ("I have reviewed the criteria and agree with the verdict.") },
  { "dose-check", "check-infusion", N_ ("I have checked the dose independently.") },
  { "go-no-go", "sign-go", N_ ("I have judged whether the infusion may go ahead today.") },
  { "identity", "check-identity", N_ ("I have checked patient and product at the bedside.") },
  { "identity-second", NULL, N_ ("I have checked patient and product at the bedside, as the second person.") },
  { "product-release", "release-product", N_ ("I have released this product for this patient.") },
  { "override", "override-block", N_ ("I let the infusion go on in spite of what blocks it.") },
  { "handover", "hand-over", N_ ("I have taken this patient over.") },
  { "code-break", "break-code", N_ ("I have this patient's treatment disclosed, for the reason given.") },
  { "close-out", "close-infusion", N_ ("I have reviewed the 24 hours after the infusion.") },
};

const char *
crf_meaning_label (const char *meaning)
{
  for (guint i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (g_strcmp0 (meanings[i].meaning, meaning) == 0)
      return _ (meanings[i].label);
  return meaning;
}

const char *
crf_meaning_of_use_case (const char *use_case)
{
  for (guint i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (meanings[i].use_case != NULL && g_strcmp0 (meanings[i].use_case, use_case) == 0)
      return _ (meanings[i].label);
  return NULL;
}

const char *
crf_meaning_get (guint index)
{
  return index < G_N_ELEMENTS (meanings) ? meanings[index].meaning : NULL;
}

gboolean
crf_meaning_is_of_form (const char *meaning)
{
  return g_strcmp0 (meaning, CRF_MEANING_FORM) == 0 || g_strcmp0 (meaning, CRF_MEANING_SAE) == 0;
}

const char *
crf_signing_meaning_of (CrfCasebook *casebook,
                        CrfFormRecord *form)
{
  const CrfForm *definition = crf_study_find_form (crf_session_get_study (crf_casebook_get_session (casebook)), form->form);
  GPtrArray *cells;

  if (definition == NULL || g_strcmp0 (definition->kind, "adverse-event") != 0)
    return CRF_MEANING_FORM;
  cells = crf_casebook_get_cells (casebook, form);
  for (guint i = 0; i < cells->len; i++)
    {
      const CrfCell *cell = g_ptr_array_index (cells, i);

      if (g_strcmp0 (cell->item->concept, "ae.serious") == 0 && g_strcmp0 (cell->value->canonical, "Y") == 0)
        return CRF_MEANING_SAE;
    }
  return CRF_MEANING_FORM;
}

void
crf_signing_add_form (GString *text,
                      CrfCasebook *casebook,
                      CrfFormRecord *form)
{
  GPtrArray *cells = crf_casebook_get_cells (casebook, form);

  g_string_append_printf (text, "form %s/%s/%s/%s\n", form->event, form->eventkey, form->form, form->formkey);
  for (guint i = 0; i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);

      /* What does not open for this person is signed by the entry that holds it. */
      g_string_append_printf (text, "%s/%s/%s=%s %s %s @%s\n", cell->group, cell->groupkey, cell->item->oid,
                              cell->sealed || cell->box != NULL || cell->value->entered == NULL ? "" : cell->value->entered,
                              cell->value->unit != NULL ? cell->value->unit->oid : "",
                              cell->value->missing != NULL ? cell->value->missing : "", cell->entry != NULL ? cell->entry : "");
    }
}

gboolean
crf_signing_sign (CrfUseCaseContext *context,
                  const CrfEntry *target,
                  const char *meaning,
                  const char *shown,
                  GError **error)
{
  char buffer[CRF_INSTANT_SIZE];
  CrfInstant now = crf_session_now (context->session);

  if (!crf_signature_add (context->txn, target, meaning, shown, crf_context_get (context, "passphrase"), error))
    return FALSE;
  crf_context_result (context, "meaning", meaning);
  crf_context_notice (context, _("Signed by %s, %s, %s: %s"), crf_session_get_name (context->session),
                      crf_role_get_label (crf_session_get_role (context->session)), crf_instant_format_local (now, buffer),
                      crf_meaning_label (meaning));
  return TRUE;
}

static gboolean
is_exact (const CrfSignatureRecord *signature,
          const char *meaning,
          const char *login)
{
  return !signature->void_ && strcmp (signature->meaning, meaning) == 0 && (login == NULL || strcmp (signature->login, login) == 0);
}

gboolean
crf_signing_stands (CrfUseCaseContext *context,
                    const CrfEntry *target,
                    const char *meaning,
                    const char *login)
{
  g_autoptr (GPtrArray) signatures = target->form != NULL ? crf_signature_list (context->file, target, NULL)
                                                          : crf_signature_list_whole (context->file, target->subject, NULL);

  for (guint i = 0; signatures != NULL && i < signatures->len; i++)
    if (is_exact (g_ptr_array_index (signatures, i), meaning, login))
      return TRUE;
  return FALSE;
}
