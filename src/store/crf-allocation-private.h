/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One slot of the allocation list as stored, and what opens it. */

#pragma once

#include "crf-keyring-private.h"
#include "crf-study-file-private.h"

G_BEGIN_DECLS

typedef struct
{
  char *list, *arm, *key, *ws; /* arm: sealed under the slot's key; key: sealed to allocation */
  gint64 number, seq;
} CrfSlot;

void     _crf_slot_clear (CrfSlot *slot);
/* The slot that @subject drew; FALSE without error: none. */
gboolean _crf_slot_find (CrfDb *db, const char *subject, CrfSlot *slot, GError **error);
/* The same, compared with the entries that made and drew it. */
gboolean _crf_slot_find_checked (CrfStudyFile *file, const char *subject, CrfSlot *slot, GError **error);
/* DAMAGED unless the slot is as the entry that made it says. */
gboolean _crf_slot_check_made (CrfStudyFile *file, const CrfSlot *slot, GError **error);
/* The slot's own key, by a ring that holds allocation. */
gboolean _crf_slot_open_key (CrfStudyFile *file, CrfKeyring *keyring, const CrfSlot *slot, guchar key[CRF_KEY_SIZE], GError **error);
/* The arm; free it. */
char    *_crf_slot_open_arm (CrfStudyFile *file, const CrfSlot *slot, const guchar key[CRF_KEY_SIZE], GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrfSlot, _crf_slot_clear)

G_END_DECLS
