/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The preview is the question that the use case asks; it is asked anew when the text changes, and only what was just shown can be stored. */

#include "crf-paste-window.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"
#include "crf-reasons.h"
#include "crf-refusal-bar.h"
#include "crf-weak.h"

#define PAUSE_MS 250

struct _CrfPasteWindow
{
  AdwWindow parent_instance;

  /* Template children */
  GtkButton *store;
  CrfRefusalBar *bar;
  GtkTextView *text;
  GtkLabel *preview;
  GtkWidget *nothing;
  GtkWidget *why;      /* shown where the reason is asked */
  GtkEntry *reason;
  GtkButton *offer;    /* the reason that the form was reopened for */

  /* Owned */
  CrfWriter *writer;
  CrfTarget *form;
  char *asked;   /* the text that the preview is of */
  char *confirm; /* what stores it; NULL: nothing to store */
  char *given;   /* the reason that was given to an earlier question about it */
  char *offered; /* reason on the button; NULL: none */
  gboolean needs_reason;
  guint pause_id;
};

enum
{
  SIGNAL_STORED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfPasteWindow, crf_paste_window, ADW_TYPE_WINDOW)

static char *
dup_text (CrfPasteWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/* NULL: nothing is typed. */
static char *
dup_reason (CrfPasteWindow *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason)));

  g_strstrip (text);
  return *text != '\0' ? g_strdup (crf_reason_stored (text)) : NULL;
}

static void
update_store (CrfPasteWindow *self)
{
  g_autofree char *reason = dup_reason (self);

  gtk_widget_set_sensitive (GTK_WIDGET (self->store), self->confirm != NULL && (!self->needs_reason || reason != NULL));
}

static void
on_offer_clicked (CrfPasteWindow *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->reason), crf_reason_shown (self->offered));
  gtk_widget_grab_focus (GTK_WIDGET (self->reason));
}

/* What stood when the form was complete is changed with a reason only. */
static void
show_reason (CrfPasteWindow  *self,
             const CrfPrompt *prompt)
{
  self->needs_reason = prompt != NULL && prompt->needs_reason;
  g_free (self->offered);
  self->offered = self->needs_reason ? g_strdup (prompt->reason) : NULL;
  gtk_widget_set_visible (self->why, self->needs_reason);
  gtk_widget_set_visible (GTK_WIDGET (self->offer), self->offered != NULL);
  if (self->offered != NULL)
    gtk_button_set_label (self->offer, crf_reason_shown (self->offered));
}

static void
show_preview (CrfPasteWindow  *self,
              const CrfPrompt *prompt)
{
  g_clear_pointer (&self->confirm, g_free);
  if (prompt != NULL)
    self->confirm = g_strdup (prompt->id);
  gtk_label_set_label (self->preview, prompt != NULL ? prompt->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->preview), prompt != NULL);
  gtk_widget_set_visible (self->nothing, prompt == NULL);
  show_reason (self, prompt);
  update_store (self);
}

static void
on_conducted (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrfPasteWindow) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_writer_conduct_finish (CRF_WRITER (source), result, &error);
  g_autofree char *now = NULL;

  if (self == NULL || self->text == NULL)
    return;
  if (outcome != NULL && crf_outcome_done (outcome))
    {
      g_signal_emit (self, signals[SIGNAL_STORED], 0);
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  now = dup_text (self);
  if (g_strcmp0 (now, self->asked) != 0)
    return;
  show_preview (self, outcome != NULL ? outcome->prompt : NULL);
  if (outcome == NULL || outcome->refusal != NULL)
    crf_refusal_bar_take_outcome (self->bar, outcome, error);
  else
    crf_refusal_bar_clear (self->bar);
}

static void
conduct (CrfPasteWindow *self,
         const char     *confirm)
{
  GHashTable *arguments;

  /* A later question without a reason does not take back the reason of an earlier one. */
  if (confirm == NULL || self->needs_reason)
    {
      g_free (self->given);
      self->given = confirm != NULL ? dup_reason (self) : NULL;
    }
  arguments = crf_arguments_new ("text", self->asked, "confirm", confirm, "reason", self->given, NULL);
  crf_arguments_set (arguments, "event", self->form->event);
  crf_arguments_set (arguments, "eventkey", self->form->eventkey);
  crf_arguments_set (arguments, "form", self->form->form);
  crf_arguments_set (arguments, "formkey", self->form->formkey);
  crf_writer_conduct_async (self->writer, "paste-results", self->form->subject, arguments, NULL, on_conducted, crf_weak_new (self));
}

static gboolean
on_paused (gpointer data)
{
  CrfPasteWindow *self = CRF_PASTE_WINDOW (data);
  g_autofree char *text = dup_text (self);

  self->pause_id = 0;
  g_free (self->asked);
  self->asked = g_steal_pointer (&text);
  if (self->asked[strspn (self->asked, " \t\r\n")] == '\0')
    crf_refusal_bar_clear (self->bar);
  else
    conduct (self, NULL);
  return G_SOURCE_REMOVE;
}

static void
on_text_changed (CrfPasteWindow *self)
{
  show_preview (self, NULL);
  g_clear_handle_id (&self->pause_id, g_source_remove);
  self->pause_id = g_timeout_add (PAUSE_MS, on_paused, self);
}

void
crf_paste_window_store (CrfPasteWindow *self)
{
  g_return_if_fail (CRF_IS_PASTE_WINDOW (self));

  if (self->confirm == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->store), FALSE);
  conduct (self, self->confirm);
}

/* What was just copied is most probably what is to be pasted; one line may be anything. */
static void
on_clipboard_read (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (CrfPasteWindow) self = crf_weak_take (user_data);
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autofree char *typed = self != NULL && self->text != NULL ? dup_text (self) : NULL;

  if (typed != NULL && *typed == '\0' && text != NULL && strchr (text, '\n') != NULL)
    crf_paste_window_set_text (self, text);
}

/* ── Class ── */

static void
crf_paste_window_dispose (GObject *object)
{
  CrfPasteWindow *self = CRF_PASTE_WINDOW (object);

  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_object (&self->writer);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_PASTE_WINDOW);
  G_OBJECT_CLASS (crf_paste_window_parent_class)->dispose (object);
}

static void
crf_paste_window_finalize (GObject *object)
{
  CrfPasteWindow *self = CRF_PASTE_WINDOW (object);

  g_clear_pointer (&self->form, crf_target_free);
  g_free (self->asked);
  g_free (self->confirm);
  g_free (self->given);
  g_free (self->offered);
  G_OBJECT_CLASS (crf_paste_window_parent_class)->finalize (object);
}

static void
crf_paste_window_class_init (CrfPasteWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_paste_window_dispose;
  object_class->finalize = crf_paste_window_finalize;

  signals[SIGNAL_STORED] = g_signal_new ("stored", CRF_TYPE_PASTE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/patient/crf-paste-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfPasteWindow, store);
  gtk_widget_class_bind_template_child (widget_class, CrfPasteWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfPasteWindow, text);
  gtk_widget_class_bind_template_child (widget_class, CrfPasteWindow, preview);
  gtk_widget_class_bind_template_child (widget_class, CrfPasteWindow, nothing);
  gtk_widget_class_bind_template_child (widget_class, CrfPasteWindow, why);
  gtk_widget_class_bind_template_child (widget_class, CrfPasteWindow, reason);
  gtk_widget_class_bind_template_child (widget_class, CrfPasteWindow, offer);
  gtk_widget_class_bind_template_callback (widget_class, update_store);
  gtk_widget_class_bind_template_callback (widget_class, on_offer_clicked);
  gtk_widget_class_bind_template_callback (widget_class, crf_paste_window_store);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crf_paste_window_init (CrfPasteWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->text), "changed", G_CALLBACK (on_text_changed), self, G_CONNECT_SWAPPED);
  show_preview (self, NULL);
}

CrfPasteWindow *
crf_paste_window_present (GtkWidget       *parent,
                          CrfWriter       *writer,
                          const CrfTarget *form)
{
  CrfPasteWindow *self = g_object_new (CRF_TYPE_PASTE_WINDOW, NULL);
  GtkRoot *root = gtk_widget_get_root (parent);

  self->writer = g_object_ref (writer);
  self->form = crf_target_copy (form);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, on_clipboard_read, crf_weak_new (self));
  return self;
}

void
crf_paste_window_set_text (CrfPasteWindow *self,
                           const char     *text)
{
  g_return_if_fail (CRF_IS_PASTE_WINDOW (self));

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), text, -1);
}

const char *
crf_paste_window_get_preview (CrfPasteWindow *self)
{
  g_return_val_if_fail (CRF_IS_PASTE_WINDOW (self), NULL);

  return self->confirm != NULL ? gtk_label_get_label (self->preview) : NULL;
}
