/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An import: one transaction, the rules of "register" and "enter", and queries in the place of prompts. */

#include "crf-import-batch.h"

#include "crf-close-out.h"
#include "crf-casebook.h"
#include "crf-item-owner.h"
#include "crf-name-watch.h"
#include "crf-derive-owed.h"
#include "crf-detail.h"
#include "crf-enter.h"
#include "crf-entry-gates.h"
#include "crf-import-repeat.h"
#include "crf-infusion-fields.h"
#include "crf-registering.h"
#include "crf-records-trust.h"
#include "crf-session-private.h"
#include "crf-version.h"
#include "crf-visits.h"
#include "crf-withdrawal-watch.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _CrfBatch
{
  CrfUseCaseContext context;
  CrfTransaction *txn;
  char *reason;      /* for the change of what stands in complete forms, and for what is done against a gate; NULL: there is none */
  GHashTable *arguments; /* the reason again, where a use case would find it */
  GHashTable *taken_over; /* char *: keys of subjects that the batch itself brought, with all that had happened to them elsewhere */
  GHashTable *dated; /* char *: subject, event and its key, of visits whose date came with the batch: windows are looked at when all is in */
  GHashTable *owed;  /* char * → CrfDerives: keys of subjects of whom more than the visit is to be computed again */
  GHashTable *acts;  /* char *: the same of all dates of what was done for the trial: consent is looked at when all is in */
};

G_DEFINE_QUARK (crf-batch-error-quark, crf_batch_error)

/* Bulk or single, data are the site's. */
#define BATCH_ROLES (CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR)

static const CrfUseCase crf_import = {
  .name = "import",
  .title = N_ ("Import data"),
  .summary = N_ ("Registers patients and enters values from a table."),
  .roles = BATCH_ROLES,
  .task = "enter",
};

/* An old study is transcribed by its administrator too, without a delegation of the ward. */
gboolean
crf_batch_check_permission (CrfSession *session,
                            GError **error)
{
  CrfUseCase import = crf_import;
  g_autoptr (CrfRefusal) refusal = NULL;

  import.roles = crf_batch_roles (crf_session_get_study (session));
  if (crf_session_get_role (session) == CRF_ROLE_ADMINISTRATOR)
    import.task = NULL;
  if (crf_use_case_permitted (session, &import, &refusal))
    return TRUE;
  g_set_error (error, CRF_BATCH_ERROR, CRF_BATCH_ERROR_NOT_PERMITTED, "%s %s", refusal->message,
               refusal->remedy != NULL ? refusal->remedy : "");
  return FALSE;
}

CrfBatch *
crf_batch_begin (CrfSession *session,
                 GError **error)
{
  CrfActor actor = crf_session_get_actor (session);
  CrfTransaction *txn;
  CrfBatch *self;

  if (!crf_batch_check_permission (session, error))
    return NULL;
  txn = crf_transaction_begin (crf_session_get_file (session), &actor, error);
  if (txn == NULL)
    return NULL;
  self = g_new0 (CrfBatch, 1);
  self->txn = txn;
  self->arguments = g_hash_table_new (g_str_hash, g_str_equal);
  self->acts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->owed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->taken_over = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->dated = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->context = (CrfUseCaseContext) { .session = session, .use_case = &crf_import, .file = crf_session_get_file (session),
                                        .study = crf_session_get_study (session), .txn = txn, .arguments = self->arguments,
                                        .readings = crf_readings_begin (session) };
  self->context.names = crf_name_watch_new (&self->context, FALSE);
  return self;
}

static void
drop_subject (CrfBatch *self)
{
  g_clear_pointer (&self->context.subject, crf_subject_record_free);
  g_clear_pointer (&self->context.withdrawal, crf_withdrawal_watch_free);
}

void
crf_batch_free (CrfBatch *self)
{
  if (self == NULL)
    return;
  drop_subject (self);
  crf_name_watch_free (self->context.names);
  g_clear_pointer (&self->txn, crf_transaction_free);
  g_hash_table_unref (self->taken_over);
  g_hash_table_unref (self->dated);
  g_hash_table_unref (self->acts);
  g_hash_table_unref (self->owed);
  g_hash_table_unref (self->arguments);
  g_free (self->reason);
  g_free (self);
}

void
crf_batch_set_reason (CrfBatch *self,
                      const char *reason)
{
  g_free (self->reason);
  self->reason = reason != NULL && reason[strspn (reason, " \t\n")] != '\0' ? g_strdup (reason) : NULL;
  g_hash_table_insert (self->arguments, (gpointer) "reason", self->reason);
}

/* Each call has an outcome of its own. */
static void
begin_call (CrfBatch *self)
{
  self->context.outcome = crf_outcome_new ();
}

static gboolean
end_call (CrfBatch *self,
          gboolean done,
          CrfOutcome **outcome)
{
  if (done && outcome != NULL)
    *outcome = g_steal_pointer (&self->context.outcome);
  g_clear_pointer (&self->context.outcome, crf_outcome_free);
  return done;
}

/* Keeps the record of the subject of the last call: rows come subject by subject. */
static gboolean
take_subject (CrfBatch *self,
              const char *name,
              GError **error)
{
  g_autoptr (GError) fault = NULL;

  if (self->context.subject != NULL && strcmp (self->context.subject->key, name) == 0)
    return TRUE;
  drop_subject (self);
  self->context.subject = crf_records_find_subject (self->context.file, name, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (self->context.subject == NULL)
    crf_context_refuse (&self->context, "subject-unknown", NULL, _("There is no patient “%s” in this study."), name);
  else if (!g_hash_table_contains (self->taken_over, name))
    self->context.withdrawal = crf_withdrawal_watch_new (&self->context, FALSE);
  return TRUE;
}

gboolean
crf_batch_note_file (CrfBatch *self,
                     const char *name,
                     const char *sha256,
                     const char *signer,
                     GError **error)
{
  g_autofree char *detail = crf_detail_new ("name", name, "sha256", sha256, "signer", signer, NULL);
  CrfEntry entry = { .action = CRF_ACTION_TRANSFER, .detail = detail };
  gboolean done;

  begin_call (self);
  done = crf_context_append (&self->context, &entry, NULL, error);
  return end_call (self, done, NULL);
}

static const CrfItem *
demographic_item (CrfBatch *self,
                  const char *key)
{
  for (const CrfDemographic *d = crf_demographics; d->argument != NULL; d++)
    if (strcmp (d->argument, key) == 0)
      return crf_study_find_item_by_concept (self->context.study, d->concept);
  return crf_place_find_item (self->context.study, key);
}

/* All values are read before anything is stored, so that a refusal leaves no half-registered subject. */
static gboolean
check_demographics (CrfBatch *self,
                    GHashTable *demographics)
{
  GHashTableIter iter;
  gpointer key, text;

  g_hash_table_iter_init (&iter, demographics);
  while (g_hash_table_iter_next (&iter, &key, &text))
    {
      const CrfItem *item = demographic_item (self, key);
      g_autoptr (CrfValue) value = NULL;
      g_autoptr (GError) fault = NULL;

      if (item == NULL)
        {
          crf_context_refuse (&self->context, "item-unknown", NULL, _("The study has no item “%s”."), (const char *) key);
          return FALSE;
        }
      if (text == NULL || *(const char *) text == '\0')
        continue;
      value = crf_value_parse (item, text, NULL, &fault);
      if (value == NULL)
        {
          crf_context_refuse (&self->context, "value-invalid", NULL, _("%s: %s"), (const char *) key, fault->message);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
store_demographics (CrfBatch *self,
                    GHashTable *demographics,
                    GError **error)
{
  g_autoptr (CrfTarget) form = crf_target_for (self->context.study, "demographics");
  GHashTableIter iter;
  gpointer key, text;

  if (form == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, demographics);
  while (g_hash_table_iter_next (&iter, &key, &text))
    {
      const CrfItem *item = demographic_item (self, key);
      CrfTarget names = { .event = form->event, .form = form->form, .item = (char *) item->oid };
      CrfEntering entering = { .text = text };

      if (text != NULL && *(const char *) text != '\0' &&
          !crf_enter_value (&self->context, &names, &entering, CRF_ENTER_QUERY, error))
        return FALSE;
    }
  return TRUE;
}

/* What is given of the concept; NULL: nothing. */
static const char *
demographic (CrfBatch *self,
             GHashTable *demographics,
             const char *concept)
{
  GHashTableIter iter;
  gpointer key, text;

  g_hash_table_iter_init (&iter, demographics);
  while (g_hash_table_iter_next (&iter, &key, &text))
    {
      const CrfItem *item = demographic_item (self, key);

      if (item != NULL && g_strcmp0 (item->concept, concept) == 0 && text != NULL && *(const char *) text != '\0')
        return text;
    }
  return NULL;
}

/* As "register" does, but that nobody is asked. */
static gboolean
register_subject (CrfBatch *self,
                  GHashTable *demographics,
                  GError **error)
{
  g_autoptr (CrfRefusal) gate = NULL;

  if (!crf_registering_permitted (&self->context) || !check_demographics (self, demographics) ||
      !crf_registering_check_age (&self->context, demographic (self, demographics, "demog.birth_date"),
                                  demographic (self, demographics, "demog.age_reported")) ||
      !crf_registering_check_study (&self->context, &gate))
    return TRUE;
  drop_subject (self);
  return crf_registering_add_subject (&self->context, NULL, error) && crf_registering_note_gate (&self->context, gate, error) &&
         store_demographics (self, demographics, error);
}

gboolean
crf_batch_register (CrfBatch *self,
                    GHashTable *demographics,
                    char **subject,
                    CrfOutcome **outcome,
                    GError **error)
{
  gboolean done;

  begin_call (self);
  done = register_subject (self, demographics, error);
  *subject = done && self->context.outcome->refusal == NULL ? g_strdup (self->context.subject->key) : NULL;
  return end_call (self, done, outcome);
}

static gboolean
register_as (CrfBatch *self,
             const char *number,
             GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (CrfSubjectRecord) known = crf_records_find_subject (self->context.file, number, &fault);
  g_autoptr (CrfRefusal) gate = NULL;

  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (known != NULL)
    return crf_context_refuse (&self->context, "subject-known", NULL,
                               _("There is a patient %s in this study file already. Nothing was overwritten: import into a file that does not have the patient."),
                               known->number);
  if (!crf_registering_permitted (&self->context) || !crf_registering_check_study (&self->context, &gate))
    return TRUE;
  drop_subject (self);
  if (!crf_registering_add_subject_as (&self->context, number, NULL, error) || !crf_registering_note_gate (&self->context, gate, error))
    return FALSE;
  g_hash_table_add (self->taken_over, g_strdup (self->context.subject->key));
  return TRUE;
}

gboolean
crf_batch_register_as (CrfBatch *self,
                       const char *number,
                       char **subject,
                       CrfOutcome **outcome,
                       GError **error)
{
  gboolean done;

  begin_call (self);
  done = register_as (self, number, error);
  *subject = done && self->context.outcome->refusal == NULL ? g_strdup (self->context.subject->key) : NULL;
  return end_call (self, done, outcome);
}

gboolean
crf_batch_has_consent (CrfBatch *self,
                       const char *subject)
{
  g_autofree char *consent = crf_consent_of (self->context.session, subject);

  return consent != NULL;
}

char *
crf_batch_find_subject (CrfBatch *self,
                        const char *name,
                        GError **error)
{
  g_autoptr (CrfSubjectRecord) record = crf_records_find_subject (self->context.file, name, error);

  return record != NULL ? g_strdup (record->key) : NULL;
}

static char *
visit_key (CrfBatch *self,
           const char *event,
           const char *eventkey)
{
  return g_strdup_printf ("%s\n%s\n%s", self->context.subject->key, event, eventkey);
}

/* What is looked at when all is in; an act of consent as soon as it is told. */
static gboolean
note_item (CrfBatch *self,
           const char *name,
           GError **error)
{
  const char *own = strstr (name, "::") != NULL ? strstr (name, "::") + 2 : name;
  const CrfItem *item = crf_place_find_item (self->context.study, own);
  const char *event = g_hash_table_lookup (self->context.outcome->results, "event");
  const char *eventkey = g_hash_table_lookup (self->context.outcome->results, "eventkey");

  if (item == NULL || item->concept == NULL || event == NULL || eventkey == NULL || self->context.outcome->refusal != NULL)
    return TRUE;
  crf_derive_owed_note (self->owed, self->context.subject->key, item);
  if (strcmp (item->concept, "visit.date") == 0)
    g_hash_table_add (self->dated, visit_key (self, event, eventkey));
  if (crf_entry_gates_is_act (item))
    g_hash_table_add (self->acts, visit_key (self, event, eventkey));
  return !g_str_has_prefix (item->concept, "consent.") || crf_entry_gates_note_consent (&self->context, error);
}

/* What was done before consent or without it opens a deviation draft, as when its date is typed. */
static gboolean
look_at_consent (CrfBatch *self,
                 const CrfEvent *event,
                 const char *eventkey,
                 GError **error)
{
  g_autofree char *key = visit_key (self, event->oid, eventkey);
  g_autoptr (CrfCasebook) casebook = NULL;
  GPtrArray *forms;

  if (!g_hash_table_remove (self->acts, key))
    return TRUE;
  casebook = crf_casebook_new (self->context.session, self->context.subject->key, error);
  forms = casebook != NULL ? crf_casebook_get_forms (casebook) : NULL;
  for (guint i = 0; forms != NULL && i < forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (forms, i);
      GPtrArray *cells = crf_casebook_get_cells (casebook, form);

      if (strcmp (form->event, event->oid) != 0 || g_strcmp0 (form->eventkey, eventkey) != 0)
        continue;
      for (guint j = 0; j < cells->len; j++)
        {
          const CrfCell *cell = g_ptr_array_index (cells, j);
          const char *date = crf_entry_gates_is_act (cell->item) ? cell->value->canonical : NULL;

          if (date != NULL && strlen (date) >= strlen ("2026-03-02") && !crf_entry_gates_consent (&self->context, event, date, error))
            return FALSE;
        }
    }
  return forms != NULL;
}

/* A visit that lies out of its window opens a deviation draft, as when its date is typed. */
static gboolean
look_at_window (CrfBatch *self,
                const CrfEvent *event,
                const char *eventkey,
                GError **error)
{
  g_autofree char *key = visit_key (self, event->oid, eventkey);
  g_autoptr (CrfCasebook) casebook = NULL;
  const char *date;

  if (!g_hash_table_remove (self->dated, key))
    return TRUE;
  casebook = crf_casebook_new (self->context.session, self->context.subject->key, error);
  date = casebook != NULL ? crf_casebook_get_visit_date (casebook, event->oid, eventkey) : NULL;
  return casebook != NULL &&
         (date == NULL || strlen (date) < strlen ("2026-03-02") || crf_entry_gates_window (&self->context, event, eventkey, date, error));
}

static gboolean
was_void (GPtrArray *records,
          const char *id)
{
  for (guint i = 0; records != NULL && i < records->len; i++)
    if (strcmp (((CrfVoidedRecord *) g_ptr_array_index (records, i))->id, id) == 0)
      return TRUE;
  return FALSE;
}

/* Result "voided": whose signatures the value made void, which were not before. */
static gboolean
report_voided (CrfBatch *self,
               GPtrArray *before,
               GError **error)
{
  g_autoptr (GPtrArray) now = crf_records_voided (self->context.file, self->context.subject->key, error);
  g_autoptr (GString) names = g_string_new (NULL);

  if (now == NULL)
    return FALSE;
  for (guint i = 0; i < now->len; i++)
    {
      const CrfVoidedRecord *record = g_ptr_array_index (now, i);

      if (!was_void (before, record->id))
        g_string_append_printf (names, "%s%s", names->len > 0 ? _(", ") : "", record->name);
    }
  if (names->len > 0)
    crf_context_result (&self->context, "voided", names->str);
  return TRUE;
}

/* What was decided and done elsewhere comes with its patient, or from the paper of an old study. A table for a patient of this file decides nothing: no
 * criterion is answered by it. */
static gboolean
is_from_elsewhere (CrfBatch *self)
{
  return crf_study_is_transcription (self->context.study) || g_hash_table_contains (self->taken_over, self->context.subject->key);
}

static gboolean
check_judgement (CrfBatch *self,
                 const char *name)
{
  const CrfItem *item = crf_place_find_item (self->context.study, name);

  if (item == NULL || (!crf_item_is_judgement (item) && (is_from_elsewhere (self) || !crf_item_answers_criterion (self->context.study, item))))
    return TRUE;
  return crf_item_owner_allows (self->context.session, item, &self->context.outcome->refusal);
}

/* Nor does it plan, check or let go an infusion of this file; what was given it may record. FALSE when refused, or with @error. */
static gboolean
check_step (CrfBatch *self,
            const CrfTarget *names,
            gboolean missing,
            GError **error)
{
  const CrfItem *item = crf_place_find_item (self->context.study, names->item);
  const CrfInfusionField *field = item != NULL ? crf_infusion_field_find (item->concept) : NULL;
  const CrfInfusionFieldFlags steps = CRF_INFUSION_FIELD_PLAN | CRF_INFUSION_FIELD_CHECK | CRF_INFUSION_FIELD_FIXED;
  g_auto (CrfPlace) place = { 0 };
  g_autoptr (CrfCasebook) casebook = NULL;
  const CrfCell *cell;

  if (field == NULL || ((field->flags & steps) == 0 && !g_str_has_prefix (item->concept, "go.")) || is_from_elsewhere (self))
    return TRUE;
  if (!crf_place_find (&self->context, names, &place))
    return FALSE;
  casebook = crf_casebook_new (self->context.session, self->context.subject->key, error);
  if (casebook == NULL)
    return FALSE;
  cell = place.target->eventkey != NULL && place.target->groupkey != NULL ? crf_casebook_find (casebook, place.target) : NULL;
  if (crf_infusion_field_may_enter (self->context.session, place.target, item, cell != NULL && (cell->sealed || !crf_value_is_empty (cell->value)), missing,
                                    &self->context.outcome->refusal))
    return TRUE;
  crf_context_set_target (&self->context, place.target);
  return FALSE;
}

/* FALSE with @error; a refusal is in the outcome. */
static gboolean
enter (CrfBatch *self,
       const CrfTarget *names,
       const CrfEntering *entering,
       GError **error)
{
  if (!check_step (self, names, entering->missing != NULL, error))
    return self->context.outcome->refusal != NULL;
  return crf_enter_value (&self->context, names, entering, CRF_ENTER_QUERY, error);
}

static gboolean
store_at (CrfBatch *self,
          const char *subject,
          const CrfTarget *names,
          const CrfEntering *entering,
          CrfOutcome **outcome,
          GError **error)
{
  gboolean done;

  begin_call (self);
  done = take_subject (self, subject, error);
  if (done && self->context.outcome->refusal == NULL && check_judgement (self, names->item))
    {
      g_auto (CrfVersionScope) scope = crf_version_enter_act (&self->context, names, error);
      g_autoptr (GPtrArray) voided = crf_records_voided (self->context.file, subject, error);

      done = !scope.failed && voided != NULL && crf_version_begin (&self->context, error) &&
             enter (self, names, entering, error) && report_voided (self, voided, error);
      done = done && note_item (self, names->item, error);
      if (done && self->context.outcome->refusal == NULL && crf_close_out_rests_on (crf_place_find_item (self->context.study, names->item)))
        done = crf_close_out_review (&self->context, error);
    }
  self->context.study = crf_session_get_study (self->context.session);
  return end_call (self, done, outcome);
}

static gboolean
store (CrfBatch *self,
       const char *subject,
       const char *event,
       const char *item,
       const CrfEntering *entering,
       CrfOutcome **outcome,
       GError **error)
{
  const CrfTarget names = { .event = (char *) event, .item = (char *) item };

  return store_at (self, subject, &names, entering, outcome, error);
}

gboolean
crf_batch_store_at (CrfBatch *self,
                    const char *subject,
                    const CrfTarget *place,
                    const char *text,
                    const char *unit,
                    CrfOutcome **outcome,
                    GError **error)
{
  CrfEntering entering = { .text = text, .unit = unit, .reason = self->reason };

  return store_at (self, subject, place, &entering, outcome, error);
}

gboolean
crf_batch_store (CrfBatch *self,
                 const char *subject,
                 const char *event,
                 const char *item,
                 const char *text,
                 const char *unit,
                 CrfOutcome **outcome,
                 GError **error)
{
  CrfEntering entering = { .text = text, .unit = unit, .reason = self->reason };

  return store (self, subject, event, item, &entering, outcome, error);
}

gboolean
crf_batch_store_missing (CrfBatch *self,
                         const char *subject,
                         const char *event,
                         const char *item,
                         const char *missing,
                         CrfOutcome **outcome,
                         GError **error)
{
  CrfEntering entering = { .missing = missing, .reason = self->reason };

  return store (self, subject, event, item, &entering, outcome, error);
}

gboolean
crf_batch_find_repeat (CrfBatch *self,
                       const char *subject,
                       const CrfEvent *event,
                       const char *text,
                       const char *day,
                       char **eventkey,
                       CrfOutcome **outcome,
                       GError **error)
{
  gboolean done;

  *eventkey = NULL;
  begin_call (self);
  done = take_subject (self, subject, error);
  if (done && self->context.outcome->refusal == NULL)
    self->context.outcome->refusal = crf_import_repeat_find (self->context.session, self->context.subject->key, event, text, day,
                                                             is_from_elsewhere (self), eventkey);
  return end_call (self, done, outcome);
}

CrfTarget *
crf_batch_find_place (CrfBatch *self,
                      const char *subject,
                      const char *event,
                      const char *eventkey,
                      const char *item)
{
  const CrfTarget names = { .event = (char *) event, .eventkey = (char *) eventkey, .item = (char *) item };
  CrfTarget *found = NULL;

  begin_call (self);
  if (take_subject (self, subject, NULL) && self->context.outcome->refusal == NULL)
    {
      g_auto (CrfVersionScope) scope = crf_version_enter_act (&self->context, &names, NULL);
      g_auto (CrfPlace) place = { 0 };

      if (!scope.failed && crf_place_find (&self->context, &names, &place) && place.target->eventkey != NULL && place.target->formkey != NULL &&
          place.target->groupkey != NULL)
        found = g_steal_pointer (&place.target);
    }
  self->context.study = crf_session_get_study (self->context.session);
  end_call (self, TRUE, NULL);
  return found;
}

/* Where the query stands: at the item, at the event, or at the subject. */
static gboolean
find_query_place (CrfBatch *self,
                  const char *event,
                  const char *item,
                  CrfPlace *place)
{
  CrfTarget names = { .event = (char *) event, .item = (char *) item };
  const CrfEvent *found;

  if (item != NULL)
    return crf_place_find (&self->context, &names, place);
  if (event == NULL)
    return TRUE;
  found = crf_place_find_event (self->context.study, event);
  if (found == NULL)
    {
      crf_context_refuse (&self->context, "event-unknown", NULL, _("The study has no visit “%s”."), event);
      return FALSE;
    }
  place->target = g_new0 (CrfTarget, 1);
  place->target->event = g_strdup (found->oid);
  return TRUE;
}

gboolean
crf_batch_open_query (CrfBatch *self,
                      const char *subject,
                      const char *event,
                      const char *item,
                      const char *check,
                      const char *text,
                      CrfOutcome **outcome,
                      GError **error)
{
  g_auto (CrfPlace) place = { 0 };
  gboolean done;

  begin_call (self);
  done = take_subject (self, subject, error);
  if (done && self->context.outcome->refusal == NULL && find_query_place (self, event, item, &place))
    done = crf_context_open_query (&self->context, place.target, check, error, "%s", text);
  return end_call (self, done, outcome);
}

static gboolean
derive (CrfBatch *self,
        const char *event,
        GError **error)
{
  const CrfEvent *found = crf_place_find_event (self->context.study, event);
  g_autoptr (GPtrArray) records = NULL;

  if (found == NULL)
    return crf_context_refuse (&self->context, "event-unknown", NULL, _("The study has no visit “%s”."), event);
  records = crf_records_events (self->context.file, self->context.subject->key, error);
  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    {
      CrfEventRecord *record = g_ptr_array_index (records, i);
      CrfTarget at = { .subject = record->subject, .event = record->event, .eventkey = record->eventkey };

      if (strcmp (record->event, found->oid) != 0)
        continue;
      if (!crf_enter_cross_checks (&self->context, record->event, record->eventkey, error) ||
          !crf_context_derive (&self->context, &at, error) || !look_at_window (self, found, record->eventkey, error) ||
          !look_at_consent (self, found, record->eventkey, error))
        return FALSE;
    }
  if (g_strcmp0 (found->kind, "treatment") == 0 && !crf_context_derive_timing (&self->context, error))
    return FALSE;
  /* What lies after the infusion is nobody's baseline. */
  return g_strcmp0 (found->kind, "follow-up") == 0 || crf_context_derive_later_grades (&self->context, NULL, error);
}

gboolean
crf_batch_derive (CrfBatch *self,
                  const char *subject,
                  const char *event,
                  CrfOutcome **outcome,
                  GError **error)
{
  gboolean done;

  begin_call (self);
  done = take_subject (self, subject, error);
  if (done && self->context.outcome->refusal == NULL)
    {
      const CrfTarget at = { .event = (char *) event };
      g_auto (CrfVersionScope) scope = crf_version_enter_act (&self->context, &at, error);

      done = !scope.failed && crf_derive_owed (&self->context, self->owed, error) && derive (self, event, error);
    }
  self->context.study = crf_session_get_study (self->context.session);
  return end_call (self, done, outcome);
}

gboolean
crf_batch_was_read (CrfBatch *self,
                    GError **error)
{
  return crf_readings_hold (self->context.session, &self->context.readings, error);
}

gboolean
crf_batch_commit (CrfBatch *self,
                  GError **error)
{
  return crf_batch_was_read (self, error) && crf_transaction_commit (self->txn, error);
}

CrfRole
crf_batch_roles (CrfStudy *study)
{
  return study != NULL && crf_study_is_transcription (study) ? BATCH_ROLES | CRF_ROLE_ADMINISTRATOR : BATCH_ROLES;
}
