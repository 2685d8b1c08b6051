/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A second version of the definition: preview what it would do, activate it, let one patient go over to it. */

#include "crf-amendment.h"
#include "crf-detail.h"
#include "crf-file-taking.h"
#include "crf-hold.h"
#include "crf-use-case-private.h"
#include "crf-version.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define AMENDING_ROLES (CRF_ROLE_ADMINISTRATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_INVESTIGATOR | CRF_ROLE_DATA_MANAGER)

static const CrfParameter preview_parameters[] = {
  { "definition", N_ ("File of the new version"), "file:xml", FALSE },
  { "signature", N_ ("Signature file, where it is not beside the file"), "file:sig", FALSE },
  { "answers", N_ ("Answers to open questions"), "text", FALSE },
  { "applies", N_ ("Who goes over to it"), "choice:new|next-visit|now", FALSE },
  { "consent", N_ ("Version of the consent form"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static const CrfParameter parameters[] = {
  { "definition", N_ ("File of the new version"), "file:xml", FALSE },
  { "signature", N_ ("Signature file, where it is not beside the file"), "file:sig", FALSE },
  { "answers", N_ ("Answers to open questions"), "text", FALSE },
  { "number", N_ ("Number of the amendment"), "text", TRUE },
  { "summary", N_ ("What it is about"), "text", TRUE },
  { "date", N_ ("Date of the approval"), "date", TRUE },
  { "ethics", N_ ("Ethics approval"), "text", TRUE },
  { "consent", N_ ("Version of the consent form"), "text", FALSE },
  { "applies", N_ ("Who goes over to it"), "choice:new|next-visit|now", TRUE },
  { "retrain", N_ ("Who is trained again"), "text", TRUE },
  { "passphrase", N_ ("Passphrase"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static const char *
applies_of (CrfUseCaseContext *context)
{
  const char *applies = crf_context_get (context, "applies");

  return applies != NULL ? applies : "next-visit";
}

/* The plan, or NULL with the context's refusal set or @error. */
static CrfAmendment *
plan (CrfUseCaseContext *context,
      GError **error)
{
  CrfRefusal *refusal = NULL;
  CrfAmendment *amendment = crf_amendment_plan (context->session, crf_context_get (context, "definition"), crf_context_get (context, "answers"),
                                                applies_of (context), crf_context_get (context, "consent"), &refusal, error);

  if (refusal != NULL)
    {
      crf_context_refuse (context, refusal->code, refusal->remedy, "%s", refusal->message);
      crf_refusal_free (refusal);
    }
  return amendment;
}

static void
tell (CrfUseCaseContext *context,
      GPtrArray *sentences)
{
  for (guint i = 0; i < sentences->len; i++)
    crf_context_notice (context, "%s", (const char *) g_ptr_array_index (sentences, i));
}

static void
tell_figures (CrfUseCaseContext *context,
              const CrfAmendment *amendment)
{
  g_autofree char *patients = g_strdup_printf ("%u", amendment->subjects->len), *forms = g_strdup_printf ("%u", amendment->n_forms);

  crf_context_result (context, "patients", patients);
  crf_context_result (context, "forms", forms);
}

/* Who answers for the file; answers to open questions come from the person herself. FALSE with the outcome or @error set. */
static gboolean
take_definition (CrfUseCaseContext *context,
                 const CrfAmendment *amendment,
                 CrfTaking *taking,
                 GError **error)
{
  const char *path = crf_context_get (context, "definition");

  return path == NULL
         || crf_taking_allow_definition (taking, context->session, path, crf_context_get (context, "signature"), amendment->study, FALSE, crf_context_get (context, "confirm"),
                                         crf_context_get (context, "reason"), &context->outcome->refusal, &context->outcome->prompt, error);
}

/* In a preview nothing is asked: it is told what would be. */
static gboolean
tell_signature (CrfUseCaseContext *context,
                const CrfAmendment *amendment,
                GError **error)
{
  g_auto (CrfTaking) taking = { 0 };
  g_autoptr (GError) fault = NULL;
  g_autofree char *text = NULL;
  CrfRefusal *refusal = NULL;
  CrfPrompt *prompt = NULL;

  if (crf_context_get (context, "definition") == NULL)
    return TRUE;
  if (crf_taking_allow_definition (&taking, context->session,
                                   crf_context_get (context, "definition"),
                                   crf_context_get (context, "signature"), amendment->study, FALSE,
                                   NULL, NULL, &refusal, &prompt, &fault))
    text = crf_taking_text (&taking);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (text != NULL)
    crf_context_notice (context, "%s", text);
  else if (refusal != NULL)
    crf_context_notice (context, _("Cannot be activated: %s"), refusal->message);
  else if (prompt != NULL)
    crf_context_notice (context, "%s", prompt->message);
  g_clear_pointer (&refusal, crf_refusal_free);
  g_clear_pointer (&prompt, crf_prompt_free);
  return TRUE;
}

/* Tells and stores nothing. */
static gboolean
preview (CrfUseCaseContext *context,
         GError **error)
{
  static const char *const windows[] = { "day", "before", "after", NULL };
  g_autoptr (CrfAmendment) amendment = plan (context, error);
  g_autofree char *n_changes = NULL, *n_refusals = NULL;

  if (amendment == NULL)
    return context->outcome->refusal != NULL;
  crf_context_result (context, "from", amendment->from);
  crf_context_result (context, "to", amendment->to);
  n_changes = g_strdup_printf ("%u", amendment->changes->len);
  n_refusals = g_strdup_printf ("%u", amendment->refusals->len);
  crf_context_result (context, "changes", n_changes);
  crf_context_result (context, "refusals", n_refusals);
  tell_figures (context, amendment);
  for (guint i = 0; i < amendment->changes->len; i++)
    {
      const CrfStudyChange *change = g_ptr_array_index (amendment->changes, i);

      /* The line of the visit says the whole window. */
      if (strcmp (change->part, "event") != 0 || change->attribute == NULL || !g_strv_contains (windows, change->attribute))
        crf_context_notice (context, "%s", change->text);
    }
  tell (context, amendment->effects);
  tell (context, amendment->groups);
  for (guint i = 0; i < amendment->refusals->len; i++)
    crf_context_notice (context, _("Cannot be activated: %s"), (const char *) g_ptr_array_index (amendment->refusals, i));
  return tell_signature (context, amendment, error);
}

/* The consent version must be in the file, the people to be trained must have accounts, the number must be new. */
static gboolean
names_are_known (CrfUseCaseContext *context)
{
  const char *consent = crf_context_get (context, "consent");
  const char *retrain = crf_context_get (context, "retrain");
  g_autoptr (GPtrArray) versions = crf_records_consent_versions (context->file, NULL);
  g_autoptr (GPtrArray) accounts = crf_records_accounts (context->file, NULL);
  g_autoptr (GPtrArray) amendments = crf_records_amendments (context->file, NULL);
  g_auto (GStrv) logins = g_strsplit_set (retrain, " ,", -1);
  gboolean known = consent == NULL;

  for (guint i = 0; versions != NULL && i < versions->len; i++)
    known = known || g_strcmp0 (((CrfConsentVersionRecord *) g_ptr_array_index (versions, i))->number, consent) == 0;
  if (!known)
    return !crf_context_refuse (context, "consent-version-unknown", _("Add the version of the consent form first."),
                                _("There is no version “%s” of the consent form."), consent);
  for (guint i = 0; amendments != NULL && i < amendments->len; i++)
    if (g_strcmp0 (((CrfAmendmentRecord *) g_ptr_array_index (amendments, i))->number, crf_context_get (context, "number")) == 0)
      return !crf_context_refuse (context, "amendment-exists", _("Give it its own number."), _("There is an amendment “%s” already."),
                                  crf_context_get (context, "number"));
  for (char **login = logins; *login != NULL; login++)
    {
      known = **login == '\0' || strcmp (*login, "all") == 0 || strcmp (*login, "none") == 0;
      for (guint i = 0; accounts != NULL && i < accounts->len; i++)
        known = known || strcmp (((CrfAccountRecord *) g_ptr_array_index (accounts, i))->login, *login) == 0;
      if (!known)
        return !crf_context_refuse (context, "login-unknown", _("Name logins, “all” or “none”."), _("There is no account “%s”."), *login);
    }
  return TRUE;
}

static gboolean
append_definition (CrfUseCaseContext *context,
                   CrfStudy *study,
                   char **mdv,
                   GError **error)
{
  const char *document = crf_study_get_document (study);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, document, -1);
  g_autofree char *date = NULL, *add_detail = NULL, *detail = NULL;
  CrfEntry add = { .action = CRF_ACTION_DEFINITION_ADD, .value = document, .canon = sha256 };
  CrfEntry activate = { .action = CRF_ACTION_DEFINITION_ACTIVATE, .canon = sha256, .reason = crf_context_get (context, "reason") };

  *mdv = g_strdup_printf ("%s %s", crf_study_get_version (study), sha256);
  if (!crf_context_get_date (context, "date", FALSE, &date))
    return FALSE;
  if (strcmp (date, crf_session_get_today (context->session)) > 0)
    {
      crf_context_refuse (context, "in-the-future", _("Activate it when it is approved; until then patients are followed as before."),
                          _("The approval is dated %s, which has not come yet."), date);
      return FALSE;
    }
  add_detail = crf_detail_new ("oid", crf_study_get_oid (study), "version", crf_study_get_version (study), NULL);
  detail = crf_detail_new ("number", crf_context_get (context, "number"), "mdv", *mdv, "date", date, "ethics", crf_context_get (context, "ethics"),
                           "consent", crf_context_get (context, "consent"), "applies", applies_of (context), "retrain",
                           crf_context_get (context, "retrain"), "summary", crf_context_get (context, "summary"), NULL);
  add.detail = add_detail;
  activate.detail = detail;
  return crf_context_append (context, &add, NULL, error) && crf_context_append (context, &activate, NULL, error);
}

/* Those who need sign nothing go over at once, where it says so; the others when they have signed. */
static gboolean
switch_at_once (CrfUseCaseContext *context,
                const CrfAmendment *amendment,
                const char *mdv,
                GError **error)
{
  if (strcmp (applies_of (context), "now") != 0)
    return TRUE;
  for (guint i = 0; i < amendment->subjects->len; i++)
    {
      const CrfAmendmentSubject *subject = g_ptr_array_index (amendment->subjects, i);

      if (!subject->held && strcmp (subject->switches, _("at once")) == 0 && !crf_version_switch (context, subject->key, mdv, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* Whom it passes by, whoever else goes over and when. */
static void
tell_held (CrfUseCaseContext *context,
           const CrfAmendment *amendment)
{
  g_autoptr (GPtrArray) numbers = g_ptr_array_new ();
  g_autofree char *ranges = NULL;

  for (guint i = 0; i < amendment->subjects->len; i++)
    {
      const CrfAmendmentSubject *subject = g_ptr_array_index (amendment->subjects, i);

      if (subject->held)
        g_ptr_array_add (numbers, subject->number);
    }
  if (numbers->len == 0)
    return;
  ranges = crf_amendment_numbers (numbers);
  crf_context_result (context, "held", ranges);
  crf_context_notice (context,
                      ngettext ("%1$u patient stays in the version that holds for the record, which is frozen or locked: %2$s",
                                "%1$u patients stay in the versions that hold for their records, which are frozen or locked: %2$s", numbers->len),
                      numbers->len, ranges);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_auto (CrfTaking) taking = { 0 };
  g_autoptr (CrfAmendment) amendment = NULL;
  g_autofree char *mdv = NULL, *signature = NULL;

  if (!crf_session_check_passphrase (context->session, crf_context_get (context, "passphrase")))
    return crf_context_refuse (context, "passphrase-wrong", _("Type your own passphrase again."), _("The passphrase is wrong."));
  if (!crf_hold_allows_study (context) || !names_are_known (context))
    return TRUE;
  amendment = plan (context, error);
  if (amendment == NULL)
    return context->outcome->refusal != NULL;
  if (amendment->refusals->len > 0)
    return crf_context_refuse (context, "amendment-orphans", _("preview-amendment lists all that stands against it."), "%s",
                               (const char *) g_ptr_array_index (amendment->refusals, 0));
  if (!take_definition (context, amendment, &taking, error))
    return !crf_outcome_done (context->outcome);
  if (!append_definition (context, amendment->study, &mdv, error))
    return context->outcome->refusal != NULL;
  if (!crf_taking_append (&taking, context->txn, crf_context_get (context, "reason"), error))
    return FALSE;
  signature = crf_taking_text (&taking);
  if (signature != NULL)
    crf_context_notice (context, "%s", signature);
  crf_context_result (context, "version", amendment->to);
  tell_figures (context, amendment);
  tell (context, amendment->effects);
  tell_held (context, amendment);
  return switch_at_once (context, amendment, mdv, error);
}

static const CrfParameter switch_parameters[] = {
  { "event", N_ ("Visit it begins with"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* One patient, by hand: who stays behind an amendment for new patients only, or goes over without a visit. */
static gboolean
run_switch (CrfUseCaseContext *context,
            GError **error)
{
  const char *active = crf_study_file_get_mdv (context->file);
  const char *event = crf_context_get (context, "event");
  g_autoptr (CrfSubjectVersion) version = crf_subject_version_of (context->session, context->subject->key);
  g_autofree char *label = crf_version_label (active);
  CrfStudy *study = crf_study_file_get_study (context->file, error);

  if (study == NULL)
    return FALSE;
  if (g_strcmp0 (version->mdv, active) == 0)
    return crf_context_refuse (context, "version-current", NULL, _("Patient %s is followed under version %s already."), context->subject->number, label);
  if (version->waits_for != NULL)
    return crf_context_refuse (context, "consent-missing", _("Record the consent first."),
                               _("Patient %s has not signed consent version %s, which goes with version %s of the protocol."), context->subject->number,
                               version->waits_for, label);
  if (event != NULL && crf_study_find_event (study, event) == NULL)
    return crf_context_refuse (context, "event-unknown", NULL, _("The study has no visit “%s”."), event);
  return crf_version_switch (context, context->subject->key, active, event, error);
}

const CrfUseCase crf_use_case_preview_amendment = {
  .name = "preview-amendment",
  .title = N_ ("Preview an amendment"),
  .summary = N_ ("Tells what differs in a new version of the protocol, what happens to data in the file, and who goes over when. Nothing is stored."),
  .roles = AMENDING_ROLES,
  .task = NULL,
  .needs_subject = FALSE,
  .parameters = preview_parameters,
  .run = preview,
};

const CrfUseCase crf_use_case_activate_amendment = {
  .name = "activate-amendment",
  .title = N_ ("Activate an amendment"),
  .summary = N_ ("Puts a new version of the protocol in force: with its approval, the consent version that goes with it, and who is trained again."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER,
  .task = NULL,
  .needs_subject = FALSE,
  .parameters = parameters,
  .run = run,
};

const CrfUseCase crf_use_case_switch_version = {
  .name = "switch-version",
  .title = N_ ("Follow under the new version"),
  .summary = N_ ("Lets a patient go over to the active version of the protocol; what was entered before stays in its own version."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER,
  .task = NULL,
  .needs_subject = TRUE,
  .parameters = switch_parameters,
  .run = run_switch,
};
