/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The patient page on a demonstration study: every tab opens, what is typed is in the file, refusals are said, nothing leaks. */

#include <adwaita.h>
#include <glib/gstdio.h>

#include "crf-app.h"
#include "crf-demo.h"
#include "crf-form-editor.h"
#include "crf-patient-page.h"
#include "crf-patient-reads.h"
#include "fake-form.h"

#define TODAY "2026-11-20"

typedef struct
{
  CrfWriter *writer;
  GtkWidget *window;
  CrfPatientPage *page;
} Fixture;

static char *folder;
static char *path;
static CrfInstant now;
static const char *language;

static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = gtk_widget_get_child_visible (child) && gtk_widget_get_visible (child) ? find_widget (child, type) : NULL;

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gpointer
list_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) ids = crf_reader_patient_ids (session, NULL, NULL, CRF_PATIENT_SORT_NUMBER, FALSE, error);

  return ids != NULL ? crf_reader_patients (session, (const gint64 *) (gpointer) ids->data, ids->len, error) : NULL;
}

/* A patient in follow-up with something still to enter, or whatever there is. */
static char *
pick_subject (CrfWriter *writer, const char *status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) patients = crf_writer_call (writer, list_job, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (patients->len, >, 0);
  for (guint i = 0; i < patients->len; i++)
    {
      const CrfPatient *patient = g_ptr_array_index (patients, i);

      g_test_message ("%s %s", patient->number, patient->status);
      if (g_strcmp0 (patient->status, status) == 0)
        return g_strdup (patient->key);
    }
  return g_strdup (((CrfPatient *) g_ptr_array_index (patients, 0))->key);
}

static void
set_up_as (Fixture *fixture, gconstpointer login)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session = crf_session_sign_in (path, login, "demo", NULL, crf_clock_fixed (&now), &error);

  g_assert_no_error (error);
  crf_session_set_language (session, language);
  fixture->writer = crf_writer_new (session);
  fixture->page = CRF_PATIENT_PAGE (crf_patient_page_new (fixture->writer));
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1180, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  CrfPatientPage *page = g_object_ref (fixture->page);

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  crf_writer_close (fixture->writer);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (page);
  g_assert_finalize_object (fixture->writer);
}

/* Types @text into the item's field at the first follow-up visit and leaves it. */
static void
open_field (Fixture *fixture, const char *subject, const char *concept, const char *text)
{
  CrfStudy *study = crf_writer_get_study (fixture->writer);
  const CrfItem *item = crf_study_find_item_by_concept (study, concept);
  const CrfEvent *event = crf_study_find_event_by_kind (study, "follow-up");
  CrfTarget target = { (char *) subject, (char *) event->oid, (char *) "1", NULL, NULL, NULL, NULL, (char *) item->oid };
  CrfFormEditor *editor;
  CrfFieldRow *row;

  crf_patient_page_show (fixture->page, subject, "visits", &target);
  let_pass (300);
  editor = CRF_FORM_EDITOR (find_widget (GTK_WIDGET (fixture->page), CRF_TYPE_FORM_EDITOR));
  row = crf_form_view_find_row (crf_form_editor_get_view (editor), item->oid, NULL);
  crf_field_row_take_focus (row);
  crf_field_row_set_text (row, text);
  let_pass (300);
  crf_field_row_commit (row);
  let_pass (400);
  g_test_message ("%s", crf_field_row_is_asking (row) ? "asks" : "does not ask");
}

static void
test_tabs (Fixture *fixture, gconstpointer login)
{
  static const char *const tabs[] = { "visits", "eligibility", "infusions", "safety", "record" };
  g_autofree char *treated = pick_subject (fixture->writer, "treated");
  g_autofree char *screening = pick_subject (fixture->writer, "screening");

  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      g_autofree char *name = g_strdup_printf ("page-%s", tabs[i]);

      crf_patient_page_show (fixture->page, treated, tabs[i], NULL);
      let_pass (400);
      take_picture (fixture->window, name);
    }
  crf_patient_page_show (fixture->page, screening, "eligibility", NULL);
  let_pass (400);
  take_picture (fixture->window, "page-screening-eligibility");
  crf_patient_page_show (fixture->page, screening, "infusions", NULL);
  let_pass (400);
  take_picture (fixture->window, "page-screening-infusions");
  crf_patient_page_show (fixture->page, screening, "visits", NULL);
  let_pass (400);
  take_picture (fixture->window, "page-screening-visits");
  open_field (fixture, treated, "lab.tbil", "612");
  take_picture (fixture->window, "page-question");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 838, 540);
  crf_patient_page_show (fixture->page, treated, "visits", NULL);
  let_pass (400);
  take_picture (fixture->window, "page-narrow-visits");
  crf_patient_page_show (fixture->page, screening, "eligibility", NULL);
  let_pass (400);
  take_picture (fixture->window, "page-narrow-eligibility");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  crf_patient_page_show (fixture->page, treated, "infusions", NULL);
  let_pass (400);
  take_picture (fixture->window, "page-narrow-dark-infusions");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
}

static void
set_up_chinese (Fixture *fixture, gconstpointer login)
{
  language = "zh-CN";
  set_up_as (fixture, login);
}

/* The texts of the study in another language than the program's: each where its own is wanted. */
static void
test_chinese (Fixture *fixture, gconstpointer login)
{
  g_autofree char *treated = pick_subject (fixture->writer, "treated");

  language = NULL;
  crf_patient_page_show (fixture->page, treated, "eligibility", NULL);
  let_pass (300);
  take_picture (fixture->window, "page-chinese-eligibility");
  open_field (fixture, treated, "lab.alb", "31.4");
  take_picture (fixture->window, "page-chinese-visits");
}

static void
on_stored (gboolean *stored)
{
  *stored = TRUE;
}

static gboolean
is_set (gpointer data)
{
  return *(gboolean *) data;
}

static gpointer
unscheduled_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const CrfForm *form = crf_study_find_form_by_kind (crf_session_get_study (session), "visit");
  const GPtrArray *events = crf_study_get_events (crf_session_get_study (session));
  const CrfEvent *event = NULL;

  for (guint i = 0; i < events->len; i++)
    if (((CrfEvent *) g_ptr_array_index (events, i))->type == CRF_EVENT_UNSCHEDULED)
      event = g_ptr_array_index (events, i);
  g_assert (event != NULL);
  return crf_conduct_with (session, "add-form", data, error, "event", event->oid, "eventkey", "new", "form", form->oid, NULL);
}

/* An empty form: those of the demonstration are complete and ask why they are changed. */
static CrfTarget *
add_unscheduled (Fixture *fixture, char *subject)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_writer_call (fixture->writer, unscheduled_job, subject, &error);
  CrfTarget target = { .subject = subject };

  g_assert_no_error (error);
  g_assert_true (crf_outcome_done (outcome));
  target.event = g_hash_table_lookup (outcome->results, "event");
  target.eventkey = g_hash_table_lookup (outcome->results, "eventkey");
  target.form = g_hash_table_lookup (outcome->results, "form");
  target.formkey = g_hash_table_lookup (outcome->results, "formkey");
  return crf_target_copy (&target);
}

static void
test_typed_is_stored (Fixture *fixture, gconstpointer login)
{
  g_autofree char *subject = pick_subject (fixture->writer, "treated");
  const CrfItem *item = crf_study_find_item_by_concept (crf_writer_get_study (fixture->writer), "lab.k");
  CrfFormEditor *editor;
  CrfFieldRow *row;
  g_autoptr (CrfTarget) target = NULL;
  g_autoptr (CrfFormState) form = NULL;
  gboolean stored = FALSE;

  target = add_unscheduled (fixture, subject);
  crf_patient_page_show (fixture->page, subject, "visits", target);
  let_pass (400);
  editor = CRF_FORM_EDITOR (find_widget (GTK_WIDGET (fixture->page), CRF_TYPE_FORM_EDITOR));
  row = crf_form_view_find_row (crf_form_editor_get_view (editor), item->oid, NULL);
  g_assert_nonnull (row);
  g_signal_connect_swapped (fixture->writer, "stored", G_CALLBACK (on_stored), &stored);
  crf_field_row_take_focus (row);
  gtk_editable_set_text (GTK_EDITABLE (crf_field_row_get_input (row)), "4.44");
  crf_field_row_take_focus (g_ptr_array_index (crf_form_view_get_rows (crf_form_editor_get_view (editor)), 0));
  wait_until (is_set, &stored, "the value is stored");
  let_pass (400);
  form = crf_read_form (fixture->writer, crf_form_editor_get_target (editor), NULL);
  g_assert_nonnull (form);
  g_assert_cmpstr (crf_form_state_find (form, item->oid, NULL)->value->entered, ==, "4.44");
  /* What cannot be read stays in its field with a sentence. */
  crf_field_row_take_focus (row);
  gtk_editable_set_text (GTK_EDITABLE (crf_field_row_get_input (row)), "4.4.4");
  crf_field_row_take_focus (g_ptr_array_index (crf_form_view_get_rows (crf_form_editor_get_view (editor)), 0));
  let_pass (400);
  g_assert_nonnull (crf_field_row_get_message (row));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (crf_field_row_get_input (row))), ==, "4.4.4");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  CrfDemoOptions options = { .study = NULL, .patients = 8, .seed = 7, .passphrase = "demo", .today = TODAY };
  int status;

  gtk_test_init (&argc, &argv, NULL);
  crf_app_init ();
  crf_app_load_style ();
  g_assert_true (crf_instant_parse_utc (TODAY "T01:00:00Z", &now));
  now.offset_minutes = 480;
  folder = g_dir_make_tmp ("stemward-page-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, "demo.stemward", NULL);
  crf_demo_create (path, &options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  g_test_add ("/widget/patient-page/every-tab-opens", Fixture, "nurse", set_up_as, test_tabs, tear_down);
  g_test_add ("/widget/patient-page/what-is-typed-is-in-the-file", Fixture, "nurse", set_up_as, test_typed_is_stored, tear_down);
  g_test_add ("/widget/patient-page/study-texts-in-chinese", Fixture, "nurse", set_up_chinese, test_chinese, tear_down);
  status = g_test_run ();
  g_remove (path);
  g_rmdir (folder);
  g_free (path);
  g_free (folder);
  return status;
}
