/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pair of keys behind a printed recovery key. */

#pragma once

#include "crf-seal.h"

G_BEGIN_DECLS

/* @secret is guarded memory of the caller. */
gboolean _crf_recovery_parse_pair (const char *text, guchar public_key[CRF_KEY_SIZE], guchar *secret);

G_END_DECLS
