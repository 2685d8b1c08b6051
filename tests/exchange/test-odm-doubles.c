/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One place twice in an ODM file. ODM 1.3.2 has one entry for each data point of a snapshot, and in a file of transactions an Insert, then Updates
 * and a Remove; what contradicts itself is refused with both lines, and what says the same twice does no harm. */

#include "crf-export.h"
#include "crf-reader.h"
#include "transfer.h"

#include <string.h>

typedef struct
{
  CrfTestStudy *study;
  CrfSession *manager;
  char *path;
} Trial;

static void
set_up (Trial *trial,
        gconstpointer data)
{
  trial->study = crf_test_study_new ();
  trial->manager = transfer_sign_in_manager (trial->study);
  trial->path = g_build_filename (trial->study->dir, "in.xml", NULL);
}

static void
tear_down (Trial *trial,
           gconstpointer data)
{
  g_clear_pointer (&trial->manager, crf_session_close);
  g_free (trial->path);
  crf_test_study_free (trial->study);
}

static CrfImportReport *
import_text (Trial *trial,
             const char *text,
             const char *map,
             gboolean skip_refused)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1), *map_path = g_build_filename (trial->study->dir, "in.map", NULL);
  const CrfImportOptions options = { .skip_refused = skip_refused };
  g_autoptr (GError) error = NULL;
  CrfImportReport *report;

  crf_outcome_free (crf_test_do (trial->manager, "accept-source", NULL, "sha256", sha256, "name", "in.xml", "reason", "handed over", NULL));
  g_assert_true (g_file_set_contents (trial->path, text, -1, NULL));
  g_assert_true (g_file_set_contents (map_path, map != NULL ? map : "", -1, NULL));
  report = crf_import_file (trial->study->nurse, trial->path, map != NULL ? map_path : NULL, &options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return report;
}

static const CrfImportCell *
only_refused (const CrfImportReport *report)
{
  const CrfImportCell *found = NULL;

  for (guint i = 0; i < report->cells->len; i++)
    {
      const CrfImportCell *cell = g_ptr_array_index (report->cells, i);

      if (cell->result != CRF_IMPORT_REFUSED)
        continue;
      g_test_message ("line %u, %s: %s", cell->line, cell->column, cell->reason);
      g_assert_null (found);
      found = cell;
    }
  g_assert_nonnull (found);
  return found;
}

static char *
weight_of (Trial *trial)
{
  const CrfTarget target = { .subject = (char *) "P-9", .event = (char *) "SE.SCREENING", .form = (char *) "F.VISIT" };
  g_autoptr (CrfFormState) state = crf_reader_form (trial->study->nurse, &target, NULL);
  CrfFieldState *field = state != NULL ? crf_form_state_find (state, "IT.WEIGHT", NULL) : NULL;

  return field != NULL && !crf_value_is_empty (field->value) ? crf_value_to_display (field->value, field->item, "en") : NULL;
}

#define FILE_OF(type, data) "<ODM xmlns=\"http://www.cdisc.org/ns/odm/v1.3\" ODMVersion=\"1.3.2\" FileType=\"" type "\" FileOID=\"F\" " \
                            "CreationDateTime=\"2026-01-01T00:00:00\" SourceSystem=\"Other\"><ClinicalData StudyOID=\"THEIRS\" MetaDataVersionOID=\"1\">\n" data \
                            "</ClinicalData></ODM>"
#define SUBJECT(data) "<SubjectData SubjectKey=\"P-9\">\n" data "</SubjectData>\n"
#define VISIT(data) "<StudyEventData StudyEventOID=\"SE.SCREENING\">\n" data "</StudyEventData>\n"
#define FORM(key, data) "<FormData FormOID=\"F.VISIT\"" key ">\n" data "</FormData>\n"
#define GROUP(data) "<ItemGroupData ItemGroupOID=\"IG.VS\">\n" data "</ItemGroupData>\n"
#define WEIGHT(value, type) "<ItemData ItemOID=\"IT.WEIGHT\" Value=\"" value "\"" type "/>\n"
#define ONE(type, values) FILE_OF (type, SUBJECT (VISIT (FORM ("", GROUP (values)))))

/* Lines: ODM 1, patient 2, visit 3, form 4, group 5, first value 6. */
static const struct { const char *text; guint first, second; } contradicting[] = {
  { ONE ("Snapshot", WEIGHT ("70", "") WEIGHT ("71", "")), 6, 7 },
  { FILE_OF ("Snapshot", SUBJECT (VISIT (FORM ("", GROUP (WEIGHT ("70", "")) GROUP (WEIGHT ("71", "")))))), 6, 9 },
  { FILE_OF ("Snapshot", SUBJECT (VISIT (FORM ("", GROUP (WEIGHT ("70", ""))) FORM ("", GROUP (WEIGHT ("71", "")))))), 6, 11 },
  { FILE_OF ("Snapshot", SUBJECT (VISIT (FORM ("", GROUP (WEIGHT ("70", "")))) VISIT (FORM ("", GROUP (WEIGHT ("71", "")))))), 6, 13 },
  { FILE_OF ("Snapshot", SUBJECT (VISIT (FORM ("", GROUP (WEIGHT ("70", ""))))) SUBJECT (VISIT (FORM ("", GROUP (WEIGHT ("71", "")))))), 6, 15 },
  /* Others name the only one of a thing in several ways. */
  { FILE_OF ("Snapshot", SUBJECT (VISIT (FORM ("", GROUP (WEIGHT ("70", ""))) FORM (" FormRepeatKey=\"1\"", GROUP (WEIGHT ("71", "")))))), 6, 11 },
  /* A snapshot knows no order. */
  { ONE ("Snapshot", WEIGHT ("70", " TransactionType=\"Insert\"") WEIGHT ("71", " TransactionType=\"Update\"")), 6, 7 },
  { ONE ("Transactional", WEIGHT ("70", " TransactionType=\"Insert\"") WEIGHT ("71", " TransactionType=\"Insert\"")), 6, 7 },
  { ONE ("Transactional", WEIGHT ("70", "") WEIGHT ("71", "")), 6, 7 },
};

static void
what_contradicts_itself_is_refused_with_both_lines (Trial *trial,
                                                    gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (contradicting); i++)
    {
      g_autoptr (CrfImportReport) report = import_text (trial, contradicting[i].text, NULL, FALSE);
      const CrfImportCell *cell = only_refused (report);
      g_autofree char *first = g_strdup_printf ("line %u of this file says “70 kg”", contradicting[i].first);
      g_autofree char *second = g_strdup_printf ("line %u “71 kg”", contradicting[i].second);

      g_assert_false (report->committed);
      g_assert_cmpuint (cell->line, ==, contradicting[i].second);
      g_assert_cmpstr (cell->subject, ==, "P-9");
      g_assert_cmpstr (cell->item, ==, "WEIGHT");
      g_assert_nonnull (strstr (cell->reason, "Of patient P-9, SE.SCREENING/F.VISIT"));
      g_assert_nonnull (strstr (cell->reason, "IG.VS/IT.WEIGHT"));
      g_assert_nonnull (strstr (cell->reason, first));
      g_assert_nonnull (strstr (cell->reason, second));
    }
}

/* As a table's: the earlier line stays. */
static void
the_earlier_one_stays_where_refused_ones_are_skipped (Trial *trial,
                                                      gconstpointer data)
{
  g_autoptr (CrfImportReport) report = import_text (trial, contradicting[0].text, NULL, TRUE);
  g_autofree char *weight = NULL;

  g_assert_true (report->committed);
  g_assert_cmpuint (report->refused, ==, 1);
  weight = weight_of (trial);
  g_assert_cmpstr (weight, ==, "70 kg");
}

static void
what_is_said_twice_alike_is_stored_once (Trial *trial,
                                         gconstpointer data)
{
  static const char text[] = FILE_OF ("Snapshot", SUBJECT (VISIT (FORM ("", GROUP (WEIGHT ("70", "") WEIGHT ("70.0", "")))
                                                                  FORM (" FormRepeatKey=\"1\"", GROUP (WEIGHT ("70", "")))))
                                                  SUBJECT (VISIT (FORM ("", GROUP (WEIGHT ("70.00", ""))))));
  g_autoptr (CrfImportReport) report = import_text (trial, text, NULL, FALSE);
  g_autofree char *weight = NULL;

  g_assert_cmpuint (report->refused, ==, 0);
  g_assert_cmpuint (report->stored, ==, 1);
  g_assert_true (report->committed);
  weight = weight_of (trial);
  g_assert_cmpstr (weight, ==, "70 kg");
}

static void
what_is_empty_once_and_a_value_once_is_refused (Trial *trial,
                                                gconstpointer data)
{
  static const char *const texts[] = { ONE ("Snapshot", WEIGHT ("", "") WEIGHT ("71", "")), ONE ("Snapshot", WEIGHT ("71", "") WEIGHT ("", "")) };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (CrfImportReport) report = import_text (trial, texts[i], NULL, FALSE);

      g_assert_false (report->committed);
      g_assert_cmpuint (only_refused (report)->line, ==, 7);
    }
}

static void
a_later_transaction_replaces_an_earlier_one (Trial *trial,
                                             gconstpointer data)
{
  static const char text[] = ONE ("Transactional", WEIGHT ("70", " TransactionType=\"Insert\"") WEIGHT ("71", " TransactionType=\"Update\"")
                                  WEIGHT ("71", " TransactionType=\"Remove\"") WEIGHT ("72", " TransactionType=\"Insert\"")
                                  WEIGHT ("73", " TransactionType=\"Upsert\""));
  g_autoptr (CrfImportReport) report = import_text (trial, text, NULL, FALSE);
  g_autofree char *weight = NULL;

  g_assert_cmpuint (report->refused, ==, 0);
  g_assert_cmpuint (report->stored, ==, 1);
  g_assert_true (report->committed);
  weight = weight_of (trial);
  g_assert_cmpstr (weight, ==, "73 kg");
}

/* Two of their visits into one of ours. */
static void
what_a_map_brings_together_must_agree (Trial *trial,
                                       gconstpointer data)
{
#define THEIR(visit, value) "<StudyEventData StudyEventOID=\"" visit "\"><FormData FormOID=\"X\"><ItemGroupData ItemGroupOID=\"Y\">\n<ItemData ItemOID=\"KG\" Value=\"" value "\"/>\n" \
                            "</ItemGroupData></FormData></StudyEventData>"
  static const char map[] = "[KG]\nitem=WEIGHT\nunit=kg\nevent=SCREENING\n";
  g_autoptr (CrfImportReport) refused = import_text (trial, FILE_OF ("Snapshot", SUBJECT (THEIR ("A", "70") THEIR ("B", "71"))), map, FALSE);
  g_autoptr (CrfImportReport) stored = NULL;

  g_assert_nonnull (strstr (only_refused (refused)->reason, "line 4 of this file says “70 kg”"));
  stored = import_text (trial, FILE_OF ("Snapshot", SUBJECT (THEIR ("A", "70") THEIR ("B", "70.0"))), map, FALSE);
  g_assert_cmpuint (stored->refused, ==, 0);
  g_assert_cmpuint (stored->stored, ==, 1);
}

/* ── What this program exported ── */

static char *
export_snapshot (CrfTestStudy *study)
{
  g_autofree char *number = crf_test_register (study), *path = NULL;
  const CrfOdmOptions options = { .audit = TRUE };
  char *text;

  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", "BED", "value", "14", NULL));
  path = transfer_write (study->nurse, study->dir, "a.xml", &options);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* The element that begins with @what, twice; the second time with @old as @with. */
static char *
doubled (const char *text,
         const char *what,
         const char *end,
         const char *old,
         const char *with)
{
  const char *begin = strstr (strstr (text, "<ClinicalData "), what), *close = strstr (begin, end) + strlen (end);
  g_autofree char *element = g_strndup (begin, close - begin);
  g_autoptr (GString) copy = g_string_new (element);

  if (old != NULL)
    g_assert_cmpuint (g_string_replace (copy, old, with, 0), ==, 1);
  return g_strdup_printf ("%.*s%s\n%s", (int) (close - text), text, copy->str, close);
}

static void
a_snapshot_of_ones_own_that_contradicts_itself_is_refused (Trial *trial,
                                                           gconstpointer data)
{
  static const struct { const char *what, *end, *old, *with, *word; } faults[] = {
    { "<ItemData ItemOID=\"IT.BED\"", "</ItemData>", "Value=\"14\"", "Value=\"15\"", "says “14” and line" },
    { "<FormData FormOID=\"F.DM\"", "</FormData>", "sw:State=\"started\"", "sw:State=\"complete\"", "says “started” and line" },
    { "<SubjectData SubjectKey=\"01-S-001\"", "</SubjectData>", "sw:Status=\"screening\"", "sw:Status=\"failed\"", "Of patient 01-S-001" },
  };
  CrfTestStudy *from = crf_test_study_new ();
  g_autofree char *text = export_snapshot (from);

  crf_test_study_set_now (trial->study, "2026-04-01T09:00");
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *spoilt = doubled (text, faults[i].what, faults[i].end, faults[i].old, faults[i].with);
      g_autoptr (CrfImportReport) report = import_text (trial, spoilt, NULL, TRUE);

      g_assert_false (report->committed);
      g_assert_nonnull (strstr (only_refused (report)->reason, faults[i].word));
    }
  crf_test_study_free (from);
}

static void
a_snapshot_of_ones_own_that_repeats_itself_is_taken (Trial *trial,
                                                     gconstpointer data)
{
  CrfTestStudy *from = crf_test_study_new ();
  g_autofree char *text = export_snapshot (from), *again = doubled (text, "<SubjectData SubjectKey=\"01-S-001\"", "</SubjectData>", NULL, NULL);
  g_autoptr (CrfImportReport) report = NULL;
  g_autoptr (GArray) ids = NULL;

  crf_test_study_set_now (trial->study, "2026-04-01T09:00");
  report = import_text (trial, again, NULL, FALSE);
  if (report->refused > 0)
    only_refused (report);
  g_assert_true (report->committed);
  ids = crf_reader_patient_ids (trial->study->nurse, NULL, NULL, CRF_PATIENT_SORT_NUMBER, FALSE, NULL);
  g_assert_cmpuint (ids->len, ==, 1);
  crf_test_study_free (from);
}

#define ADD(name, function) g_test_add ("/odm-doubles/" name, Trial, NULL, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("what contradicts itself is refused with both lines", what_contradicts_itself_is_refused_with_both_lines);
  ADD ("the earlier one stays where refused ones are skipped", the_earlier_one_stays_where_refused_ones_are_skipped);
  ADD ("what is said twice alike is stored once", what_is_said_twice_alike_is_stored_once);
  ADD ("what is empty once and a value once is refused", what_is_empty_once_and_a_value_once_is_refused);
  ADD ("a later transaction replaces an earlier one", a_later_transaction_replaces_an_earlier_one);
  ADD ("what a map brings together must agree", what_a_map_brings_together_must_agree);
  ADD ("a snapshot of one's own that contradicts itself is refused", a_snapshot_of_ones_own_that_contradicts_itself_is_refused);
  ADD ("a snapshot of one's own that repeats itself is taken", a_snapshot_of_ones_own_that_repeats_itself_is_taken);
  return g_test_run ();
}
