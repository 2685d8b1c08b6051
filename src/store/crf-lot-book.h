/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The book of one cell lot: every movement takes a volume from one account and puts it in another, so that
 * received = reserved + used + returned + destroyed + free holds after any history. */

#pragma once

#include "crf-study-file.h"

G_BEGIN_DECLS

/* Millionths of a millilitre. @free may fall below zero where more was used than was there: what happened is recorded. */
typedef struct
{
  gint64 received, reserved, used, returned, destroyed, free;
} CrfLotBalance;

typedef struct
{
  char *lot, *kind, *subject, *volume_ml, *bags, *bag, *at, *user;
} CrfLotMovement;

typedef struct _CrfLotBook CrfLotBook;

CrfLotBook *crf_lot_book_new (void);
void        crf_lot_book_free (CrfLotBook *self);
/* @kind: receive, reserve, unreserve, use, return or destroy; unuse and undestroy are counter movements of a correction. What a patient
 * uses, returns or destroys comes from her reservation first. @bag: numbers of the bags, "3" or "3,4", or NULL. FALSE, and nothing is
 * booked, if @volume is no decimal or below zero. */
gboolean    crf_lot_book_add (CrfLotBook *self, const char *kind, const char *subject, const char *volume, const char *bag);
void        crf_lot_book_get_balance (CrfLotBook *self, CrfLotBalance *balance);
/* Whether any movement had a volume. */
gboolean    crf_lot_book_is_known (CrfLotBook *self);
/* What @subject holds, millionths of a millilitre. */
gint64      crf_lot_book_get_reserved (CrfLotBook *self, const char *subject);
/* The kind of the last movement that named the bag (NULL: none yet), and in @subject whose it was. */
const char *crf_lot_book_get_bag (CrfLotBook *self, int bag, const char **subject);

/* All movements of @lot in order, CrfLotMovement. */
GPtrArray  *crf_records_lot_movements (CrfStudyFile *file, const char *lot, GError **error);
/* The book of @lot as it stands. @sealed: movements of masked patients that the caller could open (CrfLotMoveRecord), or NULL. */
CrfLotBook *crf_records_lot_book (CrfStudyFile *file, const char *lot, GPtrArray *sealed, GError **error);

typedef struct
{
  char *lot, *test, *result, *reported, *at, *user;
} CrfLotResult;

/* All results of @lot in the order in which they were stored, CrfLotResult. */
GPtrArray  *crf_records_lot_results (CrfStudyFile *file, const char *lot, GError **error);
/* Lots that the subject was infused from (char *), and the subjects infused from a lot (their keys). */
GPtrArray  *crf_records_lots_used_by (CrfStudyFile *file, const char *subject, GError **error);
GPtrArray  *crf_records_users_of_lot (CrfStudyFile *file, const char *lot, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfLotBook, crf_lot_book_free)

G_END_DECLS
