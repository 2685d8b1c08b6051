/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JSON that is printed without a tree is what json-glib prints of the same tree, whatever the strings hold. */

#include "crf-json-text.h"

#include <json-glib/json-glib.h>

static const char *const odd[] = { "", "a", "\"", "\\", "a\"b\\c", "/", "\n", "tab\tbed", "\x01", "\x1f", "\x7f", "é µ ≤ 王小明", "{\"a\":[1]}", "\xf0\x9f\xa9\xba" };

static char *
random_string (void)
{
  GString *text = g_string_new (NULL);

  for (int n = g_test_rand_int_range (0, 12); n > 0; n--)
    g_string_append_unichar (text, (gunichar) (g_test_rand_bit () ? g_test_rand_int_range (1, 0x80) : g_test_rand_int_range (0xa0, 0xd7ff)));
  return g_string_free (text, FALSE);
}

/* Both ways the same. */
static void
add_members (GString *json,
             JsonBuilder *builder,
             const char *text)
{
  gint64 number = g_test_rand_int ();
  gboolean answer = g_test_rand_bit ();

  crf_json_add_text (json, "text", text);
  json_builder_set_member_name (builder, "text");
  json_builder_add_string_value (builder, text);
  crf_json_add_name (json, "nothing");
  crf_json_add_string (json, NULL);
  json_builder_set_member_name (builder, "nothing");
  json_builder_add_string_value (builder, NULL);
  crf_json_add_name (json, "number");
  crf_json_add_integer (json, number);
  json_builder_set_member_name (builder, "number");
  json_builder_add_int_value (builder, number);
  crf_json_add_name (json, "answer");
  crf_json_add_boolean (json, answer);
  json_builder_set_member_name (builder, "answer");
  json_builder_add_boolean_value (builder, answer);
}

static void
assert_same (const char *text,
             guint n)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *expected = NULL;

  crf_json_begin (json, '{');
  json_builder_begin_object (builder);
  add_members (json, builder, text);
  crf_json_add_name (json, "list");
  crf_json_begin (json, '[');
  json_builder_set_member_name (builder, "list");
  json_builder_begin_array (builder);
  for (; n > 0; n--)
    {
      crf_json_add_string (json, text);
      json_builder_add_string_value (builder, text);
      crf_json_begin (json, '{');
      json_builder_begin_object (builder);
      if (n > 1)
        add_members (json, builder, text);
      crf_json_end (json, '}');
      json_builder_end_object (builder);
    }
  crf_json_end (json, ']');
  json_builder_end_array (builder);
  crf_json_end (json, '}');
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  expected = json_to_string (root, FALSE);
  g_assert_cmpstr (json->str, ==, expected);
}

static void
test_same (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    assert_same (odd[i], i % 4);
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *text = random_string ();

      assert_same (text, i % 4);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/conduct/json-text/it-is-what-json-glib-prints", test_same);
  return g_test_run ();
}
