/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The report of a serious adverse event: the event's form, infusions, medication, what has been reported to whom. */

#include "crf-paper-safety.h"

#include "crf-adverse-events.h"
#include "crf-coding.h"
#include "crf-export.h"
#include "crf-medication.h"
#include "crf-paper-signatures.h"
#include "crf-readings.h"

#include <glib/gi18n-lib.h>

/* With what the event is coded, where it is. */
static gboolean
add_coding (CrfPaper *sheet,
            CrfSession *session,
            const CrfTarget *target,
            GError **error)
{
  g_autoptr (GPtrArray) terms = NULL;
  const CrfCodableTerm *term;
  g_autofree char *text = NULL;
  const CrfTarget form = { .subject = target->subject, .event = target->event, .eventkey = target->eventkey, .form = target->form, .formkey = target->formkey };

  if (!crf_reader_has_codings (session))
    return TRUE;
  terms = crf_reader_codable_terms (session, target->subject, error);
  if (terms == NULL)
    return FALSE;
  term = crf_codable_terms_find (terms, &form);
  text = term != NULL ? crf_codable_term_full (term) : NULL;
  if (text != NULL)
    crf_paper_add_text (sheet, text, 0);
  return TRUE;
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

/* Who answers for what stands above: on the event's form, and on the casebook, which is over all forms. */
static gboolean
add_signatures (CrfPaper *sheet,
                CrfSession *session,
                const CrfTarget *target,
                GError **error)
{
  const CrfTarget whole = { .subject = target->subject };
  guint n_standing = 0;

  crf_paper_add_heading (sheet, _("Signature on the event's form"));
  if (!crf_paper_add_signatures (sheet, session, target, &n_standing, error) || !crf_paper_add_signatures (sheet, session, &whole, &n_standing, error))
    return FALSE;
  if (n_standing == 0)
    crf_paper_add_text (sheet, _("NOT SIGNED: no investigator's signature stands on the form of this event."), 0);
  return TRUE;
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
  static const double shares[] = { 3, 2, 1.6, 1.6, 2.4 };
  const char *const head[] = { _("Medicine"), _("Dose"), _("From"), _("To"), _("Flag") };
  g_autoptr (GPtrArray) list = crf_reader_medications (session, subject, error);

  crf_paper_add_heading (sheet, _("Concomitant medication"));
  if (list == NULL)
    return FALSE;
  if (list->len == 0)
    {
      crf_paper_add_text (sheet, _("None is entered."), 0);
      return TRUE;
    }
  crf_paper_set_columns (sheet, shares, G_N_ELEMENTS (shares));
  crf_paper_add_header (sheet, head);
  for (guint i = 0; i < list->len; i++)
    {
      const CrfMedication *one = g_ptr_array_index (list, i);
      const char *const cells[] = { one->name, one->dose, one->start, one->ongoing ? _("ongoing") : one->end, one->flag };

      crf_paper_add_row (sheet, cells, 0);
    }
  return TRUE;
}

static void
add_reports (CrfPaper *sheet,
             CrfSession *session,
             const CrfAdverseEvent *event)
{
  static const double shares[] = { 2, 2.4, 2, 2, 2 };
  const char *const head[] = { _("Report"), _("Recipient"), _("Due by"), _("Sent at"), _("Receipt") };

  crf_paper_add_heading (sheet, _("Reports"));
  crf_paper_set_columns (sheet, shares, G_N_ELEMENTS (shares));
  crf_paper_add_header (sheet, head);
  for (guint i = 0; i < event->reports->len; i++)
    {
      const CrfSaeReport *report = g_ptr_array_index (event->reports, i);
      const char *const cells[] = { report->title, crf_text_get (report->recipient->title, crf_session_get_language (session)), report->due_at,
                              report->sent_at, report->receipt };

      crf_paper_add_row (sheet, cells, 0);
    }
  for (guint i = 0; i < event->reports->len; i++)
    {
      const CrfSaeReport *report = g_ptr_array_index (event->reports, i);
      g_autofree char *label = NULL;

      if (report->not_signed == NULL)
        continue;
      label = g_strdup_printf ("%s · %s", report->title, crf_text_get (report->recipient->title, crf_session_get_language (session)));
      crf_paper_add_pair (sheet, label, report->not_signed);
    }
}

gboolean
crf_sae_pdf_write (CrfSession *session,
                   const char *subject,
                   const char *event_name,
                   const char *path,
                   CrfRefusal **refusal,
                   GError **error)
{
  const CrfPaperKind kind = { "sae-report", _("Report of a serious adverse event"), CRF_PAPER_UPRIGHT, FALSE, NULL };
  const char *const signatures[] = { _("Investigator, date") };
  /* What is printed is what the journal says. */
  g_autoptr (GPtrArray) checked = (crf_readings_begin_output (session), crf_export_subjects (session, subject, error));
  const CrfPatient *patient = checked != NULL ? g_ptr_array_index (checked, 0) : NULL;
  g_autoptr (GPtrArray) events = patient != NULL ? crf_reader_adverse_events (session, subject, error) : NULL;
  g_autoptr (CrfPaper) sheet = NULL;
  CrfAdverseEvent *event;

  if (events == NULL)
    return FALSE;
  event = crf_adverse_event_find (events, event_name);
  if (event == NULL || !event->serious)
    {
      *refusal = crf_refusal_new ("not-serious", _("Enter on its form that the event is serious."), _("%s has no serious adverse event “%s”."),
                                  patient->number, event_name);
      return FALSE;
    }
  sheet = crf_paper_new (session, &kind, patient, error);
  if (sheet == NULL)
    return FALSE;
  crf_paper_add_pair (sheet, _("Status"), patient->status_label);
  crf_paper_add_pair (sheet, _("Arm"), patient->arm);
  if (!add_form (sheet, session, event->target, error) || !add_coding (sheet, session, event->target, error) ||
      !add_signatures (sheet, session, event->target, error) || !add_infusions (sheet, session, subject, error) ||
      !add_medication (sheet, session, subject, error))
    return FALSE;
  add_reports (sheet, session, event);
  crf_paper_add_sign (sheet, signatures, G_N_ELEMENTS (signatures));
  return crf_paper_finish (sheet, path, NULL, refusal, error);
}
