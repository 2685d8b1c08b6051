/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exact decimals for volumes. */

#include "crf-volume.h"

#define SCALE G_GINT64_CONSTANT (1000000)
#define LARGEST (G_MAXINT64 / SCALE / 10)

gboolean
crf_volume_parse (const char *text, gint64 *millionths)
{
  gboolean negative = FALSE;
  gint64 whole = 0;
  gint64 part = 0;
  gint64 place = SCALE;
  gboolean digits = FALSE;

  if (text == NULL)
    return FALSE;
  if (*text == '-')
    negative = (text++, TRUE);
  for (; g_ascii_isdigit (*text); text++, digits = TRUE)
    {
      whole = whole * 10 + (*text - '0');
      if (whole > LARGEST)
        return FALSE;
    }
  if (*text == '.')
    for (text++; g_ascii_isdigit (*text); text++, digits = TRUE)
      {
        place /= 10;
        part += (*text - '0') * place;
      }
  if (*text != '\0' || !digits)
    return FALSE;
  *millionths = (whole * SCALE + part) * (negative ? -1 : 1);
  return TRUE;
}

char *
crf_volume_format (gint64 millionths)
{
  gint64 size = ABS (millionths);
  GString *text = g_string_new (millionths < 0 ? "-" : "");

  g_string_append_printf (text, "%" G_GINT64_FORMAT, size / SCALE);
  if (size % SCALE != 0)
    {
      g_string_append_printf (text, ".%06" G_GINT64_FORMAT, size % SCALE);
      while (text->str[text->len - 1] == '0')
        g_string_truncate (text, text->len - 1);
    }
  return g_string_free (text, FALSE);
}
