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
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_verify_fault_free);
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

  outcome = crf_test_do (life->admin, way[0], NULL, "login", "qian", "confirm", "few-holders,has-known-arms", "reason", "nobody else is there",
                         way[1], way[2], NULL);
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
  crf_outcome_free (crf_test_do (life->admin, "disable-user", NULL, "login", "qian", "confirm", "few-holders", NULL));
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

  crf_outcome_free (crf_test_do (life->admin, "set-roles", NULL, "login", "qian", "roles", "pharmacist", "last-day", "2026-03-02", "confirm",
                                 "few-holders", NULL));
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

/* What Today says to @session of the key to the arms; NULL: nothing. Free it. */
static char *
warned (CrfSession *session)
{
  g_autoptr (GPtrArray) tasks = crf_reader_tasks (session, NULL);

  for (guint i = 0; i < tasks->len; i++)
    {
      const CrfTask *task = g_ptr_array_index (tasks, i);

      if (strstr (task->what, "key to the arms") == NULL)
        continue;
      g_assert_true (task->mine);
      return g_strdup (task->what);
    }
  return NULL;
}

static void
asks (BlindLife *life,
      const char *use_case,
      const char *key,
      const char *value,
      const char *left)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome =
    crf_conduct_with (life->admin, use_case, NULL, &error, "login", "qian", key, value, strcmp (use_case, "set-roles") == 0 ? "roles" : NULL, "pharmacist", NULL);

  g_assert_no_error (error);
  g_assert_nonnull (outcome->prompt);
  g_assert_cmpstr (outcome->prompt->id, ==, "few-holders");
  g_assert_nonnull (strstr (outcome->prompt->message, left));
}

/* architecture.md, Keys: at least two unblinded accounts hold the key to the arms. */
static void
fewer_than_two_who_hold_the_key_are_asked_about_and_told (void)
{
  BlindLife *life = begin ();
  CrfSession *principal;
  g_autofree char *before = warned (life->admin), *soon = NULL, *one = NULL, *to_principal = NULL, *to_nurse = NULL, *none = NULL;

  g_assert_null (before);
  asks (life, "disable-user", "reason", "left", "only Sun");
  asks (life, "set-roles", "last-day", "2026-03-10", "only Sun");
  asks (life, "reset-user", "new-passphrase", "first", "only Sun");
  g_assert_true (crf_keys_account_holds (file_of (life), "qian", CRF_ROLE_KEY_ALLOCATION));
  /* A last day that is far away is told when it is near. */
  crf_outcome_free (crf_test_do (life->admin, "set-roles", NULL, "login", "qian", "roles", "pharmacist", "last-day", "2026-03-31", NULL));
  g_assert_null (warned (life->admin));
  blind_life_set_now (life, "2026-03-20T08:00");
  soon = warned (life->admin);
  g_assert_nonnull (strstr (soon, "on 2026-04-03 fewer than two"));
  crf_outcome_free (crf_test_do (life->admin, "disable-user", NULL, "login", "qian", "confirm", "few-holders", NULL));
  one = warned (life->admin);
  g_assert_nonnull (strstr (one, "only Sun"));
  crf_outcome_free (crf_test_do (life->admin, "add-user", NULL, "login", "chief", "name", "Zheng Jun", "roles", "principal-investigator", "new-passphrase", PASSPHRASE, NULL));
  principal = blind_life_sign_in (life, "chief");
  to_principal = warned (principal);
  g_assert_cmpstr (to_principal, ==, one);
  to_nurse = warned (life->pharmacist);
  g_assert_null (to_nurse);
  crf_session_close (principal);
  crf_outcome_free (crf_test_do (life->admin, "disable-user", NULL, "login", "sun", "confirm", "few-holders", NULL));
  none = warned (life->admin);
  g_assert_nonnull (strstr (none, "nobody who can sign in"));
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
  ADD ("fewer-than-two-who-hold-the-key-are-asked-about-and-told", fewer_than_two_who_hold_the_key_are_asked_about_and_told);

  return g_test_run ();
}
