/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Units as people and laboratories write them: "µmol/L", "umol/l", "x10^9/L", "10⁹/L" and "10*9/L"
 * find the unit they mean, among the units that one item takes. */

#include "crf-number.h"
#include "crf-study-private.h"

#include <string.h>

/* Folds spelling: compatibility forms (µ, ⁹, %, ℃), case, blanks, marks of multiplication and
 * power. */
static char *
fold_unit (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  g_autofree char *lower = NULL;
  GString *folded = g_string_new (NULL);

  if (normal == NULL)
    return g_string_free (folded, FALSE);
  lower = g_utf8_strdown (normal, -1);
  for (const char *p = lower; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0x03BC) /* μ */
        c = 'u';
      if (g_unichar_isspace (c) || strchr ("^*", (int) MIN (c, 0x7F)) != NULL || c == 0xD7 /* × */)
        continue;
      if (c == 'x' && folded->len == 0 && p[1] == '1')
        continue;
      g_string_append_unichar (folded, c);
    }
  return g_string_free (folded, FALSE);
}

static gboolean
matches (const char *name, const char *text, gboolean folded)
{
  g_autofree char *name_folded = NULL;

  if (name == NULL)
    return FALSE;
  if (!folded)
    return g_str_equal (name, text);
  name_folded = fold_unit (name);
  return name_folded[0] != '\0' && g_str_equal (name_folded, text);
}

static gboolean
unit_matches (const CrfUnit *unit, const char *text, gboolean folded)
{
  if (matches (unit->oid, text, folded) || matches (unit->name, text, folded)
      || matches (unit->ucum, text, folded))
    return TRUE;
  for (guint i = 0; unit->symbol != NULL && i < unit->symbol->texts->len; i++)
    if (matches (g_ptr_array_index (unit->symbol->texts, i), text, folded))
      return TRUE;
  return FALSE;
}

const CrfItemUnit *
crf_item_find_unit (const CrfItem *item, const char *text)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (item != NULL, NULL);

  if (text == NULL || text[0] == '\0' || !g_utf8_validate (text, -1, NULL))
    return NULL;
  for (guint i = 0; i < item->units->len; i++)
    {
      const CrfItemUnit *unit = g_ptr_array_index (item->units, i);

      if (unit_matches (unit->unit, text, FALSE))
        return unit;
    }
  folded = fold_unit (text);
  for (guint i = 0; i < item->units->len; i++)
    {
      const CrfItemUnit *unit = g_ptr_array_index (item->units, i);

      if (unit_matches (unit->unit, folded, TRUE))
        return unit;
    }
  return NULL;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* One line "item unit factor" for each unit that is converted from, in an order that does not depend on
 * the document. */
char *
crf_study_hash_factors (const CrfStudy *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < self->items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (self->items, i);

      for (guint j = 1; j < item->units->len; j++)
        {
          const CrfItemUnit *unit = g_ptr_array_index (item->units, j);
          char factor[CRF_DECIMAL_SIZE];

          if (crf_decimal_format (unit->factor, factor) != NULL)
            g_ptr_array_add (lines, g_strdup_printf ("%s %s %s\n", item->oid, unit->unit->oid, factor));
        }
    }
  g_ptr_array_sort (lines, compare_lines);
  for (guint i = 0; i < lines->len; i++)
    g_checksum_update (sum, g_ptr_array_index (lines, i), -1);
  return g_strndup (g_checksum_get_string (sum), 12);
}

const char *
crf_study_get_factor_version (const CrfStudy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->factor_version;
}
