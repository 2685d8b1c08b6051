/* SPDX-License-Identifier: GPL-3.0-or-later */

/* screenshots-trust --out FOLDER --width W --height H [--dark]
 *
 * Renders, for a person to look at, what keeps a study file trustworthy: who may do what, why a value was changed, queries and their answers, source data
 * verification, signatures, the lock, refusals at the door, backups, and what a damaged file looks like. People have long names. */

#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "crf-app.h"
#include "crf-backups-window.h"
#include "crf-demo.h"
#include "crf-form-editor.h"
#include "crf-history-window.h"
#include "crf-lock-page.h"
#include "crf-patient-page.h"
#include "crf-review-window.h"
#include "crf-sign-in-page.h"
#include "crf-study-view.h"
#include "crf-ui.h"
#include "crf-use-case-dialog.h"
#include "crf-visit-grid.h"

#define LIVED_UNTIL "2026-11-13"
#define LONG_GERMAN "Prof. Dr. med. Wilhelmine Freifrau von Schwarzenbach-Oberstdorfer"
#define LONG_CHINESE "古丽米热·阿卜杜热合曼江·买买提尼牙孜"

static char *out;
static int width = 1366, height = 768;
static gboolean dark;

static const GOptionEntry options[] = {
  { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, "Folder of the pictures", "FOLDER" },
  { "width", 0, 0, G_OPTION_ARG_INT, &width, "Width of the window", "PIXELS" },
  { "height", 0, 0, G_OPTION_ARG_INT, &height, "Height of the window", "PIXELS" },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "The dark style", NULL },
  { NULL },
};

static CrfApplication *application;
static CrfInstant now;
static char *folder, *path;
static CrfTarget *target; /* the visit form of the first treated patient */

static void
shot (CrfWindow *window, const char *name)
{
  crf_ui_settle (window);
  crf_ui_shot (GTK_WINDOW (window), out, name);
}

static void
close_dialogs (CrfWindow *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (toplevels); i > 0; i--)
    {
      g_autoptr (GtkWindow) toplevel = g_list_model_get_item (toplevels, i - 1);

      if (toplevel != GTK_WINDOW (window))
        gtk_window_destroy (toplevel);
    }
  crf_ui_spin (50);
}

static GtkWidget *
page (CrfWindow *window, const char *name)
{
  crf_study_view_show_page (crf_window_get_view (window), name);
  crf_ui_settle (window);
  return crf_study_view_find_page (crf_window_get_view (window), name);
}

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
  shot (window, picture);
  close_dialogs (window);
}

/* What a button opens, where the page has it. */
static void
press (CrfWindow *window, GtkWidget *root, const char *label, const char *picture)
{
  GtkWidget *button = crf_ui_find_button (root, crf_ui_tr (label));

  if (button == NULL || !gtk_widget_is_sensitive (button))
    {
      g_printerr ("%s: no button “%s”\n", picture, label);
      return;
    }
  g_signal_emit_by_name (button, "clicked");
  shot (window, picture);
  close_dialogs (window);
}

static void
dialog (CrfWindow *window, const char *use_case, const char *subject, const char *picture)
{
  if (crf_use_case_dialog_present (GTK_WIDGET (crf_window_get_view (window)), crf_window_get_writer (window), use_case, subject) != NULL)
    shot (window, picture);
  else
    g_printerr ("%s: not allowed\n", picture);
  close_dialogs (window);
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

static gpointer
find_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) ids = crf_reader_patient_ids (session, NULL, "treated", CRF_PATIENT_SORT_NUMBER, FALSE, NULL);
  g_autoptr (GPtrArray) patients = crf_reader_patients (session, (const gint64 *) (gpointer) ids->data, ids->len, NULL);

  for (guint i = 0; patients != NULL && i < patients->len; i++)
    {
      const CrfPatient *patient = g_ptr_array_index (patients, i);
      g_autoptr (GPtrArray) visits = crf_reader_visits (session, patient->key, NULL);

      for (guint j = 0; visits != NULL && j < visits->len; j++)
        {
          const CrfVisit *visit = g_ptr_array_index (visits, j);
          const CrfForm *form = crf_visit_get_main_form (visit->event);
          const CrfTarget place = { patient->key, (char *) visit->event->oid, visit->eventkey, form != NULL ? (char *) form->oid : NULL, (char *) "1", NULL, NULL, NULL };

          if (visit->state == CRF_VISIT_DONE && form != NULL && g_strcmp0 (visit->event->kind, "follow-up") == 0)
            return crf_target_copy (&place);
        }
    }
  return NULL;
}

static CrfFormView *
form (CrfWindow *window)
{
  crf_study_view_show_patient (crf_window_get_view (window), target->subject, "visits", target);
  crf_ui_settle (window);
  return crf_form_editor_get_view (CRF_FORM_EDITOR (crf_ui_find_type (GTK_WIDGET (window), CRF_TYPE_FORM_EDITOR)));
}

static void
scroll_to (GtkWidget *root, const char *id)
{
  GtkWidget *widget = crf_ui_find (root, id);
  GtkWidget *scrolled = widget != NULL ? gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW) : NULL;
  GtkAdjustment *adjustment;
  graphene_point_t point;

  if (scrolled == NULL || !gtk_widget_compute_point (widget, scrolled, &GRAPHENE_POINT_INIT (0, 0), &point))
    return;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + point.y - 60);
}

/* The study's page ends with the logs and the closing. */
static void
scroll_to_end (GtkWidget *root)
{
  GtkWidget *scrolled = crf_ui_find_type (root, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = scrolled != NULL ? gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)) : NULL;

  if (adjustment != NULL)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

/* ── Who may do what ── */

static void
people (CrfWindow *window)
{
  GtkWidget *study, *more;

  crf_ui_sign_in (window, "admin", "demo");
  target = crf_writer_call (crf_window_get_writer (window), find_job, NULL, NULL);
  act (window, "add-user", NULL, crf_arguments_new ("login", "schwarzenbach", "name", LONG_GERMAN, "roles", "investigator,data-manager", "new-passphrase", "demo", NULL));
  act (window, "add-user", NULL, crf_arguments_new ("login", "gulimire", "name", LONG_CHINESE, "roles", "nurse", "new-passphrase", "demo", "last-day", "2027-06-30", NULL));
  act (window, "add-user", NULL, crf_arguments_new ("login", "former", "name", "Former Colleague", "roles", "nurse", "new-passphrase", "demo", NULL));
  act (window, "disable-user", NULL, crf_arguments_new ("login", "former", NULL));
  act (window, "delegate", NULL, crf_arguments_new ("login", "gulimire", "task", "enter", "from", "2026-11-01", "training", "1", NULL));
  act (window, "delegate", NULL, crf_arguments_new ("login", "nurse", "task", "enter", "from", "2025-01-01", NULL));
  act (window, "delegate", NULL, crf_arguments_new ("login", "nurse2", "task", "enter", "from", "2025-01-01", NULL));
  act (window, "delegate", NULL, crf_arguments_new ("login", "schwarzenbach", "task", "causality", "from", "2026-11-01", NULL));
  act (window, "add-training", NULL, crf_arguments_new ("login", "gulimire", "subject", "Protocol 1 and the infusion of cells, with the two-person check at the bedside", "date", "2026-10-30", NULL));
  study = page (window, "study");
  scroll_to (study, "facts");
  shot (window, "01-users");
  more = crf_ui_find (study, "more");
  gtk_menu_button_popup (GTK_MENU_BUTTON (more));
  crf_ui_spin (300);
  shot (window, "01-study-menu");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (more));
  press (window, study, "P_ermissions…", "02-permissions");
  dialog (window, "set-roles", NULL, "02-roles");
  dialog (window, "reset-user", NULL, "02-forgotten-passphrase");
  press (window, study, "_Training…", "02-training");
  scroll_to_end (study);
  shot (window, "03-logs");
  dialog (window, "set-policy", NULL, "02-account-rules");
  dialog (window, "change-passphrase", NULL, "02-change-passphrase");
  dialog (window, "set-study-status", NULL, "02-study-status");
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
  page (window, "today");
  shot (window, "10-monitor-today");
  act (window, "query", "IT.HR", crf_arguments_new ("text", "The nurse's sheet says 81, the ward's chart 84 and the monitor printout of the same minute 79: which of the three is the source?", NULL));
  act (window, "mark-verified", "IT.SYSBP", crf_arguments_new (NULL, NULL));
  act (window, "mark-verified", "IT.DIABP", crf_arguments_new (NULL, NULL));
  view = form (window);
  shot (window, "11-monitor-form");
  row = crf_form_view_find_row (view, "IT.HR", NULL);
  if (row != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (row), "field.menu", NULL);
      crf_ui_spin (300);
      shot (window, "12-monitor-field-menu");
      gtk_widget_activate_action (GTK_WIDGET (row), "field.history", NULL);
      crf_ui_spin (200);
      shot (window, "12-monitor-history");
      close_dialogs (window);
      gtk_widget_activate_action (GTK_WIDGET (row), "field.query", NULL);
      crf_ui_spin (200);
      shot (window, "12-monitor-query");
      close_dialogs (window);
    }
  press (window, GTK_WIDGET (view), "_Verify…", "13-verify");
  patient = crf_study_view_find_page (crf_window_get_view (window), "patient");
  gtk_widget_activate_action (patient, "patient.do", "s", "unmark-verified");
  shot (window, "13-unmark");
  close_dialogs (window);
  queries = page (window, "queries");
  shot (window, "14-monitor-queries");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (crf_ui_find (queries, "state")), 3);
  shot (window, "14-queries-closed");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (crf_ui_find (queries, "state")), 6);
  shot (window, "14-marks-fallen");
  page (window, "study");
  scroll_to (crf_study_view_find_page (crf_window_get_view (window), "study"), "accounts");
  shot (window, "15-monitor-study");
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
  crf_ui_shot (GTK_WINDOW (answer), out, "24-answer-with-a-name");
  close_dialogs (window);
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
  shot (window, "37-second-entry");
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
  shot (window, "21-why");
  act (window, "enter", "IT.HR", crf_arguments_new ("value", "82", "reason", "Checked against the source", NULL));
  act (window, "enter", "IT.SYSBP", crf_arguments_new ("value", "109", "reason", "Typing error", NULL));
  view = form (window);
  row = crf_form_view_find_row (view, "IT.HR", NULL);
  if (row != NULL)
    gtk_widget_activate_action (GTK_WIDGET (row), "field.history", NULL);
  crf_ui_spin (200);
  shot (window, "22-history-with-reason");
  close_dialogs (window);
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
  queries = page (window, "queries");
  crf_ui_type (queries, "search", "nurse");
  crf_ui_spin (300);
  shot (window, "23-nurse-queries");
  press (window, queries, "_Answer…", "24-answer");
  write_a_number (window);
  crf_ui_type (queries, "search", "zzz");
  crf_ui_spin (300);
  shot (window, "24-queries-none");
  crf_ui_type (queries, "search", "");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.shift-pin", NULL);
  shot (window, "25-shift-pin");
  close_dialogs (window);
  crf_window_lock (window);
  shot (window, "26-locked");
  crf_lock_page_try (CRF_LOCK_PAGE (crf_ui_find_type (GTK_WIDGET (window), CRF_TYPE_LOCK_PAGE)), "wrong");
  crf_ui_spin (1500);
  shot (window, "26-locked-wrong");
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
      shot (window, picture);
      close_dialogs (window);
    }
  dialog (window, "sign-delegations", NULL, "31-sign-delegations");
  dialog (window, "sign-definition", NULL, "31-sign-definition");
  deviations = page (window, "deviations");
  shot (window, "32-deviations");
  press (window, deviations, "_Judge…", "32-judge");
  press (window, deviations, "_Add…", "32-add-deviation");
  dialog (window, "sign-lock", NULL, "33-sign-lock");
  crf_window_sign_out (window, TRUE);
  crf_ui_sign_in (window, "manager", "demo");
  form (window);
  for (guint i = 0; i < 2; i++)
    {
      gtk_widget_activate_action (crf_study_view_find_page (crf_window_get_view (window), "patient"), "patient.do", "s", i == 0 ? "freeze" : "lock");
      shot (window, i == 0 ? "34-freeze" : "34-lock");
      close_dialogs (window);
    }
  act (window, "freeze", "", crf_arguments_new ("scope", "form", "reason", "Query round before the interim analysis", NULL));
  form (window);
  shot (window, "35-frozen");
  press_act (window, page (window, "study"), "set-verification", "36-verification-plan");
  dialog (window, "set-double-entry", NULL, "36-double-entry");
  second_entry (window);
  crf_window_sign_out (window, TRUE);
}

/* ── The audit trail ── */

static void
auditor (CrfWindow *window)
{
  GtkWidget *audit;

  crf_ui_sign_in (window, "auditor", "demo");
  audit = page (window, "audit");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (crf_ui_find (audit, "group")), 2);
  shot (window, "40-audit-queries");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (crf_ui_find (audit, "group")), 4);
  shot (window, "40-audit-accounts");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (crf_ui_find (audit, "group")), 1);
  crf_ui_type (audit, "search", "109");
  crf_ui_spin (300);
  shot (window, "41-audit-value");
  crf_ui_type (audit, "search", "zzz");
  crf_ui_spin (300);
  shot (window, "41-audit-none");
  crf_ui_type (audit, "search", "");
  g_signal_emit_by_name (crf_ui_find (audit, "review_button"), "clicked");
  crf_ui_spin (1500);
  shot (window, "42-review");
  close_dialogs (window);
  crf_window_sign_out (window, TRUE);
  crf_ui_sign_in (window, "admin", "demo");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.backups", NULL);
  crf_ui_spin (2000);
  shot (window, "43-backups");
  close_dialogs (window);
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
  shot (window, picture);
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
  g_autofree char *no_study = g_build_filename (folder, "holiday-pictures.stemward", NULL), *spoilt = g_build_filename (folder, "from-the-stick.stemward", NULL);
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
  shot (window, "51-no-study");
  close_dialogs (window);
  if (g_file_get_contents (path, &bytes, &length, NULL) && g_file_set_contents (spoilt, bytes, (gssize) length, NULL))
    spoil (spoilt);
  crf_window_open_file (window, spoilt);
  crf_ui_spin (1500);
  shot (window, "52-spoilt");
  if (crf_ui_find_type (GTK_WIDGET (window), CRF_TYPE_SIGN_IN_PAGE) != NULL)
    try_login (window, "admin", "demo", 1, "52-spoilt-sign-in");
  crf_ui_spin (1500);
  if (crf_window_get_view (window) != NULL)
    {
      page (window, "audit");
      crf_ui_click (crf_study_view_find_page (crf_window_get_view (window), "audit"), crf_ui_tr ("Check _integrity"));
      crf_ui_spin (3000);
      shot (window, "53-spoilt-checked");
    }
}

static void
remove_folder (const char *name)
{
  g_autoptr (GDir) dir = g_dir_open (name, 0, NULL);
  const char *entry;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (name, entry, NULL);

      if (g_file_test (below, G_FILE_TEST_IS_DIR))
        remove_folder (below);
      else
        g_unlink (below);
    }
  g_rmdir (name);
}

static void
make_study (void)
{
  CrfDemoOptions demo = { .patients = 6, .seed = 7, .today = LIVED_UNTIL };
  g_autoptr (GError) error = NULL;

  crf_instant_parse_utc ("2026-11-14T02:40:00Z", &now);
  now.offset_minutes = 480;
  crf_app_set_clock (crf_clock_fixed (&now));
  folder = g_dir_make_tmp ("stemward-XXXXXX", NULL);
  path = g_build_filename (folder, "a-file-with-a-long-name-as-sites-give-them-2026-final-v3.stemward", NULL);
  if (!crf_demo_create (path, &demo, NULL, NULL, NULL, &error))
    {
      g_printerr ("The demonstration study could not be made: %s\n", error->message);
      _exit (1);
    }
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  CrfWindow *window;

  crf_ui_program_init ();
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || out == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "--out is needed");
      return 2;
    }
  g_mkdir_with_parents (out, 0755);
  make_study ();
  application = crf_application_new ();
  g_application_register (G_APPLICATION (application), NULL, NULL);
  if (dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  window = crf_window_new (GTK_APPLICATION (application));
  gtk_window_set_default_size (GTK_WINDOW (window), width + 10, height + 10);
  gtk_window_present (GTK_WINDOW (window));
  crf_ui_spin (300);
  crf_window_open_file (window, path);
  people (window);
  monitor (window);
  nurse (window);
  principal (window);
  auditor (window);
  door (window);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (application);
  g_clear_pointer (&target, crf_target_free);
  remove_folder (folder);
  return 0;
}
