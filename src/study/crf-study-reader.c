/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a study definition: loads the document, takes in the library, applies answers, builds the
 * model and checks it. The flattened document is the one that a study file keeps; reading it again
 * gives the same study. */

#include "crf-study-reader.h"

#include "crf-reading-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (crf - study - error - quark, crf_study_error)

static gint
compare_faults (gconstpointer a, gconstpointer b)
{
  const CrfFault *x = *(const CrfFault *const *) a;
  const CrfFault *y = *(const CrfFault *const *) b;
  int order;

  if (x->level != y->level)
    return x->level == CRF_FAULT_ERROR ? -1 : 1;
  order = g_strcmp0 (x->file, y->file);
  return order != 0 ? order : x->line - y->line;
}

/* Builds the model of the tree as it is now, and checks it. */
static void
build (CrfReading *self)
{
  crf_build_metadata (self);
  crf_build_design (self);
  crf_build_questions (self);
  crf_check_items (self);
  crf_check_design (self);
  crf_check_expressions (self);
  crf_check_trial (self);
}

/* Hands out the faults, errors first, and the study unless there are errors. Takes @document. */
static CrfStudy *
finish (CrfReading *self, char *document, GPtrArray **faults, GError **error)
{
  const CrfFault *first;
  CrfStudy *study = NULL;

  g_ptr_array_sort (self->faults, compare_faults);
  first = crf_reading_first_error (self);
  if (first != NULL)
    {
      g_set_error (error, CRF_STUDY_ERROR, CRF_STUDY_ERROR_INVALID, "%s:%d: %s%s%s %s", first->file,
                   first->line, first->oid != NULL ? first->oid : "",
                   first->oid != NULL ? ": " : "", first->what, first->remedy);
      g_free (document);
    }
  else
    {
      study = g_steal_pointer (&self->study);
      study->document = document;
    }
  if (faults != NULL)
    *faults = g_ptr_array_ref (self->faults);
  return study;
}

/* A definition carries no patients: what a file of both holds of data is left behind. */
static void
drop_data (CrfReading *self)
{
  static const char *const names[] = { "ClinicalData", "ReferenceData", "Association" };
  xmlNode *root = xmlDocGetRootElement (self->doc);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      xmlNode *node = crf_odm_first (root, names[i]);

      if (node != NULL)
        crf_reading_warn (
            self, node,
            g_strdup_printf (_("The file also holds data (%s), which are not taken in."),
                             names[i]),
            _("No patient of the file appears in the study."),
            _("Import the data separately once the study is created."));
      while (node != NULL)
        {
          xmlUnlinkNode (node);
          xmlFreeNode (node);
          node = crf_odm_first (root, names[i]);
        }
    }
}

CrfStudy *
crf_study_read_file (const char *path,
                     const char *library_dir,
                     GHashTable *answers,
                     GPtrArray **faults,
                     GError **error)
{
  g_autoptr (xmlDoc) doc = NULL;
  g_autoptr (CrfReading) reading = NULL;
  g_autofree char *name = NULL;
  g_autofree char *forms = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if (faults != NULL)
    *faults = NULL;
  name = g_filename_display_basename (path);
  doc = crf_odm_load_file (path, error);
  if (doc == NULL || !crf_odm_check_kind (doc, name, error))
    return NULL;
  if (library_dir == NULL)
    {
      g_autofree char *folder = g_path_get_dirname (path);

      library_dir = forms = g_build_filename (folder, "..", "forms", NULL);
    }
  reading = crf_reading_new (g_steal_pointer (&doc), name);
  drop_data (reading);
  crf_include_resolve (reading, library_dir);
  crf_answers_complete (reading);
  if (!crf_answers_apply (reading, answers, TRUE, error))
    {
      if (faults != NULL)
        *faults = g_ptr_array_ref (reading->faults);
      return NULL;
    }
  build (reading);
  return finish (reading, crf_odm_to_text (reading->doc), faults, error);
}

static void
refuse_include (CrfReading *self)
{
  xmlNode *include = crf_odm_first (self->mdv, "Include");

  if (include != NULL)
    crf_reading_error (self, include,
                       g_strdup (_("The stored document still refers to a library.")),
                       _("It would mean something else whenever the library changes."),
                       _("Create the study from its file again."));
}

CrfStudy *
crf_study_read_document (
    const char *xml, gssize length, const char *name, GPtrArray **faults, GError **error)
{
  g_autoptr (xmlDoc) doc = NULL;
  g_autoptr (CrfReading) reading = NULL;
  gsize n_bytes;
  char *document;

  g_return_val_if_fail (xml != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (faults != NULL)
    *faults = NULL;
  n_bytes = length < 0 ? strlen (xml) : (gsize) length;
  doc = crf_odm_load_memory (xml, n_bytes, name, error);
  if (doc == NULL || !crf_odm_check_kind (doc, name, error))
    return NULL;
  reading = crf_reading_new (g_steal_pointer (&doc), name);
  refuse_include (reading);
  build (reading);
  if (g_utf8_validate (xml, (gssize) n_bytes, NULL))
    document = g_strndup (xml, n_bytes); /* its SHA-256 must not change */
  else
    document = crf_odm_to_text (reading->doc);
  return finish (reading, document, faults, error);
}

CrfStudy *
crf_study_answer (CrfStudy *study, GHashTable *answers, GError **error)
{
  g_autoptr (xmlDoc) doc = NULL;
  g_autoptr (CrfReading) reading = NULL;
  const char *document;

  g_return_val_if_fail (study != NULL, NULL);

  if (answers == NULL || g_hash_table_size (answers) == 0)
    return crf_study_ref (study);
  document = crf_study_get_document (study);
  doc = crf_odm_load_memory (document, strlen (document), crf_study_get_version (study), error);
  if (doc == NULL)
    return NULL;
  reading = crf_reading_new (g_steal_pointer (&doc), crf_study_get_version (study));
  if (!crf_answers_apply (reading, answers, FALSE, error))
    return NULL;
  build (reading);
  return finish (reading, crf_odm_to_text (reading->doc), NULL, error);
}
