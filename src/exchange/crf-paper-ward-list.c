/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ward list. How high a row becomes only the paper knows: it is tried with all rows, then with fewer, until one page holds them. */

#include "crf-paper-ward-list.h"

#include "crf-ground.h"
#include "crf-paper.h"
#include "crf-readings.h"

#include <glib/gi18n-lib.h>

static void
add_row (CrfPaper *paper,
         const CrfWorkRow *row)
{
  g_autoptr (GString) work = g_string_new (NULL);
  g_autofree char *who = g_strdup_printf ("%s %s %s", row->patient->number, row->patient->initials != NULL ? row->patient->initials : "",
                                          row->patient->sex_symbol != NULL ? row->patient->sex_symbol : "");
  const char *cells[] = { row->patient->bed, g_strstrip (who), NULL, NULL };

  for (guint i = 0; i < row->tasks->len; i++)
    {
      const CrfTask *task = g_ptr_array_index (row->tasks, i);

      g_string_append_printf (work, "%s☐ %s: %s", i > 0 ? "\n" : "", task->tag, task->what);
      if (task->when != NULL && *task->when != '\0')
        g_string_append_printf (work, " · %s", task->when);
    }
  cells[2] = work->str;
  crf_paper_add_row (paper, cells, 0);
}

static CrfPaper *
lay_out (CrfSession *session,
         const GPtrArray *rows,
         guint n,
         gboolean mine,
         GError **error)
{
  const CrfPaperKind kind = { "ward-list", mine ? _("Ward list: my work") : _("Ward list"), CRF_PAPER_UPRIGHT, FALSE, NULL };
  const double shares[] = { 0.1, 0.2, 0.52, 0.18 };
  const char *const heads[] = { _("Bed"), _("Patient"), _("Work"), _("Notes") };
  /* The ward needs its list, of an altered file too; that is said on it. */
  g_autofree char *altered = crf_ground_warn (session, NULL);
  CrfPaper *paper = crf_paper_new (session, &kind, NULL, error);

  if (paper == NULL)
    return NULL;
  if (altered != NULL)
    crf_paper_add_text (paper, altered, 0);
  crf_paper_add_text (paper, crf_session_get_today (session), 0);
  crf_paper_set_columns (paper, shares, G_N_ELEMENTS (shares));
  crf_paper_add_header (paper, heads);
  for (guint i = 0; i < n; i++)
    add_row (paper, g_ptr_array_index (rows, i));
  if (rows->len == 0)
    crf_paper_add_text (paper, _("Nothing is due."), 0);
  if (n < rows->len)
    {
      g_autofree char *left = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "and %u more patient: see Today on the screen",
                                                            "and %u more patients: see Today on the screen", rows->len - n), rows->len - n);

      crf_paper_add_text (paper, left, 0);
    }
  return paper;
}

gboolean
crf_paper_ward_list_write (CrfSession *session,
                           CrfWorkOrder order,
                           gboolean mine,
                           const char *path,
                           CrfRefusal **refusal,
                           GError **error)
{
  g_autoptr (GPtrArray) tasks = NULL, rows = NULL;
  g_autoptr (CrfPaper) paper = NULL;
  guint fits = 0, too_many;

  crf_readings_begin_output (session);
  tasks = crf_reader_tasks (session, error);
  rows = tasks != NULL ? crf_work_rows (tasks, order, mine) : NULL;
  if (rows == NULL)
    return FALSE;
  paper = lay_out (session, rows, rows->len, mine, error);
  too_many = rows->len;
  /* Between what fits and what does not, until they are neighbours. */
  while (paper != NULL && crf_paper_count_pages (paper) > 1 && too_many > fits + 1)
    {
      guint tried = (fits + too_many) / 2;
      g_autoptr (CrfPaper) smaller = lay_out (session, rows, tried, mine, error);

      if (smaller == NULL)
        return FALSE;
      if (crf_paper_count_pages (smaller) > 1)
        {
          too_many = tried;
          continue;
        }
      fits = tried;
      if (too_many == fits + 1)
        {
          crf_paper_free (paper);
          paper = g_steal_pointer (&smaller);
        }
    }
  if (paper != NULL && crf_paper_count_pages (paper) > 1)
    {
      crf_paper_free (g_steal_pointer (&paper));
      paper = lay_out (session, rows, fits, mine, error);
    }
  return paper != NULL && crf_paper_finish (paper, path, NULL, refusal, error);
}
