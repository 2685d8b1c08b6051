/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What 21 CFR 11, ICH E6(R3) and the EMA guideline on computerised systems ask of the trail; the other tests of the same list are beside what they
 * test. Numbers in names are not used: each name is the sentence. */

#include "crf-audit-words.h"
#include "crf-permission-matrix.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-review.h"
#include "crf-test-study.h"
#include "crf-verify.h"

#include <string.h>

static GPtrArray *
trail_of (CrfTestStudy *study,
          const CrfAuditFilter *filter)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = crf_reader_audit_filtered (study->admin, filter, 0, &error);

  g_assert_no_error (error);
  return rows;
}

static guint
count_action (GPtrArray *rows,
              const char *action)
{
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += strcmp (((CrfAuditRow *) g_ptr_array_index (rows, i))->action, action) == 0;
  return n;
}

static const CrfAuditRow *
find_action (GPtrArray *rows,
             const char *action)
{
  for (guint i = 0; i < rows->len; i++)
    if (strcmp (((CrfAuditRow *) g_ptr_array_index (rows, i))->action, action) == 0)
      return g_ptr_array_index (rows, i);
  g_assert_not_reached ();
}

static void
a_change_says_who_in_which_role_when_where_old_new_and_why (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) before = NULL, after = NULL;
  const CrfAuditRow *row;

  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");
  crf_test_enter (study, number, "SCREENING", "ALB", "31", "g/L");
  before = trail_of (study, &(CrfAuditFilter) { .subject = number, .group = "value.set" });
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "44", "unit", "U/L",
                                 "reason", "misread", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALB", "value", "33", "unit", "g/L",
                                 "reason", "misread", NULL));
  after = trail_of (study, &(CrfAuditFilter) { .subject = number, .group = "value.set" });
  /* Per field, not per page. */
  g_assert_cmpuint (after->len, ==, before->len + 2);
  row = g_ptr_array_index (after, 1);
  g_assert_cmpstr (row->user, ==, "li");
  g_assert_cmpstr (row->role, ==, "Research nurse");
  g_assert_cmpstr (row->at, ==, "2026-03-02 09:14");
  g_assert_nonnull (strstr (row->place, "ALT"));
  g_assert_nonnull (strstr (row->old_value, "40"));
  g_assert_nonnull (strstr (row->new_value, "44"));
  g_assert_cmpstr (row->reason, ==, "misread");
}

static void
accounts_roles_locks_and_failures_are_entries_in_words (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) rows = NULL;
  CrfSession *manager;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "chen", "name", "Chen", "roles", "data-manager", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  manager = crf_session_sign_in_file (crf_session_get_file (study->admin), "chen", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), NULL);
  crf_outcome_free (crf_test_do (manager, "lock", number, NULL));
  crf_outcome_free (crf_test_do (manager, "unlock", number, "reason", "late result", NULL));
  crf_outcome_free (crf_test_do (manager, "note-view", number, NULL));
  crf_session_close (manager);
  g_assert_null (crf_session_sign_in_file (crf_session_get_file (study->admin), "chen", "guess", NULL, crf_test_study_clock (study), NULL));
  crf_outcome_free (crf_test_do (study->admin, "disable-user", NULL, "login", "chen", NULL));
  rows = trail_of (study, &(CrfAuditFilter) { .subject = NULL });
  g_assert_cmpstr (find_action (rows, "account.state")->new_value, ==, "chen · disabled");
  g_assert_cmpstr (find_action (rows, "session.sign-in-failed")->new_value, ==, "chen");
  g_assert_cmpstr (find_action (rows, "account.roles")->new_value, ==, "chen · Data manager");
  g_assert_cmpuint (count_action (rows, "hold.set"), ==, 2);
  g_assert_cmpstr (find_action (rows, "hold.set")->new_value, ==, "Open again");
  g_assert_cmpstr (find_action (rows, "hold.set")->reason, ==, "late result");
  g_assert_cmpuint (count_action (rows, "view"), >=, 1);
  /* A sign-out has nothing to say beside that it was one. */
  g_assert_nonnull (find_action (rows, "session.sign-out"));
  g_assert_null (find_action (rows, "session.sign-out")->new_value);
  for (guint i = 0; i < rows->len; i++)
    g_assert_cmpstr (((CrfAuditRow *) g_ptr_array_index (rows, i))->action_label, !=, ((CrfAuditRow *) g_ptr_array_index (rows, i))->action);
}

static void
the_trail_is_filtered_by_person_patient_form_time_and_action (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) person = NULL, form = NULL, early = NULL, late = NULL, data = NULL, few = NULL;

  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");
  crf_test_study_set_now (study, "2026-03-09T10:00");
  crf_test_enter (study, number, "W1", "ALT", "41", "U/L");
  person = trail_of (study, &(CrfAuditFilter) { .person = "li" });
  g_assert_cmpuint (person->len, >, 2);
  for (guint i = 0; i < person->len; i++)
    g_assert_cmpstr (((CrfAuditRow *) g_ptr_array_index (person, i))->user, ==, "li");
  form = trail_of (study, &(CrfAuditFilter) { .subject = number, .form = "F.VISIT", .group = "value.set" });
  g_assert_cmpuint (form->len, ==, 2);
  late = trail_of (study, &(CrfAuditFilter) { .subject = number, .group = "value.set", .since = "2026-03-09T00:00:00.000Z" });
  g_assert_cmpuint (late->len, ==, 1);
  early = trail_of (study, &(CrfAuditFilter) { .subject = number, .form = "F.VISIT", .group = "value.set", .until = "2026-03-09T00:00:00.000Z" });
  g_assert_cmpuint (early->len, ==, 1);
  data = trail_of (study, &(CrfAuditFilter) { .group = "data" });
  g_assert_cmpuint (count_action (data, "session.sign-in"), ==, 0);
  g_assert_cmpuint (count_action (data, "value.set"), >, 2);
  few = crf_reader_audit_filtered (study->admin, &(CrfAuditFilter) { .group = "accounts" }, 3, NULL);
  g_assert_cmpuint (few->len, ==, 3);
}

/* 26 October 2025, 02:30 comes twice in Berlin: +02:00, then +01:00. */
static void
entries_across_a_change_of_the_clock_sort_by_what_happened (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (CrfVerifyReport) report = NULL;
  const char *const values[] = { "41", "42" };

  for (guint i = 0; i < 2; i++)
    {
      crf_test_study_set_now (study, "2026-10-25T02:30");
      study->now.offset_minutes = i == 0 ? 120 : 60;
      study->now.utc_ms += (480 - study->now.offset_minutes) * G_GINT64_CONSTANT (60000);
      crf_test_enter (study, number, "W1", "ALT", values[i], "U/L");
    }
  rows = trail_of (study, &(CrfAuditFilter) { .subject = number, .form = "F.VISIT", .group = "value.set" });
  g_assert_nonnull (strstr (((CrfAuditRow *) g_ptr_array_index (rows, 0))->new_value, "42"));
  g_assert_nonnull (strstr (((CrfAuditRow *) g_ptr_array_index (rows, 0))->old_value, "41"));
  crf_test_study_close (study);
  report = crf_verify (study->path, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (report->faults->len, ==, 0);
}

static const CrfReviewLine *
find_line (const CrfReview *review,
           CrfReviewKind kind)
{
  for (guint i = 0; i < review->lines->len; i++)
    if (((CrfReviewLine *) g_ptr_array_index (review->lines, i))->kind == kind)
      return g_ptr_array_index (review->lines, i);
  g_assert_not_reached ();
}

static void
the_review_finds_late_entries_batches_nights_and_what_is_corrected_most (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfReview) quiet = crf_reader_review (study->admin, "2026-03-03T00:00:00.000Z", 0, NULL);
  g_autoptr (CrfReview) review = NULL;

  g_assert_cmpuint (quiet->lines->len, ==, 0);
  /* Monday 2026-03-09 at noon; then late at night of the 24th, fifteen days after the visit. */
  crf_test_study_set_now (study, "2026-03-09T12:00");
  crf_test_enter (study, number, "W1", "VISDAT", "2026-03-09", NULL);
  crf_test_enter (study, number, "W1", "ALT", "40", "U/L");
  crf_test_study_set_now (study, "2026-03-24T23:10");
  crf_test_enter (study, number, "W1", "ALT", "41", "U/L");
  crf_test_enter (study, number, "W1", "ALT", "42", "U/L");
  crf_test_study_set_now (study, "2026-03-25T10:00");
  for (guint i = 0; i < CRF_REVIEW_BATCH_VALUES; i++)
    {
      g_autofree char *value = g_strdup_printf ("%u", 30 + i);

      crf_test_enter (study, number, "W1", "ALB", value, "g/L");
    }
  review = crf_reader_review (study->admin, "2026-03-03T00:00:00.000Z", 0, NULL);
  /* 9 to 24 March; each form is told once, when it was first late. */
  g_assert_cmpuint (find_line (review, CRF_REVIEW_LATE)->n, ==, 15);
  g_assert_cmpstr (find_line (review, CRF_REVIEW_LATE)->number, ==, number);
  g_assert_cmpuint (review->totals[CRF_REVIEW_BATCH], ==, 1);
  g_assert_cmpuint (find_line (review, CRF_REVIEW_BATCH)->n, ==, CRF_REVIEW_BATCH_VALUES);
  g_assert_cmpstr (find_line (review, CRF_REVIEW_BATCH)->person, ==, "li");
  g_assert_cmpuint (review->totals[CRF_REVIEW_OFF_HOURS], ==, 1);
  g_assert_cmpstr (find_line (review, CRF_REVIEW_OFF_HOURS)->sentence, ==, "stored at night");
  g_assert_cmpuint (find_line (review, CRF_REVIEW_CHANGED)->n, ==, CRF_REVIEW_BATCH_VALUES - 1);
  g_assert_nonnull (strstr (find_line (review, CRF_REVIEW_CHANGED)->what, "lbumin"));
}

/* What is printed is what is asked: every role, every row. */
static void
the_permission_matrix_is_what_the_program_does (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GPtrArray) rows = crf_permission_matrix (crf_session_get_study (study->admin));
  guint cells = 0;

  for (guint bit = 1; bit <= CRF_ROLES_ALL; bit <<= 1)
    {
      const char *role = crf_role_get_name ((CrfRole) bit);
      g_autofree char *login = g_strdup_printf ("as.%s", role);
      CrfSession *session;

      crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", login, "name", login, "roles", role, "new-passphrase", CRF_TEST_PASSPHRASE,
                                     "last-day", "2026-12-31", NULL));
      session = crf_session_sign_in_file (crf_session_get_file (study->admin), login, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), NULL);
      for (guint i = 0; i < rows->len; i++)
        {
          const CrfPermissionRow *row = g_ptr_array_index (rows, i);
          const CrfUseCase *use_case = crf_use_case_find (row->name);
          g_autoptr (CrfOutcome) outcome = NULL;

          if (use_case == NULL)
            {
              if (strcmp (row->name, "(arms)") == 0)
                g_assert_cmpint (crf_study_role_may_know (crf_session_get_study (session), role), ==, (row->roles & bit) != 0);
              continue;
            }
          /* No arguments and no patient: what may is refused for another reason, or asks. */
          outcome = strcmp (row->name, "change-passphrase") == 0 || strcmp (row->name, "sign-delegations") == 0
                      ? NULL : crf_conduct_with (session, row->name, NULL, NULL, NULL);
          if (outcome != NULL)
            g_assert_cmpint (outcome->refusal != NULL && strcmp (outcome->refusal->code, "not-permitted") == 0 &&
                             strstr (outcome->refusal->message, "role") != NULL, ==, (row->roles & bit) == 0);
          cells++;
        }
      crf_session_close (session);
    }
  g_assert_cmpuint (cells, >=, 11 * 60);
}

/* ALCOA: attributable to a person and never to nobody, legible, contemporaneous, original, accurate. */
static void
no_value_is_nobodys (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) rows = NULL;

  crf_test_enter_labs (study, number, "SCREENING");
  rows = trail_of (study, &(CrfAuditFilter) { .subject = number, .group = "data" });
  for (guint i = 0; i < rows->len; i++)
    {
      const CrfAuditRow *row = g_ptr_array_index (rows, i);

      g_assert_nonnull (row->user);
      g_assert_nonnull (row->role);
      g_assert_nonnull (row->at);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/part11/" name, function)
  ADD ("a-change-says-who-in-which-role-when-where-old-new-and-why", a_change_says_who_in_which_role_when_where_old_new_and_why);
  ADD ("accounts-roles-locks-and-failures-are-entries-in-words", accounts_roles_locks_and_failures_are_entries_in_words);
  ADD ("the-trail-is-filtered-by-person-patient-form-time-and-action", the_trail_is_filtered_by_person_patient_form_time_and_action);
  ADD ("entries-across-a-change-of-the-clock-sort-by-what-happened", entries_across_a_change_of_the_clock_sort_by_what_happened);
  ADD ("the-review-finds-late-entries-batches-nights-and-what-is-corrected-most", the_review_finds_late_entries_batches_nights_and_what_is_corrected_most);
  ADD ("the-permission-matrix-is-what-the-program-does", the_permission_matrix_is_what_the_program_does);
  ADD ("no-value-is-nobodys", no_value_is_nobodys);

  return g_test_run ();
}
