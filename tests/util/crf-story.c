/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The words of a story, each made of what a person does in the window. */

#include "crf-story.h"

#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "crf-app.h"
#include "crf-check-window.h"
#include "crf-dialogs.h"
#include "crf-field-row.h"
#include "crf-form-editor.h"
#include "crf-partial-date.h"
#include "crf-patient-page.h"
#include "crf-patient-reads.h"
#include "crf-reader-infusion-day.h"
#include "crf-study-view.h"
#include "crf-use-case-dialog.h"

#define WIDTH 1376
#define HEIGHT 778

void
crf_story_expect (gboolean holds, const char *what)
{
  if (holds)
    return;
  g_printerr ("The story stops here: %s is not so.\n", what);
  _exit (1);
}

static gboolean
on_dialog (const char *kind, const char *heading, const char *body, gboolean *accept, char **text, char **login, gpointer data)
{
  CrfStory *self = data;

  *accept = TRUE;
  if (g_str_equal (kind, "message"))
    g_printerr ("A message: %s %s\n", heading, body != NULL ? body : "");
  else if (g_str_equal (kind, "passphrase"))
    *text = g_strdup (CRF_STORY_PASSPHRASE);
  else if (g_str_equal (kind, "save") || g_str_equal (kind, "open"))
    *text = g_steal_pointer (&self->answer);
  else if (g_str_equal (kind, "reason"))
    *text = g_strdup ("Source was corrected");
  return TRUE;
}

CrfStory *
crf_story_new (const char *folder)
{
  CrfStory *self = g_new0 (CrfStory, 1);

  crf_ui_program_init ();
  self->folder = g_strdup (folder);
  g_mkdir_with_parents (folder, 0755);
  self->study_path = g_build_filename (folder, "first-patient.stemward", NULL);
  crf_story_expect (!g_file_test (self->study_path, G_FILE_TEST_EXISTS), "that the folder holds no study file yet");
  crf_dialogs_set_hook (on_dialog, self);
  self->application = crf_application_new ();
  g_application_set_flags (G_APPLICATION (self->application), G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (self->application), NULL, NULL);
  self->window = crf_window_new (GTK_APPLICATION (self->application));
  gtk_window_set_default_size (GTK_WINDOW (self->window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (self->window));
  crf_ui_spin (200);
  crf_app_set_clock (crf_clock_fixed (&self->now));
  return self;
}

void
crf_story_close (CrfStory *self)
{
  if (self->window != NULL)
    gtk_window_close (GTK_WINDOW (self->window));
  self->window = NULL;
  crf_ui_spin (100);
}

void
crf_story_free (CrfStory *self)
{
  crf_story_close (self);
  crf_dialogs_set_hook (NULL, NULL);
  g_object_unref (self->application);
  g_free (self->folder);
  g_free (self->study_path);
  g_free (self->subject);
  g_free (self->answer);
  g_free (self);
}

void
crf_story_set_now (CrfStory *self, const char *local)
{
  CrfDate date;

  crf_story_expect (crf_datetime_parse (local, FALSE, &date, NULL), local);
  self->now.offset_minutes = 480;
  self->now.utc_ms = (crf_date_to_minutes (&date) - 480) * 60000;
}

void
crf_story_shot (CrfStory *self, const char *name)
{
  g_autofree char *numbered = g_strdup_printf ("%02u-%s", ++self->n_shots, name);

  crf_ui_settle (self->window);
  crf_ui_shot (GTK_WINDOW (self->window), self->folder, numbered);
}

void
crf_story_answer_file (CrfStory *self, const char *path)
{
  g_free (self->answer);
  self->answer = g_strdup (path);
}

void
crf_story_sign_in (CrfStory *self, const char *login)
{
  crf_window_sign_out (self->window, TRUE);
  crf_ui_sign_in (self->window, login, CRF_STORY_PASSPHRASE);
}

void
crf_story_page (CrfStory *self, const char *page)
{
  crf_study_view_show_page (crf_window_get_view (self->window), page);
  crf_ui_settle_quickly (self->window);
  crf_story_expect (g_strcmp0 (crf_study_view_get_page (crf_window_get_view (self->window)), page) == 0, page);
}

/* The action of a button, or its handler. */
static void
press (CrfStory *self, GtkWidget *button, const char *name)
{
  crf_story_expect (button != NULL, name);
  crf_story_expect (gtk_widget_is_sensitive (button), name);
  g_signal_emit_by_name (button, "clicked");
}

void
crf_story_dialog (CrfStory *self, const char *button, ...)
{
  GtkWidget *page = GTK_WIDGET (crf_window_get_view (self->window));
  g_autofree char *picture = g_ascii_strdown (button, -1);
  CrfUseCaseDialog *dialog;
  const char *key;
  va_list list;

  press (self, crf_ui_find_button (page, button), button);
  crf_ui_settle_quickly (self->window);
  dialog = CRF_USE_CASE_DIALOG (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG));
  crf_story_expect (dialog != NULL, button);
  va_start (list, button);
  while ((key = va_arg (list, const char *)) != NULL)
    {
      const char *value = va_arg (list, const char *);

      crf_story_expect (crf_use_case_dialog_get_field (dialog, key) != NULL, key);
      crf_use_case_dialog_fill (dialog, key, value);
    }
  va_end (list);
  g_strdelimit (picture, " ", '-');
  if (strstr (picture, "…") != NULL)
    *strstr (picture, "…") = '\0';
  crf_story_shot (self, picture);
  crf_use_case_dialog_submit (dialog);
  crf_ui_settle_quickly (self->window);
  dialog = CRF_USE_CASE_DIALOG (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG));
  if (dialog != NULL)
    g_printerr ("%s: %s\n", button, crf_use_case_dialog_get_message (dialog));
  crf_story_expect (dialog == NULL, button);
}

typedef struct
{
  const char *login, *use_case, *subject;
  GHashTable *arguments;
} Errand;

static gpointer
colleague_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const Errand *errand = data;
  CrfInstant now = crf_session_now (session);
  g_autoptr (CrfSession) colleague = crf_session_sign_in_file (crf_session_get_file (session), errand->login, CRF_STORY_PASSPHRASE, NULL,
                                                               crf_clock_fixed (&now), error);

  return colleague != NULL ? crf_conduct (colleague, errand->use_case, errand->subject, errand->arguments, error) : NULL;
}

static void
run_errand (CrfStory *self, const Errand *errand)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_writer_call (crf_window_get_writer (self->window), colleague_job, (gpointer) errand, &error);

  if (outcome == NULL || outcome->refusal != NULL)
    g_printerr ("%s: %s\n", errand->use_case, outcome != NULL ? outcome->refusal->message : error->message);
  crf_story_expect (outcome != NULL && crf_outcome_done (outcome), errand->use_case);
}

void
crf_story_colleague (CrfStory *self, const char *login, const char *use_case, ...)
{
  g_autoptr (GHashTable) arguments = g_hash_table_new (g_str_hash, g_str_equal);
  const Errand errand = { login, use_case, self->subject, arguments };
  const char *key;
  va_list list;

  va_start (list, use_case);
  while ((key = va_arg (list, const char *)) != NULL)
    g_hash_table_insert (arguments, (gpointer) key, (gpointer) va_arg (list, const char *));
  va_end (list);
  run_errand (self, &errand);
}

static CrfPatientPage *
patient_page (CrfStory *self)
{
  GtkWidget *page = crf_study_view_find_page (crf_window_get_view (self->window), "patient");

  crf_story_expect (page != NULL, "that a patient is shown");
  return CRF_PATIENT_PAGE (page);
}

void
crf_story_take_subject (CrfStory *self)
{
  crf_ui_settle_quickly (self->window);
  g_free (self->subject);
  self->subject = g_strdup (crf_patient_page_get_subject (patient_page (self)));
  crf_story_expect (self->subject != NULL, "that a patient was registered");
}

void
crf_story_tab (CrfStory *self, const char *tab)
{
  crf_study_view_show_patient (crf_window_get_view (self->window), self->subject, tab, NULL);
  crf_ui_settle_quickly (self->window);
}

void
crf_story_form (CrfStory *self, const char *tab, const char *event, const char *form, const char *formkey)
{
  CrfTarget target = { .subject = self->subject, .event = (char *) event, .eventkey = (char *) "1", .form = (char *) form,
                       .formkey = (char *) (formkey != NULL ? formkey : "1") };

  crf_study_view_show_patient (crf_window_get_view (self->window), self->subject, tab, &target);
  crf_ui_settle_quickly (self->window);
}

static CrfFormView *
open_form (CrfStory *self)
{
  GtkWidget *editor = crf_ui_find_type (GTK_WIDGET (patient_page (self)), CRF_TYPE_FORM_EDITOR);

  crf_story_expect (editor != NULL, "that a form is open");
  return crf_form_editor_get_view (CRF_FORM_EDITOR (editor));
}

void
crf_story_type (CrfStory *self, const char *name, const char *text)
{
  const CrfItem *item = crf_study_find_item_by_name (crf_writer_get_study (crf_window_get_writer (self->window)), name);
  CrfFieldRow *row = item != NULL ? crf_form_view_find_row (open_form (self), item->oid, NULL) : NULL;

  crf_story_expect (row != NULL, name);
  crf_field_row_set_text (row, text);
  crf_field_row_commit (row);
  crf_ui_settle_quickly (self->window);
  row = crf_form_view_find_row (open_form (self), item->oid, NULL);
  if (row != NULL && (crf_field_row_is_asking (row) || crf_field_row_is_dirty (row)))
    {
      g_printerr ("%s = %s: %s\n", name, text, crf_field_row_get_message (row));
      crf_story_expect (FALSE, "that the field is stored");
    }
}

/* ── What is done by its use case, where the page has nothing to show for it ── */

static void
on_conducted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(CrfOutcome **) user_data = crf_writer_conduct_finish (CRF_WRITER (source), result, &error);
  if (error != NULL)
    g_printerr ("%s\n", error->message);
}

/* @arguments is taken over. Free the outcome. */
static CrfOutcome *
conduct (CrfStory *self, const char *use_case, GHashTable *arguments)
{
  CrfOutcome *outcome = NULL;

  crf_writer_conduct_async (crf_window_get_writer (self->window), use_case, self->subject, arguments, NULL, on_conducted, &outcome);
  crf_ui_settle_quickly (self->window);
  crf_story_expect (outcome != NULL, use_case);
  if (outcome->refusal != NULL)
    g_printerr ("%s: %s\n", use_case, outcome->refusal->message);
  crf_story_expect (crf_outcome_done (outcome), use_case);
  return outcome;
}

char *
crf_story_add_form (CrfStory *self, const char *form, ...)
{
  g_autoptr (CrfOutcome) outcome = conduct (self, "add-form", crf_arguments_new ("form", form, NULL));
  char *formkey = g_strdup (g_hash_table_lookup (outcome->results, "formkey"));
  const char *item;
  va_list list;

  crf_story_form (self, "safety", "SE.COMMON", form, formkey);
  va_start (list, form);
  while ((item = va_arg (list, const char *)) != NULL)
    crf_story_type (self, item, va_arg (list, const char *));
  va_end (list);
  return formkey;
}

static gpointer
eligibility_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_eligibility (session, data, error);
}

void
crf_story_answer_criteria (CrfStory *self)
{
  g_autoptr (CrfEligibilityState) state = NULL;

  state = crf_writer_call (crf_window_get_writer (self->window), eligibility_job, self->subject, NULL);
  crf_story_expect (state != NULL, "that the criteria can be read");
  for (guint i = 0; i < state->criteria->len; i++)
    {
      const CrfCriterion *criterion = ((CrfCriterionState *) g_ptr_array_index (state->criteria, i))->criterion;

      for (guint j = 0; j < criterion->parts->len; j++)
        crf_outcome_free (conduct (self, "answer", crf_arguments_new ("criterion", criterion->oid, "part",
                                                                      ((const CrfItem *) g_ptr_array_index (criterion->parts, j))->oid,
                                                                      "answer", "N", NULL)));
      crf_outcome_free (conduct (self, "answer", crf_arguments_new ("criterion", criterion->oid, "answer",
                                                                    criterion->exclusion ? "N" : "Y", "note", "chart", NULL)));
    }
}

/* ── Widgets by id ── */

void
crf_story_click_id (CrfStory *self, const char *id)
{
  press (self, crf_ui_find (GTK_WIDGET (patient_page (self)), id), id);
  crf_ui_settle_quickly (self->window);
}

void
crf_story_entry (CrfStory *self, const char *id, const char *text)
{
  crf_ui_type (GTK_WIDGET (patient_page (self)), id, text);
}

void
crf_story_check (CrfStory *self, const char *id)
{
  GtkWidget *check = crf_ui_find (GTK_WIDGET (patient_page (self)), id);

  crf_story_expect (GTK_IS_CHECK_BUTTON (check), id);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
}

void
crf_story_choose_first_lot (CrfStory *self)
{
  GtkWidget *lot = crf_ui_find (GTK_WIDGET (patient_page (self)), "lot");

  crf_story_expect (GTK_IS_DROP_DOWN (lot), "that lots can be chosen");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (lot), 1);
  crf_story_expect (gtk_drop_down_get_selected (GTK_DROP_DOWN (lot)) == 1, "that a lot is released");
}

static gpointer
volume_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) infusions = crf_reader_infusions (session, data, error);
  const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (session), "inf.volume");
  g_autoptr (CrfFormState) form = NULL;
  CrfFieldState *field = NULL;

  if (infusions == NULL || infusions->len == 0 || item == NULL)
    return NULL;
  form = crf_reader_form (session, ((CrfInfusionState *) g_ptr_array_index (infusions, 0))->target, error);
  field = form != NULL ? crf_form_state_find (form, item->oid, NULL) : NULL;
  return field != NULL ? g_strdup (field->value->canonical) : NULL;
}

static gpointer
day_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_infusion_day (session, data, 0, error);
}

void
crf_story_check_identity (CrfStory *self, const char *at, const char *birth_year, const char *login)
{
  CrfWriter *writer = crf_window_get_writer (self->window);
  g_autoptr (CrfInfusionDay) day = crf_writer_call (writer, day_job, self->subject, NULL);
  g_autoptr (CrfPatient) patient = crf_read_patient (writer, self->subject, NULL);

  crf_story_expect (day != NULL && day->code != NULL && patient != NULL, "that there is a bag to be checked");
  crf_story_dialog (self, "Identity check", "at", at, "number", patient->number, "birth-year", birth_year, "code", day->code, "passphrase",
                    CRF_STORY_PASSPHRASE, "second", login, "second-number", patient->number, "second-birth-year", birth_year, "second-code", day->code,
                    "second-passphrase", CRF_STORY_PASSPHRASE, NULL);
}

void
crf_story_check_dose (CrfStory *self, const char *weight, const char *concentration, const char *viability, const char *login)
{
  g_autofree char *volume = crf_writer_call (crf_window_get_writer (self->window), volume_job, self->subject, NULL);
  GtkWidget *check;

  crf_story_expect (volume != NULL, "that a volume was planned");
  crf_story_click_id (self, "check");
  check = crf_ui_find_window (CRF_TYPE_CHECK_WINDOW);
  crf_story_expect (check != NULL, "that the second person is asked");
  crf_ui_type (check, "weight", weight);
  crf_ui_type (check, "concentration", concentration);
  crf_ui_type (check, "viability", viability);
  crf_ui_type (check, "volume", volume);
  crf_ui_type (check, "login", login);
  crf_ui_type (check, "passphrase", CRF_STORY_PASSPHRASE);
  crf_story_shot (self, "second-person");
  g_signal_emit_by_name (crf_ui_find (check, "check"), "clicked");
  crf_ui_settle_quickly (self->window);
  crf_ui_spin (300);
  crf_story_expect (crf_ui_find_window (CRF_TYPE_CHECK_WINDOW) == NULL, "that the figures agree");
}
