/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a record of a transfer belongs in the definition. */

#include "crf-transfer-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

gboolean
_crf_taking_refuse (CrfTaking *taking,
                    const char *format,
                    ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (taking->fault == NULL)
    taking->fault = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return FALSE;
}

gboolean
_crf_taking_is (const CrfTaking *taking,
                const char *type)
{
  return g_strcmp0 (taking->record->type, type) == 0;
}

/* A key that this workstation could give to something else some day would be one key for two things. */
static gboolean
check_key (CrfTaking *taking,
           gboolean repeating,
           const char *given,
           const char **key)
{
  g_autofree char *own = g_strconcat (crf_study_file_get_workstation (taking->transfer->context.file), ".", NULL);

  *key = "1";
  if (!repeating)
    return given == NULL || strcmp (given, "1") == 0 || _crf_taking_refuse (taking, _("The repeat key “%s” stands where nothing repeats."), given);
  if (given == NULL || *given == '\0')
    return _crf_taking_refuse (taking, _("The repeat key is missing."));
  if (strlen (given) > CRF_TRANSFER_KEY_LENGTH || g_str_has_prefix (given, own))
    return _crf_taking_refuse (taking, _("“%s” cannot be a repeat key of another study file."), given);
  *key = given;
  return TRUE;
}

static gboolean
find_event (CrfTaking *taking)
{
  const CrfTransferRecord *record = taking->record;

  taking->event = record->event != NULL ? crf_study_find_event (taking->transfer->context.study, record->event) : NULL;
  if (taking->event == NULL)
    return _crf_taking_refuse (taking, _("The study has no visit “%s”."), record->event != NULL ? record->event : "");
  return check_key (taking, taking->event->repeating, record->eventkey, &taking->keys[0]);
}

static gboolean
find_form (CrfTaking *taking)
{
  const CrfTransferRecord *record = taking->record;

  taking->form = record->form != NULL ? crf_study_find_form (taking->transfer->context.study, record->form) : NULL;
  if (taking->form == NULL)
    return _crf_taking_refuse (taking, _("The study has no form “%s”."), record->form != NULL ? record->form : "");
  if (!g_ptr_array_find ((GPtrArray *) taking->event->forms, taking->form, NULL))
    return _crf_taking_refuse (taking, _("The form “%s” does not belong to the visit “%s”."), record->form, record->event);
  return check_key (taking, taking->form->repeating, record->formkey, &taking->keys[1]);
}

static gboolean
find_group (CrfTaking *taking)
{
  const CrfTransferRecord *record = taking->record;

  taking->group = record->group != NULL ? crf_study_find_group (taking->transfer->context.study, record->group) : NULL;
  if (taking->group == NULL)
    return _crf_taking_refuse (taking, _("The study has no item group “%s”."), record->group != NULL ? record->group : "");
  if (!g_ptr_array_find ((GPtrArray *) taking->form->groups, taking->group, NULL))
    return _crf_taking_refuse (taking, _("The item group “%s” does not belong to the form “%s”."), record->group, record->form);
  return check_key (taking, taking->group->repeating, record->groupkey, &taking->keys[2]);
}

static gboolean
find_item (CrfTaking *taking)
{
  const CrfTransferRecord *record = taking->record;
  const CrfItem *item = record->item != NULL ? crf_study_find_item (taking->transfer->context.study, record->item) : NULL;

  taking->ref = item != NULL ? crf_group_find_ref (taking->group, item) : NULL;
  /* What an older version of the definition had is told as there, without its value. */
  if (taking->ref != NULL || (record->sealed && record->item != NULL && item == NULL))
    return TRUE;
  if (item == NULL)
    return _crf_taking_refuse (taking, _("The study has no item “%s”."), record->item != NULL ? record->item : "");
  return _crf_taking_refuse (taking, _("The item “%s” does not belong to the item group “%s”."), record->item, record->group);
}

gboolean
_crf_taking_find_place (CrfTaking *taking)
{
  CrfTransferLevel level = taking->record->level;

  return (level < CRF_TRANSFER_EVENT || find_event (taking)) && (level < CRF_TRANSFER_FORM || find_form (taking)) &&
         (level < CRF_TRANSFER_GROUP || find_group (taking)) && (level < CRF_TRANSFER_VALUE || find_item (taking));
}
