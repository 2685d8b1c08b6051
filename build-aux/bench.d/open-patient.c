/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From choosing a patient to the frame that shows the schedule and the visit's
 * form, in the real window: two patients take turns.
 *
 *   open-patient FILE RUNS     minimum, median and worst in ms; minimum and median until also
 *                              what lies below the window's edge is built; median of the processor
 *                              time until painted, which a busy machine disturbs less */

#include "crf-form-view.h"
#include "crf-reader.h"
#include "crf-study-view.h"
#include "crf-ui.h"
#include "crf-window.h"
#include "crf-writer.h"

#include <stdlib.h>
#include <time.h>

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
processor_ms (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
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

typedef struct
{
  GtkWidget *window;
  const char *patient;
  gboolean painted;
} Wait;

static gboolean
shows (GtkWidget *window,
       const char *patient)
{
  GtkWidget *view = crf_ui_find_type (window, CRF_TYPE_FORM_VIEW);
  const CrfFormState *state = view != NULL ? crf_form_view_get_state (CRF_FORM_VIEW (view)) : NULL;

  return state != NULL && g_strcmp0 (state->target->subject, patient) == 0;
}

static void
on_after_paint (GdkFrameClock *clock,
                gpointer data)
{
  Wait *wait = data;

  wait->painted = wait->painted || shows (wait->window, wait->patient);
}

/* Runs the main loop until a frame is painted that shows the patient's form. */
static void
wait_for_form (CrfWindow *window,
               const char *patient)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  Wait wait = { GTK_WIDGET (window), patient, FALSE };
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), &wait);

  while (!wait.painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);
}

/* Until nothing is left to do: the parts of the form below the window's edge are there too. */
static void
wait_for_rest (CrfWindow *window)
{
  while (!crf_writer_is_idle (crf_window_get_writer (window)))
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

int
main (int argc,
      char **argv)
{
  g_autoptr (CrfApplication) application = NULL;
  g_autoptr (GArray) ms = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) cpu = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (double));
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
      const char *patient = g_ptr_array_index (keys, i & 1);
      gint64 start = g_get_monotonic_time ();
      double elapsed, whole, processor = processor_ms ();

      crf_study_view_show_patient (crf_window_get_view (window), patient, "visits", NULL);
      wait_for_form (window, patient);
      elapsed = (double) (g_get_monotonic_time () - start) / 1e3;
      processor = processor_ms () - processor;
      wait_for_rest (window);
      whole = (double) (g_get_monotonic_time () - start) / 1e3;
      /* The first time each page is built; that is not what is asked. */
      if (i >= 0)
        {
          g_array_append_val (ms, elapsed);
          g_array_append_val (all, whole);
          g_array_append_val (cpu, processor);
        }
      crf_ui_spin (100);
    }
  g_array_sort (ms, compare_doubles);
  g_array_sort (all, compare_doubles);
  g_array_sort (cpu, compare_doubles);
  g_print ("%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\n", g_array_index (ms, double, 0), g_array_index (ms, double, ms->len / 2),
           g_array_index (ms, double, ms->len - 1), g_array_index (all, double, 0), g_array_index (all, double, all->len / 2),
           g_array_index (cpu, double, cpu->len / 2));
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
