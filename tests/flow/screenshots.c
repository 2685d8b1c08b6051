/* SPDX-License-Identifier: GPL-3.0-or-later */

/* screenshots --out FOLDER --width W --height H [--dark] [--protocol ID] [--study FILE --nurse LOGIN] [--only NAME]
 *
 * Renders every page of the real window with the demonstration study, for a person to look at; or with that of another protocol, or with another
 * study file whose accounts have the passphrase "demo". */

#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "crf-lock-page.h"
#include "crf-adverse-events.h"
#include "crf-app.h"
#include "crf-check-window.h"
#include "crf-demo.h"
#include "crf-dialogs.h"
#include "crf-import-window.h"
#include "crf-new-study-window.h"
#include "crf-odm-export.h"
#include "crf-patients-page.h"
#include "crf-sign-in-page.h"
#include "crf-study-view.h"
#include "crf-ui.h"
#include "crf-use-case-dialog.h"
#include "crf-visit-grid.h"
#include "shots-coding.h"

#define TODAY "2026-11-14"
#define LIVED_UNTIL "2026-11-13" /* so that nobody has entered anything later than now */

static char *out;
static int width = 1366;
static int height = 768;
static gboolean dark;
static char *study_path;
static char *nurse;
static char *protocol;
static char *only;

static const GOptionEntry options[] = {
  { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, "Folder of the pictures", "FOLDER" },
  { "width", 0, 0, G_OPTION_ARG_INT, &width, "Width of the window", "PIXELS" },
  { "height", 0, 0, G_OPTION_ARG_INT, &height, "Height of the window", "PIXELS" },
  { "study", 0, 0, G_OPTION_ARG_FILENAME, &study_path, "Another study file", "FILE" },
  { "protocol", 0, 0, G_OPTION_ARG_STRING, &protocol, "Demonstration of another protocol", "ID" },
  { "nurse", 0, 0, G_OPTION_ARG_STRING, &nurse, "Login of a nurse in it", "LOGIN" },
  { "only", 0, 0, G_OPTION_ARG_STRING, &only, "Only these pages: nurse, investigator, pharmacist, administrator, coding, import", "NAME" },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "The dark style", NULL },
  { NULL },
};

static CrfApplication *application;
static CrfInstant now;

static void
shot (CrfWindow *window, const char *name)
{
  crf_ui_settle (window);
  crf_ui_shot (GTK_WINDOW (window), out, name);
}

static void
close_dialog (void)
{
  GtkWidget *dialog = crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG);

  if (dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (dialog));
  crf_ui_spin (50);
}

/* The first scrolled window of @page that has something further down goes to its lower end. */
static gboolean
scroll_to_end (GtkWidget *page)
{
  GtkAdjustment *adjustment;

  for (GtkWidget *child = gtk_widget_get_first_child (page); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_SCROLLED_WINDOW (child) && scroll_to_end (child))
      return TRUE;
    else if (GTK_IS_SCROLLED_WINDOW (child))
      {
        adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (child));
        if (!gtk_widget_get_mapped (child) || gtk_adjustment_get_upper (adjustment) <= gtk_adjustment_get_page_size (adjustment))
          continue;
        gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
        return TRUE;
      }
  return FALSE;
}

/* The dialogs that the registry makes, for a patient and for the study. */
static void
dialogs (CrfWindow *window, const char *const *names, const char *subject, const char *prefix)
{
  GtkWidget *view = GTK_WIDGET (crf_window_get_view (window));

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *picture = g_strdup_printf ("%s-%s", prefix, names[i]);

      if (!crf_writer_permitted (crf_window_get_writer (window), names[i], NULL)
          || crf_use_case_dialog_present (view, crf_window_get_writer (window), names[i], subject) == NULL)
        continue;
      shot (window, picture);
      close_dialog ();
    }
}

static void
page (CrfWindow *window, const char *name, const char *picture)
{
  crf_study_view_show_page (crf_window_get_view (window), name);
  shot (window, picture);
}

static CrfWindow *
welcome (void)
{
  CrfWindow *window = crf_window_new (GTK_APPLICATION (application));
  GtkWidget *flow;

  /* Without a window manager GTK draws a border of 5 pixels into the window. */
  gtk_window_set_default_size (GTK_WINDOW (window), width + 10, height + 10);
  gtk_window_present (GTK_WINDOW (window));
  crf_ui_spin (300);
  shot (window, "01-welcome");

  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-study", NULL);
  crf_ui_spin (200);
  shot (window, "02-new-study-protocol");
  flow = crf_ui_find_window (CRF_TYPE_NEW_STUDY_WINDOW);
  crf_new_study_window_choose (CRF_NEW_STUDY_WINDOW (flow), "nct06167473");
  crf_ui_spin (100);
  shot (window, "02-new-study-questions");
  crf_new_study_window_next (CRF_NEW_STUDY_WINDOW (flow));
  crf_ui_spin (100);
  shot (window, "02-new-study-site");
  gtk_window_destroy (GTK_WINDOW (flow));
  return window;
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
  shot (window, "16-patient-safety-serious");
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
      shot (window, name);
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
  shot (window, "09-locked");
  crf_lock_page_try (CRF_LOCK_PAGE (crf_ui_find_type (GTK_WIDGET (window), CRF_TYPE_LOCK_PAGE)), "471193");
  crf_ui_wait (is_unlocked, window, "the window to be unlocked");
  shot (window, "09-entry-only");
  crf_window_switch_user (window);
  shot (window, "09-switch-user");
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
  shot (window, "10-import-own");
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

  page (window, "exports", "10-exports");
  import = crf_import_window_present (GTK_WIDGET (window), crf_window_get_writer (window));
  if (import != NULL && g_file_set_contents (table, text, -1, NULL) && g_file_set_contents (map_path, map, -1, NULL) &&
      g_file_set_contents (xml, odm, -1, NULL))
    {
      shot (window, "10-import");
      crf_import_window_look_at (import, table, NULL);
      shot (window, "10-import-without-map");
      crf_import_window_look_at (import, table, map_path);
      crf_ui_settle (window);
      gtk_selection_model_select_item (gtk_column_view_get_model (GTK_COLUMN_VIEW (crf_ui_find (GTK_WIDGET (import), "view"))), 0, TRUE);
      shot (window, "10-import-table");
      crf_import_window_look_at (import, xml, NULL);
      shot (window, "10-import-odm");
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
  page (window, "today", "04-today");
  page (window, "patients", "05-patients");
  page (window, "grid", "05-visit-grid");
  crf_study_view_register (crf_window_get_view (window));
  shot (window, "06-register");
  close_dialog ();
  patients = crf_study_view_find_page (crf_window_get_view (window), "patients");
  crf_ui_type (patients, "search", "nobody");
  crf_ui_spin (300);
  shot (window, "07-patients-none");
  crf_ui_type (patients, "search", "");
  crf_study_view_go_to (crf_window_get_view (window));
  crf_ui_type (GTK_WIDGET (window), "entry", "0");
  crf_ui_spin (400);
  shot (window, "08-go-to");
  crf_ui_type (GTK_WIDGET (window), "entry", "");
  crf_ui_spin (200);
  patient (window);
  imports (window);
  change_person (window);
  crf_window_sign_out (window, TRUE);
}

/* ── What an investigator meets ── */

/* The first complete form of a visit that has a result of ALT: it is signed, and corrected afterwards. */
static gpointer
signable_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
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
          CrfTarget *target;

          if (visit->state != CRF_VISIT_DONE || form == NULL || g_strcmp0 (visit->event->kind, "follow-up") != 0)
            continue;
          target = g_new0 (CrfTarget, 1);
          target->subject = g_strdup (patient->key);
          target->event = g_strdup (visit->event->oid);
          target->eventkey = g_strdup (visit->eventkey);
          target->form = g_strdup (form->oid);
          target->formkey = g_strdup ("1");
          return target;
        }
    }
  return NULL;
}

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
  shot (window, "40-second-check");
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
  target = crf_writer_call (crf_window_get_writer (window), signable_job, NULL, NULL);
  page (window, "today", "30-investigator-today");
  if (target == NULL)
    {
      crf_window_sign_out (window, TRUE);
      return;
    }
  act (window, target, "sign-form", "passphrase", "demo", NULL, NULL);
  crf_study_view_show_patient (crf_window_get_view (window), target->subject, "visits", target);
  shot (window, "31-signed");
  target->item = g_strdup ("IT.HR");
  act (window, target, "enter", "value", "81", "reason", "misread on the sheet");
  g_clear_pointer (&target->item, g_free);
  crf_study_view_show_patient (crf_window_get_view (window), target->subject, "visits", target);
  shot (window, "32-signature-void");
  crf_study_view_show_patient (crf_window_get_view (window), target->subject, "record", NULL);
  shot (window, "33-signature-void-record");
  second_check (window, target->subject);
  dialogs (window, of_patient, target->subject, "40-dialog");
  crf_target_free (target);
  crf_window_sign_out (window, TRUE);
}

/* Scrolls the page until the widget is seen. */
static void
show_in_middle (GtkWidget *root, const char *id)
{
  GtkWidget *widget = crf_ui_find (root, id);
  GtkWidget *scrolled = widget != NULL ? gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW) : NULL;
  graphene_point_t point;

  if (scrolled == NULL || !gtk_widget_compute_point (widget, scrolled, &GRAPHENE_POINT_INIT (0, 0), &point))
    return;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                            gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled))) + point.y - 80);
}

static void
amendment (CrfWindow *window)
{
  GtkWidget *study = crf_study_view_find_page (crf_window_get_view (window), "study");
  CrfUseCaseDialog *dialog;

  crf_ui_click (study, crf_ui_tr ("_Preview an amendment…"));
  shot (window, "29-amendment");
  dialog = CRF_USE_CASE_DIALOG (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG));
  if (dialog == NULL)
    return;
  crf_use_case_dialog_fill (dialog, "answers", "Q.WINDOWS=Q.WINDOWS.NARROW");
  crf_use_case_dialog_submit (dialog);
  crf_ui_spin (1500);
  crf_ui_settle (window);
  show_in_middle (study, "preview");
  shot (window, "29-amendment-preview");
  close_dialog ();
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
  shot (window, "29-amendment-file");
  crf_use_case_dialog_submit (dialog);
  crf_ui_spin (2500);
  crf_ui_settle (window);
  crf_ui_shot (GTK_WINDOW (dialog), out, "29-amendment-unsigned");
  close_dialog ();
  close_dialog ();
  g_unlink (path);
}

static void
lots (CrfWindow *window)
{
  page (window, "lots", "21-lots");
  if (!crf_writer_permitted (crf_window_get_writer (window), "receive-lot", NULL))
    return;
  crf_ui_click (crf_study_view_find_page (crf_window_get_view (window), "lots"), crf_ui_tr ("_Receive lot…"));
  shot (window, "22-receive-lot");
  close_dialog ();
}

/* In a masked study the product is the pharmacy's. */
static void
as_pharmacist (CrfWindow *window)
{
  static const char *const of_study[] = { "sign-list", NULL };
  g_autofree char *key = NULL;

  crf_ui_sign_in (window, "pharmacist", "demo");
  page (window, "today", "34-pharmacist-today");
  dialogs (window, of_study, NULL, "41-dialog");
  lots (window);
  key = crf_writer_call (crf_window_get_writer (window), choose_job, NULL, NULL);
  if (key != NULL)
    {
      crf_study_view_show_patient (crf_window_get_view (window), key, "infusions", NULL);
      shot (window, "34-pharmacist-infusions");
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
  page (window, "queries", "20-queries");
  page (window, "deviations", "20-deviations");
  if (crf_study_get_masking (crf_writer_get_study (crf_window_get_writer (window))) == CRF_MASKING_NONE)
    lots (window);
  page (window, "dashboard", "28-dashboard");
  scroll_to_end (crf_study_view_find_page (CRF_STUDY_VIEW (view), "dashboard"));
  shot (window, "28-dashboard-end");
  page (window, "exports", "23-exports");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (crf_ui_find (crf_study_view_find_page (CRF_STUDY_VIEW (view), "exports"), "encrypt")), TRUE);
  scroll_to_end (crf_study_view_find_page (CRF_STUDY_VIEW (view), "exports"));
  shot (window, "23-exports-encrypted");
  page (window, "audit", "24-audit");
  crf_ui_click (crf_study_view_find_page (CRF_STUDY_VIEW (view), "audit"), crf_ui_tr ("Check _integrity"));
  crf_ui_spin (2500);
  shot (window, "25-audit-checked");
  page (window, "study", "26-study");
  scroll_to_end (crf_study_view_find_page (CRF_STUDY_VIEW (view), "study"));
  shot (window, "26-study-closing");
  crf_ui_click (crf_study_view_find_page (CRF_STUDY_VIEW (view), "study"), crf_ui_tr ("_Add user…"));
  shot (window, "27-add-user");
  close_dialog ();
  dialogs (window, of_study, NULL, "41-dialog");
  if (protocol == NULL)
    {
      unsigned_amendment (window);
      amendment (window);
    }
  crf_window_sign_out (window, FALSE);
}

static void
as_all (CrfWindow *window)
{
  as_nurse (window);
  as_investigator (window);
  if (study_is_masked)
    as_pharmacist (window);
  shots_coding (window, out);
  as_administrator (window);
}

static void
make_study (const char *folder)
{
  CrfDemoOptions demo = { .study = protocol, .patients = 14, .seed = 7, .today = LIVED_UNTIL };
  g_autoptr (GError) error = NULL;

  crf_instant_parse_utc (TODAY "T02:40:00Z", &now);
  now.offset_minutes = 480;
  crf_app_set_clock (crf_clock_fixed (&now));
  if (study_path != NULL)
    return;
  study_path = g_build_filename (folder, "demonstration.stemward", NULL);
  if (!crf_demo_create (study_path, &demo, NULL, NULL, NULL, &error))
    {
      g_printerr ("The demonstration study could not be made: %s\n", error->message);
      _exit (1);
    }
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        remove_folder (path);
      g_unlink (path);
    }
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL, *data = NULL;
  CrfWindow *window;

  /* A dictionary is imported for the pictures; those of whoever takes them stay as they are. */
  folder = g_dir_make_tmp ("stemward-XXXXXX", NULL);
  data = g_build_filename (folder, "data", NULL);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  crf_ui_program_init ();
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || out == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "--out is needed");
      return 2;
    }
  g_mkdir_with_parents (out, 0755);
  make_study (folder);
  application = crf_application_new ();
  g_application_register (G_APPLICATION (application), NULL, NULL);
  if (dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  window = welcome ();
  crf_window_open_file (window, study_path);
  shot (window, "03-sign-in");
  if (only == NULL)
    as_all (window);
  else if (g_str_equal (only, "import"))
    {
      crf_ui_sign_in (window, "nurse", "demo");
      imports (window);
    }
  else if (g_str_equal (only, "nurse"))
    as_nurse (window);
  else if (g_str_equal (only, "investigator"))
    as_investigator (window);
  else if (g_str_equal (only, "pharmacist"))
    as_pharmacist (window);
  else if (g_str_equal (only, "administrator"))
    as_administrator (window);
  else
    shots_coding (window, out);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (application);
  remove_folder (folder);
  return 0;
}
