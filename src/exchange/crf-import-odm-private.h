/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The two ways in which an ODM file comes in. */

#pragma once

#include "crf-import-private.h"
#include "crf-odm-read.h"

G_BEGIN_DECLS

/* The file, and who signed it, in words; NULL: a data manager answers for it. */
typedef struct { const char *name, *sha256, *signer; } CrfImportSource;

/* "SE.SCREENING/F.LAB/IG.LIVER/IT.ALT". Free it. */
char            *crf_import_odm_place (const CrfOdmPoint *point);
/* A file that is not of this study, or not of this program: each value as if it were typed. */
CrfImportReport *crf_import_odm_foreign (const CrfImportRun *run, const CrfOdmData *data, const CrfImportSource *source, const char *map_path, GError **error);

G_END_DECLS
