/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Identity at the bedside: two people together, each reads wristband and bag and types for herself, then both sign in one dialog, the second by her
 * own passphrase; the first session goes on. A difference can never be overridden. */

#include "crf-infusion-gates.h"
#include "crf-infusion-steps.h"
#include "crf-partial-date.h"
#include "crf-second-person.h"
#include "crf-signature.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "at", N_("Checked at"), "datetime", TRUE },
  { "number", N_("Subject number on the wristband or sheet"), "text", TRUE },
  { "birth-year", N_("Birth year as the patient says it"), "integer", FALSE },
  { "code", N_("Code on the bag label"), "text", TRUE },
  { "passphrase", N_("Passphrase"), "passphrase", TRUE },
  { "second", N_("Login of the second person"), "text", TRUE },
  { "second-number", N_("Subject number, read by the second person"), "text", TRUE },
  { "second-birth-year", N_("Birth year, heard by the second person"), "integer", FALSE },
  { "second-code", N_("Code, read by the second person"), "text", TRUE },
  { "second-passphrase", N_("Passphrase of the second person"), "passphrase", TRUE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* The role in which the second person may do this; NULL with the refusal set when there is none. */
static const char *
role_of_second (CrfUseCaseContext *context,
                GError **error)
{
  if (g_strcmp0 (crf_context_get (context, "second"), crf_session_get_login (context->session)) != 0)
    return crf_second_person_role (context, "second", context->use_case, error);
  crf_context_refuse (context, "second-same-person", _("A second person reads, types and signs for herself."), _("You cannot be your own second person."));
  return NULL;
}

/* One person's reading against the record. The refusal says what differs, not what is right: it is to be read again. */
static gboolean
check_reading (CrfUseCaseContext *context,
               const char *prefix,
               const char *birth,
               const char *bag_code)
{
  g_autofree char *number_key = g_strconcat (prefix, "number", NULL);
  g_autofree char *year_key = g_strconcat (prefix, "birth-year", NULL);
  g_autofree char *code_key = g_strconcat (prefix, "code", NULL);
  const char *number = crf_context_get (context, number_key);
  const char *year = crf_context_get (context, year_key);
  const char *remedy = _("Stop. Keep the bag apart, read wristband, sheet and bag again, and call the laboratory. This cannot be overridden.");

  if (g_ascii_strcasecmp (number, context->subject->number) != 0)
    return !crf_context_refuse (context, "identity-number", remedy, _("The subject number that was read is not this patient's."));
  if (birth != NULL && year == NULL)
    return !crf_context_refuse (context, "identity-birth-year", _("Ask the patient, and type what she says."), _("The birth year is missing."));
  if (birth != NULL && strncmp (birth, year, 4) != 0)
    return !crf_context_refuse (context, "identity-birth-year", remedy, _("The birth year that was heard is not this patient's."));
  if (!crf_bag_code_matches (crf_context_get (context, code_key), bag_code))
    return !crf_context_refuse (context, "identity-code", remedy, _("The code on the bag is not the one of this patient's preparation."));
  return TRUE;
}

static gboolean
sign_both (CrfUseCaseContext *context,
           const CrfInfusion *infusion,
           const char *preparation,
           const char *bag_code,
           const char *at,
           const char *role,
           GError **error)
{
  const char *second = crf_context_get (context, "second");
  g_autofree char *shown = NULL;
  const CrfEntry target = { .action = CRF_ACTION_SIGN, .subject = context->subject->key, .event = infusion->place.event->oid,
                            .eventkey = infusion->eventkey, .form = infusion->place.form->oid, .formkey = "1" };

  shown = g_strdup_printf ("Identity of %s, preparation %s, code %s, at the bedside at %s, by %s and %s", context->subject->number, preparation, bag_code,
                           at, crf_session_get_login (context->session), second);
  return crf_signature_add (context->txn, &target, "identity", shown, crf_context_get (context, "passphrase"), error) &&
         crf_signature_add_second (context->txn, &target, "identity-second", shown, second, role, crf_context_get (context, "second-passphrase"),
                                   error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = NULL;
  g_autoptr (GPtrArray) steps = NULL;
  g_autofree char *at = NULL, *birth = NULL, *preparation = NULL, *bag_code = NULL;
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_refusal_free);
  CrfRefusal *end = NULL;
  const char *role;

  if (!crf_infusion_step_begin (context, &infusion, &at, error))
    return context->outcome->refusal != NULL;
  steps = crf_infusion_steps_read (context->file, context->subject->key, infusion, error);
  if (steps == NULL)
    return FALSE;
  preparation = crf_infusion_preparation (infusion, steps);
  if (preparation == NULL)
    return crf_context_refuse (context, "not-ordered", _("The investigator orders the infusion."), _("No infusion of %s is ordered."),
                               context->subject->number);
  bag_code = crf_infusion_bag_code (context->file, context->subject->key, infusion, steps);
  if (bag_code == NULL)
    return crf_context_refuse (context, "not-planned", _("Plan the infusion first."), _("The infusion of %s is not planned."),
                               context->subject->number);
  birth = crf_context_value_of (context, "demog.birth_date");
  role = role_of_second (context, error);
  if (role == NULL)
    return context->outcome->refusal != NULL;
  if (!check_reading (context, "", birth, bag_code) || !check_reading (context, "second-", birth, bag_code))
    return TRUE;
  if (!crf_infusion_patient_is_there (context->subject, at, &end))
    g_ptr_array_add (missing, end);
  if (!crf_infusion_take_missing (context, missing, error))
    return context->outcome->prompt != NULL;
  if (!sign_both (context, infusion, preparation, bag_code, at, role, error))
    return context->outcome->refusal != NULL;
  return crf_infusion_step_add (context, infusion, CRF_STEP_IDENTITY, at, error, "preparation", preparation, "code", bag_code, "second",
                                crf_context_get (context, "second"), NULL);
}

const CrfUseCase crf_use_case_check_identity = {
  .name = "check-identity",
  .title = N_("Identity check"),
  .summary = N_("Two people read wristband and bag at the bedside, type what they read, and both sign."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST,
  .task = "check",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
};
