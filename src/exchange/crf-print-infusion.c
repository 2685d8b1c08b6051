/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bag label, identity sheet, flowsheet and handover sheet. */

#include "crf-print-infusion.h"

#include "crf-print.h"
#include "crf-export.h"
#include "crf-partial-date.h"
#include "crf-reader-infusion-day.h"
#include "crf-reader-monitoring.h"
#include "crf-reader.h"
#include "crf-written.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

const char *const crf_print_infusion_papers[] = { "label", "identity", "flowsheet", "handover", NULL };

typedef struct
{
  CrfSession *session;
  CrfPatient *patient;
  CrfInfusionDay *day;
  CrfFormState *form;
  CrfMonitoring *monitoring; /* NULL before the start */
  gboolean masked;
  char *footer;
} Paper;

static void
paper_clear (Paper *paper)
{
  g_clear_pointer (&paper->patient, crf_patient_free);
  g_clear_pointer (&paper->day, crf_infusion_day_free);
  g_clear_pointer (&paper->form, crf_form_state_free);
  g_clear_pointer (&paper->monitoring, crf_monitoring_free);
  g_free (paper->footer);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Paper, paper_clear)

/* Whether who treats may not know the arms: then the papers of the ward say nothing that would tell. */
static gboolean
is_masked (CrfStudy *study)
{
  return !crf_study_role_may_know (study, "nurse") || !crf_study_role_may_know (study, "investigator");
}

static gboolean
paper_read (Paper *paper,
            CrfSession *session,
            const char *subject,
            int ordinal,
            GError **error)
{
  CrfStudy *study = crf_session_get_study (session);
  g_autoptr (GPtrArray) checked = crf_export_subjects (session, subject, error); /* what is printed is what the journal says */
  char printed[CRF_INSTANT_SIZE];

  paper->session = session;
  paper->masked = is_masked (study);
  paper->patient = checked != NULL ? g_ptr_array_steal_index (checked, 0) : NULL;
  paper->day = paper->patient != NULL ? crf_reader_infusion_day (session, subject, ordinal, error) : NULL;
  if (paper->day == NULL)
    return FALSE;
  paper->form = crf_reader_form (session, paper->day->target, error);
  if (paper->form == NULL)
    return FALSE;
  paper->monitoring = crf_reader_monitoring (session, subject, paper->day->ordinal, NULL);
  crf_instant_format_local (crf_session_now (session), printed);
  paper->footer = g_strdup_printf (_("%s · printed %s by %s"), crf_study_get_protocol (study), printed, crf_session_get_login (session));
  return TRUE;
}

static const char *
value_of (const Paper *paper,
          const char *concept)
{
  for (guint i = 0; i < paper->form->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (paper->form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (g_strcmp0 (field->item->concept, concept) == 0)
            return field->value->canonical;
        }
    }
  return NULL;
}

/* NULL where there is no figure: the pair then shows a dash. */
static char *
with_unit (const char *value,
           const char *unit)
{
  return value != NULL ? g_strdup_printf ("%s %s", value, unit) : NULL;
}

static char *
identity_of (const Paper *paper)
{
  return g_strjoin (" · ", paper->patient->number, paper->patient->initials != NULL ? paper->patient->initials : "–",
                    paper->patient->sex != NULL ? paper->patient->sex : "–", paper->patient->birth_year != NULL ? paper->patient->birth_year : "–",
                    paper->patient->bed != NULL ? paper->patient->bed : NULL, NULL);
}

static CrfPrint *
begin (const Paper *paper,
       const char *path,
       double width,
       double height,
       double margin,
       GError **error)
{
  return crf_print_new (path, width, height, margin, paper->footer, crf_session_is_demo (paper->session) ? "DEMO" : NULL, error);
}

static gboolean
refuse (GError **error,
        const char *sentence)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, sentence);
  return FALSE;
}

/* ── Bag label: 100 × 70 mm ── */

static const char *
volume_of (const Paper *paper)
{
  const char *final_volume = value_of (paper, "inf.final_volume");

  return final_volume != NULL ? final_volume : value_of (paper, "inf.volume");
}

static gboolean
print_label (const Paper *paper,
             const char *path,
             GError **error)
{
  g_autofree char *identity = identity_of (paper), *volume = with_unit (volume_of (paper), "mL");
  g_autofree char *dose = with_unit (value_of (paper, "inf.dose_planned"), "× 10⁶/kg"), *use_before = crf_iso_to_display (paper->day->use_before);
  g_autofree char *large = NULL;
  CrfPrint *print;

  if (paper->day->code == NULL)
    return refuse (error, _("There is no label before the infusion is ordered and planned."));
  print = begin (paper, path, 100, 70, 5, error);
  if (print == NULL)
    return FALSE;
  large = g_strdup_printf ("%s    %s", paper->day->preparation != NULL ? paper->day->preparation : "", paper->day->code);
  crf_print_framed (print, large, 17);
  if (!paper->masked)
    {
      crf_print_pair (print, _("Patient"), identity);
      crf_print_pair (print, _("Randomisation"), paper->patient->allocation_number);
      crf_print_pair (print, _("Lot"), value_of (paper, "inf.lot"));
    }
  crf_print_pair (print, _("Volume"), volume);
  if (!paper->masked)
    crf_print_pair (print, _("Dose"), dose);
  crf_print_pair (print, _("Use before"), use_before);
  crf_print_text (print, paper->masked ? _("For clinical trial use only. Do not filter.") : _("Living cells. For clinical trial use only. Do not irradiate."), 7);
  return crf_print_finish (print, error);
}

/* ── Identity sheet ── */

static gboolean
print_identity (const Paper *paper,
                const char *path,
                GError **error)
{
  static const double shares[] = { 3, 2, 2 };
  const char *const heading[] = { _("Read aloud and write down what you read"), _("First person"), _("Second person") };
  const char *const number[] = { _("Subject number on the wristband"), NULL, NULL };
  const char *const year[] = { _("Birth year, as the patient says it"), NULL, NULL };
  const char *const code[] = { _("Code on the bag label"), NULL, NULL };
  const char *const time[] = { _("Date and time"), NULL, NULL };
  const char *const signatures[] = { _("First person: name, signature"), _("Second person: name, signature") };
  g_autofree char *identity = identity_of (paper), *use_before = crf_iso_to_display (paper->day->use_before);
  CrfPrint *print;

  if (paper->day->code == NULL)
    return refuse (error, _("There is no identity sheet before the infusion is ordered and planned."));
  print = begin (paper, path, CRF_PRINT_A4_WIDTH, CRF_PRINT_A4_HEIGHT, 18, error);
  if (print == NULL)
    return FALSE;
  crf_print_title (print, _("Identity check at the bedside"));
  crf_print_text (print, identity, 12);
  crf_print_framed (print, paper->day->code, 34);
  crf_print_pair (print, _("Preparation"), paper->day->preparation);
  crf_print_pair (print, _("Use before"), use_before);
  crf_print_space (print, 4);
  crf_print_columns (print, shares, G_N_ELEMENTS (shares));
  crf_print_row (print, heading, 8, TRUE);
  crf_print_row (print, number, 12, FALSE);
  crf_print_row (print, year, 12, FALSE);
  crf_print_row (print, code, 12, FALSE);
  crf_print_row (print, time, 12, FALSE);
  crf_print_text (print, _("The code must be the one on the bag. If anything differs: stop, keep the bag apart, call the laboratory."), 0);
  crf_print_sign (print, signatures, G_N_ELEMENTS (signatures));
  return crf_print_finish (print, error);
}

/* ── Flowsheet, A4 across ── */

#define MOST_COLUMNS 16

static void
flowsheet_row (CrfPrint *print,
               const CrfMonitoring *monitoring,
               const CrfMonitorRow *row)
{
  const char *cells[MOST_COLUMNS] = { NULL };
  g_autofree char *window = row->from != NULL ? g_strdup_printf ("%s–%s", row->from, row->to) : NULL;
  guint n = 0;

  cells[n++] = row->label;
  cells[n++] = row->due;
  cells[n++] = window;
  cells[n++] = row->taken;
  for (guint i = 0; i < monitoring->columns->len && n < MOST_COLUMNS - 2; i++)
    cells[n++] = row->taken != NULL && i < row->values->len ? g_ptr_array_index (row->values, i) : NULL;
  crf_print_row (print, cells, 9, FALSE);
}

static void
flowsheet_heading (CrfPrint *print,
                   const CrfMonitoring *monitoring)
{
  const char *cells[MOST_COLUMNS] = { _("Time point"), _("Due"), _("Window"), _("Taken at") };
  double shares[MOST_COLUMNS] = { 3, 1.4, 2.2, 1.6 };
  guint n = 4;

  for (guint i = 0; i < monitoring->columns->len && n < MOST_COLUMNS - 2; i++)
    {
      cells[n] = g_ptr_array_index (monitoring->columns, i);
      shares[n++] = 1.3;
    }
  cells[n] = _("Initials");
  shares[n++] = 1.5;
  cells[n] = _("Note");
  shares[n++] = 4;
  crf_print_columns (print, shares, n);
  crf_print_row (print, cells, 8, TRUE);
}

static gboolean
print_flowsheet (const Paper *paper,
                 const char *path,
                 GError **error)
{
  const char *const signatures[] = { _("Transcribed by, date"), _("Checked by, date") };
  const char *blank[MOST_COLUMNS] = { NULL };
  g_autofree char *identity = identity_of (paper), *start = NULL;
  CrfPrint *print;

  if (paper->monitoring == NULL)
    return refuse (error, _("The flowsheet's times are known when the infusion has started."));
  print = begin (paper, path, CRF_PRINT_A4_HEIGHT, CRF_PRINT_A4_WIDTH, 14, error);
  if (print == NULL)
    return FALSE;
  start = crf_iso_to_display (paper->monitoring->start);
  crf_print_title (print, _("Flowsheet of the infusion"));
  crf_print_text (print, identity, 11);
  crf_print_pair (print, _("Preparation"), paper->day->preparation);
  crf_print_pair (print, _("Started"), start);
  flowsheet_heading (print, paper->monitoring);
  for (guint i = 0; i < paper->monitoring->rows->len; i++)
    flowsheet_row (print, paper->monitoring, g_ptr_array_index (paper->monitoring->rows, i));
  for (guint i = 0; i < 3; i++)
    crf_print_row (print, blank, 9, FALSE);
  crf_print_text (print, _("What is written here is the source. Transcribe it with “Written first: paper”."), 0);
  crf_print_sign (print, signatures, G_N_ELEMENTS (signatures));
  return crf_print_finish (print, error);
}

/* ── Handover ── */

static char *
last_vitals (const CrfMonitoring *monitoring)
{
  const CrfMonitorRow *last = NULL;
  GString *text = g_string_new (NULL);

  for (guint i = 0; monitoring != NULL && i < monitoring->rows->len; i++)
    {
      const CrfMonitorRow *row = g_ptr_array_index (monitoring->rows, i);

      if (row->taken != NULL && row->state == CRF_MONITOR_ROW_DONE)
        last = row;
    }
  if (last != NULL)
    g_string_append (text, last->taken);
  for (guint i = 0; last != NULL && i < last->values->len && i < monitoring->columns->len; i++)
    {
      const char *value = g_ptr_array_index (last->values, i);

      if (*value != '\0')
        g_string_append_printf (text, " · %s %s", (const char *) g_ptr_array_index (monitoring->columns, i), value);
    }
  return g_string_free (text, text->len == 0);
}

static char *
next_times (const CrfMonitoring *monitoring,
            guint most)
{
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; monitoring != NULL && i < monitoring->rows->len && n < most; i++)
    {
      const CrfMonitorRow *row = g_ptr_array_index (monitoring->rows, i);

      if (row->state != CRF_MONITOR_ROW_WAITING && row->state != CRF_MONITOR_ROW_DUE)
        continue;
      g_string_append_printf (text, "%s%s (%s)", n > 0 ? ", " : "", row->due, row->label);
      n++;
    }
  return g_string_free (text, n == 0);
}

static char *
reactions_of (const CrfInfusionDay *day)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < day->entries->len; i++)
    {
      const CrfDayEntry *entry = g_ptr_array_index (day->entries, i);

      if (strcmp (entry->kind, "reaction") == 0 || strcmp (entry->kind, "pause") == 0)
        g_string_append_printf (text, "%s%s %s", text->len > 0 ? "\n" : "", entry->when, entry->text != NULL ? entry->text : "");
    }
  if (text->len == 0)
    g_string_append (text, _("none"));
  return g_string_free (text, FALSE);
}

static gboolean
print_handover (const Paper *paper,
                const char *path,
                GError **error)
{
  const char *const signatures[] = { _("Given by, time"), _("Taken by, time") };
  g_autofree char *identity = identity_of (paper), *volume = with_unit (value_of (paper, "inf.given_volume"), "mL");
  g_autofree char *start = crf_iso_to_display (paper->day->start), *stop = crf_iso_to_display (paper->day->stop);
  g_autofree char *reactions = reactions_of (paper->day), *vitals = last_vitals (paper->monitoring), *next = next_times (paper->monitoring, 3);
  CrfPrint *print = begin (paper, path, CRF_PRINT_A4_WIDTH, CRF_PRINT_A4_HEIGHT, 18, error);

  if (print == NULL)
    return FALSE;
  crf_print_title (print, _("Handover"));
  crf_print_text (print, identity, 12);
  crf_print_pair (print, _("Preparation"), paper->day->preparation);
  crf_print_pair (print, _("Started"), start);
  crf_print_pair (print, _("Stopped"), stop);
  crf_print_pair (print, _("Volume given"), volume);
  crf_print_pair (print, _("Reactions and pauses"), reactions);
  crf_print_pair (print, _("Last vital signs"), vitals);
  crf_print_pair (print, _("Next vital signs"), next);
  crf_print_heading (print, _("Pending results"));
  crf_print_framed (print, "                                                                                ", 16);
  crf_print_heading (print, _("Whom to call (name, telephone)"));
  crf_print_framed (print, "                                                                                ", 16);
  crf_print_sign (print, signatures, G_N_ELEMENTS (signatures));
  return crf_print_finish (print, error);
}

gboolean
crf_print_infusion (CrfSession *session,
                    const char *paper_name,
                    const char *subject,
                    int ordinal,
                    const char *path,
                    CrfRefusal **refusal,
                    GError **error)
{
  static gboolean (*const printers[]) (const Paper *, const char *, GError **) = { print_label, print_identity, print_flowsheet, print_handover };
  g_auto (Paper) paper = { 0 };

  for (guint i = 0; crf_print_infusion_papers[i] != NULL; i++)
    if (g_strcmp0 (crf_print_infusion_papers[i], paper_name) == 0)
      return paper_read (&paper, session, subject, ordinal, error) && printers[i] (&paper, path, error) &&
             crf_written_record (session, subject, paper_name, path, refusal, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _("There is no paper “%s”: label, identity, flowsheet or handover."), paper_name);
  return FALSE;
}
