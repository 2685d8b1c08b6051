/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A change of dose is a new line: the old one ends on the day on which the new one begins. */

#include "crf-medication-line.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "medication", N_ ("Medicine (number)"), "text", TRUE },
  { "from", N_ ("From"), "date", TRUE },
  { "dose", N_ ("New dose"), "text", TRUE },
  { "frequency", N_ ("New frequency"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static const char *const kept[] = { "cm.name", "cm.class", "cm.route", "cm.indication" };

static gboolean
begin_line (CrfUseCaseContext *context,
            CrfCasebook *casebook,
            CrfFormRecord *line,
            const char *from,
            GError **error)
{
  g_autoptr (CrfTarget) target = crf_common_form_add (context, "medication", error);
  const char *frequency = crf_context_get (context, "frequency");

  if (target == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const char *text = crf_common_form_get (casebook, line, kept[i]);

      if (text != NULL && !crf_context_store_concept (context, target, kept[i], text, NULL, NULL, error))
        return FALSE;
    }
  if (frequency == NULL)
    frequency = crf_common_form_get (casebook, line, "cm.frequency");
  crf_context_result (context, "formkey", target->formkey);
  return crf_context_store_concept (context, target, "cm.dose", crf_context_get (context, "dose"), NULL, NULL, error) &&
         (frequency == NULL || crf_context_store_concept (context, target, "cm.frequency", frequency, NULL, NULL, error)) &&
         crf_context_store_concept (context, target, "cm.start", from, NULL, NULL, error) &&
         crf_context_store_concept (context, target, "cm.ongoing", "Y", NULL, NULL, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  const char *reason = crf_context_get (context, "reason");
  g_autofree char *from = NULL;
  CrfFormRecord *line;

  if (casebook == NULL)
    return FALSE;
  line = crf_medication_line_find (context, casebook, "from", &from);
  return line == NULL || (crf_medication_line_end (context, line, from, reason != NULL ? reason : _("dose changed"), error) &&
                          begin_line (context, casebook, line, from, error));
}

const CrfUseCase crf_use_case_change_medication = {
  .name = "change-medication",
  .title = N_ ("Change dose"),
  .summary = N_ ("Ends a line of the medication list and begins a new one with another dose."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
