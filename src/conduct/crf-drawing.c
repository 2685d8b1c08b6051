/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Before and after a draw. */

#include "crf-drawing.h"

#include "crf-detail.h"
#include "crf-study-plan.h"
#include "crf-trial-gates.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define RESTORED "after-restore"

static gboolean
is_yes (const char *flag)
{
  return flag != NULL && g_strv_contains ((const char *const[]) { "yes", "true", "1", "Y", NULL }, flag);
}

gboolean
crf_drawing_confirm_product (CrfUseCaseContext *context)
{
  if (!crf_study_get_randomisation (context->study)->confirm_product || is_yes (crf_context_get (context, "product")))
    return TRUE;
  crf_context_refuse (context, "product-not-confirmed", _("Ask the cell laboratory or the pharmacy, then confirm it here."),
                      _("%s cannot be allocated yet: nobody has confirmed that the product can be had."), context->subject->number);
  return FALSE;
}

gboolean
crf_drawing_read_back (CrfUseCaseContext *context,
                       const char *stratum)
{
  g_autofree char *id = g_strconcat ("strata=", stratum, NULL);
  g_autofree char *described = NULL, *confirm = NULL;
  CrfPrompt *prompt;

  crf_confirm_take (crf_context_get (context, "confirm"), RESTORED, &confirm);
  if (*stratum == '\0' || g_strcmp0 (confirm, id) == 0)
    return FALSE;
  described = crf_stratum_describe (context->study, stratum, crf_session_get_language (context->session));
  prompt = g_new0 (CrfPrompt, 1);
  prompt->id = g_steal_pointer (&id);
  /* Translators: subject number, strata */
  prompt->message = g_strdup_printf (_("%s is drawn in: %s. Is that right? A stratum cannot be changed after the draw."), context->subject->number,
                                     described);
  context->outcome->prompt = prompt;
  return TRUE;
}

gboolean
crf_drawing_record (CrfUseCaseContext *context,
                    const char *number,
                    const char *stratum,
                    GError **error)
{
  gboolean asked = crf_study_get_randomisation (context->study)->confirm_product;
  /* A transcribed enrolment says its own day. */
  const char *date = crf_context_get (context, "date");
  g_autofree char *detail = crf_detail_new ("date", date != NULL ? date : crf_session_get_today (context->session), "product", asked ? "confirmed" : NULL, "stratum",
                                            stratum != NULL && *stratum != '\0' ? stratum : NULL, NULL);
  CrfEntry status = { .action = CRF_ACTION_SUBJECT_STATUS, .subject = context->subject->key, .canon = "allocated", .detail = detail,
                      .reason = crf_context_get (context, "reason") };

  crf_context_result (context, "number", number);
  crf_context_result (context, "stratum", stratum);
  return crf_context_append (context, &status, NULL, error);
}

static void
note_slots (CrfUseCaseContext *context,
            const char *stratum)
{
  int left = crf_allocation_count_free_here (context->file, stratum);

  if (left == 0)
    crf_context_notice (context, "%s", _("That was the last slot of this stratum: append slots before the next patient."));
  else if (left <= CRF_SLOTS_LOW)
    crf_context_notice (context, g_dngettext (GETTEXT_PACKAGE, "%d free slot is left in this stratum: append slots in time.",
                                              "%d free slots are left in this stratum: append slots in time.", left), left);
}

static gboolean
draw (CrfUseCaseContext *context,
      gboolean minimise,
      const char *stratum,
      char **number,
      GError **error)
{
  g_autoptr (CrfStudyPlan) plan = NULL;
  CrfMinimisationPlan minimisation;

  if (!minimise)
    return crf_allocation_draw (context->txn, context->subject->key, stratum, number, error);
  plan = crf_study_plan_new (context->study);
  minimisation = crf_study_plan_minimisation (plan);
  return crf_allocation_minimise (context->txn, crf_session_get_keyring (context->session), &minimisation, context->subject->key, stratum, number,
                                  error);
}

/* Takes @message. TRUE: asked. */
static gboolean
ask_after_restore (CrfUseCaseContext *context,
                   gboolean may_repeat,
                   char *message)
{
  g_autofree char *rest = NULL, *sentence = message;
  gboolean told = crf_confirm_take (crf_context_get (context, "confirm"), RESTORED, &rest);

  if (!may_repeat || (told && crf_context_get (context, "reason") != NULL))
    return FALSE;
  crf_context_ask_after (context, rest, RESTORED, g_steal_pointer (&sentence))->needs_reason = TRUE;
  return TRUE;
}

/* Whoever was allocated after the backup had the slot that looks free now. */
static gboolean
ask_about_slot (CrfUseCaseContext *context,
                const char *stratum)
{
  return ask_after_restore (context, crf_allocation_may_repeat (context->file, stratum),
                            g_strdup (_("This file was restored, or comes from another computer: entries may be missing from it. Whoever was allocated in what is "
                                        "missing has the number and the arm that would be drawn now. Compare the allocation notices and envelopes with the "
                                        "patients in this file. If nobody is missing, say what you compared; else do not draw.")));
}

gboolean
crf_drawing_ask_about_number (CrfUseCaseContext *context)
{
  return ask_after_restore (context, crf_allocation_number_may_repeat (context->file),
                            g_strdup (_("This file was restored, or comes from another computer: entries may be missing from it. Whoever was allocated in what is "
                                        "missing has the number that would be given now. Compare the enrolment log with the patients in this file. If nobody is "
                                        "missing, say what you compared; else enter who is missing first.")));
}

gboolean
crf_drawing_run (CrfUseCaseContext *context,
                 gboolean minimise,
                 GError **error)
{
  g_autoptr (CrfSubjectValues) values = NULL;
  g_autofree char *stratum = NULL, *number = NULL;

  values = crf_subject_values_read (context->file, context->study, crf_session_get_keyring (context->session), context->subject->key, error);
  if (values == NULL)
    return FALSE;
  if (!crf_trial_may_randomise (context->session, context->subject, values, &context->outcome->refusal) || !crf_drawing_confirm_product (context))
    return TRUE;
  stratum = crf_trial_stratum (context->session, values, &context->outcome->refusal);
  if (stratum == NULL || crf_drawing_read_back (context, stratum) || (minimise ? crf_drawing_ask_about_number (context) : ask_about_slot (context, stratum)))
    return TRUE;
  if (!draw (context, minimise, stratum, &number, error))
    return FALSE;
  if (!minimise)
    note_slots (context, stratum);
  return crf_drawing_record (context, number, stratum, error);
}
