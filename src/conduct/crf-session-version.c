/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The versions of the definition that a session has read, and the one that it looks through now. */

#include "crf-session-struct.h"

#include "crf-records.h"
#include "crf-sandbox-functions.h"

void
_crf_session_version_free (gpointer data)
{
  CrfSessionVersion *version = data;

  g_clear_pointer (&version->expressions, g_hash_table_unref);
  g_clear_pointer (&version->sandbox, crf_sandbox_free);
  g_clear_pointer (&version->arms, g_hash_table_unref);
  g_clear_pointer (&version->study, crf_study_unref);
  g_free (version->mdv);
  g_free (version);
}

/* Read and prepared once, and kept: pages hold on to its parts. */
static CrfSessionVersion *
take_version (CrfSession *self,
              const char *mdv,
              GError **error)
{
  CrfSessionVersion *version;
  CrfStudy *study;

  for (guint i = 0; i < self->versions->len; i++)
    {
      version = g_ptr_array_index (self->versions, i);
      if (g_strcmp0 (version->mdv, mdv) == 0)
        return version;
    }
  study = mdv != NULL ? crf_study_file_get_study_version (self->file, mdv, error) : crf_study_file_get_study (self->file, error);
  if (study == NULL)
    return NULL;
  version = g_new0 (CrfSessionVersion, 1);
  version->mdv = g_strdup (mdv);
  version->study = crf_study_ref (study);
  version->expressions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) crf_expression_free);
  version->arms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  version->sandbox = crf_sandbox_new (error);
  if (version->sandbox == NULL || !crf_sandbox_add_scores (version->sandbox, study, error))
    {
      _crf_session_version_free (version);
      return NULL;
    }
  g_ptr_array_add (self->versions, version);
  return version;
}

gboolean
crf_session_follow_file (CrfSession *self,
                         GError **error)
{
  const char *mdv = crf_study_file_get_mdv (self->file);
  g_autoptr (GPtrArray) definitions = NULL;
  CrfSessionVersion *version;

  if (self->active != NULL && g_strcmp0 (self->active->mdv, mdv) == 0)
    return TRUE;
  version = take_version (self, mdv, error);
  definitions = version != NULL ? crf_records_definitions (self->file, error) : NULL;
  if (definitions == NULL)
    return FALSE;
  if (self->version == self->active)
    self->version = version;
  self->active = version;
  self->n_definitions = definitions->len;
  return TRUE;
}

gboolean
crf_session_has_versions (CrfSession *self)
{
  return self->n_definitions > 1;
}

const char *
crf_session_get_version (CrfSession *self)
{
  return self->version->mdv;
}

gboolean
crf_session_use_version (CrfSession *self,
                         const char *mdv,
                         GError **error)
{
  CrfSessionVersion *version = mdv != NULL ? take_version (self, mdv, error) : self->active;

  if (version == NULL)
    return FALSE;
  self->version = version;
  return TRUE;
}

GHashTable *
crf_session_get_opened_arms (CrfSession *self)
{
  return self->version->arms;
}

CrfExpression *
crf_session_get_expression (CrfSession *self,
                            const char *text,
                            GError **error)
{
  CrfExpression *expression = g_hash_table_lookup (self->version->expressions, text);

  if (expression == NULL)
    {
      expression = crf_expression_new (self->version->sandbox, self->version->study, text, error);
      if (expression != NULL)
        g_hash_table_insert (self->version->expressions, g_strdup (text), expression);
    }
  return expression;
}
