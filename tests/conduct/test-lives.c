/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The five protocols lived through by synthetic patients: few of each here, the whole target numbers in the long suite. What must come out stands in the
 * public records, not in the program. */

#include "crf-adverse-events.h"
#include "crf-demo.h"
#include "crf-reader-lot-alerts.h"
#include "crf-reader-timeline.h"
#include "crf-reader.h"
#include "crf-records-trust.h"
#include "crf-records.h"
#include "crf-study-file.h"
#include "crf-verify.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define TODAY "2026-11-20"

typedef struct
{
  const char *protocol;
  int few, target;      /* target number by the public record */
  gboolean failures;    /* some are registered and not enrolled */
  int died, lost, completed, transplanted, withdrawn; /* of the whole number; -1: not stated in the record */
  const char *name;
  int failed, grown_in_vain; /* of the whole number; -1: any */
} Case;

/* clinical.md D1 to D5: 92, 22, 30, 70, 26; D5: 26 = 17 + 3 died + 2 transplanted + 4 lost. */
static const Case cases[] = {
  { "nct06242405", 3, 92, TRUE, -1, -1, -1, -1, -1, "one-or-two-infusions", -1, 0 },
  { "nct06167473", 3, 22, TRUE, -1, -1, -1, -1, -1, "two-doses", -1, 0 },
  { "nct01854125", 3, 30, TRUE, -1, -1, -1, -1, -1, "own-marrow-cells", 5, 3 },
  { "nct01218464", 3, 70, TRUE, -1, -1, -1, -1, -1, "cells-or-saline", -1, 0 },
  { "liang2017", 26, 26, FALSE, 3, 4, 17, 2, 0, "transcription", 0, 0 },
};

typedef struct
{
  char *dir, *path;
  CrfSession *session; /* the auditor, who sees all that is not sealed */
} Lived;

static void
lived_clear (Lived *self)
{
  g_clear_pointer (&self->session, crf_session_close);
  if (self->path != NULL)
    g_unlink (self->path);
  if (self->dir != NULL)
    g_rmdir (self->dir);
  g_free (self->path);
  g_free (self->dir);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lived, lived_clear)

static GPtrArray *
subjects_of (Lived *self)
{
  CrfStudyFile *file = crf_session_get_file (self->session);
  CrfSubjectQuery all = { .sort = CRF_SORT_NUMBER };
  g_autoptr (GArray) ids = crf_records_subject_ids (file, &all, NULL);

  return crf_records_subjects (file, (const gint64 *) (gpointer) ids->data, ids->len, NULL);
}

/* One patient's part of the journal alone gives that patient's rows, whatever has happened to them. */
static void
check_each_record (Lived *self)
{
  g_autoptr (GPtrArray) subjects = subjects_of (self);

  for (guint i = 0; i < subjects->len; i++)
    {
      g_autoptr (GError) error = NULL;

      crf_verify_record (crf_session_get_file (self->session), ((CrfSubjectRecord *) g_ptr_array_index (subjects, i))->key, &error);
      g_assert_no_error (error);
    }
}

static void
live (Lived *self,
      const Case *c,
      int patients)
{
  static CrfInstant now = { .utc_ms = G_GINT64_CONSTANT (1795222800000), .offset_minutes = 480 };
  CrfDemoOptions options = { .study = c->protocol, .patients = patients, .seed = 4, .today = TODAY };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfVerifyReport) report = NULL;

  self->dir = g_dir_make_tmp ("crf-lives-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->dir, "lived.stemward", NULL);
  crf_demo_create (self->path, &options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  report = crf_verify (self->path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->faults->len, ==, 0);
  self->session = crf_session_sign_in (self->path, "nurse", "demo", NULL, crf_clock_fixed (&now), &error);
  g_assert_no_error (error);
  check_each_record (self);
}

static int
count_status (Lived *self,
              const char *status)
{
  return (int) crf_records_count_subjects (crf_session_get_file (self->session), status);
}

/* How many patients have the form; with a value of @item where that is given. */
static int
count_with (Lived *self,
            const char *form,
            const char *item,
            const char *canon)
{
  g_autoptr (GPtrArray) subjects = subjects_of (self);
  CrfStudyFile *file = crf_session_get_file (self->session);
  int n = 0;

  for (guint i = 0; i < subjects->len; i++)
    {
      const char *key = ((CrfSubjectRecord *) g_ptr_array_index (subjects, i))->key;
      g_autoptr (GPtrArray) forms = crf_records_forms (file, key, NULL);
      gboolean has = FALSE;

      for (guint j = 0; j < forms->len; j++)
        {
          CrfFormRecord *record = g_ptr_array_index (forms, j);
          g_autoptr (GPtrArray) values = strcmp (record->form, form) == 0 ? crf_records_values (file, record->id, NULL) : NULL;

          has = has || (values != NULL && item == NULL);
          for (guint k = 0; values != NULL && item != NULL && k < values->len; k++)
            {
              CrfValueRecord *value = g_ptr_array_index (values, k);

              has = has || (strcmp (value->item, item) == 0 && (canon == NULL || g_strcmp0 (value->canon, canon) == 0));
            }
        }
      n += has;
    }
  return n;
}

static void
assert_lived (Lived *self,
              const Case *c,
              int patients)
{
  int failed = count_status (self, "failed"), all = count_status (self, NULL);

  /* All but the failures are enrolled, and the failures say why. */
  g_assert_cmpint (all - failed, ==, patients);
  if (patients == c->target)
    {
      g_assert_true ((failed > 0) == c->failures);
      if (c->failed >= 0)
        g_assert_cmpint (failed, ==, c->failed);
      g_assert_cmpint (count_with (self, "F.CULTURE", "IT.CULFAIL", "Y"), ==, c->grown_in_vain);
    }
  g_assert_cmpint (count_status (self, "screening"), ==, 0);
  g_assert_cmpint (count_with (self, "F.DTH", "IT.DTHDTC", NULL), ==, count_status (self, "died"));
  /* Nobody is infused without a consent. */
  g_assert_cmpint (count_with (self, "F.INF", "IT.INFOUT", NULL), <=, count_with (self, "F.CONSENT", NULL, NULL));
  if (c->died < 0 || patients != c->target)
    return;
  g_assert_cmpint (count_status (self, "died"), ==, c->died);
  g_assert_cmpint (count_status (self, "lost"), ==, c->lost);
  g_assert_cmpint (count_status (self, "completed"), ==, c->completed);
  g_assert_cmpint (count_with (self, "F.TX", "IT.TXDTC", NULL), ==, c->transplanted);
  g_assert_cmpint (count_status (self, "withdrawn"), ==, c->withdrawn);
}

/* conduct.md: awareness starts the clocks; each recipient has deadline, sent, receipt. What came late has a deviation. */
static int
assert_reported (CrfAdverseEvent *event)
{
  int late = 0;

  for (guint i = 0; i < event->reports->len; i++)
    {
      const CrfSaeReport *report = g_ptr_array_index (event->reports, i);

      /* What is still in its time may wait. */
      if (report->key == NULL)
        g_assert_cmpint (report->minutes_left, >=, 0);
      else
        g_assert_nonnull (report->receipt);
      late += report->late;
    }
  return late;
}

static void
assert_safe (Lived *self,
             gboolean whole)
{
  g_autoptr (GPtrArray) subjects = subjects_of (self);
  g_autoptr (GPtrArray) deviations = crf_records_deviations (crf_session_get_file (self->session), NULL, NULL);
  g_autoptr (GPtrArray) open = crf_reader_queries (self->session, NULL, "Open", NULL);
  int late = 0, serious = 0, told = 0;

  for (guint i = 0; i < subjects->len; i++)
    {
      g_autoptr (GPtrArray) events = crf_reader_adverse_events (self->session, ((CrfSubjectRecord *) g_ptr_array_index (subjects, i))->key, NULL);

      for (guint j = 0; j < events->len; j++)
        {
          serious += ((CrfAdverseEvent *) g_ptr_array_index (events, j))->serious;
          late += assert_reported (g_ptr_array_index (events, j));
        }
    }
  for (guint i = 0; i < deviations->len; i++)
    told += strcmp (((CrfDeviationRecord *) g_ptr_array_index (deviations, i))->kind, "late-sae-report") == 0;
  for (guint i = 0; i < open->len; i++)
    g_assert_cmpint (((CrfQuery *) g_ptr_array_index (open, i))->age_days, <, 14);
  g_test_message ("%d serious events, %d reports late, %u queries open, %u deviations", serious, late, open->len, deviations->len);
  g_assert_cmpint (told, ==, late);
  if (whole)
    g_assert_cmpint (serious, >, 0);
}

static guint
count_tasks (Lived *self,
             const char *login,
             const char *tag)
{
  g_autoptr (GError) error = NULL;
  static CrfInstant now = { .utc_ms = G_GINT64_CONSTANT (1795222800000), .offset_minutes = 480 };
  CrfSession *session = crf_session_sign_in_file (crf_session_get_file (self->session), login, "demo", NULL, crf_clock_fixed (&now), &error);
  g_autoptr (GPtrArray) tasks = session != NULL ? crf_reader_tasks (session, &error) : NULL;
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < tasks->len; i++)
    n += strcmp (((CrfTask *) g_ptr_array_index (tasks, i))->tag, tag) == 0;
  crf_session_close (session);
  return n;
}

/* The positive result of the lot in use stands on Today and on the timeline of who was given of it; the one of long ago was seen to. Where the ward is blinded
 * only the pharmacy is told. */
static void
assert_alarmed (Lived *self,
                const Case *c,
                gboolean whole)
{
  g_autoptr (GPtrArray) alerts = crf_reader_lot_alerts (self->session, NULL, NULL);
  guint standing = 0, seen_to = 0;

  for (guint i = 0; i < alerts->len; i++)
    {
      const CrfLotAlert *alert = g_ptr_array_index (alerts, i);
      g_autoptr (CrfTimeline) timeline = crf_reader_timeline (self->session, alert->subject, NULL);
      gboolean shown = FALSE;

      for (guint j = 0; j < timeline->statuses->len; j++)
        shown = shown || strstr (((CrfTimelineStatus *) g_ptr_array_index (timeline->statuses, j))->label, alert->lot) != NULL;
      g_assert_true (shown);
      standing += !alert->acknowledged;
      seen_to += alert->acknowledged;
    }
  g_test_message ("%u alarms stand, %u were seen to", standing, seen_to);
  g_assert_cmpuint (count_tasks (self, "nurse", "Alarm"), ==, standing);
  if (strcmp (c->name, "cells-or-saline") == 0)
    {
      g_assert_cmpuint (alerts->len, ==, 0);
      g_assert_cmpuint (count_tasks (self, "nurse", "Lot result") + count_tasks (self, "investigator", "Lot result"), ==, 0);
      g_assert_cmpuint (count_tasks (self, "investigator", "Alarm") + count_tasks (self, "pharmacist", "Alarm"), ==, 0);
      if (whole)
        g_assert_cmpuint (count_tasks (self, "pharmacist", "Lot result"), >, 0);
    }
  else if (strcmp (c->name, "transcription") != 0)
    {
      g_assert_cmpuint (standing, >, 0);
      if (whole)
        g_assert_cmpuint (seen_to, >, 0);
    }
}

/* Bilirubin and INR rise together, and albumin falls: rank correlation over the screenings. */
static double
correlation (Lived *self,
             const char *first,
             const char *second)
{
  g_autoptr (GPtrArray) subjects = subjects_of (self);
  CrfStudyFile *file = crf_session_get_file (self->session);
  double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
  int n = 0;

  for (guint i = 0; i < subjects->len; i++)
    {
      const char *key = ((CrfSubjectRecord *) g_ptr_array_index (subjects, i))->key;
      g_autoptr (CrfValueRecord) a = crf_records_latest_value (file, key, first, NULL), b = crf_records_latest_value (file, key, second, NULL);
      double x, y;

      if (a == NULL || b == NULL || a->canon == NULL || b->canon == NULL)
        continue;
      x = g_ascii_strtod (a->canon, NULL);
      y = g_ascii_strtod (b->canon, NULL);
      n++;
      sx += x;
      sy += y;
      sxx += x * x;
      syy += y * y;
      sxy += x * y;
    }
  g_assert_cmpint (n, >, 10);
  return (n * sxy - sx * sy) / sqrt ((n * sxx - sx * sx) * (n * syy - sy * sy));
}

static void
few_live (gconstpointer data)
{
  const Case *c = data;
  g_auto (Lived) lived = { 0 };

  live (&lived, c, c->few);
  assert_lived (&lived, c, c->few);
  assert_safe (&lived, FALSE);
  assert_alarmed (&lived, c, FALSE);
  if (c->few == c->target)
    {
      /* D5: 23 umbilical cord, 2 cord blood, 1 bone marrow. */
      g_assert_cmpint (count_with (&lived, "F.INF", "IT.INFSRC", "UC"), ==, 23);
      g_assert_cmpint (count_with (&lived, "F.INF", "IT.INFSRC", "CB"), ==, 2);
      g_assert_cmpint (count_with (&lived, "F.INF", "IT.INFSRC", "BM"), ==, 1);
    }
}

static void
all_live (gconstpointer data)
{
  const Case *c = data;
  g_auto (Lived) lived = { 0 };

  live (&lived, c, c->target);
  assert_lived (&lived, c, c->target);
  assert_safe (&lived, TRUE);
  assert_alarmed (&lived, c, TRUE);
  g_assert_cmpfloat (correlation (&lived, "IT.TBIL", "IT.INR"), >, 0.4);
  g_assert_cmpfloat (correlation (&lived, "IT.TBIL", "IT.ALB"), <, -0.3);
  g_assert_cmpint (count_with (&lived, "F.AE", "IT.AETERM", NULL), >, 0);
  g_assert_cmpint (count_with (&lived, "F.CE", "IT.CEKIND", NULL), >, 0);
}

static void
lives_without_a_date_lie_in_the_past (void)
{
  const CrfDemoOptions options = { .study = "nct06167473", .patients = 2, .seed = 4 };
  g_auto (Lived) lived = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) newest = NULL;
  g_autofree char *at = NULL;

  lived.dir = g_dir_make_tmp ("crf-lives-XXXXXX", &error);
  lived.path = g_build_filename (lived.dir, "lived.stemward", NULL);
  g_assert_true (crf_demo_create (lived.path, &options, NULL, NULL, NULL, &error));
  lived.session = crf_session_sign_in (lived.path, "nurse", "demo", NULL, crf_clock_system (), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < crf_session_get_notices (lived.session)->len; i++)
    g_assert_null (strstr (g_ptr_array_index (crf_session_get_notices (lived.session), i), "clock"));
  at = crf_records_newest_at (crf_session_get_file (lived.session));
  newest = g_date_time_new_from_iso8601 (at, NULL);
  now = g_date_time_new_now_utc ();
  g_assert_nonnull (newest);
  g_assert_cmpint (g_date_time_compare (newest, now), <=, 0);
}

int
main (int argc,
      char **argv)
{
  gboolean whole;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  whole = g_test_thorough ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/conduct/lives/%s/%s", whole ? "the-whole-number-lives" : "a-few-live", cases[i].name);

      g_test_add_data_func (path, &cases[i], whole ? all_live : few_live);
    }
  if (!whole)
    g_test_add_func ("/conduct/lives/without-a-date-they-lie-in-the-past", lives_without_a_date_lie_in_the_past);
  return g_test_run ();
}
