/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Units as people and laboratories write them: "µmol/L", "umol/l", "x10^9/L", "10⁹/L" and "10*9/L"
 * find the unit they mean, among the units that one item takes. */

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
