/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tables on standard output: tab-separated with a header line, or JSON. */

#include "crf-cli.h"

struct _CrfTable
{
  gboolean json;
  GPtrArray *columns;
  GPtrArray *cells; /* char *, row after row */
};

CrfTable *
crf_table_new (gboolean json,
               ...)
{
  CrfTable *table = g_new0 (CrfTable, 1);
  va_list arguments;

  table->json = json;
  table->columns = g_ptr_array_new_with_free_func (g_free);
  table->cells = g_ptr_array_new_with_free_func (g_free);
  va_start (arguments, json);
  for (const char *column = va_arg (arguments, const char *); column != NULL; column = va_arg (arguments, const char *))
    g_ptr_array_add (table->columns, g_strdup (column));
  va_end (arguments);
  return table;
}

void
crf_table_add_column (CrfTable *table,
                      const char *column)
{
  g_ptr_array_add (table->columns, g_strdup (column));
}

void
crf_table_add (CrfTable *table,
               const char *text)
{
  g_ptr_array_add (table->cells, g_strdup (text));
}

void
crf_table_add_format (CrfTable *table,
                      const char *format,
                      ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (table->cells, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* A tab or line break inside a cell would look like another cell. */
static void
print_cell (const char *text,
            gboolean last)
{
  g_autofree char *plain = g_strdup (text != NULL ? text : "");

  g_strdelimit (plain, "\t\n\r", ' ');
  g_print ("%s%s", plain, last ? "\n" : "\t");
}

static void
print_tsv (CrfTable *table)
{
  for (guint i = 0; i < table->columns->len; i++)
    print_cell (g_ptr_array_index (table->columns, i), i + 1 == table->columns->len);
  for (guint i = 0; i < table->cells->len; i++)
    print_cell (g_ptr_array_index (table->cells, i), (i + 1) % table->columns->len == 0);
}

void
crf_cli_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  g_print ("%s\n", text);
}

static void
print_json (CrfTable *table)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < table->cells->len; i++)
    {
      const char *cell = g_ptr_array_index (table->cells, i);

      if (i % table->columns->len == 0)
        json_builder_begin_object (builder);
      json_builder_set_member_name (builder, g_ptr_array_index (table->columns, i % table->columns->len));
      if (cell != NULL)
        json_builder_add_string_value (builder, cell);
      else
        json_builder_add_null_value (builder);
      if ((i + 1) % table->columns->len == 0)
        json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  crf_cli_print_json (builder);
}

void
crf_table_print (CrfTable *table)
{
  if (table->json)
    print_json (table);
  else
    print_tsv (table);
  g_ptr_array_unref (table->columns);
  g_ptr_array_unref (table->cells);
  g_free (table);
}
