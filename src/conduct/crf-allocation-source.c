/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "crf-allocation-source.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

static CrfAllocationReader reader; /* set once, before there are threads */

void
crf_allocation_source_set_reader (CrfAllocationReader function)
{
  reader = function;
}

gboolean
crf_allocation_source_read (const char *path,
                            char **rows,
                            char **sha256,
                            GError **error)
{
  *rows = *sha256 = NULL;
  if (reader != NULL)
    return reader (path, rows, sha256, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("This program does not read files of allocation lists: “%s”."), path);
  return FALSE;
}
