/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Second entry of one value, blind to the first: stored beside it, and compared at once. The value in force does not change. Repeats are rows of
 * the second entry's own, and found among those of the first by their date. */

#include "crf-detail.h"
#include "crf-scores.h"
#include "crf-second-rows.h"
#include "crf-verification.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", FALSE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", FALSE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { "group", N_ ("Section"), "text", FALSE },
  { "groupkey", N_ ("Key of the section's repeat"), "text", FALSE },
  { "item", N_ ("Item"), "text", TRUE },
  { "value", N_ ("Value"), "text", FALSE },
  { "unit", N_ ("Unit"), "text", FALSE },
  { "missing", N_ ("Why there is no value"), "choice:ND|NA|UNK|REF|PEND", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* FALSE: refused. */
static gboolean
check_item (CrfUseCaseContext *context,
            const CrfPlace *place)
{
  const CrfItem *item = place->ref->item;

  if (place->ref->derivation != NULL || crf_item_is_computed (item))
    crf_context_refuse (context, "derived", NULL, _("This value is computed; it cannot be typed."));
  else if (item->identifier || item->unblinding)
    crf_context_refuse (context, "sealed", NULL, _("Names, numbers and unblinding values are sealed; they are not entered twice."));
  else if (!crf_second_asks (context->session, place->form, place->group, place->ref))
    crf_context_refuse (context, "not-double", _("The data manager says which forms are entered twice."), _("The study asks for no second entry here."));
  return context->outcome->refusal == NULL;
}

static gboolean
check_person (CrfUseCaseContext *context,
              const char *first)
{
  if (g_strcmp0 (first, crf_session_get_login (context->session)) != 0)
    return TRUE;
  return !crf_context_refuse (context, "same-person", _("Ask a colleague."), _("The first entry is yours: another person enters the second."));
}

static CrfValue *
parse (CrfUseCaseContext *context,
       const CrfItem *item)
{
  const char *text = crf_context_get (context, "value"), *missing = crf_context_get (context, "missing");
  g_autoptr (GError) fault = NULL;
  CrfValue *value = NULL;

  if (missing != NULL)
    value = crf_value_new_missing (missing, &fault);
  else if (text != NULL)
    value = crf_value_parse (item, text, crf_context_get (context, "unit"), &fault);
  else
    crf_context_refuse (context, "argument-missing", NULL, _("Type the value, or say why there is none."));
  if (fault != NULL)
    crf_context_refuse (context, "value-invalid", _("Correct the value or its unit, or give a reason why there is none."), "%s", fault->message);
  return value;
}

/* What the second value is compared with; all NULL: nothing yet. */
typedef struct
{
  const CrfValueRecord *value;     /* NULL: the first entry left it empty */
  const char *formkey, *groupkey;  /* of the first entry's repeat; NULL: there is none */
} First;

static void
say_difference (CrfUseCaseContext *context,
                const CrfItem *item,
                const First *first,
                const CrfValue *value)
{
  g_autofree char *one = first->value != NULL ? crf_second_first_text (context, item, first->value) : g_strdup ("–");
  g_autofree char *other = crf_value_is_empty (value) ? g_strdup ("–") : crf_value_to_display (value, item, crf_session_get_language (context->session));

  crf_context_result (context, "first", one);
  crf_context_result (context, "second", other);
  crf_context_notice (context, _("First entry: %s, second entry: %s. Look at the source and decide."), one, other);
}

static gboolean
store (CrfUseCaseContext *context,
       const CrfPlace *place,
       const First *first,
       const CrfValue *value,
       GError **error)
{
  g_autofree char *here = crf_second_compare_text (value->canonical, value->missing, crf_comparator_to_string (value->comparator));
  g_autofree char *there = first->value != NULL ? crf_second_compare_text (first->value->canon, first->value->missing, first->value->cmp) : NULL;
  const char *result = first->formkey == NULL ? "alone" : g_strcmp0 (here, there) == 0 ? "same" : "differs";
  g_autofree char *detail = crf_detail_new ("result", result, "form", first->formkey, "group", first->groupkey, NULL);
  CrfEntry entry = { .action = CRF_ACTION_SECOND, .subject = context->subject->key, .event = place->target->event,
                     .eventkey = place->target->eventkey, .form = place->target->form, .formkey = place->target->formkey,
                     .group = place->target->group, .groupkey = place->target->groupkey, .item = place->target->item, .value = value->entered,
                     .unit = value->unit != NULL && value->entered != NULL ? value->unit->oid : NULL,
                     .cmp = crf_comparator_to_string (value->comparator), .missing = value->missing, .canon = value->canonical,
                     .base = first->value != NULL ? first->value->entry : NULL, .detail = detail };

  crf_context_result (context, "result", result);
  if (strcmp (result, "differs") == 0)
    say_difference (context, place->ref->item, first, value);
  return crf_context_append (context, &entry, NULL, error);
}

/* ── Where nothing repeats ── */

static gboolean
enter_plain (CrfUseCaseContext *context,
             GError **error)
{
  g_auto (CrfPlace) place = { 0 };
  g_autoptr (CrfFormRecord) form = NULL;
  g_autoptr (CrfValueRecord) first = NULL;
  g_autoptr (CrfValue) value = NULL;
  First compared = { 0 };

  if (!crf_second_find_field (context, &place, &form, &first, error) || !check_item (context, &place) || !check_person (context, first->user))
    return context->outcome->refusal != NULL;
  value = parse (context, place.ref->item);
  compared = (First) { first, "1", "1" };
  return value == NULL || store (context, &place, &compared, value, error);
}

/* ── Repeats ── */

/* The keys of the second entry's own repeats: as given, else new. */
static gboolean
take_key (CrfUseCaseContext *context,
          const char *given,
          gboolean repeats,
          GPtrArray *seconds,
          gboolean is_form,
          char **key)
{
  if (*key != NULL)
    return TRUE;
  if (!repeats || given == NULL || strcmp (given, "new") == 0)
    {
      *key = repeats ? crf_transaction_new_key (context->txn) : g_strdup ("1");
      return TRUE;
    }
  for (guint i = 0; i < seconds->len; i++)
    {
      const CrfSecondRecord *second = g_ptr_array_index (seconds, i);

      if (strcmp (is_form ? second->formkey : second->groupkey, given) == 0)
        {
          *key = g_strdup (given);
          return TRUE;
        }
    }
  return !crf_context_refuse (context, "repeat-unknown", _("Leave the key out: the program finds the row by its date."),
                              _("The second entry has no row with the key “%s”."), given);
}

static gboolean
find_place (CrfUseCaseContext *context,
            CrfPlace *place,
            GError **error)
{
  const char *formkey = crf_context_get (context, "formkey"), *groupkey = crf_context_get (context, "groupkey");
  CrfTarget names = {
    .event = (char *) crf_context_get (context, "event"), .eventkey = (char *) crf_context_get (context, "eventkey"),
    .form = (char *) crf_context_get (context, "form"),   .formkey = (char *) crf_place_own_key,
    .group = (char *) crf_context_get (context, "group"), .groupkey = (char *) crf_place_own_key,
    .item = (char *) crf_context_get (context, "item"),
  };
  g_autoptr (GPtrArray) seconds = NULL;
  CrfEntry at = { 0 };

  if (!crf_place_find (context, &names, place) ||
      (!place->form->repeating && !crf_place_check_single (context, formkey, place->form->name)) ||
      (!place->group->repeating && !crf_place_check_single (context, groupkey, place->group->name)))
    return FALSE;
  if (place->target->eventkey == NULL)
    return !crf_context_refuse (context, "no-first-entry", _("Enter the value in the usual way."), _("There is no first entry to compare with."));
  at = (CrfEntry) { .subject = context->subject->key, .event = place->target->event, .eventkey = place->target->eventkey, .form = place->target->form };
  seconds = crf_records_seconds (context->file, &at, error);
  return seconds != NULL && take_key (context, formkey, place->form->repeating, seconds, TRUE, &place->target->formkey) &&
         take_key (context, groupkey, place->group->repeating, seconds, FALSE, &place->target->groupkey);
}

/* Which repeat of the first entry's form the second's is; NULL: not known. Free it. */
static char *
first_form_of (CrfUseCaseContext *context,
               const CrfPlace *place,
               GError **error)
{
  CrfSecondLevel level = { context->session, context->subject->key, place->event->oid, place->target->eventkey, place->form, NULL, NULL, NULL };
  g_autoptr (CrfSecondRows) rows = place->form->repeating ? crf_second_rows_new (&level, error) : NULL;

  if (!place->form->repeating)
    return g_strdup ("1");
  return rows != NULL ? g_strdup (crf_second_rows_take (rows, place->target->formkey, NULL)->first_formkey) : NULL;
}

/* All of the first entry are hers. */
static gboolean
is_all_mine (CrfUseCaseContext *context,
             const CrfSecondRows *rows)
{
  for (guint i = 0; i < rows->first->len; i++)
    {
      const CrfSecondRow *row = g_ptr_array_index (rows->first, i);

      for (guint j = 0; j < row->cells->len; j++)
        if (g_strcmp0 (((CrfSecondCell *) g_ptr_array_index (row->cells, j))->user, crf_session_get_login (context->session)) != 0)
          return FALSE;
    }
  return TRUE;
}

static gboolean
store_in_row (CrfUseCaseContext *context,
              const CrfPlace *place,
              CrfSecondRows *rows,
              const CrfValue *value,
              GError **error)
{
  CrfSecondRow *row = crf_second_rows_take (rows, place->target->formkey, rows->level.group != NULL ? place->target->groupkey : NULL);
  const CrfSecondRow *before = crf_second_rows_first_of (rows, row), *first;
  const CrfSecondCell *there;
  First compared = { 0 };

  crf_second_row_set (rows, row, place->ref->item, value);
  first = crf_second_rows_match (rows, row);
  there = first != NULL ? crf_second_row_find (first, place->ref->item) : NULL;
  if (there != NULL && !check_person (context, there->user))
    return TRUE;
  if (first != NULL)
    compared = (First) { there != NULL ? there->record : NULL, first->formkey, first->groupkey != NULL ? first->groupkey : "1" };
  else if (is_all_mine (context, rows) && !check_person (context, crf_session_get_login (context->session)))
    return TRUE;
  if (first == NULL && row->key != NULL && place->ref->item == crf_second_key_item (place->form, rows->level.group))
    crf_context_notice (context, _("The first entry has no row of %s so far; the row is compared when the second entry is finished."), value->entered);
  crf_context_result (context, "formkey", place->target->formkey);
  crf_context_result (context, "groupkey", place->target->groupkey);
  return store (context, place, &compared, value, error) && (first == before || crf_second_rows_append_match (rows, context, row, first, error));
}

static gboolean
enter_in_row (CrfUseCaseContext *context,
              CrfPlace *place,
              GError **error)
{
  g_autofree char *first_form = NULL;
  g_autoptr (CrfSecondRows) rows = NULL;
  g_autoptr (CrfValue) value = NULL;
  CrfSecondLevel level = { .session = context->session, .subject = context->subject->key };

  if (!find_place (context, place, error) || !check_item (context, place))
    return context->outcome->refusal != NULL;
  level.event = place->event->oid;
  level.form = place->form;
  level.eventkey = place->target->eventkey;
  if (place->group->repeating)
    {
      first_form = first_form_of (context, place, error);
      level.group = place->group;
      level.first_formkey = first_form;
      level.second_formkey = place->target->formkey;
    }
  rows = crf_second_rows_new (&level, error);
  if (rows == NULL)
    return FALSE;
  if (rows->first->len == 0 && (level.group == NULL || first_form != NULL))
    return crf_context_refuse (context, "no-first-entry", _("Enter the value in the usual way."), _("There is no first entry to compare with."));
  value = parse (context, place->ref->item);
  return value == NULL || store_in_row (context, place, rows, value, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  CrfTarget names = {
    .event = (char *) crf_context_get (context, "event"), .eventkey = (char *) crf_context_get (context, "eventkey"),
    .form = (char *) crf_context_get (context, "form"),   .formkey = (char *) crf_place_own_key,
    .group = (char *) crf_context_get (context, "group"), .groupkey = (char *) crf_place_own_key,
    .item = (char *) crf_context_get (context, "item"),
  };
  g_auto (CrfPlace) place = { 0 };
  g_auto (CrfPlace) again = { 0 };

  if (!crf_place_find (context, &names, &place))
    return TRUE;
  return place.form->repeating || place.group->repeating ? enter_in_row (context, &again, error) : enter_plain (context, error);
}

const CrfUseCase crf_use_case_second_enter = {
  .name = "second-enter",
  .title = N_ ("Second entry"),
  .summary = N_ ("Enters a value a second time, unseen, and compares it with the first."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_ASSESSOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
