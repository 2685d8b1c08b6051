/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From choosing a patient to the frame that shows the schedule and the visit's
 * form, in the real window: two patients take turns.
 *
 *   open-patient FILE RUNS     minimum, median and worst in ms */

#include "crf-reader.h"
#include "crf-study-view.h"
#include "crf-ui.h"
#include "crf-window.h"
#include "crf-writer.h"

#include <stdlib.h>

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The keys of the first two patients who have been treated. */
static gpointer
choose_job (CrfSession *session,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GArray) ids =
    crf_reader_patient_ids (session, NULL, "treated", CRF_PATIENT_SORT_NUMBER, FALSE, error);
  g_autoptr (GPtrArray) patients = NULL;
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  if (ids == NULL || ids->len < 2)
    return NULL;
  patients = crf_reader_patients (session, &g_array_index (ids, gint64, 0), 2, error);
  for (guint i = 0; patients != NULL && i < patients->len; i++)
    g_ptr_array_add (keys, g_strdup (((CrfPatient *) g_ptr_array_index (patients, i))->key));
  return g_steal_pointer (&keys);
}

static void
on_after_paint (GdkFrameClock *clock,
                gpointer data)
{
  *(gboolean *) data = TRUE;
}

/* Runs the main loop until what was asked of the study file is there, and then until it is painted. */
static void
wait_for_frame (CrfWindow *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  gboolean painted = FALSE;
  gulong handler;

  while (!crf_writer_is_idle (crf_window_get_writer (window)))
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), &painted);
  gtk_widget_queue_draw (GTK_WIDGET (window));
  while (!painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);
}

int
main (int argc,
      char **argv)
{
  g_autoptr (CrfApplication) application = NULL;
  g_autoptr (GArray) ms = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GPtrArray) keys = NULL;
  int runs = argc == 3 ? (int) g_ascii_strtoll (argv[2], NULL, 10) : 0;
  CrfWindow *window;

  if (runs < 1)
    {
      g_printerr ("usage: open-patient FILE RUNS\n");
      return 2;
    }
  crf_ui_program_init ();
  application = crf_application_new ();
  g_application_register (G_APPLICATION (application), NULL, NULL);
  window = crf_ui_open (application, argv[1], "nurse", "demo", 1366, 768);
  keys = crf_writer_call (crf_window_get_writer (window), choose_job, NULL, NULL);
  if (keys == NULL || keys->len < 2)
    {
      g_printerr ("open-patient: the file has not two treated patients\n");
      return 1;
    }
  for (int i = -2; i < runs; i++)
    {
      gint64 start = g_get_monotonic_time ();
      double elapsed;

      crf_study_view_show_patient (crf_window_get_view (window), g_ptr_array_index (keys, i & 1), "visits", NULL);
      wait_for_frame (window);
      elapsed = (double) (g_get_monotonic_time () - start) / 1e3;
      /* The first time each page is built; that is not what is asked. */
      if (i >= 0)
        g_array_append_val (ms, elapsed);
      crf_ui_spin (100);
    }
  g_array_sort (ms, compare_doubles);
  g_print ("%.1f\t%.1f\t%.1f\n", g_array_index (ms, double, 0), g_array_index (ms, double, ms->len / 2),
           g_array_index (ms, double, ms->len - 1));
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
