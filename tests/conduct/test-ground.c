/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is signed, dosed, allocated and exported on is what the journal says: rows are changed behind the program's back, and each act that rests on
 * them refuses. */

#include "crf-coding.h"
#include "crf-dashboard.h"
#include "crf-event-classes.h"
#include "crf-export.h"
#include "crf-measures.h"
#include "crf-reader.h"
#include "crf-reader-screening.h"
#include "crf-reader-verification.h"
#include "crf-records.h"
#include "crf-review.h"
#include "crf-safety-counts.h"
#include "crf-verify.h"
#include "raw-file.h"
#include "ward.h"

#include <string.h>

/* On the same file, while it is open: as a damaged disk or somebody with SQLite would. */
static void
change (Ward *ward,
        const char *sql)
{
  sqlite3 *db = raw_file_open (ward->study->path);
  char *message = NULL;

  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_cmpint (sqlite3_changes (db), >, 0);
  sqlite3_close (db);
}

static char *
key_of (Ward *ward)
{
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (ward->study->admin), ward->number, NULL);

  return g_strdup (subject->key);
}

static void
assert_refused (Ward *ward,
                const char *subject,
                const char *table)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (crf_verify_record (crf_session_get_file (ward->study->admin), subject, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, table));
}

static void
a_row_of_any_kind_is_compared (void)
{
  static const struct { const char *table, *there, *back; } changes[] = {
    { "signature", "UPDATE signature SET login = 'li' WHERE login = 'wang'", "UPDATE signature SET login = 'wang' WHERE login = 'li'" },
    { "consent", "UPDATE consent SET version = '9' || version", "UPDATE consent SET version = substr (version, 2)" },
    { "lot", "UPDATE lot SET concentration = '5'", "UPDATE lot SET concentration = '10'" },
    { "slot", "UPDATE slot SET drawn_at = drawn_at || 'x' WHERE subject IS NOT NULL",
      "UPDATE slot SET drawn_at = substr (drawn_at, 1, length (drawn_at) - 1) WHERE subject IS NOT NULL" },
    { "subject", "UPDATE subject SET status = 'died' WHERE status = 'allocated'", "UPDATE subject SET status = 'allocated' WHERE status = 'died'" },
    { "form", "UPDATE form SET day = '2019' || substr (day, 5) WHERE day LIKE '2026%'",
      "UPDATE form SET day = '2026' || substr (day, 5) WHERE day LIKE '2019%'" },
    { "value", "UPDATE value SET canon = canon || '9' WHERE item = 'IT.WEIGHT'",
      "UPDATE value SET canon = substr (canon, 1, length (canon) - 1) WHERE item = 'IT.WEIGHT'" },
    { "reference_range", "UPDATE reference_range SET high = '5000'", "UPDATE reference_range SET high = '41'" },
    { "meta", "UPDATE meta SET value = value || 'x' WHERE key = 'site'", "UPDATE meta SET value = substr (value, 1, length (value) - 1) WHERE key = 'site'" },
    { "source", "UPDATE source SET kind = 'paper'", "UPDATE source SET kind = 'laboratory'" },
    { "definition", "UPDATE definition SET version = version || 'x'", "UPDATE definition SET version = substr (version, 1, length (version) - 1)" },
  };
  Ward ward = { 0 };
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;

  ward_open (&ward, NULL);
  key = key_of (&ward);
  crf_test_enter (ward.study, ward.number, "SCREENING", "WEIGHT", "66", "kg");
  crf_outcome_free (crf_test_do (ward.study->nurse, "set-range", NULL, "item", "IT.AST", "low", "9", "high", "41", "unit", "U/L", "from", "2026-01-01", NULL));
  crf_outcome_free (crf_test_do (ward.study->investigator, "set-source", NULL, "item", "IT.AST", "source", "laboratory", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *table = g_strconcat ("table ", changes[i].table, NULL);

      change (&ward, changes[i].there);
      assert_refused (&ward, key, table);
      assert_refused (&ward, NULL, table);
      change (&ward, changes[i].back);
      g_assert_true (crf_verify_record (crf_session_get_file (ward.study->admin), key, &error));
      g_assert_no_error (error);
      g_assert_true (crf_verify_record (crf_session_get_file (ward.study->admin), NULL, &error));
      g_assert_no_error (error);
    }
  ward_close (&ward, NULL);
}

/* The row and the entry alike: only the entry's hash tells. */
static void
a_value_whose_entry_was_rewritten_does_not_leave_the_file (void)
{
  Ward ward = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) subjects = NULL;

  ward_open (&ward, NULL);
  crf_test_enter (ward.study, ward.number, "SCREENING", "WEIGHT", "66", "kg");
  subjects = crf_export_subjects (ward.study->investigator, NULL, &error);
  g_assert_no_error (error);
  change (&ward, "DROP TRIGGER journal_no_update; UPDATE value SET value = '99', canon = '99' WHERE item = 'IT.WEIGHT';"
                 "UPDATE journal SET value = '99', canon = '99' WHERE item = 'IT.WEIGHT'");
  g_assert_null (crf_export_subjects (ward.study->investigator, NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (crf_export_subjects (ward.study->investigator, ward.number, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  ward_close (&ward, NULL);
}

static void
no_dose_is_planned_on_a_lot_that_is_not_the_journals (void)
{
  Ward ward = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autofree char *volume = NULL;

  ward_open (&ward, NULL);
  change (&ward, "UPDATE lot SET concentration = '5'");
  outcome = crf_conduct_with (ward.study->nurse, "plan-infusion", ward.number, &error, "infusion", "1", "weight", "66", "weight-date",
                              "2026-03-02T08:00", "lot", "L-1", "duration", "30", NULL);
  g_assert_null (outcome);
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  change (&ward, "UPDATE lot SET concentration = '10'");
  ward_plan (&ward);
  volume = ward_planned_volume (&ward);
  g_assert_nonnull (volume);
  ward_close (&ward, NULL);
}

/* Figures and lists are not told; her record is, and says what it is. */
static void
readers_tell_no_figures_and_warn_of_a_record (void)
{
  Ward ward = { 0 };
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfPatient) altered = NULL, sound = NULL;
  CrfVerificationCount count;
  CrfSession *session;

  ward_open (&ward, NULL);
  key = key_of (&ward);
  session = ward.study->investigator;
  change (&ward, "UPDATE subject SET status = 'died' WHERE status = 'allocated'");
#define REFUSES(reading)                                                                                                                          \
  g_assert_false (reading);                                                                                                                       \
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);                                                                                \
  g_clear_error (&error)
  REFUSES (crf_reader_dashboard (session, &error) != NULL);
  REFUSES (crf_reader_screening_log (session, &error) != NULL);
  REFUSES (crf_reader_measures (session, NULL, FALSE, &error) != NULL);
  REFUSES (crf_reader_safety_groups (session, &error) != NULL);
  REFUSES (crf_reader_event_classes (session, &error) != NULL);
  REFUSES (crf_reader_codable_terms (session, NULL, &error) != NULL);
  REFUSES (crf_reader_fallen_marks (session, ward.number, &error) != NULL);
  REFUSES (crf_reader_verification (session, &(CrfTarget) { .subject = ward.number }, &count, &error));
  altered = crf_reader_patient (session, key, &error);
  g_assert_no_error (error);
  g_assert_nonnull (altered);
  g_assert_nonnull (strstr (altered->altered, "table subject"));
  change (&ward, "UPDATE subject SET status = 'allocated' WHERE status = 'died'");
  sound = crf_reader_patient (session, key, &error);
  g_assert_no_error (error);
  g_assert_null (sound->altered);
  ward_close (&ward, NULL);
}

static void
readers_tell_no_trail_that_was_rewritten (void)
{
  Ward ward = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  CrfSession *session;

  ward_open (&ward, NULL);
  session = ward.study->investigator;
  rows = crf_reader_audit (session, ward.number, NULL, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, >, 0);
  change (&ward, "DROP TRIGGER journal_no_update; UPDATE journal SET user = 'mona' WHERE action = 'subject.register'");
  REFUSES (crf_reader_audit (session, ward.number, NULL, NULL, 0, &error) != NULL);
  REFUSES (crf_reader_audit (session, NULL, &(CrfTarget) { .subject = ward.number, .item = (char *) "IT.WEIGHT" }, NULL, 0, &error) != NULL);
  REFUSES (crf_reader_audit_filtered (session, &(CrfAuditFilter) { .subject = NULL }, 0, &error) != NULL);
  REFUSES (crf_reader_review (session, NULL, 0, &error) != NULL);
  ward_close (&ward, NULL);
}

/* Acts on no patient look at lots and definitions alone: that these are sound says nothing of anybody. */
static void
that_lots_are_sound_does_not_say_that_everything_is (void)
{
  Ward ward = { 0 };
  g_autoptr (GError) error = NULL;

  ward_open (&ward, NULL);
  change (&ward, "UPDATE subject SET status = 'died' WHERE status = 'allocated'");
  g_assert_true (crf_verify_record (crf_session_get_file (ward.study->admin), "", &error));
  g_assert_no_error (error);
  assert_refused (&ward, NULL, "table subject");
  ward_close (&ward, NULL);
}

/* The registry says which acts these are: each that is signed with a passphrase over what a patient's record shows, or allocates, or doses. */
static void
acts_that_rest_on_the_record_say_so (void)
{
  static const char *const acts[] = { "randomise", "minimise", "enrol", "sign-eligibility", "sign-form", "sign-casebook", "sign-go", "plan-infusion",
                                      "check-infusion", "start-infusion", "release-product", "release-lot", "send-sae-report", "adjudicate" };
  static const char *const of_study[] = { "sign-populations", "sign-lock", "sign-unlock", "unblind-trial" };

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    g_assert_cmpint (crf_use_case_find (acts[i])->rests_on, ==, CRF_RESTS_ON_SUBJECT);
  for (guint i = 0; i < G_N_ELEMENTS (of_study); i++)
    g_assert_cmpint (crf_use_case_find (of_study[i])->rests_on, ==, CRF_RESTS_ON_STUDY);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/conduct/ground/a-row-of-any-kind-is-compared", a_row_of_any_kind_is_compared);
  g_test_add_func ("/conduct/ground/a-value-whose-entry-was-rewritten-does-not-leave-the-file", a_value_whose_entry_was_rewritten_does_not_leave_the_file);
  g_test_add_func ("/conduct/ground/no-dose-is-planned-on-a-lot-that-is-not-the-journals", no_dose_is_planned_on_a_lot_that_is_not_the_journals);
  g_test_add_func ("/conduct/ground/acts-that-rest-on-the-record-say-so", acts_that_rest_on_the_record_say_so);
  g_test_add_func ("/conduct/ground/readers-tell-no-figures-and-warn-of-a-record", readers_tell_no_figures_and_warn_of_a_record);
  g_test_add_func ("/conduct/ground/readers-tell-no-trail-that-was-rewritten", readers_tell_no_trail_that_was_rewritten);
  g_test_add_func ("/conduct/ground/that-lots-are-sound-does-not-say-that-everything-is", that_lots_are_sound_does_not_say_that_everything_is);
  return g_test_run ();
}
