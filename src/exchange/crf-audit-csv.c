/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The audit trail as CSV: one line an entry, in the order of the journal. */

#include "crf-config.h"

#include "crf-audit-csv.h"

#include "crf-csv-out.h"
#include "crf-export.h"
#include "crf-use-case.h"
#include "crf-written.h"
#include "crf-xlsx-export.h"
#include "crf-readings.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  GOutputStream *stream;
  GString *line;
  GError *error;
} Writer;

static gboolean
write_line (Writer *writer)
{
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
  const char *const cells[] = { entry->id,       entry->at,    entry->offset,    entry->station,   entry->user,    entry->role,
                                entry->action,   entry->what,  entry->subject_number, entry->event, entry->eventkey, entry->form,
                                entry->formkey,  entry->group, entry->groupkey,  entry->item,      entry->old_value, entry->new_value,
                                entry->unit,     entry->missing, entry->reason,  entry->prompt,    entry->meaning };

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

/* "person=li; form=F.VISIT; action=data; from=2026-03-01T16:00:00.000Z", the same in every language; NULL: nothing is left out but what is of other
 * patients. Free it. */
static char *
chosen (const CrfAuditFilter *filter)
{
  const struct { const char *name, *value; } said[] = {
    { "person", filter->person }, { "form", filter->form }, { "action", filter->group }, { "from", filter->since }, { "until", filter->until },
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    if (said[i].value != NULL)
      g_string_append_printf (text, "%s%s=%s", text->len > 0 ? "; " : "", said[i].name, said[i].value);
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

/* Who wrote this file when, with which program, from which heads: a row like the others, the only one that is no entry of the journal. */
static gboolean
write_head (CrfSession *session,
            Writer *writer,
            const CrfAuditFilter *filter)
{
  CrfInstant now = crf_session_now (session);
  char at[CRF_INSTANT_SIZE], offset[CRF_INSTANT_SIZE];
  g_autofree char *heads = crf_export_heads (session), *line = NULL, *what = NULL, *only = chosen (filter), *whose = NULL;
  const char *version = crf_study_get_version (crf_session_get_study (session));

  line = heads != NULL ? g_strdelimit (g_strdup (heads), "\n", ' ') : g_strdup ("");
  whose = g_strdup (filter->subject != NULL ? _("of one patient") : only == NULL ? _("of all entries") : _("of some entries"));
  if (only != NULL)
    {
      g_autofree char *words = g_steal_pointer (&whose);

      /* Translators: whose entries; then in codes which of them, as person=li; form=F.VISIT */
      whose = g_strdup_printf (_("%1$s, only %2$s"), words, only);
    }
  /* Translators: version of the definition, whose entries, program and version, heads of the journal */
  what = g_strdup_printf (_("Audit trail of %1$s (%2$s), written by %3$s; journal heads: %4$s"), version, whose, "Stemward " CRF_VERSION, g_strchomp (line));
  {
    const char *const cells[] = { NULL, crf_instant_format_utc (now, at), crf_instant_format_offset (now, offset), crf_export_station (session),
                                  crf_session_get_login (session), crf_role_get_name (crf_session_get_role (session)), "trail.head", what, filter->subject,
                                  NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL };

    crf_csv_out_row (writer->line, cells, G_N_ELEMENTS (cells));
  }
  return write_line (writer);
}

static gboolean
write_trail (CrfSession *session,
             Writer *writer,
             const char *path,
             const CrfAuditFilter *filter,
             GError **error)
{
  static const char header[] = "\xEF\xBB\xBF" "entry,time_utc,offset,workstation,user,role,action,what,subject,event,eventkey,form,formkey,group,groupkey,"
                               "item,old_value,new_value,unit,missing,reason,prompt,meaning\r\n";
  gboolean done;

  g_string_append (writer->line, header);
  done = write_line (writer) && write_head (session, writer, filter) && crf_export_visit_filtered (session, filter, add_entry, writer, error);
  if (writer->error == NULL)
    return done;
  g_clear_error (error);
  return fail_writing (path, g_steal_pointer (&writer->error), error);
}

static gboolean
write_file (CrfSession *session,
            const char *path,
            const char *temporary,
            const CrfAuditFilter *filter,
            GError **error)
{
  GError *cause = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (temporary);
  g_autoptr (GFileOutputStream) stream = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  Writer writer = { .line = line };

  /* Made anew: not where a link of this name points to. */
  g_unlink (temporary);
  stream = g_file_create (file, G_FILE_CREATE_PRIVATE, NULL, &cause);
  if (stream == NULL)
    return fail_writing (path, cause, error);
  writer.stream = G_OUTPUT_STREAM (stream);
  if (!write_trail (session, &writer, path, filter, error))
    return FALSE;
  if (!g_output_stream_close (writer.stream, NULL, &cause))
    return fail_writing (path, cause, error);
  return TRUE;
}

gboolean
crf_audit_csv_export_filtered (CrfSession *session,
                               const char *path,
                               const CrfAuditFilter *filter,
                               char **sha256,
                               GError **error)
{
  g_autofree char *temporary = g_strconcat (path, ".part", NULL), *only = chosen (filter);
  g_autofree char *name = g_strconcat (filter->subject != NULL ? "audit trail of a patient" : "audit trail", only != NULL ? ", only " : NULL, only, NULL);
  const CrfWritten what = { .subject = filter->subject, .filter = name, .to = path };
  g_autoptr (CrfRefusal) refusal = NULL;
  gboolean done;

  crf_readings_begin_output (session);
  done = crf_export_permitted (session, FALSE, &refusal) && write_file (session, path, temporary, filter, error)
         && crf_written_publish (session, &what, temporary, path, sha256, &refusal, error);
  if (refusal != NULL)
    g_set_error_literal (error, CRF_XLSX_ERROR, CRF_XLSX_ERROR_PERMISSION, refusal->message);
  if (!done)
    g_unlink (temporary);
  return done;
}

gboolean
crf_audit_csv_export (CrfSession *session,
                      const char *path,
                      const char *subject,
                      char **sha256,
                      GError **error)
{
  return crf_audit_csv_export_filtered (session, path, &(CrfAuditFilter) { .subject = subject }, sha256, error);
}
