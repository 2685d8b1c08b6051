/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The log of protocol deviations. */

#include "crf-ground.h"
#include "crf-paper-safety.h"

#include "crf-paper.h"
#include "crf-readings.h"

#include <glib/gi18n-lib.h>

static void
add_deviation (CrfPaper *sheet,
               const CrfDeviation *deviation)
{
  g_autofree char *heading = g_strdup_printf ("%s · %s", deviation->subject_number != NULL ? deviation->subject_number : _("Site"),
                                              deviation->opened != NULL ? deviation->opened : "");

  crf_paper_add_subheading (sheet, heading);
  crf_paper_add_pair (sheet, _("What happened"), deviation->text);
  crf_paper_add_pair (sheet, _("Reason"), deviation->reason);
  crf_paper_add_pair (sheet, _("Class"), deviation->class_label);
  crf_paper_add_pair (sheet, _("State"), deviation->state_label);
  crf_paper_add_pair (sheet, _("Found"), deviation->found);
  crf_paper_add_pair (sheet, _("Effect"), deviation->effects);
  crf_paper_add_pair (sheet, _("Corrective action"), deviation->corrective);
  crf_paper_add_pair (sheet, _("To the ethics committee on"), deviation->ethics_on);
  crf_paper_add_pair (sheet, _("Closed on"), deviation->closed_on);
}

gboolean
crf_deviations_pdf_write (CrfSession *session,
                          const char *subject,
                          const char *path,
                          CrfRefusal **refusal,
                          GError **error)
{
  const CrfPaperKind kind = { "deviations", _("Protocol deviations"), CRF_PAPER_UPRIGHT, FALSE, NULL };
  const char *const signatures[] = { _("Principal investigator, date") };
  g_autoptr (CrfPatient) patient = NULL;
  g_autoptr (GPtrArray) deviations = NULL;
  g_autoptr (CrfPaper) sheet = NULL;

  crf_readings_begin_output (session);
  if (!crf_ground_holds (session, subject, error))
    return FALSE;
  patient = subject != NULL ? crf_reader_patient (session, subject, error) : NULL;
  deviations = subject == NULL || patient != NULL ? crf_reader_deviations (session, subject, error) : NULL;
  sheet = deviations != NULL ? crf_paper_new (session, &kind, patient, error) : NULL;
  if (sheet == NULL)
    return FALSE;
  if (deviations->len == 0)
    crf_paper_add_text (sheet, _("None is recorded."), 0);
  for (guint i = 0; i < deviations->len; i++)
    add_deviation (sheet, g_ptr_array_index (deviations, i));
  crf_paper_add_sign (sheet, signatures, G_N_ELEMENTS (signatures));
  return crf_paper_finish (sheet, path, NULL, refusal, error);
}
