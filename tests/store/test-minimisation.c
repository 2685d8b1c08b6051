/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Minimisation, lists made elsewhere, slots of workstations, and making lists again. */

#include <sodium.h>
#include <string.h>

#include "crf-allocation-make-private.h"
#include "crf-keyring-private.h"
#include "store-fixture.h"

#define add(path, test) g_test_add ("/store/minimisation/" path, Fixture, NULL, set_up, test, fixture_tear_down)

static const char *const two_arms[] = { "ARM.LOW", "ARM.HIGH", NULL };
static const int equal[] = { 1, 1, 1 };
static const int five_to_two[] = { 5, 2 };
static const double even[] = { 1, 1 };
static const double uneven[] = { 2, 1, 0.5 };
static const guchar counting[32] = { 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                     16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31 };

/* Patients in order and the arms they get, imbalance at the end for one more patient: computed in exact fractions, with a ChaCha20 written from RFC
 * 8439, by a Python program that shares no line with the one tested. */
static const struct
{
  const int *ratios;
  const double *weights;
  int n_arms, n_factors;
  gboolean variance;
  double probability;
  const char *strata, *arms, *next;
  double imbalance[3];
} trials[] = {
  { equal, even, 2, 2, FALSE, 0.8,
    "F|C F|B F|B M|B M|A F|B F|B M|C F|C M|B F|C F|B F|A F|C F|B F|B F|C F|B M|C F|B F|C F|B M|A M|C F|A M|A M|C M|C F|B M|C M|C M|C F|B F|C M|B "
    "F|B M|A M|C F|A M|B",
    "0010110010111000101010011011100101110001", "F|A", { 2, 2, 0 } },
  { equal, uneven, 3, 3, TRUE, 0.7,
    "M|A|Y F|B|Z M|A|X F|A|X F|B|Z M|B|Y M|A|Y F|A|Y F|B|Y F|B|Y M|B|Y F|B|Y F|A|Z F|A|X M|A|Z F|A|X M|A|Y F|B|X F|B|Y F|A|X M|A|Z M|B|Y M|B|Y "
    "F|A|Y M|B|Y F|B|X M|A|Z M|A|X F|B|X F|A|Y M|A|Z M|A|Z F|B|Z M|B|X M|A|X F|B|X F|B|Y F|B|Z M|A|X F|A|Z M|A|Z F|B|X M|A|X M|A|Y F|B|Y",
    "102120002011212021201002101211200202211012201", "F|A|X", { 7.0 / 6, 5.0 / 3, 13.0 / 6 } },
  { five_to_two, even, 2, 1, FALSE, 0.9,
    "M F M M M F F F M F M M F M F M M M F F F F F F F F M M M M M M F M F M F F M F M F",
    "001001000010100010001001000100100010001100", "F", { 0.2, 0.5, 0 } },
};

static CrfMinimisationPlan
plan_of (guint i)
{
  static const char *const names[2][4] = { { "A", "B", NULL, NULL }, { "A", "B", "C", NULL } };

  return (CrfMinimisationPlan){ .arms = names[trials[i].n_arms - 2], .ratios = trials[i].ratios, .n_factors = trials[i].n_factors,
                                .weights = trials[i].weights, .probability = trials[i].probability, .variance = trials[i].variance };
}

static void
test_reference (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (trials); i++)
    {
      CrfMinimisationPlan plan = plan_of (i);
      g_autoptr (GArray) history = crf_minimised_new ();
      g_auto (GStrv) strata = g_strsplit (trials[i].strata, " ", -1);
      double imbalance[3] = { 0 };

      g_assert_cmpuint (g_strv_length (strata), ==, strlen (trials[i].arms));
      for (guint n = 0; strata[n] != NULL; n++)
        {
          CrfMinimised next = { g_strdup (strata[n]), crf_minimisation_choose (&plan, history, strata[n], counting, n + 1) };

          g_assert_cmpint (next.arm, ==, trials[i].arms[n] - '0');
          g_array_append_val (history, next);
        }
      crf_minimisation_imbalance (&plan, history, trials[i].next, imbalance);
      for (int arm = 0; arm < trials[i].n_arms; arm++)
        g_assert_cmpfloat_with_epsilon (imbalance[arm], trials[i].imbalance[arm], 1e-9);
    }
}

/* Han 2009: whoever is preferred in proportion to the ratio, all arms come out in the ratio. */
static void
test_chances (void)
{
  CrfMinimisationPlan plan = plan_of (2);
  double sums[2] = { 0, 0 };

  for (int best = 0; best < 2; best++)
    {
      double chances[2];

      crf_minimisation_chances (&plan, best, chances);
      g_assert_cmpfloat_with_epsilon (chances[0] + chances[1], 1, 1e-12);
      for (int arm = 0; arm < 2; arm++)
        sums[arm] += chances[arm] * five_to_two[best] / 7.0;
      /* The smaller arm is taken with the protocol's own chance when it balances best. */
      if (best == 1)
        g_assert_cmpfloat_with_epsilon (chances[1], 0.9, 1e-12);
    }
  g_assert_cmpfloat_with_epsilon (sums[0], 5 / 7.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (sums[1], 2 / 7.0, 1e-12);
}

/* With chance 1 and one factor, two equal arms never part by more than one patient of a level. */
static void
test_certain (void)
{
  static const double weight[] = { 1 };
  CrfMinimisationPlan plan = { .arms = two_arms, .ratios = equal, .n_factors = 1, .weights = weight, .probability = 1 };
  g_autoptr (GArray) history = crf_minimised_new ();
  int difference[2] = { 0, 0 };

  for (guint n = 0; n < 200; n++)
    {
      int level = g_test_rand_int_range (0, 2);
      CrfMinimised next = { g_strdup (level == 0 ? "F" : "M"), 0 };

      next.arm = crf_minimisation_choose (&plan, history, next.stratum, counting, n + 1);
      difference[level] += next.arm == 0 ? 1 : -1;
      g_array_append_val (history, next);
      g_assert_cmpint (ABS (difference[level]), <=, 1);
    }
}

/* ── In a file. li is blinded, wang holds the allocation key. ── */

static void
set_up (Fixture *self, gconstpointer data)
{
  const char *const unblinded[] = { "wang", NULL };
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn;

  fixture_set_up (self, data);
  txn = fixture_begin (self);
  crf_keys_add_account (txn, "li", NULL, "li's", &error);
  crf_keys_add_account (txn, "wang", NULL, "wang's", &error);
  crf_keys_add_role_key (txn, CRF_ROLE_KEY_ALLOCATION, unblinded, NULL, &error);
  g_assert_no_error (error);
  fixture_commit (txn);
}

static CrfKeyring *
unlock (Fixture *self, const char *login)
{
  g_autofree char *passphrase = g_strdup_printf ("%s's", login);
  CrfKeyring *keyring = crf_keyring_unlock (self->file, login, passphrase, NULL);

  g_assert_nonnull (keyring);
  return keyring;
}

/* The only list; its faults joined. Free it. */
static char *
replay (Fixture *self, CrfKeyring *keyring, guint which, int *slots, int *drawn)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) replays = crf_allocation_replay (self->file, keyring, NULL, NULL, &error);
  g_autoptr (GString) text = g_string_new (NULL);
  const CrfReplay *found;

  g_assert_no_error (error);
  g_assert_cmpuint (replays->len, >, which);
  found = g_ptr_array_index (replays, which);
  for (guint i = 0; i < found->faults->len; i++)
    g_string_append_printf (text, "%s\n", (char *) g_ptr_array_index (found->faults, i));
  *slots = found->slots;
  *drawn = found->drawn;
  return g_strdup (text->str);
}

static void
draw (Fixture *self, const char *number, const char *stratum)
{
  g_autofree char *key = fixture_enter_patient (self, number, "61.2");
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (self);

  crf_allocation_draw (txn, key, stratum, NULL, &error);
  g_assert_no_error (error);
  fixture_commit (txn);
}

static CrfAllocationPlan
blocks (void)
{
  static const char *const strata[] = { "F", "M", NULL };
  static const int sizes[] = { 2, 4 };

  return (CrfAllocationPlan){ .arms = two_arms, .ratios = equal, .block_sizes = sizes, .n_block_sizes = 2, .strata = strata, .slots = 8 };
}

static void
generate (Fixture *self, const CrfAllocationPlan *plan)
{
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (self);

  crf_allocation_generate (txn, plan, &error);
  g_assert_no_error (error);
  fixture_commit (txn);
}

static void
test_minimise (Fixture *self, gconstpointer data)
{
  static const double weight[] = { 1, 0.5 };
  CrfMinimisationPlan plan = { .arms = two_arms, .ratios = equal, .n_factors = 2, .weights = weight, .probability = 0.8 };
  g_autoptr (CrfKeyring) li = unlock (self, "li");
  g_autoptr (CrfKeyring) wang = unlock (self, "wang");
  g_autofree char *faults = NULL;
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (self);
  int slots, drawn;

  g_assert_false (crf_allocation_has_minimisation (self->file, &plan));
  crf_allocation_begin_minimisation (txn, &plan, NULL, &error);
  g_assert_no_error (error);
  fixture_commit (txn);
  g_assert_true (crf_allocation_has_minimisation (self->file, &plan));
  for (int i = 0; i < 12; i++)
    {
      g_autofree char *number = g_strdup_printf ("S-%03d", i);
      g_autofree char *key = fixture_enter_patient (self, number, "61.2");
      g_autofree char *allocation = NULL;
      g_autofree char *arm = NULL;

      txn = fixture_begin (self);
      if (i == 5)
        {
          /* Who may not know the arms cannot balance them. */
          g_assert_false (crf_allocation_minimise (txn, li, &plan, key, "F|X", NULL, &error));
          g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY);
          g_clear_error (&error);
          crf_transaction_free (txn);
          continue;
        }
      crf_allocation_minimise (txn, wang, &plan, key, i % 3 == 0 ? "F|X" : "M|X", &allocation, &error);
      g_assert_no_error (error);
      fixture_commit (txn);
      arm = crf_allocation_open (self->file, wang, key, &error);
      g_assert_no_error (error);
      g_assert_true (g_strv_contains (two_arms, arm));
    }
  faults = replay (self, wang, 0, &slots, &drawn);
  g_assert_cmpstr (faults, ==, "");
  g_assert_cmpint (slots, ==, 11);
  g_assert_cmpint (drawn, ==, 11);
  fixture_assert_verifies (self);
}

static void
test_replay (Fixture *self, gconstpointer data)
{
  CrfAllocationPlan plan = blocks ();
  g_autoptr (CrfKeyring) li = unlock (self, "li");
  g_autoptr (CrfKeyring) wang = unlock (self, "wang");
  g_autofree char *faults = NULL, *later = NULL;
  g_autoptr (GError) error = NULL;
  int slots, drawn;

  generate (self, &plan);
  draw (self, "S-001", "F");
  draw (self, "S-002", "M");
  draw (self, "S-003", "F");
  faults = replay (self, wang, 0, &slots, &drawn);
  g_assert_cmpstr (faults, ==, "");
  g_assert_cmpint (slots, ==, crf_allocation_count (self->file));
  g_assert_cmpint (drawn, ==, 3);
  g_assert_null (crf_allocation_replay (self->file, li, NULL, NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY);

  /* A second list of its own seed; the first stays as it was. */
  generate (self, &plan);
  later = replay (self, wang, 0, &slots, &drawn);
  g_assert_cmpstr (later, ==, "");
  g_assert_cmpint (drawn, ==, 3);
  g_free (later);
  later = replay (self, wang, 1, &slots, &drawn);
  g_assert_cmpstr (later, ==, "");
  g_assert_cmpint (drawn, ==, 0);
}

/* Somebody who holds the keys of the file writes a list whose arms are not those of its seed: the journal is in order, the replay is not. */
static void
test_lies (Fixture *self, gconstpointer data)
{
  static const char *const secret = "{\"seed\":\"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\",\"arms\":[\"ARM.LOW\",\"ARM.HIGH\"],"
                                    "\"ratios\":[1,1],\"block_sizes\":[2,4],\"strata\":[\"\"],\"slots\":8}";
  static const char *const none[] = { "", NULL };
  CrfAllocationPlan plan = blocks ();
  g_autoptr (CrfKeyring) wang = unlock (self, "wang");
  g_autoptr (GArray) sequence = NULL;
  g_autofree char *faults = NULL, *again = NULL;
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (self);
  g_autofree char *list = crf_transaction_new_key (txn);
  char commitment[65];
  guchar allocation[32];
  CrfNewList made = { list, secret, commitment, "{}", allocation };
  int slots, drawn;

  plan.strata = none;
  sequence = crf_allocation_sequence (&plan, counting, 0, &error);
  g_assert_no_error (error);
  memcpy (allocation, ((CrfRoleSecret *) g_ptr_array_index (wang->roles, 0))->public_key, sizeof allocation);
  _crf_seed_commitment (counting, commitment);
  g_assert_true (_crf_list_append (txn, &made, &error));
  for (guint i = 0; i < sequence->len; i++)
    {
      int arm = g_array_index (sequence, int, i);
      CrfNewSlot slot = { .list = list, .number = i + 1, .stratum = "", .arm = two_arms[i == 2 ? 1 - arm : arm], .allocation = allocation };

      g_assert_true (_crf_slot_append (txn, &slot, &error));
    }
  fixture_commit (txn);
  fixture_assert_verifies (self);
  faults = replay (self, wang, 0, &slots, &drawn);
  g_assert_nonnull (strstr (faults, "Slot 3 is not what the seed gives"));
  g_assert_null (strstr (faults, "Slot 4"));

  /* Another seed than the one that was published. */
  txn = fixture_begin (self);
  g_free (list);
  made.list = list = crf_transaction_new_key (txn);
  commitment[0] = commitment[0] == '0' ? '1' : '0';
  g_assert_true (_crf_list_append (txn, &made, &error));
  fixture_commit (txn);
  again = replay (self, wang, 1, &slots, &drawn);
  g_assert_nonnull (strstr (again, "SHA-256"));
}

/* A slot that was passed over is found. */
static void
test_passed_over (Fixture *self, gconstpointer data)
{
  CrfAllocationPlan plan = blocks ();
  g_autoptr (CrfKeyring) wang = unlock (self, "wang");
  g_autofree char *key = NULL, *faults = NULL, *list = NULL, *detail = NULL;
  CrfEntry drawn = { .action = CRF_ACTION_SLOT_DRAW };
  g_autoptr (GPtrArray) replays = NULL;
  CrfTransaction *txn;
  int slots, n;

  generate (self, &plan);
  replays = crf_allocation_replay (self->file, wang, NULL, NULL, NULL);
  list = g_strdup (((CrfReplay *) g_ptr_array_index (replays, 0))->list);
  key = fixture_enter_patient (self, "S-001", "61.2");
  detail = g_strdup_printf ("{\"list\":\"%s\",\"number\":2,\"stratum\":\"F\",\"allocation\":\"R-001\"}", list);
  drawn.subject = key;
  drawn.detail = detail;
  txn = fixture_begin (self);
  fixture_append (txn, &drawn);
  fixture_commit (txn);
  faults = replay (self, wang, 0, &slots, &n);
  g_assert_nonnull (strstr (faults, "Slot 2 was drawn before slot 1"));
}

static void
test_stations (Fixture *self, gconstpointer data)
{
  const char *here = crf_study_file_get_workstation (self->file);
  const char *const stations[] = { here, "ABCDEFGH", NULL };
  CrfAllocationPlan plan = blocks ();
  g_autoptr (CrfKeyring) wang = unlock (self, "wang");
  g_autoptr (GPtrArray) counts = NULL;
  g_autofree char *faults = NULL, *key = NULL;
  g_autoptr (GError) error = NULL;
  CrfSubjectRecord *first;
  CrfTransaction *txn;
  int slots, drawn, mine;

  plan.stations = stations;
  generate (self, &plan);
  counts = crf_allocation_counts (self->file, NULL);
  g_assert_cmpuint (counts->len, ==, 4);
  mine = crf_allocation_count_free_here (self->file, "F");
  g_assert_cmpint (mine, >=, 8);
  g_assert_cmpint (crf_allocation_count_free (self->file, "F"), >, mine);
  for (int i = 0; i < mine; i++)
    {
      g_autofree char *number = g_strdup_printf ("S-%03d", i);

      draw (self, number, "F");
    }
  g_assert_cmpint (crf_allocation_count_free_here (self->file, "F"), ==, 0);
  /* The other workstation's slots are not taken. */
  key = fixture_enter_patient (self, "S-099", "1");
  txn = fixture_begin (self);
  g_assert_false (crf_allocation_draw (txn, key, "F", NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT);
  crf_transaction_free (txn);
  /* The number names the workstation, so that the other's first is another one. */
  first = crf_records_find_subject (self->file, "S-000", NULL);
  g_assert_true (g_str_has_prefix (first->allocation_number, "R-"));
  g_assert_cmpint (strncmp (first->allocation_number + 2, here, 4), ==, 0);
  crf_subject_record_free (first);
  faults = replay (self, wang, 0, &slots, &drawn);
  g_assert_cmpstr (faults, ==, "");
  fixture_assert_verifies (self);
}

static void
test_upload (Fixture *self, gconstpointer data)
{
  static const CrfUploadedSlot lines[] = { { "1007", "F", NULL, "ARM.HIGH" }, { "1003", "M", NULL, "ARM.LOW" }, { "1001", "F", NULL, "ARM.LOW" } };
  static const char *const sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  g_autoptr (GPtrArray) slots = g_ptr_array_new ();
  g_autoptr (CrfKeyring) wang = unlock (self, "wang");
  g_autoptr (GPtrArray) replays = NULL, wrong = NULL;
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (self);
  CrfSubjectRecord *second;
  g_autofree char *arm = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    g_ptr_array_add (slots, (gpointer) &lines[i]);
  crf_allocation_upload (txn, slots, sha256, &error);
  g_assert_no_error (error);
  fixture_commit (txn);
  draw (self, "S-001", "F");
  draw (self, "S-002", "F");
  /* The list's own order and numbers. */
  second = crf_records_find_subject (self->file, "1001", NULL);
  g_assert_cmpstr (second->number, ==, "S-002");
  arm = crf_allocation_open (self->file, wang, second->key, NULL);
  g_assert_cmpstr (arm, ==, "ARM.LOW");
  crf_subject_record_free (second);
  replays = crf_allocation_replay (self->file, wang, slots, sha256, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (((CrfReplay *) g_ptr_array_index (replays, 0))->faults->len, ==, 0);
  /* The bare hash of a short list could be guessed from. */
  g_assert_cmpstr (((CrfReplay *) g_ptr_array_index (replays, 0))->commitment, !=, sha256);
  g_ptr_array_index (slots, 1) = (gpointer) &lines[0];
  wrong = crf_allocation_replay (self->file, wang, slots, sha256, &error);
  g_assert_cmpuint (((CrfReplay *) g_ptr_array_index (wrong, 0))->faults->len, >, 0);
  fixture_assert_verifies (self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/store/minimisation/whole-trials-agree-with-an-independent-program", test_reference);
  g_test_add_func ("/store/minimisation/chances-keep-an-unequal-ratio", test_chances);
  g_test_add_func ("/store/minimisation/a-certain-coin-keeps-a-level-within-one", test_certain);
  add ("an-unblinded-account-minimises-and-the-draws-can-be-followed", test_minimise);
  add ("a-key-holder-makes-the-list-again", test_replay);
  add ("a-list-that-is-not-its-seeds-is-found-out", test_lies);
  add ("a-slot-that-was-passed-over-is-found", test_passed_over);
  add ("each-workstation-draws-its-own-slots", test_stations);
  add ("an-uploaded-list-is-drawn-in-its-order-with-its-numbers", test_upload);
  return g_test_run ();
}
