/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Forms that are not tied to a visit. */

#include "crf-common-form.h"

#include <glib/gi18n-lib.h>
#include <string.h>

GPtrArray *
crf_common_forms (CrfCasebook *casebook,
                  const char *kind)
{
  CrfStudy *study = crf_session_get_study (crf_casebook_get_session (casebook));
  GPtrArray *forms = crf_casebook_get_forms (casebook);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (forms, i);
      const CrfForm *definition = crf_study_find_form (study, form->form);

      if (definition != NULL && g_strcmp0 (definition->kind, kind) == 0)
        g_ptr_array_add (found, form);
    }
  return found;
}

CrfFormRecord *
crf_common_form_find (CrfCasebook *casebook,
                      const char *kind,
                      const char *name,
                      int *number)
{
  g_autoptr (GPtrArray) forms = crf_common_forms (casebook, kind);

  for (guint i = 0; i < forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (forms, i);
      g_autofree char *text = g_strdup_printf ("%u", i + 1);

      if (g_strcmp0 (text, name) != 0 && g_strcmp0 (form->formkey, name) != 0)
        continue;
      if (number != NULL)
        *number = (int) i + 1;
      return form;
    }
  return NULL;
}

CrfCell *
crf_common_form_cell (CrfCasebook *casebook,
                      CrfFormRecord *form,
                      const char *concept)
{
  GPtrArray *cells = crf_casebook_get_cells (casebook, form);

  for (guint i = 0; i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);

      if (g_strcmp0 (cell->item->concept, concept) == 0 && cell->value->canonical != NULL)
        return cell;
    }
  return NULL;
}

const char *
crf_common_form_get (CrfCasebook *casebook,
                     CrfFormRecord *form,
                     const char *concept)
{
  const CrfCell *cell = crf_common_form_cell (casebook, form, concept);

  return cell != NULL ? cell->value->canonical : NULL;
}

char *
crf_common_form_label (CrfCasebook *casebook,
                       CrfFormRecord *form,
                       const char *concept)
{
  const CrfCell *cell = crf_common_form_cell (casebook, form, concept);

  return cell != NULL ? crf_value_to_display (cell->value, cell->item, crf_session_get_language (crf_casebook_get_session (casebook))) : NULL;
}

CrfTarget *
crf_common_form_target (const CrfFormRecord *form)
{
  const CrfTarget target = { .subject = form->subject, .event = form->event, .eventkey = form->eventkey, .form = form->form,
                             .formkey = form->formkey };

  return crf_target_copy (&target);
}

CrfTarget *
crf_common_form_add (CrfUseCaseContext *context,
                     const char *kind,
                     GError **error)
{
  g_autoptr (CrfTarget) target = crf_target_for (context->study, kind);

  if (target == NULL)
    {
      crf_context_refuse (context, "form-unknown", NULL, _("The study has no form for this."));
      return NULL;
    }
  target->subject = g_strdup (context->subject->key);
  if (!crf_context_add_form (context, target, error))
    return NULL;
  return g_steal_pointer (&target);
}
