/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A journal that is whole, whose entries are linked and hashed, and which is false all the same: what only keys and computing find. */

#include "crf-recheck.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "crf-transaction.h"

#include <string.h>

typedef struct
{
  CrfTestStudy *study;
  char *number, *key;
} Fixture;

static void
set_up (Fixture *self,
        gconstpointer data)
{
  g_autoptr (CrfSubjectRecord) subject = NULL;

  self->study = crf_test_study_new ();
  self->number = crf_test_register (self->study);
  crf_test_enter_labs (self->study, self->number, "SCREENING");
  subject = crf_records_find_subject (crf_session_get_file (self->study->nurse), self->number, NULL);
  self->key = g_strdup (subject->key);
}

static void
tear_down (Fixture *self,
           gconstpointer data)
{
  crf_test_study_free (self->study);
  g_free (self->number);
  g_free (self->key);
}

static CrfRecheck *
recheck (CrfSession *session,
         gboolean compute)
{
  CrfRecheck *result = crf_recheck_new ();
  g_autoptr (GError) error = NULL;

  if (compute)
    crf_recheck_compute (result, session, NULL, NULL, NULL, &error);
  else
    crf_recheck_open (result, session, NULL, &error);
  g_assert_no_error (error);
  return result;
}

static gboolean
take_first (const CrfJournalRecord *record,
            gpointer data)
{
  CrfJournalRecord *copy = data;

  for (int i = 0; i < CRF_N_COLS; i++)
    copy->columns[i] = g_strdup (record->columns[i]);
  return FALSE;
}

/* Writes past conduct, as a program of somebody's own could. */
static void
forge (Fixture *self,
       const char *action,
       const char *item,
       const char *value,
       const char *detail)
{
  CrfStudyFile *file = crf_session_get_file (self->study->nurse);
  CrfActor actor = { .user = "li", .role = "nurse", .clock = crf_test_study_clock (self->study) };
  CrfEntry wanted = { .action = action, .subject = self->key, .item = item };
  CrfJournalRecord first = { { NULL } };
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn;
  CrfEntry entry;

  crf_records_journal (file, &wanted, NULL, 1, TRUE, take_first, &first, &error);
  g_assert_no_error (error);
  g_assert_nonnull (first.columns[CRF_COL_FORM]);
  entry = (CrfEntry) { .action = action, .subject = self->key, .item = item, .event = first.columns[CRF_COL_EVENT],
                       .eventkey = first.columns[CRF_COL_EVENTKEY], .form = first.columns[CRF_COL_FORM],
                       .formkey = first.columns[CRF_COL_FORMKEY], .group = first.columns[CRF_COL_GROUP],
                       .groupkey = first.columns[CRF_COL_GROUPKEY], .value = value,
                       .detail = detail != NULL ? detail : first.columns[CRF_COL_DETAIL], .canon = detail == NULL ? value : NULL };
  txn = crf_transaction_begin (file, &actor, &error);
  g_assert_no_error (error);
  crf_transaction_append (txn, &entry, NULL, &error);
  g_assert_no_error (error);
  crf_transaction_commit (txn, &error);
  g_assert_no_error (error);
  crf_transaction_free (txn);
  for (int i = 0; i < CRF_N_COLS; i++)
    g_free (first.columns[i]);
}

static void
assert_verifies (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfVerifyReport) report = crf_verify (self->study->path, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (report->faults->len, ==, 0);
}

static void
test_honest (Fixture *self,
             gconstpointer data)
{
  g_autoptr (CrfRecheck) computed = recheck (self->study->nurse, TRUE);
  g_autoptr (CrfRecheck) opened = recheck (self->study->nurse, FALSE);
  guint64 entries = crf_records_count_entries (crf_session_get_file (self->study->nurse));

  g_assert_cmpuint (computed->faults->len, ==, 0);
  g_assert_cmpuint (computed->subjects, ==, 1);
  g_assert_cmpuint (computed->computed, >, 3);
  g_assert_cmpuint (opened->faults->len, ==, 0);
  g_assert_cmpuint (opened->opened, >, 0);
  /* Looking leaves nothing behind. */
  crf_recheck_free (recheck (self->study->nurse, TRUE));
  g_assert_cmpuint (crf_records_count_entries (crf_session_get_file (self->study->nurse)), ==, entries);
  assert_verifies (self);
}

static void
test_false_score (Fixture *self,
                  gconstpointer data)
{
  const CrfItem *meld = crf_study_find_item_by_concept (crf_session_get_study (self->study->nurse), "score.meld");
  g_autoptr (CrfRecheck) found = NULL;
  CrfVerifyFault *fault;

  g_assert_nonnull (meld);
  forge (self, "value.derive", meld->oid, "12", NULL);
  assert_verifies (self); /* every hash holds */
  found = recheck (self->study->nurse, TRUE);
  g_assert_cmpuint (found->faults->len, ==, 1);
  fault = g_ptr_array_index (found->faults, 0);
  g_assert_nonnull (strstr (fault->what, meld->oid));
  g_assert_null (strstr (fault->what, "12")); /* no values */
}

static gboolean
take_sealed (const CrfJournalRecord *record,
             gpointer data)
{
  char **found = data;

  if (record->columns[CRF_COL_DETAIL] == NULL || strstr (record->columns[CRF_COL_DETAIL], "\"seal\"") == NULL)
    return TRUE;
  found[0] = g_strdup (record->columns[CRF_COL_ITEM]);
  found[1] = g_strdup (record->columns[CRF_COL_VALUE]);
  found[2] = g_strdup (record->columns[CRF_COL_DETAIL]);
  return FALSE;
}

/* The same box at another entry: nobody without the key can see it. */
static void
test_exchanged_box (Fixture *self,
                    gconstpointer data)
{
  CrfEntry values = { .action = CRF_ACTION_VALUE, .subject = self->key };
  char *sealed[3] = { NULL };
  g_autoptr (CrfRecheck) found = NULL, without_key = NULL;
  g_autoptr (GError) error = NULL;

  crf_test_enter (self->study, self->number, "SCREENING", "INR", "1.5", NULL);
  crf_records_journal (crf_session_get_file (self->study->nurse), &values, NULL, 0, FALSE, take_sealed, sealed, &error);
  g_assert_no_error (error);
  g_assert_nonnull (sealed[0]);
  forge (self, CRF_ACTION_VALUE, sealed[0], sealed[1], sealed[2]);
  assert_verifies (self);
  found = recheck (self->study->nurse, FALSE);
  g_assert_cmpuint (found->faults->len, ==, 1);
  for (int i = 0; i < 3; i++)
    g_free (sealed[i]);
}

#define ADD(path, test) g_test_add ("/conduct/recheck/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("an-honest-file-holds-and-is-left-alone", test_honest);
  ADD ("a-false-score-is-named", test_false_score);
  ADD ("an-exchanged-box-is-named", test_exchanged_box);
  return g_test_run ();
}
