/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Taking data in by the window: it is looked at first and nothing is stored, then all of it is, or nothing; who may not is told so. */

#include <glib/gstdio.h>
#include <string.h>

#include "crf-app.h"
#include "crf-dialogs.h"
#include "crf-import-window.h"
#include "crf-study-view.h"
#include "crf-ui-study.h"

typedef struct
{
  CrfTestStudy *study;
  CrfWindow *window;
  char *number, *table, *map;
  char *open;    /* what is chosen where a file is asked for; borrowed */
  char *message; /* what a message dialog said */
} Fixture;

static gboolean
answer (const char *kind, const char *heading, const char *body, gboolean *accept, char **text, char **login, gpointer data)
{
  Fixture *f = data;

  *accept = TRUE;
  if (g_str_equal (kind, "open"))
    *text = g_strdup (f->open);
  else if (g_str_equal (kind, "message"))
    {
      g_free (f->message);
      f->message = g_strdup (body);
    }
  else
    g_error ("Nobody expected this %s: %s", kind, heading);
  return TRUE;
}

static void
write_table (Fixture *f, const char *alt, const char *tbil)
{
  g_autofree char *text = g_strdup_printf ("Patient,ALT_U,BILI,REMARK\n%s,%s,%s,haemolysed\n", f->number, alt, tbil);

  g_assert_true (g_file_set_contents (f->table, text, -1, NULL));
}

static void
set_up (Fixture *f, gconstpointer login)
{
  static const char map[] = "[Patient]\nuse=subject\n[ALT_U]\nitem=ALT\nevent=SE.SCREENING\nunit=U/L\n[BILI]\nitem=TBIL\nevent=SE.SCREENING\nunit=umol/L\n";

  f->study = crf_test_study_new ();
  f->number = crf_test_register (f->study);
  crf_test_enter (f->study, f->number, "SCREENING", "ALT", "64", "U/L");
  f->table = g_build_filename (f->study->dir, "results.csv", NULL);
  f->map = g_build_filename (f->study->dir, "results.map", NULL);
  g_assert_true (g_file_set_contents (f->map, map, -1, NULL));
  f->window = crf_ui_open_study (f->study, login);
  crf_dialogs_set_hook (answer, f);
}

static void
tear_down (Fixture *f, gconstpointer login)
{
  crf_ui_close (f->window);
  crf_dialogs_set_hook (NULL, NULL);
  g_unlink (f->table);
  g_unlink (f->map);
  g_free (f->table);
  g_free (f->map);
  g_free (f->number);
  g_free (f->message);
  crf_test_study_free (f->study);
}

/* As a person: by the page's button, then by those of the window. */
static CrfImportWindow *
present (Fixture *f)
{
  crf_study_view_show_page (crf_window_get_view (f->window), "exports");
  crf_ui_settle (f->window);
  crf_ui_click (crf_study_view_find_page (crf_window_get_view (f->window), "exports"), "Import…");
  crf_ui_spin (50);
  return CRF_IMPORT_WINDOW (crf_ui_find_window (CRF_TYPE_IMPORT_WINDOW));
}

static void
choose (Fixture *f, CrfImportWindow *import, const char *button, char *path)
{
  f->open = path;
  crf_ui_click (GTK_WIDGET (import), button);
  crf_ui_settle (f->window);
  crf_ui_spin (50);
}

static char *
value_of (Fixture *f, const char *item)
{
  const CrfTarget target = { .subject = f->number, .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) "F.VISIT", .formkey = (char *) "1" };
  g_autoptr (CrfFormState) state = crf_reader_form (f->study->nurse, &target, NULL);
  g_autofree char *oid = g_strconcat ("IT.", item, NULL);
  CrfFieldState *field = crf_form_state_find (state, oid, "1");

  return field != NULL && field->value != NULL ? g_strdup (field->value->canonical) : NULL;
}

static void
leave (Fixture *f)
{
  crf_window_sign_out (f->window, TRUE);
  crf_ui_spin (100);
  crf_test_study_open (f->study);
}

static guint
count_imports (Fixture *f)
{
  g_autoptr (GPtrArray) rows = crf_reader_audit (f->study->nurse, NULL, NULL, NULL, 0, NULL);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += g_str_equal (((CrfAuditRow *) g_ptr_array_index (rows, i))->action, "transfer.in");
  return n;
}

static void
a_table_is_looked_at_and_then_stored_whole (Fixture *f, gconstpointer login)
{
  CrfImportWindow *import = present (f);
  g_autofree char *bili = NULL;

  g_assert_nonnull (import);
  g_assert_false (crf_import_window_can_import (import));
  write_table (f, "9l", "61.2");
  choose (f, import, "Choose file…", f->table);
  /* Without its map the table names items that there are not. */
  g_assert_nonnull (crf_import_window_get_message (import));
  choose (f, import, "Choose map…", f->map);
  g_test_message ("%s", crf_import_window_get_summary (import));
  g_assert_nonnull (strstr (crf_import_window_get_summary (import), "refused: 1"));
  g_assert_false (crf_import_window_can_import (import));
  /* What is refused may be left out, if somebody says so. */
  gtk_check_button_set_active (GTK_CHECK_BUTTON (crf_ui_find (GTK_WIDGET (import), "skip")), TRUE);
  g_assert_true (crf_import_window_can_import (import));
  crf_ui_click (GTK_WIDGET (import), "Import");
  crf_ui_settle (f->window);
  crf_ui_spin (50);
  g_assert_true (g_str_has_prefix (crf_import_window_get_summary (import), "Stored"));
  g_assert_false (crf_import_window_can_import (import));
  gtk_window_destroy (GTK_WINDOW (import));
  leave (f);
  bili = value_of (f, "TBIL");
  g_assert_cmpstr (bili, ==, "61.2");
  g_assert_cmpuint (count_imports (f), ==, 1);
}

static void
a_file_that_changed_since_is_not_taken (Fixture *f, gconstpointer login)
{
  CrfImportWindow *import = present (f);
  g_autofree char *bili = NULL;

  write_table (f, "", "61.2");
  crf_import_window_look_at (import, f->table, f->map);
  crf_ui_settle (f->window);
  g_assert_true (crf_import_window_can_import (import));
  write_table (f, "", "612");
  crf_import_window_import (import);
  crf_ui_settle (f->window);
  g_test_message ("%s", crf_import_window_get_message (import));
  g_assert_nonnull (strstr (crf_import_window_get_message (import), "changed since"));
  gtk_window_destroy (GTK_WINDOW (import));
  leave (f);
  bili = value_of (f, "TBIL");
  g_assert_null (bili);
  g_assert_cmpuint (count_imports (f), ==, 0);
}

static void
the_reason_goes_with_what_is_changed (Fixture *f, gconstpointer login)
{
  CrfImportWindow *import = present (f);
  g_autoptr (GPtrArray) rows = NULL;
  guint n = 0;

  write_table (f, "70", "61.2");
  crf_import_window_look_at (import, f->table, f->map);
  crf_ui_settle (f->window);
  crf_ui_type (GTK_WIDGET (import), "why", "the slip was of another patient");
  crf_ui_click (GTK_WIDGET (import), "Look again");
  crf_ui_settle (f->window);
  crf_ui_click (GTK_WIDGET (import), "Import");
  crf_ui_settle (f->window);
  gtk_window_destroy (GTK_WINDOW (import));
  leave (f);
  rows = crf_reader_audit (f->study->nurse, NULL, NULL, NULL, 0, NULL);
  for (guint i = 0; i < rows->len; i++)
    n += g_strcmp0 (((CrfAuditRow *) g_ptr_array_index (rows, i))->reason, "the slip was of another patient") == 0;
  g_assert_cmpuint (n, >=, 1);
}

static void
who_may_not_is_told_why (Fixture *f, gconstpointer login)
{
  GtkWidget *exports;

  crf_study_view_show_page (crf_window_get_view (f->window), "exports");
  crf_ui_settle (f->window);
  exports = crf_study_view_find_page (crf_window_get_view (f->window), "exports");
  g_assert_nonnull (crf_ui_find_button (exports, "Export…"));
  g_assert_null (crf_ui_find_button (exports, "Import…"));
  g_assert_null (crf_import_window_present (GTK_WIDGET (f->window), crf_window_get_writer (f->window)));
  g_test_message ("%s", f->message);
  g_assert_nonnull (f->message);
}

static void
an_odm_file_that_nobody_signed_waits_for_a_data_manager (Fixture *f, gconstpointer login)
{
  static const char text[] = "<?xml version=\"1.0\"?><ODM xmlns=\"http://www.cdisc.org/ns/odm/v1.3\" FileType=\"Snapshot\" FileOID=\"F\"><ClinicalData StudyOID=\"S\" "
                             "MetaDataVersionOID=\"1\"><SubjectData SubjectKey=\"P-9\"><StudyEventData StudyEventOID=\"SE.SCREENING\"><FormData FormOID=\"F.DM\">"
                             "<ItemGroupData ItemGroupOID=\"IG.DM\"><ItemData ItemOID=\"IT.SEX\" Value=\"M\"/></ItemGroupData></FormData></StudyEventData></SubjectData>"
                             "</ClinicalData></ODM>";
  CrfImportWindow *import = present (f);
  g_autofree char *path = g_build_filename (f->study->dir, "their.xml", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  crf_import_window_look_at (import, path, NULL);
  crf_ui_settle (f->window);
  g_test_message ("%s", crf_import_window_get_signer (import));
  g_assert_nonnull (strstr (crf_import_window_get_signer (import), "accept-source"));
  g_assert_false (crf_import_window_can_import (import));
  gtk_window_destroy (GTK_WINDOW (import));
  g_unlink (path);
}

#define ADD(name, login, function) g_test_add ("/widget/import/" name, Fixture, login, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  crf_ui_application_init (&argc, &argv);
  ADD ("a table is looked at, and then stored whole", "li", a_table_is_looked_at_and_then_stored_whole);
  ADD ("the-reason-goes-with-what-is-changed", "li", the_reason_goes_with_what_is_changed);
  ADD ("a file that changed since is not taken", "li", a_file_that_changed_since_is_not_taken);
  ADD ("who may not is told why", "admin", who_may_not_is_told_why);
  ADD ("an ODM file that nobody signed waits for a data manager", "li", an_odm_file_that_nobody_signed_waits_for_a_data_manager);
  return crf_ui_application_run ();
}
