/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The hash is of the bytes on the disk, not of those that were meant to get there. The entry comes before the name: a power cut between the two
 * leaves an entry without its file, which does no harm, and never a file that nobody knows of. */

#include "crf-written.h"

#include "crf-export.h"
#include "crf-passphrase-rule.h"
#include "crf-readings.h"
#include "crf-transport.h"
#include "crf-use-case.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define PIECE (256 * 1024)

char *
crf_written_choice (const char *subject,
                    gboolean identifiers,
                    gboolean audit)
{
  g_autofree char *whose = subject != NULL ? g_strdup_printf (_("Patient %s"), subject) : g_strdup (_("All patients"));

  return g_strdup_printf ("%s; %s; %s", whose, identifiers ? _("with names and hospital numbers") : _("without names and hospital numbers"),
                          audit ? _("with the audit trail") : _("without the audit trail"));
}

char *
crf_written_author (CrfSession *session)
{
  /* Translators: name, login, role, workstation */
  return g_strdup_printf (_("%1$s (%2$s, %3$s), workstation %4$s"), crf_session_get_name (session), crf_session_get_login (session),
                          crf_role_get_label (crf_session_get_role (session)), crf_export_station (session));
}

char *
crf_written_hash (const char *path,
                  GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) in = g_file_read (file, NULL, error);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *piece = g_malloc (PIECE);
  gssize n = -1;

  while (in != NULL && (n = g_input_stream_read (G_INPUT_STREAM (in), piece, PIECE, NULL, error)) > 0)
    g_checksum_update (checksum, piece, n);
  return n == 0 ? g_strdup (g_checksum_get_string (checksum)) : NULL;
}

gboolean
crf_written_reserve (const char *temporary)
{
  int file;

  g_unlink (temporary);
  file = g_open (temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  return file >= 0 && close (file) == 0;
}

/* @fault: why it was not written after all. */
static gboolean
record (CrfSession *session,
        const CrfWritten *what,
        const char *sha256,
        const char *fault,
        CrfRefusal **refusal,
        GError **error)
{
  g_autoptr (CrfOutcome) outcome = NULL;

  /* From read-only media whoever may export does so; the paper says that it is not journalled. */
  if (crf_session_is_read_only (session) && what->envelopes == NULL)
    return crf_export_permitted (session, FALSE, refusal);
  if (what->envelopes != NULL)
    outcome = crf_conduct_with (session, "record-envelopes", NULL, error, "to", what->to, "sha256", sha256, "count", what->envelopes, "fault", fault,
                                NULL);
  else
    outcome = crf_conduct_with (session, "record-export", what->subject, error, "to", what->to, "sha256", sha256, "filter", what->filter, "fault",
                                fault, NULL);
  if (outcome != NULL)
    *refusal = g_steal_pointer (&outcome->refusal);
  return outcome != NULL && *refusal == NULL;
}

static gboolean
give_name (CrfSession *session,
           const CrfWritten *what,
           const char *sha256,
           const char *temporary,
           const char *path,
           GError **error)
{
  const char *why;
  g_autoptr (CrfRefusal) refusal = NULL;

  if (g_rename (temporary, path) == 0)
    return TRUE;
  why = g_strerror (errno);
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("The file “%s” could not be written: %s."), path, why);
  if (!record (session, what, sha256, why, &refusal, NULL))
    g_prefix_error (error, "%s ", _("The journal says that it was written, and that could not be corrected."));
  return FALSE;
}

gboolean
crf_written_publish (CrfSession *session,
                     const CrfWritten *what,
                     const char *temporary,
                     const char *path,
                     char **sha256,
                     CrfRefusal **refusal,
                     GError **error)
{
  g_autofree char *hash
      = crf_export_may_replace (session, path, error) && crf_readings_output_holds (session, error)
            ? crf_written_hash (temporary, error)
            : NULL;
  gboolean done = hash != NULL && record (session, what, hash, NULL, refusal, error) && give_name (session, what, hash, temporary, path, error);

  if (!done)
    g_unlink (temporary);
  else if (sha256 != NULL)
    *sha256 = g_steal_pointer (&hash);
  return done;
}

gboolean
crf_written_data (CrfSession *session,
                  const CrfWritten *what,
                  gconstpointer data,
                  gsize size,
                  const char *path,
                  CrfRefusal **refusal,
                  GError **error)
{
  g_autofree char *temporary = g_strconcat (path, ".part", NULL);

  return g_file_set_contents_full (temporary, data, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error)
         && crf_written_publish (session, what, temporary, path, NULL, refusal, error);
}

static gboolean
seal (const char *temporary,
      const char *sealed,
      const char *path,
      const char *passphrase,
      GError **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return crf_transport_encrypt (temporary, sealed, passphrase, NULL, error);
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
  g_autofree char *name = g_path_get_basename (path), *sealed = g_strconcat (temporary, CRF_TRANSPORT_SUFFIX, NULL);
  g_autofree char *fault = NULL;
  const CrfWritten what = { .subject = subject, .filter = filter, .to = name };
  gboolean done;

  fault = passphrase != NULL ? crf_passphrase_transport_fault (session, passphrase) : NULL;
  if (fault != NULL)
    {
      g_unlink (temporary);
      *refusal = crf_refusal_new ("passphrase-weak", _("Choose a longer passphrase; several words are good."), "%s", fault);
      return FALSE;
    }
  if (passphrase != NULL)
    g_unlink (sealed); /* of an attempt that was cut off */
  done = (passphrase == NULL || seal (temporary, sealed, path, passphrase, error))
         && crf_written_publish (session, &what, passphrase != NULL ? sealed : temporary, path, NULL, refusal, error);
  g_unlink (temporary);
  return done;
}
