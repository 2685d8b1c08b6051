/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The timeline's page on courses made by hand: what keys and pointer do, the table, what is chosen, nothing leaks. */

#include <adwaita.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "crf-app.h"
#include "crf-demo.h"
#include "crf-dialogs.h"
#include "crf-refusal-bar.h"
#include "crf-row-object.h"
#include "crf-timeline-chooser.h"
#include "crf-timeline-page.h"
#include "crf-timeline-table.h"
#include "fake-form.h"
#include "fake-timeline.h"

typedef struct
{
  GtkWidget *window;
  CrfTimelinePage *page;
  CrfTimelineChart *chart;
  char *tab, *form, *item; /* of the last "elsewhere" */
} Fixture;

static void
on_elsewhere (Fixture *fixture, const char *tab, CrfTarget *target)
{
  g_free (fixture->tab);
  g_free (fixture->form);
  g_free (fixture->item);
  fixture->tab = g_strdup (tab);
  fixture->form = g_strdup (target->form);
  fixture->item = g_strdup (target->item);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->page = CRF_TIMELINE_PAGE (crf_timeline_page_new (NULL));
  fixture->chart = crf_timeline_page_get_chart (fixture->page);
  g_signal_connect_swapped (fixture->page, "elsewhere", G_CALLBACK (on_elsewhere), fixture);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1144, 600);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  crf_timeline_page_set_timeline (fixture->page, fake_timeline_new_long ());
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->chart));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  CrfTimelinePage *page = g_object_ref (fixture->page);
  CrfTimelineChart *chart = g_object_ref (fixture->chart);

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (page);
  g_assert_finalize_object (chart);
  g_free (fixture->tab);
  g_free (fixture->form);
  g_free (fixture->item);
}

static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* As if the key had been pressed with the focus on the chart. */
static gboolean
press (Fixture *fixture, guint key, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->chart));
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, state, &handled);
    }
  return handled;
}

static double
span_of (Fixture *fixture)
{
  const CrfTimelineView *view = crf_timeline_chart_get_view (fixture->chart);

  return view->end - view->start;
}

static void
test_zoom_and_pan (Fixture *fixture, gconstpointer data)
{
  const CrfTimelineView *view = crf_timeline_chart_get_view (fixture->chart);
  double first = view->start, last = view->end, whole = span_of (fixture);

  g_assert_true (press (fixture, GDK_KEY_plus, 0));
  g_assert_cmpfloat_with_epsilon (span_of (fixture), whole / 1.25, 1e-6);
  g_assert_true (press (fixture, GDK_KEY_Home, 0));
  g_assert_cmpfloat_with_epsilon (view->start, first, 1e-6);
  g_assert_true (press (fixture, GDK_KEY_Right, 0));
  g_assert_cmpfloat (view->start, >, first);
  g_assert_true (press (fixture, GDK_KEY_End, 0));
  g_assert_cmpfloat_with_epsilon (view->end, last, 1e-6);
  g_assert_true (press (fixture, GDK_KEY_Left, 0));
  g_assert_cmpfloat (view->end, <, last);
  g_assert_true (press (fixture, GDK_KEY_minus, 0));
  g_assert_true (press (fixture, GDK_KEY_KP_Subtract, 0));
  g_assert_cmpfloat_with_epsilon (span_of (fixture), whole, 1e-6);
  press (fixture, GDK_KEY_plus, 0);
  press (fixture, GDK_KEY_0, 0);
  g_assert_cmpfloat_with_epsilon (span_of (fixture), whole, 1e-6);
  g_assert_false (press (fixture, GDK_KEY_Tab, 0));
}

static void
test_keyboard_opens (Fixture *fixture, gconstpointer data)
{
  const CrfTimelineMark *mark;

  g_assert_false (press (fixture, GDK_KEY_Return, 0));
  /* The visits first, then down: infusions, adverse events, decompensation, status, MELD. */
  for (int i = 0; i < 6; i++)
    g_assert_true (press (fixture, GDK_KEY_Down, GDK_CONTROL_MASK));
  mark = crf_timeline_chart_get_chosen (fixture->chart);
  g_assert_nonnull (mark);
  g_assert_cmpint (mark->panel, ==, 0);
  g_assert_cmpstr (((const CrfTimelinePoint *) mark->what)->text, ==, "24");
  press (fixture, GDK_KEY_Left, GDK_CONTROL_MASK);
  mark = crf_timeline_chart_get_chosen (fixture->chart);
  g_assert_cmpstr (((const CrfTimelinePoint *) mark->what)->text, ==, "18");
  press (fixture, GDK_KEY_Right, GDK_CONTROL_MASK);
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  g_assert_cmpstr (fixture->form, ==, "F.VISIT");
  g_assert_cmpstr (fixture->item, ==, "score.meld");
  g_assert_cmpstr (fixture->tab, ==, "visits");
  g_assert_true (press (fixture, GDK_KEY_Escape, 0));
  g_assert_null (crf_timeline_chart_get_chosen (fixture->chart));
  g_assert_false (press (fixture, GDK_KEY_Escape, 0));
}

/* Every mark can be reached with the keyboard. */
static void
test_keyboard_reaches (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) reached = g_hash_table_new (NULL, NULL);
  CrfTimelineLayout *layout = crf_timeline_chart_get_layout (fixture->chart);

  press (fixture, GDK_KEY_Down, GDK_CONTROL_MASK);
  for (int row = 0; row < 17; row++)
    {
      for (int i = 0; i < 20; i++)
        press (fixture, GDK_KEY_Left, GDK_CONTROL_MASK);
      for (int i = 0; i < 20; i++)
        {
          g_hash_table_add (reached, (gpointer) crf_timeline_chart_get_chosen (fixture->chart)->what);
          press (fixture, GDK_KEY_Right, GDK_CONTROL_MASK);
        }
      press (fixture, GDK_KEY_Down, GDK_CONTROL_MASK);
    }
  for (guint i = 0; i < layout->marks->len; i++)
    g_assert_true (g_hash_table_contains (reached, ((CrfTimelineMark *) g_ptr_array_index (layout->marks, i))->what));
}

static void
test_choose_series (Fixture *fixture, gconstpointer data)
{
  CrfTimelineChooser *chooser
      = CRF_TIMELINE_CHOOSER (find_widget (GTK_WIDGET (fixture->page), CRF_TYPE_TIMELINE_CHOOSER));

  g_assert_cmpuint (crf_timeline_chart_get_view (fixture->chart)->series->len, ==, 12);
  crf_timeline_chooser_set_series (chooser, "lab.plt", FALSE);
  g_assert_cmpuint (crf_timeline_chart_get_view (fixture->chart)->series->len, ==, 11);
  /* The choice is the person's, not the patient's. */
  crf_timeline_page_set_timeline (fixture->page, fake_timeline_new_long ());
  g_assert_cmpuint (crf_timeline_chart_get_view (fixture->chart)->series->len, ==, 11);
  crf_timeline_chooser_set_series (chooser, "lab.plt", TRUE);
  g_assert_cmpuint (crf_timeline_chart_get_view (fixture->chart)->series->len, ==, 12);
}

static void
test_keeps_days (Fixture *fixture, gconstpointer data)
{
  double span;

  press (fixture, GDK_KEY_plus, 0);
  press (fixture, GDK_KEY_plus, 0);
  span = span_of (fixture);
  crf_timeline_page_set_timeline (fixture->page, fake_timeline_new_long ());
  g_assert_cmpfloat_with_epsilon (span_of (fixture), span, 1e-6);
}

static const char *
find_row (GListModel *rows, const char *what, const char *entry, guint column)
{
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (CrfRowObject) row = g_list_model_get_item (rows, i);

      if (g_strcmp0 (crf_row_object_get_text (row, 2), what) == 0
          && g_strcmp0 (crf_row_object_get_text (row, 3), entry) == 0)
        return crf_row_object_get_text (row, column);
    }
  return NULL;
}

static void
test_table (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CrfTimeline) timeline = fake_timeline_new_long ();
  g_autoptr (GListStore) rows = crf_timeline_table_new (timeline);
  g_autoptr (CrfRowObject) last = NULL;
  guint n = timeline->visits->len + timeline->infusions->len + timeline->adverse_events->len
            + timeline->decompensations->len + timeline->statuses->len + 12 * 6;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, n);
  g_assert_cmpstr (find_row (G_LIST_MODEL (rows), "Total bilirubin", "78.4 µmol/L", 0), ==, "day −8");
  g_assert_cmpstr (find_row (G_LIST_MODEL (rows), "Total bilirubin", "78.4 µmol/L", 4), ==,
                   "baseline · above the reference range 5–21");
  g_assert_cmpstr (find_row (G_LIST_MODEL (rows), "Visits", "Week 12 · 5 days late", 4), ==,
                   "window day 77 to day 91");
  g_assert_cmpstr (find_row (G_LIST_MODEL (rows), "Platelets", "<80 × 10⁹/L", 5), ==, "Week 8");
  /* What has no place on the axis is here. */
  last = g_list_model_get_item (G_LIST_MODEL (rows), n - 1);
  g_assert_cmpstr (crf_row_object_get_text (last, 3), ==, "tiredness · grade 1");
  g_assert_cmpstr (crf_row_object_get_text (last, 1), ==, "2025");
}

static void
test_table_not_analysed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CrfTimeline) timeline = fake_timeline_new ();
  const CrfTimelineSeries *meld = g_ptr_array_index (timeline->series, 0);
  g_autoptr (GListStore) rows = NULL;

  ((CrfTimelinePoint *) g_ptr_array_index (meld->points, 1))->not_analysed = TRUE;
  rows = crf_timeline_table_new (timeline);
  g_assert_cmpstr (find_row (G_LIST_MODEL (rows), meld->label, "18", 4), ==, "sample not analysed");
  g_assert_cmpstr (find_row (G_LIST_MODEL (rows), meld->label, "19", 4), ==, "baseline");
  g_assert_null (find_row (G_LIST_MODEL (rows), meld->label, "17", 4));
}

static void
test_table_opens (Fixture *fixture, gconstpointer data)
{
  /* The last of the tools but one. */
  GtkWidget *tools = gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (fixture->page)));
  GtkWidget *button = gtk_widget_get_prev_sibling (gtk_widget_get_last_child (tools));
  GtkWidget *table;

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  table = find_widget (GTK_WIDGET (fixture->page), GTK_TYPE_COLUMN_VIEW);
  gtk_test_widget_wait_for_draw (fixture->window);
  take_picture (fixture->window, "timeline-table");
  g_signal_emit_by_name (table, "activate", 1);
  g_assert_nonnull (fixture->form);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), FALSE);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  crf_timeline_page_set_timeline (fixture->page, NULL);
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_null (crf_timeline_chart_get_view (fixture->chart));
  g_assert_false (press (fixture, GDK_KEY_plus, 0));
  crf_timeline_page_set_timeline (fixture->page, fake_timeline_new_first_day ());
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_nonnull (crf_timeline_chart_get_layout (fixture->chart));
}

static void
test_scrolls (Fixture *fixture, gconstpointer data)
{
  GtkScrolledWindow *scroller
      = GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (GTK_WIDGET (fixture->chart), GTK_TYPE_SCROLLED_WINDOW));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);

  /* Twelve panels are higher than this window; nothing is cut, and the keyboard goes there. */
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), >, gtk_adjustment_get_page_size (adjustment) + 100);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_upper (adjustment),
                                  crf_timeline_chart_get_layout (fixture->chart)->height, 2);
  g_assert_true (press (fixture, GDK_KEY_Page_Down, 0));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, 100);
  gtk_test_widget_wait_for_draw (fixture->window);
  take_picture (fixture->window, "timeline-scrolled");
}

static void
test_styles (Fixture *fixture, gconstpointer data)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  take_picture (fixture->window, "timeline-light");
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  g_assert_true (crf_timeline_chart_get_view (fixture->chart)->dark);
  gtk_test_widget_wait_for_draw (fixture->window);
  take_picture (fixture->window, "timeline-dark");
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_assert_false (crf_timeline_chart_get_view (fixture->chart)->dark);
}

/* ── On a study file ── */

static char *saved_path;
static gboolean hook_answers;

static gboolean
choose_file (const char *kind, const char *heading, const char *body, gboolean *accept, char **text, char **login,
             gpointer data)
{
  if (!g_str_equal (kind, "save"))
    return FALSE;
  *accept = hook_answers;
  *text = hook_answers ? g_build_filename (data, body, NULL) : NULL;
  g_free (saved_path);
  saved_path = g_strdup (*text);
  return TRUE;
}

static gpointer
first_patient_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) ids = crf_reader_patient_ids (session, NULL, NULL, CRF_PATIENT_SORT_NUMBER, FALSE, error);
  g_autoptr (GPtrArray) patients = crf_reader_patients (session, (const gint64 *) (gpointer) ids->data, 1, error);

  return g_strdup (((CrfPatient *) g_ptr_array_index (patients, 0))->key);
}

static gpointer
count_exports_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) rows = crf_reader_audit (session, NULL, NULL, NULL, 200, error);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += strstr (((CrfAuditRow *) g_ptr_array_index (rows, i))->action, "export") != NULL;
  return GUINT_TO_POINTER (n);
}

static gboolean
has_layout (gpointer chart)
{
  return crf_timeline_chart_get_layout (chart) != NULL;
}

static gboolean
has_message (gpointer bar)
{
  return crf_refusal_bar_get_message (bar) != NULL;
}

static guint
count_exports (CrfWriter *writer)
{
  return GPOINTER_TO_UINT (crf_writer_call (writer, count_exports_job, NULL, NULL));
}

static void
check_saving (CrfWriter *writer, const char *folder)
{
  GtkWidget *window = gtk_window_new ();
  CrfTimelinePage *page = CRF_TIMELINE_PAGE (crf_timeline_page_new (writer));
  CrfTimelineChart *chart = crf_timeline_page_get_chart (page);
  CrfRefusalBar *bar = CRF_REFUSAL_BAR (find_widget (GTK_WIDGET (page), CRF_TYPE_REFUSAL_BAR));
  g_autofree char *subject = crf_writer_call (writer, first_patient_job, NULL, NULL);
  g_autofree char *bytes = NULL;
  guint before = count_exports (writer);

  gtk_window_set_default_size (GTK_WINDOW (window), 900, 600);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (page));
  gtk_window_present (GTK_WINDOW (window));
  crf_timeline_page_show (page, subject);
  wait_until (has_layout, chart, "the chart");

  crf_dialogs_set_hook (choose_file, (gpointer) folder);
  hook_answers = FALSE;
  gtk_widget_activate_action (GTK_WIDGET (page), "timeline.save", "s", "pdf");
  let_pass (200);
  g_assert_null (crf_refusal_bar_get_message (bar));
  g_assert_cmpuint (count_exports (writer), ==, before);

  hook_answers = TRUE;
  gtk_widget_activate_action (GTK_WIDGET (page), "timeline.save", "s", "pdf");
  wait_until (has_message, bar, "what was saved");
  g_assert_true (g_file_get_contents (saved_path, &bytes, NULL, NULL));
  g_assert_true (g_str_has_prefix (bytes, "%PDF"));
  g_assert_nonnull (strstr (saved_path, "DEMO-"));
  g_assert_nonnull (strstr (crf_refusal_bar_get_message (bar), "SHA-256"));
  g_assert_cmpuint (count_exports (writer), ==, before + 1);
  crf_dialogs_set_hook (NULL, NULL);
  g_unlink (saved_path);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_saving (void)
{
  g_autofree char *folder = g_dir_make_tmp ("crf-timeline-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "demo.stemward", NULL);
  CrfDemoOptions options = { .study = "nct06167473", .patients = 1, .seed = 5, .today = "2026-11-20" };
  CrfInstant now;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfWriter) writer = NULL;
  CrfSession *session;

  g_assert_true (crf_demo_create (path, &options, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (crf_instant_parse_utc ("2026-11-20T04:00:00.000Z", &now));
  session = crf_session_sign_in (path, "investigator", "demo", NULL, crf_clock_fixed (&now), &error);
  g_assert_no_error (error);
  writer = crf_writer_new (session);
  check_saving (writer, folder);
  crf_writer_close (writer);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_pointer (&saved_path, g_free);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  crf_app_init ();
  crf_app_load_style ();
#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  add ("/timeline/page/plus-minus-arrows-home-and-end-show-other-days", test_zoom_and_pan);
  add ("/timeline/page/enter-opens-the-form-of-the-chosen-point", test_keyboard_opens);
  add ("/timeline/page/every-mark-is-reached-by-the-keyboard", test_keyboard_reaches);
  add ("/timeline/page/chosen-series-stay-chosen", test_choose_series);
  add ("/timeline/page/the-same-patient-keeps-the-days-shown", test_keeps_days);
  add ("/timeline/page/the-table-says-all-that-is-drawn", test_table);
  add ("/timeline/page/the-table-says-which-sample-is-not-analysed", test_table_not_analysed);
  add ("/timeline/page/a-row-of-the-table-opens-its-form", test_table_opens);
  add ("/timeline/page/without-data-it-says-so", test_empty);
  add ("/timeline/page/what-does-not-fit-scrolls", test_scrolls);
  add ("/timeline/page/light-and-dark-are-drawn-anew", test_styles);
#undef add
  g_test_add_func ("/timeline/page/a-saved-picture-is-in-the-audit-trail", test_saving);
  return g_test_run ();
}
