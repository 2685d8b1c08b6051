/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Today while time goes on behind it: a window stays open over midnight, and a clock that was wrong is put right. */

#include "crf-page.h"
#include "crf-study-view.h"
#include "crf-today-page.h"
#include "crf-ui-study.h"

typedef struct
{
  CrfTestStudy *study;
  CrfWindow *window;
  GtkWidget *page;
} Fixture;

static void
set_up (Fixture *f, gconstpointer login)
{
  f->study = crf_test_study_new ();
  crf_ui_register (f->study, 1);
  f->window = crf_ui_open_study_at (f->study, login, 1366, 768);
  f->page = crf_ui_show_page (f->window, "today");
}

static void
tear_down (Fixture *f, gconstpointer login)
{
  crf_ui_close_study (f->window, f->study);
}

/* What the page does each minute. */
static void
go_on_at (Fixture *f, const char *local)
{
  crf_test_study_set_now (f->study, local);
  crf_page_refresh (CRF_PAGE (f->page));
  crf_ui_settle (f->window);
  crf_ui_spin (50);
}

static const char *
shown_month (Fixture *f)
{
  return gtk_label_get_label (GTK_LABEL (crf_ui_find (crf_ui_find (f->page, "month"), "title")));
}

/* The day that is marked as today; NULL: none of this month. */
static const char *
marked_day (Fixture *f)
{
  GtkWidget *grid = crf_ui_find (crf_ui_find (f->page, "month"), "grid");

  for (GtkWidget *day = gtk_widget_get_first_child (grid); day != NULL; day = gtk_widget_get_next_sibling (day))
    if (gtk_widget_has_css_class (day, "today"))
      return gtk_label_get_label (GTK_LABEL (GTK_IS_LABEL (day) ? day : gtk_menu_button_get_child (GTK_MENU_BUTTON (day))));
  return NULL;
}

static void
test_new_month (Fixture *f, gconstpointer login)
{
  g_assert_cmpstr (shown_month (f), ==, "March 2026");
  g_assert_cmpstr (marked_day (f), ==, "2");
  go_on_at (f, "2026-03-31T23:59");
  g_assert_cmpstr (shown_month (f), ==, "March 2026");
  g_assert_cmpstr (marked_day (f), ==, "31");
  go_on_at (f, "2026-04-01T00:01");
  g_assert_cmpstr (shown_month (f), ==, "April 2026");
  g_assert_cmpstr (marked_day (f), ==, "1");
}

static void
test_corrected (Fixture *f, gconstpointer login)
{
  go_on_at (f, "2027-01-02T08:00");
  g_assert_cmpstr (shown_month (f), ==, "January 2027");
  go_on_at (f, "2026-12-31T08:00");
  g_assert_cmpstr (shown_month (f), ==, "December 2026");
  g_assert_cmpstr (marked_day (f), ==, "31");
}

/* Who plans the month after is not thrown back, and finds today where it is now. */
static void
test_turned (Fixture *f, gconstpointer login)
{
  GtkWidget *month = crf_ui_find (f->page, "month");

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *next = gtk_widget_get_last_child (gtk_widget_get_parent (crf_ui_find (month, "title")));

      g_assert_cmpstr (gtk_widget_get_tooltip_text (next), ==, "The month after");
      g_signal_emit_by_name (next, "clicked");
      crf_ui_settle (f->window);
    }
  g_assert_cmpstr (shown_month (f), ==, "May 2026");
  go_on_at (f, "2026-04-01T00:01");
  g_assert_cmpstr (shown_month (f), ==, "May 2026");
  g_assert_null (marked_day (f));
  go_on_at (f, "2026-05-01T00:01");
  g_assert_cmpstr (marked_day (f), ==, "1");
}

#define ADD(path, func) g_test_add (path, Fixture, "li", set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  crf_ui_application_init (&argc, &argv);
  ADD ("/app/today/the-calendar-turns-to-the-new-month", test_new_month);
  ADD ("/app/today/the-calendar-follows-a-clock-that-is-put-right", test_corrected);
  ADD ("/app/today/the-calendar-stays-where-it-was-turned-to", test_turned);
  return crf_ui_application_run ();
}
