/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The permission matrix in the window: every role is offered every use case as a dialog, sends every one past the dialogs, and presses every button of
 * every page. What the matrix does not give is not offered, or refused with a sentence. */

#include "crf-app.h"
#include "crf-dialogs.h"
#include "crf-patients-page.h"
#include "crf-permission-matrix.h"
#include "crf-sign-in-page.h"
#include "crf-study-view.h"
#include "crf-ui-study.h"
#include "crf-use-case-dialog.h"

#include <string.h>

/* Of one label on one page so many are pressed: rows repeat. */
#define PRESSED_OF_A_LABEL 2

/* Who may know the arms of a masked study, who asks, who inspects and who judges blind have an account each. */
static const char *const logins[] = { "most", "knowing", "monitor", "auditor", "assessor" };

typedef struct
{
  CrfTestStudy *study;
  CrfWindow *window;
  CrfRole roles[5];    /* of each account: nobody has all; 0: there is no such account */
  guint account;       /* who is signed in */
  GPtrArray *refusals; /* what was refused since it was emptied */
  const char *first;   /* label of the first role of who signs in */
  guint in_vain;       /* buttons that were offered and refused */
} Fixture;

static gboolean
is_permission (const char *code)
{
  return g_strv_contains ((const char *const[]) { "not-permitted", "may-not-know", "task-not-delegated", "task-not-signed", NULL }, code);
}

/* Every question is cancelled, every sentence is kept. */
static gboolean
answer (const char *kind, const char *heading, const char *body, gboolean *accept, char **text, char **login, gpointer data)
{
  Fixture *f = data;

  *accept = FALSE;
  if (g_str_equal (kind, "message"))
    g_ptr_array_add (f->refusals, g_strdup (heading));
  return TRUE;
}

static gboolean
is_asked_for_role (gpointer data)
{
  Fixture *f = data;

  return crf_ui_find_button (GTK_WIDGET (f->window), f->first) != NULL;
}

static gboolean
is_signed_in (gpointer data)
{
  return crf_window_get_view (data) != NULL;
}

static void
open_window (Fixture *f, guint account)
{
  CrfWindow *window = f->window = crf_window_new (GTK_APPLICATION (crf_ui_application_get ()));
  CrfRole roles = f->roles[account];

  f->account = account;
  f->first = crf_role_get_label ((CrfRole) (roles & -roles));
  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_window_present (GTK_WINDOW (window));
  crf_window_open_file (window, f->study->path);
  crf_sign_in_page_try (CRF_SIGN_IN_PAGE (crf_ui_find_type (GTK_WIDGET (window), CRF_TYPE_SIGN_IN_PAGE)), logins[account], CRF_TEST_PASSPHRASE);
  if ((roles & (roles - 1)) != 0)
    {
      crf_ui_wait (is_asked_for_role, f, "the question for the role");
      crf_ui_click (GTK_WIDGET (window), f->first);
    }
  crf_ui_wait (is_signed_in, window, "somebody to be signed in");
  crf_ui_settle (window);
}

static void
close_window (Fixture *f)
{
  /* GTK 4.8 shows a tooltip half a second after the pointer came to rest on its widget, also where the window has gone meanwhile. */
  crf_ui_spin (50);
  gtk_widget_set_visible (GTK_WIDGET (f->window), FALSE);
  crf_ui_spin (700);
  gtk_window_destroy (GTK_WINDOW (f->window));
  crf_ui_spin (50);
}

static void
add_account (Fixture *f, const char *login, CrfRole roles)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint bit = 1; bit <= CRF_ROLES_ALL; bit <<= 1)
    if ((roles & bit) != 0)
      g_string_append_printf (names, "%s%s", names->len > 0 ? "," : "", crf_role_get_name ((CrfRole) bit));
  crf_outcome_free (crf_test_do (f->study->admin, "add-user", NULL, "login", login, "name", login, "roles", names->str, "new-passphrase",
                                 CRF_TEST_PASSPHRASE, "recovery-key", f->study->recovery, "last-day", "2026-12-31", NULL));
}

static void
divide_roles (Fixture *f)
{
  static const CrfRole apart[] = { CRF_ROLE_MONITOR, CRF_ROLE_AUDITOR, CRF_ROLE_ASSESSOR };
  CrfStudy *study = crf_session_get_study (f->study->admin);

  for (guint bit = 1; crf_study_get_masking (study) != CRF_MASKING_NONE && bit <= CRF_ROLES_ALL; bit <<= 1)
    if (crf_study_role_may_know (study, crf_role_get_name ((CrfRole) bit)))
      f->roles[1] |= bit;
  f->roles[0] = CRF_ROLES_ALL;
  for (guint i = 0; i < G_N_ELEMENTS (apart); i++)
    {
      f->roles[2 + i] = apart[i];
      f->roles[1] &= ~apart[i];
    }
  for (guint i = 1; i < G_N_ELEMENTS (f->roles); i++)
    f->roles[0] &= ~f->roles[i];
}

static void
set_up (Fixture *f, gconstpointer protocol)
{
  f->study = crf_test_study_new_of (protocol);
  f->refusals = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < 2; i++)
    g_free (crf_test_register (f->study));
  divide_roles (f);
  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    if (f->roles[i] != 0)
      add_account (f, logins[i], f->roles[i]);
  crf_test_study_close (f->study);
  crf_app_set_clock (crf_test_study_clock (f->study));
  open_window (f, 0);
  crf_dialogs_set_hook (answer, f);
}

static void
tear_down (Fixture *f, gconstpointer protocol)
{
  crf_dialogs_set_hook (NULL, NULL);
  close_window (f);
  g_ptr_array_unref (f->refusals);
  crf_test_study_free (f->study);
}

/* Signs in who has it, if it is somebody else. */
static void
take_role (Fixture *f, const char *role)
{
  guint account = 0;

  while ((f->roles[account] & crf_role_from_name (role)) == 0)
    account++;
  if (account != f->account)
    {
      close_window (f);
      open_window (f, account);
    }
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.role", "s", role);
  crf_ui_settle_quickly (f->window);
  g_assert_cmpint (crf_writer_get_role (crf_window_get_writer (f->window)), ==, crf_role_from_name (role));
}

static void
on_conducted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(CrfOutcome **) data = crf_writer_conduct_finish (CRF_WRITER (source), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_set (gpointer data)
{
  return *(gpointer *) data != NULL;
}

/* Drawn at least once, so that nothing that waits for its surface finds it gone. */
static void
put_away (GtkWindow *window)
{
  crf_ui_spin (5);
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  crf_ui_spin (5);
  gtk_window_destroy (window);
}

/* Past the dialogs: what a page sends. */
static void
send_past_the_dialog (CrfWriter *writer, const CrfPermissionRow *row)
{
  CrfOutcome *outcome = NULL;

  crf_writer_conduct_async (writer, row->name, NULL, NULL, NULL, on_conducted, &outcome);
  crf_ui_wait (is_set, &outcome, row->name);
  g_assert_nonnull (outcome->refusal);
  g_assert_true (is_permission (outcome->refusal->code));
  crf_outcome_free (outcome);
}

static void
ask_for_the_dialog (Fixture *f, const CrfPermissionRow *row, gboolean allowed)
{
  CrfWriter *writer = crf_window_get_writer (f->window);
  CrfUseCaseDialog *dialog;

  g_assert_cmpint (crf_writer_permitted (writer, row->name, NULL), ==, allowed);
  g_ptr_array_set_size (f->refusals, 0);
  dialog = crf_use_case_dialog_present (GTK_WIDGET (f->window), writer, row->name, NULL);
  g_assert_cmpint (dialog != NULL, ==, allowed);
  g_assert_cmpuint (f->refusals->len, ==, allowed ? 0 : 1);
  if (dialog != NULL)
    put_away (GTK_WINDOW (dialog));
  else
    send_past_the_dialog (writer, row);
}

static void
ask_in_every_role (Fixture *f, guint *cells, guint *refused)
{
  for (guint bit = 1; bit <= CRF_ROLES_ALL; bit <<= 1)
    {
      g_autoptr (GPtrArray) rows = NULL;

      take_role (f, crf_role_get_name ((CrfRole) bit));
      rows = crf_permission_matrix (crf_writer_get_study (crf_window_get_writer (f->window)));
      for (guint i = 0; i < rows->len; i++)
        {
          const CrfPermissionRow *row = g_ptr_array_index (rows, i);

          if (crf_use_case_find (row->name) == NULL)
            continue;
          ask_for_the_dialog (f, row, (row->roles & bit) != 0);
          *refused += (row->roles & bit) == 0;
          *cells += 1;
        }
      crf_ui_spin (1);
    }
}

static void
test_every_dialog (Fixture *f, gconstpointer protocol)
{
  guint refused = 0, cells = 0;

  ask_in_every_role (f, &cells, &refused);
  g_test_message ("%u dialogs asked for, %u refused", cells, refused);
  g_assert_cmpuint (refused, >, 500);
}

/* ── Every button ── */

static void
collect_buttons (GtkWidget *root, GPtrArray *buttons, GHashTable *seen)
{
  if (GTK_IS_BUTTON (root) && !GTK_IS_TOGGLE_BUTTON (root) && gtk_widget_is_sensitive (root))
    {
      const char *label = gtk_button_get_label (GTK_BUTTON (root));
      g_autofree char *key = label != NULL ? g_strdup (label) : g_strdup (gtk_widget_get_tooltip_text (root));
      guint n = key != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (seen, key)) : 0;

      if (n < PRESSED_OF_A_LABEL)
        g_ptr_array_add (buttons, g_object_ref (root));
      if (key != NULL)
        g_hash_table_insert (seen, g_steal_pointer (&key), GUINT_TO_POINTER (n + 1));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child) && gtk_widget_get_child_visible (child))
      collect_buttons (child, buttons, seen);
}

/* Dialogs that came up are of use cases that the role has; all windows but the study's go again. */
static void
close_others (Fixture *f, CrfRole role, guint *offered)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (toplevels); i > 0; i--)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i - 1);

      if (window == GTK_WINDOW (f->window) || !gtk_widget_get_visible (GTK_WIDGET (window)))
        continue;
      if (CRF_IS_USE_CASE_DIALOG (window))
        {
          const CrfUseCase *use_case = crf_use_case_dialog_get_use_case (CRF_USE_CASE_DIALOG (window));

          g_assert_true ((use_case->roles & role) != 0);
          *offered += 1;
        }
      put_away (window);
    }
}

static guint
press_all (Fixture *f, GtkWidget *page, const char *where, CrfRole role, guint *offered)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  collect_buttons (page, buttons, seen);
  for (guint i = 0; i < buttons->len; i++)
    {
      GtkWidget *button = g_ptr_array_index (buttons, i);

      if (!gtk_widget_get_mapped (button) || !gtk_widget_is_sensitive (button) || gtk_widget_get_root (button) != GTK_ROOT (f->window))
        continue;
      g_ptr_array_set_size (f->refusals, 0);
      g_signal_emit_by_name (button, "clicked");
      crf_ui_settle_quickly (f->window);
      for (guint j = 0; j < f->refusals->len; j++)
        if (strstr (g_ptr_array_index (f->refusals, j), "not permitted to the role") != NULL)
          {
            g_test_message ("%s, as %s: “%s” is offered and refused: %s", where, crf_role_get_name (role), gtk_button_get_label (GTK_BUTTON (button)),
                            (char *) g_ptr_array_index (f->refusals, j));
            f->in_vain++;
          }
      close_others (f, role, offered);
    }
  return buttons->len;
}

static guint
press_pages (Fixture *f, CrfRole role, guint *offered)
{
  static const char *const names[] = { "today", "patients", "queries", "deviations", "lots", "dashboard", "exports", "audit", "study" };
  static const char *const tabs[] = { "eligibility", "infusions", "visits", "safety", "timeline", "record" };
  CrfStudyView *view = crf_window_get_view (f->window);
  g_autoptr (CrfPatientObject) first = NULL;
  guint pressed = 0;

  crf_study_view_show_page (view, "patients");
  crf_ui_settle (f->window);
  first = g_list_model_get_item (G_LIST_MODEL (crf_patients_page_get_model (CRF_PATIENTS_PAGE (crf_study_view_find_page (view, "patients")))), 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      crf_study_view_show_page (view, names[i]);
      crf_ui_settle_quickly (f->window);
      if (g_strcmp0 (crf_study_view_get_page (view), names[i]) == 0)
        pressed += press_all (f, crf_study_view_find_page (view, names[i]), names[i], role, offered);
    }
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      crf_study_view_show_patient (view, crf_patient_object_get (first)->key, tabs[i], NULL);
      crf_ui_settle_quickly (f->window);
      pressed += press_all (f, crf_study_view_find_page (view, "patient"), tabs[i], role, offered);
    }
  return pressed;
}

static void
test_every_button (Fixture *f, gconstpointer protocol)
{
  guint pressed = 0, offered = 0;

  for (guint bit = 1; bit <= CRF_ROLES_ALL; bit <<= 1)
    {
      take_role (f, crf_role_get_name ((CrfRole) bit));
      pressed += press_pages (f, (CrfRole) bit, &offered);
    }
  g_test_message ("%u buttons pressed, %u dialogs came", pressed, offered);
  g_assert_cmpuint (f->in_vain, ==, 0);
  g_assert_cmpuint (pressed, >, 200);
  g_assert_cmpuint (offered, >, 50);
}

/* Names work with the hands of administrator, nurse and investigators (edc-features.md 4, “identifiers”); whoever else looks is told why not, and nothing
 * that was ticked in another role stays so. */
static void
test_names_are_offered_to_who_exports_them (Fixture *f, gconstpointer protocol)
{
  static const char *const with[] = { "administrator", "nurse", "investigator", "principal-investigator", NULL };
  guint n = 0;

  for (guint bit = 1; bit <= CRF_ROLES_ALL; bit <<= 1)
    {
      const char *role = crf_role_get_name ((CrfRole) bit);
      gboolean may = g_strv_contains (with, role);
      GtkWidget *page, *check, *reason;
      CrfStudyView *view;

      take_role (f, role);
      view = crf_window_get_view (f->window);
      crf_study_view_show_page (view, "exports");
      crf_ui_settle (f->window);
      if (g_strcmp0 (crf_study_view_get_page (view), "exports") != 0)
        continue;
      page = crf_study_view_find_page (view, "exports");
      check = crf_ui_find (page, "identifiers");
      reason = crf_ui_find (page, "no_names");
      g_assert_cmpint (gtk_widget_is_sensitive (check), ==, may);
      g_assert_cmpint (reason == NULL, ==, may);
      if (may)
        gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
      else
        {
          g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
          g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (reason)), "are not for the role"));
        }
      n++;
    }
  g_assert_cmpuint (n, >, 6);
}

#define ADD(path, protocol, func) g_test_add (path, Fixture, protocol, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  crf_ui_application_init (&argc, &argv);
  ADD ("/app/roles/every-role-asks-for-every-dialog", "nct06167473", test_every_dialog);
  ADD ("/app/roles/every-role-asks-for-every-dialog-of-a-masked-study", "nct01218464", test_every_dialog);
  ADD ("/app/roles/no-button-offers-what-the-role-may-not", "nct06167473", test_every_button);
  ADD ("/app/roles/names-are-offered-to-who-exports-them", "nct06167473", test_names_are_offered_to_who_exports_them);
  return crf_ui_application_run ();
}
