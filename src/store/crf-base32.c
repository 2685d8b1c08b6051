/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Base32 for what people read, print and type. */

#include "crf-base32.h"

#include <sodium.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

void
crf_base32_encode (const guchar *bytes, gsize n, char *text)
{
  guint bits = 0;
  guint held = 0;

  for (gsize i = 0; i < n; i++)
    {
      held = (held << 8 | bytes[i]) & 0xfff;
      for (bits += 8; bits >= 5; bits -= 5)
        *text++ = alphabet[held >> (bits - 5) & 31];
    }
  if (bits > 0)
    *text++ = alphabet[held << (5 - bits) & 31];
  *text = '\0';
}

/* 0 … 31, -1 for a character to skip, -2 for a foreign one. */
static int
fold (char c)
{
  const char *place;

  if (c == ' ' || c == '-' || c == '\t' || c == '\n' || c == '\r')
    return -1;
  c = g_ascii_toupper (c);
  c = c == '0' ? 'O' : c == '1' ? 'I' : c == '8' ? 'B' : c;
  place = c != '\0' ? strchr (alphabet, c) : NULL;
  return place != NULL ? (int) (place - alphabet) : -2;
}

gboolean
crf_base32_decode (const char *text, guchar *bytes, gsize n)
{
  guint bits = 0;
  guint held = 0;
  gsize done = 0;
  gsize characters = 0;

  for (; *text != '\0'; text++)
    {
      int v = fold (*text);

      if (v == -1)
        continue;
      if (v < 0 || ++characters > (8 * n + 4) / 5)
        return FALSE;
      held = (held << 5 | (guint) v) & 0xfff;
      bits += 5;
      if (bits >= 8 && done < n)
        {
          bits -= 8;
          bytes[done++] = (guchar) (held >> bits & 255);
        }
    }
  return done == n && characters == (8 * n + 4) / 5 && (held & ((1u << bits) - 1)) == 0;
}

void
crf_base32_new_id (char *id)
{
  guchar bytes[5];

  randombytes_buf (bytes, sizeof bytes);
  crf_base32_encode (bytes, sizeof bytes, id);
}
