/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The allocation list: making it, taking the next slot, opening one. */

#include "crf-allocation-list.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "crf-detail.h"
#include "crf-journal.h"
#include "crf-keyring-private.h"
#include "crf-transaction-private.h"

typedef struct
{
  CrfTransaction *txn;
  CrfStudyFile *file;
  const CrfAllocationPlan *plan;
  guchar allocation[CRF_KEY_SIZE]; /* public key */
  const char *list;
  gint64 number;
} Maker;

static JsonArray *
ints_to_json (const int *numbers, int n)
{
  JsonArray *array = json_array_new ();

  for (int i = 0; i < n; i++)
    json_array_add_int_element (array, numbers[i]);
  return array;
}

static JsonArray *
texts_to_json (const char *const *texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  return array;
}

/* Everything that is needed to make the list again. */
static char *
plan_to_text (const CrfAllocationPlan *plan, const guchar seed[32])
{
  g_autoptr (JsonObject) object = json_object_new ();
  char hex[65];

  json_object_set_string_member (object, "seed", sodium_bin2hex (hex, sizeof hex, seed, 32));
  json_object_set_array_member (object, "arms", texts_to_json (plan->arms));
  json_object_set_array_member (
      object, "ratios", ints_to_json (plan->ratios, (int) g_strv_length ((char **) plan->arms)));
  json_object_set_array_member (object, "block_sizes",
                                ints_to_json (plan->block_sizes, plan->n_block_sizes));
  json_object_set_array_member (object, "strata", texts_to_json (plan->strata));
  json_object_set_int_member (object, "slots", plan->slots);
  sodium_memzero (hex, sizeof hex);
  return crf_detail_to_text (object);
}

/* What everybody may see: neither block sizes nor arms. */
static char *
public_design (const CrfAllocationPlan *plan)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "method", "permuted-blocks");
  json_object_set_array_member (object, "strata", texts_to_json (plan->strata));
  return crf_detail_to_text (object);
}

static gboolean
append_list (Maker *maker, const guchar seed[32], GError **error)
{
  const char *id = _crf_transaction_next_id (maker->txn, error);
  g_autofree char *item = g_strconcat ("list:", maker->list, NULL);
  CrfSealContext context = { maker->file->uuid, NULL, item, id };
  guchar digest[crypto_hash_sha256_BYTES];
  char commitment[65];
  g_autofree char *secret = plan_to_text (maker->plan, seed);
  g_autofree char *design = public_design (maker->plan);
  g_autofree char *box = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_LIST };

  if (id != NULL)
    {
      crypto_hash_sha256 (digest, seed, 32);
      sodium_bin2hex (commitment, sizeof commitment, digest, sizeof digest);
      box = crf_seal_to_public (&context, (const guchar *) secret, strlen (secret),
                                maker->allocation);
      entry.detail = detail = crf_detail_new ("list", maker->list, "seed", box, "commitment",
                                              commitment, "design", design, NULL);
    }
  sodium_memzero (secret, strlen (secret));
  return id != NULL && crf_transaction_append (maker->txn, &entry, NULL, error);
}

/* One slot: the arm under a key of its own, the key sealed to allocation. */
static gboolean
append_slot (Maker *maker, const char *stratum, const char *arm, GError **error)
{
  const char *id = _crf_transaction_next_id (maker->txn, error);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, ++maker->number);
  g_autofree char *item = g_strdup_printf ("slot:%s:%s", maker->list, number);
  CrfSealContext context = { maker->file->uuid, NULL, item, id };
  g_autofree char *arm_box = NULL;
  g_autofree char *key_box = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_SLOT };
  guchar key[CRF_KEY_SIZE];

  if (id == NULL)
    return FALSE;
  randombytes_buf (key, sizeof key);
  arm_box = crf_seal_with_key (&context, (const guchar *) arm, strlen (arm), key);
  key_box = crf_seal_to_public (&context, key, sizeof key, maker->allocation);
  sodium_memzero (key, sizeof key);
  detail = crf_detail_new ("list", maker->list, "number", number, "stratum", stratum, "key",
                           key_box, NULL);
  entry.value = arm_box;
  entry.detail = detail;
  return crf_transaction_append (maker->txn, &entry, NULL, error);
}

static gboolean
append_stratum (Maker *maker, const guchar seed[32], int stratum, GError **error)
{
  g_autoptr (GArray) sequence = crf_allocation_sequence (maker->plan, seed, stratum, error);
  gboolean ok = sequence != NULL;

  for (guint i = 0; ok && i < sequence->len; i++)
    ok = append_slot (maker, maker->plan->strata[stratum],
                      maker->plan->arms[g_array_index (sequence, int, i)], error);
  if (sequence != NULL)
    sodium_memzero (sequence->data, sequence->len * sizeof (int));
  return ok;
}

gboolean
crf_allocation_generate (CrfTransaction *txn, const CrfAllocationPlan *plan, GError **error)
{
  Maker maker = { .txn = txn, .plan = plan };
  g_autofree char *list = NULL;
  guchar *seed;
  gint64 key_number;
  gboolean ok;

  g_return_val_if_fail (txn != NULL && plan != NULL && plan->arms != NULL && plan->strata != NULL,
                        FALSE);
  maker.file = crf_transaction_get_file (txn);
  if (plan->seed != NULL && !maker.file->demo)
    {
      g_set_error_literal (
          error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT,
          _("A fixed seed is for demonstration files only: nobody may know it beforehand."));
      return FALSE;
    }
  if (!_crf_keys_get_role_public (maker.file->db, CRF_ROLE_KEY_ALLOCATION, maker.allocation,
                                  &key_number, error))
    return FALSE;
  maker.list = list = crf_transaction_new_key (txn);
  seed = sodium_malloc (32);
  if (plan->seed != NULL)
    memcpy (seed, plan->seed, 32);
  else
    randombytes_buf (seed, 32);
  ok = append_list (&maker, seed, error);
  for (int i = 0; ok && plan->strata[i] != NULL; i++)
    ok = append_stratum (&maker, seed, i, error);
  sodium_free (seed);
  return ok;
}

int
crf_allocation_count_free (CrfStudyFile *file, const char *stratum)
{
  g_return_val_if_fail (file != NULL, 0);

  return (int) crf_db_get_int (
      file->db, NULL, 0,
      "SELECT count (*) FROM slot WHERE subject IS NULL AND (?1 IS NULL OR stratum = ?1)", "s",
      stratum);
}

int
crf_allocation_count (CrfStudyFile *file)
{
  g_return_val_if_fail (file != NULL, 0);

  return (int) crf_db_get_int (file->db, NULL, 0, "SELECT count (*) FROM slot", "");
}

static gboolean
refuse_draw (GError **error, const char *why)
{
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT,
               _("The patient was not allocated: %s"), why);
  return FALSE;
}

gboolean
crf_allocation_draw (
    CrfTransaction *txn, const char *subject, const char *stratum, char **number, GError **error)
{
  CrfDb *db;
  g_autoptr (CrfStatement) slot = NULL;
  g_autofree char *slot_number = NULL;
  g_autofree char *allocation = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_SLOT_DRAW, .subject = subject };
  CrfStep step;

  g_return_val_if_fail (txn != NULL && subject != NULL, FALSE);
  db = _crf_study_file_get_db (crf_transaction_get_file (txn));
  stratum = stratum != NULL ? stratum : "";
  if (crf_db_get_int (db, NULL, 0, "SELECT 1 FROM slot WHERE subject = ?1", "s", subject) == 1)
    return refuse_draw (error, _("this patient has been allocated already."));
  slot = crf_db_query (db, error,
                       "SELECT list, number FROM slot WHERE stratum = ?1 AND subject IS NULL ORDER "
                       "BY seq, ws LIMIT 1",
                       "s", stratum);
  step = slot != NULL ? crf_statement_step (slot, error) : CRF_STEP_ERROR;
  if (step == CRF_STEP_ERROR)
    return FALSE;
  if (step == CRF_STEP_DONE)
    return refuse_draw (
        error,
        _("no slot is free in this stratum. An account that may know the arms must make more."));
  slot_number = g_strdup_printf ("%" G_GINT64_FORMAT, crf_statement_int (slot, 1));
  allocation = g_strdup_printf (
      "R-%03d", (int) crf_db_get_int (
                    db, NULL, 0, "SELECT 1 + count (*) FROM slot WHERE subject IS NOT NULL", ""));
  detail = crf_detail_new ("list", crf_statement_text (slot, 0), "number", slot_number, "stratum",
                           stratum, "allocation", allocation, NULL);
  crf_statement_reset (slot);
  entry.detail = detail;
  if (!crf_transaction_append (txn, &entry, NULL, error))
    return FALSE;
  if (number != NULL)
    *number = g_steal_pointer (&allocation);
  return TRUE;
}

gboolean
crf_allocation_enrol (
    CrfTransaction *txn, const char *subject, const char *arm, char **number, GError **error)
{
  g_autofree char *allocation = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_ENROL, .subject = subject };
  CrfDb *db;

  g_return_val_if_fail (txn != NULL && subject != NULL && arm != NULL, FALSE);
  db = _crf_study_file_get_db (crf_transaction_get_file (txn));
  allocation = g_strdup_printf (
      "E-%03d", (int) crf_db_get_int (db, NULL, 0, "SELECT 1 + count (arm) FROM subject", ""));
  detail = crf_detail_new ("allocation", allocation, "arm", arm, NULL);
  entry.detail = detail;
  if (!crf_transaction_append (txn, &entry, NULL, error))
    return FALSE;
  if (number != NULL)
    *number = g_steal_pointer (&allocation);
  return TRUE;
}
