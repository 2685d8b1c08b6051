/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing CSV. */

#include "crf-csv-out.h"

#include <string.h>

/* What a spreadsheet would compute. A negative number is one, and stays it. */
static gboolean
looks_like_formula (const char *cell)
{
  return *cell != '\0' && (strchr ("=+@\t\r\n", *cell) != NULL || (*cell == '-' && cell[1 + strspn (cell + 1, "0123456789.")] != '\0'));
}

/* A cell that begins like a formula gets an apostrophe, as spreadsheets themselves write it. */
static void
add_cell (GString *text,
          const char *cell)
{
  g_string_append_c (text, '"');
  if (looks_like_formula (cell))
    g_string_append_c (text, '\'');
  for (const char *c = cell; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '"');
}

void
crf_csv_out_row (GString *text,
                 const char *const *cells,
                 guint n)
{
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      if (cells[i] != NULL)
        add_cell (text, cells[i]);
    }
  g_string_append (text, "\r\n");
}
