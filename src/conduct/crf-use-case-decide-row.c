/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Only one of two entries has a row: a person looks at the source and decides, with a reason. What the source has is entered, what it has not is
 * emptied; both entries and the decision stay in the trail. */

#include "crf-detail.h"
#include "crf-enter.h"
#include "crf-second-rows.h"
#include "crf-signed-beside.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", FALSE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", TRUE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { "group", N_ ("Section"), "text", FALSE },
  { "groupkey", N_ ("Key of the section's repeat"), "text", FALSE },
  { "decide", N_ ("Which entry the source agrees with"), "choice:first|second", TRUE },
  { "reason", N_ ("Reason"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static const CrfSecondRowRecord *
find_row (CrfUseCaseContext *context,
          const GPtrArray *rows)
{
  const char *formkey = crf_context_get (context, "formkey"), *group = crf_context_get (context, "group"), *groupkey = crf_context_get (context, "groupkey");

  for (guint i = 0; i < rows->len; i++)
    {
      const CrfSecondRowRecord *row = g_ptr_array_index (rows, i);

      if (strcmp (row->state, "open") == 0 && strcmp (row->formkey, formkey != NULL ? formkey : "1") == 0 &&
          strcmp (row->group, group != NULL ? group : "") == 0 && strcmp (row->groupkey, groupkey != NULL ? groupkey : "") == 0)
        return row;
    }
  return NULL;
}

/* The source has no such row: its values are taken out, each with the reason. */
static gboolean
empty_row (CrfUseCaseContext *context,
           const CrfPlace *place,
           const CrfSecondRowRecord *row,
           GError **error)
{
  CrfEntering entering = { .reason = crf_context_get (context, "reason") };
  g_autoptr (CrfFormRecord) form = crf_records_find_form (context->file, context->subject->key, place->target->event, place->target->eventkey,
                                                          place->target->form, row->formkey, error);
  g_autoptr (GPtrArray) values = form != NULL ? crf_records_values (context->file, form->id, error) : NULL;

  for (guint i = 0; values != NULL && i < values->len && context->outcome->refusal == NULL; i++)
    {
      const CrfValueRecord *value = g_ptr_array_index (values, i);
      CrfTarget field = *place->target;

      if (value->derived || (value->canon == NULL && value->missing == NULL && !value->sealed) ||
          (*row->group != '\0' && (strcmp (value->group, row->group) != 0 || g_strcmp0 (value->groupkey, row->groupkey) != 0)))
        continue;
      field.formkey = row->formkey;
      field.group = value->group;
      field.groupkey = value->groupkey;
      field.item = value->item;
      if (!crf_enter_value (context, &field, &entering, CRF_ENTER_QUERY, error))
        return FALSE;
    }
  return values != NULL;
}

static gboolean
enter_cell (CrfUseCaseContext *context,
            CrfTarget *field,
            const CrfSecondRecord *second,
            GError **error)
{
  CrfEntering entering = { .reason = crf_context_get (context, "reason") };
  g_autoptr (CrfValue) typed = crf_value_new_stored (context->study, second->value, second->unit, second->cmp, second->canon, second->missing);

  entering.text = second->missing != NULL ? NULL : second->value;
  entering.missing = second->missing;
  entering.unit = typed->unit != NULL ? typed->unit->oid : NULL;
  field->group = second->group;
  field->item = second->item;
  return crf_enter_value (context, field, &entering, CRF_ENTER_QUERY, error);
}

/* The results are written anew with every value that is entered: a key that serves for the next ones is a copy, kept in @formkey and @groupkey. */
static void
take_new_keys (CrfUseCaseContext *context,
               CrfTarget *field,
               char **formkey,
               char **groupkey)
{
  if (strcmp (field->formkey, "new") == 0)
    field->formkey = *formkey = g_strdup (g_hash_table_lookup (context->outcome->results, "formkey"));
  if (strcmp (field->groupkey, "new") == 0)
    field->groupkey = *groupkey = g_strdup (g_hash_table_lookup (context->outcome->results, "groupkey"));
}

/* The second entry's row becomes one of the first's; from then on the two are the same. */
static gboolean
enter_row (CrfUseCaseContext *context,
           CrfSecondRows *rows,
           const CrfSecondRowRecord *record,
           GError **error)
{
  const CrfSecondLevel *level = &rows->level;
  g_autofree char *formkey = NULL, *groupkey = NULL;
  CrfSecondRow *row = crf_second_rows_take (rows, record->formkey, level->group != NULL ? record->groupkey : NULL);
  CrfTarget field = { .subject = context->subject->key, .event = (char *) level->event, .eventkey = (char *) level->eventkey,
                      .form = (char *) level->form->oid, .formkey = (char *) (level->group != NULL ? level->first_formkey : "new"),
                      .groupkey = (char *) (level->group != NULL ? "new" : "1") };
  CrfSecondRow first = { 0 };

  for (guint i = 0; i < row->cells->len && context->outcome->refusal == NULL; i++)
    {
      if (!enter_cell (context, &field, ((CrfSecondCell *) g_ptr_array_index (row->cells, i))->record, error))
        return FALSE;
      if (context->outcome->refusal == NULL)
        take_new_keys (context, &field, &formkey, &groupkey);
    }
  if (context->outcome->refusal != NULL)
    return TRUE;
  first = (CrfSecondRow) { .formkey = field.formkey, .groupkey = level->group != NULL ? field.groupkey : NULL, .cells = row->cells };
  return crf_second_rows_append_match (rows, context, row, &first, error);
}

static gboolean
take_second (CrfUseCaseContext *context,
             const CrfPlace *place,
             const CrfSecondRowRecord *record,
             GError **error)
{
  CrfSecondLevel level = { context->session, context->subject->key, place->event->oid, place->target->eventkey, place->form, NULL, NULL, NULL };
  g_autoptr (CrfSecondRows) forms = NULL;
  g_autoptr (CrfSecondRows) rows = crf_second_rows_new (&level, error);

  if (rows == NULL || *record->group == '\0')
    return rows != NULL && enter_row (context, rows, record, error);
  forms = g_steal_pointer (&rows);
  level.group = NULL;
  for (guint i = 0; level.group == NULL && i < place->form->groups->len; i++)
    if (strcmp (((CrfItemGroup *) g_ptr_array_index (place->form->groups, i))->oid, record->group) == 0)
      level.group = g_ptr_array_index (place->form->groups, i);
  level.second_formkey = record->formkey;
  level.first_formkey = place->form->repeating ? crf_second_rows_take (forms, record->formkey, NULL)->first_formkey : "1";
  if (level.group == NULL || level.first_formkey == NULL)
    return crf_context_refuse (context, "nothing-to-decide", NULL, _("Decide about the form's own row first."));
  rows = crf_second_rows_new (&level, error);
  return rows != NULL && enter_row (context, rows, record, error);
}

static gboolean
append_decision (CrfUseCaseContext *context,
                 const CrfPlace *place,
                 const CrfSecondRowRecord *row,
                 GError **error)
{
  const CrfTarget *at = place->target;
  g_autofree char *detail = crf_detail_new ("side", row->side, NULL);
  CrfEntry entry = { .action = CRF_ACTION_SECOND_ROW, .subject = at->subject, .event = at->event, .eventkey = at->eventkey, .form = at->form,
                     .formkey = row->formkey, .group = *row->group != '\0' ? row->group : NULL, .groupkey = *row->groupkey != '\0' ? row->groupkey : NULL,
                     .canon = crf_context_get (context, "decide"), .detail = detail, .reason = crf_context_get (context, "reason") };

  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  CrfTarget names = { .event = (char *) crf_context_get (context, "event"), .eventkey = (char *) crf_context_get (context, "eventkey"),
                      .form = (char *) crf_context_get (context, "form"), .formkey = (char *) crf_place_own_key };
  gboolean second = strcmp (crf_context_get (context, "decide"), "second") == 0;
  g_auto (CrfPlace) place = { 0 };
  g_autoptr (GPtrArray) rows = NULL, signed_beside = NULL;
  const CrfSecondRowRecord *row;
  CrfEntry at = { 0 };

  if (!crf_place_find_form (context, &names, &place))
    return TRUE;
  at = (CrfEntry) { .subject = context->subject->key, .event = place.target->event, .eventkey = place.target->eventkey, .form = place.target->form };
  rows = crf_records_second_rows (context->file, &at, error);
  if (rows == NULL)
    return FALSE;
  row = find_row (context, rows);
  if (row == NULL)
    return crf_context_refuse (context, "nothing-to-decide", NULL, _("There is no row here that only one of the entries has."));
  signed_beside = crf_signed_beside_list (context, place.target, error);
  if (signed_beside == NULL)
    return FALSE;
  if (second && !(strcmp (row->side, "first") == 0 ? empty_row (context, &place, row, error) : take_second (context, &place, row, error)))
    return FALSE;
  if (context->outcome->refusal != NULL)
    return TRUE;
  return append_decision (context, &place, row, error) &&
         (!second || (crf_context_derive_all (context, error) && crf_signed_beside_tell (context, signed_beside, error)));
}

const CrfUseCase crf_use_case_decide_row = {
  .name = "decide-row",
  .title = N_ ("Decide about a row"),
  .summary = N_ ("Says whether the source has a row that only one of two entries has."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_ASSESSOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
