/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Quality assurance releases one preparation, as it is ordered and planned now; the lot's own release is another act. The infusion does not start without
 * it. Who prepared the product does not release it; where that has happened, it is recorded afterwards with the reason, as a deviation; so is what was
 * released before it was ordered or planned, which lets nothing start. The ward sees "released", never from which lot. */

#include "crf-infusion-steps.h"

#include "crf-blind.h"
#include "crf-infusion-gates.h"
#include "crf-partial-date.h"
#include "crf-product-release.h"
#include "crf-signature.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "at", N_("Released at"), "datetime", TRUE },
  { "appearance", N_("Appearance"), "choice:OK|FAILED", TRUE },
  { "passphrase", N_("Passphrase"), "passphrase", TRUE },
  { "note", N_("Note"), "text", FALSE },
  { "next", N_("Handed to"), "text", FALSE },
  { "reason", N_("Reason, where it was released without a second person"), "text", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
sign (CrfUseCaseContext *context,
      const CrfInfusion *infusion,
      const char *preparation,
      const char *code,
      const char *at,
      GError **error)
{
  g_autofree char *shown = g_strdup_printf ("Release of preparation %s, label %s, for %s at %s", preparation != NULL ? preparation : "without an order",
                                            code != NULL ? code : "none", context->subject->number, at);
  const CrfEntry target = { .action = CRF_ACTION_SIGN, .subject = context->subject->key, .event = infusion->place.event->oid,
                            .eventkey = infusion->eventkey, .form = infusion->place.form->oid, .formkey = "1" };

  return crf_signature_add (context->txn, &target, "product-release", shown, crf_context_get (context, "passphrase"), error);
}

/* Whether @at lies back: it is not released now, it was. */
static gboolean
is_record (CrfUseCaseContext *context,
           const char *at)
{
  CrfInstant now = crf_session_now (context->session);
  CrfDate date;

  return crf_datetime_parse (at, FALSE, &date, NULL) &&
         now.utc_ms / 60000 + now.offset_minutes - crf_date_to_minutes (&date) > CRF_STEP_LATE_MINUTES;
}

/* FALSE when refused or broken. In a masked study the pharmacy's plan is the preparation. */
static gboolean
check_person (CrfUseCaseContext *context,
              const CrfInfusion *infusion,
              const GPtrArray *steps,
              const char *at,
              GError **error)
{
  const char *login = crf_session_get_login (context->session);
  const char *reason = crf_context_get (context, "reason");

  if (!crf_product_prepared_by (steps, login) && !(crf_blind_is_ward_blinded (context->study) && g_strcmp0 (infusion->planner, login) == 0))
    return TRUE;
  if (!is_record (context, at))
    return !crf_context_refuse (context, "same-person", _("Another person of quality assurance reads label and certificate, releases and signs."),
                                _("The preparation is yours: a second person must release it."));
  if (reason == NULL)
    return !crf_context_refuse (context, "same-person", _("If you released it alone all the same, enter the reason: it becomes a protocol deviation."),
                                _("The preparation is yours: a second person should have released it."));
  return crf_context_open_deviation (context, "same-person-release", reason, error, _("The product of %s was released by the person who had prepared it."),
                                     context->subject->number);
}

/* What was not done when it was released, as refusals. */
static GPtrArray *
list_missing (CrfUseCaseContext *context,
              const CrfInfusion *infusion,
              const GPtrArray *steps,
              const char *at)
{
  GPtrArray *missing = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_refusal_free);

  crf_infusion_list_unexpected (context, steps, at, missing);
  if (infusion->plan_entry == NULL || infusion->stage == CRF_INFUSION_NONE)
    g_ptr_array_add (missing, crf_refusal_new ("not-planned", NULL, _("The infusion of %s is not planned."), context->subject->number));
  return missing;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = NULL;
  g_autoptr (GPtrArray) steps = NULL, missing = NULL;
  g_autofree char *at = NULL, *preparation = NULL, *code = NULL;

  if (!crf_infusion_step_begin (context, &infusion, &at, error))
    return context->outcome->refusal != NULL;
  steps = crf_infusion_steps_read (context->file, context->subject->key, infusion, error);
  if (steps == NULL)
    return FALSE;
  preparation = crf_infusion_preparation (infusion, steps);
  code = crf_infusion_bag_code (context->file, context->subject->key, infusion, steps);
  if (strcmp (crf_context_get (context, "appearance"), "OK") != 0)
    return crf_context_refuse (context, "appearance", _("Keep it back, and prepare anew."), _("Preparation %s does not conform: it is not released."),
                               preparation != NULL ? preparation : "–");
  missing = list_missing (context, infusion, steps, at);
  if (!crf_infusion_take_missing (context, missing, error))
    return context->outcome->prompt != NULL;
  if (!check_person (context, infusion, steps, at, error))
    return context->outcome->refusal != NULL;
  return sign (context, infusion, preparation, code, at, error) &&
         crf_infusion_step_add (context, infusion, CRF_STEP_RELEASE, at, error, "preparation", preparation, "code", code, "note", crf_context_get (context, "note"),
                                "next", crf_context_get (context, "next"), NULL);
}

const CrfUseCase crf_use_case_release_product = {
  .name = "release-product",
  .title = N_("Release product"),
  .summary = N_("Quality assurance releases this preparation and signs."),
  .roles = CRF_ROLE_LABORATORY | CRF_ROLE_PHARMACIST | CRF_ROLE_INVESTIGATOR |
           CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "prepare",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
  .blinding = CRF_BLINDING_PRODUCT,
};
