/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The gates that the program keeps in every study. A lint compares the codes here with those that crf-trial-gates.c, crf-infusion-gates.c and
 * crf-entry-gates.c raise: whoever adds a gate adds a line. */

#include "crf-check-list-private.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *code, *acts;
  const char *condition; /* N_(): what must hold */
} gates[] = {
  { "consent-missing", "randomise enrol start-infusion", N_("consent is recorded and not withdrawn") },
  { "patient-ended", "randomise enrol order-infusion plan-infusion sign-go start-infusion check-infusion prepare-product release-product dispatch-product receive-product "
                     "check-identity premedicate",
    N_("the patient is in the study: not dead, withdrawn, lost or done with it before") },
  { "patient-died", "change-rate pause-infusion resume-infusion give-infusion flush-line hand-over", N_("the patient has not died on a day before") },
  { "already-allocated", "randomise enrol", N_("the patient is not allocated yet") },
  { "criteria-open", "randomise enrol", N_("all criteria are answered") },
  { "not-signed", "randomise enrol", N_("an investigator has signed the eligibility verdict") },
  { "signature-void", "randomise enrol", N_("nothing under the signature has changed") },
  { "signature-expired", "randomise enrol", N_("the signature is not older than the protocol allows") },
  { "not-eligible", "randomise enrol", N_("the verdict is “eligible”") },
  { "stratum-unknown", "randomise", N_("the data tell every stratum") },
  { "stratum-level-unknown", "randomise", N_("the stratum is one of the protocol's") },
  { "no-list", "randomise", N_("there is an allocation list") },
  { "list-exhausted", "randomise", N_("a slot of the stratum is free") },
  { "list-elsewhere", "randomise", N_("a slot of this workstation is free") },
  { "may-not-know", "randomise", N_("who runs a minimisation may know the arms") },
  { "no-such-lot", "plan-infusion start-infusion", N_("the lot is in the file") },
  { "lot-quarantined", "plan-infusion start-infusion", N_("the lot is not in quarantine") },
  { "lot-not-released", "plan-infusion start-infusion", N_("the lot is released") },
  { "lot-of-other-patient", "plan-infusion start-infusion", N_("an autologous lot is the patient's own") },
  { "lot-unbound", "plan-infusion start-infusion", N_("an autologous lot says whose it is") },
  { "lot-expired", "plan-infusion start-infusion", N_("the lot has not expired") },
  { "viability-missing", "plan-infusion", N_("the viability of the lot is entered") },
  { "viability-low", "plan-infusion", N_("the viability is within the release limit") },
  { "not-allocated", "start-infusion", N_("the patient is allocated") },
  { "not-ordered", "premedicate prepare-product release-product dispatch-product receive-product", N_("an investigator has ordered the infusion") },
  { "not-planned", "start-infusion release-product", N_("the infusion is planned") },
  { "allocation-old", "start-infusion", N_("the first infusion is within the protocol's days after allocation") },
  { "extra-infusion", "start-infusion", N_("the infusion is one of those that the protocol gives") },
  { "dose-over-cap", "start-infusion", N_("the planned cells are within the protocol's cap") },
  { "no-second-check", "start-infusion", N_("a second person has checked the dose") },
  { "identity-unchecked", "start-infusion", N_("two people have checked the identity at the bedside") },
  { "identity-changed", "start-infusion", N_("nothing on the label has changed since the identity check") },
  { "identity-label", "start-infusion", N_("the code on the bag is the one of this patient") },
  { "thaw-expired", "start-infusion", N_("the time after thawing is not over") },
  { "appearance-failed", "start-infusion", N_("the product looked right on arrival") },
};

static const struct
{
  const char *code;
  const char *condition; /* N_(): what opens it */
} deviations[] = {
  { "early-visit", N_("a visit date before the window") },
  { "late-visit", N_("a visit date after the window") },
  { "consent", N_("something done before consent was given, without it, or after it was withdrawn") },
  { "eligibility", N_("a value of screening by which an allocated patient is not eligible") },
  { "prohibited-medication", N_("a prohibited medicine begun after consent") },
};

void
crf_check_list_gates (CrfCheckLister *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (gates); i++)
    {
      CrfCheckLine *line = crf_check_lister_add (self, "gate", g_strdup_printf ("gate:%s", gates[i].code));

      line->place = g_strdup (gates[i].acts);
      line->name = g_strdup (gates[i].code);
      line->label = g_strdup (_(gates[i].condition));
      line->condition = g_strdup (_(gates[i].condition));
      line->finding = gates[i].code;
      line->effect = g_strdup (_("The act is refused; what has happened all the same can be recorded late, with a reason, and opens a deviation."));
      line->definition = FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (deviations); i++)
    {
      CrfCheckLine *line = crf_check_lister_add (self, "deviation", g_strdup_printf ("deviation:%s", deviations[i].code));

      line->place = g_strdup ("enter");
      line->name = g_strdup (deviations[i].code);
      line->label = g_strdup (_(deviations[i].condition));
      line->condition = g_strdup (_(deviations[i].condition));
      line->finding = deviations[i].code;
      line->effect = g_strdup (_("The entry is stored and a deviation draft is opened."));
      line->definition = FALSE;
    }
}
