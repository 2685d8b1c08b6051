/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Initials by Chinese practice, from a table of readings in data. */

#include "crf-initials.h"

#include <string.h>

#define LETTERS 4
#define FEWEST 2
#define MOST 4

typedef struct
{
  GHashTable *readings; /* character → pinyin */
  GHashTable *family;   /* the same, of first characters only */
} Table;

static void
read_line (Table *table,
           const char *line)
{
  const char *tab = strchr (line, '\t');
  gboolean family = g_str_has_prefix (line, "family ");
  const char *start = line + (family ? strlen ("family ") : 0);
  g_autofree char *text = NULL;
  const char *pinyin;

  if (*line == '#' || tab == NULL || tab <= start)
    return;
  text = g_strndup (start, (gsize) (tab - start));
  pinyin = g_intern_string (text);
  for (const char *p = tab + 1; *p != '\0'; p = g_utf8_next_char (p))
    g_hash_table_insert (family ? table->family : table->readings, GUINT_TO_POINTER (g_utf8_get_char (p)), (gpointer) pinyin);
}

/* Read once, kept for the life of the program; empty where there is no such file. */
static const Table *
get_table (const char *data_dir)
{
  static gsize once = 0;
  static Table table;

  if (g_once_init_enter (&once))
    {
      g_autofree char *path = g_build_filename (data_dir, "names", "pinyin.tsv", NULL);
      g_autofree char *text = NULL;
      g_auto (GStrv) lines = NULL;

      table.readings = g_hash_table_new (NULL, NULL);
      table.family = g_hash_table_new (NULL, NULL);
      if (g_file_get_contents (path, &text, NULL, NULL) && g_utf8_validate (text, -1, NULL))
        lines = g_strsplit (text, "\n", -1);
      for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
        read_line (&table, lines[i]);
      g_once_init_leave (&once, 1);
    }
  return &table;
}

/* Number of characters of a Chinese name without the blanks and points within it, 0 for any other. @characters holds MOST. */
static guint
take_characters (const char *name,
                 gunichar characters[MOST])
{
  guint n = 0;

  for (const char *p = name; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || c == 0x00b7 || c == 0x2022)
        continue;
      if (g_unichar_get_script (c) != G_UNICODE_SCRIPT_HAN || n == MOST)
        return 0;
      characters[n++] = c;
    }
  return n >= FEWEST ? n : 0;
}

char *
crf_initials_offer (const char *name,
                    const char *data_dir)
{
  /* How many letters each character gives, by the length of the name. */
  static const guint letters[MOST + 1][MOST] = { [2] = { 2, 2 }, [3] = { 1, 1, 2 }, [4] = { 1, 1, 1, 1 } };
  gunichar characters[MOST];
  guint n = take_characters (name, characters);
  g_autoptr (GString) initials = g_string_new (NULL);
  const Table *table = get_table (data_dir);

  for (guint i = 0; i < n; i++)
    {
      const char *pinyin = i == 0 ? g_hash_table_lookup (table->family, GUINT_TO_POINTER (characters[0])) : NULL;

      if (pinyin == NULL)
        pinyin = g_hash_table_lookup (table->readings, GUINT_TO_POINTER (characters[i]));
      /* For a syllable of one letter (鄂 e) where two are asked, practice differs: nothing is offered. */
      if (pinyin == NULL || strlen (pinyin) < letters[n][i])
        return NULL;
      for (guint j = 0; j < letters[n][i]; j++)
        g_string_append_c (initials, g_ascii_toupper (pinyin[j]));
    }
  return n > 0 ? g_string_free (g_steal_pointer (&initials), FALSE) : NULL;
}

static gboolean
fits_pattern (const char *initials)
{
  return strlen (initials) == LETTERS && strspn (initials, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == LETTERS;
}

CrfInitialsCheck
crf_initials_check (const char *initials,
                    const char *name,
                    const char *data_dir,
                    char **expected)
{
  gunichar characters[MOST];
  g_autofree char *offered = crf_initials_offer (name, data_dir);
  g_autofree char *typed = g_ascii_strup (initials, -1);
  CrfInitialsCheck check;

  if (take_characters (name, characters) == 0)
    check = CRF_INITIALS_UNKNOWN;
  else if (!fits_pattern (typed))
    check = CRF_INITIALS_PATTERN;
  else if (offered != NULL && strcmp (typed, offered) != 0)
    check = CRF_INITIALS_DIFFER;
  else
    check = CRF_INITIALS_FINE;
  *expected = g_steal_pointer (&offered);
  return check;
}
