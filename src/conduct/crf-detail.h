/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The journal's "detail" column: compact JSON with text members, in the order given. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "key", "value", …, NULL; a pair with a NULL value is left out. Free it. */
char *crf_detail_new (const char *first_key, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
