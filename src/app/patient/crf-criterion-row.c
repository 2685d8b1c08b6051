/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The four answers are a radio group that starts with none chosen; what the data say is beside it and must be confirmed by a person. */

#include "crf-criterion-row.h"

#include <glib/gi18n-lib.h>

#include "crf-prompt-line.h"
#include "crf-wrap-box.h"
#include "crf-reveal.h"

#define N_ANSWERS 4

struct _CrfCriterionRow
{
  GtkBox parent_instance;

  /* Template children */
  GtkLabel *id;
  GtkLabel *text;
  GtkLabel *computed;
  GtkButton *confirm;
  GtkLabel *contradiction;
  GtkCheckButton *yes;
  GtkCheckButton *no;
  GtkCheckButton *unknown;
  GtkCheckButton *not_applicable;
  GtkLabel *effect;
  GtkLabel *heading;
  GtkWidget *changed;
  GtkImage *result_icon;
  GtkLabel *result;
  GtkToggleButton *more;
  GtkLabel *more_label;
  GtkWidget *details;
  GtkLabel *note;
  GtkBox *parts_box;
  GtkEntry *source;
  GtkWidget *message;

  /* Owned */
  CrfPromptLine *prompt; /* child of the row while it asks */
  GPtrArray *parts;      /* CrfFieldRow, borrowed from the box */
  char *language;
  char *asked;           /* the answer that was given and is not stored */
  char *reason;          /* that goes with it: given to one of its questions */
  char *confirmed;       /* the question that was answered with yes, for the next "answer" */

  /* Borrowed */
  const CrfCriterionState *state;
  gboolean pouring;
};

enum
{
  SIGNAL_ANSWER,
  SIGNAL_PART,
  N_SIGNALS
};

static guint signals[N_SIGNALS];
static const char *const answers[N_ANSWERS] = { "Y", "N", "U", "NA" };

G_DEFINE_FINAL_TYPE (CrfCriterionRow, crf_criterion_row, GTK_TYPE_BOX)

static GtkCheckButton *
button_of (CrfCriterionRow *self,
           guint            position)
{
  GtkCheckButton *buttons[N_ANSWERS] = { self->yes, self->no, self->unknown, self->not_applicable };

  return buttons[position];
}

/* ── Answering ── */

static void
drop_prompt (CrfCriterionRow *self)
{
  CrfPromptLine *prompt = g_steal_pointer (&self->prompt);

  if (prompt != NULL)
    gtk_box_remove (GTK_BOX (self), GTK_WIDGET (prompt));
  gtk_widget_set_visible (self->message, FALSE);
}

static void
forget (CrfCriterionRow *self)
{
  g_clear_pointer (&self->asked, g_free);
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->confirmed, g_free);
}

/* What could not be stored is given again with the reason that it had; another answer has none yet. */
static void
give (CrfCriterionRow *self,
      const char      *answer)
{
  g_autofree char *given = g_strdup (answer);

  drop_prompt (self);
  if (g_strcmp0 (given, self->asked) != 0)
    {
      forget (self);
      self->asked = g_strdup (given);
    }
  g_signal_emit (self, signals[SIGNAL_ANSWER], 0, given, self->reason);
}

static void
on_toggled (CrfCriterionRow *self,
            GtkCheckButton  *button)
{
  if (self->pouring || !gtk_check_button_get_active (button))
    return;
  for (guint i = 0; i < N_ANSWERS; i++)
    if (button_of (self, i) == button && g_strcmp0 (self->state->answer, answers[i]) != 0)
      give (self, answers[i]);
}

static void
on_confirm_clicked (CrfCriterionRow *self)
{
  give (self, self->state->computed);
}

/* y n u a, or 1 2 3 4: the hand that goes down the list does not leave the keyboard. */
static gboolean
on_key_pressed (CrfCriterionRow *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  static const guint keys[N_ANSWERS][3] = {
    { GDK_KEY_y, GDK_KEY_1, GDK_KEY_KP_1 }, { GDK_KEY_n, GDK_KEY_2, GDK_KEY_KP_2 },
    { GDK_KEY_u, GDK_KEY_3, GDK_KEY_KP_3 }, { GDK_KEY_a, GDK_KEY_4, GDK_KEY_KP_4 },
  };

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  for (guint i = 0; i < N_ANSWERS; i++)
    for (guint j = 0; j < G_N_ELEMENTS (keys[i]); j++)
      if (keyval == keys[i][j])
        {
          gtk_check_button_set_active (button_of (self, i), TRUE);
          return GDK_EVENT_STOP;
        }
  return GDK_EVENT_PROPAGATE;
}

static void
on_prompt_keep (CrfCriterionRow *self,
                const char      *reason)
{
  g_free (self->confirmed);
  self->confirmed = g_strdup (crf_prompt_line_get_id (self->prompt));
  /* A later question without a reason does not take back the reason of an earlier one. */
  if (reason != NULL)
    {
      g_free (self->reason);
      self->reason = g_strdup (reason);
    }
  give (self, self->asked);
}

static void
pour_answer (CrfCriterionRow *self)
{
  self->pouring = TRUE;
  for (guint i = 0; i < N_ANSWERS; i++)
    gtk_check_button_set_active (button_of (self, i), g_strcmp0 (self->state->answer, answers[i]) == 0);
  self->pouring = FALSE;
}

static void
on_prompt_correct (CrfCriterionRow *self)
{
  drop_prompt (self);
  forget (self);
  pour_answer (self);
  crf_criterion_row_take_focus (self);
}

const char *
crf_criterion_row_get_confirm (CrfCriterionRow *self)
{
  g_return_val_if_fail (CRF_IS_CRITERION_ROW (self), NULL);

  return self->confirmed;
}

void
crf_criterion_row_show_stored (CrfCriterionRow *self)
{
  g_return_if_fail (CRF_IS_CRITERION_ROW (self));

  drop_prompt (self);
  forget (self);
}

void
crf_criterion_row_ask (CrfCriterionRow *self,
                       const CrfPrompt *prompt)
{
  g_return_if_fail (CRF_IS_CRITERION_ROW (self));
  g_return_if_fail (prompt != NULL);

  drop_prompt (self);
  g_clear_pointer (&self->confirmed, g_free);
  self->prompt = CRF_PROMPT_LINE (crf_prompt_line_new ());
  g_signal_connect_swapped (self->prompt, "keep", G_CALLBACK (on_prompt_keep), self);
  g_signal_connect_swapped (self->prompt, "correct", G_CALLBACK (on_prompt_correct), self);
  crf_prompt_line_ask (self->prompt, prompt);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->prompt));
  crf_prompt_line_take_focus (self->prompt);
}

void
crf_criterion_row_show_error (CrfCriterionRow *self,
                              const char      *sentence)
{
  g_return_if_fail (CRF_IS_CRITERION_ROW (self));

  drop_prompt (self);
  g_clear_pointer (&self->confirmed, g_free);
  gtk_label_set_label (GTK_LABEL (self->message), sentence);
  gtk_widget_set_visible (self->message, TRUE);
  pour_answer (self);
}

/* ── Sub-questions ── */

static void
on_part_store (CrfCriterionRow *self,
               CrfFieldRow     *row)
{
  g_signal_emit (self, signals[SIGNAL_PART], 0, row);
}

static void
on_part_next (CrfCriterionRow *self,
              CrfFieldRow     *row)
{
  guint position;

  if (g_ptr_array_find (self->parts, row, &position) && position + 1 < self->parts->len)
    crf_field_row_take_focus (g_ptr_array_index (self->parts, position + 1));
  else
    crf_criterion_row_take_focus (self);
}

static const CrfFieldState *
field_at (CrfCriterionRow *self,
          const GPtrArray *extras,
          guint            position)
{
  guint n = self->state->parts != NULL ? self->state->parts->len : 0;

  if (position < n)
    return g_ptr_array_index (self->state->parts, position);
  return extras != NULL && position - n < extras->len ? g_ptr_array_index (extras, position - n) : NULL;
}

static void
pour_parts (CrfCriterionRow *self,
            const GPtrArray *extras)
{
  guint n = (self->state->parts != NULL ? self->state->parts->len : 0) + (extras != NULL ? extras->len : 0);

  for (guint i = self->parts->len; i < n; i++)
    {
      CrfFieldRow *row = crf_field_row_new_for (field_at (self, extras, i), self->language);

      g_ptr_array_add (self->parts, row);
      g_signal_connect_swapped (row, "store", G_CALLBACK (on_part_store), self);
      g_signal_connect_swapped (row, "next", G_CALLBACK (on_part_next), self);
      g_signal_connect_swapped (row, "picked", G_CALLBACK (on_part_next), self);
      gtk_box_append (self->parts_box, GTK_WIDGET (row));
    }
  for (guint i = 0; i < n; i++)
    crf_field_row_pour (g_ptr_array_index (self->parts, i), field_at (self, extras, i));
  /* A free text that the answer asks for must be seen. */
  for (guint i = 0; extras != NULL && i < extras->len; i++)
    {
      const CrfFieldState *extra = g_ptr_array_index (extras, i);

      if (extra->shown && extra->required && crf_value_is_empty (extra->value) && self->state->answer != NULL)
        gtk_toggle_button_set_active (self->more, TRUE);
    }
}

gboolean
crf_criterion_row_is_part (CrfCriterionRow *self,
                           CrfFieldRow     *row)
{
  g_return_val_if_fail (CRF_IS_CRITERION_ROW (self), FALSE);

  return self->state->parts != NULL
         && g_ptr_array_find (self->state->parts, crf_field_row_get_state (row), NULL);
}

/* ── Source note ── */

/* A note alone is stored too: with the answer that stands. */
static void
store_note (CrfCriterionRow *self)
{
  g_autofree char *note = NULL;

  if (self->state == NULL || self->state->answer == NULL || self->pouring || !gtk_editable_get_editable (GTK_EDITABLE (self->source)))
    return;
  note = crf_criterion_row_dup_note (self);
  if (note == NULL || g_strcmp0 (note, self->state->source_note) == 0)
    return;
  /* What is kept when it asks back. */
  forget (self);
  self->asked = g_strdup (self->state->answer);
  g_signal_emit (self, signals[SIGNAL_ANSWER], 0, self->asked, NULL);
}

/* ── Class ── */

static void
crf_criterion_row_dispose (GObject *object)
{
  CrfCriterionRow *self = CRF_CRITERION_ROW (object);

  self->pouring = TRUE;
  self->prompt = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_CRITERION_ROW);
  G_OBJECT_CLASS (crf_criterion_row_parent_class)->dispose (object);
}

static void
crf_criterion_row_finalize (GObject *object)
{
  CrfCriterionRow *self = CRF_CRITERION_ROW (object);

  g_ptr_array_unref (self->parts);
  g_free (self->language);
  forget (self);
  G_OBJECT_CLASS (crf_criterion_row_parent_class)->finalize (object);
}

static void
crf_criterion_row_class_init (CrfCriterionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_criterion_row_dispose;
  object_class->finalize = crf_criterion_row_finalize;

  signals[SIGNAL_ANSWER] = g_signal_new ("answer", CRF_TYPE_CRITERION_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_PART] = g_signal_new ("part", CRF_TYPE_CRITERION_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, CRF_TYPE_FIELD_ROW);

  g_type_ensure (CRF_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/patient/crf-criterion-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, id);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, text);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, computed);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, confirm);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, contradiction);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, yes);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, no);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, unknown);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, not_applicable);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, effect);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, heading);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, changed);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, result_icon);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, result);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, more);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, more_label);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, details);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, note);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, parts_box);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, source);
  gtk_widget_class_bind_template_child (widget_class, CrfCriterionRow, message);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_confirm_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_set_css_name (widget_class, "criterionrow");
}

static void
crf_criterion_row_init (CrfCriterionRow *self)
{
  GtkEventController *leaving;
  self->parts = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->id, self->more_label, NULL, -1);
  leaving = gtk_event_controller_focus_new ();
  g_signal_connect_swapped (leaving, "leave", G_CALLBACK (store_note), self);
  gtk_widget_add_controller (GTK_WIDGET (self->source), leaving);
  g_signal_connect_swapped (self->source, "activate", G_CALLBACK (store_note), self);
}

GtkWidget *
crf_criterion_row_new (const CrfCriterionState *state,
                       const GPtrArray         *extras,
                       const char              *language)
{
  CrfCriterionRow *self = g_object_new (CRF_TYPE_CRITERION_ROW, NULL);

  self->language = g_strdup (language);
  crf_criterion_row_pour (self, state, extras);
  return GTK_WIDGET (self);
}

static void
set_optional (GtkLabel   *label,
              const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
pour_result (CrfCriterionRow *self)
{
  static const char *const classes[] = { "met", "unmet", "open" };
  const CrfCriterionState *state = self->state;
  int which = !state->decided ? 2 : state->met ? 0 : 1;
  const char *const words[] = { C_ ("criterion", "met"), C_ ("criterion", "not met"), C_ ("criterion", "open") };
  const char *const icons[] = { "object-select-symbolic", "window-close-symbolic", "dialog-question-symbolic" };

  gtk_label_set_label (self->result, words[which]);
  gtk_image_set_from_icon_name (self->result_icon, icons[which]);
  for (int i = 0; i < 3; i++)
    if (i == which)
      gtk_widget_add_css_class (GTK_WIDGET (self), classes[i]);
    else
      gtk_widget_remove_css_class (GTK_WIDGET (self), classes[i]);
}

void
crf_criterion_row_pour (CrfCriterionRow         *self,
                        const CrfCriterionState *state,
                        const GPtrArray         *extras)
{
  gboolean has_parts;

  g_return_if_fail (CRF_IS_CRITERION_ROW (self));
  g_return_if_fail (state != NULL);

  self->state = state;
  has_parts = state->parts != NULL && state->parts->len > 0;
  gtk_label_set_label (self->id, state->criterion->oid);
  gtk_label_set_label (self->text, state->text != NULL ? state->text : "");
  set_optional (self->note, state->note);
  set_optional (self->computed, state->computed_text);
  gtk_widget_set_visible (GTK_WIDGET (self->confirm), state->needs_confirmation);
  gtk_widget_set_visible (GTK_WIDGET (self->contradiction), state->contradiction);
  set_optional (self->effect, state->effect);
  set_optional (self->heading, state->heading);
  gtk_widget_set_visible (GTK_WIDGET (self->changed), state->changed);
  if (has_parts)
    {
      g_autofree char *label = g_strdup_printf (ngettext ("%u question", "%u questions", state->parts->len),
                                                state->parts->len);

      gtk_label_set_label (self->more_label, label);
    }
  else
    gtk_label_set_label (self->more_label, _("Note"));
  if (state->source_note != NULL && !crf_has_focus (GTK_WIDGET (self->source)))
    gtk_editable_set_text (GTK_EDITABLE (self->source), state->source_note);
  pour_parts (self, extras);
  if (self->prompt == NULL)
    {
      gtk_widget_set_visible (self->message, FALSE);
      pour_answer (self);
    }
  pour_result (self);
}

const CrfCriterionState *
crf_criterion_row_get_state (CrfCriterionRow *self)
{
  g_return_val_if_fail (CRF_IS_CRITERION_ROW (self), NULL);

  return self->state;
}

char *
crf_criterion_row_dup_note (CrfCriterionRow *self)
{
  g_autofree char *note = NULL;

  g_return_val_if_fail (CRF_IS_CRITERION_ROW (self), NULL);

  note = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->source))));
  return *note == '\0' ? NULL : g_steal_pointer (&note);
}

void
crf_criterion_row_set_editable (CrfCriterionRow *self,
                                gboolean         editable)
{
  g_return_if_fail (CRF_IS_CRITERION_ROW (self));

  for (guint i = 0; i < N_ANSWERS; i++)
    gtk_widget_set_sensitive (GTK_WIDGET (button_of (self, i)), editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->confirm), editable);
  gtk_editable_set_editable (GTK_EDITABLE (self->source), editable);
}

gboolean
crf_criterion_row_owns (CrfCriterionRow *self,
                        const char      *item)
{
  g_return_val_if_fail (CRF_IS_CRITERION_ROW (self), FALSE);

  if (item == NULL)
    return FALSE;
  if (g_strcmp0 (self->state->criterion->oid, item) == 0
      || (self->state->criterion->item != NULL && g_strcmp0 (self->state->criterion->item->oid, item) == 0))
    return TRUE;
  for (guint i = 0; i < self->parts->len; i++)
    if (g_strcmp0 (crf_field_row_get_state (g_ptr_array_index (self->parts, i))->item->oid, item) == 0)
      return TRUE;
  return FALSE;
}

void
crf_criterion_row_take_focus (CrfCriterionRow *self)
{
  g_return_if_fail (CRF_IS_CRITERION_ROW (self));

  for (guint i = 0; i < N_ANSWERS; i++)
    if (gtk_check_button_get_active (button_of (self, i)))
      {
        gtk_widget_grab_focus (GTK_WIDGET (button_of (self, i)));
        return;
      }
  gtk_widget_grab_focus (GTK_WIDGET (self->yes));
}
