/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The frame of an ODM file, and what both kinds share. The file is written beside its place and moved there when it is whole. */

#include "crf-odm-private.h"

#include "crf-config.h"
#include "crf-package-gate.h"
#include "crf-transport.h"
#include "crf-written.h"
#include "crf-readings.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* ── Elements ── */

/* XML knows no control characters; what somebody pasted must not spoil the file. */
static char *
clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if ((character < 0x20 && character != '\t' && character != '\n' && character != '\r') || character == 0xFFFE || character == 0xFFFF)
        character = 0xFFFD;
      g_string_append_unichar (out, character);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

void
crf_odm_out_start (CrfOdmOut *self,
               const char *element)
{
  self->failed = self->failed || xmlTextWriterStartElement (self->xml, (const xmlChar *) element) < 0;
}

void
crf_odm_out_end (CrfOdmOut *self)
{
  self->failed = self->failed || xmlTextWriterEndElement (self->xml) < 0;
}

void
crf_odm_out_attribute (CrfOdmOut *self,
                   const char *name,
                   const char *value)
{
  g_autofree char *text = NULL;

  if (value == NULL || (self->options->plain && g_str_has_prefix (name, "sw:")))
    return;
  text = clean (value);
  self->failed = self->failed || xmlTextWriterWriteAttribute (self->xml, (const xmlChar *) name, (const xmlChar *) text) < 0;
}

void
crf_odm_out_element (CrfOdmOut *self,
                 const char *name,
                 const char *text)
{
  g_autofree char *cleaned = NULL;

  if (text == NULL)
    return;
  cleaned = clean (text);
  self->failed = self->failed || xmlTextWriterWriteElement (self->xml, (const xmlChar *) name, (const xmlChar *) cleaned) < 0;
}

void
crf_odm_out_text (CrfOdmOut *self,
                  const char *text)
{
  g_autofree char *cleaned = clean (text != NULL ? text : "");

  self->failed = self->failed || xmlTextWriterWriteString (self->xml, (const xmlChar *) cleaned) < 0;
}

/* ── One value ── */

void
crf_odm_out_write_value_attributes (CrfOdmOut *self,
                                const CrfOdmValue *value)
{
  if (value->canonical != NULL && !value->sealed)
    crf_odm_out_attribute (self, "Value", value->canonical);
  else
    crf_odm_out_attribute (self, "IsNull", "Yes");
  crf_odm_out_attribute (self, "sw:Missing", value->missing);
  crf_odm_out_attribute (self, "sw:Comparator", value->comparator);
  if (!value->sealed && g_strcmp0 (value->entered, value->canonical) != 0)
    crf_odm_out_attribute (self, "sw:Entered", value->entered);
  crf_odm_out_attribute (self, "sw:EnteredUnit", value->sealed ? NULL : value->unit);
  crf_odm_out_attribute (self, "sw:Derived", value->derived ? "Yes" : NULL);
  crf_odm_out_attribute (self, "sw:Sealed", value->sealed ? "Yes" : NULL);
  crf_odm_out_attribute (self, "sw:Prompt", value->sealed ? NULL : value->prompt);
  crf_odm_out_attribute (self, "sw:Detail", value->sealed ? NULL : value->detail);
}

/* What a reader that knows nothing of the extension must not miss: that 5 was "< 5", and why a value is missing. */
static void
write_annotation (CrfOdmOut *self,
                  const CrfOdmValue *value)
{
  g_autofree char *comment = NULL;

  if (value->comparator != NULL && value->canonical != NULL)
    comment = g_strdup_printf ("%s %s", value->comparator, value->canonical);
  else if (value->missing != NULL)
    comment = g_strdup (value->missing);
  if (comment == NULL)
    return;
  crf_odm_out_start (self, "Annotation");
  crf_odm_out_attribute (self, "SeqNum", "1");
  crf_odm_out_element (self, "Comment", comment);
  crf_odm_out_end (self);
}

/* The value is in the canonical unit, which comes first. */
void
crf_odm_out_write_value_rest (CrfOdmOut *self,
                          const CrfOdmValue *value)
{
  const CrfItemUnit *canonical = value->item != NULL && value->item->units->len > 0 ? g_ptr_array_index (value->item->units, 0) : NULL;

  if (canonical != NULL && value->canonical != NULL && !value->sealed)
    {
      crf_odm_out_start (self, "MeasurementUnitRef");
      crf_odm_out_attribute (self, "MeasurementUnitOID", canonical->unit->oid);
      crf_odm_out_end (self);
    }
  if (!value->sealed)
    write_annotation (self, value);
}

/* ── The file ── */

/* Whose file it is and what was chosen, for every reader; free it. Transactions have no names in them, and are their own trail. */
static char *
describe_file (CrfOdmOut *self)
{
  gboolean transactional = self->options->transactional;
  g_autofree char *author = crf_written_author (self->session);
  g_autofree char *choice = crf_written_choice (self->options->subject, self->options->identifiers && !transactional, self->options->audit || transactional);

  /* Translators: mark of a demonstration or nothing, who, what was chosen */
  return g_strdup_printf (_("%1$sExported by %2$s. %3$s."), crf_session_is_demo (self->session) ? "DEMO: synthetic patients. " : "", author, choice);
}

static void
write_head (CrfOdmOut *self)
{
  char now[CRF_INSTANT_SIZE];
  g_autofree char *description = NULL, *oid = NULL, *heads = crf_export_heads (self->session);
  g_autoptr (CrfStudySummary) summary = crf_reader_study (self->session, NULL);

  crf_instant_format_utc (crf_session_now (self->session), now);
  oid = g_strdup_printf ("%s.%s.%s", crf_study_get_oid (self->study), self->options->transactional ? "transactional" : "snapshot", now);
  crf_odm_out_start (self, "ODM");
  crf_odm_out_attribute (self, "xmlns", CRF_ODM_NAMESPACE);
  if (!self->options->plain)
    crf_odm_out_attribute (self, "xmlns:sw", "urn:stemward:odm:1");
  crf_odm_out_attribute (self, "ODMVersion", "1.3.2");
  crf_odm_out_attribute (self, "FileType", self->options->transactional ? "Transactional" : "Snapshot");
  crf_odm_out_attribute (self, "Granularity", self->options->subject != NULL ? "SingleSubject" : "All");
  crf_odm_out_attribute (self, "FileOID", oid);
  crf_odm_out_attribute (self, "CreationDateTime", now);
  crf_odm_out_attribute (self, "AsOfDateTime", now);
  crf_odm_out_attribute (self, "Originator", summary != NULL ? summary->site : NULL);
  crf_odm_out_attribute (self, "SourceSystem", "Stemward");
  crf_odm_out_attribute (self, "SourceSystemVersion", CRF_VERSION);
  description = describe_file (self);
  crf_odm_out_attribute (self, "Description", description);
  crf_odm_out_attribute (self, "sw:Heads", heads);
}

static gboolean
write_all (CrfOdmOut *self,
           GError **error)
{
  self->failed = xmlTextWriterSetIndent (self->xml, 1) < 0 || xmlTextWriterStartDocument (self->xml, NULL, "UTF-8", NULL) < 0;
  write_head (self);
  if (!crf_odm_out_write_study (self, error) || !crf_odm_out_write_people (self, error))
    return FALSE;
  crf_odm_out_start (self, "ClinicalData");
  crf_odm_out_attribute (self, "StudyOID", crf_study_get_oid (self->study));
  crf_odm_out_attribute (self, "MetaDataVersionOID", crf_study_get_version (self->study));
  if (!(self->options->transactional ? crf_odm_out_write_transactions (self, error) : crf_odm_out_write_snapshot (self, error)))
    return FALSE;
  if (self->options->subject == NULL && !crf_odm_out_write_site_acts (self, error))
    return FALSE;
  crf_odm_out_end (self);
  self->failed = xmlTextWriterEndDocument (self->xml) < 0 || self->failed;
  return TRUE;
}

/* For this person's eyes, before anything is in it; and libxml2 complains on standard error where it cannot open a file. */
static gboolean
make_private (const char *temporary,
              GError **error)
{
  if (crf_written_reserve (temporary))
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("The file “%s” could not be written: %s."), temporary, g_strerror (errno));
  return FALSE;
}

static gboolean
write_file (CrfOdmOut *self,
            const char *temporary,
            GError **error)
{
  gboolean done;

  if (!make_private (temporary, error))
    return FALSE;
  self->xml = xmlNewTextWriterFilename (temporary, 0);
  done = self->xml != NULL && write_all (self, error);
  self->failed = self->failed || self->xml == NULL;
  g_clear_pointer (&self->xml, xmlFreeTextWriter);
  if (!done && !self->failed)
    return FALSE;
  if (!self->failed)
    return TRUE;
  g_clear_error (error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("“%s” cannot be written. Choose another folder or free some space; nothing was left behind."), temporary);
  return FALSE;
}

/* Whether all of it reached the disk: a full disk is not always said while it is written. */
static gboolean
is_synced (const char *temporary)
{
  int file = g_open (temporary, O_RDONLY | O_CLOEXEC, 0);
  gboolean synced = file >= 0 && fsync (file) == 0;

  return g_close (file, NULL) && synced;
}

static gboolean
is_whole (const char *temporary,
          GError **error)
{
  static const char end[] = "</ODM>";
  g_autoptr (GMappedFile) file = g_mapped_file_new (temporary, FALSE, error);
  gsize length = file != NULL ? g_mapped_file_get_length (file) : 0;

  if (file == NULL)
    return FALSE;
  if (is_synced (temporary) && length > strlen (end) + 2
      && g_strstr_len (g_mapped_file_get_contents (file) + length - strlen (end) - 2,
                       (gssize) strlen (end) + 2, end)
             != NULL)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("“%s” cannot be written. Choose another folder or free some space; nothing was left behind."),
               temporary);
  return FALSE;
}

/* Beside the file; of an encrypted one, beside what will be opened. */
static char *
signature_path (const char *path)
{
  gsize length = strlen (path) - (g_str_has_suffix (path, CRF_TRANSPORT_SUFFIX) ? strlen (CRF_TRANSPORT_SUFFIX) : 0);

  return g_strdup_printf ("%.*s" CRF_PACKAGE_SUFFIX, (int) length, path);
}

/* For the journal. Transactions never hold identifiers. Free it. */
static char *
describe_choice (const CrfOdmOptions *options)
{
  return g_strdup_printf ("odm %s%s%s%s", options->transactional ? "transactional" : "snapshot",
                          options->identifiers && !options->transactional ? ", with identifiers" : "",
                          options->audit && !options->transactional ? ", with audit records" : "", options->plain ? ", plain" : "");
}

/* The signature is there before the file gets its name, so that a full disk leaves neither. From read-only media nobody signs. */
static gboolean
place_signed (CrfOdmOut *self,
              const char *temporary,
              const char *path,
              CrfRefusal **refusal,
              GError **error)
{
  g_autofree char *beside = signature_path (path), *part = g_strconcat (beside, ".part", NULL), *sha256 = crf_written_hash (temporary, error);
  g_autofree char *signature = NULL, *choice = describe_choice (self->options);
  g_autoptr (GError) fault = NULL;
  gboolean placed;

  if (sha256 != NULL)
    signature = crf_package_gate_sign (self->session, &(CrfPackageFile) { path, sha256, CRF_PACKAGE_DATA, NULL, NULL, NULL }, &fault);
  if (sha256 == NULL || fault != NULL || (signature != NULL && !g_file_set_contents (part, signature, -1, &fault)))
    {
      g_unlink (temporary);
      g_unlink (part);
      if (fault != NULL)
        g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  placed = crf_written_place (self->session, self->options->subject, choice, temporary, path, self->options->passphrase,
                              refusal, error);
  if (!placed || signature == NULL || g_rename (part, beside) != 0)
    g_unlink (part);
  /* What lay there before belongs to another file. */
  if (placed && signature == NULL)
    g_unlink (beside);
  return placed;
}

gboolean
crf_odm_export (CrfSession *session,
                const char *path,
                const CrfOdmOptions *options,
                CrfOdmProgress progress,
                gpointer data,
                GCancellable *cancellable,
                CrfRefusal **refusal,
                GError **error)
{
  static const CrfOdmOptions defaults = { NULL };
  g_autofree char *temporary = g_strconcat (path, ".part", NULL);
  CrfOdmOut self = { .session = session, .study = crf_session_get_study (session), .options = options != NULL ? options : &defaults, .progress = progress,
                  .progress_data = data, .cancellable = cancellable };
  g_autoptr (GPtrArray) patients = NULL, users = NULL, locations = NULL;
  gboolean written;

  crf_readings_begin_output (session);
  if (!crf_export_permitted (session, self.options->identifiers && !self.options->transactional, refusal))
    return FALSE;
  patients = crf_export_subjects (session, self.options->subject, error); /* what leaves the file is what the journal says */
  if (patients == NULL)
    return FALSE;
  self.patients = patients;
  if (!crf_transfer_list_parties (session, &users, &locations, error))
    return FALSE;
  self.foreign_users = users;
  self.foreign_locations = locations;
  written = write_file (&self, temporary, error) && is_whole (temporary, error);
  g_clear_pointer (&self.user_oids, g_hash_table_unref);
  g_free (self.site);
  if (written)
    return place_signed (&self, temporary, path, refusal, error);
  g_unlink (temporary);
  return FALSE;
}
