/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The entries that put a value in its place: event, form and group where they are new, then the value. */

#include "crf-place.h"

#include "crf-coding.h"
#include "crf-coding-follow.h"
#include "crf-detail.h"
#include "crf-identity.h"
#include "crf-number.h"

#include <glib/gi18n-lib.h>
#include <string.h>

CrfTarget *
crf_target_for (CrfStudy *study,
                const char *form_kind)
{
  const GPtrArray *events = crf_study_get_events (study);

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      for (guint j = 0; j < event->forms->len; j++)
        {
          const CrfForm *form = g_ptr_array_index (event->forms, j);
          CrfTarget *target;

          if (g_strcmp0 (form->kind, form_kind) != 0)
            continue;
          target = g_new0 (CrfTarget, 1);
          target->event = g_strdup (event->oid);
          target->eventkey = event->repeating ? NULL : g_strdup ("1");
          target->form = g_strdup (form->oid);
          target->formkey = form->repeating ? NULL : g_strdup ("1");
          return target;
        }
    }
  return NULL;
}

static char *
ordinal_detail (guint ordinal)
{
  return g_strdup_printf ("{\"ordinal\":%u}", ordinal);
}

/* @date orders visits where it is known: a late transcription is not the latest. */
static gboolean
ensure_event (CrfUseCaseContext *context,
              CrfTarget *target,
              const char *date,
              GError **error)
{
  g_autoptr (GPtrArray) events = crf_records_events (context->file, context->subject->key, error);
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_EVENT_ADD, .subject = context->subject->key, .event = target->event };
  guint n = 0;

  if (events == NULL)
    return FALSE;
  for (guint i = 0; i < events->len; i++)
    {
      CrfEventRecord *event = g_ptr_array_index (events, i);

      if (strcmp (event->event, target->event) != 0)
        continue;
      if (g_strcmp0 (event->eventkey, target->eventkey) == 0)
        return TRUE;
      n++;
    }
  if (target->eventkey == NULL)
    {
      const CrfEvent *event = crf_study_find_event (context->study, target->event);

      target->eventkey = event != NULL && event->repeating ? crf_transaction_new_key (context->txn) : g_strdup ("1");
    }
  detail = date != NULL ? g_strdup_printf ("{\"ordinal\":%u,\"date\":\"%s\"}", n + 1, date) : ordinal_detail (n + 1);
  entry.eventkey = target->eventkey;
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

static guint
count_forms_like (CrfUseCaseContext *context,
                  const CrfTarget *target)
{
  g_autoptr (GPtrArray) forms = crf_records_forms (context->file, context->subject->key, NULL);
  guint n = 0;

  for (guint i = 0; forms != NULL && i < forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (forms, i);

      n += strcmp (form->event, target->event) == 0 && g_strcmp0 (form->eventkey, target->eventkey) == 0 &&
           strcmp (form->form, target->form) == 0;
    }
  return n;
}

static gboolean
find_form_id (CrfUseCaseContext *context,
              const CrfTarget *target,
              gint64 *id,
              GError **error)
{
  g_autoptr (GError) fault = NULL;

  *id = crf_records_find_form_id (context->file, context->subject->key, target->event, target->eventkey, target->form, target->formkey, &fault);
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* Its id, new or not, into @id. */
static gboolean
add_form (CrfUseCaseContext *context,
          CrfTarget *target,
          const char *date,
          gint64 *id,
          GError **error)
{
  const CrfForm *form = crf_study_find_form (context->study, target->form);
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_FORM_ADD, .subject = context->subject->key, .event = target->event, .form = target->form };

  if (target->eventkey != NULL && target->formkey != NULL)
    {
      if (!find_form_id (context, target, id, error))
        return FALSE;
      if (*id != 0)
        return TRUE;
    }
  if (!ensure_event (context, target, date, error))
    return FALSE;
  if (target->formkey == NULL)
    target->formkey = form != NULL && form->repeating ? crf_transaction_new_key (context->txn) : g_strdup ("1");
  detail = ordinal_detail (count_forms_like (context, target) + 1);
  entry.eventkey = target->eventkey;
  entry.formkey = target->formkey;
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error) && find_form_id (context, target, id, error);
}

gboolean
crf_context_add_form (CrfUseCaseContext *context,
                      CrfTarget *target,
                      GError **error)
{
  gint64 id;

  return add_form (context, target, NULL, &id, error);
}

/* The visit date is the date of the event: where it comes after the event was begun, or changes. */
static gboolean
move_event (CrfUseCaseContext *context,
            const CrfTarget *target,
            const char *date,
            const char *reason,
            GError **error)
{
  g_autoptr (GPtrArray) events = crf_records_events (context->file, context->subject->key, error);
  g_autofree char *detail = crf_detail_new ("date", date, NULL);
  CrfEntry entry = { .action = CRF_ACTION_EVENT_STATE, .subject = context->subject->key, .event = target->event,
                     .eventkey = target->eventkey, .detail = detail, .reason = reason };

  if (events == NULL)
    return FALSE;
  for (guint i = 0; i < events->len; i++)
    {
      CrfEventRecord *event = g_ptr_array_index (events, i);

      if (strcmp (event->event, target->event) == 0 && g_strcmp0 (event->eventkey, target->eventkey) == 0)
        entry.canon = event->state;
    }
  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
is_visit_date (const CrfItem *item,
               const CrfValue *value)
{
  return g_strcmp0 (item->concept, "visit.date") == 0 && value->canonical != NULL && strlen (value->canonical) >= 10;
}

/* Non-repeating groups need no entry: they have one key, "1". */
static gboolean
ensure_group (CrfUseCaseContext *context,
              CrfTarget *target,
              gint64 form,
              GError **error)
{
  const CrfItemGroup *group = crf_study_find_group (context->study, target->group);
  g_autoptr (GPtrArray) values = NULL;
  g_autoptr (GHashTable) keys = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_GROUP_ADD, .subject = context->subject->key, .event = target->event, .eventkey = target->eventkey,
                     .form = target->form, .formkey = target->formkey, .group = target->group };

  if (group == NULL || !group->repeating)
    {
      if (target->groupkey == NULL)
        target->groupkey = g_strdup ("1");
      return TRUE;
    }
  values = crf_records_values (context->file, form, error);
  if (values == NULL)
    return FALSE;
  keys = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < values->len; i++)
    {
      CrfValueRecord *value = g_ptr_array_index (values, i);

      if (strcmp (value->group, target->group) == 0)
        g_hash_table_add (keys, value->groupkey);
    }
  if (target->groupkey != NULL && g_hash_table_contains (keys, target->groupkey))
    return TRUE;
  if (target->groupkey == NULL)
    target->groupkey = crf_transaction_new_key (context->txn);
  detail = ordinal_detail (g_hash_table_size (keys) + 1);
  entry.groupkey = target->groupkey;
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

/* Without the names of the entries that its inputs were read from: what came from another file names those there. */
static char *
without_entries (const char *detail,
                 gsize length)
{
  static const char name[] = ",\"entry\":\"";
  g_autoptr (GString) text = g_string_new_len (detail, (gssize) length);
  const char *found;

  while ((found = strstr (text->str, name)) != NULL)
    {
      const char *end = strchr (found + strlen (name), '"');

      g_string_erase (text, found - text->str, end != NULL ? end + 1 - found : -1);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Everything but the explaining steps, which come last: they are in the language of who computed. */
static gboolean
same_derivation (const char *old,
                 const char *new)
{
  const char *steps = new != NULL ? strstr (new, ",\"steps\":") : NULL;
  const char *source = old != NULL ? strstr (old, ",\"source\":{") : NULL; /* where it came from is at the very end (see crf-transfer-record.c) */
  const char *old_steps = source != NULL ? strstr (old, ",\"steps\":") : NULL;
  g_autofree char *there = NULL, *here = NULL;

  if (old == NULL || new == NULL)
    return old == new;
  if (source != NULL)
    {
      there = without_entries (old, (gsize) ((old_steps != NULL ? old_steps : source) - old));
      here = without_entries (new, steps != NULL ? (gsize) (steps - new) : strlen (new) - 1);
      return strcmp (there, here) == 0;
    }
  if (steps == NULL)
    return strcmp (old, new) == 0;
  return strncmp (old, new, (gsize) (steps - new)) == 0;
}

static gboolean
is_same (CrfUseCaseContext *context,
         const CrfValueRecord *record,
         const CrfItem *item,
         const CrfValue *value,
         gboolean derived,
         const char *detail)
{
  g_autofree char *plain = NULL;

  /* Who may know compares nothing: each step writes the same rows for every arm. */
  if (item->unblinding && !derived)
    return FALSE;
  if (record == NULL)
    return crf_value_is_empty (value);
  if (record->sealed)
    {
      if (!item->identifier)
        return FALSE;
      plain = crf_keyring_open_identifier (crf_session_get_keyring (context->session), context->file, context->subject->key,
                                           record->item, record->value, NULL);
      return plain != NULL && g_strcmp0 (plain, value->canonical) == 0;
    }
  return g_strcmp0 (record->value, value->entered) == 0 && g_strcmp0 (record->missing, value->missing) == 0 &&
         g_strcmp0 (record->canon, value->canonical) == 0 &&
         g_strcmp0 (record->unit, value->unit != NULL ? value->unit->oid : NULL) == 0 && record->derived == derived &&
         (!derived || same_derivation (record->detail, detail));
}

gboolean
crf_place_holds_derived (const CrfCell *cell,
                         const CrfValue *value,
                         const char *detail)
{
  return !cell->sealed && cell->derived && cell->entry != NULL && cell->box == NULL && crf_value_equal (cell->value, value) &&
         g_strcmp0 (cell->value->entered, value->entered) == 0 && same_derivation (cell->detail, detail);
}

static CrfEntry
entry_of_value (CrfUseCaseContext *context,
                const CrfTarget *target,
                const CrfItem *item,
                const CrfValue *value)
{
  CrfEntry entry = { .subject = context->subject->key, .event = target->event, .eventkey = target->eventkey, .form = target->form,
                     .formkey = target->formkey, .group = target->group, .groupkey = target->groupkey, .item = target->item };

  entry.value = value->entered;
  entry.unit = value->unit != NULL && value->entered != NULL ? value->unit->oid : NULL;
  entry.cmp = crf_comparator_to_string (value->comparator);
  entry.missing = value->missing;
  entry.canon = value->canonical;
  if (item->unblinding)
    entry.seal = CRF_SEAL_UNBLINDING;
  else if (item->identifier)
    entry.seal = CRF_SEAL_IDENTIFIER;
  return entry;
}

/* By what a value in another unit became the canonical one, and which set of factors that belongs to. NULL where nothing was converted, and where all
 * that is known of the value is sealed. */
static char *
detail_of_factor (CrfUseCaseContext *context,
                  const CrfItem *item,
                  const CrfValue *value)
{
  char factor[CRF_DECIMAL_SIZE];

  if (value->unit == NULL || value->canonical == NULL || item->unblinding || item->identifier)
    return NULL;
  for (guint i = 1; i < item->units->len; i++)
    {
      const CrfItemUnit *unit = g_ptr_array_index (item->units, i);

      if (unit->unit == value->unit && crf_decimal_format (unit->factor, factor) != NULL)
        return crf_detail_new ("factor", factor, "factors", crf_study_get_factor_version (context->study), NULL);
    }
  return NULL;
}

/* Not of what is sealed: a note might tell it. */
static char *
detail_of_note (CrfUseCaseContext *context,
                const CrfItem *item)
{
  return context->note != NULL && !item->unblinding && !item->identifier ? crf_detail_new ("note", context->note, NULL) : NULL;
}

gboolean
crf_place_write (CrfUseCaseContext *context,
                 CrfTarget *target,
                 const CrfItem *item,
                 const CrfValue *value,
                 const char *reason,
                 const char *prompt,
                 gboolean derived,
                 const char *detail,
                 gboolean *changed,
                 GError **error)
{
  g_autoptr (CrfValueRecord) record = NULL;
  g_autoptr (GError) fault = NULL;
  g_autofree char *factor = NULL;
  g_autofree char *note = NULL;
  g_autofree char *written = NULL;
  const char *date = is_visit_date (item, value) ? value->canonical : NULL;
  gboolean is_new_event = target->eventkey == NULL;
  gint64 form = 0;
  CrfEntry entry;

  if (changed != NULL)
    *changed = FALSE;
  if (crf_value_is_empty (value) && (target->formkey == NULL || target->eventkey == NULL))
    return TRUE;
  if (!add_form (context, target, date, &form, error))
    return FALSE;
  if (target->groupkey != NULL)
    record = crf_records_value (context->file, form, target->item, target->group, target->groupkey, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  note = derived ? NULL : detail_of_note (context, item);
  if (is_same (context, record, item, value, derived, detail) && (note == NULL || (record != NULL && g_strcmp0 (record->detail, note) == 0)))
    return TRUE;
  if (!ensure_group (context, target, form, error))
    return FALSE;
  entry = entry_of_value (context, target, item, value);
  /* A row that is missing is not a field that is empty. */
  if (!crf_records_check_field (context->file, &entry, record != NULL ? record->entry : NULL, error))
    return FALSE;
  entry.action = derived ? CRF_ACTION_DERIVED : CRF_ACTION_VALUE;
  entry.reason = reason;
  entry.prompt = prompt;
  factor = derived ? NULL : detail_of_factor (context, item, value);
  entry.detail = factor != NULL ? factor : note != NULL ? note : detail;
  entry.base = record != NULL ? record->entry : NULL;
  if (changed != NULL)
    *changed = TRUE;
  if (!crf_context_append (context, &entry, &written, error) || !crf_coding_follow (context, target, item, value->entered, written, error) ||
      !crf_identity_note (context, item, value->canonical, error))
    return FALSE;
  return date == NULL || (is_new_event && record == NULL) || move_event (context, target, date, reason, error);
}

/* What a use case computed or was given as an argument: parsed as a typed value is, but not range-checked. */
gboolean
crf_context_store_value (CrfUseCaseContext *context,
                         const CrfTarget *target,
                         const CrfItem *item,
                         const char *text,
                         const char *unit,
                         const char *missing,
                         const char *reason,
                         GError **error)
{
  g_autoptr (CrfTarget) place = crf_target_copy (target);
  const CrfForm *form = crf_study_find_form (context->study, target->form);
  const CrfItemGroup *group = form != NULL ? crf_form_find_group_of (form, item) : NULL;
  g_autoptr (CrfValue) value = NULL;
  g_autoptr (GError) fault = NULL;

  if (group == NULL)
    {
      crf_context_refuse (context, "item-not-here", NULL, _("The form “%s” has no “%s”."), target->form, item->name);
      return TRUE;
    }
  if (missing != NULL)
    value = crf_value_new_missing (missing, &fault);
  else if (text != NULL)
    value = crf_value_parse (item, text, unit, &fault);
  else
    value = crf_value_new_stored (context->study, NULL, NULL, NULL, NULL, NULL);
  if (value == NULL)
    {
      crf_context_refuse (context, "value-invalid", NULL, _("%s: %s"),
                          crf_text_get (item->question, crf_session_get_language (context->session)), fault->message);
      crf_context_set_target (context, target);
      return TRUE;
    }
  if (place->group == NULL)
    place->group = g_strdup (group->oid);
  if (place->item == NULL)
    place->item = g_strdup (item->oid);
  if (place->groupkey == NULL && !group->repeating)
    place->groupkey = g_strdup ("1");
  if (!crf_place_write (context, place, item, value, reason, NULL, FALSE, NULL, NULL, error))
    return FALSE;
  /* Which values count as baseline hangs on it. */
  return g_strcmp0 (item->concept, "inf.start") != 0 || crf_context_derive_later_grades (context, place, error);
}

gboolean
crf_context_store_concept (CrfUseCaseContext *context,
                           const CrfTarget *target,
                           const char *concept,
                           const char *text,
                           const char *unit,
                           const char *reason,
                           GError **error)
{
  const CrfItem *item = crf_study_find_item_by_concept (context->study, concept);
  const CrfForm *form = crf_study_find_form (context->study, target->form);

  if (item == NULL || form == NULL || crf_form_find_group_of (form, item) == NULL)
    return TRUE;
  return crf_context_store_value (context, target, item, text, unit, NULL, reason, error);
}
