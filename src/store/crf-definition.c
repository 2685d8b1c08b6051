/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The definitions in a study file: parsed once, and checked against their SHA-256 before. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crf-study-file-private.h"
#include "crf-study-reader.h"

/* The document whose SHA-256 is the last word of @mdv. */
static char *
load_document (CrfStudyFile *self, const char *mdv, GError **error)
{
  const char *blank = strrchr (mdv, ' ');
  const char *sha256 = blank != NULL ? blank + 1 : mdv;
  g_autofree char *document = crf_db_get_text (
      self->db, error,
      "SELECT j.value FROM definition d JOIN journal j ON j.ws = d.ws AND j.seq = d.seq "
      "WHERE d.sha256 = ?1",
      "s", sha256);
  g_autofree char *found = NULL;

  if (document == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND,
                     _("“%s” does not hold the study definition %s."), self->path, mdv);
      return NULL;
    }
  found = g_compute_checksum_for_string (G_CHECKSUM_SHA256, document, -1);
  if (g_strcmp0 (found, sha256) == 0)
    return g_steal_pointer (&document);
  g_set_error (
      error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED,
      _("The study definition in “%s” was changed. Check integrity and restore the last backup."),
      self->path);
  return NULL;
}

CrfStudy *
crf_study_file_get_study_version (CrfStudyFile *self, const char *mdv, GError **error)
{
  g_autofree char *document = NULL;
  GError *local_error = NULL;
  CrfStudy *study;

  g_return_val_if_fail (self != NULL && mdv != NULL, NULL);
  if (self->studies == NULL)
    self->studies
        = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) crf_study_unref);
  study = g_hash_table_lookup (self->studies, mdv);
  if (study != NULL)
    return study;
  document = load_document (self, mdv, &local_error);
  if (document != NULL)
    study = crf_study_read_document (document, -1, self->path, NULL, &local_error);
  if (study == NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }
  g_hash_table_insert (self->studies, g_strdup (mdv), study);
  return study;
}

CrfStudy *
crf_study_file_get_study (CrfStudyFile *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->mdv != NULL)
    return crf_study_file_get_study_version (self, self->mdv, error);
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND,
               _("“%s” has no active study definition."), self->path);
  return NULL;
}
