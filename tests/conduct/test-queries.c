/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A query from draft to closed: who moves it on, what is said, how old it is. */

#include "crf-reader.h"
#include "crf-test-study.h"

#include <string.h>

typedef struct
{
  CrfTestStudy *study;
  CrfSession *monitor, *manager;
  char *number;
} Desk;

static CrfSession *
sign_in_new (CrfTestStudy *study,
             const char *login,
             const char *role)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", login, "name", login, "roles", role, "new-passphrase", CRF_TEST_PASSPHRASE, NULL));
  session = crf_session_sign_in_file (crf_session_get_file (study->admin), login, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  return session;
}

static void
desk_set_up (Desk *desk,
             gconstpointer data)
{
  desk->study = crf_test_study_new ();
  desk->monitor = sign_in_new (desk->study, "sun", "monitor");
  desk->manager = sign_in_new (desk->study, "chen", "data-manager");
  desk->number = crf_test_register (desk->study);
  crf_test_enter (desk->study, desk->number, "SCREENING", "ALT", "40", "U/L");
}

static void
desk_tear_down (Desk *desk,
                gconstpointer data)
{
  crf_session_close (desk->monitor);
  crf_session_close (desk->manager);
  g_free (desk->number);
  crf_test_study_free (desk->study);
}

static char *
ask (CrfSession *session,
     const char *number,
     const char *draft)
{
  g_autoptr (CrfOutcome) outcome = crf_test_do (session, "query", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "text", "Same sample?",
                                                "draft", draft, NULL);

  return g_strdup (g_hash_table_lookup (outcome->results, "query"));
}

static guint
count (CrfSession *session,
       const char *state)
{
  g_autoptr (GPtrArray) queries = crf_reader_queries (session, NULL, state, NULL);

  return queries->len;
}

static void
a_draft_is_sent_answered_asked_again_and_closed (Desk *desk,
                                                 gconstpointer data)
{
  g_autofree char *key = ask (desk->monitor, desk->number, "yes");
  g_autoptr (GPtrArray) queries = NULL, thread = NULL, hidden = NULL;

  /* A draft is not the site's yet: it neither sees nor answers it. */
  g_assert_cmpuint (count (desk->manager, "Candidate"), ==, 1);
  g_assert_cmpuint (count (desk->study->nurse, NULL), ==, 0);
  hidden = crf_reader_query_thread (desk->study->nurse, key, NULL);
  g_assert_cmpuint (hidden->len, ==, 0);
  crf_test_refused (desk->study->nurse, "query-state", "answer-query", NULL, "key", key, "text", "yes", NULL);
  crf_test_refused (desk->study->nurse, "not-permitted", "send-query", NULL, "key", key, NULL);
  crf_outcome_free (crf_test_do (desk->manager, "send-query", NULL, "key", key, NULL));
  g_assert_cmpuint (count (desk->study->nurse, "Open"), ==, 1);
  crf_test_study_set_now (desk->study, "2026-03-09T10:00");
  crf_outcome_free (crf_test_do (desk->study->nurse, "answer-query", NULL, "key", key, "text", "I think so", NULL));
  crf_test_refused (desk->study->nurse, "not-permitted", "close-query", NULL, "key", key, NULL);
  crf_outcome_free (crf_test_do (desk->monitor, "send-query", NULL, "key", key, "text", "Please look at the slip", NULL));
  crf_outcome_free (crf_test_do (desk->study->nurse, "answer-query", NULL, "key", key, "text", "Slip 4711: the same", NULL));
  /* Seven days old, whoever answered when. */
  queries = crf_reader_queries (desk->monitor, NULL, "Answered", NULL);
  g_assert_cmpint (((CrfQuery *) g_ptr_array_index (queries, 0))->age_days, ==, 7);
  crf_outcome_free (crf_test_do (desk->monitor, "close-query", NULL, "key", key, NULL));
  crf_test_refused (desk->monitor, "query-state", "send-query", NULL, "key", key, NULL);
  thread = crf_reader_query_thread (desk->study->nurse, key, NULL);
  g_assert_cmpuint (thread->len, ==, 6);
  g_assert_cmpstr (((CrfQueryStep *) g_ptr_array_index (thread, 0))->text, ==, "Same sample?");
  g_assert_cmpstr (((CrfQueryStep *) g_ptr_array_index (thread, 0))->by, ==, "sun");
  g_assert_cmpstr (((CrfQueryStep *) g_ptr_array_index (thread, 4))->text, ==, "Slip 4711: the same");
  g_assert_cmpstr (((CrfQueryStep *) g_ptr_array_index (thread, 4))->at, ==, "2026-03-09 10:00");
  g_assert_cmpstr (((CrfQueryStep *) g_ptr_array_index (thread, 5))->state_label, ==, "Closed");
}

static void
a_draft_may_be_dropped_and_stays_in_the_trail (Desk *desk,
                                               gconstpointer data)
{
  g_autofree char *key = ask (desk->manager, desk->number, "yes");
  g_autoptr (GPtrArray) trail = NULL;

  crf_outcome_free (crf_test_do (desk->manager, "cancel-query", NULL, "key", key, "text", "answered by the source", NULL));
  g_assert_cmpuint (count (desk->manager, "Cancelled"), ==, 1);
  trail = crf_reader_audit_filtered (desk->study->admin, &(CrfAuditFilter) { .group = "query.open" }, 0, NULL);
  g_assert_cmpuint (trail->len, ==, 1);
}

/* The nurse's own question is meant at once. */
static void
the_site_asks_without_drafts (Desk *desk,
                              gconstpointer data)
{
  g_autofree char *key = ask (desk->study->nurse, desk->number, "yes");

  g_assert_cmpuint (count (desk->study->nurse, "Open"), ==, 1);
}

/* A value, a form, a visit's form, a patient. */
static void
anything_can_be_asked_about (Desk *desk,
                             gconstpointer data)
{
  crf_outcome_free (crf_test_do (desk->monitor, "query", desk->number, "text", "Where is the consent?", NULL));
  crf_outcome_free (crf_test_do (desk->monitor, "query", desk->number, "event", "SCREENING", "form", "F.VISIT", "text", "Who filled this in?", NULL));
  crf_outcome_free (crf_test_do (desk->monitor, "query", desk->number, "event", "SCREENING", "form", "F.VISIT", "item", "TBIL", "text", "Not done?", NULL));
  g_assert_cmpuint (count (desk->study->nurse, "Open"), ==, 3);
}

static void
refuse_to_end (CrfSession *session,
               const char *key)
{
  crf_test_refused (session, "query-asker", "close-query", NULL, "key", key, "text", "fine", NULL);
  crf_test_refused (session, "query-asker", "cancel-query", NULL, "key", key, "text", "needless", NULL);
}

/* Issue, Queries: answered by the site, closed by the monitor. */
static void
the_site_ends_what_it_asked_and_nothing_that_it_was_asked (Desk *desk,
                                                           gconstpointer data)
{
  g_autofree char *theirs = ask (desk->monitor, desk->number, NULL), *own = ask (desk->study->nurse, desk->number, NULL);

  refuse_to_end (desk->study->investigator, theirs);
  crf_outcome_free (crf_test_do (desk->study->nurse, "answer-query", NULL, "key", theirs, "text", "yes", NULL));
  refuse_to_end (desk->study->investigator, theirs);
  crf_outcome_free (crf_test_do (desk->study->investigator, "close-query", NULL, "key", own, NULL));
  crf_outcome_free (crf_test_do (desk->manager, "close-query", NULL, "key", theirs, NULL));
}

/* The manager tidies up what the site answered, not what the monitor still waits for; whose question it was closes it at any time, and who cancels says why. */
static void
another_role_closes_after_an_answer_only (Desk *desk,
                                          gconstpointer data)
{
  g_autofree char *key = ask (desk->monitor, desk->number, NULL), *own = ask (desk->monitor, desk->number, NULL),
                  *needless = ask (desk->monitor, desk->number, NULL), *nurses = ask (desk->study->nurse, desk->number, NULL);

  crf_test_refused (desk->manager, "query-unanswered", "close-query", NULL, "key", key, NULL);
  crf_test_refused (desk->manager, "query-unanswered", "close-query", NULL, "key", nurses, NULL);
  crf_outcome_free (crf_test_do (desk->study->nurse, "answer-query", NULL, "key", key, "text", "yes", NULL));
  crf_outcome_free (crf_test_do (desk->monitor, "send-query", NULL, "key", key, "text", "which slip?", NULL));
  /* Asked again, it is open again. */
  crf_test_refused (desk->manager, "query-unanswered", "close-query", NULL, "key", key, NULL);
  crf_outcome_free (crf_test_do (desk->study->nurse, "answer-query", NULL, "key", key, "text", "4711", NULL));
  crf_outcome_free (crf_test_do (desk->manager, "close-query", NULL, "key", key, NULL));
  crf_outcome_free (crf_test_do (desk->monitor, "close-query", NULL, "key", own, NULL));
  crf_test_refused (desk->manager, "argument-missing", "cancel-query", NULL, "key", needless, NULL);
  crf_test_refused (desk->manager, "argument-missing", "cancel-query", NULL, "key", needless, "text", " ", NULL);
  crf_outcome_free (crf_test_do (desk->manager, "cancel-query", NULL, "key", needless, "text", "asked twice", NULL));
}

static void
what_a_check_asked_is_closed_after_an_answer_by_another (Desk *desk,
                                                         gconstpointer data)
{
  CrfTestStudy *study = desk->study;
  g_autoptr (CrfOutcome) asked = NULL;
  g_autoptr (GPtrArray) queries = NULL;
  const char *key;

  asked = crf_conduct_with (study->nurse, "enter", desk->number, NULL, "event", "SCREENING", "form", "F.VISIT", "item", "TBIL", "value", "1600", "unit", "umol/L",
                            NULL);
  crf_outcome_free (crf_test_do (study->nurse, "enter", desk->number, "event", "SCREENING", "form", "F.VISIT", "item", "TBIL", "value", "1600", "unit", "umol/L",
                                 "confirm", asked->prompt->id, "reason", "as on the slip", NULL));
  queries = crf_reader_queries (study->nurse, desk->number, "Open", NULL);
  g_assert_cmpuint (queries->len, ==, 1);
  key = ((const CrfQuery *) g_ptr_array_index (queries, 0))->key;
  refuse_to_end (study->investigator, key);
  crf_outcome_free (crf_test_do (study->investigator, "answer-query", NULL, "key", key, "text", "as on the slip", NULL));
  refuse_to_end (study->investigator, key);
  crf_outcome_free (crf_test_do (desk->manager, "send-query", NULL, "key", key, "text", "which slip?", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "answer-query", NULL, "key", key, "text", "4711", NULL));
  crf_outcome_free (crf_test_do (study->investigator, "close-query", NULL, "key", key, NULL));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add ("/conduct/queries/" name, Desk, NULL, desk_set_up, function, desk_tear_down)
  ADD ("a-draft-is-sent-answered-asked-again-and-closed", a_draft_is_sent_answered_asked_again_and_closed);
  ADD ("a-draft-may-be-dropped-and-stays-in-the-trail", a_draft_may_be_dropped_and_stays_in_the_trail);
  ADD ("the-site-asks-without-drafts", the_site_asks_without_drafts);
  ADD ("the-site-ends-what-it-asked-and-nothing-that-it-was-asked", the_site_ends_what_it_asked_and_nothing_that_it_was_asked);
  ADD ("another-role-closes-after-an-answer-only", another_role_closes_after_an_answer_only);
  ADD ("what-a-check-asked-is-closed-after-an-answer-by-another", what_a_check_asked_is_closed_after_an_answer_by_another);
  ADD ("anything-can-be-asked-about", anything_can_be_asked_about);

  return g_test_run ();
}
