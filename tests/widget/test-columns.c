/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The columns of a list in the width that there is: screens.md, Principles 8, on 1366 and 1024 pixels, of which the navigation leaves 1136 and 794. */

#include "crf-column-fit.h"
#include "crf-row-object.h"
#include "crf-ui.h"

typedef struct
{
  GtkWidget *window, *scrolled;
  GtkColumnView *view;
} Fixture;

static const CrfColumnRoom rooms[] = { { 100, 200, 0, 0 }, { 150, 400, 1, 0 }, { 100, 100, 0, 2 }, { 200, 200, 3, 0 }, { 150, 150, 0, 1 } };

static void
set_up (Fixture *f, gconstpointer data)
{
  const char *texts[] = { "S-001", "a text that is much too long for its column, however much room the window has for it", "♀", "Week 4", "2026-11-13" };
  g_autoptr (GListStore) store = g_list_store_new (CRF_TYPE_ROW_OBJECT);
  g_autoptr (CrfRowObject) row = crf_row_object_new (NULL, NULL, texts, G_N_ELEMENTS (texts));

  g_list_store_append (store, row);
  f->window = gtk_window_new ();
  f->scrolled = gtk_scrolled_window_new ();
  f->view = GTK_COLUMN_VIEW (gtk_column_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (g_object_ref (store))))));
  for (guint i = 0; i < G_N_ELEMENTS (rooms); i++)
    crf_column_view_add (f->view, "Column", i, 0, i == 1 ? CRF_COLUMN_EXPAND : CRF_COLUMN_PLAIN);
  crf_column_fit (f->view, rooms, G_N_ELEMENTS (rooms));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (f->scrolled), GTK_WIDGET (f->view));
  gtk_window_set_child (GTK_WINDOW (f->window), f->scrolled);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  GtkColumnView *view = g_object_ref (f->view);

  gtk_window_destroy (GTK_WINDOW (f->window));
  crf_ui_spin (20);
  g_assert_finalize_object (view);
}

static void
show_at (Fixture *f, int width)
{
  gtk_widget_set_size_request (f->scrolled, width, 200);
  gtk_widget_set_halign (f->scrolled, GTK_ALIGN_START);
  gtk_window_present (GTK_WINDOW (f->window));
  crf_ui_spin (200);
  g_assert_cmpint (gtk_widget_get_width (f->scrolled), ==, width);
}

static GtkColumnViewColumn *
column (Fixture *f, guint i)
{
  g_autoptr (GtkColumnViewColumn) found = g_list_model_get_item (gtk_column_view_get_columns (f->view), i);

  return found; /* the view holds it */
}

/* Of all columns that are seen. */
static int
total (Fixture *f)
{
  int sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rooms); i++)
    if (gtk_column_view_column_get_visible (column (f, i)))
      sum += gtk_column_view_column_get_fixed_width (column (f, i));
  return sum;
}

static void
test_wide (Fixture *f, gconstpointer data)
{
  show_at (f, 1136); /* 86 more than usual: a quarter to the second, the rest to the fourth */
  for (guint i = 0; i < G_N_ELEMENTS (rooms); i++)
    g_assert_true (gtk_column_view_column_get_visible (column (f, i)));
  g_assert_cmpint (gtk_column_view_column_get_fixed_width (column (f, 0)), ==, 200);
  g_assert_cmpint (gtk_column_view_column_get_fixed_width (column (f, 1)), ==, 421);
  g_assert_cmpint (gtk_column_view_column_get_fixed_width (column (f, 3)), ==, 264);
  g_assert_cmpint (total (f), <=, 1136);
}

static void
test_narrow (Fixture *f, gconstpointer data)
{
  show_at (f, 794); /* between 700 and 1050: all are there, narrower */
  for (guint i = 0; i < G_N_ELEMENTS (rooms); i++)
    {
      g_assert_true (gtk_column_view_column_get_visible (column (f, i)));
      g_assert_cmpint (gtk_column_view_column_get_fixed_width (column (f, i)), >=, rooms[i].least);
    }
  g_assert_cmpint (gtk_column_view_column_get_fixed_width (column (f, 1)), <, 400);
  g_assert_cmpint (total (f), <=, 794);
}

static void
test_leaving (Fixture *f, gconstpointer data)
{
  show_at (f, 500); /* without the fifth 550 are needed, without the third as well 450 */
  g_assert_false (gtk_column_view_column_get_visible (column (f, 4)));
  g_assert_false (gtk_column_view_column_get_visible (column (f, 2)));
  g_assert_true (gtk_column_view_column_get_visible (column (f, 3)));
  g_assert_true (crf_column_fit_wants (f->view, column (f, 4)));
  g_assert_cmpint (total (f), <=, 500);
  show_at (f, 1136); /* and they come back */
  g_assert_true (gtk_column_view_column_get_visible (column (f, 4)));
  g_assert_true (gtk_column_view_column_get_visible (column (f, 2)));
}

static void
test_chosen (Fixture *f, gconstpointer data)
{
  crf_column_fit_choose (f->view, column (f, 3), FALSE);
  show_at (f, 400); /* 500 are needed: it is scrolled, since the person has chosen */
  g_assert_false (gtk_column_view_column_get_visible (column (f, 3)));
  g_assert_false (crf_column_fit_wants (f->view, column (f, 3)));
  g_assert_true (gtk_column_view_column_get_visible (column (f, 4)));
  g_assert_true (gtk_column_view_column_get_visible (column (f, 2)));
  g_assert_cmpint (total (f), ==, 500);
}

static void
test_large_text (Fixture *f, gconstpointer data)
{
  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Sans 22", NULL);
  show_at (f, 1136);
  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Sans 11", NULL);
  g_assert_cmpint (gtk_column_view_column_get_fixed_width (column (f, 0)), >, 150); /* at least 100 in text that is twice as large */
  g_assert_cmpint (total (f), <=, 1136);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  crf_ui_test_init (&argc, &argv);
  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Sans 11", NULL);
  ADD ("/app/columns/share-what-a-wide-window-has-left", test_wide);
  ADD ("/app/columns/give-way-in-a-narrow-window", test_narrow);
  ADD ("/app/columns/leave-in-their-order-and-come-back", test_leaving);
  ADD ("/app/columns/that-a-person-chose-do-not-leave", test_chosen);
  ADD ("/app/columns/are-wider-with-larger-text", test_large_text);
  return g_test_run ();
}
