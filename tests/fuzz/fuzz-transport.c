/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a file that was encrypted for transport: none opens, and none leaves anything behind. */

#include "fuzz-file.h"

#include "crf-transport.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  g_autofree char *from = g_strdup (fuzz_path ("enc"));
  g_autofree char *to = g_strdup (fuzz_path ("plain"));
  g_autofree guint8 *cheap = g_memdup2 (data, size);
  g_autoptr (GError) error = NULL;

  /* A dear cost is within what is allowed, and would only make the fuzzer slow. */
  if (size >= 24 && cheap[0] == 's')
    memset (cheap + 21, 0, 3);
  if (size >= 20 && cheap[0] == 's')
    memset (cheap + 17, 0, 3);
  fuzz_write (from, cheap, size);
  FUZZ_ASSERT (!crf_transport_decrypt (from, to, "no such words", NULL, &error));
  FUZZ_ASSERT (error != NULL && g_utf8_validate (error->message, -1, NULL));
  FUZZ_ASSERT (access (to, F_OK) != 0);
  unlink (from);
  return 0;
}
