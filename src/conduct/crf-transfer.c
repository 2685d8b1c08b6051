/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A transfer: each record is looked at against the definition, and becomes one entry that says where it came from. */

#include "crf-transfer-private.h"

#include "crf-detail.h"
#include "crf-import-batch.h"
#include "crf-origin.h"
#include "crf-records-transfer.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ── Who and where ── */

CrfTransferParty *
crf_transfer_party_new (const char *oid,
                        const char *login,
                        const char *name,
                        const char *type)
{
  CrfTransferParty *party = g_new0 (CrfTransferParty, 1);

  party->oid = g_strdup (oid);
  party->login = g_strdup (login);
  party->name = g_strdup (name);
  party->type = g_strdup (type);
  return party;
}

void
crf_transfer_party_free (CrfTransferParty *party)
{
  g_free (party->oid);
  g_free (party->login);
  g_free (party->name);
  g_free (party->type);
  g_free (party);
}

static JsonArray *
parties_to_json (const GPtrArray *parties)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; parties != NULL && i < parties->len; i++)
    {
      const CrfTransferParty *party = g_ptr_array_index (parties, i);
      const struct { const char *name, *value; } members[] = { { "oid", party->oid }, { "login", party->login }, { "name", party->name },
                                                               { "type", party->type } };
      JsonObject *object = json_object_new ();

      for (guint j = 0; j < G_N_ELEMENTS (members); j++)
        if (members[j].value != NULL)
          json_object_set_string_member (object, members[j].name, members[j].value);
      json_array_add_object_element (array, object);
    }
  return array;
}

static void
add_parties (JsonObject *detail,
             const char *member,
             GPtrArray *parties)
{
  JsonNode *node = detail != NULL ? json_object_get_member (detail, member) : NULL;
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      CrfTransferParty *party;

      if (object == NULL)
        continue;
      party = g_new0 (CrfTransferParty, 1);
      party->oid = crf_detail_get (object, "oid");
      party->login = crf_detail_get (object, "login");
      party->name = crf_detail_get (object, "name");
      party->type = crf_detail_get (object, "type");
      if (party->oid != NULL)
        g_ptr_array_add (parties, party);
      else
        crf_transfer_party_free (party);
    }
}

gboolean
crf_transfer_list_parties (CrfSession *session,
                           GPtrArray **users,
                           GPtrArray **locations,
                           GError **error)
{
  g_autoptr (GPtrArray) records = crf_records_transfers (crf_session_get_file (session), error);

  if (records == NULL)
    return FALSE;
  *users = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_transfer_party_free);
  *locations = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_transfer_party_free);
  for (guint i = 0; i < records->len; i++)
    {
      const CrfTransferInRecord *record = g_ptr_array_index (records, i);

      add_parties (record->detail, "users", *users);
      add_parties (record->detail, "locations", *locations);
    }
  return TRUE;
}

/* ── Beginning and end ── */

static const CrfUseCase crf_import = {
  .name = "import",
  .title = N_ ("Import data"),
  .summary = N_ ("Takes over what another study file of the same study says of its patients."),
  .task = "enter",
};

static gboolean
append_head (CrfTransfer *self,
             const CrfTransferFile *file,
             GError **error)
{
  const struct { const char *name, *value; } members[] = { { "name", file->name }, { "sha256", file->sha256 }, { "signer", file->signer }, { "file", file->oid },
                                                           { "type", file->type }, { "created", file->created }, { "heads", file->heads } };
  g_autoptr (JsonObject) detail = json_object_new ();
  g_autofree char *text = NULL;
  CrfEntry entry = { .action = CRF_ACTION_TRANSFER };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].value != NULL)
      json_object_set_string_member (detail, members[i].name, members[i].value);
  json_object_set_array_member (detail, "users", parties_to_json (file->users));
  json_object_set_array_member (detail, "locations", parties_to_json (file->locations));
  text = crf_detail_to_text (detail);
  entry.detail = text;
  self->reason = g_strdup_printf (_("Imported from %s, SHA-256 %s."), file->oid != NULL ? file->oid : file->name, file->sha256);
  return crf_context_append (&self->context, &entry, &self->id, error);
}

static GHashTable *
oids_of (const GPtrArray *parties)
{
  GHashTable *oids = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) crf_transfer_party_free);

  for (guint i = 0; parties != NULL && i < parties->len; i++)
    {
      const CrfTransferParty *party = g_ptr_array_index (parties, i);
      CrfTransferParty *copy = crf_transfer_party_new (party->oid, party->login, party->name, party->type);

      g_hash_table_replace (oids, copy->oid, copy);
    }
  return oids;
}

CrfTransfer *
crf_transfer_begin (CrfSession *session,
                    const CrfTransferFile *file,
                    GError **error)
{
  CrfActor actor = crf_session_get_actor (session);
  CrfReadings readings = crf_readings_begin (session);
  g_autoptr (CrfTransfer) self = NULL;
  g_autoptr (CrfRefusal) refusal = NULL;

  if (!crf_batch_check_permission (session, error))
    return NULL;
  self = g_new0 (CrfTransfer, 1);
  self->subjects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->ordinals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->acts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->lots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->other_lots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < CRF_N_ASIDE; i++)
    self->aside[i] = g_ptr_array_new_with_free_func (g_free);
  self->has_patients = crf_records_count_subjects (crf_session_get_file (session), NULL) > 0;
  self->users = oids_of (file->users);
  self->locations = oids_of (file->locations);
  self->context = (CrfUseCaseContext) { .session = session, .use_case = &crf_import, .file = crf_session_get_file (session),
                                        .study = crf_session_get_study (session), .readings = readings };
  self->context.outcome = crf_outcome_new ();
  self->context.txn = crf_transaction_begin (crf_session_get_file (session), &actor, error);
  if (self->context.txn == NULL || !append_head (self, file, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
crf_transfer_free (CrfTransfer *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->context.txn, crf_transaction_free);
  g_clear_pointer (&self->context.outcome, crf_outcome_free);
  g_clear_pointer (&self->context.subject, crf_subject_record_free);
  g_hash_table_unref (self->subjects);
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->ordinals);
  g_hash_table_unref (self->acts);
  g_hash_table_unref (self->lots);
  g_hash_table_unref (self->other_lots);
  for (guint i = 0; i < CRF_N_ASIDE; i++)
    g_ptr_array_unref (self->aside[i]);
  g_hash_table_unref (self->users);
  g_hash_table_unref (self->locations);
  g_free (self->reason);
  g_free (self->id);
  g_free (self);
}

guint
crf_transfer_count_subjects (CrfTransfer *self)
{
  return self->n_subjects;
}

/* Each patient's trail says at its end by whose hand it came. */
static gboolean
close_subjects (CrfTransfer *self,
                GError **error)
{
  g_autofree char *detail = crf_detail_new ("transfer", self->id, NULL);
  g_autoptr (GList) numbers = g_list_sort (g_hash_table_get_keys (self->subjects), (GCompareFunc) strcmp);

  for (GList *number = numbers; number != NULL; number = number->next)
    {
      CrfEntry entry = { .action = CRF_ACTION_TRANSFER_SUBJECT, .subject = g_hash_table_lookup (self->subjects, number->data), .detail = detail,
                         .reason = self->reason };

      if (*entry.subject != '\0' && !crf_context_append (&self->context, &entry, NULL, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
crf_transfer_commit (CrfTransfer *self,
                     GError **error)
{
  return close_subjects (self, error) && crf_readings_hold (self->context.session, &self->context.readings, error) &&
         crf_transaction_commit (self->context.txn, error);
}
