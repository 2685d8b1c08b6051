/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The day of an infusion, step by step: what gates the start and in which order, what is found out at the bedside, what the steps say afterwards. */

#include "crf-reader-infusion-day.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-signature.h"
#include "ward.h"

#include <string.h>

#define act(...) crf_outcome_free (crf_test_do (__VA_ARGS__))

#define START_IS_REFUSED(ward, code) \
  crf_test_refused ((ward)->study->nurse, (code), "start-infusion", (ward)->number, "start", "2026-03-02 09:14", "ward-clock", "09:14", NULL)

/* clinical.md B1: release > identity > expiry and thaw > viability > cap > second check. All are missing; each is remedied in turn. */
static void
test_blocking_order (Ward *ward,
                     gconstpointer data)
{
  CrfTestStudy *study = ward->study;

  START_IS_REFUSED (ward, "not-planned");
  ward_plan (ward);
  START_IS_REFUSED (ward, "product-not-released");
  act (study->investigator, "order-infusion", ward->number, "at", "2026-03-02 09:00", NULL);
  ward_release (ward);
  START_IS_REFUSED (ward, "go-missing");
  act (study->investigator, "sign-go", ward->number, "answers", GO_ANSWERS, "tests-taken", "2026-03-02 07:00", "weight", "60", "passphrase",
       CRF_TEST_PASSPHRASE, NULL);
  act (study->investigator, "quarantine-lot", NULL, "lot", "L-1", "why", "label found torn", NULL);
  START_IS_REFUSED (ward, "lot-quarantined");
  act (study->investigator, "release-lot", NULL, "lot", "L-1", "endotoxin", "0.25", "sterility", "PEND", "mycoplasma", "NEG", "identity", "OK", NULL);
  act (study->nurse, "prepare-product", ward->number, "at", "2026-03-02 08:40", "thaw", "2026-03-02 08:30", "use-before", "2026-03-02 09:00", NULL);
  START_IS_REFUSED (ward, "identity-unchecked");
  ward_check_identity (ward);
  START_IS_REFUSED (ward, "thaw-expired");
  act (study->investigator, "override-block", ward->number, "block", "thaw-expired", "why", "laboratory confirms 60 minutes", "passphrase",
       CRF_TEST_PASSPHRASE, NULL);
  START_IS_REFUSED (ward, "no-second-check");
  ward_check_dose (ward);
  ward_start (ward);
}

/* The last minute of use is still in time. */
static void
test_thaw_boundary (Ward *ward,
                    gconstpointer data)
{
  ward_plan (ward);
  ward_order_and_go (ward);
  act (ward->study->nurse, "prepare-product", ward->number, "at", "2026-03-02 08:40", "use-before", "2026-03-02 09:13", NULL);
  ward_check_identity (ward);
  ward_check_dose (ward);
  START_IS_REFUSED (ward, "thaw-expired");
  act (ward->study->nurse, "prepare-product", ward->number, "at", "2026-03-02 08:40", "use-before", "2026-03-02 09:14", NULL);
  ward_start (ward);
}

static void
test_go (Ward *ward,
         gconstpointer data)
{
  CrfTestStudy *study = ward->study;

  ward_plan (ward);
  act (study->investigator, "order-infusion", ward->number, "at", "2026-03-02 09:00", NULL);
  ward_release (ward);
  crf_test_refused (study->nurse, "not-permitted", "sign-go", ward->number, "answers", GO_ANSWERS, "passphrase", CRF_TEST_PASSPHRASE, NULL);
  crf_test_refused (study->investigator, "answers-missing", "sign-go", ward->number, "answers", "GOTEMP=N GOBLEED=N", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  crf_test_refused (study->investigator, "passphrase-wrong", "sign-go", ward->number, "answers", GO_ANSWERS, "tests-taken", "2026-03-02 07:00",
                    "weight", "60", "passphrase", "guess", NULL);
  /* One answer that stops is enough to sign that there is no infusion today. */
  act (study->investigator, "sign-go", ward->number, "bleeding", "Y", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  START_IS_REFUSED (ward, "no-go");
  act (study->investigator, "sign-go", ward->number, "answers", GO_ANSWERS, "tests-taken", "2026-03-02 07:00", "weight", "60", "passphrase",
       CRF_TEST_PASSPHRASE, "reason", "bleeding was an old stain", NULL);
  START_IS_REFUSED (ward, "identity-unchecked");
  /* An answer changed afterwards, by whomever, voids it. */
  act (study->nurse, "enter", ward->number, "item", "GOINF", "event", "INFUSION", "value", "Y", "reason", "chest X-ray", NULL);
  START_IS_REFUSED (ward, "go-void");
}

/* It is of the day: yesterday's does not hold. */
static void
test_go_of_the_day (Ward *ward,
                    gconstpointer data)
{
  ward_plan (ward);
  ward_order_and_go (ward);
  crf_test_study_set_now (ward->study, "2026-03-03T00:10");
  crf_test_refused (ward->study->nurse, "go-missing", "start-infusion", ward->number, "start", "2026-03-03 00:10", "ward-clock", "00:10", NULL);
}

/* Every kind of mistake at the bedside is found, by the first person or by the second, and none of it can be overridden. */
static void
test_identity (Ward *ward,
               gconstpointer data)
{
  CrfTestStudy *study = ward->study;
  g_autofree char *code = NULL;

  ward_plan (ward);
  ward_order_and_go (ward);
  code = ward_bag_code (ward);
  g_assert_cmpuint (strlen (code), ==, 4);
#define TRY(refusal, n1, y1, c1, p1, who, n2, y2, c2, p2) \
  crf_test_refused (study->nurse, refusal, "check-identity", ward->number, "at", "2026-03-02 09:10", "number", n1, "birth-year", y1, "code", c1, \
                    "passphrase", p1, "second", who, "second-number", n2, "second-birth-year", y2, "second-code", c2, "second-passphrase", p2, NULL)
  TRY ("identity-number", "01-999", "1972", code, "demo", "zhao", ward->number, "1972", code, "demo");
  TRY ("identity-number", ward->number, "1972", code, "demo", "zhao", "01-999", "1972", code, "demo");
  TRY ("identity-birth-year", ward->number, "1973", code, "demo", "zhao", ward->number, "1972", code, "demo");
  TRY ("identity-birth-year", ward->number, "1972", code, "demo", "zhao", ward->number, NULL, code, "demo");
  TRY ("identity-code", ward->number, "1972", "ZZZZ", "demo", "zhao", ward->number, "1972", code, "demo");
  TRY ("identity-code", ward->number, "1972", code, "demo", "zhao", ward->number, "1972", "ZZZZ", "demo");
  TRY ("second-same-person", ward->number, "1972", code, "demo", "li", ward->number, "1972", code, "demo");
  TRY ("second", ward->number, "1972", code, "demo", "nobody", ward->number, "1972", code, "demo");
  TRY ("passphrase-wrong", ward->number, "1972", code, "demo", "zhao", ward->number, "1972", code, "not hers");
  TRY ("passphrase-wrong", ward->number, "1972", code, "not hers", "zhao", ward->number, "1972", code, "demo");
#undef TRY
  crf_test_refused (study->investigator, "not-a-choice", "override-block", ward->number, "block", "identity-unchecked", "why", "in a hurry", "passphrase",
                    CRF_TEST_PASSPHRASE, NULL);
  START_IS_REFUSED (ward, "identity-unchecked");
  ward_check_identity (ward);
  START_IS_REFUSED (ward, "no-second-check");
}

/* Both signatures stand, each with its own person; the first session goes on as itself. */
static void
test_two_signatures (Ward *ward,
                     gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  guint first = 0, second = 0;

  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  ward_start (ward);
  rows = crf_reader_audit (ward->study->admin, ward->number, NULL, NULL, 0, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      const CrfAuditRow *row = g_ptr_array_index (rows, i);

      first += strcmp (row->action, "sign") == 0 && g_strcmp0 (row->user, "li") == 0;
      second += strcmp (row->action, "sign") == 0 && g_strcmp0 (row->user, "zhao") == 0;
    }
  g_assert_cmpuint (first, ==, 1);
  g_assert_cmpuint (second, ==, 2); /* and the dose check */
  g_assert_cmpstr (crf_session_get_login (ward->study->nurse), ==, "li");
}

/* Signatures on the infusion's form that stand. */
static guint
count_standing (Ward *ward)
{
  CrfStudyFile *file = crf_session_get_file (ward->study->admin);
  g_autoptr (GPtrArray) infusions = crf_reader_infusions (ward->study->nurse, ward->number, NULL);
  const CrfTarget *at = ((CrfInfusionState *) g_ptr_array_index (infusions, 0))->target;
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (file, ward->number, NULL);
  CrfEntry target = { .subject = subject->key, .event = at->event, .eventkey = at->eventkey, .form = at->form, .formkey = at->formkey };
  g_autoptr (GPtrArray) list = crf_signature_list (file, &target, NULL);
  guint standing = 0;

  for (guint i = 0; i < list->len; i++)
    standing += !((CrfSignatureRecord *) g_ptr_array_index (list, i))->void_;
  return standing;
}

/* 21 CFR 11.70 ties a signature to its record: what comes later is another record, a correction is not. */
static void
test_next_step (Ward *ward,
                gconstpointer data)
{
  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  g_assert_cmpuint (count_standing (ward), ==, 5); /* release, go/no-go, two at the bedside, dose check */
  ward_start (ward);
  g_assert_cmpuint (count_standing (ward), ==, 5);
  act (ward->study->nurse, "enter", ward->number, "item", "GOINF", "event", "INFUSION", "value", "Y", "reason", "chest X-ray", NULL);
  g_assert_cmpuint (count_standing (ward), ==, 0);
}

/* A new plan or a new order makes another code: the old label is found out. */
static void
test_code_changes (Ward *ward,
                   gconstpointer data)
{
  g_autofree char *before = NULL, *replanned = NULL, *reordered = NULL;

  ward_plan (ward);
  ward_order_and_go (ward);
  before = ward_bag_code (ward);
  ward_check_identity (ward);
  act (ward->study->nurse, "plan-infusion", ward->number, "weight", "61", "weight-date", "2026-03-02 09:00", "lot", "L-1", "final-volume", "50", "duration",
       "50", "reason", "weighed again", NULL);
  replanned = ward_bag_code (ward);
  g_assert_cmpstr (before, !=, replanned);
  START_IS_REFUSED (ward, "product-not-released");
  ward_release (ward);
  START_IS_REFUSED (ward, "identity-changed");
  act (ward->study->investigator, "order-infusion", ward->number, "at", "2026-03-02 09:12", NULL);
  reordered = ward_bag_code (ward);
  g_assert_cmpstr (replanned, !=, reordered);
  ward_release (ward);
  START_IS_REFUSED (ward, "identity-unchecked");
}

/* Blanks and case do not matter where a person types a code at night. */
static void
test_receipt (Ward *ward,
              gconstpointer data)
{
  CrfTestStudy *study = ward->study;
  g_autoptr (CrfOutcome) outcome = NULL;

  ward_plan (ward);
  ward_order_and_go (ward);
  crf_test_refused (study->nurse, "preparation-differs", "receive-product", ward->number, "at", "2026-03-02 09:05", "appearance", "OK", "label", "OK",
                    "preparation", "P-0002", NULL);
  act (study->nurse, "prepare-product", ward->number, "at", "2026-03-02 09:00", "use-before", "2026-03-02 09:45", NULL);
  outcome = crf_test_do (study->nurse, "receive-product", ward->number, "at", "2026-03-02 09:05", "temperature", "5", "appearance", "OK", "label", "FAILED",
                         "preparation", "p-0001", NULL);
  g_assert_cmpstr (g_hash_table_lookup (outcome->results, "minutes-left"), ==, "40");
  START_IS_REFUSED (ward, "identity-label");
}

static void
test_ward_clock (Ward *ward,
                 gconstpointer data)
{
  g_autoptr (CrfOutcome) asked = NULL, confirmed = NULL;
  g_autoptr (GError) error = NULL;

  /* 9:14 here: two minutes either way are let pass, three are asked about. */
  act (ward->study->nurse, "check-clock", NULL, "ward-clock", "09:12", NULL);
  act (ward->study->nurse, "check-clock", NULL, "ward-clock", "0916", NULL);
  asked = crf_conduct_with (ward->study->nurse, "check-clock", NULL, &error, "ward-clock", "09:17", NULL);
  g_assert_no_error (error);
  g_assert_cmpstr (asked->prompt->id, ==, "ward-clock");
  confirmed = crf_conduct_with (ward->study->nurse, "check-clock", NULL, &error, "ward-clock", "09:17", "confirm", "ward-clock", NULL);
  g_assert_no_error (error);
  g_assert_true (crf_outcome_done (confirmed));
  /* Around midnight the nearest day is meant. */
  crf_test_study_set_now (ward->study, "2026-03-03T00:01");
  act (ward->study->nurse, "check-clock", NULL, "ward-clock", "23:59", NULL);
  crf_test_refused (ward->study->nurse, "ward-clock", "check-clock", NULL, "ward-clock", "nine", NULL);
}

static void
test_interrupted (Ward *ward,
                  gconstpointer data)
{
  CrfTestStudy *study = ward->study;
  g_autoptr (GPtrArray) infusions = NULL;
  g_autoptr (GPtrArray) deviations = NULL;
  g_autoptr (CrfInfusionDay) day = NULL;
  g_autoptr (CrfOutcome) short_of = NULL, whole = NULL;
  CrfInfusionState *state;

  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  crf_test_refused (study->nurse, "not-started", "pause-infusion", ward->number, "at", "2026-03-02 09:14", "why", "rigors", NULL);
  ward_start (ward);
  crf_test_study_set_now (study, "2026-03-02T09:40");
  act (study->nurse, "pause-infusion", ward->number, "at", "2026-03-02 09:30", "why", "rigors", NULL);
  crf_test_refused (study->nurse, "paused", "pause-infusion", ward->number, "at", "2026-03-02 09:31", "why", "rigors", NULL);
  crf_test_refused (study->nurse, "at", "resume-infusion", ward->number, "at", "2026-03-02 09:29", NULL);
  act (study->nurse, "resume-infusion", ward->number, "at", "2026-03-02 09:38", NULL);
  crf_test_refused (study->nurse, "not-paused", "resume-infusion", ward->number, "at", "2026-03-02 09:39", NULL);
  act (study->nurse, "change-rate", ward->number, "at", "2026-03-02 09:39", "rate", "30", NULL);
  crf_test_refused (study->nurse, "reason-missing", "give-infusion", ward->number, "stop", "2026-03-02 09:40", "volume", "25", "outcome", "PARTLY", NULL);
  act (study->nurse, "give-infusion", ward->number, "stop", "2026-03-02 09:40", "volume", "25", "outcome", "PARTLY", "reason", "rigors again", NULL);
  act (study->nurse, "flush-line", ward->number, "at", "2026-03-02 09:40", "volume", "20", NULL);
  /* 25 mL given and 20 mL left are not the 50 mL that were prepared; 25 and 25 are. */
  short_of = crf_test_do (study->nurse, "keep-container", ward->number, "at", "2026-03-02 09:40", "container", "KEPT", "residue", "20", NULL);
  g_assert_cmpuint (short_of->notices->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (short_of->notices, 0), "45 mL"));
  whole = crf_test_do (study->nurse, "keep-container", ward->number, "at", "2026-03-02 09:40", "container", "RETURNED", "residue", "25", "reason", "read again",
                       NULL);
  g_assert_true (whole->notices == NULL || whole->notices->len == 0);
  infusions = crf_reader_infusions (study->nurse, ward->number, NULL);
  state = g_ptr_array_index (infusions, 0);
  g_assert_cmpstr (state->state, ==, "partly");
  /* Half of the bag is half of the dose, beyond the protocol's 10 %: 50.0 %, or 49.8 where 6.67 mL were drawn as 6.7. */
  g_assert_true (strstr (state->deviation_text, "-50") != NULL || strstr (state->deviation_text, "-49.8") != NULL);
  deviations = crf_reader_deviations (study->nurse, ward->number, NULL);
  g_assert_cmpuint (deviations->len, ==, 1);
  g_assert_cmpstr (((CrfDeviation *) g_ptr_array_index (deviations, 0))->kind, ==, "dose");
  day = crf_reader_infusion_day (study->nurse, ward->number, 1, NULL);
  g_assert_true (day->over);
  g_assert_false (day->paused);
  g_assert_cmpuint (day->entries->len, ==, 12);
  g_assert_cmpstr (((CrfDayEntry *) g_ptr_array_index (day->entries, 5))->kind, ==, "pause");
}

/* After the thaw there is no way back: postponed means destroyed, and the lot's book says so. */
static void
test_postponed (Ward *ward,
                gconstpointer data)
{
  g_autoptr (GPtrArray) lots = NULL;
  g_autofree char *volume = NULL;

  ward_plan (ward);
  ward_order_and_go (ward);
  volume = ward_planned_volume (ward);
  act (ward->study->nurse, "prepare-product", ward->number, "at", "2026-03-02 09:00", "thaw", "2026-03-02 08:50", NULL);
  crf_test_refused (ward->study->nurse, "reason-missing", "give-infusion", ward->number, "outcome", "POSTPONED", NULL);
  act (ward->study->nurse, "give-infusion", ward->number, "outcome", "POSTPONED", "reason", "fever 38.6", NULL);
  lots = crf_reader_lots (ward->study->nurse, NULL);
  /* 20 × 10 mL came in all; 6.7 or 20.0 mL were thawed (60 kg × 1 or 3 × 10⁶/kg over 9 × 10⁶ viable cells/mL). */
  g_assert_cmpstr (((CrfLot *) g_ptr_array_index (lots, 0))->left, ==, strcmp (volume, "6.7") == 0 ? "193.3 mL" : "180 mL");
}

static void
test_close_out (Ward *ward,
                gconstpointer data)
{
  CrfTestStudy *study = ward->study;
  g_autoptr (CrfInfusionDay) day = NULL;

  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  crf_test_refused (study->nurse, "not-started", "close-infusion", ward->number, "reaction", "N", "sae", "N", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  ward_start (ward);
  crf_test_study_set_now (study, "2026-03-02T10:10");
  crf_test_refused (study->nurse, "not-recorded", "close-infusion", ward->number, "reaction", "N", "sae", "N", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  act (study->nurse, "give-infusion", ward->number, "stop", "2026-03-02 10:04", "volume", "50", "outcome", "GIVEN", NULL);
  crf_test_study_set_now (study, "2026-03-03T09:13");
  crf_test_refused (study->nurse, "too-early", "close-infusion", ward->number, "reaction", "N", "sae", "N", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  crf_test_study_set_now (study, "2026-03-03T09:14");
  crf_test_refused (study->nurse, "reaction-missing", "close-infusion", ward->number, "reaction", "Y", "sae", "N", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  crf_test_refused (study->nurse, "sae-missing", "close-infusion", ward->number, "reaction", "N", "sae", "Y", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  act (study->nurse, "close-infusion", ward->number, "reaction", "N", "sae", "N", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  crf_test_refused (study->nurse, "closed", "close-infusion", ward->number, "reaction", "N", "sae", "N", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  day = crf_reader_infusion_day (study->nurse, ward->number, 1, NULL);
  g_assert_true (day->closed);
}

/* A step entered long after it happened keeps its time, and says so. */
static void
test_late_step (Ward *ward,
                gconstpointer data)
{
  g_autoptr (CrfInfusionDay) day = NULL;

  ward_plan (ward);
  act (ward->study->investigator, "order-infusion", ward->number, "at", "2026-03-02 08:59", NULL);
  act (ward->study->nurse, "premedicate", ward->number, "at", "2026-03-02 08:44", "drug", "dexamethasone", "dose", "5 mg", NULL);
  crf_test_refused (ward->study->nurse, "future", "premedicate", ward->number, "at", "2026-03-02 09:20", "drug", "dexamethasone", NULL);
  day = crf_reader_infusion_day (ward->study->nurse, ward->number, 0, NULL);
  g_assert_cmpint (((CrfDayEntry *) g_ptr_array_index (day->entries, 0))->minutes_late, ==, 0);  /* 15 minutes are no lateness */
  g_assert_cmpint (((CrfDayEntry *) g_ptr_array_index (day->entries, 1))->minutes_late, ==, 30);
}

/* Everything is ready, and it is the wrong patient: the record says that she died yesterday. */
static void
test_ended (Ward *ward,
            gconstpointer data)
{
  static const char *const ends[] = { "withdrawn", "lost", "completed", "died" };
  CrfTestStudy *study = ward->study;
  g_autoptr (CrfOutcome) asked = NULL;
  g_autoptr (GPtrArray) deviations = NULL;
  guint before;

  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      act (study->investigator, "set-status", ward->number, "status", ends[i], "date", "2026-03-01", "reason", "as told", "confirm", "seen-later", NULL);
      crf_test_refused (study->nurse, "patient-ended", "start-infusion", ward->number, "start", "2026-03-02 09:14", "ward-clock", "09:14", NULL);
      crf_test_refused (study->investigator, "patient-ended", "order-infusion", ward->number, "at", "2026-03-02 09:13", NULL);
      crf_test_refused (study->investigator, "patient-ended", "sign-go", ward->number, "answers", GO_ANSWERS, "tests-taken", "2026-03-02 07:00", "weight", "60",
                        "passphrase", CRF_TEST_PASSPHRASE, NULL);
      crf_test_refused (study->nurse, "patient-ended", "plan-infusion", ward->number, "weight", "60", "weight-date", "2026-03-02 08:00", "lot", "L-1", "duration",
                        "50", NULL);
      /* No override names it. */
      crf_test_refused (study->investigator, "not-a-choice", "override-block", ward->number, "block", "patient-ended", "why", "x", "passphrase",
                        CRF_TEST_PASSPHRASE, NULL);
    }
  /* What was given all the same is recorded, and is a deviation. */
  deviations = crf_records_deviations (crf_session_get_file (study->nurse), NULL, NULL);
  before = deviations->len;
  g_clear_pointer (&deviations, g_ptr_array_unref);
  act (study->nurse, "give-infusion", ward->number, "start", "2026-03-02 09:00", "stop", "2026-03-02 09:14", "volume", "50", "outcome", "GIVEN", "reason",
       "wrong bed", NULL);
  deviations = crf_records_deviations (crf_session_get_file (study->nurse), NULL, NULL);
  g_assert_cmpuint (deviations->len, >, before);
  /* A death before the day on which she was seen last is asked about. */
  act (study->investigator, "set-status", ward->number, "status", "resume", "date", "2026-03-02", NULL);
  asked = crf_conduct_with (study->investigator, "set-status", ward->number, NULL, "status", "died", "date", "2026-03-01", NULL);
  g_assert_nonnull (asked->prompt);
  g_assert_cmpstr (asked->prompt->id, ==, "seen-later");
  act (study->investigator, "set-status", ward->number, "status", "died", "date", "2026-03-02", NULL);
}

/* NCT06167473 gives one infusion in each arm. */
static void
test_no_more_than_the_protocol_gives (Ward *ward,
                                      gconstpointer data)
{
  g_autoptr (CrfOutcome) seventh = NULL;
  g_autofree char *sentence = g_strdup_printf ("Infusion 7 of %s is more than the protocol has; it gives 1.", ward->number);

  crf_test_refused (ward->study->investigator, "extra-infusion", "order-infusion", ward->number, "at", "2026-03-02 09:00", "infusion", "2", NULL);
  seventh = crf_conduct_with (ward->study->investigator, "order-infusion", ward->number, NULL, "at", "2026-03-02 09:00", "infusion", "7", NULL);
  g_assert_nonnull (seventh->refusal);
  g_assert_cmpstr (seventh->refusal->message, ==, sentence);
  act (ward->study->investigator, "order-infusion", ward->number, "at", "2026-03-02 09:00", "infusion", "1", NULL);
}

/* On the day itself nobody can tell what came first: an infusion that ended with the death is started late, too. */
static void
test_same_day (Ward *ward,
               gconstpointer data)
{
  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  act (ward->study->investigator, "set-status", ward->number, "status", "died", "date", "2026-03-02", NULL);
  ward_start (ward);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(sentence, test) g_test_add ("/conduct/infusion-day/" sentence, Ward, NULL, ward_open, test, ward_close)
  ADD ("blocks-come-in-the-order-of-the-protocol", test_blocking_order);
  ADD ("the-last-minute-of-use-is-in-time", test_thaw_boundary);
  ADD ("the-start-waits-for-a-signed-go", test_go);
  ADD ("a-go-holds-for-its-day", test_go_of_the_day);
  ADD ("each-mistake-at-the-bedside-is-found-and-never-overridden", test_identity);
  ADD ("two-people-sign-in-one-act", test_two_signatures);
  ADD ("the-next-step-leaves-signatures-standing-and-a-correction-does-not", test_next_step);
  ADD ("an-old-label-is-found-out", test_code_changes);
  ADD ("a-bag-of-another-preparation-is-not-received", test_receipt);
  ADD ("more-than-two-minutes-off-the-ward-clock-is-asked-about", test_ward_clock);
  ADD ("an-interrupted-infusion-has-its-dose-and-deviation", test_interrupted);
  ADD ("postponed-after-the-thaw-destroys-the-product", test_postponed);
  ADD ("the-24-hours-are-closed-by-signature", test_close_out);
  ADD ("a-step-entered-late-says-so", test_late_step);
  ADD ("who-is-dead-or-gone-is-not-infused", test_ended);
  ADD ("no-more-are-ordered-than-the-protocol-gives", test_no_more_than_the_protocol_gives);
  ADD ("what-ended-on-the-day-itself-is-recorded", test_same_day);
  return g_test_run ();
}
