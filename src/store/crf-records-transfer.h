/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What came in from other study files. */

#pragma once

#include "crf-detail.h"
#include "crf-records.h"

G_BEGIN_DECLS

typedef struct { char *entry, *name, *sha256, *at, *user; JsonObject *detail; } CrfTransferInRecord;

/* In the order in which they came. */
GPtrArray *crf_records_transfers (CrfStudyFile *file, GError **error);

/* Signatures that were given in another study file, under the subject; @target with an event and a form: on that form. @key NULL: it could not be checked. */
typedef struct { char *entry, *event, *eventkey, *form, *formkey, *meaning, *who, *at, *off, *key; gboolean void_; } CrfForeignSignatureRecord;
GPtrArray *crf_records_foreign_signatures (CrfStudyFile *file, const CrfEntry *target, GError **error);
/* Whether the signature of that entry ("ws:seq"), given here or elsewhere, is void. */
gboolean   crf_records_is_void (CrfStudyFile *file, const char *id);
/* Whether a query, a deviation or an SAE report has that key. */
gboolean   crf_records_has_act (CrfStudyFile *file, const char *key);
/* The entry ("ws:seq") in force on an item, if it is what came in as @id; NULL: it is not. Free it. */
char      *crf_records_value_entry (CrfStudyFile *file, const CrfEntry *target, const char *id);

G_END_DECLS
