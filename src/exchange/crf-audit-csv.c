/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The audit trail as CSV: one line an entry, in the order of the journal. */

#include "crf-audit-csv.h"

#include "crf-csv-out.h"
#include "crf-export.h"
#include "crf-use-case.h"
#include "crf-xlsx-export.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  GOutputStream *stream;
  GChecksum *checksum;
  GString *line;
  GError *error;
} Writer;

static gboolean
write_line (Writer *writer)
{
  g_checksum_update (writer->checksum, (const guchar *) writer->line->str, (gssize) writer->line->len);
  if (!g_output_stream_write_all (writer->stream, writer->line->str, writer->line->len, NULL, NULL, &writer->error))
    return FALSE;
  g_string_truncate (writer->line, 0);
  return TRUE;
}

static gboolean
add_entry (const CrfExportEntry *entry,
           gpointer data)
{
  Writer *writer = data;
  const char *const cells[] = { entry->id,   entry->at,    entry->offset, entry->user,      entry->role,      entry->action, entry->subject_number,
                                entry->event, entry->form, entry->item,   entry->old_value, entry->new_value, entry->unit,   entry->missing,
                                entry->reason };

  crf_csv_out_row (writer->line, cells, G_N_ELEMENTS (cells));
  return write_line (writer);
}

/* Says which file it is about: "no space left" alone helps nobody. */
static gboolean
fail_writing (const char *path,
              GError *cause,
              GError **error)
{
  g_set_error (error, cause->domain, cause->code, _("The file “%s” could not be written: %s."), path, cause->message);
  g_error_free (cause);
  return FALSE;
}

static gboolean
write_trail (CrfSession *session,
             Writer *writer,
             const char *path,
             const char *subject,
             GError **error)
{
  static const char header[] = "\xEF\xBB\xBF" "entry,time_utc,offset,user,role,action,subject,event,form,item,old_value,new_value,unit,missing,reason\r\n";
  gboolean done;

  g_string_append (writer->line, header);
  done = write_line (writer) && crf_export_visit_audit (session, subject, add_entry, writer, error);
  if (writer->error == NULL)
    return done;
  g_clear_error (error);
  return fail_writing (path, g_steal_pointer (&writer->error), error);
}

static gboolean
write_file (CrfSession *session,
            const char *path,
            const char *temporary,
            const char *subject,
            char **sha256,
            GError **error)
{
  GError *cause = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (temporary);
  g_autoptr (GFileOutputStream) stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, &cause);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GString) line = g_string_new (NULL);
  Writer writer = { .checksum = checksum, .line = line };

  if (stream == NULL)
    return fail_writing (path, cause, error);
  writer.stream = G_OUTPUT_STREAM (stream);
  if (!write_trail (session, &writer, path, subject, error))
    return FALSE;
  if (!g_output_stream_close (writer.stream, NULL, &cause))
    return fail_writing (path, cause, error);
  *sha256 = g_strdup (g_checksum_get_string (checksum));
  return TRUE;
}

static gboolean
journal (CrfSession *session,
         const char *path,
         const char *subject,
         const char *sha256,
         GError **error)
{
  g_autoptr (CrfOutcome) outcome = NULL;

  if (crf_session_is_read_only (session))
    return TRUE;
  outcome = crf_conduct_with (session, "record-export", NULL, error, "to", path, "sha256", sha256, "filter",
                              subject != NULL ? "audit trail of a patient" : "audit trail", NULL);
  return outcome != NULL && crf_outcome_done (outcome);
}

gboolean
crf_audit_csv_export (CrfSession *session,
                      const char *path,
                      const char *subject,
                      char **sha256,
                      GError **error)
{
  g_autofree char *temporary = g_strconcat (path, ".part", NULL);
  g_autofree char *hash = NULL;
  g_autoptr (CrfRefusal) refusal = NULL;

  if (!crf_export_permitted (session, &refusal))
    {
      g_set_error_literal (error, CRF_XLSX_ERROR, CRF_XLSX_ERROR_PERMISSION, refusal->message);
      return FALSE;
    }
  if (!write_file (session, path, temporary, subject, &hash, error) || !journal (session, path, subject, hash, error))
    {
      g_unlink (temporary);
      return FALSE;
    }
  if (g_rename (temporary, path) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("The file “%s” could not be written: %s."), path, g_strerror (errno));
      g_unlink (temporary);
      return FALSE;
    }
  if (sha256 != NULL)
    *sha256 = g_steal_pointer (&hash);
  return TRUE;
}
