/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A table passes the gates that a person passes (edc-features.md 4, row 20: enforced by window, import and merge): who may be registered now, what was done
 * before consent or without it, what was signed when, what was observed after a withdrawal. */

#include "crf-import.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-test-study.h"

#include <string.h>

typedef struct
{
  CrfTestStudy *study;
  CrfImportReport *report;
} Trial;

static void
set_up (Trial *trial,
        gconstpointer data)
{
  trial->study = crf_test_study_new ();
}

static void
tear_down (Trial *trial,
           gconstpointer data)
{
  g_clear_pointer (&trial->report, crf_import_report_free);
  crf_test_study_free (trial->study);
}

static void
import (Trial *trial,
        const char *csv,
        const char *map,
        const CrfImportOptions *options)
{
  g_autofree char *csv_path = g_build_filename (trial->study->dir, "t.csv", NULL);
  g_autofree char *map_path = g_build_filename (trial->study->dir, "t.map", NULL);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&trial->report, crf_import_report_free);
  g_assert_true (g_file_set_contents (csv_path, csv, -1, NULL));
  g_assert_true (g_file_set_contents (map_path, map, -1, NULL));
  trial->report = crf_import_csv (trial->study->nurse, csv_path, map_path, options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Whether a cell or the row as a whole says the words with that result. */
static gboolean
says (Trial *trial,
      CrfImportResult result,
      const char *words)
{
  for (guint i = 0; i < trial->report->cells->len; i++)
    {
      const CrfImportCell *cell = g_ptr_array_index (trial->report->cells, i);

      if (cell->result == result && cell->reason != NULL && strstr (cell->reason, words) != NULL)
        return TRUE;
    }
  return FALSE;
}

static guint
count_subjects (Trial *trial)
{
  return crf_records_count_subjects (crf_session_get_file (trial->study->nurse), NULL);
}

/* Deviations of the patient that say the words, and have the reason (NULL: any). */
static guint
count_deviations (Trial *trial,
                  const char *number,
                  const char *words)
{
  g_autoptr (GPtrArray) deviations = crf_reader_deviations (trial->study->nurse, number, NULL);
  guint n = 0;

  for (guint i = 0; i < deviations->len; i++)
    n += strstr (((const CrfDeviation *) g_ptr_array_index (deviations, i))->text, words) != NULL;
  return n;
}

static guint
count_queries (Trial *trial,
               const char *number,
               const char *words)
{
  g_autoptr (GPtrArray) queries = crf_reader_queries (trial->study->nurse, number, "Open", NULL);
  guint n = 0;

  for (guint i = 0; i < queries->len; i++)
    n += strstr (((const CrfQuery *) g_ptr_array_index (queries, i))->text, words) != NULL;
  return n;
}

static const char persons[] = "[sex]\nitem=SEX\n[born]\nitem=BRTHDAT\n";

static void
the_status_of_the_study_gates_registering (Trial *trial,
                                           gconstpointer data)
{
  const char *table = "sex,born\nM,1970-01-01\n";

  crf_outcome_free (crf_test_do (trial->study->investigator, "set-study-status", NULL, "status", "paused", "date", "2026-03-02", "reason", "two embolisms",
                                 "infusions", "stop", NULL));
  import (trial, table, persons, &(CrfImportOptions) { 0 });
  g_assert_false (trial->report->committed);
  g_assert_true (says (trial, CRF_IMPORT_REFUSED, "No patient is registered now"));
  import (trial, table, persons, &(CrfImportOptions) { .skip_refused = TRUE });
  g_assert_cmpuint (trial->report->subjects, ==, 0);
  g_assert_cmpuint (count_subjects (trial), ==, 0);
  import (trial, table, persons, &(CrfImportOptions) { .reason = "signed before the pause" });
  g_assert_true (trial->report->committed);
  g_assert_cmpuint (count_subjects (trial), ==, 1);
  g_assert_cmpuint (count_deviations (trial, "01-S-001", "was registered all the same"), ==, 1);
  g_assert_true (says (trial, CRF_IMPORT_QUERIED, "was registered all the same"));
}

static void
who_is_not_born_is_not_registered (Trial *trial,
                                   gconstpointer data)
{
  import (trial, "sex,born\nM,2030-01-01\nF,\n", persons, &(CrfImportOptions) { .skip_refused = TRUE });
  g_assert_cmpuint (count_subjects (trial), ==, 0);
  g_assert_true (says (trial, CRF_IMPORT_REFUSED, "The birth date 2030-01-01 has not come yet."));
  g_assert_true (says (trial, CRF_IMPORT_REFUSED, "Neither birth date nor age is given."));
}

/* "Nothing is timed before consent without a deviation" (conduct.md, Consent). */
static void
what_was_done_without_consent_opens_a_deviation (Trial *trial,
                                                 gconstpointer data)
{
  const char *map = "[sex]\nitem=SEX\n[born]\nitem=BRTHDAT\n[weight]\nitem=WEIGHT\nunit=kg\nevent=SCREENING\n[day]\nitem=VISDAT\nevent=SCREENING\n"
                    "[version]\nitem=ICVER\n[signed]\nitem=ICDTC\n[who]\nitem=ICEXPL\n";

  import (trial,
          "sex,born,weight,day,version,signed,who\n"
          "M,1970-01-01,66,2026-02-20,,,\n"
          "F,1971-01-01,60,2026-02-20,1.0,2026-02-25 09:00,wang\n"
          "F,1972-01-01,60,2026-02-26,1.0,2026-02-25 09:00,wang\n",
          map, &(CrfImportOptions) { 0 });
  g_assert_true (trial->report->committed);
  g_assert_cmpuint (count_deviations (trial, "01-S-001", "no consent is recorded"), ==, 1);
  g_assert_cmpuint (count_queries (trial, "01-S-001", "Imported without a consent"), ==, 1);
  g_assert_cmpuint (count_deviations (trial, "01-S-002", "before consent was given (2026-02-25 09:00)"), ==, 1);
  g_assert_cmpuint (count_queries (trial, "01-S-002", "Imported without a consent"), ==, 0);
  g_assert_cmpuint (count_deviations (trial, "01-S-003", "consent"), ==, 0);
  g_assert_cmpuint (count_queries (trial, "01-S-003", "Imported without a consent"), ==, 0);
}

/* The consent form is not complete, but an act of consent says the same. */
static void
when_it_was_signed_is_not_changed_without_a_reason (Trial *trial,
                                                    gconstpointer data)
{
  const char *map = "[no]\nuse=subject\n[signed]\nitem=ICDTC\n";
  g_autofree char *number = crf_test_register (trial->study), *csv = g_strdup_printf ("no,signed\n%s,2020-01-01 08:00\n", number);
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (trial->study->nurse), number, NULL);
  g_autoptr (GPtrArray) before = NULL, after = NULL;
  g_autoptr (CrfOutcome) typed = NULL;
  const CrfConsentRecord *act;

  import (trial, csv, map, &(CrfImportOptions) { .skip_refused = TRUE });
  g_assert_true (says (trial, CRF_IMPORT_REFUSED, "a change needs a reason"));
  before = crf_records_consents (crf_session_get_file (trial->study->nurse), subject->key, NULL);
  g_assert_cmpuint (before->len, ==, 1);
  typed = crf_conduct_with (trial->study->nurse, "enter", number, NULL, "event", "SCREENING", "item", "ICDTC", "value", "2020-01-01 08:00", NULL);
  g_assert_nonnull (typed->prompt);
  g_assert_true (typed->prompt->needs_reason);
  import (trial, csv, map, &(CrfImportOptions) { .reason = "read from the paper" });
  g_assert_true (trial->report->committed);
  after = crf_records_consents (crf_session_get_file (trial->study->nurse), subject->key, NULL);
  g_assert_cmpuint (after->len, ==, 2);
  act = g_ptr_array_index (after, 1);
  g_assert_cmpstr (act->at, ==, "2020-01-01T08:00");
}

/* Days are looked at before what hangs on them, wherever their columns stand. */
static void
what_was_observed_after_a_withdrawal_stays_out (Trial *trial,
                                                gconstpointer data)
{
  g_autofree char *early = crf_test_register (trial->study), *late = crf_test_register (trial->study), *csv = NULL;
  const char *const numbers[] = { early, late };

  crf_test_study_set_now (trial->study, "2026-04-20T08:00");
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    crf_outcome_free (crf_test_do (trial->study->nurse, "withdraw-consent", numbers[i], "scope", "data", "date", "2026-04-01", NULL));
  csv = g_strdup_printf ("no,weight,day\n%s,66,2026-04-01\n%s,67,2026-04-02\n", early, late);
  import (trial, csv, "[no]\nuse=subject\n[weight]\nitem=IT.WEIGHT\nunit=kg\nevent=SE.W4\n[day]\nitem=IT.VISDAT\nevent=SE.W4\n",
          &(CrfImportOptions) { .skip_refused = TRUE });
  g_assert_cmpuint (trial->report->stored, ==, 2);
  g_assert_cmpuint (trial->report->refused, ==, 2);
  for (guint i = 0; i < trial->report->cells->len; i++)
    {
      const CrfImportCell *cell = g_ptr_array_index (trial->report->cells, i);

      g_assert_cmpint (cell->result == CRF_IMPORT_REFUSED, ==, g_strcmp0 (cell->subject, late) == 0);
    }
}

/* Who may not give a verdict does not bring it in with a file. */
static void
a_judgement_comes_in_only_by_who_may_give_it (Trial *trial,
                                              gconstpointer data)
{
  g_autofree char *number = crf_test_register (trial->study), *csv = NULL;

  crf_outcome_free (crf_test_do (trial->study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM", "value", "fever",
                                 NULL));
  csv = g_strdup_printf ("no,relation\n%s,RELATED\n", number);
  import (trial, csv, "[no]\nuse=subject\n[relation]\nitem=IT.AEREL\nevent=SE.COMMON\n", &(CrfImportOptions) { .skip_refused = TRUE });
  g_assert_true (says (trial, CRF_IMPORT_REFUSED, "is judged by an investigator"));
  g_assert_cmpuint (trial->report->stored, ==, 0);
}

/* Every field of the demographics that must not be empty: unknown. Then complete, and reopened. */
static void
complete_and_reopen (CrfTestStudy *study,
                     const char *number)
{
  CrfTarget target = { .subject = (char *) number, .event = (char *) "SE.SCREENING", .form = (char *) "F.DM" };
  g_autoptr (CrfFormState) form = crf_reader_form (study->nurse, &target, NULL);

  for (guint i = 0; i < form->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && crf_value_is_empty (field->value))
            crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", field->item->oid, "missing", "UNK",
                                           NULL));
        }
    }
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", "BED", "value", "14", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "complete-form", number, "event", "SCREENING", "form", "F.DM", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "reopen-form", number, "event", "SCREENING", "form", "F.DM", "reason", "z", NULL));
}

/* The reason of the reopening is not the table's. */
static void
what_stood_when_a_form_was_complete_is_replaced_with_a_reason_only (Trial *trial,
                                                                    gconstpointer data)
{
  g_autofree char *number = crf_test_register (trial->study), *csv = NULL;
  static const char map[] = "[no]\nuse=subject\n[bed]\nitem=IT.BED\nevent=SE.SCREENING\n";

  complete_and_reopen (trial->study, number);
  csv = g_strdup_printf ("no,bed\n%s,15\n", number);
  import (trial, csv, map, &(CrfImportOptions) { .skip_refused = TRUE });
  g_assert_true (says (trial, CRF_IMPORT_REFUSED, "a change needs a reason of its own"));
  g_assert_cmpuint (trial->report->stored, ==, 0);
  import (trial, csv, map, &(CrfImportOptions) { .reason = "moved to the other ward" });
  g_assert_cmpuint (trial->report->stored, ==, 1);
}

static const CrfImportCell *
cell_of (Trial *trial,
         const char *item)
{
  for (guint i = 0; i < trial->report->cells->len; i++)
    {
      const CrfImportCell *cell = g_ptr_array_index (trial->report->cells, i);

      if (g_strcmp0 (cell->item, item) == 0)
        return cell;
    }
  g_test_message ("no cell of %s", item);
  g_assert_not_reached ();
}

/* cli.md, import: "before/after table". Infusions and unscheduled visits have keys that nobody types. */
static void
what_stood_there_is_shown_at_visits_that_repeat (Trial *trial,
                                                 gconstpointer data)
{
  const char *map = "[no]\nuse=subject\n[given]\nitem=IT.INFGIVEN\nevent=SE.INFUSION\n[alt]\nitem=IT.ALT\nunit=U/L\nevent=SE.UNSCHEDULED\n"
                    "[line]\nitem=IT.MHTERM\nevent=SE.SCREENING\n";
  g_autofree char *number = crf_test_register (trial->study), *csv = g_strdup_printf ("no,given,alt,line\n%s,5,41,gout\n", number);

  crf_test_bring_infusion (trial->study, number, "IT.INFGIVEN", "50");
  crf_outcome_free (crf_test_do (trial->study->nurse, "add-visit", number, "date", "2026-03-02", "reason", "fever", "mode", "ward", "forms", "F.VISIT", NULL));
  crf_outcome_free (crf_test_do (trial->study->nurse, "enter", number, "event", "SE.UNSCHEDULED", "form", "F.VISIT", "item", "ALT", "value", "44", "unit", "U/L",
                                 NULL));
  crf_outcome_free (crf_test_do (trial->study->nurse, "enter", number, "event", "SCREENING", "form", "F.MH", "item", "MHTERM", "value", "asthma", NULL));
  import (trial, csv, map, &(CrfImportOptions) { .dry_run = TRUE, .reason = "typo" });
  g_assert_cmpstr (cell_of (trial, "INFGIVEN")->before, ==, "50 mL");
  g_assert_cmpstr (cell_of (trial, "INFGIVEN")->after, ==, "5 mL");
  g_assert_cmpstr (cell_of (trial, "ALT")->before, ==, "44 U/L");
  /* A further line replaces none. */
  g_assert_null (cell_of (trial, "MHTERM")->before);
}

/* It would be computed over in the same breath. */
static void
what_is_computed_is_refused_by_its_name (Trial *trial,
                                         gconstpointer data)
{
  g_autofree char *number = crf_test_register (trial->study), *csv = g_strdup_printf ("no,dose,meld\n%s,9,12\n", number);

  crf_test_bring_infusion (trial->study, number, "IT.INFGIVEN", "50");
  import (trial, csv, "[no]\nuse=subject\n[dose]\nitem=IT.INFDOSEG\nevent=SE.INFUSION\n[meld]\nitem=MELD\nevent=SE.SCREENING\n",
          &(CrfImportOptions) { .skip_refused = TRUE, .reason = "typo" });
  g_assert_cmpuint (trial->report->stored, ==, 0);
  g_assert_true (says (trial, CRF_IMPORT_REFUSED, "“Dose given” is written by the step"));
  g_assert_true (says (trial, CRF_IMPORT_REFUSED, "“MELD” is computed"));
}

/* MELD 3.0 of that visit, as it is shown. */
static char *
read_meld3 (Trial *trial,
            const char *number,
            const char *event)
{
  const CrfTarget target = { .subject = (char *) number, .event = (char *) event, .eventkey = (char *) "1", .form = (char *) "F.VISIT", .formkey = (char *) "1" };
  g_autoptr (CrfFormState) form = crf_reader_form (trial->study->nurse, &target, NULL);
  const CrfFieldState *field = crf_form_state_find (form, "IT.MELD3", NULL);

  return g_strdup (field->value->entered);
}

/* 4.56 ln 3.158 + 0.82 × 6 − 0.24 × 6 ln 3.158 + 9.09 ln 2.0 + 11.14 ln 1.188 + 1.85 × 0.4 − 1.83 × 0.4 ln 1.188 + 6 = 23.3 of a man, 1.33 more of a
 * woman (Kim 2021). */
static void
a_sex_that_is_corrected_by_a_table_counts_at_every_visit (Trial *trial,
                                                          gconstpointer data)
{
  static const char *const events[] = { "SE.SCREENING", "SE.W4" };
  g_autofree char *number = crf_test_register (trial->study), *csv = g_strdup_printf ("no,sex\n%s,F\n", number);

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_autofree char *before = NULL;

      crf_test_enter_labs (trial->study, number, events[i]);
      before = read_meld3 (trial, number, events[i]);
      g_assert_cmpstr (before, ==, "23");
    }
  import (trial, csv, "[no]\nuse=subject\n[sex]\nitem=SEX\nevent=SCREENING\n", &(CrfImportOptions) { .reason = "read from the identity card" });
  g_assert_true (trial->report->committed);
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_autofree char *after = read_meld3 (trial, number, events[i]);

      g_assert_cmpstr (after, ==, "25");
    }
}

/* Of a start of an adverse event too, which is on a form of no visit. */
static void
an_imported_start_says_when_the_adverse_event_was (Trial *trial,
                                                   gconstpointer data)
{
  g_autofree char *number = crf_test_register (trial->study), *csv = g_strdup_printf ("no,start\n%s,2026-03-01 12:00\n", number);
  g_autoptr (CrfFormState) form = NULL;
  g_autoptr (CrfOutcome) entered = NULL;
  CrfTarget at = { .subject = number, .event = (char *) "SE.COMMON", .form = (char *) "F.AE" };

  crf_test_bring_infusion (trial->study, number, "IT.INFST", "2026-03-01 09:00");
  crf_test_bring_infusion (trial->study, number, "IT.INFEN", "2026-03-01 10:00");
  entered = crf_test_do (trial->study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM", "value", "fever", NULL);
  at.eventkey = g_hash_table_lookup (entered->results, "eventkey");
  at.formkey = g_hash_table_lookup (entered->results, "formkey");
  import (trial, csv, "[no]\nuse=subject\n[start]\nitem=AESTDTC\nevent=COMMON\n", &(CrfImportOptions) { 0 });
  g_assert_true (trial->report->committed);
  form = crf_reader_form (trial->study->nurse, &at, NULL);
  g_assert_cmpstr (crf_form_state_find (form, "IT.AETIM", NULL)->value->canonical, ==, "WITHIN24");
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, function) g_test_add ("/exchange/import-gates/" path, Trial, NULL, set_up, function, tear_down)
  ADD ("the-status-of-the-study-gates-registering", the_status_of_the_study_gates_registering);
  ADD ("who-is-not-born-is-not-registered", who_is_not_born_is_not_registered);
  ADD ("what-was-done-without-consent-opens-a-deviation", what_was_done_without_consent_opens_a_deviation);
  ADD ("when-it-was-signed-is-not-changed-without-a-reason", when_it_was_signed_is_not_changed_without_a_reason);
  ADD ("what-was-observed-after-a-withdrawal-stays-out", what_was_observed_after_a_withdrawal_stays_out);
  ADD ("a-judgement-comes-in-only-by-who-may-give-it", a_judgement_comes_in_only_by_who_may_give_it);
  ADD ("what-stood-when-a-form-was-complete-is-replaced-with-a-reason-only", what_stood_when_a_form_was_complete_is_replaced_with_a_reason_only);
  ADD ("what-stood-there-is-shown-at-visits-that-repeat", what_stood_there_is_shown_at_visits_that_repeat);
  ADD ("what-is-computed-is-refused-by-its-name", what_is_computed_is_refused_by_its_name);
  ADD ("a-sex-that-is-corrected-by-a-table-counts-at-every-visit", a_sex_that_is_corrected_by_a_table_counts_at_every_visit);
  ADD ("an-imported-start-says-when-the-adverse-event-was", an_imported_start_says_when_the_adverse_event_was);
#undef ADD

  return g_test_run ();
}
