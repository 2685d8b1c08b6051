/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A clock that is far ahead of what was written last (edc-features.md 4, Time): asked about once, and its times named when it is right again. */

#include "crf-reader-trust.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "crf-verify.h"

#include <glib/gstdio.h>
#include <string.h>

static gboolean
count_entry (const CrfJournalRecord *record,
             gpointer data)
{
  *(guint *) data += 1;
  return TRUE;
}

static gboolean
is_told (CrfSession *session,
         const char *part)
{
  const GPtrArray *notices = crf_session_get_notices (session);

  for (guint i = 0; i < notices->len; i++)
    if (strstr (g_ptr_array_index (notices, i), part) != NULL)
      return TRUE;
  return FALSE;
}

/* Not born as a demonstration, which may lie about for months. Only the administrator is in it. */
typedef struct { CrfTestStudy *study; CrfSession *session; } Earnest;

#define LONG_PASSPHRASE "seven patient herons"

static void
sign_in_at (Earnest *self,
            const char *now)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->session, crf_session_close);
  crf_test_study_set_now (self->study, now);
  self->session = crf_session_sign_in (self->study->path, "admin", LONG_PASSPHRASE, NULL, crf_test_study_clock (self->study), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < crf_session_get_notices (self->session)->len; i++)
    g_test_message ("%s", (const char *) g_ptr_array_index (crf_session_get_notices (self->session), i));
}

/* 2 March 2026. */
static void
begin_in_earnest (Earnest *self)
{
  CrfCreateRequest request = { .definition = "nct06167473", .site = "Third Hospital", .centre = "01", .login = "admin", .name = "Zhao Min",
                               .passphrase = LONG_PASSPHRASE };
  CrfRefusal *refusal = NULL;
  g_autoptr (GError) error = NULL;

  self->study = crf_test_study_new_bare ();
  self->session = NULL;
  g_assert_cmpint (g_unlink (self->study->path), ==, 0);
  g_clear_pointer (&self->study->recovery, g_free);
  g_clear_pointer (&self->study->fingerprint, g_free);
  crf_test_study_set_now (self->study, "2026-03-02T09:14");
  request.clock = crf_test_study_clock (self->study);
  crf_session_create_study (self->study->path, &request, &self->study->recovery, &self->study->fingerprint, &refusal, &error);
  g_assert_no_error (error);
  g_assert_null (refusal);
}

static void
end_in_earnest (Earnest *self)
{
  g_clear_pointer (&self->session, crf_session_close);
  crf_test_study_free (self->study);
}

#define ASKED "Is this date right?"

/* A year that was mistyped in the settings of the computer, noticed by whoever comes first; and the times that were written meanwhile, named when it is right
 * again. */
static void
a_clock_that_is_years_ahead_is_asked_about (void)
{
  CrfEntry target = { .action = CRF_ACTION_CLOCK_AHEAD };
  g_autoptr (CrfVerifyReport) report = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  Earnest earnest;
  guint n = 0;

  begin_in_earnest (&earnest);
  sign_in_at (&earnest, "2029-03-05T09:20");
  g_assert_true (is_told (earnest.session, "says 2029-03-05 09:20: 1099 days after the newest entry (2026-03-02 09:14)"));
  g_assert_true (is_told (earnest.session, ASKED));
  /* Whoever went on has answered. */
  sign_in_at (&earnest, "2029-03-05T09:30");
  g_assert_false (is_told (earnest.session, ASKED));
  /* Set right: told once from when to when the times are wrong. */
  sign_in_at (&earnest, "2026-03-05T09:40");
  g_assert_true (is_told (earnest.session, "times from 2029-03-05 09:20 to 2029-03-05 09:30 were written with the wrong date"));
  sign_in_at (&earnest, "2026-03-05T09:50");
  g_assert_cmpuint (crf_session_get_notices (earnest.session)->len, ==, 0);
  /* A clock that was never ahead and is set back an hour is told as ever. */
  sign_in_at (&earnest, "2026-03-05T08:50");
  g_assert_true (is_told (earnest.session, "the clock stands 60 minutes before it"));
  rows = crf_reader_audit_filtered (earnest.session, &(CrfAuditFilter) { .group = "clock.ahead" }, 0, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_true (crf_records_journal (crf_session_get_file (earnest.session), &target, NULL, 0, FALSE, count_entry, &n, NULL));
  g_assert_cmpuint (n, ==, 1);
  g_clear_pointer (&earnest.session, crf_session_close);
  report = crf_verify (earnest.study->path, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (report->faults->len, ==, 0);
  end_in_earnest (&earnest);
}

/* 2 March and 30 days are 1 April; two months of holidays are one question, and so is a century that comes over somebody at work. */
static void
a_pause_is_asked_about_once_and_a_month_not_at_all (void)
{
  g_autoptr (CrfOutcome) before = NULL, jumped = NULL, then = NULL;
  Earnest earnest;

  begin_in_earnest (&earnest);
  sign_in_at (&earnest, "2026-04-01T08:00");
  g_assert_false (is_told (earnest.session, ASKED));
  sign_in_at (&earnest, "2026-06-01T08:00");
  g_assert_true (is_told (earnest.session, ASKED));
  sign_in_at (&earnest, "2026-06-01T08:01");
  g_assert_false (is_told (earnest.session, ASKED));
  before = crf_test_do (earnest.session, "check-clock", NULL, "ward-clock", "08:01", NULL);
  g_assert_cmpuint (before->notices->len, ==, 0);
  crf_test_study_set_now (earnest.study, "2126-06-01T08:02");
  jumped = crf_test_do (earnest.session, "check-clock", NULL, "ward-clock", "08:02", NULL);
  g_assert_cmpuint (jumped->notices->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (jumped->notices, 0), ASKED));
  then = crf_test_do (earnest.session, "check-clock", NULL, "ward-clock", "08:02", NULL);
  g_assert_cmpuint (then->notices->len, ==, 0);
  end_in_earnest (&earnest);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/conduct/clock-ahead/a-clock-that-is-years-ahead-is-asked-about", a_clock_that_is_years_ahead_is_asked_about);
  g_test_add_func ("/conduct/clock-ahead/a-pause-is-asked-about-once-and-a-month-not-at-all", a_pause_is_asked_about_once_and_a_month_not_at_all);
  return g_test_run ();
}
