/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an amendment may not do: take away the place of data that are stored, or change what they mean. */

#include "crf-amendment-private.h"

#include "crf-allocation-list.h"
#include "crf-number.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
crf_amendment_refuse (CrfAmendment *amendment,
                      const char *format,
                      ...)
{
  va_list arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  for (guint i = 0; i < amendment->refusals->len; i++)
    if (strcmp (g_ptr_array_index (amendment->refusals, i), text) == 0)
      return;
  g_ptr_array_add (amendment->refusals, g_steal_pointer (&text));
}

static char *
values_in (const CrfUseRecord *use)
{
  return g_strdup_printf (ngettext ("%d value is stored", "%d values are stored", (gulong) use->n_values), (int) use->n_values);
}

/* The place as the new version has it; refuses where it has none. */
static gboolean
has_place (CrfAmendment *amendment,
           const CrfUseRecord *use)
{
  const CrfEvent *event = crf_study_find_event (amendment->study, use->event);
  const CrfForm *form = crf_study_find_form (amendment->study, use->form);
  const CrfItemGroup *group = crf_study_find_group (amendment->study, use->group);
  const CrfItem *item = crf_study_find_item (amendment->study, use->item);
  g_autofree char *values = values_in (use);
  gboolean in_group = FALSE;

  if (event == NULL || form == NULL || item == NULL || group == NULL)
    {
      crf_amendment_refuse (amendment, _("%s is gone, but %s there (%s, %s, %s). Keep it, and make it optional if it is asked no more."),
                            event == NULL ? use->event : form == NULL ? use->form : item == NULL ? use->item : use->group, values, use->item, use->event,
                            use->form);
      return FALSE;
    }
  for (guint i = 0; i < group->items->len; i++)
    in_group = in_group || ((const CrfItemRef *) g_ptr_array_index (group->items, i))->item == item;
  if (in_group && g_ptr_array_find ((GPtrArray *) form->groups, group, NULL) && g_ptr_array_find ((GPtrArray *) event->forms, form, NULL))
    return TRUE;
  crf_amendment_refuse (amendment, _("%s is no longer asked in %s, %s, but %s there. Keep the reference, and make it optional."), use->item,
                        use->event, use->form, values);
  return FALSE;
}

static void
check_repeats (CrfAmendment *amendment,
               CrfStudy *older,
               const CrfUseRecord *use)
{
  const CrfEvent *event = crf_study_find_event (older, use->event);
  const CrfForm *form = crf_study_find_form (older, use->form);
  const CrfItemGroup *group = crf_study_find_group (older, use->group);
  g_autofree char *values = values_in (use);

  if (event != NULL && event->repeating != crf_study_find_event (amendment->study, use->event)->repeating)
    crf_amendment_refuse (amendment, _("%s would repeat where it did not, or no longer, but %s in it."), use->event, values);
  if (form != NULL && form->repeating != crf_study_find_form (amendment->study, use->form)->repeating)
    crf_amendment_refuse (amendment, _("%s would repeat where it did not, or no longer, but %s in it."), use->form, values);
  if (group != NULL && group->repeating != crf_study_find_group (amendment->study, use->group)->repeating)
    crf_amendment_refuse (amendment, _("%s would repeat where it did not, or no longer, but %s in it."), use->group, values);
}

static const CrfItemUnit *
unit_of (const CrfItem *item,
         const char *oid)
{
  for (guint i = 0; i < item->units->len; i++)
    {
      const CrfItemUnit *unit = g_ptr_array_index (item->units, i);

      if (g_strcmp0 (unit->unit->oid, oid) == 0)
        return unit;
    }
  return NULL;
}

static const char *
canonical_unit (const CrfItem *item)
{
  return item->units->len > 0 ? ((const CrfItemUnit *) g_ptr_array_index (item->units, 0))->unit->oid : "";
}

static void
check_units (CrfAmendment *amendment,
             const CrfItem *before,
             const CrfItem *after,
             const CrfUseRecord *use)
{
  const CrfItemUnit *was = use->unit != NULL ? unit_of (before, use->unit) : NULL;
  const CrfItemUnit *is = use->unit != NULL ? unit_of (after, use->unit) : NULL;
  g_autofree char *values = values_in (use);

  if (g_strcmp0 (canonical_unit (before), canonical_unit (after)) != 0)
    crf_amendment_refuse (amendment, _("%s would be kept in %s instead of %s, but %s."), use->item, canonical_unit (after),
                          canonical_unit (before), values);
  else if (use->unit != NULL && is == NULL)
    crf_amendment_refuse (amendment, _("%s no longer takes the unit %s, but %s in it."), use->item, use->unit, values);
  else if (was != NULL && is != NULL && crf_decimal_compare (was->factor, is->factor) != 0)
    crf_amendment_refuse (amendment, _("The factor of unit %s of %s changes, but %s that the old one converted."), use->unit,
                          use->item, values);
}

static void
check_item (CrfAmendment *amendment,
            const CrfItem *before,
            const CrfItem *after,
            const CrfUseRecord *use)
{
  g_autofree char *values = values_in (use);

  if (before->type != after->type)
    crf_amendment_refuse (amendment, _("%s changes its data type, but %s."), use->item, values);
  if ((before->code_list == NULL) != (after->code_list == NULL))
    crf_amendment_refuse (amendment, _("%s gets or loses its list of codes, but %s."), use->item, values);
  else if (after->code_list != NULL && use->canon != NULL && crf_item_find_code (before, use->canon) != NULL &&
           crf_item_find_code (after, use->canon) == NULL)
    crf_amendment_refuse (amendment, _("%s loses the code “%s”, but %s with it. Keep the code."), use->item, use->canon, values);
  if (before->identifier != after->identifier || before->unblinding != after->unblinding)
    crf_amendment_refuse (amendment, _("%s would be sealed in another way, but %s."), use->item, values);
  if (g_strcmp0 (before->concept, after->concept) != 0)
    crf_amendment_refuse (amendment, _("%s changes its concept from “%s” to “%s”, but %s: scores would take them for something else."), use->item,
                          before->concept != NULL ? before->concept : "", after->concept != NULL ? after->concept : "", values);
  check_units (amendment, before, after, use);
}

/* Arms and lists as drawn. */
static void
check_allocation (CrfAmendment *amendment,
                  CrfStudyFile *file,
                  CrfStudy *older)
{
  gboolean has_list = crf_allocation_count (file) > 0;
  gboolean allocated = crf_records_count_subjects (file, "allocated") + crf_records_count_subjects (file, "treated") > 0;

  for (guint i = 0; i < amendment->changes->len; i++)
    {
      const CrfStudyChange *change = g_ptr_array_index (amendment->changes, i);
      gboolean randomises = g_strcmp0 (change->part, "randomisation") == 0 && g_strcmp0 (change->attribute, "slots") != 0;
      gboolean ratio = g_strcmp0 (change->part, "arm") == 0 && (change->attribute == NULL || g_strcmp0 (change->attribute, "ratio") == 0);
      gboolean masking = g_strcmp0 (change->part, "study") == 0 && (g_strcmp0 (change->attribute, "masking") == 0 || g_strcmp0 (change->attribute, "may-know") == 0);

      if (has_list && (randomises || ratio))
        crf_amendment_refuse (amendment, _("%s. The allocation list is made already, by the old design."), change->text);
      else if (allocated && g_strcmp0 (change->part, "arm") == 0 && change->kind == CRF_CHANGE_REMOVED)
        crf_amendment_refuse (amendment, _("%s. Patients are allocated to it."), change->text);
      if (masking && (has_list || allocated))
        crf_amendment_refuse (amendment, _("%s. Arms are sealed already to those who may know them; who may know is settled before the first allocation."),
                              change->text);
    }
}

gboolean
crf_amendment_find_orphans (CrfAmendment *amendment,
                            CrfStudyFile *file,
                            CrfStudy *older,
                            GError **error)
{
  g_autoptr (GPtrArray) uses = crf_records_uses (file, error);

  if (uses == NULL)
    return FALSE;
  for (guint i = 0; i < uses->len; i++)
    {
      const CrfUseRecord *use = g_ptr_array_index (uses, i);
      const CrfItem *before = crf_study_find_item (older, use->item);

      if (!has_place (amendment, use))
        continue;
      check_repeats (amendment, older, use);
      if (before != NULL)
        check_item (amendment, before, crf_study_find_item (amendment->study, use->item), use);
    }
  check_allocation (amendment, file, older);
  return TRUE;
}
