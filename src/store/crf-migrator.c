/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbered migrations. */

#include "crf-migrator.h"

#include <glib/gi18n-lib.h>

#include "crf-projection.h"

const CrfMigration crf_migrations[] = {
  { 1, crf_schema_0001, FALSE },
  { 2, crf_schema_0002, TRUE },
  { 0, NULL, FALSE },
};

int
crf_migrations_latest (const CrfMigration *steps)
{
  int latest = 0;

  for (; steps->version != 0; steps++)
    latest = steps->version;
  return latest;
}

int
crf_migrator_get_version (CrfDb *db, GError **error)
{
  return (int) crf_db_get_int (db, error, -1, "PRAGMA user_version", "");
}

static gboolean
run_step (CrfDb *db, const CrfMigration *step, GError **error)
{
  g_autofree char *set_version = g_strdup_printf ("PRAGMA user_version=%d", step->version);

  return crf_db_exec (db, step->sql, error) && crf_db_exec (db, set_version, error)
         && (!step->rebuild || crf_projection_rebuild (db, error));
}

static gboolean
run_steps (CrfDb *db, const CrfMigration *steps, int version, GError **error)
{
  for (; steps->version != 0; steps++)
    {
      if (steps->version <= version)
        continue;
      if (!run_step (db, steps, error))
        {
          g_prefix_error (error, _("Version %d of the file format: "), steps->version);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
crf_migrator_run (CrfDb *db, const CrfMigration *steps, GError **error)
{
  GError *local_error = NULL;
  int version = crf_migrator_get_version (db, &local_error);
  int latest = crf_migrations_latest (steps);
  gboolean ok;

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (version == latest)
    return TRUE;
  if (version > latest)
    {
      g_set_error (
          error, CRF_STORE_ERROR, CRF_STORE_ERROR_NEWER,
          _("“%s” was written by a newer version of Stemward (format %d, this program knows %d). "
             "Install that version."),
          crf_db_get_path (db), version, latest);
      return FALSE;
    }
  crf_db_allow_schema (db, TRUE);
  ok = crf_db_exec (db, "BEGIN EXCLUSIVE", error) && run_steps (db, steps, version, error)
       && crf_db_exec (db, "COMMIT", error);
  if (!ok && crf_db_in_transaction (db))
    crf_db_exec (db, "ROLLBACK", NULL);
  crf_db_allow_schema (db, FALSE);
  return ok;
}
