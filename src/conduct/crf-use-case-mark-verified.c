/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The monitor has compared values with their source. A mark stands on one item or on a whole form, and falls as soon as what is under it changes. */

#include "crf-place.h"
#include "crf-records-trust.h"
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
  { "item", N_ ("Item"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
mark (CrfUseCaseContext *context,
      const CrfFormRecord *form,
      const CrfCell *cell,
      GError **error)
{
  CrfEntry entry = { .action = CRF_ACTION_VERIFIED, .subject = context->subject->key, .event = form->event, .eventkey = form->eventkey,
                     .form = form->form, .formkey = form->formkey, .canon = "verified" };

  if (cell != NULL)
    {
      entry.group = cell->group;
      entry.groupkey = cell->groupkey;
      entry.item = cell->item->oid;
      entry.base = cell->entry;
    }
  return crf_context_append (context, &entry, NULL, error);
}

/* Everything of the form that the study asks to verify; @n counts the marks made. */
static gboolean
mark_form (CrfUseCaseContext *context,
           CrfCasebook *casebook,
           CrfFormRecord *form,
           guint *n,
           GError **error)
{
  CrfExtent level = crf_level_of (context->session, CRF_POLICY_VERIFICATION, form->form, CRF_LEVEL_ALL);
  GPtrArray *cells = crf_casebook_get_cells (casebook, form);

  if (level == CRF_LEVEL_ALL)
    {
      *n += 1;
      return mark (context, form, NULL, error);
    }
  for (guint i = 0; i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);

      if (cell->entry == NULL || !crf_level_asks (level, cell->item, cell->derived))
        continue;
      *n += 1;
      if (!mark (context, form, cell, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
mark_item (CrfUseCaseContext *context,
           CrfCasebook *casebook,
           const CrfTarget *names,
           GError **error)
{
  g_auto (CrfPlace) place = { 0 };
  CrfCell *cell;

  if (!crf_place_find (context, names, &place))
    return TRUE;
  cell = place.target->eventkey != NULL && place.target->formkey != NULL && place.target->groupkey != NULL
           ? crf_casebook_find (casebook, place.target)
           : NULL;
  if (cell == NULL || cell->entry == NULL)
    return crf_context_refuse (context, "empty", _("There is a value to verify once it has been entered."), _("Nothing has been entered here."));
  if (cell->derived)
    return crf_context_refuse (context, "derived", _("Verify the entries that it is computed from."), _("This value is computed; it has no source."));
  return mark (context, cell->form, cell, error);
}

/* One form by name, or all complete forms of the patient. */
static gboolean
mark_forms (CrfUseCaseContext *context,
            CrfCasebook *casebook,
            const CrfTarget *names,
            GError **error)
{
  g_auto (CrfPlace) place = { 0 };
  GPtrArray *forms = crf_casebook_get_forms (casebook);
  guint n = 0, matching = 0;
  g_autofree char *count = NULL;

  if (names->form != NULL && !crf_place_find_form (context, names, &place))
    return TRUE;
  for (guint i = 0; i < forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (forms, i);

      if (form->id == 0 || (place.target != NULL && (strcmp (form->event, place.target->event) != 0 || strcmp (form->form, place.target->form) != 0 ||
                                                     g_strcmp0 (form->eventkey, place.target->eventkey) != 0 ||
                                                     g_strcmp0 (form->formkey, place.target->formkey) != 0)))
        continue;
      if (strcmp (form->state, "started") == 0 || strcmp (form->state, "locked") == 0)
        continue;
      matching++;
      if (!mark_form (context, casebook, form, &n, error))
        return FALSE;
    }
  if (matching == 0)
    return crf_context_refuse (context, "form-incomplete", _("The site completes the form first; single items can be verified before."),
                               _("Only complete forms are verified as a whole."));
  count = g_strdup_printf ("%u", n);
  crf_context_result (context, "marks", count);
  if (n == 0)
    crf_context_notice (context, _("The study asks for no source data verification here."));
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  CrfTarget names = {
    .event = (char *) crf_context_get (context, "event"),
    .eventkey = (char *) crf_context_get (context, "eventkey"),
    .form = (char *) crf_context_get (context, "form"),
    .formkey = (char *) crf_context_get (context, "formkey"),
    .group = (char *) crf_context_get (context, "group"),
    .groupkey = (char *) crf_context_get (context, "groupkey"),
    .item = (char *) crf_context_get (context, "item"),
  };

  if (casebook == NULL)
    return FALSE;
  return names.item != NULL ? mark_item (context, casebook, &names, error) : mark_forms (context, casebook, &names, error);
}

const CrfUseCase crf_use_case_mark_verified = {
  .name = "mark-verified",
  .title = N_ ("Mark verified"),
  .summary = N_ ("Says that an item, a form, or all complete forms of a patient agree with their source."),
  .roles = CRF_ROLE_MONITOR,
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
