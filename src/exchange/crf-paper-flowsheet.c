/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The flowsheet of the watch after an infusion: with clock times once it runs, with the protocol's points and empty clock times before, and without a
 * patient, to lie ready for a night without power. */

#include "crf-paper-infusion-private.h"

#include "crf-partial-date.h"

#include <glib/gi18n-lib.h>

#define MOST_COLUMNS 16
#define EMPTY_ROWS 3
#define ROW_HEIGHT 7.5 /* mm: to be written in by hand */

static void
add_row (CrfPaper *paper,
         const CrfMonitoring *monitoring,
         const CrfMonitorRow *row)
{
  const char *cells[MOST_COLUMNS] = { NULL };
  g_autofree char *window = row->to != NULL ? g_strdup_printf ("%s–%s", row->from, row->to) : g_strdup (row->from);
  guint n = 0;

  cells[n++] = row->label;
  cells[n++] = row->due;
  cells[n++] = window;
  cells[n++] = row->taken;
  for (guint i = 0; i < monitoring->columns->len && n < MOST_COLUMNS - 2; i++)
    cells[n++] = row->taken != NULL && i < row->values->len ? g_ptr_array_index (row->values, i) : NULL;
  crf_paper_add_row (paper, cells, ROW_HEIGHT);
}

static void
add_header (CrfPaper *paper,
            const CrfMonitoring *monitoring)
{
  const char *cells[MOST_COLUMNS] = { _("Time point"), _("Due"), _("Window"), _("Taken at") };
  double shares[MOST_COLUMNS] = { 3, 1.6, 2.4, 1.8 };
  guint n = 4;

  for (guint i = 0; i < monitoring->columns->len && n < MOST_COLUMNS - 2; i++)
    {
      cells[n] = g_ptr_array_index (monitoring->columns, i);
      shares[n++] = 1.4;
    }
  cells[n] = _("Initials");
  shares[n++] = 1.5;
  cells[n] = _("Note");
  shares[n++] = 4;
  crf_paper_set_columns (paper, shares, n);
  crf_paper_add_header (paper, cells);
}

/* Who it is of, to be written where no patient is printed. */
static void
add_blanks (const CrfInfusionPaper *self,
            CrfPaper *paper)
{
  const char *const patient[] = { _("Subject number"), _("Initials"), _("Birth year"), _("Bed") };
  const char *const times[] = { _("Preparation number"), _("Code on the bag label"), _("Date of the infusion"), _("Started at (clock)") };

  if (self->patient == NULL)
    crf_paper_add_sign (paper, patient, G_N_ELEMENTS (patient));
  if (self->monitoring == NULL || self->monitoring->start == NULL)
    {
      crf_paper_add_sign (paper, times, G_N_ELEMENTS (times));
      crf_paper_add_text (paper, _("Write the clock time of the start first, then the times at which each point is due."), 0);
    }
}

CrfPaper *
crf_paper_flowsheet (const CrfInfusionPaper *self,
                     CrfRefusal **refusal,
                     GError **error)
{
  const CrfPaperKind kind = { "flowsheet", _("Flowsheet of the infusion"), CRF_PAPER_ACROSS, TRUE, NULL };
  const char *const signatures[] = { _("Transcribed by, date"), _("Checked by, date") };
  const char *blank[MOST_COLUMNS] = { NULL };
  g_autofree char *start = NULL;
  CrfPaper *paper;

  if (self->monitoring == NULL)
    {
      *refusal = crf_refusal_new ("no-monitoring", _("Its visits are on blank forms."), _("This protocol plans no watch after an infusion."));
      return NULL;
    }
  paper = crf_paper_new (self->session, &kind, self->patient, error);
  if (paper == NULL)
    return NULL;
  start = crf_iso_to_display (self->monitoring->start);
  if (self->day != NULL)
    crf_paper_add_pair (paper, _("Preparation"), self->day->preparation);
  crf_paper_add_pair (paper, _("Started"), start);
  add_blanks (self, paper);
  add_header (paper, self->monitoring);
  for (guint i = 0; i < self->monitoring->rows->len; i++)
    add_row (paper, self->monitoring, g_ptr_array_index (self->monitoring->rows, i));
  for (guint i = 0; i < EMPTY_ROWS; i++)
    crf_paper_add_row (paper, blank, ROW_HEIGHT);
  crf_paper_add_space (paper, 2);
  crf_paper_add_text (paper, _("What is written here is the source. Transcribe it with “Written first: paper”."), 0);
  crf_paper_add_sign (paper, signatures, G_N_ELEMENTS (signatures));
  return paper;
}
