/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The allocation list: making it, taking the next slot, opening one. */

#include "crf-allocation-list.h"
#include "crf-allocation-make-private.h"

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
  if (plan->stations != NULL)
    json_object_set_array_member (object, "stations", texts_to_json (plan->stations));
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
  if (plan->stations != NULL)
    json_object_set_array_member (object, "stations", texts_to_json (plan->stations));
  return crf_detail_to_text (object);
}

gboolean
_crf_list_append (CrfTransaction *txn, const CrfNewList *list, GError **error)
{
  const char *id = _crf_transaction_next_id (txn, error);
  g_autofree char *item = g_strconcat ("list:", list->list, NULL);
  CrfSealContext context = { crf_transaction_get_file (txn)->uuid, NULL, item, id };
  g_autofree char *box = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_LIST };

  if (id == NULL)
    return FALSE;
  box = crf_seal_to_public (&context, (const guchar *) list->secret, strlen (list->secret), list->allocation);
  entry.detail = detail = crf_detail_new ("list", list->list, "seed", box, "commitment", list->commitment, "design",
                                          list->design, NULL);
  return crf_transaction_append (txn, &entry, NULL, error);
}

void
_crf_seed_commitment (const guchar seed[32], char commitment[65])
{
  guchar digest[crypto_hash_sha256_BYTES];

  crypto_hash_sha256 (digest, seed, 32);
  sodium_bin2hex (commitment, 65, digest, sizeof digest);
}

static gboolean
append_list (Maker *maker, const guchar seed[32], GError **error)
{
  char commitment[65];
  g_autofree char *secret = plan_to_text (maker->plan, seed);
  g_autofree char *design = public_design (maker->plan);
  CrfNewList list = { maker->list, secret, commitment, design, maker->allocation };
  gboolean ok;

  _crf_seed_commitment (seed, commitment);
  ok = _crf_list_append (maker->txn, &list, error);
  sodium_memzero (secret, strlen (secret));
  return ok;
}

gboolean
_crf_slot_append (CrfTransaction *txn, const CrfNewSlot *slot, GError **error)
{
  const char *id = _crf_transaction_next_id (txn, error);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, slot->number);
  g_autofree char *item = g_strdup_printf ("slot:%s:%s", slot->list, number);
  CrfSealContext context = { crf_transaction_get_file (txn)->uuid, NULL, item, id };
  g_autofree char *arm_box = NULL;
  g_autofree char *key_box = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_SLOT };
  guchar key[CRF_KEY_SIZE];

  if (id == NULL)
    return FALSE;
  randombytes_buf (key, sizeof key);
  arm_box = crf_seal_with_key (&context, (const guchar *) slot->arm, strlen (slot->arm), key);
  key_box = crf_seal_to_public (&context, key, sizeof key, slot->allocation);
  sodium_memzero (key, sizeof key);
  detail = crf_detail_new ("list", slot->list, "number", number, "stratum", slot->stratum, "key",
                           key_box, "station", slot->station, "label", slot->label, NULL);
  entry.value = arm_box;
  entry.detail = detail;
  return crf_transaction_append (txn, &entry, NULL, error);
}

/* The sequences are numbered station by station, stratum by stratum. */
static gboolean
append_stratum (Maker *maker, const guchar seed[32], int station, int stratum, GError **error)
{
  int n_strata = (int) g_strv_length ((char **) maker->plan->strata);
  g_autoptr (GArray) sequence = crf_allocation_sequence (maker->plan, seed, station * n_strata + stratum, error);
  gboolean ok = sequence != NULL;

  for (guint i = 0; ok && i < sequence->len; i++)
    {
      CrfNewSlot slot = { .list = maker->list, .number = ++maker->number, .stratum = maker->plan->strata[stratum],
                          .station = maker->plan->stations != NULL ? maker->plan->stations[station] : NULL,
                          .arm = maker->plan->arms[g_array_index (sequence, int, i)], .allocation = maker->allocation };

      ok = _crf_slot_append (maker->txn, &slot, error);
    }
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
  for (int station = 0; ok && (station == 0 || plan->stations[station] != NULL); station++)
    {
      for (int i = 0; ok && plan->strata[i] != NULL; i++)
        ok = append_stratum (&maker, seed, station, i, error);
      if (plan->stations == NULL)
        break;
    }
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
crf_allocation_count_free_here (CrfStudyFile *file, const char *stratum)
{
  g_return_val_if_fail (file != NULL, 0);

  return (int) crf_db_get_int (file->db, NULL, 0,
                               "SELECT count (*) FROM slot WHERE subject IS NULL AND (?1 IS NULL OR stratum = ?1) "
                               "AND (station IS NULL OR station = ?2)",
                               "ss", stratum, file->ws);
}

/* When the file was last found to be another than the one written here: on a computer that has no record of it nobody can tell whether entries are
 * missing. */
#define LAST_FOUND "(SELECT max (clock) AS lost FROM journal WHERE action = ?1)"

gboolean
crf_allocation_may_repeat (CrfStudyFile *file, const char *stratum)
{
  g_return_val_if_fail (file != NULL && stratum != NULL, FALSE);

  return crf_db_get_int (file->db, NULL, 0,
                         "SELECT EXISTS (SELECT 1 FROM " LAST_FOUND ", (SELECT s.station, a.clock AS made FROM slot s JOIN journal a ON a.ws = s.ws AND "
                         "a.seq = s.seq WHERE s.stratum = ?2 AND s.subject IS NULL AND (s.station IS NULL OR s.station = ?3) ORDER BY s.seq, s.ws LIMIT 1) "
                         "WHERE station IS NULL AND made < lost AND NOT EXISTS (SELECT 1 FROM slot s JOIN journal d ON d.subject = s.subject "
                         "AND d.action = ?4 WHERE s.stratum = ?2 AND d.clock > lost))",
                         "ssss", CRF_ACTION_FILE_FOUND, stratum, file->ws, CRF_ACTION_SLOT_DRAW)
         != 0;
}

gboolean
crf_allocation_number_may_repeat (CrfStudyFile *file)
{
  g_return_val_if_fail (file != NULL, FALSE);

  return crf_db_get_int (file->db, NULL, 0,
                         "SELECT EXISTS (SELECT 1 FROM " LAST_FOUND " WHERE lost IS NOT NULL AND NOT EXISTS (SELECT 1 FROM journal WHERE clock > lost AND "
                         "action IN (?2, ?3)))",
                         "sss", CRF_ACTION_FILE_FOUND, CRF_ACTION_ENROL, CRF_ACTION_SLOT_DRAW)
         != 0;
}

int
crf_allocation_count_lists (CrfStudyFile *file)
{
  g_return_val_if_fail (file != NULL, 0);

  return (int) crf_db_get_int (file->db, NULL, 0, "SELECT count (*) FROM slot_list", "");
}

static void
slot_count_free (gpointer data)
{
  CrfSlotCount *count = data;

  g_free (count->stratum);
  g_free (count->station);
  g_free (count);
}

GPtrArray *
crf_allocation_counts (CrfStudyFile *file, GError **error)
{
  g_autoptr (GPtrArray) counts = g_ptr_array_new_with_free_func (slot_count_free);
  g_autoptr (CrfStatement) query = NULL;
  CrfStep step;

  g_return_val_if_fail (file != NULL, NULL);
  query = crf_db_query (file->db, error,
                        "SELECT stratum, station, count (*), count (*) - count (subject) FROM slot "
                        "GROUP BY stratum, station ORDER BY min (seq)",
                        "");
  if (query == NULL)
    return NULL;
  while ((step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    {
      CrfSlotCount *count = g_new0 (CrfSlotCount, 1);

      count->stratum = g_strdup (crf_statement_text (query, 0));
      count->station = g_strdup (crf_statement_text (query, 1));
      count->total = (int) crf_statement_int (query, 2);
      count->free = (int) crf_statement_int (query, 3);
      count->here = count->station == NULL || g_strcmp0 (count->station, file->ws) == 0;
      g_ptr_array_add (counts, count);
    }
  return step == CRF_STEP_DONE ? g_steal_pointer (&counts) : NULL;
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

static gboolean
is_number_taken (CrfDb *db, const char *number)
{
  return crf_db_get_int (db, NULL, 0, "SELECT 1 FROM subject WHERE allocation_number = ?1", "s", number) == 1;
}

/* "R-009"; where several workstations draw, each counts its own: "R-Q7AB-009". A number that a patient brought from another file is passed over. */
static char *
next_allocation_number (CrfStudyFile *file, const char *station)
{
  g_autofree char *number = NULL;
  gboolean several = station != NULL && crf_db_get_int (file->db, NULL, 0, "SELECT count (DISTINCT station) FROM slot", "") > 1;
  gint64 drawn = crf_db_get_int (
      file->db, NULL, 0, "SELECT 1 + count (*) FROM slot WHERE subject IS NOT NULL AND (?1 IS NULL OR station = ?1)", "s",
      several ? station : NULL);

  do
    {
      g_free (number);
      number = several ? g_strdup_printf ("R-%.4s-%03d", station, (int) drawn) : g_strdup_printf ("R-%03d", (int) drawn);
      drawn++;
    }
  while (is_number_taken (file->db, number));
  return g_steal_pointer (&number);
}

gboolean
_crf_slot_take (CrfTransaction *txn, const CrfNewSlot *slot, const char *subject, char **number, GError **error)
{
  g_autofree char *slot_number = g_strdup_printf ("%" G_GINT64_FORMAT, slot->number);
  g_autofree char *allocation = slot->label != NULL ? g_strdup (slot->label)
                                                    : next_allocation_number (crf_transaction_get_file (txn), slot->station);
  g_autofree char *detail = crf_detail_new ("list", slot->list, "number", slot_number, "stratum", slot->stratum, "allocation",
                                            allocation, NULL);
  CrfEntry entry = { .action = CRF_ACTION_SLOT_DRAW, .subject = subject, .detail = detail };

  if (!crf_transaction_append (txn, &entry, NULL, error))
    return FALSE;
  if (number != NULL)
    *number = g_steal_pointer (&allocation);
  return TRUE;
}

gboolean
crf_allocation_draw (
    CrfTransaction *txn, const char *subject, const char *stratum, char **number, GError **error)
{
  CrfStudyFile *file;
  g_autoptr (CrfStatement) query = NULL;
  g_autofree char *list = NULL, *station = NULL, *label = NULL;
  CrfNewSlot slot = { 0 };
  CrfStep step;

  g_return_val_if_fail (txn != NULL && subject != NULL, FALSE);
  file = crf_transaction_get_file (txn);
  stratum = stratum != NULL ? stratum : "";
  if (crf_db_get_int (file->db, NULL, 0, "SELECT 1 FROM slot WHERE subject = ?1", "s", subject) == 1)
    return refuse_draw (error, _("this patient has been allocated already."));
  query = crf_db_query (file->db, error,
                        "SELECT list, number, station, label FROM slot WHERE stratum = ?1 AND subject IS NULL "
                        "AND (station IS NULL OR station = ?2) ORDER BY seq, ws LIMIT 1",
                        "ss", stratum, file->ws);
  step = query != NULL ? crf_statement_step (query, error) : CRF_STEP_ERROR;
  if (step == CRF_STEP_ERROR)
    return FALSE;
  if (step == CRF_STEP_DONE)
    return refuse_draw (
        error,
        _("no slot is free in this stratum. An account that may know the arms must make more."));
  slot.list = list = g_strdup (crf_statement_text (query, 0));
  slot.number = crf_statement_int (query, 1);
  slot.station = station = g_strdup (crf_statement_text (query, 2));
  slot.label = label = g_strdup (crf_statement_text (query, 3));
  slot.stratum = stratum;
  crf_statement_reset (query);
  return _crf_slot_take (txn, &slot, subject, number, error);
}

gboolean
crf_allocation_enrol (
    CrfTransaction *txn, const char *subject, const char *arm, const char *date, char **number, GError **error)
{
  g_autofree char *allocation = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_ENROL, .subject = subject };
  gint64 enrolled;
  CrfDb *db;

  g_return_val_if_fail (txn != NULL && subject != NULL && arm != NULL, FALSE);
  db = _crf_study_file_get_db (crf_transaction_get_file (txn));
  enrolled = crf_db_get_int (db, NULL, 0, "SELECT 1 + count (arm) FROM subject", "");
  do
    {
      g_free (allocation);
      allocation = g_strdup_printf ("E-%03d", (int) enrolled++);
    }
  while (is_number_taken (db, allocation));
  detail = crf_detail_new ("allocation", allocation, "arm", arm, "date", date, NULL);
  entry.detail = detail;
  if (!crf_transaction_append (txn, &entry, NULL, error))
    return FALSE;
  if (number != NULL)
    *number = g_steal_pointer (&allocation);
  return TRUE;
}
