/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Movements of cell lots: what a patient may take, bags by number, and results that alarm. */

#pragma once

#include "crf-lot-book.h"
#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* Appends one movement. @volume in millionths of mL; @bag and @subject may be NULL. */
gboolean crf_lot_move (CrfUseCaseContext *context, const char *lot, const char *kind, const char *subject, gint64 volume, const char *bags,
                       const char *bag, GError **error);
/* Numbers of @n bags that nobody holds, "1,2"; NULL: there are not so many. Free it. */
char    *crf_lot_free_bags (CrfLotBook *book, const CrfLotRecord *lot, int n);
/* Books what was infused and what was lost of a patient's product, in millionths of mL: of reserved bags that were opened the rest is destroyed too,
 * unopened ones are free again. */
gboolean crf_lot_take (CrfUseCaseContext *context, const CrfLotRecord *lot, gint64 used, gint64 destroyed, const char *bags, GError **error);
/* Whether the result breaks the protocol's limit for the test. */
gboolean crf_lot_result_fails (CrfStudy *study, const char *test, const char *result);
/* What leaves the free stock for good, by hand: @kind "destroy" or "return", the volume and why from the arguments. */
extern const CrfParameter crf_lot_take_out_parameters[];
gboolean crf_lot_take_out (CrfUseCaseContext *context, const char *kind, GError **error);

G_END_DECLS
