/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The new-study flow. The file exists from the moment its recovery key is shown; closing the window then goes on to the study, which
 * asks for the key before the first patient. */

#include "crf-new-study-window.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"
#include "crf-dialogs.h"
#include "crf-file-taking.h"
#include "crf-parameter-field.h"
#include "crf-question-list.h"
#include "crf-refusal-bar.h"
#include "crf-signature-choice.h"
#include "crf-study-creation.h"
#include "crf-study-reader.h"
#include "crf-use-case.h"
#include "crf-weak.h"

struct _CrfNewStudyWindow
{
  AdwWindow parent_instance;

  /* template */
  GtkStack *stack;
  GtkButton *back;
  GtkButton *next;
  GtkLabel *step;
  CrfRefusalBar *bar;
  GtkListBox *protocols;
  GtkLabel *questions_title;
  GtkBox *questions;
  GtkBox *fields;
  GtkLabel *key;
  GtkLabel *fingerprint;
  GtkEntry *typed;

  /* borrowed from fields */
  CrfParameterField *site;
  CrfParameterField *centre;
  CrfParameterField *name;
  CrfParameterField *login;
  CrfParameterField *passphrase;

  /* owned */
  GPtrArray *shipped; /* CrfProtocol */
  char *definition;   /* id or path that was chosen */
  char *signature;    /* of such a file, where it was chosen by itself; NULL: beside it */
  CrfStudy *study;    /* what is in it */
  char *path;
  CrfSession *session;
  char *recovery;
  CrfPrompt *prompt;  /* about the definition, that is being answered */
};

enum
{
  SIGNAL_CREATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfNewStudyWindow, crf_new_study_window, ADW_TYPE_WINDOW)

/* ── Steps ── */

static const struct { const char *name; const char *title; const char *next; } steps[] = {
  { "protocol", N_("1 of 5 · Protocol"), N_("_Next") },
  { "questions", N_("2 of 5 · Open questions"), N_("_Next") },
  { "site", N_("3 of 5 · Site and administrator"), N_("_Create…") },
  { "working", N_("Creating the study file…"), N_("_Next") },
  { "key", N_("4 of 5 · Recovery key"), N_("_Printed or saved") },
  { "confirm", N_("5 of 5 · Type the key back"), N_("_Open the study") },
};

static gboolean
is_step (CrfNewStudyWindow *self, const char *name)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), name) == 0;
}

static void
show_step (CrfNewStudyWindow *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (g_str_equal (steps[i].name, name))
      {
        gtk_label_set_label (self->step, _(steps[i].title));
        gtk_button_set_label (self->next, _(steps[i].next));
      }
  gtk_widget_set_visible (GTK_WIDGET (self->back), is_step (self, "questions") || is_step (self, "site") || is_step (self, "confirm"));
  gtk_widget_set_visible (GTK_WIDGET (self->next), !is_step (self, "working") && !is_step (self, "protocol"));
  crf_refusal_bar_clear (self->bar);
  if (is_step (self, "site"))
    crf_parameter_field_focus (self->site);
  else if (is_step (self, "confirm"))
    gtk_widget_grab_focus (GTK_WIDGET (self->typed));
}

/* ── Protocol ── */

static void create_at (CrfNewStudyWindow *self, char *path, const char *confirm, const char *reason);

static GtkWidget *
protocol_row_new (const CrfProtocol *protocol)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *arms = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d arm", "%d arms", (gulong) protocol->n_arms),
                                           protocol->n_arms);
  g_autofree char *visits = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d visit", "%d visits", (gulong) protocol->n_visits),
                                             protocol->n_visits);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s · %s", protocol->version, arms, visits);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), protocol->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "crf-protocol", (gpointer) protocol);
  return row;
}

static void
list_protocols (CrfNewStudyWindow *self)
{
  g_autoptr (GError) error = NULL;

  self->shipped = crf_protocols_list (crf_app_language (), &error);
  if (self->shipped == NULL)
    {
      crf_refusal_bar_show_error (self->bar, error);
      return;
    }
  for (guint i = 0; i < self->shipped->len; i++)
    gtk_list_box_append (self->protocols, protocol_row_new (g_ptr_array_index (self->shipped, i)));
}

static void
choose_definition (CrfNewStudyWindow *self, const char *definition, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;
  g_autofree char *forms = crf_definition_forms_dir (path);
  CrfStudy *study = crf_study_read_file (path, forms, NULL, NULL, &error);
  guint n;

  if (study == NULL)
    {
      crf_refusal_bar_show_error (self->bar, error);
      return;
    }
  g_clear_pointer (&self->study, crf_study_unref);
  self->study = study;
  g_free (self->definition);
  self->definition = g_strdup (definition);
  g_clear_pointer (&self->signature, g_free);
  crf_question_list_fill (self->questions, study, crf_app_language (), TRUE);
  n = crf_study_get_questions (study)->len;
  title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                        "The record of %2$s leaves %1$u question open. The default stands until somebody decides.",
                                        "The record of %2$s leaves %1$u questions open. The defaults stand until somebody decides.", n),
                           n, crf_study_get_protocol (study));
  gtk_label_set_label (self->questions_title, title);
  show_step (self, n > 0 ? "questions" : "site");
}

static void
on_protocol_activated (CrfNewStudyWindow *self, GtkListBoxRow *row)
{
  const CrfProtocol *protocol = g_object_get_data (G_OBJECT (row), "crf-protocol");

  choose_definition (self, protocol->id, protocol->path);
}

static void
on_definition_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfNewStudyWindow) self = crf_weak_take (user_data);
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);

  if (self != NULL && file != NULL)
    choose_definition (self, g_file_peek_path (file), g_file_peek_path (file));
}

static void
on_open_definition (CrfNewStudyWindow *self)
{
  crf_dialogs_open_file_async (GTK_WIDGET (self), _("Open a study definition"), CRF_FILE_DEFINITION, on_definition_chosen,
                               crf_weak_new (self));
}

/* ── Creating ── */

/* Broken between groups, and nowhere else. */
static char *
in_two_lines (const char *key)
{
  g_auto (GStrv) groups = g_strsplit (key, "-", -1);
  guint n = g_strv_length (groups);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? "" : (i == (n + 1) / 2 ? "\n" : "-"), groups[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
on_signature_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfNewStudyWindow) self = crf_weak_take (user_data);
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);

  if (self == NULL || file == NULL)
    return;
  g_free (self->signature);
  self->signature = g_file_get_path (file);
  create_at (self, g_strdup (self->path), NULL, NULL);
}

/* Who answers for a definition from elsewhere. */
static void
on_prompt_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfNewStudyWindow) self = crf_weak_take (user_data);
  g_autofree char *reason = NULL;

  CrfPromptAnswer answer = crf_dialogs_prompt_finish (result, &reason);

  if (self == NULL)
    return;
  if (answer == CRF_PROMPT_CONFIRM)
    create_at (self, g_strdup (self->path), self->prompt->id, reason);
  else if (answer == CRF_PROMPT_SUGGESTION)
    crf_signature_choice_async (GTK_WIDGET (self), on_signature_chosen, crf_weak_new (self));
}

static void
ask (CrfNewStudyWindow *self, CrfCreation *creation)
{
  g_clear_pointer (&self->prompt, crf_prompt_free);
  self->prompt = g_steal_pointer (&creation->prompt);
  if (self->signature == NULL)
    crf_signature_choice_offer (self->prompt);
  g_free (self->path);
  self->path = g_steal_pointer (&creation->path);
  crf_dialogs_prompt_async (GTK_WIDGET (self), self->prompt, on_prompt_answered, crf_weak_new (self));
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfNewStudyWindow) self = crf_weak_take (user_data);
  CrfCreation *creation = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = NULL;

  if (self == NULL)
    return;
  if (!g_task_propagate_boolean (G_TASK (result), &error) || creation->refusal != NULL || creation->prompt != NULL)
    {
      show_step (self, "site");
      /* One that was the wrong one is chosen anew. */
      if (creation->refusal != NULL)
        g_clear_pointer (&self->signature, g_free);
      if (creation->refusal != NULL)
        crf_refusal_bar_show_refusal (self->bar, creation->refusal);
      else if (creation->prompt != NULL)
        ask (self, creation);
      else
        crf_refusal_bar_show_error (self->bar, error);
      return;
    }
  g_free (self->path);
  self->path = g_steal_pointer (&creation->path);
  self->session = g_steal_pointer (&creation->session);
  self->recovery = g_steal_pointer (&creation->recovery);
  shown = in_two_lines (self->recovery);
  gtk_label_set_label (self->key, shown);
  gtk_label_set_label (self->fingerprint, creation->fingerprint);
  show_step (self, "key");
}

/* Takes @path. */
static void
create_at (CrfNewStudyWindow *self, char *path, const char *confirm, const char *reason)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_created, crf_weak_new (self));
  CrfCreation *creation = g_new0 (CrfCreation, 1);

  creation->path = path;
  creation->definition = g_strdup (self->definition);
  creation->signature = g_strdup (self->signature);
  creation->answers = crf_question_list_answers (self->questions);
  creation->site = crf_parameter_field_dup_value (self->site);
  creation->centre = crf_parameter_field_dup_value (self->centre);
  creation->name = crf_parameter_field_dup_value (self->name);
  creation->login = crf_parameter_field_dup_value (self->login);
  creation->passphrase = crf_parameter_field_dup_value (self->passphrase);
  creation->confirm = g_strdup (confirm);
  creation->reason = g_strdup (reason);
  g_task_set_task_data (task, creation, crf_creation_free);
  show_step (self, "working");
  g_task_run_in_thread (task, crf_creation_thread);
}

static void
on_place_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfNewStudyWindow) self = crf_weak_take (user_data);
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);
  const char *chosen = file != NULL ? g_file_peek_path (file) : NULL;

  if (self != NULL && chosen != NULL)
    create_at (self, g_strconcat (chosen, g_str_has_suffix (chosen, ".stemward") ? "" : ".stemward", NULL), NULL, NULL);
}

static void
ask_place (CrfNewStudyWindow *self)
{
  CrfParameterField *all[] = { self->site, self->centre, self->name, self->login, self->passphrase };
  CrfParameterField *first = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GString) safe = g_string_new (crf_study_get_protocol (self->study));

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      const char *wrong = crf_parameter_field_check (all[i]);

      crf_parameter_field_set_error (all[i], wrong);
      if (wrong != NULL && first == NULL)
        first = all[i];
    }
  if (first != NULL)
    {
      crf_parameter_field_focus (first);
      return;
    }
  g_string_replace (safe, "/", "-", 0);
  name = g_strconcat (safe->str, ".stemward", NULL);
  crf_dialogs_save_file_async (GTK_WIDGET (self), _("Where shall the study file be?"), CRF_FILE_STUDY, name, on_place_chosen,
                               crf_weak_new (self));
}

/* ── The recovery key ── */

static char *
key_sheet (CrfNewStudyWindow *self)
{
  return g_strdup_printf (_("Study: %1$s\nFile: %2$s\n\nRecovery key:\n%3$s\n\nFingerprint of the first administrator:\n%4$s\n\nKeep this sheet "
                            "in the safe. Whoever has it and the file can open everything in it."),
                          crf_study_get_protocol (self->study), self->path, self->recovery,
                          gtk_label_get_label (self->fingerprint));
}

static void
on_print_key (CrfNewStudyWindow *self)
{
  g_autofree char *sheet = key_sheet (self);

  crf_dialogs_print_text (GTK_WIDGET (self), _("Recovery key of a Stemward study file"), sheet);
}

static void
on_key_place_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfNewStudyWindow) self = crf_weak_take (user_data);
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);
  g_autoptr (GError) error = NULL;
  g_autofree char *sheet = NULL;

  if (self == NULL || file == NULL)
    return;
  sheet = key_sheet (self);
  if (!g_file_set_contents_full (g_file_peek_path (file), sheet, -1, G_FILE_SET_CONTENTS_DURABLE, 0600, &error))
    crf_refusal_bar_show_error (self->bar, error);
  else
    crf_refusal_bar_show_notice (self->bar, _("Saved. Move it off this computer: beside the study file it protects nobody."));
}

static void
on_save_key (CrfNewStudyWindow *self)
{
  crf_dialogs_save_file_async (GTK_WIDGET (self), _("Save the recovery key"), CRF_FILE_TEXT, _("recovery-key.txt"),
                               on_key_place_chosen, crf_weak_new (self));
}

/* Hands the study over; the window is done. */
static void
finish (CrfNewStudyWindow *self)
{
  CrfSession *session = g_steal_pointer (&self->session);

  if (session != NULL)
    g_signal_emit (self, signals[SIGNAL_CREATED], 0, session, self->path);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* On the thread that owns the session now: nobody else has it yet. */
static void
confirm_key (CrfNewStudyWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;

  outcome = crf_conduct_with (self->session, "confirm-recovery-key", NULL, &error,
                              "recovery-key", gtk_editable_get_text (GTK_EDITABLE (self->typed)), NULL);
  if (crf_refusal_bar_take_outcome (self->bar, outcome, error))
    finish (self);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->typed));
}

static void
on_next (CrfNewStudyWindow *self)
{
  crf_new_study_window_next (self);
}

static void
on_back (CrfNewStudyWindow *self)
{
  if (is_step (self, "confirm"))
    show_step (self, "key");
  else if (is_step (self, "site") && crf_study_get_questions (self->study)->len > 0)
    show_step (self, "questions");
  else
    show_step (self, "protocol");
}

static gboolean
crf_new_study_window_close_request (GtkWindow *window)
{
  CrfNewStudyWindow *self = CRF_NEW_STUDY_WINDOW (window);

  if (self->session != NULL)
    {
      finish (self);
      return GDK_EVENT_STOP;
    }
  return GTK_WINDOW_CLASS (crf_new_study_window_parent_class)->close_request (window);
}

static CrfParameterField *
add_field (CrfNewStudyWindow *self, const char *key, const char *label, const char *kind, gboolean required, const char *hint)
{
  GtkWidget *field = crf_parameter_field_new (key, label, kind, required, NULL);

  crf_parameter_field_set_hint (CRF_PARAMETER_FIELD (field), hint);
  gtk_box_append (self->fields, field);
  return CRF_PARAMETER_FIELD (field);
}

static void
crf_new_study_window_dispose (GObject *object)
{
  CrfNewStudyWindow *self = CRF_NEW_STUDY_WINDOW (object);

  g_clear_pointer (&self->session, crf_session_close);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_NEW_STUDY_WINDOW);
  g_clear_pointer (&self->shipped, g_ptr_array_unref);
  g_clear_pointer (&self->definition, g_free);
  g_clear_pointer (&self->signature, g_free);
  g_clear_pointer (&self->study, crf_study_unref);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->prompt, crf_prompt_free);
  g_clear_pointer (&self->recovery, crf_dialogs_wipe);

  G_OBJECT_CLASS (crf_new_study_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CrfNewStudyWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, CrfNewStudyWindow, back);
  gtk_widget_class_bind_template_child (widget_class, CrfNewStudyWindow, next);
  gtk_widget_class_bind_template_child (widget_class, CrfNewStudyWindow, step);
  gtk_widget_class_bind_template_child (widget_class, CrfNewStudyWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfNewStudyWindow, protocols);
  gtk_widget_class_bind_template_child (widget_class, CrfNewStudyWindow, questions_title);
  gtk_widget_class_bind_template_child (widget_class, CrfNewStudyWindow, questions);
  gtk_widget_class_bind_template_child (widget_class, CrfNewStudyWindow, fields);
  gtk_widget_class_bind_template_child (widget_class, CrfNewStudyWindow, key);
  gtk_widget_class_bind_template_child (widget_class, CrfNewStudyWindow, fingerprint);
  gtk_widget_class_bind_template_child (widget_class, CrfNewStudyWindow, typed);
  gtk_widget_class_bind_template_callback (widget_class, on_protocol_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_open_definition);
  gtk_widget_class_bind_template_callback (widget_class, on_print_key);
  gtk_widget_class_bind_template_callback (widget_class, on_save_key);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
}

static void
crf_new_study_window_class_init (CrfNewStudyWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_new_study_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = crf_new_study_window_close_request;

  signals[SIGNAL_CREATED] = g_signal_new ("created", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);

  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/crf-new-study-window.ui");
  bind_children (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crf_new_study_window_init (CrfNewStudyWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->site = add_field (self, "site", _("Name of the site"), "text", TRUE, NULL);
  self->centre = add_field (self, "centre", _("Centre code"), "text", FALSE, _("Stands before screening numbers: “01” gives 01-S-001"));
  self->name = add_field (self, "name", _("First administrator, full name"), "text", TRUE, NULL);
  self->login = add_field (self, "login", _("Login"), "text", TRUE, _("Small letters and digits, as “zhangm”"));
  self->passphrase = add_field (self, "new-passphrase", _("Passphrase"), "passphrase", TRUE,
                                _("At least 12 characters; several words are good. Nobody can look it up."));
  list_protocols (self);
  show_step (self, "protocol");
}

GtkWidget *
crf_new_study_window_new (GtkWindow *parent)
{
  return g_object_new (CRF_TYPE_NEW_STUDY_WINDOW, "transient-for", parent, NULL);
}

void
crf_new_study_window_next (CrfNewStudyWindow *self)
{
  g_return_if_fail (CRF_IS_NEW_STUDY_WINDOW (self));

  if (is_step (self, "questions"))
    show_step (self, "site");
  else if (is_step (self, "site"))
    ask_place (self);
  else if (is_step (self, "key"))
    show_step (self, "confirm");
  else if (is_step (self, "confirm"))
    confirm_key (self);
}

void
crf_new_study_window_choose (CrfNewStudyWindow *self, const char *id)
{
  g_return_if_fail (CRF_IS_NEW_STUDY_WINDOW (self));

  for (guint i = 0; self->shipped != NULL && i < self->shipped->len; i++)
    {
      const CrfProtocol *protocol = g_ptr_array_index (self->shipped, i);

      if (g_str_equal (protocol->id, id))
        choose_definition (self, protocol->id, protocol->path);
    }
}

CrfParameterField *
crf_new_study_window_get_field (CrfNewStudyWindow *self, const char *key)
{
  g_return_val_if_fail (CRF_IS_NEW_STUDY_WINDOW (self), NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->fields)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (g_str_equal (crf_parameter_field_get_key (CRF_PARAMETER_FIELD (child)), key))
      return CRF_PARAMETER_FIELD (child);
  return NULL;
}

const char *
crf_new_study_window_get_step (CrfNewStudyWindow *self)
{
  g_return_val_if_fail (CRF_IS_NEW_STUDY_WINDOW (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}

const char *
crf_new_study_window_get_message (CrfNewStudyWindow *self)
{
  g_return_val_if_fail (CRF_IS_NEW_STUDY_WINDOW (self), NULL);

  return crf_refusal_bar_get_message (self->bar);
}
