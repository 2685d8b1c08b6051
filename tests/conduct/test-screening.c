/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the first look at somebody to the verdict: anonymous lines, known people, initials, screen failure and screening again, what a signature freezes. */

#include "crf-eligibility.h"
#include "crf-initials.h"
#include "crf-reader-screening.h"
#include "crf-records.h"
#include "crf-test-study.h"

#include <string.h>

#include <glib/gstdio.h>

/* The names of conduct.md, and family names that are read otherwise than elsewhere (单 Shan, 曾 Zeng). */
static void
test_initials (void)
{
  static const struct { const char *name, *initials; } names[] = {
    { "张红", "ZHHO" }, { "李淑明", "LSMI" }, { "欧阳小惠", "OYXH" }, { "单红", "SHHO" }, { "曾明", "ZEMI" }, { "吕 明", "LVMI" },
    { "Zhang Hong", NULL }, { "张", NULL }, { "欧阳小惠明", NULL }, { "", NULL },
  };
  static const struct { const char *typed, *name; CrfInitialsCheck check; } checks[] = {
    { "ZHHO", "张红", CRF_INITIALS_FINE },    { "zhho", "张红", CRF_INITIALS_FINE },     { "ZH", "张红", CRF_INITIALS_PATTERN },
    { "Z1HO", "张红", CRF_INITIALS_PATTERN }, { "ZAHO", "张红", CRF_INITIALS_DIFFER },   { "JS", "John Smith", CRF_INITIALS_UNKNOWN },
    { "ZHHO", NULL, CRF_INITIALS_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *offered = crf_initials_offer (names[i].name, crf_data_dir ());

      g_assert_cmpstr (offered, ==, names[i].initials);
    }
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      g_autofree char *expected = NULL;

      g_assert_cmpint (crf_initials_check (checks[i].typed, checks[i].name, crf_data_dir (), &expected), ==, checks[i].check);
    }
}

static CrfOutcome *
register_as (CrfSession *session,
             const char *hospital,
             const char *name,
             const char *initials,
             const char *rescreens,
             const char *confirm)
{
  g_autoptr (GError) error = NULL;
  CrfOutcome *outcome = crf_conduct_with (session, "register", NULL, &error, "sex", "M", "birth-date", "1972-05-04", "hospital-no", hospital, "name", name,
                                          "initials", initials, "rescreens", rescreens, "confirm", confirm, "consent-version", "1.0", "consent-at",
                                          "2026-03-02 08:30", "explained-by", "Wang Wei", "copy", "yes", NULL);

  g_assert_no_error (error);
  if (outcome->refusal != NULL)
    g_test_message ("%s", outcome->refusal->message);
  return outcome;
}

static char *
registered (CrfOutcome *outcome)
{
  char *number;

  g_assert_true (crf_outcome_done (outcome));
  number = g_strdup (g_hash_table_lookup (outcome->results, "number"));
  crf_outcome_free (outcome);
  return number;
}

static void
test_known_person (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *first = registered (register_as (study->nurse, "H-77120", "张红", "ZHHO", NULL, NULL));
  g_autofree char *second = NULL;
  g_autofree char *id = NULL;

  /* The same number in another spelling. The question names the patient; both questions can be answered, one after the other. */
  {
    g_autoptr (CrfOutcome) asked = register_as (study->nurse, "ｈ－77120 ", "李淑明", "LIMI", NULL, NULL);
    g_autoptr (CrfOutcome) initials = NULL;

    g_assert_nonnull (asked->prompt);
    g_assert_cmpstr (asked->prompt->id, ==, "known-hospital-number");
    g_assert_nonnull (strstr (asked->prompt->message, first));
    g_assert_null (strstr (asked->prompt->message, "77120"));
    initials = register_as (study->nurse, "ｈ－77120 ", "李淑明", "LIMI", NULL, asked->prompt->id);
    g_assert_nonnull (initials->prompt);
    g_assert_nonnull (strstr (initials->prompt->message, "LSMI"));
    id = g_strdup (initials->prompt->id);
  }
  second = registered (register_as (study->nurse, "ｈ－77120 ", "李淑明", "LIMI", NULL, id));
  g_assert_cmpstr (first, !=, second);
  /* Another number is nobody's. */
  g_free (registered (register_as (study->nurse, "H-77121", "王伟", "WAWE", NULL, NULL)));
  /* Typed later on the form, it is told, not asked. */
  {
    g_autoptr (CrfOutcome) entered = crf_test_do (study->nurse, "enter", second, "event", "SE.SCREENING", "form", "F.DM", "item", "HOSPNO", "value",
                                                  "H-77121", "reason", "typing error", NULL);

    g_assert_cmpuint (entered->notices->len, >, 0);
    g_assert_nonnull (strstr (g_ptr_array_index (entered->notices, 0), "same person"));
  }
  /* Nothing of the number stands in the file in clear. */
  {
    g_autofree char *bytes = NULL;
    gsize size;

    crf_test_study_close (study);
    g_assert_true (g_file_get_contents (study->path, &bytes, &size, NULL));
    g_assert_null (g_strstr_len (bytes, (gssize) size, "77120"));
  }
}

static void
test_rescreening (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *first = registered (register_as (study->nurse, "H-1", NULL, NULL, NULL, NULL));
  g_autofree char *second = NULL, *link = NULL, *back = NULL;
  CrfSubjectRecord *record;

  {
    g_autoptr (CrfOutcome) open = register_as (study->nurse, "H-1", NULL, NULL, first, NULL);
    g_autoptr (CrfOutcome) nobody = register_as (study->nurse, "H-1", NULL, NULL, "01-S-099", NULL);

    g_assert_cmpstr (open->refusal->code, ==, "previous-open");
    g_assert_cmpstr (nobody->refusal->code, ==, "subject-unknown");
  }
  crf_test_refused (study->nurse, "reason-missing", "fail-screening", first, "why", "other", "date", "2026-03-02", NULL);
  crf_test_refused (study->nurse, "criteria-missing", "fail-screening", first, "why", "criteria", "date", "2026-03-02", NULL);
  crf_test_refused (study->nurse, "no-such-criterion", "fail-screening", first, "why", "criteria", "criteria", "E99", "date", "2026-03-02", NULL);
  crf_test_refused (study->nurse, "in-the-future", "fail-screening", first, "why", "lost", "date", "2026-03-03", NULL);
  crf_outcome_free (crf_test_do (study->nurse, "answer", first, "criterion", "E7", "answer", "Y", NULL));
  {
    g_autoptr (CrfOutcome) failed = crf_test_do (study->nurse, "fail-screening", first, "why", "criteria", "date", "2026-03-02", NULL);

    g_assert_cmpstr (g_hash_table_lookup (failed->results, "criteria"), ==, "E7");
  }
  crf_test_refused (study->nurse, "already-failed", "fail-screening", first, "why", "lost", "date", "2026-03-02", NULL);
  /* The link answers the question about the known number; the first record stays. */
  second = registered (register_as (study->nurse, "H-1", NULL, NULL, first, NULL));
  link = crf_reader_rescreening (study->nurse, second);
  g_assert_null (link); /* by key only */
  record = crf_records_find_subject (crf_session_get_file (study->admin), second, NULL);
  link = crf_reader_rescreening (study->nurse, record->key);
  g_assert_nonnull (strstr (link, first));
  crf_subject_record_free (record);
  record = crf_records_find_subject (crf_session_get_file (study->admin), first, NULL);
  g_assert_cmpstr (record->status, ==, "failed");
  back = crf_reader_rescreening (study->nurse, record->key);
  g_assert_nonnull (strstr (back, second));
  crf_subject_record_free (record);
  {
    g_autoptr (CrfOutcome) twice = register_as (study->nurse, "H-1", NULL, NULL, first, NULL);

    g_assert_cmpstr (twice->refusal->code, ==, "previous-rescreened");
  }
}

static void
test_log (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = registered (register_as (study->nurse, "H-1", NULL, NULL, NULL, NULL));
  g_autoptr (GPtrArray) log = NULL;
  const CrfScreeningLine *line;

  crf_test_refused (study->nurse, "argument-missing", "log-prescreening", NULL, "date", "2026-03-01", "age-band", "40-59", "sex", "F", NULL);
  crf_test_refused (study->nurse, "in-the-future", "log-prescreening", NULL, "date", "2026-04-01", "age-band", "40-59", "sex", "F", "reason", "x", NULL);
  crf_test_refused (study->nurse, "not-a-choice", "log-prescreening", NULL, "date", "2026-03-01", "age-band", "47", "sex", "F", "reason", "x", NULL);
  crf_outcome_free (crf_test_do (study->nurse, "log-prescreening", NULL, "date", "2026-03-01", "age-band", "40-59", "sex", "F", "reason",
                                 "lives too far away", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "fail-screening", number, "why", "consent-withdrawn", "date", "2026-03-02", NULL));
  log = crf_reader_screening_log (study->nurse, NULL);
  g_assert_cmpuint (log->len, ==, 2);
  line = g_ptr_array_index (log, 0);
  g_assert_null (line->number);
  g_assert_cmpstr (line->age, ==, "40-59");
  g_assert_cmpstr (line->reason, ==, "lives too far away");
  g_assert_cmpstr (line->sex, ==, "Female"); /* the library's code list */
  line = g_ptr_array_index (log, 1);
  g_assert_cmpstr (line->number, ==, number);
  g_assert_cmpstr (line->outcome, ==, "consent withdrawn");
  g_assert_true (g_str_equal (line->sex, "Male") || g_str_equal (line->sex, "Female"));
}

/* A log that is printed three years later says how old the patient was when he signed. */
static void
test_log_stands_still (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) log = NULL;
  const CrfScreeningLine *line;

  crf_test_study_set_now (study, "2029-06-01T08:00");
  log = crf_reader_screening_log (study->nurse, NULL);
  line = g_ptr_array_index (log, 0);
  g_assert_cmpstr (line->number, ==, number);
  g_assert_cmpstr (line->date, ==, "2026-03-02");
  g_assert_cmpstr (line->age, ==, "53");
}

static char *
order_of (CrfTestStudy *study,
          const char *number)
{
  g_autoptr (GPtrArray) log = crf_reader_screening_log (study->nurse, NULL);

  for (guint i = 0; i < log->len; i++)
    if (g_strcmp0 (((CrfScreeningLine *) g_ptr_array_index (log, i))->number, number) == 0)
      return g_strdup (((CrfScreeningLine *) g_ptr_array_index (log, i))->order);
  g_assert_not_reached ();
}

static void
sign (CrfTestStudy *study,
      const char *number,
      const char *at)
{
  crf_outcome_free (crf_test_do (study->nurse, "consent", number, "version", "1.0", "at", at, "by", "subject", "explained-by", "wang", "copy", "Y", NULL));
}

/* conduct.md, Numbers: in order of first signature, never reused. A number that was given before somebody signed stays hers, and the log says so. */
static void
test_log_says_where_numbers_do_not_follow_the_signatures (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (CrfOutcome) one = crf_test_do (study->nurse, "register", NULL, "sex", "F", "birth-date", "1970-01-01", NULL);
  g_autoptr (CrfOutcome) other = crf_test_do (study->nurse, "register", NULL, "sex", "F", "birth-date", "1971-01-01", NULL);
  const char *first = g_hash_table_lookup (one->results, "number"), *second = g_hash_table_lookup (other->results, "number");
  g_autofree char *unsigned_ = order_of (study, first), *ahead = NULL, *in_order = NULL, *expected = g_strdup_printf ("signed before %s", first);

  g_assert_cmpstr (unsigned_, ==, "no signature is on record yet");
  sign (study, second, "2026-03-02 08:30");
  sign (study, first, "2026-03-02 09:00");
  ahead = order_of (study, second);
  g_assert_cmpstr (ahead, ==, expected);
  in_order = order_of (study, first);
  g_assert_null (in_order);
}

static const CrfCriterionState *
find (const CrfEligibilityState *state,
      const char *oid)
{
  for (guint i = 0; i < state->criteria->len; i++)
    if (g_strcmp0 (((CrfCriterionState *) g_ptr_array_index (state->criteria, i))->criterion->oid, oid) == 0)
      return g_ptr_array_index (state->criteria, i);
  g_assert_not_reached ();
}

static void
answer_all (CrfTestStudy *study,
            const char *number)
{
  const GPtrArray *criteria = crf_study_get_criteria (crf_session_get_study (study->nurse));

  for (guint i = 0; i < criteria->len; i++)
    {
      const CrfCriterion *criterion = g_ptr_array_index (criteria, i);

      for (guint j = 0; j < criterion->parts->len; j++)
        crf_outcome_free (crf_test_do (study->nurse, "answer", number, "criterion", criterion->oid, "part",
                                       ((const CrfItem *) g_ptr_array_index (criterion->parts, j))->oid, "answer", "N", NULL));
      crf_outcome_free (crf_test_do (study->nurse, "answer", number, "criterion", criterion->oid, "answer", criterion->exclusion ? "N" : "Y", "reason",
                                     "as in the chart", NULL));
    }
}

/* The parts of a criterion that a person confirms do not answer for the person; one that is unknown keeps the whole from being No. */
static void
test_parts (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new_of ("nct01854125");
  g_autofree char *number = registered (register_as (study->nurse, "H-1", NULL, NULL, NULL, NULL));
  g_autoptr (CrfEligibilityState) state = NULL, unknown = NULL, confirmed = NULL;

  crf_outcome_free (crf_test_do (study->nurse, "answer", number, "criterion", "C4", "part", "IT.IE.C4_HE2", "answer", "N", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "answer", number, "criterion", "C4", "part", "IT.IE.C4_GIB", "answer", "N", NULL));
  state = crf_reader_eligibility (study->nurse, number, NULL);
  g_assert_null (find (state, "C4")->answer);
  g_assert_false (find (state, "C4")->decided);
  /* The registry prints it under the other heading, and the row says so. */
  g_assert_nonnull (strstr (find (state, "C4")->heading, "read as exclusion"));
  g_assert_null (find (state, "C2")->heading);
  crf_outcome_free (crf_test_do (study->nurse, "answer", number, "criterion", "C4", "answer", "N", "reason", "asked", NULL));
  confirmed = crf_reader_eligibility (study->nurse, number, NULL);
  g_assert_true (find (confirmed, "C4")->met);
  g_assert_nonnull (strstr (find (confirmed, "C4")->effect, "does not exclude"));
}

/* Where nothing can be told, what is not entered is named; where it can, only what was used. */
static void
test_inputs (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = registered (register_as (study->nurse, "H-1", NULL, NULL, NULL, NULL));
  g_autoptr (CrfEligibilityState) state = crf_reader_eligibility (study->nurse, number, NULL);
  const CrfCriterionState *age = find (state, "I1"), *hiv = find (state, "E5");

  g_assert_cmpstr (age->computed, ==, "Y");
  g_assert_nonnull (strstr (age->computed_text, "1972-05-04"));
  g_assert_null (strstr (age->computed_text, "not entered"));
  g_assert_null (hiv->computed);
  g_assert_nonnull (strstr (hiv->computed_text, "not entered: "));
  g_assert_nonnull (strstr (hiv->computed_text, "cannot tell"));
}

/* The signature freezes what was shown: what changes under it is named, and nothing is allocated on it. */
static void
test_void (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = registered (register_as (study->nurse, "H-1", NULL, NULL, NULL, NULL));
  g_autoptr (CrfEligibilityState) before = NULL, after = NULL, again = NULL;

  answer_all (study, number);
  crf_outcome_free (crf_test_do (study->investigator, "sign-eligibility", number, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  before = crf_reader_eligibility (study->nurse, number, NULL);
  g_assert_true (before->is_signed);
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SE.SCREENING", "form", "F.DM", "item", "BRTHDAT", "value", "1973-05-04",
                                 "reason", "identity card", NULL));
  after = crf_reader_eligibility (study->nurse, number, NULL);
  g_assert_false (after->is_signed);
  g_assert_true (after->signature_lost);
  g_assert_nonnull (strstr (after->signed_text, "I1"));
  g_assert_true (find (after, "I1")->changed);
  g_assert_false (find (after, "E7")->changed);
  crf_test_refused (study->nurse, "signature-void", "randomise", number, NULL);
  crf_outcome_free (crf_test_do (study->investigator, "sign-eligibility", number, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  again = crf_reader_eligibility (study->nurse, number, NULL);
  g_assert_true (again->is_signed);
}

/* A definition that lets the signature hold for seven days. */
static void
test_expiry (void)
{
  g_autofree char *path = g_build_filename (crf_data_dir (), "studies", "nct06167473.xml", NULL);
  g_autofree char *folder = g_dir_make_tmp ("crf-expiry-XXXXXX", NULL);
  g_autofree char *changed_path = g_build_filename (folder, "study.xml", NULL);
  g_autofree char *text = NULL;
  g_autofree char *number = NULL;
  g_autoptr (GString) changed = NULL;
  g_autoptr (CrfEligibilityState) state = NULL;
  CrfTestStudy *study;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  changed = g_string_new (text);
  g_string_replace (changed, "EligibilityDays=\"28\"", "EligibilityDays=\"7\"", 1);
  g_string_replace (changed, "Attribute=\"EligibilityDays\" Value=\"28\"", "Attribute=\"EligibilityDays\" Value=\"7\"", 1);
  g_assert_true (g_file_set_contents (changed_path, changed->str, -1, NULL));
  study = crf_test_study_new_of (changed_path);
  number = registered (register_as (study->nurse, "H-1", NULL, NULL, NULL, NULL));
  answer_all (study, number);
  crf_outcome_free (crf_test_do (study->admin, "generate-allocation", NULL, NULL));
  crf_outcome_free (crf_test_do (study->investigator, "sign-eligibility", number, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  crf_test_study_set_now (study, "2026-03-10T08:00");
  crf_test_refused (study->nurse, "signature-expired", "randomise", number, NULL);
  state = crf_reader_eligibility (study->nurse, number, NULL);
  g_assert_true (state->signature_lost);
  g_assert_nonnull (strstr (state->signed_text, "expired"));
  /* The seventh day still counts, and what was allocated in time stays so. */
  crf_test_study_set_now (study, "2026-03-09T23:00");
  crf_outcome_free (crf_test_do (study->nurse, "randomise", number, "product", "yes", NULL));
  crf_test_study_set_now (study, "2026-05-09T08:00");
  crf_eligibility_state_free (g_steal_pointer (&state));
  state = crf_reader_eligibility (study->nurse, number, NULL);
  g_assert_true (state->is_signed);
  crf_test_study_free (study);
  g_unlink (changed_path);
  g_rmdir (folder);
}

/* Allocated although not eligible: a deviation, and the answers stay. */
static void
test_in_error (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = registered (register_as (study->nurse, "H-1", NULL, NULL, NULL, NULL));
  g_autoptr (CrfEligibilityState) state = NULL;
  g_autoptr (GPtrArray) deviations = NULL;

  answer_all (study, number);
  crf_test_refused (study->nurse, "not-allocated", "note-ineligible", number, "criteria", "I1", "reason", "x", NULL);
  crf_outcome_free (crf_test_do (study->investigator, "sign-eligibility", number, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  crf_outcome_free (crf_test_do (study->admin, "generate-allocation", NULL, NULL));
  crf_outcome_free (crf_test_do (study->nurse, "randomise", number, "product", "yes", NULL));
  crf_test_refused (study->nurse, "already-allocated", "answer", number, "criterion", "E7", "answer", "Y", NULL);
  crf_test_refused (study->nurse, "allocated", "fail-screening", number, "why", "criteria", "date", "2026-03-02", NULL);
  crf_test_refused (study->nurse, "no-such-criterion", "note-ineligible", number, "criteria", "E77", "reason", "x", NULL);
  crf_outcome_free (crf_test_do (study->nurse, "note-ineligible", number, "criteria", "e7", "reason", "found in an older chart", NULL));
  deviations = crf_reader_deviations (study->nurse, number, NULL);
  g_assert_cmpuint (deviations->len, ==, 1);
  g_assert_cmpstr (((CrfDeviation *) g_ptr_array_index (deviations, 0))->kind, ==, "eligibility");
  state = crf_reader_eligibility (study->nurse, number, NULL);
  g_assert_cmpstr (find (state, "E7")->answer, ==, "N");
  g_assert_true (state->is_signed);
}

/* Slots that run out are announced before they have. */
static void
test_announcement (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GPtrArray) none = NULL, some = NULL, slots = NULL;

  none = crf_reader_slot_announcements (study->nurse, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  crf_outcome_free (crf_test_do (study->admin, "generate-allocation", NULL, "slots", "4", NULL));
  some = crf_reader_slot_announcements (study->nurse, NULL);
  slots = crf_reader_slots (study->nurse, NULL);
  g_assert_cmpuint (slots->len, ==, 1);
  if (((CrfSlotLine *) g_ptr_array_index (slots, 0))->free <= 4)
    g_assert_cmpuint (some->len, ==, 1);
  crf_outcome_free (crf_test_do (study->admin, "append-allocation", NULL, "slots", "20", NULL));
  g_clear_pointer (&some, g_ptr_array_unref);
  some = crf_reader_slot_announcements (study->nurse, NULL);
  g_assert_cmpuint (some->len, ==, 0);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/conduct/screening/initials-are-offered-by-chinese-practice", test_initials);
  g_test_add_func ("/conduct/screening/a-known-hospital-number-is-asked-about-and-never-told", test_known_person);
  g_test_add_func ("/conduct/screening/who-is-screened-again-gets-a-new-number-linked-to-the-old", test_rescreening);
  g_test_add_func ("/conduct/screening/the-log-holds-anonymous-lines-and-every-patient", test_log);
  g_test_add_func ("/conduct/screening/the-log-keeps-the-age-at-the-signature", test_log_stands_still);
  g_test_add_func ("/conduct/screening/the-log-says-where-numbers-do-not-follow-the-signatures", test_log_says_where_numbers_do_not_follow_the_signatures);
  g_test_add_func ("/conduct/screening/parts-do-not-confirm-for-a-person", test_parts);
  g_test_add_func ("/conduct/screening/hints-name-what-is-not-entered", test_inputs);
  g_test_add_func ("/conduct/screening/a-changed-value-voids-the-signature-and-is-named", test_void);
  g_test_add_func ("/conduct/screening/a-signature-expires-before-allocation-only", test_expiry);
  g_test_add_func ("/conduct/screening/allocated-in-error-is-a-deviation-never-an-edit", test_in_error);
  g_test_add_func ("/conduct/screening/slots-that-run-out-are-announced", test_announcement);
  return g_test_run ();
}
