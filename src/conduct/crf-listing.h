/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Making allocation lists: shared by "generate-allocation", "append-allocation" and "upload-allocation". */

#pragma once

#include "crf-study-plan.h"
#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* Generates slots from the arguments "slots", "stations", "stratum" and "seed" (each may be absent), or begins minimisation. */
gboolean crf_listing_generate (CrfUseCaseContext *context, GError **error);
/* The lines of an uploaded list, as exchange/ reads them from its file: "line<tab>number<tab>stratum<tab>arm<tab>workstation" each. Checks each
 * against the definition; NULL with a refusal that names the line. CrfUploadedSlot; its strings belong to the array @kept receives. */
GPtrArray *crf_listing_parse (CrfUseCaseContext *context, const char *text, GPtrArray **kept);
/* The same of a list that was uploaded before, and drawn from. */
GPtrArray *crf_listing_parse_source (CrfUseCaseContext *context, const char *text, GPtrArray **kept);

G_END_DECLS
