/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A person asks about a value, a form or a patient. */

#include "crf-place.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", FALSE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", FALSE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { "group", N_ ("Section"), "text", FALSE },
  { "groupkey", N_ ("Key of the section's repeat"), "text", FALSE },
  { "item", N_ ("Item"), "text", FALSE },
  { "text", N_ ("Question"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  CrfTarget names = {
    .event = (char *) crf_context_get (context, "event"),
    .eventkey = (char *) crf_context_get (context, "eventkey"),
    .form = (char *) crf_context_get (context, "form"),
    .formkey = (char *) crf_context_get (context, "formkey"),
    .group = (char *) crf_context_get (context, "group"),
    .groupkey = (char *) crf_context_get (context, "groupkey"),
    .item = (char *) crf_context_get (context, "item"),
  };
  g_auto (CrfPlace) place = { 0 };

  if (names.item != NULL ? !crf_place_find (context, &names, &place)
                         : (names.form != NULL || names.event != NULL) && !crf_place_find_form (context, &names, &place))
    return TRUE;
  if (place.ref != NULL && place.ref->item->unblinding)
    return crf_context_refuse (context, "unblinding-item", _("Ask the pharmacy directly."),
                               _("A query is read by all; about a field that could tell the arm none is written."));
  return crf_context_open_query (context, place.target, NULL, error, "%s", crf_context_get (context, "text"));
}

const CrfUseCase crf_use_case_query = {
  .name = "query",
  .title = N_ ("Add query"),
  .summary = N_ ("Asks about a value, a form or a patient."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER | CRF_ROLE_MONITOR |
           CRF_ROLE_ASSESSOR,
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
