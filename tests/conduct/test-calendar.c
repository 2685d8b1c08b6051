/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The calendar of one patient: every boundary of a window, moves, unscheduled visits, death, withdrawal, loss. */

#include "crf-follow-up.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-schedule.h"
#include "crf-test-study.h"

#include <string.h>

static CrfVisit *
find_visit (GPtrArray *visits,
            const char *oid)
{
  for (guint i = 0; i < visits->len; i++)
    if (strcmp (((CrfVisit *) g_ptr_array_index (visits, i))->event->oid, oid) == 0)
      return g_ptr_array_index (visits, i);
  g_assert_not_reached ();
}

static CrfVisitState
state_of (CrfTestStudy *study,
          const char *number,
          const char *oid)
{
  g_autoptr (GPtrArray) visits = crf_reader_visits (study->nurse, number, NULL);

  return find_visit (visits, oid)->state;
}

static char *
why_of (CrfTestStudy *study,
        const char *number,
        const char *oid)
{
  g_autoptr (GPtrArray) visits = crf_reader_visits (study->nurse, number, NULL);

  return g_strdup (find_visit (visits, oid)->why);
}

static char *
enter_infusion (CrfTestStudy *study,
                const char *number,
                const char *item,
                const char *value)
{
  g_autoptr (CrfOutcome) outcome = crf_conduct_with (study->nurse, "enter", number, NULL, "event", "INFUSION", "form", "F.INF", "item", item, "value",
                                                     value, NULL);
  g_autoptr (GString) notices = g_string_new (NULL);

  g_assert_null (outcome->refusal);
  if (outcome->prompt != NULL)
    {
      g_autofree char *id = g_strdup (outcome->prompt->id);

      crf_outcome_free (g_steal_pointer (&outcome));
      outcome = crf_test_do (study->nurse, "enter", number, "event", "INFUSION", "form", "F.INF", "item", item, "value", value, "confirm", id, "reason",
                             "so it was", NULL);
    }
  for (guint i = 0; i < outcome->notices->len; i++)
    g_string_append_printf (notices, "%s\n", (char *) g_ptr_array_index (outcome->notices, i));
  return g_string_free (g_steal_pointer (&notices), FALSE);
}

/* Infused on 2026-03-09. */
static char *
new_infused (CrfTestStudy *study)
{
  char *number = crf_test_register (study);

  crf_test_study_set_now (study, "2026-03-09T18:00");
  crf_test_bring_infusion (study, number, "INFOUT", "GIVEN");
  crf_test_bring_infusion (study, number, "INFST", "2026-03-09 10:00");
  return number;
}

/* NCT06167473, clinical.md D2: week 4 ± 3 days. Day 28 of an infusion on 9 March is 6 April: 3 to 9 April. */
static void
due_open_and_late_change_at_midnight (void)
{
  static const struct { const char *now; CrfVisitState state; } cases[] = {
    { "2026-04-02T23:59", CRF_VISIT_UPCOMING }, { "2026-04-03T00:00", CRF_VISIT_OPEN }, { "2026-04-06T12:00", CRF_VISIT_OPEN },
    { "2026-04-09T23:59", CRF_VISIT_OPEN },     { "2026-04-10T00:00", CRF_VISIT_LATE },
  };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_infused (study);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      crf_test_study_set_now (study, cases[i].now);
      g_assert_cmpint (state_of (study, number, "SE.W4"), ==, cases[i].state);
    }
}

/* No form of the infusion visit asks for its date: the ward has the time of the infusion. */
static void
an_infusion_visit_took_place_when_the_infusion_began (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_infused (study);
  g_autoptr (GPtrArray) visits = crf_reader_visits (study->nurse, number, NULL);

  g_assert_cmpstr (find_visit (visits, "SE.INFUSION")->visit_date, ==, "2026-03-09");
  g_assert_null (find_visit (visits, "SE.W4")->visit_date);
}

static void
a_corrected_infusion_says_which_visits_move (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_infused (study);
  g_autofree char *notices = NULL;

  crf_test_study_set_now (study, "2026-03-20T08:00");
  notices = enter_infusion (study, number, "INFST", "2026-03-10 10:00");
  g_assert_nonnull (strstr (notices, "Week 4 2026-04-06 → 2026-04-07"));
  g_assert_nonnull (strstr (notices, "Week 48 2027-02-08 → 2027-02-09"));
}

static void
a_visit_that_is_late_is_entered_and_becomes_a_draft (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_infused (study);
  g_autoptr (GPtrArray) deviations = NULL;

  crf_test_study_set_now (study, "2026-05-20T08:00");
  g_assert_cmpint (state_of (study, number, "SE.W4"), ==, CRF_VISIT_LATE);
  crf_test_enter (study, number, "W4", "VISDAT", "2026-04-12", NULL);
  g_assert_cmpint (state_of (study, number, "SE.W4"), ==, CRF_VISIT_STARTED);
  deviations = crf_reader_deviations (study->nurse, number, NULL);
  g_assert_cmpuint (deviations->len, ==, 1);
  g_assert_cmpstr (((CrfDeviation *) g_ptr_array_index (deviations, 0))->kind, ==, "late-visit");
  g_assert_cmpstr (((CrfDeviation *) g_ptr_array_index (deviations, 0))->state, ==, "open");
  g_assert_nonnull (strstr (((CrfDeviation *) g_ptr_array_index (deviations, 0))->text, "3 days after the window"));
}

static void
an_unscheduled_visit_has_a_reason_and_its_panels_only (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_infused (study);
  g_autoptr (GPtrArray) visits = NULL;
  guint unscheduled = 0;

  crf_test_refused (study->nurse, "argument-missing", "add-visit", number, "date", "2026-03-09", NULL);
  crf_test_refused (study->nurse, "in-the-future", "add-visit", number, "date", "2026-03-10", "reason", "fever", NULL);
  crf_test_refused (study->nurse, "form-unknown", "add-visit", number, "date", "2026-03-09", "reason", "fever", "forms", "nonsense", NULL);
  crf_outcome_free (crf_test_do (study->nurse, "add-visit", number, "date", "2026-03-09", "reason", "fever", "mode", "ward", "forms", "F.LABX", NULL));
  visits = crf_reader_visits (study->nurse, number, NULL);
  for (guint i = 0; i < visits->len; i++)
    {
      const CrfVisit *visit = g_ptr_array_index (visits, i);

      if (visit->event->type != CRF_EVENT_UNSCHEDULED)
        continue;
      unscheduled++;
      g_assert_cmpstr (visit->visit_date, ==, "2026-03-09");
      g_assert_cmpint (visit->forms_total, ==, 2);
    }
  g_assert_cmpuint (unscheduled, ==, 1);
  /* It replaces no planned visit. */
  g_assert_cmpint (state_of (study, number, "SE.W1"), ==, CRF_VISIT_UPCOMING);
}

static void
die (CrfTestStudy *study,
     const char *number,
     const char *date)
{
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.DTH", "item", "DTHDTC", "value", date, NULL));
}

static void
after_a_death_in_april_visits_of_april_are_not_applicable (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_infused (study);
  g_autofree char *why = NULL;

  crf_test_study_set_now (study, "2026-06-20T08:00");
  die (study, number, "2026-04");
  g_assert_cmpint (state_of (study, number, "SE.W1"), ==, CRF_VISIT_LATE); /* was due before */
  g_assert_cmpint (state_of (study, number, "SE.W4"), ==, CRF_VISIT_NOT_APPLICABLE);
  g_assert_cmpint (state_of (study, number, "SE.W48"), ==, CRF_VISIT_NOT_APPLICABLE);
  why = why_of (study, number, "SE.W48");
  g_assert_cmpstr (why, ==, "died on 2026-04");
}

static void
transplantation_is_not_the_end_of_the_study (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_infused (study);

  crf_test_study_set_now (study, "2026-04-05T08:00");
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.TX", "item", "TXDTC", "value", "2026-04-01", NULL));
  g_assert_cmpint (state_of (study, number, "SE.W4"), ==, CRF_VISIT_OPEN);
}

static void
who_withdraws_from_visits_still_has_a_vital_status (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_infused (study);

  crf_test_study_set_now (study, "2026-04-05T08:00");
  crf_outcome_free (crf_test_do (study->nurse, "withdraw-consent", number, "scope", "visits", "date", "2026-04-04", NULL));
  g_assert_cmpint (state_of (study, number, "SE.W4"), ==, CRF_VISIT_NOT_APPLICABLE);
  g_assert_cmpint (state_of (study, number, "SE.D365"), ==, CRF_VISIT_UPCOMING);
  crf_outcome_free (crf_test_do (study->nurse, "withdraw-consent", number, "scope", "data", "date", "2026-04-05", NULL));
  g_assert_cmpint (state_of (study, number, "SE.D365"), ==, CRF_VISIT_NOT_APPLICABLE);
}

static void
stopped_treatment_leaves_visits_as_they_were (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *why = NULL;

  crf_outcome_free (crf_test_do (study->investigator, "stop-treatment", number, "treatment", "stopped", "date", "2026-03-02", "reason", "rash", NULL));
  why = why_of (study, number, "SE.INFUSION");
  g_assert_cmpstr (why, ==, "treatment stopped");
  g_assert_cmpint (state_of (study, number, "SE.W4"), !=, CRF_VISIT_NOT_APPLICABLE);
}

static void
three_attempts_make_a_loss_which_can_be_taken_back (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_infused (study);
  g_autofree char *alive = NULL, *alive_later = NULL;

  crf_test_study_set_now (study, "2026-06-01T08:00");
  crf_test_refused (study->nurse, "attempts-missing", "set-status", number, "status", "lost", "date", "2026-06-01", NULL);
  crf_outcome_free (crf_test_do (study->nurse, "log-contact", number, "date", "2026-05-01", "how", "phone", "reached", "yes", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "log-contact", number, "date", "2026-05-10", "how", "phone", "reached", "no", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "log-contact", number, "date", "2026-05-15", "how", "message", "reached", "no", NULL));
  crf_test_refused (study->nurse, "attempts-missing", "set-status", number, "status", "lost", "date", "2026-06-01", NULL);
  crf_outcome_free (crf_test_do (study->nurse, "log-contact", number, "date", "2026-05-20", "how", "letter", "reached", "no", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "set-status", number, "status", "lost", "date", "2026-06-01", NULL));
  {
    g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (study->nurse), number, NULL);

    g_assert_cmpstr (subject->status, ==, "lost");
    alive = crf_last_known_alive (study->nurse, subject->key);
    g_assert_cmpstr (alive, ==, "2026-05-01");
    crf_outcome_free (crf_test_do (study->nurse, "log-contact", number, "date", "2026-06-01", "how", "relative", "reached", "yes", NULL));
    alive_later = crf_last_known_alive (study->nurse, subject->key);
    g_assert_cmpstr (alive_later, ==, "2026-06-01");
  }
  crf_outcome_free (crf_test_do (study->nurse, "set-status", number, "status", "resume", "date", "2026-06-01", NULL));
  g_assert_cmpint (state_of (study, number, "SE.W24"), ==, CRF_VISIT_UPCOMING);
}

/* SDTMIG 3.3, 4.4.4: there is no study day 0. */
static void
a_study_day_is_never_0 (void)
{
  static const struct { const char *date; int day; } cases[] = {
    { "2026-03-09", 1 }, { "2026-03-08", -1 }, { "2026-03-10T07:30", 2 }, { "2026-02-09", -28 }, { "2026-04-06", 29 },
  };
  int day;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (crf_schedule_study_day ("2026-03-09T10:00", cases[i].date, &day));
      g_assert_cmpint (day, ==, cases[i].day);
    }
  g_assert_false (crf_schedule_study_day ("2026-03-09", "2026-03", &day));
  g_assert_false (crf_schedule_study_day (NULL, "2026-03-09", &day));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/calendar/" name, function)
  ADD ("due-open-and-late-change-at-midnight", due_open_and_late_change_at_midnight);
  ADD ("an-infusion-visit-took-place-when-the-infusion-began", an_infusion_visit_took_place_when_the_infusion_began);
  ADD ("a-corrected-infusion-says-which-visits-move", a_corrected_infusion_says_which_visits_move);
  ADD ("a-visit-that-is-late-is-entered-and-becomes-a-draft", a_visit_that_is_late_is_entered_and_becomes_a_draft);
  ADD ("an-unscheduled-visit-has-a-reason-and-its-panels-only", an_unscheduled_visit_has_a_reason_and_its_panels_only);
  ADD ("after-a-death-in-april-visits-of-april-are-not-applicable", after_a_death_in_april_visits_of_april_are_not_applicable);
  ADD ("transplantation-is-not-the-end-of-the-study", transplantation_is_not_the_end_of_the_study);
  ADD ("who-withdraws-from-visits-still-has-a-vital-status", who_withdraws_from_visits_still_has_a_vital_status);
  ADD ("stopped-treatment-leaves-visits-as-they-were", stopped_treatment_leaves_visits_as_they_were);
  ADD ("three-attempts-make-a-loss-which-can-be-taken-back", three_attempts_make_a_loss_which_can_be_taken_back);
  ADD ("a-study-day-is-never-0", a_study_day_is_never_0);
#undef ADD

  return g_test_run ();
}
