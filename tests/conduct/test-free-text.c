/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names, hospital and telephone numbers in what is written as free text: what is sealed as a field does not lie readable beside it unasked. */

#include "crf-import-batch.h"
#include "crf-records.h"
#include "crf-test-study.h"

#include <string.h>

#define NAME "Planted Ident"
#define HOSPITAL "H9988776"
#define PHONE "139-1234-9999"
#define PROMPT "identifier-in-text"

static char *
add_patient (CrfTestStudy *study)
{
  g_autoptr (CrfOutcome) done =
    crf_test_do (study->nurse, "register", NULL, "sex", "M", "birth-date", "1972-05-04", "name", NAME, "hospital-no", HOSPITAL, "phone", PHONE,
                 "consent-version", "1.0", "consent-at", "2026-03-02 08:30", "explained-by", "Wang Wei", "copy", "yes", NULL);

  return g_strdup (g_hash_table_lookup (done->results, "number"));
}

/* Whether the file, or its log, has the text readable. */
static gboolean
is_readable (CrfTestStudy *study,
             const char *text)
{
  g_autofree char *log = g_strconcat (study->path, "-wal", NULL);
  const char *const paths[] = { study->path, log };
  gboolean found = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *bytes = NULL;
      gsize size = 0;

      if (g_file_get_contents (paths[i], &bytes, &size, NULL))
        for (gsize j = 0; !found && j + strlen (text) <= size; j++)
          found = memcmp (bytes + j, text, strlen (text)) == 0;
    }
  return found;
}

static void
assert_asks (CrfTestStudy *study,
             const char *use_case,
             const char *subject,
             const char *key,
             const char *text,
             const char *key2,
             const char *value2)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) asked = crf_conduct_with (study->nurse, use_case, subject, &error, key, text, key2, value2, NULL);

  g_test_message ("%s: %s", use_case, text);
  g_assert_no_error (error);
  g_assert_null (asked->refusal);
  g_assert_nonnull (asked->prompt);
  g_assert_cmpstr (asked->prompt->id, ==, PROMPT);
}

static void
test_asked (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *named = add_patient (study), *other = crf_test_register (study);

  assert_asks (study, "query", named, "text", NAME " came", NULL, NULL);
  assert_asks (study, "query", other, "text", "Is this not the result of ident, planted?", NULL, NULL); /* of somebody else, turned */
  assert_asks (study, "query", other, "text", "PLANTED IDENT", NULL, NULL);
  assert_asks (study, "query", other, "text", "(h 9988776) has no date", NULL, NULL);
  assert_asks (study, "query", other, "text", "called +86 139 1234 9999 twice", NULL, NULL);
  assert_asks (study, "open-deviation", other, "text", "came late, asked 13912349999", NULL, NULL);
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (CrfOutcome) asked = crf_conduct_with (study->nurse, "log-prescreening", NULL, &error, "date", "2026-03-02", "age-band", "40-59", "sex", "M",
                                                     "reason", "brother of " HOSPITAL, NULL);

    g_assert_no_error (error);
    g_assert_nonnull (asked->prompt);
    g_assert_cmpstr (asked->prompt->id, ==, PROMPT);
  }
  g_assert_false (is_readable (study, "9988776"));
  g_assert_false (is_readable (study, "Planted"));
  g_assert_false (is_readable (study, "1234"));
}

static void
test_values (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *named = add_patient (study);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) asked = crf_conduct_with (study->nurse, "enter", named, &error, "event", "SE.SCREENING", "form", "F.DM", "item", "BED", "value",
                                                   NAME, NULL);

  g_assert_no_error (error);
  g_assert_nonnull (asked->prompt);
  g_assert_nonnull (strstr (asked->prompt->message, named));
  /* Where it is sealed it may be written, and corrected. */
  crf_outcome_free (crf_test_do (study->nurse, "enter", named, "event", "SE.SCREENING", "form", "F.DM", "item", "SUBJNAME", "value", NAME, NULL));
  g_assert_false (is_readable (study, NAME));
  /* Who says so may. */
  crf_outcome_free (crf_test_do (study->nurse, "enter", named, "event", "SE.SCREENING", "form", "F.DM", "item", "BED", "value", NAME, "confirm",
                                 asked->prompt->id, NULL));
  g_assert_true (is_readable (study, NAME));
}

/* In Chinese there are no blanks to find a name by. */
static void
test_chinese (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SE.SCREENING", "form", "F.DM", "item", "SUBJNAME", "value", "欧阳小惠", NULL));
  assert_asks (study, "query", number, "text", "今天欧阳小惠来电话", NULL, NULL);
  crf_outcome_free (crf_test_do (study->nurse, "query", number, "text", "今天患者来电话", NULL));
}

/* Years, short words and the numbers of patients are nobody's name. */
static void
test_unasked (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *named = add_patient (study);

  crf_outcome_free (crf_test_do (study->nurse, "query", named, "text", "Was the sample of 2026-03-02 planted, and by whom? No ident.", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "open-deviation", named, "text", "The visit of 2026 was late by 1234 minutes", NULL));
}

/* Nobody can be asked: the cell is left out, with a sentence. */
static void
test_batch (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *named = add_patient (study);
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (study->nurse), named, NULL);
  g_autoptr (GError) error = NULL;
  CrfBatch *batch = crf_batch_begin (study->nurse, &error);
  g_autoptr (CrfOutcome) refused = NULL, taken = NULL;

  g_assert_no_error (error);
  g_assert_true (crf_batch_store (batch, subject->key, "SE.SCREENING", "IT.BED", "bed of " NAME, NULL, &refused, &error));
  g_assert_no_error (error);
  g_assert_nonnull (refused->refusal);
  g_assert_cmpstr (refused->refusal->code, ==, PROMPT);
  g_assert_true (crf_batch_store (batch, subject->key, "SE.SCREENING", "IT.BED", "bed 12", NULL, &taken, &error));
  g_assert_no_error (error);
  g_assert_null (taken->refusal);
  crf_batch_free (batch);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/conduct/free-text/a-name-or-number-of-a-patient-in-free-text-is-asked-about", test_asked);
  g_test_add_func ("/conduct/free-text/a-name-in-another-field-is-asked-about-and-stored-by-who-insists", test_values);
  g_test_add_func ("/conduct/free-text/a-chinese-name-is-found-without-blanks", test_chinese);
  g_test_add_func ("/conduct/free-text/years-and-single-words-are-nobodys-name", test_unasked);
  g_test_add_func ("/conduct/free-text/a-table-leaves-a-cell-out-that-names-a-patient", test_batch);
  return g_test_run ();
}
