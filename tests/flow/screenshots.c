/* SPDX-License-Identifier: GPL-3.0-or-later */

/* screenshots --out FOLDER --width W --height H [--dark] [--protocol ID] [--study FILE --nurse LOGIN] [--only NAME]
 *
 * Renders every page of the real window with the demonstration study, for a person to look at; or with that of another protocol, or with another
 * study file whose accounts have the passphrase "demo". */

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "crf-lock-page.h"
#include "crf-adverse-events.h"
#include "crf-check-window.h"
#include "crf-dialogs.h"
#include "crf-import-window.h"
#include "crf-new-study-window.h"
#include "crf-odm-export.h"
#include "crf-patients-page.h"
#include "crf-sign-in-page.h"
#include "crf-study-view.h"
#include "crf-ui-demo.h"
#include "crf-use-case-dialog.h"
#include "shots.h"
#include "shots-altered.h"
#include "shots-coding.h"

static char *study_path;
static char *nurse;
static char *protocol;
static char *only;
static gboolean own; /* the study file was made here */

static const GOptionEntry options[] = {
  { "study", 0, 0, G_OPTION_ARG_FILENAME, &study_path, "Another study file", "FILE" },
  { "protocol", 0, 0, G_OPTION_ARG_STRING, &protocol, "Demonstration of another protocol", "ID" },
  { "nurse", 0, 0, G_OPTION_ARG_STRING, &nurse, "Login of a nurse in it", "LOGIN" },
  { "only", 0, 0, G_OPTION_ARG_STRING, &only, "Only these pages: nurse, investigator, pharmacist, administrator, coding, import, altered", "NAME" },
  { NULL },
};

static CrfShots *shots;

/* The dialogs that the registry makes, for a patient and for the study. */
static void
dialogs (const char *const *names, const char *subject, const char *prefix)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *picture = g_strdup_printf ("%s-%s", prefix, names[i]);

      shots_take_dialog (shots, names[i], subject, picture);
    }
}

static void
page (const char *name, const char *picture)
{
  shots_show_page (shots, name);
  shots_take (shots, picture);
}

static void
welcome (void)
{
  GtkWidget *flow;

  shots_take (shots, "01-welcome");

  gtk_widget_activate_action (GTK_WIDGET (shots->window), "win.new-study", NULL);
  crf_ui_spin (200);
  shots_take (shots, "02-new-study-protocol");
  flow = crf_ui_find_window (CRF_TYPE_NEW_STUDY_WINDOW);
  crf_new_study_window_choose (CRF_NEW_STUDY_WINDOW (flow), "nct06167473");
  crf_ui_spin (100);
  shots_take (shots, "02-new-study-questions");
  crf_new_study_window_next (CRF_NEW_STUDY_WINDOW (flow));
  crf_ui_spin (100);
  shots_take (shots, "02-new-study-site");
  gtk_window_destroy (GTK_WINDOW (flow));
}

/* ── One patient ── */

typedef struct
{
  char *key;
} CrfChosen;

/* The patient with the longest story: the first who has been treated. */
static gpointer
choose_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  static const char *const statuses[] = { "treated", "allocated", "eligible", "screening", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (GArray) ids = crf_reader_patient_ids (session, NULL, statuses[i], CRF_PATIENT_SORT_NUMBER, FALSE, NULL);
      g_autoptr (GPtrArray) patients = NULL;

      if (ids == NULL || ids->len == 0)
        continue;
      patients = crf_reader_patients (session, (const gint64 *) (gpointer) ids->data, 1, NULL);
      if (patients != NULL && patients->len > 0)
        return g_strdup (((CrfPatient *) g_ptr_array_index (patients, 0))->key);
    }
  return NULL;
}

/* The last patient with a serious adverse event, who has an open report. */
static gpointer
serious_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) keys = crf_reader_subjects_with_sae (session, NULL);

  return keys != NULL && keys->len > 0 ? g_strdup (g_ptr_array_index (keys, keys->len - 1)) : NULL;
}

/* Signature, reports sent and to be sent. */
static void
serious (CrfWindow *window)
{
  g_autofree char *key = crf_writer_call (crf_window_get_writer (window), serious_job, NULL, NULL);

  if (key == NULL)
    return;
  crf_study_view_show_patient (crf_window_get_view (window), key, "safety", NULL);
  shots_take (shots, "16-patient-safety-serious");
}

static void
patient (CrfWindow *window)
{
  static const char *const tabs[] = { "timeline", "eligibility", "infusions", "visits", "safety", "record" };
  g_autofree char *key = crf_writer_call (crf_window_get_writer (window), choose_job, NULL, NULL);

  if (key == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      g_autofree char *name = g_strdup_printf ("1%u-patient-%s", i, tabs[i]);

      crf_study_view_show_patient (crf_window_get_view (window), key, tabs[i], NULL);
      shots_take (shots, name);
    }
  serious (window);
}

/* ── The pages of the study ── */

static gboolean
is_unlocked (gpointer data)
{
  return !crf_window_is_locked (data);
}

/* The cover with a shift PIN, what it unlocks, and the door where another person may come in. */
static void
change_person (CrfWindow *window)
{
  crf_writer_conduct_async (crf_window_get_writer (window), "set-shift-pin", NULL,
                            crf_arguments_new ("pin", "471193", "again", "471193", "passphrase", "demo", NULL), NULL, NULL, NULL);
  crf_ui_settle (window);
  crf_window_lock (window);
  shots_take (shots, "09-locked");
  crf_lock_page_try (CRF_LOCK_PAGE (crf_ui_find_type (GTK_WIDGET (window), CRF_TYPE_LOCK_PAGE)), "471193");
  crf_ui_wait (is_unlocked, window, "the window to be unlocked");
  shots_take (shots, "09-entry-only");
  crf_window_switch_user (window);
  shots_take (shots, "09-switch-user");
}

/* ── Taking data in ── */

static gpointer
numbers_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) ids = crf_reader_patient_ids (session, NULL, NULL, CRF_PATIENT_SORT_NUMBER, FALSE, NULL);
  g_autoptr (GPtrArray) patients = crf_reader_patients_brief (session, (const gint64 *) (gpointer) ids->data, MIN (ids->len, 12), NULL);
  GString *text = g_string_new ("Patient,ALT (U/L),Bilirubin total,Creatinine,Remark of the laboratory\n");

  for (guint i = 0; patients != NULL && i < patients->len; i++)
    g_string_append_printf (text, "%s,%u,%u.%u,%s,%s\n", ((CrfPatient *) g_ptr_array_index (patients, i))->number, 60 + i, 40 + 3 * i, i % 10,
                            i % 4 == 1 ? "9l" : "81", i % 3 == 0 ? "haemolysed" : "");
  return g_string_free (text, FALSE);
}

static gpointer
export_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  static const CrfOdmOptions whole = { .transactional = TRUE };
  g_autoptr (CrfRefusal) refusal = NULL;

  crf_odm_export (session, data, &whole, NULL, NULL, NULL, &refusal, error);
  return NULL;
}

/* A file of this program: what of it does not hold here is said in sentences. */
static void
import_own (CrfWindow *window, CrfImportWindow *import, const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "ward-7.xml", NULL), *signature = g_strconcat (path, ".sig", NULL);

  crf_writer_call (crf_window_get_writer (window), export_job, path, NULL);
  crf_import_window_look_at (import, path, NULL);
  shots_take (shots, "10-import-own");
  g_unlink (path);
  g_unlink (signature);
}

/* A table that is chosen, one with nothing chosen before, and an ODM file that nobody answers for. */
static void
imports (CrfWindow *window)
{
  static const char map[] = "[Patient]\nuse=subject\n[ALT (U/L)]\nitem=ALT\nevent=SE.SCREENING\nunit=U/L\n[Bilirubin total]\nitem=TBIL\nevent=SE.SCREENING\nunit=umol/L\n"
                            "[Creatinine]\nitem=CREAT\nevent=SE.SCREENING\nunit=umol/L\n";
  static const char odm[] = "<?xml version=\"1.0\"?><ODM xmlns=\"http://www.cdisc.org/ns/odm/v1.3\" FileType=\"Snapshot\" FileOID=\"F\"><ClinicalData StudyOID=\"S\" "
                            "MetaDataVersionOID=\"1\"><SubjectData SubjectKey=\"P-9\"><StudyEventData StudyEventOID=\"SE.SCREENING\"><FormData FormOID=\"F.DM\">"
                            "<ItemGroupData ItemGroupOID=\"IG.DM\"><ItemData ItemOID=\"IT.SEX\" Value=\"M\"/></ItemGroupData></FormData></StudyEventData></SubjectData>"
                            "</ClinicalData></ODM>";
  g_autofree char *dir = g_dir_make_tmp ("crf-shot-XXXXXX", NULL), *table = g_build_filename (dir, "laboratory-results-2026-11.csv", NULL);
  g_autofree char *map_path = g_build_filename (dir, "laboratory.map", NULL), *xml = g_build_filename (dir, "their-study.xml", NULL);
  g_autofree char *text = crf_writer_call (crf_window_get_writer (window), numbers_job, NULL, NULL);
  CrfImportWindow *import;

  page ("exports", "10-exports");
  import = crf_import_window_present (GTK_WIDGET (window), crf_window_get_writer (window));
  if (import != NULL && g_file_set_contents (table, text, -1, NULL) && g_file_set_contents (map_path, map, -1, NULL) &&
      g_file_set_contents (xml, odm, -1, NULL))
    {
      shots_take (shots, "10-import");
      crf_import_window_look_at (import, table, NULL);
      shots_take (shots, "10-import-without-map");
      crf_import_window_look_at (import, table, map_path);
      crf_ui_settle (window);
      gtk_selection_model_select_item (gtk_column_view_get_model (GTK_COLUMN_VIEW (crf_ui_find (GTK_WIDGET (import), "view"))), 0, TRUE);
      shots_take (shots, "10-import-table");
      crf_import_window_look_at (import, xml, NULL);
      shots_take (shots, "10-import-odm");
      import_own (window, import, dir);
      gtk_window_destroy (GTK_WINDOW (import));
    }
  g_unlink (table);
  g_unlink (map_path);
  g_unlink (xml);
  g_rmdir (dir);
}

static void
as_nurse (CrfWindow *window)
{
  GtkWidget *patients;

  crf_ui_sign_in (window, nurse != NULL ? nurse : "nurse", "demo");
  page ("today", "04-today");
  page ("patients", "05-patients");
  page ("grid", "05-visit-grid");
  crf_study_view_register (crf_window_get_view (window));
  shots_take (shots, "06-register");
  shots_close_dialogs (shots);
  patients = crf_study_view_find_page (crf_window_get_view (window), "patients");
  crf_ui_type (patients, "search", "nobody");
  crf_ui_spin (300);
  shots_take (shots, "07-patients-none");
  crf_ui_type (patients, "search", "");
  crf_study_view_go_to (crf_window_get_view (window));
  crf_ui_type (GTK_WIDGET (window), "entry", "0");
  crf_ui_spin (400);
  shots_take (shots, "08-go-to");
  crf_ui_type (GTK_WIDGET (window), "entry", "");
  crf_ui_spin (200);
  patient (window);
  imports (window);
  change_person (window);
  crf_window_sign_out (window, TRUE);
}

/* ── What an investigator meets ── */

static void
act (CrfWindow *window, const CrfTarget *target, const char *use_case, const char *key, const char *value, const char *second, const char *other)
{
  GHashTable *arguments = crf_arguments_new (key, value, second, other, NULL);

  crf_arguments_set_target (arguments, target);
  crf_writer_conduct_async (crf_window_get_writer (window), use_case, target->subject, arguments, NULL, NULL, NULL);
  crf_ui_settle (window);
}

static gboolean study_is_masked;

/* The second person's window, with a figure that is not the planned one. */
static void
second_check (CrfWindow *window, const char *subject)
{
  GtkWidget *check = crf_check_window_new (crf_window_get_writer (window), subject, "S-005 · LUOC · ♂ · 1971 · bed 12-01", 1, study_is_masked);

  gtk_window_set_transient_for (GTK_WINDOW (check), GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (check));
  crf_ui_type (check, "weight", "60");
  crf_ui_type (check, "login", "nurse2");
  crf_ui_type (check, "passphrase", "demo");
  crf_ui_click (check, crf_ui_tr ("Co_mpare and sign"));
  crf_ui_spin (2500);
  shots_take (shots, "40-second-check");
  gtk_window_destroy (GTK_WINDOW (check));
  crf_ui_spin (50);
}

static void
as_investigator (CrfWindow *window)
{
  static const char *const of_patient[] = { "sign-eligibility", "randomise", "enrol", "correct-stratum", "order-infusion", "sign-go", "prepare-product",
                                            "release-product", "dispatch-product", "receive-product", "override-block", "hand-over",
                                            "close-infusion", "set-status", "send-sae-report",
                                            "consent", "withdraw-consent", NULL };
  CrfTarget *target;

  crf_ui_sign_in (window, "investigator", "demo");
  study_is_masked = crf_study_get_masking (crf_writer_get_study (crf_window_get_writer (window))) != CRF_MASKING_NONE;
  target = crf_writer_call (crf_window_get_writer (window), crf_ui_demo_find_visit, NULL, NULL);
  page ("today", "30-investigator-today");
  if (target == NULL)
    {
      crf_window_sign_out (window, TRUE);
      return;
    }
  act (window, target, "sign-form", "passphrase", "demo", NULL, NULL);
  crf_study_view_show_patient (crf_window_get_view (window), target->subject, "visits", target);
  shots_take (shots, "31-signed");
  target->item = g_strdup ("IT.HR");
  act (window, target, "enter", "value", "81", "reason", "misread on the sheet");
  g_clear_pointer (&target->item, g_free);
  crf_study_view_show_patient (crf_window_get_view (window), target->subject, "visits", target);
  shots_take (shots, "32-signature-void");
  crf_study_view_show_patient (crf_window_get_view (window), target->subject, "record", NULL);
  shots_take (shots, "33-signature-void-record");
  second_check (window, target->subject);
  dialogs (of_patient, target->subject, "40-dialog");
  crf_target_free (target);
  crf_window_sign_out (window, TRUE);
}

static void
amendment (CrfWindow *window)
{
  GtkWidget *study = crf_study_view_find_page (crf_window_get_view (window), "study");
  CrfUseCaseDialog *dialog;

  crf_ui_click (study, crf_ui_tr ("_Preview an amendment…"));
  shots_take (shots, "29-amendment");
  dialog = CRF_USE_CASE_DIALOG (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG));
  if (dialog == NULL)
    return;
  crf_use_case_dialog_fill (dialog, "answers", "Q.WINDOWS=Q.WINDOWS.NARROW");
  crf_use_case_dialog_submit (dialog);
  crf_ui_spin (1500);
  crf_ui_settle (window);
  shots_scroll_to (study, "preview");
  shots_take (shots, "29-amendment-preview");
  shots_close_dialogs (shots);
}

/* A version from elsewhere that nobody signed: what is asked. */
static void
unsigned_amendment (CrfWindow *window)
{
  static const char *const fields[][2] = { { "number", "2" },       { "summary", "Two more patients" }, { "date", "2026-01-05" },  { "ethics", "EC-2026-002" },
                                           { "applies", "new" }, { "retrain", "none" },           { "passphrase", "demo" } };
  CrfStudy *study = crf_writer_get_study (crf_window_get_writer (window));
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "protocol-v3.xml", NULL);
  g_autofree char *oid = g_strdup_printf ("<MetaDataVersion OID=\"%s", crf_study_get_version (study)), *other = g_strconcat (oid, ".9", NULL);
  g_autoptr (GString) text = g_string_new (crf_study_get_document (study));
  CrfUseCaseDialog *dialog = crf_use_case_dialog_present (GTK_WIDGET (crf_window_get_view (window)), crf_window_get_writer (window), "activate-amendment", NULL);

  if (dialog == NULL)
    return;
  g_string_replace (text, oid, other, 1);
  g_string_replace (text, "Target=\"22\"", "Target=\"24\"", 1);
  g_file_set_contents (path, text->str, -1, NULL);
  crf_use_case_dialog_fill (dialog, "definition", path);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    crf_use_case_dialog_fill (dialog, fields[i][0], fields[i][1]);
  shots_take (shots, "29-amendment-file");
  crf_use_case_dialog_submit (dialog);
  crf_ui_spin (2500);
  crf_ui_settle (window);
  crf_ui_shot (GTK_WINDOW (dialog), shots->out, "29-amendment-unsigned");
  shots_close_dialogs (shots);
  g_unlink (path);
}

static void
lots (CrfWindow *window)
{
  page ("lots", "21-lots");
  if (!crf_writer_permitted (crf_window_get_writer (window), "receive-lot", NULL))
    return;
  crf_ui_click (crf_study_view_find_page (crf_window_get_view (window), "lots"), crf_ui_tr ("_Receive lot…"));
  shots_take (shots, "22-receive-lot");
  shots_close_dialogs (shots);
}

/* In a masked study the product is the pharmacy's. */
static void
as_pharmacist (CrfWindow *window)
{
  static const char *const of_study[] = { "sign-list", NULL };
  g_autofree char *key = NULL;

  crf_ui_sign_in (window, "pharmacist", "demo");
  page ("today", "34-pharmacist-today");
  dialogs (of_study, NULL, "41-dialog");
  lots (window);
  key = crf_writer_call (crf_window_get_writer (window), choose_job, NULL, NULL);
  if (key != NULL)
    {
      crf_study_view_show_patient (crf_window_get_view (window), key, "infusions", NULL);
      shots_take (shots, "34-pharmacist-infusions");
    }
  crf_window_sign_out (window, TRUE);
}

static void
as_administrator (CrfWindow *window)
{
  static const char *const of_study[] = { "generate-allocation", "append-allocation", "add-consent-version", "set-study-status", "delegate", "open-deviation",
                                          "log-prescreening", "decide-population", "trust-signer", NULL };
  GtkWidget *view;

  crf_ui_sign_in (window, "admin", "demo");
  view = GTK_WIDGET (crf_window_get_view (window));
  page ("queries", "20-queries");
  page ("deviations", "20-deviations");
  if (crf_study_get_masking (crf_writer_get_study (crf_window_get_writer (window))) == CRF_MASKING_NONE)
    lots (window);
  page ("dashboard", "28-dashboard");
  shots_scroll_to_end (crf_study_view_find_page (CRF_STUDY_VIEW (view), "dashboard"));
  shots_take (shots, "28-dashboard-end");
  page ("exports", "23-exports");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (crf_ui_find (crf_study_view_find_page (CRF_STUDY_VIEW (view), "exports"), "encrypt")), TRUE);
  shots_scroll_to_end (crf_study_view_find_page (CRF_STUDY_VIEW (view), "exports"));
  shots_take (shots, "23-exports-encrypted");
  page ("audit", "24-audit");
  crf_ui_click (crf_study_view_find_page (CRF_STUDY_VIEW (view), "audit"), crf_ui_tr ("Check _integrity"));
  crf_ui_spin (2500);
  shots_take (shots, "25-audit-checked");
  page ("study", "26-study");
  shots_scroll_to_end (crf_study_view_find_page (CRF_STUDY_VIEW (view), "study"));
  shots_take (shots, "26-study-closing");
  crf_ui_click (crf_study_view_find_page (CRF_STUDY_VIEW (view), "study"), crf_ui_tr ("_Add user…"));
  shots_take (shots, "27-add-user");
  shots_close_dialogs (shots);
  dialogs (of_study, NULL, "41-dialog");
  if (protocol == NULL)
    {
      unsigned_amendment (window);
      amendment (window);
    }
  crf_window_sign_out (window, TRUE);
}

static void
as_all (CrfWindow *window)
{
  as_nurse (window);
  as_investigator (window);
  if (study_is_masked)
    as_pharmacist (window);
  shots_coding (window, shots->out);
  as_administrator (window);
  if (own)
    shots_altered (window, study_path, shots->out);
}

int
main (int argc, char *argv[])
{
  shots = shots_begin (argc, argv, options);
  crf_ui_demo_set_clock ();
  own = study_path == NULL;
  if (own)
    study_path = shots_make_demo (shots, "demonstration.stemward", protocol, 14);
  shots_open_window (shots);
  welcome ();
  crf_window_open_file (shots->window, study_path);
  shots_take (shots, "03-sign-in");
  if (only == NULL)
    as_all (shots->window);
  else if (g_str_equal (only, "import"))
    {
      crf_ui_sign_in (shots->window, "nurse", "demo");
      imports (shots->window);
    }
  else if (g_str_equal (only, "altered") && own)
    shots_altered (shots->window, study_path, shots->out);
  else if (g_str_equal (only, "nurse"))
    as_nurse (shots->window);
  else if (g_str_equal (only, "investigator"))
    as_investigator (shots->window);
  else if (g_str_equal (only, "pharmacist"))
    as_pharmacist (shots->window);
  else if (g_str_equal (only, "administrator"))
    as_administrator (shots->window);
  else
    shots_coding (shots->window, shots->out);
  shots_end (shots);
  return 0;
}
