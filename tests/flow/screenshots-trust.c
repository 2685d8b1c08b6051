/* SPDX-License-Identifier: GPL-3.0-or-later */

/* screenshots-trust --out FOLDER --width W --height H [--dark]
 *
 * Renders, for a person to look at, what keeps a study file trustworthy: who may do what, why a value was changed, queries and their answers, source data
 * verification, signatures, the lock, refusals at the door, backups, and what a damaged file looks like. People have long names. */

#include <string.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "crf-backups-window.h"
#include "crf-form-editor.h"
#include "crf-history-window.h"
#include "crf-lock-page.h"
#include "crf-patient-page.h"
#include "crf-review-window.h"
#include "crf-sign-in-page.h"
#include "crf-study-view.h"
#include "crf-ui-demo.h"
#include "crf-use-case-dialog.h"
#include "shots.h"

#define LONG_GERMAN "Prof. Dr. med. Wilhelmine Freifrau von Schwarzenbach-Oberstdorfer"
#define LONG_CHINESE "古丽米热·阿卜杜热合曼江·买买提尼牙孜"

static CrfShots *shots;
static char *path;
static CrfTarget *target; /* the visit form of the first treated patient */

/* The button of a use case among others of the same name. */
static GtkWidget *
find_act (GtkWidget *root, const char *use_case)
{
  if (GTK_IS_BUTTON (root) && g_strcmp0 (g_object_get_data (G_OBJECT (root), "crf-use-case"), use_case) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_act (child, use_case);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
press_act (CrfWindow *window, GtkWidget *root, const char *use_case, const char *picture)
{
  GtkWidget *button = find_act (root, use_case);

  if (button != NULL)
    g_signal_emit_by_name (button, "clicked");
  shots_take (shots, picture);
  shots_close_dialogs (shots);
}

static void
dialog (const char *use_case, const char *subject, const char *picture)
{
  if (!shots_take_dialog (shots, use_case, subject, picture))
    g_printerr ("%s: not allowed\n", picture);
}

static void
done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_writer_conduct_finish (CRF_WRITER (source), result, &error);

  if (outcome == NULL || outcome->refusal != NULL)
    g_printerr ("%s: %s\n", (const char *) data, outcome != NULL ? outcome->refusal->message : error->message);
}

/* Consumes @arguments. @item NULL: about nobody. */
static void
act (CrfWindow *window, const char *use_case, const char *item, GHashTable *arguments)
{
  if (item != NULL)
    {
      g_autoptr (CrfTarget) place = crf_target_copy (target);

      place->item = *item != '\0' ? g_strdup (item) : NULL;
      crf_arguments_set_target (arguments, place);
    }
  crf_writer_conduct_async (crf_window_get_writer (window), use_case, item != NULL ? target->subject : NULL, arguments, NULL, done, (gpointer) use_case);
  crf_ui_settle (window);
}

static CrfFormView *
form (CrfWindow *window)
{
  crf_study_view_show_patient (crf_window_get_view (window), target->subject, "visits", target);
  crf_ui_settle (window);
  return crf_form_editor_get_view (CRF_FORM_EDITOR (crf_ui_find_type (GTK_WIDGET (window), CRF_TYPE_FORM_EDITOR)));
}

/* ── Who may do what ── */

static void
people (CrfWindow *window)
{
  GtkWidget *study, *more;

  crf_ui_sign_in (window, "admin", "demo");
  target = crf_writer_call (crf_window_get_writer (window), crf_ui_demo_find_visit, NULL, NULL);
  act (window, "add-user", NULL, crf_arguments_new ("login", "schwarzenbach", "name", LONG_GERMAN, "roles", "investigator,data-manager", "new-passphrase", "demo", NULL));
  act (window, "add-user", NULL, crf_arguments_new ("login", "gulimire", "name", LONG_CHINESE, "roles", "nurse", "new-passphrase", "demo", "last-day", "2027-06-30", NULL));
  act (window, "add-user", NULL, crf_arguments_new ("login", "former", "name", "Former Colleague", "roles", "nurse", "new-passphrase", "demo", NULL));
  act (window, "disable-user", NULL, crf_arguments_new ("login", "former", NULL));
  act (window, "delegate", NULL, crf_arguments_new ("login", "gulimire", "task", "enter", "from", "2026-11-01", "training", "1", NULL));
  act (window, "delegate", NULL, crf_arguments_new ("login", "nurse", "task", "enter", "from", "2025-01-01", NULL));
  act (window, "delegate", NULL, crf_arguments_new ("login", "nurse2", "task", "enter", "from", "2025-01-01", NULL));
  act (window, "delegate", NULL, crf_arguments_new ("login", "schwarzenbach", "task", "causality", "from", "2026-11-01", NULL));
  act (window, "add-training", NULL, crf_arguments_new ("login", "gulimire", "subject", "Protocol 1 and the infusion of cells, with the two-person check at the bedside", "date", "2026-10-30", NULL));
  study = shots_show_page (shots, "study");
  shots_scroll_to (study, "facts");
  shots_take (shots, "01-users");
  more = crf_ui_find (study, "more");
  gtk_menu_button_popup (GTK_MENU_BUTTON (more));
  crf_ui_spin (300);
  shots_take (shots, "01-study-menu");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (more));
  shots_press (shots, study, "P_ermissions…", "02-permissions");
  dialog ("set-roles", NULL, "02-roles");
  dialog ("reset-user", NULL, "02-forgotten-passphrase");
  shots_press (shots, study, "_Training…", "02-training");
  shots_scroll_to_end (study);
  shots_take (shots, "03-logs");
  dialog ("set-policy", NULL, "02-account-rules");
  dialog ("change-passphrase", NULL, "02-change-passphrase");
  dialog ("set-study-status", NULL, "02-study-status");
  crf_window_sign_out (window, TRUE);
}

/* ── The monitor ── */

static void
monitor (CrfWindow *window)
{
  GtkWidget *queries, *patient;
  CrfFormView *view;
  CrfFieldRow *row;

  crf_ui_sign_in (window, "monitor", "demo");
  shots_show_page (shots, "today");
  shots_take (shots, "10-monitor-today");
  act (window, "query", "IT.HR", crf_arguments_new ("text", "The nurse's sheet says 81, the ward's chart 84 and the monitor printout of the same minute 79: which of the three is the source?", NULL));
  act (window, "mark-verified", "IT.SYSBP", crf_arguments_new (NULL, NULL));
  act (window, "mark-verified", "IT.DIABP", crf_arguments_new (NULL, NULL));
  view = form (window);
  shots_take (shots, "11-monitor-form");
  row = crf_form_view_find_row (view, "IT.HR", NULL);
  if (row != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (row), "field.menu", NULL);
      crf_ui_spin (300);
      shots_take (shots, "12-monitor-field-menu");
      gtk_widget_activate_action (GTK_WIDGET (row), "field.history", NULL);
      crf_ui_spin (200);
      shots_take (shots, "12-monitor-history");
      shots_close_dialogs (shots);
      gtk_widget_activate_action (GTK_WIDGET (row), "field.query", NULL);
      crf_ui_spin (200);
      shots_take (shots, "12-monitor-query");
      shots_close_dialogs (shots);
    }
  shots_press (shots, GTK_WIDGET (view), "_Verify…", "13-verify");
  patient = crf_study_view_find_page (crf_window_get_view (window), "patient");
  gtk_widget_activate_action (patient, "patient.do", "s", "unmark-verified");
  shots_take (shots, "13-unmark");
  shots_close_dialogs (shots);
  queries = shots_show_page (shots, "queries");
  shots_take (shots, "14-monitor-queries");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (crf_ui_find (queries, "state")), 3);
  shots_take (shots, "14-queries-closed");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (crf_ui_find (queries, "state")), 6);
  shots_take (shots, "14-marks-fallen");
  shots_show_page (shots, "study");
  shots_scroll_to (crf_study_view_find_page (crf_window_get_view (window), "study"), "accounts");
  shots_take (shots, "15-monitor-study");
  crf_window_sign_out (window, TRUE);
}

/* ── The nurse ── */

/* Somebody's hospital number in an answer: what is asked. */
static void
write_a_number (CrfWindow *window)
{
  CrfUseCaseDialog *answer;

  act (window, "register", NULL, crf_arguments_new ("sex", "F", "birth-date", "1970-02-03", "initials", "ZHHO", "name", "Zhang Hongmei", "hospital-no", "H20264711", NULL));
  crf_ui_click (crf_study_view_find_page (crf_window_get_view (window), "queries"), crf_ui_tr ("_Answer…"));
  crf_ui_settle (window);
  answer = CRF_USE_CASE_DIALOG (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG));
  crf_use_case_dialog_fill (answer, "text", "As in the chart of H20264711, Zhang Hongmei");
  crf_use_case_dialog_submit (answer);
  crf_ui_spin (1500);
  crf_ui_shot (GTK_WINDOW (answer), shots->out, "24-answer-with-a-name");
  shots_close_dialogs (shots);
}

/* ── Second entry ── */

/* What the second person typed differs from the first: who decides sees both. */
static void
second_entry (CrfWindow *window)
{
  act (window, "unfreeze", "", crf_arguments_new ("scope", "form", "reason", "The query round is over", NULL));
  act (window, "set-double-entry", NULL, crf_arguments_new ("form", target->form, "level", "all", NULL));
  crf_window_sign_out (window, TRUE);
  crf_ui_sign_in (window, "nurse2", "demo");
  act (window, "second-enter", "IT.HR", crf_arguments_new ("value", "99", NULL));
  act (window, "second-enter", "IT.SYSBP", crf_arguments_new ("value", "109", NULL));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (crf_ui_find (GTK_WIDGET (form (window)), "second")), TRUE);
  crf_ui_spin (400);
  shots_take (shots, "37-second-entry");
}

static void
correct (CrfWindow *window)
{
  CrfFormView *view = form (window);
  CrfFieldRow *row = crf_form_view_find_row (view, "IT.HR", NULL);
  GtkWidget *input = row != NULL ? crf_field_row_get_input (row) : NULL;

  if (input == NULL)
    return;
  gtk_widget_grab_focus (input);
  gtk_editable_set_text (GTK_EDITABLE (input), strcmp (gtk_editable_get_text (GTK_EDITABLE (input)), "82") != 0 ? "82" : "93");
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  crf_ui_spin (600);
  shots_take (shots, "21-why");
  act (window, "enter", "IT.HR", crf_arguments_new ("value", "82", "reason", "Checked against the source", NULL));
  act (window, "enter", "IT.SYSBP", crf_arguments_new ("value", "109", "reason", "Typing error", NULL));
  view = form (window);
  row = crf_form_view_find_row (view, "IT.HR", NULL);
  if (row != NULL)
    gtk_widget_activate_action (GTK_WIDGET (row), "field.history", NULL);
  crf_ui_spin (200);
  shots_take (shots, "22-history-with-reason");
  shots_close_dialogs (shots);
}

static void
nurse (CrfWindow *window)
{
  GtkWidget *queries;

  crf_ui_sign_in (window, "principal", "demo");
  act (window, "sign-delegations", NULL, crf_arguments_new ("passphrase", "demo", NULL)); /* they count from now on */
  crf_window_sign_out (window, TRUE);
  crf_ui_sign_in (window, "nurse", "demo");
  correct (window);
  queries = shots_show_page (shots, "queries");
  crf_ui_type (queries, "search", "nurse");
  crf_ui_spin (300);
  shots_take (shots, "23-nurse-queries");
  shots_press (shots, queries, "_Answer…", "24-answer");
  write_a_number (window);
  crf_ui_type (queries, "search", "zzz");
  crf_ui_spin (300);
  shots_take (shots, "24-queries-none");
  crf_ui_type (queries, "search", "");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.shift-pin", NULL);
  shots_take (shots, "25-shift-pin");
  shots_close_dialogs (shots);
  crf_window_lock (window);
  shots_take (shots, "26-locked");
  crf_lock_page_try (CRF_LOCK_PAGE (crf_ui_find_type (GTK_WIDGET (window), CRF_TYPE_LOCK_PAGE)), "wrong");
  crf_ui_spin (1500);
  shots_take (shots, "26-locked-wrong");
  crf_lock_page_try (CRF_LOCK_PAGE (crf_ui_find_type (GTK_WIDGET (window), CRF_TYPE_LOCK_PAGE)), "demo");
  crf_ui_spin (1500);
  crf_window_sign_out (window, TRUE);
}

/* ── Signing ── */

static void
principal (CrfWindow *window)
{
  GtkWidget *patient, *deviations;

  crf_ui_sign_in (window, "principal", "demo");
  form (window);
  patient = crf_study_view_find_page (crf_window_get_view (window), "patient");
  for (guint i = 0; i < 4; i++)
    {
      static const char *const acts[] = { "sign-form", "sign-casebook", "sign-eligibility", "reopen-form" };
      g_autofree char *picture = g_strdup_printf ("30-%s", acts[i]);

      gtk_widget_activate_action (patient, "patient.do", "s", acts[i]);
      shots_take (shots, picture);
      shots_close_dialogs (shots);
    }
  dialog ("sign-delegations", NULL, "31-sign-delegations");
  dialog ("sign-definition", NULL, "31-sign-definition");
  deviations = shots_show_page (shots, "deviations");
  shots_take (shots, "32-deviations");
  shots_press (shots, deviations, "_Judge…", "32-judge");
  shots_press (shots, deviations, "_Add…", "32-add-deviation");
  dialog ("sign-lock", NULL, "33-sign-lock");
  crf_window_sign_out (window, TRUE);
  crf_ui_sign_in (window, "manager", "demo");
  form (window);
  for (guint i = 0; i < 2; i++)
    {
      gtk_widget_activate_action (crf_study_view_find_page (crf_window_get_view (window), "patient"), "patient.do", "s", i == 0 ? "freeze" : "lock");
      shots_take (shots, i == 0 ? "34-freeze" : "34-lock");
      shots_close_dialogs (shots);
    }
  act (window, "freeze", "", crf_arguments_new ("scope", "form", "reason", "Query round before the interim analysis", NULL));
  form (window);
  shots_take (shots, "35-frozen");
  press_act (window, shots_show_page (shots, "study"), "set-verification", "36-verification-plan");
  dialog ("set-double-entry", NULL, "36-double-entry");
  second_entry (window);
  crf_window_sign_out (window, TRUE);
}

/* ── The audit trail ── */

static void
auditor (CrfWindow *window)
{
  GtkWidget *audit;

  crf_ui_sign_in (window, "auditor", "demo");
  audit = shots_show_page (shots, "audit");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (crf_ui_find (audit, "group")), 2);
  shots_take (shots, "40-audit-queries");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (crf_ui_find (audit, "group")), 4);
  shots_take (shots, "40-audit-accounts");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (crf_ui_find (audit, "group")), 1);
  crf_ui_type (audit, "search", "109");
  crf_ui_spin (300);
  shots_take (shots, "41-audit-value");
  crf_ui_type (audit, "search", "zzz");
  crf_ui_spin (300);
  shots_take (shots, "41-audit-none");
  crf_ui_type (audit, "search", "");
  g_signal_emit_by_name (crf_ui_find (audit, "review_button"), "clicked");
  crf_ui_spin (1500);
  shots_take (shots, "42-review");
  shots_close_dialogs (shots);
  crf_window_sign_out (window, TRUE);
  crf_ui_sign_in (window, "admin", "demo");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.backups", NULL);
  crf_ui_spin (2000);
  shots_take (shots, "43-backups");
  shots_close_dialogs (shots);
  crf_window_sign_out (window, TRUE);
}

/* ── At the door ── */

static void
try_login (CrfWindow *window, const char *login, const char *passphrase, guint times, const char *picture)
{
  for (guint i = 0; i < times; i++)
    {
      crf_sign_in_page_try (CRF_SIGN_IN_PAGE (crf_ui_find_type (GTK_WIDGET (window), CRF_TYPE_SIGN_IN_PAGE)), login, passphrase);
      crf_ui_spin (700);
    }
  shots_take (shots, picture);
}

/* A byte in the middle of every twentieth page is another, as of a bad stick. */
static void
spoil (const char *file)
{
  g_autofree char *bytes = NULL;
  gsize length;

  if (!g_file_get_contents (file, &bytes, &length, NULL))
    return;
  for (gsize i = 8192 + 2000; i < length; i += 20 * 4096)
    bytes[i] = (char) (bytes[i] + 1);
  g_file_set_contents (file, bytes, (gssize) length, NULL);
}

static void
door (CrfWindow *window)
{
  g_autofree char *no_study = g_build_filename (shots->folder, "holiday-pictures.stemward", NULL), *spoilt = g_build_filename (shots->folder, "from-the-stick.stemward", NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  try_login (window, "nurse", "wrong", 1, "50-wrong-passphrase");
  try_login (window, "nobody", "demo", 1, "50-unknown");
  try_login (window, "former", "demo", 1, "50-disabled");
  try_login (window, "nurse2", "wrong", 6, "50-locked-out");
  crf_window_sign_out (window, FALSE);
  crf_ui_spin (500);
  g_file_set_contents (no_study, "not a study at all", -1, NULL);
  crf_window_open_file (window, no_study);
  crf_ui_spin (800);
  shots_take (shots, "51-no-study");
  shots_close_dialogs (shots);
  if (g_file_get_contents (path, &bytes, &length, NULL) && g_file_set_contents (spoilt, bytes, (gssize) length, NULL))
    spoil (spoilt);
  crf_window_open_file (window, spoilt);
  crf_ui_spin (1500);
  shots_take (shots, "52-spoilt");
  if (crf_ui_find_type (GTK_WIDGET (window), CRF_TYPE_SIGN_IN_PAGE) != NULL)
    try_login (window, "admin", "demo", 1, "52-spoilt-sign-in");
  crf_ui_spin (1500);
  if (crf_window_get_view (window) != NULL)
    {
      shots_show_page (shots, "audit");
      crf_ui_click (crf_study_view_find_page (crf_window_get_view (window), "audit"), crf_ui_tr ("Check _integrity"));
      crf_ui_spin (3000);
      shots_take (shots, "53-spoilt-checked");
    }
}

int
main (int argc, char *argv[])
{
  shots = shots_begin (argc, argv, NULL);
  path = shots_make_demo (shots, "a-file-with-a-long-name-as-sites-give-them-2026-final-v3.stemward", NULL, 6);
  shots_open_window (shots);
  crf_window_open_file (shots->window, path);
  people (shots->window);
  monitor (shots->window);
  nurse (shots->window);
  principal (shots->window);
  auditor (shots->window);
  door (shots->window);
  shots_end (shots);
  g_clear_pointer (&target, crf_target_free);
  g_free (path);
  return 0;
}
