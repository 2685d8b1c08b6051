/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands between a prepared product and the patient: the release of this very preparation, what comes with the cells, and tests that are recent by
 * their samples and not by anybody's word. */

#include "crf-reader-infusion-day.h"
#include "crf-reader.h"
#include "ward.h"

#include <string.h>

#define act(...) crf_outcome_free (crf_test_do (__VA_ARGS__))

#define START_IS_REFUSED(ward, code) \
  crf_test_refused ((ward)->study->nurse, (code), "start-infusion", (ward)->number, "start", "2026-03-02 09:14", "ward-clock", "09:14", NULL)

static gboolean
is_blocked (Ward *ward,
            const char *code)
{
  g_autoptr (CrfInfusionDay) day = crf_reader_infusion_day (ward->study->nurse, ward->number, 0, NULL);

  for (guint i = 0; i < day->blocks->len; i++)
    if (strcmp (((const CrfRefusal *) g_ptr_array_index (day->blocks, i))->code, code) == 0)
      return TRUE;
  return FALSE;
}

static void
test_release (Ward *ward,
              gconstpointer data)
{
  CrfTestStudy *study = ward->study;

  act (study->investigator, "order-infusion", ward->number, "at", "2026-03-02 09:00", NULL);
  ward_plan (ward);
  START_IS_REFUSED (ward, "product-not-released");
  crf_test_refused (study->investigator, "appearance", "release-product", ward->number, "at", "2026-03-02 09:02", "appearance", "FAILED", "passphrase",
                    CRF_TEST_PASSPHRASE, NULL);
  crf_test_refused (study->nurse, "not-permitted", "release-product", ward->number, "at", "2026-03-02 09:02", "appearance", "OK", "passphrase",
                    CRF_TEST_PASSPHRASE, NULL);
  ward_release (ward);
  START_IS_REFUSED (ward, "go-missing");
  /* Prepared anew later, it is another product; a preparation before the release, written down after it, is the one that was released. */
  act (study->nurse, "prepare-product", ward->number, "at", "2026-03-02 08:50", "use-before", "2026-03-02 12:00", NULL);
  START_IS_REFUSED (ward, "go-missing");
  act (study->nurse, "prepare-product", ward->number, "at", "2026-03-02 09:03", "use-before", "2026-03-02 12:00", NULL);
  START_IS_REFUSED (ward, "product-not-released");
  act (study->investigator, "release-product", ward->number, "at", "2026-03-02 09:04", "appearance", "OK", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  START_IS_REFUSED (ward, "go-missing");
  act (study->nurse, "plan-infusion", ward->number, "weight", "61", "weight-date", "2026-03-02 09:00", "lot", "L-1", "final-volume", "50", "duration", "50",
       "reason", "weighed again", NULL);
  START_IS_REFUSED (ward, "product-not-released");
}

/* What has been given is written down all the same, with the reason, and is a deviation. */
static void
test_given_unreleased (Ward *ward,
                       gconstpointer data)
{
  CrfTestStudy *study = ward->study;
  g_autoptr (GPtrArray) deviations = NULL;
  gboolean found = FALSE;

  ward_plan (ward);
  ward_order_and_go (ward);
  act (study->investigator, "order-infusion", ward->number, "at", "2026-03-02 09:05", NULL);
  ward_check_identity (ward);
  ward_check_dose (ward);
  START_IS_REFUSED (ward, "product-not-released");
  crf_test_study_set_now (study, "2026-03-02T10:20");
  crf_test_refused (study->nurse, "product-not-released", "give-infusion", ward->number, "start", "2026-03-02 09:14", "stop", "2026-03-02 10:04", "volume",
                    "50", "outcome", "GIVEN", NULL);
  act (study->nurse, "give-infusion", ward->number, "start", "2026-03-02 09:14", "stop", "2026-03-02 10:04", "volume", "50", "outcome", "GIVEN", "reason",
       "the laboratory released by telephone", NULL);
  deviations = crf_reader_deviations (study->nurse, ward->number, NULL);
  for (guint i = 0; i < deviations->len; i++)
    found |= strcmp (((CrfDeviation *) g_ptr_array_index (deviations, i))->kind, "product-not-released") == 0;
  g_assert_true (found);
}

static guint
count_deviations (Ward *ward,
                  const char *kind)
{
  g_autoptr (GPtrArray) deviations = crf_reader_deviations (ward->study->nurse, ward->number, NULL);
  guint n = 0;

  for (guint i = 0; i < deviations->len; i++)
    n += strcmp (((CrfDeviation *) g_ptr_array_index (deviations, i))->kind, kind) == 0;
  return n;
}

#define RELEASE_OF_OWN "release-product", ward->number, "at", "2026-03-02 09:02", "appearance", "OK", "passphrase", CRF_TEST_PASSPHRASE

/* The preparer signs for what was made, somebody else for letting it go. */
static void
test_two_people (Ward *ward,
                 gconstpointer data)
{
  CrfTestStudy *study = ward->study;

  act (study->investigator, "order-infusion", ward->number, "at", "2026-03-02 09:00", NULL);
  ward_plan (ward);
  act (study->investigator, "prepare-product", ward->number, "at", "2026-03-02 09:01", "use-before", "2026-03-02 12:00", NULL);
  /* Now it is an act, and a reason does not open the gate. */
  crf_test_refused (study->investigator, "same-person", RELEASE_OF_OWN, NULL);
  crf_test_refused (study->investigator, "same-person", RELEASE_OF_OWN, "reason", "alone on duty", NULL);
  g_assert_cmpuint (count_deviations (ward, "same-person-release"), ==, 0);
  /* A quarter of an hour later it is a record of what happened: with its reason, and a deviation. */
  crf_test_study_set_now (study, "2026-03-02T09:18");
  crf_test_refused (study->investigator, "same-person", RELEASE_OF_OWN, NULL);
  act (study->investigator, RELEASE_OF_OWN, "reason", "alone on duty", NULL);
  g_assert_cmpuint (count_deviations (ward, "same-person-release"), ==, 1);
  /* It opens no gate. */
  crf_test_refused (study->nurse, "product-not-released", "start-infusion", ward->number, "start", "2026-03-02 09:18", "ward-clock", "09:18", NULL);
  act (study->investigator, "order-infusion", ward->number, "at", "2026-03-02 09:18", NULL);
  act (study->nurse, "prepare-product", ward->number, "at", "2026-03-02 09:18", "use-before", "2026-03-02 12:00", NULL);
  act (study->investigator, "release-product", ward->number, "at", "2026-03-02 09:18", "appearance", "OK", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  crf_test_refused (study->nurse, "go-missing", "start-infusion", ward->number, "start", "2026-03-02 09:18", "ward-clock", "09:18", NULL);
  g_assert_cmpuint (count_deviations (ward, "same-person-release"), ==, 1);
}

/* The preparation was written down after its release: the release shows no second person either. */
static void
test_prepared_afterwards (Ward *ward,
                          gconstpointer data)
{
  CrfTestStudy *study = ward->study;

  act (study->investigator, "order-infusion", ward->number, "at", "2026-03-02 09:00", NULL);
  ward_plan (ward);
  ward_release (ward);
  START_IS_REFUSED (ward, "go-missing");
  act (study->investigator, "prepare-product", ward->number, "at", "2026-03-02 09:01", "use-before", "2026-03-02 12:00", NULL);
  START_IS_REFUSED (ward, "product-not-released");
}

/* clinical.md B1: above 1 g/kg of DMSO a day blocks; endotoxin at most 5 EU/kg/h. At 0.1 × 10⁶/mL and 90 % either arm needs at least 666.7 mL for 60 kg:
 * 666.7 × 10 % × 1.10 ÷ 60 = 1.22 g/kg, and in 50 min 0.5 × 666.7 ÷ 60 ÷ 0.833 = 6.67 EU/kg/h. */
static void
test_limits (Ward *ward,
             gconstpointer data)
{
  CrfTestStudy *study = ward->study;

  crf_test_refused (study->investigator, "dmso", "receive-lot", NULL, "lot", "L-THIN", "concentration", "0.1", "basis", "total", "viability", "90",
                    "bag-volume", "50", "bags", "100", "expires", "2026-06-30", "dmso", "101", NULL);
  act (study->investigator, "receive-lot", NULL, "lot", "L-THIN", "concentration", "0.1", "basis", "total", "viability", "90", "bag-volume", "50", "bags",
       "100", "expires", "2026-06-30", "dmso", "10", NULL);
  act (study->investigator, "release-lot", NULL, "lot", "L-THIN", "endotoxin", "<0.5", "sterility", "PEND", "mycoplasma", "NEG", "identity", "OK", NULL);
  ward_plan (ward);
  ward_order_and_go (ward);
  g_assert_false (is_blocked (ward, "dmso-over"));
  g_assert_false (is_blocked (ward, "endotoxin-over"));
  act (study->nurse, "plan-infusion", ward->number, "weight", "60", "weight-date", "2026-03-02 08:00", "lot", "L-THIN", "final-volume", "2500", "duration",
       "50", "reason", "another lot", NULL);
  g_assert_true (is_blocked (ward, "dmso-over"));
  g_assert_true (is_blocked (ward, "endotoxin-over"));
  /* The same over a whole day: the endotoxin is within its limit an hour, the DMSO is not. */
  act (study->nurse, "plan-infusion", ward->number, "weight", "60", "weight-date", "2026-03-02 08:00", "lot", "L-THIN", "final-volume", "2500", "duration",
       "1440", "reason", "slower", NULL);
  g_assert_true (is_blocked (ward, "dmso-over"));
  g_assert_false (is_blocked (ward, "endotoxin-over"));
  act (study->investigator, "override-block", ward->number, "block", "dmso-over", "why", "washed at the bedside", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  g_assert_false (is_blocked (ward, "dmso-over"));
}

/* Nobody's word: the sample says it, to the minute. */
static void
test_tests_by_samples (Ward *ward,
                       gconstpointer data)
{
  CrfTestStudy *study = ward->study;
  g_autoptr (CrfInfusionDay) day = NULL;

  ward_plan (ward);
  act (study->investigator, "order-infusion", ward->number, "at", "2026-03-02 09:00", NULL);
  ward_release (ward);
#define ANSWERS "GOTEMP=N GOBLEED=N GOINF=N GOHE=N GODRUG=N GODEC=Y"
  crf_test_refused (study->investigator, "tests-unknown", "sign-go", ward->number, "answers", GO_ANSWERS, "weight", "60", "passphrase", CRF_TEST_PASSPHRASE,
                    NULL);
  crf_test_refused (study->investigator, "tests-unknown", "sign-go", ward->number, "answers", ANSWERS, "weight", "60", "passphrase", CRF_TEST_PASSPHRASE,
                    NULL);
  /* Taken, but nothing has come back. */
  act (study->nurse, "enter", ward->number, "event", "SCREENING", "form", "F.VISIT", "item", "LBDTC", "value", "2026-03-02 06:00", NULL);
  crf_test_refused (study->investigator, "tests-unknown", "sign-go", ward->number, "answers", ANSWERS, "weight", "60", "passphrase", CRF_TEST_PASSPHRASE,
                    NULL);
  crf_test_enter (study, ward->number, "SCREENING", "INR", "1.6", NULL);
  act (study->nurse, "enter", ward->number, "event", "SCREENING", "form", "F.VISIT", "item", "LBDTC", "value", "2026-02-27 09:13", "reason", "misread", NULL);
  crf_test_refused (study->investigator, "tests-differ", "sign-go", ward->number, "answers", GO_ANSWERS, "weight", "60", "passphrase", CRF_TEST_PASSPHRASE,
                    NULL);
  act (study->investigator, "sign-go", ward->number, "answers", ANSWERS, "weight", "60", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  START_IS_REFUSED (ward, "no-go");
  /* 72 hours before 9:14 to the minute. */
  act (study->nurse, "enter", ward->number, "event", "SCREENING", "form", "F.VISIT", "item", "LBDTC", "value", "2026-02-27 09:14", "reason", "misread", NULL);
  START_IS_REFUSED (ward, "go-void");
  act (study->investigator, "sign-go", ward->number, "answers", ANSWERS, "weight", "60", "passphrase", CRF_TEST_PASSPHRASE, "reason", "read again", NULL);
  START_IS_REFUSED (ward, "identity-unchecked");
  day = crf_reader_infusion_day (study->nurse, ward->number, 0, NULL);
  g_assert_nonnull (strstr (day->go_tests, "72.0 h"));
  /* A minute later they are too old, whatever was signed. */
  crf_test_study_set_now (study, "2026-03-02T09:15");
  crf_test_refused (study->nurse, "no-go", "start-infusion", ward->number, "start", "2026-03-02 09:15", "ward-clock", "09:15", NULL);
  /* The newest sample counts; here its results are on paper. */
  crf_test_refused (study->investigator, "future", "sign-go", ward->number, "answers", GO_ANSWERS, "tests-taken", "2026-03-02 09:30", "weight", "60",
                    "passphrase", CRF_TEST_PASSPHRASE, NULL);
  act (study->investigator, "sign-go", ward->number, "answers", ANSWERS, "tests-taken", "2026-03-02 07:30", "weight", "60", "passphrase",
       CRF_TEST_PASSPHRASE, NULL);
  crf_test_refused (study->nurse, "identity-unchecked", "start-infusion", ward->number, "start", "2026-03-02 09:15", "ward-clock", "09:15", NULL);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(sentence, test) g_test_add ("/conduct/product-release/" sentence, Ward, NULL, ward_open, test, ward_close)
  ADD ("the-start-waits-for-the-release-of-this-preparation", test_release);
  ADD ("what-was-given-unreleased-is-recorded-and-a-deviation", test_given_unreleased);
  ADD ("who-prepared-it-does-not-release-it", test_two_people);
  ADD ("a-preparation-by-the-releaser-undoes-the-release", test_prepared_afterwards);
  ADD ("dmso-and-endotoxin-have-their-limits", test_limits);
  ADD ("the-age-of-the-tests-comes-from-their-samples", test_tests_by_samples);
  return g_test_run ();
}
