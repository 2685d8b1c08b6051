/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The hash is of the bytes on the disk, not of those that were meant to get there. */

#include "crf-written.h"

#include "crf-export.h"
#include "crf-use-case.h"

#include <glib/gstdio.h>

static gboolean
record (CrfSession *session,
        const char *subject,
        const char *filter,
        const char *path,
        CrfRefusal **refusal,
        GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *contents = NULL, *sha256 = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;
  gsize length;

  /* From read-only media whoever may export does so; the paper says that it is not journalled. */
  if (crf_session_is_read_only (session))
    return crf_export_permitted (session, refusal);
  if (!g_file_get_contents (path, &contents, &length, error))
    return FALSE;
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) contents, length);
  outcome = crf_conduct_with (session, "record-export", subject, error, "to", name, "sha256", sha256, "filter", filter, NULL);
  if (outcome != NULL)
    *refusal = g_steal_pointer (&outcome->refusal);
  return outcome != NULL && *refusal == NULL;
}

gboolean
crf_written_record (CrfSession *session,
                    const char *subject,
                    const char *filter,
                    const char *path,
                    CrfRefusal **refusal,
                    GError **error)
{
  if (record (session, subject, filter, path, refusal, error))
    return TRUE;
  g_unlink (path);
  return FALSE;
}
