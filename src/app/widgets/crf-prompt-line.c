/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two states in one line: the question (use, keep, correct) and the reason. Keys within 400 ms of its appearance are swallowed: they
 * were meant for the field that was left. */

#include "crf-prompt-line.h"

#include <glib/gi18n-lib.h>

#include "crf-reasons.h"
#include "crf-wrap-box.h"

#define GRACE_US (400 * 1000)

struct _CrfPromptLine
{
  GtkBox parent_instance;

  /* Template children */
  GtkLabel *message;
  GtkWidget *question;
  GtkButton *use_button;
  GtkButton *keep_button;
  GtkButton *correct_button;
  GtkWidget *reason_box;
  GtkEntry *reason;
  CrfWrapBox *usual;
  GtkButton *offer_button;

  /* Owned */
  char *id;
  char *suggestion;
  char *offered;      /* a reason that may fit this one change, as it is stored */
  gboolean needs_reason;
  gboolean goes_back;
  gint64 asked_at;
};

enum
{
  SIGNAL_USE,
  SIGNAL_KEEP,
  SIGNAL_CORRECT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfPromptLine, crf_prompt_line, GTK_TYPE_BOX)

static gboolean
in_grace (CrfPromptLine *self)
{
  return g_get_monotonic_time () - self->asked_at < GRACE_US;
}

static void
show_reason (CrfPromptLine *self)
{
  gtk_widget_set_visible (self->question, FALSE);
  gtk_widget_set_visible (self->reason_box, TRUE);
}

static void
on_keep_clicked (CrfPromptLine *self)
{
  crf_prompt_line_answer_keep (self, NULL);
  if (gtk_widget_get_visible (self->reason_box))
    gtk_widget_grab_focus (GTK_WIDGET (self->reason));
}

static void
on_correct_clicked (CrfPromptLine *self)
{
  g_signal_emit (self, signals[SIGNAL_CORRECT], 0);
}

static void
on_reason_activated (CrfPromptLine *self)
{
  g_autofree char *reason = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason)));

  g_strstrip (reason);
  if (*reason == '\0')
    gtk_widget_error_bell (GTK_WIDGET (self->reason));
  else
    crf_prompt_line_answer_keep (self, crf_reason_stored (reason));
}

static void
on_usual_clicked (CrfPromptLine *self,
                  GtkButton     *button)
{
  crf_prompt_line_answer_keep (self, g_object_get_data (G_OBJECT (button), "crf-reason"));
}

/* Taken as it stands only when it is pressed. */
static void
on_offer_clicked (CrfPromptLine *self)
{
  if (self->offered != NULL)
    crf_prompt_line_answer_keep (self, self->offered);
}

/* One key for a usual reason, as for a coded answer; behind a first letter a digit is text. */
static gboolean
choose_usual (CrfPromptLine *self,
              guint          keyval)
{
  const char *const *reasons = crf_reasons (CRF_REASONS_VALUE);
  guint digit = gdk_keyval_to_unicode (keyval) - '0';

  if (*gtk_editable_get_text (GTK_EDITABLE (self->reason)) == '\0' && digit == 0 && self->offered != NULL)
    {
      on_offer_clicked (self);
      return TRUE;
    }
  if (*gtk_editable_get_text (GTK_EDITABLE (self->reason)) != '\0' || digit < 1 || digit > g_strv_length ((char **) reasons))
    return FALSE;
  crf_prompt_line_answer_keep (self, reasons[digit - 1]);
  return TRUE;
}

static gboolean
on_key_pressed (CrfPromptLine *self,
                guint          keyval,
                guint          keycode,
                GdkModifierType state)
{
  gboolean asks_reason = gtk_widget_get_visible (self->reason_box);

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Escape)
    {
      on_correct_clicked (self);
      return GDK_EVENT_STOP;
    }
  if (in_grace (self))
    return GDK_EVENT_STOP;
  if (asks_reason)
    return choose_usual (self, keyval);
  if (keyval == GDK_KEY_k || keyval == GDK_KEY_K)
    {
      on_keep_clicked (self);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
crf_prompt_line_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CRF_TYPE_PROMPT_LINE);
  G_OBJECT_CLASS (crf_prompt_line_parent_class)->dispose (object);
}

static void
crf_prompt_line_finalize (GObject *object)
{
  CrfPromptLine *self = CRF_PROMPT_LINE (object);

  g_free (self->id);
  g_free (self->suggestion);
  g_free (self->offered);
  G_OBJECT_CLASS (crf_prompt_line_parent_class)->finalize (object);
}

static void
crf_prompt_line_class_init (CrfPromptLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_prompt_line_dispose;
  object_class->finalize = crf_prompt_line_finalize;

  signals[SIGNAL_USE] = g_signal_new ("use", CRF_TYPE_PROMPT_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_KEEP] = g_signal_new ("keep", CRF_TYPE_PROMPT_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CORRECT] = g_signal_new ("correct", CRF_TYPE_PROMPT_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);

  g_type_ensure (CRF_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/widgets/crf-prompt-line.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfPromptLine, message);
  gtk_widget_class_bind_template_child (widget_class, CrfPromptLine, question);
  gtk_widget_class_bind_template_child (widget_class, CrfPromptLine, use_button);
  gtk_widget_class_bind_template_child (widget_class, CrfPromptLine, keep_button);
  gtk_widget_class_bind_template_child (widget_class, CrfPromptLine, correct_button);
  gtk_widget_class_bind_template_child (widget_class, CrfPromptLine, reason_box);
  gtk_widget_class_bind_template_child (widget_class, CrfPromptLine, reason);
  gtk_widget_class_bind_template_child (widget_class, CrfPromptLine, usual);
  gtk_widget_class_bind_template_callback (widget_class, crf_prompt_line_answer_use);
  gtk_widget_class_bind_template_callback (widget_class, on_keep_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_correct_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_reason_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_set_css_name (widget_class, "promptline");
}

static void
crf_prompt_line_init (CrfPromptLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->offer_button = GTK_BUTTON (gtk_button_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->offer_button), "quick");
  g_signal_connect_swapped (self->offer_button, "clicked", G_CALLBACK (on_offer_clicked), self);
  crf_wrap_box_append (self->usual, GTK_WIDGET (self->offer_button));
  for (guint i = 0; crf_reasons (CRF_REASONS_VALUE)[i] != NULL; i++)
    {
      const char *reason = crf_reasons (CRF_REASONS_VALUE)[i];
      /* Translators: a button: the key that presses it, and a reason */
      g_autofree char *label = g_strdup_printf (_("%1$u: %2$s"), i + 1, crf_reason_shown (reason));
      GtkWidget *button = gtk_button_new_with_label (label);

      g_object_set_data (G_OBJECT (button), "crf-reason", (gpointer) reason);
      gtk_widget_add_css_class (button, "quick");
      g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_usual_clicked), self);
      crf_wrap_box_append (self->usual, button);
    }
}

GtkWidget *
crf_prompt_line_new (void)
{
  return g_object_new (CRF_TYPE_PROMPT_LINE, NULL);
}

/* First among the reasons: the one that the whole act was begun for. */
static void
show_offer (CrfPromptLine *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->offer_button), self->offered != NULL);
  if (self->offered != NULL)
    {
      g_autofree char *label = g_strdup_printf (_("%1$u: %2$s"), 0U, crf_reason_shown (self->offered));
      GtkWidget *text = gtk_label_new (label);

      gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (text), 48);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->offer_button), self->offered);
      gtk_button_set_child (self->offer_button, text);
    }
}

/* "_Store it", and where the language has no such letter "…(_S)". */
static char *
without_mnemonic (const char *label)
{
  GString *bare = g_string_new (NULL);

  for (const char *p = label; *p != '\0'; p++)
    if (p[0] == '(' && p[1] == '_' && p[2] != '\0' && p[3] == ')')
      p += 3;
    else if (*p != '_')
      g_string_append_c (bare, *p);
  return g_string_free (bare, FALSE);
}

/* Its own words for "yes" stand behind the key. Their mnemonic is a dialog's: the page that the line stands on has other buttons. */
static void
show_keep (CrfPromptLine   *self,
           const CrfPrompt *prompt)
{
  g_autofree char *bare = prompt->accept != NULL ? without_mnemonic (prompt->accept) : NULL;
  /* Translators: a button: the key that presses it, and what it does, as “Store it as it is” */
  g_autofree char *own = bare != NULL ? g_strdup_printf (_("K: %s"), bare) : NULL;

  gtk_button_set_label (self->keep_button, own != NULL ? own : prompt->needs_reason ? _("K: keep and say why") : _("K: keep"));
}

void
crf_prompt_line_ask (CrfPromptLine   *self,
                     const CrfPrompt *prompt)
{
  g_return_if_fail (CRF_IS_PROMPT_LINE (self));
  g_return_if_fail (prompt != NULL);

  g_free (self->id);
  g_free (self->suggestion);
  self->id = g_strdup (prompt->id);
  self->suggestion = g_strdup (prompt->suggestion);
  g_free (self->offered);
  self->offered = prompt->needs_reason ? g_strdup (prompt->reason) : NULL;
  self->needs_reason = prompt->needs_reason;
  self->goes_back = prompt->goes_back;
  self->asked_at = g_get_monotonic_time ();
  gtk_label_set_label (self->message, prompt->message != NULL ? prompt->message : "");
  gtk_editable_set_text (GTK_EDITABLE (self->reason), "");
  if (prompt->suggestion != NULL)
    {
      /* Translators: a button; %s is the number that was probably meant. Enter presses it. */
      g_autofree char *label = g_strdup_printf (_("Enter: use %s"), prompt->suggestion);

      gtk_button_set_label (self->use_button, label);
    }
  show_offer (self);
  gtk_widget_set_visible (GTK_WIDGET (self->use_button), prompt->suggestion != NULL);
  show_keep (self, prompt);
  /* A change that is only to be explained has nothing to choose from. */
  gtk_widget_set_visible (self->question, prompt->suggestion != NULL || !prompt->needs_reason);
  gtk_widget_set_visible (self->reason_box, prompt->suggestion == NULL && prompt->needs_reason);
}

const char *
crf_prompt_line_get_id (CrfPromptLine *self)
{
  g_return_val_if_fail (CRF_IS_PROMPT_LINE (self), NULL);

  return self->id;
}

const char *
crf_prompt_line_get_suggestion (CrfPromptLine *self)
{
  g_return_val_if_fail (CRF_IS_PROMPT_LINE (self), NULL);

  return self->suggestion;
}

void
crf_prompt_line_take_focus (CrfPromptLine *self)
{
  g_return_if_fail (CRF_IS_PROMPT_LINE (self));

  /* The question may come when the window has been locked: the passphrase is not typed into it. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (gtk_widget_get_visible (self->reason_box))
    gtk_widget_grab_focus (GTK_WIDGET (self->reason));
  else if (self->suggestion != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->use_button));
  else if (self->goes_back)
    gtk_widget_grab_focus (GTK_WIDGET (self->correct_button));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->keep_button));
}

void
crf_prompt_line_answer_use (CrfPromptLine *self)
{
  g_return_if_fail (CRF_IS_PROMPT_LINE (self));

  if (self->suggestion != NULL)
    g_signal_emit (self, signals[SIGNAL_USE], 0);
}

void
crf_prompt_line_answer_keep (CrfPromptLine *self,
                             const char    *reason)
{
  g_return_if_fail (CRF_IS_PROMPT_LINE (self));

  if (self->needs_reason && reason == NULL)
    show_reason (self);
  else
    g_signal_emit (self, signals[SIGNAL_KEEP], 0, reason);
}
