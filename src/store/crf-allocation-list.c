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

typedef struct
{
  char *list, *arm, *key, *ws;
  gint64 number, seq;
} Slot;

static void
slot_clear (Slot *slot)
{
  g_free (slot->list);
  g_free (slot->arm);
  g_free (slot->key);
  g_free (slot->ws);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Slot, slot_clear)

static gboolean
find_slot (CrfDb *db, const char *subject, Slot *slot, GError **error)
{
  g_autoptr (CrfStatement) query = crf_db_query (
      db, error, "SELECT list, number, arm, key, ws, seq FROM slot WHERE subject = ?1", "s",
      subject);

  if (query == NULL || crf_statement_step (query, error) != CRF_STEP_ROW)
    return FALSE;
  slot->list = g_strdup (crf_statement_text (query, 0));
  slot->number = crf_statement_int (query, 1);
  slot->arm = g_strdup (crf_statement_text (query, 2));
  slot->key = g_strdup (crf_statement_text (query, 3));
  slot->ws = g_strdup (crf_statement_text (query, 4));
  slot->seq = crf_statement_int (query, 5);
  return TRUE;
}

/* A changed table must not give a patient another arm: the slot is compared with the entry that
 * made it, and the draw with its own. */
static gboolean
slot_is_in_journal (CrfDb *db, const Slot *slot, const char *subject)
{
  char **columns = crf_journal_find (db, slot->ws, slot->seq, NULL);
  g_autofree char *draw = crf_db_get_text (
      db, NULL,
      "SELECT detail FROM journal WHERE subject = ?1 AND item IS NULL AND action = ?2 "
      "ORDER BY clock LIMIT 1",
      "ss", subject, CRF_ACTION_SLOT_DRAW);
  g_autoptr (JsonObject) drawn = draw != NULL ? crf_detail_parse (draw, NULL) : NULL;
  g_autofree char *list = crf_detail_get (drawn, "list");
  CrfStored entry = { 0 };
  gboolean ok;

  if (columns == NULL)
    return FALSE;
  for (int i = 0; i < CRF_N_COLS; i++)
    entry.columns[i] = columns[i];
  ok = crf_journal_hash_holds (&entry) && g_strcmp0 (columns[CRF_COL_ACTION], CRF_ACTION_SLOT) == 0
       && g_strcmp0 (columns[CRF_COL_VALUE], slot->arm) == 0
       && strstr (columns[CRF_COL_DETAIL], slot->key) != NULL && g_strcmp0 (list, slot->list) == 0
       && crf_detail_get_int (drawn, "number", 0) == slot->number;
  crf_journal_free_columns (columns);
  return ok;
}

/* All numbers of the role key are tried: the slot may be older than the newest one. */
static gboolean
open_slot_key (CrfKeyring *keyring,
               const CrfSealContext *context,
               const char *box,
               guchar key[CRF_KEY_SIZE],
               GError **error)
{
  for (guint i = 0; keyring != NULL && i < keyring->roles->len; i++)
    {
      CrfRoleSecret *role = g_ptr_array_index (keyring->roles, i);
      guchar *payload = NULL;
      gsize size = 0;
      gboolean ok = g_str_equal (role->name, CRF_ROLE_KEY_ALLOCATION)
                    && crf_seal_open_public (context, box, role->public_key, role->secret, &payload,
                                             &size, NULL)
                    && size == CRF_KEY_SIZE;

      if (ok)
        memcpy (key, payload, CRF_KEY_SIZE);
      sodium_free (payload);
      if (ok)
        return TRUE;
    }
  g_set_error_literal (
      error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY,
      crf_keyring_holds (keyring, CRF_ROLE_KEY_ALLOCATION)
          ? _("The slot of this patient does not open. Verify the study file.")
          : _("This account does not hold the key “allocation”: it may not know the arms."));
  return FALSE;
}

static char *
open_arm (CrfStudyFile *file, CrfKeyring *keyring, const Slot *slot, GError **error)
{
  g_autofree char *id = g_strdup_printf ("%s:%" G_GINT64_FORMAT, slot->ws, slot->seq);
  g_autofree char *item = g_strdup_printf ("slot:%s:%" G_GINT64_FORMAT, slot->list, slot->number);
  CrfSealContext context = { file->uuid, NULL, item, id };
  guchar key[CRF_KEY_SIZE];
  guchar *payload = NULL;
  gsize size = 0;
  char *arm = NULL;

  if (!open_slot_key (keyring, &context, slot->key, key, error))
    return NULL;
  if (crf_seal_open_key (&context, slot->arm, key, &payload, &size, error))
    arm = g_strdup ((const char *) payload);
  sodium_memzero (key, sizeof key);
  sodium_free (payload);
  return arm;
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

/* The arm of a subject enrolled without randomisation, as its journal entry says it; NULL:
 * randomised, or not allocated. */
static char *
enrolled_arm (CrfDb *db, const char *subject)
{
  g_autofree char *detail = crf_db_get_text (
      db, NULL,
      "SELECT detail FROM journal WHERE subject = ?1 AND action = ?2 ORDER BY clock LIMIT 1", "ss",
      subject, CRF_ACTION_ENROL);
  g_autoptr (JsonObject) enrolled = detail != NULL ? crf_detail_parse (detail, NULL) : NULL;

  return enrolled != NULL ? crf_detail_get (enrolled, "arm") : NULL;
}

/* A draw of the open transaction could be rolled back after its arm was seen. */
static gboolean
draw_is_stored (CrfStudyFile *file, const char *subject)
{
  g_autofree char *open = NULL;

  if (file->transaction == NULL)
    return TRUE;
  open = crf_db_get_text (
      file->db, NULL,
      "SELECT seq FROM journal WHERE subject = ?1 AND action = ?2 AND ws = ?3 AND seq >= ?4",
      "sssi", subject, CRF_ACTION_SLOT_DRAW, file->ws,
      _crf_transaction_get_first (file->transaction));
  return open == NULL;
}

char *
crf_allocation_open (CrfStudyFile *file, CrfKeyring *keyring, const char *subject, GError **error)
{
  g_auto (Slot) slot = { 0 };
  char *enrolled;

  g_return_val_if_fail (file != NULL && subject != NULL, NULL);
  enrolled = enrolled_arm (file->db, subject);
  if (enrolled != NULL)
    return enrolled;
  if (!draw_is_stored (file, subject))
    {
      g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT,
                           _("An arm is opened only after its draw has been stored."));
      return NULL;
    }
  if (!find_slot (file->db, subject, &slot, error))
    return NULL;
  if (!slot_is_in_journal (file->db, &slot, subject))
    {
      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED,
                   _("The slot of this patient is not the one in the journal of “%s”. Verify the "
                      "file and restore "
                      "the last backup."),
                   file->path);
      return NULL;
    }
  return open_arm (file, keyring, &slot, error);
}
