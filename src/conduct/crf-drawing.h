/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Before and after a draw: the product is confirmed, the strata are read back, the allocation is recorded. Shared by "randomise", "minimise" and
 * "enrol". */

#pragma once

#include "crf-subject-values.h"
#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* FALSE with a refusal where the definition asks for the product and the argument "product" does not confirm it. */
gboolean crf_drawing_confirm_product (CrfUseCaseContext *context);
/* TRUE if the outcome asks back: these are the strata, are they right? The answer "confirm" names them, so that others cannot be confirmed. */
gboolean crf_drawing_read_back (CrfUseCaseContext *context, const char *stratum);
/* TRUE if the outcome asks, where numbers are counted up: after the file was restored or came to another computer the next may have been given already. */
gboolean crf_drawing_ask_about_number (CrfUseCaseContext *context);
/* The subject's status, with what was confirmed. */
gboolean crf_drawing_record (CrfUseCaseContext *context, const char *number, const char *stratum, GError **error);
/* "randomise" and "minimise" from the gates to the record. @minimise: the arm is chosen now, else it lies in the next slot. */
gboolean crf_drawing_run (CrfUseCaseContext *context, gboolean minimise, GError **error);

/* So many free slots in a stratum are announced. */
#define CRF_SLOTS_LOW 4

G_END_DECLS
