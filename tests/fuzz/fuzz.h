/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the fuzzed functions are held against. A finding aborts, so that the fuzzer keeps the input. */

#pragma once

#include <glib.h>
#include <stdlib.h>

G_BEGIN_DECLS

#define FUZZ_ASSERT(condition)                                                                        \
  G_STMT_START                                                                                        \
  {                                                                                                   \
    if (!(condition))                                                                                 \
      {                                                                                               \
        g_printerr ("%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                           \
        abort ();                                                                                     \
      }                                                                                               \
  }                                                                                                   \
  G_STMT_END

/* Called by the fuzzer, and by replay.c with what it found before. */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

G_END_DECLS
