/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Typed text brought to plain forms. Chinese input methods produce full-width digits and marks, and
 * spreadsheets produce no-break blanks and the typographic minus; all of them mean their plain
 * form. */

#include "crf-typed-private.h"

#include <string.h>

#define MAX_TYPED_BYTES 200
#define MAX_QUOTED_CHARACTERS 40

static gunichar
to_plain (gunichar c)
{
  if (c >= 0xFF01 && c <= 0xFF5E) /* full-width forms of ! to ~ */
    return c - 0xFF01 + 0x21;

  switch (c)
    {
    case 0x3002: /* 。 typed for a point */
      return '.';
    case 0x300A: /* 《 typed for < */
    case 0x3008:
      return '<';
    case 0x300B:
    case 0x3009:
      return '>';
    case 0x2212: /* typographic minus */
    case 0x2010: /* hyphens */
    case 0x2011:
      return '-';
    default:
      return g_unichar_isspace (c) ? ' ' : c;
    }
}

char *
crf_typed_to_plain (const char *text)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) > MAX_TYPED_BYTES || !g_utf8_validate (text, -1, NULL))
    return NULL;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_unichar (plain, to_plain (g_utf8_get_char (p)));
  return g_strdup (g_strstrip (plain->str));
}

char *
crf_typed_quote (const char *text)
{
  g_autofree char *valid
      = g_utf8_make_valid (text, MIN (strlen (text), 4 * MAX_QUOTED_CHARACTERS + 4));
  GString *quoted = g_string_new (NULL);
  guint n = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (++n > MAX_QUOTED_CHARACTERS)
        {
          g_string_append (quoted, "…");
          break;
        }
      g_string_append_unichar (quoted, g_unichar_iscntrl (c) ? ' ' : c);
    }
  return g_string_free (quoted, FALSE);
}
