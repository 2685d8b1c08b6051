/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done with a sample rather than with a field: judging, pasting results, a further sample, which one is analysed. The menus that offer it
 * (of a field, of the section) name the actions installed here. */

#include "crf-form-editor-private.h"

#include <glib/gi18n-lib.h>

#include "crf-asking.h"
#include "crf-dialogs.h"
#include "crf-judgement-link.h"
#include "crf-paste-window.h"
#include "crf-reasons.h"
#include "crf-use-case-dialog.h"
#include "crf-weak.h"

static void
on_done (GObject      *source,
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
conduct (CrfFormEditor *self,
         const char    *use_case,
         GHashTable    *arguments)
{
  const CrfTarget *at = crf_form_editor_get_target (self);

  if (at == NULL)
    {
      g_hash_table_unref (arguments);
      return;
    }
  crf_arguments_set (arguments, "event", at->event);
  crf_arguments_set (arguments, "eventkey", at->eventkey);
  crf_arguments_set (arguments, "form", at->form);
  crf_arguments_set (arguments, "formkey", at->formkey);
  crf_asking_conduct_async (GTK_WIDGET (self), _crf_form_editor_get_writer (self), use_case, at->subject, arguments, on_done, crf_weak_new (self));
}

/* ── Judging ── */

/* What was begun for a significant value waits to be completed: the notice leads there. */
static void
on_judged (CrfFormEditor *self,
           CrfOutcome    *outcome)
{
  const CrfTarget *at = crf_form_editor_get_target (self);
  CrfTarget target = { .subject = at->subject };
  g_autoptr (CrfRefusal) way = NULL;

  target.event = g_hash_table_lookup (outcome->results, "event");
  target.eventkey = g_hash_table_lookup (outcome->results, "eventkey");
  target.form = g_hash_table_lookup (outcome->results, "form");
  target.formkey = g_hash_table_lookup (outcome->results, "formkey");
  if (target.formkey != NULL)
    {
      way = crf_refusal_new ("event-begun", NULL, "%s",
                             _("An adverse event was begun for this value. Relation, seriousness and outcome are yours to judge there."));
      way->target = crf_target_copy (&target);
      crf_refusal_bar_show_refusal (_crf_form_editor_get_bar (self), way);
    }
  else
    crf_refusal_bar_take_outcome (_crf_form_editor_get_bar (self), outcome, NULL);
  _crf_form_editor_changed (self);
}

static gpointer
links_job (CrfSession *session,
           gpointer    data,
           GCancellable *cancellable,
           GError    **error)
{
  return crf_reader_judgement_links (session, data, error);
}

/* A new adverse event, or one of those that the patient has. */
static void
offer_links (CrfFormEditor    *self,
             CrfUseCaseDialog *dialog)
{
  const CrfTarget *at = crf_form_editor_get_target (self);
  g_autoptr (GPtrArray) links = crf_writer_call (_crf_form_editor_get_writer (self), links_job, (gpointer) at->subject, NULL);
  g_autoptr (GPtrArray) codes = g_ptr_array_new (), labels = g_ptr_array_new ();

  g_ptr_array_add (codes, (gpointer) CRF_JUDGEMENT_LINK_NEW);
  g_ptr_array_add (labels, _("A new adverse event, begun with this value"));
  for (guint i = 0; links != NULL && i < links->len; i++)
    {
      const CrfJudgementLink *link = g_ptr_array_index (links, i);

      g_ptr_array_add (codes, link->key);
      g_ptr_array_add (labels, link->label);
    }
  g_ptr_array_add (codes, NULL);
  g_ptr_array_add (labels, NULL);
  crf_use_case_dialog_set_choices (dialog, "link", (const char *const *) codes->pdata, (const char *const *) labels->pdata);
}

static void
judge_significant (CrfFormEditor *self,
                   const char    *item,
                   const char    *groupkey)
{
  const CrfTarget *at = crf_form_editor_get_target (self);
  CrfFieldRow *row = crf_form_view_find_row (crf_form_editor_get_view (self), item, *groupkey != '\0' ? groupkey : NULL);
  const struct { const char *key, *value; } presets[] = {
    { "event", at->event }, { "eventkey", at->eventkey }, { "form", at->form }, { "formkey", at->formkey }, { "item", item },
    { "groupkey", *groupkey != '\0' ? groupkey : NULL }, { "judgement", "CS" },
  };
  CrfUseCaseDialog *dialog = crf_use_case_dialog_present (GTK_WIDGET (self), _crf_form_editor_get_writer (self), "judge", at->subject);
  g_autofree char *value = NULL;
  g_autofree char *summary = NULL;

  if (dialog == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    crf_use_case_dialog_preset (dialog, presets[i].key, presets[i].value);
  offer_links (self, dialog);
  if (row != NULL)
    {
      const CrfFieldState *field = crf_field_row_get_state (row);

      value = crf_value_to_display (field->value, field->item, crf_writer_get_language (_crf_form_editor_get_writer (self)));
      /* Translators: a laboratory test and its value */
      summary = g_strdup_printf (_("%1$s: %2$s is clinically significant. Say what it points to, or leave that for later."), field->label, value);
    }
  crf_use_case_dialog_set_texts (dialog, NULL, summary);
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_judged), self, G_CONNECT_SWAPPED);
}

/* Item ("": all the rest), repeat, judgement. */
static void
on_judge (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  CrfFormEditor *self = CRF_FORM_EDITOR (widget);
  const char *item = "", *groupkey = "", *judgement = "NCS";

  if (parameter != NULL)
    g_variant_get (parameter, "(&s&s&s)", &item, &groupkey, &judgement);
  if (crf_form_editor_get_target (self) == NULL)
    return;
  if (*item != '\0' && g_str_equal (judgement, "CS"))
    judge_significant (self, item, groupkey);
  else
    conduct (self, "judge",
             crf_arguments_new ("item", *item != '\0' ? item : NULL, "groupkey", *groupkey != '\0' ? groupkey : NULL, "judgement", judgement, NULL));
}

/* ── State ── */

/* Group, repeat, state. */
static void
on_sample (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  const char *group, *groupkey, *state;

  g_variant_get (parameter, "(&s&s&s)", &group, &groupkey, &state);
  conduct (CRF_FORM_EDITOR (widget), "set-sample",
           crf_arguments_new ("group", group, "groupkey", *groupkey != '\0' ? groupkey : NULL, "state", state, NULL));
}

/* ── Several samples ── */

/* Which sample is analysed, and why: while it is asked, and on its way. */
typedef struct
{
  gpointer editor; /* crf_weak_new() */
  CrfTarget *at;   /* the sample */
  char *reason;
} Choosing;

static void
choosing_free (Choosing *choosing)
{
  crf_target_free (choosing->at);
  g_free (choosing->reason);
  g_free (choosing);
}

static void ask_choice (CrfFormEditor *self, Choosing *choosing);

/* What was not stored is asked again, with what was typed. */
static void
on_chosen (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Choosing *choosing = user_data;
  g_autoptr (CrfFormEditor) self = crf_weak_take (choosing->editor);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_asking_conduct_finish (result, &error);

  if (self == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    {
      choosing_free (choosing);
      return;
    }
  crf_refusal_bar_take_outcome (_crf_form_editor_get_bar (self), outcome, error);
  if (outcome == NULL || !crf_outcome_done (outcome))
    {
      ask_choice (self, choosing);
      return;
    }
  choosing_free (choosing);
  _crf_form_editor_changed (self);
}

static void
on_reason_given (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Choosing *choosing = user_data;
  g_autoptr (CrfFormEditor) self = crf_weak_take (choosing->editor);
  g_autofree char *reason = crf_dialogs_reason_finish (result);
  GHashTable *arguments;

  if (self == NULL || reason == NULL || _crf_form_editor_get_writer (self) == NULL)
    {
      choosing_free (choosing);
      return;
    }
  g_free (choosing->reason);
  choosing->reason = g_steal_pointer (&reason);
  arguments = crf_arguments_new ("reason", choosing->reason, NULL);
  crf_arguments_set_target (arguments, choosing->at);
  choosing->editor = crf_weak_new (self);
  crf_asking_conduct_async (GTK_WIDGET (self), _crf_form_editor_get_writer (self), "choose-sample", choosing->at->subject, arguments, on_chosen, choosing);
}

/* Takes @choosing. */
static void
ask_choice (CrfFormEditor *self,
            Choosing      *choosing)
{
  choosing->editor = crf_weak_new (self);
  crf_dialogs_reason_async (GTK_WIDGET (self), _("Analyse this sample"),
                            _("Scores, baseline and summaries use its results instead of those of the visit's other samples."),
                            crf_reason_shown (choosing->reason), crf_reasons (CRF_REASONS_SAMPLE), _("_Analyse it"), on_reason_given, choosing);
}

/* Group, repeat. */
static void
on_choose (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  const CrfTarget *at = crf_form_editor_get_target (CRF_FORM_EDITOR (widget));
  const char *group, *groupkey;
  Choosing *choosing;

  if (at == NULL)
    return;
  g_variant_get (parameter, "(&s&s)", &group, &groupkey);
  choosing = g_new0 (Choosing, 1);
  choosing->at = crf_target_copy (at);
  g_free (choosing->at->group);
  g_free (choosing->at->groupkey);
  g_clear_pointer (&choosing->at->item, g_free);
  choosing->at->group = g_strdup (group);
  choosing->at->groupkey = *groupkey != '\0' ? g_strdup (groupkey) : NULL;
  ask_choice (CRF_FORM_EDITOR (widget), choosing);
}

static void
on_further_added (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (CrfFormEditor) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_asking_conduct_finish (result, &error);
  g_autoptr (CrfTarget) target = NULL;

  if (self == NULL || _crf_form_editor_get_writer (self) == NULL ||
      !crf_refusal_bar_take_outcome (_crf_form_editor_get_bar (self), outcome, error))
    return;
  target = crf_target_copy (crf_form_editor_get_target (self));
  g_free (target->form);
  g_free (target->formkey);
  target->form = g_strdup (g_hash_table_lookup (outcome->results, "form"));
  target->formkey = g_strdup (g_hash_table_lookup (outcome->results, "formkey"));
  crf_form_editor_open (self, target, NULL);
  _crf_form_editor_changed (self);
  crf_form_editor_focus_item (self, NULL, NULL);
}

/* The form on which it is entered. */
static void
on_further (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  CrfFormEditor *self = CRF_FORM_EDITOR (widget);
  const CrfTarget *at = crf_form_editor_get_target (self);

  if (at == NULL)
    return;
  crf_form_editor_leave (self);
  crf_asking_conduct_async (widget, _crf_form_editor_get_writer (self), "add-form", at->subject,
                            crf_arguments_new ("event", at->event, "eventkey", at->eventkey, "form", g_variant_get_string (parameter, NULL), NULL),
                            on_further_added, crf_weak_new (self));
}

/* ── Pasting ── */

static void
on_paste (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  CrfFormEditor *self = CRF_FORM_EDITOR (widget);
  CrfPasteWindow *window;

  if (crf_form_editor_get_target (self) == NULL)
    return;
  crf_form_editor_leave (self);
  window = crf_paste_window_present (widget, _crf_form_editor_get_writer (self), crf_form_editor_get_target (self));
  g_signal_connect_object (window, "stored", G_CALLBACK (_crf_form_editor_changed), self, G_CONNECT_SWAPPED);
}

void
_crf_form_editor_install_samples (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "form.judge", "(sss)", on_judge);
  gtk_widget_class_install_action (widget_class, "form.sample", "(sss)", on_sample);
  gtk_widget_class_install_action (widget_class, "form.choose", "(ss)", on_choose);
  gtk_widget_class_install_action (widget_class, "form.further", "s", on_further);
  gtk_widget_class_install_action (widget_class, "form.paste", NULL, on_paste);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_j, GDK_CONTROL_MASK, "form.judge", "(sss)", "", "", "NCS");
}
