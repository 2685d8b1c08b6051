/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Safety sheets: the SAE report and the log of deviations. */

#include "crf-sae-pdf.h"

#include "crf-adverse-events.h"
#include "crf-export.h"
#include "crf-medication.h"
#include "crf-reader.h"
#include "crf-paper.h"
#include "crf-written.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* "S-003 · LSMI · M · 1972 · bed 12": as on every page of the patient. */
static char *
identity_of (const CrfPatient *patient)
{
  const char *parts[] = { patient->number, patient->allocation_number, patient->initials, patient->sex, patient->birth_year, patient->age, NULL };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts) - 1; i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", parts[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
footer_of (CrfSession *session,
           const CrfStudySummary *study)
{
  char now[CRF_INSTANT_SIZE];

  return g_strdup_printf (_("%1$s · %2$s · printed %3$s by %4$s"), study->protocol, study->site,
                          crf_instant_format_local (crf_session_now (session), now), crf_session_get_name (session));
}

/* What cannot be read makes no report: a report that lacks a part without saying so would be believed. */
static gboolean
add_form (CrfPaper *sheet,
          CrfSession *session,
          const CrfTarget *target,
          GError **error)
{
  const char *language = crf_session_get_language (session);
  g_autoptr (CrfFormState) form = crf_reader_form (session, target, error);

  for (guint i = 0; form != NULL && i < form->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (form->sections, i);

      crf_paper_add_heading (sheet, section->title != NULL ? section->title : form->title);
      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);
          g_autofree char *value = field->shown && !field->sealed ? crf_value_to_display (field->value, field->item, language) : NULL;

          crf_paper_add_pair (sheet, field->label, value);
        }
    }
  return form != NULL;
}

static gboolean
add_infusions (CrfPaper *sheet,
               CrfSession *session,
               const char *subject,
               GError **error)
{
  g_autoptr (GPtrArray) infusions = crf_reader_infusions (session, subject, error);

  crf_paper_add_heading (sheet, _("Infusions"));
  for (guint i = 0; infusions != NULL && i < infusions->len; i++)
    {
      const CrfInfusionState *infusion = g_ptr_array_index (infusions, i);
      g_autofree char *label = g_strdup_printf (_("Infusion %d"), infusion->ordinal);
      g_autofree char *text = infusion->given_text != NULL ? g_strdup_printf ("%s · %s", infusion->state_label, infusion->given_text)
                                                           : g_strdup (infusion->state_label);

      crf_paper_add_pair (sheet, label, text);
    }
  return infusions != NULL;
}

static gboolean
add_medication (CrfPaper *sheet,
                CrfSession *session,
                const char *subject,
                GError **error)
{
  const char *head[] = { _("Medicine"), _("Dose"), _("From"), _("To"), _("Flag") };
  g_autoptr (GPtrArray) list = crf_reader_medications (session, subject, error);

  crf_paper_add_heading (sheet, _("Concomitant medication"));
  if (list == NULL)
    return FALSE;
  if (list->len == 0)
    {
      crf_paper_add_text (sheet, _("None is entered."));
      return TRUE;
    }
  crf_paper_add_row (sheet, head, G_N_ELEMENTS (head), TRUE);
  for (guint i = 0; i < list->len; i++)
    {
      const CrfMedication *one = g_ptr_array_index (list, i);
      const char *cells[] = { one->name, one->dose, one->start, one->ongoing ? _("ongoing") : one->end, one->flag };

      crf_paper_add_row (sheet, cells, G_N_ELEMENTS (cells), FALSE);
    }
  return TRUE;
}

static void
add_reports (CrfPaper *sheet,
             CrfSession *session,
             const CrfAdverseEvent *event)
{
  const char *head[] = { _("Report"), _("Recipient"), _("Due by"), _("Sent at"), _("Receipt") };

  crf_paper_add_heading (sheet, _("Reports"));
  crf_paper_add_row (sheet, head, G_N_ELEMENTS (head), TRUE);
  for (guint i = 0; i < event->reports->len; i++)
    {
      const CrfSaeReport *report = g_ptr_array_index (event->reports, i);
      const char *cells[] = { report->title, crf_text_get (report->recipient->title, crf_session_get_language (session)), report->due_at,
                              report->sent_at, report->receipt };

      crf_paper_add_row (sheet, cells, G_N_ELEMENTS (cells), FALSE);
    }
}

static gboolean
write_sheet (CrfSession *session,
             CrfPaper *sheet,
             const char *subject,
             const char *filter,
             const char *path,
             CrfRefusal **refusal,
             GError **error)
{
  g_autoptr (GBytes) bytes = crf_paper_finish (sheet, error);

  return bytes != NULL
         && g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), G_FILE_SET_CONTENTS_CONSISTENT,
                                      0600, error)
         && crf_written_record (session, subject, filter, path, refusal, error);
}

static CrfPaper *
new_sheet (CrfSession *session,
           const CrfStudySummary *study,
           const char *title,
           const char *identity)
{
  g_autofree char *footer = footer_of (session, study);

  return crf_paper_new (title, identity, footer, crf_session_is_demo (session) ? _("DEMO: synthetic patients") : NULL);
}

gboolean
crf_sae_pdf_write (CrfSession *session,
                   const char *subject,
                   const char *event_name,
                   const char *path,
                   CrfRefusal **refusal,
                   GError **error)
{
  /* What is printed is what the journal says. */
  g_autoptr (GPtrArray) checked = crf_export_subjects (session, subject, error);
  const CrfPatient *patient = checked != NULL ? g_ptr_array_index (checked, 0) : NULL;
  g_autoptr (GPtrArray) events = patient != NULL ? crf_reader_adverse_events (session, subject, error) : NULL;
  g_autoptr (CrfStudySummary) study = events != NULL ? crf_reader_study (session, error) : NULL;
  g_autoptr (CrfPaper) sheet = NULL;
  g_autofree char *identity = NULL;
  CrfAdverseEvent *event;

  if (study == NULL)
    return FALSE;
  event = crf_adverse_event_find (events, event_name);
  if (event == NULL || !event->serious)
    {
      *refusal = crf_refusal_new ("not-serious", _("Enter on its form that the event is serious."), _("%s has no serious adverse event “%s”."),
                                  patient->number, event_name);
      return FALSE;
    }
  identity = identity_of (patient);
  sheet = new_sheet (session, study, _("Report of a serious adverse event"), identity);
  crf_paper_add_pair (sheet, _("Study"), study->title);
  crf_paper_add_pair (sheet, _("Protocol"), study->protocol);
  crf_paper_add_pair (sheet, _("Site"), study->site);
  crf_paper_add_pair (sheet, _("Status"), patient->status_label);
  crf_paper_add_pair (sheet, _("Arm"), patient->arm);
  if (!add_form (sheet, session, event->target, error) || !add_infusions (sheet, session, subject, error) ||
      !add_medication (sheet, session, subject, error))
    return FALSE;
  add_reports (sheet, session, event);
  crf_paper_add_line (sheet, _("Investigator, date"));
  return write_sheet (session, sheet, subject, "sae-report", path, refusal, error);
}

static void
add_deviation (CrfPaper *sheet,
               const CrfDeviation *deviation)
{
  g_autofree char *heading = g_strdup_printf ("%s · %s", deviation->subject_number != NULL ? deviation->subject_number : _("Site"),
                                              deviation->opened != NULL ? deviation->opened : "");

  crf_paper_add_heading (sheet, heading);
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
  g_autoptr (GPtrArray) deviations = crf_reader_deviations (session, subject, error);
  g_autoptr (CrfStudySummary) study = deviations != NULL ? crf_reader_study (session, error) : NULL;
  g_autoptr (CrfPaper) sheet = NULL;

  if (study == NULL)
    return FALSE;
  sheet = new_sheet (session, study, _("Protocol deviations"), study->title);
  if (deviations->len == 0)
    crf_paper_add_text (sheet, _("None is recorded."));
  for (guint i = 0; i < deviations->len; i++)
    add_deviation (sheet, g_ptr_array_index (deviations, i));
  crf_paper_add_line (sheet, _("Principal investigator, date"));
  return write_sheet (session, sheet, subject, "deviations", path, refusal, error);
}
