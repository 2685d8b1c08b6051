/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the files of a MedDRA distribution lie, and how large they may be. */

#include "crf-meddra-file.h"

#include "crf-file-read.h"

#include <glib/gi18n-lib.h>

#define LARGEST 64 /* MB */

/* The file of that name, in whatever case; NULL: none. Free it. */
static char *
find_file (const char *folder,
           const char *name)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *one;

  while (dir != NULL && (one = g_dir_read_name (dir)) != NULL)
    if (g_ascii_strcasecmp (one, name) == 0)
      return g_build_filename (folder, one, NULL);
  return NULL;
}

static gboolean
load (const char *path,
      char **text,
      gsize *length,
      GError **error)
{
  g_autoptr (GError) fault = NULL;

  if (crf_file_read (path, NULL, LARGEST, text, length, &fault))
    return TRUE;
  g_set_error_literal (error, CRF_MEDDRA_ERROR, CRF_MEDDRA_ERROR_READ, fault->message);
  return FALSE;
}

static gboolean
fail_missing (const char *folder,
              const char *name,
              GError **error)
{
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    g_set_error (error, CRF_MEDDRA_ERROR, CRF_MEDDRA_ERROR_MISSING, _("“%s” is no folder. Name the folder of your MedDRA distribution that holds llt.asc."), folder);
  else
    g_set_error (error, CRF_MEDDRA_ERROR, CRF_MEDDRA_ERROR_MISSING,
                 _("“%1$s” has no %2$s. Name the folder of your MedDRA distribution that holds llt.asc, pt.asc, hlt.asc, hlgt.asc, soc.asc and mdhier.asc."), folder, name);
  return FALSE;
}

static gboolean
load_all (const char *folder,
          char *texts[CRF_N_MEDDRA_FILES],
          gsize lengths[CRF_N_MEDDRA_FILES],
          GError **error)
{
  for (int file = 0; file < CRF_N_MEDDRA_FILES; file++)
    {
      g_autofree char *path = find_file (folder, crf_meddra_file_name ((CrfMeddraFile) file));

      if (path == NULL && file != CRF_MEDDRA_RELEASE)
        return fail_missing (folder, crf_meddra_file_name ((CrfMeddraFile) file), error);
      if (path != NULL && !load (path, &texts[file], &lengths[file], error))
        return FALSE;
    }
  return TRUE;
}

CrfMeddra *
crf_meddra_read_folder (const char *folder,
                        const char *version,
                        const char *language,
                        GError **error)
{
  g_autofree char *beside = find_file (folder, crf_meddra_file_name (CRF_MEDDRA_LLT)), *inside = find_file (folder, "MedAscii");
  char *texts[CRF_N_MEDDRA_FILES] = { NULL };
  gsize lengths[CRF_N_MEDDRA_FILES] = { 0 };
  CrfMeddra *self = NULL;

  if (load_all (beside == NULL && inside != NULL ? inside : folder, texts, lengths, error))
    self = crf_meddra_read_texts ((const char *const *) texts, lengths, version, language, error);
  for (int file = 0; file < CRF_N_MEDDRA_FILES; file++)
    g_free (texts[file]);
  return self;
}
