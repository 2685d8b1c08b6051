/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The journal's "detail" column: compact JSON with text members, in the order given. */

#include "crf-detail.h"

#include <json-glib/json-glib.h>

char *
crf_detail_new (const char *first_key,
                ...)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  va_list arguments;

  json_builder_begin_object (builder);
  va_start (arguments, first_key);
  for (const char *key = first_key; key != NULL; key = va_arg (arguments, const char *))
    {
      const char *value = va_arg (arguments, const char *);

      if (value == NULL)
        continue;
      json_builder_set_member_name (builder, key);
      json_builder_add_string_value (builder, value);
    }
  va_end (arguments);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
