/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MedDRA's own distribution, as whoever holds the licence has it: a folder of files with fields separated by "$" (llt.asc, pt.asc, hlt.asc, hlgt.asc, soc.asc,
 * mdhier.asc and, where there is one, meddra_release.asc). Stemward ships no term of it. Columns are those of the MedDRA Distribution File Format Document;
 * what codes of other dictionaries stand in them is passed over. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  CRF_MEDDRA_SOC,
  CRF_MEDDRA_HLGT,
  CRF_MEDDRA_HLT,
  CRF_MEDDRA_PT,
  CRF_MEDDRA_HIERARCHY,
  CRF_MEDDRA_LLT,
  CRF_MEDDRA_RELEASE,
  CRF_N_MEDDRA_FILES
} CrfMeddraFile;

#define CRF_MEDDRA_ERROR (crf_meddra_error_quark ())
typedef enum
{
  CRF_MEDDRA_ERROR_MISSING, /* a file, or the version */
  CRF_MEDDRA_ERROR_READ,
  CRF_MEDDRA_ERROR_INVALID, /* what a file says; a sentence a line, the first of them */
} CrfMeddraError;

typedef struct _CrfMeddra CrfMeddra;

GQuark      crf_meddra_error_quark (void);
/* The name of a file in the distribution. */
const char *crf_meddra_file_name (CrfMeddraFile file);
/* @version, @language: where meddra_release.asc does not say them (NULL: it must say the version; the language is "English" then). A folder "MedAscii" inside
 * is looked into too. Messages name file and line. */
CrfMeddra  *crf_meddra_read_folder (const char *folder, const char *version, const char *language, GError **error);
/* The same from texts; NULL: the file is not there. */
CrfMeddra  *crf_meddra_read_texts (const char *const texts[CRF_N_MEDDRA_FILES], const gsize lengths[CRF_N_MEDDRA_FILES], const char *version,
                                   const char *language, GError **error);
void        crf_meddra_free (CrfMeddra *self);
/* Into the user's data folder, in place of the same version and language. */
gboolean    crf_meddra_store (CrfMeddra *self, GError **error);

const char *crf_meddra_get_version (CrfMeddra *self);
const char *crf_meddra_get_language (CrfMeddra *self);
/* How many terms the file has. */
guint       crf_meddra_count (CrfMeddra *self, CrfMeddraFile file);
/* What is to be said of a reading that succeeded (char *): a file that was taken for Latin-1, names that differ between files. */
const GPtrArray *crf_meddra_get_notes (CrfMeddra *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfMeddra, crf_meddra_free)

G_END_DECLS
