/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A line of the pre-screening log: somebody was considered and not asked, or declined. Before consent nothing is written that could tell who it was. */

#include "crf-detail.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "date", N_ ("Date"), "date", TRUE },
  { "age-band", N_ ("Age band"), "choice:0-17|18-39|40-59|60-79|80+|unknown", TRUE },
  { "sex", N_ ("Sex"), "choice:M|F|U", TRUE },
  { "reason", N_ ("Why not registered"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autofree char *date = NULL, *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_PRESCREEN, .reason = crf_context_get (context, "reason") };

  if (!crf_context_get_date (context, "date", FALSE, &date))
    return TRUE;
  if (strcmp (date, crf_session_get_today (context->session)) > 0)
    return crf_context_refuse (context, "in-the-future", _("Check the date."), _("%s has not come yet."), date);
  detail = crf_detail_new ("date", date, "age_band", crf_context_get (context, "age-band"), "sex", crf_context_get (context, "sex"), NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_log_prescreening = {
  .name = "log-prescreening",
  .title = N_ ("Add to pre-screening log"),
  .summary = N_ ("Adds an anonymous line to the pre-screening log: write nothing that tells who it was."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .parameters = parameters,
  .run = run,
};
