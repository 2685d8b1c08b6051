/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done with a form as a whole: a monitor verifies it, the second person has finished it, somebody decides about a row that only one of two
 * entries has. */

#include "crf-form-editor-private.h"

#include <glib/gi18n-lib.h>

#include "crf-asking.h"
#include "crf-patient-menu.h"
#include "crf-refusal-bar.h"
#include "crf-use-case-dialog.h"
#include "crf-weak.h"

static void
on_dialog_done (CrfFormEditor *self,
                CrfOutcome    *outcome)
{
  crf_refusal_bar_take_outcome (_crf_form_editor_get_bar (self), outcome, NULL);
  _crf_form_editor_changed (self);
}

static void
watch (CrfFormEditor    *self,
       CrfUseCaseDialog *dialog)
{
  if (dialog != NULL)
    g_signal_connect_object (dialog, "done", G_CALLBACK (on_dialog_done), self, G_CONNECT_SWAPPED);
}

static void
on_verify_activated (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  CrfFormEditor *self = CRF_FORM_EDITOR (widget);
  const CrfTarget *target = crf_form_editor_get_target (self);

  if (target != NULL)
    watch (self, crf_patient_menu_present (widget, _crf_form_editor_get_writer (self), target->subject, target, "mark-verified"));
}

static void
on_finished (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (CrfFormEditor) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_asking_conduct_finish (result, &error);

  if (self == NULL || _crf_form_editor_get_writer (self) == NULL)
    return;
  crf_refusal_bar_take_outcome (_crf_form_editor_get_bar (self), outcome, error);
  _crf_form_editor_changed (self);
}

static void
on_finish_activated (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  CrfFormEditor *self = CRF_FORM_EDITOR (widget);
  const CrfTarget *target = crf_form_editor_get_target (self);

  if (target == NULL)
    return;
  crf_form_view_commit (crf_form_editor_get_view (self));
  crf_refusal_bar_clear (_crf_form_editor_get_bar (self));
  crf_asking_conduct_async (widget, _crf_form_editor_get_writer (self), "finish-second-entry", target->subject,
                            crf_arguments_new ("event", target->event, "eventkey", target->eventkey, "form", target->form, NULL), on_finished,
                            crf_weak_new (self));
}

static void
on_decide_row_activated (GtkWidget  *widget,
                         const char *name,
                         GVariant   *parameter)
{
  CrfFormEditor *self = CRF_FORM_EDITOR (widget);
  const CrfTarget *target = crf_form_editor_get_target (self);
  const char *formkey, *group, *groupkey, *label;
  CrfUseCaseDialog *dialog;

  if (target == NULL)
    return;
  g_variant_get (parameter, "(&s&s&s&s)", &formkey, &group, &groupkey, &label);
  dialog = crf_use_case_dialog_present (widget, _crf_form_editor_get_writer (self), "decide-row", target->subject);
  if (dialog == NULL)
    return;
  crf_use_case_dialog_preset (dialog, "event", target->event);
  crf_use_case_dialog_preset (dialog, "eventkey", target->eventkey);
  crf_use_case_dialog_preset (dialog, "form", target->form);
  crf_use_case_dialog_preset (dialog, "formkey", formkey);
  crf_use_case_dialog_preset (dialog, "group", *group != '\0' ? group : NULL);
  crf_use_case_dialog_preset (dialog, "groupkey", *groupkey != '\0' ? groupkey : NULL);
  crf_use_case_dialog_set_texts (dialog, NULL, label);
  watch (self, dialog);
}

void
_crf_form_editor_install_marks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "form.verify", NULL, on_verify_activated);
  gtk_widget_class_install_action (widget_class, "form.finish-second", NULL, on_finish_activated);
  gtk_widget_class_install_action (widget_class, "form.decide-row", "(ssss)", on_decide_row_activated);
}
