/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Random histories, from g_test_rand_int(): the seed that the test prints makes them again. */

#include "history.h"

#include <string.h>

typedef struct
{
  Fixture *fixture;
  CrfTransaction *txn;
  GPtrArray *subjects; /* keys */
  GPtrArray *queries;
  GPtrArray *deviations;
  int next_number;
} History;

#define pick(array)                                                                                \
  ((const char *) g_ptr_array_index ((array),                                                      \
                                     (guint) g_test_rand_int_range (0, (int) (array)->len)))

void
history_prepare (Fixture *self)
{
  static const char *const arms[] = { "LOW", "HIGH", NULL };
  static const char *const strata[] = { "A", "B", NULL };
  static const int ratios[] = { 1, 1 };
  static const int sizes[] = { 4, 6 };
  const char *const li[] = { "li", NULL };
  const char *const wang[] = { "wang", NULL };
  CrfAllocationPlan plan = { .arms = arms, .ratios = ratios, .block_sizes = sizes, .n_block_sizes = 2, .strata = strata, .slots = 8 };
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (self);
  CrfEntry roles = { .action = CRF_ACTION_ACCOUNT_ROLES,
                     .detail = "{\"login\":\"li\",\"roles\":[\"nurse\",\"investigator\"]}" };

  crf_keys_add_account (txn, "li", "Li", "li's", &error);
  crf_keys_add_account (txn, "wang", "Wang", "wang's", &error);
  crf_keys_add_role_key (txn, CRF_ROLE_KEY_IDENTIFIERS, li, NULL, &error);
  crf_keys_add_role_key (txn, CRF_ROLE_KEY_ALLOCATION, wang, NULL, &error);
  g_assert_no_error (error);
  fixture_append (txn, &roles);
  crf_allocation_generate (txn, &plan, &error);
  g_assert_no_error (error);
  fixture_commit (txn);
}

static void
append (History *self, CrfEntry entry)
{
  fixture_append (self->txn, &entry);
}

static void
add_subject (History *self)
{
  g_autofree char *number = g_strdup_printf ("302-%04d", self->next_number++);
  g_autoptr (GError) error = NULL;
  char *key = fixture_add_subject (self->txn, number);
  CrfEntry name = fixture_value (key, "E1", "F1", "I.NAME", "欧阳小惠");

  g_ptr_array_add (self->subjects, key);
  crf_transaction_add_subject_key (self->txn, key, &error);
  g_assert_no_error (error);
  for (int i = 1; i <= 3; i++)
    {
      g_autofree char *event = g_strdup_printf ("E%d", i);

      fixture_add_form (self->txn, key, event, "F1");
    }
  name.seal = CRF_SEAL_IDENTIFIER;
  append (self, name);
  append (self, (CrfEntry){ .action = CRF_ACTION_GROUP_ADD,
                            .subject = key,
                            .event = "E1",
                            .eventkey = "1",
                            .form = "F1",
                            .formkey = "1",
                            .group = "G2",
                            .groupkey = "1",
                            .detail = "{\"ordinal\":1}" });
}

static void
set_value (History *self)
{
  static const char *const events[] = { "E1", "E2", "E3" };
  g_autofree char *item = g_strdup_printf ("I.%d", g_test_rand_int_range (0, 6));
  g_autofree char *text
      = g_strdup_printf ("%d.%d", g_test_rand_int_range (0, 500), g_test_rand_int_range (0, 10));
  CrfEntry entry = fixture_value (pick (self->subjects), events[g_test_rand_int_range (0, 3)], "F1",
                                  item, text);

  switch (g_test_rand_int_range (0, 6))
    {
    case 0:
      entry.value = entry.canon = NULL;
      entry.missing = "ND";
      break;
    case 1:
      entry.action = CRF_ACTION_DERIVED;
      entry.detail = "{\"formula\":\"meld\",\"version\":1,\"raw\":12.345,\"inputs\":[1,2]}";
      break;
    case 2:
      entry.seal = CRF_SEAL_UNBLINDING;
      entry.item = "I.CELLS";
      entry.reason = "seen by the pharmacist";
      break;
    case 3:
      entry.unit = "U.UKATL";
      entry.cmp = "<";
      entry.reason = "misread";
      entry.prompt = "did you mean 61.2?";
      break;
    default:
      break;
    }
  append (self, entry);
}

static void
set_states (History *self)
{
  static const char *const forms[] = { "started", "complete", "verified", "signed", "locked" };
  static const char *const subjects[] = { "failed", "eligible", "treated", "lost" };
  const char *key = pick (self->subjects);

  append (self, (CrfEntry){ .action = CRF_ACTION_FORM_STATE,
                            .subject = key,
                            .event = "E1",
                            .eventkey = "1",
                            .form = "F1",
                            .formkey = "1",
                            .canon = forms[g_test_rand_int_range (0, 5)] });
  append (self, (CrfEntry){ .action = CRF_ACTION_EVENT_STATE,
                            .subject = key,
                            .event = "E2",
                            .eventkey = "1",
                            .canon = "done",
                            .detail = g_test_rand_bit () ? "{\"date\":\"2026-02-01\"}" : NULL });
  append (self, (CrfEntry){ .action = CRF_ACTION_SUBJECT_STATUS,
                            .subject = key,
                            .canon = subjects[g_test_rand_int_range (0, 4)],
                            .detail = "{\"date\":\"2026-01\"}" });
  append (self, (CrfEntry){ .action = CRF_ACTION_SAMPLE,
                            .subject = key,
                            .event = "E1",
                            .eventkey = "1",
                            .form = "F1",
                            .formkey = "1",
                            .group = "G1",
                            .groupkey = "1",
                            .detail = "{\"state\":\"pending\",\"analysed\":true}" });
}

static void
add_query (History *self)
{
  g_autofree char *key = crf_transaction_new_key (self->txn);
  g_autofree char *detail
      = g_strdup_printf ("{\"key\":\"%s\",\"origin\":\"system\",\"check\":\"C1\"}", key);

  append (self, (CrfEntry){ .action = CRF_ACTION_QUERY,
                            .subject = pick (self->subjects),
                            .event = "E1",
                            .eventkey = "1",
                            .form = "F1",
                            .formkey = "1",
                            .group = "G1",
                            .groupkey = "1",
                            .item = "I.1",
                            .prompt = "Is this right?",
                            .detail = detail });
  g_ptr_array_add (self->queries, g_steal_pointer (&key));
}

static void
answer_query (History *self)
{
  g_autofree char *detail = NULL;

  if (self->queries->len == 0)
    return;
  detail = g_strdup_printf ("{\"key\":\"%s\",\"state\":\"%s\"}", pick (self->queries),
                            g_test_rand_bit () ? "Answered" : "Closed");
  append (self,
          (CrfEntry){ .action = CRF_ACTION_QUERY_STATE, .value = "It is.", .detail = detail });
}

static void
add_deviation (History *self)
{
  g_autofree char *key = crf_transaction_new_key (self->txn);
  g_autofree char *detail
      = g_strdup_printf ("{\"key\":\"%s\",\"kind\":\"dose\",\"text\":\"late\"}", key);
  g_autofree char *state
      = g_strdup_printf ("{\"key\":\"%s\",\"state\":\"closed\",\"class\":\"minor\"}", key);

  append (self, (CrfEntry){ .action = CRF_ACTION_DEVIATION,
                            .subject = g_test_rand_bit () ? pick (self->subjects) : NULL,
                            .reason = "power cut",
                            .detail = detail });
  if (g_test_rand_bit ())
    append (self, (CrfEntry){ .action = CRF_ACTION_DEVIATION_STATE, .detail = state });
}

static void
add_site_data (History *self)
{
  append (
      self,
      (CrfEntry){
          .action = CRF_ACTION_RANGE,
          .item = "I.1",
          .detail
          = g_test_rand_bit ()
                ? "{\"laboratory\":\"302\",\"low\":\"5\",\"high\":\"40\",\"from\":\"2026-01-01\"}"
                : "{\"laboratory\":\"302\",\"sex\":\"F\",\"high\":\"35\"}" });
  append (self, (CrfEntry){ .action = CRF_ACTION_SOURCE,
                            .item = "I.1",
                            .canon = g_test_rand_bit () ? "paper" : "chart" });
  append (self, (CrfEntry){ .action = CRF_ACTION_CONSENT_VERSION,
                            .detail = "{\"number\":\"2.0\",\"date\":\"2025-11-01\"}" });
  append (self, (CrfEntry){ .action = CRF_ACTION_CONSENT,
                            .subject = pick (self->subjects),
                            .detail = "{\"version\":\"2.0\",\"at\":\"2026-01-02T10:00\",\"by\":"
                                      "\"subject\",\"explained_by\":\"li\"}" });
  append (self, (CrfEntry){ .action = CRF_ACTION_DELEGATE,
                            .detail = "{\"login\":\"li\",\"task\":\"consent\",\"from\":\"2026-01-"
                                      "01\",\"to\":\"2026-12-31\"}" });
}

static void
add_lot (History *self)
{
  g_autofree char *lot = g_strdup_printf ("L%04d", self->next_number++);
  g_autofree char *receive
      = g_strdup_printf ("{\"lot\":\"%s\",\"viability\":\"95.5\",\"bags\":4}", lot);
  g_autofree char *state = g_strdup_printf (
      "{\"lot\":\"%s\",\"state\":\"released\",\"tests\":{\"sterility\":\"NEG\"}}", lot);
  g_autofree char *move
      = g_strdup_printf ("{\"lot\":\"%s\",\"kind\":\"use\",\"volume_ml\":\"12.5\"}", lot);

  append (self, (CrfEntry){ .action = CRF_ACTION_LOT, .detail = receive });
  append (self, (CrfEntry){ .action = CRF_ACTION_LOT_STATE, .detail = state });
  append (self, (CrfEntry){ .action = CRF_ACTION_LOT_MOVE,
                            .subject = pick (self->subjects),
                            .detail = move });
}

static void
draw (History *self)
{
  g_autoptr (GError) error = NULL;

  if (!crf_allocation_draw (self->txn, pick (self->subjects), g_test_rand_bit () ? "A" : "B", NULL,
                            &error))
    g_assert_error (error, CRF_STORE_ERROR,
                    CRF_STORE_ERROR_CONFLICT); /* drawn already, or none left */
}

static void
sign (History *self)
{
  CrfEntry target = { .subject = pick (self->subjects), .event = "E1", .eventkey = "1" };
  g_autoptr (GError) error = NULL;

  if (g_test_rand_bit ())
    {
      target.form = "F1";
      target.formkey = "1";
    }
  crf_signature_add (self->txn, &target, "reviewed", "what was shown", "li's", &error);
  g_assert_no_error (error);
}

static void
step (History *self)
{
  static void (*const others[]) (History *)
      = { set_states, add_query, answer_query, add_deviation, add_site_data, add_lot, draw, sign };

  if (self->subjects->len == 0 || g_test_rand_int_range (0, 20) == 0)
    add_subject (self);
  else if (g_test_rand_int_range (0, 3) != 0)
    set_value (self);
  else
    others[g_test_rand_int_range (0, G_N_ELEMENTS (others))](self);
}

void
history_run (Fixture *self, int steps)
{
  History history = { .fixture = self };

  history.subjects = g_ptr_array_new_with_free_func (g_free);
  history.queries = g_ptr_array_new_with_free_func (g_free);
  history.deviations = g_ptr_array_new_with_free_func (g_free);
  history.next_number = (int) crf_records_count_entries (self->file);
  while (steps > 0)
    {
      guint subjects = history.subjects->len;
      guint queries = history.queries->len;
      gboolean drop = g_test_rand_int_range (0, 10) == 0;

      self->now.utc_ms += g_test_rand_int_range (-1000, 100000); /* clocks are set back, too */
      history.txn = fixture_begin (self);
      for (int n = g_test_rand_int_range (1, 8); n > 0; n--, steps--)
        step (&history);
      if (!drop)
        {
          fixture_commit (history.txn);
          continue;
        }
      crf_transaction_free (history.txn);
      g_ptr_array_set_size (history.subjects, (int) subjects);
      g_ptr_array_set_size (history.queries, (int) queries);
    }
  g_ptr_array_unref (history.subjects);
  g_ptr_array_unref (history.queries);
  g_ptr_array_unref (history.deviations);
}
