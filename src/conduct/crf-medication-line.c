/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One line of the medication list that ends or changes. */

#include "crf-medication-line.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A date that is known to the month only can lie before a day of that month. */
static gboolean
lies_before (const char *date,
             const char *start)
{
  return start != NULL && strncmp (date, start, MIN (strlen (date), strlen (start))) < 0;
}

CrfFormRecord *
crf_medication_line_find (CrfUseCaseContext *context,
                          CrfCasebook *casebook,
                          const char *argument,
                          char **on)
{
  const char *name = crf_context_get (context, "medication");
  CrfFormRecord *line = crf_common_form_find (casebook, "medication", name, NULL);
  const char *start = line != NULL ? crf_common_form_get (casebook, line, "cm.start") : NULL;

  if (line == NULL)
    crf_context_refuse (context, "medication-unknown", NULL, _("%s has no medicine “%s”."), context->subject->number, name);
  else if (!crf_context_get_date (context, argument, FALSE, on))
    line = NULL;
  else if (g_strcmp0 (crf_common_form_get (casebook, line, "cm.ongoing"), "N") == 0)
    crf_context_refuse (context, "medication-ended", _("Correct the line, with a reason, or add a new medicine."), _("This medicine has ended already."));
  else if (strcmp (*on, crf_session_get_today (context->session)) > 0)
    crf_context_refuse (context, "in-the-future", _("Check the date."), _("%s has not come yet."), *on);
  else if (lies_before (*on, start))
    crf_context_refuse (context, "before-start", _("Check both dates."), _("%s lies before the medicine was begun (%s)."), *on, start);
  return context->outcome->refusal == NULL ? line : NULL;
}

gboolean
crf_medication_line_end (CrfUseCaseContext *context,
                         const CrfFormRecord *line,
                         const char *on,
                         const char *reason,
                         GError **error)
{
  g_autoptr (CrfTarget) target = crf_common_form_target (line);

  return crf_context_store_concept (context, target, "cm.ongoing", "N", NULL, reason, error) &&
         crf_context_store_concept (context, target, "cm.end", on, NULL, reason, error);
}
