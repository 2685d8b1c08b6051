/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From forms to survival times: where follow-up begins, what ends it, who is left out. */

#include "crf-follow-up.h"
#include "crf-test-study.h"

#include <string.h>

static void
enter (CrfTestStudy *study,
       const char *number,
       const char *event,
       const char *form,
       const char *item,
       const char *value)
{
  g_autoptr (CrfOutcome) asked = crf_conduct_with (study->nurse, "enter", number, NULL, "event", event, "form", form, "item", item, "value",
                                                   value, NULL);

  g_assert_null (asked->refusal);
  if (asked->prompt != NULL)
    crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", event, "form", form, "item", item, "value", value, "confirm",
                                   asked->prompt->id, "reason", "seen", NULL));
}

static char *
new_infused (CrfTestStudy *study,
             const char *start)
{
  char *number = crf_test_register (study);

  crf_test_bring_infusion (study, number, "INFOUT", "GIVEN");
  crf_test_bring_infusion (study, number, "INFST", start);
  return number;
}

static CrfFollowUps *
read_all (CrfTestStudy *study,
          const char *death,
          const char *transplantation)
{
  g_autoptr (GError) error = NULL;
  CrfFollowUps *follow_ups = crf_reader_follow_ups (study->nurse, NULL, death, transplantation, &error);

  g_assert_no_error (error);
  return follow_ups;
}

static void
assert_one (const CrfFollowUps *follow_ups,
            int time,
            int status,
            const char *ended_by)
{
  const CrfFollowUp *one;

  g_assert_cmpuint (follow_ups->subjects->len, ==, 1);
  one = g_ptr_array_index (follow_ups->subjects, 0);
  g_assert_cmpint (one->time, ==, time);
  g_assert_cmpint (one->status, ==, status);
  g_assert_cmpstr (one->ended_by, ==, ended_by);
}

static void
who_lives_counts_up_to_the_last_contact (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_infused (study, "2026-03-02 10:00");
  g_autoptr (CrfFollowUps) at_once = read_all (study, NULL, NULL);
  g_autoptr (CrfFollowUps) later = NULL;

  assert_one (at_once, 0, 0, "last-contact");
  crf_test_study_set_now (study, "2026-06-30T10:00");
  enter (study, number, "W4", "F.VISIT", "VISDAT", "2026-03-30");
  later = read_all (study, NULL, NULL);
  assert_one (later, 28, 0, "last-contact");
}

static void
death_and_transplantation_end_it_as_the_endpoint_says (void)
{
  static const struct { const char *death, *transplantation; int time, status; const char *ended_by; } cases[] = {
    { NULL, NULL, 60, 0, "transplantation" }, /* the protocol censors at transplantation */
    { NULL, "event", 60, 1, "transplantation" },
    { NULL, "competing", 60, 2, "transplantation" },
    { "competing", "event", 60, 1, "transplantation" },
  };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_infused (study, "2026-03-02 10:00");
  g_autoptr (CrfFollowUps) dead = NULL;

  crf_test_study_set_now (study, "2026-08-30T10:00");
  enter (study, number, "COMMON", "F.DTH", "DTHDTC", "2026-06-30"); /* day 120 */
  dead = read_all (study, NULL, NULL);
  assert_one (dead, 120, 1, "death");
  enter (study, number, "COMMON", "F.TX", "TXDTC", "2026-05-01"); /* day 60 */
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfFollowUps) read = read_all (study, cases[i].death, cases[i].transplantation);

      assert_one (read, cases[i].time, cases[i].status, cases[i].ended_by);
    }
}

static void
a_day_known_in_part_is_the_earliest_after_the_last_contact (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_infused (study, "2026-03-02 10:00");
  g_autoptr (CrfFollowUps) before = NULL;
  g_autoptr (CrfFollowUps) after = NULL;

  crf_test_study_set_now (study, "2026-08-30T10:00");
  enter (study, number, "COMMON", "F.DTH", "DTHDTC", "2026-06");
  before = read_all (study, NULL, NULL);
  assert_one (before, 91, 1, "death"); /* 1 June */
  g_assert_true (((CrfFollowUp *) g_ptr_array_index (before->subjects, 0))->imputed);
  enter (study, number, "W12", "F.VISIT", "VISDAT", "2026-06-10");
  after = read_all (study, NULL, NULL);
  assert_one (after, 100, 1, "death"); /* 10 June: seen alive */
}

static void
who_has_no_day_0_or_no_day_of_death_is_left_out_and_named (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *screened = crf_test_register (study);
  g_autofree char *dead = new_infused (study, "2026-03-02 10:00");
  g_autoptr (CrfFollowUps) read = NULL;

  crf_test_study_set_now (study, "2026-04-30T10:00");
  crf_outcome_free (crf_test_do (study->investigator, "set-status", dead, "status", "died", "date", "2026-04-01", NULL));
  read = read_all (study, NULL, NULL);
  g_assert_cmpuint (read->subjects->len, ==, 0);
  g_assert_cmpuint (read->left_out->len, ==, 1);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (read->left_out, 0), dead));
}

/* Of a form that repeats. */
static void
enter_repeat (CrfTestStudy *study,
              const char *number,
              const char *formkey,
              const char *item,
              const char *value)
{
  g_autoptr (CrfOutcome) asked = crf_conduct_with (study->nurse, "enter", number, NULL, "event", "COMMON", "form", "F.CE", "formkey", formkey,
                                                   "item", item, "value", value, NULL);

  g_assert_null (asked->refusal);
  g_assert_null (asked->prompt);
}

/* What the endpoint counts, what was there before, and what is not said. */
static void
the_first_decompensation_that_counts_ends_it (void)
{
  static const struct { const char *kind, *start, *against; } events[] = {
    { "OTHER", "2026-03-10", "NEW" },    /* not one of the endpoint's three */
    { "ASCITES", "2026-02-20", "NEW" },  /* before day 0 */
    { "ASCITES", "2026-03-20", "SAME" }, /* as at baseline */
    { "HE", "2026-05-01", "WORSE" },     /* day 60 */
    { "GIB", "2026-04-01", "AGAIN" },    /* day 30 */
  };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_infused (study, "2026-03-02 10:00");
  g_autofree char *key = NULL;
  g_autoptr (CrfFollowUps) read = NULL;
  g_autoptr (CrfFollowUps) doubtful = NULL;

  crf_test_study_set_now (study, "2026-08-30T10:00");
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_autoptr (CrfOutcome) added = crf_test_do (study->nurse, "add-form", number, "event", "COMMON", "form", "F.CE", NULL);

      g_free (key);
      key = g_strdup (g_hash_table_lookup (added->results, "formkey"));
      enter_repeat (study, number, key, "CEKIND", events[i].kind);
      enter_repeat (study, number, key, "CESTDTC", events[i].start);
      enter_repeat (study, number, key, "CENEW", events[i].against);
    }
  read = crf_reader_follow_ups (study->nurse, "EP.DECOMPENSATION", NULL, NULL, NULL);
  assert_one (read, 30, 1, "decompensation");
  enter_repeat (study, number, key, "CENEW", "");
  doubtful = crf_reader_follow_ups (study->nurse, "EP.DECOMPENSATION", NULL, NULL, NULL);
  g_assert_cmpuint (doubtful->subjects->len, ==, 0);
  g_assert_cmpuint (doubtful->left_out->len, ==, 1);
}

static void
unknown_endpoints_and_words_are_errors (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GError) endpoint = NULL;
  g_autoptr (GError) word = NULL;

  g_assert_null (crf_reader_follow_ups (study->nurse, "EP.LIVER", NULL, NULL, &endpoint));
  g_assert_nonnull (endpoint);
  g_assert_null (crf_reader_follow_ups (study->nurse, NULL, NULL, "perhaps", &word));
  g_assert_nonnull (word);
}

static void
arms_stay_hidden_where_they_are_masked (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new_of ("nct01218464");
  g_autofree char *number = new_infused (study, "2026-03-02 10:00");
  g_autoptr (CrfFollowUps) read = read_all (study, NULL, NULL);

  g_assert_cmpuint (read->subjects->len, ==, 1);
  g_assert_false (read->by_arm);
  g_assert_null (((CrfFollowUp *) g_ptr_array_index (read->subjects, 0))->group);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/follow-up/" name, function)
  ADD ("who-lives-counts-up-to-the-last-contact", who_lives_counts_up_to_the_last_contact);
  ADD ("death-and-transplantation-end-it-as-the-endpoint-says", death_and_transplantation_end_it_as_the_endpoint_says);
  ADD ("a-day-known-in-part-is-the-earliest-after-the-last-contact", a_day_known_in_part_is_the_earliest_after_the_last_contact);
  ADD ("who-has-no-day-0-or-no-day-of-death-is-left-out-and-named", who_has_no_day_0_or_no_day_of_death_is_left_out_and_named);
  ADD ("the-first-decompensation-that-counts-ends-it", the_first_decompensation_that_counts_ends_it);
  ADD ("unknown-endpoints-and-words-are-errors", unknown_endpoints_and_words_are_errors);
  ADD ("arms-stay-hidden-where-they-are-masked", arms_stay_hidden_where_they_are_masked);

  return g_test_run ();
}
