/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Dialogs as functions. All but the file choosers are one AdwMessageDialog with some fields in it; what a person answered is collected into
 * one CrfAnswer, whatever was asked. */

#include "crf-dialogs.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "crf-reasons.h"

#define RESPONSE_CANCEL "cancel"
#define RESPONSE_ACCEPT "accept"
#define RESPONSE_SUGGESTION "suggestion"

typedef struct
{
  gboolean accepted;
  gboolean suggestion;
  char *text;
  char *login;
} CrfAnswer;

/* The fields of the dialog that is open; borrowed from it. */
typedef struct
{
  AdwMessageDialog *dialog;
  GtkEditable *text;
  GtkEditable *login;
} CrfFields;

static CrfDialogsHook dialogs_hook;
static gpointer dialogs_hook_data;

static void
answer_free (gpointer data)
{
  CrfAnswer *answer = data;

  crf_dialogs_wipe (answer->text);
  g_free (answer->login);
  g_free (answer);
}

static GtkWindow *
window_of (GtkWidget *widget)
{
  GtkRoot *root = widget != NULL ? gtk_widget_get_root (widget) : NULL;

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* Lets the test answer. TRUE if it did; @task has its answer then. */
static gboolean
ask_hook (GTask *task, const char *kind, const char *heading, const char *body)
{
  CrfAnswer *answer;

  if (dialogs_hook == NULL)
    return FALSE;
  answer = g_new0 (CrfAnswer, 1);
  if (!dialogs_hook (kind, heading, body, &answer->accepted, &answer->text, &answer->login, dialogs_hook_data))
    {
      answer_free (answer);
      return FALSE;
    }
  answer->suggestion = answer->accepted && g_str_equal (kind, "prompt") && body != NULL && g_strcmp0 (answer->text, body) == 0;
  if (task != NULL)
    g_task_return_pointer (task, answer, answer_free);
  else
    answer_free (answer);
  return TRUE;
}

static void
on_response (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CrfFields *fields = g_task_get_task_data (task);
  CrfAnswer *answer = g_new0 (CrfAnswer, 1);

  answer->suggestion = g_str_equal (response, RESPONSE_SUGGESTION);
  answer->accepted = answer->suggestion || g_str_equal (response, RESPONSE_ACCEPT);
  if (answer->accepted && fields->text != NULL)
    answer->text = g_strdup (gtk_editable_get_text (fields->text));
  if (answer->accepted && fields->login != NULL)
    answer->login = g_strstrip (g_strdup (gtk_editable_get_text (fields->login)));
  g_task_return_pointer (task, answer, answer_free);
}

static gboolean
is_blank (GtkEditable *editable)
{
  g_autofree char *text = NULL;

  if (editable == NULL)
    return FALSE;
  text = g_strdup (gtk_editable_get_text (editable));
  return *g_strstrip (text) == '\0';
}

static void
on_text_changed (GtkEditable *editable, gpointer user_data)
{
  CrfFields *fields = user_data;
  gboolean filled = !is_blank (fields->text) && !is_blank (fields->login);

  adw_message_dialog_set_response_enabled (fields->dialog, RESPONSE_ACCEPT, filled);
}

/* Escape and the window's close are Cancel. */
static AdwMessageDialog *
dialog_new (GtkWidget *parent, const char *heading, const char *body, const char *accept, gboolean destructive)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window_of (parent), heading, body));

  adw_message_dialog_add_response (dialog, RESPONSE_CANCEL, accept != NULL ? _("_Cancel") : _("_Close"));
  adw_message_dialog_set_close_response (dialog, RESPONSE_CANCEL);
  adw_message_dialog_set_default_response (dialog, RESPONSE_CANCEL);
  if (accept != NULL)
    {
      adw_message_dialog_add_response (dialog, RESPONSE_ACCEPT, accept);
      adw_message_dialog_set_response_appearance (dialog, RESPONSE_ACCEPT,
                                                  destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
      if (!destructive)
        adw_message_dialog_set_default_response (dialog, RESPONSE_ACCEPT);
    }
  return dialog;
}

static void
dialog_run (AdwMessageDialog *dialog, GTask *task)
{
  CrfFields *fields = g_task_get_task_data (task);

  if (fields->text != NULL)
    {
      g_signal_connect (fields->text, "changed", G_CALLBACK (on_text_changed), fields);
      on_text_changed (fields->text, fields);
    }
  if (fields->login != NULL)
    g_signal_connect (fields->login, "changed", G_CALLBACK (on_text_changed), fields);
  /* The dialog goes after its response; the task outlives it, so the handlers above cannot see freed fields. */
  g_object_set_data_full (G_OBJECT (dialog), "crf-task", g_object_ref (task), g_object_unref);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), task);
  gtk_window_present (GTK_WINDOW (dialog));
  if (fields->login != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (fields->login));
  else if (fields->text != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (fields->text));
}

static GTask *
task_new (GtkWidget *parent, gpointer tag, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, g_new0 (CrfFields, 1), g_free);
  return task;
}

/* A label above its entry, joined for screen readers and by a mnemonic. */
static void
add_labelled (GtkBox *box, const char *text, GtkWidget *entry)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), entry);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_box_append (box, label);
  gtk_box_append (box, entry);
}

static GtkWidget *
add_passphrase (GtkBox *box, const char *text)
{
  GtkWidget *entry = gtk_password_entry_new ();

  g_object_set (entry, "show-peek-icon", TRUE, "activates-default", TRUE, NULL);
  add_labelled (box, text, entry);
  return entry;
}

/* What the person must know before she signs: whom it is about, and what it says. */
static void
add_identity (GtkBox *box, const char *identity, const char *meaning)
{
  if (identity != NULL)
    {
      GtkWidget *label = gtk_label_new (identity);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_widget_add_css_class (label, "identity");
      gtk_box_append (box, label);
    }
  if (meaning != NULL)
    {
      GtkWidget *label = gtk_label_new (meaning);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 50);
      gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
      gtk_box_append (box, label);
    }
}

static GtkBox *
fields_box_new (void)
{
  return GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
}

static CrfAnswer *
take_answer (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

void
crf_dialogs_confirm_async (GtkWidget *parent, const char *heading, const char *body, const char *accept,
                           gboolean destructive, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = task_new (parent, crf_dialogs_confirm_async, callback, user_data);
  CrfFields *fields = g_task_get_task_data (task);

  if (ask_hook (task, "confirm", heading, body))
    return;
  fields->dialog = dialog_new (parent, heading, body, accept, destructive);
  /* What is asked about cannot be taken back: nobody says yes to it with the Enter that was meant for the page. */
  adw_message_dialog_set_default_response (fields->dialog, RESPONSE_CANCEL);
  /* The blue button is the one that Enter presses. */
  if (!destructive)
    adw_message_dialog_set_response_appearance (fields->dialog, RESPONSE_ACCEPT, ADW_RESPONSE_DEFAULT);
  dialog_run (fields->dialog, g_steal_pointer (&task));
}

gboolean
crf_dialogs_confirm_finish (GAsyncResult *result)
{
  CrfAnswer *answer = take_answer (result);
  gboolean accepted = answer->accepted;

  answer_free (answer);
  return accepted;
}

void
crf_dialogs_message (GtkWidget *parent, const char *heading, const char *body)
{
  if (!ask_hook (NULL, "message", heading, body))
    gtk_window_present (GTK_WINDOW (dialog_new (parent, heading, body, NULL, FALSE)));
}

void
crf_dialogs_error (GtkWidget *parent, const char *heading, const GError *error)
{
  crf_dialogs_message (parent, heading, error != NULL ? error->message : NULL);
}

void
crf_dialogs_refusal (GtkWidget *parent, const CrfRefusal *refusal)
{
  crf_dialogs_message (parent, refusal->message, refusal->remedy);
}

static void
on_reason_clicked (GtkButton *button, gpointer user_data)
{
  gtk_editable_set_text (GTK_EDITABLE (user_data), gtk_button_get_label (button));
  gtk_widget_grab_focus (GTK_WIDGET (user_data));
}

static void
add_offer (GtkFlowBox *flow, GtkWidget *entry, const char *reason)
{
  GtkWidget *button = gtk_button_new_with_label (crf_reason_shown (reason));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "caption");
  g_signal_connect (button, "clicked", G_CALLBACK (on_reason_clicked), entry);
  gtk_flow_box_append (flow, button);
}

/* @label says what the text is. @first: one that may fit this one change, before those that fit any; NULL: none. Where no reason is offered
 * (@suggestions is empty), none may be asked for. */
static GtkWidget *
add_reason (GtkBox *box, const char *label, const char *first, const char *const *suggestions)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *flow = gtk_flow_box_new ();

  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  add_labelled (box, label, entry);
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 2);
  if (first != NULL)
    add_offer (GTK_FLOW_BOX (flow), entry, first);
  for (const char *const *s = suggestions != NULL ? suggestions : crf_reasons (CRF_REASONS_CHANGE); *s != NULL; s++)
    add_offer (GTK_FLOW_BOX (flow), entry, *s);
  gtk_box_append (box, flow);
  return entry;
}

void
crf_dialogs_reason_async (GtkWidget *parent, const char *heading, const char *body, const char *text, const char *const *suggestions,
                          const char *accept, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = task_new (parent, crf_dialogs_reason_async, callback, user_data);
  CrfFields *fields = g_task_get_task_data (task);
  GtkBox *box;

  if (ask_hook (task, "reason", heading, body))
    return;
  box = fields_box_new ();
  fields->dialog = dialog_new (parent, heading, body, accept, FALSE);
  fields->text = GTK_EDITABLE (add_reason (box, suggestions != NULL && *suggestions == NULL ? _("_Text") : _("_Reason"), NULL, suggestions));
  adw_message_dialog_set_extra_child (fields->dialog, GTK_WIDGET (box));
  dialog_run (fields->dialog, g_object_ref (task));
  /* What was typed before is gone on with, not typed over. */
  if (text != NULL)
    {
      gtk_editable_set_text (fields->text, text);
      gtk_entry_grab_focus_without_selecting (GTK_ENTRY (fields->text));
      gtk_editable_set_position (fields->text, -1);
    }
}

static char *
finish_text (GAsyncResult *result)
{
  CrfAnswer *answer = take_answer (result);
  char *text = answer->accepted ? g_steal_pointer (&answer->text) : NULL;

  answer_free (answer);
  return text;
}

char *
crf_dialogs_reason_finish (GAsyncResult *result)
{
  g_autofree char *text = finish_text (result);

  return g_strdup (crf_reason_stored (text));
}

void
crf_dialogs_passphrase_async (GtkWidget *parent, const char *heading, const char *identity, const char *meaning,
                              const char *accept, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = task_new (parent, crf_dialogs_passphrase_async, callback, user_data);
  CrfFields *fields = g_task_get_task_data (task);
  GtkBox *box;

  if (ask_hook (task, "passphrase", heading, meaning))
    return;
  box = fields_box_new ();
  add_identity (box, identity, meaning);
  fields->dialog = dialog_new (parent, heading, NULL, accept, FALSE);
  fields->text = GTK_EDITABLE (add_passphrase (box, _("Your _passphrase")));
  adw_message_dialog_set_extra_child (fields->dialog, GTK_WIDGET (box));
  dialog_run (fields->dialog, g_steal_pointer (&task));
}

char *
crf_dialogs_passphrase_finish (GAsyncResult *result)
{
  return finish_text (result);
}

void
crf_dialogs_wipe (char *secret)
{
  volatile char *p = secret;

  while (p != NULL && *p != '\0')
    *p++ = '\0';
  g_free (secret);
}

void
crf_dialogs_second_person_async (GtkWidget *parent, const char *heading, const char *identity, const char *meaning,
                                 const char *accept, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = task_new (parent, crf_dialogs_second_person_async, callback, user_data);
  CrfFields *fields = g_task_get_task_data (task);
  GtkBox *box;

  if (ask_hook (task, "second-person", heading, meaning))
    return;
  box = fields_box_new ();
  add_identity (box, identity, meaning);
  fields->dialog = dialog_new (parent, heading, NULL, accept, FALSE);
  fields->login = GTK_EDITABLE (gtk_entry_new ());
  add_labelled (box, _("_Login of the second person"), GTK_WIDGET (fields->login));
  fields->text = GTK_EDITABLE (add_passphrase (box, _("Her or his own _passphrase")));
  adw_message_dialog_set_extra_child (fields->dialog, GTK_WIDGET (box));
  dialog_run (fields->dialog, g_steal_pointer (&task));
}

gboolean
crf_dialogs_second_person_finish (GAsyncResult *result, char **login, char **passphrase)
{
  CrfAnswer *answer = take_answer (result);
  gboolean accepted = answer->accepted;

  if (accepted)
    {
      *login = g_steal_pointer (&answer->login);
      *passphrase = g_steal_pointer (&answer->text);
    }
  answer_free (answer);
  return accepted;
}

void
crf_dialogs_prompt_async (GtkWidget *parent, const CrfPrompt *prompt, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = task_new (parent, crf_dialogs_prompt_async, callback, user_data);
  CrfFields *fields = g_task_get_task_data (task);

  if (ask_hook (task, "prompt", prompt->message, prompt->suggestion))
    return;
  fields->dialog = dialog_new (parent, _("Please check"), prompt->message, prompt->accept != NULL ? prompt->accept : _("_Keep it"), FALSE);
  if (prompt->suggestion != NULL)
    {
      /* Translators: %s is the value that was probably meant, "61.2". */
      g_autofree char *label = prompt->accept != NULL ? g_strdup (prompt->suggestion) : g_strdup_printf (_("_Use %s"), prompt->suggestion);

      adw_message_dialog_add_response (fields->dialog, RESPONSE_SUGGESTION, label);
      adw_message_dialog_set_response_appearance (fields->dialog, RESPONSE_SUGGESTION, ADW_RESPONSE_SUGGESTED);
      adw_message_dialog_set_response_appearance (fields->dialog, RESPONSE_ACCEPT, ADW_RESPONSE_DEFAULT);
      adw_message_dialog_set_default_response (fields->dialog, RESPONSE_SUGGESTION);
    }
  else if (!prompt->needs_reason)
    {
      /* A doubt was raised: Enter goes back and looks. Where a reason is asked for, typing it is the thought. */
      adw_message_dialog_set_response_appearance (fields->dialog, RESPONSE_ACCEPT, ADW_RESPONSE_DEFAULT);
      adw_message_dialog_set_default_response (fields->dialog, RESPONSE_CANCEL);
    }
  if (prompt->needs_reason)
    {
      static const char *const none[] = { NULL };
      GtkBox *box = fields_box_new ();

      /* Why a value is changed is offered; why something else is done is not. */
      fields->text = GTK_EDITABLE (add_reason (box, prompt->why != NULL ? prompt->why : _("_Reason"), prompt->reason, prompt->accept != NULL ? none : NULL));
      adw_message_dialog_set_extra_child (fields->dialog, GTK_WIDGET (box));
    }
  dialog_run (fields->dialog, g_steal_pointer (&task));
}

CrfPromptAnswer
crf_dialogs_prompt_finish (GAsyncResult *result, char **reason)
{
  CrfAnswer *answer = take_answer (result);
  CrfPromptAnswer said = CRF_PROMPT_CANCEL;

  if (answer->suggestion)
    said = CRF_PROMPT_SUGGESTION;
  else if (answer->accepted)
    said = CRF_PROMPT_CONFIRM;
  if (reason != NULL)
    *reason = said == CRF_PROMPT_CONFIRM ? g_steal_pointer (&answer->text) : NULL;
  answer_free (answer);
  return said;
}

static void
add_filter (GtkFileChooser *chooser, CrfFileKind kind)
{
  static const struct { const char *name; const char *pattern; } kinds[] = {
    [CRF_FILE_STUDY] = { N_("Study files"), "*.stemward" },
    [CRF_FILE_DEFINITION] = { N_("Study definitions (CDISC ODM)"), "*.xml" },
    [CRF_FILE_WORKBOOK] = { N_("Excel workbooks"), "*.xlsx" },
    [CRF_FILE_PICTURE] = { N_("Pictures"), "*.png" },
    [CRF_FILE_TEXT] = { N_("Text"), "*.txt" },
    [CRF_FILE_PDF] = { N_("PDF documents"), "*.pdf" },
    [CRF_FILE_SVG] = { N_("Drawings (SVG)"), "*.svg" },
    [CRF_FILE_CSV] = { N_("Tables (CSV)"), "*.csv" },
    [CRF_FILE_ENCRYPTED] = { N_("Encrypted files"), "*.enc" },
    [CRF_FILE_SIGNATURE] = { N_("Signatures"), "*.sig" },
  };
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  if (kind != CRF_FILE_ANY)
    {
      gtk_file_filter_set_name (filter, _(kinds[kind].name));
      gtk_file_filter_add_pattern (filter, kinds[kind].pattern);
      gtk_file_chooser_add_filter (chooser, filter);
    }
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, all);
}

static void
on_file_response (GtkNativeDialog *native, int response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CrfAnswer *answer = g_new0 (CrfAnswer, 1);

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native));

      answer->accepted = file != NULL;
      answer->text = file != NULL ? g_file_get_path (file) : NULL;
    }
  g_task_return_pointer (task, answer, answer_free);
  g_object_unref (native);
}

static void
run_chooser (GtkWidget *parent, const char *title, CrfFileKind kind, const char *name, GTask *task)
{
  gboolean save = name != NULL;
  GtkFileChooserNative *native;

  native = gtk_file_chooser_native_new (title, window_of (parent),
                                        save ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN,
                                        save ? _("_Save") : _("_Open"), _("_Cancel"));
  add_filter (GTK_FILE_CHOOSER (native), kind);
  if (save)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (native), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  g_signal_connect (native, "response", G_CALLBACK (on_file_response), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

void
crf_dialogs_open_file_async (GtkWidget *parent, const char *title, CrfFileKind kind, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = task_new (parent, crf_dialogs_open_file_async, callback, user_data);

  if (!ask_hook (task, "open", title, NULL))
    run_chooser (parent, title, kind, NULL, g_steal_pointer (&task));
}

void
crf_dialogs_save_file_async (GtkWidget *parent, const char *title, CrfFileKind kind, const char *suggested_name,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = task_new (parent, crf_dialogs_save_file_async, callback, user_data);

  g_return_if_fail (suggested_name != NULL);

  if (!ask_hook (task, "save", title, suggested_name))
    run_chooser (parent, title, kind, suggested_name, g_steal_pointer (&task));
}

void
crf_dialogs_folder_async (GtkWidget *parent, const char *title, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = task_new (parent, crf_dialogs_folder_async, callback, user_data);
  GtkFileChooserNative *native;

  if (ask_hook (task, "folder", title, NULL))
    return;
  native = gtk_file_chooser_native_new (title, window_of (parent), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Choose"),
                                        _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  g_signal_connect (native, "response", G_CALLBACK (on_file_response), g_steal_pointer (&task));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

GFile *
crf_dialogs_file_finish (GAsyncResult *result)
{
  CrfAnswer *answer = take_answer (result);
  GFile *file = answer->accepted && answer->text != NULL ? g_file_new_for_path (answer->text) : NULL;

  answer_free (answer);
  return file;
}

static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer user_data)
{
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Monospace 11");

  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (gtk_print_context_get_width (context) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, g_object_get_data (G_OBJECT (operation), "crf-text"), -1);
  pango_cairo_show_layout (gtk_print_context_get_cairo_context (context), layout);
}

void
crf_dialogs_print_text (GtkWidget *parent, const char *title, const char *text)
{
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) error = NULL;
  GtkPrintOperationResult result;

  if (ask_hook (NULL, "print", title, text))
    return;
  operation = gtk_print_operation_new ();
  gtk_print_operation_set_job_name (operation, title);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_object_set_data_full (G_OBJECT (operation), "crf-text", g_strdup_printf ("%s\n\n%s", title, text), g_free);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), NULL);
  result = gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, window_of (parent), &error);
  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    crf_dialogs_error (parent, _("This could not be printed."), error);
}

void
crf_dialogs_set_hook (CrfDialogsHook hook, gpointer data)
{
  dialogs_hook = hook;
  dialogs_hook_data = data;
}
