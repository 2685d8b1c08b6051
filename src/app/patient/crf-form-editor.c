/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing is asynchronous: an answer may come when the next field is being typed, or when another form is shown. A text that was not stored
 * stays in its field. */

#include "crf-form-editor-private.h"

#include <glib/gi18n-lib.h>

#include "crf-asking.h"
#include "crf-history-window.h"
#include "crf-patient-reads.h"
#include "crf-refusal-bar.h"
#include "crf-weak.h"
#include "crf-reveal.h"
#include "crf-use-case-dialog.h"

struct _CrfFormEditor
{
  AdwBin parent_instance;

  /* Template children */
  CrfRefusalBar *bar;
  CrfFormView *view;

  /* Owned */
  CrfWriter *writer;
  CrfTarget *target;
  GCancellable *typing; /* the question about what is being typed */
  char *new_group, *new_key; /* a repeat that began since the form was read; NULL: none */
  char *new_form;       /* the same of a second entry's repeat of the form */
  GPtrArray *kept;      /* Kept: typed and sent, and not stored so far */
  guint reading;        /* number of the newest reading: older answers are dropped */
};

/* What was typed into a field and waits: for the file, for an answer, or for being corrected. It comes back with its form. */
typedef struct
{
  CrfTarget *field;
  char *text, *unit;
} Kept;

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfFormEditor, crf_form_editor, ADW_TYPE_BIN)

/* A question on its way: who asked, about which row, and which reading. */
typedef struct
{
  gpointer editor; /* crf_weak_new() */
  CrfFieldRow *row;
  CrfTarget *field; /* of what is to be stored; NULL: nothing is */
  guint number;
} Errand;

static Errand *
errand_new (CrfFormEditor *self,
            CrfFieldRow   *row)
{
  Errand *errand = g_new0 (Errand, 1);

  errand->editor = crf_weak_new (self);
  errand->row = row != NULL ? g_object_ref (row) : NULL;
  errand->number = self->reading;
  return errand;
}

/* Frees the errand. The editor (a reference) or NULL; *row (a reference) only if it still belongs to the form shown. */
static CrfFormEditor *
errand_end (Errand       *errand,
            CrfFieldRow **row,
            guint        *number)
{
  CrfFormEditor *self = crf_weak_take (errand->editor);
  g_autoptr (CrfFieldRow) asked = g_steal_pointer (&errand->row);

  *number = errand->number;
  crf_target_free (errand->field);
  g_free (errand);
  if (row != NULL)
    *row = NULL;
  if (self != NULL && asked != NULL && self->view != NULL
      && g_ptr_array_find (crf_form_view_get_rows (self->view), asked, NULL))
    *row = g_steal_pointer (&asked);
  return self;
}

/* ── Reading ── */

static void
forget_new_repeat (CrfFormEditor *self)
{
  g_clear_pointer (&self->new_group, g_free);
  g_clear_pointer (&self->new_key, g_free);
  g_clear_pointer (&self->new_form, g_free);
}

/* Another form that this one looks at: grades, scores and checks are incomplete. */
static void
tell_unreadable (CrfFormEditor      *self,
                 const CrfFormState *state)
{
  g_autoptr (GError) error = NULL;

  if (state->unreadable == NULL)
    return;
  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, state->unreadable);
  crf_refusal_bar_show_error (self->bar, error);
}

static void
on_form_read (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  guint number;
  g_autoptr (CrfFormEditor) self = errand_end (user_data, NULL, &number);
  g_autoptr (GError) error = NULL;
  CrfFormState *state = crf_read_form_finish (CRF_WRITER (source), result, &error);

  if (self == NULL || self->view == NULL || number != self->reading)
    {
      g_clear_pointer (&state, crf_form_state_free);
      return;
    }
  forget_new_repeat (self);
  if (state == NULL)
    {
      /* What stands there may no longer be so. */
      gtk_widget_set_visible (GTK_WIDGET (self->view), FALSE);
      crf_refusal_bar_show_error (self->bar, error);
      return;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->view), TRUE);
  tell_unreadable (self, state);
  crf_form_view_set_state (self->view, state, crf_writer_get_language (self->writer));
}

void
crf_form_editor_refresh (CrfFormEditor *self)
{
  g_return_if_fail (CRF_IS_FORM_EDITOR (self));

  if (self->target == NULL)
    return;
  self->reading++;
  crf_read_form_async (self->writer, self->target, crf_form_view_is_second (self->view), NULL, on_form_read, errand_new (self, NULL));
}

/* ── What is not stored ── */

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  crf_target_free (kept->field);
  g_free (kept->text);
  g_free (kept->unit);
  g_free (kept);
}

/* A key that was not given yet when it was typed may be any. */
static gboolean
same_key (const char *a,
          const char *b)
{
  return a == NULL || b == NULL || g_str_equal (a, b);
}

static gboolean
same_form (const CrfTarget *a,
           const CrfTarget *b)
{
  return g_strcmp0 (a->subject, b->subject) == 0 && g_strcmp0 (a->event, b->event) == 0 && g_strcmp0 (a->form, b->form) == 0
         && same_key (a->eventkey, b->eventkey) && same_key (a->formkey, b->formkey);
}

static void
forget (CrfFormEditor   *self,
        const CrfTarget *field)
{
  for (guint i = self->kept->len; field != NULL && i > 0; i--)
    {
      const Kept *kept = g_ptr_array_index (self->kept, i - 1);

      if (same_form (kept->field, field) && g_strcmp0 (kept->field->item, field->item) == 0
          && same_key (kept->field->groupkey, field->groupkey))
        g_ptr_array_remove_index (self->kept, i - 1);
    }
}

static void
keep (CrfFormEditor   *self,
      const CrfTarget *field,
      const char      *text,
      const char      *unit)
{
  Kept *kept;

  forget (self, field);
  if (text == NULL)
    return;
  kept = g_new0 (Kept, 1);
  kept->field = crf_target_copy (field);
  kept->text = g_strdup (text);
  kept->unit = g_strdup (unit);
  g_ptr_array_add (self->kept, kept);
}

/* What was taken back in the fields that are shown does not come again. */
static void
forget_what_was_taken_back (CrfFormEditor *self)
{
  GPtrArray *rows = crf_form_view_get_rows (self->view);

  for (guint i = 0; i < rows->len; i++)
    {
      CrfFieldRow *row = g_ptr_array_index (rows, i);
      g_autoptr (CrfTarget) field = crf_target_copy (crf_field_row_get_state (row)->target);

      if (crf_field_row_is_dirty (row) || crf_field_row_is_asking (row))
        continue;
      g_free (field->subject);
      field->subject = g_strdup (self->target->subject);
      forget (self, field);
    }
}

/* Types it again, so that the question is asked again. */
static void
bring_back (CrfFormEditor *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  if (crf_form_view_is_second (self->view))
    return;
  for (guint i = 0; i < self->kept->len; i++)
    {
      const Kept *kept = g_ptr_array_index (self->kept, i);
      CrfFieldRow *row = same_form (kept->field, self->target) ? crf_form_view_find_row (self->view, kept->field->item, kept->field->groupkey) : NULL;

      if (row == NULL || !crf_field_row_get_state (row)->editable)
        continue;
      if (kept->unit != NULL)
        crf_field_row_set_unit (row, kept->unit);
      crf_field_row_set_text (row, kept->text);
      g_ptr_array_add (rows, row);
    }
  for (guint i = 0; i < rows->len; i++)
    crf_field_row_commit (g_ptr_array_index (rows, i));
}

/* ── Storing ── */

/* A form or visit that did not exist got its key by the first value. */
static void
take_keys (CrfFormEditor *self,
           GHashTable    *results)
{
  const char *eventkey = results != NULL ? g_hash_table_lookup (results, "eventkey") : NULL;
  const char *formkey = results != NULL ? g_hash_table_lookup (results, "formkey") : NULL;

  if (self->target->eventkey == NULL)
    self->target->eventkey = g_strdup (eventkey);
  if (self->target->formkey == NULL)
    self->target->formkey = g_strdup (formkey);
}

/* The other fields of a repeat that has just begun belong to it. */
static void
take_new_repeat (CrfFormEditor   *self,
                 const CrfTarget *field,
                 GHashTable      *results)
{
  const char *key = results != NULL ? g_hash_table_lookup (results, "groupkey") : NULL;

  if (field != NULL && results != NULL && g_strcmp0 (field->formkey, "new") == 0)
    {
      forget_new_repeat (self);
      self->new_form = g_strdup (g_hash_table_lookup (results, "formkey"));
    }
  if (field == NULL || field->groupkey != NULL || key == NULL)
    return;
  forget_new_repeat (self);
  self->new_group = g_strdup (field->group);
  self->new_key = g_strdup (key);
}

/* Whether the person is in the middle of another field: then a question waits. */
static gboolean
types_elsewhere (CrfFormEditor *self,
                 CrfFieldRow   *row)
{
  GPtrArray *rows = crf_form_view_get_rows (self->view);

  for (guint i = 0; i < rows->len; i++)
    {
      CrfFieldRow *other = g_ptr_array_index (rows, i);

      if (other != row && crf_has_focus (GTK_WIDGET (other))
          && (crf_field_row_is_dirty (other) || crf_field_row_is_asking (other)))
        return TRUE;
    }
  return FALSE;
}

static void
show_refusal (CrfFormEditor    *self,
              CrfFieldRow      *row,
              const CrfRefusal *refusal)
{
  const char *label = crf_field_row_get_state (row)->label;
  const char *message = refusal->message;
  g_autofree char *sentence = NULL;

  /* The sentence stands under the field: the field need not be named, nor that it can be corrected. */
  if (label != NULL && g_str_has_prefix (message, label) && g_str_has_prefix (message + strlen (label), ": "))
    message += strlen (label) + 2;
  if (refusal->remedy != NULL && g_strcmp0 (refusal->code, "value-invalid") != 0)
    sentence = g_strdup_printf ("%s %s", message, refusal->remedy);
  crf_field_row_show_error (row, sentence != NULL ? sentence : message);
}

/* The form was left before the question came. */
static void
say_that_it_waits (CrfFormEditor   *self,
                   const CrfPrompt *prompt)
{
  g_autofree char *sentence = g_strdup_printf (_("Not stored yet: %s Open the form again to answer; what was typed is kept."), prompt->message);

  crf_refusal_bar_show_notice (self->bar, sentence);
}

static void
on_entered (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  guint number;
  g_autoptr (CrfTarget) field = g_steal_pointer (&((Errand *) user_data)->field);
  g_autoptr (CrfFieldRow) row = NULL;
  g_autoptr (CrfFormEditor) self = errand_end (user_data, &row, &number);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_writer_conduct_finish (CRF_WRITER (source), result, &error);

  if (self == NULL || self->view == NULL)
    return;
  if (outcome != NULL && crf_outcome_done (outcome))
    {
      forget (self, field);
      take_new_repeat (self, field, outcome->results);
      if (row != NULL)
        {
          crf_field_row_show_stored (row);
          take_keys (self, outcome->results);
          crf_form_editor_refresh (self);
        }
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }
  else if (row == NULL && outcome != NULL && outcome->prompt != NULL)
    say_that_it_waits (self, outcome->prompt);
  else if (row == NULL)
    /* The form was left before the answer came: say it where it can be seen. */
    crf_refusal_bar_take_outcome (self->bar, outcome, error);
  else if (outcome == NULL)
    crf_field_row_show_error (row, error->message);
  else if (outcome->refusal != NULL)
    show_refusal (self, row, outcome->refusal);
  else
    crf_field_row_ask (row, outcome->prompt, !types_elsewhere (self, row));
}

static void
on_store (CrfFormEditor *self,
          CrfFieldRow   *row)
{
  const CrfFieldState *field = crf_field_row_get_state (row);
  g_autofree char *text = crf_field_row_dup_text (row);
  GHashTable *arguments = crf_arguments_new (NULL, NULL);
  CrfTarget *target = crf_target_copy (field->target);
  Errand *errand = errand_new (self, row);

  /* Keys that were given since the state was read. */
  if (target->eventkey == NULL)
    target->eventkey = g_strdup (self->target->eventkey);
  if (target->formkey == NULL)
    target->formkey = g_strdup (self->target->formkey);
  if (g_strcmp0 (target->formkey, "new") == 0 && self->new_form != NULL)
    {
      g_free (target->formkey);
      target->formkey = g_strdup (self->new_form);
    }
  if (target->groupkey == NULL && g_strcmp0 (target->group, self->new_group) == 0)
    target->groupkey = g_strdup (self->new_key);
  crf_arguments_set_target (arguments, target);
  g_free (target->subject);
  target->subject = g_strdup (self->target->subject);
  /* What the second person types is not for the first one's eyes, nor the other way round. */
  if (!crf_form_view_is_second (self->view))
    keep (self, target, text, crf_field_row_get_unit (row));
  errand->field = target;
  crf_arguments_set (arguments, "value", text);
  crf_arguments_set (arguments, "unit", text != NULL ? crf_field_row_get_unit (row) : NULL);
  crf_arguments_set (arguments, "missing", crf_field_row_get_missing (row));
  crf_arguments_set (arguments, "reason", crf_field_row_get_reason (row));
  crf_arguments_set (arguments, "confirm", crf_field_row_get_confirm (row));
  crf_writer_conduct_async (self->writer, crf_form_view_is_second (self->view) ? "second-enter" : "enter", self->target->subject, arguments, NULL,
                            on_entered, errand);
}

/* ── While typing ── */

static void
on_typing_answered (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  guint number;
  g_autoptr (CrfFieldRow) row = NULL;
  g_autoptr (CrfFormEditor) self = errand_end (user_data, &row, &number);
  g_autoptr (CrfTyping) typing = crf_read_typing_finish (CRF_WRITER (source), result, NULL);

  if (self == NULL || self->view == NULL || row == NULL || typing == NULL || !crf_field_row_is_dirty (row))
    return;
  if (typing->field != NULL)
    crf_field_row_show_live (row, typing->field);
  if (typing->scores != NULL)
    crf_form_view_set_scores (self->view, typing->scores);
}

static void
on_typing (CrfFormEditor *self,
           CrfFieldRow   *row)
{
  g_autofree char *text = crf_field_row_dup_text (row);

  /* What is typed blind has no last value beside it. */
  if (crf_form_view_is_second (self->view))
    return;
  g_cancellable_cancel (self->typing);
  g_clear_object (&self->typing);
  self->typing = g_cancellable_new ();
  crf_read_typing_async (self->writer, self->target, crf_field_row_get_state (row)->target, text != NULL ? text : "",
                         crf_field_row_get_unit (row), self->typing, on_typing_answered, errand_new (self, row));
}

/* ── Completing, history ── */

static void
on_completed (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  guint number;
  g_autoptr (CrfFormEditor) self = errand_end (user_data, NULL, &number);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_asking_conduct_finish (result, &error);

  if (self == NULL || self->view == NULL)
    return;
  crf_form_view_set_busy (self->view, FALSE);
  crf_refusal_bar_take_outcome (self->bar, outcome, error);
  if (outcome != NULL && outcome->refusal != NULL && outcome->refusal->target != NULL
      && outcome->refusal->target->item != NULL)
    crf_form_editor_focus_item (self, outcome->refusal->target->item, outcome->refusal->target->groupkey);
  crf_form_editor_refresh (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_complete (CrfFormEditor *self)
{
  GHashTable *arguments = crf_arguments_new (NULL, NULL);

  crf_arguments_set_target (arguments, self->target);
  crf_form_view_set_busy (self->view, TRUE);
  crf_refusal_bar_clear (self->bar);
  crf_asking_conduct_async (GTK_WIDGET (self), self->writer, "complete-form", self->target->subject, arguments, on_completed, errand_new (self, NULL));
}

static void
on_history (CrfFormEditor *self,
            CrfFieldRow   *row)
{
  const CrfFieldState *field = crf_field_row_get_state (row);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = crf_read_history (self->writer, self->target->subject, field->target, &error);

  if (rows == NULL)
    crf_refusal_bar_show_error (self->bar, error);
  else
    crf_history_window_present (GTK_WIDGET (self), field->label, rows);
}

static void
on_verified (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  guint number;
  g_autoptr (CrfFormEditor) self = errand_end (user_data, NULL, &number);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_asking_conduct_finish (result, &error);

  if (self == NULL || self->view == NULL)
    return;
  crf_refusal_bar_take_outcome (self->bar, outcome, error);
  crf_form_editor_refresh (self);
}

static void
on_verify (CrfFormEditor *self,
           CrfFieldRow   *row)
{
  GHashTable *arguments = crf_arguments_new (NULL, NULL);

  crf_arguments_set_target (arguments, crf_field_row_get_state (row)->target);
  crf_asking_conduct_async (GTK_WIDGET (self), self->writer, "mark-verified", self->target->subject, arguments, on_verified, errand_new (self, NULL));
}

/* Between forms the entry is the first one again: nobody types blind by mistake. */
static void
on_second (CrfFormEditor *self)
{
  crf_form_editor_refresh (self);
}

static void
on_decided (CrfFormEditor *self,
            CrfOutcome    *outcome)
{
  crf_refusal_bar_take_outcome (self->bar, outcome, NULL);
  crf_form_editor_refresh (self);
}

static void
on_decide (CrfFormEditor *self,
           CrfFieldRow   *row)
{
  const CrfFieldState *field = crf_field_row_get_state (row);
  const struct { const char *key, *value; } place[] = {
    { "event", field->target->event },     { "eventkey", field->target->eventkey }, { "form", field->target->form },
    { "formkey", field->target->formkey }, { "group", field->target->group },       { "groupkey", field->target->groupkey },
    { "item", field->target->item },
  };
  CrfUseCaseDialog *dialog = crf_use_case_dialog_present (GTK_WIDGET (self), self->writer, "decide-entry", self->target->subject);
  g_autofree char *summary = NULL;

  if (dialog == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (place); i++)
    crf_use_case_dialog_preset (dialog, place[i].key, place[i].value);
  summary = g_strdup_printf (_("%s: %s"), field->label, field->message);
  crf_use_case_dialog_set_texts (dialog, NULL, summary);
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_decided), self, G_CONNECT_SWAPPED);
}

static void
on_query (CrfFormEditor *self,
          CrfFieldRow   *row)
{
  _crf_form_editor_query (self, row);
}

/* ── For the acts on samples ── */

CrfWriter *
_crf_form_editor_get_writer (CrfFormEditor *self)
{
  return self->writer;
}

CrfRefusalBar *
_crf_form_editor_get_bar (CrfFormEditor *self)
{
  return self->bar;
}

void
_crf_form_editor_changed (CrfFormEditor *self)
{
  crf_form_editor_refresh (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* ── Class ── */

static void
crf_form_editor_dispose (GObject *object)
{
  CrfFormEditor *self = CRF_FORM_EDITOR (object);

  g_cancellable_cancel (self->typing);
  g_clear_object (&self->typing);
  g_clear_object (&self->writer);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_FORM_EDITOR);
  G_OBJECT_CLASS (crf_form_editor_parent_class)->dispose (object);
}

static void
crf_form_editor_finalize (GObject *object)
{
  g_clear_pointer (&CRF_FORM_EDITOR (object)->target, crf_target_free);
  g_clear_pointer (&CRF_FORM_EDITOR (object)->kept, g_ptr_array_unref);
  forget_new_repeat (CRF_FORM_EDITOR (object));
  G_OBJECT_CLASS (crf_form_editor_parent_class)->finalize (object);
}

static void
crf_form_editor_class_init (CrfFormEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_form_editor_dispose;
  object_class->finalize = crf_form_editor_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CRF_TYPE_FORM_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);

  g_type_ensure (CRF_TYPE_FORM_VIEW);
  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/patient/crf-form-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfFormEditor, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfFormEditor, view);
  gtk_widget_class_bind_template_callback (widget_class, on_store);
  gtk_widget_class_bind_template_callback (widget_class, on_typing);
  gtk_widget_class_bind_template_callback (widget_class, on_complete);
  gtk_widget_class_bind_template_callback (widget_class, on_history);
  gtk_widget_class_bind_template_callback (widget_class, on_query);
  _crf_form_editor_install_samples (widget_class);
  _crf_form_editor_install_marks (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_verify);
  gtk_widget_class_bind_template_callback (widget_class, on_decide);
  gtk_widget_class_bind_template_callback (widget_class, on_second);
}

static void
crf_form_editor_init (CrfFormEditor *self)
{
  self->kept = g_ptr_array_new_with_free_func (kept_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
crf_form_editor_new (void)
{
  return g_object_new (CRF_TYPE_FORM_EDITOR, NULL);
}

void
crf_form_editor_set_writer (CrfFormEditor *self,
                            CrfWriter     *writer)
{
  g_return_if_fail (CRF_IS_FORM_EDITOR (self));

  g_set_object (&self->writer, writer);
}

void
crf_form_editor_open (CrfFormEditor   *self,
                      const CrfTarget *target,
                      const CrfVisit  *visit)
{
  g_autoptr (GError) error = NULL;
  CrfFormState *state;
  CrfTarget *copy;

  g_return_if_fail (CRF_IS_FORM_EDITOR (self));
  g_return_if_fail (target != NULL);

  crf_form_editor_leave (self);
  crf_refusal_bar_clear (self->bar);
  copy = crf_target_copy (target);
  g_clear_pointer (&self->target, crf_target_free);
  self->target = copy;
  forget_new_repeat (self);
  crf_form_view_set_second (self->view, FALSE);
  self->reading++;
  state = crf_read_form (self->writer, self->target, &error);
  gtk_widget_set_visible (GTK_WIDGET (self->view), state != NULL);
  if (state == NULL)
    {
      crf_refusal_bar_show_error (self->bar, error);
      return;
    }
  tell_unreadable (self, state);
  crf_form_view_set_state (self->view, state, crf_writer_get_language (self->writer));
  crf_form_view_set_visit (self->view, visit, crf_writer_get_language (self->writer));
  bring_back (self);
}

void
crf_form_editor_leave (CrfFormEditor *self)
{
  g_return_if_fail (CRF_IS_FORM_EDITOR (self));

  g_cancellable_cancel (self->typing);
  if (self->target == NULL)
    return;
  forget_what_was_taken_back (self);
  crf_form_view_commit (self->view);
}

const CrfTarget *
crf_form_editor_get_target (CrfFormEditor *self)
{
  g_return_val_if_fail (CRF_IS_FORM_EDITOR (self), NULL);

  return self->target;
}

void
crf_form_editor_focus_item (CrfFormEditor *self,
                            const char    *item,
                            const char    *groupkey)
{
  CrfFieldRow *row;

  g_return_if_fail (CRF_IS_FORM_EDITOR (self));

  row = item != NULL ? crf_form_view_find_row (self->view, item, groupkey) : NULL;
  if (row != NULL)
    crf_field_row_take_focus (row);
  else
    crf_form_view_take_focus (self->view);
}

CrfFormView *
crf_form_editor_get_view (CrfFormEditor *self)
{
  g_return_val_if_fail (CRF_IS_FORM_EDITOR (self), NULL);

  return self->view;
}
