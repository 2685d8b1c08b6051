/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What all imports do: the report, the file that is read once, what is asked for and computed beside the values, the end. */

#include "crf-import-private.h"

#include "crf-file-read.h"
#include "crf-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
cell_free (CrfImportCell *cell)
{
  g_free (cell->column);
  g_free (cell->subject);
  g_free (cell->item);
  g_free (cell->before);
  g_free (cell->after);
  g_free (cell->reason);
  g_free (cell);
}

void
crf_import_report_free (CrfImportReport *report)
{
  g_clear_pointer (&report->cells, g_ptr_array_unref);
  g_clear_pointer (&report->unused, g_ptr_array_unref);
  g_clear_pointer (&report->notes, g_ptr_array_unref);
  g_free (report->sha256);
  g_free (report->signer);
  g_free (report);
}

CrfImportCell *
crf_import_report_add (CrfImportReport *report,
                       guint line,
                       const char *column,
                       const char *subject,
                       const char *item,
                       CrfImportResult result,
                       const char *reason)
{
  CrfImportCell *cell = g_new0 (CrfImportCell, 1);

  cell->line = line;
  cell->column = g_strdup (column);
  cell->subject = g_strdup (subject);
  cell->item = g_strdup (item);
  cell->result = result;
  cell->reason = g_strdup (reason);
  report->stored += result != CRF_IMPORT_REFUSED;
  report->refused += result == CRF_IMPORT_REFUSED;
  report->queries += result == CRF_IMPORT_QUERIED;
  g_ptr_array_add (report->cells, cell);
  return cell;
}

gboolean
crf_import_run_goes_on (const CrfImportRun *run,
                        guint done,
                        guint all,
                        GError **error)
{
  if (run->progress != NULL)
    run->progress ((double) done / all, run->progress_data);
  return !g_cancellable_set_error_if_cancelled (run->cancellable, error);
}

CrfImportReport *
crf_import_run_end (const CrfImportRun *run,
                    CrfBatch *batch,
                    CrfImportReport *report,
                    GError **error)
{
  g_autoptr (CrfImportReport) taken = report;

  if (!crf_batch_was_read (batch, error))
    return NULL;
  if (run->options->dry_run || (report->refused > 0 && !run->options->skip_refused))
    return g_steal_pointer (&taken);
  if (!crf_batch_commit (batch, error))
    return NULL;
  report->committed = TRUE;
  return g_steal_pointer (&taken);
}

char *
crf_import_run_value_at (const CrfImportRun *run,
                         const char *subject,
                         const CrfTarget *place,
                         const CrfItem *item)
{
  const CrfTarget target = { .subject = (char *) subject, .event = place->event, .eventkey = place->eventkey, .form = place->form,
                             .formkey = place->formkey };
  g_autoptr (CrfFormState) state = crf_reader_form (run->session, &target, NULL);
  CrfFieldState *field = state != NULL ? crf_form_state_find (state, item->oid, place->groupkey) : NULL;

  if (field == NULL || crf_value_is_empty (field->value))
    return NULL;
  return crf_value_to_display (field->value, item, crf_session_get_language (run->session));
}

gboolean
crf_import_ask_for_consent (CrfBatch *batch,
                            CrfImportReport *report,
                            const char *subject,
                            GError **error)
{
  if (crf_batch_has_consent (batch, subject))
    return TRUE;
  if (!crf_batch_open_query (batch, subject, NULL, NULL, "consent-missing", _("Imported without a consent: enter version and date."), NULL, error))
    return FALSE;
  report->queries++;
  return TRUE;
}

gboolean
crf_import_derive (CrfBatch *batch,
                   CrfImportReport *report,
                   const char *subject,
                   const char *event,
                   guint line,
                   const char *number,
                   GError **error)
{
  g_autoptr (CrfOutcome) outcome = NULL;

  if (!crf_batch_derive (batch, subject, event, &outcome, error))
    return FALSE;
  for (guint i = 0; i < outcome->notices->len; i++)
    {
      crf_import_report_add (report, line, NULL, number, NULL, CRF_IMPORT_QUERIED, g_ptr_array_index (outcome->notices, i));
      report->stored--;
    }
  return TRUE;
}

CrfImportReport *
crf_import_report_new (GPtrArray *unused)
{
  CrfImportReport *report = g_new0 (CrfImportReport, 1);

  report->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) cell_free);
  report->unused = g_ptr_array_ref (unused);
  report->notes = g_ptr_array_new_with_free_func (g_free);
  return report;
}

void
crf_import_text_clear (CrfImportText *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->sha256, g_free);
}

gboolean
crf_import_text_read (CrfImportText *self,
                      const char *path,
                      guint most,
                      const CrfImportOptions *options,
                      GError **error)
{
  g_autoptr (GError) fault = NULL;

  self->name = g_path_get_basename (path);
  if (!crf_file_read (path, NULL, most, &self->text, &self->length, &fault))
    {
      if (g_error_matches (fault, CRF_FILE_READ_ERROR, CRF_FILE_READ_ERROR_SIZE))
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("“%1$s” is larger than %2$u MB. Take it in by parts."), path, most);
      else
        g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  self->sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) self->text, self->length);
  if (options->sha256 == NULL || strcmp (options->sha256, self->sha256) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("“%s” was changed since it was looked at. Look at it again."), self->name);
  return FALSE;
}
