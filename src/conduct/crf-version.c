/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which version of the definition holds for a patient and a visit. */

#include "crf-version.h"

#include "crf-detail.h"
#include "crf-place.h"
#include "crf-records-trust.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

void
crf_subject_version_free (CrfSubjectVersion *version)
{
  if (version == NULL)
    return;
  g_free (version->mdv);
  g_free (version->next);
  g_free (version->waits_for);
  g_free (version);
}

char *
crf_version_label (const char *mdv)
{
  return mdv != NULL ? g_strndup (mdv, strcspn (mdv, " ")) : g_strdup ("");
}

/* Whether the subject has signed @wanted or a version after it; those that only new patients sign are asked of nobody. */
static gboolean
has_consented (CrfStudyFile *file,
               const char *subject,
               const char *wanted)
{
  g_autoptr (GPtrArray) versions = crf_records_consent_versions (file, NULL);
  g_autoptr (GPtrArray) consents = crf_records_consents (file, subject, NULL);
  gboolean from_here = FALSE;

  for (guint i = 0; versions != NULL && i < versions->len; i++)
    {
      const CrfConsentVersionRecord *version = g_ptr_array_index (versions, i);

      from_here = from_here || g_strcmp0 (version->number, wanted) == 0;
      if (g_strcmp0 (version->number, wanted) == 0 && g_strcmp0 (version->resign, "new") == 0)
        return TRUE;
      for (guint j = 0; from_here && consents != NULL && j < consents->len; j++)
        {
          const CrfConsentRecord *consent = g_ptr_array_index (consents, j);

          if (g_strcmp0 (consent->version, version->number) == 0 && g_strcmp0 (consent->kind, "given") == 0)
            return TRUE;
        }
    }
  return FALSE;
}

CrfSubjectVersion *
crf_subject_version_of (CrfSession *session,
                        const char *subject)
{
  CrfStudyFile *file = crf_session_get_file (session);
  CrfSubjectVersion *version = g_new0 (CrfSubjectVersion, 1);
  g_autoptr (GPtrArray) amendments = NULL;
  gboolean later;

  version->mdv = crf_records_subject_version (file, subject);
  if (version->mdv == NULL)
    version->mdv = g_strdup (crf_study_file_get_mdv (file));
  if (!crf_session_has_versions (session))
    return version;
  amendments = crf_records_amendments (file, NULL);
  /* Whoever is under the first definition has all amendments before them. */
  later = TRUE;
  for (guint i = 0; amendments != NULL && i < amendments->len; i++)
    if (g_strcmp0 (((CrfAmendmentRecord *) g_ptr_array_index (amendments, i))->mdv, version->mdv) == 0)
      later = FALSE;
  for (guint i = 0; amendments != NULL && i < amendments->len; i++)
    {
      const CrfAmendmentRecord *amendment = g_ptr_array_index (amendments, i);

      if (later && strcmp (amendment->applies, "new") != 0)
        {
          gboolean signed_already = amendment->consent == NULL || has_consented (file, subject, amendment->consent);

          g_free (signed_already ? version->next : version->waits_for);
          if (signed_already)
            version->next = g_strdup (amendment->mdv);
          else
            version->waits_for = g_strdup (amendment->consent);
        }
      later = later || g_strcmp0 (amendment->mdv, version->mdv) == 0;
    }
  return version;
}

/* The version of what is there already: the form, or the visit; NULL: nothing is. Events and medication go on over the years: there only the form counts. */
static char *
begun_under (CrfSession *session,
             const char *subject,
             const CrfTarget *place)
{
  CrfStudyFile *file = crf_session_get_file (session);
  const CrfEvent *event = place->event != NULL ? crf_place_find_event (crf_session_get_study (session), place->event) : NULL;

  if (event == NULL)
    return NULL;
  if (place->form != NULL)
    {
      g_autoptr (CrfFormRecord) form = crf_records_find_form (file, subject, event->oid, place->eventkey != NULL ? place->eventkey : "1", place->form,
                                                              place->formkey != NULL ? place->formkey : "1", NULL);

      if (form != NULL && form->mdv != NULL)
        return g_strdup (form->mdv);
    }
  if (event->type == CRF_EVENT_COMMON || (event->repeating && place->eventkey == NULL))
    return NULL;
  return crf_records_event_version (file, subject, event->oid, place->eventkey);
}

char *
crf_version_of_place (CrfSession *session,
                      const char *subject,
                      const CrfTarget *place,
                      gboolean *switches)
{
  g_autoptr (CrfSubjectVersion) version = NULL;
  char *begun = place != NULL ? begun_under (session, subject, place) : NULL;

  if (switches != NULL)
    *switches = FALSE;
  if (begun != NULL)
    return begun;
  version = crf_subject_version_of (session, subject);
  if (place == NULL || place->event == NULL || version->next == NULL)
    return g_strdup (version->mdv);
  if (switches != NULL)
    *switches = TRUE;
  return g_strdup (version->next);
}

CrfVersionScope
crf_version_enter (CrfSession *session,
                   const char *subject,
                   const CrfTarget *place,
                   GError **error)
{
  CrfVersionScope scope = { NULL, NULL, FALSE };
  g_autoptr (CrfSubjectRecord) record = NULL;
  g_autofree char *mdv = NULL;

  if (!crf_session_follow_file (session, error))
    {
      scope.failed = TRUE;
      return scope;
    }
  if (!crf_session_has_versions (session) || subject == NULL)
    return scope;
  record = crf_records_find_subject (crf_session_get_file (session), subject, NULL);
  if (record == NULL)
    return scope;
  mdv = crf_version_of_place (session, record->key, place, NULL);
  scope.session = session;
  scope.before = g_strdup (crf_session_get_version (session));
  scope.failed = !crf_session_use_version (session, mdv, error);
  return scope;
}

CrfVersionScope
crf_version_enter_infusion (CrfSession *session,
                            const char *subject,
                            GError **error)
{
  const CrfEvent *event = crf_study_find_event_by_kind (crf_session_get_study (session), "treatment");
  CrfTarget place = { .event = event != NULL ? (char *) event->oid : NULL };

  return crf_version_enter (session, subject, &place, error);
}

void
crf_version_leave (CrfVersionScope *scope)
{
  if (scope->session != NULL)
    crf_session_use_version (scope->session, scope->before, NULL);
  g_clear_pointer (&scope->before, g_free);
  scope->session = NULL;
}

/* Planning an infusion begins a visit without naming it. */
static void
place_of_arguments (CrfUseCaseContext *context,
                    CrfTarget *place)
{
  const CrfEvent *event;

  *place = (CrfTarget) { .event = (char *) crf_context_get (context, "event"), .eventkey = (char *) crf_context_get (context, "eventkey"),
                         .form = (char *) crf_context_get (context, "form"), .formkey = (char *) crf_context_get (context, "formkey") };
  if (place->event != NULL || strcmp (context->use_case->name, "plan-infusion") != 0)
    return;
  event = crf_study_find_event_by_kind (context->study, "treatment");
  place->event = event != NULL ? (char *) event->oid : NULL;
}

/* What is said of a frozen record, as in a query, does not take the patient to another version. */
static gboolean
is_held (CrfUseCaseContext *context)
{
  const CrfEntry record = { .subject = context->subject->key };
  g_autofree char *state = crf_records_hold (context->file, &record, NULL, NULL);

  return state != NULL;
}

CrfVersionScope
crf_version_enter_act (CrfUseCaseContext *context,
                       const CrfTarget *place,
                       GError **error)
{
  CrfVersionScope scope = { NULL, NULL, FALSE };
  CrfTarget named;
  g_autofree char *mdv = NULL;

  context->switches_version = FALSE;
  if (!crf_session_has_versions (context->session) || context->subject == NULL)
    return scope;
  if (place == NULL)
    place_of_arguments (context, &named);
  else
    named = *place;
  if (named.event != NULL)
    mdv = crf_version_of_place (context->session, context->subject->key, &named, &context->switches_version);
  if (context->switches_version && is_held (context))
    {
      context->switches_version = FALSE;
      g_clear_pointer (&mdv, g_free);
    }
  if (mdv == NULL)
    mdv = crf_records_subject_version (context->file, context->subject->key);
  scope.session = context->session;
  scope.before = g_strdup (crf_session_get_version (context->session));
  scope.failed = !crf_session_use_version (context->session, mdv, error);
  context->study = crf_session_get_study (context->session);
  return scope;
}

gboolean
crf_version_switch (CrfUseCaseContext *context,
                    const char *subject,
                    const char *mdv,
                    const char *event,
                    GError **error)
{
  const char *blank = strrchr (mdv, ' ');
  g_autofree char *detail = crf_detail_new ("mdv", mdv, NULL);
  CrfEntry entry = { .action = CRF_ACTION_SUBJECT_VERSION, .subject = subject, .event = event, .canon = blank != NULL ? blank + 1 : mdv,
                     .detail = detail };

  return crf_context_append (context, &entry, NULL, error);
}

gboolean
crf_version_begin (CrfUseCaseContext *context,
                   GError **error)
{
  const char *mdv = crf_session_get_version (context->session);
  const char *event = crf_context_get (context, "event");
  const CrfEvent *found = event != NULL ? crf_place_find_event (context->study, event) : NULL;
  g_autofree char *label = NULL;

  if (!crf_session_has_versions (context->session) || context->subject == NULL)
    return TRUE;
  crf_transaction_set_mdv (context->txn, mdv);
  if (!context->switches_version)
    return TRUE;
  context->switches_version = FALSE;
  label = crf_version_label (mdv);
  crf_context_notice (context, _("Patient %s is followed under version %s from this visit on."), context->subject->number, label);
  return crf_version_switch (context, context->subject->key, mdv, found != NULL ? found->oid : NULL, error);
}
