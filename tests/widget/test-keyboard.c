/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The keyboard is enough (screens.md, Principles 1): on pages with content, for who works there. Tab goes through a page and out of it again, and no
 * letter is Alt's for two things at once. */

#include "crf-app.h"
#include "crf-demo.h"
#include "crf-study-view.h"
#include "crf-ui.h"

#include <glib/gstdio.h>
#include <string.h>

#define LIVED_UNTIL "2026-11-13"

static CrfApplication *application;
static char *folder, *path;

typedef struct
{
  CrfWindow *window;
} Fixture;

static void
make_study (void)
{
  CrfDemoOptions demo = { .study = NULL, .patients = 6, .seed = 7, .today = LIVED_UNTIL };
  g_autoptr (GError) error = NULL;
  static CrfInstant now;

  crf_instant_parse_utc ("2026-11-14T02:40:00Z", &now);
  now.offset_minutes = 480;
  crf_app_set_clock (crf_clock_fixed (&now));
  folder = g_dir_make_tmp ("stemward-XXXXXX", NULL);
  path = g_build_filename (folder, "demonstration.stemward", NULL);
  crf_demo_create (path, &demo, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *f, gconstpointer login)
{
  if (path == NULL)
    make_study ();
  f->window = crf_ui_open (application, path, login, "demo", 1024, 600);
}

static void
tear_down (Fixture *f, gconstpointer login)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  crf_ui_spin (50);
}

/* Round and round. A widget that says it took the focus and did not would hold the keyboard for ever, and so would a page that one cannot leave: the
 * second half of the way has to come by the page and by what is around it. A list takes one stop, where it was left. */
#define STEPS 240

static void
walk (CrfWindow *window, GtkWidget *page, GtkDirectionType direction, const char *where)
{
  GtkWidget *before = NULL;
  guint inside = 0, outside = 0;

  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  for (guint n = 0; n < STEPS; n++)
    {
      GtkWidget *focus;

      gtk_widget_child_focus (GTK_WIDGET (window), direction);
      focus = gtk_root_get_focus (GTK_ROOT (window));
      /* Where all is seen the next step begins anew. */
      if (focus == NULL)
        continue;
      /* A field that is left may first have to store. */
      for (guint i = 0; i < 20 && focus == before; i++)
        {
          crf_ui_spin (10);
          gtk_widget_child_focus (GTK_WIDGET (window), direction);
          focus = gtk_root_get_focus (GTK_ROOT (window));
        }
      if (focus == before)
        g_test_message ("%s: stuck at %s in %s after %u", where, G_OBJECT_TYPE_NAME (focus), G_OBJECT_TYPE_NAME (gtk_widget_get_parent (gtk_widget_get_parent (focus))), n);
      g_assert_true (focus != before);
      before = focus;
      if (n < STEPS / 2)
        continue;
      if (focus == page || gtk_widget_is_ancestor (focus, page))
        inside++;
      else
        outside++;
    }
  g_test_message ("%s: %u stops inside, %u around", where, inside, outside);
  g_assert_cmpuint (inside, >, 0);
  g_assert_cmpuint (outside, >, 0);
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
  walk (window, page, GTK_DIR_TAB_FORWARD, where);
  walk (window, page, GTK_DIR_TAB_BACKWARD, where);
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
}

static gpointer
find_treated (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) ids = crf_reader_patient_ids (session, NULL, "treated", CRF_PATIENT_SORT_NUMBER, FALSE, error);
  g_autoptr (GPtrArray) patients = ids != NULL && ids->len > 0 ? crf_reader_patients (session, (const gint64 *) (gpointer) ids->data, 1, error) : NULL;

  return patients != NULL ? g_strdup (((CrfPatient *) g_ptr_array_index (patients, 0))->key) : NULL;
}

/* Forms of any length have more fields than there are letters: here only the way is walked. A form may be longer than the walk. */
static void
test_patient (Fixture *f, gconstpointer login)
{
  static const char *const tabs[] = { "timeline", "eligibility", "infusions", "safety", "record" };
  CrfStudyView *view = crf_window_get_view (f->window);
  g_autofree char *key = crf_writer_call (crf_window_get_writer (f->window), find_treated, NULL, NULL);

  g_assert_nonnull (key);
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      crf_study_view_show_patient (view, key, tabs[i], NULL);
      crf_ui_settle (f->window);
      walk (f->window, crf_study_view_find_page (view, "patient"), GTK_DIR_TAB_FORWARD, tabs[i]);
      walk (f->window, crf_study_view_find_page (view, "patient"), GTK_DIR_TAB_BACKWARD, tabs[i]);
    }
}

#define ADD(path, login, func) g_test_add (path, Fixture, login, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  int status;

  crf_ui_test_init (&argc, &argv);
  application = crf_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  ADD ("/app/keyboard/a-nurse-s-pages", "nurse", test_pages);
  ADD ("/app/keyboard/an-investigator-s-pages", "investigator", test_pages);
  ADD ("/app/keyboard/an-administrator-s-pages", "admin", test_pages);
  ADD ("/app/keyboard/a-patient-s-pages", "investigator", test_patient);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
