/* SPDX-License-Identifier: GPL-3.0-or-later */

/* conduct.md, The night: a shift PIN (this workstation, 12 h, after a full sign-in) unlocks for entry only; signatures need the passphrase. */

#include "crf-reader.h"
#include "crf-session-pin.h"
#include "crf-store-error.h"
#include "crf-test-study.h"

#include <string.h>

#define PIN "471193"

typedef struct
{
  CrfTestStudy *study;
  char *number;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->study = crf_test_study_new ();
  f->number = crf_test_register (f->study);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_free (f->number);
  crf_test_study_free (f->study);
}

static void
choose (Fixture *f)
{
  crf_outcome_free (crf_test_do (f->study->nurse, "set-shift-pin", NULL, "pin", PIN, "again", PIN, "passphrase", CRF_TEST_PASSPHRASE, NULL));
}

static void
unlock_fails (Fixture *f, const char *pin, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (crf_session_unlock_with_pin (f->study->nurse, pin, &error));
  g_assert_error (error, CRF_STORE_ERROR, code);
  g_assert_true (crf_session_is_locked (f->study->nurse));
}

static void
unlock (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (crf_session_unlock_with_pin (f->study->nurse, PIN, &error));
  g_assert_no_error (error);
}

static void
test_choice (Fixture *f, gconstpointer data)
{
  static const char *const weak[] = { "471", "471193055", "1234", "98765", "7777", "47a1", "４７１１", "" };
  CrfSession *nurse = f->study->nurse;

  for (guint i = 0; i < G_N_ELEMENTS (weak); i++)
    {
      g_autofree char *fault = crf_pin_fault (weak[i]);

      g_assert_nonnull (fault);
    }
  crf_test_refused (nurse, "pin-weak", "set-shift-pin", NULL, "pin", "1234", "again", "1234", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  crf_test_refused (nurse, "pin-differs", "set-shift-pin", NULL, "pin", PIN, "again", "471194", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  crf_test_refused (nurse, "passphrase-wrong", "set-shift-pin", NULL, "pin", PIN, "again", PIN, "passphrase", "guess", NULL);
  g_assert_false (crf_session_has_pin (nurse));
  choose (f);
  g_assert_true (crf_session_has_pin (nurse));
  /* Hers, at this workstation: nobody else's session knows it. */
  g_assert_false (crf_session_has_pin (f->study->investigator));
}

static void
test_entry_only (Fixture *f, gconstpointer data)
{
  CrfSession *nurse = f->study->nurse;
  g_autoptr (CrfPatient) patient = NULL;
  g_autoptr (GError) error = NULL;

  choose (f);
  crf_session_lock (nurse);
  crf_test_refused (nurse, "session-locked", "enter", f->number, "event", "SCREENING", "item", "HEIGHT", "value", "170", NULL);
  unlock (f);
  g_assert_true (crf_session_is_entry_only (nurse));
  crf_test_enter (f->study, f->number, "SCREENING", "HEIGHT", "170", NULL);
  /* No key came back: what is sealed stays sealed, the arm of an open study too. */
  g_assert_false (crf_session_may_know_arms (nurse));
  patient = crf_reader_patient (nurse, f->number, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (patient->number, ==, f->number);
  g_assert_null (patient->arm); /* not allocated yet */
  crf_test_refused (nurse, "entry-only", "register", NULL, "sex", "M", NULL);
  crf_test_refused (nurse, "entry-only", "randomise", f->number, NULL);
  crf_test_refused (nurse, "entry-only", "start-infusion", f->number, "start", "2026-03-02 09:14", "ward-clock", "09:14", NULL);
  crf_test_refused (nurse, "entry-only", "change-passphrase", NULL, "passphrase", CRF_TEST_PASSPHRASE, "new-passphrase", "a much longer one", NULL);
  /* A PIN cannot choose the next one. */
  crf_test_refused (nurse, "entry-only", "set-shift-pin", NULL, "pin", PIN, "again", PIN, "passphrase", CRF_TEST_PASSPHRASE, NULL);
  /* A signature is not to be had for it: it is no passphrase, and what asks for one may be tried. */
  g_assert_false (crf_session_check_passphrase (nurse, PIN));
  g_assert_true (crf_session_check_passphrase (nurse, CRF_TEST_PASSPHRASE));
  g_assert_true (crf_use_case_permitted (nurse, crf_use_case_find ("check-identity"), NULL));
  crf_session_lock (nurse);
  g_assert_true (crf_session_unlock (nurse, CRF_TEST_PASSPHRASE, &error));
  g_assert_false (crf_session_is_entry_only (nurse));
  g_assert_true (crf_session_may_know_arms (nurse));
}

static void
test_three_wrong (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  choose (f);
  crf_session_lock (f->study->nurse);
  unlock_fails (f, "471194", CRF_STORE_ERROR_PASSPHRASE);
  unlock_fails (f, "471195", CRF_STORE_ERROR_PASSPHRASE);
  unlock (f);
  crf_session_lock (f->study->nurse);
  /* The right one began the count anew. */
  unlock_fails (f, "471194", CRF_STORE_ERROR_PASSPHRASE);
  unlock_fails (f, "471195", CRF_STORE_ERROR_PASSPHRASE);
  unlock_fails (f, "471196", CRF_STORE_ERROR_DISABLED);
  unlock_fails (f, PIN, CRF_STORE_ERROR_DISABLED);
  g_assert_false (crf_session_has_pin (f->study->nurse));
}

static void
test_twelve_hours (Fixture *f, gconstpointer data)
{
  choose (f);
  crf_session_lock (f->study->nurse);
  crf_test_study_set_now (f->study, "2026-03-02T21:14");
  unlock (f);
  crf_session_lock (f->study->nurse);
  crf_test_study_set_now (f->study, "2026-03-02T21:15");
  unlock_fails (f, PIN, CRF_STORE_ERROR_DISABLED);
}

static void
test_clock_back (Fixture *f, gconstpointer data)
{
  choose (f);
  crf_session_lock (f->study->nurse);
  crf_test_study_set_now (f->study, "2026-03-02T08:00");
  unlock_fails (f, PIN, CRF_STORE_ERROR_DISABLED);
}

static void
test_disabled (Fixture *f, gconstpointer data)
{
  choose (f);
  crf_session_lock (f->study->nurse);
  crf_outcome_free (crf_test_do (f->study->admin, "disable-user", NULL, "login", "li", "reason", "left the ward", NULL));
  unlock_fails (f, PIN, CRF_STORE_ERROR_DISABLED);
  g_assert_false (crf_session_has_pin (f->study->nurse));
}

static void
test_gone (Fixture *f, gconstpointer data)
{
  choose (f);
  crf_test_study_close (f->study);
  crf_test_study_open (f->study);
  g_assert_false (crf_session_has_pin (f->study->nurse));
}

static void
assert_not_in (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize size;

  if (!g_file_get_contents (path, &bytes, &size, NULL))
    return;
  for (gsize i = 0; i + strlen (PIN) <= size; i++)
    g_assert_cmpint (memcmp (bytes + i, PIN, strlen (PIN)), !=, 0);
}

/* The trail says that there is one; no byte of file or journal tells which. */
static void
test_nowhere_written (Fixture *f, gconstpointer data)
{
  g_autofree char *wal = g_strconcat (f->study->path, "-wal", NULL);
  g_autoptr (GPtrArray) rows = NULL;
  guint chosen = 0, unlocked = 0;

  choose (f);
  crf_session_lock (f->study->nurse);
  unlock (f);
  rows = crf_reader_audit (f->study->admin, NULL, NULL, NULL, 0, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      const CrfAuditRow *row = g_ptr_array_index (rows, i);

      chosen += strcmp (row->action, "session.pin") == 0;
      unlocked += strcmp (row->action, "session.unlock.pin") == 0;
    }
  g_assert_cmpuint (chosen, ==, 1);
  g_assert_cmpuint (unlocked, ==, 1);
  crf_test_study_close (f->study);
  assert_not_in (f->study->path);
  assert_not_in (wal);
  crf_test_study_open (f->study);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(sentence, test) g_test_add ("/conduct/shift-pin/" sentence, Fixture, NULL, set_up, test, tear_down)
  ADD ("a-pin-is-chosen-with-the-passphrase-and-not-the-first-to-be-tried", test_choice);
  ADD ("it-unlocks-for-entry-only-and-opens-no-key", test_entry_only);
  ADD ("three-wrong-ones-take-it-away", test_three_wrong);
  ADD ("it-holds-for-twelve-hours", test_twelve_hours);
  ADD ("a-clock-set-back-does-not-make-the-shift-longer", test_clock_back);
  ADD ("a-closed-account-has-none", test_disabled);
  ADD ("it-goes-with-the-session", test_gone);
  ADD ("it-is-written-nowhere", test_nowhere_written);
  return g_test_run ();
}
