/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Slots that no list of ours was generated for: lists that a statistician made, sealed line by line, and minimisation, which makes each slot when
 * it is drawn. Both leave the same entries as a generated list. */

#include "crf-allocation-make-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "crf-allocation-private.h"
#include "crf-detail.h"
#include "crf-number.h"
#include "crf-transaction-private.h"

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT, _("The patient was not allocated: %s"), why);
  return FALSE;
}

/* ── Uploaded lists ── */

void
_crf_source_commitment (const char *nonce, const char *sha256, char commitment[65])
{
  guchar digest[crypto_hash_sha256_BYTES];
  crypto_hash_sha256_state state;

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, (const guchar *) nonce, strlen (nonce));
  crypto_hash_sha256_update (&state, (const guchar *) sha256, strlen (sha256));
  crypto_hash_sha256_final (&state, digest);
  sodium_bin2hex (commitment, 65, digest, sizeof digest);
}

/* The file is committed to by a SHA-256 that begins with 256 random bits, which are sealed: a list has so few possible contents that its bare hash would
 * let anybody who reads the journal try them out. */
gboolean
crf_allocation_upload (CrfTransaction *txn, const GPtrArray *slots, const char *sha256, GError **error)
{
  CrfStudyFile *file = crf_transaction_get_file (txn);
  g_autofree char *list = crf_transaction_new_key (txn);
  g_autofree char *design = crf_detail_new ("method", "list", NULL), *text = NULL;
  guchar allocation[CRF_KEY_SIZE], random[32];
  char nonce[65], commitment[65];
  CrfNewList added = { list, NULL, commitment, design, allocation };
  gint64 key_number;

  g_return_val_if_fail (slots != NULL && sha256 != NULL, FALSE);

  randombytes_buf (random, sizeof random);
  sodium_bin2hex (nonce, sizeof nonce, random, sizeof random);
  _crf_source_commitment (nonce, sha256, commitment);
  added.secret = text = crf_detail_new ("method", "list", "source_sha256", sha256, "nonce", nonce, NULL);

  if (!_crf_keys_get_role_public (file->db, CRF_ROLE_KEY_ALLOCATION, allocation, &key_number, error) || !_crf_list_append (txn, &added, error))
    return FALSE;
  for (guint i = 0; i < slots->len; i++)
    {
      const CrfUploadedSlot *line = g_ptr_array_index (slots, i);
      CrfNewSlot slot = { .list = list, .number = i + 1, .stratum = line->stratum, .station = line->station, .label = line->label,
                          .arm = line->arm, .allocation = allocation };

      if (!_crf_slot_append (txn, &slot, error))
        return FALSE;
    }
  return TRUE;
}

/* ── Minimisation ── */

static void
add_decimal (JsonArray *array, double number)
{
  char buffer[CRF_DECIMAL_SIZE];

  json_array_add_string_element (array, crf_decimal_format (number, buffer));
}

/* Everything but the seed is public: factors, weights and chances stand in the protocol. */
static JsonObject *
describe_plan (const CrfMinimisationPlan *plan, const char *station)
{
  JsonObject *object = json_object_new ();
  JsonArray *arms = json_array_new (), *ratios = json_array_new (), *weights = json_array_new ();
  char buffer[CRF_DECIMAL_SIZE];

  for (int i = 0; plan->arms[i] != NULL; i++)
    {
      json_array_add_string_element (arms, plan->arms[i]);
      json_array_add_int_element (ratios, plan->ratios[i]);
    }
  for (int i = 0; i < plan->n_factors; i++)
    add_decimal (weights, plan->weights[i]);
  json_object_set_string_member (object, "method", "minimisation");
  json_object_set_string_member (object, "station", station);
  json_object_set_array_member (object, "arms", arms);
  json_object_set_array_member (object, "ratios", ratios);
  json_object_set_array_member (object, "weights", weights);
  json_object_set_string_member (object, "probability", crf_decimal_format (plan->probability, buffer));
  json_object_set_string_member (object, "measure", plan->variance ? "variance" : "range");
  return object;
}

gboolean
crf_allocation_begin_minimisation (CrfTransaction *txn, const CrfMinimisationPlan *plan, const guchar *seed, GError **error)
{
  CrfStudyFile *file = crf_transaction_get_file (txn);
  g_autofree char *list = crf_transaction_new_key (txn);
  g_autoptr (JsonObject) object = describe_plan (plan, file->ws);
  g_autofree char *design = crf_detail_to_text (object);
  g_autofree char *secret = NULL;
  guchar allocation[CRF_KEY_SIZE], made[32];
  char commitment[65], hex[65];
  CrfNewList added = { list, NULL, commitment, design, allocation };
  gint64 key_number;
  gboolean ok;

  if (seed != NULL && !file->demo)
    {
      g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT,
                           _("A fixed seed is for demonstration files only: nobody may know it beforehand."));
      return FALSE;
    }
  if (!_crf_keys_get_role_public (file->db, CRF_ROLE_KEY_ALLOCATION, allocation, &key_number, error))
    return FALSE;
  if (seed != NULL)
    memcpy (made, seed, sizeof made);
  else
    randombytes_buf (made, sizeof made);
  json_object_set_string_member (object, "seed", sodium_bin2hex (hex, sizeof hex, made, sizeof made));
  added.secret = secret = crf_detail_to_text (object);
  _crf_seed_commitment (made, commitment);
  ok = _crf_list_append (txn, &added, error);
  sodium_memzero (made, sizeof made);
  sodium_memzero (hex, sizeof hex);
  sodium_memzero (secret, strlen (secret));
  return ok;
}

char *
_crf_list_open (CrfStudyFile *file, CrfKeyring *keyring, const char *list, GError **error)
{
  g_autoptr (CrfStatement) query = crf_db_query (file->db, error, "SELECT " CRF_JOURNAL_COLUMNS " FROM journal WHERE action = ?1", "s",
                                                 CRF_ACTION_LIST);

  while (query != NULL && crf_statement_step (query, error) == CRF_STEP_ROW)
    {
      g_autoptr (JsonObject) detail = NULL;
      g_autofree char *name = NULL, *box = NULL, *item = NULL, *id = NULL;
      CrfSealContext context;
      CrfStored entry;

      crf_journal_read_row (query, &entry);
      detail = crf_detail_parse (entry.columns[CRF_COL_DETAIL], NULL);
      name = crf_detail_get (detail, "list");
      if (g_strcmp0 (name, list) != 0 || !crf_journal_hash_holds (&entry))
        continue;
      box = crf_detail_get (detail, "seed");
      item = g_strconcat ("list:", list, NULL);
      id = g_strdup_printf ("%s:%s", entry.columns[CRF_COL_WS], entry.columns[CRF_COL_SEQ]);
      context = (CrfSealContext) { file->uuid, NULL, item, id };
      for (guint i = 0; keyring != NULL && box != NULL && i < keyring->roles->len; i++)
        {
          CrfRoleSecret *role = g_ptr_array_index (keyring->roles, i);
          guchar *payload = NULL;
          gsize size = 0;
          char *text = NULL;

          if (g_str_equal (role->name, CRF_ROLE_KEY_ALLOCATION)
              && crf_seal_open_public (&context, box, role->public_key, role->secret, &payload, &size, NULL))
            text = g_strdup ((const char *) payload);
          sodium_free (payload);
          if (text != NULL)
            return text;
        }
    }
  if (error == NULL || *error == NULL)
    g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY,
                         crf_keyring_holds (keyring, CRF_ROLE_KEY_ALLOCATION)
                             ? _("The seed of the allocation list does not open. Check the integrity of the study file.")
                             : _("This account does not hold the key “allocation”: it may not know the arms."));
  return NULL;
}

static int
find_arm (const CrfMinimisationPlan *plan, const char *arm)
{
  for (int i = 0; plan->arms[i] != NULL; i++)
    if (g_strcmp0 (plan->arms[i], arm) == 0)
      return i;
  return -1;
}

GArray *
_crf_allocation_history (CrfStudyFile *file, CrfKeyring *keyring, const CrfMinimisationPlan *plan, const char *list, gint64 number, GError **error)
{
  g_autoptr (GArray) history = crf_minimised_new ();
  g_autoptr (CrfStatement) query = crf_db_query (file->db, error,
                                                 "SELECT subject, detail FROM journal WHERE action = ?1 ORDER BY clock, ws, seq", "s",
                                                 CRF_ACTION_SLOT_DRAW);
  CrfStep step = CRF_STEP_ERROR;

  while (query != NULL && (step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    {
      g_autoptr (JsonObject) detail = crf_detail_parse (crf_statement_text (query, 1), error);
      g_autofree char *drawn_list = detail != NULL ? crf_detail_get (detail, "list") : NULL;
      g_autofree char *arm = NULL;
      g_auto (CrfSlot) slot = { 0 };
      guchar key[CRF_KEY_SIZE];
      CrfMinimised earlier;

      if (detail == NULL)
        return NULL;
      if (list != NULL && g_strcmp0 (drawn_list, list) == 0 && crf_detail_get_int (detail, "number", 0) == number)
        return g_steal_pointer (&history);
      if (!_crf_slot_find_checked (file, crf_statement_text (query, 0), &slot, error)
          || !_crf_slot_open_key (file, keyring, &slot, key, error))
        return NULL;
      arm = _crf_slot_open_arm (file, &slot, key, error);
      sodium_memzero (key, sizeof key);
      if (arm == NULL)
        return NULL;
      earlier = (CrfMinimised) { crf_detail_get (detail, "stratum"), find_arm (plan, arm) };
      g_array_append_val (history, earlier);
    }
  return step == CRF_STEP_DONE ? g_steal_pointer (&history) : NULL;
}

/* The list of this workstation that was begun with exactly this plan, and the number of its next slot. */
static char *
find_list (CrfStudyFile *file, const CrfMinimisationPlan *plan, gint64 *number, GError **error)
{
  g_autoptr (JsonObject) object = describe_plan (plan, file->ws);
  g_autofree char *design = crf_detail_to_text (object);
  char *list = crf_db_get_text (file->db, error, "SELECT list FROM slot_list WHERE design = ?1 ORDER BY at DESC LIMIT 1", "s", design);

  if (list == NULL)
    {
      if (error == NULL || *error == NULL)
        refuse (error, _("no minimisation was begun for this workstation and this protocol version. An account that may know the arms begins it."));
      return NULL;
    }
  *number = 1 + crf_db_get_int (file->db, NULL, 0, "SELECT count (*) FROM slot WHERE list = ?1", "s", list);
  return list;
}

gboolean
crf_allocation_has_minimisation (CrfStudyFile *file, const CrfMinimisationPlan *plan)
{
  gint64 number;
  g_autofree char *list = find_list (file, plan, &number, NULL);

  return list != NULL;
}

gboolean
crf_allocation_minimise (CrfTransaction *txn, CrfKeyring *keyring, const CrfMinimisationPlan *plan, const char *subject, const char *stratum,
                         char **number, GError **error)
{
  CrfStudyFile *file = crf_transaction_get_file (txn);
  g_autoptr (GArray) history = NULL;
  g_autoptr (JsonObject) opened = NULL;
  g_autofree char *list = NULL, *secret = NULL, *hex = NULL;
  CrfNewSlot slot = { 0 };
  guchar seed[32], allocation[CRF_KEY_SIZE];
  gint64 key_number;
  int arm;

  if (crf_db_get_int (file->db, NULL, 0, "SELECT 1 FROM slot WHERE subject = ?1", "s", subject) == 1)
    return refuse (error, _("this patient has been allocated already."));
  list = find_list (file, plan, &slot.number, error);
  secret = list != NULL ? _crf_list_open (file, keyring, list, error) : NULL;
  opened = secret != NULL ? crf_detail_parse (secret, error) : NULL;
  hex = opened != NULL ? crf_detail_get (opened, "seed") : NULL;
  if (hex == NULL || sodium_hex2bin (seed, sizeof seed, hex, strlen (hex), NULL, NULL, NULL) != 0)
    return FALSE;
  history = _crf_allocation_history (file, keyring, plan, NULL, 0, error);
  if (history == NULL || !_crf_keys_get_role_public (file->db, CRF_ROLE_KEY_ALLOCATION, allocation, &key_number, error))
    return FALSE;
  arm = crf_minimisation_choose (plan, history, stratum, seed, (guint32) slot.number);
  sodium_memzero (seed, sizeof seed);
  slot.list = list;
  slot.stratum = stratum;
  slot.station = file->ws;
  slot.arm = plan->arms[arm];
  slot.allocation = allocation;
  return _crf_slot_append (txn, &slot, error) && _crf_slot_take (txn, &slot, subject, number, error);
}
