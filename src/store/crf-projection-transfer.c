/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projection of what came in from other study files. */

#include "crf-projection-private.h"

gboolean
_crf_apply_transfer (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *name = _crf_projection_need (entry, "name", error);
  g_autofree char *sha256 = name != NULL ? _crf_projection_need (entry, "sha256", error) : NULL;
  g_autofree char *id = g_strconcat (COL (entry, WS), ":", COL (entry, SEQ), NULL);

  return sha256 != NULL
         && crf_db_run (db, error,
                        "INSERT INTO transfer (entry, name, sha256, detail, at, user) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                        "ssssss", id, name, sha256, COL (entry, DETAIL), COL (entry, AT), COL (entry, USER));
}
