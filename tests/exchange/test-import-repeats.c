/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A line of a table that is about one of several infusions or unscheduled visits says which, by the number that people see or by the day; where it does not,
 * nothing is guessed and the refusal says what to add. */

#include "crf-import-batch.h"
#include "crf-import.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-test-study.h"

#include <string.h>

#define SUBJECT "[no]\nuse=subject\n"
#define WHICH "[which]\nuse=repeat\n"
#define REACTION "[given]\nitem=IT.INFGIVEN\nunit=mL\nevent=INFUSION\n"
#define ALT "[alt]\nitem=IT.ALT\nunit=U/L\nevent=UNSCHEDULED\n"

typedef struct
{
  CrfTestStudy *study;
  CrfImportReport *report;
  char *number;
} Trial;

static void
store (CrfBatch *batch,
       const char *key,
       const char *eventkey,
       const char *item,
       const char *value,
       char **made)
{
  const CrfTarget place = { .event = (char *) "SE.INFUSION", .eventkey = (char *) eventkey, .form = (char *) "F.INF", .item = (char *) item };
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (crf_batch_store_at (batch, key, &place, value, NULL, &outcome, &error));
  g_assert_no_error (error);
  if (outcome->refusal != NULL)
    g_test_message ("%s", outcome->refusal->message);
  g_assert_null (outcome->refusal);
  if (made != NULL)
    *made = g_strdup (g_hash_table_lookup (outcome->results, "eventkey"));
}

/* Two infusions, a week apart, and two unscheduled visits. */
static void
set_up (Trial *trial,
        gconstpointer data)
{
  static const char *const starts[] = { "2026-03-03 10:15", "2026-03-10 09:40" }, *const days[] = { "2026-03-05", "2026-03-12" };
  g_autoptr (CrfBatch) batch = NULL;
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;

  trial->study = crf_test_study_new ();
  trial->number = crf_test_register (trial->study);
  crf_test_study_set_now (trial->study, "2026-03-20T08:00");
  batch = crf_batch_begin (trial->study->nurse, &error);
  g_assert_no_error (error);
  key = crf_batch_find_subject (batch, trial->number, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_autofree char *made = NULL;

      store (batch, key, "new", "IT.INFST", starts[i], &made);
      store (batch, key, made, "IT.INFGIVEN", i == 0 ? "50" : "60", NULL);
    }
  g_assert_true (crf_batch_commit (batch, &error));
  g_assert_no_error (error);
  g_clear_pointer (&batch, crf_batch_free);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    crf_outcome_free (crf_test_do (trial->study->nurse, "add-visit", trial->number, "date", days[i], "reason", "fever", "mode", "ward", "forms", "F.VISIT", NULL));
}

static void
tear_down (Trial *trial,
           gconstpointer data)
{
  g_clear_pointer (&trial->report, crf_import_report_free);
  g_free (trial->number);
  crf_test_study_free (trial->study);
}

/* A line of the patient: which one, and the value. @header: of the value's column. */
static void
import (Trial *trial,
        const char *which,
        const char *header,
        const char *value,
        const char *map)
{
  g_autofree char *csv = g_strdup_printf ("no,which,%s\n%s,%s,%s\n", header, trial->number, which, value);
  g_autofree char *csv_path = g_build_filename (trial->study->dir, "t.csv", NULL), *map_path = g_build_filename (trial->study->dir, "t.map", NULL);
  const CrfImportOptions options = { .reason = "read again" };
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&trial->report, crf_import_report_free);
  g_assert_true (g_file_set_contents (csv_path, csv, -1, NULL));
  g_assert_true (g_file_set_contents (map_path, map, -1, NULL));
  trial->report = crf_import_csv (trial->study->nurse, csv_path, map_path, &options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static const CrfImportCell *
cell (Trial *trial)
{
  const CrfImportCell *found = g_ptr_array_index (trial->report->cells, 0);

  g_test_message ("%s → %s: %s", found->before, found->after, found->reason);
  return found;
}

static void
an_infusion_is_named_by_its_number_its_day_or_its_time (Trial *trial,
                                                        gconstpointer data)
{
  static const struct { const char *which, *before; } cases[] = {
    { "1", "50 mL" }, { "2", "60 mL" }, { " 2 ", "61 mL" }, { "2026-03-03", "51 mL" }, { "2026-03-10", "61 mL" }, { "2026-03-10 09:40", "61 mL" },
    { "2026-03-10T09:40", "61 mL" },
  };
  static const char *const values[] = { "51", "61", "61", "51", "61", "61", "61" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      import (trial, cases[i].which, "given", values[i], SUBJECT WHICH REACTION);
      g_assert_true (trial->report->committed);
      g_assert_cmpuint (trial->report->stored, ==, 1);
      g_assert_cmpstr (cell (trial)->before, ==, cases[i].before);
    }
}

static void
an_unscheduled_visit_is_named_by_its_number_or_its_day (Trial *trial,
                                                        gconstpointer data)
{
  import (trial, "2", "alt", "44", SUBJECT WHICH ALT);
  g_assert_true (trial->report->committed);
  g_assert_null (cell (trial)->before);
  import (trial, "2026-03-12", "alt", "45", SUBJECT WHICH ALT);
  g_assert_true (trial->report->committed);
  g_assert_cmpstr (cell (trial)->before, ==, "44 U/L");
  import (trial, "1", "alt", "46", SUBJECT WHICH ALT);
  g_assert_null (cell (trial)->before);
}

static void
without_it_the_refusal_says_what_to_add (Trial *trial,
                                         gconstpointer data)
{
  import (trial, "", "given", "55", SUBJECT REACTION);
  g_assert_false (trial->report->committed);
  g_assert_nonnull (strstr (cell (trial)->reason, "several “INFUSION”: 1 (2026-03-03 10:15), 2 (2026-03-10 09:40)."));
  g_assert_nonnull (strstr (cell (trial)->reason, "use=repeat and event=INFUSION"));
}

static void
what_fits_none_is_refused_with_those_that_are_there (Trial *trial,
                                                     gconstpointer data)
{
  static const struct { const char *which, *word; } cases[] = {
    { "", "The cell is empty that says which “INFUSION” is meant. Write its number or its day." },
    { "3", "no “INFUSION” with the number 3, but these: 1 (2026-03-03 10:15), 2 (2026-03-10 09:40)." },
    { "0", "number 0" },
    { "2026-03-04", "no “INFUSION” of “2026-03-04”" },
    { "2026-03-03 11:00", "no “INFUSION” of “2026-03-03 11:00”" },
    { "second", "neither a number nor a day" },
    { "new", "neither a number nor a day" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      import (trial, cases[i].which, "given", "55", SUBJECT WHICH REACTION);
      g_assert_false (trial->report->committed);
      g_assert_cmpuint (trial->report->refused, ==, 1);
      g_assert_nonnull (strstr (cell (trial)->reason, cases[i].word));
    }
}

static void
a_day_with_two_of_them_needs_the_number (Trial *trial,
                                         gconstpointer data)
{
  crf_outcome_free (crf_test_do (trial->study->nurse, "add-visit", trial->number, "date", "2026-03-12", "reason", "fall", "mode", "ward", "forms", "F.VISIT", NULL));
  import (trial, "2026-03-12", "alt", "44", SUBJECT WHICH ALT);
  g_assert_false (trial->report->committed);
  g_assert_nonnull (strstr (cell (trial)->reason, "fits more than one “UNSCHEDULED” of the patient"));
  g_assert_nonnull (strstr (cell (trial)->reason, "Write its number instead."));
  import (trial, "3", "alt", "44", SUBJECT WHICH ALT);
  g_assert_true (trial->report->committed);
}

/* As before: the only one, or the one that the line makes. */
static void
where_there_is_one_or_none_nothing_need_be_said (Trial *trial,
                                                 gconstpointer data)
{
  g_autofree char *other = crf_test_register (trial->study);
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (trial->study->nurse), other, NULL);
  guint n = 0;

  g_free (trial->number);
  trial->number = g_steal_pointer (&other);
  import (trial, "1", "given", "55", SUBJECT WHICH REACTION);
  g_assert_true (trial->report->committed);
  import (trial, "", "given", "56", SUBJECT REACTION);
  g_assert_true (trial->report->committed);
  g_assert_cmpstr (cell (trial)->before, ==, "55 mL");
  /* The next one is not made by a slip of the pen. */
  import (trial, "2", "given", "57", SUBJECT WHICH REACTION);
  g_assert_false (trial->report->committed);
  events = crf_records_events (crf_session_get_file (trial->study->nurse), subject->key, NULL);
  for (guint i = 0; i < events->len; i++)
    n += strcmp (((CrfEventRecord *) g_ptr_array_index (events, i))->event, "SE.INFUSION") == 0;
  g_assert_cmpuint (n, ==, 1);
}

/* A patient who has none: a day alone would make a visit without a date, which no later line finds. */
static void
a_day_makes_the_first_only_with_its_date_in_the_line (Trial *trial,
                                                      gconstpointer data)
{
  static const char map[] = SUBJECT WHICH ALT "[day]\nitem=IT.VISDAT\nevent=UNSCHEDULED\n";

  g_free (trial->number);
  trial->number = crf_test_register (trial->study);
  import (trial, "2026-03-01", "alt", "44", SUBJECT WHICH ALT);
  g_assert_false (trial->report->committed);
  g_assert_nonnull (strstr (cell (trial)->reason, "no “UNSCHEDULED” of “2026-03-01”, and none at all yet. Record first that it took place"));
  import (trial, "2026-03-01", "alt,day", "44,", map);
  g_assert_false (trial->report->committed);
  import (trial, "2026-03-01", "alt,day", "44,2026-03-15", map);
  g_assert_false (trial->report->committed);
  g_assert_cmpuint (trial->report->refused, ==, 2);
  g_assert_nonnull (strstr (cell (trial)->reason, "means the “UNSCHEDULED” of “2026-03-01”, but gives “2026-03-15” as its date. Correct one of the two."));
  import (trial, "2026-03-01", "alt,day", "44,2026-03-01", map);
  g_assert_true (trial->report->committed);
  g_assert_cmpuint (trial->report->stored, ==, 2);
  import (trial, "2026-03-01", "alt", "45", SUBJECT WHICH ALT);
  g_assert_true (trial->report->committed);
  g_assert_cmpstr (cell (trial)->before, ==, "44 U/L");
  import (trial, "2026-03-20", "alt", "46", SUBJECT WHICH ALT);
  g_assert_false (trial->report->committed);
  g_assert_nonnull (strstr (cell (trial)->reason, "but these: 1 (2026-03-01). Correct the day, write the number, or record first that it took place."));
}

/* The date of a visit takes no time of day; without its date the visit is not made. */
static void
a_visit_whose_date_is_refused_is_not_made (Trial *trial,
                                           gconstpointer data)
{
  g_free (trial->number);
  trial->number = crf_test_register (trial->study);
  import (trial, "2026-03-10 09:40", "alt,day", "44,2026-03-10 09:40", SUBJECT WHICH ALT "[day]\nitem=IT.VISDAT\nevent=UNSCHEDULED\n");
  g_assert_cmpuint (trial->report->refused, ==, 2);
  g_assert_cmpuint (trial->report->stored, ==, 0);
}

/* What is on paper from years ago is typed off: the number after the last one makes it, and a gap is a slip. */
static void
where_an_old_study_is_transcribed_the_next_number_makes_one (Trial *trial,
                                                             gconstpointer data)
{
  g_autoptr (CrfTestStudy) old = crf_test_study_new_of ("liang2017");
  CrfTestStudy *study = trial->study;

  g_free (trial->number);
  trial->number = crf_test_register (old);
  trial->study = old;
  for (guint i = 0; i < 4; i++)
    {
      static const char *const which[] = { "1", "2", "4", "2" };

      import (trial, which[i], "given", "55", SUBJECT WHICH REACTION);
      g_test_message ("%s: %s", which[i], cell (trial)->reason);
      g_assert_true (trial->report->committed == (i != 2));
      g_assert_true ((cell (trial)->before != NULL) == (i == 3));
    }
  trial->study = study;
}

#define ADD(name, function) g_test_add ("/exchange/import-repeats/" name, Trial, NULL, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("an-infusion-is-named-by-its-number-its-day-or-its-time", an_infusion_is_named_by_its_number_its_day_or_its_time);
  ADD ("an-unscheduled-visit-is-named-by-its-number-or-its-day", an_unscheduled_visit_is_named_by_its_number_or_its_day);
  ADD ("without-it-the-refusal-says-what-to-add", without_it_the_refusal_says_what_to_add);
  ADD ("what-fits-none-is-refused-with-those-that-are-there", what_fits_none_is_refused_with_those_that_are_there);
  ADD ("a-day-with-two-of-them-needs-the-number", a_day_with_two_of_them_needs_the_number);
  ADD ("where-there-is-one-or-none-nothing-need-be-said", where_there_is_one_or_none_nothing_need_be_said);
  ADD ("a-day-makes-the-first-only-with-its-date-in-the-line", a_day_makes_the_first_only_with_its_date_in_the_line);
  ADD ("a-visit-whose-date-is-refused-is-not-made", a_visit_whose_date_is_refused_is_not_made);
  ADD ("where-an-old-study-is-transcribed-the-next-number-makes-one", where_an_old_study_is_transcribed_the_next_number_makes_one);
  return g_test_run ();
}
