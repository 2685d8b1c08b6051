/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Decompensation events and the question of the condition that was there before. */

#include "crf-decompensation.h"

#include "crf-common-form.h"
#include "crf-records-safety.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
crf_decompensation_free (CrfDecompensation *event)
{
  if (event == NULL)
    return;
  crf_target_free (event->target);
  g_free (event->kind);
  g_free (event->start);
  g_free (event->end);
  g_free (event->severity);
  g_free (event->prior);
  g_free (event->verdict);
  g_free (event->verdict_by);
  g_free (event->verdict_date);
  g_free (event->counts_text);
  g_free (event->adverse_event);
  g_free (event);
}

CrfCounts
crf_decompensation_counts (const char *rule,
                           const char *verdict,
                           const char *prior)
{
  if (g_strcmp0 (verdict, "NO") == 0)
    return CRF_COUNTS_NO;
  if (g_strcmp0 (verdict, "UNCLEAR") == 0)
    return CRF_COUNTS_UNKNOWN;
  if (rule == NULL || strcmp (rule, "any") == 0)
    return CRF_COUNTS_YES;
  if (prior == NULL)
    return CRF_COUNTS_UNKNOWN;
  if (strcmp (rule, "new") == 0)
    return strcmp (prior, "NEW") == 0 ? CRF_COUNTS_YES : CRF_COUNTS_NO;
  return strcmp (prior, "SAME") != 0 ? CRF_COUNTS_YES : CRF_COUNTS_NO;
}

static const char *
rule_of (CrfStudy *study)
{
  const GPtrArray *endpoints = crf_study_get_endpoints (study);

  for (guint i = 0; i < endpoints->len; i++)
    {
      const CrfEndpoint *endpoint = g_ptr_array_index (endpoints, i);

      if (g_strcmp0 (endpoint->kind, "decompensation") == 0)
        return endpoint->prior;
    }
  return NULL;
}

static char *
text_of_counts (const CrfDecompensation *event,
                const char *verdict)
{
  if (event->counts == CRF_COUNTS_YES)
    return g_strdup (event->provisional ? _("counts, awaits adjudication") : _("counts"));
  if (event->counts == CRF_COUNTS_NO)
    return g_strcmp0 (verdict, "NO") == 0 ? g_strdup (_("does not count: adjudicated as none"))
                                          : g_strdup_printf (_("does not count: %s"), event->prior);
  return g_strdup (verdict != NULL ? _("cannot be told") : _("cannot be told yet: was the condition there at baseline?"));
}

static CrfDecompensation *
read_event (CrfCasebook *casebook,
            CrfFormRecord *form,
            int number,
            GPtrArray *links)
{
  CrfDecompensation *event = g_new0 (CrfDecompensation, 1);
  const char *verdict = crf_common_form_get (casebook, form, "ce.verdict");
  const char *prior = crf_common_form_get (casebook, form, "ce.verdict_prior");
  const char *prior_concept = prior != NULL ? "ce.verdict_prior" : "ce.against_baseline";

  if (prior == NULL)
    prior = crf_common_form_get (casebook, form, "ce.against_baseline");
  event->target = crf_common_form_target (form);
  event->number = number;
  event->kind = crf_common_form_label (casebook, form, crf_common_form_get (casebook, form, "ce.verdict_kind") != NULL ? "ce.verdict_kind" : "ce.kind");
  event->start = g_strdup (crf_common_form_get (casebook, form, "ce.start"));
  event->end = g_strdup (crf_common_form_get (casebook, form, "ce.end"));
  event->severity = crf_common_form_label (casebook, form, "ce.severity");
  event->prior = crf_common_form_label (casebook, form, prior_concept);
  event->verdict = crf_common_form_label (casebook, form, "ce.verdict");
  event->verdict_by = crf_common_form_label (casebook, form, "ce.verdict_by");
  event->verdict_date = crf_common_form_label (casebook, form, "ce.verdict_date");
  event->provisional = verdict == NULL;
  event->counts = crf_decompensation_counts (rule_of (crf_session_get_study (crf_casebook_get_session (casebook))), verdict, prior);
  event->counts_text = text_of_counts (event, verdict);
  for (guint i = 0; i < links->len; i++)
    {
      const CrfEventLinkRecord *link = g_ptr_array_index (links, i);

      if (strcmp (link->decompensation, form->formkey) == 0 && event->adverse_event == NULL)
        event->adverse_event = g_strdup (link->adverse_event);
    }
  return event;
}

GPtrArray *
crf_decompensations_of (CrfCasebook *casebook,
                        GError **error)
{
  CrfStudyFile *file = crf_session_get_file (crf_casebook_get_session (casebook));
  g_autoptr (GPtrArray) links = crf_records_event_links (file, crf_casebook_get_subject (casebook), error);
  g_autoptr (GPtrArray) forms = NULL;
  GPtrArray *events;

  if (links == NULL)
    return NULL;
  forms = crf_common_forms (casebook, "decompensation");
  events = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_decompensation_free);
  for (guint i = 0; i < forms->len; i++)
    g_ptr_array_add (events, read_event (casebook, g_ptr_array_index (forms, i), (int) i + 1, links));
  return events;
}

GPtrArray *
crf_reader_decompensations (CrfSession *session,
                            const char *subject,
                            GError **error)
{
  g_autoptr (CrfSubjectRecord) record = crf_records_find_subject (crf_session_get_file (session), subject, error);
  g_autoptr (CrfCasebook) casebook = record != NULL ? crf_casebook_new (session, record->key, error) : NULL;

  return casebook != NULL ? crf_decompensations_of (casebook, error) : NULL;
}
