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
#include "crf-use-case-dialog.h"
#include "shots.h"

typedef struct
{
  CrfShots *shots;
  char *cells, *placebo, *watched, *planned; /* keys of patients */
} Tour;

static void
tab (Tour *tour, const char *subject, const char *name, const char *picture)
{
  crf_study_view_show_patient (crf_window_get_view (tour->shots->window), subject, name, NULL);
  shots_take (tour->shots, picture);
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
press (Tour *tour, const char *page, const char *label, const char *picture)
{
  shots_press (tour->shots, crf_study_view_find_page (crf_window_get_view (tour->shots->window), page), label, picture);
}

static void
play (Tour *tour, const char *path)
{
  GtkWidget *dialog;

  crf_window_open_file (tour->shots->window, path);
  crf_ui_sign_in (tour->shots->window, "sun", "demo");
  tab (tour, tour->cells, "infusions", "01-pharmacist-cells");
  tab (tour, tour->placebo, "infusions", "02-pharmacist-placebo");
  crf_study_view_show_page (crf_window_get_view (tour->shots->window), "study");
  shots_take (tour->shots, "03-pharmacist-study");
  press (tour, "study", "_Print…", "04-pharmacist-envelopes");
  press (tour, "study", "A_ppend slots…", "05-pharmacist-append-slots");
  tab (tour, tour->planned, "infusions", "06-pharmacist-to-check");
  press (tour, "patient", "Second _check…", "07-pharmacist-check-window");
  crf_window_sign_out (tour->shots->window, TRUE);
  crf_ui_sign_in (tour->shots->window, "li", "demo");
  tab (tour, tour->cells, "infusions", "11-nurse-released");
  tab (tour, tour->placebo, "infusions", "12-nurse-not-released");
  crf_study_view_show_page (crf_window_get_view (tour->shots->window), "patients");
  shots_take (tour->shots, "13-nurse-patients");
  crf_study_view_show_page (crf_window_get_view (tour->shots->window), "grid");
  shots_take (tour->shots, "14-nurse-visit-grid");
  tab (tour, tour->watched, "infusions", "15-nurse-watching");
  crf_window_lock (tour->shots->window);
  crf_ui_spin (500);
  shots_take (tour->shots, "16-nurse-locked-while-watching");
  crf_window_sign_out (tour->shots->window, TRUE);
  crf_ui_sign_in (tour->shots->window, "wang", "demo");
  tab (tour, tour->cells, "infusions", "21-investigator-who-was-told");
  tab (tour, tour->placebo, "visits", "22-investigator-blinded");
  gtk_widget_activate_action (crf_study_view_find_page (crf_window_get_view (tour->shots->window), "patient"), "patient.blind", "s", "break-code");
  crf_ui_settle_quickly (tour->shots->window);
  dialog = crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG);
  shots_take (tour->shots, "23-break-code");
  if (dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (dialog));
}

int
main (int argc, char *argv[])
{
  Tour tour = { 0 };
  BlindLife *life;

  blind_random_init ();
  tour.shots = shots_begin (argc, argv, NULL);
  life = live (&tour);
  life->now.utc_ms += 47 * 60 * 1000; /* vital signs are late */
  crf_app_set_clock (crf_clock_fixed (&life->now));
  shots_open_window (tour.shots);
  play (&tour, life->path);
  shots_end (tour.shots);
  blind_life_free (life);
  g_free (tour.cells);
  g_free (tour.placebo);
  g_free (tour.watched);
  g_free (tour.planned);
  return 0;
}
