/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a code that is typed or scanned: a donation identification number, a recovery key or an envelope's code. What is read is read again as
 * the same from its own form. */

#include "fuzz.h"

#include "crf-base32.h"
#include "crf-isbt128.h"

#include <string.h>

static void
check_din (const char *text)
{
  g_autoptr (GError) error = NULL, form_error = NULL;
  g_autofree char *din = crf_isbt128_normalise_din (text, &error), *again = NULL;
  char check = crf_isbt128_check_character (text, &form_error);

  FUZZ_ASSERT ((din != NULL) == (error == NULL) && (check != '\0') == (form_error == NULL));
  FUZZ_ASSERT (error == NULL || g_utf8_validate (error->message, -1, NULL));
  FUZZ_ASSERT (form_error == NULL || g_utf8_validate (form_error->message, -1, NULL));
  if (din == NULL)
    return;
  FUZZ_ASSERT (strlen (din) == 13 && strspn (din, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 13);
  again = crf_isbt128_normalise_din (din, NULL);
  FUZZ_ASSERT (g_strcmp0 (din, again) == 0);
}

static void
check_base32 (const char *text,
              gsize n)
{
  guchar bytes[32], back[32];
  char written[(8 * 32 + 4) / 5 + 1];

  if (!crf_base32_decode (text, bytes, n))
    return;
  crf_base32_encode (bytes, n, written);
  FUZZ_ASSERT (crf_base32_decode (written, back, n) && memcmp (bytes, back, n) == 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  check_din (text);
  for (gsize n = 5; n <= 32; n += 9)
    check_base32 (text, n);
  check_base32 (text, 16);
  return 0;
}
