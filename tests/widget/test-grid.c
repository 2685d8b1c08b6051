/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The visit grid in the real window: it is walked by keyboard, opens what it shows, and scrolls through a thousand patients. */

#include "crf-grid-page.h"
#include "crf-grid-view.h"
#include "crf-patient-page.h"
#include "crf-study-view.h"
#include "crf-ui-study.h"
#include "crf-visits-tab.h"

#include <string.h>
#include <time.h>

#define N_PATIENTS 4

typedef struct
{
  CrfTestStudy *study;
  CrfWindow *window;
  CrfGridView *view;
} Fixture;

static void
set_up (Fixture *f, gconstpointer login)
{
  f->study = crf_test_study_new ();
  crf_ui_register (f->study, N_PATIENTS);
  f->window = crf_ui_open_study (f->study, login);
  crf_study_view_show_page (crf_window_get_view (f->window), "grid");
  crf_ui_settle (f->window);
  f->view = CRF_GRID_VIEW (crf_ui_find_type (GTK_WIDGET (f->window), CRF_TYPE_GRID_VIEW));
}

static void
tear_down (Fixture *f, gconstpointer login)
{
  crf_ui_close_study (f->window, f->study);
}

/* The controller that the widget itself has put there. */
static gboolean
press (CrfGridView *view, guint key, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (view));
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, state, &handled);
    }
  return handled;
}

static void
assert_cell (CrfGridView *view, guint row, guint column)
{
  guint at_row, at_column;

  crf_grid_view_get_cell (view, &at_row, &at_column);
  g_assert_cmpuint (at_row, ==, row);
  g_assert_cmpuint (at_column, ==, column);
}

static void
test_keys (Fixture *f, gconstpointer login)
{
  g_autofree char *words = NULL;

  g_assert_nonnull (f->view);
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (f->view)));
  assert_cell (f->view, 0, 0);
  g_assert_true (press (f->view, GDK_KEY_Down, 0));
  g_assert_true (press (f->view, GDK_KEY_Right, 0));
  assert_cell (f->view, 1, 1);
  g_assert_true (press (f->view, GDK_KEY_Home, 0));
  assert_cell (f->view, 1, 0);
  g_assert_true (press (f->view, GDK_KEY_Up, 0));
  g_assert_true (press (f->view, GDK_KEY_Up, 0));
  assert_cell (f->view, 0, 0);
  g_assert_true (press (f->view, GDK_KEY_End, GDK_CONTROL_MASK));
  /* NCT06167473: screening, infusion (one or two), six visits, day 365, unscheduled ones. */
  assert_cell (f->view, N_PATIENTS - 1, crf_grid_model_get_columns (crf_grid_view_get_model (f->view))->len - 1);
  g_assert_false (press (f->view, GDK_KEY_Tab, 0)); /* leaves */
  g_assert_true (press (f->view, GDK_KEY_Home, GDK_CONTROL_MASK));
  words = crf_grid_view_describe (f->view);
  g_assert_cmpstr (words, ==, "01-S-001 ZHHO · Screening: Started");
}

static void
test_opens (Fixture *f, gconstpointer login)
{
  CrfStudyView *view = crf_window_get_view (f->window);

  g_autofree char *key = NULL;

  press (f->view, GDK_KEY_Down, 0);
  key = g_strdup (crf_grid_model_get_row (crf_grid_view_get_model (f->view), 1)->key);
  g_assert_true (press (f->view, GDK_KEY_Return, 0));
  crf_ui_settle (f->window);
  g_assert_cmpstr (crf_study_view_get_page (view), ==, "patient");
  g_assert_cmpstr (crf_patient_page_get_subject (CRF_PATIENT_PAGE (crf_study_view_find_page (view, "patient"))), ==, key);
  g_assert_nonnull (crf_ui_find_type (GTK_WIDGET (f->window), CRF_TYPE_VISITS_TAB));
}

static void
test_searches (Fixture *f, gconstpointer login)
{
  GtkWidget *page = crf_study_view_find_page (crf_window_get_view (f->window), "grid");

  crf_ui_type (page, "search", "003");
  crf_ui_spin (250);
  crf_ui_settle (f->window);
  g_assert_cmpuint (crf_grid_model_get_n_rows (crf_grid_view_get_model (f->view)), ==, 1);
  crf_ui_type (page, "search", "nobody");
  crf_ui_spin (250);
  crf_ui_settle (f->window);
  g_assert_nonnull (crf_ui_find_button (page, "Show all"));
}

/* What was stored elsewhere stands in the cell when the page is looked at again. */
static void
test_follows (Fixture *f, gconstpointer login)
{
  CrfStudyView *view = crf_window_get_view (f->window);
  CrfWriter *writer = crf_window_get_writer (f->window);
  g_autofree char *words = NULL;

  do
    {
      press (f->view, GDK_KEY_Right, 0);
      g_free (words);
      words = crf_grid_view_describe (f->view);
    }
  while (strstr (words, "Week 4") == NULL);
  g_assert_cmpstr (words, ==, "01-S-001 ZHHO · Week 4: Empty");
  crf_writer_conduct_async (writer, "enter", "01-S-001", crf_arguments_new ("event", "W4", "form", "F.VISIT", "item", "ALT", "value", "40", "unit", "U/L",
                                                                            NULL), NULL, NULL, NULL);
  crf_ui_settle (f->window);
  crf_study_view_show_page (view, "grid");
  crf_ui_settle (f->window);
  g_free (words);
  words = crf_grid_view_describe (f->view);
  g_assert_cmpstr (words, ==, "01-S-001 ZHHO · Week 4: Started");
}

/* A tenth of them where every step takes ten times as long. */
static guint
n_many (void)
{
  return 1000 / crf_ui_patience ();
}

static double
processor_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

/* The window as it is drawn on the screen, without waiting for it. */
static void
draw (CrfWindow *window)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (window));
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GdkTexture) texture = NULL;
  GskRenderNode *node;

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (GTK_WIDGET (window)), gtk_widget_get_height (GTK_WIDGET (window)));
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  gsk_render_node_unref (node);
}

static void
set_up_many (Fixture *f, gconstpointer login)
{
  f->study = crf_test_study_new ();
  crf_ui_register (f->study, n_many ());
  f->window = crf_ui_open_study_at (f->study, login, 1366, 768);
  crf_study_view_show_page (crf_window_get_view (f->window), "grid");
  crf_ui_settle (f->window);
  f->view = CRF_GRID_VIEW (crf_ui_find_type (GTK_WIDGET (f->window), CRF_TYPE_GRID_VIEW));
}

static void
test_thousand (Fixture *f, gconstpointer login)
{
  CrfGridModel *model = crf_grid_view_get_model (f->view);
  double most = 0, sum = 0;
  guint n = 0;

  g_assert_cmpuint (crf_grid_model_get_n_rows (model), ==, n_many ());
  for (guint row = 0; row < n_many (); row += 37)
    {
      double before, spent;

      crf_grid_view_move_to (f->view, row, 0);
      crf_ui_settle_quickly (f->window);
      g_assert_nonnull (crf_grid_model_get_row (model, row));
      before = processor_ms ();
      draw (f->window);
      spent = processor_ms () - before;
      most = MAX (most, spent);
      sum += spent;
      n++;
    }
  g_test_minimized_result (sum / n, "one picture of the window takes %.1f ms of the processor, at most %.1f ms", sum / n, most);
  g_test_message ("one picture of the window takes %.1f ms of the processor, at most %.1f ms", sum / n, most);
}

#define ADD(path, func) g_test_add (path, Fixture, "li", set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  crf_ui_application_init (&argc, &argv);
  ADD ("/app/grid/keys-move-from-cell-to-cell", test_keys);
  ADD ("/app/grid/enter-opens-the-visit", test_opens);
  ADD ("/app/grid/patients-are-searched", test_searches);
  ADD ("/app/grid/what-is-stored-stands-in-its-cell", test_follows);
  g_test_add ("/app/grid/a-thousand-patients-are-scrolled-through", Fixture, "li", set_up_many, test_thousand, tear_down);
  return crf_ui_application_run ();
}
