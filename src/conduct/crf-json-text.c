/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Only strings need care; those with control characters are left to json-glib. */

#include "crf-json-text.h"

#include <json-glib/json-glib.h>
#include <string.h>

static void
separate (GString *json)
{
  if (json->len > 0 && strchr ("{[:", json->str[json->len - 1]) == NULL)
    g_string_append_c (json, ',');
}

void
crf_json_begin (GString *json,
                char bracket)
{
  separate (json);
  g_string_append_c (json, bracket);
}

void
crf_json_end (GString *json,
              char bracket)
{
  g_string_append_c (json, bracket);
}

static gboolean
has_control_characters (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text < ' ' || *text == 0x7f)
      return TRUE;
  return FALSE;
}

static void
append_quoted (GString *json,
               const char *text)
{
  g_string_append_c (json, '"');
  while (*text != '\0')
    {
      gsize plain = strcspn (text, "\"\\");

      g_string_append_len (json, text, (gssize) plain);
      text += plain;
      if (*text == '\0')
        break;
      g_string_append_c (json, '\\');
      g_string_append_c (json, *text++);
    }
  g_string_append_c (json, '"');
}

static void
append_string (GString *json,
               const char *text)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *printed = NULL;

  if (!has_control_characters (text))
    {
      append_quoted (json, text);
      return;
    }
  node = json_node_init_string (json_node_alloc (), text);
  printed = json_to_string (node, FALSE);
  g_string_append (json, printed);
}

void
crf_json_add_name (GString *json,
                   const char *name)
{
  separate (json);
  append_string (json, name);
  g_string_append_c (json, ':');
}

void
crf_json_add_string (GString *json,
                     const char *text)
{
  separate (json);
  if (text != NULL)
    append_string (json, text);
  else
    g_string_append (json, "null");
}

void
crf_json_add_integer (GString *json,
                      gint64 value)
{
  separate (json);
  g_string_append_printf (json, "%" G_GINT64_FORMAT, value);
}

void
crf_json_add_boolean (GString *json,
                      gboolean value)
{
  separate (json);
  g_string_append (json, value ? "true" : "false");
}

void
crf_json_add_raw (GString *json,
                  const char *text)
{
  separate (json);
  g_string_append (json, text);
}

void
crf_json_add_text (GString *json,
                   const char *name,
                   const char *text)
{
  crf_json_add_name (json, name);
  crf_json_add_string (json, text);
}
