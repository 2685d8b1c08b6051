/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The dialog made from the registry. */

#include "crf-use-case-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crf-app.h"
#include "crf-dialogs.h"
#include "crf-meaning.h"
#include "crf-parameter-field.h"
#include "crf-patient-header.h"
#include "crf-patient-reads.h"
#include "crf-reader-trust.h"
#include "crf-refusal-bar.h"
#include "crf-weak.h"

#define MOST_IN_ONE_COLUMN 6

struct _CrfUseCaseDialog
{
  AdwWindow parent_instance;

  /* template */
  GtkLabel *heading;
  GtkLabel *identity;
  GtkLabel *summary;
  GtkLabel *meaning;
  CrfRefusalBar *bar;
  GtkScrolledWindow *scrolled;
  GtkGrid *grid;
  GtkWidget *content;
  GtkButton *accept;
  GtkSpinner *spinner;

  /* owned */
  CrfWriter *writer;
  char *subject;
  GPtrArray *fields;   /* CrfParameterField, in order */
  GHashTable *sections; /* key of a section's first field → its title */
  GHashTable *presets;
  CrfPrompt *prompt; /* that is being answered */
  char *reason;      /* given to an earlier one of the same act */
  char *untouched;   /* what stood in the fields when the dialog came */

  const CrfUseCase *use_case;
};

enum
{
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfUseCaseDialog, crf_use_case_dialog, ADW_TYPE_WINDOW)

static void send (CrfUseCaseDialog *self, const char *confirm, const char *reason);

static CrfParameterField *
find_field (CrfUseCaseDialog *self, const char *key)
{
  for (guint i = 0; i < self->fields->len; i++)
    if (g_strcmp0 (crf_parameter_field_get_key (g_ptr_array_index (self->fields, i)), key) == 0)
      return g_ptr_array_index (self->fields, i);
  return NULL;
}

/* As tall as what it says now: a sentence that comes later, under a field or above them, must not push the last field out of sight. */
static void
fit_height (CrfUseCaseDialog *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self), self->fields->len > MOST_IN_ONE_COLUMN ? 680 : 520, -1);
}

/* One column, or two where there are many fields; a section and a wide field begin a row. */
static void
lay_out (CrfUseCaseDialog *self)
{
  int columns = self->fields->len > MOST_IN_ONE_COLUMN ? 2 : 1;
  int column = 0, row = 0;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  for (guint i = 0; i < self->fields->len; i++)
    {
      CrfParameterField *field = g_ptr_array_index (self->fields, i);
      const char *title = g_hash_table_lookup (self->sections, crf_parameter_field_get_key (field));
      int span = crf_parameter_field_is_wide (field) ? columns : 1;

      if (column > 0 && (title != NULL || column + span > columns))
        {
          column = 0;
          row++;
        }
      if (title != NULL)
        {
          child = gtk_label_new (title);
          gtk_label_set_xalign (GTK_LABEL (child), 0);
          gtk_widget_add_css_class (child, "heading");
          gtk_grid_attach (self->grid, child, 0, row++, columns, 1);
        }
      gtk_grid_attach (self->grid, GTK_WIDGET (field), column, row, span, 1);
      column += span;
    }
  fit_height (self);
}

static void
set_busy (CrfUseCaseDialog *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->content, !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->accept), !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

/* A refusal that is about one field stands under it too, and the cursor goes there. */
static void
show_refusal (CrfUseCaseDialog *self, const CrfRefusal *refusal)
{
  CrfParameterField *field = NULL;

  for (const CrfParameter *p = self->use_case->parameters; field == NULL && p->key != NULL; p++)
    if (g_str_equal (refusal->code, p->key)
        || (g_str_has_prefix (refusal->code, p->key) && refusal->code[strlen (p->key)] == '-'))
      field = find_field (self, p->key);
  crf_refusal_bar_show_refusal (self->bar, refusal);
  if (field != NULL)
    crf_parameter_field_set_error (field, refusal->message);
  fit_height (self);
  if (field == NULL)
    return;
  crf_parameter_field_focus (field);
}

static void
on_prompt_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfUseCaseDialog) self = crf_weak_take (user_data);
  g_autofree char *reason = NULL;
  CrfPromptAnswer answer = crf_dialogs_prompt_finish (result, &reason);

  if (self == NULL || answer != CRF_PROMPT_CONFIRM)
    return;
  /* A later question without a reason does not take back the reason of an earlier one. */
  if (reason != NULL && *reason != '\0')
    {
      g_free (self->reason);
      self->reason = g_steal_pointer (&reason);
    }
  send (self, self->prompt->id, self->reason);
}

static void
on_conducted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfUseCaseDialog) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_writer_conduct_finish (CRF_WRITER (source), result, &error);

  if (self == NULL)
    return;
  set_busy (self, FALSE);
  if (outcome == NULL)
    {
      crf_refusal_bar_show_error (self->bar, error);
      fit_height (self);
    }
  else if (outcome->refusal != NULL)
    show_refusal (self, outcome->refusal);
  else if (outcome->prompt != NULL)
    {
      g_clear_pointer (&self->prompt, crf_prompt_free);
      self->prompt = g_steal_pointer (&outcome->prompt);
      crf_dialogs_prompt_async (GTK_WIDGET (self), self->prompt, on_prompt_answered, crf_weak_new (self));
    }
  else
    {
      g_signal_emit (self, signals[SIGNAL_DONE], 0, outcome);
      gtk_window_destroy (GTK_WINDOW (self));
    }
}

static void
send (CrfUseCaseDialog *self, const char *confirm, const char *reason)
{
  GHashTable *arguments = crf_arguments_new ("confirm", confirm, "reason", reason, NULL);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->presets);
  while (g_hash_table_iter_next (&iter, &key, &value))
    crf_arguments_set (arguments, key, value);
  for (guint i = 0; i < self->fields->len; i++)
    {
      CrfParameterField *field = g_ptr_array_index (self->fields, i);
      char *entered = crf_parameter_field_dup_value (field);

      crf_arguments_set (arguments, crf_parameter_field_get_key (field), entered);
      crf_dialogs_wipe (entered);
    }
  set_busy (self, TRUE);
  crf_writer_conduct_async (self->writer, self->use_case->name, self->subject, arguments, NULL, on_conducted,
                            crf_weak_new (self));
}

static void
on_accept (CrfUseCaseDialog *self)
{
  crf_use_case_dialog_submit (self);
}

/* Enter goes to the next field; in the last one it is the accept button. */
static void
on_field_submit (CrfParameterField *field, gpointer user_data)
{
  CrfUseCaseDialog *self = user_data;
  guint index = 0;

  g_ptr_array_find (self->fields, field, &index);
  if (index + 1 >= self->fields->len)
    crf_use_case_dialog_submit (self);
  else
    crf_parameter_field_focus (g_ptr_array_index (self->fields, index + 1));
}

static gpointer
now_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  char *buffer = g_malloc (CRF_INSTANT_SIZE);

  crf_instant_format_local (crf_session_now (session), buffer);
  return buffer;
}

static void
add_fields (CrfUseCaseDialog *self)
{
  g_autofree char *now = crf_writer_call (self->writer, now_job, NULL, NULL);

  for (const CrfParameter *p = self->use_case->parameters; p != NULL && p->key != NULL; p++)
    {
      GtkWidget *field = crf_parameter_field_new (p->key, _(p->label), p->kind, p->required, now);

      g_signal_connect (field, "submit", G_CALLBACK (on_field_submit), self);
      g_ptr_array_add (self->fields, g_object_ref_sink (field));
    }
  lay_out (self);
}

/* ── Closing ── */

/* A passphrase is typed again without loss. */
static char *
dup_typed (CrfUseCaseDialog *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->fields->len; i++)
    {
      CrfParameterField *field = g_ptr_array_index (self->fields, i);
      const char *key = crf_parameter_field_get_key (field);
      gboolean secret = g_str_has_suffix (key, "passphrase") || g_str_has_suffix (key, "recovery-key");
      g_autofree char *value = secret ? NULL : crf_parameter_field_dup_value (field);

      g_string_append_printf (text, "%s\n", value != NULL ? value : "");
    }
  return g_string_free (text, FALSE);
}

static void
on_discard_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfUseCaseDialog) self = crf_weak_take (user_data);

  if (crf_dialogs_confirm_finish (result) && self != NULL)
    gtk_window_destroy (GTK_WINDOW (self));
}

/* Escape, Cancel, the window's cross: what was typed is not thrown away by a slip. */
static gboolean
crf_use_case_dialog_close_request (GtkWindow *window)
{
  CrfUseCaseDialog *self = CRF_USE_CASE_DIALOG (window);
  g_autofree char *typed = dup_typed (self);

  if (self->untouched == NULL || strcmp (typed, self->untouched) == 0)
    return GTK_WINDOW_CLASS (crf_use_case_dialog_parent_class)->close_request (window);
  crf_dialogs_confirm_async (GTK_WIDGET (self), _("Throw away what was typed?"), _("Nothing of this dialog has been stored yet."), _("_Throw away"), TRUE,
                             on_discard_answered, crf_weak_new (self));
  return GDK_EVENT_STOP;
}

/* The keyboard starts in the first field, not on Cancel. */
static void
crf_use_case_dialog_map (GtkWidget *widget)
{
  CrfUseCaseDialog *self = CRF_USE_CASE_DIALOG (widget);

  GTK_WIDGET_CLASS (crf_use_case_dialog_parent_class)->map (widget);
  if (self->untouched == NULL)
    self->untouched = dup_typed (self);
  if (self->fields->len > 0)
    crf_parameter_field_focus (g_ptr_array_index (self->fields, 0));
}

static void
crf_use_case_dialog_dispose (GObject *object)
{
  CrfUseCaseDialog *self = CRF_USE_CASE_DIALOG (object);

  g_clear_object (&self->writer);
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->untouched, g_free);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->sections, g_hash_table_unref);
  g_clear_pointer (&self->presets, g_hash_table_unref);
  g_clear_pointer (&self->prompt, crf_prompt_free);
  g_clear_pointer (&self->reason, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_USE_CASE_DIALOG);

  G_OBJECT_CLASS (crf_use_case_dialog_parent_class)->dispose (object);
}

static void
crf_use_case_dialog_class_init (CrfUseCaseDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_use_case_dialog_dispose;
  widget_class->map = crf_use_case_dialog_map;
  GTK_WINDOW_CLASS (klass)->close_request = crf_use_case_dialog_close_request;

  signals[SIGNAL_DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/crf-use-case-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfUseCaseDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, CrfUseCaseDialog, identity);
  gtk_widget_class_bind_template_child (widget_class, CrfUseCaseDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, CrfUseCaseDialog, meaning);
  gtk_widget_class_bind_template_child (widget_class, CrfUseCaseDialog, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfUseCaseDialog, grid);
  gtk_widget_class_bind_template_child (widget_class, CrfUseCaseDialog, scrolled);
  gtk_widget_class_bind_template_child (widget_class, CrfUseCaseDialog, content);
  gtk_widget_class_bind_template_child (widget_class, CrfUseCaseDialog, accept);
  gtk_widget_class_bind_template_child (widget_class, CrfUseCaseDialog, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_accept);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crf_use_case_dialog_init (CrfUseCaseDialog *self)
{
  self->fields = g_ptr_array_new_with_free_func (g_object_unref);
  self->sections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->presets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  set_busy (self, FALSE);
}

/* Whom it is about stands in sight in every dialog, whoever opened it. */
static void
show_patient (CrfUseCaseDialog *self)
{
  g_autoptr (CrfPatient) patient = self->subject != NULL ? crf_read_patient (self->writer, self->subject, NULL) : NULL;
  g_autofree char *identity = patient != NULL ? crf_patient_identity (patient) : NULL;

  gtk_label_set_label (self->identity, identity != NULL ? identity : "");
}

static gpointer
meaning_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return (gpointer) crf_reader_form_meaning (session, data);
}

/* Of a form it hangs on which one it is. */
static const char *
find_meaning (CrfUseCaseDialog *self)
{
  CrfTarget form = { .subject = self->subject, .event = g_hash_table_lookup (self->presets, "event"),
                     .eventkey = g_hash_table_lookup (self->presets, "eventkey"), .form = g_hash_table_lookup (self->presets, "form"),
                     .formkey = g_hash_table_lookup (self->presets, "formkey") };

  if (!g_str_equal (self->use_case->name, "sign-form") || form.subject == NULL || form.form == NULL)
    return crf_meaning_of_use_case (self->use_case->name);
  return crf_writer_call (self->writer, meaning_job, &form, NULL);
}

static void
show_meaning (CrfUseCaseDialog *self)
{
  const char *meaning = find_meaning (self);
  /* Translators: %s is the sentence that is signed, as “I have reviewed this form; it is complete and correct.” */
  g_autofree char *text = meaning != NULL ? g_strdup_printf (_("Your signature says: “%s”"), meaning) : NULL;

  gtk_label_set_label (self->meaning, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->meaning), text != NULL);
}

CrfUseCaseDialog *
crf_use_case_dialog_new (GtkWidget *parent, CrfWriter *writer, const char *use_case, const char *subject)
{
  const CrfUseCase *found = crf_use_case_find (use_case);
  CrfUseCaseDialog *self;
  GtkRoot *root;

  g_return_val_if_fail (CRF_IS_WRITER (writer), NULL);

  if (found == NULL)
    {
      crf_dialogs_message (parent, _("This is not built yet."), use_case);
      return NULL;
    }
  self = g_object_new (CRF_TYPE_USE_CASE_DIALOG, NULL);
  self->use_case = found;
  self->writer = g_object_ref (writer);
  self->subject = g_strdup (subject);
  root = parent != NULL ? gtk_widget_get_root (parent) : NULL;
  if (GTK_IS_WINDOW (root))
    {
      gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
      /* As tall as its fields ask for, within the window. */
      gtk_scrolled_window_set_max_content_height (self->scrolled, MAX (gtk_widget_get_height (GTK_WIDGET (root)) - 90, 300));
    }
  gtk_window_set_title (GTK_WINDOW (self), _(found->title));
  gtk_label_set_label (self->heading, _(found->title));
  gtk_button_set_label (self->accept, _(found->title));
  show_patient (self);
  show_meaning (self);
  crf_use_case_dialog_set_texts (self, NULL, _(found->summary));
  add_fields (self);
  return self;
}

CrfUseCaseDialog *
crf_use_case_dialog_present (GtkWidget *parent, CrfWriter *writer, const char *use_case, const char *subject)
{
  g_autoptr (CrfRefusal) refusal = NULL;
  CrfUseCaseDialog *self;

  if (crf_use_case_find (use_case) != NULL && !crf_writer_permitted (writer, use_case, &refusal))
    {
      if (refusal != NULL)
        crf_dialogs_refusal (parent, refusal);
      return NULL;
    }
  self = crf_use_case_dialog_new (parent, writer, use_case, subject);
  if (self != NULL)
    gtk_window_present (GTK_WINDOW (self));
  return self;
}

void
crf_use_case_dialog_preset (CrfUseCaseDialog *self, const char *key, const char *value)
{
  CrfParameterField *field;

  g_return_if_fail (CRF_IS_USE_CASE_DIALOG (self));

  field = find_field (self, key);
  if (field != NULL && g_ptr_array_remove (self->fields, field))
    lay_out (self);
  if (value != NULL)
    g_hash_table_replace (self->presets, g_strdup (key), g_strdup (value));
  if (g_str_has_prefix (key, "form"))
    show_meaning (self);
}

void
crf_use_case_dialog_begin_section (CrfUseCaseDialog *self, const char *key, const char *title)
{
  g_return_if_fail (CRF_IS_USE_CASE_DIALOG (self));

  g_hash_table_replace (self->sections, g_strdup (key), g_strdup (title));
  lay_out (self);
}

void
crf_use_case_dialog_move_field (CrfUseCaseDialog *self, const char *key, guint position)
{
  CrfParameterField *field;
  guint index;

  g_return_if_fail (CRF_IS_USE_CASE_DIALOG (self));

  field = find_field (self, key);
  if (field == NULL || !g_ptr_array_find (self->fields, field, &index))
    return;
  g_ptr_array_insert (self->fields, (int) position, g_ptr_array_steal_index (self->fields, index));
  lay_out (self);
}

void
crf_use_case_dialog_fill (CrfUseCaseDialog *self, const char *key, const char *value)
{
  CrfParameterField *field;

  g_return_if_fail (CRF_IS_USE_CASE_DIALOG (self));

  field = find_field (self, key);
  if (field != NULL)
    crf_parameter_field_set_value (field, value);
}

void
crf_use_case_dialog_set_choices (CrfUseCaseDialog *self, const char *key, const char *const *codes,
                                 const char *const *labels)
{
  CrfParameterField *field;

  g_return_if_fail (CRF_IS_USE_CASE_DIALOG (self));

  field = find_field (self, key);
  if (field != NULL)
    crf_parameter_field_set_choices (field, codes, labels);
  fit_height (self);
}

void
crf_use_case_dialog_set_hint (CrfUseCaseDialog *self, const char *key, const char *hint)
{
  CrfParameterField *field;

  g_return_if_fail (CRF_IS_USE_CASE_DIALOG (self));

  field = find_field (self, key);
  if (field != NULL)
    crf_parameter_field_set_hint (field, hint);
  fit_height (self);
}

void
crf_use_case_dialog_set_texts (CrfUseCaseDialog *self, const char *identity, const char *summary)
{
  g_return_if_fail (CRF_IS_USE_CASE_DIALOG (self));

  if (identity != NULL)
    gtk_label_set_label (self->identity, identity);
  gtk_widget_set_visible (GTK_WIDGET (self->identity), *gtk_label_get_label (self->identity) != '\0');
  gtk_label_set_label (self->summary, summary != NULL ? summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), summary != NULL);
  fit_height (self);
}

GtkWidget *
crf_use_case_dialog_get_field (CrfUseCaseDialog *self, const char *key)
{
  g_return_val_if_fail (CRF_IS_USE_CASE_DIALOG (self), NULL);

  return GTK_WIDGET (find_field (self, key));
}

void
crf_use_case_dialog_submit (CrfUseCaseDialog *self)
{
  CrfParameterField *first = NULL;

  g_return_if_fail (CRF_IS_USE_CASE_DIALOG (self));

  /* What was said to the questions of a try that was given up is not said of this one. */
  g_clear_pointer (&self->reason, g_free);
  crf_refusal_bar_clear (self->bar);
  for (guint i = 0; i < self->fields->len; i++)
    {
      CrfParameterField *field = g_ptr_array_index (self->fields, i);
      const char *wrong = crf_parameter_field_check (field);

      crf_parameter_field_set_error (field, wrong);
      if (wrong != NULL && first == NULL)
        first = field;
    }
  fit_height (self);
  if (first != NULL)
    crf_parameter_field_focus (first);
  else
    send (self, NULL, NULL);
}

const CrfUseCase *
crf_use_case_dialog_get_use_case (CrfUseCaseDialog *self)
{
  g_return_val_if_fail (CRF_IS_USE_CASE_DIALOG (self), NULL);

  return self->use_case;
}

const char *
crf_use_case_dialog_get_message (CrfUseCaseDialog *self)
{
  g_return_val_if_fail (CRF_IS_USE_CASE_DIALOG (self), NULL);

  return crf_refusal_bar_get_message (self->bar);
}
