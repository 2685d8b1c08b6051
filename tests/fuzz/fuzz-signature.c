/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as the signature beside a file: none is read but one whose key signed it, and what is read is of one line each. */

#include "fuzz.h"

#include "crf-package.h"

#include <string.h>

static void
check_line (const char *text)
{
  FUZZ_ASSERT (text != NULL && g_utf8_validate (text, -1, NULL) && strpbrk (text, "\r\n\x1b") == NULL);
}

/* The kept inputs hold whole signatures: what one byte more or less makes of them is none, or the same. */
static void
check_signer (const CrfPackageSigner *signer,
              const guint8 *data,
              gsize size)
{
  const char *const texts[] = { signer->key, signer->fingerprint, signer->purpose, signer->sha256, signer->library, signer->study, signer->login,
                                signer->name, signer->role, signer->workstation, signer->site, signer->at, signer->digest };
  g_autofree guint8 *changed = g_memdup2 (data, size);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    check_line (texts[i]);
  FUZZ_ASSERT (strlen (signer->fingerprint) == 19 && strlen (signer->digest) == 64);
  for (gsize i = 0; i + 1 < size; i++)
    {
      g_autoptr (CrfPackageSigner) other = NULL;

      changed[i] ^= 1;
      other = crf_package_read ((const char *) changed, size, NULL);
      FUZZ_ASSERT (other == NULL || data[i] == '\n' || data[i] == ' ');
      changed[i] ^= 1;
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfPackageSigner) signer = crf_package_read ((const char *) data, size, &error);

  FUZZ_ASSERT ((signer == NULL) == (error != NULL));
  if (signer != NULL)
    check_signer (signer, data, size);
  else
    FUZZ_ASSERT (g_utf8_validate (error->message, -1, NULL));
  return 0;
}
