/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The signed close-out, 24 hours after the start: was there a reaction, was there a serious adverse event? It looks back: who
 * died in these hours has the answers of those in which she lived. */

#include "crf-close-out.h"
#include "crf-infusion-gates.h"
#include "crf-infusion-monitor.h"
#include "crf-infusion-steps.h"
#include "crf-partial-date.h"
#include "crf-signature.h"
#include "crf-signing.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "reaction", N_("Reaction to the infusion?"), "choice:N|Y", TRUE },
  { "sae", N_("Serious adverse event within 24 h?"), "choice:N|Y", TRUE },
  { "passphrase", N_("Passphrase"), "passphrase", TRUE },
  { "note", N_("Note"), "text", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
is_yes (CrfUseCaseContext *context,
        const char *key)
{
  return strcmp (crf_context_get (context, key), "Y") == 0;
}

/* Whether an adverse event (serious where @serious) that began with the infusion or later is on record. */
static gboolean
has_event (CrfUseCaseContext *context,
           const char *start,
           gboolean serious)
{
  const CrfItem *item = crf_study_find_item_by_concept (context->study, serious ? "ae.serious" : "ae.start");
  g_autoptr (GPtrArray) found = item != NULL ? crf_records_item_values (context->file, context->subject->key, item->oid, NULL) : NULL;

  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      const CrfFoundValue *value = g_ptr_array_index (found, i);

      if (value->value->canon == NULL)
        continue;
      if (serious ? strcmp (value->value->canon, "Y") == 0 : strncmp (value->value->canon, start, strlen ("2026-03-02")) >= 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_due (CrfUseCaseContext *context,
        const char *start)
{
  CrfInstant now = crf_session_now (context->session);
  CrfDate date;

  if (!crf_datetime_parse (start, FALSE, &date, NULL))
    return TRUE;
  return crf_monitor_between (NULL, crf_date_to_minutes (&date), now.utc_ms / 60000 + now.offset_minutes) >= CRF_CLOSE_OUT_HOURS * 60;
}

/* "No" is not signed against the record. TRUE when refused. */
static gboolean
refuse_contradiction (CrfUseCaseContext *context,
                      const CrfInfusion *infusion,
                      const GPtrArray *steps)
{
  g_autofree char *reaction = is_yes (context, "reaction") ? NULL : crf_close_out_find_reaction (context, infusion, steps);
  g_autofree char *serious = is_yes (context, "sae") ? NULL : crf_close_out_find_serious (context, infusion);

  if (reaction != NULL)
    return crf_context_refuse (context, "reaction-on-record", _("Answer yes, or correct the record of the reaction first, with a reason."), "%s", reaction);
  return serious != NULL &&
         crf_context_refuse (context, "sae-on-record", _("Answer yes, or correct the adverse event first, with a reason."), "%s", serious);
}

static gboolean
refuse_what_is_missing (CrfUseCaseContext *context,
                        const CrfInfusion *infusion,
                        const GPtrArray *steps)
{
  const char *start = crf_infusion_get (infusion, "inf.start");

  if (infusion->stage < CRF_INFUSION_GIVEN)
    return crf_context_refuse (context, "not-recorded", _("Record stop, volume and outcome first."), _("The infusion of %s is not recorded yet."),
                               context->subject->number);
  if (crf_close_out_stands (context, infusion))
    return crf_context_refuse (context, "closed", NULL, _("The 24 hours of this infusion are closed already."));
  if (!is_due (context, start))
    return crf_context_refuse (context, "too-early", _("Sign when the 24 hours are over."), _("The 24 hours since %s are not over."), start);
  if (is_yes (context, "reaction") && !has_event (context, start, FALSE))
    return crf_context_refuse (context, "reaction-missing", _("Record the reaction as an adverse event first."),
                               _("No adverse event since the infusion of %s is on record."), context->subject->number);
  if (is_yes (context, "sae") && !has_event (context, start, TRUE))
    return crf_context_refuse (context, "sae-missing", _("Record the serious adverse event first: its clock runs from awareness."),
                               _("No serious adverse event of %s is on record."), context->subject->number);
  return refuse_contradiction (context, infusion, steps);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = NULL;
  g_autoptr (GPtrArray) steps = NULL;
  g_autofree char *shown = NULL;
  CrfEntry target = { .action = CRF_ACTION_SIGN, .subject = context->subject->key, .formkey = "1" };
  char now[CRF_INSTANT_SIZE];

  infusion = crf_infusion_last_of_context (context, error);
  if (infusion == NULL)
    return context->outcome->refusal != NULL;
  steps = crf_infusion_steps_read (context->file, context->subject->key, infusion, error);
  if (steps == NULL)
    return FALSE;
  if (!crf_infusion_step_needs (context, infusion, FALSE) || refuse_what_is_missing (context, infusion, steps))
    return TRUE;
  crf_close_out_fill_target (&target, infusion);
  shown = g_strdup_printf ("24 h after infusion %d of %s: reaction=%s serious=%s", infusion->place.ordinal, context->subject->number,
                           crf_context_get (context, "reaction"), crf_context_get (context, "sae"));
  crf_instant_format_local (crf_session_now (context->session), now);
  if (!is_yes (context, "reaction") && crf_infusion_get (infusion, "inf.reaction") == NULL && !crf_infusion_store (context, infusion, "inf.reaction", "0", error))
    return FALSE;
  return crf_signature_add (context->txn, &target, CRF_MEANING_CLOSE_OUT, shown, crf_context_get (context, "passphrase"), error) &&
         crf_infusion_step_add (context, infusion, CRF_STEP_CLOSE, now, error, "reaction", crf_context_get (context, "reaction"), "sae",
                                crf_context_get (context, "sae"), "note", crf_context_get (context, "note"), NULL);
}

const CrfUseCase crf_use_case_close_infusion = {
  .name = "close-infusion",
  .title = N_("Close the 24 hours"),
  .summary = N_("Signs 24 hours after the start whether there was a reaction or a serious adverse event."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "infuse",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
