/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a typed number. What is read is finite, prints in the journal's form, and reads back as the same number. */

#include "fuzz.h"

#include "crf-number.h"

#include <math.h>

static void
check_round_trip (double value)
{
  char text[CRF_DECIMAL_SIZE], again[CRF_DECIMAL_SIZE];
  double back;

  /* Beyond 40 digits there is no form to print. */
  if (crf_decimal_format (value, text) == NULL)
    return;
  FUZZ_ASSERT (crf_number_parse_plain (text, &back, NULL) || fabs (value) >= 1e12 || fabs (value) < 1e-9);
  if (!crf_number_parse_plain (text, &back, NULL))
    return;
  FUZZ_ASSERT (crf_decimal_compare (value, back) == 0);
  FUZZ_ASSERT (crf_decimal_format (back, again) != NULL && g_str_equal (text, again));
  for (int places = 0; places < 8; places++)
    crf_decimal_format_places (value, places, again);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  CrfNumber number;
  double plain;
  gboolean read = crf_number_parse (text, &number, &error);

  FUZZ_ASSERT (read == (error == NULL));
  FUZZ_ASSERT (error == NULL || g_utf8_validate (error->message, -1, NULL));
  /* What is a plain number is the same number with a comparator allowed. */
  if (crf_number_parse_plain (text, &plain, NULL))
    FUZZ_ASSERT (read && number.comparator == CRF_COMPARATOR_NONE && crf_decimal_compare (plain, number.value) == 0);
  if (!read)
    return 0;
  FUZZ_ASSERT (isfinite (number.value));
  check_round_trip (number.value);
  return 0;
}
