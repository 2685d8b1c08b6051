/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Deviation drafts that entering a date opens. */

#include "crf-entry-gates.h"

#include "crf-common-form.h"
#include "crf-consent-gates.h"
#include "crf-detail.h"
#include "crf-eligibility.h"
#include "crf-event-link.h"
#include "crf-item-owner.h"
#include "crf-reader-private.h"
#include "crf-session-private.h"
#include "crf-visits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Which dates are acts of the trial; a date of history lies before consent by nature. */
gboolean
crf_entry_gates_is_act (const CrfItem *item)
{
  return g_strcmp0 (item->concept, "visit.date") == 0 || g_strcmp0 (item->concept, "sample.taken_at") == 0 ||
         g_strcmp0 (item->concept, "inf.start") == 0;
}

static gboolean
open_once (CrfUseCaseContext *context,
           const char *kind,
           const char *about,
           const char *text,
           GError **error)
{
  return crf_context_open_deviation_once (context, kind, about, crf_context_get (context, "reason"), text, error);
}

gboolean
crf_entry_gates_window (CrfUseCaseContext *context,
                        const CrfEvent *event,
                        const char *eventkey,
                        const char *date,
                        GError **error)
{
  const char *title = crf_text_get (event->title, crf_session_get_language (context->session));
  g_autoptr (CrfVisit) visit = NULL;
  g_autofree char *text = NULL;
  g_autofree char *about = NULL;
  int days_off;

  visit = crf_visit_of (context->session, context->subject, event->oid, eventkey, error);
  if (visit == NULL)
    return FALSE;
  about = g_strjoin ("/", event->oid, eventkey, date, visit->from, visit->to, NULL);
  switch (crf_schedule_position (visit->from, visit->to, date, &days_off))
    {
    case CRF_WINDOW_BEFORE:
      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s on %s: %d day before the window (%s to %s).",
                                           "%s on %s: %d days before the window (%s to %s).", (gulong) days_off),
                              title, date, days_off, visit->from, visit->to);
      return open_once (context, "early-visit", about, text, error);
    case CRF_WINDOW_AFTER:
      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s on %s: %d day after the window (%s to %s).",
                                           "%s on %s: %d days after the window (%s to %s).", (gulong) days_off),
                              title, date, days_off, visit->from, visit->to);
      return open_once (context, "late-visit", about, text, error);
    case CRF_WINDOW_UNKNOWN:
    case CRF_WINDOW_IN:
    default:
      return TRUE;
    }
}

gboolean
crf_entry_gates_consent (CrfUseCaseContext *context,
                         const CrfEvent *event,
                         const char *date,
                         GError **error)
{
  const char *title = crf_text_get (event->title, crf_session_get_language (context->session));
  g_autofree char *consent = crf_consent_of (context->session, context->subject->key);
  g_autofree char *text = NULL;
  g_autofree char *about = NULL;
  gsize length;

  if (consent == NULL)
    {
      about = g_strjoin ("/", "none", event->oid, NULL);
      text = g_strdup_printf (_("%s: something was done for the trial, but no consent is recorded."), title);
      return open_once (context, "consent", about, text, error);
    }
  /* Compared to the minute where both are known to the minute, else by day. */
  length = MIN (strlen (consent), strlen (date));
  if (strncmp (date, consent, length) >= 0)
    return TRUE;
  about = g_strjoin ("/", "before", event->oid, date, consent, NULL);
  text = g_strdup_printf (_("%s: done on %s, before consent was given (%s)."), title, date, consent);
  return open_once (context, "consent", about, text, error);
}

/* The death form says that the patient has died; the list of patients must not say otherwise. */
static gboolean
note_death (CrfUseCaseContext *context,
            const char *date,
            GError **error)
{
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_SUBJECT_STATUS, .subject = context->subject->key, .canon = "died" };

  if (strcmp (context->subject->status, "died") == 0)
    return TRUE;
  detail = crf_detail_new ("date", date, NULL);
  entry.detail = detail;
  crf_context_notice (context, _("%s now has the status “died”; visits still to come are not applicable."), context->subject->number);
  return crf_context_append (context, &entry, NULL, error);
}

/* A consent form that is filled in field by field is an act of consent as soon as it says which version, when and who explained. */
gboolean
crf_entry_gates_note_consent (CrfUseCaseContext *context,
                              GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  g_autoptr (GPtrArray) consents = crf_records_consents (context->file, context->subject->key, NULL);
  const char *version, *at, *explained_by, *signed_by;
  g_autofree char *by = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_CONSENT, .subject = context->subject->key, .reason = crf_context_get (context, "reason") };

  if (casebook == NULL)
    return FALSE;
  version = crf_casebook_get_concept (casebook, "consent.version");
  at = crf_casebook_get_concept (casebook, "consent.datetime");
  explained_by = crf_casebook_get_concept (casebook, "consent.explained_by");
  signed_by = crf_casebook_get_concept (casebook, "consent.signed_by");
  if (version == NULL || at == NULL || explained_by == NULL)
    return TRUE;
  for (guint i = 0; consents != NULL && i < consents->len; i++)
    {
      const CrfConsentRecord *known = g_ptr_array_index (consents, i);

      if (g_strcmp0 (known->version, version) == 0 && g_strcmp0 (known->at, at) == 0)
        return TRUE;
    }
  by = g_ascii_strdown (signed_by != NULL ? signed_by : "subject", -1);
  detail = crf_detail_new ("version", version, "at", at, "by", by, "explained_by", explained_by, "copy",
                           crf_casebook_get_concept (casebook, "consent.copy_given"), "kind", "given", NULL);
  entry.detail = detail;
  crf_context_notice (context, _("The consent of %s to version %s on %s is recorded."), context->subject->number, version, at);
  return crf_context_append (context, &entry, NULL, error) && crf_consent_gates_after (context, version, at, explained_by, error);
}

/* A medicine that the protocol forbids and that was taken after consent; what was taken before is a matter of eligibility. */
static gboolean
check_medication (CrfUseCaseContext *context,
                  const CrfPlace *place,
                  GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  g_autofree char *consent = crf_consent_of (context->session, context->subject->key);
  g_autofree char *text = NULL;
  g_autofree char *about = NULL;
  const CrfCell *kind;
  const CrfCode *code;
  const char *name, *start;
  CrfFormRecord *form;

  if (casebook == NULL)
    return FALSE;
  form = crf_common_form_find (casebook, "medication", place->target->formkey, NULL);
  kind = form != NULL ? crf_common_form_cell (casebook, form, "cm.class") : NULL;
  code = kind != NULL ? crf_item_find_code (kind->item, kind->value->canonical) : NULL;
  start = form != NULL ? crf_common_form_get (casebook, form, "cm.start") : NULL;
  if (code == NULL || g_strcmp0 (code->effect, "prohibited") != 0 || start == NULL || consent == NULL ||
      strncmp (start, consent, MIN (strlen (start), strlen ("2026-03-02"))) < 0)
    return TRUE;
  name = crf_common_form_get (casebook, form, "cm.name");
  text = g_strdup_printf (_("%1$s (%2$s) from %3$s: prohibited by the protocol."), name != NULL ? name : "?",
                          crf_text_get (code->decode, crf_session_get_language (context->session)), start);
  about = g_strjoin ("/", code->code, start, name != NULL ? name : "?", NULL);
  return open_once (context, "prohibited-medication", about, text, error);
}

/* What the disposition form says and the list of patients does not: the status is an act of its own, with its own conditions. */
static void
compare_disposition (CrfUseCaseContext *context,
                     const CrfValue *value)
{
  static const struct { const char *code, *status; } ends[] = {
    { "COMPLETED", "completed" }, { "SCREEN FAILURE", "failed" },           { "DEATH", "died" },
    { "LOST TO FOLLOW-UP", "lost" }, { "WITHDRAWAL BY SUBJECT", "withdrawn" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_strcmp0 (value->canonical, ends[i].code) == 0 && g_strcmp0 (context->subject->status, ends[i].status) != 0)
      crf_context_notice (context, _("%s still has the status “%s”: set it too, with “%s”."), context->subject->number,
                          crf_subject_status_label (context->subject->status), _(crf_use_case_find ("set-status")->title));
}

gboolean
crf_entry_gates_decided_allocation (CrfUseCaseContext *context,
                                    const CrfPlace *place)
{
  return context->subject->allocation_number != NULL && g_strcmp0 (place->event->kind, "screening") == 0 &&
         crf_item_feeds_eligibility (context->session, place->ref->item);
}

gboolean
crf_entry_gates_is_consented (CrfUseCaseContext *context,
                              const CrfPlace *place)
{
  g_autofree char *consent = NULL;

  if (place->ref->item->concept == NULL || !g_str_has_prefix (place->ref->item->concept, "consent."))
    return FALSE;
  consent = crf_consent_of (context->session, context->subject->key);
  return consent != NULL;
}

/* "I1, E4": what excludes by its answer, or by the data whatever was answered. Free it. */
static char *
excluding (CrfUseCaseContext *context,
           CrfSubjectValues *values)
{
  const GPtrArray *criteria = crf_study_get_criteria (context->study);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < criteria->len; i++)
    {
      const CrfCriterion *criterion = g_ptr_array_index (criteria, i);
      CrfTruth truth = crf_criterion_compute (criterion, crf_session_get_sandbox (context->session), context->study, values,
                                              crf_session_get_today (context->session), NULL, NULL);
      const char *computed = truth == CRF_TRUTH_TRUE ? "Y" : truth == CRF_TRUTH_FALSE ? "N" : NULL;

      if (crf_criterion_judge (criterion, crf_criterion_answer (criterion, values), truth) == CRF_CRITERION_FAILED ||
          (computed != NULL && crf_criterion_judge (criterion, computed, truth) == CRF_CRITERION_FAILED))
        g_string_append_printf (text, "%s%s", text->len > 0 ? _(", ") : "", criterion->oid);
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

/* Who was allocated and turns out not to be eligible stays in the trial: a deviation says so, the answers that were signed stay in the trail. */
static gboolean
check_eligibility (CrfUseCaseContext *context,
                   GError **error)
{
  g_autoptr (CrfSubjectValues) values =
    crf_subject_values_read (context->file, context->study, crf_session_get_keyring (context->session), context->subject->key, error);
  g_autofree char *criteria = values != NULL ? excluding (context, values) : NULL;
  g_autofree char *text = NULL;

  if (values == NULL)
    return FALSE;
  if (criteria == NULL)
    return TRUE;
  text = g_strdup_printf (_("%1$s is allocated, but by what is recorded now not eligible: %2$s."), context->subject->number, criteria);
  return open_once (context, "eligibility", criteria, text, error);
}

gboolean
crf_entry_gates_after (CrfUseCaseContext *context,
                       const CrfPlace *place,
                       const CrfValue *value,
                       GError **error)
{
  const CrfItem *item = place->ref->item;

  if (!crf_event_link_follow (context, place, value, error) ||
      (crf_entry_gates_decided_allocation (context, place) && !check_eligibility (context, error)))
    return FALSE;
  if (value->canonical != NULL && (g_strcmp0 (item->concept, "cm.class") == 0 || g_strcmp0 (item->concept, "cm.start") == 0))
    return check_medication (context, place, error);
  if (value->canonical != NULL && g_strcmp0 (item->concept, "death.date") == 0)
    return note_death (context, value->canonical, error);
  if (value->canonical != NULL && item->concept != NULL && g_str_has_prefix (item->concept, "consent."))
    return crf_entry_gates_note_consent (context, error);
  if (g_strcmp0 (item->concept, "ds.status") == 0)
    compare_disposition (context, value);
  if (g_strcmp0 (item->concept, "status.vital") == 0 && g_strcmp0 (value->canonical, "DEAD") == 0 &&
      strcmp (context->subject->status, "died") != 0)
    crf_context_notice (context, _("Fill in the death form of %s too: date and cause."), context->subject->number);
  if (value->canonical == NULL || !crf_entry_gates_is_act (item) || strlen (value->canonical) < strlen ("2026-03-02"))
    return TRUE;
  if (strcmp (item->concept, "visit.date") == 0 && !crf_entry_gates_window (context, place->event, place->target->eventkey, value->canonical, error))
    return FALSE;
  return crf_entry_gates_consent (context, place->event, value->canonical, error);
}
