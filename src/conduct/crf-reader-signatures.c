/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signatures as pages show them, and the list of those that a correction made void. */

#include "crf-reader-trust.h"

#include "crf-package.h"
#include "crf-place.h"
#include "crf-reader-private.h"
#include "crf-reader.h"
#include "crf-records-transfer.h"
#include "crf-records-trust.h"
#include "crf-session-private.h"
#include "crf-signature.h"
#include "crf-signing.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
crf_signature_view_free (CrfSignatureView *view)
{
  if (view == NULL)
    return;
  g_free (view->name);
  g_free (view->when);
  g_free (view->meaning);
  g_free (view->elsewhere);
  g_free (view);
}

void
crf_voided_view_free (CrfVoidedView *view)
{
  if (view == NULL)
    return;
  crf_target_free (view->target);
  g_free (view->number);
  g_free (view->what);
  g_free (view->name);
  g_free (view->when);
  g_free (view->meaning);
  g_free (view->changed);
  g_free (view);
}

/* "2026-03-02 09:14 +08:00": where the signature was given, not where it is read. */
char *
crf_signature_when (const char *at,
                    const char *off)
{
  CrfInstant instant;
  char buffer[CRF_INSTANT_SIZE];
  char *text;

  if (!crf_instant_parse_utc (at, &instant))
    return g_strdup (at);
  if (off != NULL && strlen (off) == 6)
    instant.offset_minutes = (off[0] == '-' ? -1 : 1) * (((off[1] - '0') * 10 + (off[2] - '0')) * 60 + (off[4] - '0') * 10 + (off[5] - '0'));
  crf_instant_format_local (instant, buffer);
  if (strlen (buffer) > 10)
    buffer[10] = ' ';
  text = off != NULL ? g_strdup_printf ("%s %s", buffer, off) : g_strdup (buffer);
  return text;
}

static char *
tell_key (CrfStudyFile *file,
          const char *key)
{
  if (key == NULL)
    return g_strdup (_("Given in another study file, which only tells of it"));
  return g_strdup (crf_records_knows_signer (file, key) ? _("Given in another study file, under a key that is known here")
                                                        : _("Given in another study file, under a key that is not known here"));
}

static gboolean
add_foreign (CrfSession *session,
             const CrfEntry *target,
             GPtrArray *views,
             GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (GPtrArray) records = crf_records_foreign_signatures (file, target, error);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const CrfForeignSignatureRecord *record = g_ptr_array_index (records, i);
      CrfSignatureView *view;

      if ((target->form == NULL) != (record->form == NULL && record->event == NULL))
        continue;
      view = g_new0 (CrfSignatureView, 1);
      view->name = g_strdup (record->who != NULL ? record->who : "–");
      view->when = crf_signature_when (record->at, record->off);
      view->meaning = g_strdup (crf_meaning_label (record->meaning));
      view->voided = record->void_;
      view->elsewhere = tell_key (file, record->key);
      g_ptr_array_add (views, view);
    }
  return records != NULL;
}

GPtrArray *
crf_reader_signatures (CrfSession *session,
                       const CrfTarget *target,
                       GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (file, target->subject, error);
  CrfEntry entry = { .event = target->event, .eventkey = target->eventkey, .form = target->form, .formkey = target->formkey };
  g_autoptr (GPtrArray) records = NULL;
  GPtrArray *views;

  if (subject == NULL)
    return NULL;
  entry.subject = subject->key;
  records = target->form != NULL ? crf_signature_list (file, &entry, error) : crf_signature_list_whole (file, subject->key, error);
  if (records == NULL)
    return NULL;
  views = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_signature_view_free);
  for (guint i = 0; i < records->len; i++)
    {
      CrfSignatureRecord *record = g_ptr_array_index (records, i);
      CrfSignatureView *view = g_new0 (CrfSignatureView, 1);

      view->name = g_strdup (record->name);
      view->when = crf_signature_when (record->at, record->off);
      view->meaning = g_strdup (crf_meaning_label (record->meaning));
      view->voided = record->void_;
      g_ptr_array_add (views, view);
    }
  if (add_foreign (session, &entry, views, error))
    return views;
  g_ptr_array_unref (views);
  return NULL;
}

const char *
crf_reader_form_meaning (CrfSession *session,
                         const CrfTarget *target)
{
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (session), target->subject, NULL);
  g_autoptr (CrfCasebook) casebook = subject != NULL ? crf_casebook_new (session, subject->key, NULL) : NULL;
  const CrfTarget at = { .subject = subject != NULL ? subject->key : NULL, .event = target->event, .eventkey = target->eventkey, .form = target->form,
                         .formkey = target->formkey };
  CrfFormRecord *form = casebook != NULL && at.event != NULL && at.form != NULL ? crf_casebook_find_form (casebook, &at) : NULL;

  return crf_meaning_label (form != NULL ? crf_signing_meaning_of (casebook, form) : CRF_MEANING_FORM);
}

static char *
name_of (CrfSession *session,
         const char *login)
{
  g_autoptr (GPtrArray) accounts = crf_records_accounts (crf_session_get_file (session), NULL);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    if (g_strcmp0 (((CrfAccountRecord *) g_ptr_array_index (accounts, i))->login, login) == 0)
      return g_strdup (((CrfAccountRecord *) g_ptr_array_index (accounts, i))->name);
  return g_strdup (login);
}

/* The audit trail says what changed in the words of the page. */
static char *
describe_change (CrfSession *session,
                 const CrfVoidedRecord *record)
{
  g_autoptr (GPtrArray) rows = crf_reader_audit_since (session, record->subject, record->at, NULL);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      CrfAuditRow *row = g_ptr_array_index (rows, i);
      g_autofree char *name = NULL;

      if (g_strcmp0 (row->id, record->change) != 0)
        continue;
      name = name_of (session, row->user);
      /* What lies outside of the form made it void: that is its reason. */
      if (g_strcmp0 (row->action, CRF_ACTION_SIGN_VOID) == 0 && row->reason != NULL)
        return g_strdup_printf ("%s · %s · %s", row->reason, name, row->at);
      if (row->new_value == NULL && row->old_value == NULL)
        return g_strdup_printf ("%s · %s · %s", row->action_label, name, row->at);
      return g_strdup_printf ("%s: %s → %s · %s · %s", row->place != NULL ? row->place : row->action_label,
                              row->old_value != NULL ? row->old_value : "–", row->new_value != NULL ? row->new_value : "–", name, row->at);
    }
  return g_strdup (record->change);
}

static CrfVoidedView *
view_new (CrfSession *session,
          const CrfVoidedRecord *record)
{
  CrfVoidedView *view = g_new0 (CrfVoidedView, 1);
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (session), record->subject, NULL);
  CrfTarget target = { .subject = record->subject, .event = record->event, .eventkey = record->eventkey, .form = record->form,
                       .formkey = record->formkey };

  view->target = crf_target_copy (&target);
  view->number = g_strdup (subject != NULL ? subject->number : record->subject);
  view->what = record->form != NULL ? crf_place_label (session, &target) : g_strdup (_("Casebook"));
  view->name = g_strdup (record->name);
  view->when = crf_signature_when (record->at, NULL);
  view->meaning = g_strdup (crf_meaning_label (record->meaning));
  view->signable = crf_meaning_is_of_form (record->meaning);
  view->close_out = strcmp (record->meaning, CRF_MEANING_CLOSE_OUT) == 0;
  view->changed = describe_change (session, record);
  return view;
}

GPtrArray *
crf_reader_voided (CrfSession *session,
                   const char *subject,
                   GError **error)
{
  g_autoptr (GPtrArray) records = crf_records_voided (crf_session_get_file (session), subject, error);
  GPtrArray *views;

  if (records == NULL)
    return NULL;
  views = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_voided_view_free);
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (views, view_new (session, g_ptr_array_index (records, i)));
  return views;
}
