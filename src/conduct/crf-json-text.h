/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compact JSON as text, byte for byte as json-glib would print it: what is computed at each saved value is compared with what is stored, and
 * trees of nodes cost more than the scores in them. Commas are set where they belong. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* '{' or '['; the other ends it. */
void crf_json_begin (GString *json, char bracket);
void crf_json_end (GString *json, char bracket);
/* The name of the value that follows. */
void crf_json_add_name (GString *json, const char *name);
/* @text NULL: null. */
void crf_json_add_string (GString *json, const char *text);
void crf_json_add_integer (GString *json, gint64 value);
void crf_json_add_boolean (GString *json, gboolean value);
/* What is JSON already. */
void crf_json_add_raw (GString *json, const char *text);
/* A named string. */
void crf_json_add_text (GString *json, const char *name, const char *text);

G_END_DECLS
