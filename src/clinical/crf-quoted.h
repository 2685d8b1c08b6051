/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody typed, in a message: valid UTF-8 and not longer than a message bears. A precision in a format counts bytes and cuts characters. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CRF_QUOTED_MOST 40 /* characters */

static inline char *
crf_quoted (const char *text)
{
  char *valid = g_utf8_make_valid (text, -1);

  if (g_utf8_strlen (valid, -1) > CRF_QUOTED_MOST)
    *g_utf8_offset_to_pointer (valid, CRF_QUOTED_MOST) = '\0';
  return valid;
}

G_END_DECLS
