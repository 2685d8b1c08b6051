/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Electronic signatures on what was entered (21 CFR 11.50, 11.70, 11.200) and what a correction does to them. */

#include "crf-reader-trust.h"
#include "crf-reader.h"
#include "crf-records-trust.h"
#include "crf-signature.h"
#include "crf-test-study.h"
#include "crf-verify.h"

#include <string.h>

/* Everything that is asked for gets a reason why it is missing; the form is completed. */
static void
complete_demographics (CrfTestStudy *study,
                       const char *number)
{
  CrfTarget target = { .subject = (char *) number, .event = (char *) "SE.SCREENING", .form = (char *) "F.DM" };
  g_autoptr (CrfFormState) form = crf_reader_form (study->nurse, &target, NULL);

  for (guint i = 0; i < form->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && crf_value_is_empty (field->value))
            crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", field->item->oid,
                                           "missing", "UNK", NULL));
        }
    }
  crf_outcome_free (crf_test_do (study->nurse, "complete-form", number, "event", "SCREENING", "form", "F.DM", NULL));
}

static void
sign_form (CrfTestStudy *study,
           const char *number)
{
  crf_outcome_free (crf_test_do (study->investigator, "sign-form", number, "event", "SCREENING", "form", "F.DM", "passphrase", CRF_TEST_PASSPHRASE,
                                 NULL));
}

static void
correct_bed (CrfTestStudy *study,
             const char *number,
             const char *bed)
{
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", "BED", "value", bed, "reason",
                                 "moved to another bed", NULL));
}

static char *
state_of (CrfTestStudy *study,
          const char *number)
{
  CrfTarget target = { .subject = (char *) number, .event = (char *) "SE.SCREENING", .form = (char *) "F.DM" };
  g_autoptr (CrfFormState) form = crf_reader_form (study->nurse, &target, NULL);

  return g_strdup (form->state);
}

static void
a_signature_shows_name_time_and_meaning_and_takes_the_passphrase (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget target = { .subject = number, .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) "F.DM", .formkey = (char *) "1" };
  g_autoptr (GPtrArray) signatures = NULL;
  g_autofree char *state = NULL;
  CrfSignatureView *view;

  crf_test_refused (study->investigator, "form-incomplete", "sign-form", number, "event", "SCREENING", "form", "F.DM", "passphrase",
                    CRF_TEST_PASSPHRASE, NULL);
  complete_demographics (study, number);
  crf_test_refused (study->nurse, "not-permitted", "sign-form", number, "event", "SCREENING", "form", "F.DM", "passphrase", CRF_TEST_PASSPHRASE,
                    NULL);
  crf_test_refused (study->investigator, "argument-missing", "sign-form", number, "event", "SCREENING", "form", "F.DM", NULL);
  crf_test_refused (study->investigator, "passphrase-wrong", "sign-form", number, "event", "SCREENING", "form", "F.DM", "passphrase", "demo2", NULL);
  sign_form (study, number);
  state = state_of (study, number);
  g_assert_cmpstr (state, ==, "signed");
  signatures = crf_reader_signatures (study->nurse, &target, NULL);
  g_assert_cmpuint (signatures->len, ==, 1);
  view = g_ptr_array_index (signatures, 0);
  g_assert_cmpstr (view->name, ==, "Wang Wei");
  g_assert_cmpstr (view->when, ==, "2026-03-02 09:14 +08:00");
  g_assert_cmpstr (view->meaning, ==, "I have reviewed this form; it is complete and correct.");
  g_assert_false (view->voided);
  crf_test_refused (study->investigator, "signed", "sign-form", number, "event", "SCREENING", "form", "F.DM", "passphrase", CRF_TEST_PASSPHRASE, NULL);
}

static void
a_correction_voids_the_signature_and_asks_for_a_new_one (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget target = { .subject = number, .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) "F.DM", .formkey = (char *) "1" };
  g_autoptr (GPtrArray) before = NULL, after = NULL, again = NULL, history = NULL;
  g_autofree char *state = NULL;
  CrfVoidedView *view;

  complete_demographics (study, number);
  sign_form (study, number);
  before = crf_reader_voided (study->investigator, NULL, NULL);
  g_assert_cmpuint (before->len, ==, 0);
  crf_test_study_set_now (study, "2026-03-03T10:00");
  correct_bed (study, number, "14");
  after = crf_reader_voided (study->investigator, NULL, NULL);
  g_assert_cmpuint (after->len, ==, 1);
  view = g_ptr_array_index (after, 0);
  g_assert_cmpstr (view->name, ==, "Wang Wei");
  g_assert_nonnull (strstr (view->changed, "Li Na"));
  g_assert_cmpstr (view->target->form, ==, "F.DM");
  state = state_of (study, number);
  g_assert_cmpstr (state, ==, "complete");
  crf_test_study_set_now (study, "2026-03-03T11:00");
  sign_form (study, number);
  again = crf_reader_voided (study->investigator, NULL, NULL);
  g_assert_cmpuint (again->len, ==, 0);
  /* History keeps both. */
  history = crf_reader_signatures (study->nurse, &target, NULL);
  g_assert_cmpuint (history->len, ==, 2);
  g_assert_true (((CrfSignatureView *) g_ptr_array_index (history, 1))->voided);
  g_assert_false (((CrfSignatureView *) g_ptr_array_index (history, 0))->voided);
}

static void
a_casebook_is_signed_when_every_form_is_complete (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *state = NULL;
  g_autofree char *corrected = NULL;
  CrfTarget consent = { .subject = number };
  g_autoptr (GPtrArray) signatures = NULL;
  g_autoptr (CrfPatient) patient = crf_reader_patient (study->nurse, number, NULL);
  g_autoptr (GPtrArray) forms = NULL;

  crf_test_refused (study->investigator, "form-incomplete", "sign-casebook", number, "passphrase", CRF_TEST_PASSPHRASE, NULL);
  complete_demographics (study, number);
  forms = crf_records_forms (crf_session_get_file (study->admin), patient->key, NULL);
  for (guint i = 0; i < forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (forms, i);

      if (strcmp (form->state, "started") == 0)
        crf_outcome_free (crf_test_do (study->nurse, "complete-form", number, "event", form->event, "form", form->form, NULL));
    }
  crf_outcome_free (crf_test_do (study->investigator, "sign-casebook", number, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  state = state_of (study, number);
  g_assert_cmpstr (state, ==, "signed");
  correct_bed (study, number, "15");
  corrected = state_of (study, number);
  g_assert_cmpstr (corrected, ==, "complete");
  signatures = crf_reader_signatures (study->nurse, &consent, NULL);
  g_assert_true (((CrfSignatureView *) g_ptr_array_index (signatures, 0))->voided);
}

/* Signed is the patient's whole record: also what is said of her as a whole, and a form that is begun. */
static void
a_casebook_signature_falls_with_what_is_said_of_the_patient (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfPatient) patient = crf_reader_patient (study->nurse, number, NULL);
  g_autoptr (GPtrArray) forms = NULL, untouched = NULL, withdrawn = NULL, again = NULL, begun = NULL;

  complete_demographics (study, number);
  forms = crf_records_forms (crf_session_get_file (study->admin), patient->key, NULL);
  for (guint i = 0; i < forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (forms, i);

      if (strcmp (form->state, "started") == 0)
        crf_outcome_free (crf_test_do (study->nurse, "complete-form", number, "event", form->event, "form", form->form, NULL));
    }
  crf_outcome_free (crf_test_do (study->investigator, "sign-casebook", number, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  crf_outcome_free (crf_test_do (study->nurse, "query", number, "text", "Is the record whole?", NULL));
  untouched = crf_reader_voided (study->investigator, NULL, NULL);
  g_assert_cmpuint (untouched->len, ==, 0);
  crf_outcome_free (crf_test_do (study->nurse, "withdraw-consent", number, "scope", "treatment", "date", "2026-03-02", "order", "after", NULL));
  withdrawn = crf_reader_voided (study->investigator, NULL, NULL);
  g_assert_cmpuint (withdrawn->len, ==, 1);
  crf_test_study_set_now (study, "2026-03-03T11:00");
  crf_outcome_free (crf_test_do (study->investigator, "sign-casebook", number, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  again = crf_reader_voided (study->investigator, NULL, NULL);
  g_assert_cmpuint (again->len, ==, 0);
  crf_outcome_free (crf_test_do (study->nurse, "add-form", number, "form", "F.AE", NULL));
  begun = crf_reader_voided (study->investigator, NULL, NULL);
  g_assert_cmpuint (begun->len, ==, 1);
}

static void
a_signed_file_verifies (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfVerifyReport) report = NULL;

  complete_demographics (study, number);
  sign_form (study, number);
  correct_bed (study, number, "14");
  crf_test_study_close (study);
  report = crf_verify (study->path, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (report->faults->len, ==, 0);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/signing/" name, function)
  ADD ("a-signature-shows-name-time-and-meaning-and-takes-the-passphrase", a_signature_shows_name_time_and_meaning_and_takes_the_passphrase);
  ADD ("a-correction-voids-the-signature-and-asks-for-a-new-one", a_correction_voids_the_signature_and_asks_for_a_new_one);
  ADD ("a-casebook-is-signed-when-every-form-is-complete", a_casebook_is_signed_when_every_form_is_complete);
  ADD ("a-casebook-signature-falls-with-what-is-said-of-the-patient", a_casebook_signature_falls_with_what_is_said_of_the_patient);
  ADD ("a-signed-file-verifies", a_signed_file_verifies);

  return g_test_run ();
}
