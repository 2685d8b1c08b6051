/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projections of cell lots: receipt, state and movements. */

#include "crf-projection-private.h"

#include <glib/gi18n-lib.h>

gboolean
_crf_apply_lot (CrfDb *db, const CrfStored *entry, GError **error)
{
  static const char *const members[]
      = { "product",   "tissue",     "donor",    "passage",     "concentration", "basis",
          "viability", "bag_volume", "bags",     "received_at", "expires_at",    "endotoxin",
          "sterility", "mycoplasma", "identity", "storage", "subject", "dmso" };
  char *texts[G_N_ELEMENTS (members)];
  g_autofree char *lot = _crf_projection_need (entry, "lot", error);
  gboolean ok;

  if (lot == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    texts[i] = crf_detail_get (entry->detail, members[i]);
  ok = crf_db_run (
      db, error,
      "INSERT INTO lot (lot, product, tissue, donor, passage, concentration, basis, viability, "
      "bag_volume, bags, received_at, expires_at, endotoxin, sterility, mycoplasma, identity, "
      "storage, subject, dmso, "
      "state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, "
      "?18, ?19, 'received')",
      "sssssssssssssssssss", lot, texts[0], texts[1], texts[2], texts[3], texts[4], texts[5],
      texts[6], texts[7], texts[8], texts[9], texts[10], texts[11], texts[12], texts[13], texts[14],
      texts[15], texts[16], texts[17]);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_free (texts[i]);
  return ok;
}

/* Each test named is one more result; the lot's own columns hold the newest. */
static gboolean
add_results (CrfDb *db, const CrfStored *entry, const char *lot, JsonObject *tests, GError **error)
{
  g_autofree char *reported = crf_detail_get (entry->detail, "reported"), *who = _crf_projection_who (entry), *when = _crf_projection_when (entry);
  g_autoptr (GList) names = tests != NULL ? json_object_get_members (tests) : NULL;

  names = g_list_sort (names, (GCompareFunc) g_strcmp0);
  for (GList *name = names; name != NULL; name = name->next)
    {
      g_autofree char *result = crf_detail_get (tests, name->data);

      if (result != NULL
          && !crf_db_run (db, error,
                          "INSERT INTO lot_result (lot, n, test, result, reported, at, user) VALUES (?1, "
                          "(SELECT 1 + count (*) FROM lot_result WHERE lot = ?1), ?2, ?3, ?4, ?5, ?6)",
                          "ssssss", lot, (const char *) name->data, result, reported, when, who))
        return FALSE;
    }
  return TRUE;
}

gboolean
_crf_apply_lot_state (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *lot = _crf_projection_need (entry, "lot", error);
  g_autofree char *state = crf_detail_get (entry->detail, "state");
  JsonObject *tests = crf_detail_get_object (entry->detail, "tests");
  g_autofree char *viability = crf_detail_get (tests, "viability");
  g_autofree char *endotoxin = crf_detail_get (tests, "endotoxin");
  g_autofree char *sterility = crf_detail_get (tests, "sterility");
  g_autofree char *mycoplasma = crf_detail_get (tests, "mycoplasma");
  g_autofree char *identity = crf_detail_get (tests, "identity"), *who = _crf_projection_who (entry);

  return lot != NULL
         && crf_db_run (
             db, error,
             "UPDATE lot SET state = coalesce (?2, state), "
             "released_by = iif (?2 = 'released', ?3, released_by), "
             "viability = coalesce (?4, viability), endotoxin = coalesce (?5, endotoxin), "
             "sterility = coalesce (?6, sterility), mycoplasma = coalesce (?7, mycoplasma), "
             "identity = coalesce (?8, identity) WHERE lot = ?1",
             "ssssssss", lot, state, who, viability, endotoxin, sterility, mycoplasma,
             identity)
         && _crf_projection_must_change (db, entry, _("lot"), error)
         && add_results (db, entry, lot, tests, error);
}

/* Which lot a masked patient's preparation took, or that it took none, is told to holders of the key only. */
static gboolean
apply_sealed_move (CrfDb *db, const CrfStored *entry, GError **error)
{
  return crf_db_run (
      db, error,
      "INSERT INTO lot_movement_sealed (ws, seq, subject, box, at, user) VALUES (?1, ?2, ?3, ?4, "
      "?5, ?6)",
      "sissss", COL (entry, WS), entry->seq, COL (entry, SUBJECT), COL (entry, VALUE),
      COL (entry, AT), COL (entry, USER));
}

static gboolean
apply_plain_move (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *lot = _crf_projection_need (entry, "lot", error);
  g_autofree char *kind = lot != NULL ? _crf_projection_need (entry, "kind", error) : NULL;
  g_autofree char *volume = crf_detail_get (entry->detail, "volume_ml");
  g_autofree char *bags = crf_detail_get (entry->detail, "bags");
  g_autofree char *bag = crf_detail_get (entry->detail, "bag"), *who = _crf_projection_who (entry), *when = _crf_projection_when (entry);

  return kind != NULL
         && crf_db_run (
             db, error,
             "INSERT INTO lot_movement (lot, n, kind, subject, volume_ml, bags, at, user, bag) VALUES "
             "(?1, "
             "(SELECT 1 + count (*) FROM lot_movement WHERE lot = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
             "ssssssss", lot, kind, COL (entry, SUBJECT), volume, bags, when, who, bag);
}

gboolean
_crf_apply_lot_move (CrfDb *db, const CrfStored *entry, GError **error)
{
  return json_object_has_member (entry->detail, "seal") ? apply_sealed_move (db, entry, error)
                                                        : apply_plain_move (db, entry, error);
}
