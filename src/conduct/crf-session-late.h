/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Locks and sign-outs that happened although they could not be journalled. */

#pragma once

#include "crf-transaction.h"

G_BEGIN_DECLS

typedef struct _CrfLate CrfLate;

/* @action (borrowed) CRF_ACTION_SESSION_LOCK or CRF_ACTION_SIGN_OUT_MISSING, of @login, at that time. */
CrfLate *crf_late_new (const char *action, const char *login, CrfInstant at);
void     crf_late_free (CrfLate *late);
/* Writes what the list (CrfLate; may be NULL) holds, with the times at which it was. */
gboolean crf_late_append (CrfTransaction *txn, const GPtrArray *list, GError **error);
/* The same as sentences for the person. */
void     crf_late_tell (const GPtrArray *list, GPtrArray *notices);
/* To be asked when a file has just been opened: every session without an end is journalled as that, and told. */
gboolean crf_late_find_open (CrfStudyFile *file, const CrfActor *actor, GPtrArray *notices, GError **error);

G_END_DECLS
