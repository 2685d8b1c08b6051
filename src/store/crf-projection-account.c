/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projections of people: accounts, their public keys, roles and tasks, and the role keys. */

#include "crf-projection-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
add_account_key (CrfDb *db, const CrfStored *entry, const char *login, GError **error)
{
  g_autofree char *box = _crf_projection_need (entry, "box", error);
  g_autofree char *sign = box != NULL ? _crf_projection_need (entry, "sign", error) : NULL;

  return sign != NULL
         && crf_db_run (db, error,
                        "INSERT INTO account_key (login, n, box, sign, at) VALUES (?1, "
                        "(SELECT 1 + count (*) FROM account_key WHERE login = ?1), ?2, ?3, ?4)",
                        "ssss", login, box, sign, COL (entry, AT));
}

gboolean
_crf_apply_account_add (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *login = _crf_projection_need (entry, "login", error);
  g_autofree char *name = crf_detail_get (entry->detail, "name");

  return login != NULL
         && crf_db_run (
             db, error,
             "INSERT INTO account (login, name, must_change, added_at) VALUES (?1, ?2, ?3, ?4)",
             "ssis", login, name != NULL ? name : login,
             (gint64) crf_detail_get_boolean (entry->detail, "must_change", FALSE), COL (entry, AT))
         && add_account_key (db, entry, login, error);
}

gboolean
_crf_apply_account_keys (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *login = _crf_projection_need (entry, "login", error);

  return login != NULL && add_account_key (db, entry, login, error);
}

gboolean
_crf_apply_account_roles (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *login = _crf_projection_need (entry, "login", error);
  JsonNode *node = json_object_get_member (entry->detail, "roles");
  JsonArray *roles;

  if (login == NULL)
    return FALSE;
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return _crf_projection_refuse (entry, error, _("its detail does not say “%s”."), "roles");
  if (!crf_db_run (db, error, "DELETE FROM role_grant WHERE login = ?1", "s", login))
    return FALSE;
  roles = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (roles); i++)
    {
      JsonNode *role = json_array_get_element (roles, i);

      if (!JSON_NODE_HOLDS_VALUE (role) || json_node_get_value_type (role) != G_TYPE_STRING)
        return _crf_projection_refuse (entry, error, _("a role is not a text."));
      if (!crf_db_run (db, error, "INSERT INTO role_grant (login, n, role) VALUES (?1, ?2, ?3)",
                       "sis", login, (gint64) i + 1, json_node_get_string (role)))
        return FALSE;
    }
  return _crf_projection_account_access (db, entry, login, error);
}

gboolean
_crf_apply_account_state (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *login = _crf_projection_need (entry, "login", error);

  /* -1: not said, stays as it is. */
  return login != NULL
         && crf_db_run (db, error,
                        "UPDATE account SET enabled = iif (?2 < 0, enabled, ?2), "
                        "must_change = iif (?3 < 0, must_change, ?3) WHERE login = ?1",
                        "sii", login,
                        (gint64) crf_detail_get_boolean (entry->detail, "enabled", -1),
                        (gint64) crf_detail_get_boolean (entry->detail, "must_change", -1))
         && _crf_projection_must_change (db, entry, _("account"), error)
         && _crf_projection_account_access (db, entry, login, error);
}

gboolean
_crf_apply_delegation (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *login = _crf_projection_need (entry, "login", error);
  g_autofree char *task = login != NULL ? _crf_projection_need (entry, "task", error) : NULL;
  g_autofree char *from = crf_detail_get (entry->detail, "from");
  g_autofree char *to = crf_detail_get (entry->detail, "to");
  g_autofree char *training = crf_detail_get (entry->detail, "training");

  return task != NULL
         && crf_db_run (
             db, error,
             "INSERT INTO delegation (login, task, from_date, to_date, training, at, user, ws, seq) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (login, task, from_date) DO UPDATE "
             "SET "
             "to_date = excluded.to_date, training = excluded.training, at = excluded.at, user = "
             "excluded.user, ws = excluded.ws, seq = excluded.seq, signed = 0",
             "ssssssssi", login, task, from != NULL ? from : "", to, training, COL (entry, AT),
             COL (entry, USER), COL (entry, WS), entry->seq);
}

/* The lines that the signature has seen: those up to the head of each chain that it names. */
gboolean
_crf_projection_sign_delegations (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *date = _crf_projection_local_date (entry);
  g_auto (GStrv) heads = g_strsplit (COL (entry, SEEN) != NULL ? COL (entry, SEEN) : "", "\n", -1);

  for (char **head = heads; *head != NULL; head++)
    {
      char *colon = strchr (*head, ':');
      gint64 seq = colon != NULL ? g_ascii_strtoll (colon + 1, NULL, 10) : 0;

      if (colon == NULL)
        continue;
      *colon = '\0';
      if (!crf_db_run (db, error,
                       "UPDATE delegation SET signed = 1, signed_on = ?1, signed_to = to_date WHERE signed = 0 AND ws = ?2 AND "
                       "seq <= ?3",
                       "ssi", date, *head, seq))
        return FALSE;
    }
  return TRUE;
}

gboolean
_crf_apply_role_key (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *name = _crf_projection_need (entry, "name", error);
  g_autofree char *public = name != NULL ? _crf_projection_need (entry, "public", error) : NULL;

  return public != NULL
         && crf_db_run (db, error,
                        "INSERT INTO role_key (name, number, public, at) VALUES (?1, ?2, ?3, ?4)",
                        "siss", name, crf_detail_get_int (entry->detail, "number", 0), public,
                        COL (entry, AT));
}
