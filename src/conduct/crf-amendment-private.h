/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shared by the files of the amendment. */

#pragma once

#include "crf-amendment.h"
#include "crf-records.h"

G_BEGIN_DECLS

/* Adds to refusals what the new version would orphan or turn into something else. */
gboolean crf_amendment_find_orphans (CrfAmendment *amendment, CrfStudyFile *file, CrfStudy *older, GError **error);
void     crf_amendment_tell (CrfAmendment *amendment, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Fills effects, groups and n_forms from changes and subjects. */
gboolean crf_amendment_tell_effects (CrfAmendment *amendment, CrfStudyFile *file, CrfStudy *older, GError **error);
void     crf_amendment_refuse (CrfAmendment *amendment, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
