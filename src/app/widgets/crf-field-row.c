/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What all rows share: the labels around the input, leaving and storing, messages and questions. The menu is in crf-field-row-menu.c. */

#include "crf-field-row-private.h"

#include <glib/gi18n-lib.h>

#include "crf-reveal.h"
#include "crf-row-layout.h"

/* An Enter so soon after a digit that chose an answer is a habit, not a wish to skip the next field. */
#define HABIT_US (400 * 1000)

enum
{
  SIGNAL_STORE,
  SIGNAL_TYPED,
  SIGNAL_NEXT,
  SIGNAL_PICKED,
  SIGNAL_HISTORY,
  SIGNAL_QUERY,
  SIGNAL_VERIFY,
  SIGNAL_DECIDE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];
static gint64 picked_at;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CrfFieldRow, crf_field_row, GTK_TYPE_WIDGET)

CrfFieldRowPrivate *
_crf_field_row_get_private (CrfFieldRow *self)
{
  return crf_field_row_get_instance_private (self);
}

void
_crf_field_row_emit (CrfFieldRow *self,
                     const char  *signal)
{
  g_signal_emit_by_name (self, signal);
}

/* ── What stands in the input ── */

gboolean
crf_field_row_is_dirty (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);
  g_autofree char *text = NULL;

  g_return_val_if_fail (CRF_IS_FIELD_ROW (self), FALSE);

  if (priv->state == NULL || !priv->state->editable)
    return FALSE;
  if (priv->missing != NULL)
    return g_strcmp0 (priv->missing, _crf_field_row_stored_missing (priv)) != 0;
  text = crf_field_row_dup_text (self);
  if (text == NULL)
    return _crf_field_row_stored_text (priv) != NULL || (_crf_field_row_stored_missing (priv) != NULL && priv->cleared);
  return g_strcmp0 (text, _crf_field_row_stored_text (priv)) != 0 || g_strcmp0 (priv->unit, _crf_field_row_stored_unit (priv)) != 0;
}

/* ── The question ── */

static void
drop_prompt (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  CrfPromptLine *prompt = g_steal_pointer (&priv->prompt);

  if (prompt == NULL)
    return;
  gtk_widget_remove_css_class (crf_field_row_get_input (self), "warning");
  gtk_widget_unparent (GTK_WIDGET (prompt));
  g_clear_pointer (&priv->asked_text, g_free);
}

/* ── Leaving ── */

void
crf_field_row_let_go (CrfFieldRow *self)
{
  g_return_if_fail (CRF_IS_FIELD_ROW (self));

  _crf_field_row_get_private (self)->state = NULL;
}

void
crf_field_row_commit (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);
  g_autofree char *text = NULL;

  g_return_if_fail (CRF_IS_FIELD_ROW (self));

  if (priv->state == NULL)
    return;
  text = crf_field_row_dup_text (self);
  /* A question that waits for its answer is not asked again; a store that is on its way is not sent twice. */
  if (priv->prompt != NULL && priv->confirm == NULL && g_strcmp0 (text, priv->asked_text) == 0)
    return;
  if (priv->storing && g_strcmp0 (text, priv->stored_text) == 0 && priv->confirm == NULL)
    return;
  if (!crf_field_row_is_dirty (self))
    {
      if (gtk_widget_has_css_class (crf_field_row_get_input (self), "error"))
        _crf_field_row_show_message (self, NULL, NULL);
      return;
    }
  priv->storing = TRUE;
  g_free (priv->stored_text);
  priv->stored_text = g_steal_pointer (&text);
  g_signal_emit (self, signals[SIGNAL_STORE], 0);
}

static void
on_focus_left (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  /* The menu and the unit list belong to the field: it has not been left. */
  if (priv->popover == NULL && !gtk_widget_in_destruction (GTK_WIDGET (self)))
    crf_field_row_commit (self);
}

/* Whether the focus is in the input itself: not in the question below, not in a list that hangs on it. */
static gboolean
focus_is_in_input (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL)
    return FALSE;
  return priv->prompt == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (priv->prompt));
}

static gboolean
on_enter (CrfFieldRow *self)
{
  if (g_get_monotonic_time () - picked_at < HABIT_US)
    return GDK_EVENT_STOP;
  crf_field_row_commit (self);
  g_signal_emit (self, signals[SIGNAL_NEXT], 0);
  return GDK_EVENT_STOP;
}

static gboolean
on_digit (CrfFieldRow *self,
          int          digit)
{
  CrfFieldRowClass *klass = CRF_FIELD_ROW_GET_CLASS (self);
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  if (klass->pick == NULL || priv->state == NULL || !priv->state->editable || !klass->pick (self, digit))
    return GDK_EVENT_PROPAGATE;
  picked_at = g_get_monotonic_time ();
  crf_field_row_commit (self);
  g_signal_emit (self, signals[SIGNAL_PICKED], 0);
  return GDK_EVENT_STOP;
}

static gboolean
on_key_pressed (CrfFieldRow    *self,
                guint           keyval,
                guint           keycode,
                GdkModifierType state)
{
  gboolean is_enter = keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter;
  gboolean control = (state & GDK_CONTROL_MASK) != 0;

  if (!focus_is_in_input (self))
    return GDK_EVENT_PROPAGATE;
  /* Before the text input, which has a menu of its own on the same key (the mouse still opens it). */
  if (keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && (state & GDK_SHIFT_MASK) != 0))
    {
      crf_field_row_open_menu (self);
      return GDK_EVENT_STOP;
    }
  if (control && (keyval == GDK_KEY_h || keyval == GDK_KEY_H))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "field.history", NULL);
      return GDK_EVENT_STOP;
    }
  if (_crf_field_row_get_private (self)->unit_button != NULL && keyval == GDK_KEY_Down && (state & GDK_ALT_MASK) != 0)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "field.units", NULL);
      return GDK_EVENT_STOP;
    }
  if ((state & GDK_ALT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  if (is_enter && (control || !CRF_FIELD_ROW_GET_CLASS (self)->multiline))
    return on_enter (self);
  if (control)
    return GDK_EVENT_PROPAGATE;
  if (keyval >= GDK_KEY_0 && keyval <= GDK_KEY_9)
    return on_digit (self, keyval - GDK_KEY_0);
  if (keyval >= GDK_KEY_KP_0 && keyval <= GDK_KEY_KP_9)
    return on_digit (self, keyval - GDK_KEY_KP_0);
  return GDK_EVENT_PROPAGATE;
}

static void
on_right_click (CrfFieldRow *self)
{
  crf_field_row_open_menu (self);
}

/* ── The question under the field ── */

static void
answer (CrfFieldRow *self,
        const char  *confirm,
        const char  *reason)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);
  gboolean had_focus = crf_has_focus (GTK_WIDGET (priv->prompt));

  g_free (priv->confirm);
  priv->confirm = g_strdup (confirm);
  /* A later question without a reason does not take back the reason of an earlier one. */
  if (reason != NULL || confirm == NULL)
    {
      g_free (priv->reason);
      priv->reason = g_strdup (reason);
    }
  priv->storing = FALSE;
  if (had_focus)
    crf_field_row_take_focus (self);
  drop_prompt (self);
  crf_field_row_commit (self);
  if (had_focus)
    g_signal_emit (self, signals[SIGNAL_NEXT], 0);
}

static void
on_prompt_use (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);
  g_autofree char *suggestion = g_strdup (crf_prompt_line_get_suggestion (priv->prompt));

  /* Not as if typed: that would take the question away while it is being answered. */
  priv->pouring = TRUE;
  CRF_FIELD_ROW_GET_CLASS (self)->set_text (self, suggestion);
  priv->pouring = FALSE;
  answer (self, NULL, NULL);
}

static void
on_prompt_keep (CrfFieldRow *self,
                const char  *reason)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);
  g_autofree char *id = g_strdup (crf_prompt_line_get_id (priv->prompt));
  g_autofree char *why = g_strdup (reason);

  answer (self, id, why);
}

static void
on_prompt_correct (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_clear_pointer (&priv->reason, g_free);
  crf_field_row_take_focus (self);
  drop_prompt (self);
}

void
crf_field_row_ask (CrfFieldRow     *self,
                   const CrfPrompt *prompt,
                   gboolean         take_focus)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_return_if_fail (CRF_IS_FIELD_ROW (self));
  g_return_if_fail (prompt != NULL);

  drop_prompt (self);
  priv->storing = FALSE;
  g_clear_pointer (&priv->confirm, g_free);
  _crf_field_row_show_message (self, NULL, NULL);
  priv->prompt = CRF_PROMPT_LINE (crf_prompt_line_new ());
  gtk_widget_insert_before (GTK_WIDGET (priv->prompt), GTK_WIDGET (self), NULL);
  crf_row_layout_set_slot (GTK_WIDGET (priv->prompt), CRF_ROW_SLOT_BELOW);
  g_signal_connect_swapped (priv->prompt, "use", G_CALLBACK (on_prompt_use), self);
  g_signal_connect_swapped (priv->prompt, "keep", G_CALLBACK (on_prompt_keep), self);
  g_signal_connect_swapped (priv->prompt, "correct", G_CALLBACK (on_prompt_correct), self);
  crf_prompt_line_ask (priv->prompt, prompt);
  priv->asked_text = crf_field_row_dup_text (self);
  gtk_widget_add_css_class (crf_field_row_get_input (self), "warning");
  if (take_focus)
    {
      crf_prompt_line_take_focus (priv->prompt);
      crf_reveal (GTK_WIDGET (self));
    }
}

gboolean
crf_field_row_is_asking (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_return_val_if_fail (CRF_IS_FIELD_ROW (self), FALSE);

  return priv->prompt != NULL;
}

/* ── Class ── */

static void
crf_field_row_dispose (GObject *object)
{
  CrfFieldRow *self = CRF_FIELD_ROW (object);
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);
  GtkWidget *child;

  priv->state = NULL;
  priv->prompt = NULL;
  priv->unit_button = NULL;
  g_clear_object (&priv->popover);
  /* Not gtk_widget_dispose_template(): GTK 4.8 looks for the derived class's children, whatever type it is given. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (crf_field_row_parent_class)->dispose (object);
}

static void
crf_field_row_finalize (GObject *object)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (CRF_FIELD_ROW (object));

  g_free (priv->language);
  g_free (priv->unit);
  g_free (priv->missing);
  g_free (priv->reason);
  g_free (priv->confirm);
  g_free (priv->stored_text);
  g_free (priv->asked_text);
  G_OBJECT_CLASS (crf_field_row_parent_class)->finalize (object);
}

static gboolean
crf_field_row_grab_focus (GtkWidget *widget)
{
  if (gtk_widget_get_focusable (widget))
    return GTK_WIDGET_CLASS (crf_field_row_parent_class)->grab_focus (widget);
  return gtk_widget_grab_focus (crf_field_row_get_input (CRF_FIELD_ROW (widget)));
}

static gboolean
crf_field_row_focus (GtkWidget        *widget,
                     GtkDirectionType  direction)
{
  /* Nothing in it takes the focus: one stop, and on. */
  if (gtk_widget_get_focusable (widget))
    return !crf_has_focus (widget) && gtk_widget_grab_focus (widget);
  if (direction == GTK_DIR_LEFT || direction == GTK_DIR_RIGHT)
    return GTK_WIDGET_CLASS (crf_field_row_parent_class)->focus (widget, direction);
  return crf_focus_through (widget, direction);
}

static void
crf_field_row_class_init (CrfFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const names[] = { "store", "typed", "next", "picked", "history", "query", "verify", "decide" };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == N_SIGNALS);

  object_class->dispose = crf_field_row_dispose;
  object_class->finalize = crf_field_row_finalize;
  widget_class->focus = crf_field_row_focus;
  widget_class->grab_focus = crf_field_row_grab_focus;

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], CRF_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  _crf_field_row_install_menu (widget_class);
  g_type_ensure (CRF_TYPE_ROW_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/widgets/crf-field-row.ui");
  gtk_widget_class_bind_template_child_private (widget_class, CrfFieldRow, label);
  gtk_widget_class_bind_template_child_private (widget_class, CrfFieldRow, unit_label);
  gtk_widget_class_bind_template_child_private (widget_class, CrfFieldRow, reference);
  gtk_widget_class_bind_template_child_private (widget_class, CrfFieldRow, flag);
  gtk_widget_class_bind_template_child_private (widget_class, CrfFieldRow, last);
  gtk_widget_class_bind_template_child_private (widget_class, CrfFieldRow, end);
  gtk_widget_class_bind_template_child_private (widget_class, CrfFieldRow, tick);
  gtk_widget_class_bind_template_child_private (widget_class, CrfFieldRow, menu_button);
  gtk_widget_class_bind_template_child_private (widget_class, CrfFieldRow, message_box);
  gtk_widget_class_bind_template_child_private (widget_class, CrfFieldRow, message);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_focus_left);
  gtk_widget_class_bind_template_callback (widget_class, on_right_click);
  gtk_widget_class_bind_template_callback (widget_class, crf_field_row_open_menu);
  gtk_widget_class_set_css_name (widget_class, "fieldrow");
}

static void
crf_field_row_init (CrfFieldRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* ── Public ── */

const CrfFieldState *
crf_field_row_get_state (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_return_val_if_fail (CRF_IS_FIELD_ROW (self), NULL);

  return priv->state;
}

const char *
crf_field_row_get_language (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_return_val_if_fail (CRF_IS_FIELD_ROW (self), NULL);

  return priv->language;
}

void
crf_field_row_set_inline (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_return_if_fail (CRF_IS_FIELD_ROW (self));

  priv->is_inline = TRUE;
  crf_row_layout_set_inline (CRF_ROW_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "inline");
  gtk_widget_set_visible (priv->end, FALSE);
  gtk_label_set_wrap (priv->label, FALSE);
  if (CRF_FIELD_ROW_GET_CLASS (self)->be_inline != NULL)
    CRF_FIELD_ROW_GET_CLASS (self)->be_inline (self);
}

gboolean
crf_field_row_is_numeric (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_return_val_if_fail (CRF_IS_FIELD_ROW (self), FALSE);

  return priv->state != NULL && priv->state->item->code_list == NULL
         && (priv->state->item->type == CRF_TYPE_FLOAT || priv->state->item->type == CRF_TYPE_INTEGER);
}

char *
crf_field_row_dup_text (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_return_val_if_fail (CRF_IS_FIELD_ROW (self), NULL);

  return priv->missing != NULL ? NULL : CRF_FIELD_ROW_GET_CLASS (self)->dup_text (self);
}

const char *
crf_field_row_get_unit (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_return_val_if_fail (CRF_IS_FIELD_ROW (self), NULL);

  return priv->unit;
}

const char *
crf_field_row_get_missing (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_return_val_if_fail (CRF_IS_FIELD_ROW (self), NULL);

  return priv->missing;
}

const char *
crf_field_row_get_reason (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_return_val_if_fail (CRF_IS_FIELD_ROW (self), NULL);

  return priv->reason;
}

const char *
crf_field_row_get_confirm (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_return_val_if_fail (CRF_IS_FIELD_ROW (self), NULL);

  return priv->confirm;
}

void
crf_field_row_set_text (CrfFieldRow *self,
                        const char  *text)
{
  g_return_if_fail (CRF_IS_FIELD_ROW (self));

  CRF_FIELD_ROW_GET_CLASS (self)->set_text (self, text);
  crf_field_row_typed (self);
}

void
crf_field_row_set_missing (CrfFieldRow *self,
                           const char  *code)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_return_if_fail (CRF_IS_FIELD_ROW (self));

  if (priv->state == NULL || !priv->state->editable)
    return;
  priv->pouring = TRUE;
  CRF_FIELD_ROW_GET_CLASS (self)->set_text (self, NULL);
  priv->pouring = FALSE;
  g_free (priv->missing);
  priv->missing = g_strdup (code);
  /* NULL empties the field, its missing reason too. */
  priv->cleared = code == NULL;
  g_clear_pointer (&priv->reason, g_free);
  drop_prompt (self);
  _crf_field_row_show_missing (self, code);
  crf_field_row_commit (self);
}

void
crf_field_row_set_unit (CrfFieldRow *self,
                        const char  *oid)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_return_if_fail (CRF_IS_FIELD_ROW (self));

  if (g_strcmp0 (priv->unit, oid) == 0)
    return;
  g_free (priv->unit);
  priv->unit = g_strdup (oid);
  priv->touched = TRUE;
  g_clear_pointer (&priv->reason, g_free);
  drop_prompt (self);
  _crf_field_row_pour_unit (self);
  g_signal_emit (self, signals[SIGNAL_TYPED], 0);
}

void
crf_field_row_show_stored (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_return_if_fail (CRF_IS_FIELD_ROW (self));

  priv->storing = FALSE;
  priv->cleared = FALSE;
  g_clear_pointer (&priv->missing, g_free);
  g_clear_pointer (&priv->reason, g_free);
  g_clear_pointer (&priv->confirm, g_free);
  drop_prompt (self);
  _crf_field_row_show_message (self, NULL, NULL);
  /* The style fades it; taking the class away first starts it anew. */
  gtk_widget_remove_css_class (GTK_WIDGET (priv->tick), "stored");
  gtk_widget_add_css_class (GTK_WIDGET (priv->tick), "stored");
}

void
crf_field_row_show_error (CrfFieldRow *self,
                          const char  *sentence)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_return_if_fail (CRF_IS_FIELD_ROW (self));

  priv->storing = FALSE;
  priv->touched = TRUE;
  /* What was chosen or given as the reason goes with the next try, until something else is typed. */
  g_clear_pointer (&priv->confirm, g_free);
  drop_prompt (self);
  _crf_field_row_show_message (self, sentence, "error");
}

void
crf_field_row_show_live (CrfFieldRow         *self,
                         const CrfFieldState *live)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_return_if_fail (CRF_IS_FIELD_ROW (self));
  g_return_if_fail (live != NULL);

  _crf_field_row_show_flag (priv, live);
  gtk_label_set_label (priv->reference, live->reference != NULL ? live->reference : "");
}

void
crf_field_row_take_focus (CrfFieldRow *self)
{
  g_return_if_fail (CRF_IS_FIELD_ROW (self));

  /* The class knows which part of its input takes it. */
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

GtkWidget *
crf_field_row_get_input (CrfFieldRow *self)
{
  g_return_val_if_fail (CRF_IS_FIELD_ROW (self), NULL);

  return CRF_FIELD_ROW_GET_CLASS (self)->get_input (self);
}

const char *
crf_field_row_get_message (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_return_val_if_fail (CRF_IS_FIELD_ROW (self), NULL);

  return gtk_widget_get_visible (priv->message_box) ? gtk_label_get_label (priv->message) : NULL;
}

void
crf_field_row_typed (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = crf_field_row_get_instance_private (self);

  g_return_if_fail (CRF_IS_FIELD_ROW (self));

  if (priv->pouring)
    return;
  priv->touched = TRUE;
  priv->cleared = TRUE;
  g_clear_pointer (&priv->missing, g_free);
  g_clear_pointer (&priv->reason, g_free);
  drop_prompt (self);
  g_signal_emit (self, signals[SIGNAL_TYPED], 0);
}
