/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the verdict leads to: signing it, randomising or enrolling, screening failure, and what turned out wrong afterwards. */

#include "crf-eligibility-tab-private.h"

#include <glib/gi18n-lib.h>

#include "crf-asking.h"
#include "crf-dialogs.h"
#include "crf-patient-header.h"
#include "crf-patient-reads.h"
#include "crf-use-case-dialog.h"
#include "crf-weak.h"

/* ── Sign, allocate ── */

static char *
identity (CrfEligibilityTab *self)
{
  g_autoptr (CrfPatient) patient = crf_read_patient (self->writer, self->subject, NULL);

  return patient != NULL ? crf_patient_identity (patient) : NULL;
}

static void
set_busy (CrfEligibilityTab *self,
          gboolean           busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->sign), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->randomise), !busy);
}

static void
on_act_done (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (CrfEligibilityTab) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_asking_conduct_finish (result, &error);

  if (self == NULL || self->list == NULL)
    return;
  set_busy (self, FALSE);
  crf_refusal_bar_take_outcome (self->bar, outcome, error);
  crf_eligibility_tab_read_again (self);
}

static void
act (CrfEligibilityTab *self,
     const char        *use_case,
     GHashTable        *arguments)
{
  set_busy (self, TRUE);
  crf_refusal_bar_clear (self->bar);
  crf_asking_conduct_async (GTK_WIDGET (self), self->writer, use_case, self->subject, arguments, on_act_done, crf_weak_new (self));
}

static void
on_passphrase (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (CrfEligibilityTab) self = crf_weak_take (user_data);
  char *passphrase = crf_dialogs_passphrase_finish (result);

  if (self != NULL && self->list != NULL && passphrase != NULL)
    act (self, "sign-eligibility", crf_arguments_new ("passphrase", passphrase, NULL));
  crf_dialogs_wipe (passphrase);
}

void
crf_eligibility_tab_on_sign (CrfEligibilityTab *self)
{
  g_autofree char *who = identity (self);
  g_autofree char *meaning = NULL;

  if (!self->state->can_sign && self->state->sign_refusal != NULL)
    {
      crf_refusal_bar_show_refusal (self->bar, self->state->sign_refusal);
      return;
    }
  /* Translators: what the signature means; %s is the verdict, as “Eligible” */
  meaning = g_strdup_printf (_("I have reviewed every criterion and the data behind it. Verdict: %s."), self->state->verdict_text);
  crf_dialogs_passphrase_async (GTK_WIDGET (self), _("Sign Eligibility"), who, meaning, _("_Sign"), on_passphrase,
                                crf_weak_new (self));
}

/* Where the strata became others between the dialog and the draw, they are read back again; of a file that was restored somebody says what was compared. */
static void
on_randomise_confirmed (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (CrfEligibilityTab) self = crf_weak_take (user_data);

  if (crf_dialogs_confirm_finish (result) && self != NULL && self->list != NULL)
    act (self, self->state->allocate, crf_arguments_new ("product", self->state->confirm_product ? "yes" : NULL, "confirm", self->asked_id, NULL));
}

void
crf_eligibility_tab_on_randomise (CrfEligibilityTab *self)
{
  g_autofree char *who = identity (self);
  g_autoptr (GString) body = g_string_new (NULL);

  if (!self->state->can_randomise && self->state->randomise_refusal != NULL)
    {
      crf_refusal_bar_show_refusal (self->bar, self->state->randomise_refusal);
      return;
    }
  g_free (self->asked_id);
  self->asked_id = g_strdup (self->state->strata_confirm);
  if (crf_eligibility_tab_enrols (self))
    g_string_append_printf (body, _("%s gets the next enrolment number. This cannot be taken back."), who);
  else if (g_strcmp0 (self->state->allocate, "minimise") == 0)
    g_string_append_printf (body, _("%s gets an arm by minimisation. This cannot be taken back."), who);
  else
    g_string_append_printf (body, _("%s takes the next free place of the sealed list. This cannot be taken back."), who);
  if (self->state->strata_text != NULL)
    /* Translators: the strata as they are read back */
    g_string_append_printf (body, _("\n\nStratum: %s. Check it against the chart: it stays as drawn."), self->state->strata_text);
  if (self->state->confirm_product)
    g_string_append (body, _("\n\nYou confirm that the product can be had for this patient."));
  crf_dialogs_confirm_async (GTK_WIDGET (self), crf_eligibility_tab_enrols (self) ? _("Enrol This Patient?") : _("Randomise This Patient?"), body->str,
                             crf_eligibility_tab_enrols (self) ? _("_Enrol") : _("_Randomise"), FALSE, on_randomise_confirmed,
                             crf_weak_new (self));
}

/* ── Screen failure, allocation in error ── */

static void
on_dialog_done (CrfEligibilityTab *self,
                CrfOutcome        *outcome)
{
  crf_refusal_bar_take_outcome (self->bar, outcome, NULL);
  crf_eligibility_tab_read_again (self);
}

static CrfUseCaseDialog *
open_dialog (CrfEligibilityTab *self,
             const char        *use_case)
{
  g_autofree char *who = identity (self);
  CrfUseCaseDialog *dialog = crf_use_case_dialog_present (GTK_WIDGET (self), self->writer, use_case, self->subject);

  if (dialog == NULL)
    return NULL;
  crf_use_case_dialog_set_texts (dialog, who, _(crf_use_case_find (use_case)->summary));
  crf_use_case_dialog_set_hint (dialog, "criteria", _("Identifiers of the list, as E2 E10"));
  if (self->state->failed_criteria != NULL)
    crf_use_case_dialog_fill (dialog, "criteria", self->state->failed_criteria);
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_dialog_done), self, G_CONNECT_SWAPPED);
  return dialog;
}

void
crf_eligibility_tab_on_fail (CrfEligibilityTab *self)
{
  CrfUseCaseDialog *dialog = open_dialog (self, "fail-screening");

  if (dialog != NULL && self->state->failed_criteria != NULL)
    crf_use_case_dialog_fill (dialog, "why", "criteria");
}

void
crf_eligibility_tab_on_in_error (CrfEligibilityTab *self)
{
  open_dialog (self, "note-ineligible");
}
