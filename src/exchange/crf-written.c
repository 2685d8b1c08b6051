/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The hash is of the bytes on the disk, not of those that were meant to get there. */

#include "crf-written.h"

#include "crf-export.h"
#include "crf-transport.h"
#include "crf-use-case.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
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

static gboolean
move (const char *temporary,
      const char *path,
      GError **error)
{
  if (g_rename (temporary, path) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("The file “%s” could not be written: %s."), path, g_strerror (errno));
  return FALSE;
}

static gboolean
seal (const char *temporary,
      const char *path,
      const char *passphrase,
      GError **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return crf_transport_encrypt (temporary, path, passphrase, NULL, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _("“%s” is there already. Give the encrypted file another name."), path);
  return FALSE;
}

gboolean
crf_written_place (CrfSession *session,
                   const char *subject,
                   const char *filter,
                   const char *temporary,
                   const char *path,
                   const char *passphrase,
                   CrfRefusal **refusal,
                   GError **error)
{
  gboolean done = passphrase != NULL ? seal (temporary, path, passphrase, error) : move (temporary, path, error);

  g_unlink (temporary);
  return done && crf_written_record (session, subject, filter, path, refusal, error);
}
