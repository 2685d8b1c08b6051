/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which class of row an item gets: by its type, its codes and the definition's hint. */

#include "crf-field-row-private.h"

#include "crf-choice-row.h"
#include "crf-date-row.h"
#include "crf-derived-row.h"
#include "crf-dropdown-row.h"
#include "crf-notes-row.h"
#include "crf-number-row.h"
#include "crf-text-row.h"

/* More answers than these do not fit beside each other and are not taken in at a glance. */
#define RADIO_MAX 5
#define NOTES_LENGTH 200

static GType
type_of_coded (const CrfItem *item)
{
  guint n = item->code_list != NULL ? item->code_list->codes->len : 2;

  if (g_strcmp0 (item->widget, "radio") == 0)
    return CRF_TYPE_CHOICE_ROW;
  if (g_strcmp0 (item->widget, "dropdown") == 0)
    return CRF_TYPE_DROPDOWN_ROW;
  return n <= RADIO_MAX ? CRF_TYPE_CHOICE_ROW : CRF_TYPE_DROPDOWN_ROW;
}

static GType
type_of (const CrfFieldState *state)
{
  const CrfItem *item = state->item;

  if (state->derived || state->sealed)
    return CRF_TYPE_DERIVED_ROW;
  if (item->code_list != NULL || item->type == CRF_TYPE_BOOLEAN)
    return type_of_coded (item);
  switch (item->type)
    {
    case CRF_TYPE_INTEGER:
    case CRF_TYPE_FLOAT:
      return CRF_TYPE_NUMBER_ROW;
    case CRF_TYPE_DATE:
    case CRF_TYPE_TIME:
    case CRF_TYPE_DATETIME:
    case CRF_TYPE_PARTIAL_DATE:
    case CRF_TYPE_PARTIAL_DATETIME:
      return CRF_TYPE_DATE_ROW;
    case CRF_TYPE_TEXT:
    case CRF_TYPE_BOOLEAN:
    default:
      return g_strcmp0 (item->widget, "notes") == 0 || item->length > NOTES_LENGTH ? CRF_TYPE_NOTES_ROW
                                                                                   : CRF_TYPE_TEXT_ROW;
    }
}

CrfFieldRow *
crf_field_row_new_for (const CrfFieldState *state,
                       const char          *language)
{
  CrfFieldRow *self;

  g_return_val_if_fail (state != NULL, NULL);

  self = g_object_new (type_of (state), NULL);
  _crf_field_row_get_private (self)->language = g_strdup (language);
  crf_field_row_pour (self, state);
  return self;
}
