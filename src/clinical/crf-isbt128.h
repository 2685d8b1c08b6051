/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Check character of an ISBT 128 donation identification number (DIN). The standard is
 * licensed by ICCBBA: no product-code table is shipped here.
 */

#pragma once

#include "crf-score.h"

G_BEGIN_DECLS

#define CRF_ISBT128_ERROR (crf_isbt128_error_quark ())

typedef enum {
  CRF_ISBT128_ERROR_FORM,  /* not 13 (or 13 + check) characters 0-9 A-Z */
  CRF_ISBT128_ERROR_CHECK, /* the check character does not fit */
} CrfIsbt128Error;

GQuark          crf_isbt128_error_quark     (void);

/* ISO 7064 mod 37-2 over the 13 characters; '0'-'9', 'A'-'Z', '*'; '\0' with @error. */
char            crf_isbt128_check_character (const char *din,
                                             GError    **error);

/* A DIN as typed or scanned: spaces and a leading '=' or '&' are dropped, two flag characters after
 * the 13 are ignored, a check character at the end (14 or 16 in all) is checked. The 13 characters,
 * free them. */
char           *crf_isbt128_normalise_din   (const char *typed,
                                             GError    **error);

/* As a registry result; NULL or "" is missing. */
CrfScoreResult *crf_isbt128_check           (const char *din);

G_END_DECLS
