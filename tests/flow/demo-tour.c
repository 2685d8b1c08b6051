/* SPDX-License-Identifier: GPL-3.0-or-later */

/* demo-tour FOLDER
 *
 * The first patient's story, played through the real window from the welcome page to the workbook. Leaves pictures, the study file and the
 * workbook in FOLDER. Dialogs for files and passphrases are answered through the hook of crf-dialogs; all else is typed and clicked. */

#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "crf-app.h"
#include "crf-day-panel.h"
#include "crf-new-study-window.h"
#include "crf-reveal.h"
#include "crf-sign-in-page.h"
#include "crf-story.h"
#include "crf-records.h"
#include "crf-verify.h"

#define NURSE "lina"
#define SECOND_NURSE "zhaomin"
#define INVESTIGATOR "wangwei"
#define ADMINISTRATOR "zhangm"

/* One visit: how many days after the infusion, and the values that are typed. */
typedef struct
{
  const char *event;
  const char *now; /* local time of the visit */
  const char *values[12];
} Visit;

static const char *const visit_items[12] = { "ALT", "AST", "ALP", "TBIL", "ALB", "PT", "INR", "CREAT", "SODIUM", "ASCCP", "HEGR", "DIALYSIS" };

static const Visit visits[] = {
  { "SE.SCREENING", "2026-03-02T10:00", { "78", "95", "132", "70.1", "29", "18.8", "1.71", "82", "133", "SLIGHT", "0", "N" } },
  { "SE.W1", "2026-03-17T09:30", { "74", "90", "128", "66.4", "29.6", "18.4", "1.67", "80", "134", "SLIGHT", "0", "N" } },
  { "SE.W4", "2026-04-07T09:30", { "66", "81", "125", "61.2", "30.4", "17.9", "1.62", "79", "135", "SLIGHT", "0", "N" } },
  { "SE.W8", "2026-05-05T09:30", { "60", "72", "121", "55.8", "31.2", "17.3", "1.56", "78", "136", "NONE", "0", "N" } },
  { "SE.W12", "2026-06-02T09:30", { "55", "64", "118", "50.3", "32.1", "16.8", "1.50", "77", "136", "NONE", "0", "N" } },
  { "SE.W24", "2026-08-25T09:30", { "48", "55", "112", "44.0", "33.5", "16.0", "1.42", "76", "137", "NONE", "0", "N" } },
  { "SE.W48", "2027-02-09T09:30", { "41", "47", "106", "38.6", "35.2", "15.2", "1.34", "75", "138", "NONE", "0", "N" } },
};

/* As a person reads it off the sheet: the line break is a blank. */
static char *
recovery_key_of (CrfNewStudyWindow *flow)
{
  return g_strdelimit (g_strdup (gtk_label_get_label (GTK_LABEL (crf_ui_find (GTK_WIDGET (flow), "key")))), "\n", ' ');
}

static gboolean
key_is_shown (gpointer data)
{
  return g_strcmp0 (crf_new_study_window_get_step (data), "key") == 0;
}

static void
create_study (CrfStory *story)
{
  static const char *const fields[][2] = { { "site", "Third Hospital" }, { "centre", "01" }, { "name", "Zhang Min" },
                                           { "login", ADMINISTRATOR }, { "new-passphrase", CRF_STORY_PASSPHRASE } };
  g_autofree char *recovery = NULL;
  CrfNewStudyWindow *flow;

  crf_story_shot (story, "welcome");
  gtk_widget_activate_action (GTK_WIDGET (story->window), "win.new-study", NULL);
  flow = CRF_NEW_STUDY_WINDOW (crf_ui_find_window (CRF_TYPE_NEW_STUDY_WINDOW));
  crf_ui_spin (100);
  crf_story_shot (story, "protocols");
  crf_new_study_window_choose (flow, "nct06167473");
  crf_story_shot (story, "open-questions");
  crf_new_study_window_next (flow);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    crf_parameter_field_set_value (crf_new_study_window_get_field (flow, fields[i][0]), fields[i][1]);
  crf_story_shot (story, "site-and-administrator");
  crf_story_answer_file (story, story->study_path);
  crf_new_study_window_next (flow);
  crf_ui_wait (key_is_shown, flow, "the recovery key");
  crf_story_shot (story, "recovery-key");
  recovery = recovery_key_of (flow);
  crf_new_study_window_next (flow);
  crf_ui_type (GTK_WIDGET (flow), "typed", recovery);
  crf_story_shot (story, "recovery-key-typed-back");
  crf_new_study_window_next (flow);
  crf_ui_settle (story->window);
}

static void
set_up_study (CrfStory *story)
{
  crf_story_page (story, "study");
  crf_story_dialog (story, "Add version…", "number", "1.0", "date", "2026-01-10", "ethics", "2026-KY-014", "valid-from", "2026-01-15", NULL);
  /* Nobody of this tour is surprised by a passphrase that somebody else knows. */
  crf_story_colleague (story, ADMINISTRATOR, "set-policy", "first-change", "no", NULL);
  crf_story_dialog (story, "Add user…", "login", NURSE, "name", "Li Na", "roles", "nurse", "new-passphrase", CRF_STORY_PASSPHRASE, NULL);
  crf_story_dialog (story, "Add user…", "login", SECOND_NURSE, "name", "Zhao Min", "roles", "nurse", "new-passphrase", CRF_STORY_PASSPHRASE,
                    NULL);
  crf_story_dialog (story, "Add user…", "login", INVESTIGATOR, "name", "Wang Wei", "roles", "investigator", "new-passphrase",
                    CRF_STORY_PASSPHRASE, NULL);
  crf_story_dialog (story, "Generate…", NULL);
  crf_story_shot (story, "study-and-users");
  crf_story_page (story, "lots");
  crf_story_dialog (story, "Receive lot…", "lot", "L-0231", "product", "UC-MSC", "concentration", "10", "basis", "total", "viability", "92.5",
                    "bag-volume", "20", "bags", "10", "expires", "2026-06-30", NULL);
  crf_story_dialog (story, "Release…", "endotoxin", "0.25", "sterility", "NEG", "mycoplasma", "NEG", "identity", "OK", NULL);
  crf_story_shot (story, "cell-lots");
}

static void
register_patient (CrfStory *story)
{
  crf_story_sign_in (story, NURSE);
  crf_story_shot (story, "today-empty");
  crf_story_page (story, "patients");
  crf_story_shot (story, "patients-empty");
  crf_story_dialog (story, "Register patient…", "consent-version", "1.0", "consent-at", "2026-03-02 08:30", "consent-by", "subject",
                    "explained-by", "Wang Wei", "copy", "1", "sex", "M", "birth-date", "1971-05-04", "initials", "LSMI", "name", "李淑明",
                    "hospital-no", "H-77120", "bed", "12-03", NULL);
  crf_story_take_subject (story);
}

static void
enter_visit (CrfStory *story, const Visit *visit)
{
  g_autofree char *name = g_strconcat ("visit-", visit->event + strlen ("SE."), NULL);
  g_autofree char *day = g_strndup (visit->now, strlen ("2026-03-02"));
  g_autofree char *taken = g_strconcat (day, " 07:40", NULL);
  g_autofree char *specimen = g_strdup_printf ("B%s%.2s", visit->event + strlen ("SE."), day + strlen ("2026-"));

  crf_story_set_now (story, visit->now);
  crf_story_form (story, "visits", visit->event, "F.VISIT", NULL);
  crf_story_type (story, "VISDAT", day);
  crf_story_type (story, "LBDTC", taken);
  crf_story_type (story, "LBREFID", specimen);
  crf_story_type (story, "WEIGHT", "62");
  for (guint i = 0; i < G_N_ELEMENTS (visit_items); i++)
    crf_story_type (story, visit_items[i], visit->values[i]);
  crf_story_shot (story, name);
}

static void
decide_eligibility (CrfStory *story)
{
  crf_story_answer_criteria (story);
  crf_story_tab (story, "eligibility");
  crf_story_shot (story, "eligibility-answered");
  crf_story_sign_in (story, INVESTIGATOR);
  crf_story_tab (story, "eligibility");
  crf_story_click_id (story, "sign");
  crf_story_shot (story, "eligibility-signed");
  crf_story_click_id (story, "randomise");
  crf_story_shot (story, "randomised");
}

static void
infuse (CrfStory *story)
{
  crf_story_set_now (story, "2026-03-10T09:00");
  crf_story_sign_in (story, NURSE);
  crf_story_tab (story, "infusions");
  crf_story_entry (story, "weight", "62");
  crf_story_entry (story, "weight_date", "2026-03-10 07:30");
  crf_story_choose_first_lot (story);
  crf_story_entry (story, "final_volume", "50");
  crf_story_entry (story, "duration", "50");
  crf_ui_spin (700); /* the calculator answers a moment after the typing */
  crf_story_shot (story, "infusion-calculator");
  crf_story_click_id (story, "plan");
  crf_story_check_dose (story, "62", "10", "92.5", SECOND_NURSE);
  crf_story_shot (story, "infusion-checked");
  crf_story_colleague (story, INVESTIGATOR, "order-infusion", "at", "2026-03-10 08:20", NULL);
  crf_story_tab (story, "infusions");
  crf_reveal (crf_ui_find_type (GTK_WIDGET (story->window), CRF_TYPE_DAY_PANEL));
  crf_ui_spin (300);
  crf_story_shot (story, "infusion-day");
  crf_story_colleague (story, INVESTIGATOR, "sign-go", "answers", "GOTEMP=N GOBLEED=N GOINF=N GOHE=N GODRUG=N GOTESTS=Y GODEC=Y", "tests-taken",
                       "2026-03-10 07:00", "weight", "62", "passphrase", CRF_STORY_PASSPHRASE, NULL);
  crf_story_colleague (story, INVESTIGATOR, "release-product", "at", "2026-03-10 08:25", "appearance", "OK", "passphrase", CRF_STORY_PASSPHRASE, NULL);
  crf_story_tab (story, "infusions");
  crf_story_check_identity (story, "2026-03-10 08:45", "1971", SECOND_NURSE);
  crf_story_shot (story, "infusion-identity");
  crf_story_entry (story, "start", "2026-03-10 08:50");
  crf_story_dialog (story, "Start infusion", "ward-clock", "09:01", NULL);
  crf_story_set_now (story, "2026-03-10T10:30");
  crf_story_entry (story, "stop", "2026-03-10 09:40");
  crf_story_entry (story, "volume", "49");
  crf_story_check (story, "given");
  crf_story_click_id (story, "give");
  crf_story_shot (story, "infusion-given");
}

static void
record_events (CrfStory *story)
{
  g_autofree char *fever = NULL, *ascites = NULL;

  crf_story_set_now (story, "2026-03-11T09:00");
  fever = crf_story_add_form (story, "F.AE", "AETERM", "Fever", "AESTDTC", "2026-03-10", "AEONGO", "N", "AEENDTC", "2026-03-11", "AEGRADE", "1", "AEOUT",
                              "RECOVERED/RESOLVED", "AESER", "N", NULL);
  /* Whether the cells caused it is judged by the investigator. */
  crf_story_colleague (story, INVESTIGATOR, "enter", "event", "COMMON", "form", "F.AE", "formkey", fever, "item", "AEREL", "value", "UNLIKELY", NULL);
  crf_story_set_now (story, "2026-04-20T09:00");
  ascites = crf_story_add_form (story, "F.CE", "CEKIND", "ASCITES", "CESTDTC", "2026-04-18", "CESEV", "MILD", "CENEW", "WORSE",
                                NULL);
  crf_story_tab (story, "safety");
  crf_story_shot (story, "safety");
}

static void
record_vital_status (CrfStory *story)
{
  crf_story_set_now (story, "2027-03-10T09:30");
  crf_story_form (story, "visits", "SE.D365", "F.VSTAT", NULL);
  crf_story_type (story, "VSTAT", "ALIVE");
  crf_story_type (story, "VSTATDTC", "2027-03-10");
  crf_story_type (story, "VSTATTX", "N");
  crf_story_type (story, "VSTATSRC", "PHONE");
  crf_story_shot (story, "vital-status-day-365");
}

/* A second patient, who dies before treatment: the record takes it at any time. */
static void
record_death (CrfStory *story)
{
  crf_story_page (story, "patients");
  crf_story_dialog (story, "Register patient…", "consent-version", "1.0", "consent-at", "2027-03-09 15:00", "consent-by", "subject",
                    "explained-by", "Wang Wei", "sex", "F", "birth-date", "1958-11-20", "initials", "OYXH", "name", "欧阳小惠", "bed", "11-01",
                    NULL);
  crf_story_take_subject (story);
  g_free (crf_story_add_form (story, "F.DTH", "DTHDTC", "2027-03-10", "DTHCAUS", "BLEEDING", NULL));
  crf_story_tab (story, "safety");
  crf_story_shot (story, "death");
}

static void
export_and_check (CrfStory *story)
{
  g_autofree char *workbook = g_build_filename (story->folder, "workbook.xlsx", NULL);

  crf_story_page (story, "today");
  crf_story_shot (story, "today");
  crf_story_page (story, "patients");
  crf_story_shot (story, "patients");
  crf_story_sign_in (story, ADMINISTRATOR);
  crf_story_page (story, "exports");
  g_unlink (workbook);
  crf_story_answer_file (story, workbook);
  crf_ui_click (GTK_WIDGET (story->window), crf_ui_tr ("_Export…"));
  crf_ui_settle (story->window);
  crf_story_shot (story, "exported");
  crf_story_expect (g_file_test (workbook, G_FILE_TEST_EXISTS), "the workbook is written");
  crf_story_page (story, "audit");
  crf_ui_click (GTK_WIDGET (story->window), crf_ui_tr ("Check _integrity"));
  crf_ui_spin (1500);
  crf_story_shot (story, "integrity");
  crf_window_lock (story->window);
  crf_story_shot (story, "locked");
}

typedef struct
{
  guint n, without_person, of_nothing;
} Traces;

static gboolean
count_trace (const CrfJournalRecord *record, gpointer data)
{
  Traces *traces = data;

  traces->n++;
  traces->without_person += record->columns[CRF_COL_USER] == NULL;
  /* What is told of all patients, a dashboard or the trail, says which. */
  traces->of_nothing += record->columns[CRF_COL_SUBJECT] == NULL && record->columns[CRF_COL_CANON] == NULL;
  return TRUE;
}

/* Who looked, signed in, took another role's place, printed or exported in the window is in the journal, with a name. */
static void
expect_traces (CrfStory *story)
{
  static const struct { const char *action; gboolean of_something; } kinds[] = {
    { CRF_ACTION_VIEW, TRUE }, { CRF_ACTION_EXPORT, FALSE }, { CRF_ACTION_SIGN_IN, FALSE }, { CRF_ACTION_SIGN_OUT, FALSE }, { CRF_ACTION_SESSION_LOCK, FALSE },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfStudyFile) file = crf_study_file_open_reader (story->study_path, &error);

  crf_story_expect (file != NULL, "the file can be opened again");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      CrfEntry target = { .action = kinds[i].action };
      Traces traces = { 0 };

      crf_story_expect (crf_records_journal (file, &target, NULL, 0, FALSE, count_trace, &traces, &error), "the journal can be read");
      g_print ("%s: %u entries\n", kinds[i].action, traces.n);
      crf_story_expect (traces.n > 0, kinds[i].action);
      crf_story_expect (traces.without_person == 0, "each entry says who");
      crf_story_expect (!kinds[i].of_something || traces.of_nothing == 0, "each view says of whom, or of what");
    }
}

/* After the window is gone: the file is whole, and closed. */
static void
verify (CrfStory *story)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfVerifyReport) report = crf_verify (story->study_path, NULL, NULL, NULL, &error);
  g_autofree char *wal = g_strconcat (story->study_path, "-wal", NULL);

  crf_story_expect (report != NULL, "the file can be checked");
  crf_story_expect (report->faults->len == 0, "the file is whole");
  crf_story_expect (!g_file_test (wal, G_FILE_TEST_EXISTS), "nothing is left beside the closed file");
  g_print ("%" G_GUINT64_FORMAT " entries, %" G_GUINT64_FORMAT " signatures: whole\n", report->entries, report->signatures);
}

int
main (int argc, char *argv[])
{
  g_autoptr (CrfStory) story = NULL;

  if (argc != 2)
    {
      g_printerr ("usage: demo-tour FOLDER\n");
      return 2;
    }
  story = crf_story_new (argv[1]);
  crf_story_set_now (story, "2026-03-02T08:00");
  create_study (story);
  set_up_study (story);
  crf_story_set_now (story, "2026-03-02T09:00");
  register_patient (story);
  enter_visit (story, &visits[0]);
  decide_eligibility (story);
  infuse (story);
  for (guint i = 1; i < G_N_ELEMENTS (visits); i++)
    {
      enter_visit (story, &visits[i]);
      if (i == 2)
        record_events (story);
    }
  record_vital_status (story);
  crf_story_tab (story, "timeline");
  crf_story_shot (story, "timeline");
  record_death (story);
  export_and_check (story);
  crf_story_close (story);
  verify (story);
  expect_traces (story);
  return 0;
}
