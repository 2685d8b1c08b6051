/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A study file of a definition of one's own: the window asks who answers for it, keeps what was typed, and creates the file once that is said. */

#include "crf-app.h"
#include "crf-dialogs.h"
#include "crf-new-study-window.h"
#include "crf-test-study.h"
#include "crf-ui.h"

#include <glib/gstdio.h>
#include <string.h>

static char *definition, *place;
static const char *reason; /* what is answered when nobody signed; NULL: Cancel */
static guint asked;
static char *signature; /* what is chosen where it does not stand beside the definition */

static gboolean
answer (const char *kind, const char *heading, const char *body, gboolean *accept, char **text, char **login, gpointer data)
{
  gboolean prompt = g_str_equal (kind, "prompt");

  asked += prompt;
  *accept = !prompt || reason != NULL;
  *text = g_strdup (prompt ? reason : !g_str_equal (kind, "open") ? place : strstr (heading, "Signature") != NULL ? signature : definition);
  return prompt || g_str_equal (kind, "open") || g_str_equal (kind, "save");
}

static gboolean
is_at_rest (gpointer data)
{
  return g_strcmp0 (crf_new_study_window_get_step (data), "working") != 0;
}

static void
create (CrfNewStudyWindow *flow)
{
  crf_new_study_window_next (flow);
  crf_ui_spin (50);
  crf_ui_wait (is_at_rest, flow, "the study file");
  crf_ui_spin (50);
  crf_ui_wait (is_at_rest, flow, "the study file, once it is answered");
}

static void
an_own_definition_is_asked_about (void)
{
  static const char *const fields[][2] = { { "site", "Third Hospital" }, { "centre", "01" }, { "name", "Zhang Min" }, { "login", "zhang" },
                                           { "new-passphrase", "several words in a row" } };
  CrfNewStudyWindow *flow = CRF_NEW_STUDY_WINDOW (crf_new_study_window_new (NULL));
  g_autofree char *site = NULL;

  gtk_window_present (GTK_WINDOW (flow));
  crf_ui_click (GTK_WIDGET (flow), "Open a CDISC ODM file…");
  crf_ui_spin (50);
  g_assert_cmpstr (crf_new_study_window_get_message (flow), ==, NULL);
  g_assert_cmpstr (crf_new_study_window_get_step (flow), ==, "questions");
  crf_new_study_window_next (flow);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    crf_parameter_field_set_value (crf_new_study_window_get_field (flow, fields[i][0]), fields[i][1]);
  create (flow);
  g_assert_cmpuint (asked, ==, 1);
  g_assert_cmpstr (crf_new_study_window_get_step (flow), ==, "site");
  g_assert_false (g_file_test (place, G_FILE_TEST_EXISTS));
  site = crf_parameter_field_dup_value (crf_new_study_window_get_field (flow, "site"));
  g_assert_cmpstr (site, ==, "Third Hospital");
  /* Its signature may be elsewhere: the one that is chosen is read, and has to hold. */
  reason = "Signature _File…";
  signature = g_strconcat (place, ".elsewhere.sig", NULL);
  g_assert_true (g_file_set_contents (signature, "no signature", -1, NULL));
  create (flow);
  g_assert_cmpuint (asked, ==, 2);
  g_assert_cmpstr (crf_new_study_window_get_step (flow), ==, "site");
  g_assert_false (g_file_test (place, G_FILE_TEST_EXISTS));
  g_unlink (signature);
  g_clear_pointer (&signature, g_free);
  reason = "our own protocol";
  create (flow);
  g_assert_cmpuint (asked, ==, 3);
  g_assert_cmpstr (crf_new_study_window_get_step (flow), ==, "key");
  g_assert_true (g_file_test (place, G_FILE_TEST_EXISTS));
  gtk_window_destroy (GTK_WINDOW (flow));
  crf_ui_spin (50);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = NULL, *shipped = NULL, *text = NULL;
  int status;

  crf_ui_test_init (&argc, &argv);
  folder = g_dir_make_tmp ("crf-new-XXXXXX", NULL);
  shipped = g_build_filename (crf_data_dir (), "studies", "nct06167473.xml", NULL);
  definition = g_build_filename (folder, "own.xml", NULL);
  place = g_build_filename (folder, "trial.stemward", NULL);
  g_assert_true (g_file_get_contents (shipped, &text, NULL, NULL));
  g_assert_true (g_file_set_contents (definition, text, -1, NULL));
  crf_dialogs_set_hook (answer, NULL);
  g_test_add_func ("/app/new-study/an-own-definition-is-asked-about", an_own_definition_is_asked_about);
  status = g_test_run ();
  g_unlink (place);
  g_unlink (definition);
  g_rmdir (folder);
  g_free (definition);
  g_free (place);
  return status;
}
