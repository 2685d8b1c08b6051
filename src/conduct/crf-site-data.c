/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whose the data are. */

#include "crf-site-data.h"

#include <glib/gi18n-lib.h>

/* What is typed, observed, decided or taken back at the site; "import" is no use case, and writes the same. */
static const char *const data_use_cases[] = {
  "import", "register", "consent", "withdraw-consent", "answer", "fail-screening", "correct-stratum", "stop-treatment", "add-visit", "log-contact",
  "log-prescreening", "add-form", "enter", "set-sample", "judge", "choose-sample", "paste-results", "complete-form", "reopen-form", "move-form",
  "second-enter", "finish-second-entry", "decide-entry", "decide-row", "mark-missed", "set-status", "sae-news", "join-events", "adjudicate", "change-medication", "add-lab-event",
  "grade-event", "record-vitals", "report-reaction", "give-infusion", NULL
};

/* Entries that say something of a patient that somebody saw, did or decided; what is computed from them is no hand's. */
static const char *const data_actions[] = {
  CRF_ACTION_SUBJECT_ADD, CRF_ACTION_SUBJECT_STATUS, CRF_ACTION_EVENT_ADD, CRF_ACTION_EVENT_STATE, CRF_ACTION_FORM_ADD, CRF_ACTION_FORM_STATE,
  CRF_ACTION_GROUP_ADD, CRF_ACTION_VALUE, CRF_ACTION_SAMPLE, CRF_ACTION_JUDGE, CRF_ACTION_CONSENT, CRF_ACTION_STRATUM, CRF_ACTION_CONTACT,
  CRF_ACTION_TREATMENT, CRF_ACTION_SAE_NEWS, CRF_ACTION_SAE_REPORT, CRF_ACTION_SAE_RECEIPT, CRF_ACTION_EVENT_LINK,
  CRF_ACTION_INFUSION_STEP, CRF_ACTION_STEP_NOTE, CRF_ACTION_PRESCREEN,
  CRF_ACTION_IDENTIFIER_HASH, CRF_ACTION_SECOND, CRF_ACTION_SECOND_MATCH, CRF_ACTION_SECOND_DECIDED,
  CRF_ACTION_SECOND_DONE, CRF_ACTION_SECOND_ROW, CRF_ACTION_FORM_MOVED, NULL
};

gboolean
crf_use_case_writes_data (const CrfUseCase *use_case)
{
  return g_strv_contains (data_use_cases, use_case->name);
}

static gboolean
may_write (CrfSession *session)
{
  CrfRole role = crf_session_get_role (session);

  return (role & CRF_SITE_ROLES) != 0 ||
         (role == CRF_ROLE_ADMINISTRATOR && crf_study_is_transcription (crf_session_get_study (session)));
}

char *
crf_site_data_remedy (CrfSession *session,
                      const CrfUseCase *use_case)
{
  if (may_write (session) || !crf_use_case_writes_data (use_case))
    return NULL;
  if ((crf_use_case_find ("query")->roles & crf_session_get_role (session)) != 0)
    return g_strdup (_("What a patient's record says is the site's to write. Open a query on the item instead: the site looks at its source and "
                       "corrects it with a reason."));
  return g_strdup (_("What a patient's record says is the site's to write: ask its staff."));
}

gboolean
crf_site_data_allows (CrfUseCaseContext *context,
                      const CrfEntry *entry)
{
  /* Allocation by a statistician (minimisation) makes forms of its own, by the rules of the trial and not by hand. */
  if (may_write (context->session) || !g_strv_contains (data_actions, entry->action) || g_str_equal (context->use_case->name, "minimise"))
    return TRUE;
  crf_context_refuse (context, "not-permitted", _("Open a query on the item instead."), _("The role “%s” does not write what a patient's record says."),
                      crf_role_get_label (crf_session_get_role (context->session)));
  return FALSE;
}
