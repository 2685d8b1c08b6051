/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An ODM file on its way in. What this program exported from the same study and version is taken over record by record, with its audit trail. */

#include "crf-import-batch.h"
#include "crf-import-odm-private.h"
#include "crf-odm-doubles.h"
#include "crf-package-gate.h"
#include "crf-reader.h"
#include "crf-transfer.h"
#include "crf-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LARGEST 1024 /* MB */

/* ── The file ── */

char *
crf_import_odm_place (const CrfOdmPoint *point)
{
  const char *const parts[] = { point->event, point->form, point->group, point->item };
  g_autoptr (GString) place = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL)
      g_string_append_printf (place, "%s%s", place->len > 0 ? "/" : "", parts[i]);
  return g_string_free (g_steal_pointer (&place), FALSE);
}

/* ── Taking over ── */

static gboolean
is_own (const CrfOdmData *data)
{
  return data->heads != NULL && g_strcmp0 (data->system, "Stemward") == 0;
}

/* What is of our own comes as it is or not at all: another version of the definition may have other meanings. */
static gboolean
check_version (CrfSession *session,
               const CrfOdmData *data,
               const char *name,
               GError **error)
{
  CrfStudy *study = crf_session_get_study (session);

  if (data->several)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("“%s” has data of several studies or versions. Export them apart."), name);
  else if (g_strcmp0 (data->study, crf_study_get_oid (study)) != 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("“%1$s” is of the study %2$s, this study file of %3$s. Give a map that says where it goes."), name,
                 data->study != NULL ? data->study : "–", crf_study_get_oid (study));
  else if (g_strcmp0 (data->version, crf_study_get_version (study)) != 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 _("“%1$s” was written under version %2$s of the definition, this study file is under %3$s. Bring both to the same version, then import."), name,
                 data->version != NULL ? data->version : "–", crf_study_get_version (study));
  else
    return TRUE;
  return FALSE;
}

static GPtrArray *
parties (const GPtrArray *from)
{
  GPtrArray *to = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_transfer_party_free);

  for (guint i = 0; i < from->len; i++)
    {
      const CrfOdmParty *party = g_ptr_array_index (from, i);

      if (party->oid != NULL)
        g_ptr_array_add (to, crf_transfer_party_new (party->oid, party->login, party->name, party->type));
    }
  return to;
}

static CrfTransferRecord
record_of (const CrfOdmPoint *point)
{
  return (CrfTransferRecord) { .level = (CrfTransferLevel) point->level, .type = point->transaction, .subject = point->subject, .event = point->event,
                               .eventkey = point->eventkey, .form = point->form, .formkey = point->formkey, .group = point->group,
                               .groupkey = point->groupkey, .item = point->item, .state = point->state, .canonical = point->value,
                               .entered = point->entered, .unit = point->entered_unit, .comparator = point->comparator, .missing = point->missing,
                               .derived = point->derived, .sealed = point->sealed, .transfer = point->transfer, .meaning = point->meaning,
                               .detail = point->detail, .prompt = point->prompt, .reason = point->reason, .user = point->user, .at = point->at,
                               .location = point->location, .id = point->source, .act = point->act, .role = point->role };
}

static void
add_cell (CrfImportReport *report,
          CrfSession *session,
          const CrfOdmPoint *point,
          const char *fault)
{
  const CrfItem *item = point->item != NULL ? crf_study_find_item (crf_session_get_study (session), point->item) : NULL;
  g_autofree char *place = crf_import_odm_place (point);
  CrfImportCell *cell;

  if (fault == NULL && (point->level != CRF_ODM_ITEM || point->act != NULL || g_strcmp0 (point->transaction, "Context") == 0))
    return;
  cell = crf_import_report_add (report, point->line, place, point->subject, item != NULL ? item->name : point->item,
                                fault != NULL ? CRF_IMPORT_REFUSED : CRF_IMPORT_STORED, fault);
  cell->after = g_strdup (point->missing != NULL ? point->missing : point->entered != NULL ? point->entered : point->value);
}

static const char *
said_of (const CrfOdmPoint *point)
{
  const char *value = point->entered != NULL ? point->entered : point->value;
  const char *said = point->level != CRF_ODM_ITEM ? point->state : point->missing != NULL ? point->missing : value;

  return said != NULL ? said : "";
}

/* Whether a snapshot says it a second time, in the same words (then nothing is to be done) or in others (@fault). */
static gboolean
is_double (const CrfOdmDoubles *doubles,
           const CrfOdmPoint *point,
           char **fault)
{
  const CrfOdmPoint *earlier = point->transaction == NULL && point->act == NULL ? crf_odm_doubles_find_earlier (doubles, point) : NULL;

  if (earlier == NULL)
    return FALSE;
  if (strcmp (said_of (earlier), said_of (point)) != 0)
    *fault = crf_odm_doubles_sentence (earlier, said_of (earlier), point, said_of (point));
  return *fault != NULL || crf_odm_point_is_same (earlier, point);
}

static gboolean
take_over (const CrfImportRun *run,
           CrfTransfer *transfer,
           const CrfOdmData *data,
           CrfImportReport *report,
           GError **error)
{
  g_autoptr (CrfOdmDoubles) doubles = crf_odm_doubles_find (data, TRUE);

  for (guint i = 0; i < data->records->len; i++)
    {
      const CrfOdmPoint *point = g_ptr_array_index (data->records, i);
      const CrfTransferRecord record = record_of (point);
      g_autofree char *fault = NULL;
      gboolean again = is_double (doubles, point, &fault);

      if (!again && !crf_transfer_add (transfer, &record, &fault, error))
        return FALSE;
      if (!again || fault != NULL)
        add_cell (report, run->session, point, fault);
      report->rows++;
      if (i % 256 == 0 && !crf_import_run_goes_on (run, i + 1, data->records->len, error))
        return FALSE;
    }
  report->subjects = crf_transfer_count_subjects (transfer);
  g_ptr_array_unref (report->notes);
  report->notes = crf_transfer_list_notes (transfer);
  return TRUE;
}

static CrfImportReport *
transfer_in (const CrfImportRun *run,
             const CrfOdmData *data,
             const CrfImportSource *source,
             GError **error)
{
  g_autoptr (GPtrArray) users = parties (data->users), locations = parties (data->locations), none = g_ptr_array_new ();
  const CrfTransferFile file = { .name = source->name,
                                 .sha256 = source->sha256,
                                 .signer = source->signer,
                                 .oid = data->file_oid,
                                 .type = data->file_type,
                                 .created = data->created,
                                 .heads = data->heads,
                                 .users = users,
                                 .locations = locations };
  g_autoptr (CrfTransfer) transfer = NULL;
  g_autoptr (CrfImportReport) report = NULL;

  if (!check_version (run->session, data, source->name, error))
    return NULL;
  transfer = crf_transfer_begin (run->session, &file, error);
  if (transfer == NULL)
    return NULL;
  report = crf_import_report_new (none);
  report->whole = TRUE;
  if (!take_over (run, transfer, data, report, error))
    return NULL;
  if (run->options->dry_run || report->refused > 0)
    return g_steal_pointer (&report);
  if (!crf_transfer_commit (transfer, error))
    return NULL;
  report->committed = TRUE;
  return g_steal_pointer (&report);
}

/* What stands against the file itself, beside what is in it. */
static CrfImportReport *
block (CrfImportReport *report,
       const char *fault)
{
  g_autoptr (GPtrArray) none = report == NULL ? g_ptr_array_new () : NULL;

  if (report == NULL)
    report = crf_import_report_new (none);
  crf_import_report_add (report, 0, NULL, NULL, NULL, CRF_IMPORT_REFUSED, fault);
  report->blocked = report->odm = TRUE;
  return report;
}

CrfImportReport *
crf_import_odm (const CrfImportRun *run,
                const char *path,
                const char *map_path,
                GError **error)
{
  g_auto (CrfImportText) text = { NULL };
  g_autofree char *fault = NULL, *by = NULL;
  g_autoptr (CrfPackageSigner) signer = NULL;
  g_autoptr (CrfOdmData) data = NULL;
  CrfImportSource source = { NULL };
  CrfImportOptions looking = *run->options;
  CrfImportRun own = *run;
  CrfImportReport *report;
  gboolean wrong;

  if (!crf_import_text_read (&text, path, LARGEST, run->options, error))
    return NULL;
  fault = crf_package_gate_check (run->session, &(CrfPackageFile) { path, text.sha256, CRF_PACKAGE_DATA, NULL, NULL, run->options->signature },
                                  &signer, &wrong);
  if (wrong)
    return block (NULL, fault);
  data = crf_odm_read_text (text.text, text.length, path, error);
  if (data == NULL)
    return NULL;
  g_clear_pointer (&text.text, g_free);
  by = signer != NULL ? crf_package_signer_text (signer) : NULL;
  source = (CrfImportSource) { text.name, text.sha256, by };
  looking.dry_run = run->options->dry_run || fault != NULL;
  own.options = &looking;
  report = is_own (data) && map_path == NULL ? transfer_in (&own, data, &source, error) : crf_import_odm_foreign (&own, data, &source, map_path, error);
  if (report == NULL)
    return NULL;
  report->odm = TRUE;
  report->sha256 = g_strdup (text.sha256);
  report->signer = g_steal_pointer (&by);
  return fault != NULL ? block (report, fault) : report;
}
