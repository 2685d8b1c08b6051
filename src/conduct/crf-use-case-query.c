/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A person asks about a value, a form or a patient. */

#include "crf-place.h"
#include "crf-query-acts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

extern const CrfUseCase crf_use_case_send_query;

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", FALSE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", FALSE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { "group", N_ ("Section"), "text", FALSE },
  { "groupkey", N_ ("Key of the section's repeat"), "text", FALSE },
  { "item", N_ ("Item"), "text", FALSE },
  { "text", N_ ("Question"), "text", TRUE },
  { "draft", N_ ("A draft: the site sees it once it is sent"), "flag", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* A draft of who asks by profession waits for a second look; the site's own question is meant at once. */
static const char *
state_of (CrfUseCaseContext *context)
{
  const char *draft = crf_context_get (context, "draft");

  return draft != NULL && strchr ("yYt1", *draft) != NULL && (crf_session_get_role (context->session) & crf_use_case_send_query.roles) != 0
           ? "Candidate" : NULL;
}

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
  return crf_query_open (context, place.target, NULL, state_of (context), crf_context_get (context, "text"), error);
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
