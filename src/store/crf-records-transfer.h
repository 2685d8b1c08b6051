/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What came in from other study files. */

#pragma once

#include "crf-detail.h"
#include "crf-records.h"

G_BEGIN_DECLS

typedef struct { char *entry, *name, *sha256, *at, *user; JsonObject *detail; } CrfTransferInRecord;

/* In the order in which they came. */
GPtrArray *crf_records_transfers (CrfStudyFile *file, GError **error);

G_END_DECLS
