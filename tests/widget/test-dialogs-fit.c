/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every dialog of the registry has a name for every control, and stands whole in the smallest window (screens.md, Principles 8: down to
 * 1024×600): what is too tall scrolls, the buttons stay in sight, and so does what a refusal says. */

#include "crf-ui-study.h"
#include "crf-use-case-dialog.h"

#define WIDTH 1024
#define HEIGHT 600

typedef struct
{
  CrfTestStudy *study;
  CrfWindow *window;
  char *subject;
} Fixture;

static void
set_up (Fixture *f, gconstpointer protocol)
{
  f->study = crf_test_study_new_of (protocol);
  f->subject = crf_test_register (f->study);
  f->window = crf_ui_open_study_at (f->study, "admin", WIDTH, HEIGHT);
}

static void
tear_down (Fixture *f, gconstpointer protocol)
{
  crf_ui_close_study (f->window, f->study);
  g_free (f->subject);
}

/* Within the window it stands before, and with every line in sight unless it is as tall as it may be: then it scrolls. */
static gboolean
fits (GtkWidget *dialog, const char *what)
{
  GtkScrolledWindow *scrolled = GTK_SCROLLED_WINDOW (crf_ui_find (dialog, "scrolled"));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scrolled);
  double hidden = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
  int height = gtk_widget_get_height (dialog), width = gtk_widget_get_width (dialog);

  if (width <= WIDTH && height <= HEIGHT
      && (hidden < 1
          || gtk_widget_get_height (GTK_WIDGET (scrolled))
                 >= gtk_scrolled_window_get_max_content_height (scrolled)))
    return TRUE;
  g_test_message ("%s: %d×%d in %d×%d, %g pixels out of sight", what, width, height, WIDTH, HEIGHT, hidden);
  return FALSE;
}

static gboolean
asks_for_something (const CrfUseCase *use_case)
{
  for (const CrfParameter *p = use_case->parameters; p->key != NULL; p++)
    if (p->required && g_strcmp0 (p->kind, "flag") != 0)
      return TRUE;
  return FALSE;
}

static guint nameless;

static guint
count_cut (Fixture *f, const CrfUseCase *use_case)
{
  CrfUseCaseDialog *dialog =
      crf_use_case_dialog_new (GTK_WIDGET (f->window), crf_window_get_writer (f->window), use_case->name, use_case->needs_subject ? f->subject : NULL);
  guint cut;

  gtk_window_present (GTK_WINDOW (dialog));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog));
  cut = !fits (GTK_WIDGET (dialog), use_case->name);
  nameless += crf_ui_count_nameless (GTK_WIDGET (dialog), use_case->name);
  if (asks_for_something (use_case))
    {
      crf_use_case_dialog_submit (dialog); /* a sentence under every field that is needed; nothing is sent */
      crf_ui_spin (5);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog));
      cut += !fits (GTK_WIDGET (dialog), use_case->name);
    }
  gtk_window_destroy (GTK_WINDOW (dialog));
  crf_ui_spin (5);
  return cut;
}

static void
test_every_dialog (Fixture *f, gconstpointer protocol)
{
  guint cut = 0, n = 0;

  for (const CrfUseCase *const *use_case = crf_use_cases_list (); *use_case != NULL; use_case++, n++)
    if ((*use_case)->parameters != NULL && (*use_case)->parameters->key != NULL)
      cut += count_cut (f, *use_case);
  g_test_message ("%u dialogs", n);
  g_assert_cmpuint (n, >, 100);
  g_assert_cmpuint (cut, ==, 0);
  g_assert_cmpuint (nameless, ==, 0);
}

#define ADD(path, protocol, func) g_test_add (path, Fixture, protocol, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  crf_ui_application_init (&argc, &argv);
  ADD ("/app/dialogs/every-dialog-stands-whole-in-the-smallest-window", "nct06167473", test_every_dialog);
  return crf_ui_application_run ();
}
