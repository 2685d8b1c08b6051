/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes the workbook beside its place, then moves it there: whole or not at all. */

#include "crf-config.h"

#include "crf-xlsx-export.h"

#include "crf-passphrase-rule.h"
#include "crf-use-case.h"
#include "crf-written.h"
#include "crf-xlsx-private.h"

#include <errno.h>
#include "crf-transport.h"
#include "crf-readings.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

G_DEFINE_QUARK (crf-xlsx-error-quark, crf_xlsx_error)

static void
make_formats (CrfWorkbook *book)
{
  static const char *const decimals[] = { "0", "0.0", "0.00", "0.000", "0.0000" };

  book->header = workbook_add_format (book->workbook);
  format_set_bold (book->header);
  format_set_bottom (book->header, LXW_BORDER_THIN);
  format_set_bg_color (book->header, 0xEDF2F7);
  book->date = workbook_add_format (book->workbook);
  format_set_num_format (book->date, "yyyy-mm-dd");
  book->datetime = workbook_add_format (book->workbook);
  format_set_num_format (book->datetime, "yyyy-mm-dd hh:mm");
  for (guint i = 0; i < G_N_ELEMENTS (decimals); i++)
    {
      book->decimals[i] = workbook_add_format (book->workbook);
      format_set_num_format (book->decimals[i], decimals[i]);
    }
}

/* What the file says of itself before it is opened. Its library calls the application "Microsoft Excel", which cannot be told otherwise: the program
 * stands in the comments, and in a property of its own. */
static void
set_properties (CrfWorkbook *book)
{
  g_autofree char *title = g_strdup_printf ("%s · %s", crf_study_get_protocol (book->study), _("Study data"));
  lxw_doc_properties properties = { .title = title, .author = (char *) crf_session_get_name (book->session), .comments = (char *) "Stemward " CRF_VERSION,
                                    .created = (time_t) (crf_session_now (book->session).utc_ms / 1000) };

  workbook_set_properties (book->workbook, &properties);
  workbook_set_custom_property_string (book->workbook, "Program", "Stemward");
  workbook_set_custom_property_string (book->workbook, "Program version", CRF_VERSION);
}

static gboolean
write_sheets (CrfWorkbook *book,
              GError **error)
{
  return crf_xlsx_write_study (book, error) && crf_xlsx_write_dictionary (book, error) && crf_xlsx_write_checks (book, error) &&
         crf_xlsx_write_patients (book, error) && crf_xlsx_write_deviations (book, error) && crf_xlsx_write_classes (book, error) &&
         crf_xlsx_write_logs (book, error) &&
         (!book->options->audit || crf_xlsx_write_audit (book, error));
}

/* What libxlsxwriter could not write is nearly always a full disk; the sentence says where and what to do. */
static gboolean
fail_writing (const char *path,
              const char *why,
              GError **error)
{
  g_set_error (error, CRF_XLSX_ERROR, CRF_XLSX_ERROR_WRITE,
               _("The workbook “%s” cannot be written (%s). Choose another folder or free some space; nothing was left behind."), path, why);
  return FALSE;
}

static gboolean
write_workbook (CrfWorkbook *book,
                const char *path,
                const char *temporary,
                GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = folder };
  g_autoptr (GPtrArray) kept = NULL;
  g_autoptr (GString) xml = NULL;
  GArray *files;
  lxw_error closed;
  gboolean done;
  int code;

  if (g_access (folder, W_OK) != 0)
    return fail_writing (path, g_strerror (errno), error);
  /* Names of patients may go in: the file is nobody else's from its first byte on. libxlsxwriter opens what is there, and leaves its mode as it is. */
  if (!crf_written_reserve (temporary))
    return fail_writing (path, g_strerror (errno), error);
  book->workbook = workbook_new_opt (temporary, &options);
  if (book->workbook == NULL)
    return fail_writing (path, g_strerror (errno), error);
  make_formats (book);
  set_properties (book);
  xml = book->xml = g_string_new (NULL);
  done = write_sheets (book, error);
  if (done)
    kept = crf_xlsx_keep_rows (book->workbook);
  files = crf_xlsx_hold_files (book->workbook);
  errno = 0;
  closed = workbook_close (book->workbook);
  code = errno;
  crf_xlsx_release_files (files, closed != LXW_NO_ERROR);
  if (!done)
    return FALSE;
  if (closed != LXW_NO_ERROR)
    return fail_writing (path, code != 0 ? g_strerror (code) : lxw_strerror (closed), error);
  if (kept == NULL || !crf_xlsx_check_file (temporary, kept))
    return fail_writing (path, _("it would have holes: the disk was full while it was written"), error);
  return TRUE;
}

static gboolean
finish (CrfSession *session,
        const char *temporary,
        const char *path,
        const CrfXlsxOptions *options,
        char **sha256,
        GError **error)
{
  g_autofree char *filter = g_strconcat (options->subject != NULL ? options->subject : "all", options->identifiers ? ", with identifiers" : "",
                                        options->audit ? ", with audit trail" : NULL, NULL);
  const CrfWritten what = { .filter = filter, .to = path };
  g_autofree char *sealed = g_strconcat (temporary, CRF_TRANSPORT_SUFFIX, NULL);
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) cause = NULL;

  if (options->passphrase != NULL)
    {
      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return fail_writing (path, g_strerror (EEXIST), error);
      if (!crf_transport_encrypt (temporary, sealed, options->passphrase, NULL, error))
        return FALSE;
      /* It takes the place of the plain one. */
      if (g_rename (sealed, temporary) != 0)
        {
          g_unlink (sealed);
          return fail_writing (path, g_strerror (errno), error);
        }
    }
  if (crf_written_publish (session, &what, temporary, path, sha256, &refusal, &cause))
    return TRUE;
  if (refusal != NULL)
    g_set_error_literal (error, CRF_XLSX_ERROR, CRF_XLSX_ERROR_PERMISSION, refusal->message);
  else
    g_set_error_literal (error, CRF_XLSX_ERROR, CRF_XLSX_ERROR_WRITE, cause->message);
  return FALSE;
}

/* libxlsxwriter keeps the file open that it could not finish: emptied first, it takes no room until the program ends. */
static void
discard (const char *temporary)
{
  if (truncate (temporary, 0) == 0 || errno != ENOENT)
    g_unlink (temporary);
}

gboolean
crf_xlsx_export (CrfSession *session,
                 const char *path,
                 const CrfXlsxOptions *options,
                 CrfXlsxProgress progress,
                 gpointer data,
                 GCancellable *cancellable,
                 char **sha256,
                 GError **error)
{
  static const CrfXlsxOptions defaults = { .audit = TRUE };
  g_autofree char *temporary = g_strconcat (path, ".part", NULL);
  g_autofree char *fault = NULL;
  CrfRefusal *refusal = NULL;
  CrfWorkbook book = { .session = session, .study = crf_session_get_study (session), .options = options != NULL ? options : &defaults,
                       .progress = progress, .progress_data = data, .cancellable = cancellable };
  gboolean done;

  crf_readings_begin_output (session);
  if (!crf_export_permitted (session, book.options->identifiers, &refusal))
    {
      g_set_error (error, CRF_XLSX_ERROR, CRF_XLSX_ERROR_PERMISSION, "%s %s", refusal->message, refusal->remedy != NULL ? refusal->remedy : "");
      crf_refusal_free (refusal);
      return FALSE;
    }
  fault = book.options->passphrase != NULL ? crf_passphrase_transport_fault (session, book.options->passphrase) : NULL;
  if (fault != NULL)
    {
      g_set_error_literal (error, CRF_XLSX_ERROR, CRF_XLSX_ERROR_WRITE, fault);
      return FALSE;
    }
  book.patients = crf_export_subjects (session, book.options->subject, error);
  if (book.patients == NULL)
    return FALSE;
  done = write_workbook (&book, path, temporary, error) && finish (session, temporary, path, book.options, sha256, error);
  if (!done)
    discard (temporary);
  g_ptr_array_unref (book.patients);
  return done;
}
