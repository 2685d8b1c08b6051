/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The box of allocation lists on a study file whose list a statistician makes: a broken list is refused in place, a good one counts its slots, and no arm
 * reaches the widgets. */

#include <glib/gstdio.h>
#include <string.h>

#include "crf-allocation-box.h"
#include "crf-allocation-file.h"
#include "crf-allocation-source.h"
#include "crf-app.h"
#include "crf-dialogs.h"
#include "crf-refusal-bar.h"
#include "crf-test-study.h"
#include "crf-ui-patient.h"

typedef struct
{
  CrfTestStudy *study;
  char *folder, *definition;
  CrfWriter *writer;
  GtkWidget *window;
  CrfAllocationBox *box;
  CrfRefusalBar *bar;
} Fixture;

static char *chosen; /* what the file dialog answers; NULL: nothing */
static const char *reason; /* what is answered when nobody signed; NULL: Cancel */
static guint asked;
static char *signature; /* what the file dialog of the signature answers */
static const char *offered; /* the third answer of the last question */

static gboolean
choose (const char *kind, const char *heading, const char *body, gboolean *accept, char **text, char **login, gpointer data)
{
  if (g_str_equal (kind, "prompt"))
    {
      asked++;
      g_assert_nonnull (strstr (heading, "list.csv"));
      offered = g_intern_string (body);
      *accept = reason != NULL;
      *text = g_strdup (reason);
      return TRUE;
    }
  if (g_str_equal (kind, "open") && strstr (heading, "Signature") != NULL)
    {
      *accept = signature != NULL;
      *text = g_strdup (signature);
      return TRUE;
    }
  *accept = chosen != NULL;
  *text = g_strdup (chosen);
  return g_str_equal (kind, "open");
}

/* NCT06167473, but with the list of a statistician. */
static void
write_definition (Fixture *f)
{
  g_autofree char *path = g_build_filename (crf_data_dir (), "studies", "nct06167473.xml", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) changed = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  changed = g_string_new (text);
  g_assert_cmpuint (g_string_replace (changed, "Method=\"permuted-blocks\" BlockSizes=\"2 4\" Slots=\"40\"",
                                      "Method=\"list\" BlockSizes=\"2\" Slots=\"40\"", 0),
                    ==, 1);
  g_string_replace (changed, "Attribute=\"BlockSizes\" Value=\"2 4\"", "Attribute=\"BlockSizes\" Value=\"2\"", 0);
  g_string_replace (changed, "Attribute=\"Method\" Value=\"permuted-blocks\"", "Attribute=\"Method\" Value=\"list\"", 0);
  f->folder = g_dir_make_tmp ("crf-definition-XXXXXX", NULL);
  f->definition = g_build_filename (f->folder, "study.xml", NULL);
  g_assert_true (g_file_set_contents (f->definition, changed->str, -1, NULL));
}

static gboolean
is_idle (gpointer data)
{
  return crf_writer_is_idle (data);
}

/* It is not shown while it says nothing. */
static GtkWidget *
find_bar (GtkWidget *root)
{
  GtkWidget *found = CRF_IS_REFUSAL_BAR (root) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_bar (child);
  return found;
}

static void
settle (Fixture *f)
{
  crf_ui_spin (20);
  crf_ui_wait (is_idle, f->writer, "the writer");
  crf_ui_spin (20);
}

static void
set_up (Fixture *f, gconstpointer login)
{
  write_definition (f);
  f->study = crf_test_study_new_of (f->definition);
  f->writer = crf_ui_writer_new (f->study, login);
  f->box = g_object_new (CRF_TYPE_ALLOCATION_BOX, NULL);
  crf_allocation_box_set_writer (f->box, f->writer);
  f->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->box));
  gtk_window_present (GTK_WINDOW (f->window));
  crf_allocation_box_refresh (f->box);
  settle (f);
  f->bar = CRF_REFUSAL_BAR (find_bar (GTK_WIDGET (f->box)));
  crf_dialogs_set_hook (choose, NULL);
}

static void
tear_down (Fixture *f, gconstpointer login)
{
  crf_dialogs_set_hook (NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (f->window));
  crf_writer_close (f->writer);
  g_object_unref (f->writer);
  crf_test_study_free (f->study);
  g_unlink (f->definition);
  g_rmdir (f->folder);
  g_free (f->definition);
  g_free (f->folder);
}

static void
upload (Fixture *f, const char *text)
{
  chosen = g_build_filename (f->folder, "list.csv", NULL);
  g_assert_true (g_file_set_contents (chosen, text, -1, NULL));
  crf_ui_click (GTK_WIDGET (f->box), "Upload list…");
  settle (f);
  g_unlink (chosen);
  g_clear_pointer (&chosen, g_free);
}

/* All texts that labels below @root show. */
static void
collect (GtkWidget *root, GString *text)
{
  if (GTK_IS_LABEL (root) && gtk_widget_get_mapped (root))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (root)));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect (child, text);
}

static gboolean
shows (Fixture *f, const char *words)
{
  g_autoptr (GString) text = g_string_new (NULL);

  collect (GTK_WIDGET (f->box), text);
  return strstr (text->str, words) != NULL;
}

static void
test_upload (Fixture *f, gconstpointer login)
{
  g_assert_null (crf_ui_find_button (GTK_WIDGET (f->box), "Generate list…"));
  g_assert_true (shows (f, "There is no list yet"));
  /* Nothing chosen: nothing happens. */
  crf_ui_click (GTK_WIDGET (f->box), "Upload list…");
  settle (f);
  g_assert_null (crf_refusal_bar_get_message (f->bar));
  upload (f, "stratum,arm\n,low\n");
  g_assert_nonnull (strstr (crf_refusal_bar_get_message (f->bar), "number"));
  upload (f, "number,arm\n1,low\n1,low\n");
  g_assert_nonnull (crf_refusal_bar_get_message (f->bar));
  upload (f, "number,arm\n1,low\n2,highest\n");
  g_assert_nonnull (crf_refusal_bar_get_message (f->bar));
  g_assert_true (shows (f, "There is no list yet"));
  g_assert_cmpuint (asked, ==, 0);
  /* Nobody signed it: asked, and where that is not answered nothing happens. */
  upload (f, "number,arm\n1001,low\n1002,medium-high\n1003,medium-high\n1004,low\n");
  g_assert_cmpuint (asked, ==, 1);
  g_assert_true (shows (f, "There is no list yet"));
  /* Its signature may be elsewhere: the one that is chosen is read, and has to hold. */
  g_assert_cmpstr (offered, ==, "Signature _File…");
  reason = "Signature _File…";
  signature = g_build_filename (f->folder, "elsewhere.sig", NULL);
  g_assert_true (g_file_set_contents (signature, "no signature", -1, NULL));
  upload (f, "number,arm\n1001,low\n1002,medium-high\n1003,medium-high\n1004,low\n");
  g_assert_cmpuint (asked, ==, 2);
  g_assert_nonnull (strstr (crf_refusal_bar_get_message (f->bar), "elsewhere.sig"));
  g_assert_true (shows (f, "There is no list yet"));
  g_unlink (signature);
  g_clear_pointer (&signature, g_free);
  reason = "handed over on paper";
  upload (f, "number,arm\n1001,low\n1002,medium-high\n1003,medium-high\n1004,low\n");
  g_assert_cmpuint (asked, ==, 3);
  g_assert_true (shows (f, "4 of 4 free"));
  g_assert_nonnull (strstr (crf_refusal_bar_get_message (f->bar), "without a signature"));
  g_assert_false (shows (f, "There is no list yet"));
  /* Who uploaded it is told what was in it; what stands there afterwards names no arm. */
  crf_refusal_bar_clear (f->bar);
  crf_allocation_box_refresh (f->box);
  settle (f);
  g_assert_false (shows (f, "medium-high"));
  g_assert_false (shows (f, "ARM."));
}

static void
test_not_permitted (Fixture *f, gconstpointer login)
{
  GtkWidget *button = crf_ui_find_button (GTK_WIDGET (f->box), "Upload list…");

  g_assert_nonnull (button);
  g_assert_false (gtk_widget_is_sensitive (button));
}

int
main (int argc, char *argv[])
{
  crf_ui_test_init (&argc, &argv);
  crf_allocation_source_set_reader (crf_allocation_file_read);
#define ADD(path, login, func) g_test_add ("/app/allocation-box/" path, Fixture, login, set_up, func, tear_down)
  ADD ("a-list-is-uploaded-or-refused-in-place-and-shows-no-arm", "admin", test_upload);
  ADD ("who-may-not-upload-finds-the-button-greyed", "li", test_not_permitted);
  return g_test_run ();
}
