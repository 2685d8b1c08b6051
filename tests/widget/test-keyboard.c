/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The keyboard is enough (screens.md, Principles 1): on pages with content, for who works there. Tab goes through a page and out of it again, and no
 * letter is Alt's for two things at once. */

#include "crf-app.h"
#include "crf-form-view.h"
#include "crf-schedule-row.h"
#include "crf-study-view.h"
#include "crf-tab-stop.h"
#include "crf-ui-demo.h"
#include "crf-ui-study.h"

#include <glib/gstdio.h>
#include <string.h>

static guint nameless; /* on all pages of a test: told one by one, and counted at its end */
static char *path;

typedef struct
{
  CrfWindow *window;
} Fixture;

static void
make_study (void)
{
  g_autofree char *folder = g_dir_make_tmp ("stemward-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;

  path = g_build_filename (folder, "demonstration.stemward", NULL);
  crf_ui_demo_create (path, NULL, 6, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *f, gconstpointer login)
{
  nameless = 0;
  if (path == NULL)
    make_study ();
  f->window = crf_ui_open (crf_ui_application_get (), path, login, "demo", 1024, 600);
}

static void
tear_down (Fixture *f, gconstpointer login)
{
  crf_ui_close (f->window);
}

/* Round and round, until the way has come by its beginning a second time. A widget that says it took the focus and did not would hold the keyboard
 * for ever, and so would a page that one cannot leave. Returned: every stop. */
#define MOST_STEPS 2000

static GtkWidget *
step (CrfWindow *window, GtkWidget *before, GtkDirectionType direction)
{
  GtkWidget *focus;

  gtk_widget_child_focus (GTK_WIDGET (window), direction);
  focus = gtk_root_get_focus (GTK_ROOT (window));
  /* A field that is left may first have to store. */
  for (guint i = 0; i < 20 && focus != NULL && focus == before; i++)
    {
      crf_ui_spin (10);
      gtk_widget_child_focus (GTK_WIDGET (window), direction);
      focus = gtk_root_get_focus (GTK_ROOT (window));
    }
  return focus;
}

static GHashTable *
walk (CrfWindow *window, GtkWidget *page, GtkDirectionType direction, const char *where)
{
  /* A row that scrolls away is given up. */
  GHashTable *stops = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  GtkWidget *first = NULL, *before = NULL;
  guint inside = 0, rounds = 0;

  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  for (guint n = 0; n < MOST_STEPS && rounds < 2; n++)
    {
      GtkWidget *focus = step (window, before, direction);

      /* Where all is seen the next step may begin anew. */
      if (focus == NULL)
        continue;
      if (first == NULL)
        first = focus;
      else
        rounds += focus == first;
      if (focus == before)
        g_test_message ("%s: stuck at %s in %s after %u", where, G_OBJECT_TYPE_NAME (focus),
                        G_OBJECT_TYPE_NAME (gtk_widget_get_parent (gtk_widget_get_parent (focus))), n);
      g_assert_true (focus != before);
      before = focus;
      if (GTK_IS_TEXT_VIEW (focus))
        g_assert_false (gtk_text_view_get_accepts_tab (GTK_TEXT_VIEW (focus)));
      inside += g_hash_table_add (stops, g_object_ref (focus)) && (focus == page || gtk_widget_is_ancestor (focus, page));
    }
  g_test_message ("%s: %u stops, %u of them inside", where, g_hash_table_size (stops), inside);
  g_assert_cmpuint (rounds, ==, 2);
  g_assert_cmpuint (inside, >, 0);
  g_assert_cmpuint (g_hash_table_size (stops), >, inside);
  return stops;
}

/* Or something in it. A control that stands aside on purpose (the menu of a field, which has a key) is not focusable. */
static gboolean
takes_focus (GtkWidget *widget)
{
  if (gtk_widget_get_focusable (widget))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child) && gtk_widget_is_sensitive (child) && takes_focus (child))
      return TRUE;
  return FALSE;
}

static gboolean
has_stop_below (GtkWidget *root, GHashTable *stops)
{
  GHashTableIter iter;
  gpointer stop;

  g_hash_table_iter_init (&iter, stops);
  while (g_hash_table_iter_next (&iter, &stop, NULL))
    if (stop == root || gtk_widget_is_ancestor (stop, root))
      return TRUE;
  return FALSE;
}

static gboolean
is_radio (GtkWidget *widget)
{
  return GTK_IS_CHECK_BUTTON (widget) && gtk_widget_get_first_child (widget) != NULL
         && strcmp (gtk_widget_get_css_name (gtk_widget_get_first_child (widget)), "radio") == 0;
}

static gboolean
has_radio_stop (GtkWidget *root, GHashTable *stops)
{
  if (is_radio (root) && g_hash_table_contains (stops, root))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_radio_stop (child, stops))
      return TRUE;
  return FALSE;
}

/* Of a group one answer is a stop; one of them may have a field beside it. */
static gboolean
has_stop_beside (GtkWidget *radio, GHashTable *stops)
{
  return has_radio_stop (gtk_widget_get_parent (gtk_widget_get_parent (radio)), stops);
}

/* A list, and a group of answers, is one stop: arrows go on from there. */
static gboolean
is_one_stop (GtkWidget *widget)
{
  if (GTK_IS_LIST_BOX (widget) || GTK_IS_LIST_BASE (widget) || GTK_IS_COLUMN_VIEW (widget) || CRF_IS_TAB_STOP (widget) || GTK_IS_FLOW_BOX (widget))
    return TRUE;
  return GTK_IS_CHECK_BUTTON (gtk_widget_get_first_child (widget)) && GTK_IS_CHECK_BUTTON (gtk_widget_get_last_child (widget));
}

static guint
count_missed (GtkWidget *root, GHashTable *stops, const char *where)
{
  guint missed = 0;

  if (!gtk_widget_get_mapped (root) || !gtk_widget_is_sensitive (root) || !gtk_widget_get_can_focus (root) || GTK_IS_POPOVER (root))
    return 0;
  if (is_one_stop (root) || GTK_IS_BUTTON (root) || GTK_IS_EDITABLE (root) || GTK_IS_TEXT_VIEW (root) || GTK_IS_DROP_DOWN (root)
      || GTK_IS_MENU_BUTTON (root) || GTK_IS_SWITCH (root) || GTK_IS_CHECK_BUTTON (root))
    {
      missed = takes_focus (root) && !has_stop_below (root, stops) && !(is_radio (root) && has_stop_beside (root, stops));
      if (missed > 0)
        g_test_message ("%s: nobody comes by %s (%s) in %s", where, G_OBJECT_TYPE_NAME (root), gtk_buildable_get_buildable_id (GTK_BUILDABLE (root)),
                        gtk_widget_get_name (gtk_widget_get_parent (root)));
      return missed;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    missed += count_missed (child, stops, where);
  return missed;
}

static gboolean
has_text (GtkWidget *root)
{
  if (GTK_IS_LABEL (root) && *gtk_label_get_text (GTK_LABEL (root)) != '\0')
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_text (child))
      return TRUE;
  return FALSE;
}

/* What is heard when the keyboard comes there: a button says its label; all else has to be given a name, itself or what it is a part of. */
static gboolean
is_named (GtkWidget *stop)
{
  /* A row of a table is read by its cells; before GTK 4.12 nobody can name it. One that scrolled away is in no table any more. */
  if (gtk_widget_get_parent (stop) == NULL || GTK_IS_LIST_BASE (gtk_widget_get_parent (stop)) || (GTK_IS_BUTTON (stop) && has_text (stop)))
    return TRUE;
  for (GtkWidget *widget = stop; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL)
          || gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY))
        return TRUE;
      /* The text within an entry is not seen apart from it. The button within a drop-down is, and so is a row. */
      if (widget != stop && !GTK_IS_EDITABLE (widget))
        break;
    }
  return GTK_IS_CHECK_BUTTON (stop) && has_text (stop);
}

static guint
count_nameless (GHashTable *stops, const char *where)
{
  guint n = 0;
  GHashTableIter iter;
  gpointer stop;

  g_hash_table_iter_init (&iter, stops);
  while (g_hash_table_iter_next (&iter, &stop, NULL))
    if (!is_named (stop))
      {
        GtkWidget *parent = gtk_widget_get_parent (stop);

        g_test_message ("%s: %s in %s in %s has no name", where, G_OBJECT_TYPE_NAME (stop), G_OBJECT_TYPE_NAME (parent),
                        G_OBJECT_TYPE_NAME (gtk_widget_get_parent (parent)));
        n++;
      }
  return n;
}

/* Both ways, by everything that can be used. */
static void
walk_round (CrfWindow *window, GtkWidget *page, const char *where)
{
  g_autoptr (GHashTable) forward = walk (window, page, GTK_DIR_TAB_FORWARD, where);
  guint missed = count_missed (GTK_WIDGET (window), forward, where);
  g_autoptr (GHashTable) back = walk (window, page, GTK_DIR_TAB_BACKWARD, where);

  missed += count_missed (GTK_WIDGET (window), back, where);
  g_assert_cmpuint (missed, ==, 0);
  nameless += count_nameless (forward, where) + crf_ui_count_nameless (GTK_WIDGET (window), where);
}

static void
collect_mnemonics (GtkWidget *root, GHashTable *letters, guint *doubles, const char *where)
{
  guint letter = GTK_IS_LABEL (root) && gtk_widget_get_mapped (root) ? gtk_label_get_mnemonic_keyval (GTK_LABEL (root)) : GDK_KEY_VoidSymbol;

  if (letter != GDK_KEY_VoidSymbol && letter != 0)
    {
      const char *other = g_hash_table_lookup (letters, GUINT_TO_POINTER (letter));

      if (other != NULL)
        g_test_message ("%s: Alt+%s is of “%s” and of “%s”", where, gdk_keyval_name (letter), other, gtk_label_get_text (GTK_LABEL (root)));
      *doubles += other != NULL;
      g_hash_table_insert (letters, GUINT_TO_POINTER (letter), (gpointer) gtk_label_get_text (GTK_LABEL (root)));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect_mnemonics (child, letters, doubles, where);
}

static void
check_page (CrfWindow *window, GtkWidget *page, const char *where)
{
  g_autoptr (GHashTable) letters = g_hash_table_new (NULL, NULL);
  guint doubles = 0;

  crf_ui_settle (window);
  walk_round (window, page, where);
  collect_mnemonics (page, letters, &doubles, where);
  g_assert_cmpuint (doubles, ==, 0);
}

static void
test_pages (Fixture *f, gconstpointer login)
{
  static const char *const names[] = { "today", "patients", "grid", "queries", "deviations", "lots", "dashboard", "exports", "audit", "study" };
  CrfStudyView *view = crf_window_get_view (f->window);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      crf_study_view_show_page (view, names[i]);
      if (g_strcmp0 (crf_study_view_get_page (view), names[i]) == 0)
        check_page (f->window, crf_study_view_find_page (view, names[i]), names[i]);
    }
  g_assert_cmpuint (nameless, ==, 0);
}

static gpointer
find_treated (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) ids = crf_reader_patient_ids (session, NULL, "treated", CRF_PATIENT_SORT_NUMBER, FALSE, error);
  g_autoptr (GPtrArray) patients = ids != NULL && ids->len > 0 ? crf_reader_patients (session, (const gint64 *) (gpointer) ids->data, 1, error) : NULL;

  return patients != NULL ? g_strdup (((CrfPatient *) g_ptr_array_index (patients, 0))->key) : NULL;
}

/* Forms of any length have more fields than there are letters: here only the way is walked. */
static void
test_patient (Fixture *f, gconstpointer login)
{
  static const char *const tabs[] = { "timeline", "eligibility", "infusions", "visits", "safety", "record" };
  CrfStudyView *view = crf_window_get_view (f->window);
  g_autofree char *key = crf_writer_call (crf_window_get_writer (f->window), find_treated, NULL, NULL);

  g_assert_nonnull (key);
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      crf_study_view_show_patient (view, key, tabs[i], NULL);
      crf_ui_settle (f->window);
      walk_round (f->window, crf_study_view_find_page (view, "patient"), tabs[i]);
    }
  g_assert_cmpuint (nameless, ==, 0);
}

/* Alt and a digit: the keyboard is in the tab at once, in a form in its first empty field or what completes it, and not in the header. */
static void
test_tabs_take_focus (Fixture *f, gconstpointer login)
{
  CrfStudyView *view = crf_window_get_view (f->window);
  g_autofree char *key = crf_writer_call (crf_window_get_writer (f->window), find_treated, NULL, NULL);
  GtkWidget *page, *focus;

  crf_study_view_show_patient (view, key, "timeline", NULL);
  crf_ui_settle (f->window);
  page = crf_study_view_find_page (view, "patient");
  for (int i = 1; i <= 6; i++)
    {
      GtkStack *stack = GTK_STACK (crf_ui_find (page, "stack"));

      gtk_widget_activate_action (page, "patient.tab", "i", i);
      crf_ui_settle (f->window);
      crf_ui_spin (100);
      focus = gtk_root_get_focus (GTK_ROOT (f->window));
      g_test_message ("%d: %s", i, focus != NULL ? G_OBJECT_TYPE_NAME (focus) : "nowhere");
      g_assert_nonnull (focus);
      g_assert_true (gtk_widget_is_ancestor (focus, gtk_stack_get_visible_child (stack)));
      if (i == 4)
        g_assert_nonnull (gtk_widget_get_ancestor (focus, CRF_TYPE_FORM_VIEW));
    }
}

/* A visit that is done, chosen with the keyboard: its rows are made anew, and the keyboard is still among them. */
static void
test_schedule (Fixture *f, gconstpointer login)
{
  CrfStudyView *view = crf_window_get_view (f->window);
  g_autofree char *key = crf_writer_call (crf_window_get_writer (f->window), find_treated, NULL, NULL);
  GtkWidget *row, *list, *focus;

  crf_study_view_show_patient (view, key, "visits", NULL);
  crf_ui_settle (f->window);
  row = crf_ui_find_type (crf_study_view_find_page (view, "patient"), CRF_TYPE_SCHEDULE_ROW);
  g_assert_nonnull (row);
  list = gtk_widget_get_parent (row);
  gtk_widget_grab_focus (row);
  g_assert_true (gtk_widget_activate (row));
  crf_ui_settle (f->window);
  focus = gtk_root_get_focus (GTK_ROOT (f->window));
  g_assert_nonnull (focus);
  g_test_message ("%s", G_OBJECT_TYPE_NAME (focus));
  g_assert_true (gtk_widget_is_ancestor (focus, list));
}

/* Before anybody is signed in, and where the window is locked. */
static void
test_doors (Fixture *f, gconstpointer login)
{
  CrfWindow *window = crf_window_new (GTK_APPLICATION (crf_ui_application_get ()));
  guint n;

  gtk_window_set_default_size (GTK_WINDOW (window), 1024, 600);
  gtk_window_present (GTK_WINDOW (window));
  crf_ui_spin (100);
  n = crf_ui_count_nameless (GTK_WIDGET (window), "welcome");
  gtk_window_destroy (GTK_WINDOW (window));
  crf_window_lock (f->window);
  crf_ui_settle (f->window);
  n += crf_ui_count_nameless (GTK_WIDGET (f->window), "locked");
  crf_window_switch_user (f->window);
  crf_ui_settle (f->window);
  n += crf_ui_count_nameless (GTK_WIDGET (f->window), "sign-in");
  g_assert_cmpuint (n, ==, 0);
}

#define ADD(path, login, func) g_test_add (path, Fixture, login, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  crf_ui_application_init (&argc, &argv);
  ADD ("/app/keyboard/a-nurse-s-pages", "nurse", test_pages);
  ADD ("/app/keyboard/an-investigator-s-pages", "investigator", test_pages);
  ADD ("/app/keyboard/an-administrator-s-pages", "admin", test_pages);
  ADD ("/app/keyboard/a-patient-s-pages", "investigator", test_patient);
  ADD ("/app/keyboard/every-control-at-the-door-has-a-name", "nurse", test_doors);
  ADD ("/app/keyboard/a-visit-is-chosen-and-the-keyboard-stays", "nurse", test_schedule);
  ADD ("/app/keyboard/a-tab-takes-the-keyboard", "nurse", test_tabs_take_focus);
  return crf_ui_application_run ();
}
