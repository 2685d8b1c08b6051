/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The second check of the dose arithmetic: another person enters weight, lot figures and volume without having seen them, the program compares,
 * and she signs. The answer names what differs, never the planner's figure: it would no longer be unseen. */

#include "crf-blind.h"
#include "crf-infusion-fields.h"
#include "crf-infusion-gates.h"
#include "crf-infusion-masked.h"
#include "crf-number.h"
#include "crf-product-release.h"
#include "crf-signature.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const CrfParameter parameters[] = {
  { "weight", N_("Weight, kg"), "number", TRUE },
  { "concentration", N_("Concentration, 10⁶ cells/mL"), "number", FALSE },
  { "viability", N_("Viability, %"), "number", FALSE },
  { "volume", N_("Volume to draw, mL"), "number", TRUE },
  { "passphrase", N_("Passphrase"), "passphrase", TRUE },
  { "lot", N_("Lot number, read off the product (masked studies)"), "text", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static const struct
{
  const char *argument, *planned, *checked, *label;
  double tolerance; /* the volume is read off a syringe with a scale of 0.1 mL */
} figures[] = {
  { "weight", "inf.weight", "inf.check_weight", N_("weight"), 0 },
  { "concentration", "inf.concentration", "inf.check_concentration", N_("concentration"), 0 },
  { "viability", "inf.viability", "inf.check_viability", N_("viability"), 0 },
  { "volume", "inf.volume", "inf.check_volume", N_("volume"), 0.1 },
};

/* Names the figures that differ; "" when all agree, NULL when refused. */
static char *
compare (CrfUseCaseContext *context,
         const CrfInfusion *infusion)
{
  g_autoptr (GString) differing = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      double planned = crf_infusion_get_number (infusion, figures[i].planned);
      double entered;

      if (!crf_context_get_number (context, figures[i].argument, &entered))
        return NULL;
      /* What a placebo does not have is not entered either. */
      if (isnan (planned) && isnan (entered) && i > 0 && crf_blind_is_ward_blinded (context->study))
        continue;
      /* What was left out agrees with nothing. */
      if (!isnan (planned) && !isnan (entered) && crf_decimal_compare (fabs (entered - planned), figures[i].tolerance) <= 0)
        continue;
      g_string_append_printf (differing, "%s%s", differing->len > 0 ? _(", ") : "", _(figures[i].label));
    }
  if (crf_blind_is_ward_blinded (context->study) && g_strcmp0 (crf_infusion_get (infusion, "inf.lot"), crf_context_get (context, "lot")) != 0)
    g_string_append_printf (differing, "%s%s", differing->len > 0 ? _(", ") : "", _("lot"));
  return g_string_free (g_steal_pointer (&differing), FALSE);
}

/* In an open study every figure is there. */
static gboolean
check_given (CrfUseCaseContext *context)
{
  if (crf_blind_is_ward_blinded (context->study))
    return crf_context_get (context, "lot") != NULL ||
           !crf_context_refuse (context, "argument-missing", NULL, _("%s (“%s”) is missing."), _("Lot number"), "lot");
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    if (crf_context_get (context, figures[i].argument) == NULL)
      return !crf_context_refuse (context, "argument-missing", NULL, _("%s (“%s”) is missing."), _(figures[i].label), figures[i].argument);
  return TRUE;
}

/* The ward of a masked study cannot be asked about the product: its limits are looked at where the pharmacy lets it go. FALSE when refused. */
static gboolean
is_within_limits (CrfUseCaseContext *context,
                  const CrfInfusion *infusion)
{
  g_autoptr (GPtrArray) over = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_refusal_free);
  g_autoptr (CrfLotRecord) lot = NULL;

  if (!crf_blind_is_ward_blinded (context->study) || crf_infusion_get (infusion, "inf.lot") == NULL)
    return TRUE;
  lot = crf_blind_find_lot (context->session, crf_infusion_get (infusion, "inf.lot"));
  crf_product_list_over_limits (context->session, context->subject, infusion, lot, crf_session_get_today (context->session), over);
  if (over->len == 0)
    return TRUE;
  context->outcome->refusal = g_ptr_array_steal_index (over, 0);
  return FALSE;
}

static gboolean
store_check (CrfUseCaseContext *context,
             const CrfInfusion *infusion,
             GError **error)
{
  gboolean masked = crf_blind_is_ward_blinded (context->study);
  g_autoptr (CrfInfusion) checked = NULL;
  g_autofree char *text = NULL;
  CrfEntry target = { .action = CRF_ACTION_SIGN, .subject = context->subject->key, .event = infusion->place.event->oid, .eventkey = infusion->eventkey,
                      .form = infusion->place.form->oid, .formkey = "1" };

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    if (!crf_infusion_store (context, infusion, figures[i].checked, crf_context_get (context, figures[i].argument), error))
      return FALSE;
  if (!crf_infusion_store (context, infusion, "inf.checked_by", crf_session_get_login (context->session), error) ||
      (masked && !crf_infusion_release_preparation (context, infusion, error)))
    return FALSE;
  checked = crf_infusion_read_for (context->session, context->subject->key, infusion->place.ordinal, error);
  text = checked != NULL ? crf_infusion_check_statement (checked) : NULL;
  return text != NULL && crf_signature_add (context->txn, &target, "dose-check", text, crf_context_get (context, "passphrase"), error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = crf_infusion_of_context (context, error);
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_refusal_free);
  g_autofree char *differing = NULL;
  CrfRefusal *end = NULL;

  if (infusion == NULL)
    return context->outcome->refusal != NULL;
  if (!check_given (context))
    return TRUE;
  if (infusion->stage == CRF_INFUSION_NONE)
    return crf_context_refuse (context, "not-planned", _("Plan the infusion first."), _("There is no plan to check for %s."), context->subject->number);
  if (infusion->stage >= CRF_INFUSION_STARTED)
    return crf_context_refuse (context, "started", NULL, _("This infusion has already been started."));
  if (crf_infusion_was_planned_by (infusion, crf_session_get_login (context->session)))
    return crf_context_refuse (context, "same-person", _("Another person signs in for the check."),
                               _("The plan is yours: a second person must check it."));
  differing = compare (context, infusion);
  if (differing == NULL)
    return TRUE;
  if (*differing != '\0')
    return crf_context_refuse (context, "check-differs", _("Read scale, certificate and syringe again; if the plan is wrong, plan anew."),
                               _("The check does not agree with the plan: %s."), differing);
  if (!is_within_limits (context, infusion))
    return TRUE;
  if (!crf_infusion_patient_is_there (context->subject, crf_session_get_today (context->session), &end))
    g_ptr_array_add (missing, end);
  if (!crf_infusion_take_missing (context, missing, error))
    return context->outcome->prompt != NULL;
  return store_check (context, infusion, error);
}

const CrfUseCase crf_use_case_check_infusion = {
  .name = "check-infusion",
  .title = N_("Second check"),
  .summary = N_("A second person enters the figures unseen; the program compares."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST,
  .task = "check",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
  .blinding = CRF_BLINDING_PRODUCT,
};
