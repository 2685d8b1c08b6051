/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reference ranges as data of the site: which one is in force for a sample, and what one that is entered late changes. */

#include "crf-import-batch.h"
#include "crf-limits.h"
#include "crf-reader.h"
#include "crf-reader-trust.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "crf-verify.h"

#include <string.h>

static const CrfRangeRecord *
in_force (CrfRangeRecord *records,
          guint n,
          const CrfRangeCase *sample)
{
  g_autoptr (GPtrArray) ranges = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (ranges, &records[i]);
  return crf_range_in_force (ranges, "IT.ALT", sample);
}

static void
assert_high (CrfRangeRecord *records,
             guint n,
             CrfRangeCase sample,
             const char *high)
{
  const CrfRangeRecord *found = in_force (records, n, &sample);

  g_test_message ("laboratory %s, sex %s, age %d, %s", sample.laboratory, sample.sex, sample.age, sample.on);
  if (high == NULL)
    g_assert_null (found);
  else
    {
      g_assert_nonnull (found);
      g_assert_cmpstr (found->high, ==, high);
    }
}

#define RANGE(...) { .item = (char *) "IT.ALT", .at = (char *) "2026-01-01T00:00:00.000Z", __VA_ARGS__ }
#define TEXT(text) ((char *) (text))

static void
both_days_of_a_range_are_in_it (void)
{
  CrfRangeRecord records[] = {
    RANGE (.high = TEXT ("40"), .from = TEXT ("2025-01-01"), .to = TEXT ("2025-12-31")),
    RANGE (.high = TEXT ("50"), .from = TEXT ("2026-01-01")),
  };

  assert_high (records, 2, (CrfRangeCase) { NULL, "M", 54, "2024-12-31T23:59", NULL, NULL }, NULL);
  assert_high (records, 2, (CrfRangeCase) { NULL, "M", 54, "2025-01-01T00:00", NULL, NULL }, "40");
  assert_high (records, 2, (CrfRangeCase) { NULL, "M", 54, "2025-12-31T23:59", NULL, NULL }, "40");
  assert_high (records, 2, (CrfRangeCase) { NULL, "M", 54, "2026-01-01T00:00", NULL, NULL }, "50");
  assert_high (records, 2, (CrfRangeCase) { NULL, "M", 54, "2126-01-01", NULL, NULL }, "50");
  /* A month that may lie on either side is on none. */
  assert_high (records, 2, (CrfRangeCase) { NULL, "M", 54, "2025-12", NULL, NULL }, "40");
  assert_high (records, 2, (CrfRangeCase) { NULL, "M", 54, "2025", NULL, NULL }, "40");
  assert_high (records, 1, (CrfRangeCase) { NULL, "M", 54, "2026", NULL, NULL }, NULL);
}

static void
the_method_of_the_sample_chooses (void)
{
  CrfRangeRecord records[] = {
    RANGE (.high = TEXT ("40"), .from = TEXT ("2026-01-01")),
    RANGE (.high = TEXT ("45"), .from = TEXT ("2025-01-01"), .method = TEXT ("IFCC with P5P")),
    RANGE (.high = TEXT ("38"), .from = TEXT ("2025-01-01"), .method = TEXT ("IFCC")),
  };
  const char *on = "2026-03-02";

  /* Named, it comes before a newer one for all. */
  assert_high (records, 3, (CrfRangeCase) { .sex = "M", .age = 54, .on = on, .method = " ifcc with p5p" }, "45");
  assert_high (records, 3, (CrfRangeCase) { .sex = "M", .age = 54, .on = on, .method = "IFCC" }, "38");
  assert_high (records, 3, (CrfRangeCase) { .sex = "M", .age = 54, .on = on, .method = "dry chemistry" }, "40");
  /* Not named, with two to choose from: only one for all. With one method there is nothing to choose. */
  assert_high (records, 3, (CrfRangeCase) { .sex = "M", .age = 54, .on = on }, "40");
  assert_high (&records[1], 2, (CrfRangeCase) { .sex = "M", .age = 54, .on = on }, NULL);
  assert_high (&records[1], 1, (CrfRangeCase) { .sex = "M", .age = 54, .on = on }, "45");
  assert_high (&records[1], 1, (CrfRangeCase) { .sex = "M", .age = 54, .on = on, .method = "dry chemistry" }, NULL);
}

static void
of_two_units_the_one_that_was_typed_counts (void)
{
  CrfRangeRecord records[] = {
    RANGE (.high = TEXT ("0.7"), .from = TEXT ("2025-01-01"), .unit = TEXT ("MU.UKAT_L")),
    RANGE (.high = TEXT ("40"), .from = TEXT ("2026-01-01"), .unit = TEXT ("MU.U_L")),
  };

  assert_high (records, 2, (CrfRangeCase) { .sex = "M", .age = 54, .on = "2026-03-02", .unit = "MU.UKAT_L" }, "0.7");
  assert_high (records, 2, (CrfRangeCase) { .sex = "M", .age = 54, .on = "2026-03-02", .unit = "MU.U_L" }, "40");
  assert_high (records, 1, (CrfRangeCase) { .sex = "M", .age = 54, .on = "2026-03-02", .unit = "MU.U_L" }, "0.7");
}

static void
of_several_the_one_that_began_last_counts (void)
{
  CrfRangeRecord records[] = {
    RANGE (.high = TEXT ("45"), .from = TEXT ("2026-02-01")),
    RANGE (.high = TEXT ("40"), .from = TEXT ("2025-01-01")),
    RANGE (.high = TEXT ("47"), .from = TEXT ("2026-02-01")),
  };

  assert_high (records, 2, (CrfRangeCase) { NULL, "M", 54, "2026-01-31", NULL, NULL }, "40");
  assert_high (records, 2, (CrfRangeCase) { NULL, "M", 54, "2026-02-01", NULL, NULL }, "45");
  /* Of the same day, the one that was entered last. */
  records[2].at = TEXT ("2026-03-01T00:00:00.000Z");
  assert_high (records, 3, (CrfRangeCase) { NULL, "M", 54, "2026-02-01", NULL, NULL }, "47");
}

static void
sex_and_age_are_both_looked_at (void)
{
  CrfRangeRecord records[] = {
    RANGE (.high = TEXT ("40"), .from = TEXT ("2025-01-01"), .sex = TEXT ("F")),
    RANGE (.high = TEXT ("50"), .from = TEXT ("2025-01-01"), .sex = TEXT ("M"), .age_high = TEXT ("59")),
    RANGE (.high = TEXT ("60"), .from = TEXT ("2025-01-01"), .sex = TEXT ("M"), .age_low = TEXT ("60")),
    RANGE (.high = TEXT ("70"), .from = TEXT ("2026-01-01")),
  };

  assert_high (records, 4, (CrfRangeCase) { NULL, "F", 54, "2026-03-02", NULL, NULL }, "40");
  assert_high (records, 4, (CrfRangeCase) { NULL, "M", 59, "2026-03-02", NULL, NULL }, "50");
  assert_high (records, 4, (CrfRangeCase) { NULL, "M", 60, "2026-03-02", NULL, NULL }, "60");
  /* Unknown is nobody's sex and nobody's age. */
  assert_high (records, 4, (CrfRangeCase) { NULL, NULL, 54, "2026-03-02", NULL, NULL }, "70");
  assert_high (records, 4, (CrfRangeCase) { NULL, "M", -1, "2026-03-02", NULL, NULL }, "70");
  assert_high (records, 3, (CrfRangeCase) { NULL, "M", -1, "2026-03-02", NULL, NULL }, NULL);
}

static void
a_sample_falls_under_its_own_laboratory (void)
{
  CrfRangeRecord records[] = {
    RANGE (.high = TEXT ("40"), .from = TEXT ("2025-01-01"), .laboratory = TEXT ("Central")),
    RANGE (.high = TEXT ("50"), .from = TEXT ("2026-01-01")),
    RANGE (.high = TEXT ("60"), .from = TEXT ("2025-01-01"), .laboratory = TEXT ("Night")),
  };

  assert_high (records, 3, (CrfRangeCase) { "Central", "M", 54, "2026-03-02", NULL, NULL }, "40");
  assert_high (records, 3, (CrfRangeCase) { " central ", "M", 54, "2026-03-02", NULL, NULL }, "40");
  assert_high (records, 3, (CrfRangeCase) { "Night", "M", 54, "2026-03-02", NULL, NULL }, "60");
  /* Another laboratory, or none stated: the range for all. */
  assert_high (records, 3, (CrfRangeCase) { "Village", "M", 54, "2026-03-02", NULL, NULL }, "50");
  assert_high (records, 3, (CrfRangeCase) { NULL, "M", 54, "2026-03-02", NULL, NULL }, "50");
  assert_high (records, 3, (CrfRangeCase) { "Village", "M", 54, "2025-03-02", NULL, NULL }, NULL);
  assert_high (records, 3, (CrfRangeCase) { NULL, "M", 54, "2025-03-02", NULL, NULL }, NULL);
  /* The only laboratory of the site need not be named on every sample. */
  assert_high (records, 2, (CrfRangeCase) { "", "M", 54, "2025-03-02", NULL, NULL }, "40");
  assert_high (records, 1, (CrfRangeCase) { "Village", "M", 54, "2025-03-02", NULL, NULL }, NULL);
}

static const char *
reference_at (CrfTestStudy *study,
              char *number,
              const char *event,
              const char *item,
              CrfFormState **form)
{
  CrfTarget target = { .subject = number, .event = (char *) event, .form = (char *) "F.VISIT" };

  *form = crf_reader_form (study->nurse, &target, NULL);
  g_assert_nonnull (*form);
  return crf_form_state_find (*form, item, NULL)->reference;
}

static void
set_range (CrfTestStudy *study,
           const char *confirm,
           const char *low,
           const char *high,
           const char *laboratory,
           const char *from,
           const char *to)
{
  crf_outcome_free (crf_test_do (study->admin, "set-range", NULL, "item", "ALT", "low", low, "high", high, "unit", "U/L", "laboratory",
                                 laboratory, "from", from, "to", to, "confirm", confirm, NULL));
}

static void
the_day_the_sample_was_taken_decides (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfFormState) by_visit = NULL;
  g_autoptr (CrfFormState) by_sample = NULL;
  g_autoptr (CrfFormState) night = NULL;

  set_range (study, NULL, "9", "50", NULL, "2025-01-01", "2026-03-02");
  set_range (study, NULL, "10", "60", NULL, "2026-03-03", NULL);
  set_range (study, NULL, "11", "70", "Night laboratory", "2026-03-03", NULL);
  crf_test_study_set_now (study, "2026-03-04T10:00");
  crf_test_enter (study, number, "SCREENING", "VISDAT", "2026-03-02", NULL);
  crf_test_enter (study, number, "SCREENING", "ALT", "55", "U/L");
  g_assert_cmpstr (reference_at (study, number, "SE.SCREENING", "ALT", &by_visit), ==, "9–50");
  g_assert_cmpint (crf_form_state_find (by_visit, "ALT", NULL)->flag, ==, CRF_FLAG_HIGH);
  /* The visit was on the second, the sample after midnight. */
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "LBDTC", "value",
                                 "2026-03-03 00:10", NULL));
  g_assert_cmpstr (reference_at (study, number, "SE.SCREENING", "ALT", &by_sample), ==, "10–60");
  g_assert_cmpint (crf_form_state_find (by_sample, "ALT", NULL)->flag, ==, CRF_FLAG_NONE);
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "LBNAM", "value",
                                 "night laboratory", NULL));
  g_assert_cmpstr (reference_at (study, number, "SE.SCREENING", "ALT", &night), ==, "11–70");
}

static void
limits_are_shown_in_the_unit_of_the_value (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfFormState) form = NULL;

  crf_outcome_free (crf_test_do (study->admin, "set-range", NULL, "item", "TBIL", "low", "0.3", "high", "1.2", "unit", "mg/dL", "from",
                                 "2026-01-01", NULL));
  crf_test_enter (study, number, "SCREENING", "VISDAT", "2026-03-02", NULL);
  crf_test_enter (study, number, "SCREENING", "TBIL", "20.6", "umol/L");
  g_assert_cmpstr (reference_at (study, number, "SE.SCREENING", "TBIL", &form), ==, "5.13–20.52"); /* × 17.1 */
  g_assert_cmpint (crf_form_state_find (form, "TBIL", NULL)->flag, ==, CRF_FLAG_HIGH);
}

static void
a_late_range_says_what_it_changes (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) asked = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (CrfFormState) form = NULL;

  crf_test_enter (study, number, "SCREENING", "VISDAT", "2026-03-02", NULL);
  crf_test_enter (study, number, "SCREENING", "ALT", "55", "U/L");
  /* It lies before the sample: nothing to say. */
  set_range (study, NULL, "9", "80", NULL, "2024-01-01", "2024-12-31");
  asked = crf_conduct_with (study->admin, "set-range", NULL, NULL, "item", "ALT", "low", "9", "high", "80", "unit", "U/L", "from", "2026-01-01",
                            NULL);
  g_assert_nonnull (asked->prompt);
  g_assert_cmpstr (asked->prompt->id, ==, "range-changes");
  g_assert_cmpstr (asked->prompt->message, ==,
                   "Stored values that fall under this range: 1, flagged otherwise than before: 1, patients: 1. Scores and grades of these are "
                   "computed anew. Enter it?");
  none = crf_records_ranges (crf_session_get_file (study->admin), "IT.ALT", NULL);
  g_assert_cmpuint (none->len, ==, 1);
  set_range (study, "range-changes", "9", "80", NULL, "2026-01-01", NULL);
  one = crf_records_ranges (crf_session_get_file (study->admin), "IT.ALT", NULL);
  g_assert_cmpuint (one->len, ==, 2);
  g_assert_cmpstr (reference_at (study, number, "SE.SCREENING", "ALT", &form), ==, "9–80");
}

/* What was signed and locked keeps the limits that it was read with. */
static void
a_late_range_does_not_touch_what_is_frozen_or_locked (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study), *other = crf_test_register (study);
  static const char *const held[] = { "freeze", "lock" }, *const opened[] = { "unfreeze", "unlock" };
  CrfSession *manager;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "chen", "name", "Chen", "roles", "data-manager", "new-passphrase", CRF_TEST_PASSPHRASE,
                                 NULL));
  manager = crf_session_sign_in_file (crf_session_get_file (study->admin), "chen", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), NULL);
  crf_test_enter (study, number, "SCREENING", "ALT", "62", "U/L");
  crf_test_enter (study, other, "SCREENING", "ALT", "62", "U/L");
  for (guint i = 0; i < G_N_ELEMENTS (held); i++)
    {
      crf_outcome_free (crf_test_do (manager, held[i], number, "scope", "subject", "reason", "reviewed", NULL));
      crf_test_refused (study->admin, "held", "set-range", NULL, "item", "ALT", "low", "1", "high", "5", "unit", "U/L", "from", "2020-01-01", "confirm",
                        "range-changes", NULL);
      crf_outcome_free (crf_test_do (manager, opened[i], number, "scope", "subject", "reason", "a wrong range", NULL));
    }
  crf_outcome_free (crf_test_do (manager, "freeze", NULL, "scope", "study", NULL));
  crf_test_refused (study->admin, "held", "set-range", NULL, "item", "ALT", "low", "1", "high", "5", "unit", "U/L", "from", "2020-01-01", "confirm",
                    "range-changes", NULL);
  /* From a day on that none of them was taken. */
  crf_outcome_free (crf_test_do (study->admin, "set-range", NULL, "item", "ALT", "low", "1", "high", "5", "unit", "U/L", "from", "2030-01-01", NULL));
  crf_session_close (manager);
}

static void
a_late_range_grades_anew (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfPatient) patient = NULL;
  g_autoptr (CrfValueRecord) before = NULL;
  g_autoptr (CrfValueRecord) after = NULL;

  crf_test_enter (study, number, "SCREENING", "VISDAT", "2026-03-02", NULL);
  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");
  crf_test_study_set_now (study, "2026-03-30T10:00");
  crf_test_enter (study, number, "W4", "VISDAT", "2026-03-30", NULL);
  crf_test_enter (study, number, "W4", "ALT", "170", "U/L"); /* 3.4 × 50 */
  patient = crf_reader_patient (study->nurse, number, NULL);
  before = crf_records_latest_value (crf_session_get_file (study->nurse), patient->key, "IT.CTCGR", NULL);
  g_assert_cmpstr (before->canon, ==, "ALT 2");
  set_range (study, "range-changes", "9", "80", NULL, "2026-01-01", NULL); /* 2.1 × 80 */
  after = crf_records_latest_value (crf_session_get_file (study->nurse), patient->key, "IT.CTCGR", NULL);
  g_assert_cmpstr (after->canon, ==, "ALT 1");
}

static void
what_makes_no_range_is_refused (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();

  crf_test_refused (study->admin, "limits-missing", "set-range", NULL, "item", "ALT", "unit", "U/L", "from", "2026-01-01", NULL);
  crf_test_refused (study->admin, "ages-reversed", "set-range", NULL, "item", "ALT", "high", "50", "unit", "U/L", "from", "2026-01-01", "age-low",
                    "60", "age-high", "50", NULL);
  crf_test_refused (study->admin, "dates-reversed", "set-range", NULL, "item", "ALT", "high", "50", "unit", "U/L", "from", "2026-01-02", "to",
                    "2026-01-01", NULL);
  crf_test_refused (study->admin, "unit-missing", "set-range", NULL, "item", "TBIL", "high", "1.2", "from", "2026-01-01", NULL);
}

/* All that is asked and not known. */
static void
complete_form (CrfTestStudy *study,
               const CrfTarget *target)
{
  g_autoptr (CrfFormState) form = crf_reader_form (study->nurse, target, NULL);

  for (guint i = 0; i < form->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && crf_value_is_empty (field->value))
            crf_outcome_free (crf_test_do (study->nurse, "enter", target->subject, "event", target->event, "form", target->form, "item", field->item->oid,
                                           "missing", "UNK", NULL));
        }
    }
  crf_outcome_free (crf_test_do (study->nurse, "complete-form", target->subject, "event", target->event, "form", target->form, NULL));
}

/* A visit's form with one value, complete and signed. */
static void
sign_visit (CrfTestStudy *study,
            char *number,
            const char *value)
{
  const CrfTarget target = { .subject = number, .event = (char *) "SE.SCREENING", .form = (char *) "F.VISIT" };

  crf_test_enter (study, number, "SCREENING", "ALT", value, "U/L");
  complete_form (study, &target);
  crf_outcome_free (crf_test_do (study->investigator, "sign-form", number, "event", "SCREENING", "form", "F.VISIT", "passphrase", CRF_TEST_PASSPHRASE, NULL));
}

static void
sign_casebook (CrfTestStudy *study,
               char *number)
{
  g_autoptr (CrfPatient) patient = crf_reader_patient (study->nurse, number, NULL);
  g_autoptr (GPtrArray) forms = crf_records_forms (crf_session_get_file (study->nurse), patient->key, NULL);

  for (guint i = 0; i < forms->len; i++)
    {
      const CrfFormRecord *form = g_ptr_array_index (forms, i);
      const CrfTarget target = { .subject = number, .event = form->event, .form = form->form };

      if (strcmp (form->state, "started") == 0)
        complete_form (study, &target);
    }
  crf_outcome_free (crf_test_do (study->investigator, "sign-casebook", number, "passphrase", CRF_TEST_PASSPHRASE, NULL));
}

static const char *
state_at (CrfTestStudy *study,
          char *number,
          const char *event,
          CrfFormState **form)
{
  CrfTarget target = { .subject = number, .event = (char *) event, .form = (char *) "F.VISIT" };

  g_clear_pointer (form, crf_form_state_free);
  *form = crf_reader_form (study->nurse, &target, NULL);
  return (*form)->state;
}

/* 21 CFR 11.70: what was signed is bound to the signature; where another flag and another reference are shown now, it is not what was signed. */
static void
what_was_signed_and_is_flagged_otherwise_is_to_be_signed_again (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study), *other = crf_test_register (study);
  g_autoptr (CrfOutcome) asked = NULL, same = NULL, done = NULL;
  g_autoptr (GPtrArray) voided = NULL;
  g_autoptr (CrfFormState) form = NULL;
  g_autoptr (CrfVerifyReport) report = NULL;

  crf_test_study_set_now (study, "2026-05-04T10:00");
  sign_visit (study, number, "30");
  sign_visit (study, other, "30");
  sign_casebook (study, number);
  g_assert_cmpstr (state_at (study, number, "SE.SCREENING", &form), ==, "signed");
  /* What began later than all that is signed touches none of it. */
  same = crf_conduct_with (study->admin, "set-range", NULL, NULL, "item", "ALT", "low", "9", "high", "20", "unit", "U/L", "from", "2027-01-01", NULL);
  g_assert_true (crf_outcome_done (same));
  g_assert_cmpstr (state_at (study, number, "SE.SCREENING", &form), ==, "signed");
  asked = crf_conduct_with (study->admin, "set-range", NULL, NULL, "item", "ALT", "low", "1", "high", "5", "unit", "U/L", "from", "2020-01-01", NULL);
  g_assert_nonnull (asked->prompt);
  g_assert_nonnull (strstr (asked->prompt->message, "Signed forms that would show another flag or reference: 2, signed casebooks over such forms: 1."));
  g_assert_cmpstr (state_at (study, number, "SE.SCREENING", &form), ==, "signed");
  done = crf_test_do (study->admin, "set-range", NULL, "item", "ALT", "low", "1", "high", "5", "unit", "U/L", "from", "2020-01-01", "confirm",
                      asked->prompt->id, NULL);
  g_assert_cmpstr (state_at (study, number, "SE.SCREENING", &form), ==, "complete");
  g_assert_true (form->signature_void);
  g_assert_cmpstr (state_at (study, other, "SE.SCREENING", &form), ==, "complete");
  voided = crf_reader_voided (study->investigator, NULL, NULL);
  g_assert_cmpuint (voided->len, ==, 3);
  for (guint i = 0; i < voided->len; i++)
    g_assert_nonnull (strstr (((CrfVoidedView *) g_ptr_array_index (voided, i))->changed, "Another reference range of “"));
  report = crf_verify (study->path, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (report->faults->len, ==, 0);
  /* Signed again, it is off the list. */
  crf_outcome_free (crf_test_do (study->investigator, "sign-form", number, "event", "SCREENING", "form", "F.VISIT", "passphrase", CRF_TEST_PASSPHRASE, NULL));
  g_clear_pointer (&voided, g_ptr_array_unref);
  voided = crf_reader_voided (study->investigator, NULL, NULL);
  g_assert_cmpuint (voided->len, ==, 2);
}

/* A man's and a woman's range; the sex was wrong. What is shown on the signed form of the visit is not what was signed. */
static void
a_corrected_sex_takes_signatures_on_other_forms_back (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) asked = NULL, unexplained = NULL, done = NULL;
  g_autoptr (GPtrArray) voided = NULL;
  g_autoptr (CrfFormState) form = NULL;
  g_autoptr (CrfVerifyReport) report = NULL;

  crf_test_study_set_now (study, "2026-05-04T10:00");
#define RANGE_OF(sex, high) \
  crf_outcome_free (crf_test_do (study->admin, "set-range", NULL, "item", "ALT", "low", "1", "high", high, "unit", "U/L", "sex", sex, "from", "2020-01-01", NULL))
  RANGE_OF ("M", "40");
  RANGE_OF ("F", "20");
  sign_visit (study, number, "30");
  g_assert_cmpstr (state_at (study, number, "SE.SCREENING", &form), ==, "signed");
#define SEX "enter", number, NULL, "event", "SCREENING", "form", "F.DM", "item", "SEX", "value", "F"
  asked = crf_conduct_with (study->nurse, SEX, NULL);
  g_assert_nonnull (asked->prompt);
  g_assert_true (asked->prompt->needs_reason);
  g_test_message ("%s", asked->prompt->message);
  g_assert_nonnull (strstr (asked->prompt->message, "otherwise: 1 ("));
  g_assert_cmpstr (state_at (study, number, "SE.SCREENING", &form), ==, "signed");
  unexplained = crf_conduct_with (study->nurse, SEX, "confirm", asked->prompt->id, NULL);
  g_assert_nonnull (unexplained->prompt);
  done = crf_conduct_with (study->nurse, SEX, "confirm", asked->prompt->id, "reason", "misread", NULL);
  g_assert_true (crf_outcome_done (done));
  g_assert_cmpstr (state_at (study, number, "SE.SCREENING", &form), ==, "complete");
  g_assert_true (form->signature_void);
  voided = crf_reader_voided (study->investigator, NULL, NULL);
  g_assert_cmpuint (voided->len, ==, 1);
  g_assert_nonnull (strstr (((CrfVoidedView *) g_ptr_array_index (voided, 0))->changed, "was corrected: another reference range"));
  report = crf_verify (study->path, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (report->faults->len, ==, 0);
}

/* Born a day later she is 53 and not 54 on the day: another age, another range. A year earlier she falls under the same one, and nobody is asked. */
static void
a_corrected_birth_date_takes_signatures_on_other_forms_back (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) same = NULL, asked = NULL, done = NULL;
  g_autoptr (CrfFormState) form = NULL;

  crf_test_study_set_now (study, "2026-05-04T10:00");
#define RANGE_AT(from, to, high) \
  crf_outcome_free (crf_test_do (study->admin, "set-range", NULL, "item", "ALT", "low", "1", "high", high, "unit", "U/L", "age-low", from, "age-high", to, "from", \
                                 "2020-01-01", NULL))
  RANGE_AT ("18", "53", "40");
  RANGE_AT ("54", "120", "20");
  sign_visit (study, number, "30");
#define BORN(date) "enter", number, NULL, "event", "SCREENING", "form", "F.DM", "item", "BRTHDAT", "reason", "misread", "value", date
  same = crf_conduct_with (study->nurse, BORN ("1971-05-04"), NULL);
  g_assert_true (crf_outcome_done (same));
  g_assert_cmpstr (state_at (study, number, "SE.SCREENING", &form), ==, "signed");
  asked = crf_conduct_with (study->nurse, BORN ("1972-05-05"), NULL);
  g_assert_nonnull (asked->prompt);
  g_test_message ("%s", asked->prompt->message);
  done = crf_conduct_with (study->nurse, BORN ("1972-05-05"), "confirm", asked->prompt->id, NULL);
  g_assert_true (crf_outcome_done (done));
  g_assert_cmpstr (state_at (study, number, "SE.SCREENING", &form), ==, "complete");
}

/* A form that is frozen keeps the limits that it was read with. */
static void
a_corrected_sex_does_not_touch_what_is_frozen (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study), *subject = NULL;
  g_autoptr (CrfBatch) batch = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  CrfSession *manager;
  guint64 before;

  crf_test_study_set_now (study, "2026-05-04T10:00");
  RANGE_OF ("M", "40");
  RANGE_OF ("F", "20");
  sign_visit (study, number, "30");
  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "chen", "name", "Chen", "roles", "data-manager", "new-passphrase", CRF_TEST_PASSPHRASE, NULL));
  manager = crf_session_sign_in_file (crf_session_get_file (study->admin), "chen", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), NULL);
  crf_outcome_free (crf_test_do (manager, "freeze", number, "scope", "form", "event", "SCREENING", "form", "F.VISIT", NULL));
  crf_test_refused (study->nurse, "held", "enter", number, "event", "SCREENING", "form", "F.DM", "item", "SEX", "value", "F", "reason", "misread", NULL);
  before = crf_records_count_entries (crf_session_get_file (study->nurse));
  /* An import goes on behind what is refused: it must not have been stored. */
  batch = crf_batch_begin (study->nurse, &error);
  g_assert_no_error (error);
  crf_batch_set_reason (batch, "misread");
  subject = crf_batch_find_subject (batch, number, &error);
  g_assert_true (crf_batch_store (batch, subject, "SE.SCREENING", "IT.SEX", "F", NULL, &outcome, &error));
  g_assert_nonnull (outcome->refusal);
  g_assert_cmpstr (outcome->refusal->code, ==, "held");
  g_assert_true (crf_batch_commit (batch, &error));
  g_assert_cmpuint (crf_records_count_entries (crf_session_get_file (study->nurse)), ==, before);
  crf_session_close (manager);
}

/* Results that are pasted are asked about once, before it is known what they do to other forms: whoever pastes is told. */
static void
what_is_pasted_says_which_signatures_it_took (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  const CrfTarget later = { .subject = number, .event = (char *) "SE.W4", .form = (char *) "F.VISIT" };
  g_autoptr (CrfOutcome) asked = NULL, done = NULL;
  g_autoptr (CrfFormState) form = NULL;
  gboolean told = FALSE;

  crf_test_study_set_now (study, "2026-05-04T10:00");
  crf_test_enter_labs (study, number, "SCREENING");
  crf_test_enter_labs (study, number, "W4");
  crf_test_enter (study, number, "W4", "TBIL", "200", "umol/L");
  complete_form (study, &later);
  crf_outcome_free (crf_test_do (study->investigator, "sign-form", number, "event", "W4", "form", "F.VISIT", "passphrase", CRF_TEST_PASSPHRASE, NULL));
  g_assert_cmpstr (state_at (study, number, "SE.W4", &form), ==, "signed");
#define PASTE "paste-results", number, NULL, "event", "SCREENING", "form", "F.VISIT", "text", "TBIL 190 umol/L"
  asked = crf_conduct_with (study->nurse, PASTE, NULL);
  g_assert_nonnull (asked->prompt);
  done = crf_conduct_with (study->nurse, PASTE, "confirm", asked->prompt->id, NULL);
  g_assert_true (crf_outcome_done (done));
  g_assert_cmpstr (state_at (study, number, "SE.W4", &form), ==, "complete");
  for (guint i = 0; i < done->notices->len; i++)
    told = told || strstr (g_ptr_array_index (done->notices, i), "became void") != NULL;
  g_assert_true (told);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/ranges/" name, function)
  ADD ("what-is-pasted-says-which-signatures-it-took", what_is_pasted_says_which_signatures_it_took);
  ADD ("both-days-of-a-range-are-in-it", both_days_of_a_range_are_in_it);
  ADD ("the-method-of-the-sample-chooses", the_method_of_the_sample_chooses);
  ADD ("of-two-units-the-one-that-was-typed-counts", of_two_units_the_one_that_was_typed_counts);
  ADD ("of-several-the-one-that-began-last-counts", of_several_the_one_that_began_last_counts);
  ADD ("sex-and-age-are-both-looked-at", sex_and_age_are_both_looked_at);
  ADD ("a-sample-falls-under-its-own-laboratory", a_sample_falls_under_its_own_laboratory);
  ADD ("the-day-the-sample-was-taken-decides", the_day_the_sample_was_taken_decides);
  ADD ("limits-are-shown-in-the-unit-of-the-value", limits_are_shown_in_the_unit_of_the_value);
  ADD ("a-late-range-says-what-it-changes", a_late_range_says_what_it_changes);
  ADD ("a-late-range-does-not-touch-what-is-frozen-or-locked", a_late_range_does_not_touch_what_is_frozen_or_locked);
  ADD ("a-late-range-grades-anew", a_late_range_grades_anew);
  ADD ("what-was-signed-and-is-flagged-otherwise-is-to-be-signed-again", what_was_signed_and_is_flagged_otherwise_is_to_be_signed_again);
  ADD ("a-corrected-sex-takes-signatures-on-other-forms-back", a_corrected_sex_takes_signatures_on_other_forms_back);
  ADD ("a-corrected-birth-date-takes-signatures-on-other-forms-back", a_corrected_birth_date_takes_signatures_on_other_forms_back);
  ADD ("a-corrected-sex-does-not-touch-what-is-frozen", a_corrected_sex_does_not_touch_what_is_frozen);
  ADD ("what-makes-no-range-is-refused", what_makes_no_range_is_refused);

  return g_test_run ();
}
