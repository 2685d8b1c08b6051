/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A named override: an investigator lets an infusion go on although something blocks it, with the reason and her signature. It opens a deviation.
 * Identity, consent and allocation cannot be overridden. */

#include "crf-infusion-gates.h"
#include "crf-infusion-steps.h"
#include "crf-signature.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "block", N_("What blocks"),
    "choice:allocation-old|go-missing|go-void|no-go|lot-not-released|product-not-released|not-released|lot-expired|thaw-expired|appearance-failed|viability-missing|viability-low|dmso-over|endotoxin-over|dose-over-cap|no-second-check",
    TRUE },
  { "why", N_("Why it goes on"), "text", TRUE },
  { "passphrase", N_("Passphrase"), "passphrase", TRUE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static const CrfRefusal *
find_block (const GPtrArray *missing,
            const char *code)
{
  for (guint i = 0; i < missing->len; i++)
    {
      const CrfRefusal *refusal = g_ptr_array_index (missing, i);

      if (strcmp (refusal->code, code) == 0)
        return refusal;
    }
  return NULL;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = crf_infusion_of_context (context, error);
  g_autoptr (GPtrArray) missing = NULL;
  g_autofree char *shown = NULL;
  const char *why = crf_context_get (context, "why"), *code = crf_context_get (context, "block");
  const CrfRefusal *block;
  char now[CRF_INSTANT_SIZE];
  CrfEntry target = { .action = CRF_ACTION_SIGN, .subject = context->subject->key, .formkey = "1" };

  if (infusion == NULL)
    return context->outcome->refusal != NULL;
  if (infusion->stage >= CRF_INFUSION_STARTED)
    return crf_context_refuse (context, "started", NULL, _("This infusion has already been started."));
  crf_instant_format_local (crf_session_now (context->session), now);
  missing = crf_infusion_list_missing (context->session, context->subject, infusion, crf_infusion_get (infusion, "inf.lot"), now);
  block = find_block (missing, code);
  if (block == NULL)
    return crf_context_refuse (context, "nothing-blocks", NULL, _("“%s” does not block the infusion of %s now."), code, context->subject->number);
  target.event = infusion->place.event->oid;
  target.eventkey = infusion->eventkey;
  target.form = infusion->place.form->oid;
  shown = g_strdup_printf ("Override of %s: %s. Reason: %s", code, block->message, why);
  return crf_signature_add (context->txn, &target, "override", shown, crf_context_get (context, "passphrase"), error) &&
         crf_context_open_deviation (context, code, why, error, "%s", block->message) &&
         crf_infusion_step_add (context, infusion, CRF_STEP_OVERRIDE, now, error, "block", code, "why", why, NULL);
}

const CrfUseCase crf_use_case_override_block = {
  .name = "override-block",
  .title = N_("Override"),
  .summary = N_("Lets a blocked infusion go on, by name and with the reason; never an identity that differs."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "prescribe",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
