/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Adverse events by class and preferred term, with how many patients had them and their worst CTCAE grade; only where something is coded. */

#include "crf-xlsx-private.h"

#include "crf-event-classes.h"

#include <glib/gi18n-lib.h>

static void
add_count (CrfSheet *sheet,
           const CrfEventClass *one,
           const CrfEventClasses *classes,
           guint group)
{
  const CrfEventCount *count = crf_event_class_count (one, group);
  guint infused;
  const char *name = crf_event_classes_group (classes, group, &infused);

  crf_sheet_add_text (sheet, one->soc != NULL ? one->soc : _("not coded"));
  crf_sheet_add_text (sheet, one->soc_code);
  crf_sheet_add_text (sheet, one->pt);
  crf_sheet_add_text (sheet, one->pt_code);
  crf_sheet_add_text (sheet, name);
  crf_sheet_add_number (sheet, infused, 0);
  crf_sheet_add_number (sheet, count->subjects, 0);
  crf_sheet_add_number (sheet, count->events, 0);
  for (guint grade = 1; grade < CRF_EVENT_GRADES; grade++)
    crf_sheet_add_number (sheet, count->grades[grade], 0);
  crf_sheet_add_number (sheet, count->grades[0], 0);
}

static gboolean
add_rows (CrfSheet *sheet,
          const CrfEventClasses *classes,
          GError **error)
{
  for (guint i = 0; i < classes->classes->len; i++)
    for (guint group = 0; group < classes->groups->len; group++)
      {
        if (!crf_sheet_next_row (sheet, error))
          return FALSE;
        add_count (sheet, g_ptr_array_index (classes->classes, i), classes, group);
        crf_sheet_add_text (sheet, classes->dictionary);
      }
  return TRUE;
}

gboolean
crf_xlsx_write_classes (CrfWorkbook *book,
                        GError **error)
{
  const struct
  {
    const char *title;
    double width;
  } headers[] = { { _("System organ class"), 34 }, { _("SOC code"), 11 }, { _("Preferred term"), 34 }, { _("PT code"), 11 }, { _("Group"), 16 },
                  { _("Infused"), 9 },             { _("Patients"), 9 },  { _("Events"), 9 },          { _("Worst grade 1"), 9 }, { _("Worst grade 2"), 9 },
                  { _("Worst grade 3"), 9 },       { _("Worst grade 4"), 9 }, { _("Worst grade 5"), 9 }, { _("No grade"), 9 }, { _("Dictionary"), 24 } };
  g_autoptr (CrfEventClasses) classes = NULL;
  CrfSheet sheet;

  /* A share of all patients is no share of one. */
  if (book->options->subject != NULL)
    return TRUE;
  classes = crf_reader_event_classes (book->session, error);
  if (classes == NULL || classes->classes->len == 0)
    return classes != NULL;
  if (!crf_sheet_begin (&sheet, book, _("Events by class"), error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    crf_sheet_add_header (&sheet, headers[i].title, headers[i].width);
  crf_sheet_end_header (&sheet);
  if (!add_rows (&sheet, classes, error))
    return FALSE;
  crf_sheet_end (&sheet);
  return TRUE;
}
