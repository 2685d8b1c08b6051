/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The handover sheet between shifts: what was given, what happened, what comes next, and empty boxes for what only people know. Without a patient all
 * of it is empty. */

#include "crf-paper-infusion-private.h"

#include "crf-partial-date.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NEXT_TIMES 3

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

static void
add_facts (const CrfInfusionPaper *self,
           CrfPaper *paper)
{
  g_autofree char *volume = crf_infusion_paper_with_unit (crf_infusion_paper_get (self, "inf.given_volume"), "mL");
  g_autofree char *start = crf_iso_to_display (self->day->start), *stop = crf_iso_to_display (self->day->stop);
  g_autofree char *reactions = reactions_of (self->day), *vitals = last_vitals (self->monitoring), *next = next_times (self->monitoring, NEXT_TIMES);

  crf_paper_add_fact (paper, _("Preparation"), self->day->preparation);
  crf_paper_add_fact (paper, _("Started"), start);
  crf_paper_add_fact (paper, _("Stopped"), stop);
  crf_paper_add_fact (paper, _("Volume given"), volume);
  crf_paper_add_fact (paper, _("Reactions and pauses"), reactions);
  crf_paper_add_fact (paper, _("Last vital signs"), vitals);
  crf_paper_add_fact (paper, _("Next vital signs"), next);
}

/* To be written throughout. */
static void
add_blanks (CrfPaper *paper)
{
  const char *const patient[] = { _("Subject number"), _("Initials"), _("Birth year"), _("Bed") };
  const char *const times[] = { _("Preparation number"), _("Started"), _("Stopped"), _("Volume given") };

  crf_paper_add_sign (paper, patient, G_N_ELEMENTS (patient));
  crf_paper_add_sign (paper, times, G_N_ELEMENTS (times));
  crf_paper_add_box (paper, _("Reactions and pauses"), 25);
  crf_paper_add_box (paper, _("Last vital signs"), 14);
  crf_paper_add_box (paper, _("Next vital signs"), 14);
}

CrfPaper *
crf_paper_handover (const CrfInfusionPaper *self,
                    CrfRefusal **refusal,
                    GError **error)
{
  const CrfPaperKind kind = { "handover", _("Handover"), CRF_PAPER_UPRIGHT, TRUE, NULL };
  const char *const signatures[] = { _("Given by, time"), _("Taken by, time") };
  CrfPaper *paper = crf_paper_new (self->session, &kind, self->patient, error);

  if (paper == NULL)
    return NULL;
  if (self->patient != NULL)
    add_facts (self, paper);
  else
    add_blanks (paper);
  crf_paper_add_space (paper, 3);
  crf_paper_add_box (paper, _("Pending results"), 22);
  crf_paper_add_box (paper, _("Whom to call (name, telephone)"), 22);
  crf_paper_add_box (paper, _("Other things to know"), 30);
  crf_paper_add_sign (paper, signatures, G_N_ELEMENTS (signatures));
  return paper;
}
