/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a nurse, an investigator and an auditor do most is done without a mouse (screens.md, Principles 1): a reason by one digit, the answer to a query, a
 * signature, the filters of the audit trail. What is stored is read from the file. */

#include "crf-app.h"
#include "crf-form-editor.h"
#include "crf-prompt-line.h"
#include "crf-study-view.h"
#include "crf-ui-demo.h"
#include "crf-ui-study.h"
#include "crf-use-case-dialog.h"
#include "crf-visit-grid.h"

#include <glib/gstdio.h>
#include <string.h>


typedef struct
{
  CrfWindow *window;
  CrfTarget *target; /* a follow-up visit that is complete and not signed */
  char *folder, *path;
} Fixture;

static void
set_up (Fixture *f, gconstpointer login)
{
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("stemward-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "demonstration.stemward", NULL);
  crf_ui_demo_create (f->path, NULL, 6, &error);
  g_assert_no_error (error);
  f->window = crf_ui_open (crf_ui_application_get (), f->path, login, "demo", 1024, 600);
  f->target = crf_writer_call (crf_window_get_writer (f->window), crf_ui_demo_find_visit, (gpointer) "complete", NULL);
  g_assert_nonnull (f->target);
}

static void
tear_down (Fixture *f, gconstpointer login)
{
  crf_ui_close (f->window);
  crf_target_free (f->target);
  crf_ui_remove_folder (f->folder);
  g_free (f->path);
  g_free (f->folder);
}

/* To the key controllers of where the keyboard is, inside out: whether one took it. */
static gboolean
press (GtkWidget *window, guint keyval)
{
  gboolean taken = FALSE;
  GtkWidget *widget = gtk_root_get_focus (GTK_ROOT (window)), *parent;

  for (; widget != NULL && !taken; widget = parent)
    {
      g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

      parent = gtk_widget_get_parent (widget); /* what is answered may go */
      for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++)
        {
          g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

          if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
            g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &taken);
        }
    }
  return taken;
}

static CrfFormView *
open_form (Fixture *f)
{
  crf_study_view_show_patient (crf_window_get_view (f->window), f->target->subject, "visits", f->target);
  crf_ui_settle (f->window);
  return crf_form_editor_get_view (CRF_FORM_EDITOR (crf_ui_find_type (GTK_WIDGET (f->window), CRF_TYPE_FORM_EDITOR)));
}

/* ── A reason ── */

static gpointer
last_reason (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) rows = crf_reader_audit (session, NULL, data, NULL, 1, error);
  const CrfAuditRow *row = rows != NULL && rows->len > 0 ? g_ptr_array_index (rows, 0) : NULL;

  return row != NULL ? g_strdup_printf ("%s: %s", row->new_value, row->reason) : NULL;
}

static void
test_reason (Fixture *f, gconstpointer login)
{
  CrfFieldRow *row = crf_form_view_find_row (open_form (f), "IT.HR", NULL);
  g_autoptr (CrfTarget) field = crf_target_copy (f->target);
  g_autofree char *stored = NULL;
  GtkWidget *focus;

  g_assert_nonnull (row);
  crf_field_row_take_focus (row);
  crf_field_row_set_text (row, "93");
  crf_field_row_commit (row); /* as Tab does */
  crf_ui_spin (1200);
  crf_ui_settle (f->window);
  focus = gtk_root_get_focus (GTK_ROOT (f->window));
  g_assert_nonnull (focus);
  g_assert_nonnull (gtk_widget_get_ancestor (focus, CRF_TYPE_PROMPT_LINE)); /* nobody has to go there */
  g_assert_false (press (GTK_WIDGET (f->window), GDK_KEY_9));             /* there is no ninth: it is text */
  g_assert_true (press (GTK_WIDGET (f->window), GDK_KEY_2));
  crf_ui_settle (f->window);
  field->item = g_strdup ("IT.HR");
  stored = crf_writer_call (crf_window_get_writer (f->window), last_reason, field, NULL);
  g_test_message ("%s", stored);
  g_assert_nonnull (stored);
  g_assert_nonnull (strstr (stored, "93"));
  g_assert_true (g_str_has_suffix (stored, ": Typing error"));
}

/* ── A query ── */

static gpointer
count_open (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) queries = crf_reader_queries (session, NULL, NULL, error);

  guint n = 0;

  for (guint i = 0; queries != NULL && i < queries->len; i++)
    n += strcmp (((CrfQuery *) g_ptr_array_index (queries, i))->state_label, "Open") == 0;
  return GUINT_TO_POINTER (n);
}

static guint
open_queries (Fixture *f)
{
  return GPOINTER_TO_UINT (crf_writer_call (crf_window_get_writer (f->window), count_open, NULL, NULL));
}

static void
test_query (Fixture *f, gconstpointer login)
{
  CrfStudyView *view = crf_window_get_view (f->window);
  guint before = open_queries (f);
  GtkWidget *page, *answer, *dialog, *focus;

  g_assert_cmpuint (before, >, 0);
  crf_study_view_show_page (view, "queries");
  crf_ui_settle (f->window);
  page = crf_study_view_find_page (view, "queries");
  answer = crf_ui_find_button (page, "Answer…"); /* the first query is chosen already */
  g_assert_true (gtk_widget_is_sensitive (answer));
  g_assert_true (gtk_widget_mnemonic_activate (answer, FALSE)); /* Alt+A */
  crf_ui_settle (f->window);
  dialog = crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG);
  g_assert_nonnull (dialog);
  focus = gtk_root_get_focus (GTK_ROOT (dialog)); /* typing goes to the answer at once */
  g_assert_true (GTK_IS_TEXT (focus));
  g_signal_emit_by_name (focus, "insert-at-cursor", "The chart says the same");
  g_signal_emit_by_name (focus, "activate");
  crf_ui_settle (f->window);
  crf_ui_spin (300);
  g_assert_cmpuint (open_queries (f), ==, before - 1);
}

/* ── A signature ── */

static gpointer
read_signature (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (CrfFormState) state = crf_reader_form (session, data, error);

  return state != NULL ? g_strdup_printf ("%s: %s", state->state, state->signature) : NULL;
}

static void
test_signature (Fixture *f, gconstpointer login)
{
  g_autofree char *signature = NULL;
  GtkWidget *page, *dialog, *focus;
  CrfFormView *view = open_form (f);

  page = crf_study_view_find_page (crf_window_get_view (f->window), "patient");
  gtk_widget_activate_action (page, "patient.do", "s", "sign-form"); /* an entry of the menu */
  crf_ui_settle (f->window);
  dialog = crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG);
  g_assert_nonnull (dialog);
  focus = gtk_root_get_focus (GTK_ROOT (dialog));
  g_assert_nonnull (gtk_widget_get_ancestor (focus, GTK_TYPE_PASSWORD_ENTRY));
  g_signal_emit_by_name (focus, "insert-at-cursor", "demo");
  g_signal_emit_by_name (focus, "activate");
  crf_ui_settle (f->window);
  crf_ui_spin (500);
  signature = crf_writer_call (crf_window_get_writer (f->window), read_signature, f->target, NULL);
  g_test_message ("%s", signature);
  g_assert_cmpstr (crf_form_view_get_state (view)->state, ==, "signed"); /* and so says the form that stands there */
  g_assert_true (g_str_has_prefix (signature, "signed: Wang Wei, 2026-11-14"));
}

/* ── The trail ── */

/* From where the page puts the keyboard, Tab comes by search, time, kind, review and export. */
static void
test_trail (Fixture *f, gconstpointer login)
{
  static const char *const ids[] = { "since", "group", "review_button", "export_button" };
  CrfStudyView *view = crf_window_get_view (f->window);
  GtkWidget *page;

  crf_study_view_show_page (view, "audit");
  crf_ui_settle (f->window);
  page = crf_study_view_find_page (view, "audit");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      GtkWidget *expected = crf_ui_find (page, ids[i]), *focus = gtk_root_get_focus (GTK_ROOT (f->window));

      g_test_message ("%s: %s", ids[i], focus != NULL ? G_OBJECT_TYPE_NAME (focus) : "nowhere");
      g_assert_nonnull (focus);
      g_assert_true (focus == expected || gtk_widget_is_ancestor (focus, expected));
      gtk_widget_child_focus (GTK_WIDGET (f->window), GTK_DIR_TAB_FORWARD);
    }
}

#define ADD(path, login, func) g_test_add (path, Fixture, login, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  crf_ui_application_init (&argc, &argv);
  ADD ("/app/by-keys/a-reason-is-one-digit", "nurse", test_reason);
  ADD ("/app/by-keys/a-query-is-answered", "nurse", test_query);
  ADD ("/app/by-keys/a-form-is-signed", "investigator", test_signature);
  ADD ("/app/by-keys/the-trail-is-filtered-and-exported", "auditor", test_trail);
  return crf_ui_application_run ();
}
