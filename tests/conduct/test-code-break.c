/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Breaking the code: of one patient by her envelope or by a key holder, and of the trial at its end by two people. */

#include "blind-life.h"

#include "crf-code-break.h"
#include "crf-envelopes.h"
#include "crf-reader.h"
#include "crf-records.h"

#include <string.h>

#define PASSPHRASE "demo"

#define done(...) crf_outcome_free (crf_test_do (__VA_ARGS__))

static BlindLife *
begin (void)
{
  g_autofree char *cells = NULL, *placebo = NULL;
  BlindLife *life;

  blind_find_seeds (&cells, &placebo);
  life = blind_life_begin ("nct01218464", cells);
  blind_life_add_subject (life);
  blind_life_add_subject (life);
  return life;
}

static const char *
subject_of (BlindLife *life,
            guint i)
{
  return g_ptr_array_index (life->subjects, i);
}

/* The paper that lies in the safe for the nth slot. */
static char *
code_of (BlindLife *life,
         int number)
{
  CrfRefusal *refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) envelopes = crf_envelopes_open (life->pharmacist, &refusal, &error);

  g_assert_no_error (error);
  g_assert_null (refusal);
  g_assert_cmpuint (envelopes->len, ==, 21);
  return g_strdup (((CrfPaperEnvelope *) g_ptr_array_index (envelopes, (guint) number - 1))->code);
}

static char *
arm_seen_by (CrfSession *session,
             const char *subject)
{
  g_autoptr (CrfPatient) patient = crf_reader_patient (session, subject, NULL);

  return g_strdup (patient->arm);
}

static void
assert_blinded (CrfSession *session,
                const char *subject)
{
  g_autofree char *arm = arm_seen_by (session, subject);

  g_assert_cmpstr (arm, ==, "blinded");
}

static void
test_code_survives_paper (void)
{
  guchar key[32], read[32];
  g_autofree char *code = NULL, *typed = NULL;
  int group;

  for (guint i = 0; i < sizeof key; i++)
    key[i] = (guchar) (i * 37 + 5);
  code = crf_slot_code_format (key);
  g_assert_cmpuint (strlen (code), ==, 8 * 8 + 7);
  g_assert_true (crf_slot_code_parse (code, read, &group));
  g_assert_cmpmem (read, sizeof read, key, sizeof key);
  /* as people type: small letters, hyphens, no blanks at all */
  typed = g_ascii_strdown (code, -1);
  g_strdelimit (typed, " ", '-');
  g_assert_true (crf_slot_code_parse (typed, read, &group));
  g_assert_cmpmem (read, sizeof read, key, sizeof key);
  g_assert_false (crf_slot_code_parse ("ABCDEFGH", read, &group));
  g_assert_cmpint (group, ==, 0);
}

/* Every single character, changed into every other of the alphabet: found, and the group is named. A change of one character alters 5 of the 40 bits,
 * so that one byte of the check can miss it only where the hash agrees by chance, 1 in 256. */
static void
test_mistyped_group_is_named (void)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  guchar key[32] = { 7 }, read[32];
  g_autofree char *code = crf_slot_code_format (key);
  guint tried = 0, missed = 0;
  int group;

  for (guint i = 0; code[i] != '\0'; i++)
    for (guint j = 0; code[i] != ' ' && alphabet[j] != '\0'; j++)
      {
        g_autofree char *typed = g_strdup (code);

        if (typed[i] == alphabet[j])
          continue;
        typed[i] = alphabet[j];
        tried++;
        if (crf_slot_code_parse (typed, read, &group))
          missed++;
        else
          g_assert_cmpint (group, ==, (int) i / 9 + 1);
      }
  g_assert_cmpuint (tried, ==, 64 * 31);
  g_assert_cmpuint (missed, <, tried / 64);
}

static void
test_exchanged_groups_are_found (void)
{
  guchar key[32], read[32];
  g_autofree char *code = NULL;
  char first[9];
  int group;

  for (guint i = 0; i < sizeof key; i++)
    key[i] = (guchar) (i * 11 + 3);
  code = crf_slot_code_format (key);
  memcpy (first, code, 9);
  memmove (code, code + 9, 8);
  memcpy (code + 9, first, 8);
  g_assert_false (crf_slot_code_parse (code, read, &group));
  g_assert_cmpint (group, ==, 1);
}

static void
test_envelope_opens_one_patient_alone (void)
{
  BlindLife *life = begin ();
  g_autofree char *code = code_of (life, 1), *other = code_of (life, 2), *arm = NULL, *mistyped = g_strdup (code), *trail = NULL;
  g_autoptr (CrfPatient) patient = NULL, ward = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;

  crf_test_refused (life->nurse, "not-permitted", "break-code", subject_of (life, 0), "code", code, "reason", "shock", "passphrase", PASSPHRASE, NULL);
  crf_test_refused (life->investigator, "code-wrong", "break-code", subject_of (life, 0), "code", other, "reason", "shock", "passphrase", PASSPHRASE, NULL);
  mistyped[0] = mistyped[0] == 'A' ? 'B' : 'A';
  crf_test_refused (life->investigator, "code-wrong", "break-code", subject_of (life, 0), "code", mistyped, "reason", "shock", "passphrase", PASSPHRASE,
                    NULL);
  crf_test_refused (life->investigator, "passphrase-wrong", "break-code", subject_of (life, 0), "code", code, "reason", "shock", "passphrase", "no", NULL);
  crf_test_refused (life->investigator, "argument-missing", "break-code", subject_of (life, 0), "code", code, "passphrase", PASSPHRASE, NULL);
  assert_blinded (life->investigator, subject_of (life, 0));
  outcome = crf_test_do (life->investigator, "break-code", subject_of (life, 0), "code", code, "reason", "anaphylactic shock", "passphrase", PASSPHRASE, NULL);
  arm = arm_seen_by (life->investigator, subject_of (life, 0));
  g_assert_cmpstr (arm, ==, g_hash_table_lookup (outcome->results, "arm"));
  g_assert_cmpstr (arm, ==, "Umbilical cord cells with conventional treatment");
  assert_blinded (life->investigator, subject_of (life, 1));
  assert_blinded (life->nurse, subject_of (life, 0));
  patient = crf_reader_patient (life->investigator, subject_of (life, 0), NULL);
  g_assert_nonnull (strstr (patient->code_broken, "wang"));
  ward = crf_reader_patient (life->nurse, subject_of (life, 0), NULL);
  g_assert_null (ward->code_broken);
  g_assert_cmpstr (ward->envelope, ==, "1");
  /* Journalled for all: who, why, not what. */
  trail = blind_dump (life->nurse);
  *strstr (trail, "search saline") = '\0';
  g_assert_nonnull (strstr (trail, "anaphylactic shock"));
  g_assert_null (strstr (trail, "Umbilical cord cells with"));
  g_assert_null (strstr (trail, "ARM."));
  blind_life_free (life);
}

/* What the account holds after one break opens no second patient, nor lots and doses of the first. */
static void
test_breaker_stays_blinded_else (void)
{
  BlindLife *life = begin ();
  g_autofree char *code = code_of (life, 1), *number = blind_life_prepare (life, subject_of (life, 0)), *trail = NULL;

  done (life->investigator, "break-code", subject_of (life, 0), "code", code, "reason", "shock", "passphrase", PASSPHRASE, NULL);
  g_assert_false (crf_session_may_know_arms (life->investigator));
  crf_test_refused (life->investigator, "may-not-know", "plan-infusion", subject_of (life, 0), "weight", "62", "weight-date", "2026-03-02 07:30", "lot",
                    "L-0231", "duration", "50", NULL);
  trail = blind_dump (life->investigator);
  *strstr (trail, "search saline") = '\0';
  g_assert_null (strstr (trail, "L-0231"));
  g_assert_nonnull (strstr (trail, "|blinded|"));
  blind_life_free (life);
}

static void
test_key_holder_discloses_to_one_person (void)
{
  static const char *const blinded[] = { "li", "manager", "monitor", "statistician" };
  BlindLife *life = begin ();
  g_autofree char *arm = NULL;

  crf_test_refused (life->investigator, "not-permitted", "disclose-arm", subject_of (life, 1), "login", "wang", "reason", "shock", "passphrase", PASSPHRASE,
                    NULL);
  /* The ward, who assesses and who analyses stay blinded. */
  for (guint i = 0; i < G_N_ELEMENTS (blinded); i++)
    crf_test_refused (life->pharmacist, "stays-blinded", "disclose-arm", subject_of (life, 1), "login", blinded[i], "reason", "shock", "passphrase", PASSPHRASE,
                      NULL);
  assert_blinded (life->nurse, subject_of (life, 1));
  done (life->pharmacist, "disclose-arm", subject_of (life, 1), "login", "wang", "reason", "envelope is out of reach", "passphrase", PASSPHRASE, NULL);
  arm = arm_seen_by (life->investigator, subject_of (life, 1));
  g_assert_cmpstr (arm, ==, "Saline with conventional treatment");
  assert_blinded (life->investigator, subject_of (life, 0));
  assert_blinded (life->nurse, subject_of (life, 1));
  blind_life_free (life);
}

/* Why the first code break happened, as @session reads it. Free it. */
static char *
reason_of_break (CrfSession *session)
{
  g_autoptr (GPtrArray) deviations = crf_reader_deviations (session, NULL, NULL);

  for (guint i = 0; i < deviations->len; i++)
    if (strcmp (((const CrfDeviation *) g_ptr_array_index (deviations, i))->kind, "code-break") == 0)
      return g_strdup (((const CrfDeviation *) g_ptr_array_index (deviations, i))->reason);
  g_assert_not_reached ();
}

/* Who holds the key knows what she writes about; that the code was broken, for whom and when, is known to all. */
static void
test_words_of_the_key_holder_are_sealed (void)
{
  BlindLife *life = begin ();
  g_autofree char *ward = NULL, *pharmacy = NULL, *trail = NULL;

  done (life->pharmacist, "disclose-arm", subject_of (life, 1), "login", "wang", "reason", "fever after saline only", "passphrase", PASSPHRASE, NULL);
  ward = reason_of_break (life->nurse);
  pharmacy = reason_of_break (life->pharmacist);
  trail = blind_dump (life->nurse);
  g_assert_cmpstr (ward, ==, "Sealed: only who may know the arms reads it.");
  g_assert_cmpstr (pharmacy, ==, "fever after saline only");
  g_assert_null (strstr (trail, "saline only"));
  g_assert_nonnull (strstr (trail, "was broken for wang"));
  blind_life_free (life);
}

/* Sponsor, monitor and ethics committee read why, and stay blinded. */
static void
test_reason_of_an_emergency_is_read_by_all (void)
{
  BlindLife *life = begin ();
  g_autofree char *code = code_of (life, 1), *ward = NULL;

  done (life->investigator, "break-code", subject_of (life, 0), "code", code, "reason", "anaphylactic shock", "passphrase", PASSPHRASE, NULL);
  ward = reason_of_break (life->nurse);
  g_assert_cmpstr (ward, ==, "anaphylactic shock");
  blind_life_free (life);
}

/* An emergency comes when it comes: also after the database was locked. */
static void
test_no_lock_stops_an_emergency (void)
{
  BlindLife *life = begin ();
  g_autofree char *arm = NULL;

  blind_lock_study (life);
  done (life->pharmacist, "disclose-arm", subject_of (life, 1), "login", "wang", "reason", "sepsis", "passphrase", PASSPHRASE, NULL);
  arm = arm_seen_by (life->investigator, subject_of (life, 1));
  g_assert_cmpstr (arm, ==, "Saline with conventional treatment");
  blind_life_free (life);
}

static void
test_envelopes_are_the_pharmacys (void)
{
  BlindLife *life = begin ();
  g_autofree char *opened = NULL;
  CrfRefusal *refusal = NULL;

  g_assert_null (crf_envelopes_open (life->investigator, &refusal, NULL));
  g_assert_cmpstr (refusal->code, ==, "not-permitted");
  g_clear_pointer (&refusal, crf_refusal_free);
  opened = code_of (life, 21);
  g_assert_cmpuint (strlen (opened), ==, 71);
  blind_life_free (life);
}

static gboolean
take_failure (const CrfJournalRecord *record,
              gpointer detail)
{
  if (strcmp (record->columns[CRF_COL_ACTION], "code.failed") == 0)
    *(char **) detail = g_strdup_printf ("%s %s %s", record->columns[CRF_COL_USER], record->columns[CRF_COL_REASON], record->columns[CRF_COL_DETAIL]);
  return TRUE;
}

/* Only who has opened an envelope has its code: whatever was refused, this one is open. ICH E6 5.13.4, 21 CFR 11.10 (e). */
static void
test_another_envelope_is_told (void)
{
  BlindLife *life = begin ();
  CrfStudyFile *file = crf_session_get_file (life->admin);
  g_autofree char *own = code_of (life, 1), *other = code_of (life, 2), *free_one = code_of (life, 20), *failed = NULL;
  g_autoptr (GPtrArray) deviations = NULL, tasks = NULL;
  guint told = 0, today = 0;

  crf_test_refused (life->investigator, "code-wrong", "break-code", subject_of (life, 0), "code", "ABCDEFGH", "reason", "shock", "passphrase", PASSPHRASE, NULL);
  crf_records_journal (file, NULL, NULL, 0, FALSE, take_failure, &failed, NULL);
  g_assert_null (failed);
  crf_test_refused (life->investigator, "code-wrong", "break-code", subject_of (life, 0), "code", other, "reason", "shock", "passphrase", PASSPHRASE, NULL);
  crf_records_journal (file, NULL, NULL, 0, FALSE, take_failure, &failed, NULL);
  g_assert_cmpstr (failed, ==, "wang shock {\"list\":\"1\",\"number\":\"2\"}");
  crf_test_refused (life->investigator, "code-wrong", "break-code", subject_of (life, 0), "code", free_one, "reason", "shock", "passphrase", PASSPHRASE, NULL);
  assert_blinded (life->investigator, subject_of (life, 0));
  assert_blinded (life->investigator, subject_of (life, 1));
  deviations = crf_reader_deviations (life->investigator, NULL, NULL);
  tasks = crf_reader_tasks (life->investigator, NULL);
  for (guint i = 0; i < deviations->len; i++)
    {
      const CrfDeviation *deviation = g_ptr_array_index (deviations, i);

      if (g_strcmp0 (deviation->kind, "code-break") != 0)
        continue;
      told++;
      if (deviation->subject != NULL)
        g_assert_cmpstr (deviation->subject_number, ==, subject_of (life, 1));
      for (guint j = 0; j < tasks->len; j++)
        {
          const CrfTask *task = g_ptr_array_index (tasks, j);

          today += task->mine && g_strcmp0 (task->what, deviation->text) == 0;
        }
    }
  g_assert_cmpuint (told, ==, 2);
  g_assert_cmpuint (today, ==, 2);
  /* Her own envelope, with a passphrase that was mistyped, is nobody else's. */
  crf_test_refused (life->investigator, "passphrase-wrong", "break-code", subject_of (life, 0), "code", own, "reason", "shock", "passphrase", "no", NULL);
  blind_life_free (life);
}

/* An emergency does not ask whether the study is locked. */
static void
test_code_is_broken_on_a_locked_study (void)
{
  BlindLife *life = begin ();
  g_autofree char *code = code_of (life, 1), *arm = NULL;

  blind_lock_study (life);
  done (life->investigator, "break-code", subject_of (life, 0), "code", code, "reason", "sepsis", "passphrase", PASSPHRASE, NULL);
  arm = arm_seen_by (life->investigator, subject_of (life, 0));
  g_assert_cmpstr (arm, ==, "Umbilical cord cells with conventional treatment");
  blind_life_free (life);
}

static void
test_trial_is_unblinded_by_two_on_a_locked_file (void)
{
  BlindLife *life = begin ();
  CrfSession *statistician = blind_life_sign_in (life, "statistician"), *manager = blind_life_sign_in (life, "manager");
  g_autofree char *arm = NULL;

  crf_test_refused (life->pharmacist, "same-person", "share-trial-key", NULL, "first", "manager", "second", "manager", NULL);
  /* A share is given to nobody who could not use it. */
  crf_test_refused (life->pharmacist, "first", "share-trial-key", NULL, "first", "monitor", "second", "manager", NULL);
  done (life->admin, "disable-user", NULL, "login", "manager", NULL);
  crf_test_refused (life->pharmacist, "second", "share-trial-key", NULL, "first", "statistician", "second", "manager", NULL);
  done (life->admin, "enable-user", NULL, "login", "manager", NULL);
  done (life->pharmacist, "share-trial-key", NULL, "first", "statistician", "second", "manager", NULL);
  crf_test_refused (statistician, "not-locked", "unblind-trial", NULL, "passphrase", PASSPHRASE, "second", "manager", "second-passphrase", PASSPHRASE, NULL);
  assert_blinded (statistician, subject_of (life, 0));
  blind_lock_study (life);
  crf_test_refused (statistician, "same-person", "unblind-trial", NULL, "passphrase", PASSPHRASE, "second", "statistician", "second-passphrase", PASSPHRASE,
                    NULL);
  crf_test_refused (statistician, "passphrase-wrong", "unblind-trial", NULL, "passphrase", PASSPHRASE, "second", "manager", "second-passphrase", "no", NULL);
  crf_test_refused (statistician, "second", "unblind-trial", NULL, "passphrase", PASSPHRASE, "second", "monitor", "second-passphrase", PASSPHRASE, NULL);
  crf_test_refused (statistician, "key-missing", "unblind-trial", NULL, "passphrase", PASSPHRASE, "second", "wang", "second-passphrase", PASSPHRASE, NULL);
  assert_blinded (statistician, subject_of (life, 0));
  done (statistician, "unblind-trial", NULL, "passphrase", PASSPHRASE, "second", "manager", "second-passphrase", PASSPHRASE, NULL);
  arm = arm_seen_by (statistician, subject_of (life, 0));
  g_assert_cmpstr (arm, ==, "Umbilical cord cells with conventional treatment");
  assert_blinded (life->nurse, subject_of (life, 0));
  crf_session_close (manager);
  crf_session_close (statistician);
  blind_life_free (life);
}

/* Who has put the key together knows the arms for the analysis of what is locked. Opened again, the file takes no arms with it, and the log keeps
 * that it was opened (ICH E9 5.2: decisions about data come before the blind ends). */
static void
test_unlocking_after_the_end_of_the_blind (void)
{
  BlindLife *life = begin ();
  CrfSession *statistician = blind_life_sign_in (life, "statistician"), *manager = blind_life_sign_in (life, "manager"), *principal;
  g_autofree char *arm = NULL, *again = NULL;
  g_autoptr (GPtrArray) before = crf_reader_deviations (life->nurse, NULL, NULL), after = NULL;
  const CrfDeviation *deviation = NULL;

  done (life->admin, "add-user", NULL, "login", "zhou", "name", "Zhou Min", "roles", "principal-investigator", "new-passphrase", PASSPHRASE, NULL);
  principal = blind_life_sign_in (life, "zhou");
  done (life->pharmacist, "share-trial-key", NULL, "first", "statistician", "second", "manager", NULL);
  blind_lock_study (life);
  done (statistician, "unblind-trial", NULL, "passphrase", PASSPHRASE, "second", "manager", "second-passphrase", PASSPHRASE, NULL);
  done (statistician, "sign-unlock", NULL, "reason", "a late report", "passphrase", PASSPHRASE, NULL);
  crf_test_refused (manager, "principal-needed", "sign-unlock", NULL, "reason", "a late report", "passphrase", PASSPHRASE, NULL);
  arm = arm_seen_by (statistician, subject_of (life, 0));
  g_assert_cmpstr (arm, ==, "Umbilical cord cells with conventional treatment");
  done (principal, "sign-unlock", NULL, "reason", "a late report", "passphrase", PASSPHRASE, NULL);
  assert_blinded (statistician, subject_of (life, 0));
  assert_blinded (manager, subject_of (life, 0));
  after = crf_reader_deviations (life->nurse, NULL, NULL);
  g_assert_cmpuint (after->len, ==, before->len + 1);
  for (guint i = 0; i < after->len; i++)
    if (g_str_equal (((const CrfDeviation *) g_ptr_array_index (after, i))->kind, "unlocked-after-unblinding"))
      deviation = g_ptr_array_index (after, i);
  g_assert_nonnull (deviation);
  g_assert_nonnull (strstr (deviation->text, "statistician and zhou signed"));
  g_assert_cmpstr (deviation->class_, ==, "major");
  blind_lock_study (life);
  again = arm_seen_by (statistician, subject_of (life, 0));
  g_assert_cmpstr (again, ==, arm);
  crf_session_close (principal);
  crf_session_close (manager);
  crf_session_close (statistician);
  blind_life_free (life);
}

int
main (int argc,
      char **argv)
{
  blind_random_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/code-break/a code is read back from paper as people type it", test_code_survives_paper);
  g_test_add_func ("/code-break/a mistyped group is named", test_mistyped_group_is_named);
  g_test_add_func ("/code-break/exchanged groups are found", test_exchanged_groups_are_found);
  g_test_add_func ("/code-break/an envelope opens one patient to one person", test_envelope_opens_one_patient_alone);
  g_test_add_func ("/code-break/who broke one code stays blinded else", test_breaker_stays_blinded_else);
  g_test_add_func ("/code-break/a key holder discloses one arm to one person", test_key_holder_discloses_to_one_person);
  g_test_add_func ("/code-break/the words of a key holder are sealed", test_words_of_the_key_holder_are_sealed);
  g_test_add_func ("/code-break/why an envelope was opened is read by all", test_reason_of_an_emergency_is_read_by_all);
  g_test_add_func ("/code-break/envelopes are opened by who may know", test_envelopes_are_the_pharmacys);
  g_test_add_func ("/code-break/no lock stops an emergency", test_no_lock_stops_an_emergency);
  g_test_add_func ("/code-break/the code of another envelope is told, and that it is open", test_another_envelope_is_told);
  g_test_add_func ("/code-break/a code is broken on a locked study too", test_code_is_broken_on_a_locked_study);
  g_test_add_func ("/code-break/the trial is unblinded by two people on a locked file", test_trial_is_unblinded_by_two_on_a_locked_file);
  g_test_add_func ("/code-break/unlocking after the end of the blind takes the principal investigator and hides the arms",
                   test_unlocking_after_the_end_of_the_blind);
  return g_test_run ();
}
