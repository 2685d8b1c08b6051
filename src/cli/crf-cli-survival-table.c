/* SPDX-License-Identifier: GPL-3.0-or-later */

/* survival --csv: times, events and groups of a table. */

#include "crf-cli-survival.h"

#include "crf-csv.h"
#include "crf-number.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static int
find_column (const CrfCsv *csv,
             const char *path,
             const char *name)
{
  int column = crf_csv_find_column (csv, name);

  if (column < 0)
    g_printerr (_("%s has no column “%s”.\n"), path, name);
  return column;
}

/* "status", or "status=2" or "status=2,3". */
static gboolean
read_event_option (CrfCliSurvival *survival,
                   const CrfCsv *csv,
                   const char *option)
{
  const char *equals = strchr (option, '=');
  g_autofree char *name = NULL;

  if (equals == NULL || crf_csv_find_column (csv, option) >= 0)
    {
      survival->event = find_column (csv, survival->path, option);
      return survival->event >= 0;
    }
  name = g_strndup (option, (gsize) (equals - option));
  survival->event = find_column (csv, survival->path, name);
  survival->event_values = g_strsplit (equals + 1, ",", -1);
  return survival->event >= 0;
}

static gboolean
fail_cell (const CrfCliSurvival *survival,
           const CrfCsv *csv,
           guint line,
           int column,
           const char *what)
{
  g_printerr (_("%s, line %u, column %s: %s\n"), survival->path, line, (char *) g_ptr_array_index (csv->header, (guint) column), what);
  return FALSE;
}

static gboolean
read_status (const CrfCliSurvival *survival,
             const CrfCsv *csv,
             const CrfCsvRow *row,
             int *status)
{
  const char *cell = g_ptr_array_index (row->cells, (guint) survival->event);
  g_autofree char *what = NULL;

  if (survival->event_values != NULL)
    *status = g_strv_contains ((const char *const *) survival->event_values, cell);
  else if (g_str_equal (cell, "0") || g_str_equal (cell, "1"))
    *status = *cell == '1';
  else
    {
      what = g_strdup_printf (_("“%s” is neither 0 nor 1. Say which values are events with --event COLUMN=VALUE[,VALUE]."), cell);
      return fail_cell (survival, csv, row->line, survival->event, what);
    }
  return TRUE;
}

static gboolean
read_row (CrfCliSurvival *survival,
          const CrfCsv *csv,
          const CrfCsvRow *row,
          GPtrArray *labels)
{
  CrfSurvivalTime time = { 0 };
  g_autoptr (GError) error = NULL;

  if (!crf_number_parse_plain (g_ptr_array_index (row->cells, (guint) survival->time), &time.time, &error))
    return fail_cell (survival, csv, row->line, survival->time, error->message);
  if (time.time < 0)
    return fail_cell (survival, csv, row->line, survival->time, _("a time is 0 or more."));
  if (!read_status (survival, csv, row, &time.status))
    return FALSE;
  g_array_append_val (survival->times, time);
  g_ptr_array_add (labels, survival->by >= 0 ? g_ptr_array_index (row->cells, (guint) survival->by) : (gpointer) "all");
  return TRUE;
}

static gboolean
lacks_a_cell (const CrfCliSurvival *survival,
              const CrfCsvRow *row)
{
  const int columns[] = { survival->time, survival->event, survival->by };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (columns[i] >= 0 && *(char *) g_ptr_array_index (row->cells, (guint) columns[i]) == '\0')
      return TRUE;
  return FALSE;
}

/* Numbers by size, then words by alphabet. */
static int
compare_labels (gconstpointer a,
                gconstpointer b)
{
  const char *first = *(char *const *) a, *second = *(char *const *) b;
  double x, y;
  gboolean x_ok = crf_number_parse_plain (first, &x, NULL), y_ok = crf_number_parse_plain (second, &y, NULL);

  if (x_ok && y_ok && crf_decimal_compare (x, y) != 0)
    return x < y ? -1 : 1;
  if (x_ok != y_ok)
    return x_ok ? -1 : 1;
  return g_strcmp0 (first, second);
}

void
crf_cli_survival_number_groups (CrfCliSurvival *survival,
                                GPtrArray *labels)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < labels->len; i++)
    if (!g_hash_table_contains (numbers, g_ptr_array_index (labels, i)))
      {
        g_hash_table_insert (numbers, g_ptr_array_index (labels, i), NULL);
        g_ptr_array_add (survival->groups, g_strdup (g_ptr_array_index (labels, i)));
      }
  g_ptr_array_sort (survival->groups, compare_labels);
  for (guint i = 0; i < survival->groups->len; i++)
    g_hash_table_insert (numbers, g_ptr_array_index (survival->groups, i), GUINT_TO_POINTER (i));
  for (guint i = 0; i < labels->len; i++)
    {
      guint group = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, g_ptr_array_index (labels, i)));

      g_array_append_val (survival->group_of, group);
    }
}

static gboolean
read_rows (CrfCliSurvival *survival,
           const CrfCsv *csv)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  guint left_out = 0;

  for (guint i = 0; i < csv->rows->len; i++)
    {
      const CrfCsvRow *row = g_ptr_array_index (csv->rows, i);

      if (lacks_a_cell (survival, row))
        left_out++;
      else if (!read_row (survival, csv, row, labels))
        return FALSE;
    }
  if (left_out > 0)
    g_printerr (ngettext ("%u row without time, event or group was left out.\n", "%u rows without time, event or group were left out.\n", left_out),
                left_out);
  if (survival->times->len == 0)
    {
      g_printerr (_("%s has no row with a time and an event.\n"), survival->path);
      return FALSE;
    }
  crf_cli_survival_number_groups (survival, labels);
  return TRUE;
}

CrfExit
crf_cli_survival_read_table (CrfCliSurvival *survival,
                             const CrfCliSurvivalColumns *columns)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfCsv) csv = crf_csv_read_file (survival->path, &error);

  if (csv == NULL)
    return crf_cli_fail (error);
  survival->time = find_column (csv, survival->path, columns->time);
  survival->by = columns->by != NULL ? find_column (csv, survival->path, columns->by) : -1;
  if (survival->time < 0 || (columns->by != NULL && survival->by < 0) || !read_event_option (survival, csv, columns->event) ||
      !read_rows (survival, csv))
    return CRF_EXIT_FILE;
  return CRF_EXIT_DONE;
}
