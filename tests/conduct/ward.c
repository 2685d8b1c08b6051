/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A ward on the morning of an infusion. */

#include "ward.h"

#include "crf-reader-infusion-day.h"

static CrfSession *
add_person (CrfTestStudy *study,
            const char *login,
            const char *roles)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_test_do (study->admin, "add-user", NULL, "login", login, "name", login, "roles", roles, "new-passphrase",
                                                CRF_TEST_PASSPHRASE, NULL);
  CrfSession *session = crf_session_sign_in_file (crf_session_get_file (study->admin), login, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study),
                                                  &error);

  g_assert_no_error (error);
  return session;
}

static void
answer_criteria (Ward *ward)
{
  g_autoptr (CrfEligibilityState) state = crf_reader_eligibility (ward->study->nurse, ward->number, NULL);

  for (guint i = 0; i < state->criteria->len; i++)
    {
      const CrfCriterion *criterion = ((CrfCriterionState *) g_ptr_array_index (state->criteria, i))->criterion;

      for (guint j = 0; j < criterion->parts->len; j++)
        crf_outcome_free (crf_test_do (ward->study->nurse, "answer", ward->number, "criterion", criterion->oid, "part",
                                       ((const CrfItem *) g_ptr_array_index (criterion->parts, j))->oid, "answer", "N", NULL));
      crf_outcome_free (crf_test_do (ward->study->nurse, "answer", ward->number, "criterion", criterion->oid, "answer", criterion->exclusion ? "N" : "Y",
                                     "reason", "chart", NULL));
    }
}

#define act(...) crf_outcome_free (crf_test_do (__VA_ARGS__))

void
ward_open (Ward *ward,
           gconstpointer data)
{
  CrfTestStudy *study = ward->study = data != NULL ? crf_test_study_new_of (data) : crf_test_study_new ();

  ward->second = add_person (study, "zhao", "nurse");
  ward->number = crf_test_register (study);
  answer_criteria (ward);
  act (study->investigator, "sign-eligibility", ward->number, "passphrase", CRF_TEST_PASSPHRASE, NULL);
  act (study->admin, "generate-allocation", NULL, NULL);
  act (study->nurse, "randomise", ward->number, "product", "yes", NULL);
  act (study->investigator, "receive-lot", NULL, "lot", "L-1", "concentration", "10", "basis", "total", "viability", "90", "bag-volume", "20", "bags", "10",
       "expires", "2026-06-30", NULL);
  act (study->investigator, "release-lot", NULL, "lot", "L-1", "endotoxin", "0.25", "sterility", "PEND", "mycoplasma", "NEG", "identity", "OK", NULL);
}

void
ward_open_enrolled (Ward *ward,
                    const char *protocol)
{
  CrfTestStudy *study = ward->study = crf_test_study_new_of (protocol);

  ward->second = add_person (study, "zhao", "nurse");
  ward->number = crf_test_register (study);
  answer_criteria (ward);
  act (study->investigator, "sign-eligibility", ward->number, "passphrase", CRF_TEST_PASSPHRASE, NULL);
  act (study->nurse, "enrol", ward->number, NULL);
}

void
ward_close (Ward *ward,
            gconstpointer data)
{
  crf_session_close (ward->second);
  g_free (ward->number);
  crf_test_study_free (ward->study);
}

void
ward_plan (Ward *ward)
{
  act (ward->study->nurse, "plan-infusion", ward->number, "weight", "60", "weight-date", "2026-03-02 08:00", "lot", "L-1", "final-volume", "50", "duration",
       "50", NULL);
}

char *
ward_planned_volume (Ward *ward)
{
  g_autoptr (GPtrArray) infusions = crf_reader_infusions (ward->study->nurse, ward->number, NULL);
  g_autoptr (CrfFormState) form = crf_reader_form (ward->study->nurse, ((CrfInfusionState *) g_ptr_array_index (infusions, 0))->target, NULL);
  const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (ward->study->nurse), "inf.volume");

  return g_strdup (crf_form_state_find (form, item->oid, NULL)->value->canonical);
}

void
ward_check_dose (Ward *ward)
{
  g_autofree char *volume = ward_planned_volume (ward);

  act (ward->second, "check-infusion", ward->number, "weight", "60", "concentration", "10", "viability", "90", "volume", volume, "passphrase",
       CRF_TEST_PASSPHRASE, NULL);
}

void
ward_order_and_go (Ward *ward)
{
  act (ward->study->investigator, "order-infusion", ward->number, "at", "2026-03-02 09:00", NULL);
  act (ward->study->investigator, "sign-go", ward->number, "answers", GO_ANSWERS, "tests-taken", "2026-03-02 07:00", "weight", "60", "passphrase",
       CRF_TEST_PASSPHRASE, NULL);
  ward_release (ward);
}

void
ward_release (Ward *ward)
{
  act (ward->study->investigator, "release-product", ward->number, "at", "2026-03-02 09:02", "appearance", "OK", "passphrase", CRF_TEST_PASSPHRASE, NULL);
}

char *
ward_bag_code (Ward *ward)
{
  g_autoptr (CrfInfusionDay) day = crf_reader_infusion_day (ward->study->nurse, ward->number, 0, NULL);

  return g_strdup (day->code);
}

void
ward_check_identity (Ward *ward)
{
  g_autofree char *code = ward_bag_code (ward);

  act (ward->study->nurse, "check-identity", ward->number, "at", "2026-03-02 09:10", "number", ward->number, "birth-year", "1972", "code", code, "passphrase",
       CRF_TEST_PASSPHRASE, "second", "zhao", "second-number", ward->number, "second-birth-year", "1972", "second-code", code, "second-passphrase",
       CRF_TEST_PASSPHRASE, NULL);
}

void
ward_start (Ward *ward)
{
  act (ward->study->nurse, "start-infusion", ward->number, "start", "2026-03-02 09:14", "ward-clock", "09:14", NULL);
}

