/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The real window on a study file: sign-in, pages, lists, locking, and that everything is let go. */

#include <glib/gstdio.h>

#include "crf-chart-card.h"
#include "crf-dialogs.h"
#include "crf-refusal-bar.h"
#include "crf-patient-search.h"
#include "crf-patients-page.h"
#include "crf-sign-in-page.h"
#include "crf-lock-page.h"
#include "crf-reader.h"
#include "crf-study-view.h"
#include "crf-ui-study.h"
#include "crf-use-case-dialog.h"

#include <string.h>

typedef struct
{
  CrfTestStudy *study;
  CrfWindow *window;
} Fixture;

static void
set_up (Fixture *f, gconstpointer login)
{
  f->study = crf_test_study_new ();
  crf_ui_register (f->study, 3);
  f->window = crf_ui_open_study (f->study, login);
}

/* With a query that was asked and answered. */
static void
set_up_query (Fixture *f, gconstpointer login)
{
  g_autofree char *number = NULL;
  g_autoptr (CrfOutcome) query = NULL;

  f->study = crf_test_study_new ();
  number = crf_test_register (f->study);
  query = crf_test_do (f->study->investigator, "query", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "text", "Which slip?", NULL);
  crf_outcome_free (crf_test_do (f->study->nurse, "answer-query", NULL, "key", g_hash_table_lookup (query->results, "query"), "text", "Slip 4711", NULL));
  f->window = crf_ui_open_study (f->study, login);
}

static void
tear_down (Fixture *f, gconstpointer login)
{
  crf_ui_close_study (f->window, f->study);
}

static gboolean
has_message (gpointer data)
{
  return crf_sign_in_page_get_message (data) != NULL;
}

static void
test_wrong_passphrase (Fixture *f, gconstpointer login)
{
  CrfSignInPage *page;

  crf_window_sign_out (f->window, TRUE);
  page = CRF_SIGN_IN_PAGE (crf_ui_find_type (GTK_WIDGET (f->window), CRF_TYPE_SIGN_IN_PAGE));
  crf_sign_in_page_try (page, "li", "not the passphrase");
  crf_ui_wait (has_message, page, "the refusal of a wrong passphrase");
  g_assert_null (crf_window_get_view (f->window));
}

static void
test_not_a_study (Fixture *f, gconstpointer login)
{
  g_autofree char *path = g_build_filename (f->study->dir, "letter.stemward", NULL);
  CrfSignInPage *page;

  g_assert_true (g_file_set_contents (path, "Dear colleague,", -1, NULL));
  crf_window_open_file (f->window, path);
  page = CRF_SIGN_IN_PAGE (crf_ui_find_type (GTK_WIDGET (f->window), CRF_TYPE_SIGN_IN_PAGE));
  g_assert_nonnull (crf_sign_in_page_get_message (page));
  g_assert_null (crf_ui_find (GTK_WIDGET (f->window), "login"));
  g_unlink (path);
}

/* How often the audit trail and the summaries were read, by the trail itself. */
static gpointer
count_readings_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const CrfAuditFilter filter = { .group = "view" };
  g_autoptr (GPtrArray) rows = crf_reader_audit_filtered (session, &filter, 0, error);
  guint n = 0;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const CrfAuditRow *row = g_ptr_array_index (rows, i);

      n += g_strcmp0 (row->new_value, "Audit trail") == 0 || g_strcmp0 (row->new_value, "Summaries and comparisons") == 0;
    }
  return GUINT_TO_POINTER (n);
}

static void
test_every_page (Fixture *f, gconstpointer login)
{
  static const char *const names[] = { "today", "patients", "grid", "queries", "deviations", "lots", "dashboard", "exports", "audit", "study" };
  CrfStudyView *view = crf_window_get_view (f->window);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      crf_study_view_show_page (view, names[i]);
      crf_ui_settle (f->window);
      g_assert_cmpstr (crf_study_view_get_page (view), ==, names[i]);
    }
  crf_study_view_show_page (view, "no such page");
  g_assert_cmpstr (crf_study_view_get_page (view), ==, "study");
  /* What tells of all patients is journalled as read, once a sign-in. */
  crf_study_view_show_page (view, "audit");
  crf_ui_settle (f->window);
  g_assert_cmpuint (GPOINTER_TO_UINT (crf_writer_call (crf_window_get_writer (f->window), count_readings_job, NULL, NULL)), ==, 2);
}

static void
test_patients (Fixture *f, gconstpointer login)
{
  CrfStudyView *view = crf_window_get_view (f->window);
  GtkWidget *page;
  GListModel *model;

  crf_study_view_show_page (view, "patients");
  crf_ui_settle (f->window);
  page = crf_study_view_find_page (view, "patients");
  model = G_LIST_MODEL (crf_patients_page_get_model (CRF_PATIENTS_PAGE (page)));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 3);
  crf_ui_type (page, "search", "002");
  crf_ui_spin (250);
  crf_ui_settle (f->window);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 1);
  crf_ui_type (page, "search", "nobody");
  crf_ui_spin (250);
  crf_ui_settle (f->window);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 0);
  g_assert_nonnull (crf_ui_find_button (page, "Show all"));
}

static void
test_conversation (Fixture *f, gconstpointer login)
{
  CrfStudyView *view = crf_window_get_view (f->window);
  GtkWidget *page, *thread;
  const char *text;

  crf_study_view_show_page (view, "queries");
  crf_ui_settle (f->window);
  page = crf_study_view_find_page (view, "queries");
  /* Nothing is open any more: no conversation either. */
  g_assert_null (crf_ui_find (page, "thread"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (crf_ui_find (page, "state")), 1);
  crf_ui_settle (f->window);
  thread = crf_ui_find (page, "thread");
  g_assert_nonnull (thread);
  text = gtk_label_get_text (GTK_LABEL (thread));
  g_assert_nonnull (strstr (text, "Which slip?"));
  g_assert_nonnull (strstr (strstr (text, "Which slip?"), "Slip 4711"));
}

static guint
count_cards (GtkWidget *page)
{
  GtkWidget *cards = crf_ui_find (page, "cards");
  guint n = 0;

  for (GtkWidget *card = cards != NULL ? gtk_widget_get_first_child (cards) : NULL; card != NULL; card = gtk_widget_get_next_sibling (card))
    n++;
  return n;
}

/* Three patients in screening: their eligibility is the site's to answer, and nobody's who administers. */
static void
test_today_is_mine_or_everybodys (Fixture *f, gconstpointer login)
{
  CrfStudyView *view = crf_window_get_view (f->window);
  GtkWidget *page;

  crf_study_view_show_page (view, "today");
  crf_ui_settle (f->window);
  page = crf_study_view_find_page (view, "today");
  if (g_str_equal (login, "admin"))
    {
      g_assert_cmpuint (count_cards (page), ==, 0);
      crf_ui_click (page, "Show everybody's");
      crf_ui_settle (f->window);
    }
  g_assert_cmpuint (count_cards (page), ==, 3);
}

/* The header's sorters only say which column was chosen; the file sorts. */
static void
test_patients_sorted (Fixture *f, gconstpointer login)
{
  CrfStudyView *view = crf_window_get_view (f->window);
  g_autoptr (CrfPatientObject) first = NULL;
  g_autoptr (CrfPatientObject) last = NULL;
  GtkColumnView *columns;
  GtkColumnViewColumn *number;
  GtkWidget *page;
  GListModel *model;

  crf_study_view_show_page (view, "patients");
  crf_ui_settle (f->window);
  page = crf_study_view_find_page (view, "patients");
  model = G_LIST_MODEL (crf_patients_page_get_model (CRF_PATIENTS_PAGE (page)));
  columns = GTK_COLUMN_VIEW (crf_ui_find (page, "view"));
  number = g_list_model_get_item (gtk_column_view_get_columns (columns), 0);
  g_object_unref (number);
  first = g_list_model_get_item (model, 0);
  g_assert_cmpstr (crf_patient_object_get (first)->number, ==, "01-S-001");
  gtk_column_view_sort_by_column (columns, number, GTK_SORT_DESCENDING);
  crf_ui_settle (f->window);
  last = g_list_model_get_item (model, 0);
  g_assert_cmpstr (crf_patient_object_get (last)->number, ==, "01-S-003");
}

static void
test_register (Fixture *f, gconstpointer login)
{
  CrfStudyView *view = crf_window_get_view (f->window);
  CrfUseCaseDialog *dialog;

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.register", NULL);
  crf_ui_settle (f->window);
  dialog = CRF_USE_CASE_DIALOG (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG));
  g_assert_nonnull (dialog);
  crf_use_case_dialog_submit (dialog); /* sex is needed: nothing is sent */
  g_assert_true (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG) == GTK_WIDGET (dialog));
  crf_use_case_dialog_fill (dialog, "sex", "F");
  crf_use_case_dialog_fill (dialog, "birth-date", "2999-01-01");
  crf_use_case_dialog_submit (dialog);
  crf_ui_settle (f->window);
  g_assert_nonnull (crf_use_case_dialog_get_message (dialog)); /* in the future: said, and what was typed stays */
  crf_use_case_dialog_fill (dialog, "birth-date", "1971-05-04");
  crf_use_case_dialog_submit (dialog);
  crf_ui_settle (f->window);
  g_assert_null (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG));
  g_assert_cmpstr (crf_study_view_get_page (view), ==, "patient");
}

static guint asked;

static gboolean
answer_discard (const char *kind, const char *heading, const char *body, gboolean *accept, char **text, char **login, gpointer data)
{
  asked += g_str_equal (kind, "confirm");
  *accept = *(gboolean *) data;
  return TRUE;
}

/* Escape is the window.close of the dialog. */
static void
test_escape_asks (Fixture *f, gconstpointer login)
{
  gboolean accept = FALSE;
  CrfUseCaseDialog *dialog;

  asked = 0;
  crf_dialogs_set_hook (answer_discard, &accept);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.register", NULL);
  crf_ui_settle (f->window);
  gtk_widget_activate_action (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG), "window.close", NULL);
  crf_ui_settle (f->window);
  /* Nothing was typed: nothing is asked. */
  g_assert_null (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG));
  g_assert_cmpuint (asked, ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.register", NULL);
  crf_ui_settle (f->window);
  dialog = CRF_USE_CASE_DIALOG (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG));
  crf_use_case_dialog_fill (dialog, "birth-date", "1971-05-04");
  gtk_widget_activate_action (GTK_WIDGET (dialog), "window.close", NULL);
  crf_ui_settle (f->window);
  g_assert_true (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG) == GTK_WIDGET (dialog));
  g_assert_cmpuint (asked, ==, 1);
  accept = TRUE;
  gtk_widget_activate_action (GTK_WIDGET (dialog), "window.close", NULL);
  crf_ui_settle (f->window);
  g_assert_null (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG));
  g_assert_cmpuint (asked, ==, 2);
  crf_dialogs_set_hook (NULL, NULL);
}

/* The card after @card, in the order of the page. */
static GtkWidget *
next_card (GtkWidget *card)
{
  GtkWidget *child = gtk_widget_get_next_sibling (gtk_widget_get_parent (card));

  g_assert_nonnull (child);
  return crf_ui_find_type (child, CRF_TYPE_CHART_CARD);
}

static GtkWidget *
first_drawn (GtkWidget *page)
{
  GtkWidget *card = crf_ui_find_type (page, CRF_TYPE_CHART_CARD);

  while (crf_chart_is_empty (crf_chart_card_get_chart (CRF_CHART_CARD (card))))
    card = next_card (card);
  return card;
}

static gboolean
has_card (gpointer data)
{
  return crf_ui_find_type (data, CRF_TYPE_CHART_CARD) != NULL;
}

static char *picture;
static gboolean picture_cancelled;

static gboolean
choose_picture (const char *kind, const char *heading, const char *body, gboolean *accept, char **text, char **login, gpointer data)
{
  if (!g_str_equal (kind, "save"))
    return FALSE;
  *accept = !picture_cancelled;
  *text = *accept ? g_strdup (picture) : NULL;
  return TRUE;
}

/* The bar is there when it has something to say. */
static gboolean
has_notice (gpointer page)
{
  return crf_ui_find_type (page, CRF_TYPE_REFUSAL_BAR) != NULL;
}

/* The menu's act on a card: Cancel leaves nothing, each format is what it says, and the audit trail knows the file. */
static void
test_dashboard_saves (Fixture *f, gconstpointer login)
{
  static const struct { const char *format, *begins; } formats[] = { { "png", "\x89PNG" }, { "svg", "<?xml" }, { "pdf", "%PDF" } };
  CrfStudyView *view = crf_window_get_view (f->window);
  GtkWidget *page, *card;
  CrfRefusalBar *bar;

  crf_study_view_show_page (view, "dashboard");
  crf_ui_settle (f->window);
  page = crf_study_view_find_page (view, "dashboard");
  crf_ui_wait (has_card, page, "the charts");
  card = first_drawn (page);
  crf_dialogs_set_hook (choose_picture, NULL);
  picture = g_build_filename (f->study->dir, "chart", NULL);
  picture_cancelled = TRUE;
  gtk_widget_activate_action (card, "chart.save", "s", "png");
  crf_ui_spin (200);
  g_assert_false (g_file_test (picture, G_FILE_TEST_EXISTS));
  picture_cancelled = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *bytes = NULL;

      /* The charts are read anew after each entry of the journal. */
      crf_ui_settle (f->window);
      card = first_drawn (page);
      g_assert_true (gtk_widget_activate_action (card, "chart.save", "s", formats[i].format));
      crf_ui_wait (has_notice, page, "what was saved");
      bar = CRF_REFUSAL_BAR (crf_ui_find_type (page, CRF_TYPE_REFUSAL_BAR));
      g_assert_nonnull (strstr (crf_refusal_bar_get_message (bar), "SHA-256"));
      g_assert_true (g_file_get_contents (picture, &bytes, NULL, NULL));
      g_assert_true (g_str_has_prefix (bytes, formats[i].begins));
      crf_refusal_bar_clear (bar);
    }
  crf_dialogs_set_hook (NULL, NULL);
  g_unlink (picture);
  g_free (picture);
}

/* Ctrl+K, the number, Enter: the patient is there and the keyboard with her. */
static void
test_go_to (Fixture *f, gconstpointer login)
{
  CrfStudyView *view = crf_window_get_view (f->window);
  GtkWidget *search = crf_ui_find_type (GTK_WIDGET (f->window), CRF_TYPE_PATIENT_SEARCH);
  GtkWidget *focus;

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.go-to", NULL);
  crf_ui_type (search, "entry", "002");
  crf_ui_spin (250);
  crf_ui_settle (f->window);
  g_signal_emit_by_name (crf_ui_find (search, "entry"), "activate");
  crf_ui_settle (f->window);
  g_assert_cmpstr (crf_study_view_get_page (view), ==, "patient");
  focus = gtk_root_get_focus (GTK_ROOT (f->window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, crf_study_view_find_page (view, "patient")));
}

/* Not built as the window opens, but there as soon as it is asked for, with every row of its resource, and once only. */
static void
test_shortcuts (Fixture *f, gconstpointer login)
{
  GtkWidget *overlay;

  g_assert_null (gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (f->window)));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-help-overlay", NULL));
  crf_ui_settle (f->window);
  overlay = crf_ui_find_window (GTK_TYPE_SHORTCUTS_WINDOW);
  g_assert_nonnull (overlay);
  g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (overlay)) == GTK_WINDOW (f->window));
  g_assert_nonnull (crf_ui_find_type (overlay, GTK_TYPE_SHORTCUTS_SHORTCUT));
  gtk_window_close (GTK_WINDOW (overlay));
  g_assert_null (crf_ui_find_window (GTK_TYPE_SHORTCUTS_WINDOW));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-help-overlay", NULL);
  g_assert_true (crf_ui_find_window (GTK_TYPE_SHORTCUTS_WINDOW) == overlay);
  gtk_window_close (GTK_WINDOW (overlay));
}

/* A widget that says it took the focus and did not would hold the keyboard for ever. */
static void
tab_round (CrfWindow *window, const char *where)
{
  GtkWidget *before = NULL;

  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  for (guint i = 0; i < 600 && gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD); i++)
    {
      GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

      if (focus == before)
        g_test_message ("%s: stuck at %s after %u", where, focus != NULL ? G_OBJECT_TYPE_NAME (focus) : "nothing", i);
      g_assert_true (focus != before);
      before = focus;
    }
  g_assert_nonnull (before);
}

static void
test_tab_moves (Fixture *f, gconstpointer login)
{
  static const char *const names[] = { "today", "patients", "grid", "queries", "deviations", "lots", "dashboard", "exports", "audit", "study" };
  static const char *const tabs[] = { "eligibility", "infusions", "visits", "safety", "record" };
  CrfStudyView *view = crf_window_get_view (f->window);
  const CrfPatient *patient;
  g_autoptr (CrfPatientObject) first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      crf_study_view_show_page (view, names[i]);
      crf_ui_settle (f->window);
      tab_round (f->window, names[i]);
    }
  first = g_list_model_get_item (G_LIST_MODEL (crf_patients_page_get_model (CRF_PATIENTS_PAGE (
                                   crf_study_view_find_page (view, "patients")))), 0);
  patient = crf_patient_object_get (first);
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      crf_study_view_show_patient (view, patient->key, tabs[i], NULL);
      crf_ui_settle (f->window);
      tab_round (f->window, tabs[i]);
    }
}

static gboolean
is_unlocked (gpointer data)
{
  return !crf_window_is_locked (data);
}

static void
test_lock (Fixture *f, gconstpointer login)
{
  CrfLockPage *lock;

  crf_window_lock (f->window);
  crf_ui_settle (f->window);
  g_assert_true (crf_window_is_locked (f->window));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (crf_window_get_view (f->window))));
  lock = CRF_LOCK_PAGE (crf_ui_find_type (GTK_WIDGET (f->window), CRF_TYPE_LOCK_PAGE));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.go-to", NULL); /* disabled: stays covered */
  crf_lock_page_try (lock, "not the passphrase");
  crf_ui_settle (f->window);
  g_assert_true (crf_window_is_locked (f->window));
  crf_lock_page_try (lock, CRF_TEST_PASSPHRASE);
  crf_ui_wait (is_unlocked, f->window, "the window to be unlocked");
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (crf_window_get_view (f->window))));
}

/* Dialogs go under the cover, and come back; one that was never open does not. */
static void
test_lock_hides_dialogs (Fixture *f, gconstpointer login)
{
  GtkWidget *shut = gtk_window_new ();
  GtkWidget *dialog;

  gtk_window_set_transient_for (GTK_WINDOW (shut), GTK_WINDOW (f->window));
  crf_study_view_register (crf_window_get_view (f->window));
  crf_ui_settle (f->window);
  dialog = crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG);
  g_assert_nonnull (dialog);
  crf_window_lock (f->window);
  g_assert_false (gtk_widget_get_visible (dialog));
  crf_lock_page_try (CRF_LOCK_PAGE (crf_ui_find_type (GTK_WIDGET (f->window), CRF_TYPE_LOCK_PAGE)), CRF_TEST_PASSPHRASE);
  crf_ui_wait (is_unlocked, f->window, "the window to be unlocked");
  g_assert_true (gtk_widget_get_visible (dialog));
  g_assert_false (gtk_widget_get_visible (shut));
  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (shut));
}

/* What a role may not do is greyed by the registry's answer alone. */
static void
test_actions_follow_the_role (Fixture *f, gconstpointer login)
{
  CrfStudyView *view = crf_window_get_view (f->window);
  CrfWriter *writer = crf_window_get_writer (f->window);
  GtkWidget *button;

  crf_study_view_show_page (view, "study");
  crf_ui_settle (f->window);
  button = crf_ui_find (crf_study_view_find_page (view, "study"), "add_user_button");
  g_assert_nonnull (button);
  g_assert_cmpint (gtk_widget_is_sensitive (button), ==, crf_writer_permitted (writer, "add-user", NULL));
  g_assert_cmpint (gtk_widget_is_sensitive (button), ==, g_str_equal (login, "admin"));
}

static void
test_nothing_is_left_open (Fixture *f, gconstpointer login)
{
  g_autofree char *wal = g_strconcat (f->study->path, "-wal", NULL);

  crf_window_sign_out (f->window, FALSE);
  g_assert_null (crf_window_get_path (f->window));
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
}

/* ── Another person at the same machine ── */

static gpointer
get_file_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_session_get_file (session);
}

static gpointer
is_locked_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (crf_session_is_locked (session) && !crf_session_may_know_arms (session));
}

static gpointer
count_actions_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) rows = crf_reader_audit (session, NULL, NULL, NULL, 0, NULL);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += g_str_equal (((CrfAuditRow *) g_ptr_array_index (rows, i))->action, data);
  return GUINT_TO_POINTER (n);
}

static guint
count_actions (Fixture *f, const char *action)
{
  return GPOINTER_TO_UINT (crf_writer_call (crf_window_get_writer (f->window), count_actions_job, (gpointer) action, NULL));
}

static gboolean
somebody_is_there (gpointer data)
{
  return crf_window_get_writer (data) != NULL && !crf_window_is_locked (data);
}

static void
come (Fixture *f, const char *login)
{
  crf_sign_in_page_try (CRF_SIGN_IN_PAGE (crf_ui_find_type (GTK_WIDGET (f->window), CRF_TYPE_SIGN_IN_PAGE)), login, CRF_TEST_PASSPHRASE);
  crf_ui_wait (somebody_is_there, f->window, "somebody to be signed in");
  crf_ui_settle (f->window);
}

/* The file is not closed; the first person's keys are gone, her page and what she had typed are there when she comes back. */
static void
test_switch_user (Fixture *f, gconstpointer login)
{
  CrfStudyView *hers = crf_window_get_view (f->window), *other;
  CrfWriter *writer = crf_window_get_writer (f->window);
  gpointer file = crf_writer_call (writer, get_file_job, NULL, NULL);
  guint signed_in = count_actions (f, "session.sign-in");
  GtkWidget *page, *dialog;

  crf_study_view_show_page (hers, "patients");
  crf_ui_settle (f->window);
  page = crf_study_view_find_page (hers, "patients");
  crf_ui_type (page, "search", "002");
  crf_ui_spin (250);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.register", NULL);
  crf_ui_settle (f->window);
  dialog = crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG);
  crf_use_case_dialog_fill (CRF_USE_CASE_DIALOG (dialog), "birth-date", "1971-05-04");

  crf_window_switch_user (f->window);
  crf_ui_spin (100);
  g_assert_null (crf_window_get_view (f->window));
  g_assert_false (gtk_widget_get_visible (dialog));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (hers)));
  come (f, "wang");
  other = crf_window_get_view (f->window);
  g_assert_true (other != hers);
  g_assert_cmpstr (crf_writer_get_login (crf_window_get_writer (f->window)), ==, "wang");
  g_assert_cmpstr (crf_study_view_get_page (other), ==, "today");
  g_assert_false (gtk_widget_get_visible (dialog));
  g_assert_cmpuint (crf_window_count_others (f->window), ==, 1);
  g_assert_true (crf_writer_call (crf_window_get_writer (f->window), get_file_job, NULL, NULL) == file);
  g_assert_true (GPOINTER_TO_INT (crf_writer_call (writer, is_locked_job, NULL, NULL)));
  g_assert_cmpuint (count_actions (f, "session.sign-in"), ==, signed_in + 1);

  /* The other one's lock is hers alone: it brings no dialog of the first. */
  crf_window_lock (f->window);
  crf_lock_page_try (CRF_LOCK_PAGE (crf_ui_find_type (GTK_WIDGET (f->window), CRF_TYPE_LOCK_PAGE)), CRF_TEST_PASSPHRASE);
  crf_ui_wait (is_unlocked, f->window, "the window to be unlocked");
  g_assert_false (gtk_widget_get_visible (dialog));

  crf_window_switch_user (f->window);
  crf_ui_spin (100);
  come (f, login);
  g_assert_true (crf_window_get_view (f->window) == hers);
  g_assert_true (crf_window_get_writer (f->window) == writer);
  g_assert_false (GPOINTER_TO_INT (crf_writer_call (writer, is_locked_job, NULL, NULL)));
  g_assert_cmpstr (crf_study_view_get_page (hers), ==, "patients");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (crf_ui_find (page, "search"))), ==, "002");
  g_assert_true (gtk_widget_get_visible (dialog));
  g_assert_true (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG) == dialog);
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_cmpuint (count_actions (f, "session.sign-in"), ==, signed_in + 1);
  /* Nobody signed out: both locked. */
  g_assert_cmpuint (count_actions (f, "session.lock"), ==, 3);
}

/* A wrong passphrase lets nobody in, and going back shows the cover of who was there. */
static void
test_switch_and_back (Fixture *f, gconstpointer login)
{
  CrfSignInPage *page;
  CrfStudyView *hers = crf_window_get_view (f->window);

  crf_window_switch_user (f->window);
  crf_ui_spin (100);
  page = CRF_SIGN_IN_PAGE (crf_ui_find_type (GTK_WIDGET (f->window), CRF_TYPE_SIGN_IN_PAGE));
  crf_sign_in_page_try (page, login, "not the passphrase");
  crf_ui_wait (has_message, page, "the refusal of a wrong passphrase");
  crf_sign_in_page_try (page, "nobody", CRF_TEST_PASSPHRASE);
  crf_ui_wait (has_message, page, "the refusal of an unknown person");
  g_assert_null (crf_window_get_view (f->window));
  gtk_widget_activate_action (GTK_WIDGET (page), "sign-in.back", NULL);
  g_assert_true (crf_window_is_locked (f->window));
  g_assert_true (crf_window_get_view (f->window) == hers);
  g_assert_cmpuint (crf_window_count_others (f->window), ==, 0);
  crf_lock_page_try (CRF_LOCK_PAGE (crf_ui_find_type (GTK_WIDGET (f->window), CRF_TYPE_LOCK_PAGE)), CRF_TEST_PASSPHRASE);
  crf_ui_wait (is_unlocked, f->window, "the window to be unlocked");
}

/* One signs out; the file stays open for the other, who signs out last. */
static void
test_leave_one_by_one (Fixture *f, gconstpointer login)
{
  g_autofree char *wal = NULL;

  crf_window_switch_user (f->window);
  crf_ui_spin (100);
  come (f, "wang");
  crf_window_leave (f->window);
  crf_ui_spin (100);
  g_assert_nonnull (crf_window_get_path (f->window));
  wal = g_strconcat (crf_window_get_path (f->window), "-wal", NULL);
  come (f, login);
  g_assert_cmpuint (crf_window_count_others (f->window), ==, 0);
  crf_study_view_show_page (crf_window_get_view (f->window), "patients");
  crf_ui_settle (f->window);
  /* The first, who opened the file, may go first, too. */
  crf_window_switch_user (f->window);
  crf_ui_spin (100);
  come (f, "wang");
  crf_window_switch_user (f->window);
  crf_ui_spin (100);
  come (f, login);
  crf_window_leave (f->window);
  crf_ui_spin (100);
  come (f, "wang");
  crf_study_view_show_page (crf_window_get_view (f->window), "patients");
  crf_ui_settle (f->window);
  crf_window_leave (f->window);
  g_assert_null (crf_window_get_path (f->window));
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
}

/* The cover takes the shift PIN, says until when, and what it unlocks says that it is for entry only. */
static void
test_shift_pin (Fixture *f, gconstpointer login)
{
  CrfWriter *writer = crf_window_get_writer (f->window);
  CrfUseCaseDialog *dialog;
  CrfLockPage *lock;

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.shift-pin", NULL);
  crf_ui_settle (f->window);
  dialog = CRF_USE_CASE_DIALOG (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG));
  g_assert_nonnull (dialog);
  crf_use_case_dialog_fill (dialog, "pin", "471193");
  crf_use_case_dialog_fill (dialog, "again", "471193");
  crf_use_case_dialog_fill (dialog, "passphrase", CRF_TEST_PASSPHRASE);
  crf_use_case_dialog_submit (dialog);
  crf_ui_settle (f->window);
  crf_window_lock (f->window);
  crf_ui_settle (f->window);
  lock = CRF_LOCK_PAGE (crf_ui_find_type (GTK_WIDGET (f->window), CRF_TYPE_LOCK_PAGE));
  g_assert_nonnull (crf_ui_find (GTK_WIDGET (lock), "pin"));
  crf_lock_page_try (lock, "471194");
  crf_ui_settle (f->window);
  g_assert_true (crf_window_is_locked (f->window));
  crf_lock_page_try (lock, "471193");
  crf_ui_wait (is_unlocked, f->window, "the window to be unlocked");
  g_assert_nonnull (crf_ui_find (GTK_WIDGET (crf_window_get_view (f->window)), "entry_only"));
  g_assert_true (crf_writer_permitted (writer, "enter", NULL));
  g_assert_false (crf_writer_permitted (writer, "register", NULL));
  crf_window_lock (f->window);
  crf_ui_settle (f->window);
  crf_lock_page_try (lock, CRF_TEST_PASSPHRASE);
  crf_ui_wait (is_unlocked, f->window, "the window to be unlocked");
  g_assert_null (crf_ui_find (GTK_WIDGET (crf_window_get_view (f->window)), "entry_only"));
  g_assert_true (crf_writer_permitted (writer, "register", NULL));
}

#define ADD(path, login, func) g_test_add (path, Fixture, login, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  crf_ui_application_init (&argc, &argv);
  ADD ("/app/window/a-wrong-passphrase-is-said", "li", test_wrong_passphrase);
  ADD ("/app/window/a-file-that-is-no-study-is-said", "li", test_not_a_study);
  ADD ("/app/window/every-page-is-shown", "admin", test_every_page);
  ADD ("/app/window/today-shows-a-nurse-her-work", "li", test_today_is_mine_or_everybodys);
  ADD ("/app/window/today-shows-an-administrator-everybody-s", "admin", test_today_is_mine_or_everybodys);
  ADD ("/app/window/patients-are-searched", "li", test_patients);
  ADD ("/app/window/patients-are-sorted-by-header", "li", test_patients_sorted);
  g_test_add ("/app/window/the-conversation-stands-below-the-queries", Fixture, "li", set_up_query, test_conversation, tear_down);
  ADD ("/app/window/a-patient-is-registered", "li", test_register);
  ADD ("/app/window/escape-asks-before-it-throws-away-what-was-typed", "li", test_escape_asks);
  ADD ("/app/window/charts-of-the-dashboard-are-saved", "wang", test_dashboard_saves);
  ADD ("/app/window/goes-to-a-patient-by-keyboard", "li", test_go_to);
  ADD ("/app/window/shows-the-shortcuts-when-asked", "li", test_shortcuts);
  ADD ("/app/window/tab-moves-on-every-page", "admin", test_tab_moves);
  ADD ("/app/window/locks-and-unlocks", "li", test_lock);
  ADD ("/app/window/dialogs-are-covered-too", "li", test_lock_hides_dialogs);
  ADD ("/app/window/actions-follow-the-administrator", "admin", test_actions_follow_the_role);
  ADD ("/app/window/actions-follow-the-nurse", "li", test_actions_follow_the_role);
  ADD ("/app/window/another-person-takes-over-and-the-first-finds-her-work", "li", test_switch_user);
  ADD ("/app/window/going-back-shows-the-cover", "li", test_switch_and_back);
  ADD ("/app/window/the-file-stays-open-for-who-is-still-there", "li", test_leave_one_by_one);
  ADD ("/app/window/the-shift-pin-unlocks-for-entry-only", "li", test_shift_pin);
  ADD ("/app/window/nothing-is-left-open", "li", test_nothing_is_left_open);
  return crf_ui_application_run ();
}
