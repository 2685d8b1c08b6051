/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sealed allocation list, and the cell lots. */

#define _GNU_SOURCE

#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#include "store-fixture.h"

#define add(path, test)                                                                            \
  g_test_add ("/store/allocation/" path, Fixture, NULL, set_up, test, fixture_tear_down)

static const char *const two_arms[] = { "ARM.LOW", "ARM.HIGH", NULL };
static const char *const no_strata[] = { "", NULL };
static const int equal[] = { 1, 1 };
static const int sizes[] = { 4, 6 };

static CrfAllocationPlan
plan_two_arms (void)
{
  return (CrfAllocationPlan){ .arms = two_arms,
                              .ratios = equal,
                              .block_sizes = sizes,
                              .n_block_sizes = 2,
                              .strata = no_strata,
                              .slots = 22 };
}

/* li is blinded, wang holds the allocation key. */
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

static void
generate (Fixture *self, const CrfAllocationPlan *plan)
{
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (self);

  crf_allocation_generate (txn, plan, &error);
  g_assert_no_error (error);
  fixture_commit (txn);
}

/* Expected sequences: computed from the description in crf-allocation-sequence.c by a program in
 * Python whose ChaCha20 reproduces RFC 8439, 2.3.2. */
static void
test_vectors (void)
{
  static const int ratio_5_2[] = { 5, 2 };
  static const int seven[] = { 7 };
  static const int ratio_1_2_3[] = { 1, 2, 3 };
  static const int six_twelve[] = { 6, 12 };
  static const char *const three_arms[] = { "A", "B", "C", NULL };
  const struct
  {
    int fill; /* of the seed; −1: 0, 1, 2 … 31 */
    int stratum;
    CrfAllocationPlan plan;
    const char *expected;
  } cases[] = {
    { -1, 0, plan_two_arms (), "011001011010101001101010" },
    { -1, 1, plan_two_arms (), "10010011101010111000000111" },
    { 0,
      0,
      { .arms = two_arms,
        .ratios = ratio_5_2,
        .block_sizes = seven,
        .n_block_sizes = 1,
        .slots = 70 },
      "0100001100001000100010010001000100100010100100100001010000010100011000" },
    { 255,
      3,
      { .arms = three_arms,
        .ratios = ratio_1_2_3,
        .block_sizes = six_twelve,
        .n_block_sizes = 2,
        .slots = 60 },
      "122012012102122122102112022212220112221102121202221121022012" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) sequence = NULL;
      g_autoptr (GString) found = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      guchar seed[32];

      for (int j = 0; j < 32; j++)
        seed[j] = (guchar) (cases[i].fill < 0 ? j : cases[i].fill);
      sequence = crf_allocation_sequence (&cases[i].plan, seed, cases[i].stratum, &error);
      g_assert_no_error (error);
      for (guint j = 0; j < sequence->len; j++)
        g_string_append_printf (found, "%d", g_array_index (sequence, int, j));
      g_assert_cmpstr (found->str, ==, cases[i].expected);
    }
}

static void
test_balance (void)
{
  static const int four[] = { 4 };
  CrfAllocationPlan plan = plan_two_arms ();
  int first_is_high = 0;

  plan.block_sizes = four;
  plan.n_block_sizes = 1;
  plan.slots = 40;
  for (int n = 0; n < 400; n++)
    {
      g_autoptr (GArray) sequence = NULL;
      guchar seed[32];

      for (int j = 0; j < 32; j++)
        seed[j] = (guchar) g_test_rand_int_range (0, 256);
      sequence = crf_allocation_sequence (&plan, seed, 0, NULL);
      g_assert_cmpuint (sequence->len, ==, 40);
      for (guint start = 0; start < 40; start += 4)
        {
          int high = 0;

          for (guint i = start; i < start + 4; i++)
            high += g_array_index (sequence, int, i);
          g_assert_cmpint (high, ==, 2);
        }
      first_is_high += g_array_index (sequence, int, 0);
    }
  /* Binomial (400, 1/2): outside these limits once in 10^9 runs. */
  g_assert_cmpint (first_is_high, >, 139);
  g_assert_cmpint (first_is_high, <, 261);
}

static void
test_bad_plans (void)
{
  static const int five[] = { 5 };
  static const int zero[] = { 1, 0 };
  guchar seed[32] = { 0 };
  CrfAllocationPlan bad[4];

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    bad[i] = plan_two_arms ();
  bad[0].block_sizes = five; /* no multiple of 2 */
  bad[0].n_block_sizes = 1;
  bad[1].ratios = zero;
  bad[2].slots = 0;
  bad[3].n_block_sizes = 0;
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (crf_allocation_sequence (&bad[i], seed, 0, &error));
      g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT);
    }
}

static void
test_draw (Fixture *self, gconstpointer data)
{
  CrfAllocationPlan plan = plan_two_arms ();
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autofree char *other = fixture_enter_patient (self, "302-002", "61.2");
  g_autoptr (CrfKeyring) li = crf_keyring_unlock (self->file, "li", "li's", NULL);
  g_autoptr (CrfKeyring) wang = crf_keyring_unlock (self->file, "wang", "wang's", NULL);
  g_autofree char *number = NULL;
  g_autofree char *arm = NULL;
  g_autoptr (GError) error = NULL;
  CrfSubjectRecord *subject;
  CrfTransaction *txn;

  generate (self, &plan);
  g_assert_cmpint (crf_allocation_count (self->file), >=, 22);
  txn = fixture_begin (self);
  crf_allocation_draw (txn, key, "", &number, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (number, ==, "R-001");
  g_assert_null (crf_allocation_open (self->file, wang, key, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT); /* not before it is stored */
  g_clear_error (&error);
  g_assert_false (crf_allocation_draw (txn, key, "", NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT); /* once only */
  g_clear_error (&error);
  fixture_commit (txn);
  g_assert_cmpint (crf_allocation_count_free (self->file, ""), ==,
                   crf_allocation_count (self->file) - 1);

  arm = crf_allocation_open (self->file, wang, key, &error);
  g_assert_no_error (error);
  g_assert_true (g_strv_contains (two_arms, arm));
  g_assert_null (crf_allocation_open (self->file, li, key, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY);
  g_clear_error (&error);
  g_assert_null (crf_allocation_open (self->file, wang, other, &error));
  g_assert_no_error (error); /* not drawn */
  subject = crf_records_find_subject (self->file, "R-001", NULL);
  g_assert_cmpstr (subject->key, ==, key);
  crf_subject_record_free (subject);
  fixture_assert_verifies (self);
}

/* Both arms: rows of one kind and one size, and no arm in clear. */
static void
test_sizes (Fixture *self, gconstpointer data)
{
  static const char *const uneven[]
      = { "A", "ARM.WITH.A.MUCH.LONGER.NAME.THAN.THE.OTHER.ONE", NULL };
  CrfAllocationPlan plan = plan_two_arms ();
  g_autofree char *bytes = NULL;
  sqlite3_stmt *stmt;
  sqlite3 *db;
  gsize size;

  plan.arms = uneven;
  generate (self, &plan);
  fixture_reopen (self);
  db = fixture_connect (self->path);
  sqlite3_prepare_v2 (db, "SELECT count (DISTINCT length (arm) || ' ' || length (key)) FROM slot",
                      -1, &stmt, NULL);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  g_assert_cmpint (sqlite3_column_int (stmt, 0), ==, 1);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  g_file_get_contents (self->path, &bytes, &size, NULL);
  g_assert_null (memmem (bytes, size, uneven[1], strlen (uneven[1])));
  g_assert_null (memmem (bytes, size, "block_sizes", 11));
}

static void
test_strata (Fixture *self, gconstpointer data)
{
  static const char *const strata[] = { "A", "B", NULL };
  static const int four[] = { 4 };
  CrfAllocationPlan plan = plan_two_arms ();
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn;

  plan.strata = strata;
  plan.slots = 4;
  plan.block_sizes = four;
  plan.n_block_sizes = 1;
  generate (self, &plan);
  g_assert_cmpint (crf_allocation_count (self->file), ==, 8);
  for (int i = 0; i < 5; i++)
    {
      g_autofree char *number = g_strdup_printf ("302-%03d", i);
      g_autofree char *key = fixture_enter_patient (self, number, "1");

      txn = fixture_begin (self);
      if (i < 4)
        crf_allocation_draw (txn, key, "B", NULL, &error);
      else
        g_assert_false (crf_allocation_draw (txn, key, "B", NULL, &error));
      if (i < 4)
        {
          g_assert_no_error (error);
          fixture_commit (txn);
        }
      else
        crf_transaction_free (txn);
    }
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT); /* run out */
  g_assert_cmpint (crf_allocation_count_free (self->file, "A"), ==, 4);
  g_assert_cmpint (crf_allocation_count_free (self->file, "B"), ==, 0);
  g_assert_cmpint (crf_allocation_count_free (self->file, NULL), ==, 4);
}

/* Who was allocated in another file has that number here; the next draw passes it over. */
static void
test_number_of_elsewhere (Fixture *self, gconstpointer data)
{
  CrfAllocationPlan plan = plan_two_arms ();
  g_autofree char *brought = fixture_enter_patient (self, "302-001", "1"), *drawn = fixture_enter_patient (self, "302-002", "1"), *number = NULL;
  CrfEntry entry = { .action = CRF_ACTION_TRANSFER_ALLOCATION, .subject = brought, .detail = "{\"allocation\":\"R-001\"}" };
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn;

  generate (self, &plan);
  txn = fixture_begin (self);
  g_assert_true (crf_transaction_append (txn, &entry, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (crf_allocation_draw (txn, drawn, "", &number, &error));
  g_assert_no_error (error);
  fixture_commit (txn);
  g_assert_cmpstr (number, ==, "R-002");
  g_assert_null (crf_allocation_open (self->file, NULL, brought, NULL));
}

static void
test_fixed_seed (Fixture *self, gconstpointer data)
{
  CrfAllocationPlan plan = plan_two_arms ();
  guchar seed[32] = { 0 };
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (self);

  plan.seed = seed;
  g_assert_false (crf_allocation_generate (txn, &plan, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT);
  crf_transaction_free (txn);
}

/* A table that was changed does not give a patient another arm. */
static void
test_exchanged_slots (Fixture *self, gconstpointer data)
{
  CrfAllocationPlan plan = plan_two_arms ();
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autoptr (CrfKeyring) wang = crf_keyring_unlock (self->file, "wang", "wang's", NULL);
  g_autoptr (CrfVerifyReport) report = NULL;
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn;
  sqlite3 *db;

  generate (self, &plan);
  txn = fixture_begin (self);
  g_assert_true (crf_allocation_draw (txn, key, "", NULL, NULL));
  fixture_commit (txn);
  db = fixture_connect (self->path);
  g_assert_cmpint (
      sqlite3_exec (db,
                    "UPDATE slot SET subject = NULL;"
                    "UPDATE slot SET subject = (SELECT key FROM subject) WHERE number = 2",
                    NULL, NULL, NULL),
      ==, SQLITE_OK);
  sqlite3_close (db);
  g_assert_null (crf_allocation_open (self->file, wang, key, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  report = crf_verify (self->path, NULL, NULL, NULL, NULL);
  g_assert_true (fixture_fault_mentions (report, "table slot"));
}

static void
test_lots (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  CrfEntry lot
      = { .action = CRF_ACTION_LOT,
          .detail = "{\"lot\":\"L1\",\"product\":\"UC-MSC\",\"bag_volume\":\"50.5\",\"bags\":4}" };
  CrfEntry state
      = { .action = CRF_ACTION_LOT_STATE,
          .detail = "{\"lot\":\"L1\",\"state\":\"released\",\"tests\":{\"sterility\":\"NEG\"}}" };
  const struct
  {
    const char *kind;
    const char *volume;
    const char *left;
  } moves[]
      = { { "receive", "202", "202" },   { "reserve", "101", "101" }, { "use", "50.5", "101" },
          { "return", "50.5", "101" }, { "destroy", "0.5", "100.5" }, { "use", "51", "49.5" } };
  CrfTransaction *txn = fixture_begin (self);
  g_autoptr (GPtrArray) lots = NULL;
  CrfLotRecord *record;

  fixture_append (txn, &lot);
  fixture_append (txn, &state);
  fixture_commit (txn);
  record = crf_records_find_lot (self->file, "L1", NULL);
  g_assert_cmpstr (record->state, ==, "released");
  g_assert_cmpstr (record->released_by, ==, "li");
  g_assert_cmpstr (record->sterility, ==, "NEG");
  g_assert_cmpstr (record->bags, ==, "4");
  g_assert_null (record->viability);
  g_assert_null (record->left_ml);
  crf_lot_record_free (record);
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      g_autofree char *detail = g_strdup_printf (
          "{\"lot\":\"L1\",\"kind\":\"%s\",\"volume_ml\":\"%s\"}", moves[i].kind, moves[i].volume);
      CrfEntry move
          = { .action = CRF_ACTION_LOT_MOVE, .subject = i > 0 ? key : NULL, .detail = detail };

      txn = fixture_begin (self);
      fixture_append (txn, &move);
      fixture_commit (txn);
      record = crf_records_find_lot (self->file, "L1", NULL);
      g_assert_cmpstr (record->left_ml, ==, moves[i].left);
      crf_lot_record_free (record);
    }
  lots = crf_records_lots (self->file, NULL);
  g_assert_cmpuint (lots->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/store/allocation/a-seed-gives-the-sequence-that-is-described", test_vectors);
  g_test_add_func ("/store/allocation/each-block-is-balanced", test_balance);
  g_test_add_func ("/store/allocation/a-plan-that-cannot-be-balanced-is-refused", test_bad_plans);
  add ("a-draw-needs-no-key-and-opening-does", test_draw);
  add ("both-arms-look-the-same", test_sizes);
  add ("strata-run-out-one-by-one", test_strata);
  add ("a-number-brought-from-another-file-is-passed-over", test_number_of_elsewhere);
  add ("a-fixed-seed-is-for-demonstration-only", test_fixed_seed);
  add ("an-exchanged-slot-does-not-open", test_exchanged_slots);
  add ("a-lot-adds-up", test_lots);
  return g_test_run ();
}
