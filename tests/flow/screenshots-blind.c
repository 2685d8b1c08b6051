/* SPDX-License-Identifier: GPL-3.0-or-later */

/* screenshots-blind --out FOLDER --width W --height H [--dark]
 *
 * The pages of a double-blind study, as the pharmacist, the ward and the investigator see them. */

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "blind-life.h"
#include "crf-app.h"
#include "crf-code-break.h"
#include "crf-envelopes.h"
#include "crf-check-window.h"
#include "crf-reader.h"
#include "crf-study-view.h"
#include "crf-ui.h"
#include "crf-use-case-dialog.h"

static char *out;
static int width = 1366;
static int height = 768;
static gboolean dark;

static const GOptionEntry options[] = {
  { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, "Folder of the pictures", "FOLDER" },
  { "width", 0, 0, G_OPTION_ARG_INT, &width, "Width of the window", "PIXELS" },
  { "height", 0, 0, G_OPTION_ARG_INT, &height, "Height of the window", "PIXELS" },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "The dark style", NULL },
  { NULL },
};

typedef struct
{
  CrfWindow *window;
  char *cells, *placebo, *watched, *planned; /* keys of patients */
} Tour;

static void
shot (Tour *tour, const char *name)
{
  crf_ui_settle (tour->window);
  crf_ui_shot (GTK_WINDOW (tour->window), out, name);
}

static void
tab (Tour *tour, const char *subject, const char *name, const char *picture)
{
  crf_study_view_show_patient (crf_window_get_view (tour->window), subject, name, NULL);
  shot (tour, picture);
}

static char *
key_of (BlindLife *life, guint i)
{
  g_autoptr (CrfPatient) patient = crf_reader_patient (life->nurse, g_ptr_array_index (life->subjects, i), NULL);

  return g_strdup (patient->key);
}

/* Prepared, brought to the bedside and started: the ward watches her. */
static void
start_watching (BlindLife *life, const char *subject)
{
  char at[CRF_INSTANT_SIZE];
  g_autofree char *clock = NULL, *preparation = blind_life_prepare (life, subject);

  blind_life_to_bedside (life, subject);
  crf_instant_format_local (life->now, at);
  clock = g_strndup (at + strlen ("2026-03-02T"), strlen ("09:14"));
  crf_outcome_free (crf_test_do (life->nurse, "start-infusion", subject, "preparation", preparation, "start", at, "ward-clock", clock,
                                 NULL));
}

/* Planned at the pharmacy, to be checked by a second person there. */
static void
plan_only (BlindLife *life, const char *subject)
{
  g_autofree char *weighed = g_strdup_printf ("%s 07:30", crf_session_get_today (life->pharmacist));

  crf_outcome_free (crf_test_do (life->pharmacist, "plan-infusion", subject, "weight", "62", "weight-date", weighed, "lot",
                                 blind_life_is_placebo (life, subject) ? "NS-88" : "L-0231", "duration", "50", NULL));
}

/* One patient prepared and released, one not yet planned; the code of the first broken for the investigator. */
static BlindLife *
live (Tour *tour)
{
  g_autofree char *cells = NULL, *placebo = NULL, *number = NULL;
  BlindLife *life;

  blind_find_seeds (&cells, &placebo);
  life = blind_life_begin ("nct01218464", cells);
  for (guint i = 0; i < 4; i++)
    blind_life_add_subject (life);
  number = blind_life_prepare (life, g_ptr_array_index (life->subjects, 0));
  crf_outcome_free (crf_test_do (life->pharmacist, "disclose-arm", g_ptr_array_index (life->subjects, 0), "login", "wang", "reason",
                                 "suspected anaphylaxis", "passphrase", "demo", NULL));
  tour->cells = key_of (life, 0);
  tour->placebo = key_of (life, 1);
  tour->watched = key_of (life, 2);
  tour->planned = key_of (life, 3);
  start_watching (life, g_ptr_array_index (life->subjects, 2));
  plan_only (life, g_ptr_array_index (life->subjects, 3));
  blind_life_close (life);
  return life;
}

static void
close_dialogs (Tour *tour)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (toplevels); i > 0; i--)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i - 1);

      if (window != GTK_WINDOW (tour->window))
        gtk_window_destroy (window);
    }
  crf_ui_spin (50);
}

/* What a button of the page opens, where the page has it. */
static void
page_dialog (Tour *tour, const char *page, const char *label, const char *picture)
{
  GtkWidget *root = crf_study_view_find_page (crf_window_get_view (tour->window), page);
  GtkWidget *button = root != NULL ? crf_ui_find_button (root, label) : NULL;

  if (button == NULL || !gtk_widget_is_sensitive (button))
    {
      g_printerr ("%s: no button “%s”\n", picture, label);
      return;
    }
  g_signal_emit_by_name (button, "clicked");
  crf_ui_settle_quickly (tour->window);
  shot (tour, picture);
  close_dialogs (tour);
}

static void
play (Tour *tour, const char *path)
{
  GtkWidget *dialog;

  crf_window_open_file (tour->window, path);
  crf_ui_sign_in (tour->window, "sun", "demo");
  tab (tour, tour->cells, "infusions", "01-pharmacist-cells");
  tab (tour, tour->placebo, "infusions", "02-pharmacist-placebo");
  crf_study_view_show_page (crf_window_get_view (tour->window), "study");
  shot (tour, "03-pharmacist-study");
  page_dialog (tour, "study", crf_ui_tr ("_Print…"), "04-pharmacist-envelopes");
  page_dialog (tour, "study", crf_ui_tr ("A_ppend slots…"), "05-pharmacist-append-slots");
  tab (tour, tour->planned, "infusions", "06-pharmacist-to-check");
  page_dialog (tour, "patient", crf_ui_tr ("Second _check…"), "07-pharmacist-check-window");
  crf_window_sign_out (tour->window, TRUE);
  crf_ui_sign_in (tour->window, "li", "demo");
  tab (tour, tour->cells, "infusions", "11-nurse-released");
  tab (tour, tour->placebo, "infusions", "12-nurse-not-released");
  crf_study_view_show_page (crf_window_get_view (tour->window), "patients");
  shot (tour, "13-nurse-patients");
  crf_study_view_show_page (crf_window_get_view (tour->window), "grid");
  shot (tour, "14-nurse-visit-grid");
  tab (tour, tour->watched, "infusions", "15-nurse-watching");
  crf_window_lock (tour->window);
  crf_ui_spin (500);
  shot (tour, "16-nurse-locked-while-watching");
  crf_window_sign_out (tour->window, TRUE);
  crf_ui_sign_in (tour->window, "wang", "demo");
  tab (tour, tour->cells, "infusions", "21-investigator-who-was-told");
  tab (tour, tour->placebo, "visits", "22-investigator-blinded");
  gtk_widget_activate_action (crf_study_view_find_page (crf_window_get_view (tour->window), "patient"), "patient.blind", "s", "break-code");
  crf_ui_settle_quickly (tour->window);
  dialog = crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG);
  shot (tour, "23-break-code");
  if (dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (dialog));
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  CrfApplication *application;
  Tour tour = { 0 };
  BlindLife *life;

  blind_random_init ();
  crf_ui_program_init ();
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || out == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "--out is needed");
      return 2;
    }
  g_mkdir_with_parents (out, 0755);
  life = live (&tour);
  life->now.utc_ms += 47 * 60 * 1000; /* vital signs are late */
  crf_app_set_clock (crf_clock_fixed (&life->now));
  application = crf_application_new ();
  g_application_register (G_APPLICATION (application), NULL, NULL);
  if (dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  tour.window = crf_window_new (GTK_APPLICATION (application));
  gtk_window_set_default_size (GTK_WINDOW (tour.window), width + 10, height + 10);
  gtk_window_present (GTK_WINDOW (tour.window));
  crf_ui_spin (300);
  play (&tour, life->path);
  gtk_window_destroy (GTK_WINDOW (tour.window));
  g_object_unref (application);
  blind_life_free (life);
  g_free (tour.cells);
  g_free (tour.placebo);
  g_free (tour.watched);
  g_free (tour.planned);
  return 0;
}
