/* SPDX-License-Identifier: GPL-3.0-or-later */

/* No further infusions, or again some. The patient stays in the study: stopped treatment is not left study. */

#include "crf-consent.h"
#include "crf-detail.h"
#include "crf-records-safety.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "treatment", N_ ("Treatment is"), "choice:stopped|resumed", TRUE },
  { "date", N_ ("Date"), "date", TRUE },
  { "by", N_ ("Decided by"), "choice:investigator|sponsor|subject", FALSE },
  { "reason", N_ ("Reason"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
check (CrfUseCaseContext *context,
       gboolean stop,
       const char *date)
{
  g_autoptr (CrfTreatmentStopRecord) known = crf_records_treatment_stop (context->file, context->subject->key);
  g_auto (CrfWithdrawals) withdrawals = { 0 };

  crf_withdrawals_of (context->session, context->subject->key, &withdrawals);
  if (strcmp (date, crf_session_get_today (context->session)) > 0)
    return crf_context_refuse (context, "in-the-future", _("Check the date."), _("%s has not come yet."), date);
  if (stop && known != NULL)
    return crf_context_refuse (context, "treatment-stopped", NULL, _("Treatment of %1$s was stopped on %2$s."), context->subject->number, known->day);
  if (!stop && known == NULL)
    return crf_context_refuse (context, "treatment-goes-on", NULL, _("Treatment of %s was never stopped."), context->subject->number);
  if (!stop && withdrawals.treatment != NULL)
    return crf_context_refuse (context, "consent-withdrawn", _("Record a new consent if the patient has given one."),
                               _("%1$s withdrew from treatment on %2$s."), context->subject->number, withdrawals.treatment);
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  gboolean stop = strcmp (crf_context_get (context, "treatment"), "stopped") == 0;
  const char *by = crf_context_get (context, "by");
  g_autofree char *date = NULL, *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_TREATMENT, .subject = context->subject->key, .canon = stop ? "stopped" : "resumed",
                     .reason = crf_context_get (context, "reason") };

  if (!crf_context_get_date (context, "date", FALSE, &date))
    return TRUE;
  check (context, stop, date);
  if (context->outcome->refusal != NULL)
    return TRUE;
  detail = crf_detail_new ("day", date, "by", by != NULL ? by : "investigator", NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_stop_treatment = {
  .name = "stop-treatment",
  .title = N_ ("Stop or resume treatment"),
  .summary = N_ ("Says that no further infusion is given, and why; the patient stays in the study and is followed."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = NULL,
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
