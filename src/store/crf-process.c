/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Core dumps are off: they would hold passphrases, keys and names. What is freed is overwritten: names are copied by every label, text field and parser
 * on their way, and none of these cleans up after itself. */

#include "crf-process.h"

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define OVERWRITE_WITH 0x6c

void
crf_process_protect (void)
{
  struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
  crf_process_wipe_freed ();
  /* Inside Flatpak the portals find out who asks by /proc, which this would close; the sandbox
   * keeps other processes away there. */
  if (!g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
}

void
crf_process_wipe_freed (void)
{
#ifdef M_PERTURB
  mallopt (M_PERTURB, OVERWRITE_WITH);
#endif
}
