/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ward list: by bed, the tasks of one patient by urgency, a box to tick before each. */

#include "crf-paper-ward-list.h"

#include "crf-paper.h"

#include <glib/gi18n-lib.h>

static int
compare_bed (gconstpointer a,
             gconstpointer b)
{
  const CrfTask *first = *(CrfTask *const *) a, *second = *(CrfTask *const *) b;
  int order = g_strcmp0 (first->patient->bed, second->patient->bed);

  if (order == 0)
    order = g_strcmp0 (first->patient->number, second->patient->number);
  return order != 0 ? order : first->urgency - second->urgency;
}

static void
add_task (CrfPaper *paper,
          const CrfTask *task,
          const CrfTask *before)
{
  const CrfPatient *patient = task->patient;
  gboolean same = before != NULL && g_strcmp0 (before->patient->key, patient->key) == 0;
  g_autofree char *who = g_strdup_printf ("%s%s%s", patient->number != NULL ? patient->number : "", patient->initials != NULL ? " · " : "",
                                          patient->initials != NULL ? patient->initials : "");
  const char *const cells[] = { "☐", same ? NULL : patient->bed, same ? NULL : who, same ? NULL : patient->sex, same ? NULL : patient->age,
                                task->what, task->when, NULL };

  crf_paper_add_row (paper, cells, 7);
}

gboolean
crf_paper_ward_list_write (CrfSession *session,
                           const char *path,
                           CrfRefusal **refusal,
                           GError **error)
{
  static const double shares[] = { 0.5, 1.2, 2.2, 1, 0.8, 6, 2.6, 3 };
  const CrfPaperKind kind = { "ward-list", _("Ward list"), CRF_PAPER_ACROSS, FALSE, NULL };
  const char *const header[] = { "", _("Bed"), _("Patient"), _("Sex"), _("Age"), _("Task"), _("When"), _("Note") };
  g_autoptr (GPtrArray) tasks = crf_reader_tasks (session, error);
  g_autoptr (CrfPaper) paper = tasks != NULL ? crf_paper_new (session, &kind, NULL, error) : NULL;

  if (paper == NULL)
    return FALSE;
  if (tasks->len == 0)
    crf_paper_add_text (paper, _("There is nothing to do today."), 0);
  else
    {
      crf_paper_set_columns (paper, shares, G_N_ELEMENTS (shares));
      crf_paper_add_header (paper, header);
    }
  g_ptr_array_sort (tasks, compare_bed);
  for (guint i = 0; i < tasks->len; i++)
    add_task (paper, g_ptr_array_index (tasks, i), i > 0 ? g_ptr_array_index (tasks, i - 1) : NULL);
  return crf_paper_finish (paper, path, NULL, refusal, error);
}
