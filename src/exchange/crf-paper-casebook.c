/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One patient after the other, each from a new page on. What cannot be read makes no casebook: one that lacks a part without saying so would be
 * believed. */

#include "crf-paper-casebook-private.h"

#include "crf-coding.h"
#include "crf-export.h"
#include "crf-paper-private.h"
#include "crf-paper-signatures.h"
#include "crf-reader-trust.h"
#include "crf-readings.h"
#include "crf-written.h"

#include <glib/gi18n-lib.h>

/* ── Signatures ── */

gboolean
crf_paper_casebook_add_signatures (CrfCasebookPaper *self,
                                   const CrfTarget *target,
                                   GError **error)
{
  return crf_paper_add_signatures (self->paper, self->session, target, NULL, error);
}

static gboolean
add_casebook_signatures (CrfCasebookPaper *self,
                         GError **error)
{
  const CrfTarget casebook = { .subject = self->patient->key };
  g_autoptr (GPtrArray) signatures = crf_reader_signatures (self->session, &casebook, error);

  if (signatures == NULL)
    return FALSE;
  crf_paper_add_heading (self->paper, _("Signatures on the casebook"));
  if (signatures->len == 0)
    crf_paper_add_text (self->paper, _("This casebook is not signed."), 0);
  return crf_paper_casebook_add_signatures (self, &casebook, error);
}

/* ── One patient ── */

static gboolean
is_part (const CrfCasebookOptions *options)
{
  return options->form != NULL || options->event != NULL;
}

static void
add_facts (CrfCasebookPaper *self)
{
  const CrfPatient *patient = self->patient;
  g_autofree char *queries = patient->open_queries > 0 ? g_strdup_printf ("%u", patient->open_queries) : NULL;
  g_autofree char *choice = crf_written_choice (patient->number, self->options->identifiers, self->options->audit);

  crf_paper_add_pair (self->paper, _("Status"), patient->status_label);
  crf_paper_add_pair (self->paper, _("Age"), patient->age);
  crf_paper_add_pair (self->paper, _("Allocation number"), patient->allocation_number);
  crf_paper_add_pair (self->paper, _("Arm"), patient->arm);
  crf_paper_add_pair (self->paper, _("Emergency unblinding"), patient->code_broken);
  crf_paper_add_pair (self->paper, _("Protocol version"), patient->version);
  crf_paper_add_pair (self->paper, _("Day on study"), patient->day_on_study);
  crf_paper_add_pair (self->paper, _("Open queries"), queries);
  crf_paper_add_pair (self->paper, _("Choice"), choice);
  crf_paper_add_pair (self->paper, _("Only the visit"), self->options->event);
  crf_paper_add_pair (self->paper, _("Only the form"), self->options->form);
}

static gboolean
add_patient (CrfCasebookPaper *self,
             GError **error)
{
  gboolean coded = crf_reader_has_codings (self->session);
  g_autoptr (GPtrArray) terms = coded ? crf_reader_codable_terms (self->session, self->patient->key, error) : NULL;

  if (coded && terms == NULL)
    return FALSE;
  self->terms = terms;
  crf_paper_turn (self->paper, self->patient);
  crf_paper_add_mark (self->paper, self->patient->number, 0);
  add_facts (self);
  if (is_part (self->options))
    return crf_paper_casebook_add_forms (self, error) && (!self->options->audit || crf_paper_casebook_add_audit (self, error));
  return add_casebook_signatures (self, error) && crf_paper_casebook_add_course (self, error) && crf_paper_casebook_add_forms (self, error) &&
         crf_paper_casebook_add_findings (self, error) && (!self->options->audit || crf_paper_casebook_add_audit (self, error));
}

static gboolean
add_patients (CrfCasebookPaper *self,
              GPtrArray *patients,
              CrfPaperProgress progress,
              gpointer data,
              GError **error)
{
  for (guint i = 0; i < patients->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      self->patient = g_ptr_array_index (patients, i);
      if (!add_patient (self, error))
        return FALSE;
      if (progress != NULL)
        progress ((i + 1.0) / patients->len, data);
    }
  if (patients->len == 0)
    crf_paper_add_text (self->paper, _("No patient is registered."), 0);
  return TRUE;
}

static char *
describe_choice (const CrfCasebookOptions *options)
{
  return g_strdup_printf ("casebook%s%s%s%s%s%s%s%s", options->subject != NULL ? " " : " all", options->subject != NULL ? options->subject : "",
                          options->event != NULL ? ", event " : "", options->event != NULL ? options->event : "", options->form != NULL ? ", form " : "",
                          options->form != NULL ? options->form : "", options->identifiers ? ", with identifiers" : "",
                          options->audit ? ", with audit trail" : "");
}

gboolean
crf_paper_casebook_write (CrfSession *session,
                          const CrfCasebookOptions *options,
                          const char *path,
                          CrfPaperProgress progress,
                          gpointer data,
                          GCancellable *cancellable,
                          CrfRefusal **refusal,
                          GError **error)
{
  static const CrfCasebookOptions all = { NULL };
  const CrfPaperKind kind = { "casebook", _("Casebook"), CRF_PAPER_UPRIGHT, FALSE, NULL };
  CrfCasebookPaper self = { .session = session, .options = options != NULL ? options : &all, .cancellable = cancellable };
  g_autofree char *choice = describe_choice (self.options);
  g_autoptr (GPtrArray) patients = NULL;
  g_autoptr (CrfPaper) paper = NULL;

  crf_readings_begin_output (session);
  if (!crf_export_permitted (session, self.options->identifiers, refusal))
    return FALSE;
  patients = crf_export_subjects (session, self.options->subject, error); /* what is printed is what the journal says */
  if (patients == NULL)
    return FALSE;
  paper = crf_paper_new (session, &kind, self.options->subject != NULL ? g_ptr_array_index (patients, 0) : NULL, error);
  self.paper = paper;
  if (paper != NULL)
    crf_paper_encrypt (paper, self.options->passphrase);
  return paper != NULL && add_patients (&self, patients, progress, data, error) && crf_paper_finish (paper, path, choice, refusal, error);
}
