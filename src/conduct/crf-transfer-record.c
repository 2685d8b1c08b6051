/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One record of a transfer: is there such a place, is this such a value, may it come after what came before; then it is one entry. */

#include "crf-transfer-private.h"

#include "crf-detail.h"
#include "crf-identity.h"
#include "crf-origin.h"
#include "crf-partial-date.h"
#include "crf-place.h"
#include "crf-registering.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ORDINALS 100000

/* ── The entry ── */

JsonObject *
_crf_taking_source (const CrfTaking *taking)
{
  const CrfTransferRecord *record = taking->record;
  const struct { const char *name, *value; } members[] = { { "id", record->id }, { "user", record->user }, { "at", record->at },
                                                           { "location", record->location }, { "transfer", taking->transfer->id } };
  JsonObject *source = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].value != NULL)
      json_object_set_string_member (source, members[i].name, members[i].value);
  return source;
}

/* An append that is refused because something is held takes nothing of the record; else it is broken. */
static gboolean
append_entry (CrfTaking *taking,
              const CrfEntry *entry,
              GError **error)
{
  CrfUseCaseContext *context = &taking->transfer->context;
  g_autoptr (GError) fault = NULL;

  if (crf_context_append (context, entry, NULL, &fault))
    return TRUE;
  if (context->outcome->refusal == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  _crf_taking_refuse (taking, "%s", context->outcome->refusal->message);
  g_clear_pointer (&context->outcome->refusal, crf_refusal_free);
  return TRUE;
}

gboolean
_crf_taking_append (CrfTaking *taking,
                    CrfEntry *entry,
                    JsonObject *detail,
                    JsonObject *source,
                    GError **error)
{
  g_autoptr (JsonObject) all = detail != NULL ? detail : json_object_new ();
  g_autofree char *text = NULL;
  CrfTransferLevel level = taking->record->level;

  json_object_set_object_member (all, "source", source != NULL ? source : _crf_taking_source (taking));
  text = crf_detail_to_text (all);
  entry->detail = text;
  entry->subject = taking->subject;
  if (entry->reason == NULL)
    entry->reason = taking->record->reason;
  if (level >= CRF_TRANSFER_EVENT)
    {
      entry->event = taking->event->oid;
      entry->eventkey = taking->keys[0];
    }
  if (level >= CRF_TRANSFER_FORM && !g_str_equal (entry->action, CRF_ACTION_EVENT_ADD) && !g_str_equal (entry->action, CRF_ACTION_EVENT_STATE))
    {
      entry->form = taking->form->oid;
      entry->formkey = taking->keys[1];
    }
  if (level >= CRF_TRANSFER_GROUP && entry->form != NULL && !g_str_equal (entry->action, CRF_ACTION_FORM_ADD))
    {
      entry->group = taking->group->oid;
      entry->groupkey = taking->keys[2];
    }
  return append_entry (taking, entry, error);
}

JsonObject *
_crf_taking_detail (CrfTaking *taking,
                    const char *action)
{
  JsonObject *detail = crf_origin_filter (action, taking->record->detail);
  g_autofree char *date = NULL;
  gint64 ordinal;

  if (detail == NULL)
    {
      _crf_taking_refuse (taking, _("“sw:Detail” is no JSON object."));
      return NULL;
    }
  date = crf_detail_get (detail, "date");
  ordinal = crf_detail_get_int (detail, "ordinal", 1);
  if ((date == NULL || crf_iso_days_between (date, date, &(int) { 0 })) && ordinal >= 1 && ordinal <= ORDINALS)
    return detail;
  _crf_taking_refuse (taking, _("“sw:Detail” names a day or an ordinal that cannot be: %s"), taking->record->detail);
  json_object_unref (detail);
  return NULL;
}

/* ── Places that are there ── */

static char *
place_name (const CrfTaking *taking,
            CrfTransferLevel level)
{
  const char *parts[] = { taking->subject, taking->event->oid, taking->keys[0], level >= CRF_TRANSFER_FORM ? taking->form->oid : NULL, taking->keys[1],
                          level >= CRF_TRANSFER_GROUP ? taking->group->oid : NULL, taking->keys[2],
                          level >= CRF_TRANSFER_VALUE ? taking->record->item : NULL, NULL };
  GString *name = g_string_new (taking->subject);

  for (guint i = 1; parts[i] != NULL; i++)
    g_string_append_printf (name, "\n%s", parts[i]);
  return g_string_free (name, FALSE);
}

/* How many of the kind there are in the place above, this one too. */
static guint
count_up (const CrfTaking *taking,
          CrfTransferLevel level)
{
  g_autofree char *name = place_name (taking, level);
  guint n;

  *strrchr (name, '\n') = '\0';
  n = GPOINTER_TO_UINT (g_hash_table_lookup (taking->transfer->ordinals, name)) + 1;
  g_hash_table_insert (taking->transfer->ordinals, g_steal_pointer (&name), GUINT_TO_POINTER (n));
  return n;
}

static gboolean
is_there (const CrfTaking *taking,
          CrfTransferLevel level)
{
  g_autofree char *name = place_name (taking, level);

  return g_hash_table_contains (taking->transfer->places, name);
}

/* A visit that no record speaks of is of the day when its first value was stored there. */
static JsonObject *
time_of (CrfTaking *taking)
{
  JsonObject *source = json_object_new ();

  if (taking->record->at != NULL)
    json_object_set_string_member (source, "at", taking->record->at);
  return source;
}

/* Appends the entry that makes the place of @level. @said: the record is about it, else only about something in it. */
static gboolean
add_place (CrfTaking *taking,
           CrfTransferLevel level,
           gboolean said,
           GError **error)
{
  static const char *const actions[] = { NULL, CRF_ACTION_EVENT_ADD, CRF_ACTION_FORM_ADD, CRF_ACTION_GROUP_ADD };
  CrfEntry entry = { .action = actions[level] };
  g_autoptr (JsonObject) detail = NULL;
  guint n;

  if (is_there (taking, level))
    return !said || taking->record->type == NULL || _crf_taking_refuse (taking, _("It is inserted a second time.")) || TRUE;
  detail = said ? _crf_taking_detail (taking, entry.action) : json_object_new ();
  if (detail == NULL)
    return TRUE;
  n = count_up (taking, level);
  if (!json_object_has_member (detail, "ordinal"))
    json_object_set_int_member (detail, "ordinal", n);
  g_hash_table_add (taking->transfer->places, place_name (taking, level));
  return _crf_taking_append (taking, &entry, g_steal_pointer (&detail), said ? NULL : time_of (taking), error);
}

gboolean
_crf_taking_add_places_above (CrfTaking *taking,
                              CrfTransferLevel level,
                              GError **error)
{
  for (CrfTransferLevel above = CRF_TRANSFER_EVENT; above < level; above++)
    if (taking->fault == NULL && (above != CRF_TRANSFER_GROUP || taking->group->repeating) && !add_place (taking, above, FALSE, error))
      return FALSE;
  return TRUE;
}

/* ── Patients ── */

static gboolean
register_subject (CrfTaking *taking,
                  GError **error)
{
  CrfTransfer *transfer = taking->transfer;
  const char *number = taking->record->subject;
  g_autofree char *key = crf_transaction_new_key (transfer->context.txn);
  JsonObject *detail = json_object_new ();
  CrfEntry entry = { .action = CRF_ACTION_SUBJECT_ADD };

  json_object_set_string_member (detail, "number", number);
  taking->subject = key;
  if (!_crf_taking_append (taking, &entry, detail, NULL, error))
    return FALSE;
  if (taking->fault != NULL)
    return TRUE;
  if (!crf_transaction_add_subject_key (transfer->context.txn, key, error))
    return FALSE;
  g_hash_table_insert (transfer->subjects, g_strdup (number), g_strdup (key));
  taking->subject = g_hash_table_lookup (transfer->subjects, number);
  transfer->n_subjects++;
  return TRUE;
}

/* Whether a patient of that number may come in. */
static gboolean
check_new_subject (CrfTaking *taking,
                   GError **error)
{
  CrfUseCaseContext *context = &taking->transfer->context;
  const CrfTransferRecord *record = taking->record;
  g_autoptr (CrfSubjectRecord) known = NULL;
  g_autoptr (GError) fault = NULL;

  if (*record->subject == '\0' || strlen (record->subject) > CRF_TRANSFER_KEY_LENGTH || strpbrk (record->subject, "\n\t\r") != NULL)
    return _crf_taking_refuse (taking, _("“%s” cannot be the number of a patient."), record->subject) || TRUE;
  known = crf_records_find_subject (context->file, record->subject, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (known != NULL)
    _crf_taking_refuse (taking, _("There is a patient %s in this study file already. Nothing was overwritten: import into a file that does not have the patient."),
            known->number);
  else if (record->act != NULL || record->level != CRF_TRANSFER_SUBJECT || (record->type != NULL && !_crf_taking_is (taking, "Insert")))
    _crf_taking_refuse (taking, _("The file does not say how patient %s was registered: what comes before is missing."), record->subject);
  else if (!crf_registering_permitted (context))
    {
      _crf_taking_refuse (taking, "%s", context->outcome->refusal->message);
      g_clear_pointer (&context->outcome->refusal, crf_refusal_free);
    }
  return TRUE;
}

/* The patient's key; NULL and no fault: the patient was refused before, once is enough. */
static gboolean
find_subject (CrfTaking *taking,
              GError **error)
{
  GHashTable *subjects = taking->transfer->subjects;
  const char *number = taking->record->subject;

  if (number == NULL && taking->record->act != NULL)
    return TRUE; /* an act of the site */
  if (number == NULL)
    return _crf_taking_refuse (taking, _("It does not say whose it is.")) || TRUE;
  taking->subject = g_hash_table_lookup (subjects, number);
  if (taking->subject != NULL)
    {
      if (*taking->subject == '\0')
        taking->subject = NULL;
      else if (taking->record->level == CRF_TRANSFER_SUBJECT && taking->record->act == NULL && (taking->record->type == NULL || _crf_taking_is (taking, "Insert")))
        _crf_taking_refuse (taking, _("Patient %s stands in the file a second time."), number);
      return TRUE;
    }
  if (!check_new_subject (taking, error))
    return FALSE;
  if (taking->fault != NULL)
    g_hash_table_insert (subjects, g_strdup (number), g_strdup (""));
  return TRUE;
}

/* ── States and signatures ── */

/* A value that did not travel, kept with who, when and why. */
static gboolean
append_sealed (CrfTaking *taking,
               GError **error)
{
  const CrfTransferRecord *record = taking->record;
  JsonObject *source = _crf_taking_source (taking);
  CrfEntry entry = { .action = CRF_ACTION_TRANSFER_RECORD, .item = record->item, .missing = record->missing };

  json_object_set_string_member (source, "what", "sealed");
  if (record->type != NULL)
    json_object_set_string_member (source, "type", record->type);
  if (record->derived)
    json_object_set_boolean_member (source, "derived", TRUE);
  return _crf_taking_append (taking, &entry, NULL, source, error);
}

static gboolean
set_state (CrfTaking *taking,
           GError **error)
{
  static const char *const marks[] = { "verified", "signed", "frozen", "locked", NULL };
  static const struct { const char *action; const char *const states[12]; } known[] = {
    { CRF_ACTION_SUBJECT_STATUS, { "screening", "failed", "eligible", "allocated", "treated", "withdrawn", "died", "lost", "completed", NULL } },
    { CRF_ACTION_EVENT_STATE, { "missed", "done", NULL } },
    { CRF_ACTION_FORM_STATE, { "started", "complete", "verified", "signed", "locked", NULL } },
  };
  const char *state = taking->record->state;
  CrfEntry entry = { .canon = NULL };
  JsonObject *detail;

  /* What was signed, verified, frozen or locked there has no such mark here: it is complete. */
  if (taking->record->level == CRF_TRANSFER_FORM && taking->record->type == NULL && state != NULL && g_strv_contains (marks, state))
    state = "complete";
  entry.canon = state;

  if (taking->record->level > CRF_TRANSFER_FORM)
    return _crf_taking_refuse (taking, _("A row has no state that could change.")) || TRUE;
  entry.action = known[taking->record->level].action;
  /* A visit that was moved to another day has no state. */
  if ((state == NULL && taking->record->level != CRF_TRANSFER_EVENT) || (state != NULL && !g_strv_contains (known[taking->record->level].states, state)))
    return _crf_taking_refuse (taking, _("“%s” is no state that it could be in."), state != NULL ? state : "") || TRUE;
  detail = _crf_taking_detail (taking, entry.action);
  return detail == NULL || _crf_taking_append (taking, &entry, detail, NULL, error);
}

static gboolean
add_level (CrfTaking *taking,
           GError **error)
{
  const CrfTransferRecord *record = taking->record;
  CrfEntry entry = { .action = CRF_ACTION_TRANSFER_SUBJECT };
  gboolean snapshot = record->type == NULL;

  if (_crf_taking_is (taking, "Context"))
    return TRUE;
  if (!snapshot && !_crf_taking_is (taking, "Insert") && !_crf_taking_is (taking, "Update"))
    return _crf_taking_refuse (taking, _("Transactions of the type “%s” are not taken over."), record->type) || TRUE;
  if (record->level == CRF_TRANSFER_SUBJECT && (snapshot || _crf_taking_is (taking, "Insert")))
    return register_subject (taking, error) && (!snapshot || taking->fault != NULL || record->state == NULL || set_state (taking, error));
  if (record->transfer)
    return _crf_taking_append (taking, &entry, NULL, NULL, error);
  if (!snapshot && _crf_taking_is (taking, "Insert"))
    return _crf_taking_add_places_above (taking, record->level, error) && (taking->fault != NULL || add_place (taking, record->level, TRUE, error));
  /* A snapshot's visits and rows are there by what is in them; only a form says what state it is in. */
  if (snapshot && record->level != CRF_TRANSFER_FORM)
    return TRUE;
  if (record->level > CRF_TRANSFER_SUBJECT && !_crf_taking_add_places_above (taking, record->level + 1, error))
    return FALSE;
  if (taking->fault != NULL || (snapshot && (record->state == NULL || strcmp (record->state, "started") == 0)))
    return TRUE;
  return record->meaning != NULL ? _crf_taking_add_signature (taking, error) : set_state (taking, error);
}

/* ── Values ── */

static const char *
canonical_unit (const CrfItem *item)
{
  return item->units->len > 0 ? ((const CrfItemUnit *) g_ptr_array_index (item->units, 0))->unit->oid : NULL;
}

/* What was typed, read again: it has to give what the file says that it is. NULL with a fault. */
static CrfValue *
parse (CrfTaking *taking)
{
  const CrfTransferRecord *record = taking->record;
  const CrfItem *item = taking->ref->item;
  gboolean as_typed = record->entered != NULL && !record->derived;
  const char *text = as_typed ? record->entered : record->canonical;
  const char *unit = as_typed || !record->derived ? record->unit : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfValue) value = NULL;

  if (record->missing != NULL)
    value = crf_value_new_missing (record->missing, &error);
  else if (record->canonical == NULL)
    return crf_value_new_stored (taking->transfer->context.study, NULL, NULL, NULL, NULL, NULL);
  else
    value = crf_value_parse (item, text, unit != NULL ? unit : canonical_unit (item), &error);
  if (value == NULL)
    {
      _crf_taking_refuse (taking, "%s", error->message);
      return NULL;
    }
  if (g_strcmp0 (value->canonical, record->canonical) == 0 &&
      (record->derived || g_strcmp0 (crf_comparator_to_string (value->comparator), record->comparator) == 0))
    return g_steal_pointer (&value);
  _crf_taking_refuse (taking, _("“%s” is %s, but the file says %s."), text, value->canonical != NULL ? value->canonical : "–",
          record->canonical != NULL ? record->canonical : "–");
  return NULL;
}

/* In order: inserted once, then changed or removed. */
static gboolean
check_order (CrfTaking *taking)
{
  gboolean there = is_there (taking, CRF_TRANSFER_VALUE);

  if (taking->record->type == NULL)
    return !there || _crf_taking_refuse (taking, _("The file says it twice."));
  if (_crf_taking_is (taking, "Insert"))
    return !there || _crf_taking_refuse (taking, _("It is inserted a second time."));
  if (_crf_taking_is (taking, "Update") || _crf_taking_is (taking, "Remove"))
    return there || _crf_taking_refuse (taking, _("It is changed before it was inserted."));
  return _crf_taking_refuse (taking, _("Transactions of the type “%s” are not taken over."), taking->record->type);
}

/* The day of a visit in a snapshot, where no record of its own says it. */
static gboolean
move_event (CrfTaking *taking,
            const CrfValue *value,
            GError **error)
{
  CrfEntry entry = { .action = CRF_ACTION_EVENT_STATE };
  JsonObject *detail;

  if (taking->record->type != NULL || g_strcmp0 (taking->ref->item->concept, "visit.date") != 0 || value->canonical == NULL ||
      strlen (value->canonical) < strlen ("2026-03-02"))
    return TRUE;
  detail = json_object_new ();
  json_object_set_string_member (detail, "date", value->canonical);
  return _crf_taking_append (taking, &entry, detail, json_object_new (), error);
}

static gboolean
store_value (CrfTaking *taking,
             const CrfValue *value,
             GError **error)
{
  const CrfTransferRecord *record = taking->record;
  const CrfItem *item = taking->ref->item;
  CrfEntry entry = { .action = record->derived ? CRF_ACTION_DERIVED : CRF_ACTION_VALUE, .item = item->oid, .missing = record->missing,
                     .canon = record->canonical, .prompt = record->prompt };
  JsonObject *detail = _crf_taking_detail (taking, entry.action);

  if (detail == NULL)
    return TRUE;
  entry.value = record->entered != NULL ? record->entered : record->canonical;
  entry.unit = record->unit;
  entry.cmp = record->comparator;
  entry.seal = item->identifier ? CRF_SEAL_IDENTIFIER : CRF_SEAL_NONE;
  if (!_crf_taking_append (taking, &entry, detail, NULL, error))
    return FALSE;
  if (taking->fault != NULL)
    return TRUE;
  return (!item->identifier || crf_identity_note (&taking->transfer->context, item, record->canonical, error)) && move_event (taking, value, error);
}

/* Values that could tell the arm are never in a file that the blinded may read; whoever put one there is not followed. */
static gboolean
check_item (CrfTaking *taking)
{
  const CrfItem *item = taking->ref->item;

  if (item->unblinding)
    return _crf_taking_refuse (taking, _("“%s” could tell the arm: such values are not taken from a file."), item->name);
  if (item->identifier && (taking->record->prompt != NULL || taking->record->detail != NULL))
    return _crf_taking_refuse (taking, _("“%s” names a person: nothing of it may stand beside the value."), item->name);
  return TRUE;
}

static gboolean
take_subject (CrfTaking *taking,
              GError **error)
{
  CrfUseCaseContext *context = &taking->transfer->context;

  if (context->subject != NULL && strcmp (context->subject->key, taking->subject) == 0)
    return TRUE;
  g_clear_pointer (&context->subject, crf_subject_record_free);
  context->subject = crf_records_find_subject (context->file, taking->subject, error);
  return context->subject != NULL;
}

static gboolean
add_value (CrfTaking *taking,
           GError **error)
{
  g_autoptr (CrfValue) value = NULL;

  if (_crf_taking_is (taking, "Context") || !check_order (taking))
    return TRUE;
  if (!taking->record->sealed && (!check_item (taking) || (value = parse (taking)) == NULL))
    return TRUE;
  if (!take_subject (taking, error) || !_crf_taking_add_places_above (taking, CRF_TRANSFER_VALUE, error))
    return FALSE;
  if (taking->fault != NULL)
    return TRUE;
  g_hash_table_add (taking->transfer->places, place_name (taking, CRF_TRANSFER_VALUE));
  return taking->record->sealed ? append_sealed (taking, error) : store_value (taking, value, error);
}

/* ── All of it ── */

/* Who and when: somebody of the file, and not later than now. */
static gboolean
check_audit (CrfTaking *taking)
{
  const CrfTransferRecord *record = taking->record;
  CrfInstant at;

  if (record->user == NULL && record->at == NULL)
    return record->type == NULL || _crf_taking_is (taking, "Context") || _crf_taking_refuse (taking, _("The audit record is missing: who did it, and when."));
  if (record->user == NULL || !g_hash_table_contains (taking->transfer->users, record->user))
    return _crf_taking_refuse (taking, _("The audit record names “%s”, whom the file does not know."), record->user != NULL ? record->user : "");
  if (record->location != NULL && !g_hash_table_contains (taking->transfer->locations, record->location))
    return _crf_taking_refuse (taking, _("The audit record names “%s”, which the file does not know."), record->location);
  if (record->at == NULL || !crf_instant_parse_utc (record->at, &at))
    return _crf_taking_refuse (taking, _("The audit record says “%s”, which is no time."), record->at != NULL ? record->at : "");
  if (strcmp (record->at, crf_transaction_get_time (taking->transfer->context.txn)) > 0)
    return _crf_taking_refuse (taking, _("The audit record is of %s, which has not come yet."), record->at);
  return TRUE;
}

static gboolean
add_record (CrfTaking *taking,
            GError **error)
{
  if (taking->record->act != NULL)
    return _crf_taking_add_act (taking, error);
  return taking->record->level == CRF_TRANSFER_VALUE ? add_value (taking, error) : add_level (taking, error);
}

gboolean
crf_transfer_add (CrfTransfer *self,
                  const CrfTransferRecord *record,
                  char **fault,
                  GError **error)
{
  CrfTaking taking = { .transfer = self, .record = record };
  gboolean done = TRUE;

  *fault = NULL;
  if (!find_subject (&taking, error))
    done = FALSE;
  else if (taking.fault == NULL && (taking.subject != NULL || record->subject == NULL || !g_hash_table_contains (self->subjects, record->subject)) &&
           check_audit (&taking) && _crf_taking_find_place (&taking))
    done = add_record (&taking, error);
  if (done)
    *fault = g_steal_pointer (&taking.fault);
  g_free (taking.fault);
  return done;
}
