/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a dictionary's files, one after the other with form feeds between: it is read with a version and terms, or refused with a sentence. */

#include "fuzz.h"

#include "crf-meddra-file.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  const char *texts[CRF_N_MEDDRA_FILES] = { NULL }, *at = (const char *) data, *end = at + size;
  gsize lengths[CRF_N_MEDDRA_FILES] = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfMeddra) meddra = NULL;

  for (guint file = 0; at != NULL && file < CRF_N_MEDDRA_FILES; file++)
    {
      const char *next = memchr (at, '\f', (gsize) (end - at));

      texts[file] = at;
      lengths[file] = (gsize) ((next != NULL ? next : end) - at);
      at = next != NULL ? next + 1 : NULL;
    }
  meddra = crf_meddra_read_texts (texts, lengths, "0.1", NULL, &error);
  FUZZ_ASSERT ((meddra != NULL) == (error == NULL));
  FUZZ_ASSERT (error == NULL || g_utf8_validate (error->message, -1, NULL));
  FUZZ_ASSERT (meddra == NULL || crf_meddra_count (meddra, CRF_MEDDRA_LLT) > 0);
  return 0;
}
