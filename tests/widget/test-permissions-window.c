/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The permission matrix in the window says what crf_permission_matrix() says, which the command line prints and crf_use_case_permitted() is tested
 * against; a role, or a word, makes it short. */

#include "crf-permission-matrix.h"
#include "crf-permissions-window.h"
#include "crf-study-view.h"
#include "crf-ui-study.h"

#include <string.h>

typedef struct
{
  CrfTestStudy *study;
  CrfWindow *window;
  CrfPermissionsWindow *permissions;
} Fixture;

static void
open_as (Fixture *f, const char *login, int width, int height)
{
  f->window = crf_ui_open_study_at (f->study, login, width, height);
  crf_ui_click (crf_ui_show_page (f->window, "study"), "Permissions…");
  f->permissions = CRF_PERMISSIONS_WINDOW (crf_ui_find_window (CRF_TYPE_PERMISSIONS_WINDOW));
  g_assert_nonnull (f->permissions);
  crf_ui_settle_quickly (f->window);
}

static void
set_up (Fixture *f, gconstpointer protocol)
{
  f->study = crf_test_study_new_of (protocol);
  open_as (f, "li", 1024, 600); /* a nurse: anybody may read it */
}

static void
tear_down (Fixture *f, gconstpointer protocol)
{
  crf_ui_close_study (f->window, f->study);
}

static void
test_cells (Fixture *f, gconstpointer protocol)
{
  g_autoptr (GPtrArray) rows = crf_permission_matrix (crf_writer_get_study (crf_window_get_writer (f->window)));
  guint cells = 0;

  g_assert_cmpuint (crf_permissions_window_count (f->permissions), ==, rows->len);
  for (guint i = 0; i < rows->len; i++)
    for (guint bit = 1; bit <= CRF_ROLES_ALL; bit <<= 1, cells++)
      {
        const CrfPermissionRow *row = g_ptr_array_index (rows, i);
        const char *expected = (row->roles & bit) == 0 ? "–" : row->task != NULL ? "task" : "yes";

        g_assert_nonnull (row->group);
        g_assert_cmpstr (crf_permissions_window_get (f->permissions, row->name, (CrfRole) bit), ==, expected);
      }
  g_assert_cmpuint (cells, >, 1000);
}

/* conduct.md: what the arms decide is not the ward's in a masked study; issue 5: monitors have no write path to data, an administrator adds people. */
static void
test_known_cells (Fixture *f, gconstpointer protocol)
{
  CrfPermissionsWindow *p = f->permissions;

  g_assert_cmpstr (crf_permissions_window_get (p, "generate-allocation", CRF_ROLE_ADMINISTRATOR), ==, "–");
  g_assert_cmpstr (crf_permissions_window_get (p, "generate-allocation", CRF_ROLE_PHARMACIST), ==, "yes");
  g_assert_cmpstr (crf_permissions_window_get (p, "plan-infusion", CRF_ROLE_NURSE), ==, "–");
  g_assert_cmpstr (crf_permissions_window_get (p, "enter", CRF_ROLE_NURSE), ==, "task");
  g_assert_cmpstr (crf_permissions_window_get (p, "enter", CRF_ROLE_MONITOR), ==, "–");
  g_assert_cmpstr (crf_permissions_window_get (p, "add-user", CRF_ROLE_ADMINISTRATOR), ==, "yes");
  g_assert_cmpstr (crf_permissions_window_get (p, "add-user", CRF_ROLE_NURSE), ==, "–");
}

static void
test_filters (Fixture *f, gconstpointer protocol)
{
  GtkWidget *search = crf_ui_find_type (GTK_WIDGET (f->permissions), GTK_TYPE_SEARCH_ENTRY);
  guint all = crf_permissions_window_count (f->permissions), monitor;

  crf_permissions_window_choose (f->permissions, CRF_ROLE_MONITOR);
  monitor = crf_permissions_window_count (f->permissions);
  g_assert_cmpuint (monitor, >, 5);
  g_assert_cmpuint (monitor, <, all / 2);
  g_assert_cmpstr (crf_permissions_window_get (f->permissions, "mark-verified", CRF_ROLE_MONITOR), ==, "yes");
  g_assert_null (crf_permissions_window_get (f->permissions, "enter", CRF_ROLE_MONITOR));
  crf_permissions_window_choose (f->permissions, 0);
  g_assert_cmpuint (crf_permissions_window_count (f->permissions), ==, all);
  gtk_editable_set_text (GTK_EDITABLE (search), "cAsEbook");
  crf_ui_spin (300);
  g_assert_cmpuint (crf_permissions_window_count (f->permissions), ==, 1);
  g_assert_nonnull (crf_permissions_window_get (f->permissions, "sign-casebook", CRF_ROLE_NURSE));
  gtk_editable_set_text (GTK_EDITABLE (search), "zzz");
  crf_ui_spin (300);
  g_assert_cmpuint (crf_permissions_window_count (f->permissions), ==, 0);
}

/* For an inspector: every act with its roles in words. */
static void
test_print (Fixture *f, gconstpointer protocol)
{
  const char *text = crf_permissions_window_get_text (f->permissions);

  for (const CrfUseCase *const *use_case = crf_use_cases_list (); *use_case != NULL; use_case++)
    g_assert_nonnull (strstr (text, (*use_case)->title));
  g_assert_nonnull (strstr (text, "Add user: Administrator\n"));
  g_assert_nonnull (strstr (text, "“Entering data”"));
}

/* Whole in the smallest window, and left by Escape wherever the keyboard is. */
static void
test_keyboard (Fixture *f, gconstpointer protocol)
{
  GtkWidget *search = crf_ui_find_type (GTK_WIDGET (f->permissions), GTK_TYPE_SEARCH_ENTRY);
  guint stops = 0;

  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (f->permissions)), <=, 1024);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (f->permissions)), <=, 600);
  for (guint i = 0; i < 8; i++)
    {
      gtk_widget_child_focus (GTK_WIDGET (f->permissions), GTK_DIR_TAB_FORWARD);
      stops += gtk_root_get_focus (GTK_ROOT (f->permissions)) != NULL;
    }
  g_assert_cmpuint (stops, >, 3);
  g_assert_cmpuint (crf_ui_count_nameless (GTK_WIDGET (f->permissions), "permissions"), ==, 0);
  g_signal_emit_by_name (search, "stop-search");
  crf_ui_spin (50);
  g_assert_null (crf_ui_find_window (CRF_TYPE_PERMISSIONS_WINDOW));
}

#define ADD(path, protocol, func) g_test_add (path, Fixture, protocol, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  crf_ui_application_init (&argc, &argv);
  ADD ("/app/permissions/every-cell-is-the-matrix-s", "nct06167473", test_cells);
  ADD ("/app/permissions/every-cell-of-a-masked-study-is-the-matrix-s", "nct01218464", test_cells);
  ADD ("/app/permissions/what-the-design-says-of-a-masked-study", "nct01218464", test_known_cells);
  ADD ("/app/permissions/a-role-or-a-word-makes-it-short", "nct06167473", test_filters);
  ADD ("/app/permissions/an-inspector-gets-it-on-paper", "nct06167473", test_print);
  ADD ("/app/permissions/the-keyboard-is-enough-in-the-smallest-window", "nct06167473", test_keyboard);
  return crf_ui_application_run ();
}
