/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Movements of cell lots for masked patients, for those who may open them. */

#pragma once

#include "crf-keyring.h"
#include "crf-records.h"

G_BEGIN_DECLS

typedef struct { char *lot, *kind, *subject, *volume_ml, *bags, *at, *user; } CrfLotMoveRecord;

/* All sealed movements that open, in order of the journal. */
GPtrArray *crf_records_sealed_moves (CrfStudyFile *file, CrfKeyring *keyring, GError **error);
void       crf_lot_move_record_free (CrfLotMoveRecord *record);
/* Counts @moves (NULL: none) into what is left of the lot. */
void       crf_lot_record_count_sealed (CrfLotRecord *record, CrfStudyFile *file, GPtrArray *moves);
/* How often a value of @item was stored in the whole file: numbers that are given out once are counted by it. */
int        crf_records_count_item_entries (CrfStudyFile *file, const char *item);

G_END_DECLS
