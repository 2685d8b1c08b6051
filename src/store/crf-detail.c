/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading and writing the JSON object of an entry. */

#include "crf-detail.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The four hexadecimal digits of an escape, or -1. */
static int
read_escape (const char *digits)
{
  int code = 0;

  for (guint i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (digits[i]))
        return -1;
      code = code * 16 + g_ascii_xdigit_value (digits[i]);
    }
  return code;
}

/* What json-glib reads although JSON has no such thing: half of a character, which it joins with whatever comes next, and escapes of other
 * languages, which may stand for bytes that are no text. */
static gboolean
has_odd_escape (const char *text)
{
  for (const char *at = strchr (text, '\\'); at != NULL; at = strchr (at, '\\'))
    {
      int code = at[1] == 'u' ? read_escape (at + 2) : 0;
      gboolean high = code >= 0xd800 && code < 0xdc00;

      if (at[1] == '\0' || strchr ("\"\\/bfnrtu", at[1]) == NULL || code < 0 || (code >= 0xdc00 && code < 0xe000))
        return TRUE;
      if (high)
        {
          int low = at[6] == '\\' && at[7] == 'u' ? read_escape (at + 8) : 0;

          if (low < 0xdc00 || low >= 0xe000)
            return TRUE;
        }
      at += high ? 12 : at[1] == 'u' ? 6 : 2;
    }
  return FALSE;
}

/* Details are flat. json-glib calls itself for each level and runs out of stack: a file of somebody else's making must not end the program. */
#define MAX_DEPTH 32

static gboolean
is_shallow (const char *text)
{
  gboolean quoted = FALSE;
  int depth = 0;

  for (const char *at = text; *at != '\0' && depth <= MAX_DEPTH; at++)
    {
      if (quoted && *at == '\\' && at[1] != '\0')
        at++;
      else if (*at == '"')
        quoted = !quoted;
      else if (!quoted && strchr ("'/#", *at) != NULL) /* comments and strings that only json-glib knows could hide a quotation mark */
        return FALSE;
      else if (!quoted && (*at == '[' || *at == '{'))
        depth++;
      else if (!quoted && (*at == ']' || *at == '}'))
        depth--;
    }
  return depth <= MAX_DEPTH;
}

/* json-glib writes 1e30 as "1e+30.0", which nobody can read again. The journal holds no such numbers. */
static gboolean
is_writable (JsonNode *node)
{
  g_autoptr (GList) parts = NULL;
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (JSON_NODE_HOLDS_OBJECT (node))
    parts = json_object_get_values (json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    parts = json_array_get_elements (json_node_get_array (node));
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_DOUBLE)
    return strpbrk (g_ascii_dtostr (buffer, sizeof buffer, json_node_get_double (node)), "en") == NULL;
  for (GList *l = parts; l != NULL; l = l->next)
    if (!is_writable (l->data))
      return FALSE;
  return TRUE;
}

JsonObject *
crf_detail_parse (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  if (text == NULL)
    return json_object_new ();
  node = !has_odd_escape (text) && is_shallow (text) ? json_from_string (text, NULL) : NULL;
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node) || !is_writable (node))
    {
      g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT,
                           _("The detail of an entry is not a JSON object."));
      return NULL;
    }
  return json_node_dup_object (node);
}

static JsonNode *
get_value_node (JsonObject *detail, const char *member)
{
  JsonNode *node = detail != NULL ? json_object_get_member (detail, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

char *
crf_detail_get (JsonObject *detail, const char *member)
{
  JsonNode *node = get_value_node (detail, member);
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (node == NULL)
    return NULL;
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return json_node_dup_string (node);
    case G_TYPE_INT64:
      return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
    case G_TYPE_BOOLEAN:
      return g_strdup (json_node_get_boolean (node) ? "1" : "0");
    case G_TYPE_DOUBLE:
      return g_strdup (
          g_ascii_formatd (buffer, sizeof buffer, "%.12g", json_node_get_double (node)));
    default:
      return NULL;
    }
}

gint64
crf_detail_get_int (JsonObject *detail, const char *member, gint64 missing)
{
  g_autofree char *text = crf_detail_get (detail, member);
  gint64 number;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL))
    return missing;
  return number;
}

gboolean
crf_detail_get_boolean (JsonObject *detail, const char *member, gboolean missing)
{
  g_autofree char *text = crf_detail_get (detail, member);

  if (text == NULL)
    return missing;
  return g_str_equal (text, "1") || g_str_equal (text, "true") || g_str_equal (text, "yes");
}

JsonObject *
crf_detail_get_object (JsonObject *detail, const char *member)
{
  JsonNode *node = detail != NULL ? json_object_get_member (detail, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

char *
crf_detail_to_text (JsonObject *detail)
{
  g_autoptr (JsonNode) node = json_node_alloc ();

  json_node_init_object (node, detail);
  return json_to_string (node, FALSE);
}

char *
crf_detail_new (const char *name, ...)
{
  g_autoptr (JsonObject) object = json_object_new ();
  va_list args;

  va_start (args, name);
  for (; name != NULL; name = va_arg (args, const char *))
    {
      const char *value = va_arg (args, const char *);

      if (value != NULL)
        json_object_set_string_member (object, name, value);
    }
  va_end (args);
  return crf_detail_to_text (object);
}
