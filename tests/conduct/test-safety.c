/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Adverse events, the clock of serious ones, decompensation and its adjudication, medicines. */

#include "crf-adverse-events.h"
#include "crf-decompensation.h"
#include "crf-lab-events.h"
#include "crf-medication.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-test-study.h"

#include <string.h>

/* On a form that is not tied to a visit; @formkey NULL: a new one. Returns its key; free it. */
static char *
enter_on (CrfTestStudy *study,
          const char *number,
          const char *form,
          const char *formkey,
          const char *item,
          const char *value)
{
  g_autoptr (CrfOutcome) outcome = crf_conduct_with (study->nurse, "enter", number, NULL, "event", "COMMON", "form", form, "formkey",
                                                     formkey != NULL ? formkey : "new", "item", item, "value", value, NULL);

  g_assert_nonnull (outcome);
  if (outcome->refusal != NULL)
    g_error ("%s", outcome->refusal->message);
  if (outcome->prompt != NULL)
    {
      g_autoptr (CrfOutcome) again = crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", form, "formkey",
                                                  formkey != NULL ? formkey : "new", "item", item, "value", value, "confirm", outcome->prompt->id,
                                                  "reason", "so it is", NULL);

      return g_strdup (g_hash_table_lookup (again->results, "formkey"));
    }
  return g_strdup (g_hash_table_lookup (outcome->results, "formkey"));
}

static char *
new_event (CrfTestStudy *study,
           const char *number,
           const char *term,
           const char *start)
{
  char *key = enter_on (study, number, "F.AE", NULL, "AETERM", term);

  g_free (enter_on (study, number, "F.AE", key, "AESTDTC", start));
  return key;
}

static void
infuse (CrfTestStudy *study,
        const char *number,
        const char *start,
        const char *stop)
{
  crf_test_bring_infusion (study, number, "INFOUT", "GIVEN");
  crf_test_bring_infusion (study, number, "INFST", start);
  crf_test_bring_infusion (study, number, "INFEN", stop);
}

static CrfAdverseEvent *
first_event (GPtrArray *events)
{
  g_assert_nonnull (events);
  g_assert_cmpuint (events->len, >, 0);
  return g_ptr_array_index (events, 0);
}

static guint
count_deviations (CrfTestStudy *study,
                  const char *kind)
{
  g_autoptr (GPtrArray) deviations = crf_records_deviations (crf_session_get_file (study->nurse), NULL, NULL);
  guint n = 0;

  for (guint i = 0; i < deviations->len; i++)
    n += g_strcmp0 (((CrfDeviationRecord *) g_ptr_array_index (deviations, i))->kind, kind) == 0;
  return n;
}

/* conduct.md, Safety: "during, ≤ 24 h, later computed". Infusion 10:00 to 10:40. */
static void
an_event_is_placed_by_the_actual_times_of_the_infusion (void)
{
  static const struct { const char *start, *timing; } cases[] = {
    { "2026-03-09 09:59", "BEFORE" },   { "2026-03-09 10:00", "DURING" },   { "2026-03-09 10:40", "DURING" },
    { "2026-03-09 10:41", "WITHIN24" }, { "2026-03-10 10:40", "WITHIN24" }, { "2026-03-10 10:41", "LATER" },
    { "2026-03-08", "BEFORE" },         { "2026-03-09", NULL },             { "2026-03-10", NULL },
    { "2026-03-11", "LATER" },          { "2026-03", NULL },
  };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfCasebook) casebook = NULL;
  g_autoptr (CrfSubjectRecord) subject = NULL;

  crf_test_study_set_now (study, "2026-03-12T08:00");
  infuse (study, number, "2026-03-09 10:00", "2026-03-09 10:40");
  subject = crf_records_find_subject (crf_session_get_file (study->nurse), number, NULL);
  casebook = crf_casebook_new (study->nurse, subject->key, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (crf_adverse_event_timing (casebook, cases[i].start), ==, cases[i].timing);
}

static void
the_place_of_an_event_follows_a_corrected_infusion_time (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *key = NULL;
  g_autoptr (GPtrArray) before = NULL, after = NULL;

  crf_test_study_set_now (study, "2026-03-12T08:00");
  key = new_event (study, number, "Fever", "2026-03-09 12:00");
  before = crf_reader_adverse_events (study->nurse, number, NULL);
  g_assert_cmpstr (first_event (before)->timing, ==, "Before the first infusion");
  infuse (study, number, "2026-03-09 10:00", "2026-03-09 10:40");
  after = crf_reader_adverse_events (study->nurse, number, NULL);
  g_assert_cmpstr (first_event (after)->timing, ==, "Within 24 h after an infusion");
  crf_test_refused (study->nurse, "derived", "enter", number, "event", "COMMON", "form", "F.AE", "formkey", key, "item", "AETIM", "value", "LATER", NULL);
}

static char *
new_sae (CrfTestStudy *study,
         const char *number,
         const char *awareness)
{
  char *key = new_event (study, number, "Septic shock", "2026-03-10 20:00");

  g_free (enter_on (study, number, "F.AE", key, "AESER", "Y"));
  g_free (enter_on (study, number, "F.AE", key, "AESLIFE", "Y"));
  if (awareness != NULL)
    g_free (enter_on (study, number, "F.AE", key, "AEAWARE", awareness));
  return key;
}

static void
the_clock_of_a_serious_event_runs_24_hours_from_awareness (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *key = NULL;
  static const struct { const char *now, *clock; } cases[] = {
    { "2026-03-11T08:30", "24 h 0 min left" },  { "2026-03-12T05:10", "3 h 20 min left" }, { "2026-03-12T08:29", "1 min left" },
    { "2026-03-12T08:30", "0 min left" },       { "2026-03-12T08:31", "1 min overdue" },   { "2026-03-12T10:31", "2 h 1 min overdue" },
    { "2026-03-14T08:29", "47 h 59 min overdue" }, { "2026-03-14T08:30", "2 days overdue" },
  };

  crf_test_study_set_now (study, "2026-03-11T08:30");
  key = new_sae (study, number, "2026-03-11 08:30");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) events = NULL;
      g_autofree char *clock = NULL;
      CrfSaeReport *next;

      crf_test_study_set_now (study, cases[i].now);
      events = crf_reader_adverse_events (study->nurse, number, NULL);
      g_assert_cmpuint (first_event (events)->reports->len, ==, 2); /* sponsor, ethics committee */
      next = crf_adverse_event_next_report (first_event (events));
      clock = crf_sae_report_clock (next);
      g_assert_cmpstr (next->due_at, ==, "2026-03-12T08:30");
      g_assert_cmpstr (clock, ==, cases[i].clock);
    }
}

static CrfTask *
find_task (GPtrArray *tasks,
           const char *tag)
{
  for (guint i = 0; i < tasks->len; i++)
    if (strcmp (((CrfTask *) g_ptr_array_index (tasks, i))->tag, tag) == 0)
      return g_ptr_array_index (tasks, i);
  return NULL;
}

static void
today_shows_the_hours_left_first_of_all (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *key = NULL;
  g_autoptr (GPtrArray) unknown = NULL, running = NULL, over = NULL;

  crf_test_study_set_now (study, "2026-03-11T08:30");
  key = new_sae (study, number, NULL);
  unknown = crf_reader_tasks (study->nurse, NULL);
  g_assert_cmpstr (((CrfTask *) g_ptr_array_index (unknown, 0))->what, ==, "Septic shock: when did it become known?");
  g_free (enter_on (study, number, "F.AE", key, "AEAWARE", "2026-03-11 08:30"));
  crf_test_study_set_now (study, "2026-03-12T05:10");
  running = crf_reader_tasks (study->nurse, NULL);
  g_assert_cmpstr (((CrfTask *) g_ptr_array_index (running, 0))->what, ==, "Septic shock: First report");
  g_assert_cmpstr (((CrfTask *) g_ptr_array_index (running, 0))->when, ==, "3 h 20 min left · due by 2026-03-12 08:30");
  g_assert_cmpstr (((CrfTask *) g_ptr_array_index (running, 0))->target->formkey, ==, key);
  crf_outcome_free (crf_test_do (study->nurse, "send-sae-report", number, "event", "1", "kind", "first", "recipient", "RCP.SPONSOR", "sent-at",
                                 "2026-03-12 05:00", "how", "email", "confirm", "sae-not-signed", "reason", "not complete", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "send-sae-report", number, "event", "1", "kind", "first", "recipient", "Ethics committee", "sent-at",
                                 "2026-03-12 05:05", "how", "fax", "receipt", "EC-77", "confirm", "sae-not-signed", "reason", "not complete",
                                 NULL));
  over = crf_reader_tasks (study->nurse, NULL);
  g_assert_null (find_task (over, "SAE"));
  g_assert_cmpuint (count_deviations (study, "late-sae-report"), ==, 0);
}

static void
a_report_that_is_late_is_recorded_and_becomes_a_deviation (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *key = NULL;
  g_autoptr (GPtrArray) events = NULL, deviations = NULL;

  crf_test_study_set_now (study, "2026-03-11T08:30");
  key = new_sae (study, number, "2026-03-11 08:30");
  crf_test_refused (study->nurse, "in-the-future", "send-sae-report", number, "event", "1", "kind", "first", "recipient", "RCP.SPONSOR", "sent-at",
                    "2026-03-11 08:31", "how", "email", NULL);
  crf_test_refused (study->nurse, "before-awareness", "send-sae-report", number, "event", "1", "kind", "first", "recipient", "RCP.SPONSOR", "sent-at",
                    "2026-03-11 08:29", "how", "email", NULL);
  crf_test_refused (study->nurse, "recipient-unknown", "send-sae-report", number, "event", "1", "kind", "first", "recipient", "Somebody", "sent-at",
                    "2026-03-11 08:30", "how", "email", NULL);
  crf_test_refused (study->nurse, "report-unknown", "send-sae-report", number, "event", "1", "kind", "final", "recipient", "RCP.SPONSOR", "sent-at",
                    "2026-03-11 08:30", "how", "email", NULL);
  crf_test_refused (study->nurse, "not-serious", "send-sae-report", number, "event", "2", "kind", "first", "recipient", "RCP.SPONSOR", "sent-at",
                    "2026-03-11 08:30", "how", "email", NULL);
  crf_test_study_set_now (study, "2026-03-13T08:00");
  crf_outcome_free (crf_test_do (study->nurse, "send-sae-report", number, "event", "1", "kind", "first", "recipient", "RCP.SPONSOR", "sent-at",
                                 "2026-03-12 08:31", "how", "email", "confirm", "sae-not-signed", "reason", "power cut", NULL));
  g_assert_cmpuint (count_deviations (study, "late-sae-report"), ==, 1);
  deviations = crf_records_deviations (crf_session_get_file (study->nurse), NULL, NULL);
  for (guint i = 0; i < deviations->len; i++)
    {
      const CrfDeviationRecord *deviation = g_ptr_array_index (deviations, i);

      if (strcmp (deviation->kind, "late-sae-report") == 0)
        g_assert_nonnull (strstr (deviation->text, "sent on 2026-03-12 08:31, due by 2026-03-12 08:30."));
    }
  crf_test_refused (study->nurse, "report-sent", "send-sae-report", number, "event", "1", "kind", "first", "recipient", "RCP.SPONSOR", "sent-at",
                    "2026-03-12 08:32", "how", "email", NULL);
  events = crf_reader_adverse_events (study->nurse, number, NULL);
  g_assert_true (((CrfSaeReport *) g_ptr_array_index (first_event (events)->reports, 0))->late);
}

static void
news_start_a_follow_up_and_the_outcome_a_final_report (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *key = NULL, *report = NULL;
  g_autoptr (CrfOutcome) sent = NULL;
  g_autoptr (GPtrArray) events = NULL;
  CrfSaeReport *follow_up = NULL;

  crf_test_study_set_now (study, "2026-03-11T09:00");
  key = new_sae (study, number, "2026-03-11 08:30");
  crf_test_refused (study->nurse, "before-awareness", "sae-news", number, "event", "1", "aware-at", "2026-03-11 08:00", "text", "culture", NULL);
  crf_test_study_set_now (study, "2026-03-14T12:00");
  crf_outcome_free (crf_test_do (study->nurse, "sae-news", number, "event", "1", "aware-at", "2026-03-14 11:00", "text", "blood culture: E. coli", NULL));
  sent = crf_test_do (study->nurse, "send-sae-report", number, "event", "1", "kind", "follow-up", "recipient", "RCP.EC", "sent-at", "2026-03-14 11:30",
                      "how", "paper", "confirm", "sae-not-signed", "reason", "not complete", NULL);
  report = g_strdup (g_hash_table_lookup (sent->results, "report"));
  crf_test_refused (study->nurse, "receipt-before-sent", "sae-receipt", number, "report", report, "receipt", "EC-78", "received-at", "2026-03-14 11:00",
                    NULL);
  crf_outcome_free (crf_test_do (study->nurse, "sae-receipt", number, "report", report, "receipt", "EC-78", "received-at", "2026-03-14 11:45", NULL));
  g_free (enter_on (study, number, "F.AE", key, "AEOUT", "RECOVERED/RESOLVED"));
  events = crf_reader_adverse_events (study->nurse, number, NULL);
  g_assert_cmpuint (first_event (events)->reports->len, ==, 6); /* first, follow-up 1, final: to two */
  for (guint i = 0; i < 6; i++)
    {
      CrfSaeReport *one = g_ptr_array_index (first_event (events)->reports, i);

      if (one->n == 1 && strcmp (one->recipient->oid, "RCP.EC") == 0)
        follow_up = one;
    }
  g_assert_nonnull (follow_up);
  g_assert_cmpstr (follow_up->due_at, ==, "2026-03-15T11:00");
  g_assert_cmpstr (follow_up->receipt, ==, "EC-78");
  g_assert_cmpstr (follow_up->sent_by, ==, "li");
  g_assert_false (follow_up->late);
}

static void
what_the_protocol_plans_is_asked_about_before_it_is_called_serious (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *key = NULL;
  g_autoptr (CrfOutcome) asked = NULL;

  crf_test_study_set_now (study, "2026-03-12T08:00");
  key = new_event (study, number, "Paracentesis", "2026-03-11 10:00");
  g_free (enter_on (study, number, "F.AE", key, "AESER", "Y"));
  asked = crf_conduct_with (study->nurse, "enter", number, NULL, "event", "COMMON", "form", "F.AE", "formkey", key, "item", "AESPLAN", "value",
                            "PARACENTESIS", NULL);
  g_assert_nonnull (asked->prompt);
  g_assert_nonnull (strstr (asked->prompt->message, "no serious event"));
}

static void
an_event_keeps_its_worst_grade_over_time (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *key = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (CrfFormState) form = NULL;
  CrfTarget target = { .subject = number, .event = (char *) "SE.COMMON", .eventkey = (char *) "1", .form = (char *) "F.AE" };
  guint lines = 0;

  crf_test_study_set_now (study, "2026-03-12T08:00");
  key = new_event (study, number, "Rash", "2026-03-09 12:00");
  g_free (enter_on (study, number, "F.AE", key, "AEGRADE", "1"));
  crf_test_refused (study->nurse, "before-start", "grade-event", number, "event", "1", "from", "2026-03-09 11:00", "grade", "2", NULL);
  crf_outcome_free (crf_test_do (study->nurse, "grade-event", number, "event", "1", "from", "2026-03-10 08:00", "grade", "3", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "grade-event", number, "event", "1", "from", "2026-03-11 08:00", "grade", "2", NULL));
  events = crf_reader_adverse_events (study->nurse, number, NULL);
  g_assert_cmpint (first_event (events)->grade, ==, 3);
  target.formkey = key;
  form = crf_reader_form (study->nurse, &target, NULL);
  for (guint i = 0; i < form->sections->len; i++)
    lines += strcmp (((CrfSectionState *) g_ptr_array_index (form->sections, i))->group->oid, "IG.AEGR") == 0;
  g_assert_cmpuint (lines, >=, 2);
}

static void
enter_alt (CrfTestStudy *study,
           const char *number,
           const char *event,
           const char *value)
{
  g_autoptr (CrfOutcome) asked = crf_conduct_with (study->nurse, "enter", number, NULL, "event", event, "form", "F.VISIT", "item", "ALT", "value", value,
                                                   "unit", "U/L", NULL);

  if (asked->prompt != NULL)
    crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", event, "form", "F.VISIT", "item", "ALT", "value", value, "unit", "U/L",
                                   "confirm", asked->prompt->id, "reason", "measured twice", NULL));
}

/* clinical.md C1: ALT > 3 to 5 × ULN is grade 2; baseline 30 of a man whose upper limit is 50. */
static void
worse_laboratory_values_suggest_an_event_until_it_is_recorded (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) none = NULL, one = NULL, taken = NULL, events = NULL;
  const CrfLabEvent *alt;

  crf_test_enter (study, number, "SCREENING", "VISDAT", "2026-03-02", NULL);
  crf_test_enter (study, number, "SCREENING", "ALT", "30", "U/L");
  crf_test_study_set_now (study, "2026-03-09T18:00");
  infuse (study, number, "2026-03-09 10:00", "2026-03-09 10:40");
  none = crf_reader_lab_events (study->nurse, number, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  crf_test_study_set_now (study, "2026-04-07T18:00");
  crf_test_enter (study, number, "W1", "VISDAT", "2026-03-16", NULL);
  enter_alt (study, number, "W1", "160");
  crf_test_enter (study, number, "W4", "VISDAT", "2026-04-06", NULL);
  enter_alt (study, number, "W4", "45");
  one = crf_reader_lab_events (study->nurse, number, NULL);
  g_assert_cmpuint (one->len, ==, 1);
  alt = g_ptr_array_index (one, 0);
  g_assert_cmpint (alt->grade, ==, 2);
  g_assert_cmpstr (alt->start, ==, "2026-03-16");
  g_assert_cmpstr (alt->end, ==, "2026-04-06");
  crf_outcome_free (crf_test_do (study->nurse, "add-lab-event", number, "item", "ALT", NULL));
  events = crf_reader_adverse_events (study->nurse, number, NULL);
  g_assert_cmpstr (first_event (events)->term, ==, alt->term);
  g_assert_cmpint (first_event (events)->grade, ==, 2);
  g_assert_cmpstr (first_event (events)->timing, ==, "Later");
  taken = crf_reader_lab_events (study->nurse, number, NULL);
  g_assert_cmpuint (taken->len, ==, 0);
  crf_test_refused (study->nurse, "no-lab-event", "add-lab-event", number, "item", "ALT", NULL);
}

/* The question of NCT06167473: decompensation in people who already have ascites: any, worse or new. */
static void
what_was_there_before_counts_by_the_rule_of_the_endpoint (void)
{
  static const struct { const char *rule, *verdict, *prior; CrfCounts counts; } cases[] = {
    { "any", NULL, "SAME", CRF_COUNTS_YES },    { "any", NULL, NULL, CRF_COUNTS_YES },      { "worse", NULL, "SAME", CRF_COUNTS_NO },
    { "worse", NULL, "WORSE", CRF_COUNTS_YES }, { "worse", NULL, "NEW", CRF_COUNTS_YES },   { "worse", NULL, NULL, CRF_COUNTS_UNKNOWN },
    { "worse", NULL, "AGAIN", CRF_COUNTS_YES },
    { "new", NULL, "WORSE", CRF_COUNTS_NO },    { "new", NULL, "NEW", CRF_COUNTS_YES },     { "new", NULL, "AGAIN", CRF_COUNTS_NO },
    { "any", "NO", "NEW", CRF_COUNTS_NO },      { "any", "UNCLEAR", "NEW", CRF_COUNTS_UNKNOWN }, { "new", "YES", "SAME", CRF_COUNTS_NO },
    { NULL, NULL, NULL, CRF_COUNTS_YES },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (crf_decompensation_counts (cases[i].rule, cases[i].verdict, cases[i].prior), ==, cases[i].counts);
}

static void
a_decompensation_and_its_adverse_event_are_one_record (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *key = NULL;
  g_autoptr (GPtrArray) events = NULL, decompensations = NULL, moved = NULL;
  CrfDecompensation *one;

  crf_test_study_set_now (study, "2026-03-12T08:00");
  key = enter_on (study, number, "F.CE", NULL, "CEKIND", "ASCITES");
  g_free (enter_on (study, number, "F.CE", key, "CESTDTC", "2026-03-10"));
  crf_outcome_free (crf_test_do (study->nurse, "join-events", number, "decompensation", "1", NULL));
  events = crf_reader_adverse_events (study->nurse, number, NULL);
  decompensations = crf_reader_decompensations (study->nurse, number, NULL);
  one = g_ptr_array_index (decompensations, 0);
  g_assert_cmpstr (first_event (events)->term, ==, "Ascites");
  g_assert_cmpstr (first_event (events)->start, ==, "2026-03-10");
  g_assert_cmpstr (first_event (events)->decompensation, ==, key);
  g_assert_cmpstr (one->adverse_event, ==, first_event (events)->target->formkey);
  /* A correction on one view is one on the other. */
  g_free (enter_on (study, number, "F.AE", one->adverse_event, "AESTDTC", "2026-03-09"));
  moved = crf_reader_decompensations (study->nurse, number, NULL);
  g_assert_cmpstr (((CrfDecompensation *) g_ptr_array_index (moved, 0))->start, ==, "2026-03-09");
  crf_test_refused (study->nurse, "joined", "join-events", number, "decompensation", "1", NULL);
}

static void
an_adjudication_stands_beside_what_the_ward_entered (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *key = NULL;
  g_autoptr (GPtrArray) decompensations = NULL;
  CrfDecompensation *one;

  crf_test_study_set_now (study, "2026-03-12T08:00");
  key = enter_on (study, number, "F.CE", NULL, "CEKIND", "ASCITES");
  g_free (enter_on (study, number, "F.CE", key, "CENEW", "NEW"));
  crf_test_refused (study->nurse, "not-permitted", "adjudicate", number, "decompensation", "1", "verdict", "NO", "date", "2026-03-12", NULL);
  crf_test_refused (study->investigator, "prior-missing", "adjudicate", number, "decompensation", "1", "verdict", "YES", "date", "2026-03-12", NULL);
  crf_test_refused (study->investigator, "reason-missing", "adjudicate", number, "decompensation", "1", "verdict", "NO", "date", "2026-03-12", NULL);
  crf_outcome_free (crf_test_do (study->investigator, "adjudicate", number, "decompensation", "1", "verdict", "YES", "prior", "SAME", "date",
                                 "2026-03-12", "reason", "ascites on the ultrasound of screening", NULL));
  decompensations = crf_reader_decompensations (study->nurse, number, NULL);
  one = g_ptr_array_index (decompensations, 0);
  g_assert_cmpstr (one->verdict, ==, "Is a decompensation event");
  g_assert_cmpstr (one->prior, ==, "As at baseline");
  g_assert_cmpstr (one->verdict_by, ==, crf_session_get_name (study->investigator));
  g_assert_false (one->provisional);
}

static void
a_change_of_dose_is_a_new_line (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *key = enter_on (study, number, "F.CM", NULL, "CMTRT", "Spironolactone");
  g_autoptr (GPtrArray) list = NULL;
  const CrfMedication *first, *second;

  g_free (enter_on (study, number, "F.CM", key, "CMCLAS", "DIURETIC"));
  g_free (enter_on (study, number, "F.CM", key, "CMDOSE", "100 mg"));
  g_free (enter_on (study, number, "F.CM", key, "CMSTDTC", "2026-01"));
  g_free (enter_on (study, number, "F.CM", key, "CMONGO", "Y"));
  crf_test_refused (study->nurse, "in-the-future", "change-medication", number, "medication", "1", "from", "2026-03-03", "dose", "200 mg", NULL);
  crf_test_refused (study->nurse, "before-start", "change-medication", number, "medication", "1", "from", "2025-12-31", "dose", "200 mg", NULL);
  crf_outcome_free (crf_test_do (study->nurse, "change-medication", number, "medication", "1", "from", "2026-03-02", "dose", "200 mg", NULL));
  list = crf_reader_medications (study->nurse, number, NULL);
  g_assert_cmpuint (list->len, ==, 2);
  first = g_ptr_array_index (list, 0);
  second = g_ptr_array_index (list, 1);
  g_assert_false (first->ongoing);
  g_assert_cmpstr (first->end, ==, "2026-03-02");
  g_assert_cmpstr (first->dose, ==, "100 mg");
  g_assert_true (second->ongoing);
  g_assert_cmpstr (second->name, ==, "Spironolactone");
  g_assert_cmpstr (second->dose, ==, "200 mg");
  crf_test_refused (study->nurse, "medication-ended", "change-medication", number, "medication", "1", "from", "2026-03-02", "dose", "50 mg", NULL);
}

static void
prohibited_and_score_moving_medicines_are_flagged (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *before = NULL, *after = NULL, *albumin = NULL;
  g_autoptr (GPtrArray) list = NULL;

  crf_test_study_set_now (study, "2026-03-12T08:00");
  before = enter_on (study, number, "F.CM", NULL, "CMCLAS", "STEROID");
  g_free (enter_on (study, number, "F.CM", before, "CMSTDTC", "2024-05"));
  g_assert_cmpuint (count_deviations (study, "prohibited-medication"), ==, 0);
  after = enter_on (study, number, "F.CM", NULL, "CMCLAS", "STEROID");
  g_free (enter_on (study, number, "F.CM", after, "CMSTDTC", "2026-03-10"));
  g_assert_cmpuint (count_deviations (study, "prohibited-medication"), ==, 1);
  albumin = enter_on (study, number, "F.CM", NULL, "CMCLAS", "ALBUMIN");
  list = crf_reader_medications (study->nurse, number, NULL);
  g_assert_true (((CrfMedication *) g_ptr_array_index (list, 1))->prohibited);
  g_assert_cmpstr (((CrfMedication *) g_ptr_array_index (list, 1))->flag, ==, "Prohibited by the protocol");
  g_assert_true (((CrfMedication *) g_ptr_array_index (list, 2))->moves_score);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/safety/" name, function)
  ADD ("an-event-is-placed-by-the-actual-times-of-the-infusion", an_event_is_placed_by_the_actual_times_of_the_infusion);
  ADD ("the-place-of-an-event-follows-a-corrected-infusion-time", the_place_of_an_event_follows_a_corrected_infusion_time);
  ADD ("the-clock-of-a-serious-event-runs-24-hours-from-awareness", the_clock_of_a_serious_event_runs_24_hours_from_awareness);
  ADD ("today-shows-the-hours-left-first-of-all", today_shows_the_hours_left_first_of_all);
  ADD ("a-report-that-is-late-is-recorded-and-becomes-a-deviation", a_report_that_is_late_is_recorded_and_becomes_a_deviation);
  ADD ("news-start-a-follow-up-and-the-outcome-a-final-report", news_start_a_follow_up_and_the_outcome_a_final_report);
  ADD ("what-the-protocol-plans-is-asked-about-before-it-is-called-serious", what_the_protocol_plans_is_asked_about_before_it_is_called_serious);
  ADD ("an-event-keeps-its-worst-grade-over-time", an_event_keeps_its_worst_grade_over_time);
  ADD ("worse-laboratory-values-suggest-an-event-until-it-is-recorded", worse_laboratory_values_suggest_an_event_until_it_is_recorded);
  ADD ("what-was-there-before-counts-by-the-rule-of-the-endpoint", what_was_there_before_counts_by_the_rule_of_the_endpoint);
  ADD ("a-decompensation-and-its-adverse-event-are-one-record", a_decompensation_and_its_adverse_event_are_one_record);
  ADD ("an-adjudication-stands-beside-what-the-ward-entered", an_adjudication_stands_beside_what_the_ward_entered);
  ADD ("a-change-of-dose-is-a-new-line", a_change_of_dose_is_a_new_line);
  ADD ("prohibited-and-score-moving-medicines-are-flagged", prohibited_and_score_moving_medicines_are_flagged);
#undef ADD

  return g_test_run ();
}
