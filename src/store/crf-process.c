/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Core dumps are off: they would hold passphrases, keys and names. */

#include "crf-process.h"

#include <sys/prctl.h>
#include <sys/resource.h>

void
crf_process_protect (void)
{
  struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
  /* Inside Flatpak the portals find out who asks by /proc, which this would close; the sandbox
   * keeps other processes away there. */
  if (!g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
}
