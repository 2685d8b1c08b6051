/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Quality assurance releases one preparation, as it is ordered and planned now; the lot's own release is another act. The infusion does not start without
 * it. The ward sees "released", never from which lot. */

#include "crf-infusion-steps.h"

#include "crf-signature.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "at", N_("Released at"), "datetime", TRUE },
  { "appearance", N_("Appearance"), "choice:OK|FAILED", TRUE },
  { "passphrase", N_("Passphrase"), "passphrase", TRUE },
  { "note", N_("Note"), "text", FALSE },
  { "next", N_("Handed to"), "text", FALSE },
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
  g_autofree char *shown = g_strdup_printf ("Release of preparation %s, label %s, for %s at %s", preparation, code, context->subject->number, at);
  const CrfEntry target = { .action = CRF_ACTION_SIGN, .subject = context->subject->key, .event = infusion->place.event->oid,
                            .eventkey = infusion->eventkey, .form = infusion->place.form->oid, .formkey = "1" };

  return crf_signature_add (context->txn, &target, "product-release", shown, crf_context_get (context, "passphrase"), error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = NULL;
  g_autoptr (GPtrArray) steps = NULL;
  g_autofree char *at = NULL, *preparation = NULL, *code = NULL;

  if (!crf_infusion_step_begin (context, &infusion, &at, error))
    return context->outcome->refusal != NULL;
  steps = crf_infusion_steps_read (context->file, context->subject->key, infusion, error);
  if (steps == NULL)
    return FALSE;
  preparation = crf_infusion_preparation (infusion, steps);
  if (preparation == NULL)
    return crf_context_refuse (context, "not-ordered", _("The investigator orders the infusion."), _("No infusion of %s is ordered."),
                               context->subject->number);
  code = crf_infusion_bag_code (context->file, context->subject->key, infusion, steps);
  if (code == NULL)
    return crf_context_refuse (context, "not-planned", _("Plan the infusion first."), _("There is no product to release for %s: the infusion is not planned."),
                               context->subject->number);
  if (strcmp (crf_context_get (context, "appearance"), "OK") != 0)
    return crf_context_refuse (context, "appearance", _("Keep it back, and prepare anew."), _("Preparation %s does not conform: it is not released."), preparation);
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
  .blinding = CRF_BLINDING_PRODUCT,
};
