/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first patient, end to end: create, sign in, register, enter, scores, the form. */

#include "crf-reader.h"
#include "crf-test-study.h"

static void
registering_gives_the_next_number_of_the_centre (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *first = crf_test_register (study);
  g_autofree char *second = crf_test_register (study);

  g_assert_cmpstr (first, ==, "01-S-001");
  g_assert_cmpstr (second, ==, "01-S-002");
}

static void
labs_at_screening_give_scores_on_the_form (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget target = { .subject = number, .event = (char *) "SE.SCREENING", .form = (char *) "F.VISIT" };
  g_autoptr (CrfFormState) form = NULL;
  g_autoptr (GError) error = NULL;
  CrfFieldState *meld, *alt;
  CrfScoreState *score;

  crf_test_enter_labs (study, number, "SCREENING");
  form = crf_reader_form (study->nurse, &target, &error);
  g_assert_no_error (error);
  g_assert_nonnull (form);
  meld = crf_form_state_find (form, "MELD", NULL);
  g_assert_nonnull (meld);
  g_assert_cmpstr (meld->value->canonical, ==, "20");
  g_assert_true (meld->derived);
  alt = crf_form_state_find (form, "ALT", NULL);
  g_assert_cmpstr (alt->value->entered, ==, "78");
  g_assert_cmpint (alt->flag, ==, CRF_FLAG_HIGH);
  g_assert_cmpstr (alt->reference, ==, "9–50");
  g_assert_cmpuint (form->scores->len, ==, 7); /* five of the liver, two indices of fibrosis */
  score = g_ptr_array_index (form->scores, 0);
  g_assert_cmpstr (score->name, ==, "MELD");
  g_assert_cmpstr (score->value, ==, "20");
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/conduct/path/registering-gives-the-next-number-of-the-centre", registering_gives_the_next_number_of_the_centre);
  g_test_add_func ("/conduct/path/labs-at-screening-give-scores-on-the-form", labs_at_screening_give_scores_on_the_form);

  return g_test_run ();
}
