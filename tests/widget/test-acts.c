/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Seldom acts in the real window: each role's menus hold what it may do and nothing else, and each entry opens its dialog; and the figures
 * beside the list of what is to be done today. */

#include "crf-acts.h"
#include "crf-refusal-bar.h"
#include "crf-study-view.h"
#include "crf-today-page.h"
#include "crf-ui-study.h"
#include "crf-use-case-dialog.h"

typedef struct
{
  CrfTestStudy *study;
  CrfWindow *window;
  char *number;
} Fixture;

static void
set_up (Fixture *f, gconstpointer login)
{
  f->study = crf_test_study_new ();
  f->number = crf_test_register (f->study);
  f->window = crf_ui_open_study (f->study, login);
}

static void
tear_down (Fixture *f, gconstpointer login)
{
  crf_ui_close_study (f->window, f->study);
  g_free (f->number);
}

/* The targets of @action in the model and its sections. */
static void
collect (GMenuModel *model, const char *action, GPtrArray *targets)
{
  for (int i = 0; i < g_menu_model_get_n_items (model); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (model, i, G_MENU_LINK_SECTION);
      g_autofree char *name = NULL, *target = NULL;

      if (section != NULL)
        collect (section, action, targets);
      if (g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_ACTION, "s", &name) && g_str_equal (name, action) &&
          g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_TARGET, "s", &target))
        g_ptr_array_add (targets, g_steal_pointer (&target));
    }
}

/* All menu buttons below @root, since a page has several. */
static void
collect_below (GtkWidget *root, const char *action, GPtrArray *targets)
{
  if (GTK_IS_MENU_BUTTON (root) && gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (root)) != NULL)
    collect (gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (root)), action, targets);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect_below (child, action, targets);
}

static void
assert_offered (Fixture *f, GtkWidget *page, CrfActsPlace place, const char *action)
{
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func (g_free);
  g_autofree const char **names = crf_acts_list (place);

  collect_below (page, action, targets);
  for (guint i = 0; names[i] != NULL; i++)
    {
      gboolean permitted = crf_writer_permitted (crf_window_get_writer (f->window), names[i], NULL);
      GtkWidget *dialog;

      g_test_message ("%s", names[i]);
      /* The study is open and has no strata. */
      if (g_str_equal (names[i], "correct-stratum") || g_str_equal (names[i], "share-trial-key") || g_str_equal (names[i], "unblind-trial"))
        permitted = FALSE;
      g_assert_cmpint (g_ptr_array_find_with_equal_func (targets, names[i], g_str_equal, NULL), ==, permitted);
      if (!permitted || crf_acts_is_about_form (names[i]))
        continue;
      g_assert_true (gtk_widget_activate_action (page, action, "s", names[i]));
      crf_ui_settle (f->window);
      dialog = crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG);
      g_assert_nonnull (dialog);
      gtk_window_destroy (GTK_WINDOW (dialog));
      crf_ui_spin (20);
    }
}

static gpointer
find_key (CrfSession *session, gpointer number, GCancellable *cancellable, GError **error)
{
  g_autoptr (CrfPatient) patient = crf_reader_patient (session, number, error);

  return patient != NULL ? g_strdup (patient->key) : NULL;
}

static void
test_menus (Fixture *f, gconstpointer login)
{
  CrfStudyView *view = crf_window_get_view (f->window);
  g_autofree char *key = crf_writer_call (crf_window_get_writer (f->window), find_key, f->number, NULL);
  CrfTarget form = { .subject = key, .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) "F.DM", .formkey = (char *) "1" };

  crf_study_view_show_page (view, "study");
  crf_ui_settle (f->window);
  assert_offered (f, crf_study_view_find_page (view, "study"), CRF_ACTS_STUDY, "study-page.do");
  crf_study_view_show_patient (view, key, "visits", &form);
  crf_ui_settle (f->window);
  assert_offered (f, crf_study_view_find_page (view, "patient"), CRF_ACTS_PATIENT, "patient.do");
  assert_offered (f, crf_study_view_find_page (view, "patient"), CRF_ACTS_FORM, "patient.do");
}

static const char *
shown_notice (GtkWidget *root)
{
  if (CRF_IS_REFUSAL_BAR (root) && gtk_widget_get_visible (root))
    return crf_refusal_bar_get_message (CRF_REFUSAL_BAR (root));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      const char *found = shown_notice (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* What came of an act of the menu is read on the page that it was begun from. */
static void
test_notices (Fixture *f, gconstpointer login)
{
  CrfStudyView *view = crf_window_get_view (f->window);
  g_autofree char *key = crf_writer_call (crf_window_get_writer (f->window), find_key, f->number, NULL);
  g_autoptr (CrfOutcome) outcome = crf_outcome_new ();
  GtkWidget *page, *dialog;

  crf_study_view_show_patient (view, key, "visits", NULL);
  crf_ui_settle (f->window);
  page = crf_study_view_find_page (view, "patient");
  g_assert_true (gtk_widget_activate_action (page, "patient.do", "s", "add-visit"));
  crf_ui_settle (f->window);
  dialog = crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG);
  g_assert_nonnull (dialog);
  g_ptr_array_add (outcome->notices, g_strdup ("A deviation was opened."));
  g_signal_emit_by_name (dialog, "done", outcome);
  gtk_window_destroy (GTK_WINDOW (dialog));
  crf_ui_settle (f->window);
  g_assert_cmpstr (shown_notice (page), ==, "A deviation was opened.");
}

/* ── Today ── */

/* The sum of the figures beside the list. */
static guint
sum_glance (GtkWidget *page)
{
  GObject *summary = gtk_widget_get_template_child (page, CRF_TYPE_TODAY_PAGE, "summary");
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (summary)); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_has_css_class (child, "numeric"))
      n += (guint) g_ascii_strtoull (gtk_label_get_label (GTK_LABEL (child)), NULL, 10);
  return n;
}

/* The figure in the navigation, which waits a moment for more. */
static guint
count_today (Fixture *f)
{
  GObject *navigation = gtk_widget_get_template_child (GTK_WIDGET (crf_window_get_view (f->window)), CRF_TYPE_STUDY_VIEW, "navigation");
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (navigation));
  GtkWidget *box = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));

  crf_ui_spin (600);
  crf_ui_settle (f->window);
  return (guint) g_ascii_strtoull (gtk_label_get_label (GTK_LABEL (gtk_widget_get_last_child (box))), NULL, 10);
}

/* A patient's eligibility is the site's to answer, and not of who administers: what is not in the list is not counted beside it. */
static void
test_today_counts (Fixture *f, gconstpointer login)
{
  CrfStudyView *view = crf_window_get_view (f->window);
  gboolean is_nurse = g_str_equal (login, "li");
  GtkWidget *page;

  crf_study_view_show_page (view, "today");
  crf_ui_settle (f->window);
  page = crf_study_view_find_page (view, "today");
  g_assert_cmpint (sum_glance (page) > 0, ==, is_nurse);
  g_assert_cmpuint (count_today (f), ==, sum_glance (page));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (crf_ui_find (page, "all")), TRUE);
  g_assert_cmpuint (sum_glance (page), >, 0);
  g_assert_cmpuint (count_today (f), ==, sum_glance (page));
}

#define ADD(path, login, func) g_test_add (path, Fixture, login, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  crf_ui_application_init (&argc, &argv);
  ADD ("/app/acts/a-nurse-is-offered-what-she-may-do", "li", test_menus);
  ADD ("/app/acts/an-investigator-is-offered-what-he-may-do", "wang", test_menus);
  ADD ("/app/acts/an-administrator-is-offered-what-he-may-do", "admin", test_menus);
  ADD ("/app/acts/what-came-of-an-act-is-read-on-the-patients-page", "li", test_notices);
  ADD ("/app/acts/today-counts-what-a-nurse-is-shown", "li", test_today_counts);
  ADD ("/app/acts/today-counts-what-an-administrator-is-shown", "admin", test_today_counts);
  return crf_ui_application_run ();
}
