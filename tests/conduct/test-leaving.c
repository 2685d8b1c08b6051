/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An unblinded person leaves a double-blind study: what is sealed from then on is nothing to her, and the others go on as before. */

#include "blind-life.h"

#include "crf-keyring.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-verify-open.h"
#include "crf-verify.h"

#include <string.h>

#define PASSPHRASE "demo"

static BlindLife *
begin (void)
{
  g_autofree char *one = NULL, *other = NULL;

  blind_find_seeds (&one, &other);
  return blind_life_begin ("nct01218464", one);
}

static CrfStudyFile *
file_of (BlindLife *life)
{
  return crf_session_get_file (life->admin);
}

static CrfKeyring *
unlock (BlindLife *life,
        const char *login)
{
  g_autoptr (GError) error = NULL;
  CrfKeyring *keyring = crf_keyring_unlock (file_of (life), login, PASSPHRASE, &error);

  g_assert_no_error (error);
  return keyring;
}

/* Sealed entries that open with the ring. @closed, if not NULL: how many do not, though they are sealed to a key of that name. */
static guint
opened (BlindLife *life,
        CrfKeyring *keyring,
        guint *closed)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new ();
  CrfVerifyOpened counts = { 0 };

  g_assert_true (crf_verify_open (file_of (life), keyring, faults, &counts, NULL, NULL));
  if (closed != NULL)
    *closed = faults->len;
  return (guint) counts.opened;
}

/* By the pharmacist who is left, in the session that she had open. */
static void
plan (BlindLife *life,
      const char *subject)
{
  crf_outcome_free (crf_test_do (life->pharmacist, "plan-infusion", subject, "weight", "62", "weight-date", "2026-03-02 07:30", "lot",
                                 blind_life_is_placebo (life, subject) ? "NS-88" : "L-0231", "duration", "50", NULL));
}

static gboolean
says (const CrfOutcome *outcome,
      const char *text)
{
  for (guint i = 0; i < outcome->notices->len; i++)
    if (strstr (g_ptr_array_index (outcome->notices, i), text) != NULL)
      return TRUE;
  return FALSE;
}

static void
assert_verifies (BlindLife *life)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfVerifyReport) report = crf_verify (life->path, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (report->faults->len, ==, 0);
}

static void
who_leaves_opens_nothing_that_is_sealed_later (gconstpointer data)
{
  const char *const *way = data; /* use case, and its arguments */
  BlindLife *life = begin ();
  /* What an old copy of the file gives to who knows its passphrase. */
  g_autoptr (CrfKeyring) kept = unlock (life, "qian"), fresh = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;
  const char *second;
  guint before, closed, now;

  g_free (blind_life_prepare (life, blind_life_add_subject (life)));
  second = blind_life_add_subject (life); /* draws from the list, which was sealed before */
  before = opened (life, kept, &closed);
  g_assert_cmpuint (before, >, 0);
  g_assert_cmpuint (closed, ==, 0);

  outcome = crf_test_do (life->admin, way[0], NULL, "login", "qian", way[1], way[2], NULL);
  g_assert_true (says (outcome, "sealed from now on"));
  g_assert_false (crf_keys_account_holds_any (file_of (life), "qian") && strcmp (way[0], "disable-user") == 0);
  g_assert_false (crf_keys_account_holds (file_of (life), "qian", CRF_ROLE_KEY_ALLOCATION));
  g_assert_true (crf_keys_account_holds (file_of (life), "sun", CRF_ROLE_KEY_ALLOCATION));
  g_assert_false (crf_keys_account_holds (file_of (life), "admin", CRF_ROLE_KEY_ALLOCATION));

  plan (life, second);
  fresh = unlock (life, "sun");
  now = opened (life, fresh, &closed);
  g_assert_cmpuint (now, >, before);
  g_assert_cmpuint (closed, ==, 0);
  g_assert_cmpuint (opened (life, kept, &closed), ==, before);
  g_assert_cmpuint (closed, ==, now - before);
  assert_verifies (life);
  blind_life_free (life);
}

/* Only who is unblinded: a nurse who leaves starts no new key. */
static void
who_is_blinded_leaves_without_a_new_key (void)
{
  BlindLife *life = begin ();
  g_autoptr (CrfOutcome) outcome = crf_test_do (life->admin, "disable-user", NULL, "login", "assessor", NULL);
  g_autoptr (CrfKeyring) kept = unlock (life, "sun");

  g_assert_false (says (outcome, "sealed from now on"));
  crf_outcome_free (crf_test_do (life->admin, "disable-user", NULL, "login", "li", NULL));
  g_assert_true (crf_keyring_is_current (kept, file_of (life)));
  blind_life_free (life);
}

static void
who_comes_back_is_given_all_numbers_by_a_holder (void)
{
  BlindLife *life = begin ();
  g_autoptr (CrfKeyring) back = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;
  guint closed;

  g_free (blind_life_prepare (life, blind_life_add_subject (life)));
  crf_outcome_free (crf_test_do (life->admin, "disable-user", NULL, "login", "qian", NULL));
  outcome = crf_test_do (life->admin, "enable-user", NULL, "login", "qian", NULL);
  g_assert_true (says (outcome, "does not hold the key"));
  g_assert_false (crf_keys_account_holds (file_of (life), "qian", CRF_ROLE_KEY_ALLOCATION));
  crf_outcome_free (crf_test_do (life->pharmacist, "grant-keys", NULL, "login", "qian", NULL));
  back = unlock (life, "qian");
  g_assert_cmpuint (opened (life, back, &closed), >, 0);
  g_assert_cmpuint (closed, ==, 0);
  g_assert_true (crf_keys_account_holds (file_of (life), "qian", CRF_ROLE_KEY_ALLOCATION));
  blind_life_free (life);
}

static void
the_last_day_of_an_unblinded_person_starts_a_new_key_too (void)
{
  BlindLife *life = begin ();
  g_autoptr (CrfKeyring) kept = unlock (life, "qian"), sun = NULL;
  const char *subject = blind_life_add_subject (life);
  guint before = opened (life, kept, NULL), closed;

  crf_outcome_free (crf_test_do (life->admin, "set-roles", NULL, "login", "qian", "roles", "pharmacist", "last-day", "2026-03-02", NULL));
  g_assert_true (crf_keys_account_holds (file_of (life), "qian", CRF_ROLE_KEY_ALLOCATION));
  blind_life_set_now (life, "2026-03-03T08:00");
  crf_session_close (blind_life_sign_in (life, "monitor"));
  g_assert_false (crf_keys_account_holds_any (file_of (life), "qian"));
  plan (life, subject);
  sun = unlock (life, "sun");
  g_assert_cmpuint (opened (life, sun, &closed), >, before);
  g_assert_cmpuint (closed, ==, 0);
  g_assert_cmpuint (opened (life, kept, &closed), ==, before);
  g_assert_cmpuint (closed, >, 0);
  assert_verifies (life);
  blind_life_free (life);
}

int
main (int argc,
      char *argv[])
{
  static const char *const disabled[] = { "disable-user", NULL, NULL }, *const nurse[] = { "set-roles", "roles", "nurse" };

  blind_random_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/leaving/" name, function)
  g_test_add_data_func ("/conduct/leaving/who-is-disabled-opens-nothing-that-is-sealed-later", disabled, who_leaves_opens_nothing_that_is_sealed_later);
  g_test_add_data_func ("/conduct/leaving/who-becomes-nurse-opens-nothing-that-is-sealed-later", nurse, who_leaves_opens_nothing_that_is_sealed_later);
  ADD ("who-is-blinded-leaves-without-a-new-key", who_is_blinded_leaves_without_a_new_key);
  ADD ("who-comes-back-is-given-all-numbers-by-a-holder", who_comes_back_is_given_all_numbers_by_a_holder);
  ADD ("the-last-day-of-an-unblinded-person-starts-a-new-key-too", the_last_day_of_an_unblinded_person_starts_a_new_key_too);

  return g_test_run ();
}
