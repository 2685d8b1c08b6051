/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The place is passed on, never asked: a person does not know keys. */

#include "crf-patient-menu.h"

#include <glib/gi18n-lib.h>

#include "crf-patient-header.h"
#include "crf-patient-reads.h"
#include "crf-use-case-dialog.h"

static const char *const about_target[] = { "mark-missed", "reopen-form", "query",   "sign-form", "mark-verified",
                                            "move-form",   "freeze",      "unfreeze", "lock",     "unlock",        NULL };

gboolean
crf_patient_menu_needs_target (const char *use_case)
{
  g_return_val_if_fail (use_case != NULL, FALSE);

  return g_strv_contains (about_target, use_case);
}

/* What the use case takes of the place; what it does not take is left alone. */
static void
preset_place (CrfUseCaseDialog *dialog,
              const char       *use_case,
              const CrfTarget  *target)
{
  const struct { const char *key, *value; } place[] = {
    { "event", target->event },     { "eventkey", target->eventkey }, { "form", target->form },
    { "formkey", target->formkey }, { "group", target->group },       { "groupkey", target->groupkey },
    { "item", target->item },
  };
  const CrfUseCase *definition = crf_use_case_find (use_case);

  for (const CrfParameter *parameter = definition->parameters; parameter->key != NULL; parameter++)
    for (guint i = 0; i < G_N_ELEMENTS (place); i++)
      if (g_str_equal (parameter->key, place[i].key))
        crf_use_case_dialog_preset (dialog, place[i].key, place[i].value);
}

void
crf_patient_menu_present (GtkWidget       *parent,
                          CrfWriter       *writer,
                          const char      *subject,
                          const CrfTarget *target,
                          const char      *use_case)
{
  g_autoptr (CrfPatient) patient = NULL;
  g_autofree char *identity = NULL;
  g_autofree char *envelope = NULL;
  CrfUseCaseDialog *dialog;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (subject != NULL);

  dialog = crf_use_case_dialog_present (parent, writer, use_case, subject);
  if (dialog == NULL)
    return;
  patient = crf_read_patient (writer, subject, NULL);
  identity = patient != NULL ? crf_patient_identity (patient) : NULL;
  if (patient != NULL && patient->envelope != NULL && g_str_equal (use_case, "break-code"))
    envelope = g_strdup_printf (_("The envelope of this patient is number %s. The arm is shown to you alone, and the code break is journalled."),
                                patient->envelope);
  crf_use_case_dialog_set_texts (dialog, identity, envelope);
  if (target != NULL && crf_patient_menu_needs_target (use_case))
    preset_place (dialog, use_case, target);
}
