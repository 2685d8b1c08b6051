/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The "detail" of an entry: one compact JSON object. */

#pragma once

#include <json-glib/json-glib.h>

#include "crf-store-error.h"

G_BEGIN_DECLS

/* NULL with CONFLICT if @text is not a JSON object. A NULL @text is an empty object. */
JsonObject *crf_detail_parse (const char *text, GError **error);
/* The member as text: strings as they are, whole numbers in decimal, true "1", false "0"; NULL
 * for null, absent, objects and arrays. Free it. */
char       *crf_detail_get (JsonObject *detail, const char *member);
/* Number or decimal text; @missing where there is none. */
gint64      crf_detail_get_int (JsonObject *detail, const char *member, gint64 missing);
gboolean    crf_detail_get_boolean (JsonObject *detail, const char *member, gboolean missing);
/* The member, if it is an object; borrowed. */
JsonObject *crf_detail_get_object (JsonObject *detail, const char *member);
char       *crf_detail_to_text (JsonObject *detail);
/* An object of strings: name, value, name, value, …, NULL. Members with NULL values are left
 * out. */
char       *crf_detail_new (const char *name, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
